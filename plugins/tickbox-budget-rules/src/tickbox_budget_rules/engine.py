"""A tally engine in NumPy: one pass of ``bincount`` over the ticks."""

from __future__ import annotations

from functools import cached_property

import attrs
import numpy as np
import numpy.typing as npt

from tickbox_budget_rules.columns import Column, column
from tickbox_core.counting import PlainEngine, Profile, Tally

EXACT = 2**53
"""``bincount`` adds weights up in float64, which holds every whole number below this."""


@attrs.frozen
class NumpyEngine:
    """Counts with NumPy, and hands over to plain Python where numbers are too large for it."""

    key: str = "numpy"
    version: str = "1"

    def tally(self, profile: Profile) -> Tally:
        """Count one profile exactly."""
        try:
            columns = _Columns.of(profile)
        except OverflowError:
            columns = None
        if columns is None or columns.bound() >= EXACT:
            return PlainEngine().tally(profile)
        return Tally(
            items=profile.items,
            ticks=columns.summed(columns.counts),
            ballots=columns.ballots,
            blank=columns.blank,
            points=columns.pointed(),
            weighted={base: columns.summed(columns.weight(base)) for base in columns.weights},
            weight={base: int(columns.weight(base).sum()) for base in columns.weights},
        )


@attrs.define(eq=False, slots=False)
class _Columns:
    """A profile's columns as arrays."""

    items: int
    ticks: Column
    ends: Column
    counts: Column
    points: Column | None
    weights: dict[str, Column]

    @classmethod
    def of(cls, profile: Profile) -> _Columns:
        """Arrays of a profile; ``OverflowError`` where a number needs more than 64 bits."""
        points = profile.points
        return cls(
            items=len(profile.items),
            ticks=column(profile.ticks),
            ends=column(profile.ends),
            counts=column(profile.counts),
            points=None if points is None else column(points),
            weights={base: column(values) for base, values in profile.weights.items()},
        )

    @cached_property
    def each(self) -> int | None:
        """How many cast each group's ballot where it is the same number for all."""
        counts = self.counts
        same = len(counts) and counts[0] == counts.max() == counts.min()
        return int(counts[0]) if same else None

    @property
    def sizes(self) -> Column:
        """The ticks of each group."""
        return np.diff(self.ends, prepend=0)

    @property
    def ballots(self) -> int:
        """Ballots cast."""
        return len(self.counts) * self.each if self.each else int(self.counts.sum())

    @property
    def blank(self) -> int:
        """Ballots that tick nothing."""
        if not len(self.ends):
            return 0
        empty = self.ends[1:] == self.ends[:-1]
        first = int(self.counts[0]) if not self.ends[0] else 0
        if self.each:
            return first + self.each * int(np.count_nonzero(empty))
        return first + int(self.counts[1:][empty].sum())

    def bound(self) -> int:
        """More than any sum that will be formed."""
        groups = max(1, len(self.counts), len(self.ticks))
        factors = [self.counts, *self.weights.values()]
        largest = [_largest(values) for values in factors]
        heaviest = max([1, *largest[1:]])
        points = 1 if self.points is None else _largest(self.points)
        return groups * largest[0] * max(heaviest, points)

    def weight(self, base: str) -> Column:
        """The weight of each group: its voters times the weight of one."""
        return self.counts * self.weights[base]

    def summed(self, amounts: Column) -> tuple[int, ...]:
        """The amounts of the groups that tick each item."""
        if not len(self.ticks):
            return (0,) * self.items
        if amounts is self.counts and self.each:
            return _ints(np.bincount(self.ticks, minlength=self.items) * self.each)
        return _ints(np.bincount(self.ticks, np.repeat(amounts, self.sizes), self.items))

    def pointed(self) -> tuple[int, ...] | None:
        """Points times voters, by item."""
        if self.points is None:
            return None
        if not len(self.ticks):
            return (0,) * self.items
        amounts = np.repeat(self.counts, self.sizes) * self.points
        return _ints(np.bincount(self.ticks, amounts, self.items))


def _largest(values: Column) -> int:
    return max(1, int(values.max(initial=0)), -int(values.min(initial=0)))


def _ints(sums: npt.NDArray[np.generic]) -> tuple[int, ...]:
    return tuple(sums.astype(np.int64).tolist())
