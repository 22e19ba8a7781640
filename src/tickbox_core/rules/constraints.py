"""What a choice from a ranking is bound by, and how it is written in a rule's parameters.

A *threshold* is the least an item needs; a *group* of items that exclude each other gives at most
one; a *quota* is a category's places; a *tier* (street, neighbourhood) has places and money of its
own.  How they are applied, and in which order, says ``choosing``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

import attrs

from tickbox_core.counting import Share
from tickbox_core.errors import BadValue, UnknownName
from tickbox_core.model import Item, level_words
from tickbox_core.model._checks import frozen_mapping, no_duplicates
from tickbox_core.numbers import may_part_thousands
from tickbox_core.text import Text, join_texts

_THRESHOLD = re.compile(r"(>?)\s*([0-9]{1,40})(?:/([1-9][0-9]{0,40})|(?:\.([0-9]{1,40}))?\s*(%?))")


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
        plain = str(written).strip().replace("％", "%").replace("＞", ">")
        found = _THRESHOLD.fullmatch(plain) if type(written) in (int, str) else None
        if not found:
            raise _bad(
                "threshold",
                written,
                Text("请写成 100、>100、5% 或 >1/3。", "Write 100, >100, 5% or >1/3."),
            )
        more, whole, below, decimals, percent = found.groups()
        if not (below or percent) and may_part_thousands(plain.lstrip("> ")):
            raise _bad("threshold", written, Text("请写成整数。", "Write a whole number."))
        number = Fraction(f"{whole}/{below}" if below else f"{whole}.{decimals or 0}")
        return cls(number / 100 if percent else number, bool(below or percent), bool(more))

    def least(self, base: int) -> int:
        """The smallest whole number that meets it, of a base of that size.

        Where nobody is in the base, no part of it is reached but "at least 0".
        """
        bar = self.number * base if self.of_base else self.number
        if self.of_base and not base and self.number:
            return 1
        return math.floor(bar) + 1 if self.exceeded else math.ceil(bar)

    def short(self, ticks: int, share: Share) -> int:
        """How much is missing, in ticks or in what the share counts; 0 where it is met."""
        reached = share.numerator if self.of_base else ticks
        return max(0, self.least(share.denominator) - reached)

    @property
    def words(self) -> Text:
        """The bar in words: a percentage where it is a whole one."""
        number = str(self.number)
        if self.of_base:
            hundredfold = self.number * 100
            if hundredfold.denominator == 1:
                number = f"{hundredfold}%"
            return Text(
                f"{'超过' if self.exceeded else '至少'}基数的{number}",
                f"{'more than' if self.exceeded else 'at least'} {number} of the base",
            )
        votes = "1 vote" if number == "1" else f"{number} votes"
        return Text(
            f"{'多于' if self.exceeded else '至少'}{number}票",
            f"{'more than' if self.exceeded else 'at least'} {votes}",
        )


@attrs.frozen(hash=False)
class TierLimit:
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
    tiers: Mapping[str, TierLimit] = attrs.field(factory=dict, converter=frozen_mapping)
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

    @property
    def by_score(self) -> bool:
        """Whether it chooses by scores (rank, threshold) and places alone."""
        return not (self.exclusive or self.quotas or self.tiers)

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
class TierUse:
    """What a tier could take and has taken: items, and money in its smallest unit."""

    tier: str
    chosen: int
    places: int | None
    cost: int
    budget: int | None

    def plain(self) -> dict[str, Any]:
        """For JSON, with the tier in words."""
        return {**attrs.asdict(self), "words": level_words(self.tier).plain()}


def tier_uses(
    parameters: Mapping[str, Any], items: Sequence[Item], selected: Iterable[str]
) -> tuple[TierUse, ...]:
    """What each tier that has an envelope of its own has taken; nothing where none has.

    An item without a cost takes none of its tier's money.
    """
    chosen = set(selected)
    return tuple(
        TierUse(
            name,
            sum(item.tier == name for item in items if item.id in chosen),
            tier.places,
            sum(item.cost or 0 for item in items if item.id in chosen and item.tier == name),
            tier.budget,
        )
        for name, tier in Choosing.of_plain(parameters).tiers.items()
    )


# -- against a list ----------------------------------------------------------------------------


def check_constraints(choosing: Choosing, items: Sequence[Item]) -> Text:
    """What a reader has to know of constraints that do not meet the list; empty where all do.

    A category or tier without items may be meant (a template for many neighbourhoods), so it is
    said; items that exclude each other are this list's own, so ``UnknownName`` is raised for an id
    that is not on it.
    """
    ids = tuple(item.id for item in items)
    listed = frozenset(ids)
    for id_ in (id_ for group in choosing.exclusive for id_ in group):
        if id_ not in listed:
            raise UnknownName("item", id_, tuple(get_close_matches(id_, ids, 5)) or ids[:10])
    categories = {item.category for item in items}
    tiers = {item.tier for item in items}
    notes = [
        Text(f"没有事项属于类别“{name}”。", f"No item is of the category '{name}'.")
        for name in sorted(set(choosing.quotas) - categories)
    ]
    notes += [
        Text(f"没有事项属于层级“{name}”。", f"No item is of the tier '{name}'.")
        for name in sorted(set(choosing.tiers) - tiers)
    ]
    free = [item.id for item in items if choosing.tiers and item.tier not in choosing.tiers]
    if free:
        some = ", ".join(free[:5]) + (" …" if len(free) > 5 else "")
        notes.append(
            Text(
                f"有{len(free)}项不属于任何限定的层级，不受层级限制：{some}。",
                f"Of no tier that is limited, so not bound by one: {some} ({len(free)}).",
            )
        )
    return join_texts(notes)


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


def _tiers(given: Any) -> dict[str, TierLimit]:
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
    return {name: TierLimit(**tier) for name, tier in given.items()}


def _natural(value: object) -> bool:
    return type(value) is int and value >= 0
