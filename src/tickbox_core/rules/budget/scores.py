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

    def to_pass(self, item: int, other: int) -> int | None:
        """The fewest votes more that put ``item`` before ``other``; ``None`` where none do."""
        above, below = self._fraction(other)
        if not below:  # costs nothing and is wanted: nothing stands before it
            return None
        return above * self._cost(item) // below - self.votes[item] + 1

    def to_fall_behind(self, item: int, other: int) -> int | None:
        """The fewest votes less that put ``item`` behind ``other``; ``None`` where none do."""
        above, below = self._fraction(other)
        cost = self._cost(item)
        if not cost or not below:
            return self.votes[item] if above else None
        fewer = self.votes[item] + (-above * cost // below) + 1
        return fewer if fewer <= self.votes[item] else None

    def _cost(self, item: int) -> int:
        return 1 if self.costs is None else self.costs[item]

    def _fraction(self, item: int) -> tuple[int, int]:
        votes, cost = self.votes[item], self._cost(item)
        if cost:
            return votes, cost
        return (1, 0) if votes else (0, 1)
