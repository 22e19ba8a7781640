"""A table of wishes: each row one wish, with the channel and the day that it came by."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tickbox_core.acts.tables.kind import Asked, Faulty, Looked, Signed, TableKind, known_headers
from tickbox_core.categories import Column, columns, to_row
from tickbox_core.categories import read as fields_read
from tickbox_core.components.wishes import AWish, NewWish
from tickbox_core.desk import Desk, Town
from tickbox_core.desk.importing import WISHES
from tickbox_core.desk.roll_changes import RowChange
from tickbox_core.interchange.rows import read_sheets
from tickbox_core.interchange.sheets import FoundTables, read_all
from tickbox_core.model.channels import Channel
from tickbox_core.registry import Registry
from tickbox_core.text import Text

NO_CHANNEL = Text(
    "{number}行没有写渠道，按线上提交处理；不是的，请补上“渠道”一栏再导入。",
    "Rows without a channel, taken as handed in online: {number}. Where that is not so, add the "
    "column 'channel' and read the table in again.",
)
NO_DAY = Text(
    "{number}行没有写日期，按导入当天处理。",
    "Rows without a day, which get the day of reading in: {number}.",
)
_TO_COME = (
    Text("这个日期还没有到。", "that day has not come yet."),
    Text("请填实际提出的日期。", "Give the day it was said."),
)


def _columns(registry: Registry, policy: str) -> list[Column]:
    return list(columns(AWish))


def read_wishes(path: Path, known: dict[str, str]) -> FoundTables:
    """The rows of a table of wishes; raises ``MalformedFile`` where it is none."""
    return read_all(read_sheets(path), columns(AWish), known, WISHES, AWish)


def new_wishes(found: FoundTables, by: str, where: str) -> list[NewWish]:
    """The wishes of a table without faults, each by the channel that its row says."""
    held = [fields_read(AWish, one.plain, where) for one in found.rows]
    return [one.handed_in(Channel(one.channel), by) for one in held]


def notes_on(found: FoundTables) -> tuple[Text, ...]:
    """What is taken for granted of rows that do not say it."""
    lacking = {
        said: sum(key not in one.plain for one in found.rows)
        for key, said in (("channel", NO_CHANNEL), ("on", NO_DAY))
    }
    return tuple(said.filled(number=number) for said, number in lacking.items() if number)


def wish_changes(desk: Desk, new: list[NewWish]) -> list[RowChange]:
    """Which wishes would be new, and which are there in the same words."""
    repeated = desk.importing.repeated_wishes(new)
    return [
        RowChange(one.text, "added" if ref is None else "repeated", () if ref is None else (ref,))
        for one, ref in zip(new, repeated, strict=True)
    ]


def _look(desk: Desk, path: Path, asked: Asked) -> Looked | Faulty:
    found = read_wishes(path, known_headers(desk, WISHES, asked))
    today = desk.today().isoformat()
    late = [one.fault("on", *_TO_COME) for one in found.rows if one.plain.get("on", "") > today]
    if found.faults or late:
        return Faulty(found.sheets, (*found.faults, *late))
    new = new_wishes(found, asked.by, path.name)
    stood = _stands(desk, asked, new)  # first: what changes meanwhile is not as looked at
    return Looked(
        WISHES, asked, new, len(new), wish_changes(desk, new), stood,
        found.unused, (*notes_on(found), *found.notes),
    )  # fmt: skip


def _stands(desk: Desk, asked: Asked, new: list[NewWish]) -> object:
    return desk.importing.repeated_wishes(new)


def _write(town: Town, desk: Desk, looked: Looked, signed: Signed) -> Any:
    return desk.importing.wishes(looked.held, signed.digest, signed.by)


def _current(desk: Desk, to: str) -> Iterator[dict[str, str]]:
    for wish in desk.collecting.wishes():
        if wish.text is None or wish.withdrawn:
            continue
        plain = {
            "text": wish.text,
            "channel": str(wish.channel),
            "category": wish.category,
            "area": wish.area,
            "place": wish.place,
            "author": wish.author.get("name", ""),
            "contact": wish.author.get("contact", ""),
            "unit": wish.author.get("unit", ""),
            "on": wish.said_on,
        }
        said = to_row(AWish, {key: value for key, value in plain.items() if value})
        yield {**said, "channel": wish.channel.words.zh}


KIND = TableKind(
    WISHES,
    Text("心愿", "wishes"),
    Text("从表格导入心愿", "Read wishes in from a table"),
    Text("已收下{rows}条心愿。", "{rows} wishes are taken."),
    _columns,
    _look,
    _stands,
    _write,
    _current,
    without_desk=lambda registry, path, asked: read_wishes(path, dict(asked.told)),
    personal=True,
)
