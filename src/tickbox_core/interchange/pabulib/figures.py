"""Numbers as programs write them into Pabulib files, read exactly.

The format has no thousands separators: one point or one comma stands before the decimals.  Whatever
people write is read by ``tickbox_core.numbers``, and by nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

# Groups of three may be set apart by a space; one comma or point stands before the decimals.
_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+|[0-9]*)"
    r"(?:[.,](?P<part>[0-9]*))?(?:[eE](?P<power>[+-]?[0-9]{1,2}))?"
)
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3},[0-9]{3}")
_LONGEST = 1000  # digits; Python itself refuses to read numbers of more than 4,300


def number(text: str) -> Fraction | None:
    """The number that ``text`` writes, exactly, or ``None`` where it writes none.

    ``"1250"``, ``"1250.50"``, ``"1250,50"``, ``"1 250,50"``, ``"1.25e3"``; never two separators.
    """
    match = _NUMBER.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if match is None:
        return None
    part = match["part"] or ""
    digits = re.sub(r"[^0-9]", "", match["whole"]) + part
    if not digits:
        return None
    power = int(match["power"] or 0) - len(part)
    value = int(digits) * Fraction(10) ** power
    return -value if match["sign"] == "-" else value


def whole_number(text: str) -> int | None:
    """The whole number that ``text`` writes (``"378"``, ``"378.0"``), or ``None``."""
    value = number(text)
    return int(value) if value is not None and value.denominator == 1 else None


def may_mean_thousands(text: str) -> bool:
    """Whether a comma before three digits (read as decimals) may have been meant otherwise."""
    return _THOUSANDS.fullmatch(text.strip()) is not None


def units(values: Iterable[Fraction], least: int = 1) -> int:
    """The smallest power of ten, ``least`` or more, of which all values are whole multiples.

    12.5 and 3 are 125 and 30 tenths: 10.
    """
    unit = least
    for value in values:
        while unit % value.denominator:
            unit *= 10
    return unit
