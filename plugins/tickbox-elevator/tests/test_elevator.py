"""Lifts: the contract, worked shares checked by hand, ballots by place and funding."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tickbox_china
import tickbox_elevator
from tickbox_core import NOWHERE, Area, AreaTree, Item, Roll, Setting, Text, Unit, open_registry
from tickbox_core.rules.motions import Layer, Motion
from tickbox_core.testing import plugin_contract, policy_contract
from tickbox_elevator import LiftPolicy

TREE = AreaTree(
    (
        Area("e", "estate", Text("一村", "One")),
        Area("b8", "building", Text("8号楼", "No. 8"), "e"),
        Area("b9", "building", Text("9号楼", "No. 9"), "e"),
    )
)
HOMES = tuple(Unit(f"{floor}01", "b8", floor=floor, floor_area=6000) for floor in range(1, 8))
OTHER = Unit("b9-101", "b9", floor=1, floor_area=5000)
LAW = open_registry(discover=False, plugins={"china": tickbox_china})
ROLL = Roll(date(2026, 1, 1), (*HOMES, OTHER))
FIELDS = {
    "kind": "add", "scope": {"within": ["b8"]}, "cost": 600_000_00, "funding": "cash",
    "table": "guide", "storeys": 7, "common_land": True,
}  # fmt: skip
POLICY = LiftPolicy()


def at(place="cn-shanghai", units=(*HOMES, OTHER)):
    """The estate under the law of a place."""
    return Setting.of(Roll(date(2026, 1, 1), tuple(units)), TREE, LAW.practice(place))


def lift(**changes):
    """The worked lift with other fields; ``None`` leaves one out."""
    fields = {key: value for key, value in (FIELDS | changes).items() if value is not None}
    return Item("lift", Text("8号楼电梯", "Lift of No. 8"), "elevator", fields=fields)


DECLARED = {"table": "declared", "coefficients": [[1, "0"], [2, "1/2"], [3, "1"]]}
TestPolicy = policy_contract(
    LiftPolicy,
    items=[
        lift(),
        Item("own", "x", "elevator", fields=lift(**DECLARED, instalments=3).fields),
        Item("new", "x", "elevator", fields=lift(kind="replace", funding="fund", age=20).fields),
    ],
    units=[HOMES[0], Unit("shop", "grid", kind="shop")],
)
TestPlugin = plugin_contract(tickbox_elevator, entry="elevator")


def shares(item, setting):
    """Fen by unit."""
    return dict(POLICY.plan(item, setting).shares)


def test_the_guide_of_seven_storeys():
    """Midpoints of the published ranges: 0, 5, 9, 14, 19, 24, 29 of what the subsidy leaves."""
    want = [0, 5, 9, 14, 19, 24, 29]
    assert list(shares(lift(), at()).values()) == [360_000_00 * part // 100 for part in want]


@pytest.mark.parametrize(
    "cost, granted", [(699_999_99, 279_999_99), (700_000_00, 280_000_00), (700_000_01, 280_000_00)]
)
def test_the_subsidy_stops_at_its_cap(cost, granted):
    """40 % up to 280,000 yuan: just under, on, over."""
    assert sum(shares(lift(cost=cost), at()).values()) == cost - granted


@pytest.mark.parametrize("age, total", [(14, 400_000_00), (15, 250_000_00), (None, 400_000_00)])
def test_a_replacement_bond_from_its_age_on(age, total):
    """150,000 yuan from 15 years on; an unknown age gets nothing."""
    item = lift(kind="replace", cost=400_000_00, age=age, table="unit")
    assert sum(shares(item, at()).values()) == total


@pytest.mark.parametrize("cost, total", [(150_000_00, 150_000_00), (150_000_01, 1)])
def test_a_bond_only_above_its_investment(cost, total):
    """On the bar is not above it."""
    item = lift(kind="replace", cost=cost, age=20, table="unit")
    assert sum(shares(item, at()).values()) == total


def test_no_table_is_guessed():
    """Six storeys have no confirmed table in Shanghai, and no law no table at all."""
    for setting in (at(), Setting.of(ROLL, TREE)):
        item = lift(storeys=6)
        assert shares(item, setting) == {}
        (shown,) = POLICY.disclose(item, HOMES[0], setting)
        assert "none is guessed" in shown.value.en
        assert any("cannot be computed" in o.problem.en for o in POLICY.objections(item, setting))


def test_guangzhou_steps_by_floor_and_area():
    """0, 0.5, 1.0, then 0.1 more a floor, within a floor by area."""
    want = [Fraction(part, 10) for part in (0, 5, 10, 11, 12, 13, 14)]
    found = shares(lift(subsidy=0), at("cn-guangzhou"))
    assert sum(found.values()) == 600_000_00
    total = sum(want)
    for home, part in zip(HOMES, want, strict=True):
        assert abs(found[home.id] - 600_000_00 * part / total) < 1


def test_a_circulated_table_that_sums_to_102_is_refused():
    """6, 12, 20, 28, 36 declared as percentages."""
    table = [[floor, str(part)] for floor, part in enumerate((6, 12, 20, 28, 36), 1)]
    item = lift(table="declared", coefficients=table, percent=True)
    assert any("102, not 100" in o.problem.en for o in POLICY.objections(item, at()))


def test_low_floors_may_be_compensated():
    """A negative coefficient is money to that home; the sum stays exact."""
    table = [[floor, str(part)] for floor, part in enumerate((-1, 0, 1, 2, 3, 4, 5), 1)]
    found = shares(lift(table="declared", coefficients=table, subsidy=0), at())
    assert found["101"] < 0
    assert sum(found.values()) == 600_000_00


def test_the_exempt_pay_nothing_and_weigh_nothing():
    """An exempt home's part is shared by the others."""
    found = shares(lift(table="unit", exempt=["701"], subsidy=0), at())
    assert (found["701"], found["101"]) == (0, 100_000_00)


