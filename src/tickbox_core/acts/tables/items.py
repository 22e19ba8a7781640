"""A table of items for a list that is being formed; its category's own fields are columns too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from tickbox_core.acts.collecting import AnItem
from tickbox_core.acts.items import plain_item
from tickbox_core.acts.tables.kind import Asked, Faulty, Looked, TableKind, faulty, known_headers
from tickbox_core.categories import Column, beside, columns, to_row
from tickbox_core.categories import read as fields_read
from tickbox_core.declarations import ThingChoice
from tickbox_core.desk import Desk, Town
from tickbox_core.desk.importing import ITEMS
from tickbox_core.errors import UnknownName
from tickbox_core.interchange.rows import read_sheets
from tickbox_core.interchange.sheets import FoundTables, read_all
from tickbox_core.model import Item, State
from tickbox_core.registry import Registry
from tickbox_core.text import Text

OWN = "own_"
"""Before the keys of a category's own fields."""


def item_columns(registry: Registry, policy: str) -> list[Column]:
    """The columns of a table of items; ``UnknownName`` for a policy that is not installed."""
    common = [c for c in columns(AnItem) if c.key not in ("round", "fields")]
    own = columns(_policy_fields(registry, policy)) if policy else ()
    return [*common, *(attrs.evolve(column, key=OWN + column.key) for column in own)]


def item_fields(registry: Registry, policy: str) -> type:
    """The class that a row is read as: an item's own fields beside those of its category."""
    own = _policy_fields(registry, policy) if policy else None
    return beside(AnItem, own, OWN, frozenset({"round", "fields"}))


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


def _look(desk: Desk, path: Path, asked: Asked) -> Looked | Faulty:
    found = read_items(desk.registry, path, asked, known_headers(desk, ITEMS, asked))
    if found.faults:
        return faulty(found)
    items = tuple(item_of(one.plain, asked.to, path.name) for one in found.rows)
    stood = _stands(desk, asked, items)  # first: what changes meanwhile is not as looked at
    changes = desk.importing.changed_items(asked.to, items)
    return Looked(ITEMS, asked, items, len(items), changes, stood, found.unused, found.notes)


def _stands(desk: Desk, asked: Asked, items: Sequence[Item]) -> object:
    ids = {item.id for item in items}
    return [item for item in desk.round(asked.to).items if item.id in ids]


def _write(town: Town, desk: Desk, looked: Looked, digest: str, by: str) -> Any:
    return desk.importing.items(looked.asked.to, looked.held, digest, by)


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
    without_desk=lambda registry, path, asked: read_items(registry, path, asked, asked.told),
)
