"""Whether what an act answers is what it says it answers: its JSON Schema, read strictly.

>>> from tickbox_core.testing.answers import misfits
>>> list(misfits({"type": "object", "required": ["ref"]}, {}))
['$: lacks ref']
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import attrs

from tickbox_core.categories.kinds import Day, Kind
from tickbox_core.counting import Share
from tickbox_core.declarations import (
    LEFT_OUT,
    AnswerPart,
    Keyed,
    ListOf,
    OneOf,
    OrNull,
    Row,
    Said,
    Shared,
    kind_of,
    outputs_of,
    value_of,
)
from tickbox_core.declarations.acts import Act
from tickbox_core.text import Text
from tickbox_core.workflow import performing

Schema = Mapping[str, Any]
_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}
_KNOWN = frozenset(
    "$defs $ref $schema additionalProperties anyOf const description enum format items maxItems "
    "maxLength maxProperties maximum minItems minLength minProperties minimum pattern prefixItems "
    "properties propertyNames required title type uniqueItems x-title".split()
)


def misfits(schema: Schema, plain: Any) -> Iterator[str]:
    """Where a plain value is not what a schema says, each with its path.

    Knows the keywords that answers use; ``AssertionError`` for any other.
    """
    yield from _misfits(schema, plain, "$", schema.get("$defs", {}))


def strangers(kind: Kind, value: Any, at: str = "$") -> Iterator[str]:
    """Where a value is not of the classes that a kind is made of, each with its path.

    >>> from tickbox_core.declarations import ListOf
    >>> from tickbox_core.workflow.answers import Referenced
    >>> list(strangers(ListOf(Referenced), [Referenced("K7QF-2M9P"), {"ref": "K7QF-2M9P"}]))
    ["$[1]: {'ref': 'K7QF-2M9P'} is no Referenced"]
    """
    if isinstance(kind, OneOf):
        kind = next((k for k in kind.kinds if not any(strangers(k, value))), kind)
    if isinstance(kind, OrNull):
        yield from () if value is None else strangers(kind.each, value, at)
        return
    of = _class_of(kind)
    if not isinstance(value, of):
        yield f"{at}: {value!r} is no {of.__name__}"
    elif isinstance(kind, AnswerPart):
        for field, one in zip(attrs.fields(kind.of), outputs_of(kind.of), strict=True):
            held = getattr(value, field.name)
            if held is not LEFT_OUT and (held is not None or not one.none):
                yield from strangers(one.kind, held, f"{at}.{one.key}")
    elif isinstance(kind, ListOf):
        for number, one in enumerate(value):
            yield from strangers(kind.each, one, f"{at}[{number}]")
    elif isinstance(kind, Keyed):
        for key, one in value.items():
            yield from strangers(kind.each, one, f"{at}.{key}")


def _class_of(kind: Kind) -> type[Any]:
    if isinstance(kind, AnswerPart):
        return kind.of
    if isinstance(kind, Shared):
        return tuple if kind.row else Share
    return next((of for one, of in _CLASSES if isinstance(kind, one)), object)


_CLASSES: tuple[tuple[type[Kind], type[Any]], ...] = (
    (ListOf, Sequence),
    (Row, Sequence),
    (Keyed, Mapping),
    (Said, Text),
    (Day, date),
)


@contextmanager
def every_answer_fits() -> Iterator[None]:
    """While it lasts each answer of ``perform`` is held to its act's schema and classes."""
    known, real = dict[Act, Schema](), performing.plain_answer

    def hold_answer(act: Act, value: Any) -> Any:
        plain = real(act, value)
        if act.answer is not None:
            schema = known.get(act) or known.setdefault(act, act.answer_schema)
            found = list(misfits(schema, plain))
            if found:
                raise AssertionError(f"{act.key} answers otherwise than it says: {found}")
            if _differs(act.answer, plain):
                raise AssertionError(f"{act.key}: its answer, read back, is another")
            if _is_loose(act.answer, value):
                raise AssertionError(f"{act.key} answers with a mapping, not with a class")
        return plain

    performing.plain_answer = hold_answer
    try:
        yield
    finally:
        performing.plain_answer = real


