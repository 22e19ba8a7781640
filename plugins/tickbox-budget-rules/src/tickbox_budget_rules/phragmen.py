"""Sequential Phragmén: voters earn money evenly; an item is bought when its supporters can pay.

Source: Los, Christoff and Grossi, "Proportional Budget Allocations: Towards a Systematization"
(2022), after Phragmén (1894).  Said with loads: buying an item spreads its cost over its supporters
so that they all carry the same load per stake, and each time the item is bought that makes this
load lowest.  The rule stops at the first item, or tie of items, with one that no longer fits.
Items that cost more than the budget do not stand at all, and items nobody supports come last.

All supporters of a winner carry the same load afterwards, so a voter's load is told by its last
winner (by the first winner of those that were bought at one load, one after the other).  Loads are
kept in fixed point with bounds: together they are what has been spent, at most the budget, so sums
stay below ``2**53`` and are exact (see ``purses``); an item's load
``(sum of its supporters' loads + cost) / stakes`` is bounded by the same with the bounds of the
loads put in, since it rises with each.  Overlapping bounds are settled by exact fractions.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction

import attrs
import numpy as np

from tickbox_budget_rules.election import Ints, SupportMatrix, total
from tickbox_budget_rules.level import EqualLevel, Kinds, together
from tickbox_budget_rules.load_bounds import LoadBounds
from tickbox_budget_rules.market import Choose
from tickbox_budget_rules.naming import ALONE, TiedItems, TieNames

DIGITS = 50
Heads = tuple[tuple[int, int], ...]
"""Stakes by the purchase (from 1; 0: none) that says what those who hold them carry."""


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
    tied: TiedItems = ALONE


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
    loads, names = Loads(election), TieNames()
    left = election.budget
    steps: list[LoadStep] = []
    kinds = Kinds(election, choose)
    while tied := loads.lightest():
        level, first = kinds.level(tied), len(steps)
        while level.tied:
            if level.dearest > left:
                return PhragmenRun(tuple(steps), tuple(level.tied), loads)
            free = level.independent and level.together <= left
            bought = level.next(left, free=free)
            named = ALONE if free or len(level.tied) == 1 else names.of(level.tied)
            level.remove(bought)
            for item in bought:
                left -= election.costs[item]
                if not level.one_kind:
                    level.drop(_raised(level, loads, item))
                steps.append(LoadStep(item, loads.buy(item), named))
            if level.one_kind:
                break  # the others are as high as one another again, but higher
        loads.drop([step.item for step in steps[first:]])
    return PhragmenRun(tuple(steps), (), loads)


def _raised(level: EqualLevel, loads: Loads, item: int) -> set[int]:
    """Those of a level that an item's purchase raises above it, or may: the first of each kind.

    A supporter who carries less than the level before carries as much as it says afterwards, and
    whatever else that voter wants stands higher for it.
    """
    wanted = level.wanted_by(level.election.supporters[item])
    if not wanted:
        return set()
    if not loads.all_below(wanted, item):
        return set(level.firsts())  # it may be that nothing has changed: all are looked at anew
    return level.supported(wanted)


class Loads:
    """Who carries how much, and which items could be next."""

    def __init__(self, election: SupportMatrix) -> None:
        self.election = election
        self.shift = DIGITS - max(1, election.budget).bit_length()
        self._last = np.zeros(len(election.counts), np.int32)
        # bounds of the load that each purchase brought, the first for those who carry none
        self._purchases = 1
        self._low, self._high = np.zeros((2, len(election.costs) + 1))
        self._lows, self._highs = np.zeros((2, len(election.counts)))  # the same by group
        self._exact = [Fraction(0)]
        self._bought: list[int] = []
        # who bought what: the supporters by last winner, to work out exact loads when asked
        self._carried: list[tuple[int, Heads]] = []
        self._at_this_load: int | None = None  # the first purchase at the load looked at last
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
        self._equals: dict[int, list[int]] = {}
        for item in standing:
            if self._stakes[item]:
                self._equals.setdefault(self._twins[item], []).append(item)
        bounds = [
            self._to_fixed(election.costs[first]) // self._stakes[first] for first in self._equals
        ]
        firsts = list(self._equals)
        self._field = LoadBounds(election, firsts, bounds)
        # of each kind its stakes, by supporter and together, and its cost, rounded down and up
        self._rows = np.concatenate([*(self._heads[first] for first in firsts), np.zeros(0)])
        self._sums = np.array([self._stakes[first] for first in firsts], np.int64)
        costs = [election.costs[first] for first in firsts]
        self._least = np.array([self._to_fixed(cost) for cost in costs], np.int64)
        self._most = np.array([-self._to_fixed(-cost) for cost in costs], np.int64)

    def _to_fixed(self, money: int) -> int:
        return money << self.shift if self.shift >= 0 else money >> -self.shift

    def lightest(self) -> Sequence[int]:
        """The items whose purchase brings the lowest load; those nobody supports come last."""
        self._offers, self._at_this_load = {}, None
        self._field.begin()
        while len(due := self._field.due()):
            self._field.put(due, *self._loads(due))
        rivals = self._field.rivals()
        if not rivals:
            return self._unsupported
        if len(rivals) > 1:
            exact = self._exact_loads(rivals)
            lowest = min(exact.values())
            rivals = [first for first in rivals if exact[first] == lowest]
        self._offers = {first: Load(*self._field.of(first)) for first in rivals}
        return together(self._equals[first] for first in rivals)

    def all_below(self, groups: Sequence[int], item: int) -> bool:
        """Whether all of these surely carry less than the item's purchase brings."""
        least = self._offers[self._twins[item]].low
        return bool((self._high[self._last[groups]] < least).all())

    def buy(self, item: int) -> Load | None:
        """Spread the cost over the supporters; ``None`` where there are none."""
        if not self._stakes[item]:
            return None
        load = self._offers[self._twins[item]]
        self._carried.append((item, self._by_winner(item)))
        self._low[self._purchases], self._high[self._purchases] = load.low, load.high
        if self._at_this_load is None:
            self._at_this_load = self._purchases
        groups = self.election.supporters[item]
        self._last[groups] = self._at_this_load
        self._lows[groups] = self._low[self._at_this_load]
        self._highs[groups] = self._high[self._at_this_load]
        self._field.touch(groups)
        self._purchases += 1
        return load

    def drop(self, bought: Sequence[int]) -> None:
        """Take what was bought off those that could be next."""
        gone = frozenset(bought)
        self._unsupported = tuple(item for item in self._unsupported if item not in gone)
        for item in bought:
            equals = self._equals.get(self._twins[item])
            if equals:
                del equals[bisect_left(equals, item)]
                if not equals:
                    self._field.remove(self._twins[item])

    def _by_winner(self, item: int) -> Heads:
        """The item's stakes by the last winner of those who hold them, in its order."""
        last = self._last[self.election.supporters[item]]
        if len(last) > self._purchases:
            held = np.bincount(last, self._heads[item])
            winners = np.flatnonzero(held)
            return tuple(zip(winners.tolist(), map(int, held[winners].tolist()), strict=True))
        found: dict[int, int] = {}
        for winner, heads in zip(last.tolist(), self._heads[item].tolist(), strict=True):
            found[winner] = found.get(winner, 0) + int(heads)
        return tuple(sorted(found.items()))

    def _loads(self, places: Ints) -> tuple[Ints, Ints]:
        """Bounds of the loads that buying some items would bring, by their places in the field."""
        if len(places) == 1:
            least, most = self._load(int(places[0]))
            return np.array([least]), np.array([most])
        sums = self._sums[places]
        if self._field.table is not None:
            groups = self._field.table[places]
            heads = self._rows.reshape(self._field.table.shape)[places]
            low = np.einsum("ij,ij->i", heads, self._lows[groups]).astype(np.int64)
            high = np.einsum("ij,ij->i", heads, self._highs[groups]).astype(np.int64)
        else:
            rows, starts = self._field.rows(places)
            heads, last = self._rows[rows], self._last[self._field.groups[rows]]
            low = np.add.reduceat(heads * self._low[last], starts).astype(np.int64)
            high = np.add.reduceat(heads * self._high[last], starts).astype(np.int64)
        return (low + self._least[places]) // sums, -(-(high + self._most[places]) // sums)

    def _load(self, place: int) -> tuple[int, int]:
        (item,) = self._field.firsts(np.array([place]))
        heads, last = self._heads[item], self._last[self.election.supporters[item]]
        if len(last) > self._purchases:
            heads = np.bincount(last, heads).astype(np.float64, copy=False)
            lows, highs = self._low[: len(heads)], self._high[: len(heads)]
        else:
            lows, highs = self._low[last], self._high[last]
        cost, stakes = self.election.costs[item], self._stakes[item]
        low = int(total(heads, lows)) + self._to_fixed(cost)
        high = int(total(heads, highs)) - self._to_fixed(-cost)
        return low // stakes, -(-high // stakes)

    def _exact_loads(self, items: Sequence[int]) -> dict[int, Fraction]:
        """The exact loads that buying each would bring; once for all whose supporters carry alike.

        Of ten thousand equal items there are few that differ in it.
        """
        known: dict[tuple[int, Heads], Fraction] = {}
        exact = {}
        for item in items:
            heads = self._by_winner(item)
            alike = self.election.costs[item], heads
            if alike not in known:
                known[alike] = self._spread(item, heads)
            exact[item] = known[alike]
        return exact

    def exact(self, purchase: int) -> Fraction:
        """The load that a purchase brought, exactly."""
        self._catch_up()
        return self._exact[purchase + 1]

    def _spread(self, item: int, heads: Heads) -> Fraction:
        self._catch_up()
        return self._carry(item, heads)

    def _carry(self, item: int, heads: Heads) -> Fraction:
        """What each stake bears once the item is paid: the sum of all before, and its cost."""
        carried = sum((number * self._exact[winner] for winner, number in heads), Fraction(0))
        return (carried + self.election.costs[item]) / self._stakes[item]

    def _catch_up(self) -> None:
        while len(self._exact) <= len(self._carried):
            self._exact.append(self._carry(*self._carried[len(self._exact) - 1]))
