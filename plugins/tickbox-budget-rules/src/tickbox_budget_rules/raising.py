"""Equal shares at a whole stretch of totals at once, for ``add1``.

Money and prices move one way: give everybody more, let the same items be bought in the same order,
and each price is lower, and what each voter has left is higher, at every step.  So a stretch of
totals is bounded by its two ends: nobody has less than at the lowest total, nobody more than at the
highest.  Each end is a column of its own, rounded to its own side (``Bound``); prices between them
follow from ``paying``.  As long as the bounds decide which item is cheapest, it is bought at every
total of the stretch.  Where they do not, the stretch is cut in two, each half goes on from there,
and only the new ends are worked out again, along the purchases made so far.  A single total that is
still in doubt is run by itself, with the exact ledger behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs
import numpy as np

from tickbox_budget_rules.election import SupportMatrix, Wholes
from tickbox_budget_rules.equal_shares import equal_shares
from tickbox_budget_rules.exact import Ledger, Price
from tickbox_budget_rules.market import Choose, Market, Utility, next_of
from tickbox_budget_rules.paying import DIGITS, Offer, PayingRows, Scale, newton


class Doubt(Exception):
    """The bounds do not decide."""


@attrs.frozen
class Piece:
    """Totals in a row, by number, at which the same items are bought in the same order."""

    bought: tuple[int, ...]
    first: int
    last: int


def pieces(
    election: SupportMatrix, utility: Utility, choose: Choose, totals: Sequence[int]
) -> Iterator[Piece]:
    """What equal shares buys at each of the rising totals, in their order.

    Pieces are worked out as they are asked for: who stops early pays for no more.
    """
    if not totals:
        return
    whole = Stretch.of(election, utility, totals)
    waiting = [whole]
    while waiting:
        stretch = waiting.pop()
        try:
            stretch.run(choose)
        except Doubt:
            if len(stretch.numbers) > 1:
                waiting.extend(reversed(stretch.halves()))
                continue
            at = stretch.numbers[0]
            run = equal_shares(election, utility, choose, totals[at])
            yield Piece(run.bought, at, at)
        else:
            yield Piece(tuple(stretch.bought), stretch.numbers[0], stretch.numbers[-1])


@attrs.frozen
class _Paid:
    """A purchase: the item, its supporters, and the bounds of its price."""

    item: int
    rows: PayingRows
    offer: Offer


class Bound:
    """What every voter has at one total, never more than in truth (or, ``high``, never less)."""

    def __init__(self, money: Wholes, *, high: bool) -> None:
        self.money, self.high = money, high

    def copy(self) -> Bound:
        """The same, to go on by itself."""
        return Bound(self.money.copy(), high=self.high)

    def price(self, rows: PayingRows, money: Wholes, cost: int, start: int) -> int:
        """A price not below the true one (``high``: not above); the rows can pay the cost."""
        price, _, _ = newton(rows, money, cost, start)
        # a step of Newton's stays below the root but for its own rounding up
        return max(start, price - 1) if self.high else price

    def pay(self, rows: PayingRows, price: int) -> None:
        """Let the rows pay."""
        self.money[rows.groups] = np.maximum(self.money[rows.groups] - rows.caps(price), 0.0)


class Stretch:
    """Totals, by number, that have bought the same items so far."""

    election: SupportMatrix
    scale: Scale

    def __init__(
        self, source: _Source, numbers: range, low: Bound, high: Bound, paid: list[_Paid]
    ) -> None:
        self._source, self.numbers = source, numbers
        self.election, self.scale = source.election, source.scale
        self._low, self._high, self._paid = low, high, paid
        self._poorest = int(low.money.min(initial=2.0**DIGITS))
        self._rows: dict[int, PayingRows] = {}
        self.market: Market

    @classmethod
    def of(cls, election: SupportMatrix, utility: Utility, totals: Sequence[int]) -> Stretch:
        """All totals, with nothing bought."""
        source = _Source(election, totals, Scale.of(election, max(totals)))
        numbers = range(len(totals))
        stretch = cls(source, numbers, source.side(0), source.side(numbers[-1], high=True), [])
        stretch.market = Market(stretch, utility)
        return stretch

    @property
    def bought(self) -> list[int]:
        """The items bought, in order."""
        return [paid.item for paid in self._paid]

    def run(self, choose: Choose) -> None:
        """Buy what is cheapest at every total, to the end; ``Doubt`` where the bounds overlap."""
        while True:
            before = self.market.fork(self)
            try:
                found = self.market.cheapest()
            except Doubt:
                self.market = before
                raise
            if found is None:
                return
            tied, offers = found
            free = self.election.independent(tied)
            costs = self.election.costs
            left = self.election.budget - sum(costs[one] for one in self.bought)
            bought = next_of(choose, tuple(tied), free, costs, left)
            self.market.keep(offers, bought)
            for item in bought:
                self._buy(item, offers[self.election.twins[item]])

    def offer(self, item: int, start: int) -> Offer | None:
        """Bounds of the item's price at every total; ``None`` where it is affordable at none."""
        cost, worth = self.election.costs[item], self.election.worth_of(item)
        low_cost, high_cost = self.scale.down(cost), self.scale.up(cost)
        full = -(-high_cost // worth)
        if full * self._source.most_points < self._poorest:  # nobody at all is too poor
            return Offer(low_cost // worth, full, (cost, worth))
        rows, low = self._live(item)
        high = self._high.money[rows.groups]
        if rows.sum(low) < high_cost:
            if rows.sum(high) < low_cost:
                return None
            raise Doubt
        price = self._low.price(rows, low, high_cost, start)
        least = self._high.price(rows, high, low_cost, start)
        exact = None
        if price <= full and len(rows.groups) == len(self.election.supporters[item]):
            exact = (cost, worth) if (low > rows.caps(price)).all() else None
        return Offer(max(least, low_cost // worth), price, exact)

    def exact_price(self, item: int) -> Price | None:
        """There is no ledger for a stretch."""
        raise Doubt

    def _live(self, item: int) -> tuple[PayingRows, Wholes]:
        rows = self._rows.get(item) or PayingRows.of(self.election, item)
        rows, low = rows.live(self._low.money[rows.groups], self._high.money.__getitem__)
        self._rows[item] = rows
        return rows, low

    def _buy(self, item: int, offer: Offer) -> None:
        rows, _ = self._live(item)
        self._low.pay(rows, offer.high)
        self._high.pay(rows, offer.low)
        left = self._low.money[rows.groups]
        self._poorest = min(self._poorest, int(left.min(initial=2.0**DIGITS)))
        self._paid.append(_Paid(item, rows, offer))

    def halves(self) -> list[Stretch]:
        """The stretch cut in two, both as far as this one has come."""
        middle = len(self.numbers) // 2
        first, second = self.numbers[:middle], self.numbers[middle:]
        cut = [
            (first, self._low, self._again(first[-1], high=True)),
            (second, self._again(second[0], high=False), self._high),
        ]
        found = []
        for numbers, low, high in cut:
            half = Stretch(self._source, numbers, low, high, self._paid[:])
            half._rows = self._rows.copy()
            half.market = self.market.fork(half)
            found.append(half)
        return found

    def _again(self, number: int, *, high: bool) -> Bound:
        """One side of another total, along the purchases made so far."""
        side = self._source.side(number, high=high)
        for paid in self._paid:
            cost = self.election.costs[paid.item]
            fixed = self.scale.down(cost) if high else self.scale.up(cost)
            money = side.money[paid.rows.groups]
            side.pay(paid.rows, side.price(paid.rows, money, fixed, paid.offer.low))
        return side


@attrs.frozen(eq=False)
class _Source:
    """What all stretches of a row of totals share."""

    election: SupportMatrix
    totals: Sequence[int]
    scale: Scale
    most_points: int = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "most_points", self.election.most_points)

    def side(self, number: int, *, high: bool = False) -> Bound:
        """What every voter starts with at a total."""
        low, cut = self.scale.columns(Ledger(self.election, self.totals[number], []))
        return Bound(low + cut if high else low, high=high)
