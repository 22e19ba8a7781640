"""When a cost has run so far over what was decided that it has to be decided again.

Hangzhou says "more than 10 % over budget" for the maintenance fund; elsewhere nobody says, and then
a limit is a choice of the neighbourhood.  The limit itself may be reached.
"""

from __future__ import annotations

from fractions import Fraction

from tickbox_core.model._checks import whole
from tickbox_core.rules.motions.bars import exact


def ceiling(decided: int, limit: Fraction) -> int:
    """The largest amount in fen that needs no new decision: ``decided`` and the limit upon it."""
    most = whole(decided, "decided") * (1 + exact(limit, "limit"))
    return most.numerator // most.denominator


def decided_again(decided: int | None, amount: int, limit: Fraction) -> bool | None:
    """Whether so much (fen) calls for a new decision; ``None`` where nothing was decided yet."""
    if decided is None:
        return None
    return whole(amount, "amount") > ceiling(decided, limit)
