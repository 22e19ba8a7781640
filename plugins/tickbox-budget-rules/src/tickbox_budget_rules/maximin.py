"""Maximin support: each time the item that keeps the highest load of any voter lowest.

Source: Aziz, Lee and Talmon, "Proportionally Representative Participatory Budgeting" (2018), after
Sánchez-Fernández et al.  Unlike in Phragmén's rule the costs of earlier items are spread anew
whenever that helps.  Items that no longer fit are passed over; items nobody wants come last.

An item's load can only rise as others are chosen, so those last seen are lower bounds.  The level
rises from one bound to the next until some items can be borne at it, beside what is chosen: these
are the lowest.  Who was stuck bounds the others too, for good.  Items of one cost that the same
groups want are tried once.  Of items for which nobody bears anything yet, none of which anybody
wants beside another one after the other is chosen, as they stand.  Everything is exact
(``Balance``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction
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


_REMEMBERED = 8
"""So many of the things that items ran into are kept in mind."""


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
        self._waiting: dict[Fraction, list[int]] = {}
        for first, load in self._alone.items():
            self._waiting.setdefault(load, []).append(first)
        # what items ran into that were tried: no less is borne there later
        self._cuts: list[Bottleneck] = []

    def lightest(self, left: int) -> Sequence[int]:
        """The items that fit into what is left and keep the highest load lowest."""
        while self._waiting:
            level = max(min(self._waiting), self._balance.highest)
            bounds = [bound for bound in self._waiting if bound <= level]
            items = [first for bound in bounds for first in self._waiting.pop(bound)]
            self._balance.raise_to(level)
            borne = [
                first
                for first in items
                if self._equals[first] and self._costs[first] <= left and self._borne(first)
            ]
            if borne:
                self._waiting[level] = borne
                return together(self._equals[first] for first in borne)
        self._unwanted = [item for item in self._unwanted if self._costs[item] <= left]
        return self._unwanted

    def _borne(self, item: int) -> bool:
        """Whether an item can be borne at the level there is; if not, it waits for a higher one."""
        bound = self._above(item)
        if bound is None:
            cut = self._balance.without_room_for(item)
            if cut is None:
                return True
            self._cuts = [cut, *self._cuts[: _REMEMBERED - 1]]
            bound = cut.load_with(self._costs[item])
        self._waiting.setdefault(bound, []).append(item)
        return False

    def _above(self, item: int) -> Fraction | None:
        """A load above the level that an item cannot be below, by what others ran into."""
        for cut in self._cuts:
            if self._balance.within(item, cut):
                bound = cut.load_with(self._costs[item])
                if bound > self._balance.highest:
                    return bound
        return None

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
        self._cuts = [
            attrs.evolve(cut, cost=cut.cost + self._costs[item])
            if self._balance.within(item, cut)
            else cut
            for cut in self._cuts
        ]
        return self._balance.highest
