"""Whether anything that happened, or a list or motion that stands, speaks of an area by its id."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tickbox_core.desk.desk import Desk

_OF_TABLES = frozenset({"imported", "import-undone"})
"""Entries of reading tables in: the areas of a table are named there, and it is undone."""


def speaks_of(desk: Desk, areas: frozenset[str]) -> bool:
    """Whether a desk has a wish, a place, a project, a scope … of one of the areas.

    Wishes that were withdrawn with the table that brought them count no more.
    """
    return any(_names(plain, areas) for plain in _everything(desk))


def _everything(desk: Desk) -> Iterator[Any]:
    for table, column in (("cycle", "configuration"), ("motion", "plan")):
        for row in desk.context.store.find(table):
            yield json.loads(row[column])
    withdrawn = {one.ref for one in desk.collecting.wishes() if one.withdrawn}
    for entry in desk.diary.entries():
        if entry.kind not in _OF_TABLES and entry.facts.get("ref") not in withdrawn:
            yield entry.facts


def _names(plain: Any, areas: frozenset[str]) -> bool:
    """Whether an id stands somewhere in it, as a value or as what something is kept under."""
    if isinstance(plain, str):
        return plain in areas
    if hasattr(plain, "items"):
        return any(_names(part, areas) for pair in plain.items() for part in pair)
    if isinstance(plain, (list, tuple, frozenset, set)):
        return any(_names(part, areas) for part in plain)
    return False
