"""What an act answers: an attrs class whose fields say what they hold, or a list of them.

An answer class describes the plain JSON of an answer (``perform``), key by key: from it come the
JSON Schema of the API and the lines of the console, so that nobody guesses from a key whether a
number is money.  What only programs read (digests, keys that stand beside their words) is
``unseen``: it has a schema and no label.

    >>> import attrs
    >>> from tickbox_core.categories.kinds import Count
    >>> from tickbox_core.declarations import ListOf, answer_schema, gives, outputs_of
    >>> @attrs.frozen
    ... class Counted:
    ...     returned: int = gives(Count(), "收回", "returned")
    >>> outputs_of(Counted)[0].label.zh
    '收回'
    >>> answer_schema(ListOf(Counted))["items"]
    {'$ref': '#/$defs/Counted'}

A class may have a static method ``in_words(plain)`` that says the whole of it in one ``Text``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeVar, overload

import attrs

from tickbox_core.categories.forms import SCHEMA
from tickbox_core.categories.kinds import SCOPE, Day, Kind, Where
from tickbox_core.counting import Share
from tickbox_core.declarations.outputs import (
    ANY_JSON,
    AnswerPart,
    AnyJson,
    Keyed,
    ListOf,
    OneOf,
    OrNull,
    Row,
    Said,
    Shared,
)
from tickbox_core.text import EMPTY, Text

T = TypeVar("T")
_HELD = "tickbox-answer"
NULL = {"type": "null"}


class _LeftOut:
    """Nothing stands under the key of such a field, not even null."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "LEFT_OUT"


LEFT_OUT: Any = _LeftOut()
"""The value of a field whose key is missing (``omitted``); false, as ``None`` is."""


@attrs.frozen(hash=False)
class Output:
    """One field of an answer: its ``key`` in JSON, what stands there, and its label for people.

    ``none``: it may be null.  ``omitted``: the key may be missing.
    """

    key: str
    kind: Kind
    label: Text = EMPTY
    shown: bool = True
    none: bool = False
    omitted: bool = False


def gives(kind: Kind | type, zh: str, en: str, *, none: bool = False, omitted: bool = False) -> Any:
    """A field of an answer that people read, with its label in Chinese and English."""
    return _field(Output("", kind_of(kind), Text(zh, en), True, none, omitted))


def unseen(kind: Kind | type, *, none: bool = False, omitted: bool = False) -> Any:
    """A field of an answer that only programs read."""
    return _field(Output("", kind_of(kind), EMPTY, False, none, omitted))


def _field(output: Output) -> Any:
    held = {_HELD: output}
    if output.omitted:
        return attrs.field(metadata=held, default=LEFT_OUT, kw_only=True)
    return attrs.field(metadata=held)


def kind_of(answer: Kind | type) -> Kind:
    """The kind that an answer is of: a class of fields is a ``AnswerPart``."""
    return AnswerPart(answer) if isinstance(answer, type) else answer


@lru_cache(maxsize=256)
def outputs_of(answer: type) -> tuple[Output, ...]:
    """The fields of an answer class, in their order.

    Raises ``TypeError`` for a field that does not say what it is.
    """
    found = []
    for one in attrs.fields(answer):
        if _HELD not in one.metadata:
            raise TypeError(f"{answer.__name__}.{one.name} is declared by neither gives nor unseen")
        found.append(attrs.evolve(one.metadata[_HELD], key=one.name.rstrip("_")))
    return tuple(found)


def parts_of(kind: Kind) -> Iterator[Kind]:
    """A kind and every kind inside it, each answer class once."""
    yield from _walk_kinds(kind, set())


def _walk_kinds(kind: Kind, seen: set[type]) -> Iterator[Kind]:
    if isinstance(kind, AnswerPart) and kind.of in seen:
        return
    yield kind
    inside: tuple[Kind, ...] = ()
    if isinstance(kind, AnswerPart):
        seen.add(kind.of)
        inside = tuple(one.kind for one in outputs_of(kind.of))
    elif isinstance(kind, (ListOf, OrNull)):
        inside = (kind.each,)
    elif isinstance(kind, Keyed):
        inside = (kind.key, kind.each)
    elif isinstance(kind, (OneOf, Row)):
        inside = kind.kinds
    for one in inside:
        yield from _walk_kinds(one, seen)


