"""A table of items for a list that is being formed; its category's own fields are columns too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import attrs

from tickbox_core.acts.collecting import AnItem
from tickbox_core.acts.items import plain_item
from tickbox_core.acts.tables.kind import (
    Asked,
    Faulty,
    Looked,
    Signed,
    TableKind,
    faulty,
    known_headers,
)
from tickbox_core.categories import Column, beside, columns, to_row
from tickbox_core.categories import read as fields_read
from tickbox_core.declarations import ThingChoice, new_id
from tickbox_core.desk import Desk, Town
from tickbox_core.desk.importing import ITEMS
from tickbox_core.desk.item_categories import knows_category, unknown_category
from tickbox_core.errors import UnknownName
from tickbox_core.interchange.rows import read_sheets
from tickbox_core.interchange.sheets import FoundTables, Read, read_all
from tickbox_core.interchange.tables.addresses import tidy
from tickbox_core.interchange.workbooks import CellFault
from tickbox_core.model import Item, Round, State
from tickbox_core.registry import Registry
from tickbox_core.text import Text, as_text

OWN = "own_"
"""Before the keys of a category's own fields."""
_NUMBERED = Text(
    "{number}行没有事项编号，依次编为{ids}。",
    "Rows without an item id, which get one each: {number} ({ids}).",
)
_BY_TITLE = Text(
    "{number}行没有事项编号，标题与清单上的事项相同，按同一件处理。",
    "Rows without an item id, of the same title as an item on the list and taken for it: {number}.",
)
_TWICE = (
    Text(
        "前面已有一行是这个标题，两行都没有编号。",
        "a row above has this title and no id either.",
    ),
    Text("请只留一行，或给两件事各填编号。", "Keep one row, or give each of the two an id."),
)


@attrs.frozen
class _ARow(AnItem):
    """An item of a table, where an id may be left to us."""

    id: str = new_id("item", "事项编号", "item id", within="round", default="")


def item_columns(registry: Registry, policy: str) -> list[Column]:
    """The columns of a table of items; ``UnknownName`` for a policy that is not installed."""
    common = [
        attrs.evolve(column, required=column.required and column.key != "id")
        for column in columns(AnItem)
        if column.key not in ("round", "fields")
    ]
    own = columns(_policy_fields(registry, policy)) if policy else ()
    return [*common, *(attrs.evolve(column, key=OWN + column.key) for column in own)]


def item_fields(registry: Registry, policy: str) -> type:
    """The class that a row is read as: an item's own fields beside those of its category."""
    own = _policy_fields(registry, policy) if policy else None
    return beside(_ARow, own, OWN, frozenset({"round", "fields"}))


def _policy_fields(registry: Registry, policy: str) -> type:
    if policy not in registry.policies:
        raise UnknownName("category policy", policy, tuple(registry.policies))
    fields: type = registry.policies[policy].thing.fields
    return fields


def read_items(
    registry: Registry, path: Path, asked: Asked, known: Mapping[str, str]
) -> FoundTables:
    """The rows of a table of items; raises ``MalformedFile`` where it is none."""
    wanted = item_columns(registry, asked.policy)
    return read_all(
        read_sheets(path), wanted, known, ITEMS, item_fields(registry, asked.policy)
    )  # fmt: skip


def item_of(plain: Mapping[str, Any], round: str, where: str) -> Item:
    """The item that a row says; ``BadValue`` naming the file for what does not go together."""
    own = {k.removeprefix(OWN): v for k, v in plain.items() if k.startswith(OWN)}
    common = {k: v for k, v in plain.items() if not k.startswith(OWN)}
    whole = {"round": round or "-", **common, **({"fields": own} if own else {})}
    return fields_read(AnItem, whole, where).item()


@attrs.define
class _Numbering:
    """Ids for rows that have none: that of the item of the same title, or the next free number."""

    by_title: dict[str, str]
    used: set[str]
    titles: set[str] = attrs.field(factory=set)
    made: list[str] = attrs.field(factory=list)
    same: int = 0
    faults: list[CellFault] = attrs.field(factory=list)

    @classmethod
    def beside(cls, items: Sequence[Item], rows: Sequence[Read]) -> _Numbering:
        """Numbers that neither the list nor the table has."""
        given = {one.plain["id"] for one in rows if one.plain.get("id")}
        by_title = {tidy(item.title.zh): item.id for item in items}
        return cls(by_title, given | {item.id for item in items})

    def take(self, one: Read) -> Read:
        """The row with an id; two rows of one title without ids are a fault."""
        if one.plain.get("id"):
            return one
        title = tidy(as_text(one.plain["title"]).zh)
        if title in self.titles:
            self.faults.append(one.fault("title", *_TWICE))
        self.titles.add(title)
        known = self.by_title.get(title)
        self.same += known is not None
        return attrs.evolve(one, plain={**one.plain, "id": known or self._next()})

    def _next(self) -> str:
        free = (f"i{n}" for n in count(len(self.made) + 1) if f"i{n}" not in self.used)
        id_ = next(free, "")  # there is always one
        self.used.add(id_)
        self.made.append(id_)
        return id_

    def notes(self) -> Iterator[Text]:
        """What was numbered, and what was found by its title."""
        if self.made:
            ids = self.made[0] if len(self.made) == 1 else f"{self.made[0]} – {self.made[-1]}"
            yield _NUMBERED.filled(number=len(self.made), ids=ids)
        if self.same:
            yield _BY_TITLE.filled(number=self.same)


