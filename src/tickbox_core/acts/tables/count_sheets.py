"""Count sheets of stairwells: how many of each home took part, and how many ticked each item.

The rows of one sheet stand under each other; a row says a home, an item, or both side by side.
Two people sign the table as they sign one sheet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from tickbox_core.acts.tables.kind import Asked, Faulty, Looked, Signed, TableKind, known_headers
from tickbox_core.categories import Column, a_count, a_name, columns, yes_no
from tickbox_core.components.paper import PrintedList
from tickbox_core.declarations import ThingChoice
from tickbox_core.desk import Desk, Town
from tickbox_core.desk.home_index import HomeIndex, homes_of_units, natural_order
from tickbox_core.desk.importing import COUNT_SHEETS
from tickbox_core.desk.roll_changes import RowChange
from tickbox_core.errors import TickboxError, WrongState
from tickbox_core.interchange.reading import shown
from tickbox_core.interchange.rows import read_sheets
from tickbox_core.interchange.sheets import Read, read_all
from tickbox_core.interchange.workbooks import CellFault
from tickbox_core.model import Round, State
from tickbox_core.model.totals import CountSheet
from tickbox_core.registry import Registry
from tickbox_core.text import Text
from tickbox_core.workflow import deadlines
from tickbox_core.workflow.deadlines import COUNTED_IN_TIME


@attrs.frozen
class ACountRow:
    """One line of a count sheet: a home and how many of it took part, an item and its ticks."""

    sheet: str = a_name("表号", "sheet", default="")
    unit: str = a_name("房号", "home", default="")
    people: int | None = a_count("参与人数", "took part", default=None)
    item: str = a_name("事项", "item", default="")
    ticks: int | None = a_count("票数", "ticks", default=None)
    in_time: bool = yes_no(*COUNTED_IN_TIME, default=False)


def _columns(registry: Registry, policy: str) -> list[Column]:
    return [
        attrs.evolve(column, required=column.key in _NEEDED, example=_EXAMPLES[column.key])
        for column in columns(ACountRow)
    ]


_NEEDED = frozenset({"unit", "item", "ticks"})
_EXAMPLES = {"sheet": "1", "unit": "8-101", "people": "2", "item": "3", "ticks": "2", "in_time": ""}


def _ticking(desk: Desk) -> Iterator[ThingChoice]:
    for round in desk.rounds():
        if round.state is State.TICKING:
            yield ThingChoice(round.id, round.title)


def _look(desk: Desk, path: Path, asked: Asked) -> Looked | Faulty:
    known = known_headers(desk, COUNT_SHEETS, asked)
    round = desk.round(asked.to)
    if round.state is not State.TICKING:
        step = Text("录入合计表", "take a count sheet")
        raise WrongState(round.id, round.state.words, step)
    found = read_all(
        read_sheets(path), _columns(desk.registry, ""), known, COUNT_SHEETS, ACountRow
    )  # fmt: skip
    stood = _stands(desk, asked, ())  # first: what changes meanwhile is not as looked at
    reading = _Reading(desk, round)
    for one in found.rows:
        reading.take(one)
    if not reading.faults:
        reading.close()
    if reading.faults:
        return Faulty(found.sheets, tuple(reading.faults))
    held = tuple(
        (sheet, change.id in reading.in_time)
        for sheet, change in reading.made
        if change.what == "added"
    )
    changes = [change for _, change in reading.made]
    return Looked(
        COUNT_SHEETS, asked, held, len(changes), changes, stood, found.unused, found.notes
    )  # fmt: skip


@attrs.define
class _OneSheet:
    """What the rows of one sheet say, and the first of them."""

    first: Read
    homes: dict[str, tuple[int, Read]] = attrs.field(factory=dict)
    ticks: dict[str, int] = attrs.field(factory=dict)


class _Reading:
    """The rows of a table, sheet by sheet."""

    def __init__(self, desk: Desk, round: Round) -> None:
        self.made: list[tuple[CountSheet, RowChange]] = []
        self.faults: list[CellFault] = []
        self.in_time: set[str] = set()
        end = deadlines.find_deadline(desk.context.store, round.id)
        self._late = end is not None and end.has_ended(desk.context.clock())
        self._round = round
        self._listed = _Items(round)
        self._sheets: dict[str, _OneSheet] = {}
        self._last = ""
        self._index: HomeIndex = homes_of_units(desk.units(round.id), desk.tree)
        self._slots: dict[str, list[str]] = {}
        for slot in desk.slots(round.id):
            self._slots.setdefault(slot.unit or "", []).append(slot.slot)
        self._standing = {frozenset(one.slots): one for one in desk.paper.taken_counts(round.id)}
        self._used = desk.paper.used_slots(round.id)

    def take(self, row: Read) -> None:
        """One more row; what is wrong with it is a fault."""
        if row.faults:
            self.faults += row.faults
            return
        self._last = str(row.plain.get("sheet", "")) or self._last or "1"
        sheet = self._sheets.setdefault(self._last, _OneSheet(row))
        if row.plain.get("in_time"):
            self.in_time.add(self._last)
        if row.plain.get("unit"):
            self._home(row, sheet)
        if row.plain.get("item"):
            self._item(row, sheet)
        elif row.plain.get("ticks") is not None:
            self.faults.append(row.fault("item", _NO_ITEM, _SAY_ITEM))

    def _home(self, row: Read, sheet: _OneSheet) -> None:
        said = str(row.plain["unit"])
        meant = self._index.meant(said)
        if len(meant) != 1 or meant[0] not in self._slots:
            why = _NO_HOME if not meant else _MANY_HOMES
            listed = Text("、".join(meant[:5]), ", ".join(meant[:5]))
            self.faults.append(
                row.fault("unit", why.filled(said=shown(said), ids=listed), _SAY_HOME)
            )
            return
        there = len(self._slots[meant[0]])
        people = row.plain.get("people")
        if people is None and there > 1:
            self.faults.append(row.fault("people", _HOW_MANY.filled(most=there), _SAY_MANY))
        elif people is not None and not 1 <= int(people) <= there:
            self.faults.append(row.fault("people", _TOO_MANY.filled(most=there), _SAY_MANY))
        elif meant[0] in sheet.homes:
            before = sheet.homes[meant[0]][1].row
            self.faults.append(row.fault("unit", _HOME_TWICE.filled(row=before), _KEEP_ONE))
        else:
            sheet.homes[meant[0]] = (1 if people is None else int(people), row)

    def _item(self, row: Read, sheet: _OneSheet) -> None:
        tick = self._listed.tick(str(row.plain["item"]))
        if tick is None:
            said = _NOT_LISTED.filled(said=shown(str(row.plain["item"])))
            self.faults.append(row.fault("item", said, _SAY_ITEM))
        elif row.plain.get("ticks") is None:
            self.faults.append(row.fault("ticks", _NO_NUMBER, _SAY_NUMBER))
        elif tick in sheet.ticks:
            self.faults.append(row.fault("item", _ITEM_TWICE, _KEEP_ONE))
        else:
            sheet.ticks[tick] = int(row.plain["ticks"])

    def close(self) -> None:
        """What each sheet comes to: new, or one that stands already."""
        for label, one in self._sheets.items():
            known = self._known(one)
            if known is not None:
                self.made.append((known, RowChange(label, "same", words=_called(label, known))))
                continue
            if self._late and label not in self.in_time:
                self.faults.append(one.first.fault("in_time", _ENDED, _SAY_IN_TIME))
                continue
            slots = self._free(one)
            if slots is None:
                continue
            try:
                sheet = CountSheet(slots, {tick: n for tick, n in one.ticks.items() if n})
                sheet.check(self._round.ticklist, self._round.limits)
            except TickboxError as problem:
                remedy = Text("请重新核对这张合计表。", "Count this sheet again.")
                self.faults.append(one.first.fault("sheet", problem.text, remedy))
                continue
            self.made.append((sheet, RowChange(label, "added", words=_called(label, sheet))))

    def _known(self, one: _OneSheet) -> CountSheet | None:
        """The sheet that stands with these homes and sums."""
        of_home = {slot: unit for unit, slots in self._slots.items() for slot in slots}
        said = {unit: number for unit, (number, _) in one.homes.items()}
        for slots, sheet in self._standing.items():
            homes = Counter(of_home.get(slot, "") for slot in slots)
            ticks = {tick: n for tick, n in one.ticks.items() if n}
            if homes == said and ticks == {tick: n for tick, n in sheet.ticks.items() if n}:
                return sheet
        return None

    def _free(self, one: _OneSheet) -> list[str] | None:
        """So many slots of each home that have said nothing yet; a fault where there are fewer."""
        found: list[str] = []
        for unit, (number, row) in one.homes.items():
            free = [slot for slot in self._slots[unit] if slot not in self._used]
            if len(free) < number:
                self.faults.append(row.fault("people", _TAKEN.filled(left=len(free)), _SAY_MANY))
                return None
            found += free[:number]
            self._used |= set(free[:number])
        if not found:
            self.faults.append(one.first.fault("unit", _NOBODY, _SAY_HOME))
            return None
        return found


class _Items:
    """What an item of a list is called on a count sheet: its id, printed number or title."""

    def __init__(self, round: Round) -> None:
        printed = PrintedList.of(round)
        self._ids = {tick: tick for item in round.items for tick in item.ticks}
        self._numbers = dict(printed.ticks)
        self._titles: dict[str, list[str]] = {}
        for number, tick in printed.ticks.items():
            for said in {printed.words[number].zh, printed.words[number].en}:
                self._titles.setdefault(said, []).append(tick)

    def tick(self, said: str) -> str | None:
        """The tick that is meant; ``None`` where there is none, or several."""
        titled = self._titles.get(said, [])
        by_title = titled[0] if len(titled) == 1 else None
        return self._numbers.get(said) or self._ids.get(said) or by_title


def _called(label: str, sheet: CountSheet) -> Text:
    said = Text(
        "{label}号表：{people}人，{ticks}个勾", "sheet {label}: {people} people, {ticks} ticks"
    )
    return said.filled(label=label, people=sheet.participants, ticks=sum(sheet.ticks.values()))


_ENDED = Text("打钩已按公告截止。", "ticking has ended as announced.")
_SAY_IN_TIME = Text(
    "合计的都是截止前的意见，就在“截止前”一列写“是”。",
    "Write 'yes' under in_time where all of it was answered before the hour.",
)
_NO_ITEM = Text("有票数，没有写是哪一项。", "there are ticks and no item.")
_SAY_ITEM = Text("请写清单上的编号或事项名称。", "Write the number on the list, or its title.")
_NOT_LISTED = Text("清单里没有“{said}”。", "'{said}' is not on the list.")
_ITEM_TWICE = Text("这张表里已经写过这一项。", "the sheet has this item already.")
_NO_NUMBER = Text("没有写票数。", "the number of ticks is missing.")
_SAY_NUMBER = Text("请写票数；没有就写0。", "Write the number; 0 if there is none.")
_NO_HOME = Text("这一轮的名册里没有“{said}”。", "the roll of the round has no home '{said}'.")
_MANY_HOMES = Text("“{said}”可能是{ids}。", "'{said}' may be {ids}.")
_SAY_HOME = Text("请按名册写门牌，如8号楼101室。", "Write it as the roll has it, 8-101 say.")
_HOME_TWICE = Text("第{row}行已经写过这一户。", "row {row} is of the same home already.")
_KEEP_ONE = Text("请只留一行。", "Keep one of the two.")
_HOW_MANY = Text(
    "这一户有{most}人可以参与，没有写几人参与。", "{most} of this home may tick: how many did?"
)
_TOO_MANY = Text("这一户可以参与的是1到{most}人。", "of this home 1 to {most} may have taken part.")
_TAKEN = Text(
    "这一户还没有表达过的只有{left}人：别的已经打过钩，或在别的合计表上。",
    "of this home only {left} have not answered: the others ticked, or stand on another sheet.",
)
_SAY_MANY = Text("请重新核对人数。", "Count them again.")
_NOBODY = Text("没有写谁参与了。", "it names nobody who took part.")


def _stands(desk: Desk, asked: Asked, held: object) -> object:
    """Which slots of the round are used."""
    return desk.paper.used_slots(asked.to)


def _write(town: Town, desk: Desk, looked: Looked, signed: Signed) -> Any:
    return desk.importing.count_sheets(
        looked.asked.to, looked.held, signed.digest, signed.by, signed.second
    )


def _current(desk: Desk, to: str) -> Iterator[dict[str, str]]:
    """The sheets that stand: how many of each home took part, and the sums, side by side."""
    round = desk.round(to)
    homes = {one.slot: one.unit or "" for one in desk.slots(round.id)}
    numbers = {tick: number for number, tick in PrintedList.of(round).ticks.items()}
    for label, sheet in enumerate(desk.paper.taken_counts(round.id), 1):
        yield from _rows_of(str(label), sheet, homes, numbers)


def _rows_of(
    label: str, sheet: CountSheet, homes: Mapping[str, str], numbers: Mapping[str, str]
) -> Iterator[dict[str, str]]:
    people = Counter(homes.get(slot, "") for slot in sheet.slots)
    left: Sequence[tuple[str, int]] = sorted(people.items(), key=lambda one: natural_order(one[0]))
    right = list(sheet.ticks.items())
    for at in range(max(len(left), len(right))):
        row = {"sheet": label}
        if at < len(left):
            row |= {"unit": left[at][0], "people": str(left[at][1])}
        if at < len(right):
            row |= {"item": numbers.get(right[at][0], right[at][0]), "ticks": str(right[at][1])}
        yield row


KIND = TableKind(
    COUNT_SHEETS,
    Text("楼道合计表", "count sheets"),
    Text("从表格导入楼道合计表", "Read count sheets in"),
    Text("已录入{rows}张合计表。", "{rows} count sheets are taken."),
    _columns,
    _look,
    _stands,
    _write,
    _current,
    to=Text("轮次", "Round"),
    choices=_ticking,
    about="round",
    personal=True,
    second=True,
)
