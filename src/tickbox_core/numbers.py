"""The one place where text becomes a number: every form, cell, option and string is read here.

    >>> from tickbox_core.numbers import read_area, read_count, read_money
    >>> read_count("1,200"), read_money("¥1,200.50"), read_money("1.2万元")
    (1200, 120050, 1200000)
    >>> read_area("171.25 m²")
    Fraction(685, 4)
    >>> read_money("1,20")
    Traceback (most recent call last):
    tickbox_core.numbers.NotANumber: the comma in '1,20' does not part thousands. Write 1.20 or 120.

A number is read as whoever wrote it reads it, or refused in words; it never becomes another one:

- A comma, blank or apostrophe between groups of three figures parts thousands; a comma anywhere
  else is refused, never taken for a decimal one.
- A point stands before decimals.  Before exactly three figures, and behind one to three, it may
  part thousands as well (``1.200`` yuan, ``1.200`` m²): refused.  Only where three decimals were
  announced (a coefficient, a rounding unit of 0.001) is it a decimal one.
- A lone comma before exactly three figures (``1,200``) parts thousands, as tickbox itself prints
  them; a reader of a whole column or file says so (``one_thousand``), and asks where the other
  numbers have commas before decimals (``comma_of``: the hint for a file).
- Full-width figures and signs are plain ones, and no other characters become figures (``5²``).
- A spreadsheet keeps 15 digits: what stands behind them in ``89.820000000000007`` is its noise.
  Numbers that it has shortened (``1.2E+06``) are refused, their digits are lost.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from fractions import Fraction

import attrs

from tickbox_core.text import Text

LONGEST = 4000
"""Characters; Python itself refuses to read whole numbers of more than 4,300 figures."""
DIGITS = 15
"""Significant figures that a spreadsheet keeps."""

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_WIDE |= dict.fromkeys((0xA0, 0x2007, 0x2009, 0x202F, 0x3000), 0x20)
_WIDE |= {0xFFE5: 0xA5, 0x2212: 0x2D, 0x2019: 0x27}
_FIGURES = re.compile(
    r"(?P<sign>[+-]?) ?"
    r"(?P<whole>[1-9][0-9]{0,2}(?P<mark>[, '])[0-9]{3}(?:(?P=mark)[0-9]{3})*|[0-9]*)"
    r"(?:\.(?P<part>[0-9]*))?"
)
_SHORTENED = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)? ?[eE] ?[+-]?[0-9]+")
_ONE_COMMA = re.compile(r"([0-9]+),([0-9]+)")
_LONE = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
_LONE_IN = re.compile(r"[^0-9.,]*[1-9][0-9]{0,2},[0-9]{3}[^0-9.,]*")
"""The same, with a sign and whatever unit around it."""
_DECIMAL = re.compile(
    r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:[ '][0-9]{3})+),(?:[0-9]{1,2}|[0-9]{4,})"
    r"|[+-]?(?:0|[0-9]{4,}|[0-9]{1,3}(?:[ '][0-9]{3})+),[0-9]+"
)
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:(?:,[0-9]{3}){2,}(?:\.[0-9]*)?|,[0-9]{3}\.[0-9]*)")
_POINTED = re.compile(r"[^0-9.,]*[1-9][0-9]{0,2}\.[0-9]{3}[^0-9.,千万亿]*")
"""The same of a point; behind it 万 would leave no doubt."""
_MANY_POINTS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}")
_TIMES = {"千": 10**3, "万": 10**4, "亿": 10**8}
_LARGE = {number: word for word, number in _TIMES.items()}
_PART = re.compile(r"([+-]?[0-9]+) ?/ ?([0-9]+)")


class NotANumber(ValueError):
    """Text that writes no number, or could write two: ``problem`` and ``remedy`` in words.

    ``doubtful``: it looks like one, and the words say what is not clear about it.
    """

    def __init__(self, problem: Text, remedy: Text, doubtful: bool = False) -> None:
        super().__init__(f"{problem.en} {remedy.en}".strip())
        self.problem, self.remedy, self.doubtful = problem, remedy, doubtful


class Comma(enum.Enum):
    """What the commas of a file stand for, as its own numbers show."""

    THOUSANDS = "thousands"
    DECIMAL = "decimal"


def comma_of(texts: Iterable[str]) -> Comma | None:
    """What commas stand for where these numbers leave no doubt; ``None`` where they say nothing.

    ``12,50`` has a decimal one, ``1,200,000`` and ``1,200.50`` part thousands.  Where there are
    both, none is taken for a decimal one.
    """
    decimal = False
    for text in texts:
        said = narrow(text)
        if _THOUSANDS.fullmatch(said):
            return Comma.THOUSANDS
        decimal = decimal or _DECIMAL.fullmatch(said) is not None
    return Comma.DECIMAL if decimal else None


def one_thousand(text: str) -> bool:
    """Whether a lone comma stands before exactly three figures: ``1,200``, which some mean as 1.2.

    Such a number is never read in silence.
    """
    return "," in (said := narrow(text)) and _LONE_IN.fullmatch(said) is not None


def pointed_thousand(text: str) -> bool:
    """Whether a point stands where one that parts thousands would: ``1.200``, ``1.200 m²``."""
    return "." in (said := narrow(text)) and _POINTED.fullmatch(said) is not None


def with_decimals(text: str) -> str:
    """What ``1,200`` is where its comma stands before decimals: ``1.2``."""
    figures = re.sub(r"[^0-9,+-]", "", narrow(text))
    return figures.replace(",", ".").rstrip("0").rstrip(".")


@attrs.frozen
class Quantity:
    """A kind of number: how many decimals it has, and what may stand around its figures.

    ``places``: the most decimals (``None``: any number of them).  ``large``: 千, 万 and 亿 may
    stand behind the figures.  ``doubted``: a point may part thousands, where there are no three
    decimals.
    """

    places: int | None = None
    before: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    large: bool = True
    doubted: bool = True
    example: str = "1200.50"

    def read(self, text: str, comma: Comma | None = None) -> Fraction:
        """The number that ``text`` writes, exactly; ``NotANumber`` where it is not clear.

        ``comma``: what commas stand for in the file it is from (``comma_of``).
        """
        if comma is Comma.DECIMAL and "," in (said := narrow(text)):
            figures = self._bare(said)[0]
            if _LONE.fullmatch(figures):
                raise _either(_short(text), figures)
            if _DECIMAL.fullmatch(figures):
                text = said.replace(",", ".")
        value = self._value(text)
        if value is None:
            raise self._refusal(text)
        return value

    def _value(self, text: str) -> Fraction | None:
        figures, times = self._bare(narrow(text))
        found = _FIGURES.fullmatch(figures) if len(figures) <= LONGEST else None
        if found is None or not (found["whole"] or found["part"]):
            return None
        whole, part = re.sub("[^0-9]", "", found["whole"]), found["part"] or ""
        if times == 1 and self._may_part(found):
            return None
        value = self._fitting(whole, part, times)
        return -value if value is not None and found["sign"] == "-" else value

    def _bare(self, said: str) -> tuple[str, int]:
        """The figures alone, and how many each stands for."""
        for word in self.behind:
            if said.lower().endswith(word):
                said = said[: len(said) - len(word)].rstrip()
                break
        for word in self.before:
            if said.lower().startswith(word):
                said = said[len(word) :].lstrip()
                break
        times = _TIMES.get(said[-1:], 1) if self.large else 1
        return (said[:-1].rstrip() if times > 1 else said), times

    def _may_part(self, found: re.Match[str]) -> bool:
        """Whether a point before three figures may part thousands."""
        announced = not self.doubted or (self.places is not None and self.places >= 3)
        return not announced and may_part_thousands(f"{found['whole']}.{found['part']}")

    def _fitting(self, whole: str, part: str, times: int) -> Fraction | None:
        """The exact value, without a spreadsheet's noise; ``None`` with too many decimals."""
        value = Fraction(int(whole + part), 10 ** len(part))
        if self._fits(value * times):
            return value * times
        noise = len((whole + part).lstrip("0")) - DIGITS
        if 0 < noise <= len(part):
            value = round(value, len(part) - noise)
        return value * times if self._fits(value * times) else None

    def _fits(self, value: Fraction) -> bool:
        return self.places is None or (value * 10**self.places).denominator == 1

    # -- refusals ----------------------------------------------------------------------------

    def _refusal(self, text: str) -> NotANumber:
        said, (figures, times) = _short(text), self._bare(narrow(text))
        found = _FIGURES.fullmatch(figures) if len(figures) <= LONGEST else None
        if found and (found["whole"] or found["part"]):
            doubtful = times == 1 and self._may_part(found)
            finest = (self.places or 0) + len(str(times)) - 1  # of so many 万
            return self._two_ways(said, found) if doubtful else _too_fine(said, finest)
        if "," in figures and not re.search(r"[^0-9 ,.'+-]", figures):
            return self._comma(said, _ONE_COMMA.fullmatch(figures), times)
        if _MANY_POINTS.fullmatch(figures):
            return self._points(said, figures)
        if _SHORTENED.fullmatch(figures):
            return _shortened(said)
        if figures[:1] == "=":
            return _formula(said)
        problem = Text(f"“{said}”不是数字。", f"'{said}' is not a number.")
        return NotANumber(problem, self._write())

    def _comma(self, said: str, one: re.Match[str] | None, times: int) -> NotANumber:
        ways: tuple[str, ...] = ()
        if one:
            ways = (f"{one[1]}.{one[2]}",)
            ways += () if one[1].startswith("0") else (f"{one[1]}{one[2]}",)
        problem = Text(
            f"“{said}”里的逗号不是千分位。", f"the comma in '{said}' does not part thousands."
        )
        large = _LARGE.get(times, "")
        return NotANumber(problem, self._write(*(f"{way}{large}" for way in ways)), doubtful=True)

    def _points(self, said: str, figures: str) -> NotANumber:
        problem = Text(
            f"“{said}”里的点像是千分位。", f"the points in '{said}' seem to part thousands."
        )
        return NotANumber(problem, self._write(figures.replace(".", "")), doubtful=True)

    def _two_ways(self, said: str, found: re.Match[str]) -> NotANumber:
        problem = Text(
            f"“{said}”里的点可能是小数点，也可能是千分位。",
            f"the point in '{said}' may stand before decimals or part thousands.",
        )
        figures, whole = f"{found['whole']}.{found['part']}", f"{found['whole']}{found['part']}"
        decimal = figures.rstrip("0").rstrip(".")
        if self.places is None and decimal == figures:
            decimal += "0"  # a fourth figure leaves no doubt
        remedy = self._write(decimal, whole)
        if self.places and self._value(decimal) is None:
            remedy = _or_coarser(whole, self.places)
        return NotANumber(problem, remedy, doubtful=True)

    def _write(self, *ways: str) -> Text:
        """What to write instead: one of the ways, where each would be read."""
        if not ways or any(self._value(way) is None for way in ways):
            return Text(
                f"请只填数字，如{self.example}。", f"Write the figures alone, {self.example} say."
            )
        return Text(f"请写成{'或'.join(ways)}。", f"Write {' or '.join(ways)}.")


