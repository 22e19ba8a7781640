"""What is typed of a paper: numbers as printed, a few signs, and nothing guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.components.paper import (
    KeyedEntry,
    PrintedList,
    Says,
    heard,
    read_entry,
    why_void,
)
from tickbox_core.components.paper.entry import suggested
from tickbox_core.errors import NotPossible
from tickbox_core.model import Item, Limits, Option, Round
from tickbox_core.testing import desks

COLOURS = (Option("red", "红"), Option("blue", "蓝"))


def listed(number: int = 45, options_at: int = 7) -> Round:
    """So many items, one of which has options."""
    items = tuple(
        Item(f"i{at}", f"第{at}项", options=COLOURS if at == options_at else ())
        for at in range(1, number + 1)
    )
    return desks.plan(items=items, limits=Limits(1, 5))


LIST = PrintedList.of(listed())


@pytest.mark.parametrize(
    "typed",
    ["3 12 40", "3,12,40", "3，12、40", " ３　１２　４０ ", "3+12+40", "3#12#40", "3;12；40",
     "03 012 40", "40 12 3", "3\t12\n40", "3 , 12 ,, 40 "],
)  # fmt: skip
def test_numbers_are_parted_by_whatever_a_keyboard_has(typed: str) -> None:
    """Blanks, commas, full width, the plus of a number pad; in any order."""
    entry = read_entry(typed, LIST)
    assert entry.says is Says.TICKS and set(entry.ticks) == {"i3", "i12", "i40"}
    assert set(entry.numbers) == {"3", "12", "40"}


@pytest.mark.parametrize("typed", ["7.2", "７．２", "7*2", "7。2", "7.02"])
def test_an_option_has_a_number_of_its_own(typed: str) -> None:
    """As the sheet has it."""
    assert read_entry(typed, LIST).ticks == ("i7/blue",)
    assert read_entry("7.3", LIST).ticks == ("i7/none-of-these",)


@pytest.mark.parametrize(
    "typed, says",
    [("0", Says.TICKS), ("０", Says.TICKS), ("〇", Says.TICKS), ("?", Says.UNSURE),
     ("？", Says.UNSURE), ("/", Says.UNSURE), ("-", Says.BACK), ("－", Says.BACK),
     ("—", Says.BACK), ("x", Says.SPOILED), ("X", Says.SPOILED), ("ｘ", Says.SPOILED),
     ("×", Says.SPOILED), ("*", Says.SPOILED), ("＊", Says.SPOILED), ("作废", Says.SPOILED),
     ("废票", Says.SPOILED), ("空白", Says.TICKS), ("没勾", Says.TICKS), ("看不清", Says.UNSURE)],
)  # fmt: skip
def test_a_sign_stands_for_what_is_no_number(typed: str, says: Says) -> None:
    """From every keyboard; a blank ballot is ticks, of which there are none."""
    assert read_entry(typed, LIST) == KeyedEntry(says)


@pytest.mark.parametrize(
    "typed, reason",
    [("x 撕破了", "撕破了"), ("x撕破了", "撕破了"), ("X：两个人合填", "两个人合填"),
     ("* torn,  twice", "torn, twice"), ("x 3号写在边上", "3号写在边上"),
     ("作废：撕破了", "撕破了"), ("作废（两个人合填）", "两个人合填"), ("废票 撕破了", "撕破了")],
)  # fmt: skip
def test_why_it_is_spoiled_may_stand_behind(typed: str, reason: str) -> None:
    """In one line; without it the page asks."""
    assert read_entry(typed, LIST).reason.zh == reason


@pytest.mark.parametrize(
    "typed, zh, en",
    [
        ("", "还没有写", "nothing was typed"),
        ("   ", "还没有写", "nothing was typed"),
        ("3 3", "3写了两次", "3 is there twice"),
        ("3 12 03", "3写了两次", "3 is there twice"),
        ("54", "清单里没有54。清单是1到45项。是不是34，或者45？", "Was it 34, or 45?"),
        ("1 26 54 34", "清单里没有54。清单是1到45项。是不是45？", "Was it 45?"),
        ("46", "清单里没有46。清单是1到45项。", "from 1 to 45"),
        ("99", "清单里没有99。清单是1到45项。", "from 1 to 45"),
        ("3712", "编号之间要空一格", "a blank between numbers"),
        ("122", "是不是12？", "Was it 12?"),
        ("88 99", "清单里没有88、99", "88, 99 is not on the list"),
        ("9" * 5000, "太长", "too long"),
        ("9" * 300, "清单里没有99999999999…", "not on the list"),
        ("7", "第7项有几个选项：请写7.1到7.3", "7.1 to 7.3"),
        ("7.4", "第7项有几个选项", "item 7 has options"),
        ("3.1", "第3项没有分选项", "item 3 has no options"),
        ("54.1", "清单里没有54", "54 is not on the list"),
        ("0 3", "0是空白票", "0 is a blank ballot"),
        ("00", "0是空白票", "0 is a blank ballot"),
        ("3 ?", "只写一个“?”", "'?' stands alone"),
        ("3?", "只写一个“?”", "'?' stands alone"),
        ("1-5", "横线看不懂", "the hyphen"),
        ("-3", "横线看不懂", "the hyphen"),
        ("x3", "不是编号", "is no number"),
        ("x 3 7", "x后面写原因", "behind x stands a reason"),
        ("三 七", "不是编号", "is no number"),
        ("三 七", "作废票写x和原因", "x and a reason for a spoiled one"),
        ("废话", "不是编号", "is no number"),
        ("①②", "不是编号", "is no number"),
        ("3⁵", "不是编号", "is no number"),
        ("3 x", "不是编号", "is no number"),
        ("\u200b", "不是编号", "is no number"),
        ("x" + "长" * 201, "原因最多", "a reason has"),
    ],
)
def test_what_is_not_clear_is_refused_in_words(typed: str, zh: str, en: str) -> None:
    """In both languages, with what it may have been; tens without blanks are never parted."""
    with pytest.raises(NotPossible) as refused:
        read_entry(typed, LIST)
    assert zh in refused.value.text.zh and en in refused.value.text.en


def test_everything_wrong_is_told_at_once() -> None:
    """A number that is not there, one twice, a word."""
    with pytest.raises(NotPossible) as refused:
        read_entry("99 3 3 abc", LIST)
    for part in ("99", "3写了两次", "“abc”不是编号"):
        assert part in refused.value.text.zh


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(typed: str) -> None:
    """And nothing that is not on the list is ever ticked."""
    try:
        entry = read_entry(typed, LIST)
    except NotPossible:
        return
    assert set(entry.ticks) <= set(LIST.ticks.values())
    assert len(set(entry.ticks)) == len(entry.ticks) == len(entry.numbers)


@given(st.sets(st.sampled_from(sorted(LIST.ticks)), min_size=1), st.sampled_from(" ,，、+"))
def test_what_is_printed_is_read_back(numbers: set[str], between: str) -> None:
    """Whatever the numbers, and whatever stands between them."""
    entry = read_entry(between.join(sorted(numbers)), LIST)
    assert set(entry.numbers) == numbers
    assert set(entry.ticks) == {LIST.ticks[one] for one in numbers}


def test_a_number_is_never_suggested_that_is_not_on_the_list() -> None:
    """Nor the one that was typed."""
    for last in (1, 9, 45, 134):
        for figures in (*map(str, range(1, 1500)), "0", "00"):
            for one in suggested(figures, last):
                assert 1 <= one <= last and str(one) != figures


@pytest.mark.parametrize("number, void", [(0, True), (1, False), (5, False), (6, True)])
def test_limits_are_those_of_the_round(number: int, void: bool) -> None:
    """Just under, on and over; two options of an item as well."""
    round = listed()
    ticks = tuple(f"i{at}" for at in range(10, 10 + number))
    assert (why_void(round, ticks) is not None) is void
    assert why_void(round, ("i7/red", "i7/blue")) is not None


def test_numbers_are_read_out() -> None:
    """What each is called; a number that is not there is called nothing."""
    said = heard("1 7.2 54 x", LIST)
    assert [(number, words and words.zh) for number, words in said] == [
        ("1", "第1项"), ("7.2", "第7项：蓝"), ("54", None),
    ]  # fmt: skip
