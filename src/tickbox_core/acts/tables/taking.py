"""Tables taken and undone: in one transaction, over what somebody has looked at."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import attrs

from tickbox_core.acts.tables.ballots import WHERE
from tickbox_core.acts.tables.every import TABLES
from tickbox_core.acts.tables.homes import home_change
from tickbox_core.acts.tables.kind import Asked, Faulty, Looked, Signed, TableKind, allow_table
from tickbox_core.categories import Column
from tickbox_core.declarations import Role
from tickbox_core.desk import Desk, Town
from tickbox_core.desk.area_uses import check_grids_unchanged, speaks_of
from tickbox_core.desk.home_index import natural_order
from tickbox_core.desk.homes import called
from tickbox_core.desk.import_changes import item_change
from tickbox_core.desk.importing import (
    AREAS,
    BALANCES,
    BALLOTS,
    COUNT_SHEETS,
    EXPORT,
    GRIDS,
    IMPORT,
    ITEMS,
    MOTION_ROLL,
    PAYMENTS,
    ROLL,
    SERVICE,
    UNDO,
    WISHES,
)
from tickbox_core.desk.roll_changes import RowChange, titled
from tickbox_core.errors import ChangedMeanwhile, NotListed, NotPossible, TickboxError
from tickbox_core.interchange.workbooks import filled
from tickbox_core.ledger import read_configuration
from tickbox_core.model import Area, MicroGrid, Roll
from tickbox_core.text import EMPTY, Text, yuan
from tickbox_core.workflow import Actor
from tickbox_core.workflow.entries import require_text
from tickbox_core.workflow.performing import countersign_title
from tickbox_core.year import Import


def look_at(desk: Desk, kind: str, path: Path, asked: Asked) -> Looked | Faulty:
    """What a table would change, or what is wrong in it; nothing is written.

    Raises ``MalformedFile`` for what is no such table, ``NotPossible`` where it is not said what it
    is put to, and what the kind refuses.
    """
    found = TABLES[kind]
    if found.to.zh and not asked.to:
        there = [one.id for one in found.choices(desk)]
        listed = _THERE.filled(zh="、".join(there), en=", ".join(there)) if there else _NONE
        raise NotPossible(_PUT_TO_WHAT.filled(to=found.to), listed)
    return found.look(desk, path, asked)


_PUT_TO_WHAT = Text("没有写明“{to}”（to）。", "it is not said what it is put to ({to}: to).")
_THERE = Text("可以写：{zh}。", "It may be: {en}.")
_NONE = Text("现在一个也没有。", "There is none just now.")


def disk_name(said: str, kind: str) -> str:
    """What a file that is handed in is called in messages, as a name any disk takes.

    A long name in Chinese has more bytes than a disk here allows; what is cut is its beginning.
    """
    name = "".join(letter for letter in re.split(r"[/\\]", said)[-1] if letter.isprintable())
    short = name.encode(errors="replace")[-_MOST_NAME:].decode(errors="ignore")
    return short if short.strip(". ") else kind


_MOST_NAME = 200  # bytes


def digest_of(content: bytes) -> str:
    """As what a file is noted in the diary."""
    return hashlib.sha256(content).hexdigest()


def take_table(
    town: Town, desk: Desk, looked: Looked, digest: str, actor: Actor, second: Actor | None = None
) -> None:
    """Write what was looked at, and remember what was said of its headers.

    Raises ``ChangedMeanwhile`` where what it is put over does not stand any more as it did,
    ``NotCountersigned`` where two people sign such a table and nobody signs beside.
    """
    kind = TABLES[looked.kind]
    more = _signing_beside(kind, actor, second)
    noted = desk.importing.sealed_digest(digest, actor.name) if kind.blind else digest
    signed = Signed(noted, actor.name, *(one.name for one in more))

    def holds() -> None:
        if kind.stands(desk, looked.asked, looked.held) != looked.stood:
            raise ChangedMeanwhile(Text(kind.noun.zh, f"the {kind.noun.en}"))

    to = looked.asked.to.partition("/")[0]
    about = {kind.about: [to]} if kind.about and to else {}
    with desk.transaction(actor, IMPORT, *more, about=about, holds=holds):
        kind.write(town, desk, looked, signed)
        desk.importing.remember(looked.kind, looked.asked.told, actor.name)
        kind.grow(town, looked)  # last: a table that is refused adds nothing


def _signing_beside(kind: TableKind, actor: Actor, second: Actor | None) -> tuple[Actor, ...]:
    return (countersign_title(kind.title, actor, second),) if kind.second else ()


def undo_table(
    town: Town, desk: Desk, seen: Import, actor: Actor, second: Actor | None = None
) -> Import:
    """Undo the import that was looked at; ``ChangedMeanwhile`` where another is the last.

    Raises ``NotAllowed`` where such a table is for others, ``NotCountersigned`` as taking it does.
    """
    kind = TABLES[seen.kind]
    allow_table(kind, actor)
    more = _signing_beside(kind, actor, second)

    def holds() -> None:
        if desk.importing.last() != seen:
            raise ChangedMeanwhile(THE_IMPORT)

    if seen.kind in (AREAS, GRIDS):  # what stands at other desks is asked before this one's act
        _check_prune(town, desk, seen)
    prune = partial(_prune, town, desk)
    with desk.transaction(actor, UNDO, *more, holds=holds):
        undone = desk.importing.undo(actor.name, prune, *(one.name for one in more))
    _prune_buildings(town, seen)
    return undone


class _Tried(Exception):
    """Raised to take back what was only tried."""


def why_not_undone(town: Town, desk: Desk, seen: Import, actor: Actor) -> TickboxError | None:
    """What undoing an import will be refused with; ``None`` where it will not.

    It is tried as it would be done, and taken back: nothing is written, and nobody is told.  Of a
    table of one's own readings whoever says no name is told nothing.
    """
    kind = TABLES[seen.kind]
    if not actor.named and kind.blind:
        return None
    by = actor if actor.named else Actor(_SOMEBODY, Role.STAFF)
    second = [_SOMEBODY * 2] if kind.second else []
    try:
        if seen.kind in (AREAS, GRIDS):
            _check_prune(town, desk, seen)
        with desk.transaction(by, UNDO):
            desk.importing.undo(by.name, partial(_check_prune, town, desk), *second)
            raise _Tried
    except _Tried:
        return None
    except TickboxError as refusal:
        return refusal


_SOMEBODY = "?"


@attrs.frozen
class Written:
    """What stands, as a workbook: how many rows, and which rows its columns could not hold."""

    content: bytes = attrs.field(repr=False)
    rows: int
    left_out: tuple[str, ...] = ()


def export_table(desk: Desk, kind: TableKind, version: str, asked: Asked, actor: Actor) -> Written:
    """What stands in the place of a table, as a workbook that is read in again.

    Of personal data it is noted who took it, and of what.  Raises ``NotListed`` for a kind that is
    not written, ``NotPossible`` where nobody says who asks for personal data.
    """
    if kind.current is None:
        raise NotListed(Text("这种表的导出", "export of such a table"), kind.key)
    columns = (kind.written or kind.columns)(desk.registry, asked.policy)
    if not kind.personal:
        return _make_workbook(kind, version, columns, list(kind.current(desk, asked.to)))
    require_text(actor.name, Text("经办人", "who does it"))
    about = {kind.about: [asked.to]} if kind.about and asked.to else {}
    with desk.transaction(actor, EXPORT, about=about):
        return _make_workbook(kind, version, columns, list(kind.current(desk, asked.to)))


def _make_workbook(
    kind: TableKind, version: str, columns: Sequence[Column], rows: Sequence[Mapping[str, str]]
) -> Written:
    known = {column.key for column in columns}
    whole = [row for row in rows if all(key in known for key, cell in row.items() if cell)]
    left = tuple(row.get("id", "") for row in rows if row not in whole)
    content = filled(kind.key, version, kind.noun, columns, whole)
    return Written(content, len(whole), left)


THE_IMPORT = Text("最近一次导入", "the last import")


def _prune_buildings(town: Town, last: Import) -> None:
    """Take the buildings that came with a roll out again, unless something else is in them now."""
    new = (last.before or {}).get("new_areas") if last.kind in (ROLL, MOTION_ROLL) else None
    if new:
        with suppress(NotPossible):
            town.prune(new)


def _prune(town: Town, desk: Desk, last: Import) -> None:
    """Take the areas or micro-grids of a table out of the town's tree, and put others back."""
    _check_grids_unchanged(desk, last)
    before = last.before or {}
    gone = [id_ for id_ in last.refs if id_ not in before]
    if last.kind == GRIDS:
        grids = [MicroGrid(**{**one, "name": Text(**one["name"])}) for one in before.values()]
        town.turn_grids_back(gone, grids)
        return
    town.prune(gone, [Area(**area) for area in before.values()])


