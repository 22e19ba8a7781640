"""Building groups: the contract, exact scores, stars just under, on and over."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tickbox_building_groups
from tickbox_building_groups import FIVE_ONES, GroupPolicy, rank, score, stars
from tickbox_core import Item, Text
from tickbox_core.errors import BadValue, UnknownId
from tickbox_core.testing import plugin_contract, policy_contract

POLICY = GroupPolicy()


def group(**changes):
    """A worked item: three of the five ones shown."""
    fields = {
        "building": {"within": ["b1"]}, "shown": ["roster", "photo", "outing"],
        "cuts": [[3, "3/5"], [5, "1"]],
    }  # fmt: skip
    return Item("g", Text("1号楼组", "Group of No. 1"), "building-groups", fields=fields | changes)


OWN = {"weights": [["flowers", 3], ["meetings", 1]], "shown": ["flowers"]}
TestPolicy = policy_contract(
    GroupPolicy,
    items=[group(), Item("own", "x", "building-groups", fields=group(**OWN).fields)],
)
TestPlugin = plugin_contract(tickbox_building_groups, entry="building-groups")


def test_the_five_ones_are_ready():
    """A step for each, the score of all points, the stars, and whose sheet it is."""
    assert len(POLICY.plan(group()).steps) == len(FIVE_ONES) == 5
    notice = POLICY.notice(group(), None).en
    assert "3 of 5 points, 3 stars" in notice
    assert "no official scoring sheet" in notice


@pytest.mark.parametrize("shown, number", [(2, 0), (3, 3), (4, 3), (5, 5), (0, 0)])
def test_stars_just_under_on_and_over(shown, number):
    """A score on the cut-off reaches it; nothing shown reaches none."""
    part = score(dict.fromkeys(FIVE_ONES, 1), list(FIVE_ONES)[:shown])
    assert stars(part, {3: Fraction(3, 5), 5: Fraction(1)}) == number
    assert stars(part, {}) == 0


def test_what_cannot_be_scored():
    """Evidence of nothing asked for, points that are none."""
    with pytest.raises(UnknownId):
        score({"a": 1}, ["b"])
    for weights in ({}, {"a": 0}, {"a": -1, "b": 2}):
        with pytest.raises(BadValue):
            score(weights, [])
    assert [o.field for o in POLICY.objections(group(shown=["karaoke"]))] == ["shown"]
    assert "weights" in {o.field for o in POLICY.objections(group(weights=[["roster", 0]]))}


groups = st.dictionaries(
    st.text("abc", min_size=1, max_size=3), st.sets(st.sampled_from(list(FIVE_ONES)))
)


@given(groups, st.lists(st.integers(0, 9), min_size=5, max_size=5).filter(any))
def test_equal_scores_share_a_rank(shown, points):
    """Ranks follow exact scores, whoever comes first; the scale of points changes nothing."""
    weights = dict(zip(FIVE_ONES, points, strict=True))
    found = rank(weights, {}, shown)
    scores = {one.group: one.score for one in found}
    for one in found:
        assert one.rank == 1 + sum(other > one.score for other in scores.values())
    tenfold = {name: 10 * weight for name, weight in weights.items()}
    assert {one.group: one.score for one in rank(tenfold, {}, shown)} == scores
    backwards = rank(weights, {}, dict(reversed(shown.items())))
    assert {one.group: one.rank for one in backwards} == {one.group: one.rank for one in found}