COUNT = Quantity(places=0, example="1200")
MONEY = Quantity(
    places=2,
    before=("人民币", "rmb", "cny", "¥"),
    behind=("元整", "元", "圆整", "圆", "块", "yuan", "rmb", "cny"),
)
AREA = Quantity(places=2, behind=("平方米", "平方", "平米", "㎡", "m²", "m2"), example="89.52")
DECIMAL = Quantity(large=False, doubted=False, example="12.50")
"""A number of any precision and no unit: a coefficient, a figure out of a notice."""
PERCENT = attrs.evolve(DECIMAL, behind=("%",))
"""The same, of a hundred."""


def read_count(text: str) -> int:
    """A whole number; ``3.0`` is 3."""
    return int(COUNT.read(text))


def read_money(text: str, minor_units: int = 100) -> int:
    """An amount of currency in its smallest units (fen), of which ``minor_units`` make one."""
    places = len(str(minor_units)) - 1
    return int(attrs.evolve(MONEY, places=places).read(text) * minor_units)


def read_area(text: str) -> Fraction:
    """An area in m², to the two decimals in which areas are kept."""
    return AREA.read(text)


def read_decimal(text: str) -> Fraction:
    """A number of any precision."""
    return DECIMAL.read(text)


def read_share(text: str) -> Fraction:
    """A part of a whole, or a coefficient: ``2/5``, ``0.4`` or ``40%``."""
    said = narrow(text)
    part = _PART.fullmatch(said)
    if part and len(said) <= LONGEST and int(part[2]):
        return Fraction(int(part[1]), int(part[2]))
    if said.endswith("%"):
        return DECIMAL.read(said[:-1].rstrip()) / 100
    return DECIMAL.read(said)


