"""Heads and area are counted as the law counts them."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from tickbox_core.errors import BadValue, UnknownId
from tickbox_core.model import Ownership, Person, Residence, Roll, Unit, Weights
from tickbox_core.rules.motions import (
    Base,
    best_area,
    delegates,
    households,
    owners,
    owners_weights,
    residents,
)
from tickbox_core.rules.motions.assembly import weight_of

PEOPLE = tuple(Person(name) for name in ("an", "bo", "cy", "dev"))
UNITS = (
    Unit("101", "b1", floor_area=5000),
    Unit("102", "b1", floor_area=6000),
    Unit("201", "b1", floor_area=7000),
    Unit("202", "b1", floor_area=8000),
    Unit("P1", "b1", kind="parking", floor_area=1200),
)


def roll(*owned, **more):
    """The units, owned as told; ``person/unit``, with a star for the named voter."""
    rows = [row.partition("/") for row in owned]
    ownerships = tuple(Ownership(who.strip("*"), unit, who[0] == "*") for who, _, unit in rows)
    return Roll(date(2026, 1, 1), UNITS, PEOPLE, ownerships=ownerships, **more)


def total(assembly, base):
    """What all heads count for."""
    return weight_of(assembly.heads, base)


def test_several_units_of_one_owner_are_one_head_with_the_areas_summed():
    """Three units, two owners."""
    assembly = owners(roll("an/101", "an/102", "bo/201"), UNITS[:3])
    assert [(head.places, head.area) for head in assembly.heads] == [
        (("101", "102"), 11000),
        (("201",), 7000),
    ]
    assert total(assembly, Base.HOUSEHOLDS) == 3


def test_a_co_owned_unit_is_one_head_with_one_named_voter():
    """An owns 101 alone and 102 with bo: two heads, for they are not the same owners."""
    assembly = owners(roll("an/101", "an/102", "*bo/102"), UNITS[:2])
    assert [head.voters for head in assembly.heads] == [("an",), ("bo",)]


def test_the_same_co_owners_of_two_units_are_one_head():
    """And they may not name two voters."""
    assembly = owners(roll("*an/101", "bo/101", "an/102", "bo/102"), UNITS[:2])
    assert [(head.area, head.voters) for head in assembly.heads] == [(11000, ("an",))]
    with pytest.raises(BadValue, match="different voters"):
        owners(roll("*an/101", "bo/101", "an/102", "*bo/102"), UNITS[:2])


def test_undelivered_units_are_one_head_of_the_developer():
    """Also those already sold, together with what the developer owns anyway."""
    held = roll("an/101", "bo/102", "dev/201", developer="dev", undelivered=("102", "202"))
    assembly = owners(held, UNITS[:4])
    assert [(head.places, head.voters) for head in assembly.heads] == [
        (("101",), ("an",)),
        (("102", "201", "202"), ("dev",)),
    ]


def test_parking_is_left_out_unless_it_counts():
    """A parameter, off by default."""
    held = roll("an/101", "bo/P1")
    assert len(owners(held, (UNITS[0], UNITS[4])).heads) == 1
    assert len(owners(held, (UNITS[0], UNITS[4]), parking=True).heads) == 2


def test_a_unit_without_an_owner_is_refused_by_name():
    """Nobody is left out in silence."""
    with pytest.raises(BadValue, match="102"):
        owners(roll("an/101"), UNITS[:2])


def test_an_unknown_area_stays_unknown():
    """One unit without an area leaves its head, and the whole, without one."""
    units = (*UNITS[:1], Unit("999", "b1"))
    held = Roll(
        date(2026, 1, 1), units, PEOPLE, ownerships=(Ownership("an", "101"), Ownership("an", "999"))
    )
    assembly = owners(held, units)
    assert total(assembly, Base.HEADS) == 1
    assert total(assembly, Base.AREA) is None


@pytest.mark.parametrize(
    "sources,area",
    [
        ({"register": 5000, "survey": 5100, "contract": 5200}, (5000, "register")),
        ({"register": None, "survey": 5100, "contract": 5200}, (5100, "survey")),
        ({"register": None, "survey": None, "contract": 5200}, (5200, "contract")),
        ({"register": None, "survey": None, "contract": None}, (None, None)),
    ],
)
def test_the_area_comes_from_the_first_source_that_knows_it(sources, area):
    """Register, survey, sale contract."""
    assert best_area(**sources) == area


def living(*people):
    """A roll of residents of 101 and 102, ``name/unit/year of birth``."""
    rows = [row.split("/") for row in people]
    persons = [Person(n, born=date(int(y), 6, 1) if y else None) for n, _, y in rows]
    homes = [Residence(n, unit) for n, unit, _ in rows]
    return Roll(date(2026, 6, 1), UNITS, tuple(persons), tuple(homes))


def test_adults_are_eighteen_on_the_day():
    """On the birthday itself, not the day before."""
    held = living("an/101/2008", "bo/101/1960")
    assert len(residents(held, UNITS, adults_on=date(2026, 5, 31)).heads) == 1
    assert len(residents(held, UNITS, adults_on=date(2026, 6, 1)).heads) == 2
    with pytest.raises(BadValue, match="cy"):
        residents(living("cy/101/"), UNITS, adults_on=date(2026, 6, 1))


def test_one_per_household_and_delegates():
    """A household is one head whoever marks its paper; so is a delegate."""
    held = living("an/101/1990", "bo/101/1960", "cy/102/1970")
    assembly = households(held, UNITS[:2])
    assert [head.voters for head in assembly.heads] == [("an", "bo"), ("cy",)]
    assert len(residents(held, UNITS[:1]).heads) == 2
    assert total(delegates(("an", "bo")), Base.HEADS) == 2
    assert total(delegates(("an",)), Base.AREA) is None


def test_a_place_outside_the_motion_is_refused():
    """Nobody votes on what is not theirs."""
    with pytest.raises(UnknownId, match="201"):
        owners(roll("an/101", "bo/201"), UNITS[:1]).head_at("201")


def test_weights_are_sums_without_parking_and_say_how_many_areas_are_unknown():
    """Units, heads and known area; without every owner the heads are not known."""
    rows = roll("an/101", "an/102", "bo/201", "cy/202")
    assert owners_weights(rows) == Weights(4, 3, 26000, 0)
    unknown = attrs.evolve(rows, units=(attrs.evolve(UNITS[0], floor_area=None), *UNITS[1:]))
    assert owners_weights(unknown) == Weights(4, 3, 21000, 1)
    assert owners_weights(roll("an/101")) == Weights(4, None, 26000, 0)