def _numbered(
    items: Sequence[Item], found: FoundTables
) -> tuple[tuple[Read, ...], tuple[Text, ...], Sequence[CellFault]]:
    """The rows with an id each, what is to be said of that, and what is wrong."""
    numbering = _Numbering.beside(items, found.rows)
    rows = tuple(numbering.take(one) for one in found.rows)
    return rows, tuple(numbering.notes()), numbering.faults


def _category_keys(round: Round) -> dict[str, str]:
    """The keys of a round's categories by what people call them."""
    named = {
        tidy(name): one.key for one in round.categories for name in (one.title.zh, one.title.en)
    }
    return named | {one.key: one.key for one in round.categories}


def _keyed(plain: Mapping[str, Any], keys: Mapping[str, str]) -> Mapping[str, Any]:
    said = str(plain.get("category", ""))
    return {**plain, "category": keys.get(said, keys.get(tidy(said), said))} if said else plain


def read_alone(registry: Registry, path: Path, asked: Asked) -> FoundTables:
    """A table by itself: every row as new, and what does not go together in one (``BadValue``)."""
    found = read_items(registry, path, asked, asked.told)
    if found.faults:
        return found
    rows, notes, faults = _numbered((), found)
    if faults:
        first = {one.row: one for one in faults}
        marked = [attrs.evolve(r, faults=(first[r.row],)) if r.row in first else r for r in rows]
        return attrs.evolve(found, rows=tuple(marked))
    for one in rows:
        item_of(one.plain, asked.to, path.name)
    return attrs.evolve(found, rows=rows, notes=(*found.notes, *notes))


def _look(desk: Desk, path: Path, asked: Asked) -> Looked | Faulty:
    found = read_items(desk.registry, path, asked, known_headers(desk, ITEMS, asked))
    if found.faults:
        return faulty(found)
    round = desk.round(asked.to)  # once: ids are free, and found by title, as it stands here
    rows, notes, faults = _numbered(round.items, found)
    if faults:
        return Faulty(found.sheets, tuple(faults))
    keys = _category_keys(round)
    items = tuple(item_of(_keyed(one.plain, keys), asked.to, path.name) for one in rows)
    unknown = _unknown_categories(round, rows, items)
    if unknown:
        return Faulty(found.sheets, unknown)
    stood = _among(round, items)
    changes = desk.importing.changed_items(asked.to, items)
    return Looked(
        ITEMS, asked, items, len(items), changes, stood, found.unused, (*found.notes, *notes)
    )


def _unknown_categories(
    round: Round, rows: Sequence[Read], items: Sequence[Item]
) -> tuple[CellFault, ...]:
    """What the list would refuse once it is written, said while it is only looked at."""
    faults = []
    for one, item in zip(rows, items, strict=True):
        if not knows_category(round, item):
            why = unknown_category(round, item)
            faults.append(one.fault("category", why.problem, why.remedy))
    return tuple(faults)


def _stands(desk: Desk, asked: Asked, items: Sequence[Item]) -> object:
    return _among(desk.round(asked.to), items)


def _among(round: Round, items: Sequence[Item]) -> list[Item]:
    """What stands on the list under the ids of these items."""
    ids = {item.id for item in items}
    return [item for item in round.items if item.id in ids]


def _write(town: Town, desk: Desk, looked: Looked, signed: Signed) -> Any:
    return desk.importing.items(looked.asked.to, looked.held, signed.digest, signed.by)


def _current(desk: Desk, to: str) -> Iterator[dict[str, str]]:
    """Every item of a list, with its category's own fields under ``OWN``."""
    round = desk.round(to)
    policies = {category.key: category.policy for category in round.categories}
    for item in round.items:
        plain = {"id": item.id, **plain_item(item)}
        own = plain.pop("fields", None) or {}
        policy = policies.get(item.category, "")
        known = _policy_fields(desk.registry, policy) if policy in desk.registry.policies else None
        cells = {} if known is None else to_row(known, own)
        # what no column can hold is seen to be there
        cells = {key: cells.get(key) or str(value) for key, value in own.items()}
        yield {**to_row(AnItem, plain), **{OWN + key: cell for key, cell in cells.items()}}


def forming(desk: Desk) -> Iterator[ThingChoice]:
    """The rounds whose list is being formed."""
    for round in desk.rounds():
        if round.state is State.LISTING:
            yield ThingChoice(round.id, round.title)


KIND = TableKind(
    ITEMS,
    Text("事项", "items"),
    Text("从表格导入事项", "Read items in from a table"),
    Text("已导入{rows}件事项。", "{rows} items are on the list."),
    item_columns,
    _look,
    _stands,
    _write,
    _current,
    to=Text("轮次", "Round"),
    choices=forming,
    about="round",
    has_policies=True,
    without_desk=read_alone,
)
