"""Faults are collected, so that whoever mends a table sees all of them at once."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from tickbox_core.errors import Fault, FaultyTables
from tickbox_core.interchange.reading import shown
from tickbox_core.interchange.row_checks import check_row
from tickbox_core.interchange.tables.sheet import Names, Sheet
from tickbox_core.text import Text


@attrs.define
class Faults:
    """What was found wrong, in whatever order; ``stop`` tells it in the order of the rows."""

    found: list[Fault] = attrs.field(factory=list)

    def stop(self) -> None:
        """Raise ``FaultyTables`` where anything was found."""
        if self.found:
            at = list(dict.fromkeys(fault.file for fault in self.found))
            told = sorted(self.found, key=lambda one: (at.index(one.file), one.row))
            raise FaultyTables(tuple(dict.fromkeys(told)))


@attrs.frozen(eq=False)
class Row:
    """One row of a table under our names of columns, and where to say what is wrong in it."""

    file: str
    number: int
    cells: dict[str, str]
    headers: dict[str, str]
    faults: Faults = attrs.field(repr=False)

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def fault(self, column: str, problem: Text, remedy: Text) -> None:
        """Something is wrong in a column (``""``: in the row)."""
        header = self.headers.get(column, column)
        self.faults.found.append(Fault(self.file, self.number, header, problem, remedy))

    def unless(self, fine: bool, column: str, problem: Text, remedy: Text) -> bool:
        """Note the fault unless it is fine, and say whether it was."""
        if not fine:
            self.fault(column, problem, remedy)
        return fine

    @property
    def place(self) -> str:
        """Where the row stands, to be named in another row's fault."""
        return f"{self.file}:{self.number}"


def rows_of(sheet: Sheet, faults: Faults) -> Iterator[Row]:
    """The rows of a table; what is none of them is a fault (``check_row``)."""
    headers = {name: sheet.cells[at] for name, at in sheet.place.items()}
    for number, fields in sheet.body:
        cells = {name: fields[at] for name, at in sheet.place.items() if at < len(fields)}
        row = Row(sheet.trouble.file, number, cells, headers, faults)
        wrong = check_row(fields, sheet.cells)
        if wrong is None:
            yield row
        else:
            row.fault("", *wrong)


def not_one_of(value: str, names: Names) -> tuple[Text, Text]:
    """Problem and remedy for a word that is none of ours."""
    return (
        Text(f"看不懂“{shown(value)}”。", f"'{shown(value)}' is not known."),
        Text(
            f"可填：{'、'.join(words.split()[1] for words in names.values())}。",
            f"Use one of: {', '.join(words.split()[0] for words in names.values())}.",
        ),
    )
