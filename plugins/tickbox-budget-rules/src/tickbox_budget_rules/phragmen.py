"""Sequential Phragmén: voters earn money evenly; an item is bought when its supporters can pay.

Source: Los, Christoff and Grossi, "Proportional Budget Allocations: Towards a Systematization"
(2022), after Phragmén (1894).  Said with loads: buying an item spreads its cost over its supporters
so that they all carry the same load per stake, and each time the item is bought that makes this
load lowest.  The rule stops at the first item, or tie of items, with one that no longer fits.
Items that cost more than the budget do not stand at all, and items nobody supports come last.

All supporters of a winner carry the same load afterwards, so a voter's load is told by its last
winner.  Loads are kept in fixed point with bounds: together they are what has been spent, at most
the budget, so sums stay below ``2**53`` and are exact (see ``purses``); an item's load
``(sum of its supporters' loads + cost) / stakes`` is bounded by the same with the bounds of the
loads put in, since it rises with each.  Overlapping bounds are settled by exact fractions.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from heapq import heapify, heappop, heappush

import attrs
import numpy as np

from tickbox_budget_rules.election import SupportMatrix, Wholes, total
from tickbox_budget_rules.market import Choose, next_of, turns_of, without

DIGITS = 50


@attrs.frozen
class Load:
    """Bounds of the load per stake that buying an item brings, in fixed point."""

    low: int
    high: int


@attrs.frozen
class LoadStep:
    """One purchase: the item, its supporters' load afterwards, and the items it was tied with."""

    item: int
    load: Load | None
    tied: tuple[int, ...] = ()


@attrs.frozen(eq=False)
class PhragmenRun:
    """What was bought, in order, and the items at which the rule stopped (none: nothing left)."""

    steps: tuple[LoadStep, ...]
    stopped_at: tuple[int, ...]
    loads: Loads

    @property
    def bought(self) -> tuple[int, ...]:
        """The items bought, in order."""
        return tuple(step.item for step in self.steps)


def phragmen(election: SupportMatrix, choose: Choose) -> PhragmenRun:
    """Run the rule; ``choose`` is asked only where loads are exactly equal."""
    loads = Loads(election)
    left = election.budget
    steps: list[LoadStep] = []
    while tied := loads.lightest():
        apart = election.independent(tied)  # then the others stay as they are when one is bought
        costs = [election.costs[item] for item in tied]
        dearest, together, first = max(costs), sum(costs), len(steps)
        turns = turns_of(choose, tied) if apart else None
        while tied:
            if dearest > left and any(election.costs[item] > left for item in tied):
                return PhragmenRun(tuple(steps), tied, loads)
            free = apart and together <= left
            if free or turns is None:
                bought = next_of(choose, tied, free, election.costs, left)
            else:
                bought = (next(turns, tied[0]),)
            for item in bought:
                left -= election.costs[item]
                together -= election.costs[item]
                steps.append(LoadStep(item, loads.buy(item), () if free else tied))
            tied = without(tied, bought) if apart else ()
        loads.drop([step.item for step in steps[first:]])
    return PhragmenRun(tuple(steps), (), loads)


