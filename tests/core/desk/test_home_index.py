"""Homes found by address in any writing, and put in natural order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core import Area, AreaTree, Unit
from tickbox_core.desk.home_index import homes_of_units, natural_order
from tickbox_core.testing.strategies import lasting

TREE = AreaTree(
    (
        Area("n", "neighbourhood", "一村"),
        Area("b1", "building", {"zh": "1号楼", "en": "building 1"}, "n"),
        Area("b1/1", "stairwell", "1单元", "b1"),
        Area("b1/2", "stairwell", "2单元", "b1"),
        Area("b10", "building", "10号楼", "n"),
    )
)
UNITS = (
    Unit("a", "b1/1", "101"),
    Unit("b", "b1/2", "101"),
    Unit("c", "b1/2", "102室"),
    Unit("d", "b10", "10号101室"),
    Unit("10-102", "b10"),
)
INDEX = homes_of_units(UNITS, TREE)


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ("a", ("a",)),
        ("1号楼1单元101", ("a",)),
        ("１号楼２单元１０１室", ("b",)),
        (" 一号楼 2单元 101 ", ("b",)),
        ("1-101", ("a", "b")),
        ("1-2-102", ("c",)),
        ("1号楼102", ("c",)),
        ("１０－１０１", ("d",)),
        ("十号楼101室", ("d",)),
        ("10-102", ("10-102",)),
        ("1号楼3单元101", ()),
        ("2-101", ()),
        ("", ()),
        ("1-101" * 100, ()),
    ],
)
def test_an_address_means_one_home_however_it_is_written(said: str, ids: tuple[str, ...]) -> None:
    """Full width, blanks, Chinese numbers; what does not tell two homes apart means both."""
    assert INDEX.meant(said) == ids


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ("10号楼", ("d", "10-102")),
        ("1号楼", ("a", "b", "c")),
        ("10号", ("d", "10-102")),
        ("102", ("c", "10-102")),
        ("", ("a", "b", "c", "d", "10-102")),
        ("没有", ()),
    ],
)
def test_what_is_typed_so_far_finds_those_that_have_it(said: str, ids: tuple[str, ...]) -> None:
    """A building alone, a room alone."""
    assert INDEX.like(said) == ids


def test_two_comes_before_ten() -> None:
    """As people count, not as letters stand; blanks and width change nothing."""
    mixed = ["10号楼101", "2号楼", "1号楼 2单元101", "１号楼1单元1002", "1号楼1单元201", "A座"]
    assert sorted(mixed, key=natural_order) == [
        "1号楼1单元201", "１号楼1单元1002", "1号楼 2单元101", "2号楼", "10号楼101", "A座",
    ]  # fmt: skip


@lasting
@given(st.lists(st.text(max_size=12), max_size=6), st.text(max_size=220))
def test_any_words_can_be_sorted_and_looked_for(words: list[str], said: str) -> None:
    """Nothing that can be typed breaks it."""
    assert sorted(sorted(words, key=natural_order)) == sorted(words)
    assert set(INDEX.meant(said)) <= set(INDEX.like(said))
