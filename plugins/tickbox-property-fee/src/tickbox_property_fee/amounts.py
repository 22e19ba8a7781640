"""Money and areas, exact: fen are ints, areas are ints in 0.01 m², and rounding is said."""

from __future__ import annotations


def monthly(floor_area: int, fee: int) -> int:
    """What a unit pays a month, in fen: ``floor_area`` (0.01 m²) × ``fee`` (fen per m²).

    Rounded half up to the fen: 56.32 m² × 0.80 yuan = 45.056 yuan, that is 45.06 yuan.
    """
    return (floor_area * fee + 50) // 100


def yuan(fen: int) -> str:
    """An amount of 0 or more fen in yuan, with two decimals."""
    return f"{fen // 100}.{fen % 100:02d}"


def square_metres(hundredths: int) -> str:
    """An area in m², with two decimals."""
    return f"{hundredths // 100}.{hundredths % 100:02d}"
