"""Changing is not setting: what is not given stays as it is, and ``unset`` clears by name.

An act that changes something says how to find it and how it stands (``Change``); then the fields
that are given are laid over those that stand, in every door alike.  A mapping (a category's
fields, a rule's parameters) is laid over name by name, and words language by language; lists are
given whole.  ``unset`` names what goes back to its default: ``places``, or ``fields.upkeep`` for
one name of a mapping.  A new thing begins with the defaults.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import attrs

from tickbox_core.categories import Field, fault, fields_of, several
from tickbox_core.categories.kinds import Name, Words
from tickbox_core.declarations.acts import Change, Standing
from tickbox_core.declarations.fields import NamedValues
from tickbox_core.errors import BadValue, ChangedMeanwhile
from tickbox_core.text import Text

UNSET = "unset"
_HELP = Text(
    "没有填的保持原样；写在这里的恢复默认，如 places 或 fields.upkeep。",
    "What is not given stays as it is; what is named here goes back to its default: places, or "
    "fields.upkeep, say.",
)


def clearing() -> Any:
    """The field of a changing act that names what is cleared."""
    return several("清空哪些项", "fields to clear", Name(), default=(), help=_HELP)


def standing(
    change: Change | None, fields: type, desk: Any, given: Mapping[str, Any]
) -> Standing | None:
    """How the thing stands that the fields name; ``None`` where it is new, or is not named."""
    if change is None:
        return None
    kinds = {one.key: one.kind for one in fields_of(fields)}
    try:
        named = {name: kinds[name].value(given[name]) for name in change.names}
    except (KeyError, ValueError, TypeError, AttributeError):
        return None  # reading the fields says what is wrong
    return change.find(desk, named)


def require_unchanged(
    change: Change | None,
    fields: type,
    desk: Any,
    given: Mapping[str, Any],
    stood: Standing | None,
) -> None:
    """Raise ``ChangedMeanwhile`` where the thing does not stand as it ``stood``."""
    now = standing(change, fields, desk, given)
    if now != stood:
        raise ChangedMeanwhile


def stands_as_it_did(stood: Standing | None, now: Standing | None) -> bool:
    """Whether the thing itself is as it was, whatever has changed beside it in what it is part of.

    Of something that is new that is not so: somebody else has made it.
    """
    if stood is None or now is None:
        return False
    return (now.plain, now.own) == (stood.plain, stood.own)


def laid_over(
    fields: type, key: str, names: Collection[str], found: Standing | None, given: Mapping[str, Any]
) -> tuple[dict[str, Any], Standing | None]:
    """What is given over what stands, and what of it is touched.

    Raises ``BadValue`` for a name in ``unset`` that is no field, cannot be empty, says which thing
    it is, or is given at the same time.
    """
    known = {one.key: one for one in fields_of(fields) if one.key != UNSET}
    rest = {name: value for name, value in given.items() if name != UNSET}
    cleared = _cleared_fields(key, known, names, given.get(UNSET, ()), rest)
    if found is None:
        return rest, None
    left = _without(found.plain, cleared)
    over = {
        name: _over(known[name], left.get(name), value) if name in known else value
        for name, value in rest.items()
    }
    touched = {*rest, *(name.partition(".")[0] for name in cleared)} - set(names)
    return {**left, **over}, attrs.evolve(found, touched=frozenset(touched))


def _cleared_fields(
    key: str,
    known: Mapping[str, Field],
    names: Collection[str],
    unset: Any,
    given: Mapping[str, Any],
) -> list[str]:
    if isinstance(unset, str) or not isinstance(unset, Iterable):
        raise BadValue(key, Text("“unset”要写成列表。", "'unset' is a list of names."))
    found = list(unset)
    for name in found:
        outer, dot, inner = str(name).partition(".")
        of = known.get(outer)
        if (
            of is None
            or not isinstance(name, str)
            or (dot and not isinstance(of.kind, NamedValues))
        ):
            problem = Text(f"没有“{name}”这一项可以清空。", f"there is no '{name}' to clear.")
            listed = ", ".join(n for n, one in known.items() if n not in names and not one.required)
            raise BadValue(key, problem, Text(f"可清空：{listed}。", f"These can be: {listed}."))
        if outer in names or of.required:
            raise BadValue(key, fault(of, Text("不能清空。", "cannot be cleared.")).problem)
        if outer in given and (
            inner in given[outer] if dot else not isinstance(of.kind, NamedValues)
        ):
            both = Text("又填又清空，只能选一样。", "is given and cleared at once; do only one.")
            raise BadValue(key, fault(of, both).problem)
    return found


def _without(plain: Mapping[str, Any], cleared: Iterable[str]) -> dict[str, Any]:
    left = dict(plain)
    for name in cleared:
        outer, dot, inner = name.partition(".")
        if dot:
            left[outer] = {k: v for k, v in dict(left.get(outer) or {}).items() if k != inner}
        else:
            left.pop(outer, None)
    return left


def _over(field: Field, stood: Any, given: Any) -> Any:
    """One field over what stood there: a mapping name by name, words language by language."""
    if (
        isinstance(field.kind, NamedValues)
        and isinstance(given, Mapping)
        and isinstance(stood, Mapping)
    ):
        return {**stood, **given}
    if isinstance(field.kind, Words) and isinstance(given, Mapping) and len(given) == 1:
        both = {"zh": stood, "en": stood} if isinstance(stood, str) else dict(stood or {})
        return {**both, **given}
    return given


def plain_of_thing(fields: type, values: Mapping[str, Any]) -> dict[str, Any]:
    """A thing's values as its fields are given: what says nothing is left out."""
    known = {one.key: one.kind for one in fields_of(fields)}
    return {
        name: _plain(known[name], value)
        for name, value in values.items()
        if value is not None and value != "" and not _blank(value)
    }


def _blank(value: Any) -> bool:
    return isinstance(value, Text) and not (value.zh.strip() or value.en.strip())


def _plain(kind: Any, value: Any) -> Any:
    if isinstance(value, Text):
        # one half may be blank: then the other is said in both
        zh, en = value.zh.strip() or value.en, value.en.strip() or value.zh
        return zh if zh == en else {"zh": zh, "en": en}
    return thaw(kind.plain(value))


def thaw(value: Any) -> Any:
    """A frozen value as JSON has it."""
    if isinstance(value, Mapping):
        return {name: thaw(one) for name, one in value.items()}
    return [thaw(one) for one in value] if isinstance(value, (list, tuple)) else value


def missing(fields: type, key: str, *names: str) -> BadValue:
    """The refusal of a new thing for which a field is needed that a changed one may leave out."""
    field = next((one for one in fields_of(fields) if one.key in names), None)
    absent = Text("没有填写。", "is missing.")
    return BadValue(key, absent if field is None else fault(field, absent).problem)
