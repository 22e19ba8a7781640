"""A template: headers in both languages, drop-downs, an example, and what it is a template of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tickbox_core.categories import Column
from tickbox_core.interchange.workbooks.writing import book
from tickbox_core.text import Text

EXAMPLE_MARK = "示例 example"
"""Stands in the first cell of the example row, which is never read as one."""
ROWS = 5_000
HIDDEN = "tickbox"


def template(kind: str, version: str, title: Text, columns: Sequence[Column]) -> bytes:
    """An empty workbook to fill in; the last column of the example row says that it is one."""
    with book() as (made, out):
        sheet = made.add_worksheet(title.zh[:28] or kind)
        text, head, must = _formats(made)
        for at, column in enumerate(columns):
            label = f"{column.header.zh} {column.header.en}"
            sheet.write_string(0, at, f"{label}*" if column.required else label,
                               must if column.required else head)  # fmt: skip
            sheet.set_column(at, at, max(14, min(40, 2 * len(column.header.zh) + 6)), text)
            sheet.write_comment(0, at, f"{column.help.zh}\n{column.help.en}"[:900])
            sheet.write_string(1, at, column.example, made.add_format({"font_color": "#777777"}))
            if column.choices:
                choices = [one.zh for one in column.choices]
                if len(",".join(choices)) <= 250:
                    sheet.data_validation(1, at, ROWS, at, {"validate": "list", "source": choices})
        sheet.write_string(1, len(columns), EXAMPLE_MARK)
        sheet.freeze_panes(1, 0)
        _say_what_it_is(made, kind, version)
    return out.getvalue()


def filled(
    kind: str,
    version: str,
    title: Text,
    columns: Sequence[Column],
    rows: Sequence[Mapping[str, str]],
) -> bytes:
    """A workbook with what stands: the columns of the template, a row each, every cell text."""
    with book() as (made, out):
        sheet = made.add_worksheet(title.zh[:28] or kind)
        text, head, must = _formats(made)
        for at, column in enumerate(columns):
            label = f"{column.header.zh} {column.header.en}"
            sheet.write_string(0, at, label, must if column.required else head)
            sheet.set_column(at, at, max(14, min(40, 2 * len(column.header.zh) + 6)), text)
            for number, row in enumerate(rows, 1):
                sheet.write_string(number, at, row.get(column.key, ""), text)
        sheet.freeze_panes(1, 0)
        _say_what_it_is(made, kind, version)
    return out.getvalue()


def _say_what_it_is(made: Any, kind: str, version: str) -> None:
    hidden = made.add_worksheet(HIDDEN)
    for row, pair in enumerate((("kind", kind), ("version", version))):
        hidden.write_row(row, 0, pair)
    hidden.very_hidden()


def _formats(made: Any) -> tuple[Any, Any, Any]:
    text = made.add_format({"num_format": "@"})  # text: no leading nought is lost
    head = made.add_format({"bold": True, "bg_color": "#DDE6F0", "text_wrap": True})
    must = made.add_format({"bold": True, "bg_color": "#F6DFC4", "text_wrap": True})
    return text, head, must
