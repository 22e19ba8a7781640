"""Numbers in Pabulib files: those that people write everywhere, with the file's own hint.

Programs write the format, and some write decimal commas: whether a file has them is seen from all
of its amounts (``tickbox_core.numbers.comma_of``).  What stands for a number at all is decided by
``tickbox_core.numbers`` and by nothing else.

The format writes a point before decimals, so ``1.200`` is 1.2 here, where a table would ask; in a
file whose commas stand before decimals its points may part thousands, and are asked about too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

import attrs

from tickbox_core.numbers import DECIMAL, MONEY, Comma, NotANumber, Quantity, pointed_thousand

AMOUNT = attrs.evolve(MONEY, places=None, doubted=False)
"""A sum of money, of any precision: with 元 or 万 as everywhere."""


def number(text: str, comma: Comma | None = None, kind: Quantity = DECIMAL) -> Fraction | None:
    """The number that ``text`` writes, exactly, or ``None`` where it writes none.

    ``"1250"``, ``"1250.50"``, ``"1 250.50"``, ``"1,250,000"``; ``"1250,50"`` where the commas of
    the file stand before decimals.
    """
    if not text:
        return None
    try:
        return read_number(text, comma, kind)
    except NotANumber:
        return None


def read_number(text: str, comma: Comma | None = None, kind: Quantity = DECIMAL) -> Fraction:
    """The same; raises ``NotANumber`` saying why it writes none, or could write two."""
    if figures_alone(text):
        return Fraction(int(text))
    if comma is Comma.DECIMAL and pointed_thousand(text):
        kind = attrs.evolve(kind, doubted=True)
    return kind.read(text, comma)


def figures_alone(text: str) -> bool:
    """Whether a number is written in plain figures, as nearly all are: that is read at once."""
    return len(text) <= _PLAIN and figures_alone_in(text)


def all_figures(texts: Sequence[str]) -> bool:
    """Whether each of several is a number in plain figures, in one look at them all."""
    return all(texts) and figures_alone_in("".join(texts)) and max(map(len, texts)) <= _PLAIN


def figures_alone_in(text: str) -> bool:
    """Whether there are plain figures in it and nothing else, however many."""
    return text.isascii() and text.isdigit()


_PLAIN = 300


def whole_number(text: str) -> int | None:
    """The whole number that ``text`` writes (``"378"``, ``"378.0"``), or ``None``."""
    if figures_alone(text):
        return int(text)
    value = number(text)
    return int(value) if value is not None and value.denominator == 1 else None


def units(values: Iterable[Fraction | int], least: int = 1) -> int:
    """The smallest power of ten, ``least`` or more, of which all values are whole multiples.

    12.5 and 3 are 125 and 30 tenths: 10.
    """
    unit = least
    for value in values:
        while unit % value.denominator:
            unit *= 10
    return unit
