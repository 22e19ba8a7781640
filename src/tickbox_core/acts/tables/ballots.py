"""One person's readings of paper ballots: each row a column of a sheet, with the numbers ticked.

As at the keyboard two people read every sheet, each with a table of their own, and neither is told
what the other read.  What stands comes back as the form to fill in, never with a tick.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs

from tickbox_core.acts.tables.kind import (
    PLANNERS,
    Asked,
    Faulty,
    Looked,
    Signed,
    TableKind,
    known_headers,
)
from tickbox_core.categories import Column, a_count, a_name, columns
from tickbox_core.components.paper import KeyedEntry, PrintedList, Says, read_entry, why_void
from tickbox_core.declarations import Role, ThingChoice
from tickbox_core.desk import Desk, Town
from tickbox_core.desk.importing import BALLOTS
from tickbox_core.desk.paper import PaperReading
from tickbox_core.desk.roll_changes import RowChange
from tickbox_core.errors import NotPossible, WrongState
from tickbox_core.interchange.rows import read_sheets
from tickbox_core.interchange.sheets import Read, read_all
from tickbox_core.interchange.workbooks import CellFault
from tickbox_core.model import Round, State
from tickbox_core.registry import Registry
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.entries import require_text
from tickbox_core.year import Sheet
from tickbox_core.year.papers import KeyedReading, SheetWhere, is_settled

WHERE = Text("{number}号票第{at}位", "sheet {number}, person {at}")
"""One column of a sheet, as people call it."""


@attrs.frozen
class APaperRow:
    """What one person reads of a column of a sheet; ``place`` may be left out where it is alone."""

    number: int = a_count("票号", "sheet", least=1)
    place: int = a_count("第几位", "person", default=0)
    ticks: str = a_name("勾选的编号", "numbers ticked", default="")


def _columns(registry: Registry, policy: str) -> list[Column]:
    """All but the place have to be there, if not every cell."""
    return [
        attrs.evolve(column, required=column.key != "place", example=_EXAMPLES[column.key])
        for column in columns(APaperRow)
    ]


_EXAMPLES = {"number": "137", "place": "1", "ticks": "3 7 12"}


def _asked_for(desk: Desk, to: str) -> tuple[Round, str]:
    """The round and the batch that a table is put to; ``WrongState`` once ticking is closed."""
    round_id, between, batch = to.partition("/")
    round = desk.round(round_id)
    if not between:
        there = "、".join(one.batch for one in desk.paper.batches(round.id)) or "–"
        raise NotPossible(
            Text("没有写是哪一批选票。", "it is not said of which batch the papers are."),
            Text(
                f"请写作“{round_id}/批次”。有这些批次：{there}。",
                f"Write {round_id}/BATCH; there are: {there}.",
            ),
        )
    if round.state is not State.TICKING:
        raise WrongState(round.id, round.state.words, Text("录入选票", "key ballots"))
    return round, batch


def _batches(desk: Desk) -> Iterator[ThingChoice]:
    said = Text("{round}：{batch}", "{round}: {batch}")
    for round in desk.rounds():
        if round.state is State.TICKING:
            for one in desk.paper.batches(round.id):
                words = said.filled(round=round.title, batch=one.batch)
                yield ThingChoice(f"{round.id}/{one.batch}", words)


def _look(desk: Desk, path: Path, asked: Asked) -> Looked | Faulty:
    known = known_headers(desk, BALLOTS, asked)
    round, batch = _asked_for(desk, asked.to)
    reading = _Reading(desk, round, batch, require_text(asked.by, _WHO))
    found = read_all(
        read_sheets(path), _columns(desk.registry, ""), known, BALLOTS, APaperRow
    )  # fmt: skip
    for one in found.rows:
        reading.take(one)
    if reading.faults:
        return Faulty(found.sheets, tuple(reading.faults))
    if not reading.rows:
        raise NotPossible(
            Text("表里没有一行写了勾选。", "no row of the table says what is ticked."),
            Text("请写勾了的编号；一项没勾就写0。", "Give the numbers ticked; 0 if there is none."),
        )
    held = tuple(read for read, change in reading.rows if change.what == "added")
    stood = _stands(desk, asked, held)
    return Looked(
        BALLOTS, asked, held, len(reading.rows), [change for _, change in reading.rows], stood,
        found.unused, (*reading.notes(), *found.notes),
    )  # fmt: skip


_WHO = Text("录入人", "who keys it")


class _Reading:
    """The rows of a table one by one, as their reader would key them."""

    def __init__(self, desk: Desk, round: Round, batch: str, who: str) -> None:
        self.rows: list[tuple[PaperReading, RowChange]] = []
        self.faults: list[CellFault] = []
        self._round, self._who = round, who
        self._listed = PrintedList.of(round)
        self._sheets = {one.number: one for one in desk.paper.sheets(round.id, batch)}
        self._blank: list[int] = []
        self._void: list[int] = []
        self._first: dict[tuple[int, str], int] = {}

    def take(self, row: Read) -> None:
        """One more row; what is wrong with it is a fault."""
        if row.faults:
            self.faults += row.faults
            return
        found = self._column(row)
        if found is None:
            return
        sheet, slot = found
        typed = str(row.plain.get("ticks", "")).strip()
        if not typed:
            self._blank.append(row.row)
            return
        first = self._first.setdefault((sheet.number, slot), row.row)
        if first != row.row:
            self.faults.append(row.fault("number", _TWICE.filled(row=first), _KEEP_ONE))
            return
        try:
            entry = read_entry(typed, self._listed)
        except NotPossible as refusal:
            self.faults.append(row.fault("ticks", refusal.problem, refusal.remedy))
            return
        self._read(row, sheet, slot, entry)

    def _column(self, row: Read) -> tuple[Sheet, str] | None:
        """The sheet and the slot that a row is about; a fault where there is none."""
        number, place = int(row.plain["number"]), int(row.plain.get("place", 0))
        sheet = self._sheets.get(number)
        if sheet is None:
            self.faults.append(row.fault("number", _NO_SHEET.filled(number=number), _CHECK))
            return None
        if sheet.where is not SheetWhere.RETURNED:
            self.faults.append(row.fault("number", _NOT_BACK.filled(number=number), _TAKE_BACK))
            return None
        most = len(sheet.slots)
        if not place and most > 1:
            self.faults.append(row.fault("place", _WHICH.filled(most=most), _SAY_WHICH))
            return None
        if place > most:
            self.faults.append(row.fault("place", _NO_PLACE.filled(most=most), _CHECK))
            return None
        return sheet, sheet.slots[max(place, 1) - 1]

    def _read(self, row: Read, sheet: Sheet, slot: str, entry: KeyedEntry) -> None:
        """A reading that is new, or stands as its reader keyed it before."""
        if entry.says is Says.BACK or (entry.says is Says.SPOILED and not entry.reason):
            self.faults.append(row.fault("ticks", _SIGN, _SAY_WHY))
            return
        read = PaperReading(
            sheet.number, slot, tuple(sorted(set(entry.ticks))), entry.reason or EMPTY,
            entry.says is Says.UNSURE,
        )  # fmt: skip
        where = WHERE.filled(number=sheet.number, at=sheet.slots.index(slot) + 1)
        words = _SAID.filled(where=where, typed=str(row.plain["ticks"]).strip())
        own = own_reading(sheet, slot, self._who)
        if own is None and is_settled(sheet, slot):
            self.faults.append(row.fault("number", _DONE, _LEAVE))
            return
        if own is not None and not _says(own, read):
            self.faults.append(row.fault("ticks", _OTHERWISE, _UNKEY))
            return
        if entry.says is Says.TICKS and why_void(self._round, entry.ticks) is not None:
            self._void.append(row.row)
        what = "added" if own is None else "same"
        self.rows.append((read, RowChange(f"{sheet.number}/{slot}", what, words=words)))

    def notes(self) -> Iterator[Text]:
        """What was left out, and what will not count."""
        if self._blank:
            yield _LEFT.filled(number=len(self._blank), rows=_some(self._blank))
        if self._void:
            yield _WILL_BE_VOID.filled(number=len(self._void), rows=_some(self._void))


def own_reading(sheet: Sheet, slot: str, who: str) -> KeyedReading | None:
    """What somebody has read of a slot themselves."""
    return next((one for one in sheet.keyed.get(slot, ()) if one.by == who), None)


def _says(own: KeyedReading, read: PaperReading) -> bool:
    """Whether a row says again what its reader keyed; why it is spoiled may be said otherwise."""
    if own.unsure or read.unsure:
        return own.unsure and read.unsure
    if own.spoiled is not None or read.spoiled:
        return own.spoiled is not None and bool(read.spoiled)
    return own.ticks == read.ticks


def _some(rows: Sequence[int]) -> Text:
    more = "…" if len(rows) > _NAMED else ""
    said = [str(row) for row in rows[:_NAMED]]
    return Text("、".join(said) + more, ", ".join(said) + more)


_NAMED = 8
_SAID = Text("{where}：{typed}", "{where}: {typed}")
_TWICE = Text("第{row}行已经写过这一位。", "row {row} is of the same person already.")
_KEEP_ONE = Text("请只留一行。", "Keep one of the two.")
_NO_SHEET = Text(
    "这一批没有{number}号票，或者已作废。", "the batch has no sheet {number}, or it is spoiled."
)
_CHECK = Text("请照票上的写。", "Write it as it stands on the paper.")
_NOT_BACK = Text("{number}号票还没有登记收回。", "sheet {number} is not registered as returned.")
_TAKE_BACK = Text("请先登记收回。", "Register it as returned first.")
_WHICH = Text("这张票上有{most}位，没有写是第几位。", "the sheet has {most} people: which of them?")
_SAY_WHICH = Text("请写第几位，从1起。", "Write which one, from 1.")
_NO_PLACE = Text("这张票上只有{most}位。", "the sheet has {most} people only.")
_SIGN = Text("“x”后面没有写作废的原因。", "behind x stands no reason why it is spoiled.")
_SAY_WHY = Text("请写成“x 撕破了”。", "Write it like 'x torn'.")
_DONE = Text("这一票已经录完。", "this ballot is done.")
_LEAVE = Text("请去掉这一行。", "Leave the row out.")
_OTHERWISE = Text("这一位您录过，内容不同。", "you have keyed something else of this person.")
_UNKEY = Text(
    "请先撤回自己录的；别人也录过的，撤不回了。",
    "Take your own reading back first; once another has read it, it stays.",
)
_LEFT = Text(
    "{number}行没有写勾选，不录（第{rows}行）；一项没勾的空白票请写0。",
    "rows that say no ticks, which are left out: {number} (row {rows}); a blank ballot is 0.",
)
_WILL_BE_VOID = Text(
    "{number}行的勾选不合这一轮的限制，照样录入，计票时不计（第{rows}行）。",
    "rows whose ticks break a limit, kept as they are and void: {number} (row {rows}).",
)


def _stands(desk: Desk, asked: Asked, held: Sequence[PaperReading]) -> object:
    """What the reader has read themselves of these columns: of others nothing is looked at."""
    round, batch = _asked_for(desk, asked.to)
    sheets = {one.number: one for one in desk.paper.sheets(round.id, batch)}
    there = [(sheets.get(one.number), one.slot) for one in held]
    return [None if sheet is None else own_reading(sheet, slot, asked.by) for sheet, slot in there]


def _write(town: Town, desk: Desk, looked: Looked, signed: Signed) -> Any:
    round, _ = _asked_for(desk, looked.asked.to)
    return desk.importing.ballots(round.id, looked.held, signed.digest, signed.by)


def _current(desk: Desk, to: str) -> Iterator[dict[str, str]]:
    """The columns of what came back of a batch, to be filled in: whoever has read what or not."""
    round, batch = _asked_for(desk, to)
    for sheet in desk.paper.sheets(round.id, batch):
        if sheet.where is SheetWhere.RETURNED:
            for at in range(1, len(sheet.slots) + 1):
                yield {"number": str(sheet.number), "place": str(at)}


KIND = TableKind(
    BALLOTS,
    Text("纸质选票", "paper ballots"),
    Text("用表格录入纸质选票", "Key paper ballots from a table"),
    Text(
        "已录入{rows}位的选票；两个人各录一遍才计入。",
        "{rows} ballots are keyed; two people key each.",
    ),
    _columns,
    _look,
    _stands,
    _write,
    _current,
    to=Text("批次", "Batch"),
    choices=_batches,
    about="round",
    roles=PLANNERS | {Role.KEYER},
    blind=True,
)
