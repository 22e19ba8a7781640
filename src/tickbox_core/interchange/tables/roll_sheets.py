"""The sheets of a roll: which columns they have, which rows are homes, what marks mean in them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import attrs

from tickbox_core.errors import MalformedFile
from tickbox_core.interchange.headers import Header, Named, header_of, loosely
from tickbox_core.interchange.reading import COMMA_READ, Trouble, settle, shown
from tickbox_core.interchange.row_checks import is_header, row_is_footer, row_width
from tickbox_core.interchange.rows import read_sheets
from tickbox_core.interchange.tables import cells
from tickbox_core.interchange.tables.faults import Faults, TableRow
from tickbox_core.interchange.tables.notes import Notes
from tickbox_core.interchange.tables.sheet import (
    delimiter_of,
    known_names,
    lone_commas,
    sheets_left_out,
)
from tickbox_core.interchange.workbooks.cells import CellKind, kind_of
from tickbox_core.interchange.workbooks.marking import column_letter
from tickbox_core.interchange.workbooks.reading import COUNT_IT, UNCOUNTED, Rows
from tickbox_core.interchange.workbooks.templates import EXAMPLE_MARK
from tickbox_core.numbers import may_part_thousands, one_thousand
from tickbox_core.text import Text

HOMES = ("unit", "address", "room")


@attrs.frozen(slots=False)
class RollSheet:
    """One sheet of a roll: its rows, its header, and the ``place`` of each column that we know."""

    trouble: Trouble
    rows: Rows
    header: Header
    place: Mapping[str, int]
    unread: tuple[str, ...]
    alone: bool
    """Whether it is the only sheet that is read."""

    @property
    def name(self) -> str:
        """The sheet's name, where there are others beside it."""
        return "" if self.alone else self.rows.sheet

    @cached_property
    def lines(self) -> list[tuple[int, Sequence[str], str]]:
        """Each row below the header that is not blank, its number, and what it is if no home."""
        upper = (self.header.cells, *self.rows.rows[self.header.first : self.header.last + 1])
        below = self.rows.rows[self.header.last + 1 :]
        return [
            (number, fields, self._is(number, fields, upper))
            for number, fields in enumerate(below, self.header.last + 2)
            if any(fields) and EXAMPLE_MARK not in fields
        ]

    def _is(self, number: int, fields: Sequence[str], upper: Sequence[Sequence[str]]) -> str:
        for one in upper:
            if is_header(fields, one):
                return "header"
        if row_is_footer(fields):
            return "footer"
        # a title that stands right above a header come again
        after = self.rows.rows[number : number + 3] if sum(map(bool, fields)) <= 2 else ()
        again = next((row for row in after if any(row)), ())
        return "title" if again and any(is_header(again, one) for one in upper) else ""

    def cells_of(self, column: str) -> list[str]:
        """All cells of a column that are not blank."""
        at = self.place.get(column)
        if at is None:
            return []
        rows = [fields for _, fields, kind in self.lines if not kind]
        return [row[at] for row in rows if at < len(row) and row[at]]

    def body(self, faults: Faults, notes: Notes) -> Iterator[TableRow]:
        """The rows of it; what is none of them is noted, one that cannot be read is a fault."""
        headers = {name: self.header.cells[at] for name, at in self.place.items()}
        places = tuple(self.place.items())
        letters = {n: column_letter(at) for n, at in self.place.items()} if self.rows.sheet else {}
        uncounted = self.rows.uncounted
        for number, fields, kind in self.lines:
            width = len(fields)
            cells_ = {name: fields[at] for name, at in places if at < width}
            row = TableRow(self.trouble.file, number, cells_, headers, faults, self.name, letters)
            if kind:  # of a total at the foot nothing is read
                notes.add(kind, row.line)
                continue
            for name, at in places if uncounted else ():
                row.unless((number - 1, at) not in uncounted, name, UNCOUNTED, COUNT_IT)
            if self._fits(row, fields, notes):
                yield row

    def _fits(self, row: TableRow, fields: Sequence[str], notes: Notes) -> bool:
        """A comma in a number of a text moves the cells behind it; a workbook has notes beside."""
        if self.rows.sheet:
            if any(fields[len(self.header.cells) :]):
                notes.add("beyond", row.line)
            return any(row.cells.values())
        wrong = row_width(fields, self.header.cells)
        if wrong is not None:
            row.fault("", *wrong)
        return wrong is None

    # -- what marks mean in it -------------------------------------------------------------------

    @cached_property
    def ticks_owners(self) -> bool:
        """Whether owners are ticked and the others left blank."""
        given = [cells.mark_of(cell) for cell in self.cells_of("owns")]
        return bool(given) and all(given) and self._blanks("owns") > 0

    @cached_property
    def marks_owners(self) -> bool:
        """Whether any cell says who is an owner, whatever the column."""
        said = (*self.cells_of("relation"), *self.cells_of("role"))
        return bool(self.cells_of("owns")) or any(cells.is_owner_word(one) for one in said)

    @cached_property
    def roles_mark_owners(self) -> bool:
        """Whether the column of roles says of some that they are owners."""
        return any(map(cells.is_owner_word, self.cells_of("role")))

    @cached_property
    def names_heads(self) -> bool:
        """Whether all that it names of people are the heads of households."""
        at = self.place.get("name")
        return at is not None and cells.heads_households(self.header.cells[at])

    @cached_property
    def owners_are_heads(self) -> bool:
        """Whether those whom it names beside the members of each household are its heads."""
        held = {name: self.header.cells[at] for name, at in self.place.items()}
        return cells.heads_households(held.get("owner", "")) and cells.lists_members(
            held.get("name", "")
        )

    @cached_property
    def relation(self) -> str:
        """The column that says what people are to each other; that of roles may be kept so."""
        if "relation" in self.place or not any(map(cells.is_kin_word, self.cells_of("role"))):
            return "relation"
        return "role"

    @cached_property
    def lists_households(self) -> bool:
        """Whether it lists who belongs to each home, and no column says who lives there."""
        if self.owners_are_heads and not {"role", "resident", "relation"} & self.place.keys():
            return True
        if "role" in self.place or "resident" in self.place:
            return bool(self.cells_of("relation")) and not (
                self.cells_of("role") or self.cells_of("resident")
            )
        marks = [cells.mark_of(cell) for cell in self.cells_of("owns")]
        listed = self.ticks_owners or self.names_heads or False in marks
        return bool(self.cells_of("relation")) or listed

    @cached_property
    def points_are_decimal(self) -> bool:
        """Whether a point before three figures stands before decimals, as the other areas show."""
        return cells.points_are_decimal(list(map(cells.figures_of, self.cells_of("floor_area"))))

    def _blanks(self, column: str) -> int:
        at, who = self.place[column], self.place.get("name", self.place.get("person", 0))
        rows = [fields for _, fields, kind in self.lines if not kind]
        both = [row for row in rows if max(at, who) < len(row)]
        return sum(bool(row[who]) and not row[at] for row in both)


