"""Canonical JSON: one value, one text, and nothing that is not exact."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.errors import BadValue, MissingExtra
from tickbox_core.ledger import canonical
from tickbox_core.ledger.canonical import canonical_rows

MOST = 2**53 - 1
values = st.recursive(
    st.none() | st.booleans() | st.integers(-MOST, MOST) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_a_value_can_be_read_back(value):
    """Every plain value comes back from its text, and the text from the value again."""
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text


def test_names_are_ordered_by_utf16_and_nothing_is_escaped_in_vain():
    """RFC 8785, section 3.2.3: the order of UTF-16 code units, which is not that of code points."""
    value = {"€": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\x80": 6, "ö": 7}
    assert canonical(value).decode() == (
        '{"\\r":2,"1":4,"\x80":6,"ö":7,"€":1,"\U0001f600":5,"\ufb33":3}'
    )


class Word(StrEnum):
    """A word that is also a string."""

    BASE = "base"


def test_tuples_mappings_and_words_are_plain():
    """A tuple is a list, any mapping a mapping, a word of an enumeration its string."""
    assert (
        canonical(MappingProxyType({"b": (1, Word.BASE), "a": True}))
        == b'{"a":true,"b":[1,"base"]}'
    )


@pytest.mark.parametrize("value", [MOST, -MOST, 0])
def test_whole_numbers_are_exact_up_to_the_bar(value):
    """2^53 - 1 is the largest number that every reader keeps."""
    assert canonical(value) == str(value).encode()


@pytest.mark.parametrize(
    "value",
    [MOST + 1, -MOST - 1, 0.5, 1.0, float("nan"), Fraction(1, 2), Decimal(1), b"x", {1, 2},
     object(), "\ud800", {"\ud800": 1}, {1: 2}, {None: 1}, [[{"a": 0.1}]], iter([])]
)  # fmt: skip
def test_what_is_not_exact_is_refused(value):
    """Floats, fractions, bytes, sets, half characters, names that are no strings: refused."""
    with pytest.raises(BadValue):
        canonical(value)


@pytest.mark.parametrize("depth, fits", [(63, True), (64, True), (65, False), (100_000, False)])
def test_nesting_has_a_bar(depth, fits):
    """64 levels are the most: just under and on it pass, over it is refused, however far over."""
    value: object = 1
    for _ in range(depth):
        value = [value]
    if fits:
        assert canonical(value).count(b"[") == depth
    else:
        with pytest.raises(BadValue):
            canonical(value)


def test_a_refusal_says_where():
    """The error names the place inside the value."""
    with pytest.raises(BadValue, match=r"ledger\.items\[1\]\.cost: a value of this kind \(float\)"):
        canonical({"items": [{"cost": 1}, {"cost": 1.5}]})


def test_without_the_library_it_says_what_to_install(monkeypatch):
    """The ledger needs the extra ``store``, and says so."""
    monkeypatch.setitem(sys.modules, "rfc8785", None)
    with pytest.raises(MissingExtra, match=r"tickbox-core\[store\]"):
        canonical({})


flat = st.dictionaries(
    st.text(st.sampled_from('ab},{"\n：😀'), max_size=3),
    st.none() | st.booleans() | st.integers(-MOST, MOST) | st.text(st.sampled_from('a},{"\n，😀')),
    max_size=3,
)


@given(st.lists(flat, max_size=4))
def test_rows_that_are_encoded_together_are_as_each_alone(rows):
    """Whatever stands in a row, what parts rows and fields among it, no row runs into another."""
    assert canonical_rows(rows) == [canonical(row) for row in rows]


@given(values, st.sampled_from(["，", "（", "😀", "\ue000"]))
def test_text_that_sorts_apart_changes_nothing_but_itself(value, high):
    """A full-width comma in a text is written as it is; names alone are put in another order."""
    text = canonical({"b": [high, value], "a": 1}).decode()
    assert text == f'{{"a":1,"b":["{high}",{canonical(value).decode()}]}}'


@pytest.mark.parametrize("value", [{"a": "，\ud800"}, {"a": ["\udfff"]}])
def test_half_a_character_is_refused_beside_a_full_width_comma(value):
    """It is said where it stands, by one row and by many."""
    with pytest.raises(BadValue):
        canonical(value)
    with pytest.raises(BadValue):
        canonical_rows([{"b": 1}, value])
