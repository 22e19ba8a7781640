"""An answer in JSON and the values of its classes are one: both ways, the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.categories.kinds import Count, Day
from tickbox_core.counting import Share
from tickbox_core.declarations import (
    COUNT,
    LEFT_OUT,
    Keyed,
    ListOf,
    OneOf,
    OrNull,
    Row,
    Said,
    Shared,
    Typed,
    answer_schema,
    gives,
    unseen,
    value_of,
)
from tickbox_core.testing.answers import misfits
from tickbox_core.text import Text
from tickbox_core.workflow.performing import plain_of


@attrs.frozen
class Part:
    """A part."""

    name: Text = gives(Said(), "名称", "name")
    share: Share | None = gives(Shared(), "比例", "share", none=True)


@attrs.frozen
class Whole:
    """One of everything."""

    ref: str = unseen(Typed())
    on: date | None = gives(Day(), "日期", "on", none=True)
    parts: tuple[Part, ...] = gives(ListOf(Part), "部分", "parts")
    by_id: Mapping[str, Part | None] = gives(Keyed(Typed(), OrNull(Part)), "各项", "by id")
    pair: tuple[int, Text] = gives(Row((COUNT, Said()), Text("{0}", "{0}")), "一对", "pair")
    either: Part = unseen(OneOf((Part,)))
    from_: str = gives(Typed(), "来自", "from")
    later: date = gives(Day(), "以后", "later", omitted=True)
    number: int | None = gives(Count(), "数", "number", none=True, omitted=True)


WORDS = st.builds(Text, st.text(max_size=5), st.text(max_size=5))
SHARES = st.tuples(st.integers(0, 9), st.integers(9, 20)).map(lambda of: Share(*of, "heads"))
PARTS = st.builds(Part, WORDS, st.none() | SHARES)
WHOLES = st.builds(
    Whole,
    ref=st.text(max_size=5),
    on=st.none() | st.dates(),
    parts=st.lists(PARTS, max_size=3).map(tuple),
    by_id=st.dictionaries(st.text(max_size=3), st.none() | PARTS, max_size=3),
    pair=st.tuples(st.integers(0, 5), WORDS),
    either=PARTS,
    from_=st.text(max_size=5),
    later=st.just(LEFT_OUT) | st.dates(),
    number=st.just(LEFT_OUT) | st.none() | st.integers(0, 5),
)


@given(WHOLES)
def test_what_is_written_is_read_back_and_fits_the_schema(whole: Whole) -> None:
    """Texts, days, shares, parts, nulls and keys that are left out."""
    plain = plain_of(whole)
    assert list(misfits(answer_schema(Whole), plain)) == []
    assert value_of(Whole, plain) == whole
    assert plain_of(value_of(Whole, plain)) == plain


GOOD: dict[str, Any] = plain_of(
    Whole("r", None, (), {}, (1, Text("", "")), Part(Text("a", "b"), None), "x")
)


def test_keys_that_are_left_out_are_not_there() -> None:
    """``from_`` is ``from``; what is left out has no key, not null, and is false."""
    assert {"later", "number"}.isdisjoint(GOOD)
    assert GOOD["from"] == "x"
    assert not LEFT_OUT


@pytest.mark.parametrize("name", ["ref", "parts", "from"])
def test_what_an_older_version_did_not_write_is_left_out(name: str) -> None:
    """Nothing is made up: it is written back without it."""
    lacking = {key: value for key, value in GOOD.items() if key != name}
    assert plain_of(value_of(Whole, lacking)) == lacking


def test_what_a_newer_version_wrote_besides_is_passed_over() -> None:
    """The rest is read."""
    assert plain_of(value_of(Whole, {**GOOD, "more": 1})) == GOOD


@pytest.mark.parametrize("plain", [[], "text", 3])
def test_what_is_no_object_is_refused(plain: Any) -> None:
    """It is nothing that was answered."""
    with pytest.raises(TypeError):
        value_of(Whole, plain)
