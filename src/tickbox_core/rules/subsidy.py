"""Money from outside: a share of the cost up to a cap, or an envelope that grows with residents.

All amounts in fen.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor

import attrs

from tickbox_core.model._checks import whole


@attrs.frozen
class Subsidy:
    """``share`` of the cost, at most ``cap``, rounded down to a fen."""

    share: Fraction
    cap: int | None = None

    def of(self, cost: int) -> int:
        """What is granted for a cost; never more than the cost itself."""
        amount = whole(cost, "cost")
        granted = floor(Fraction(self.share) * amount)
        return min(granted, amount) if self.cap is None else min(granted, self.cap, amount)


@attrs.frozen
class Grant:
    """A fixed ``amount``, where the cost exceeds ``above``; never more than the cost."""

    amount: int
    above: int = 0

    def of(self, cost: int) -> int:
        """What is granted for a cost."""
        return min(self.amount, cost) if whole(cost, "cost") > self.above else 0


@attrs.frozen
class Envelope:
    """A budget of ``base`` and ``step`` for every ``per`` residents.

    Begun hundreds count in part, rounded down to a fen: the source does not say (a choice).
    """

    base: int
    step: int
    per: int

    def of(self, residents: int) -> int:
        """The budget for so many residents."""
        return self.base + self.step * whole(residents, "residents") // self.per
