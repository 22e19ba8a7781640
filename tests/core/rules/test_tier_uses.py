"""What each tier has taken of its own places and money, beside a result."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tickbox_core import Item, Text
from tickbox_core.model import level_words
from tickbox_core.rules import TierUse, tier_uses

ITEMS = (
    Item("road", "修路", cost=500, tier="street"),
    Item("lamp", "装灯", cost=300, tier="street"),
    Item("bench", "长椅", cost=40, tier="neighbourhood"),
    Item("talk", "茶话会", tier="neighbourhood"),
    Item("other", "别的", cost=7),
)
ENVELOPES = {"tiers": {"street": {"places": 2, "budget": 600}, "neighbourhood": {"budget": 50}}}


def test_each_tier_says_what_it_took_of_what_it_had():
    """Places and money, or none of either; an item without a cost takes no money."""
    assert tier_uses(ENVELOPES, ITEMS, ("road", "bench", "talk", "other")) == (
        TierUse("street", 1, 2, 500, 600),
        TierUse("neighbourhood", 2, None, 40, 50),
    )
    assert tier_uses(ENVELOPES, ITEMS, ())[0] == TierUse("street", 0, 2, 0, 600)


def test_without_envelopes_nothing_is_said():
    """A rule that has no tiers, whatever the items say."""
    assert tier_uses({}, ITEMS, ("road",)) == ()


def test_a_tier_is_called_what_people_call_it():
    """Levels of a town by their words; any other by its own name."""
    told = TierUse("street", 1, 2, 500, 600).plain()
    assert told["words"] == {"zh": "街道", "en": "street"}
    assert level_words("东片") == Text("东片", "东片")


@given(st.sets(st.sampled_from([item.id for item in ITEMS])))
def test_no_item_is_told_twice_or_left_out(selected):
    """The tiers' parts and the items of no tier are the whole choice."""
    uses = tier_uses(ENVELOPES, ITEMS, selected)
    assert sum(use.chosen for use in uses) + ("other" in selected) == len(selected)
    cost = sum(item.cost or 0 for item in ITEMS if item.id in selected)
    assert sum(use.cost for use in uses) + (7 if "other" in selected else 0) == cost
