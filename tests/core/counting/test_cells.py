"""Small cells are merged, and nothing can be had by subtraction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.counting.cells import LEAST, Breakdown, PeopleCell, breakdown
from tickbox_core.testing.strategies import lasting

CELLS = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.integers(0, 40).flatmap(
        lambda whole: st.integers(0, whole).map(lambda part: PeopleCell(part, whole))
    ),
    max_size=8,
)


@pytest.mark.parametrize(
    ("part", "whole", "safe"),
    [(4, 20, False), (5, 20, True), (6, 20, True), (15, 20, True), (16, 20, False),
     (20, 20, False), (0, 20, False), (0, 0, True), (5, 9, False), (5, 10, True)],
)  # fmt: skip
def test_both_sides_of_a_cell_are_at_least_five(part, whole, safe):
    """Just under, on and over, on either side; nobody and everybody tell of each."""
    assert PeopleCell(part, whole).safe() is safe


def test_small_cells_are_shown_as_one():
    """Two small buildings together may be shown; their names stay with them."""
    cells = {"1": PeopleCell(3, 9), "2": PeopleCell(10, 20), "3": PeopleCell(4, 10)}
    assert breakdown(cells) == Breakdown({"2": PeopleCell(10, 20)}, ("1", "3"), PeopleCell(7, 19))


def test_one_small_cell_takes_the_smallest_other_with_it():
    """Alone it could be had by subtracting the rest from the total."""
    cells = {"1": PeopleCell(1, 9), "2": PeopleCell(10, 20), "3": PeopleCell(30, 60)}
    assert breakdown(cells) == Breakdown({"3": PeopleCell(30, 60)}, ("1", "2"), PeopleCell(11, 29))


def test_where_nothing_may_be_told_only_the_total_is_left():
    """All cells together are too small."""
    assert breakdown({"1": PeopleCell(1, 4), "2": PeopleCell(2, 3)}) == Breakdown(
        {}, ("1", "2"), None
    )


@lasting
@given(CELLS)
def test_whatever_is_shown_is_safe_and_adds_up(cells):
    """Every cell, the rest, and what subtraction leaves: each at least five on both sides."""
    found = breakdown(cells)
    assert all(cell.safe() for cell in found.shown.values())
    assert set(found.shown) | set(found.merged) == set(cells)
    assert not set(found.shown) & set(found.merged)
    if found.rest is not None:
        assert found.rest.safe(LEAST)
        total = sum((cell.part for cell in cells.values()), 0)
        assert found.rest.part + sum(cell.part for cell in found.shown.values()) == total
    else:
        assert not found.merged or not found.shown


@lasting
@given(CELLS)
def test_nothing_is_hidden_without_need(cells):
    """Where every cell is safe each is shown."""
    if all(cell.safe() for cell in cells.values()):
        assert breakdown(cells) == Breakdown(cells)
