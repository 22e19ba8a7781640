"""What a motion is counted by, and how its amounts are said.

Heads and households are whole numbers.  Area is in m² with the decimals of its roll, two unless
it is said: whole numbers where it comes from a roll, ``Fraction`` where a notice prints it more
finely.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from tickbox_core.errors import UnknownName
from tickbox_core.model.areas import TWO_DECIMALS
from tickbox_core.rules.decimals import decimal, format_fixed
from tickbox_core.text import Text


class Base(StrEnum):
    """Heads, floor area or households."""

    HEADS = "heads"
    AREA = "area"
    HOUSEHOLDS = "households"

    @classmethod
    def named(cls, name: str) -> Base:
        """The base of that name, or ``UnknownName``."""
        try:
            return cls(name)
        except ValueError:
            raise UnknownName("base of a motion", name, tuple(cls)) from None

    @property
    def words(self) -> Text:
        """The base in words."""
        return _WORDS[self]

    def said(self, amount: int | Fraction, decimals: int = TWO_DECIMALS) -> Text:
        """An exact amount with its unit: ``36人``, ``3508.53平方米``."""
        number, (zh, en) = self.number(amount, decimals), _UNITS[self]
        return Text(f"{number}{zh}", f"{number}{en}")

    def number(self, amount: int | Fraction, decimals: int = TWO_DECIMALS) -> str:
        """An exact amount without its unit, as a decimal; area in m²."""
        return decimal(Fraction(amount) / self._of_one(decimals))

    def amount(self, number: str, decimals: int = TWO_DECIMALS) -> Fraction:
        """The amount that ``number`` wrote."""
        return Fraction(number) * self._of_one(decimals)

    def _of_one(self, decimals: int) -> int:
        """How many units of a roll make one as it is written."""
        return int(10**decimals) if self is Base.AREA else 1


_WORDS = {
    Base.HEADS: Text("人数", "heads"),
    Base.AREA: Text("面积", "area"),
    Base.HOUSEHOLDS: Text("户数", "households"),
}
_UNITS = {Base.HEADS: ("人", ""), Base.AREA: ("平方米", " m²"), Base.HOUSEHOLDS: ("户", "")}


def percent(part: int | Fraction, whole: int | Fraction) -> str:
    """A share to two decimals for reading, ``–`` of nobody."""
    return f"{format_fixed(100 * Fraction(part) / Fraction(whole), 2)}%" if whole else "–"