def narrow(text: str) -> str:
    """Full-width figures, signs and blanks, as Chinese keyboards write them, as plain ones."""
    return text.strip() if text.isascii() else text.translate(_WIDE).strip()


def may_part_thousands(figures: str) -> bool:
    """Whether the point stands where one that parts thousands would: ``1.200``, ``12.345``."""
    return re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", figures) is not None


def is_grouped(text: str) -> bool:
    """Whether thousands are parted somewhere in ``text``: in a list, ``1,200`` may be two."""
    return _GROUPED.search(narrow(text)) is not None


_GROUPED = re.compile(r"(?<![0-9])[1-9][0-9]{0,2}(?:[, '][0-9]{3})+(?![0-9])")


def _short(text: str) -> str:
    line = "".join(mark if mark.isprintable() else " " for mark in text).strip()
    return line if len(line) <= 40 else f"{line[:39]}…"


def _shortened(said: str) -> NotANumber:
    return NotANumber(
        Text(
            f"“{said}”是缩写的数字，原来有几位已经看不出来。",
            f"'{said}' is shortened, as spreadsheets do; its figures may be lost.",
        ),
        Text(
            "请写出全部数字；表格里请把单元格格式改成数值或文本。",
            "Write all of them; in a spreadsheet format the cell as a number or as text.",
        ),
        doubtful=True,
    )


