"""What stands on the wall of a thing of a component: a card that names nobody."""

from __future__ import annotations

from datetime import date

import attrs

from tickbox_core.categories.kinds import Day
from tickbox_core.declarations.answers import gives
from tickbox_core.declarations.outputs import ListOf, Said
from tickbox_core.text import EMPTY, Text


@attrs.frozen
class CardLine:
    """A line of a card: what it is about, and the words."""

    label: Text = gives(Said(), "名目", "label")
    words: Text = gives(Said(), "内容", "in words")


@attrs.frozen
class WallCard:
    """One thing on the wall, as anybody may read it; it stands there in both languages.

    ``state`` is where it stands, ``on`` the day it is of, ``lines`` whatever else is told.
    """

    title: Text = gives(Said(), "名称", "title")
    state: Text = gives(Said(), "状态", "state")
    on: date | None = gives(Day(), "日期", "on", none=True)
    lines: tuple[CardLine, ...] = gives(ListOf(CardLine), "详情", "details")

    @classmethod
    def of(
        cls, title: Text, *lines: tuple[Text, Text], state: Text = EMPTY, on: date | None = None
    ) -> WallCard:
        """A card; each line is a label and its words, and one without words is left out."""
        told = tuple(CardLine(label, words) for label, words in lines if words)
        return cls(title, state, on, told)
