"""What a ranking goes by: ticks, a weight, positions, or points; exact, and said in words.

A measure turns a contest into one standing for each item.  Scores are whole numbers, the higher the
better; ``unit`` many make one of what people read (a Dowdall point, one square metre).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Protocol

import attrs

from tickbox_core.counting import Base, Profile, Share
from tickbox_core.errors import BadValue, BaseUnknown, RuleDoesNotFit, UnknownName
from tickbox_core.model.areas import TWO_DECIMALS
from tickbox_core.rules.contest import Contest
from tickbox_core.rules.outcome import Chosen
from tickbox_core.rules.ranking import RankedItem
from tickbox_core.rules.support import of_items, options_of
from tickbox_core.text import EMPTY, Text


@attrs.frozen(hash=False)
class Measured:
    """Every item's standing, what shares are divided by, and what scores are called.

    ``scored``: what the score is where it is something else than the ticks, ``said`` where the
    share does not say it; ``unit`` of it make one; ``rising``: whether less is better (sums of
    order numbers), so that the score shown is the standing's with its sign changed.
    """

    standings: tuple[RankedItem, ...]
    base: str
    scored: Text = EMPTY
    said: bool = True
    unit: int = 1
    rising: bool = False
    options: Mapping[str, tuple[Chosen, ...]] = attrs.field(factory=dict)
    note: Text = EMPTY

    def score(self, standing: RankedItem) -> Fraction | None:
        """What is shown of a score: exactly, ``None`` where the ticks say it."""
        if not self.scored:
            return None
        return Fraction(-standing.score if self.rising else standing.score, self.unit)


class Measure(Protocol):
    """Something to rank by."""

    def measure(self, contest: Contest, rule: str) -> Measured:
        """The standings; ``RuleDoesNotFit`` where the ballots are of another kind."""
        ...


# -- ticks -------------------------------------------------------------------------------------


@attrs.frozen
class Ticks:
    """Ticks, of participants, of the registered, or of households."""

    base: Base = Base.PARTICIPANTS

    def measure(self, contest: Contest, rule: str) -> Measured:
        """Counted through the contest's engine; raises ``BaseUnknown`` too."""
        if contest.profile.ordered or contest.profile.points is not None:
            raise RuleDoesNotFit(rule, _MORE_THAN_TICKS)
        profile, size = self._of(contest)
        tally = contest.engine.tally(of_items(profile, contest.ticklist))
        size = tally.ballots if size is None else size
        return Measured(
            tuple(
                RankedItem(item, ticks, ticks, Share(ticks, size, self.base))
                for item, ticks in zip(contest.items, tally.ticks, strict=True)
            ),
            self.base,
            options=options_of(contest, profile, size, self.base),
        )

    def _of(self, contest: Contest) -> tuple[Profile, int | None]:
        """The profile this base is counted over and its size (``None``: as many as took part)."""
        if self.base is Base.HOUSEHOLDS:
            if contest.by_household is None:
                raise BaseUnknown(self.base, _NO_HOUSEHOLDS)
            return contest.by_household, _require_base(contest.electorate.households, self.base)
        if self.base is Base.REGISTERED:
            return contest.profile, _require_base(contest.electorate.registered, self.base)
        return contest.profile, None


_MORE_THAN_TICKS = Text(
    "选票写的是先后或分数，这一规则只数打钩。",
    "the ballots give an order or points, and this rule counts ticks.",
)
_NO_HOUSEHOLDS = Text(
    "请在每张选票上写明属于哪一户。", "say on every ballot which household it belongs to."
)


def _require_base(size: int | None, base: str) -> int:
    if size is not None:
        return size
    raise BaseUnknown(base, Text("请提供名册或总数。", "give the roll, or the total number."))


# -- weights -----------------------------------------------------------------------------------


