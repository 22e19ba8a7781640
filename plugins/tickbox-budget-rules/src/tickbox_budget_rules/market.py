"""Items not yet bought, and which of them is cheapest.

An item's price never falls during a run, so the lowest known prices stand in a heap and only those
that could be next are worked out again.  They are compared by bounds; where these overlap, by exact
fractions.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from heapq import heapify, heappop, heappush
from itertools import chain
from typing import Protocol

import attrs

from tickbox_budget_rules.election import SupportMatrix
from tickbox_budget_rules.exact import Price
from tickbox_budget_rules.paying import Offer, Scale
from tickbox_core.errors import TieRefused

Choose = Callable[[tuple[int, ...], bool], int]
"""Which of several items, equal in what the rule looks at, comes first.

The second argument says that their order changes nothing but the order.
"""


def next_of(
    choose: Choose, tied: tuple[int, ...], free: bool, costs: Sequence[int], left: int
) -> Sequence[int]:
    """What is bought next: one item, or all of the tied in turn where that changes only the order.

    What nobody wants beside another leaves the price of the others as it is: looked for anew after
    each, ten thousand of them would take hours.  A refusal says how many of the tied still fit.
    """
    if len(tied) == 1:
        return tied
    order = getattr(choose, "order", None)  # a choice that knows the order of all of them
    if free and order is not None:
        return tuple(order(tied))
    try:
        return (choose(tied, free),)
    except TieRefused as refusal:
        number = 0
        for cost in sorted(costs[item] for item in tied):
            left -= cost
            number += left >= 0
        raise attrs.evolve(refusal, fit=max(1, number)) from None


def turns_of(choose: Choose, tied: tuple[int, ...]) -> Iterator[int] | None:
    """The tied in the order in which a choice would name one after the other, if it knows that."""
    known = getattr(choose, "turns", None)
    order = known(tied) if known is not None else ()
    return iter(order) if order else None


def without(tied: tuple[int, ...], bought: Sequence[int]) -> tuple[int, ...]:
    """The tied, in ascending order, but for what was bought of them."""
    if len(bought) == len(tied):
        return ()
    for item in bought:
        at = bisect_left(tied, item)
        tied = tied[:at] + tied[at + 1 :]
    return tied


class Utility(StrEnum):
    """What a voter gets from an item it ticks."""

    COST = "cost"
    """The money spent on it."""
    CARDINALITY = "cardinality"
    """1 for each item."""
    POINTS = "points"
    """The points it gave."""


class Payers(Protocol):
    """Those who buy: they know at what price they can."""

    election: SupportMatrix
    scale: Scale

    def offer(self, item: int, start: int) -> Offer | None:
        """Bounds of the price per point, from a known lower bound; ``None``: never affordable."""
        ...

    def exact_price(self, item: int) -> Price | None:
        """The price itself."""
        ...


class Market:
    """Items not yet bought, by the lowest price per unit of utility they could have.

    Those that are equal in cost and support stand together, under the first of them.
    """

    def __init__(self, payers: Payers, utility: Utility) -> None:
        election = payers.election
        self._payers = payers
        # utility per point of support; prices are compared as price / value
        self.values: Sequence[int] = (
            election.costs if utility is Utility.COST else (1,) * len(election.costs)
        )
        self._fine = 64 + max(self.values, default=0).bit_length()
        self._twins = election.twins
        self._starts = [0] * len(election.costs)
        equals: dict[int, list[int]] = {}
        for item, groups in enumerate(election.supporters):
            if len(groups) and self.values[item]:
                equals.setdefault(self._twins[item], []).append(item)
        self._equals = {first: tuple(items) for first, items in equals.items()}
        self._heap = [(self._key(self._start(first), first), first) for first in equals]
        heapify(self._heap)

    def _start(self, item: int) -> int:
        """A price below which it cannot be had: all supporters pay in full."""
        election = self._payers.election
        self._starts[item] = self._payers.scale.down(election.costs[item]) // election.worth_of(
            item
        )
        return self._starts[item]

    def fork(self, payers: Payers) -> Market:
        """The same items before other payers, for whom every known lower bound holds too."""
        twin = object.__new__(Market)
        twin._payers, twin.values, twin._fine = payers, self.values, self._fine
        twin._twins, twin._starts, twin._heap = self._twins, self._starts[:], self._heap[:]
        twin._equals = self._equals.copy()
        return twin

    def _key(self, price: int, item: int) -> int:
        """Price per unit of utility, rounded down, fine enough to tell bounds apart."""
        return (price << self._fine) // self.values[item]

    def cheapest(self) -> tuple[Sequence[int], dict[int, Offer]] | None:
        """The items with the lowest price per unit of utility, and all offers looked at.

        Offers stand under the first of those that are equal.
        """
        offers: dict[int, Offer] = {}
        ceiling: int | None = None
        while self._heap and (ceiling is None or self._heap[0][0] <= ceiling):
            _, item = heappop(self._heap)
            offer = self._payers.offer(item, self._starts[item])
            if offer is None:
                continue
            self._starts[item] = offer.low
            offers[item] = offer
            high = -self._key(-offer.high, item)
            ceiling = high if ceiling is None else min(ceiling, high)
        if ceiling is None:
            return None
        rivals = [item for item, offer in offers.items() if self._key(offer.low, item) <= ceiling]
        kinds = [self._equals[first] for first in self._equal(rivals, offers)]
        return kinds[0] if len(kinds) == 1 else sorted(chain.from_iterable(kinds)), offers

    def _equal(self, rivals: list[int], offers: dict[int, Offer]) -> tuple[int, ...]:
        """Those of the rivals whose exact price per unit of utility is lowest."""
        if len(rivals) == 1:
            return tuple(rivals)
        best: list[int] = []
        lowest = (0, 1)
        for item in rivals:
            price = offers[item].exact or self._exact(item)
            above, below = price[0], price[1] * self.values[item]
            order = above * lowest[1] - lowest[0] * below if best else -1
            if order < 0:
                best, lowest = [], (above, below)
            if order <= 0:
                best.append(item)
        return tuple(best)

    def _exact(self, item: int) -> Price:
        price = self._payers.exact_price(item)
        assert price is not None, "an offer nobody can pay"
        return price

    def keep(self, offers: dict[int, Offer], bought: Iterable[int]) -> None:
        """Put back what was looked at and not bought."""
        for item in bought:
            first = self._twins[item]
            self._equals[first] = without(self._equals[first], (item,))
        for first, offer in offers.items():
            if self._equals[first]:
                heappush(self._heap, (self._key(offer.low, first), first))
