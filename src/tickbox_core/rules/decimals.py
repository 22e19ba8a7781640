"""Exact numbers written as decimals."""

from __future__ import annotations

from fractions import Fraction


def decimal(value: Fraction) -> str:
    """The number as a decimal where it ends, else as ``a/b``; never rounded."""
    rest, places = value.denominator, 0
    for prime in (2, 5):
        power = 0
        while rest % prime == 0:
            rest, power = rest // prime, power + 1
        places = max(places, power)
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    return format_fixed(value, places)


def format_fixed(value: Fraction, places: int) -> str:
    """The number to so many decimals, half away from zero."""
    scaled = (2 * abs(value.numerator) * 10**places + value.denominator) // (2 * value.denominator)
    digits = str(scaled).rjust(places + 1, "0")
    sign = "-" if value < 0 and scaled else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"
