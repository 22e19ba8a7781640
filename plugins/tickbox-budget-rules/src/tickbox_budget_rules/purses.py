"""What everybody has left, to about 52 binary digits, with proven bounds: the filter.

Money is held in fixed point: whole numbers of ``2**-shift`` of the smallest unit, with ``shift``
chosen so that all endowments together, times the most points anybody gives, stay below ``2**52``.
The columns are float64, which NumPy adds and multiplies fastest, but they hold whole numbers and
every sum and product stays below ``2**53``: **nothing is rounded but endowments and prices**, once
each, and their bounds are carried along.

Let ``b`` be the true money of a voter and ``low <= b <= low + wide`` what is held of it.  At price
``q`` per point the supporters of an item pay ``f(q) = sum of min(b, q*u)``, with ``u`` the points
of each; the true price is the least ``q`` with ``f(q) = cost``.

*Upper bound.*  If ``sum of min(low, q*u) >= cost`` then ``f(q) >= cost``, so the true price is at
most ``q``.

*Lower bound.*  For **any** division of the supporters into rich and poor, ``min(b, q*u)`` is at
most ``b`` for the poor and ``q*u`` for the rich, so ``f(q)`` is at most the sum of ``low + wide``
over the poor plus ``q`` times the sum of ``u`` over the rich.  Where that is at most the cost, so
is ``f(q)``: the true price is at least ``cost`` less the former sum, divided by the latter.

*Exact.*  Where ``low > q*u`` for all supporters and a ``q`` that is not below the true price, all
pay in full, and the true price is the cost divided by the sum of ``u``.

``f`` is concave and rises with ``q``, so Newton's steps from any lower bound overshoot the root by
no more than the rounding up of the step itself, and end after finitely many.

*After a purchase* at a true price between ``p`` and ``P`` a supporter has ``max(0, b - price*u)``,
which lies between ``max(0, low - P*u)`` and ``max(0, low + wide - p*u)``.  Where the latter is 0
the voter has nothing left, exactly.

*The sums stay small.*  A purchase never raises ``low + wide``, so their sum stays below ``2**52``
and a rounding for each voter, of whom there are fewer than ``2**40``.  The sum of all ``wide`` is
the ``doubt``.  It grows with every purchase, mostly by a few roundings for each payer; when it
passes ``2**48`` the columns are filled anew from the exact ledger, which brings it back.

A decision is taken from the bounds only if they leave no doubt; otherwise the ``Ledger`` decides.

*A spread.*  Endowments may be given as a range instead of a number: then ``wide`` starts at the
width of the range, and a run that never needs the ledger takes the same decisions for **every**
endowment in it.  Where it would need the ledger it raises ``Doubt``.
"""

from __future__ import annotations

import attrs
import numpy as np

from tickbox_budget_rules.election import Election, Ints, Small, Wholes, total
from tickbox_budget_rules.exact import Ledger, Price, Purchase

DIGITS = 52
TOO_DOUBTFUL = 2.0**48


class Doubt(Exception):
    """The bounds do not decide, and there is no ledger to ask for a range of endowments."""


@attrs.frozen
class Offer:
    """At what price per point an item can be paid now: the bounds, in fixed point.

    ``exact`` is the price itself where every supporter can pay it in full: cost over points.
    """

    low: int
    high: int
    exact: Price | None = None


@attrs.frozen(eq=False)
class _Rows:
    """An item's supporters with money left, a row a group."""

    groups: Small
    voters: Wholes
    points: Ints | None

    def only(self, kept: np.ndarray) -> _Rows:
        """Some of the rows."""
        points = None if self.points is None else self.points[kept]
        return _Rows(self.groups[kept], self.voters[kept], points)


