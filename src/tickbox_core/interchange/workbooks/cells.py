"""A cell as a file has it: what it shows, and what it was, until somebody decides what it means.

A plain ``str`` is text that somebody wrote.  A ``SheetCell`` shows a number, a day, a mark or an
error, comes from a formula, or stands for a merged one: whoever reads it as an id, an area or a
name asks ``kind_of`` first, and nothing is turned into text in silence.
"""

from __future__ import annotations

from enum import StrEnum


class CellKind(StrEnum):
    """What a cell was in its file."""

    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    MARK = "mark"
    ERROR = "error"


class SheetCell(str):
    """What a cell shows; ``kind`` what it was, ``merged`` whether a cell above shows it for it."""

    __slots__ = ("kind", "merged")
    kind: CellKind
    merged: bool

    @classmethod
    def of(cls, text: str, kind: CellKind, merged: bool = False) -> SheetCell:
        """The cell that shows this."""
        cell = cls(text)
        cell.kind, cell.merged = kind, merged
        return cell


_OF_MARK = {
    "n": CellKind.NUMBER,
    "d": CellKind.DATE,
    "h": CellKind.TIME,
    "b": CellKind.MARK,
    "e": CellKind.ERROR,
}


def cell_of(told: str) -> str:
    """The cell as the parser tells it: what it was in the first character (``parse.KINDS``)."""
    if told[:1] == "t" or not told:
        return told[1:]
    return SheetCell.of(told[1:], _OF_MARK[told[0]])


def kind_of(cell: str) -> CellKind:
    """What a cell was; of a text file every cell is text."""
    if isinstance(cell, SheetCell):
        return cell.kind
    return CellKind.TEXT if cell else CellKind.EMPTY


def is_merged(cell: str) -> bool:
    """Whether a merged cell above shows it for this one."""
    return isinstance(cell, SheetCell) and cell.merged


def repeat_merged(cell: str) -> SheetCell:
    """The same for a cell that a merged one covers."""
    return SheetCell.of(cell, kind_of(cell), merged=True)
