"""Micro-renewal: the contract, what is asked before listing, and when owners decide."""

from __future__ import annotations

import attrs
import pytest

import tickbox_micro_renewal
from tickbox_core import Item, Option, Setting, Text, Unit
from tickbox_core.testing import plugin_contract, policy_contract
from tickbox_micro_renewal import RenewalPolicy

FIELDS = {"site_visit": "2026-03-01", "cost_cap": 100_000_00, "upkeep": "物业"}
POLICY = RenewalPolicy()


def garden(cost=80_000_00, options=(), **changes):
    """The worked item with other fields; ``None`` leaves one out."""
    fields = {key: value for key, value in (FIELDS | changes).items() if value is not None}
    title = Text("小花园升级", "A better garden")
    return Item("g", title, "micro-renewal", cost=cost, options=options, fields=fields)


GIVEN = {"in_kind": {"zh": "园艺指导", "en": "advice on planting"}, "partners": ["幼儿园"]}
TestPolicy = policy_contract(
    RenewalPolicy,
    items=[
        garden(),
        attrs.evolve(garden(**GIVEN, pilot={"within": ["b1"]}), id="pilot"),
        attrs.evolve(garden(uses_fund=True, changes_use=True), id="motions"),
    ],
)
TestPlugin = plugin_contract(tickbox_micro_renewal, entry="micro-renewal")


@pytest.mark.parametrize(
    "cost, over", [(99_999_99, False), (100_000_00, False), (100_000_01, True)]
)
def test_the_cap_just_under_on_and_over(cost, over):
    """Of the item, or of its dearest option."""
    ways = (Option("a", "甲", cost), Option("b", "乙", 1))
    for item in (garden(cost), garden(None, options=ways)):
        assert ["cost_cap" in o.field for o in POLICY.objections(item)] == [True] * over


@pytest.mark.parametrize("missing", ["site_visit", "upkeep"])
def test_what_is_asked_before_listing(missing):
    """Somebody has looked, somebody keeps it up."""
    assert [o.field for o in POLICY.objections(garden(**{missing: None}))] == [missing]


@pytest.mark.parametrize(
    "changes, matters",
    [
        ({}, []),
        ({"uses_fund": True}, ["use-fund"]),
        ({"changes_use": True}, ["change-common-use"]),
        ({"uses_fund": True, "changes_use": True}, ["use-fund", "change-common-use"]),
    ],
)
def test_when_owners_decide(changes, matters):
    """The fund, another use of common parts, both, or neither."""
    item = garden(**changes)
    assert [proposal.matter for proposal in POLICY.motions(item)] == matters
    assert ("owners decide" in POLICY.notice(item, None).en) is bool(matters)


def test_a_pilot_is_reviewed_before_the_rest():
    """And without one the works come at once."""
    piloted = {s.key: s.before for s in POLICY.plan(garden(pilot={"within": ["b"]})).steps}
    assert piloted["extension"] == ("review",)
    assert piloted["review"] == ("pilot",)
    assert "pilot" not in {step.key for step in POLICY.plan(garden()).steps}


# -- what a household is shown -----------------------------------------------------------------


def test_a_garden_that_nobody_pays_for_shows_no_figure():
    """Ticks alone decide it, and it costs no home anything."""
    assert POLICY.disclose(garden(), Unit("101", "b1")) == ()


def test_where_the_fund_pays_each_home_sees_its_part():
    """80,000 yuan over 60 + 90 + 50 m²: 24,000, 36,000 and 20,000; before a roll, why not."""
    units = tuple(
        Unit(id_, "b1", floor_area=area) for id_, area in (("1", 6000), ("2", 9000), ("3", 5000))
    )
    setting = Setting(units)
    shown = [POLICY.disclose(garden(uses_fund=True), unit, setting)[0].value.en for unit in units]
    parts = ("24000.00", "36000.00", "20000.00")
    assert shown == [f"{part} yuan (of 80000.00 yuan, by area)" for part in parts]
    assert "not known yet" in POLICY.disclose(garden(uses_fund=True), units[0])[0].value.en
    unknown = Setting((*units, Unit("4", "b1")))
    assert "area" in POLICY.disclose(garden(uses_fund=True), units[0], unknown)[0].value.en


def test_a_new_use_costs_no_home_and_needs_the_owners():
    """Both are said before anybody ticks."""
    shown = POLICY.disclose(garden(changes_use=True), Unit("101", "b1"))
    assert [one.value.en for one in shown] == [
        "none: no home is charged", "the owners decide on it besides",
    ]  # fmt: skip