def _check_prune(town: Town, desk: Desk, last: Import) -> None:
    """Refuse as that would, and change nothing."""
    _check_grids_unchanged(desk, last)
    before = last.before or {}
    gone = [id_ for id_ in last.refs if id_ not in before]
    if last.kind == GRIDS:
        town.check_grids_free(gone)
    else:
        town.check_areas_free(gone, [Area(**area) for area in before.values()])


def _check_grids_unchanged(desk: Desk, last: Import) -> None:
    if last.kind == GRIDS:
        check_grids_unchanged(desk, last.position, last.refs)


def going(desk: Desk, last: Import) -> list[RowChange]:
    """What undoing an import would change, as far as it is still known."""
    if last.kind == WISHES:
        return [RowChange(_wish(desk, ref), "removed") for ref in last.refs]
    if last.kind == BALLOTS:
        return [_reading_gone(desk, last.round, ref) for ref in last.refs]
    if last.kind == COUNT_SHEETS:
        return [RowChange(ref, "removed", words=_SHEET.filled(number=ref)) for ref in last.refs]
    if last.kind in (AREAS, GRIDS):
        before = last.before or {}
        named = _areas_called(desk)
        return [
            RowChange(ref, "changed" if ref in before else "removed", words=named.get(ref, EMPTY))
            for ref in last.refs
        ]
    if last.before is None:
        return []
    if last.kind in (ITEMS, BALANCES):
        return _turned_back(last.before)
    if last.kind == PAYMENTS:
        return _payments_going(desk, last)
    if last.kind == SERVICE:
        named = called(desk.motions.units(last.refs[0]), desk.tree)
        now, then = set(last.before["now"]["served"]), set(last.before["stood"]["served"])
        return [
            *(home_change(named, one, "removed") for one in sorted(now - then)),
            *(home_change(named, one, "added") for one in sorted(then - now)),
        ]
    if last.kind in (ROLL, MOTION_ROLL):
        return [*_roll_back(desk, last), *_buildings_going(desk, last)]
    return []


