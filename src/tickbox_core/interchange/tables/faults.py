"""Faults are collected, so that whoever mends a table sees all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from tickbox_core.errors import Fault, FaultyTables
from tickbox_core.interchange.reading import shown
from tickbox_core.interchange.tables.sheet import Names
from tickbox_core.interchange.workbooks.marking import wording_of
from tickbox_core.text import Text


@attrs.define
class Faults:
    """What was found wrong, in whatever order; ``stop`` tells it in the order of the rows."""

    found: list[Fault] = attrs.field(factory=list)

    def stop(self) -> None:
        """Raise ``FaultyTables`` where anything was found."""
        if self.found:
            at = dict.fromkeys((one.file, one.sheet) for one in self.found)
            order = {place: number for number, place in enumerate(at)}
            told = sorted(self.found, key=lambda one: (order[one.file, one.sheet], one.row))
            raise FaultyTables(tuple(dict.fromkeys(told)))


@attrs.frozen(eq=False)
class TableRow:
    """One row of a table under our names of columns, and where to say what is wrong in it."""

    file: str
    number: int
    cells: Mapping[str, str]
    headers: Mapping[str, str]
    faults: Faults = attrs.field(repr=False)
    sheet: str = ""
    letters: Mapping[str, str] = attrs.field(factory=dict)
    """Of a workbook: the letter of each column."""

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def fault(self, column: str, problem: Text, remedy: Text) -> None:
        """Something is wrong in a column (``""``: in the row)."""
        header = self.headers.get(column, column)
        letter = self.letters.get(column, "")
        cell = f"{letter}{self.number}" if letter else ""
        found = Fault(self.file, self.number, header, problem, remedy, self.sheet, cell)
        self.faults.found.append(found)

    def unless(self, fine: bool, column: str, problem: Text, remedy: Text) -> bool:
        """Note the fault unless it is fine, and say whether it was."""
        if not fine:
            self.fault(column, problem, remedy)
        return fine

    @property
    def line(self) -> str:
        """The row's number, with its sheet where there are several."""
        return f"{self.sheet}:{self.number}" if self.sheet else str(self.number)

    @property
    def place(self) -> str:
        """Where the row stands, to be named in another row's fault."""
        return (
            f"{self.file}/{self.sheet}:{self.number}"
            if self.sheet
            else f"{self.file}:{self.number}"
        )


def not_one_of(value: str, names: Names) -> tuple[Text, Text]:
    """Problem and remedy for a word that is none of ours."""
    return (
        Text(f"看不懂“{shown(value)}”。", f"'{shown(value)}' is not known."),
        Text(
            f"可填：{'、'.join(words.split()[1] for words in names.values())}。",
            f"Use one of: {', '.join(words.split()[0] for words in names.values())}.",
        ),
    )


@attrs.frozen
class FaultGroup:
    """Faults of one kind: what one of them says, and the rows of all."""

    first: Fault
    rows: tuple[int, ...]

    @property
    def text(self) -> Text:
        """The first of them, and where there are more like it."""
        if len(self.rows) == 1:
            return self.first.text
        more = self.rows[1:_MOST]
        beyond = len(self.rows) > _MOST
        zh = "、".join(map(str, more)) + "等" * beyond
        en = ", ".join(map(str, more)) + " …" * beyond
        number = len(self.rows)
        said = self.first.text
        return Text(
            f"{said.zh}同样的共{number}处（第{zh}行）。",
            f"{said.en} Faults like it: {number} (row {en}).",
        )


_MOST = 12


def grouped(faults: Iterable[Fault]) -> tuple[FaultGroup, ...]:
    """Faults by kind: the same column has the same problem and asks for the same remedy."""
    found: dict[tuple[str, ...], list[Fault]] = {}
    for fault in faults:
        what = wording_of(fault.problem), fault.remedy.zh
        found.setdefault((fault.file, fault.sheet, fault.column, *what), []).append(fault)
    return tuple(FaultGroup(held[0], tuple(one.row for one in held)) for held in found.values())
