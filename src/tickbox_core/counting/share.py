"""Shares: a percentage that never forgets what it is a percentage of."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

import attrs

from tickbox_core.errors import BadValue
from tickbox_core.model.areas import TWO_DECIMALS, check_decimals, unless_two
from tickbox_core.text import Text


class Base(StrEnum):
    """What a share of ticks may be divided by.

    The source names no base for 居民勾选比例, so it is a parameter of the rule.
    """

    PARTICIPANTS = "participants"
    """The distinct residents whose ballot counts in this round."""
    REGISTERED = "registered"
    """All electors on the roll."""
    HOUSEHOLDS = "households"
    """All households on the roll; a household ticks an item when one of its members does."""

    @property
    def words(self) -> Text:
        """The base in words, to stand after a number."""
        return _BASE_WORDS[self]


_BASE_WORDS: dict[str, Text] = {
    Base.PARTICIPANTS: Text("名参与居民", "residents who took part"),
    Base.REGISTERED: Text("名在册居民", "residents on the roll"),
    Base.HOUSEHOLDS: Text("户在册家庭", "households on the roll"),
}


_AREA_WORDS: dict[str, Text] = {
    "area/participants": Text("平方米（参与者的建筑面积）", "m² of those who took part"),
    "area/registered": Text("平方米（在册者的建筑面积）", "m² of all on the roll"),
}


def of_base(base: str, number: int, decimals: int = TWO_DECIMALS) -> Text:
    """A number of a base in words: so many residents, households, square metres.

    ``decimals`` are those of areas.
    """
    if base in _AREA_WORDS:
        whole, rest = divmod(number, 10**decimals)
        size = f"{whole}.{rest:0{decimals}d}"
        return Text(f"{size}{_AREA_WORDS[base].zh}", f"{size} {_AREA_WORDS[base].en}")
    words = _BASE_WORDS.get(base)
    if words is None:
        return Text(f"“{base}”{number}", f"{number} {base}")
    return Text(f"{number}{words.zh}", f"{number} {words.en}")


@attrs.frozen
class Share:
    """``numerator`` of ``denominator``, and the name of the base; never reduced, never rounded.

    Areas are in m² with ``decimals``.
    Raises ``BadValue`` where the numerator exceeds the denominator or one is negative.
    """

    numerator: int
    denominator: int
    base: str
    decimals: int = attrs.field(default=TWO_DECIMALS, converter=check_decimals)

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.numerator <= self.denominator:
            raise BadValue(
                f"share of {self.base}",
                Text(
                    f"{self.numerator}/{self.denominator}不是比例。",
                    f"{self.numerator}/{self.denominator} is not a share.",
                ),
                Text("请核对名册和选票。", "Check the roll and the ballots."),
            )

    @property
    def value(self) -> Fraction | None:
        """The exact share, or ``None`` when the base is empty (nobody took part)."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    @property
    def percent(self) -> str:
        """The share for reading, to one decimal, half up: ``"13.5%"``, or ``"–"`` of nobody."""
        if not self.denominator:
            return "–"
        tenths = (2000 * self.numerator + self.denominator) // (2 * self.denominator)
        return f"{tenths // 10}.{tenths % 10}%"

    @property
    def text(self) -> Text:
        """Percentage, numerator, denominator and base in words."""
        if self.base in _AREA_WORDS:
            part, whole = (
                of_base(self.base, n, self.decimals) for n in (self.numerator, self.denominator)
            )
            square = part.en.partition(" ")[0]
            return Text(
                f"{whole.zh}中的{square}平方米，即{self.percent}",
                f"{square} of {whole.en}, {self.percent}",
            )
        base = _BASE_WORDS.get(self.base)
        if base is None:
            return Text(
                f"“{self.base}”{self.denominator}中的{self.numerator}，即{self.percent}",
                f"{self.numerator} of {self.denominator} {self.base}, {self.percent}",
            )
        return Text(
            f"{self.denominator}{base.zh}的{self.percent}（{self.numerator}{base.zh[0]}）",
            f"{self.numerator} of {self.denominator} {base.en}, {self.percent}",
        )

    def plain(self) -> dict[str, int | str]:
        """``{"numerator", "denominator", "base"}`` for JSON, and ``decimals`` unless two."""
        return {
            "numerator": self.numerator,
            "denominator": self.denominator,
            "base": str(self.base),
            **unless_two(self.decimals),
        }
