"""What is asked: the three kinds of tick, items and their options.

The three kinds are never mixed.  A *preference* sets the order of work and binds nobody; a
*residents' motion* is counted by heads; an *owners' motion* by floor area and heads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Any

import attrs

from tickbox_core.errors import BadValue
from tickbox_core.model._checks import (
    NOTHING,
    FrozenMapping,
    a_tuple,
    fen,
    frozen_mapping,
    no_duplicates,
    whole,
)
from tickbox_core.text import EMPTY, Text, as_text


class Question(StrEnum):
    """The three kinds of tick."""

    PREFERENCE = "preference"
    RESIDENTS_MOTION = "residents-motion"
    OWNERS_MOTION = "owners-motion"

    @property
    def words(self) -> Text:
        """The kind in the words residents use."""
        return _QUESTION_WORDS[self]


_QUESTION_WORDS = {
    Question.PREFERENCE: Text("打钩排序（不具约束力）", "preference tick (orders the work)"),
    Question.RESIDENTS_MOTION: Text("居民会议表决", "residents' motion"),
    Question.OWNERS_MOTION: Text("业主共同决定", "owners' motion"),
}


NONE_OF_THESE = "none-of-these"
"""What every item with options offers besides them; no option has its id."""
NONE_OF_THESE_WORDS = Text("都不选", "none of these")


@attrs.frozen
class Option:
    """One of several ways to carry out an item; ``cost`` in fen, ``None`` where it is unknown.

    ``origin`` says in a line where it comes from, a resident's idea say; it names nobody.
    """

    id: str
    title: Text = attrs.field(converter=as_text)
    cost: int | None = attrs.field(default=None, converter=fen)
    origin: Text = attrs.field(default=EMPTY, converter=as_text)


def with_origins(options: Iterable[Option], known: Iterable[Option]) -> tuple[Option, ...]:
    """Options as they were written, with where those of the same id come from."""
    origins = {one.id: one.origin for one in known}
    return tuple(
        attrs.evolve(one, origin=one.origin or origins.get(one.id, EMPTY)) for one in options
    )


class Funding(StrEnum):
    """Where the money of an item comes from; ``in-kind`` is what is given as work or material."""

    OWN = "own"
    FUND = "fund"
    COMMON = "common"
    PUBLIC = "public"
    SPONSOR = "sponsor"
    IN_KIND = "in-kind"

    @property
    def words(self) -> Text:
        """The source in the words residents use."""
        return _FUNDING_WORDS[self]


_FUNDING_WORDS = {
    Funding.OWN: Text("居民自筹", "residents' own money"),
    Funding.FUND: Text("维修资金", "maintenance fund"),
    Funding.COMMON: Text("公共收益", "income from the common parts"),
    Funding.PUBLIC: Text("公共资金", "public money"),
    Funding.SPONSOR: Text("共建单位资助或捐款", "sponsors and donations"),
    Funding.IN_KIND: Text("实物或劳务", "in kind"),
}


PLAIN = "plain"
"""The category of an item of which none is said."""


@attrs.frozen
class Picture:
    """A picture kept beside the list: SHA-256 (hex) of its file, and what it shows in words."""

    digest: str = attrs.field(validator=attrs.validators.matches_re("[0-9a-f]{64}"))
    shows: Text = attrs.field(converter=as_text)

    def plain(self) -> dict[str, Any]:
        """The picture for JSON."""
        return {"digest": self.digest, "shows": self.shows.plain()}


def _check_funding(value: Mapping[str, int]) -> Mapping[str, int]:
    if value is NOTHING or not value:
        return frozen_mapping(value)
    return frozen_mapping(
        {str(Funding(source)): whole(part, "funding") for source, part in value.items()}
    )


@attrs.frozen(hash=False)
class Item:
    """One line of the list that residents tick.

    ``cost`` is in fen (``None``: unknown), ``category`` names a category of the round, ``fields``
    holds the plain values that the category's policy asks for.  ``funding`` is fen by ``Funding``,
    ``scope`` the plain form of the units it concerns (``model.scope``; ``None``: everybody),
    ``tier`` the level whose money pays for it (street, neighbourhood).  The order of a list is the
    order in which its items stand in their tuple.
    """

    id: str
    title: Text = attrs.field(converter=as_text)
    category: str = PLAIN
    description: Text = attrs.field(default=EMPTY, converter=as_text)
    place: Text = attrs.field(default=EMPTY, converter=as_text)
    cost: int | None = attrs.field(default=None, converter=fen)
    options: tuple[Option, ...] = attrs.field(default=(), validator=a_tuple)
    fields: Mapping[str, Any] = attrs.field(default=NOTHING, converter=frozen_mapping)
    funding: Mapping[str, int] = attrs.field(default=NOTHING, converter=_check_funding)
    scope: Mapping[str, Any] | None = attrs.field(
        default=None, converter=attrs.converters.optional(frozen_mapping)
    )
    pictures: tuple[Picture, ...] = attrs.field(default=(), validator=a_tuple)
    tier: str = ""

    def __attrs_post_init__(self) -> None:
        if not self.options:  # as of nearly all
            return
        no_duplicates("option", (option.id for option in self.options))
        for option in self.options:
            if option.id == NONE_OF_THESE or "/" in option.id or not option.id:
                raise BadValue(
                    f"item {self.id}",
                    Text(f"选项不能叫“{option.id}”。", f"no option may be called '{option.id}'."),
                    Text(
                        "“都不选”会自动加上；编号里不能有斜线。",
                        "'None of these' is added by itself; an id holds no stroke.",
                    ),
                )

    @classmethod
    def of_checked(
        cls,
        id_: str,
        title: Text,
        category: str,
        cost: int | None,
        fields: FrozenMapping,
        tier: str = "",
    ) -> Item:
        """An item of values that are known to be what they are to be: nothing is looked at again.

        Readers of files make thousands; everything else calls ``Item``.
        """
        item = cls.__new__(cls)
        put = object.__setattr__.__get__(item)
        put("id", id_)
        put("title", title)
        put("category", category)
        put("description", EMPTY)
        put("place", EMPTY)
        put("cost", cost)
        put("options", ())
        put("fields", fields)
        put("funding", NOTHING)
        put("scope", None)
        put("pictures", ())
        put("tier", tier)
        return item

    @property
    def priced_by_option(self) -> bool:
        """Whether it costs what its options cost: nothing of its own is known, of each of them is.

        So with one that costs nothing itself, and something by the way that is chosen.

        >>> ways = Option("a", "木", 100), Option("b", "石", 0)
        >>> Item("bench", "椅", options=ways).priced_by_option
        True
        >>> Item("bench", "椅", cost=0, options=ways).priced_by_option
        True
        >>> Item("bench", "椅", cost=0, options=ways[1:]).priced_by_option
        False
        """
        if self.cost is None:
            return bool(self.options) and all(one.cost is not None for one in self.options)
        return self.cost == 0 and any(one.cost for one in self.options)

    @property
    def ticks(self) -> tuple[str, ...]:
        """What a ballot may say of it: its id, or ``ITEM/OPTION`` and ``ITEM/none-of-these``."""
        if not self.options:
            return (self.id,)
        return tuple(f"{self.id}/{name}" for name in (*(o.id for o in self.options), NONE_OF_THESE))


@attrs.frozen(slots=False)
class TickList:
    """The items of a list as ballots tick them.

    An item without options is ticked by its id; one with options by one of them, or by "none of
    these", which takes part and supports nothing.  Raises ``DuplicateId`` where two would be alike.
    """

    items: tuple[Item, ...] = attrs.field(validator=a_tuple)

    def __attrs_post_init__(self) -> None:
        no_duplicates("item", self.ids)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Everything that can be ticked, in listed order."""
        return tuple(tick for item in self.items for tick in item.ticks)

    @cached_property
    def item_of(self) -> Mapping[str, Item]:
        """The item that a tick is about."""
        return {tick: item for item in self.items for tick in item.ticks}

    @cached_property
    def plain(self) -> bool:
        """Whether no item has options: then ticks are items."""
        return not any(item.options for item in self.items)

    def supports(self, tick: str) -> bool:
        """Whether a tick is for its item, and not "none of these"."""
        return not self.item_of[tick].options or not tick.endswith(f"/{NONE_OF_THESE}")

    def cost_of(self, tick: str) -> int | None:
        """What a tick costs in fen: an option its own, else its item's; ``None``: not known.

        "None of these" costs nothing.
        """
        item = self.item_of[tick]
        if not item.options:
            return item.cost
        if not self.supports(tick):
            return 0
        option = next((one for one in item.options if tick == f"{item.id}/{one.id}"), None)
        return item.cost if option is None or option.cost is None else option.cost
