"""Prices in fixed point: what supporters pay, and the two arguments that bound it.

Money is held in fixed point: whole numbers of ``2**-shift`` of the smallest unit, with ``shift``
chosen so that all endowments together, times the most points anybody gives, stay below ``2**52``.
The columns are float64, which NumPy adds and multiplies fastest, but they hold whole numbers and
every sum and product stays below ``2**53``: **nothing is rounded but endowments and prices**, once
each, and their bounds are carried along.

Let ``b`` be the true money of a voter and ``low <= b <= high`` what is held of it.  At price ``q``
per point the supporters of an item pay ``f(q) = sum of min(b, q*u)``, with ``u`` the points of
each; the true price is the least ``q`` with ``f(q) = cost``.

*Upper bound.*  If ``sum of min(low, q*u) >= cost`` then ``f(q) >= cost``, so the true price is at
most ``q``.

*Lower bound.*  For **any** division of the supporters into rich and poor, ``min(b, q*u)`` is at
most ``b`` for the poor and ``q*u`` for the rich, so ``f(q)`` is at most the sum of ``high`` over
the poor plus ``q`` times the sum of ``u`` over the rich.  Where that is at most the cost, so is
``f(q)``: the true price is at least ``cost`` less the former sum, divided by the latter.

*Exact.*  Where ``low > q*u`` for all supporters and a ``q`` that is not below the true price, all
pay in full, and the true price is the cost divided by the sum of ``u``.

``f`` is concave and rises with ``q``, so Newton's steps from any lower bound overshoot the root by
no more than the rounding up of the step itself, and end after finitely many.

*After a purchase* at a true price between ``p`` and ``P`` a supporter has ``max(0, b - price*u)``,
which lies between ``max(0, low - P*u)`` and ``max(0, high - p*u)``.  Where the latter is 0 the
voter has nothing left, exactly.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import attrs
import numpy as np
import numpy.typing as npt

from tickbox_budget_rules.election import UNTHREADED, Ints, SupportMatrix, Wholes, total
from tickbox_budget_rules.exact import Ledger, Price

DIGITS = 52
FEW = 256
"""So few rows are not worth sorting out."""


@attrs.frozen
class Scale:
    """Fixed point: numbers of ``2**-shift`` of the smallest unit of money."""

    shift: int

    @classmethod
    def of(cls, election: SupportMatrix, endowment: int) -> Scale:
        """The finest in which the endowment times the most points stays below ``2**52``."""
        return cls(DIGITS - (max(1, endowment) * election.most_points).bit_length())

    def down(self, money: int) -> int:
        """Money in fixed point, rounded down."""
        return money << self.shift if self.shift >= 0 else money >> -self.shift

    def up(self, money: int) -> int:
        """Money in fixed point, rounded up."""
        return -self.down(-money)

    def divided(self, above: int, below: int) -> tuple[int, bool]:
        """A fraction in fixed point, rounded down, and whether anything was cut off."""
        low, rest = divmod(above << max(0, self.shift), below << max(0, -self.shift))
        return low, rest > 0

    def columns(self, ledger: Ledger) -> tuple[Wholes, Wholes]:
        """What one voter of each group has by the ledger: rounded down, and 1 where cut off."""
        values, whole, kind_of = ledger.purses()
        fixed = [self.divided(value, whole) for value in values]
        low = np.array([low for low, _ in fixed], np.float64)
        cut = np.array([cut for _, cut in fixed], np.float64)
        return low[kind_of], cut[kind_of]


@attrs.frozen
class Offer:
    """At what price per point an item can be paid now: the bounds, in fixed point.

    ``exact`` is the price itself where every supporter can pay it in full: cost over points.
    """

    low: int
    high: int
    exact: Price | None = None


@attrs.frozen(eq=False)
class PayingRows:
    """An item's supporters with money left, a row a group."""

    groups: Ints
    voters: Wholes
    points: Wholes | None
    sum: Callable[[Wholes], float] = attrs.field(init=False)
    """Money times voters, together."""

    def __attrs_post_init__(self) -> None:
        voters = self.voters
        short = len(voters) <= UNTHREADED  # then without a detour: it is called most of all
        object.__setattr__(self, "sum", voters.dot if short else partial(total, voters))

    def only(self, kept: npt.NDArray[np.bool_]) -> PayingRows:
        """Some of the rows."""
        points = None if self.points is None else self.points[kept]
        return PayingRows(self.groups[kept], self.voters[kept], points)

    def caps(self, price: int) -> float | Wholes:
        """What one voter of each row pays at most at a price per point."""
        return float(price) if self.points is None else price * self.points

    @classmethod
    def of(cls, election: SupportMatrix, item: int) -> PayingRows:
        """All supporters of an item."""
        points = None if election.points is None else election.points[item].astype(np.float64)
        return cls(election.supporters[item], election.voters_of(item), points)

    def live(self, low: Wholes, high: Callable[[Ints], Wholes]) -> tuple[PayingRows, Wholes]:
        """Without those who have nothing, once they are many; and ``low`` of the rest.

        ``low`` is what the rows have at least, ``high`` says what groups have at most.
        """
        if len(low) < FEW or 4 * np.count_nonzero(low) >= 3 * len(low):
            return self, low
        kept = high(self.groups) > 0
        if 4 * np.count_nonzero(kept) >= 3 * len(low):
            return self, low
        return self.only(kept), low[kept]

    def worthy(self, rich: Wholes) -> float:
        """Points (or ticks) of the rows marked 1, together."""
        return self.sum(rich if self.points is None else rich * self.points)


def newton(rows: PayingRows, money: Wholes, cost: int, start: int) -> tuple[int, int, int]:
    """The least price that suffices, and the line that led to it: its constant and its slope.

    The line is what is paid if the division into rich and poor stays as it was before the last
    step: the money of the poor, and the points of the rich.  Together they can pay.
    """
    price, poor, slope = start, 0, 0
    paying, worthy = rows.sum, rows.worthy
    while True:
        caps = rows.caps(price)
        paid = int(paying(np.minimum(money, caps)))
        if slope and paid >= cost:
            return price, poor, slope
        slope = int(worthy((money > caps).astype(np.float64)))
        poor = paid - price * slope
        if paid >= cost or not slope:
            return price, poor, slope
        price = -((poor - cost) // slope)


def least_price(missing: int, slope: int) -> int:
    """The price at which the rich pay what is missing, rounded down."""
    return max(0, missing // slope) if slope else 0