def read_roll_sheets(
    path: str | os.PathLike[str], called: str, told: Mapping[str, str], notes: Notes
) -> list[RollSheet]:
    """Every sheet of a file that has a roll's header; others are named in ``warnings``.

    Raises ``MalformedFile`` where none has one.
    """
    trouble = Trouble(called or Path(path).name)
    name = loosely(known_names(cells.ROLL), told)
    sheets = read_sheets(Path(path), roll_delimiter, trouble)
    having = [(one, found) for one in sheets if (found := header_of(one.rows, name)) is not None]
    fit = [(one, found) for one, found in having if _is_roll(found)]
    if not fit:
        _refuse(trouble, sheets, having)
    read = [one for one, _ in fit]
    left = [one.sheet for one in sheets if one not in read]
    if left:
        trouble.warn(0, *sheets_left_out(left))
    found_ = [_sheet(trouble, one, header, name, len(fit) == 1) for one, header in fit]
    for sheet in found_:
        _note(sheet, notes)
    settle(trouble)
    return found_


def _is_roll(header: Header) -> bool:
    has = set(header.place)
    return bool(has & set(HOMES)) and bool(
        has & {"name", "owner", "co_owner", "person", "floor_area"}
    )


def _refuse(
    trouble: Trouble, sheets: Sequence[Rows], having: Sequence[tuple[Rows, Header]]
) -> None:
    """Say which column is missing, in the sheet that is nearest to a roll."""
    # one word alone may be a row's: 8号楼 is a building, and no header
    likely = [pair for pair in having if len(pair[1].place) > 1]
    best = max(likely, key=lambda pair: len(pair[1].place), default=None)
    line = 1 if best is None else best[1].last + 1
    has = set() if best is None else set(best[1].place)
    lacking = "person" if has & set(HOMES) else "unit"
    also = {
        "unit": (
            "房屋（如门牌地址、房屋编号，或楼号和室号）",
            "of homes (unit, address, or building and room)",
        ),
        "person": ("姓名或人员编号", "of names or ids ('name', 'person')"),
    }
    zh, en = also[lacking]
    raise MalformedFile(
        trouble.file,
        line,
        Text(f"没有{zh}一列。", f"there is no column {en}: '{lacking}' is missing."),
        Text(
            "请在表头补上，或用 --map 说明哪一列是。",
            "Add it to the header, or say with --map which it is.",
        ),
    )


