"""Exact figures for reading, from bounds where they agree and from fractions where they do not."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

DIGITS = 6


def decimal(value: Fraction, digits: int = DIGITS) -> str:
    """A fraction to so many significant digits, half up: ``"0.00123457"``, ``"1234.57"``."""
    if not value:
        return "0"
    above, below = value.numerator, value.denominator
    places = digits - 1 - _magnitude(above, below)
    above, below = above * 10 ** max(0, places), below * 10 ** max(0, -places)
    whole = (2 * above + below) // (2 * below)
    if places <= 0:
        return str(whole * 10**-places)
    before, after = divmod(whole, 10**places)
    return f"{before}.{after:0{places}d}".rstrip("0").rstrip(".")


def _magnitude(above: int, below: int) -> int:
    """The power of ten of the first digit of a fraction."""
    power = len(str(above)) - len(str(below))
    reached = above * 10 ** max(0, -power) >= below * 10 ** max(0, power)
    return power if reached else power - 1


def tell_between(
    low: Fraction, high: Fraction, exact: Callable[[], Fraction], say: Callable[[Fraction], str]
) -> str:
    """What to say of a number between two bounds: the exact one is worked out if they differ."""
    said = say(low)
    return said if said == say(high) else say(exact())
