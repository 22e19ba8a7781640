"""Maximin support: each time the item that keeps the highest load of any voter lowest.

Source: Aziz, Lee and Talmon, "Proportionally Representative Participatory Budgeting" (2018), after
Sánchez-Fernández et al.  Unlike in Phragmén's rule the costs of earlier items are spread anew
whenever that helps.  Items that no longer fit are passed over; items nobody wants come last.

An item's load can only rise as others are chosen, so the loads last seen stand in a heap as lower
bounds; only items that could be lowest are worked out again, and given up once they pass the lowest
found.  Everything is exact (``Balance``).
"""

from __future__ import annotations

from fractions import Fraction
from heapq import heapify, heappop, heappush

import attrs

from tickbox_budget_rules.balance import Balance
from tickbox_budget_rules.election import SupportMatrix
from tickbox_budget_rules.market import Choose, next_of


@attrs.frozen
class LoadedStep:
    """One choice: the item, the highest load with it (``None``: nobody wants it), and its ties."""

    item: int
    highest: Fraction | None
    tied: tuple[int, ...] = ()


def maximin(election: SupportMatrix, choose: Choose) -> tuple[LoadedStep, ...]:
    """Run the rule; ``choose`` is asked only where loads are exactly equal."""
    steps: list[LoadedStep] = []
    left = election.budget
    field = _Field(election)
    while tied := field.lightest(left):
        (item,) = next_of(choose, tied, False, election.costs, left)
        left -= election.costs[item]
        steps.append(LoadedStep(item, field.take(item), tied if len(tied) > 1 else ()))
    return tuple(steps)


class _Field:
    """Items not yet chosen, by the lowest that the highest load could be with them."""

    def __init__(self, election: SupportMatrix) -> None:
        self._costs = election.costs
        self._balance = Balance(election)
        stakes = [self._balance.wanted(item) for item in range(len(election.costs))]
        self._unwanted = [item for item, stake in enumerate(stakes) if not stake]
        self._heap = [
            (Fraction(election.costs[item], stake), item)
            for item, stake in enumerate(stakes)
            if stake
        ]
        heapify(self._heap)
        self._tried: dict[int, Balance] = {}

    def lightest(self, left: int) -> tuple[int, ...]:
        """The items that fit into what is left and keep the highest load lowest."""
        self._heap = [entry for entry in self._heap if self._costs[entry[1]] <= left]
        heapify(self._heap)
        if not self._heap:
            self._unwanted = [item for item in self._unwanted if self._costs[item] <= left]
            return tuple(self._unwanted)
        self._tried = {}
        passed: list[tuple[Fraction, int]] = []
        lowest: Fraction | None = None
        while self._heap and (lowest is None or self._heap[0][0] <= lowest):
            _, item = heappop(self._heap)
            trial = self._balance.copy()
            if trial.add(item, lowest):
                self._tried[item] = trial
                lowest = trial.highest
            passed.append((trial.highest, item))
        for entry in passed:
            heappush(self._heap, entry)
        return tuple(sorted(i for i, trial in self._tried.items() if trial.highest == lowest))

    def take(self, item: int) -> Fraction | None:
        """Choose an item; the highest load with it."""
        if item in self._unwanted:
            self._unwanted.remove(item)
            return None
        self._balance = self._tried[item]
        self._heap = [entry for entry in self._heap if entry[1] != item]
        return self._balance.highest
