"""The method of equal shares: everybody gets an equal part of the budget to spend on what it ticks.

Source: Peters, Pierczyński and Skowron, "Proportional Participatory Budgeting with Additive
Utilities" (2021).  As long as some item's supporters can pay for it together, the item with the
lowest price per unit of utility is bought: each supporter pays that price for the utility it gets,
or all it has left.  Decisions are taken from bounds, and from exact fractions where these leave a
doubt (``Market``, ``Purses``, ``Ledger``).
"""

from __future__ import annotations

import attrs

from tickbox_budget_rules.election import SupportMatrix
from tickbox_budget_rules.level import EqualLevel, Kinds, SamePrice
from tickbox_budget_rules.market import Choose, Market, Utility
from tickbox_budget_rules.naming import ALONE, TiedItems, TieNames
from tickbox_budget_rules.paying import Offer
from tickbox_budget_rules.purses import Purses


@attrs.frozen
class PurchaseStep:
    """One purchase: the item, its offer, and the items it was tied with where that matters."""

    item: int
    offer: Offer
    tied: TiedItems = ALONE


@attrs.frozen(eq=False)
class Run:
    """What one run of equal shares bought, in order, and how everybody stood at its end."""

    steps: tuple[PurchaseStep, ...]
    purses: Purses
    total: int

    @property
    def bought(self) -> tuple[int, ...]:
        """The items bought, in order."""
        return tuple(step.item for step in self.steps)


def equal_shares(
    election: SupportMatrix,
    utility: Utility,
    choose: Choose,
    total: int | None = None,
) -> Run:
    """One run with ``total`` divided among the voters (``None``: the budget).

    Items that give nobody any utility are never bought: what nobody ticks, and under the utility
    ``cost`` what costs nothing.  ``choose`` is asked only where prices are exactly equal.
    """
    money = election.budget if total is None else total
    purses = Purses(election, money)
    market = Market(purses, utility)
    steps: list[PurchaseStep] = []
    names, kinds, left = TieNames(), Kinds(election, choose), election.budget
    while (found := market.cheapest()) is not None:
        tied, offers = found
        level: EqualLevel = kinds.level(tied)
        if SamePrice.suits(election, tied, offers):
            level = SamePrice(purses, tied, offers, market.values, choose)
        first = len(steps)
        while level.tied:
            free = level.independent
            bought = level.next(left, free=free)
            named = ALONE if free else names.of(level.tied)
            level.remove(bought)
            penniless = level.poor_before(bought) if isinstance(level, SamePrice) else frozenset()
            for item in bought:
                offer = offers[election.twins[item]]
                left -= election.costs[item]
                purses.buy(item, offer)
                steps.append(PurchaseStep(item, offer, named))
            if not isinstance(level, SamePrice):
                break  # all are looked at anew
            level.drop_raised(bought, penniless)
        market.keep(offers, [step.item for step in steps[first:]])
    return Run(tuple(steps), purses, money)
