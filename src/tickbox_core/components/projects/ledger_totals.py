"""What is due, paid and open of what households pay for a project, to the fen."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from tickbox_core.components.projects import payments
from tickbox_core.components.projects.project import Collection


@attrs.frozen
class LedgerTotals:
    """What is due, paid, still open, paid too much, and unassigned, to the fen."""

    due: int
    paid: int
    still_due: int
    too_much: int
    unassigned: int
    homes: int
    settled: int

    @classmethod
    def of(cls, held: Collection) -> LedgerTotals:
        """Of a collection whose records are there; ``paid`` is that of homes alone."""
        dues: Mapping[str, int] = held.dues or {}
        paid = held.paid
        left = {unit: due - paid.get(unit, 0) for unit, due in dues.items()}
        return cls(
            due=sum(dues.values()),
            paid=sum(paid.values()),
            still_due=sum(one for one in left.values() if one > 0),
            too_much=sum(-one for one in left.values() if one < 0)
            + sum(amount for unit, amount in paid.items() if unit not in dues),
            unassigned=sum(one.held.amount for one in payments.find_unassigned(held.payments)),
            homes=len(dues),
            settled=sum(one <= 0 for one in left.values()),
        )
