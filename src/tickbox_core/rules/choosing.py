"""Choosing from a ranking: least votes, items that exclude each other, quotas, tiers with budgets.

One stage behind any ranking, in this order, documented so that it can be done by hand:

1. *threshold*: an item below it cannot be chosen;
2. from the top rank down, an item is passed over where one that excludes it is chosen already,
   where its category's quota or its tier's places are full, or where it costs more than its tier
   (or the whole) has left; with ``unfit = stop`` the first that does not fit ends its tier;
3. until all places are filled.

An item whose cost is not known never fits into a budget.  Equal items are a *tie* where something
(places, a quota, money, a group of items that exclude each other) does not suffice for all of them:
the tie-break says in which order those, and those linked to them, are tried.  Equal items for which
everything suffices are taken first; they are no part of a tie.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby

import attrs

from tickbox_core.counting import Share
from tickbox_core.errors import BadValue, TieRefused
from tickbox_core.model import Item, level_words
from tickbox_core.model._checks import frozen_mapping
from tickbox_core.rules.budget.spending import amount
from tickbox_core.rules.constraints import Choosing, Tier
from tickbox_core.rules.outcome import Tie, TieBreak
from tickbox_core.rules.ranking import figure
from tickbox_core.text import EMPTY, Text

Thing = tuple[str, str]
"""What may not suffice for all: its kind, and of which category, tier or group."""


@attrs.frozen
class Candidate:
    """An item with its rank and what thresholds look at; ``unit`` of the share make one."""

    item: Item
    rank: int
    ticks: int
    share: Share
    unit: int = 1


@attrs.frozen(hash=False)
class Choice:
    """Who is chosen, in order; ties and how they were broken; why each that is not, is not.

    ``spent`` is what the chosen cost where money decided.
    """

    chosen: tuple[str, ...]
    ties: tuple[Tie, ...]
    lacked: Mapping[str, Text] = attrs.field(converter=frozen_mapping)
    spent: int | None = None


def choose(
    ranked: Sequence[Candidate],
    choosing: Choosing,
    tie_break: TieBreak,
    places: int | None,
    budget: int | None = None,
    minor_units: int = 100,
) -> Choice:
    """Walk the ranking from the top; see above.  Raises ``TieRefused`` where people must decide.

    ``minor_units`` of money make one unit of currency, for what is said of it.
    """
    walk = _Walk(choosing, places, budget, minor_units)
    ties: list[Tie] = []
    for _, group in groupby(ranked, key=lambda candidate: candidate.rank):
        level = [candidate.item for candidate in group if walk.could(candidate)]
        tied = list(_ties(level, walk))
        contested = {item.id for tie in tied for item in tie}
        for item in level:
            if item.id not in contested:
                walk.take(item)
        ties += [_settled(tie, walk, tie_break) for tie in tied]
    return Choice(tuple(walk.chosen), tuple(ties), walk.lacked, walk.spent)


def _settled(tied: Sequence[Item], walk: _Walk, tie_break: TieBreak) -> Tie:
    """Try tied items in the order of the tie-break."""
    order = _broken(tied, walk, tie_break)
    took = tuple(item.id for item in order if walk.take(item))
    return Tie(tuple(item.id for item in tied), len(took), tie_break.key, took)


def _broken(tied: Sequence[Item], walk: _Walk, tie_break: TieBreak) -> list[Item]:
    try:
        order = list(tie_break.order(tuple(tied)))
    except TieRefused:
        places = sum(map(walk.take, tied))  # the walk ends here, so it may as well count them
        raise TieRefused(tuple(item.id for item in tied), places) from None
    if sorted(item.id for item in order) != sorted(item.id for item in tied):
        raise BadValue(
            f"tie-break {tie_break.key}",
            Text("返回的不是原来那几项。", "did not give back the items it was handed."),
            Text("请换一种，或联系插件作者。", "Use another, or write to the plugin's author."),
        )
    return order


def _ties(level: Sequence[Item], walk: _Walk) -> Iterator[list[Item]]:
    """Those of a level among whom the order decides, each tie by itself, in listed order."""
    listed = {item.id: at for at, item in enumerate(level)}
    for tie in sorted(
        _linked(_contests(level, walk)), key=lambda tie: min(listed[id_] for id_ in tie)
    ):
        yield [item for item in level if item.id in tie]


def _contests(level: Sequence[Item], walk: _Walk) -> Iterator[set[str]]:
    """For each thing that does not suffice for all who would take of it, who they are.

    Of a group of items that exclude each other only the one that takes most is reckoned.  Where
    the first that does not fit ends its tier, such a one contends with all that would still fit.
    """
    fit = [item for item in level if walk.fits(item)]
    wanted: dict[Thing, dict[str, int]] = {}
    left: dict[Thing, int] = {}
    for item in fit:
        for thing, part, left[thing] in walk.claims(item):
            wanted.setdefault(thing, {})[item.id] = part
    for thing, parts in wanted.items():
        if _together(thing, parts, walk.groups) > left[thing]:
            yield set(parts)
    stopping = {item.tier for item in level if item not in fit}
    for tier in stopping & {item.tier for item in fit}:
        yield {item.id for item in level if item.tier == tier}


def _together(thing: Thing, parts: Mapping[str, int], groups: Mapping[str, int]) -> int:
    """How much would be taken of a thing if all were chosen that do not exclude each other."""
    if thing[0] == "group":
        return len(parts)
    most: dict[object, int] = {}
    for id_, part in parts.items():
        group = groups.get(id_, id_)
        most[group] = max(part, most.get(group, 0))
    return sum(most.values())


def _linked(sets: Iterable[set[str]]) -> list[set[str]]:
    """Sets that share an item, made one."""
    apart: list[set[str]] = []
    for new in sets:
        near = [old for old in apart if old & new]
        apart = [*(old for old in apart if not old & new), new.union(*near)]
    return apart


class _Walk:
    """What is chosen so far, and what is left of everything."""

    def __init__(
        self, choosing: Choosing, places: int | None, budget: int | None, minor_units: int
    ) -> None:
        self.chosen: list[str] = []
        self.lacked: dict[str, Text] = {}
        self.groups = {id_: at for at, group in enumerate(choosing.exclusive) for id_ in group}
        self._choosing = choosing
        self._places = places
        self._budget = budget
        self._minor_units = minor_units
        self._of_category: dict[str, int] = {}
        self._of_tier: dict[str, int] = {}
        self._money: dict[str, int] = {}
        self._stopped: set[str] = set()
        self._taken: dict[int, str] = {}

    @property
    def spent(self) -> int | None:
        """What was spent of the budgets there are; ``None`` without any."""
        if self._budget is not None:
            return sum(self._money.values())
        tiers = [name for name, tier in self._choosing.tiers.items() if tier.budget is not None]
        return sum(self._money.get(name, 0) for name in tiers) if tiers else None

    def could(self, candidate: Candidate) -> bool:
        """Whether it could be chosen by itself; if not, what it lacked is noted.

        Where the first that does not fit ends its tier, one that does not fit still stands in the
        order of its level.
        """
        item = candidate.item
        lack = self._below(candidate) or self._lack_of_place(item)
        if not lack and self._choosing.unfit == "skip":
            lack = self._lack_of_money(item)
        if lack:
            self.lacked[item.id] = lack
        return not lack

    def fits(self, item: Item) -> bool:
        """Whether there is money for it."""
        return not self._lack_of_money(item)

    def claims(self, item: Item) -> Iterator[tuple[Thing, int, int]]:
        """What it would take of each thing that is limited, and how much of that is left."""
        tier, quota = self._tier(item), self._choosing.quotas.get(item.category)
        if self._places is not None:
            yield ("places", ""), 1, self._places - len(self.chosen)
        if quota is not None:
            yield ("category", item.category), 1, quota - self._of_category.get(item.category, 0)
        if tier.places is not None:
            yield ("tier", item.tier), 1, tier.places - self._of_tier.get(item.tier, 0)
        if item.id in self.groups:
            yield ("group", str(self.groups[item.id])), 1, 1
        if item.cost and tier.budget is not None:
            yield ("money", item.tier), item.cost, tier.budget - self._money.get(item.tier, 0)
        if item.cost and self._budget is not None:
            yield ("budget", ""), item.cost, self._budget - sum(self._money.values())

    def take(self, item: Item) -> bool:
        """Choose it, if it still fits."""
        lack = self._lack_of_place(item)
        if not lack:
            lack = self._lack_of_money(item)
            if lack and self._choosing.unfit == "stop":
                self._stopped.add(item.tier)
        if lack:
            self.lacked[item.id] = lack
            return False
        self.chosen.append(item.id)
        self._of_category[item.category] = self._of_category.get(item.category, 0) + 1
        self._of_tier[item.tier] = self._of_tier.get(item.tier, 0) + 1
        self._money[item.tier] = self._money.get(item.tier, 0) + (item.cost or 0)
        if item.id in self.groups:
            self._taken[self.groups[item.id]] = item.id
        return True

    def _tier(self, item: Item) -> Tier:
        return self._choosing.tiers.get(item.tier, Tier())

    def _below(self, candidate: Candidate) -> Text:
        bar = self._choosing.threshold
        short = bar.short(candidate.ticks, candidate.share)
        if not short:
            return EMPTY
        return Text("未达到最低要求（{bar}），差{short}。", "Below {bar}: {short} short.").filled(
            bar=bar.words, short=figure(Fraction(short, candidate.unit if bar.of_base else 1))
        )

    def _lack_of_place(self, item: Item) -> Text:
        other = self._taken.get(self.groups.get(item.id, -1))
        if other is not None:
            return Text(f"与已入选的“{other}”只能取一项。", f"'{other}' is chosen and excludes it.")
        tier, quota = self._tier(item).places, self._choosing.quotas.get(item.category)
        if self._places is not None and len(self.chosen) >= self._places:
            return _all_taken(self._places)
        if quota is not None and self._of_category.get(item.category, 0) >= quota:
            return Text(
                f"类别“{item.category}”的{quota}个名额已满。",
                f"The quota of '{item.category}' ({quota}) is full.",
            )
        if tier is not None and self._of_tier.get(item.tier, 0) >= tier:
            return Text(
                "层级“{tier}”的{places}个名额已满。",
                "The places of tier '{tier}' ({places}) are taken.",
            ).filled(tier=level_words(item.tier), places=tier)
        return EMPTY

    def _lack_of_money(self, item: Item) -> Text:
        left = self._left(item.tier, self._tier(item))
        if left is None:
            return EMPTY
        if item.tier in self._stopped:
            return Text(
                "前一项超出余款，到此为止。", "An item before it did not fit, and that ends it."
            )
        if item.cost is None:
            return Text("费用未知，无法判断是否够用。", "Its cost is unknown, so it cannot fit.")
        if item.cost > left:
            short, rest = (amount(m, self._minor_units) for m in (item.cost - left, left))
            return Text(
                f"轮到它时只剩{rest}，差{short}。",
                f"Only {rest} was left at its turn: {short} short.",
            )
        return EMPTY

    def _left(self, name: str, tier: Tier) -> int | None:
        left = []
        if tier.budget is not None:
            left.append(tier.budget - self._money.get(name, 0))
        if self._budget is not None:
            left.append(self._budget - sum(self._money.values()))
        return min(left) if left else None


def _all_taken(places: int) -> Text:
    few = {0: "There is no place to fill.", 1: "The one place is taken."}
    return Text(
        f"{places}个名额已满。" if places else "没有名额。",
        few.get(places, f"All {places} places are taken."),
    )