def _sheet(trouble: Trouble, rows: Rows, header: Header, name: Named, alone: bool) -> RollSheet:
    place, unread = _columns(rows, header, name)
    return RollSheet(trouble, rows, header, place, unread, alone)


def _columns(rows: Rows, header: Header, name: Named) -> tuple[dict[str, int], tuple[str, ...]]:
    """Where each column stands; 产权人 may head names or marks, which its cells tell."""
    place: dict[str, int] = {}
    unread: list[str] = []
    below = rows.rows[header.last + 1 :]
    for at, cell in enumerate(header.cells):
        key = name(cell) if cell else None
        if key in ("owner", "co_owner", "name") and _all_marks(below, at, cell):
            key = "owns"
        if key and key not in place and key not in cells.NOT_KEPT:
            place[key] = at
        elif cell and key != "":
            unread.append(cell)
    for owners in ("owner", "co_owner"):
        if owners in place and "name" not in place:
            place["name"] = place.pop(owners)
    if "unit" in place and "address" in place:
        unread.append(header.cells[place.pop("address")])
    return place, tuple(unread)


def _all_marks(rows: Sequence[Sequence[str]], at: int, header: str) -> bool:
    """Whether a column holds marks and nothing else; the first name of a long one tells."""
    marks = False
    for row in rows:
        cell = row[at] if at < len(row) else ""
        if cell in ("", header) or row_is_footer([cell]):
            continue
        if cells.mark_of(cell) is None:
            return False
        marks = True
    return marks


def _note(sheet: RollSheet, notes: Notes) -> None:
    """What is to be said of a sheet as a whole."""
    trouble, rows = sheet.trouble, sheet.rows
    _mention_above(sheet)
    notes.add("merged", number=rows.merged)
    notes.add("formula", number=rows.formula_count)
    notes.add("old", number=int(rows.old))
    long = [c for row in rows.rows for c in row if "E+" in c and kind_of(c) is CellKind.NUMBER]
    notes.add("lost", number=len(long))
    figures = [cells.figures_of(cell) for cell in sheet.cells_of("floor_area")]
    if sheet.points_are_decimal:
        notes.add("points", number=sum(map(may_part_thousands, figures)))
    commas = [cell for cell in sheet.cells_of("floor_area") if one_thousand(cell)]
    if commas:
        header = sheet.header.cells[sheet.place["floor_area"]]
        told = lone_commas(header, commas[0], len(commas))
        trouble.warn(sheet.header.last + 1, told, COMMA_READ)
    if sheet.unread:
        listed = (
            shown(", ".join(sheet.unread)) if len(sheet.unread) > 8 else ", ".join(sheet.unread)
        )
        told = Text(f"没有读取这些列：{listed}。", f"these columns were not read: {listed}.")
        trouble.warn(0, told, Text("", ""))


def _mention_above(sheet: RollSheet) -> None:
    for number, fields in enumerate(sheet.rows.rows[: sheet.header.first], 1):
        if sum(map(bool, fields)) > 2:
            said = Text("这一行在表头之上。", "this row stands above the header.")
            sheet.trouble.warn(number, said, Text("没有读取。", "It was not read."))


def roll_delimiter(text: str) -> str:
    """What stands between the columns of a roll's table."""
    return delimiter_of(text[:20_000], known_names(cells.ROLL))
