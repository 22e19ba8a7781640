"""The maintenance fund: the contract, worked shares, and the bars of the places."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tickbox_china
import tickbox_maintenance_fund
from tickbox_core import Area, AreaTree, Item, Roll, Setting, Text, Unit, open_registry
from tickbox_core.rules.motions import Practice
from tickbox_core.testing import plugin_contract, policy_contract
from tickbox_maintenance_fund import FundPolicy, decided_again, renewal_due, restored_balance

LAW = open_registry(discover=False, plugins={"china": tickbox_china})
TREE = AreaTree(tuple(Area(f"b{n}", "building", Text(f"{n}号楼", f"No. {n}")) for n in (1, 2)))
HOMES = (Unit("101", "b1", floor_area=6000), Unit("102", "b1", floor_area=9000))
OTHER = Unit("201", "b2", floor_area=5000)
FIELDS = {
    "work": "roof", "scope": {"within": ["b1"]}, "amount": 30_000_00, "estimate": "测量所",
    "accounts": [["101", 1_000_00], ["102", 20_000_00]],
}  # fmt: skip
POLICY = FundPolicy()


def at(*units):
    """The building's homes under the law of Shanghai."""
    roll = Roll(date(2026, 1, 1), units or (*HOMES, OTHER))
    return Setting.of(roll, TREE, LAW.practice("cn-shanghai"))


def use(**changes):
    """The worked item with other fields; ``None`` leaves one out."""
    fields = {key: value for key, value in (FIELDS | changes).items() if value is not None}
    return Item("roof", Text("屋面修漏", "Mend the roof"), "maintenance-fund", fields=fields)


TestPolicy = policy_contract(
    FundPolicy,
    items=[
        use(),
        Item("now", "x", "maintenance-fund", fields=use(urgent="leak").fields),
        Item("more", "x", "maintenance-fund", fields=use(raises=True).fields),
    ],
    units=[HOMES[0], Unit("shop", "grid", kind="shop")],
)
TestPlugin = plugin_contract(tickbox_maintenance_fund, entry="maintenance-fund")


def test_shares_are_by_area_and_shortfalls_are_listed():
    """12,000 of 30,000 yuan for 60 of 150 m²; an account in the red lacks all of it."""
    plan = POLICY.plan(use(), at())
    assert dict(plan.shares) == {"101": 12_000_00, "102": 18_000_00}
    assert dict(plan.shortfalls) == {"101": 11_000_00}
    red = POLICY.plan(use(accounts=[["101", -5_00]]), at())
    assert dict(red.shortfalls) == {"101": 12_000_00}


@pytest.mark.parametrize("balance, lacks", [(11_999_99, 1), (12_000_00, 0), (12_000_01, 0)])
def test_a_shortfall_just_under_on_and_over(balance, lacks):
    """An account that holds just its share lacks nothing."""
    plan = POLICY.plan(use(accounts=[["101", balance]]), at())
    assert plan.shortfalls.get("101", 0) == lacks


def test_a_household_sees_its_own_account_only():
    """Outside the part nothing is drawn; a balance nobody gave is said to be unknown."""
    (outside,) = POLICY.disclose(use(), OTHER, at())
    assert "nothing is drawn" in outside.value.en
    own = POLICY.disclose(use(accounts=None), HOMES[0], at())
    assert "not given yet" in own[1].value.en
    said = POLICY.notice(use(), None)
    assert "1000" not in said.zh
    assert "101" not in said.zh


def test_an_unknown_area_is_never_zero():
    """The sharing waits, and the item is objected to."""
    setting = at(HOMES[0], Unit("102", "b1"))
    assert dict(POLICY.plan(use(), setting).shares) == {}
    assert [o.field for o in POLICY.objections(use(), setting)] == ["scope"]


@pytest.mark.parametrize(
    "changes, matter, kind",
    [({}, "use-fund", "ordinary"), ({"raises": True}, "raise-fund", "special"),
     ({"raises": True, "urgent": "leak"}, "raise-fund", "special")],
)  # fmt: skip
def test_who_decides(changes, matter, kind):
    """The owners of the part that benefits; raising the fund takes the special bar."""
    (proposal,) = POLICY.motions(use(**changes), at())
    assert (proposal.matter, at().practice.matter(matter).kind) == (matter, kind)
    assert at().units_in(proposal.scope) == HOMES


def test_an_emergency_skips_the_vote_and_is_posted():
    """No motion, no step for one, and the notice says why."""
    urgent = use(urgent="leak")
    assert POLICY.motions(urgent, at()) == ()
    steps = {step.key: step.before for step in POLICY.plan(urgent, at()).steps}
    assert "motion" not in steps
    assert steps["works"] == ("estimate",)
    assert "no vote is needed, and it is posted" in POLICY.notice(urgent, None).en


@pytest.mark.parametrize("why", ["warranty", "utility", "liable", "duty"])
def test_what_the_fund_may_not_pay_for(why):
    """Each is objected to, with whom to ask."""
    (objection,) = POLICY.objections(use(excluded=why))
    assert "may not pay" in objection.problem.en


def test_an_estimate_is_asked_for():
    """Nobody decides about money that nobody has estimated."""
    assert [o.field for o in POLICY.objections(use(estimate=None))] == ["estimate"]


@pytest.mark.parametrize("balance, due", [(2999, True), (3000, False), (3001, False)])
def test_renewal_below_thirty_percent(balance, due):
    """Under, on, over; where the place does not say, nobody knows."""
    assert renewal_due(balance, 10_000, LAW.practice("cn-shanghai")) is due
    assert renewal_due(balance, 10_000, Practice(())) is None


@pytest.mark.parametrize("days, to", [(89, None), (90, 5_001), (91, 5_001)])
def test_restored_after_ninety_days(days, to):
    """To half of the first deposit, rounded up to the fen."""
    assert restored_balance(10_001, days, LAW.practice("cn-shanghai")) == to
    assert restored_balance(10_001, days, Practice(())) is None


@pytest.mark.parametrize("spent, again", [(109, False), (110, False), (111, True)])
def test_more_than_ten_percent_over_is_decided_again(spent, again):
    """On the bar is not more."""
    assert decided_again(100, spent, LAW.practice("cn-hangzhou")) is again
    assert decided_again(100, spent, LAW.practice("cn-shanghai")) is None


@given(st.integers(1, 10**13), st.lists(st.integers(1, 10**6), min_size=1, max_size=6))
def test_shares_always_add_up(amount, areas):
    """To the fen, whatever the amount and the areas."""
    units = [Unit(f"u{at_}", "b1", floor_area=area) for at_, area in enumerate(areas)]
    plan = POLICY.plan(use(amount=amount, accounts=None), at(*units))
    assert sum(plan.shares.values()) == amount
