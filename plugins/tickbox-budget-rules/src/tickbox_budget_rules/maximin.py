"""Maximin support: each time the item that keeps the highest load of any voter lowest.

Source: Aziz, Lee and Talmon, "Proportionally Representative Participatory Budgeting" (2018), after
Sánchez-Fernández et al.  Unlike in Phragmén's rule the costs of earlier items are spread anew
whenever that helps.  Items that no longer fit are passed over; items nobody wants come last.

An item's load can only rise as others are chosen, so the loads last seen stand in a heap as lower
bounds; only items that could be lowest are worked out again, and given up once they pass the lowest
found.  Items of one cost that the same groups want are worked out once, and an item of which nobody
bears anything yet needs no trial: its load is its cost by its stakes.  Of such items that nobody
wants beside another one after the other is chosen, as they stand.  Everything is exact
(``Balance``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction
from heapq import heapify, heappop, heappush
from itertools import chain

import attrs

from tickbox_budget_rules.balance import Balance, Bottleneck
from tickbox_budget_rules.election import SupportMatrix
from tickbox_budget_rules.level import Kinds, together
from tickbox_budget_rules.market import Choose
from tickbox_budget_rules.naming import ALONE, TiedItems, TieNames


@attrs.frozen
class LoadedStep:
    """One choice: the item, the highest load with it (``None``: nobody wants it), and its ties."""

    item: int
    highest: Fraction | None
    tied: TiedItems = ALONE


def maximin(election: SupportMatrix, choose: Choose) -> tuple[LoadedStep, ...]:
    """Run the rule; ``choose`` is asked only where loads are exactly equal."""
    steps: list[LoadedStep] = []
    left, names = election.budget, TieNames()
    field, kinds = _Field(election), Kinds(election, choose)
    while tied := field.lightest(left):
        apart, level = field.apart(tied), kinds.level(tied)
        while level.tied:
            (item,) = level.next(left, free=False)
            left -= election.costs[item]
            named = names.of(level.tied) if len(level.tied) > 1 else ALONE
            steps.append(LoadedStep(item, field.take(item), named))
            level.remove((item,))
            if not apart:
                break
            level.keep_fitting(left)
    return tuple(steps)


class _Field:
    """Items not yet chosen, by the lowest that the highest load could be with them.

    Those that are equal in cost and support stand together, under the first of them.
    """

    def __init__(self, election: SupportMatrix) -> None:
        self._election = election
        self._costs = election.costs
        self._balance = Balance(election)
        self._equals: dict[int, list[int]] = {}
        for item, first in enumerate(election.twins):
            self._equals.setdefault(first, []).append(item)
        stakes = {first: self._balance.wanted(first) for first in self._equals}
        unwanted = (self._equals[first] for first, stake in stakes.items() if not stake)
        self._unwanted = sorted(chain.from_iterable(unwanted))
        self._alone = {
            first: Fraction(election.costs[first], stake)
            for first, stake in stakes.items()
            if stake
        }
        self._heap = [(load, first) for first, load in self._alone.items()]
        heapify(self._heap)
        # of the items tried for one choice: what they ran into; and who bears what with the lowest
        # of them, where the level had to rise for it, but for its own cost
        self._cuts: list[tuple[int, Bottleneck]] = []
        self._room: Balance | None = None

    def lightest(self, left: int) -> Sequence[int]:
        """The items that fit into what is left and keep the highest load lowest."""
        self._heap = [
            (load, first)
            for load, first in self._heap
            if self._equals[first] and self._costs[first] <= left
        ]
        heapify(self._heap)
        if not self._heap:
            self._unwanted = [item for item in self._unwanted if self._costs[item] <= left]
            return self._unwanted
        self._cuts, self._room = [], None
        passed: list[tuple[Fraction, int]] = []
        lowest: Fraction | None = None
        while self._heap and (lowest is None or self._heap[0][0] <= lowest):
            bound, first = heappop(self._heap)
            load = self._load_with(first, bound, lowest)
            lowest = load if lowest is None else min(load, lowest)
            passed.append((load, first))
        for entry in passed:
            heappush(self._heap, entry)
        return together(self._equals[first] for load, first in passed if load == lowest)

    def _load_with(self, item: int, bound: Fraction, ceiling: Fraction | None) -> Fraction:
        """The highest load with an item; past the ceiling it may be a lower bound."""
        if self._balance.untouched(item):
            return max(self._balance.highest, self._alone[item])
        bound = max(bound, self._balance.highest)
        for beside, cut in self._cuts:
            least = self._balance.least_with(item, cut, beside)
            if least is not None and least > bound:
                bound = least
        if ceiling is not None and bound > ceiling:
            return bound
        # what cannot be lower than one before may go where that was paid: few paths lead there
        room = self._room
        if room is None or not bound == ceiling == room.highest:
            room = self._balance.copy()
        borne = room.add(item, ceiling)
        if room.bottleneck is not None:
            self._cuts.append((item, room.bottleneck))
        load = room.highest
        if borne and load > self._balance.highest:
            room.remove(item)
            self._room = room
        elif room is self._room:
            self._room = None  # it is good for nothing any more
        return load

    def apart(self, tied: Sequence[int]) -> bool:
        """Whether choosing one of the tied leaves the loads of the others as they are."""
        twins = self._election.twins
        if twins[tied[0]] not in self._alone:
            return True  # nobody wants any of them
        if len(tied) > 1 and twins[tied[0]] == twins[tied[1]]:
            return False
        return all(map(self._balance.untouched, tied)) and self._election.independent(tied)

    def take(self, item: int) -> Fraction | None:
        """Choose an item; the highest load with it."""
        first = self._election.twins[item]
        if first not in self._alone:
            del self._unwanted[bisect_left(self._unwanted, item)]
            return None
        equals = self._equals[first]
        del equals[bisect_left(equals, item)]
        self._balance.add(item)
        return self._balance.highest
