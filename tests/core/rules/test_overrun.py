"""When a cost that runs over has to be decided again."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.errors import BadValue
from tickbox_core.rules.overrun import ceiling, decided_again

TENTH = Fraction(1, 10)


@pytest.mark.parametrize(
    "decided, amount, limit, again",
    [
        (100_000, 109_999, TENTH, False),
        (100_000, 110_000, TENTH, False),
        (100_000, 110_001, TENTH, True),
        (100_000, 100_000, Fraction(0), False),
        (100_000, 100_001, Fraction(0), True),
        (15, 16, TENTH, False),  # 16.5 fen: 16 is under, 17 over
        (15, 17, TENTH, True),
        (0, 0, TENTH, False),
        (0, 1, TENTH, True),
        (None, 0, TENTH, None),
        (None, 10**9, TENTH, None),
    ],
)
def test_the_limit_itself_may_be_reached(
    decided: int | None, amount: int, limit: Fraction, again: bool | None
) -> None:
    """Just under, on and just over; nothing decided is neither."""
    assert decided_again(decided, amount, limit) is again


@given(st.integers(0, 10**12), st.fractions(0, 3))
def test_the_ceiling_is_the_last_amount_that_needs_no_decision(
    decided: int, limit: Fraction
) -> None:
    """One fen more does; checked against the share of the cost that runs over."""
    most = ceiling(decided, limit)
    assert Fraction(most - decided) <= limit * decided < Fraction(most + 1 - decided)
    assert decided_again(decided, most, limit) is False
    assert decided_again(decided, most + 1, limit) is True


def test_a_float_decides_nothing() -> None:
    """Neither as a limit nor as an amount."""
    with pytest.raises(BadValue):
        decided_again(100, 110, 0.1)  # type: ignore[arg-type]
    with pytest.raises(BadValue):
        decided_again(100, 110.0, TENTH)  # type: ignore[arg-type]
