"""A roll of homes and people, for a round that is not open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tickbox_core.acts.tables.kind import Asked, Faulty, Looked, Signed, TableKind, known_headers
from tickbox_core.categories import Column
from tickbox_core.components.motions import PollState
from tickbox_core.declarations import ThingChoice
from tickbox_core.desk import Desk, Town
from tickbox_core.desk.importing import MOTION_ROLL, ROLL
from tickbox_core.errors import Fault, FaultyTables, NotListed, WrongState
from tickbox_core.interchange import RollTable, read_roll, roll_delimiter
from tickbox_core.interchange.rows import read_sheets
from tickbox_core.interchange.tables.cells import ROLL as ROLL_NAMES
from tickbox_core.interchange.tables.roll_rows import COLUMNS, roll_rows, without_home
from tickbox_core.interchange.workbooks import CellFault, Rows
from tickbox_core.model import Roll, State, Unit
from tickbox_core.model.areas import MOST_DECIMALS
from tickbox_core.registry import Registry
from tickbox_core.text import EMPTY, Text


def _of_roll(key: str, zh: str, en: str, example: str, required: bool = False) -> Column:
    return Column(
        key, Text(zh, en), example, required, Text("见 docs/motions.md。", "See docs/motions.md.")
    )


ROLL_COLUMNS = (
    _of_roll("unit", "房屋编号", "unit", "8-101", True),
    _of_roll("building", "楼栋", "building", "8"),
    _of_roll("floor", "楼层", "floor", "1"),
    _of_roll("floor_area", "建筑面积", "area", "60.50"),
    _of_roll("person", "人员编号", "person", "p1", True),
    _of_roll("name", "姓名", "name", "王小明"),
    _of_roll("born", "出生日期", "born", "1950-03-01"),
    _of_roll("owns", "是否业主", "is_owner", "是"),
    _of_roll("role", "居住身份", "role", "居民"),
)
"""Those of a template; ``interchange`` knows many more."""


def _look(desk: Desk, path: Path, asked: Asked) -> Looked | Faulty:
    read = _read(desk, path, ROLL, asked)
    if isinstance(read, Faulty):
        return read
    stood = _stands(desk, asked, read)  # first: what changes meanwhile is not as looked at
    changes, number = desk.importing.changed_roll(asked.to, read.roll), len(read.roll.units)
    beside = desk.importing.beside_last_roll(asked.to, read.roll)
    who = desk.importing.who_may_tick(asked.to, read.roll)
    notes = (who, *read.warnings) if beside is None else (beside, who, *read.warnings)
    return Looked(ROLL, asked, read, number, changes, stood, read.unread, notes)


def _read(desk: Desk, path: Path, kind: str, asked: Asked) -> RollTable | Faulty:
    """The roll in a table; what was said of headers of a round's roll holds for a motion's too."""
    known = {**desk.importing.headers(ROLL), **known_headers(desk, kind, asked)}
    try:
        return read_roll(
            path,
            as_of=desk.today(),
            tree=desk.tree,
            within=desk.area,
            offers=asked.offers,
            known=known,
            person_id=desk.importing.person_id(),
            most_decimals=MOST_DECIMALS,
            namesakes=asked.namesakes,
        )
    except FaultyTables as faulty:
        sheets, faults = cell_faults(path, faulty)
        return Faulty(sheets, tuple(faults))


def _stands(desk: Desk, asked: Asked, read: RollTable) -> object:
    return desk.round(asked.to).roll


def _grow(town: Town, looked: Looked) -> None:
    if looked.held.new_areas:
        town.grow(looked.held.new_areas)


def _write(town: Town, desk: Desk, looked: Looked, signed: Signed) -> Any:
    new = [area.id for area in looked.held.new_areas]
    return desk.importing.roll(looked.asked.to, looked.held.roll, signed.digest, signed.by, new)


def not_open(desk: Desk) -> Iterator[ThingChoice]:
    """The rounds to which a roll can be put."""
    for round in desk.rounds():
        if round.state in (State.LISTING, State.POSTED):
            yield ThingChoice(round.id, round.title)


def cell_faults(path: Path, faulty: FaultyTables) -> tuple[tuple[Rows, ...], list[CellFault]]:
    """The sheets of a table and where each of its faults stands, to be marked."""
    sheets = read_sheets(path, roll_delimiter)
    return sheets, [
        CellFault(one.row, place, one.problem, one.remedy, sheet.sheet)
        for one in faulty.faults
        for sheet, place in (_place(sheets, one),)
    ]


def _place(sheets: Sequence[Rows], fault: Fault) -> tuple[Rows, int | None]:
    """In which sheet and at which place a fault's column stands, below a title perhaps."""
    named = [sheet for sheet in sheets if sheet.sheet == fault.sheet] or list(sheets)
    for sheet in named:
        header = next((row for row in sheet.rows if fault.column and fault.column in row), None)
        if header is not None:
            return sheet, header.index(fault.column)
    return named[0], None


