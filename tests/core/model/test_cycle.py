"""Cycles and problems."""

from __future__ import annotations

import pickle
from datetime import date

import pytest

from tickbox_core.errors import BadValue, DuplicateId, UnknownId
from tickbox_core.model import Category, Cycle, Item, Problem, RuleChoice, State

ITEMS = (Item("a", "甲", "green"), Item("b", "乙", "green"))
GREEN = Category("green", "绿化")


def test_items_belong_to_categories_of_the_cycle():
    """An item of a category that the cycle does not have is refused and named."""
    cycle = Cycle("c", "area", "第一轮", ITEMS, (GREEN,))
    assert cycle.category(ITEMS[0]) == GREEN
    assert cycle.item_ids == ("a", "b")
    with pytest.raises(UnknownId, match="item a names the category 'green'"):
        Cycle("c", "area", "第一轮", ITEMS, (Category("grey", "灰"),))


def test_without_categories_every_item_is_plain():
    """A cycle that declares none needs none: the plain policy looks after all items."""
    assert Cycle("c", "area", "第一轮", ITEMS).category(ITEMS[0]).policy == "plain"


def test_ids_are_given_once():
    """Items and categories alike."""
    with pytest.raises(DuplicateId, match="item id 'a'"):
        Cycle("c", "area", "x", (ITEMS[0], ITEMS[0]), (GREEN,))
    with pytest.raises(DuplicateId, match="category id 'green'"):
        Cycle("c", "area", "x", ITEMS, (GREEN, GREEN))


def test_an_item_is_found_by_its_id():
    """And one that is not listed is named with the cycle."""
    cycle = Cycle("c", "area", "x", ITEMS, (GREEN,))
    assert cycle.item("b") is ITEMS[1]
    with pytest.raises(UnknownId, match="cycle c names the item 'z'"):
        cycle.item("z")


def test_the_list_is_a_tuple():
    """A list that could be changed behind the cycle's back is refused."""
    with pytest.raises(TypeError):
        Cycle("c", "area", "x", list(ITEMS), (GREEN,))


@pytest.mark.parametrize("places", [-1, 1.0, "3", True])
def test_places_are_a_whole_number(places):
    """How many are chosen is counted; ``None`` means no cut."""
    with pytest.raises(BadValue, match="places"):
        Cycle("c", "area", "x", ITEMS, (GREEN,), places=places)


def test_a_cycle_can_be_sent_to_another_process():
    """Rule parameters and item fields are mappings that pickle."""
    cycle = Cycle("c", "area", "x", ITEMS, (GREEN,), rule=RuleChoice("r", {"base": "registered"}))
    assert pickle.loads(pickle.dumps(cycle)) == cycle


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
