"""Tables that align: wide characters take two places, and nothing is wider than the page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.terminal.table import columns, shorten, table, width, wrap_text

WORDS = st.text("abc xyz,.长椅，。é\u0301𠮷", max_size=60)


@pytest.mark.parametrize(
    "text, places",
    [("", 0), ("abc", 3), ("长椅", 4), ("a长", 3), ("e\u0301", 1), ("，", 2), ("𠮷", 2)],
)
def test_width_counts_places(text, places):
    """A Chinese character takes two places, an accent on another character none."""
    assert width(text) == places


@pytest.mark.parametrize(
    "text, most, cut",
    [
        ("abcdef", 6, "abcdef"),
        ("abcdef", 5, "abcd…"),
        ("长椅加靠背", 7, "长椅加…"),
        ("ab cd", 4, "ab…"),
    ],
)
def test_a_long_text_is_cut_with_a_sign(text, most, cut):
    """What is cut shows that it is."""
    assert shorten(text, most) == cut


def test_words_wrap_at_blanks_and_chinese_anywhere_but_before_a_stop():
    """No line begins with a comma or a full stop."""
    assert wrap_text("one two three", 7) == ["one two", "three"]
    assert wrap_text("长椅加靠背，好。", 6) == ["长椅加", "靠背，", "好。"]
    assert wrap_text("abcdefghij", 4) == ["abcd", "efgh", "ij"]
    assert wrap_text("", 4) == [""]


@given(WORDS, st.integers(4, 30))
def test_wrapping_loses_nothing_and_fits(text, most):
    """Every character but blanks is still there, and no line is too wide."""
    lines = wrap_text(text, most)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line) <= most for line in lines)


@given(st.lists(st.tuples(WORDS, WORDS, st.integers(0, 10**6).map(str)), max_size=6))
def test_a_table_fits_the_page_and_its_columns_align(rows):
    """No line is wider than the page, whatever the cells hold."""
    lines = table(("item", "事项", "n"), rows, 50).split("\n")
    assert all(width(line) <= 50 for line in lines)
    assert len(lines) >= 2 + len(rows)


def test_numbers_stand_to_the_right():
    """Digits of one place stand below each other."""
    assert table(("item", "n"), [("长椅", "5"), ("b", "12")]) == (
        "item   n\n----  --\n长椅   5\nb     12"
    )


def test_a_table_without_rows_has_a_head():
    """An empty list is shown as one."""
    assert table(("item", "n"), []) == "item  n\n----  -"


def test_control_characters_of_a_file_do_not_reach_the_terminal():
    """A title cannot clear the screen or start a line."""
    assert "\x1b" not in table(("a",), [("\x1b[2Jx\ny",)])
    assert "[2Jx y" in table(("a",), [("\x1b[2Jx\ny",)])


def test_columns_have_no_head():
    """For lists of names and what they mean."""
    assert columns([("a", "first"), ("long", "second")]) == "a     first\nlong  second"
