"""Limits by tier: as many of the street's items and as many of the neighbourhood's."""

from __future__ import annotations

import pytest

from tickbox_core import Item, Limits
from tickbox_core.bundle import differences
from tickbox_core.desk import Cast
from tickbox_core.errors import BadValue, DuplicateId, TickboxError, TooFewOfTier, TooManyOfTier
from tickbox_core.model import Ballot, TickList, TierLimits, check_ticks
from tickbox_core.testing import desks

ITEMS = tuple(Item(f"s{n}", "街", tier="street") for n in range(4)) + tuple(
    Item(f"l{n}", "居", tier="local") for n in range(4)
)
LIMITS = Limits(0, None, (TierLimits("street", 1, 2), TierLimits("local", 0, 1)))


@pytest.mark.parametrize(
    ("ticks", "refused"),
    [
        ("", TooFewOfTier),
        ("s0", None),
        ("s0 s1", None),
        ("s0 s1 s2", TooManyOfTier),
        ("s0 l0", None),
        ("s0 l0 l1", TooManyOfTier),
        ("l0", TooFewOfTier),
    ],
)
def test_just_under_on_and_over_each_tier(ticks, refused):
    """Each tier by itself, whatever is ticked of the other."""
    ballot = Ballot("v", tuple(ticks.split()))
    if refused is None:
        check_ticks(ballot, TickList(ITEMS), LIMITS)
    else:
        with pytest.raises(refused):
            check_ticks(ballot, TickList(ITEMS), LIMITS)


def test_limits_are_said_and_cannot_contradict_themselves():
    """In words; at least two and at most one is none; a tier has one."""
    assert LIMITS.text.zh == "勾选项数不限；其中“街道”：请勾选1至2项；其中“local”：最多勾选1项"
    with pytest.raises(BadValue):
        TierLimits("street", 2, 1)
    with pytest.raises(DuplicateId):
        Limits(0, None, (TierLimits("street"), TierLimits("street")))


def test_a_round_holds_ballots_to_them_and_the_recount_too():
    """Refused in words when cast; and a ballot that slipped in would be found."""
    desk = desks.desk()
    desk.prepare(desks.plan(items=ITEMS, limits=LIMITS))
    desk.register("r1", desks.roll())
    desks.open_list(desk, "r1")
    first, second = (slot.slot for slot in desk.slots("r1")[:2])
    with pytest.raises(TickboxError, match="untick 1"):
        desk.cast("r1", Cast(first, ("s0", "s1", "s2"), "k1"))
    desk.cast("r1", Cast(first, ("s0", "l1"), "k2"))
    desk.cast("r1", Cast(second, ("s0", "s3"), "k3"))
    desk.close("r1")
    desk.publish("r1")
    assert desk.round("r1").limits == LIMITS
    assert differences(desk.bundle("r1")).status == 0


def test_the_recount_finds_a_ballot_outside_its_tiers():
    """By its own count of the plan's items."""
    from tickbox_core.bundle.recount_rules import TickIndex

    plan = {
        "limits": {
            "minimum": 0,
            "maximum": None,
            "tiers": [{"tier": "street", "minimum": 1, "maximum": 2}],
        },
        "items": [{"id": item.id, "options": [], "tier": item.tier} for item in ITEMS],
    }
    assert [TickIndex(plan).within(t.split()) for t in ("", "s0", "s0 s1", "s0 s1 s2", "l0")] == [
        False, True, True, False, False,
    ]  # fmt: skip
