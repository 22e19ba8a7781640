"""Items by bounds of the load they would bring, worked out anew only where something has changed.

A purchase changes the loads of what its supporters want beside it, and of nothing else; and since
loads never fall, an old bound is still a lower one.  So an item is looked at when somebody who
wants it has paid since, and only if it could be lowest.  Of ten thousand items that share voters,
hundreds are looked at after each purchase: those with few supporters are worked out many at once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tickbox_budget_rules.election import Ints, SupportMatrix

NEVER = np.iinfo(np.int64).max
FEW = 256
"""So many supporters, and what each of them wants is looked up; of more, everything is old."""
LONG = 64
"""Rows of so many supporters, on the average, are worked out one by one: each costs most of it."""


class LoadBounds:
    """Bounds for the first of each kind of item that somebody wants."""

    def __init__(self, election: SupportMatrix, firsts: Sequence[int], lows: Sequence[int]) -> None:
        """``lows`` are lower bounds of the loads as long as nothing is bought."""
        self._firsts = np.array(firsts, np.int64)
        self._place = {first: at for at, first in enumerate(firsts)}
        self._low = np.array(lows, np.int64)
        self._high = np.full(len(firsts), NEVER)
        # what is old, by the same bounds; what was worked out since stands at ``NEVER``
        self._old = self._low.copy()
        rows = [election.supporters[first] for first in firsts]
        self._sizes = np.array([len(row) for row in rows], np.int64)
        self._starts = np.cumsum(self._sizes) - self._sizes
        self.groups: Ints = np.concatenate([*rows, np.zeros(0, np.int64)])
        self._many, self._worked = 1, 0
        # of items with equally many supporters, the most often, each is a row of a table
        width = int(self._sizes[0]) if len(firsts) and len(set(self._sizes.tolist())) == 1 else 0
        self.table = self.groups.reshape(-1, width) if width else None
        self.long = len(self.groups) > LONG * len(firsts)
        # what each group wants: its places stand between two bounds
        self._wanted = np.repeat(np.arange(len(firsts)), self._sizes)[
            np.argsort(self.groups, kind="stable")
        ]
        self._bounds = np.cumsum([0, *np.bincount(self.groups, minlength=len(election.counts))])

    def of(self, first: int) -> tuple[int, int]:
        """The bounds of what was worked out last."""
        at = self._place[first]
        return int(self._low[at]), int(self._high[at])

    def due(self) -> Ints:
        """Places of items to be worked out now: none if it is known which could be lowest."""
        due: Ints = (self._old <= self._high.min(initial=NEVER - 1)).nonzero()[0]
        if len(due) <= self._many:
            return due
        lows = self._old[due]
        some = (
            due[lows.argmin()][None]
            if self._many == 1
            else due[np.argpartition(lows, self._many)[: self._many]]
        )
        if not self.long:
            self._many *= 2
        return some

    def begin(self) -> None:
        """Look for the lowest anew: about as many will be due as the last time."""
        self._many = 1 if self.long else max(1, self._worked)
        self._worked = 0

    def rows(self, places: Ints) -> tuple[Ints, Ints]:
        """Where the supporters of some items stand in ``groups``, and where each one's begin."""
        sizes = self._sizes[places]
        ends = np.cumsum(sizes)
        return np.repeat(self._starts[places] - (ends - sizes), sizes) + np.arange(ends[-1]), (
            ends - sizes
        )

    def firsts(self, places: Ints) -> list[int]:
        """The items at some places."""
        return self._firsts[places].tolist()  # type: ignore[no-any-return]

    def put(self, places: Ints, low: Ints, high: Ints) -> None:
        """What was worked out."""
        self._worked += len(places)
        self._low[places], self._high[places], self._old[places] = low, high, NEVER

    def rivals(self) -> list[int]:
        """The items that could be lowest, by the order of their places."""
        ceiling = self._high.min(initial=NEVER)
        if ceiling == NEVER:
            return []
        # what is old has no upper bound
        near = (self._low <= ceiling).nonzero()[0]
        return self.firsts(near[self._high[near] < NEVER])

    def touch(self, groups: Ints) -> None:
        """These groups have paid: what they want is old."""
        if len(groups) > FEW:
            self._old[:] = self._low
            self._high[:] = NEVER
            return
        for group in groups.tolist():
            wanted = self._wanted[self._bounds[group] : self._bounds[group + 1]]
            self._old[wanted] = self._low[wanted]
            self._high[wanted] = NEVER

    def remove(self, first: int) -> None:
        """Nothing of this kind is left."""
        at = self._place[first]
        self._low[at] = self._high[at] = self._old[at] = NEVER