def _is_loose(answer: Kind | type, value: Any) -> bool:
    """Whether a mapping stands where an answer class is declared."""
    kind = kind_of(answer)
    if isinstance(kind, ListOf):
        return any(_is_loose(kind.each, one) for one in value)
    if isinstance(kind, OneOf):
        return all(_is_loose(one, value) for one in kind.kinds)
    return isinstance(kind, AnswerPart) and isinstance(value, Mapping)


def _differs(answer: Kind | type, plain: Any) -> bool:
    """Whether what is read back of an answer is another."""
    return bool(performing.plain_of(value_of(answer, plain)) != plain)


def _misfits(schema: Schema, plain: Any, at: str, defs: Mapping[str, Schema]) -> Iterator[str]:
    if unknown := schema.keys() - _KNOWN:
        raise AssertionError(f"{at}: a schema with {sorted(unknown)}")
    if "$ref" in schema:
        yield from _misfits(defs[schema["$ref"].rpartition("/")[2]], plain, at, defs)
    if "anyOf" in schema and all(any(_misfits(one, plain, at, defs)) for one in schema["anyOf"]):
        of_each = [list(_misfits(one, plain, at, defs)) for one in schema["anyOf"]]
        yield f"{at}: fits none of {of_each}"
    if not _is_of(schema.get("type", list(_TYPES)), plain):
        yield f"{at}: {plain!r} is no {schema.get('type', 'JSON without fractions')}"
    elif isinstance(plain, dict):
        yield from _in_object(schema, plain, at, defs)
    elif isinstance(plain, list):
        yield from _in_array(schema, plain, at, defs)
    else:
        yield from _in_scalar(schema, plain, at)


def _is_of(types: str | list[str], plain: Any) -> bool:
    names = [types] if isinstance(types, str) else types
    return any(type(plain) in _TYPES[name] for name in names)


def _in_object(
    schema: Schema, plain: dict[str, Any], at: str, defs: Mapping[str, Schema]
) -> Iterator[str]:
    known = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in plain:
            yield f"{at}: lacks {name}"
    for name, value in plain.items():
        yield from _misfits(schema.get("propertyNames", {}), name, f"{at}.{name} (key)", defs)
        rest = schema.get("additionalProperties", {})
        if name not in known and rest is False:
            yield f"{at}: has {name} too"
        elif name in known or rest:
            yield from _misfits(known.get(name, rest), value, f"{at}.{name}", defs)
    if not schema.get("minProperties", 0) <= len(plain) <= schema.get("maxProperties", len(plain)):
        yield f"{at}: has {len(plain)} keys"


def _in_array(
    schema: Schema, plain: list[Any], at: str, defs: Mapping[str, Schema]
) -> Iterator[str]:
    first = schema.get("prefixItems", [])
    for number, value in enumerate(plain):
        of = first[number] if number < len(first) else schema.get("items", {})
        yield from _misfits(of, value, f"{at}[{number}]", defs)
    if not schema.get("minItems", 0) <= len(plain) <= schema.get("maxItems", len(plain)):
        yield f"{at}: has {len(plain)} elements"
    if schema.get("uniqueItems") and any(one in plain[:n] for n, one in enumerate(plain)):
        yield f"{at}: holds one twice"


def _in_scalar(schema: Schema, plain: Any, at: str) -> Iterator[str]:
    if "enum" in schema and plain not in schema["enum"]:
        yield f"{at}: {plain!r} is none of {schema['enum']}"
    if "const" in schema and plain != schema["const"]:
        yield f"{at}: {plain!r} is not {schema['const']!r}"
    if isinstance(plain, str):
        if not re.search(schema.get("pattern", ""), plain):
            yield f"{at}: {plain!r} does not match {schema['pattern']}"
        if not schema.get("minLength", 0) <= len(plain) <= schema.get("maxLength", len(plain)):
            yield f"{at}: is {len(plain)} characters long"
    elif isinstance(plain, int) and not (
        schema.get("minimum", plain) <= plain <= schema.get("maximum", plain)
    ):
        yield f"{at}: {plain} is out of bounds"
