"""Money and areas, exact: fen are ints, areas exact in 0.01 m², and rounding is said."""

from __future__ import annotations

from fractions import Fraction

from tickbox_core import Text
from tickbox_core.model.areas import MOST_DECIMALS
from tickbox_core.rules.decimals import format_fixed


def monthly(floor_area: int | Fraction, fee: int) -> int:
    """What a unit pays a month, in fen: ``floor_area`` (0.01 m²) × ``fee`` (fen per m²).

    Rounded half up to the fen: 56.32 m² × 0.80 yuan = 45.056 yuan, that is 45.06 yuan.
    """
    return int((floor_area * fee + 50) // 100)


def stage_fee(fee_now: int, fee_new: int, part: Fraction) -> int:
    """The fee, in fen, when ``part`` of the change is paid; rounded half up to the fen."""
    fee = fee_now + (fee_new - fee_now) * part
    return int((2 * fee + 1) // 2)


def percent(part: Fraction) -> str:
    """An exact part as a percentage with its sign; one decimal, rounded half away from zero."""
    tenths = int((abs(part) * 2000 + 1) // 2)
    sign = "-" if part < 0 else "+"
    return f"{sign}{tenths // 10}.{tenths % 10}%"


def yuan(fen: int) -> str:
    """An amount of 0 or more fen in yuan, with two decimals."""
    return f"{fen // 100}.{fen % 100:02d}"


def square_metres(hundredths: int | Fraction) -> str:
    """An area in m², with two decimals, or as many more as it was surveyed to."""
    places = 2
    while hundredths * 10 ** (places - 2) % 1 and places < MOST_DECIMALS:
        places += 1
    return format_fixed(Fraction(hundredths) / 100, places)


def month_words(month: str) -> Text:
    """``2026-07`` in words."""
    year, number = month.split("-")
    return Text(f"{year}年{int(number)}月", month)
