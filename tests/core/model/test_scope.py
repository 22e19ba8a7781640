"""Scopes pick units from a roll, are kept as plain JSON, and can be read aloud."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.errors import BadValue, UnknownId
from tickbox_core.model import Area, AreaTree, MicroGrid, Roll, Service, Unit
from tickbox_core.model.scope import (
    AllOf,
    AnyOf,
    Everything,
    Floors,
    Ground,
    NotIn,
    OfKind,
    ServedBy,
    TheseUnits,
    Within,
    scope_of,
    units_in,
)

TREE = AreaTree(
    (
        Area("estate", "estate", {"zh": "小区", "en": "the estate"}),
        *(
            Area(f"b{n}", "building", {"zh": f"{n}号楼", "en": f"building {n}"}, "estate")
            for n in range(1, 25)
        ),
        Area("b1-2", "stairwell", {"zh": "1号楼2单元", "en": "building 1, stairwell 2"}, "b1"),
    ),
    (MicroGrid("grid", {"zh": "第一微网格", "en": "micro-grid 1"}, ("b1",), ("shop-2",)),),
)
UNITS = (
    *(Unit(f"{n}-{floor}", f"b{n}", floor=floor) for n in range(1, 25) for floor in (1, 7, 12)),
    Unit("1-2-3", "b1-2", floor=3),
    Unit("shop-1", "b1", kind="shop", floor=1),
    Unit("shop-2", "grid", kind="shop"),
)
ROLL = Roll(
    date(2026, 1, 1),
    UNITS,
    services=(Service("lift-3", {"zh": "3号电梯", "en": "lift 3"}, ("2-7", "3-12")),),
)
GROUND = Ground.of(TREE, ROLL)
HIGH = AllOf((Within.numbered(TREE, "building", 8, 20, "estate"), Floors(7)))


def picked(scope):
    """The ids of the units in a scope."""
    return {unit.id for unit in units_in(scope, UNITS, GROUND)}


def test_this_stairwell():
    """An area takes in what lies in it, and no more."""
    assert picked(Within(("b1-2",))) == {"1-2-3"}
    assert picked(Within(("b1",))) == {"1-1", "1-7", "1-12", "1-2-3", "shop-1"}


def test_buildings_16_to_21():
    """A run of numbered buildings, both ends included."""
    scope = Within.numbered(TREE, "building", 16, 21, "estate")
    assert {id_.partition("-")[0] for id_ in picked(scope)} == {str(n) for n in range(16, 22)}
    assert scope.words(GROUND).zh == "16–21号楼"
    assert scope.words(GROUND).en == "building 16–21"


def test_floors_7_and_up_of_buildings_8_to_20():
    """Just under the floor is out, on it is in."""
    assert picked(HIGH) == {f"{n}-{floor}" for n in range(8, 21) for floor in (7, 12)}
    assert HIGH.words(GROUND).zh == "8–20号楼的7层及以上"
    assert HIGH.words(GROUND).en == "floors 7 and up of building 8–20"


def test_units_served_by_a_lift():
    """Whatever building they lie in."""
    assert picked(ServedBy("lift-3")) == {"2-7", "3-12"}
    assert ServedBy("lift-3").words(GROUND).en == "units served by lift 3"


def test_a_micro_grid_takes_in_its_shops():
    """The overlay's areas and shops."""
    assert picked(Within(("grid",))) == {"1-1", "1-7", "1-12", "1-2-3", "shop-1", "shop-2"}


def test_joined_and_negated():
    """All, any and not, read aloud with brackets where they nest."""
    scope = AllOf((NotIn(OfKind(("shop",))), AnyOf((TheseUnits(("2-1",)), Within(("b1-2",))))))
    assert picked(scope) == {"2-1", "1-2-3"}
    assert scope.words(GROUND).zh == "除商铺以外的（指定的1户，以及1号楼2单元）"
    assert picked(Everything()) == {unit.id for unit in UNITS}


def test_an_unknown_floor_is_refused_unless_the_rest_settles_it():
    """The shop without a floor is no matter where it is left out anyway."""
    assert "shop-2" not in picked(AllOf((Floors(7), OfKind(("home",)))))
    with pytest.raises(BadValue, match="shop-2"):
        picked(Floors(7))


@pytest.mark.parametrize("scope", [Within(("nowhere",)), ServedBy("lift-9")])
def test_what_does_not_exist_is_named(scope):
    """An area or service that is not there is an error, never an empty scope."""
    with pytest.raises(UnknownId):
        picked(scope)


def test_a_missing_building_number_is_named():
    """Buildings 20 to 30 of 24: building 25 does not exist."""
    with pytest.raises(UnknownId, match="25"):
        Within.numbered(TREE, "building", 20, 30, "estate")


SCOPES = st.recursive(
    st.one_of(
        st.just(Everything()),
        st.lists(st.sampled_from(["b1", "b8", "b9", "b10", "estate", "grid"]), min_size=1).map(
            lambda ids: Within(tuple(ids))
        ),
        st.integers(-2, 40).map(Floors),
        st.integers(-2, 40).map(lambda high: Floors(high=high)),
        st.sampled_from([OfKind(("home", "shop")), ServedBy("lift-3"), TheseUnits(("2-1",))]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: AllOf(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
        inner.map(NotIn),
    ),
    max_leaves=6,
)


@given(SCOPES)
def test_a_scope_goes_to_json_and_back(scope):
    """What is stored is what was chosen, and it can be read aloud in both languages."""
    assert scope_of(json.loads(json.dumps(scope.plain()))) == scope
    assert scope.words(GROUND).zh
    assert scope.words(GROUND).en


@given(SCOPES)
def test_a_scope_and_its_opposite_share_the_roll(scope):
    """Every unit is in one of the two, unless it cannot be told."""
    for unit in UNITS:
        holds = scope.holds(unit, GROUND)
        assert NotIn(scope).holds(unit, GROUND) is (None if holds is None else not holds)


@pytest.mark.parametrize(
    "plain",
    [
        {},
        [],
        None,
        "b1",
        {"within": "b1"},
        {"within": []},
        {"within": [1]},
        {"floors": {}},
        {"floors": {"from": "7"}},
        {"floors": {"from": True}},
        {"floors": {"from": 9, "to": 7}},
        {"floors": {"above": 7}},
        {"all": []},
        {"any": "x"},
        {"not": []},
        {"everything": False},
        {"served_by": ""},
        {"elsewhere": 1},
        {"all": [{"everything": True}], "any": []},
    ],
)
def test_what_is_no_scope_is_refused(plain):
    """A scope decides who is asked: nothing is guessed."""
    with pytest.raises(BadValue):
        scope_of(plain)
