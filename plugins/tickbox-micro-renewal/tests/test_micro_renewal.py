"""Micro-renewal: the contract, what is asked before listing, and when owners decide."""

from __future__ import annotations

import attrs
import pytest

import tickbox_micro_renewal
from tickbox_core import Item, Option, Text
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
