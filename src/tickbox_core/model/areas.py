"""Floor areas as they are kept: whole numbers of m² with so many decimals, two unless it is said.

Two areas of different decimals are compared and added in 0.01 m², which is exact: a whole number,
or a ``Fraction`` where one of them was surveyed more finely.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from tickbox_core.errors import BadValue
from tickbox_core.text import Text

TWO_DECIMALS = 2
"""Of areas in m², where nothing else is said."""
MOST_DECIMALS = 6
"""Of areas in m²: finer than anything is surveyed."""


def check_decimals(decimals: object) -> int:
    """The decimals of areas if there can be so many, from two to six, else ``BadValue``."""
    if type(decimals) is int and TWO_DECIMALS <= decimals <= MOST_DECIMALS:
        return decimals
    raise BadValue(
        "roll",
        Text(f"面积的小数位数{decimals!r}不对。", f"its decimals are {decimals!r}."),
        Text(
            f"请填{TWO_DECIMALS}到{MOST_DECIMALS}的整数。",
            f"Give a whole number from {TWO_DECIMALS} to {MOST_DECIMALS}.",
        ),
    )


def unless_two(decimals: int) -> dict[str, int]:
    """The decimals for JSON: absent where there are two, as in all that was written before."""
    return {} if decimals == TWO_DECIMALS else {"decimals": decimals}


def fewest_decimals(areas: Iterable[Fraction]) -> int:
    """The decimals that all these areas in m² have, and no more; two at least.

    Each has to have finitely many.
    """
    decimals = TWO_DECIMALS
    for denominator in {area.denominator for area in areas}:
        while 10**decimals % denominator:
            decimals += 1
    return decimals


def in_hundredths(area: int, decimals: int) -> int | Fraction:
    """An area of so many decimals in 0.01 m²: whole where it can be, always exact."""
    whole, rest = divmod(area, 10 ** (decimals - TWO_DECIMALS))
    return Fraction(area, 10 ** (decimals - TWO_DECIMALS)) if rest else whole


def rescaled(area: int, decimals: int, wanted: int, where: str) -> int:
    """An area of so many decimals in those that are wanted.

    Raises ``BadValue`` where it is no whole number there.
    """
    exact = Fraction(area * 10**wanted, 10**decimals)
    if exact.denominator == 1:
        return exact.numerator
    raise BadValue(
        where,
        Text(
            f"面积有{decimals}位小数，写成{wanted}位会丢失。",
            f"its area has {decimals} decimals, of which some would be lost in {wanted}.",
        ),
        Text("请保留较多的位数。", "Keep the finer unit."),
    )