class Loads:
    """Who carries how much, and which items could be next."""

    def __init__(self, election: SupportMatrix) -> None:
        self.election = election
        self.shift = DIGITS - max(1, election.budget).bit_length()
        self._last = np.zeros(len(election.counts), np.int32)
        # bounds of the load that each purchase brought, the first for those who carry none
        self._purchases = 1
        self._low, self._high = np.zeros((2, len(election.costs) + 1))
        self._exact = [Fraction(0)]
        self._bought: list[int] = []
        # who bought what: the supporters by last winner, to work out exact loads when asked
        self._carried: list[tuple[int, Wholes]] = []
        stakes = election.stakes
        self._heads = [
            election.voters_of(item) * (1 if stakes is None else stakes[groups])
            for item, groups in enumerate(election.supporters)
        ]
        self._stakes = [int(heads.sum()) for heads in self._heads]
        self._offers: dict[int, Load] = {}
        self._twins = election.twins
        standing = [i for i, cost in enumerate(election.costs) if cost <= election.budget]
        self._unsupported = tuple(item for item in standing if not self._stakes[item])
        self._heap = [
            (self._to_fixed(election.costs[item]) // self._stakes[item], item)
            for item in standing
            if self._stakes[item]
        ]
        heapify(self._heap)

    def _to_fixed(self, money: int) -> int:
        return money << self.shift if self.shift >= 0 else money >> -self.shift

    def lightest(self) -> tuple[int, ...]:
        """The items whose purchase brings the lowest load; those nobody supports come last."""
        if not self._heap:
            return self._unsupported
        offers: dict[int, Load] = {}
        known: dict[int, Load] = {}
        ceiling: int | None = None
        while self._heap and (ceiling is None or self._heap[0][0] <= ceiling):
            _, item = heappop(self._heap)
            twin = self._twins[item]
            if twin not in known:
                known[twin] = self._load(item)
            offers[item] = load = known[twin]
            ceiling = load.high if ceiling is None else min(ceiling, load.high)
        for item, load in offers.items():
            heappush(self._heap, (load.low, item))
        self._offers = offers
        rivals = sorted(i for i, load in offers.items() if ceiling is None or load.low <= ceiling)
        if len(rivals) == 1:
            return (rivals[0],)
        exact = {twin: self.exact_load(twin) for twin in {self._twins[item] for item in rivals}}
        lowest = min(exact.values())
        return tuple(item for item in rivals if exact[self._twins[item]] == lowest)

    def buy(self, item: int) -> Load | None:
        """Spread the cost over the supporters; ``None`` where there are none."""
        if not self._stakes[item]:
            return None
        load = self._offers[item]
        self._carried.append((item, self._by_winner(item)))
        self._low[self._purchases], self._high[self._purchases] = load.low, load.high
        self._last[self.election.supporters[item]] = self._purchases
        self._purchases += 1
        return load

    def drop(self, bought: Sequence[int]) -> None:
        """Take what was bought off those that could be next."""
        gone = frozenset(bought)
        self._unsupported = tuple(item for item in self._unsupported if item not in gone)
        self._heap = [entry for entry in self._heap if entry[1] not in gone]
        heapify(self._heap)

    def _by_winner(self, item: int) -> Wholes:
        """The item's stakes by the last winner of those who hold them."""
        last = self._last[self.election.supporters[item]]
        return np.bincount(last, self._heads[item]).astype(np.float64, copy=False)

    def _load(self, item: int) -> Load:
        heads = self._by_winner(item)
        cost, stakes = self.election.costs[item], self._stakes[item]
        low = int(total(heads, self._low[: len(heads)])) + self._to_fixed(cost)
        high = int(total(heads, self._high[: len(heads)])) - self._to_fixed(-cost)
        return Load(low // stakes, -(-high // stakes))

    def exact_load(self, item: int) -> Fraction:
        """The load its purchase would bring now, exactly."""
        return self._spread(item, self._by_winner(item))

    def exact(self, purchase: int) -> Fraction:
        """The load that a purchase brought, exactly."""
        self._catch_up()
        return self._exact[purchase + 1]

    def _spread(self, item: int, heads: Wholes) -> Fraction:
        self._catch_up()
        carried = sum(
            (int(heads[k]) * self._exact[k] for k in np.flatnonzero(heads).tolist()), Fraction(0)
        )
        return (carried + self.election.costs[item]) / self._stakes[item]

    def _catch_up(self) -> None:
        while len(self._exact) <= len(self._carried):
            item, heads = self._carried[len(self._exact) - 1]
            carried = sum(
                (int(heads[k]) * self._exact[k] for k in np.flatnonzero(heads).tolist()),
                Fraction(0),
            )
            self._exact.append((carried + self.election.costs[item]) / self._stakes[item])
