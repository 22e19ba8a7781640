"""Items, options, ballots and the limits on them."""

from __future__ import annotations

import copy
import pickle

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.errors import (
    BadValue,
    DuplicateId,
    RepeatedTick,
    TooFewTicks,
    TooManyTicks,
    UnknownId,
)
from tickbox_core.model import Ballot, Item, Limits, Option, Question, check_ticks
from tickbox_core.model._checks import FrozenMapping
from tickbox_core.testing.strategies import lasting
from tickbox_core.text import Text


def test_the_three_kinds_of_tick_have_words():
    """Each kind says in both languages what it is."""
    assert len({kind.words for kind in Question}) == 3


def test_an_item_takes_titles_as_people_write_them():
    """A string, a mapping or a text."""
    titles = ["花园", {"zh": "花园", "en": "花园"}, Text("花园", "花园")]
    assert len({Item("i", title).title for title in titles}) == 1


@pytest.mark.parametrize("cost", [1.5, "100", -1, False])
def test_money_is_whole_fen(cost):
    """A cost is a whole number of fen or unknown, for items and options alike."""
    for kind in (Item, Option):
        with pytest.raises(BadValue, match="cost"):
            kind("i", "x", cost=cost)
        assert kind("i", "x", cost=0).cost == 0
        assert kind("i", "x").cost is None


def test_options_have_ids_of_their_own():
    """Two options of one item cannot carry one id."""
    with pytest.raises(DuplicateId, match="option"):
        Item("i", "x", options=(Option("a", "x"), Option("a", "y")))


def test_fields_are_frozen_down_to_their_values():
    """Neither the mapping handed in nor a list inside it can change the item afterwards."""
    given = {"floors": [1, 2]}
    item = Item("i", "x", fields=given)
    given["floors"].append(3)
    given["more"] = 1
    assert dict(item.fields) == {"floors": [1, 2]}
    with pytest.raises(TypeError):
        item.fields["floors"] = ()


def test_an_item_can_be_copied_and_sent_to_another_process():
    """Copies and pickles are equal to it; ``evolve`` gives fields of its own."""
    item = Item("i", "x", fields={"floors": [1, 2]})
    for twin in (copy.deepcopy(item), pickle.loads(pickle.dumps(item)), attrs.evolve(item)):
        assert twin == item
        twin.fields["floors"].append(9)
        assert twin != item


def test_a_ballot_ticks_an_item_once():
    """The second tick is refused and named with its voter."""
    with pytest.raises(RepeatedTick, match=r"'r1' ticks 'b' twice"):
        Ballot("r1", ("a", "b", "c", "b"))


@pytest.mark.parametrize("ticks", ["gate", [1], [None], [["a"]]])
def test_ticks_are_a_list_of_ids(ticks):
    """One string is not a list of its letters, and a number is no id."""
    with pytest.raises(BadValue, match="list of item ids"):
        Ballot("r1", ticks)


@pytest.mark.parametrize("points", [(1,), (1, 2, 3), (1.5, 2), ("1", "2"), (True, 1)])
def test_points_match_the_ticks(points):
    """One whole number for each tick."""
    with pytest.raises(BadValue, match="points and ticks"):
        Ballot("r1", ("a", "b"), points=points)
    assert Ballot("r1", ("a", "b"), points=(3, -1)).points == (3, -1)


@pytest.mark.parametrize(
    "limits, just_under, allowed, just_over",
    [
        (Limits(), None, (0, 1, 10**6), None),
        (Limits.at_most(5), None, (0, 5), 6),
        (Limits.exactly(10), 9, (10,), 11),
        (Limits(2, 4), 1, (2, 3, 4), 5),
        (Limits(3), 2, (3, 99), None),
        (Limits.at_most(0), None, (0,), 1),
    ],
)
def test_limits_just_under_on_and_over(limits, just_under, allowed, just_over):
    """The number named is allowed, one less and one more are not."""
    for number in allowed:
        limits.check(number)
    if just_under is not None:
        with pytest.raises(TooFewTicks):
            limits.check(just_under)
    if just_over is not None:
        with pytest.raises(TooManyTicks):
            limits.check(just_over)


@lasting
@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 25))
def test_limits_allow_what_lies_between(least, extra, number):
    """A number is allowed if and only if it lies between the two, both included."""
    limits, refused = Limits(least, least + extra), False
    try:
        limits.check(number)
    except (TooFewTicks, TooManyTicks):
        refused = True
    assert refused == (not least <= number <= least + extra)


@pytest.mark.parametrize("numbers", [(-1,), (3, 2), (0, -1), (1.0,), (0, "5"), (True,)])
def test_limits_that_cannot_be(numbers):
    """Negative, contradictory, or not whole."""
    with pytest.raises(BadValue, match="limits"):
        Limits(*numbers)


def test_each_kind_of_limit_has_its_own_words():
    """None, at least, at most, exactly, between: five sentences in both languages."""
    kinds = [Limits(), Limits(2), Limits.at_most(2), Limits.exactly(2), Limits(1, 2)]
    assert len({limits.text.zh for limits in kinds}) == 5
    assert len({limits.text.en for limits in kinds}) == 5


def test_a_ballot_is_checked_against_list_and_limits():
    """An id that is not on the list is named; blank ballots pass where nothing is required."""
    with pytest.raises(UnknownId, match="ballot r1 names the item 'x'"):
        check_ticks(Ballot("r1", ("a", "x")), ["a", "b"], Limits())
    with pytest.raises(TooManyTicks):
        check_ticks(Ballot("r1", ("a", "b")), ["a", "b"], Limits.at_most(1))
    check_ticks(Ballot("r1"), [], Limits())


def test_an_item_that_is_not_looked_at_again_is_the_same():
    """Every field, those that are added one day too: a reader of files makes it without checks."""
    quick = Item.of_checked("a", Text.of("甲"), "plain", 5, FrozenMapping({"x": "1"}), "street")
    whole = Item("a", "甲", "plain", cost=5, fields={"x": "1"}, tier="street")
    assert quick == whole
    for one in attrs.fields(Item):
        assert type(getattr(quick, one.name)) is type(getattr(whole, one.name)), one.name
