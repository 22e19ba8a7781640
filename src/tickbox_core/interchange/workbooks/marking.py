"""The same table given back: what will not do in red, with a plain comment on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from tickbox_core.interchange.workbooks.reading import Rows
from tickbox_core.interchange.workbooks.writing import book
from tickbox_core.text import Text


@attrs.frozen
class CellFault:
    """What is wrong in a row (from 1), in a column (from 0; ``None``: the row as a whole).

    ``sheet`` names the sheet of a workbook that has several.
    """

    row: int
    column: int | None
    problem: Text
    remedy: Text
    sheet: str = ""

    @property
    def where(self) -> Text:
        """The cell as a spreadsheet names it, ``B3``; the row where it is wrong as a whole."""
        sheet = f"{self.sheet} " if self.sheet else ""
        if self.column is not None:
            return Text.of(f"{sheet}{column_letter(self.column)}{self.row}")
        return Text(f"{sheet}第{self.row}行", f"{sheet}row {self.row}")

    @property
    def text(self) -> Text:
        """Problem and remedy in a sentence each."""
        return Text("{problem}{remedy}", "{problem} {remedy}").filled(
            problem=self.problem, remedy=self.remedy
        )


def column_letter(at: int) -> str:
    """The letter of a column, from 0: A, Z, AA."""
    tens, ones = divmod(at, 26)
    return (column_letter(tens - 1) if tens else "") + chr(ord("A") + ones)


def by_kind(faults: Iterable[CellFault]) -> list[tuple[CellFault, Text]]:
    """Faults grouped by problem and remedy: the first of each kind, and what to say of all."""
    found: dict[tuple[object, ...], list[CellFault]] = {}
    for fault in faults:
        what = wording_of(fault.problem), fault.remedy.zh
        found.setdefault((fault.sheet, fault.column, *what), []).append(fault)
    return [(held[0], _fault_words(held)) for held in found.values()]


def wording_of(problem: Text) -> str:
    """A problem without what was written in the cell, the same for all that are alike."""
    return _WRITTEN.sub("", problem.zh)


_WRITTEN = re.compile("“[^”]*”|（[^（）]*）|[0-9]+")


def _fault_words(held: list[CellFault]) -> Text:
    first, number = held[0], len(held)
    if number == 1:
        return first.text
    rows = [str(one.row) for one in held[1:MOST_ROWS]]
    more = "等", " …"
    beyond = number > MOST_ROWS
    return Text(
        f"{first.text.zh}同样的共{number}处（另见第{'、'.join(rows)}行{more[0] * beyond}）。",
        f"{first.text.en} Faults like it: {number} (see row {', '.join(rows)}{more[1] * beyond}).",
    )


MOST_ROWS = 12
"""Rows of one kind of fault that are named; all of them come back red."""


def mark_faults(tables: Rows | Sequence[Rows], faults: Iterable[CellFault]) -> bytes:
    """A workbook with every cell as it was, faulty ones red and commented in both languages."""
    sheets = [tables] if isinstance(tables, Rows) else list(tables)
    told = list(faults)
    with book() as (made, out):
        plain = made.add_format({"num_format": "@"})
        red = made.add_format({"num_format": "@", "bg_color": "#F4B6B6", "border": 2})
        for at, rows in enumerate(sheets):
            own = [one for one in told if (one.sheet or sheets[0].sheet) == rows.sheet]
            sheet = made.add_worksheet(_title(rows, at))
            _fill(sheet, rows, own, (plain, red))
    return out.getvalue()


def _title(rows: Rows, at: int) -> str:
    """A sheet's name as far as it may be one."""
    name = "".join(mark for mark in rows.sheet or "tickbox" if mark not in "[]:*?/\\'")
    return f"{name[:28]}" if at == 0 or name == rows.sheet[:28] else f"{name[:25]}{at}"


def _fill(sheet: Any, rows: Rows, faults: Iterable[CellFault], formats: tuple[Any, Any]) -> None:
    plain, red = formats
    by_cell: dict[tuple[int, int], list[CellFault]] = {}
    for fault in faults:
        by_cell.setdefault((fault.row, fault.column or 0), []).append(fault)
    for number, row in enumerate(rows.rows, 1):
        for at, cell in enumerate(row):
            at_fault = (number, at) in by_cell
            sheet.write_string(number - 1, at, cell, red if at_fault else plain)
    for (number, at), found in by_cell.items():
        if number > len(rows.rows) or at >= len(rows.rows[number - 1]):
            sheet.write_string(number - 1, at, "", red)
        said = "\n".join(f"{fault.text.zh}\n{fault.text.en}" for fault in found)
        sheet.write_comment(number - 1, at, said[:2000], {"x_scale": 2, "y_scale": 2})
    sheet.freeze_panes(1, 0)
