"""A roll of units, persons, ownerships and residences from plain tables: a row for each person.

Each row names a home and one person who owns it, lives or works in it, or both; a home nobody is
named for has a row too.  What several rows say of one home or person has to agree; a cell left
empty says nothing.  ``docs/motions.md`` shows the columns.  Whatever is wrong is listed, all of it,
and nothing is half imported; what was guessed, joined or left out stands in ``notes``.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date

import attrs

from tickbox_core.interchange.tables.faults import Faults
from tickbox_core.interchange.tables.gathering import Gathered
from tickbox_core.interchange.tables.homes import HomeColumns
from tickbox_core.interchange.tables.notes import Notes, TableNote
from tickbox_core.interchange.tables.persons import PersonId, Persons, guessable_id
from tickbox_core.interchange.tables.places import AreaNames
from tickbox_core.interchange.tables.roll_sheets import RollSheet, read_roll_sheets
from tickbox_core.model import Area, AreaTree, Roll
from tickbox_core.model.areas import TWO_DECIMALS
from tickbox_core.text import Text


@attrs.frozen
class RollTable:
    """A roll as tables gave it, with the areas its units lie in, and what is worth knowing.

    ``notes``: what was guessed, joined or left out, by kind; ``new_areas``: buildings and
    stairwells that the tree did not have.  ``warnings`` say all of it in sentences.
    """

    roll: Roll
    tree: AreaTree
    warnings: tuple[Text, ...] = ()
    notes: tuple[TableNote, ...] = ()
    new_areas: tuple[Area, ...] = ()
    unread: tuple[str, ...] = ()
    """Headers of columns that were not read."""


def read_roll(
    *paths: str | os.PathLike[str],
    as_of: date,
    tree: AreaTree | None = None,
    called: str = "",
    within: str = "",
    offers: bool = False,
    known: Mapping[str, str] | None = None,
    most_decimals: int = TWO_DECIMALS,
    person_id: PersonId = guessable_id,
    namesakes: Mapping[str, str] | None = None,
) -> RollTable:
    """The roll in one or several tables; of a workbook every sheet with a header is read.

    Buildings and stairwells are those of ``tree``, by id or name, in the area ``within`` before all
    others; without a tree they are taken as the tables name them.  ``offers``: one that the tree
    does not have is taken for a new one.  ``called``: what to call the table in what is said of it.
    ``known``: what somebody said a header means.  ``most_decimals``: of areas in m², as many as
    whoever takes the roll can keep.  ``person_id`` makes the id of somebody who has none from home
    and name; an area's own keeps a list of names from being tried against its ids.  ``namesakes``
    says what two of one name in a home are (``Namesakes``), by home; under ``""`` of all others.

    Raises ``MalformedFile`` for what is no such table, else ``FaultyTables`` with every fault.
    """
    notes = Notes()
    sheets = [
        sheet for path in paths for sheet in read_roll_sheets(path, called, known or {}, notes)
    ]
    gathered = Gathered(
        AreaNames(tree, Faults(), within, offers),
        notes,
        most_decimals,
        Persons(person_id, namesakes or {}),
    )
    return _roll_of(sheets, as_of, gathered)


def _roll_of(sheets: Sequence[RollSheet], as_of: date, gathered: Gathered) -> RollTable:
    places, notes = gathered.places, gathered.notes
    faults = places.faults
    for sheet in sheets:
        columns = HomeColumns(sheet)
        before = len(faults.found)
        rows = list(sheet.body(faults, notes))
        if not rows and len(faults.found) == before:
            sheet.trouble.stop(sheet.header.last + 1, _NO_ROWS, _CHECK_EXPORT)
        for row in rows:
            gathered.take(row, sheet, columns)
    roll = gathered.roll(as_of)
    faults.stop()
    places.offer(notes)
    told = dict.fromkeys(said for sheet in sheets for said in sheet.trouble.warnings)
    found = notes.all()
    new = () if places.given is None else tuple(places.new.values())
    warnings = (*told, *(note.text for note in found))
    unread = tuple(dict.fromkeys(name for sheet in sheets for name in sheet.unread))
    return RollTable(roll, places.tree(), warnings, found, new, unread)


_NO_ROWS = Text("表头下面一行也没有。", "there is no row below the header.")
_CHECK_EXPORT = Text("请核对是否导出完整。", "Check whether it was exported in full.")
