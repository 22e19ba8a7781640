"""Tallies: the plain engine against counting by hand, and merging."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given

from tickbox_core.counting import PlainEngine, Profile, Tally
from tickbox_core.errors import BadValue
from tickbox_core.testing import engine_contract, strategies
from tickbox_core.testing.strategies import lasting

TestPlainEngine = engine_contract(PlainEngine)


@lasting
@given(strategies.profiles())
def test_counted_one_by_one(profile):
    """A slow second count, ballot by ballot and item by item, agrees in every number."""
    starts = (0, *profile.ends[:-1])
    groups = [
        (list(range(start, end)), count, at)
        for at, (start, end, count) in enumerate(
            zip(starts, profile.ends, profile.counts, strict=False)
        )
    ]
    tally = PlainEngine().tally(profile)
    for number in range(len(profile.items)):
        hits = [(n, c, g) for ns, c, g in groups for n in ns if profile.ticks[n] == number]
        assert tally.ticks[number] == sum(c for _, c, _ in hits)
        for base, weights in profile.weights.items():
            assert tally.weighted[base][number] == sum(c * weights[g] for _, c, g in hits)
        if profile.points is not None:
            assert tally.points[number] == sum(c * profile.points[n] for n, c, _ in hits)
    assert tally.ballots == sum(profile.counts)
    assert tally.blank == sum(count for ns, count, _ in groups if not ns)


def test_ticks_are_found_by_item():
    """``of`` answers for one item."""
    tally = PlainEngine().tally(Profile.of_marks(("a", "b"), {(1,): 3}))
    assert (tally.of("a"), tally.of("b")) == (0, 3)


@lasting
@given(strategies.profiles())
def test_merging_with_nothing_changes_nothing(profile):
    """An empty part is neutral on both sides, points or not."""
    whole = PlainEngine().tally(profile)
    nothing = PlainEngine().tally(
        Profile(profile.items, weights=dict.fromkeys(profile.weights, ()))
    )
    assert whole + nothing == whole == nothing + whole


def test_only_parts_of_one_count_are_merged():
    """Other items, other bases, or points on one side only: refused."""
    one = Tally(("a",), (1,), 1)
    for other in (
        Tally(("b",), (1,), 1),
        Tally(("a",), (1,), 1, weighted={"area": (5,)}, weight={"area": 5}),
        attrs.evolve(one, points=(3,)),
    ):
        with pytest.raises(BadValue, match="tally"):
            one + other
        with pytest.raises(BadValue, match="tally"):
            other + one
