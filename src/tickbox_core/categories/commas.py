"""What is said of a number whose comma some would read otherwise: ``1,200`` is 1200, or 1.2?

Wherever people type into fields (a form, the command line, a table), the comma is read as parting
thousands, and that is never done in silence.
"""

from __future__ import annotations

from collections.abc import Iterator

from tickbox_core.categories.kinds import Kind, Pairs, Table
from tickbox_core.numbers import is_grouped, one_thousand, with_decimals
from tickbox_core.text import EMPTY, Text


def commas_read(label: Text, kind: Kind, typed: str) -> Iterator[Text]:
    """What is to be said of each number in a field of that label, as it was typed.

    Nothing of numbers that can be read one way alone, and of what the field refuses.
    """
    for cell, text in _numbers_in(kind, typed):
        read = _read(cell, text) if one_thousand(text) else None
        if read is not None:
            other = with_decimals(text)
            told = _EITHER if _read(cell, other) is not None else _READ
            yield told.filled(field=label, typed=text, read=read, other=other)


def parted_numbers(label: Text, typed: str, value: object) -> Text:
    """That the commas of a list of numbers stand between them: ``1,200`` are two here.

    ``value`` is what was read; empty where that is no such list, or no comma is in doubt.
    """
    numbers = isinstance(value, (list, tuple)) and all(type(one) is int for one in value)
    return _PARTED.filled(field=label, typed=typed) if numbers and is_grouped(typed) else EMPTY


_PARTED = Text(
    "{field}的“{typed}”，逗号隔开各个数，不是千分位。",
    "The commas of {field} '{typed}' stand between numbers; none parts thousands.",
)
_READ = Text(
    "{field}的“{typed}”，逗号按千分位读：{read}。",
    "The comma of {field} '{typed}' is read as parting thousands: {read}.",
)
_EITHER = Text(
    "{field}的“{typed}”，逗号按千分位读：{read}。如果逗号是小数点，请改成{other}。",
    "The comma of {field} '{typed}' is read as parting thousands: {read}. If it stands before "
    "decimals, change it to {other}.",
)


def _numbers_in(kind: Kind, typed: str) -> Iterator[tuple[Kind, str]]:
    """The numbers of a field, each with its own kind: those of a table's cells too."""
    if kind.figures:
        yield kind, typed.strip()
    elif isinstance(kind, (Pairs, Table)):
        for cell, text in kind.typed_cells(typed):
            yield from _numbers_in(cell, text)


def _read(kind: Kind, text: str) -> Text | None:
    try:
        return kind.describe(kind.parse(text))
    except (ValueError, TypeError, OverflowError):
        return None