def _meanings(registry: Registry, policy: str) -> list[tuple[str, Text]]:
    """Everything that a column of a roll can be, by its first word in Chinese."""
    words = {column.key: column.header for column in ROLL_COLUMNS}
    found = []
    for key, names in ROLL_NAMES.items():
        zh = next((name for name in names.split() if not name.isascii()), key)
        found.append((key, words.get(key, Text(zh, key.replace("_", " ")))))
    return found


def _columns(registry: Registry, policy: str) -> list[Column]:
    return list(ROLL_COLUMNS)


def _export_columns(registry: Registry, policy: str) -> list[Column]:
    """Everything that a roll holds, as its columns are called."""
    words = dict(_meanings(registry, policy))
    must = {column.key for column in ROLL_COLUMNS if column.required}
    return [Column(key, words[key], "", key in must, EMPTY) for key in COLUMNS]


def _current(desk: Desk, to: str) -> Iterator[dict[str, str]]:
    yield from _rows_of(desk, to, desk.importing.roll_of(to))


def _current_of_motion(desk: Desk, to: str) -> Iterator[dict[str, str]]:
    yield from _rows_of(desk, to, desk.importing.roll_of_motion(to))


def _rows_of(desk: Desk, to: str, roll: Roll | None) -> Iterator[dict[str, str]]:
    """The rows of a roll, then those who have none; ``NotListed`` where there is no roll (more)."""
    if roll is None:
        raise NotListed(Text("名册", "roll"), to or "–")
    yield from roll_rows(roll, desk.tree)
    for person in without_home(roll):
        yield {"id": person}


_NOBODYS = Text(
    "没有写出{number}人（{ids}）：在这份名册里不属于任何房屋。",
    "Not written, people who belong to no home of this roll: {number} ({ids}).",
)


def _with_roll(desk: Desk) -> Iterator[ThingChoice]:
    for round in desk.rounds():
        if round.roll is not None:
            yield ThingChoice(round.id, round.title)


def _with_units(desk: Desk) -> Iterator[ThingChoice]:
    for poll in desk.motions.polls():
        if desk.motions.units(poll.id):
            yield ThingChoice(poll.id, poll.motion.question)


KIND = TableKind(
    ROLL,
    Text("名册", "roll"),
    Text("导入名册", "Read the roll in"),
    Text("名册已导入，{rows}套房屋。", "The roll is in: {rows} homes."),
    _columns,
    _look,
    _stands,
    _write,
    _current,
    grow=_grow,
    to=Text("轮次", "Round"),
    choices=not_open,
    about="round",
    meanings=_meanings,
    says_unread=True,
    has_people=True,
    personal=True,
    not_written=_NOBODYS,
    written=_export_columns,
    standing=_with_roll,
)


# -- of motions ----------------------------------------------------------------------------------


def _look_for_motion(desk: Desk, path: Path, asked: Asked) -> Looked | Faulty:
    poll = desk.motions.poll(asked.to)
    if poll.state is not PollState.PREPARED:
        raise WrongState(asked.to, poll.state.words, Text("更换名册", "change the roll"))
    read = _read(desk, path, MOTION_ROLL, asked)
    if isinstance(read, Faulty):
        return read
    stood, number = _motion_stands(desk, asked, read), len(read.roll.units)
    changes = desk.importing.changed_motion_roll(asked.to, read.roll)
    return Looked(MOTION_ROLL, asked, read, number, changes, stood, read.unread, read.warnings)


def _motion_stands(desk: Desk, asked: Asked, read: RollTable) -> tuple[object, Sequence[Unit]]:
    return desk.motions.poll(asked.to), desk.motions.units(asked.to)


def _write_for_motion(town: Town, desk: Desk, looked: Looked, signed: Signed) -> Any:
    desk.motions.require_not_standing(looked.asked.to, OF_MOTION.title, signed.by)
    new = [area.id for area in looked.held.new_areas]
    return desk.importing.motion_roll(
        looked.asked.to, looked.held.roll, signed.digest, signed.by, new
    )


def _prepared(desk: Desk) -> Iterator[ThingChoice]:
    for poll in desk.motions.polls():
        if poll.state is PollState.PREPARED:
            yield ThingChoice(poll.id, poll.motion.question)


OF_MOTION = TableKind(
    MOTION_ROLL,
    Text("表决的名册", "roll of a motion"),
    Text("导入表决的名册", "Read the roll of a motion in"),
    Text("名册已导入，{rows}套房屋。", "The roll is in: {rows} homes."),
    _columns,
    _look_for_motion,
    _motion_stands,
    _write_for_motion,
    _current_of_motion,
    grow=_grow,
    to=Text("表决", "Motion"),
    choices=_prepared,
    about="motion",
    meanings=_meanings,
    says_unread=True,
    has_people=True,
    personal=True,
    not_written=_NOBODYS,
    written=_export_columns,
    standing=_with_units,
)
