"""Whole numbers, amounts with two decimals, exact parts."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import attrs

from tickbox_core.categories.kinds.base import Kind, Plain, Unfit, no
from tickbox_core.numbers import AREA, MONEY, Quantity, read_count, read_share
from tickbox_core.text import Text, as_text

_PORTION = re.compile(r"(-?[0-9]+)(?:/([1-9][0-9]*)|(?:\.([0-9]+))?(%?))")
LARGEST = 10**15
"""No amount in a field is larger (10 million million yuan): a slip of the hand is caught."""


@attrs.frozen
class Count(Kind):
    """A whole number from ``least`` to ``most``."""

    least: int = 0
    most: int = LARGEST
    input = "number"
    figures = True

    @property
    def example(self) -> str:  # type: ignore[override]
        """Three, or what is nearest to it."""
        return str(min(max(3, self.least), self.most))

    @property
    def remedy(self) -> Text:
        """The numbers that will do."""
        if self.most == LARGEST:
            return Text(
                f"请填不小于{self.least}的整数。", f"Give a whole number of {self.least} or more."
            )
        return Text(
            f"请填{self.least}到{self.most}的整数。",
            f"Give a whole number from {self.least} to {self.most}.",
        )

    def parse(self, text: str) -> Plain:
        """A whole number in figures, as ``tickbox_core.numbers`` reads it."""
        return self.value(read_count(text))

    def value(self, plain: Plain) -> int:
        """The number itself."""
        if type(plain) is int and plain > self.most == LARGEST:
            raise Unfit(Text(f"最大是{LARGEST}。", f"The largest is {LARGEST}."))
        if type(plain) is not int or not self.least <= plain <= self.most:
            raise no(plain)
        return plain

    def schema(self) -> dict[str, Any]:
        """An integer between the two."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@attrs.frozen
class Hundredths(Kind):
    """An amount with two decimals, kept as whole hundredths: fen for yuan, 0.01 m² for m²."""

    unit: Text = attrs.field(converter=as_text)
    least: int = 0
    most: int = LARGEST
    input = "decimal"
    figures = True

    @property
    def example(self) -> str:  # type: ignore[override]
        """Some amount, or what is nearest to it."""
        return self.format(min(max(120050, self.least), self.most))

    @property
    def remedy(self) -> Text:
        """The amounts that will do."""
        least, most = self.format(self.least), self.format(self.most)
        up_to = Text("", "") if self.most == LARGEST else Text(f"、至多{most}", f", at most {most}")
        return Text(
            f"请填数字，单位{self.unit.zh}，至多两位小数，至少{least}{up_to.zh}。",
            f"Give {self.unit.en} with at most two decimals, at least {least}{up_to.en}.",
        )

    @property
    def json_remedy(self) -> Text:
        """As a whole number of hundredths."""
        most = Text("", "")
        if self.most != LARGEST:
            most = Text(f"、至多{self.most}", f", at most {self.most}")
        return Text(
            f"请给出整数，单位0.01{self.unit.zh}，至少{self.least}{most.zh}。",
            f"Give an integer: so many times 0.01 {self.unit.en}, at least {self.least}{most.en}.",
        )

    def parse(self, text: str) -> Plain:
        """A decimal, exact to the hundredth, as ``tickbox_core.numbers`` reads it."""
        hundredths = self._quantity.read(text) * 100
        if hundredths.denominator != 1:
            raise no(text)
        return self.value(int(hundredths))

    @property
    def _quantity(self) -> Quantity:
        known = {"元": MONEY, "平方米": AREA}
        own = Quantity(places=2, behind=(self.unit.zh.lower(), self.unit.en.lower()))
        return known.get(self.unit.zh, own)

    def format(self, plain: Plain) -> str:
        """With two decimals."""
        sign = "-" if plain < 0 else ""
        return f"{sign}{abs(plain) // 100}.{abs(plain) % 100:02d}"

    def describe(self, plain: Plain) -> Text:
        """With two decimals and the unit."""
        return Text(f"{self.format(plain)}{self.unit.zh}", f"{self.format(plain)} {self.unit.en}")

    def value(self, plain: Plain) -> int:
        """The whole hundredths."""
        if type(plain) is int and plain > self.most == LARGEST:
            largest = self.describe(LARGEST)
            raise Unfit(Text(f"最大是{largest.zh}。", f"The largest is {largest.en}."))
        return Count(self.least, self.most).value(plain)

    def schema(self) -> dict[str, Any]:
        """An integer: hundredths."""
        said = f"0.01 {self.unit.en}"
        return {**Count(self.least, self.most).schema(), "description": said}


@attrs.frozen
class Portion(Kind):
    """An exact part of a whole, or a coefficient: plain ``2/5``; typed also ``40%`` or ``0.4``."""

    least: Fraction = Fraction(0)
    most: Fraction = Fraction(1)

    @property
    def example(self) -> str:  # type: ignore[override]
        """Two fifths, or what is nearest to it."""
        near = min(max(Fraction(2, 5), self.least), self.most)
        return "40%" if near == Fraction(2, 5) else str(near)

    @property
    def remedy(self) -> Text:
        """How to write it, and its bounds."""
        return Text(
            f"请填分数、小数或百分数，如2/5、0.4或40%，在{self.least}到{self.most}之间。",
            f"Give a fraction, decimal or percentage (2/5, 0.4, 40%) from {self.least} "
            f"to {self.most}.",
        )

    def parse(self, text: str) -> Plain:
        """A fraction, decimal or percentage, exactly."""
        return self.plain(self.value(str(read_share(text))))

    def value(self, plain: Plain) -> Fraction:
        """The exact fraction."""
        found = _PORTION.fullmatch(plain) if isinstance(plain, str) and len(plain) < 40 else None
        if not found:
            raise no(plain)
        whole, below, decimals, percent = found.groups()
        value = Fraction(f"{whole}/{below}" if below else f"{whole}.{decimals or 0}")
        value = value / 100 if percent else value
        if not self.least <= value <= self.most:
            raise no(plain)
        return value

    def plain(self, value: Any) -> Plain:
        """The fraction in lowest terms."""
        return str(value)

    def schema(self) -> dict[str, Any]:
        """A string: fraction, decimal or percentage."""
        said = f"from {self.least} to {self.most}"
        return {"type": "string", "pattern": f"^{_PORTION.pattern}$", "description": said}
