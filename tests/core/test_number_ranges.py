"""Many numbers at once, as people write those of a pile: 1-50 53 60-62."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.declarations.ranges import MOST_NUMBERS, Numbers
from tickbox_core.numbers import NotANumber

KIND = Numbers()


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("1-3", [1, 2, 3]),
        ("1-3 7 9-10", [1, 2, 3, 7, 9, 10]),
        ("１－３，７", [1, 2, 3, 7]),
        ("1 - 3、7；9", [1, 2, 3, 7, 9]),
        ("1～3 5至6", [1, 2, 3, 5, 6]),
        ("1,2,3", [1, 2, 3]),
        ("4-4", [4]),
        ("[1, 2]", [1, 2]),
        ("5;3", [5, 3]),
    ],
)
def test_ranges_are_read(typed: str, expected: list[int]) -> None:
    """In full width too, with whatever stands between; a list of single numbers as before."""
    assert KIND.parse(typed) == expected
    assert KIND.value(typed) == tuple(expected) == KIND.value(expected)


@pytest.mark.parametrize(
    "typed, zh, en",
    [
        ("50-1", "是不是1-50？", "Was 1-50 meant?"),
        ("1-3 2", "2写了两次", "2 is there twice"),
        ("7 7", "7写了两次", "7 is there twice"),
        (f"1-{MOST_NUMBERS + 1}", "请分几次办", "several steps"),
        ("1-999999999", "请分几次办", "several steps"),
        ("1-99999999999", "看不懂", "no number or range"),
        ("0-5", "没有0-5号", "no number 0-5"),
        ("1-", "看不懂", "no number or range"),
        ("1-2-3", "看不懂", "no number or range"),
        ("a-b", "看不懂", "no number or range"),
        ("①", "看不懂", "no number or range"),
        ("1,200", "逗号不清楚", "the comma"),
    ],
)
def test_what_is_not_clear_is_refused(typed: str, zh: str, en: str) -> None:
    """In words that say what to do."""
    with pytest.raises(NotANumber) as refused:
        KIND.parse(typed)
    said = refused.value
    assert zh in f"{said.problem.zh}{said.remedy.zh}"
    assert en in f"{said.problem.en} {said.remedy.en}" and said.doubtful


def test_as_many_as_are_allowed() -> None:
    """Just on the bar, and just over it, as a text and as a list."""
    assert len(KIND.value(f"1-{MOST_NUMBERS}")) == MOST_NUMBERS
    for plain in (list(range(1, MOST_NUMBERS + 2)), [], [0], [True], ["1"], [1.0], 7, None, [1, 1]):
        with pytest.raises(ValueError, match=r"."):
            KIND.value(plain)


@given(st.lists(st.integers(1, 400), min_size=1, max_size=60, unique=True))
def test_what_is_written_is_read_back(numbers: list[int]) -> None:
    """In its order, ranges or not."""
    assert KIND.parse(KIND.format(numbers)) == numbers
    assert KIND.plain(KIND.value(numbers)) == numbers