@attrs.frozen
class Weighted:
    """The weight of those who tick, of the weight of all who took part or are on the roll.

    ``weight`` is a base of the profile's weights: ``area`` is floor area in m² with the decimals
    of the electorate.
    """

    weight: str = "area"
    of: str = "participants"

    def measure(self, contest: Contest, rule: str) -> Measured:
        """Raises ``BaseUnknown`` where ballots carry no such weight or its total is not known."""
        if contest.profile.ordered or contest.profile.points is not None:
            raise RuleDoesNotFit(rule, _MORE_THAN_TICKS)
        base = f"{self.weight}/{self.of}"
        if self.weight not in contest.profile.weights and contest.profile.ballots:
            raise BaseUnknown(base, _NO_WEIGHTS)
        tally = contest.engine.tally(of_items(contest.profile, contest.ticklist))
        size = tally.weight.get(self.weight, 0)
        if self.of == "registered":
            size = _require_base(contest.electorate.weights.get(self.weight), base)
        decimals = contest.electorate.decimals if self.weight == "area" else TWO_DECIMALS
        weighted = tally.weighted.get(self.weight, (0,) * len(contest.items))
        return Measured(
            tuple(
                RankedItem(item, ticks, weight, Share(weight, size, base, decimals))
                for item, ticks, weight in zip(contest.items, tally.ticks, weighted, strict=True)
            ),
            base,
            scored=Text.of(self.weight),
            said=False,
            unit=10**decimals if self.weight == "area" else 1,
            options=options_of(contest, contest.profile, tally.ballots, Base.PARTICIPANTS),
        )


_NO_WEIGHTS = Text(
    "请在名册里写明每个人的权数（如建筑面积）。",
    "say on the roll what each voter weighs (floor area, say).",
)


# -- positions ---------------------------------------------------------------------------------

BORDA = ("classic", "from-m", "modified", "average", "dowdall")


