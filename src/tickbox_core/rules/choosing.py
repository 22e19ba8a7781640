"""Choosing from a ranking: least votes, items that exclude each other, quotas, tiers with budgets.

One stage behind any ranking, in this order, documented so that it can be done by hand:

1. *threshold*: an item below it cannot be chosen;
2. from the top rank down, an item is passed over where one that excludes it is chosen already,
   where its category's quota or its tier's places are full, or where it costs more than its tier
   (or the whole) has left; with ``unfit = stop`` the first that does not fit ends its tier;
3. until all places are filled.

A level of equal items that cannot all be chosen is a tie: the tie-break says in which order they
are tried.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any

import attrs

from tickbox_core.counting import Share
from tickbox_core.errors import BadValue, TieRefused
from tickbox_core.model import Item
from tickbox_core.model._checks import frozen_mapping, no_duplicates
from tickbox_core.rules.budget.spending import amount
from tickbox_core.rules.outcome import Tie, TieBreak
from tickbox_core.text import EMPTY, Text

_THRESHOLD = re.compile(r"(>?)\s*([0-9]+)(?:/([1-9][0-9]*)|(?:\.([0-9]+))?\s*(%?))")


@attrs.frozen
class Threshold:
    """The least an item needs: so many ticks, or such a part of the base; reached or exceeded.

    Written ``100``, ``>100``, ``5%``, ``>1/3``.
    """

    number: Fraction = Fraction(0)
    of_base: bool = False
    exceeded: bool = False

    @classmethod
    def of(cls, written: object) -> Threshold:
        """From what a parameter holds; ``BadValue`` for anything else."""
        found = _THRESHOLD.fullmatch(str(written).strip().replace("％", "%"))
        if isinstance(written, bool) or not found:
            raise _bad(
                "threshold",
                written,
                Text("请写成 100、>100、5% 或 >1/3。", "Write 100, >100, 5% or >1/3."),
            )
        more, whole, below, decimals, percent = found.groups()
        number = Fraction(f"{whole}/{below}" if below else f"{whole}.{decimals or 0}")
        return cls(number / 100 if percent else number, bool(below or percent), bool(more))

    def met(self, ticks: int, share: Share) -> bool:
        """Exactly: where nobody is in the base, a part of it is not reached."""
        reached: Fraction = Fraction(ticks)
        if self.of_base:
            if not share.denominator:
                return self.number == 0 and not self.exceeded
            reached = Fraction(share.numerator, share.denominator)
        return reached > self.number if self.exceeded else reached >= self.number

    @property
    def words(self) -> Text:
        """The bar in words."""
        number = f"{self.number}"
        if self.of_base:
            return Text(
                f"{'超过' if self.exceeded else '至少'}基数的{number}",
                f"{'more than' if self.exceeded else 'at least'} {number} of the base",
            )
        return Text(
            f"{'多于' if self.exceeded else '至少'}{number}票",
            f"{'more than' if self.exceeded else 'at least'} {number} votes",
        )


@attrs.frozen(hash=False)
class Tier:
    """What a tier may take: so many items, so much money (``None``: no limit)."""

    places: int | None = None
    budget: int | None = None


@attrs.frozen(hash=False)
class Choosing:
    """The constraints of the stage; empty ones choose by rank and places alone.

    ``exclusive``: groups of ids of which at most one is chosen.  ``quotas``: by category, at most
    so many.  ``tiers``: by an item's tier, places and budget (smallest units of money).  ``unfit``:
    ``skip`` what does not fit, or ``stop``.
    """

    threshold: Threshold = attrs.field(factory=Threshold)
    exclusive: tuple[tuple[str, ...], ...] = ()
    quotas: Mapping[str, int] = attrs.field(factory=dict, converter=frozen_mapping)
    tiers: Mapping[str, Tier] = attrs.field(factory=dict, converter=frozen_mapping)
    unfit: str = "skip"

    @property
    def plain_cut(self) -> bool:
        """Whether it chooses by rank and places alone."""
        return self == Choosing()

    @classmethod
    def of_plain(cls, parameters: Mapping[str, Any]) -> Choosing:
        """From a rule's parameters, as they come out of JSON.

        Raises ``BadValue`` naming the parameter that will not do.
        """
        return cls(
            threshold=Threshold.of(parameters.get("threshold", 0)),
            exclusive=_groups(parameters.get("exclusive", ())),
            quotas=_quotas(parameters.get("quotas", {})),
            tiers=_tiers(parameters.get("tiers", {})),
            unfit=parameters.get("unfit", "skip"),
        )

    def plain(self) -> dict[str, Any]:
        """The parameters that are not as by default, for JSON."""
        given: dict[str, Any] = {}
        if self.threshold != Threshold():
            bar = self.threshold
            number = f"{bar.number.numerator}/{bar.number.denominator}" if bar.of_base else (
                str(bar.number)
            )  # fmt: skip
            given["threshold"] = f"{'>' if bar.exceeded else ''}{number}"
        if self.exclusive:
            given["exclusive"] = [list(group) for group in self.exclusive]
        if self.quotas:
            given["quotas"] = dict(self.quotas)
        if self.tiers:
            given["tiers"] = {
                name: {
                    part: value
                    for part, value in (("places", tier.places), ("budget", tier.budget))
                    if value is not None
                }
                for name, tier in self.tiers.items()
            }
        if self.unfit != "skip":
            given["unfit"] = self.unfit
        return given


@attrs.frozen
class Candidate:
    """An item with its rank and what thresholds look at."""

    item: Item
    rank: int
    ticks: int
    share: Share


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
        order = level if walk.order_is_free(level) else _broken(level, walk, tie_break)
        before = len(walk.chosen)
        for item in order:
            walk.take(item)
        took = tuple(walk.chosen[before:])
        if order is not level:
            tied = tuple(item.id for item in level)
            ties.append(Tie(tied, len(took), tie_break.key, took))
    return Choice(tuple(walk.chosen), tuple(ties), walk.lacked, walk.spent)


class _Walk:
    """What is chosen so far, and what is left of everything."""

    def __init__(
        self, choosing: Choosing, places: int | None, budget: int | None, minor_units: int
    ) -> None:
        self.chosen: list[str] = []
        self.lacked: dict[str, Text] = {}
        self._choosing = choosing
        self._places = places
        self._budget = budget
        self._minor_units = minor_units
        self._of_category: dict[str, int] = {}
        self._of_tier: dict[str, int] = {}
        self._money: dict[str, int] = {}
        self._stopped: set[str] = set()
        self._groups = {id_: at for at, group in enumerate(choosing.exclusive) for id_ in group}
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
        lack = self._threshold(candidate) or self._lack_of_place(item)
        if not lack and self._choosing.unfit == "skip":
            lack = self._lack_of_money(item)
        if lack:
            self.lacked[item.id] = lack
        return not lack

    def order_is_free(self, level: Sequence[Item]) -> bool:
        """Whether the order of equals changes nothing: all can be taken, or none."""
        trial = self._copy()
        if all(trial.take(item) for item in level):
            return True
        return not any(self._copy().take(item) for item in level)

    def take(self, item: Item) -> bool:
        """Choose it, if it still fits."""
        lack = self._lack(item)
        if lack:
            self.lacked[item.id] = lack
            return False
        self.chosen.append(item.id)
        self._of_category[item.category] = self._of_category.get(item.category, 0) + 1
        self._of_tier[item.tier] = self._of_tier.get(item.tier, 0) + 1
        self._money[item.tier] = self._money.get(item.tier, 0) + (item.cost or 0)
        if item.id in self._groups:
            self._taken[self._groups[item.id]] = item.id
        return True

    def _threshold(self, candidate: Candidate) -> Text:
        if self._choosing.threshold.met(candidate.ticks, candidate.share):
            return EMPTY
        return Text("未达到最低要求（{bar}）。", "Below the threshold ({bar}).").filled(
            bar=self._choosing.threshold.words
        )

    def _lack(self, item: Item) -> Text:
        lack = self._lack_of_place(item)
        if lack:
            return lack
        lack = self._lack_of_money(item)
        if lack and self._choosing.unfit == "stop":
            self._stopped.add(item.tier)
        return lack

    def _lack_of_place(self, item: Item) -> Text:
        other = self._taken.get(self._groups.get(item.id, -1))
        if other is not None:
            return Text(f"与已入选的“{other}”只能取一项。", f"'{other}' is chosen and excludes it.")
        if self._places is not None and len(self.chosen) >= self._places:
            return Text(f"{self._places}个名额已满。", f"All {self._places} places are taken.")
        quota = self._choosing.quotas.get(item.category)
        if quota is not None and self._of_category.get(item.category, 0) >= quota:
            return Text(
                f"类别“{item.category}”的{quota}个名额已满。",
                f"The quota of '{item.category}' ({quota}) is full.",
            )
        tier = self._choosing.tiers.get(item.tier, Tier())
        if tier.places is not None and self._of_tier.get(item.tier, 0) >= tier.places:
            return Text(
                f"层级“{item.tier}”的{tier.places}个名额已满。",
                f"The tier '{item.tier}' has its {tier.places} items.",
            )
        return EMPTY

    def _lack_of_money(self, item: Item) -> Text:
        left = self._left(item.tier, self._choosing.tiers.get(item.tier, Tier()))
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

    def _copy(self) -> _Walk:
        twin = _Walk(self._choosing, self._places, self._budget, self._minor_units)
        twin.chosen = list(self.chosen)
        twin._of_category, twin._of_tier = dict(self._of_category), dict(self._of_tier)
        twin._money, twin._taken = dict(self._money), dict(self._taken)
        twin._stopped = set(self._stopped)
        return twin


def _broken(tied: list[Item], walk: _Walk, tie_break: TieBreak) -> list[Item]:
    asked = sorted(item.id for item in tied)
    try:
        order = list(tie_break.order(tuple(tied)))
    except TieRefused:
        trial = walk._copy()
        places = sum(trial.take(item) for item in tied)
        raise TieRefused(tuple(item.id for item in tied), places) from None
    if sorted(item.id for item in order) != asked:
        raise BadValue(
            f"tie-break {tie_break.key}",
            Text("返回的不是原来那几项。", "did not give back the items it was handed."),
            Text("请换一种，或联系插件作者。", "Use another, or write to the plugin's author."),
        )
    return order


# -- reading parameters ------------------------------------------------------------------------


def _bad(parameter: str, value: object, remedy: Text) -> BadValue:
    shown = str(value)[:60]
    return BadValue(parameter, Text(f"“{shown}”不对。", f"'{shown}' will not do."), remedy)


def _groups(given: Any) -> tuple[tuple[str, ...], ...]:
    remedy = Text(
        '请写成编号的列表，如 [["a", "b"]]；一项只能在一组。',
        'Give lists of ids, [["a", "b"]] say; an item stands in one of them.',
    )
    try:
        groups = tuple(tuple(group) for group in given)
    except TypeError:
        raise _bad("exclusive", given, remedy) from None
    ids = [id_ for group in groups for id_ in group]
    if isinstance(given, (str, Mapping)) or not all(isinstance(id_, str) for id_ in ids):
        raise _bad("exclusive", given, remedy)
    no_duplicates("item", ids)
    return groups


def _quotas(given: Any) -> dict[str, int]:
    remedy = Text(
        '请写成各类别的名额，如 {"lift": 2}。', 'Give places by category, {"lift": 2} say.'
    )
    if not isinstance(given, Mapping) or not all(map(_natural, given.values())):
        raise _bad("quotas", given, remedy)
    return dict(given)


def _tiers(given: Any) -> dict[str, Tier]:
    remedy = Text(
        '请写成各层级的名额和预算，如 {"street": {"places": 2, "budget": 100}}。',
        'Give places and budget by tier, {"street": {"places": 2, "budget": 100}} say.',
    )
    if not isinstance(given, Mapping):
        raise _bad("tiers", given, remedy)
    for tier in given.values():
        if not isinstance(tier, Mapping) or set(tier) - {"places", "budget"}:
            raise _bad("tiers", given, remedy)
        if not all(value is None or _natural(value) for value in tier.values()):
            raise _bad("tiers", given, remedy)
    return {name: Tier(**tier) for name, tier in given.items()}


def _natural(value: object) -> bool:
    return type(value) is int and value >= 0
