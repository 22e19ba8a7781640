"""Rounds and problems."""

from __future__ import annotations

import pickle
from datetime import date

import pytest

from tickbox_core.errors import BadValue, DuplicateId, UnknownId
from tickbox_core.model import Category, Item, Problem, Round, RuleChoice, State

ITEMS = (Item("a", "甲", "green"), Item("b", "乙", "green"))
GREEN = Category("green", "绿化")


def test_items_belong_to_categories_of_the_round():
    """An item of a category that the round does not have is refused and named."""
    round = Round("c", "area", "第一轮", ITEMS, (GREEN,))
    assert round.category(ITEMS[0]) == GREEN
    assert round.item_ids == ("a", "b")
    with pytest.raises(UnknownId, match="item a names the category 'green'"):
        Round("c", "area", "第一轮", ITEMS, (Category("grey", "灰"),))


def test_without_categories_every_item_is_plain():
    """A round that declares none needs none: the plain policy looks after all items."""
    assert Round("c", "area", "第一轮", ITEMS).category(ITEMS[0]).policy == "plain"


def test_ids_are_given_once():
    """Items and categories alike."""
    with pytest.raises(DuplicateId, match="item id 'a'"):
        Round("c", "area", "x", (ITEMS[0], ITEMS[0]), (GREEN,))
    with pytest.raises(DuplicateId, match="category id 'green'"):
        Round("c", "area", "x", ITEMS, (GREEN, GREEN))


def test_an_item_is_found_by_its_id():
    """And one that is not listed is named with the round."""
    round = Round("c", "area", "x", ITEMS, (GREEN,))
    assert round.item("b") is ITEMS[1]
    with pytest.raises(UnknownId, match="round c names the item 'z'"):
        round.item("z")


def test_the_list_is_a_tuple():
    """A list that could be changed behind the round's back is refused."""
    with pytest.raises(TypeError):
        Round("c", "area", "x", list(ITEMS), (GREEN,))


@pytest.mark.parametrize("places", [-1, 1.0, "3", True])
def test_places_are_a_whole_number(places):
    """How many are chosen is counted; ``None`` means no cut."""
    with pytest.raises(BadValue, match="places"):
        Round("c", "area", "x", ITEMS, (GREEN,), places=places)


def test_a_round_can_be_sent_to_another_process():
    """Rule parameters and item fields are mappings that pickle."""
    round = Round("c", "area", "x", ITEMS, (GREEN,), rule=RuleChoice("r", {"base": "registered"}))
    assert pickle.loads(pickle.dumps(round)) == round


def test_every_state_has_words():
    """Each state is said in both languages, no two alike."""
    assert len({state.words.zh for state in State}) == len(State)
    assert len({state.words.en for state in State}) == len(State)


def test_a_problem_is_not_solved_before_it_is_raised():
    """The day itself is early enough, the day before is not."""
    day = date(2026, 5, 2)
    assert Problem("p", "a", "漏水", day).solved is None
    assert Problem("p", "a", "漏水", day, day).solved == day
    with pytest.raises(BadValue, match="problem p: solved before it was raised"):
        Problem("p", "a", "漏水", day, date(2026, 5, 1))