@attrs.frozen
class Positions:
    """Points for places: Borda in one of its variants, or a table of points.

    With ``m`` items: ``classic`` gives m − 1 … 0, ``from-m`` m … 1, and what is not placed 0;
    ``modified`` gives a ballot that places k items k … 1 (so that a short ballot weighs less);
    ``average`` is ``classic`` where the places left over are shared by what is not placed;
    ``dowdall`` gives 1, 1/2, 1/3 …  A ``table`` gives its own points by place, 0 after its end.

    Sources: Borda (1784); Emerson, *The modified Borda Count* (2013); the Dowdall system of Nauru.
    """

    variant: str = "classic"
    table: tuple[int, ...] = ()

    def measure(self, contest: Contest, rule: str) -> Measured:
        """Raises ``RuleDoesNotFit`` for ballots without an order, ``UnknownName``."""
        if self.variant not in BORDA:
            raise UnknownName("variant", self.variant, BORDA)
        profile = _require_order(contest, rule)
        points, unit = self._points(profile)
        standings = _placed_by(contest, profile, points)
        words = Text("分", "points")
        return Measured(standings, Base.PARTICIPANTS, scored=words, unit=unit)

    def _points(self, profile: Profile) -> tuple[Callable[[int], Sequence[int]], int]:
        """Points by place for a ballot that places so many, and points for what it leaves out.

        The last number is for each item that is not placed.
        """
        m = len(profile.items)
        longest = max((end - start for start, end in profile.spans()), default=0)
        if self.table:
            return lambda k: [*_pad_table(self.table, k), 0], 1
        if self.variant == "dowdall":
            unit = lcm(*range(1, longest + 1)) if longest else 1
            return lambda k: [*(unit // place for place in range(1, k + 1)), 0], unit
        if self.variant == "modified":
            return lambda k: [*range(k, 0, -1), 0], 1
        if self.variant == "from-m":
            return lambda k: [*range(m, m - k, -1), 0], 1
        if self.variant == "average":  # the mean of 0 … m - k - 1, doubled to stay whole
            return lambda k: [*(2 * p for p in range(m - 1, m - 1 - k, -1)), max(0, m - k - 1)], 2
        return lambda k: [*range(m - 1, m - 1 - k, -1), 0], 1


@attrs.frozen
class OrderNumbers:
    """Residents write 1, 2, 3 … beside the items; the smallest sum of numbers stands first.

    This is how lists were ordered in Ninghai (2010: twenty candidates down to ten).  What a number
    left out counts is our choice: ``last`` (as many as there are items), or ``mean`` of the numbers
    that ballot did not write.
    """

    missing: str = "last"

    def measure(self, contest: Contest, rule: str) -> Measured:
        """Raises ``RuleDoesNotFit`` for ballots without an order, ``UnknownName``."""
        if self.missing not in ("last", "mean"):
            raise UnknownName("missing", self.missing, ("last", "mean"))
        profile = _require_order(contest, rule)
        m = len(profile.items)

        def numbers(k: int) -> Sequence[int]:
            rest = 2 * m if self.missing == "last" else k + 1 + m
            return [*(-2 * place for place in range(1, k + 1)), -rest]

        return Measured(
            _placed_by(contest, profile, numbers),
            Base.PARTICIPANTS,
            scored=Text("（序号之和，小者在前）", "(sum of order numbers, less is better)"),
            unit=2,
            rising=True,
        )


def _require_order(contest: Contest, rule: str) -> Profile:
    if not contest.ticklist.plain:
        raise RuleDoesNotFit(rule, _NO_OPTIONS)
    profile = contest.profile
    if profile.points is not None or (not profile.ordered and profile.ticks):
        raise RuleDoesNotFit(
            rule,
            Text("选票没有写明先后次序。", "the ballots give no order of preference."),
        )
    return profile


_NO_OPTIONS = Text("有的事项要选方案，不能排先后。", "items with options cannot be put in order.")


def _pad_table(table: Sequence[int], k: int) -> Iterator[int]:
    return (table[place] if place < len(table) else 0 for place in range(k))


def _placed_by(
    contest: Contest, profile: Profile, points: Callable[[int], Sequence[int]]
) -> tuple[RankedItem, ...]:
    """Sum points by place; a blank ballot places nothing and gives everything the same."""
    m = len(profile.items)
    scores, ticks, rest = [0] * m, [0] * m, 0
    by_length: dict[int, Sequence[int]] = {}
    for (start, end), count in zip(profile.spans(), profile.counts, strict=True):
        given = by_length.setdefault(end - start, points(end - start))
        rest += given[-1] * count
        for place, item in enumerate(profile.ticks[start:end]):
            scores[item] += (given[place] - given[-1]) * count
            ticks[item] += count
    size = profile.ballots
    return tuple(
        RankedItem(item, ticks[at], scores[at] + rest, Share(ticks[at], size, Base.PARTICIPANTS))
        for at, item in enumerate(contest.items)
    )


# -- points ------------------------------------------------------------------------------------


@attrs.frozen
class Points:
    """The sum of the points that ballots give; each at most ``budget`` in all (0: no limit).

    The limit is in points; ballots may give parts of one (``Contest.point_units`` make one).

    Raises ``BadValue`` for a negative budget.
    """

    budget: int = 0

    def measure(self, contest: Contest, rule: str) -> Measured:
        """Raises ``RuleDoesNotFit`` for ballots without points or with more than their budget."""
        profile = contest.profile
        if not contest.ticklist.plain:
            raise RuleDoesNotFit(rule, _NO_OPTIONS)
        if profile.points is None and profile.ticks:
            raise RuleDoesNotFit(rule, Text("选票没有分数。", "the ballots give no points."))
        self._within(profile, contest.point_units, rule)
        tally = contest.engine.tally(profile)
        sums = tally.points or (0,) * len(contest.items)
        return Measured(
            tuple(
                RankedItem(item, ticks, points, Share(ticks, tally.ballots, Base.PARTICIPANTS))
                for item, ticks, points in zip(contest.items, tally.ticks, sums, strict=True)
            ),
            Base.PARTICIPANTS,
            scored=Text("分", "points"),
            unit=contest.point_units,
        )

    def _within(self, profile: Profile, units: int, rule: str) -> None:
        if self.budget < 0:
            raise BadValue("points", Text("不能小于0。", "it cannot be below 0."))
        if not self.budget or profile.points is None:
            return
        over = sum(
            count
            for (start, end), count in zip(profile.spans(), profile.counts, strict=True)
            if sum(profile.points[start:end]) > self.budget * units
        )
        if over:
            raise RuleDoesNotFit(
                rule,
                Text(
                    f"{over}张选票给出的分数超过{self.budget}分。",
                    f"ballots that give more than {self.budget} points: {over}.",
                ),
            )