class Purses:
    """The voters' money during one run of equal shares."""

    def __init__(self, election: Election, endowment: int, spread: int = 0) -> None:
        """Divide ``endowment`` (and up to ``spread`` more) among the voters by their stakes."""
        self.election = election
        self._most_points = election.most_points
        most = max(1, endowment + spread) * self._most_points
        self.shift = DIGITS - most.bit_length()
        self._low = self._wide = np.zeros(0, np.float64)
        self.log: list[Purchase] = []
        self.ledger = Ledger(election, endowment, self.log)
        self._certain = not spread
        self._rows: dict[int, _Rows] = {}
        self._voters = election.counts.astype(np.float64)
        self._fill()
        if spread:
            more = Ledger(election, endowment + spread, self.log)
            self._wide = self._columns(more)[0] + 1 - self._low
            self._doubt = total(self._voters, self._wide)

    def _fill(self) -> None:
        """Fill the columns from the exact ledger."""
        self._low, self._wide = self._columns(self.ledger)
        self._doubt = total(self._voters, self._wide)
        self._poorest = int(self._low.min(initial=2.0**DIGITS))

    def _columns(self, ledger: Ledger) -> tuple[Wholes, Wholes]:
        values, whole, kind_of = ledger.purses()
        fixed = [self._divided(value, whole) for value in values]
        low = np.array([low for low, _ in fixed], np.float64)
        wide = np.array([wide for _, wide in fixed], np.float64)
        return low[kind_of], wide[kind_of]

    def _divided(self, above: int, below: int) -> tuple[int, bool]:
        """A fraction in fixed point, rounded down, and whether anything was cut off."""
        low, rest = divmod(above << max(0, self.shift), below << max(0, -self.shift))
        return low, rest > 0

    def fixed(self, money: int) -> int:
        """Money in fixed point, rounded down."""
        return money << self.shift if self.shift >= 0 else money >> -self.shift

    def offer(self, item: int, start: int) -> Offer | None:
        """At what price per point the item can be paid; ``start`` is a known lower bound.

        ``None`` where its supporters cannot pay, which will not change in this run.
        """
        cost, worth = self.election.costs[item], self.election.worth_of(item)
        low_cost, high_cost = self.fixed(cost), -self.fixed(-cost)
        full = -(-high_cost // worth)
        if full * self._most_points < self._poorest:  # nobody at all is too poor
            return Offer(low_cost // worth, full, (cost, worth))
        rows, low = self._live(item)
        held = total(rows.voters, low)
        if held < high_cost:
            unsure = total(rows.voters, self._wide[rows.groups])
            return None if held + unsure < low_cost else self._exact_offer(item)
        price, poor, slope = _newton(rows, low, held, high_cost, start)
        if not poor and slope == worth:
            least = max(start, low_cost // slope)
            return Offer(least, max(price, least), (cost, slope))
        unsure = self._doubt if self._certain else self._unsure(rows, low, price)
        return Offer(max(start, _least(low_cost - poor - int(unsure), slope)), price)

    def _unsure(self, rows: _Rows, low: Wholes, price: int) -> float:
        """The doubt about the money of those too poor for the price."""
        rich = low > (price if rows.points is None else price * rows.points)
        return total(rows.voters, np.where(rich, 0.0, self._wide[rows.groups]))

    def exact_price(self, item: int) -> Price | None:
        """The true price per point, from the ledger; ``Doubt`` where there is a spread."""
        if not self._certain:
            raise Doubt
        return self.ledger.price(item)

    def _exact_offer(self, item: int) -> Offer | None:
        """Bounds of the true price, where the filter cannot say whether the item is affordable."""
        price = self.exact_price(item)
        if price is None:
            return None
        low, inexact = self._divided(*price)
        return Offer(low, low + inexact)

    def buy(self, item: int, offer: Offer) -> None:
        """Let the supporters pay; ``offer`` must be the item's present one."""
        rows, _ = self._live(item)
        low, wide = self._low[rows.groups], self._wide[rows.groups]
        doubtful = bool(np.any((low == 0) & (wide > 0)))
        able = None if doubtful else int(total(rows.voters, low > 0))
        least = max(offer.low, self._tight(item, rows, low, wide, offer.high))
        points = 1 if rows.points is None else rows.points
        high = np.maximum(0.0, low + wide - least * points)
        low = np.maximum(0.0, low - offer.high * points)
        spent = high == 0
        self.log.append(Purchase(item, rows.groups, rows.points, spent, able))
        self._doubt += total(rows.voters, (high - low) - wide)
        self._low[rows.groups], self._wide[rows.groups] = low, high - low
        self._poorest = min(self._poorest, int(low.min(initial=2.0**DIGITS)))
        if self._doubt > TOO_DOUBTFUL:
            if not self._certain:
                raise Doubt
            self._fill()

    def _tight(self, item: int, rows: _Rows, low: Wholes, wide: Wholes, price: int) -> int:
        """The lower bound of the price with the doubt of the poor alone: it keeps doubt small."""
        rich = low > (price if rows.points is None else price * rows.points)
        poor = total(rows.voters, np.where(rich, 0.0, low + wide))
        worth = rows.voters if rows.points is None else rows.voters * rows.points
        return _least(self.fixed(self.election.costs[item]) - int(poor), int(total(worth, rich)))

    def held(self, item: int) -> tuple[int, int]:
        """Bounds of what the item's supporters have left together, in fixed point."""
        groups, voters = self.election.supporters[item], self.election.voters_of(item)
        low = int(total(voters, self._low[groups]))
        return low, low + int(total(voters, self._wide[groups]))

    @property
    def lows(self) -> Wholes:
        """What one voter of each group surely has left."""
        return self._low

    def _live(self, item: int) -> tuple[_Rows, Wholes]:
        """The groups that support the item, fewer as they run out of money, and what they hold."""
        rows = self._rows.get(item)
        if rows is None:
            points = self.election.points
            rows = self._rows[item] = _Rows(
                self.election.supporters[item],
                self.election.voters_of(item),
                None if points is None else points[item],
            )
        low = self._low[rows.groups]
        if 4 * np.count_nonzero(low) < 3 * len(low):
            # those who certainly have nothing; a doubtful remainder stays
            kept = low + self._wide[rows.groups] > 0
            if 4 * np.count_nonzero(kept) < 3 * len(low):
                rows = self._rows[item] = rows.only(kept)
                low = low[kept]
        return rows, low


def _newton(rows: _Rows, low: Wholes, held: float, cost: int, start: int) -> tuple[int, int, int]:
    """The least price that surely suffices, the money of those too poor for it, and the slope."""
    price = start
    worth = rows.voters if rows.points is None else rows.voters * rows.points
    while True:
        caps = float(price) if rows.points is None else price * rows.points.astype(np.float64)
        paid = int(total(rows.voters, np.minimum(low, caps)))
        slope = int(total(worth, low > caps))
        poor = paid - price * slope
        if paid >= cost or not slope:
            return price, poor, slope
        price = -((poor - cost) // slope)


def _least(missing: int, slope: int) -> int:
    """The price at which the rich pay what is missing, rounded down."""
    return max(0, missing // slope) if slope else 0
