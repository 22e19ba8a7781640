"""What acts on the money of projects answer staff: payments of homes."""

from __future__ import annotations

import attrs

from tickbox_core.declarations import MONEY, Keyed, Typed, gives


@attrs.frozen
class PaymentAnswer:
    """What a household owes and has paid; for staff alone."""

    due: int = gives(MONEY, "应缴", "due")
    paid: int = gives(MONEY, "已缴", "paid")


PAYMENTS = Keyed(Typed(), PaymentAnswer)
"""What each home owes and has paid."""