def test_each_home_sees_its_own_share_and_no_others():
    """Outside the scope: nothing to pay; before there is a roll: it cannot be computed."""
    shown = POLICY.disclose(lift(instalments=3), HOMES[6], at())
    assert [one.value.en for one in shown] == [
        "104400.00 yuan (of 600000.00 yuan, less 240000.00 yuan)",
        "an estimate by the rule here, until it is granted",
        "3 instalments of at most 34800.00 yuan",
    ]
    (outside,) = POLICY.disclose(lift(), OTHER, at())
    assert "outside the scope" in outside.value.en
    (unknown,) = POLICY.disclose(lift(), HOMES[0], NOWHERE)
    assert "holds no unit" in unknown.value.en


def test_an_unknown_floor_is_named():
    """Nobody's share is guessed: the sharing waits until the roll is complete."""
    units = (*HOMES[:6], Unit("701", "b8", floor_area=6000))
    (shown,) = POLICY.disclose(lift(), HOMES[0], at(units=units))
    assert "701" in shown.value.en


@pytest.mark.parametrize(
    "changes, place, wanted",
    [
        ({}, "cn-shanghai", [("building", "add-lift", "special"), ("estate", "other", "ordinary")]),
        ({"common_land": False}, "cn-shanghai", [("building", "add-lift", "special")]),
        ({"common_land": None}, "cn-shanghai", [("building", "add-lift", "special"),
                                                ("estate", "other", "ordinary")]),
        ({}, "cn-beijing", [("building", "add-lift", "special")]),
        ({"kind": "replace", "funding": "fund"}, "cn",
         [("building", "replace-lift-fund", "ordinary")]),
        ({"kind": "replace", "funding": "cash"}, "cn",
         [("building", "replace-lift-cash", "special")]),
        ({"kind": "replace", "funding": "mixed"}, "cn",
         [("building", "replace-lift-cash", "special")]),
    ],
)  # fmt: skip
def test_who_decides(changes, place, wanted):
    """The place's ballots, the bar by funding; land that nobody looked at counts as taken."""
    setting = at(place)
    found = POLICY.motions(lift(**changes), setting)
    practice = setting.practice
    assert [(p.key, p.matter, practice.matter(p.matter).kind) for p in found] == wanted
    for proposal in found:
        motion = Motion.under(
            practice, proposal.key, proposal.question, proposal.matter, scope=proposal.scope
        )
        size = len(setting.units_in(motion.scope))
        assert size == (8 if proposal.key == "estate" else 7)


def test_land_nobody_looked_at_is_objected_to():
    """The item is not listed before somebody has looked."""
    assert [o.field for o in POLICY.objections(lift(common_land=None), at())] == ["common_land"]


@given(
    st.integers(1, 10**12),
    st.lists(st.integers(-5, 40), min_size=7, max_size=7).filter(lambda t: sum(t) > 0),
)
def test_shares_always_add_up(cost, table):
    """To the fen, whatever the cost and the table."""
    coefficients = [[floor, str(part)] for floor, part in enumerate(table, 1)]
    item = lift(cost=cost, table="declared", coefficients=coefficients, subsidy=0)
    found = shares(item, at())
    assert sum(found.values()) == cost


def test_the_notice_tells_nobodys_share():
    """No home of the building stands in it: not where it says which building, nor beside a sum."""
    said = POLICY.notice(lift(cost=12_345_600), None)
    homes = {unit.id for unit in HOMES}
    assert not set(re.findall(r"[\w-]+", said.zh + said.en)) & homes


def test_two_lifts_have_two_caps_and_a_rule_by_stops_needs_their_number():
    """So much for each lift; of a rule by the stop the shares wait until somebody counts them."""
    cost = 1_500_000_00
    assert sum(shares(lift(cost=cost, lifts=2), at()).values()) == cost - 560_000_00
    rows = [{"name": "subsidy.stops", "value": {"amount_fen": 10_000_00, "per": "stop"},
             "source": "街道办法", "mark": "press"}]  # fmt: skip
    law = LAW.practice("cn-shanghai").with_layer(Layer.of_plain("street", "街道", rows))
    setting = Setting.of(ROLL, TREE, law)
    both = lift(cost=cost, subsidies=["add-lift", "stops"])
    assert "number of stops" in POLICY.disclose(both, HOMES[0], setting)[0].value.en
    both = lift(cost=cost, subsidies=["add-lift", "stops"], stops=7)
    plan = POLICY.plan(both, setting)
    assert [one.rule.key for one in plan.claims] == ["add-lift", "stops"]
    assert sum(plan.shares.values()) == cost - 280_000_00 - 70_000_00


def test_a_subsidy_that_the_law_does_not_know_is_objected_to():
    """Nobody is promised what no source grants."""
    found = POLICY.objections(lift(subsidies=["gift"]), at())
    assert any("no subsidy named 'gift'" in one.problem.en for one in found)
