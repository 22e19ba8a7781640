"""The method of equal shares: everybody gets an equal part of the budget to spend on what it ticks.

Source: Peters, Pierczyński and Skowron, "Proportional Participatory Budgeting with Additive
Utilities" (2021).  As long as some item's supporters can pay for it together, the item with the
lowest price per unit of utility is bought: each supporter pays that price for the utility it gets,
or all it has left.

An item's price never falls during a run, so the lowest known prices stand in a heap and only those
that could be next are worked out again.  They are compared by bounds; where these overlap, by exact
fractions (``Purses``, ``Ledger``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from heapq import heapify, heappop, heappush

import attrs

from tickbox_budget_rules.election import Election
from tickbox_budget_rules.exact import Price
from tickbox_budget_rules.purses import Offer, Purses

Choose = Callable[[tuple[int, ...], bool], int]
"""Which of several items, equal in what the rule looks at, comes first.

The second argument says that their order changes nothing but the order.
"""


class Utility(StrEnum):
    """What a voter gets from an item it ticks."""

    COST = "cost"
    """The money spent on it."""
    CARDINALITY = "cardinality"
    """1 for each item."""
    POINTS = "points"
    """The points it gave."""


@attrs.frozen
class Step:
    """One purchase: the item, its offer, and the items it was tied with where that matters."""

    item: int
    offer: Offer
    tied: tuple[int, ...] = ()


@attrs.frozen(eq=False)
class Run:
    """What one run of equal shares bought, in order, and how everybody stood at its end."""

    steps: tuple[Step, ...]
    purses: Purses
    total: int

    @property
    def bought(self) -> tuple[int, ...]:
        """The items bought, in order."""
        return tuple(step.item for step in self.steps)


def equal_shares(
    election: Election,
    utility: Utility,
    choose: Choose,
    total: int | None = None,
    spread: int = 0,
) -> Run:
    """One run with ``total`` divided among the voters (``None``: the budget).

    With a ``spread`` the run holds for every total up to that much more, or raises ``Doubt``.

    Items that give nobody any utility are never bought: what nobody ticks, and under the utility
    ``cost`` what costs nothing.  ``choose`` is asked only where prices are exactly equal.
    """
    money = election.budget if total is None else total
    purses = Purses(election, money, spread)
    market = _Market(purses, utility)
    steps = []
    while (found := market.cheapest()) is not None:
        tied, offers = found
        free = election.independent(tied)
        item = tied[0] if len(tied) == 1 else choose(tied, free)
        market.keep(offers, item)
        purses.buy(item, offers[item])
        steps.append(Step(item, offers[item], () if free else tied))
    return Run(tuple(steps), purses, money)


class _Market:
    """Items not yet bought, by the lowest price per unit of utility they could have."""

    def __init__(self, purses: Purses, utility: Utility) -> None:
        election = purses.election
        self._purses = purses
        # utility per point of support; prices are compared as price / value
        self._values: Sequence[int] = (
            election.costs if utility is Utility.COST else (1,) * len(election.costs)
        )
        self._fine = 64 + max(self._values, default=0).bit_length()
        self._twins = election.twins()
        self._starts = [0] * len(election.costs)
        self._heap = [
            (self._key(self._start(item), item), item)
            for item, groups in enumerate(election.supporters)
            if len(groups) and self._values[item]
        ]
        heapify(self._heap)

    def _start(self, item: int) -> int:
        """A price below which it cannot be had: all supporters pay in full."""
        election = self._purses.election
        counts = election.counts[election.supporters[item]]
        worth = counts if election.points is None else counts * election.points[item]
        self._starts[item] = self._purses.fixed(election.costs[item]) // int(worth.sum())
        return self._starts[item]

    def _key(self, price: int, item: int) -> int:
        """Price per unit of utility, rounded down, fine enough to tell bounds apart."""
        return (price << self._fine) // self._values[item]

    def cheapest(self) -> tuple[tuple[int, ...], dict[int, Offer]] | None:
        """The items with the lowest price per unit of utility, and all offers looked at."""
        offers: dict[int, Offer] = {}
        known: dict[int, Offer | None] = {}
        ceiling: int | None = None
        while self._heap and (ceiling is None or self._heap[0][0] <= ceiling):
            _, item = heappop(self._heap)
            twin = self._twins[item]
            if twin not in known:
                known[twin] = self._purses.offer(item, self._starts[item])
            offer = known[twin]
            if offer is None:
                continue
            self._starts[item] = offer.low
            offers[item] = offer
            high = -self._key(-offer.high, item)
            ceiling = high if ceiling is None else min(ceiling, high)
        if ceiling is None:
            return None
        rivals = [item for item, offer in offers.items() if self._key(offer.low, item) <= ceiling]
        return self._equal(rivals, offers), offers

    def _equal(self, rivals: list[int], offers: dict[int, Offer]) -> tuple[int, ...]:
        """Those of the rivals whose exact price per unit of utility is lowest."""
        if len(rivals) == 1:
            return (rivals[0],)
        best: list[int] = []
        lowest = (0, 1)
        prices: dict[int, Price] = {}
        for item in sorted(rivals):
            twin = self._twins[item]
            if twin not in prices:
                prices[twin] = offers[item].exact or self._exact(item)
            price = prices[twin]
            above, below = price[0], price[1] * self._values[item]
            order = above * lowest[1] - lowest[0] * below if best else -1
            if order < 0:
                best, lowest = [], (above, below)
            if order <= 0:
                best.append(item)
        return tuple(best)

    def _exact(self, item: int) -> Price:
        price = self._purses.exact_price(item)
        assert price is not None, "an offer nobody can pay"
        return price

    def keep(self, offers: dict[int, Offer], bought: int) -> None:
        """Put back what was looked at and not bought."""
        for item, offer in offers.items():
            if item != bought:
                heappush(self._heap, (self._key(offer.low, item), item))
