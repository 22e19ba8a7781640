"""What everybody has left, to about 52 binary digits, with proven bounds: the filter of a run.

What is held of a voter's money is ``low`` and ``wide``, with ``high = low + wide``, and prices are
bounded as ``paying`` says.  For the lower bound the ``wide`` of all voters together, the *doubt*,
stands in for that of the poor; only what is bought is bounded by the poor alone.

*The sums stay small.*  A purchase never raises ``low + wide``, so their sum stays below ``2**52``
and a rounding for each voter, of whom there are fewer than ``2**40``.  The doubt grows with every
purchase, mostly by a few roundings for each payer; when it passes ``2**48`` the columns are filled
anew from the exact ledger, which brings it back.

A decision is taken from the bounds only if they leave no doubt; otherwise the ``Ledger`` decides.
"""

from __future__ import annotations

import numpy as np

from tickbox_budget_rules.election import Ints, SupportMatrix, Wholes, total
from tickbox_budget_rules.exact import Ledger, Price, Purchase
from tickbox_budget_rules.paying import DIGITS, Offer, PayingRows, Scale, least_price, newton

TOO_DOUBTFUL = 2.0**48


class Purses:
    """The voters' money during one run of equal shares."""

    def __init__(self, election: SupportMatrix, endowment: int) -> None:
        """Divide ``endowment`` among the voters by their stakes."""
        self.election = election
        self.scale = Scale.of(election, endowment)
        self.log: list[Purchase] = []
        self.ledger = Ledger(election, endowment, self.log)
        self._most_points = election.most_points
        self._rows: dict[int, PayingRows] = {}
        self._voters = election.counts.astype(np.float64)
        self._low, self._wide = self.scale.columns(self.ledger)
        self._sum_up()

    def _sum_up(self) -> None:
        self._doubt = total(self._voters, self._wide)
        self._poorest = int(self._low.min(initial=2.0**DIGITS))

    def offer(self, item: int, start: int) -> Offer | None:
        """At what price per point the item can be paid; ``start`` is a known lower bound.

        ``None`` where its supporters cannot pay, which will not change in this run.
        """
        cost, worth = self.election.costs[item], self.election.worth_of(item)
        low_cost, high_cost = self.scale.down(cost), self.scale.up(cost)
        full = -(-high_cost // worth)
        if full * self._most_points < self._poorest:  # nobody at all is too poor
            return Offer(low_cost // worth, full, (cost, worth))
        rows, low = self._live(item)
        held = rows.sum(low)
        if held < high_cost:
            unsure = rows.sum(self._wide[rows.groups])
            return None if held + unsure < low_cost else self._exact_offer(item)
        price, poor, slope = newton(rows, low, high_cost, start)
        if not poor and slope == worth and (low > rows.caps(price)).all():
            least = max(start, low_cost // slope)
            return Offer(least, max(price, least), (cost, slope))
        return Offer(max(start, least_price(low_cost - poor - int(self._doubt), slope)), price)

    def exact_price(self, item: int) -> Price | None:
        """The true price per point, from the ledger."""
        return self.ledger.price(item)

    def _exact_offer(self, item: int) -> Offer | None:
        """Bounds of the true price, where the filter cannot say whether the item is affordable."""
        price = self.exact_price(item)
        if price is None:
            return None
        low, inexact = self.scale.divided(*price)
        return Offer(low, low + inexact)

    def buy(self, item: int, offer: Offer) -> None:
        """Let the supporters pay; ``offer`` must be the item's present one."""
        rows, low = self._live(item)
        wide = self._wide[rows.groups]
        held = low + wide
        least = max(offer.low, self._tight(item, rows, low, held, offer.high))
        high = np.maximum(held - rows.caps(least), 0.0)
        left = np.maximum(low - rows.caps(offer.high), 0.0)
        self.log.append(Purchase(item, rows.groups, rows.points, high == 0, low, held))
        high -= left
        self._doubt += rows.sum(high - wide)
        self._low[rows.groups], self._wide[rows.groups] = left, high
        self._poorest = min(self._poorest, int(left.min(initial=2.0**DIGITS)))
        if self._doubt > TOO_DOUBTFUL:
            self._low, self._wide = self.scale.columns(self.ledger)
            self._sum_up()

    def _tight(self, item: int, rows: PayingRows, low: Wholes, held: Wholes, price: int) -> int:
        """The lower bound of the price with the doubt of the poor alone: it keeps doubt small."""
        rich = (low > rows.caps(price)).astype(np.float64)
        poor = rows.sum(held) - rows.sum(held * rich)
        return least_price(
            self.scale.down(self.election.costs[item]) - int(poor), int(rows.worthy(rich))
        )

    def held(self, item: int) -> tuple[int, int]:
        """Bounds of what the item's supporters have left together, in fixed point."""
        groups, voters = self.election.supporters[item], self.election.voters_of(item)
        low = int(total(voters, self._low[groups]))
        return low, low + int(total(voters, self._wide[groups]))

    @property
    def lows(self) -> Wholes:
        """What one voter of each group surely has left."""
        return self._low

    def penniless(self, item: int) -> list[int]:
        """The groups that support the item and have nothing left, exactly."""
        groups = self.election.supporters[item]
        doubtful = groups[self._low[groups] == 0]
        return [
            group
            for group, wide in zip(doubtful.tolist(), self._wide[doubtful].tolist(), strict=True)
            if not wide or not self.ledger.held(group)[0]
        ]

    def _high(self, groups: Ints) -> Wholes:
        return self._low[groups] + self._wide[groups]

    def _live(self, item: int) -> tuple[PayingRows, Wholes]:
        """The groups that support the item, fewer as they run out of money, and what they hold."""
        rows = self._rows.get(item) or PayingRows.of(self.election, item)
        rows, low = rows.live(self._low[rows.groups], self._high)
        self._rows[item] = rows
        return rows, low
