"""Equal items that stay equal while some of them are bought: one look for many purchases.

Of ten thousand items at one price, buying one leaves most of the others where they are, so they are
not looked for anew.  What a rule looks at never falls, so whoever is equal to the lowest now is all
that can be equal to it later: a level only loses items, those that are bought and those that a
purchase has raised.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import numpy as np

from tickbox_budget_rules.election import Ints, SupportMatrix
from tickbox_budget_rules.market import Choose, next_of, turns_of
from tickbox_budget_rules.paying import Offer
from tickbox_budget_rules.purses import Purses

MANY = 64
"""So many at once are sorted out in one pass."""


class EqualLevel:
    """Items that are equal in what a rule looks at; ``tied`` are those still there, as listed."""

    def __init__(self, election: SupportMatrix, tied: Sequence[int], choose: Choose) -> None:
        self.tied = list(tied)
        self.election = election
        self._choose = choose
        self._turns: Iterator[int] | None = None
        self._inside = dict.fromkeys(self.tied, True)
        self._equals: dict[int, list[int]] = {}
        for item in self.tied:
            self._equals.setdefault(election.twins[item], []).append(item)
        self._together = sum(election.costs[item] for item in self.tied)
        self._kinds_of: dict[int, list[int]] | None = None
        self._dearest: list[tuple[int, int]] | None = None
        # how many of these each group supports, and how many groups support more than one
        alone = len(self.tied) == 1  # most often: nothing is asked of it
        self._of_group = np.zeros(0 if alone else len(election.counts), np.int64)
        for first, equals in self._equals.items() if not alone else ():
            self._of_group[election.supporters[first]] += len(equals)
        self._shared = int(np.count_nonzero(self._of_group > 1))

    @property
    def independent(self) -> bool:
        """Whether no voter supports two of those still there."""
        return not self._shared or len(self.tied) == 1

    @property
    def one_kind(self) -> bool:
        """Whether all of them cost the same and the same voters, if any, want them."""
        return len(self._equals) == 1 and bool(self._shared or len(self.tied) < 2)

    @property
    def dearest(self) -> int:
        """What the dearest of those still there costs."""
        if self._dearest is None:
            self._dearest = sorted((self.election.costs[item], item) for item in self.tied)
        while not self._inside[self._dearest[-1][1]]:
            self._dearest.pop()
        return self._dearest[-1][0]

    @property
    def together(self) -> int:
        """What those still there cost."""
        return self._together

    def next(self, left: int, *, free: bool) -> Sequence[int]:
        """What is bought next: one of them, or all where the order changes nothing else.

        Raises ``TieRefused`` where the tie-break refuses.
        """
        if free or len(self.tied) == 1:
            return next_of(self._choose, tuple(self.tied), free, self.election.costs, left)
        if self._turns is None:
            self._turns = turns_of(self._choose, tuple(self.tied))
        for item in self._turns or ():
            if self._inside[item]:
                return (item,)
        return next_of(self._choose, tuple(self.tied), free, self.election.costs, left)

    def remove(self, gone: Sequence[int]) -> None:
        """Take items out."""
        if len(self.tied) == len(gone):
            self.tied = []
            return
        for item in gone:
            self._inside[item] = False
            first = self.election.twins[item]
            equals = self._equals[first]
            del equals[bisect_left(equals, item)]
            self._together -= self.election.costs[item]
            groups = self.election.supporters[first]
            self._shared -= int(np.count_nonzero(self._of_group[groups] == 2))
            self._of_group[groups] -= 1
        if len(gone) > MANY:
            self.tied = [item for item in self.tied if self._inside[item]]
            return
        for item in gone:
            del self.tied[bisect_left(self.tied, item)]

    def keep_fitting(self, left: int) -> None:
        """Take out those that cost more than what is left."""
        if self.tied and self.dearest > left:
            costs = self.election.costs
            self.remove([item for item in self.tied if costs[item] > left])

    def wanted_by(self, groups: Ints) -> list[int]:
        """Those of the groups that support anything that is still there."""
        if not self.tied:
            return []
        return groups[self._of_group[groups] > 0].tolist()  # type: ignore[no-any-return]

    def supported(self, groups: Iterable[int]) -> set[int]:
        """What any of the groups supports of what is still there: the first of each kind."""
        if self._kinds_of is None:
            self._kinds_of = {}
            for first in self.firsts():
                for group in self.election.supporters[first].tolist():
                    self._kinds_of.setdefault(group, []).append(first)
        found = chain.from_iterable(self._kinds_of.pop(group, ()) for group in groups)
        return {first for first in found if self._equals[first]}

    def firsts(self) -> list[int]:
        """The first of each kind of equal items that is still there."""
        return [first for first, equals in self._equals.items() if equals]

    def drop(self, firsts: Iterable[int]) -> None:
        """Take out all that are equal to these in cost and support."""
        self.remove(list(chain.from_iterable(self._equals[first] for first in firsts)))


def together(kinds: Iterable[Sequence[int]]) -> Sequence[int]:
    """All items of some kinds, as listed; of one kind just that."""
    found = list(kinds)
    return found[0] if len(found) == 1 else sorted(chain.from_iterable(found))


class Kinds:
    """Levels of one kind of equal items, kept while some of them are bought.

    Whatever one of a kind does to its supporters it does to all of its kind: the others are equal
    again, and who comes first of them is known.
    """

    def __init__(self, election: SupportMatrix, choose: Choose) -> None:
        self._election, self._choose = election, choose
        self._kept: dict[int, EqualLevel] = {}

    def level(self, tied: Sequence[int]) -> EqualLevel:
        """A level of these."""
        twins = self._election.twins
        first = twins[tied[0]]
        kept = self._kept.get(first)
        if kept is not None and len(kept.tied) == len(tied) and kept.tied[-1] == tied[-1]:
            return kept
        level = EqualLevel(self._election, tied, self._choose)
        if level.one_kind and len(tied) > 1:
            self._kept[first] = level
        return level


class SamePrice(EqualLevel):
    """Items at one price per unit of utility: what a purchase leaves at that price stays tied.

    At the level's price each supporter pays its part, or all it has.  A purchase leaves an item
    where it is unless somebody who paid for both can no longer give as much: then the price is
    higher, for good.  Whoever had nothing gives nothing before and after.
    """

    def __init__(
        self,
        purses: Purses,
        tied: Sequence[int],
        offers: dict[int, Offer],
        values: Sequence[int],
        choose: Choose,
    ) -> None:
        super().__init__(purses.election, tied, choose)
        self._purses, self._values = purses, values
        highest = max(offers[first].high for first in self.firsts())
        self._most = highest * purses.election.most_points
        # all have one price per unit of utility: above / below
        first = purses.election.twins[tied[0]]
        price = offers[first].exact or purses.exact_price(first)
        assert price is not None, "an offer nobody can pay"
        self._above, self._below = price[0], price[1] * values[first]
        self._utilities: dict[int, list[tuple[int, int]]] | None = None

    @staticmethod
    def suits(election: SupportMatrix, tied: Sequence[int], offers: dict[int, Offer]) -> bool:
        """Whether items of several kinds are tied, or several that can be paid in full."""
        if len(tied) < 2:
            return False
        twins = election.twins
        first = twins[tied[0]]
        return offers[first].exact is not None or any(twins[item] != first for item in tied)

    def poor_before(self, bought: Sequence[int]) -> frozenset[int]:
        """Those who support what is to be bought and have nothing to pay with, exactly."""
        return frozenset().union(*(self._purses.penniless(item) for item in bought))

    def drop_raised(self, bought: Sequence[int], penniless: frozenset[int]) -> None:
        """Take out those to which a supporter of what was bought can no longer give as much."""
        if not self.tied:
            return
        groups = np.concatenate([self.election.supporters[item] for item in bought])
        poor = groups[self._purses.lows[groups] <= self._most]
        raised: set[int] = set()
        for group in self.wanted_by(poor):
            if group in penniless:
                continue
            wanted = self._wanted(group)
            held, whole = self._purses.ledger.held(group)
            most = held * self._below // (self._above * whole) if self._above else None
            while wanted and most is not None and wanted[-1][0] > most:
                raised.add(wanted.pop()[1])
        if raised:
            self.drop(raised)

    def _wanted(self, group: int) -> list[tuple[int, int]]:
        """What a voter of the group gets from each kind of item, the most last."""
        if self._utilities is None:
            self._utilities = {}
            election = self.election
            for first in self.firsts():
                value, groups = self._values[first], election.supporters[first].tolist()
                points = election.points[first].tolist() if election.points else [1] * len(groups)
                for one, given in zip(groups, points, strict=True):
                    self._utilities.setdefault(one, []).append((value * given, first))
            for utilities in self._utilities.values():
                utilities.sort()
        return self._utilities[group]
