"""Scores that compare exactly: votes, or votes per cost."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cmp_to_key
from itertools import groupby

import attrs


@attrs.frozen
class Scores:
    """Votes (or points) of each item; ``costs`` where they are divided by them.

    Votes per cost compare by cross-multiplication.  What costs nothing stands before everything
    that costs something if anybody wants it, and with what nobody wants if not.
    """

    votes: tuple[int, ...]
    costs: tuple[int, ...] | None = None

    def compare(self, one: int, other: int) -> int:
        """Positive where item ``one`` stands before item ``other``, 0 where they are equal."""
        if self.costs is None:
            return self.votes[one] - self.votes[other]
        left, right = self._fraction(one), self._fraction(other)
        return left[0] * right[1] - right[0] * left[1]

    def levels(self, items: Sequence[int]) -> list[list[int]]:
        """The items in rank order, equal ones together and in the order given."""
        if self.costs is None:
            ordered = sorted(items, key=lambda item: -self.votes[item])
            return [list(level) for _, level in groupby(ordered, key=self.votes.__getitem__)]

        def behind(one: int, other: int) -> int:
            return self.compare(other, one)

        rank = cmp_to_key(behind)
        ordered = sorted(items, key=rank)
        return [list(level) for _, level in groupby(ordered, key=rank)]

    def to_reach(self, item: int, other: int, *, equal: bool) -> int | None:
        """The fewest votes more, 1 at least, that put ``item`` before ``other`` (or equal to it).

        ``None`` where none do.
        """
        above, below = self._fraction(other)
        cost, votes = self._cost(item), self.votes[item]
        if not cost:  # any vote puts it before all that costs something
            return max(1, 1 - votes) if below or equal else None
        if not below:  # costs nothing and is wanted: nothing stands before it
            return None
        needed = -(-above * cost // below) if equal else above * cost // below + 1
        return max(1, needed - votes)

    def to_fall(self, item: int, other: int, *, equal: bool) -> int | None:
        """The fewest votes less, 1 at least, that put ``item`` behind ``other`` (or equal to it).

        ``None`` where none do.
        """
        above, below = self._fraction(other)
        cost, votes = self._cost(item), self.votes[item]
        if not cost:  # only without a vote it is behind, and equal to all that nobody wants
            return votes if votes and (equal or above) else None
        if not below:
            return 1 if votes else None
        kept = above * cost // below if equal else -(-above * cost // below) - 1
        return max(1, votes - kept) if kept >= 0 and votes else None

    def _cost(self, item: int) -> int:
        return 1 if self.costs is None else self.costs[item]

    def _fraction(self, item: int) -> tuple[int, int]:
        votes, cost = self.votes[item], self._cost(item)
        if cost:
            return votes, cost
        return (1, 0) if votes else (0, 1)
