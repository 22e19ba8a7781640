"""References that are not typed as the things are called: the one thing that can be meant.

A reference is taken as it is typed first.  Only where nothing goes by it is it looked for among
what there is, whatever its capitals and its width; two that look alike are never chosen between.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from tickbox_core.categories import Field, fields_of
from tickbox_core.categories.kinds import Pairs, Several, plain_id, verbatim
from tickbox_core.declarations import Reference, Role, Thing
from tickbox_core.errors import (
    BadValue,
    NotListed,
    NotPossible,
    UnknownId,
    UnknownName,
    UnknownSlot,
)
from tickbox_core.workflow.actors import Actor

UNKNOWN = (BadValue, NotListed, NotPossible, UnknownId, UnknownName, UnknownSlot)
"""The refusals that may say that nothing goes by a name."""


def as_they_are(
    fields: type,
    desk: Any,
    given: Mapping[str, Any],
    actor: Actor,
    things: Mapping[str, Thing],
) -> dict[str, Any] | None:
    """What is given, with each reference as the thing is called; ``None`` where that is the same.

    Things that may tell of a person are looked for by those alone who act with a role.
    """
    chosen: dict[str, str] = {}
    found, differs = dict(given), False
    for one in fields_of(fields):
        refers = one.refers
        if not isinstance(refers, Reference) or one.key not in given:
            continue
        known, typed = things.get(refers.kind), _resolve_names(one, given[one.key], {})
        if known is not None and _may_look(known, refers, actor):
            found[one.key] = _resolve_names(one, given[one.key], _by_look(known, desk, chosen))
            differs = differs or found[one.key] != typed
        if isinstance(found[one.key], str):
            chosen[refers.kind] = found[one.key]
    return found if differs else None


def _may_look(known: Thing, refers: Reference, actor: Actor) -> bool:
    return not refers.new and not (known.private and actor.role is Role.ANYBODY)


def _by_look(known: Thing, desk: Any, chosen: Mapping[str, str]) -> dict[str, set[str]]:
    looks: dict[str, set[str]] = {}
    for one in known.choices(desk, chosen):
        looks.setdefault(_look(one.id), set()).add(one.id)
    return looks


def _resolve_names(field: Field, given: Any, looks: Mapping[str, set[str]]) -> Any:
    """The value of a field with the names that things have; of any other shape as it is."""
    if isinstance(field.kind, Several) and isinstance(given, (list, tuple)):
        return [_name(one, looks) for one in given]
    if isinstance(field.kind, Pairs) and isinstance(given, (list, tuple)):
        return [_resolve_first(row, looks) for row in given]
    return _name(given, looks)


def _resolve_first(row: Any, looks: Mapping[str, set[str]]) -> Any:
    """A row with the name that its thing has; what is no row is left for the field to refuse."""
    if isinstance(row, (list, tuple)) and row:
        return [_name(row[0], looks), *row[1:]]
    return row


def _name(typed: Any, looks: Mapping[str, set[str]]) -> Any:
    if not isinstance(typed, str):
        return typed
    alike = looks.get(_look(typed), set())
    if typed in alike:
        return verbatim(typed)
    return verbatim(min(alike)) if len(alike) == 1 else plain_id(typed)


def _look(id_: str) -> str:
    return "".join(unicodedata.normalize("NFKC", id_).casefold().split())
