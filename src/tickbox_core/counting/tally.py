"""The count itself: how many ballots tick each item, exactly.

A ``TallyEngine`` turns a ``Profile`` into a ``Tally``.  The plain one here needs nothing but
Python; a plugin may bring a faster one, held to the same answers by ``tickbox_core.testing``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

import attrs

from tickbox_core.counting.profile import Profile
from tickbox_core.errors import BadValue
from tickbox_core.text import Text


@attrs.frozen(hash=False)
class Tally:
    """Ticks per item, over ``ballots`` ballots of which ``blank`` tick nothing.

    ``ticks[i]`` is the number of ballots that tick ``items[i]``.  ``points[i]`` sums the points
    where ballots give them.  For each weighted base, ``weighted[base][i]`` sums the weights of the
    voters who tick the item and ``weight[base]`` those of all who took part.
    """

    items: tuple[str, ...]
    ticks: tuple[int, ...]
    ballots: int
    blank: int = 0
    points: tuple[int, ...] | None = None
    weighted: Mapping[str, tuple[int, ...]] = attrs.field(factory=dict)
    weight: Mapping[str, int] = attrs.field(factory=dict)

    def __add__(self, other: Tally) -> Tally:
        """Merge two partial tallies over the same items (``BadValue`` otherwise)."""
        if self.items != other.items or self.weight.keys() != other.weight.keys():
            raise BadValue(
                "tally",
                Text("两份计票的清单或基数不同。", "the two tallies differ in items or bases."),
                Text("只能合并同一清单的计票。", "Merge tallies of one list only."),
            )
        return Tally(
            items=self.items,
            ticks=_add_up(self.ticks, other.ticks),
            ballots=self.ballots + other.ballots,
            blank=self.blank + other.blank,
            points=_points_added(self, other),
            weighted={b: _add_up(self.weighted[b], other.weighted[b]) for b in self.weighted},
            weight={b: self.weight[b] + other.weight[b] for b in self.weight},
        )

    def of(self, item: str) -> int:
        """The ticks of one item."""
        return self.ticks[self.items.index(item)]


@runtime_checkable
class TallyEngine(Protocol):
    """Counts profiles.  ``key`` names it; results must equal those of ``PlainEngine``."""

    @property
    def key(self) -> str:
        """Its name in the registry."""
        ...

    @property
    def version(self) -> str:
        """The version of the engine itself."""
        ...

    def tally(self, profile: Profile) -> Tally:
        """Count one profile exactly."""
        ...


@attrs.frozen
class PlainEngine:
    """Counts in plain Python, linear in the ticks of the distinct ballots."""

    key: str = "plain"
    version: str = "1"

    def tally(self, profile: Profile) -> Tally:
        """Count one profile exactly."""
        return Tally(
            items=profile.items,
            ticks=count_ticks(profile),
            ballots=profile.ballots,
            blank=profile.blank,
            points=_points(profile),
            weighted={
                base: _sum_amounts(profile, _times(profile.counts, weights))
                for base, weights in profile.weights.items()
            },
            weight={
                base: sum(_times(profile.counts, weights))
                for base, weights in profile.weights.items()
            },
        )


def count_ticks(profile: Profile) -> tuple[int, ...]:
    """Ballots by item: all distinct ones at the speed of C, then those cast more than once."""
    columns = range(len(profile.items))
    if isinstance(profile.ticks, bytes) and len(columns) <= 256:
        totals = list(map(profile.ticks.count, columns))
    else:
        found = Counter(profile.ticks)
        totals = [found[item] for item in columns]
    again = [at for at, count in enumerate(profile.counts) if count != 1]
    for at in again:
        more = profile.counts[at] - 1
        for item in profile.ticks[profile.ends[at - 1] if at else 0 : profile.ends[at]]:
            totals[item] += more
    return tuple(totals)


def _sum_amounts(profile: Profile, amounts: Sequence[int]) -> tuple[int, ...]:
    totals = [0] * len(profile.items)
    for (start, end), amount in zip(profile.spans(), amounts, strict=True):
        for item in profile.ticks[start:end]:
            totals[item] += amount
    return tuple(totals)


def _points(profile: Profile) -> tuple[int, ...] | None:
    if profile.points is None:
        return None
    totals = [0] * len(profile.items)
    for (start, end), count in zip(profile.spans(), profile.counts, strict=True):
        for item, points in zip(profile.ticks[start:end], profile.points[start:end], strict=True):
            totals[item] += count * points
    return tuple(totals)


def _times(counts: Sequence[int], weights: Sequence[int]) -> list[int]:
    return [count * weight for count, weight in zip(counts, weights, strict=True)]


def _add_up(left: tuple[int, ...], right: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(a + b for a, b in zip(left, right, strict=True))


def _points_added(left: Tally, right: Tally) -> tuple[int, ...] | None:
    if left.points is not None and right.points is not None:
        return _add_up(left.points, right.points)
    pointed, other = (left, right) if right.points is None else (right, left)
    if pointed.points is not None and any(other.ticks):
        raise BadValue(
            "tally",
            Text("一份计票有分数，另一份没有。", "one of the two tallies has points, one has not."),
            Text("只能合并同一种选票的计票。", "Merge tallies of one kind of ballot only."),
        )
    return pointed.points
