"""What is chosen so far on the way down a ranking, what is left of everything, and who lacks what.

``choosing`` says in which order; what an item claims of anything that is limited is said here.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

import attrs

from tickbox_core.counting import Share
from tickbox_core.model import Item, level_words
from tickbox_core.rules.budget.spending import amount
from tickbox_core.rules.constraints import Choosing, Threshold, TierLimit
from tickbox_core.rules.ranking import figure
from tickbox_core.text import EMPTY, Text

Thing = tuple[str, str]
"""What may not suffice for all: its kind, and of which category, tier or group."""

_NO_LIMIT = TierLimit()
TRIED = 10
"""Of so many tied, that take of different things, every choice is tried."""


@attrs.frozen
class Candidate:
    """An item with its rank and what thresholds look at; ``unit`` of the share make one."""

    item: Item
    rank: int
    ticks: int
    share: Share
    unit: int = 1


class Walk:
    """What is chosen so far, and what is left of everything."""

    def __init__(
        self, choosing: Choosing, places: int | None, budget: int | None, minor_units: int
    ) -> None:
        self.chosen: list[str] = []
        self.lacked: dict[str, Text] = {}
        self.groups = {id_: at for at, group in enumerate(choosing.exclusive) for id_ in group}
        self._choosing = choosing
        self._no_bar = choosing.threshold == Threshold()
        self._places = places
        self._budget = budget
        self._minor_units = minor_units
        self._of_category: dict[str, int] = {}
        self._of_tier: dict[str, int] = {}
        self._money: dict[str, int] = {}
        self._stopped: set[str] = set()
        self._taken: dict[int, str] = {}
        self._held: dict[str, Item] = {}

    @property
    def certain(self) -> tuple[str, ...]:
        """Those chosen, without any that only keep the place of a tie."""
        return tuple(id_ for id_ in self.chosen if id_ not in self._held)

    @property
    def spent(self) -> int | None:
        """What was spent of the budgets there are on those chosen; ``None`` without any."""
        tiers = [name for name, tier in self._choosing.tiers.items() if tier.budget is not None]
        if self._budget is not None:
            tiers = list(self._money)
        elif not tiers:
            return None
        held = sum(item.cost or 0 for item in self._held.values() if item.tier in tiers)
        return sum(self._money.get(name, 0) for name in tiers) - held

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

    def copied(self) -> Walk:
        """Another that stands where this one does."""
        other = copy.copy(self)
        for name, value in vars(self).items():
            if isinstance(value, (list, dict, set)):
                setattr(other, name, value.copy())
        return other

    def hold(self, tied: Sequence[Item]) -> int:
        """Keep the place of a tie that is not settled: how many of the tied still fit, at most.

        They are tried from the cheapest up, and those that fit stand for whoever it will be.  Where
        they take of different things, others of a few may be more.
        """
        cheapest = sorted(tied, key=lambda item: (item.cost is None, item.cost or 0))
        before = self.copied()
        held = {item.id: item for item in cheapest if self.take(item)}
        self._held |= held
        return before._most(cheapest, len(held))

    def _most(self, cheapest: Sequence[Item], least: int) -> int:
        """How many can be taken together, whichever they are; ``least`` are known to."""
        if len(cheapest) > TRIED or self.alike(cheapest):
            return least
        for size in range(len(cheapest) - 1, least, -1):
            for some in combinations(cheapest, size):
                walk = self.copied()
                if all(walk.take(item) for item in some):
                    return size
        return least

    def alike(self, tied: Sequence[Item]) -> bool:
        """Whether items take the same of everything, so that it is all one to those behind them."""
        stops = self._choosing.unfit == "stop"
        takes = {
            (
                self.fits(item),
                item.tier if stops else "",
                frozenset((thing, part) for thing, part, _ in self.claims(item)),
            )
            for item in tied
        }
        return len(takes) == 1

    def might(self, candidate: Candidate) -> bool:
        """Whether it could be chosen now, by itself and with its money; nothing is noted."""
        item = candidate.item
        return not (self._below(candidate) or self._lack_of_place(item)) and self.fits(item)

    def _tier(self, item: Item) -> TierLimit:
        return self._choosing.tiers.get(item.tier, _NO_LIMIT)

    def _below(self, candidate: Candidate) -> Text:
        bar = self._choosing.threshold
        short = 0 if self._no_bar else bar.short(candidate.ticks, candidate.share)
        if not short:
            return EMPTY
        return Text("未达到最低要求（{bar}），差{short}。", "Below {bar}: {short} short.").filled(
            bar=bar.words, short=figure(Fraction(short, candidate.unit if bar.of_base else 1))
        )

    def _lack_of_place(self, item: Item) -> Text:
        other = self._taken.get(self.groups.get(item.id, -1))
        if other in self._held:
            return Text("与并列的事项只能取一项。", "One of those tied excludes it.")
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
        left = self._amount_left(item.tier, self._tier(item))
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

    def _amount_left(self, name: str, tier: TierLimit) -> int | None:
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