def _roll_back(desk: Desk, last: Import) -> list[RowChange]:
    then = _roll_then(desk, last)
    if last.kind == MOTION_ROLL:
        return _in_order(desk.importing.changed_motion_roll(last.refs[0], then))
    return _in_order(desk.importing.put_back_roll(last.round, then))


def _buildings_going(desk: Desk, last: Import) -> list[RowChange]:
    """The buildings that came with a roll; none where anything else is in one of them."""
    new = [id_ for id_ in (last.before or {}).get("new_areas") or () if id_ in desk.tree]
    if not new:
        return []
    rounds = [one.id for one in desk.rounds() if one.id != last.round]
    polls = [one.id for one in desk.motions.polls() if one.id not in last.refs]
    rolls = [*map(desk.units, rounds), *map(desk.motions.units, polls)]
    if any(unit.area in new for roll in rolls for unit in roll):
        return []
    if speaks_of(desk, frozenset(new)):
        return []
    named = _areas_called(desk)
    return [RowChange(one, "removed", words=named[one]) for one in new]


def _in_order(changes: Iterable[RowChange]) -> list[RowChange]:
    """Homes first, 1-101 before 1-1001."""
    return sorted(changes, key=lambda one: (one.id[:1] != "u", natural_order(one.id)))


def _roll_then(desk: Desk, last: Import) -> Roll:
    """The roll that stood before an import; one of nobody where there was none."""
    then = (last.before or {}).get("roll")
    return Roll(desk.today()) if then is None else Roll.of_plain(then)


def _areas_called(desk: Desk) -> dict[str, Text]:
    """Areas and micro-grids of the town by their names."""
    every = (*desk.tree, *desk.tree.grids)
    return {one.id: titled(one.name, one.id) for one in every}


def _payments_going(desk: Desk, last: Import) -> list[RowChange]:
    """The lines of a project's ledger that came with a table, as far as they are still known."""
    held, gone = desk.projects.project(last.refs[0]).collection, set(last.before["lines"])
    lines = held.payments if held is not None else ()
    return [
        RowChange(f"{one.ref}", "removed", words=_LINE.filled(ref=one.ref, sum=yuan(one.amount)))
        for one in lines
        if one.ref in gone
    ]


_LINE = Text("第{ref}笔收款，{sum}", "payment {ref}, {sum}")
_SHEET = Text("{number}号合计表", "count sheet {number}")


def _reading_gone(desk: Desk, round_id: str, ref: str) -> RowChange:
    number, _, slot = ref.partition("/")
    sheet = desk.paper.sheet(round_id, int(number))
    words = WHERE.filled(number=number, at=sheet.slots.index(slot) + 1)
    return RowChange(ref, "removed", words=words)


def _wish(desk: Desk, ref: str) -> str:
    return desk.collecting.wish(ref).text or ref


def _turned_back(before: Any) -> list[RowChange]:
    then = {one.id: one for one in read_configuration(before["plan"]).items}
    now = {one.id: one for one in read_configuration(before["after"]).items}
    gone = [
        RowChange(id_, "removed", words=titled(item.title, id_))
        for id_, item in now.items()
        if id_ not in then
    ]
    back = [item_change(now.get(id_), item) for id_, item in then.items()]
    return [*gone, *to_show(back)]


def counts(changes: Iterable[RowChange]) -> dict[str, int]:
    """How many of each."""
    found: dict[str, int] = {}
    for one in changes:
        found[one.what] = found.get(one.what, 0) + 1
    return found


def to_show(changes: Sequence[RowChange]) -> list[RowChange]:
    """Those that change anything."""
    return [one for one in changes if one.what != "same"]
