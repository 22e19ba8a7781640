from __future__ import annotations

import pytest

from tickbox_core.counting import Profile
from tickbox_core.errors import UnknownId
from tickbox_core.model import Item
from tickbox_core.rules import Contest, Greedy, ListedFirst, Outcome, TickShare, explain_outcome

ITEMS = (
    Item("a", {"zh": "侧门", "en": "gate"}, cost=600),
    Item("b", {"zh": "花园", "en": "garden"}, cost=500),
    Item("c", {"zh": "坡道", "en": "ramp"}, cost=500),
)
PROFILE = Profile.of_marks("abc", {(0,): 3, (1,): 2, (2,): 2})


def outcome() -> Outcome:
    """One chosen by votes, one by the tie-break, one left out."""
    contest = Contest(ITEMS, PROFILE, budget=1_100, minor_units=1)
    return Greedy(tie_break=ListedFirst()).outcome(contest)


def test_the_whole_outcome_in_both_languages():
    """A heading, a line an item, the tie, and how stable the list is."""
    assert explain_outcome(outcome()).en == (
        "Rule greedy-votes (version 1), 7 ballots, 2 chosen.\n"
        "[chosen] 1. gate: 3 votes; costs 600 and 1,100 was left at its turn: chosen.\n"
        "[chosen] 2. garden: 2 votes; costs 500 and 500 was left at its turn: chosen.\n"
        "2. ramp: 2 votes; costs 500 and only 0 was left at its turn: 500 short.\n"
        "b, c were tied for 1 place; 'listed-first' took b.\n"
        "Closest call: 1 fewer for 'garden' would change the list (with 7 taking part)."
    )
    assert explain_outcome(outcome()).zh.splitlines()[:2] == [
        "规则 greedy-votes（版本1），共7张选票，入选2项。",
        "【入选】1. 侧门：3票；费用600，轮到它时还剩1,100，入选。",
    ]


def test_one_item_and_what_concerns_it():
    """Its place, its step, its tie; nothing of the others."""
    assert explain_outcome(outcome(), "c").en == (
        "2. ramp: 2 votes; costs 500 and only 0 was left at its turn: 500 short.\n"
        "b, c were tied for 1 place; 'listed-first' took b."
    )
    assert "Step 1" in explain_outcome(outcome(), "a").en
    with pytest.raises(UnknownId, match="'x'"):
        explain_outcome(outcome(), "x")


def test_a_rule_that_only_ranks():
    """Without a cut nothing is marked as chosen."""
    words = explain_outcome(TickShare().outcome(Contest(ITEMS, PROFILE))).en
    assert words.startswith("Rule tick-share (version 1), 7 ballots.\n1. gate: ")
    assert "chosen" not in words
