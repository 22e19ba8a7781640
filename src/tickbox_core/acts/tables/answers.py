"""What a table answers to whoever hands one in from a program: the preview, and what was done."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence

import attrs

from tickbox_core.acts.tables.kind import Faulty, Looked, TableKind
from tickbox_core.acts.tables.taking import counts, to_show
from tickbox_core.categories.kinds import Count, YesNo
from tickbox_core.declarations import (
    COUNT,
    Keyed,
    ListOf,
    Moment,
    OrNull,
    Role,
    Said,
    Typed,
    choice,
    gives,
    unseen,
)
from tickbox_core.desk.roll_changes import RowChange
from tickbox_core.interchange.workbooks import CellFault, mark_faults
from tickbox_core.registry import Registry
from tickbox_core.text import Text

MOST_TOLD = 1000
"""Changes and faults that are told one by one; of further ones their number is."""


@attrs.frozen
class TableColumn:
    """A column: its key, and what stands above it in the template."""

    key: str = unseen(Typed())
    header: Text = gives(Said(), "表头", "header")


@attrs.frozen
class TableDescribed:
    """A kind of table: who may, and its columns; ``to`` says what it is put to, if anything.

    ``about`` is the kind of thing that ``to`` is or lies in, ``second`` whether two people sign.
    """

    kind: str = unseen(Typed())
    title: Text = gives(Said(), "表格", "table")
    roles: tuple[str, ...] = unseen(ListOf(choice(Role)))
    second: bool = unseen(YesNo())
    to: Text = gives(Said(), "放到哪里", "put to")
    about: str = unseen(Typed())
    columns: tuple[TableColumn, ...] = unseen(ListOf(TableColumn))

    @classmethod
    def of(cls, kind: TableKind, registry: Registry) -> TableDescribed:
        """The description of a kind."""
        columns = (TableColumn(one.key, one.header) for one in kind.columns(registry, ""))
        roles = tuple(sorted(map(str, kind.roles)))
        return cls(kind.key, kind.title, roles, kind.second, kind.to, kind.about, tuple(columns))


@attrs.frozen
class TableChange:
    """What becomes of a thing: ``added``, ``changed`` (which ``parts``), ``removed``, …"""

    id: str = unseen(Typed())
    what: str = unseen(Typed())
    called: Text = gives(Said(), "哪一个", "which")
    parts: tuple[str, ...] = unseen(ListOf(Typed()))


@attrs.frozen
class TableFault:
    """What is wrong in a row (from 1) and column (from 0; null: the row as a whole)."""

    sheet: str = unseen(Typed())
    row: int = gives(COUNT, "行", "row")
    column: int | None = unseen(OrNull(Count()))
    problem: Text = gives(Said(), "问题", "problem")
    remedy: Text = gives(Said(), "怎么办", "remedy")


@attrs.frozen
class TableLooked:
    """A table that was looked at; nothing is written.

    ``look`` is what taking it names, empty where it has faults.  ``counts`` has how many changes
    there are of each sort; of ``changes`` and ``faults`` the first are told, ``more_…`` are left.
    ``marked``: the table with its faults in red, a workbook in base64, where it was asked for.
    """

    kind: str = unseen(Typed())
    look: str = unseen(Typed())
    rows: int = gives(COUNT, "行数", "rows")
    counts: Mapping[str, int] = unseen(Keyed(Typed(), Count()))
    changes: tuple[TableChange, ...] = unseen(ListOf(TableChange))
    more_changes: int = unseen(COUNT)
    unused_columns: tuple[str, ...] = unseen(ListOf(Typed()))
    notes: tuple[Text, ...] = gives(ListOf(Said()), "说明", "notes")
    faults: tuple[TableFault, ...] = unseen(ListOf(TableFault))
    more_faults: int = unseen(COUNT)
    marked: str = unseen(Typed())

    @classmethod
    def of_looked(cls, looked: Looked, look: str) -> TableLooked:
        """The preview of a table in order."""
        shown = to_show(looked.changes)
        return cls(
            looked.kind, look, looked.rows, counts(looked.changes), changes_told(shown),
            max(0, len(shown) - MOST_TOLD), looked.unused, looked.notes, (), 0, "",
        )  # fmt: skip

    @classmethod
    def of_faulty(cls, kind: str, faulty: Faulty, marked: bool) -> TableLooked:
        """What is wrong with one that will not do."""
        red = mark_faults(faulty.sheets, faulty.faults) if marked else b""
        told = tuple(map(_fault, faulty.faults[:MOST_TOLD]))
        more = max(0, len(faulty.faults) - MOST_TOLD)
        held = base64.b64encode(red).decode()
        return cls(kind, "", 0, {}, (), 0, (), (), told, more, held)


@attrs.frozen
class TableTaken:
    """A table that was read in, or whose import was undone."""

    kind: str = unseen(Typed())
    rows: int = gives(COUNT, "行数", "rows")


@attrs.frozen
class ImportLooked:
    """The last import and what undoing it would change; ``position`` is what undoing names.

    ``refused`` says why it will be refused as things stand; empty where it will not.
    """

    position: int = unseen(COUNT)
    kind: str = unseen(Typed())
    to: str = unseen(Typed())
    at: str = gives(Moment(), "导入时间", "read in at")
    rows: int = gives(COUNT, "行数", "rows")
    second: bool = unseen(YesNo())
    counts: Mapping[str, int] = unseen(Keyed(Typed(), Count()))
    changes: tuple[TableChange, ...] = unseen(ListOf(TableChange))
    more_changes: int = unseen(COUNT)
    refused: Text = gives(Said(), "撤销会被拒绝", "undoing will be refused")


def changes_told(changes: Sequence[RowChange]) -> tuple[TableChange, ...]:
    """The first of several changes."""
    told: Iterable[RowChange] = changes[:MOST_TOLD]
    return tuple(TableChange(one.id, one.what, one.called, one.parts) for one in told)


def _fault(fault: CellFault) -> TableFault:
    return TableFault(fault.sheet, fault.row, fault.column, fault.problem, fault.remedy)