def answer_schema(answer: Kind | type) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of an answer; the classes in it stand in its ``$defs``."""
    kind = kind_of(answer)
    held = definitions(kind)
    return {"$schema": SCHEMA, **({"$defs": held} if held else {}), **kind.schema()}


def definitions(kind: Kind) -> dict[str, Any]:
    """The schemas that a kind's own schema refers to, by name."""
    held: dict[str, Any] = {}
    for one in parts_of(kind):
        if isinstance(one, AnswerPart):
            held[one.of.__name__] = _class_schema(one.of)
        elif isinstance(one, Where):
            held["scope"] = SCOPE
        elif isinstance(one, AnyJson):
            held["json"] = ANY_JSON
    return held


def _class_schema(answer: type) -> dict[str, Any]:
    fields = outputs_of(answer)
    return {
        "type": "object",
        "description": (answer.__doc__ or "").strip().partition("\n")[0],
        "properties": {one.key: _field_schema(one) for one in fields},
        "required": [one.key for one in fields if not one.omitted],
        "additionalProperties": False,
    }


def _field_schema(one: Output) -> dict[str, Any]:
    schema = one.kind.schema()
    words = {"title": one.label.en, "x-title": one.label.plain()} if one.label else {}
    return {**({"anyOf": [schema, NULL]} if one.none else schema), **words}


def fits(kind: Kind, plain: Any) -> bool:
    """Whether a plain value looks like one of this kind: which of several it is."""
    if isinstance(kind, AnswerPart):
        needed = {one.key for one in outputs_of(kind.of) if not one.omitted}
        return isinstance(plain, Mapping) and needed <= set(plain)
    return isinstance(plain, list) == isinstance(kind, ListOf)


# -- from JSON back to values ------------------------------------------------------------------


@overload
def value_of(answer: type[T], plain: Any) -> T: ...
@overload
def value_of(answer: Kind, plain: Any) -> Any: ...
def value_of(answer: Kind | type, plain: Any) -> Any:
    """What was answered in JSON as values: an answer class with its texts, days and shares.

    ``plain_of`` makes the same JSON of it again.  A key that was not written is ``LEFT_OUT``, one
    that nobody knows is passed over: an older version, or a newer one, wrote it.  Raises
    ``TypeError`` for what is no object where a class is wanted.

    >>> from tickbox_core.workflow.answers import Referenced
    >>> value_of(Referenced, {"ref": "1xnj-a0fj"})
    Referenced(ref='1xnj-a0fj')
    """
    kind = kind_of(answer)
    if isinstance(kind, AnswerPart):
        return _part_of(kind.of, plain)
    if isinstance(kind, OrNull):
        return None if plain is None else value_of(kind.each, plain)
    if isinstance(kind, ListOf):
        return tuple(value_of(kind.each, one) for one in plain)
    if isinstance(kind, Keyed):
        return {key: value_of(kind.each, one) for key, one in plain.items()}
    if isinstance(kind, Row):
        return tuple(value_of(of, one) for of, one in zip(kind.kinds, plain, strict=True))
    if isinstance(kind, OneOf):
        return value_of(next((one for one in kind.kinds if fits(one, plain)), AnyJson()), plain)
    return _scalar_of(kind, plain)


def _part_of(of: type, plain: Any) -> Any:
    if not isinstance(plain, Mapping):
        raise TypeError(f"{plain!r} is no {of.__name__}")
    return of(
        **{
            field.name: _field_of(one, plain.get(one.key, LEFT_OUT))
            for field, one in zip(attrs.fields(of), outputs_of(of), strict=True)
        }
    )


def _field_of(one: Output, plain: Any) -> Any:
    return plain if plain is None or plain is LEFT_OUT else value_of(one.kind, plain)


def _scalar_of(kind: Kind, plain: Any) -> Any:
    if plain is None:
        return None
    if isinstance(kind, Said):
        return Text(**plain)
    if isinstance(kind, Shared):
        return tuple(plain) if kind.row else Share(**plain)
    return kind.value(plain) if isinstance(kind, Day) else plain
