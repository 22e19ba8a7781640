"""Grouping ballots, and uniting them per household."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.counting import Profile, united_by_household
from tickbox_core.errors import BadValue, DuplicateVoter, UnknownId
from tickbox_core.model import Ballot, Item
from tickbox_core.testing import strategies
from tickbox_core.testing.strategies import lasting

IDS = ("a", "b", "c")
LISTED = tuple(Item(id_, id_) for id_ in IDS)


@lasting
@given(strategies.ballots(LISTED))
def test_grouping_loses_nothing(cast):
    """Groups unfolded are the ballots again, ticks in listed order."""
    profile = Profile.of_ballots(IDS, cast)
    unfolded = Counter(
        {tuple(IDS[mark] for mark in marks): count for marks, count in profile.groups()}
    )
    assert unfolded == Counter(tuple(sorted(ballot.ticks)) for ballot in cast)
    assert profile.ballots == len(cast)
    assert profile.blank == sum(not ballot.ticks for ballot in cast)


@lasting
@given(strategies.ballots(LISTED))
def test_equal_ballots_are_one_group(cast):
    """Whatever the order of the ticks: the set of items makes the group."""
    marks = [marks for marks, _ in Profile.of_ballots(IDS, cast).groups()]
    assert len(set(marks)) == len(marks)


def test_where_order_matters_it_is_kept():
    """Preferential ballots with other orders are other ballots."""
    cast = [Ballot("r1", ("b", "a")), Ballot("r2", ("a", "b"))]
    assert len(Profile.of_ballots(IDS, cast).counts) == 1
    ordered = Profile.of_ballots(IDS, cast, ordered=True)
    assert [marks for marks, _ in ordered.groups()] == [(1, 0), (0, 1)]


def test_points_stay_beside_their_ticks():
    """Sorting the ticks of a ballot takes its points along."""
    profile = Profile.of_ballots(IDS, [Ballot("r1", ("c", "a"), points=(5, 2))])
    assert (profile.ticks, profile.points) == ((0, 2), (2, 5))


def test_a_blank_ballot_says_nothing_about_points():
    """Blank ballots with and without points are one group, beside pointed ones or plain ones."""
    blanks = [Ballot("r1"), Ballot("r2", points=())]
    assert Profile.of_ballots(IDS, blanks).counts == (2,)
    pointed = Profile.of_ballots(IDS, [*blanks, Ballot("r3", ("a",), points=(4,))])
    assert (pointed.counts, pointed.points) == ((2, 1), (4,))


def test_ballots_with_and_without_points_do_not_mix():
    """A list is answered with points or without them."""
    with pytest.raises(BadValue, match="some give points"):
        Profile.of_ballots(IDS, [Ballot("r1", ("a",)), Ballot("r2", ("a",), points=(1,))])


def test_weights_part_groups():
    """Equal ticks of unequal weight are two groups; the base keeps its name."""
    cast = [Ballot("r1", ("a",)), Ballot("r2", ("a",)), Ballot("r3", ("a",))]
    profile = Profile.of_ballots(IDS, cast, weights={"area": {"r1": 50, "r2": 70, "r3": 50}})
    assert (profile.counts, profile.weights) == ((2, 1), {"area": (50, 70)})


def test_what_cannot_be_grouped_is_named():
    """A tick off the list, a second ballot, a voter without a weight."""
    with pytest.raises(UnknownId, match="ballot r1 names the item 'x'"):
        Profile.of_ballots(IDS, [Ballot("r1", ("x",))])
    with pytest.raises(DuplicateVoter, match="'r1' has two ballots"):
        Profile.of_ballots(IDS, [Ballot("r1"), Ballot("r1", ("a",))])
    with pytest.raises(BadValue, match="ballot r1: has no weight for 'area'"):
        Profile.of_ballots(IDS, [Ballot("r1")], weights={"area": {}})


def test_marks_that_are_grouped_already_are_taken_as_they_are():
    """A reader that groups raw strings hands over positions and counts."""
    profile = Profile.of_marks(IDS, {(0, 2): 3, (): 1})
    assert (tuple(profile.ticks), profile.ends, profile.counts) == ((0, 2), (2, 2), (3, 1))
    assert (profile.ballots, profile.blank) == (4, 1)


def test_no_ballots_make_an_empty_profile():
    """Nobody voting is a profile like any other."""
    profile = Profile.of_ballots(IDS, [], weights={"area": {}})
    assert (profile.ballots, profile.blank, list(profile.groups())) == (0, 0, [])
    assert profile.weights == {"area": ()}


@lasting
@given(strategies.ballots(LISTED), st.randoms(use_true_random=False))
def test_a_household_ticks_what_any_member_ticks(cast, random):
    """One ballot a household, blank where all are blank, whatever the order of its members."""
    homes = {}
    for ballot in cast:
        homes.setdefault(ballot.household, set()).update(ballot.ticks)
    shuffled = random.sample(cast, len(cast))
    assert {b.voter: set(b.ticks) for b in united_by_household(shuffled)} == homes


def test_a_ballot_without_a_household_cannot_be_united():
    """The remedy names the missing household; a second ballot of one voter is refused here too."""
    with pytest.raises(BadValue, match="ballot r1: names no household"):
        united_by_household([Ballot("r1")])
    with pytest.raises(DuplicateVoter):
        united_by_household([Ballot("r1", (), "h"), Ballot("r1", (), "h")])


def test_no_points_are_no_tick():
    """What got 0 is not on the ballot, one of only zeros is blank, and equal ones are one group."""
    cast = [
        Ballot("1", ("a", "b"), points=(10, 0)),
        Ballot("2", ("a",), points=(10,)),
        Ballot("3", ("b",), points=(0,)),
        Ballot("4", ()),
    ]
    grouped = Profile.of_ballots(IDS, cast)
    assert dict(grouped.groups()) == {(0,): 2, (): 2}
    assert (grouped.points, grouped.ballots, grouped.blank) == ((10,), 4, 2)


def test_columns_with_zeros_are_cleared_wherever_they_come_from():
    """A profile that is made of columns holds none either, nor one that is changed."""
    made = Profile(IDS, (0, 1, 1, 2), (2, 3, 4), (1, 1, 1), points=(5, 0, 0, 7))
    assert list(made.groups()) == [((0,), 1), ((), 1), ((2,), 1)]
    assert made.points == (5, 7)
    assert made.blank == 1