def _formula(said: str) -> NotANumber:
    return NotANumber(
        Text(f"“{said}”是公式，不是数字。", f"'{said}' is a formula, not a number."),
        Text("请填公式的结果。", "Write what it comes to."),
    )


def _either(said: str, figures: str) -> NotANumber:
    """A lone comma in a file whose other commas are decimal ones."""
    whole, _, part = figures.partition(",")
    decimal = with_decimals(figures)
    return NotANumber(
        Text(
            f"“{said}”里的逗号可能是千分位，也可能是小数点。",
            f"the comma in '{said}' may part thousands or stand before decimals.",
        ),
        Text(f"请写成{whole}{part}或{decimal}。", f"Write {whole}{part} or {decimal}."),
        doubtful=True,
    )


def _too_fine(said: str, places: int) -> NotANumber:
    if not places:
        problem = Text(f"“{said}”不是整数。", f"'{said}' is not a whole number.")
        return NotANumber(problem, Text("请填整数。", "Give a whole number."), doubtful=True)
    problem = Text(f"“{said}”超过{places}位小数。", f"'{said}' has more than {_named(places)}.")
    remedy = Text(f"请最多写{places}位小数。", f"Write at most {_named(places)}.")
    return NotANumber(problem, remedy, doubtful=True)


def _or_coarser(whole: str, places: int) -> Text:
    return Text(
        f"请写成{whole}，或最多写{places}位小数。",
        f"Write {whole}, or at most {_named(places)}.",
    )


def _named(places: int) -> str:
    return {1: "one decimal", 2: "two decimals"}.get(places, f"{places} decimals")


__all__ = [
    "AREA",
    "COUNT",
    "DECIMAL",
    "MONEY",
    "PERCENT",
    "Comma",
    "NotANumber",
    "Quantity",
    "comma_of",
    "is_grouped",
    "may_part_thousands",
    "narrow",
    "one_thousand",
    "pointed_thousand",
    "read_area",
    "read_count",
    "read_decimal",
    "read_money",
    "read_share",
    "with_decimals",
]
