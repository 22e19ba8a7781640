"""The ballots turned round, in NumPy columns: who supports what, what it costs, and the budget.

Words used in this package: a *group* is one distinct ballot and the voters who cast it; the *stake*
of a voter is its part of the endowment (1, or its floor area).  Money is in the smallest unit, as
whole numbers of any size.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

import attrs
import numpy as np
import numpy.typing as npt

from tickbox_budget_rules.columns import Column, column
from tickbox_core.counting import Profile
from tickbox_core.errors import RuleDoesNotFit
from tickbox_core.text import Text

Kind = TypeVar("Kind", bound=np.generic)
Ints = npt.NDArray[np.int64]
Wholes = npt.NDArray[np.float64]
"""Whole numbers below ``2**53`` held as floats: added and multiplied without rounding."""

UNTHREADED = 8192

LARGEST = 2**40
"""Most that all voters times their stakes, or times the most points, may come to.

Every sum of them is then exact in float64, with room to spare for the bounds in ``Purses``.
"""


@attrs.frozen(eq=False)
class SupportMatrix:
    """Who supports what.

    ``supporters[i]`` holds the groups that support item ``i`` and ``points[i]`` (where points
    count) what one voter of each gives it.  ``counts[g]`` is the number of voters of group ``g``
    and ``stakes[g]`` the stake of one of them (``None``: 1 each).
    """

    costs: tuple[int, ...]
    budget: int
    voters: int
    counts: Ints
    supporters: tuple[Ints, ...]
    stakes: Ints | None = None
    points: tuple[Ints, ...] | None = None
    _worths: dict[int, tuple[Wholes, int]] = attrs.field(factory=dict, init=False)
    _twins: list[int] = attrs.field(factory=list, init=False)

    def independent(self, items: Sequence[int]) -> bool:
        """Whether no voter supports two of the items."""
        if len(items) == 1:
            return True
        sizes = [len(self.supporters[item]) for item in items]
        if sum(sizes) > len(self.counts):
            return False  # more ticks than groups
        groups = np.concatenate([self.supporters[item] for item in items])
        return len(np.unique(groups)) == len(groups)

    @property
    def twins(self) -> list[int]:
        """For each item the first one with the same cost and the same support: its equal always."""
        if not self._twins:
            self._twins.extend(self._find_twins())
        return self._twins

    def _find_twins(self) -> list[int]:
        seen: dict[tuple[object, ...], int] = {}
        alike = Counter((cost, len(g)) for cost, g in zip(self.costs, self.supporters, strict=True))
        firsts = []
        for item, (cost, groups) in enumerate(zip(self.costs, self.supporters, strict=True)):
            key: tuple[object, ...] = (item,)
            if alike[cost, len(groups)] > 1:
                points = None if self.points is None else self.points[item].tobytes()
                key = (cost, groups.tobytes(), points)
            firsts.append(seen.setdefault(key, item))
        return firsts

    def voters_of(self, item: int) -> Wholes:
        """The voters of each group that supports the item."""
        return self._worth(item)[0]

    def worth_of(self, item: int) -> int:
        """The item's supporters times the points each gives."""
        return self._worth(item)[1]

    def _worth(self, item: int) -> tuple[Wholes, int]:
        known = self._worths.get(item)
        if known is None:
            voters = self.counts[self.supporters[item]].astype(np.float64)
            total = voters.sum() if self.points is None else voters @ self.points[item]
            known = self._worths[item] = voters, int(total)
        return known

    @property
    def heads(self) -> Ints:
        """Voters times stakes, by group."""
        return self.counts if self.stakes is None else self.counts * self.stakes

    @property
    def most_points(self) -> int:
        """The most points anybody gives (1 where ticks are counted)."""
        return max((int(p.max(initial=1)) for p in self.points or ()), default=1)

    @classmethod
    def of_profile(
        cls,
        profile: Profile,
        costs: Sequence[int],
        budget: int,
        *,
        base: str | None = None,
        points: bool = False,
    ) -> SupportMatrix:
        """Turn a profile round.

        ``base`` names the weights of the profile that are the stakes; ``points`` says that a tick
        is worth the points beside it (0 points are no support).  Raises ``RuleDoesNotFit`` where
        the numbers are too large to be added up in 64 bits.
        """
        ticks, groups = _rows(profile)
        worth = _column(profile.points) if points and profile.points is not None else None
        if worth is not None:
            given = worth > 0
            ticks, groups, worth = ticks[given], groups[given], worth[given]
        order, bounds = _turn_by_item(ticks, len(profile.items))
        stakes = None if base is None else _column(profile.weights[base])
        counts = _check_counts(_column(profile.counts), stakes, worth)
        return cls(
            # whole numbers of Python's: an array's would overflow without a word
            costs=tuple(int(cost) for cost in costs),
            budget=int(budget),
            voters=int(counts.sum()),
            counts=counts,
            supporters=_split(groups[order], bounds),
            stakes=stakes,
            points=None if worth is None else _split(worth[order], bounds),
        )


def total(amounts: Wholes, factors: Wholes) -> float:
    """The sum of the products of whole numbers; exact while it stays below ``2**53``."""
    if len(amounts) <= UNTHREADED:
        return float(amounts.dot(factors))
    # a longer dot product would wake threads, which costs more than it saves
    starts = range(0, len(amounts), UNTHREADED)
    parts = ((amounts[at : at + UNTHREADED], factors[at : at + UNTHREADED]) for at in starts)
    return float(sum(some.dot(others) for some, others in parts))


def _column(values: Sequence[int]) -> Ints:
    """A column as an array, without a copy where it is one."""
    try:
        return column(values).astype(np.int64, copy=False)
    except OverflowError:
        raise _too_large() from None


def _rows(profile: Profile) -> tuple[Column, Ints]:
    """Item and group of each tick."""
    ends = _column(profile.ends)
    sizes = np.diff(ends, prepend=0)
    return column(profile.ticks), np.repeat(np.arange(len(ends)), sizes)


def _turn_by_item(ticks: Column, items: int) -> tuple[Ints, list[int]]:
    """The order that sorts ticks by item, groups ascending, and where each item's stand."""
    # sixteen bits are sorted by radix, which is linear
    narrow = ticks if ticks.itemsize <= 2 or items >= 2**15 else ticks.astype(np.int16)
    ends = np.cumsum(np.bincount(ticks, minlength=items))
    return np.argsort(narrow, kind="stable"), [0, *ends.tolist()]


def _split(values: npt.NDArray[Kind], bounds: list[int]) -> tuple[npt.NDArray[Kind], ...]:
    return tuple(values[start:end] for start, end in pairwise(bounds))


def _check_counts(counts: Ints, stakes: Ints | None, worth: Ints | None) -> Ints:
    """The counts, if what is summed up of them stays small enough."""
    voters = counts.astype(np.float64)  # rounded where numbers are huge: only the size matters
    points = 1.0 if worth is None else float(worth.max(initial=1))
    heads = voters if stakes is None else voters * stakes
    if max(float(heads.sum()), float(voters.sum()) * points) >= LARGEST:
        raise _too_large()
    return counts


def _too_large() -> RuleDoesNotFit:
    return RuleDoesNotFit(
        "budget-rules",
        Text(
            "选票数乘以面积或分数超过2的40次方，请把权数改用较大的单位。",
            "ballots times weights or points exceed 2 to the 40th; use a larger unit for them.",
        ),
    )
