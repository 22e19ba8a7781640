"""What stands in a table and is no row of it: totals, signatures, a header come again.

One opinion for every reader: such a row is named, never taken for a home, an item or a voter, and
never passed over in silence.  The same for rows that are shorter or longer than their header, and
for ids that a spreadsheet has changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from tickbox_core.interchange.footers import is_footer
from tickbox_core.interchange.workbooks.cells import CellKind, kind_of
from tickbox_core.numbers import narrow
from tickbox_core.text import Text

Said = tuple[Text, Text]
"""A problem and its remedy."""

LOOKED_AT = 15
"""Rows in which a header is looked for: above it may stand a title, a date and a blank line."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T][0-9:.]+)?")
_SHORT_DAY = re.compile(
    r"[0-9]{1,2}月[0-9]{1,2}日|[0-9]{1,2}-[A-Z][a-z]{2}|[A-Z][a-z]{2}-[0-9]{1,2}"
)
_SHORTENED = re.compile(r"[0-9](?:\.[0-9]+)?E\+[0-9]{2,3}", re.IGNORECASE)


def is_header(fields: Sequence[str], header: Sequence[str]) -> bool:
    """Whether a row is the header come again."""
    first = 0
    for cell in fields:
        if cell:
            break
        first += 1
    else:
        first = 0
    if first >= len(header) or len(fields[first] if fields else "") != len(header[first]):
        return False  # as nearly every row of a large table
    return _plain(fields) == _plain(header)


def row_is_footer(fields: Sequence[str]) -> bool:
    """Whether a row is a total, a signature, a page's number or a note."""
    return is_footer([field for field in fields if field])


def row_width(fields: Sequence[str], header: Sequence[str]) -> Said | None:
    """Why a row is shorter or longer than its header; ``None`` where it is not."""
    width, given = len(header), len(fields)
    if given >= width and not any(fields[width:]):
        return None
    return (
        Text(
            f"这一行有{given}栏，表头有{width}栏。",
            f"this row has {given} fields, its header {width}.",
        ),
        Text(
            "请补齐；数字里有逗号的要加引号。",
            "Complete it; a number with a comma in it needs quotation marks.",
        ),
    )


def check_row(fields: Sequence[str], header: Sequence[str]) -> Said | None:
    """Why a row is none of the table with that header; ``None`` where it is one.

    ``header`` is without blank cells at its end.
    """
    filled = [field for field in fields if field]
    if not filled:
        return None
    if is_header(fields, header):
        return (
            Text("表头在这里又出现了一次。", "the header stands here a second time."),
            Text("请删去这一行。", "Delete this row."),
        )
    if is_footer(filled):
        return (
            Text(
                f"“{_short(filled[0])}”是合计、落款、页码或备注，不是表里的一行。",
                f"'{_short(filled[0])}' is a total, a signature, a page's number or a note, no row "
                "of the table.",
            ),
            Text(
                "请删去这一行；如果确实是内容，请换个写法。",
                "Delete this row; if it is one after all, say it in other words.",
            ),
        )
    return row_width(fields, header)


def check_id(cell: str) -> Said | None:
    """Why an id cannot be what somebody wrote; ``None`` where it can."""
    return _check_id(cell, kind_of(cell))


@lru_cache(10_000)
def _check_id(cell: str, kind: CellKind) -> Said | None:
    if kind is CellKind.ERROR:
        return (
            Text(f"“{cell}”是公式出错的结果。", f"'{cell}' is what a formula could not work out."),
            Text("请改正公式或直接填写。", "Mend the formula, or write what is meant."),
        )
    if kind is CellKind.DATE or _DAY.fullmatch(cell) or _SHORT_DAY.fullmatch(cell):
        return (
            Text(
                f"“{cell}”是日期：表格软件把编号改成了日期。",
                f"'{cell}' is a date: a spreadsheet has made one of what was written.",
            ),
            _AS_TEXT,
        )
    if _SHORTENED.fullmatch(cell):
        return (
            Text(
                f"“{cell}”被表格软件缩写，后几位已经丢失。",
                f"a spreadsheet has shortened '{cell}', its last figures are lost.",
            ),
            _AS_TEXT,
        )
    return None


_AS_TEXT = Text(
    "请把这一栏设成文本格式，按原样重新填写。",
    "Format the column as text and write it again as it is.",
)


def _plain(fields: Sequence[str]) -> tuple[str, ...]:
    cells = [narrow(field).lower() for field in fields]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _short(cell: str) -> str:
    line = "".join(mark if mark.isprintable() else " " for mark in cell)
    return line if len(line) <= 40 else f"{line[:39]}…"
