"""The limits on a ballot: how many ticks, of each tier and category, and for how much money.

Limits count items that a ballot supports, so that "none of these" uses nothing up.  A *money cart*
is a budget on each ballot: what it ticks may not cost more, an option what the option costs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import attrs

from tickbox_core.errors import (
    BadValue,
    CostsTooMuch,
    TooFewOfCategory,
    TooFewOfTier,
    TooFewTicks,
    TooManyOfCategory,
    TooManyOfTier,
    TooManyTicks,
)
from tickbox_core.model._checks import a_tuple, fen, no_duplicates, whole
from tickbox_core.model.area import level_words
from tickbox_core.model.items import Item, TickList
from tickbox_core.text import EMPTY, Text, as_text, join_texts, yuan


def _ticks(value: int) -> int:
    return whole(value, "limits")


def _at_most(value: int | None) -> int | None:
    return None if value is None else _ticks(value)


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


def _range_words(minimum: int, maximum: int | None) -> Text:
    if maximum is None:
        if minimum == 0:
            return Text("勾选项数不限", "tick as many as you like")
        return Text(f"至少勾选{minimum}项", f"tick at least {minimum}")
    if minimum == maximum:
        return Text(f"请勾选{minimum}项，不多不少", f"tick exactly {minimum}")
    if minimum == 0:
        return Text(f"最多勾选{maximum}项", f"tick at most {maximum}")
    return Text(
        f"请勾选{minimum}至{maximum}项",
        f"tick between {minimum} and {maximum}",
    )


@attrs.frozen
class TickSums:
    """What ticks come to: items supported, how many of each tier and category, and their cost.

    ``cost`` is in fen, and ``None`` where what something costs is not known.
    """

    given: int
    by_tier: Mapping[str, int] = attrs.field(factory=dict)
    by_category: Mapping[str, int] = attrs.field(factory=dict)
    cost: int | None = None

    @classmethod
    def of(cls, listed: TickList, ticks: Mapping[str, int]) -> TickSums:
        """The sums of ticks of a list, each so many times."""
        tiers: Counter[str] = Counter()
        categories: Counter[str] = Counter()
        cost: int | None = 0
        for tick, number in ticks.items():
            if not listed.supports(tick):
                continue
            item, price = listed.item_of[tick], listed.cost_of(tick)
            tiers[item.tier] += number
            categories[item.category] += number
            if number:
                cost = None if cost is None or price is None else cost + price * number
        return cls(sum(tiers.values()), tiers, categories, cost)


@attrs.frozen
class TierLimits:
    """How many items of one tier (street, neighbourhood …) a ballot may tick."""

    tier: str
    minimum: int = attrs.field(default=0, converter=_ticks)
    maximum: int | None = attrs.field(default=None, converter=_at_most)

    def __attrs_post_init__(self) -> None:
        _contradict(f"limits of {self.tier}", self.minimum, self.maximum)

    def check(self, given: int, people: int = 1) -> None:
        """Raise ``TooManyOfTier`` or ``TooFewOfTier`` unless so many people may tick that many."""
        if self.maximum is not None and given > self.maximum * people:
            raise TooManyOfTier(self.tier, given, self.maximum * people, self.words)
        if given < self.minimum * people:
            raise TooFewOfTier(self.tier, given, self.minimum * people, self.words)

    def has(self, item: Item) -> bool:
        """Whether an item is of the tier."""
        return item.tier == self.tier

    @property
    def words(self) -> Text:
        """What people call the tier."""
        return level_words(self.tier)

    @property
    def text(self) -> Text:
        """The limits in words."""
        return _of_them(self.words, self.minimum, self.maximum)


@attrs.frozen
class CategoryLimits:
    """How many items of one category a ballot may tick; ``title`` is what people call it."""

    category: str
    minimum: int = attrs.field(default=0, converter=_ticks)
    maximum: int | None = attrs.field(default=None, converter=_at_most)
    title: Text = attrs.field(default=EMPTY, converter=as_text)

    def __attrs_post_init__(self) -> None:
        _contradict(f"limits of {self.category}", self.minimum, self.maximum)

    def check(self, given: int, people: int = 1) -> None:
        """Raise ``TooManyOfCategory`` or ``TooFewOfCategory``, as for a tier."""
        if self.maximum is not None and given > self.maximum * people:
            raise TooManyOfCategory(self.category, given, self.maximum * people, self.title)
        if given < self.minimum * people:
            raise TooFewOfCategory(self.category, given, self.minimum * people, self.title)

    def has(self, item: Item) -> bool:
        """Whether an item is of the category."""
        return item.category == self.category

    @property
    def words(self) -> Text:
        """What people call the category."""
        return self.title or Text.of(self.category)

    @property
    def text(self) -> Text:
        """The limits in words."""
        return _of_them(self.words, self.minimum, self.maximum)


def _of_them(words: Text, minimum: int, maximum: int | None) -> Text:
    said = Text("其中“{words}”：{said}", "of '{words}': {said}")
    return said.filled(words=words, said=_range_words(minimum, maximum))


def cart_words(spent: int, budget: int) -> Text:
    """What ticks cost of what a ballot may spend, and how much is left of it, or too much."""
    said = Text(
        "勾选合计{spent}，每张选票最多{budget}，还可用{rest}",
        "{spent} of the {budget} of a ballot: {rest} left",
    )
    if spent > budget:
        said = Text(
            "勾选合计{spent}，每张选票最多{budget}，超出{rest}",
            "{spent} of the {budget} of a ballot: {rest} too much",
        )
    return said.filled(spent=yuan(spent), budget=yuan(budget), rest=yuan(abs(budget - spent)))


GroupLimits = TypeVar("GroupLimits", TierLimits, CategoryLimits)


@attrs.frozen
class Limits:
    """How many items a ballot may tick: at least ``minimum``, at most ``maximum`` (None: no limit).

    ``Limits()`` is unlimited, ``Limits.at_most(5)``, ``Limits.exactly(10)``, ``Limits(1, 10)``.
    ``tiers`` and ``categories`` limit the items of single ones besides.  ``budget`` (fen) is the
    money cart: what a ballot ticks may not cost more.
    """

    minimum: int = attrs.field(default=0, converter=_ticks)
    maximum: int | None = attrs.field(default=None, converter=_at_most)
    tiers: tuple[TierLimits, ...] = attrs.field(default=(), validator=a_tuple)
    categories: tuple[CategoryLimits, ...] = attrs.field(default=(), validator=a_tuple)
    budget: int | None = attrs.field(default=None, converter=fen)

    def __attrs_post_init__(self) -> None:
        _contradict("limits", self.minimum, self.maximum)
        no_duplicates("tier", (tier.tier for tier in self.tiers))
        no_duplicates("category", (one.category for one in self.categories))

    @classmethod
    def at_most(cls, number: int) -> Limits:
        """Any number up to ``number``."""
        return cls(0, number)

    @classmethod
    def exactly(cls, number: int) -> Limits:
        """Just ``number``, neither more nor fewer."""
        return cls(number, number)

    @property
    def groups(self) -> tuple[TierLimits | CategoryLimits, ...]:
        """The limits of tiers and of categories."""
        return (*self.tiers, *self.categories)

    def check(self, given: int, by_tier: Mapping[str, int] | None = None) -> None:
        """Raise ``TooManyTicks`` or ``TooFewTicks`` unless the number of ticks is allowed.

        ``by_tier``: how many of them are of each tier; ``TooManyOfTier``, ``TooFewOfTier``.
        """
        self.check_sums(TickSums(given, by_tier or {}))

    def check_sums(self, sums: TickSums, people: int = 1) -> None:
        """Raise unless so many people together can have ticked that.

        What ``check`` raises; ``TooManyOfCategory``, ``TooFewOfCategory``; ``CostsTooMuch`` beyond
        the money cart, and ``BadValue`` where a cost is not known.
        """
        if self.maximum is not None and sums.given > self.maximum * people:
            raise TooManyTicks(sums.given, self.maximum * people)
        if sums.given < self.minimum * people:
            raise TooFewTicks(sums.given, self.minimum * people)
        for tier in self.tiers:
            tier.check(sums.by_tier.get(tier.tier, 0), people)
        for one in self.categories:
            one.check(sums.by_category.get(one.category, 0), people)
        if self.budget is None:
            return
        if sums.cost is None:
            raise BadValue(
                "limits",
                Text("有勾选的事项没有写明费用。", "what something ticked costs is not known."),
                Text("请补上费用；不花钱的写0。", "Give its cost; 0 where there is none."),
            )
        if sums.cost > self.budget * people:
            raise CostsTooMuch(sums.cost, self.budget * people)

    def cannot_be(self, items: Iterable[Item]) -> Text | None:
        """Why no ballot of these items can keep to the limits; ``None`` where nothing stands out.

        Numbers and money are looked at by themselves, tiers apart from categories.
        """
        listed = tuple(items)
        if self.minimum > len(listed):
            return Text(
                "至少要勾选的项数比清单还多，请调低。",
                "more ticks are demanded than there are items; lower the limit.",
            )
        for one in self.groups:
            if one.minimum > sum(map(one.has, listed)):
                return Text(
                    "{said}，清单上没有这么多，请调低。",
                    "{said}: the list has not so many; lower the limit.",
                ).filled(said=one.text)
        return self._at_odds(self.tiers, listed) or self._at_odds(self.categories, listed)

    def _at_odds(self, parts: Sequence[GroupLimits], items: tuple[Item, ...]) -> Text | None:
        """Why limits of parts contradict those of the whole."""
        least = max(self.minimum, sum(one.minimum for one in parts))
        if self.maximum is not None and least > self.maximum:
            return Text(
                "各类至少要勾选的项数，加起来超过了最多可勾选的项数，请改数字。",
                "what has to be ticked of each comes to more than may be ticked; "
                "change the numbers.",
            )
        left = [item for item in items if not any(one.has(item) for one in parts)]
        room = len(left) + sum(
            min(sum(map(one.has, items)), len(items) if one.maximum is None else one.maximum)
            for one in parts
        )
        if room < self.minimum:
            return Text(
                "各类最多可勾选的项数，加起来还不到至少要勾选的项数，请改数字。",
                "what may be ticked of each comes to less than has to be ticked; "
                "change the numbers.",
            )
        if self.budget is None or cheapest(parts, items, self.minimum) <= self.budget:
            return None
        return Text(
            "至少要勾选的项数，挑最便宜的也超过每张选票的{budget}，请改数字。",
            "even the cheapest that have to be ticked cost more than the {budget} of a ballot; "
            "change the numbers.",
        ).filled(budget=yuan(self.budget))

    def lowered_to(self, items: Iterable[Item]) -> Limits:
        """The same for fewer items: nothing asks for more ticks than there are."""
        listed = tuple(items)

        def lowered(one: GroupLimits) -> GroupLimits:
            return attrs.evolve(one, minimum=min(one.minimum, sum(map(one.has, listed))))

        return attrs.evolve(
            self,
            minimum=min(self.minimum, len(listed)),
            tiers=tuple(map(lowered, self.tiers)),
            categories=tuple(map(lowered, self.categories)),
        )

    @property
    def text(self) -> Text:
        """The limits in words, as they stand on the ballot."""
        said = [_range_words(self.minimum, self.maximum), *(one.text for one in self.groups)]
        if self.budget is not None:
            cart = Text("勾选的费用合计不超过{budget}", "what you tick may cost {budget} at most")
            said.append(cart.filled(budget=yuan(self.budget)))
        return join_texts(said, "；", "; ")


def cheapest(parts: Iterable[GroupLimits], items: Iterable[Item], least: int) -> int:
    """What the cheapest ticks cost with as many of each part, and in all, as have to be."""
    rest = sorted(items, key=_price)
    cost = number = 0
    for one in parts:
        mine = [item for item in rest if one.has(item)][: one.minimum]
        rest = [item for item in rest if item not in mine]
        cost += sum(map(_price, mine))
        number += len(mine)
    return cost + sum(map(_price, rest[: max(least - number, 0)]))


def _price(item: Item) -> int:
    """What the cheapest way to tick an item costs; nothing where that is not known."""
    costs = [item.cost if one.cost is None else one.cost for one in item.options] or [item.cost]
    return min((cost for cost in costs if cost is not None), default=0)
