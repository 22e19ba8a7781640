"""How it is answered: ballots and the limits on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import attrs

from tickbox_core.errors import (
    BadValue,
    ChooseOne,
    RepeatedTick,
    TooFewOfTier,
    TooFewTicks,
    TooManyOfTier,
    TooManyTicks,
    UnknownId,
)
from tickbox_core.model._checks import a_tuple, no_duplicates, strings, whole
from tickbox_core.model.area import level_words
from tickbox_core.model.items import Item, TickList
from tickbox_core.text import Text, join_texts


@attrs.frozen
class Ballot:
    """One voter's ballot.

    ``ticks`` are item ids: in any order where ticks are counted, in the order of preference where
    an order is asked for.  ``points`` stand beside them where points are given.  ``household``
    joins the ballots of one household, for shares of households.  An empty ballot is a ballot.
    """

    voter: str
    ticks: tuple[str, ...] = attrs.field(default=(), converter=strings)
    household: str | None = None
    points: tuple[int, ...] | None = None

    def __attrs_post_init__(self) -> None:
        if len(set(self.ticks)) < len(self.ticks):
            again = [t for i, t in enumerate(self.ticks) if t in self.ticks[:i]]
            raise RepeatedTick(again[0], self.voter)
        if self.points is not None:
            self._check_points(self.points)

    def _check_points(self, points: tuple[int, ...]) -> None:
        if len(points) == len(self.ticks) and all(type(number) is int for number in points):
            return
        raise BadValue(
            f"ballot {self.voter}",
            Text("分数与勾选项不对应。", "points and ticks do not match."),
            Text("每一项给一个整数分数。", "Give one whole number of points for each tick."),
        )


def _ticks(value: int) -> int:
    return whole(value, "limits")


def _contradict(where: str, minimum: int, maximum: int | None) -> None:
    if maximum is None or maximum >= minimum:
        return
    raise BadValue(
        where,
        Text(
            f"至少{minimum}项、至多{maximum}项，自相矛盾。",
            f"at least {minimum} and at most {maximum} contradict each other.",
        ),
        Text("请改数字。", "Change the numbers."),
    )


@attrs.frozen
class TierLimits:
    """How many items of one tier (street, neighbourhood …) a ballot may tick."""

    tier: str
    minimum: int = attrs.field(default=0, converter=_ticks)
    maximum: int | None = attrs.field(default=None, converter=attrs.converters.optional(_ticks))

    def __attrs_post_init__(self) -> None:
        _contradict(f"limits of {self.tier}", self.minimum, self.maximum)

    def check(self, given: int) -> None:
        """Raise ``TooManyOfTier`` or ``TooFewOfTier`` unless that many are allowed."""
        if self.maximum is not None and given > self.maximum:
            raise TooManyOfTier(self.tier, given, self.maximum, level_words(self.tier))
        if given < self.minimum:
            raise TooFewOfTier(self.tier, given, self.minimum, level_words(self.tier))

    @property
    def text(self) -> Text:
        """The limits in words."""
        said = Limits(self.minimum, self.maximum).text
        return Text("其中“{tier}”：{said}", "of '{tier}': {said}").filled(
            tier=level_words(self.tier), said=said
        )


@attrs.frozen
class Limits:
    """How many items a ballot may tick: at least ``minimum``, at most ``maximum`` (None: no limit).

    ``Limits()`` is unlimited, ``Limits.at_most(5)``, ``Limits.exactly(10)``, ``Limits(1, 10)``.
    ``tiers`` limit the items of single tiers besides.
    """

    minimum: int = attrs.field(default=0, converter=_ticks)
    maximum: int | None = attrs.field(default=None, converter=attrs.converters.optional(_ticks))
    tiers: tuple[TierLimits, ...] = attrs.field(default=(), validator=a_tuple)

    def __attrs_post_init__(self) -> None:
        _contradict("limits", self.minimum, self.maximum)
        no_duplicates("tier", (tier.tier for tier in self.tiers))

    @classmethod
    def at_most(cls, number: int) -> Limits:
        """Any number up to ``number``."""
        return cls(0, number)

    @classmethod
    def exactly(cls, number: int) -> Limits:
        """Just ``number``, neither more nor fewer."""
        return cls(number, number)

    def check(self, given: int, by_tier: Mapping[str, int] | None = None) -> None:
        """Raise ``TooManyTicks`` or ``TooFewTicks`` unless the number of ticks is allowed.

        ``by_tier``: how many of them are of each tier; ``TooManyOfTier``, ``TooFewOfTier``.
        """
        if self.maximum is not None and given > self.maximum:
            raise TooManyTicks(given, self.maximum)
        if given < self.minimum:
            raise TooFewTicks(given, self.minimum)
        for tier in self.tiers:
            tier.check((by_tier or {}).get(tier.tier, 0))

    @property
    def text(self) -> Text:
        """The limits in words, as they stand on the ballot."""
        return join_texts([self._whole, *(tier.text for tier in self.tiers)], "；", "; ")

    @property
    def _whole(self) -> Text:
        if self.maximum is None:
            if self.minimum == 0:
                return Text("勾选项数不限", "tick as many as you like")
            return Text(f"至少勾选{self.minimum}项", f"tick at least {self.minimum}")
        if self.minimum == self.maximum:
            return Text(f"请勾选{self.minimum}项，不多不少", f"tick exactly {self.minimum}")
        if self.minimum == 0:
            return Text(f"最多勾选{self.maximum}项", f"tick at most {self.maximum}")
        return Text(
            f"请勾选{self.minimum}至{self.maximum}项",
            f"tick between {self.minimum} and {self.maximum}",
        )


def check_ticks(ballot: Ballot, listed: TickList | Iterable[str], limits: Limits) -> None:
    """Refuse a ballot that does not fit the list or its limits, which count items, not options.

    Raises ``UnknownId`` for a tick that is not on the list, ``ChooseOne`` for an item with options
    that is ticked bare or in more than one of them, or what ``limits`` refuses.
    """
    if isinstance(listed, TickList):
        supported = _items_supported(ballot, listed)
        limits.check(len(supported), Counter(item.tier for item in supported))
        return
    known = frozenset(listed)
    for tick in ballot.ticks:
        if tick not in known:
            raise UnknownId("item", tick, f"ballot {ballot.voter}")
    limits.check(len(ballot.ticks))


def _items_supported(ballot: Ballot, listed: TickList) -> list[Item]:
    said: set[str] = set()
    for tick in ballot.ticks:
        item = listed.item_of.get(tick)
        if item is None:
            bare = next((one for one in listed.items if one.id == tick), None)
            if bare is None:
                raise UnknownId("item", tick, f"ballot {ballot.voter}")
            raise ChooseOne(tick, bare.ticks)
        if item.id in said:
            raise ChooseOne(item.id, item.ticks)
        said.add(item.id)
    return [listed.item_of[tick] for tick in ballot.ticks if listed.supports(tick)]
