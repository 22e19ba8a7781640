"""Small checks on what receipts and checkpoints hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeVar

import attrs

from tickbox_core.errors import BadValue
from tickbox_core.text import Text

T = TypeVar("T")
_AS_NAMED: Mapping[str, str] = MappingProxyType({})


def text(instance: object, field: attrs.Attribute[Any], value: object) -> None:
    """A line of text; in a checkpoint's note each stands on its own line."""
    if not isinstance(value, str) or "\n" in value:
        raise _bad(instance, field, Text("不是一行文字。", "it is not one line of text."))


def a_count(instance: object, field: attrs.Attribute[Any], value: object) -> None:
    """A whole number of 0 or more."""
    if type(value) is not int or value < 0:
        raise _bad(instance, field, Text("不是不小于0的整数。", "it is no whole number from 0."))


def a_hash(instance: object, field: attrs.Attribute[Any], value: object) -> None:
    """32 bytes in hexadecimal, small letters."""
    _hexadecimal(instance, field, value, 64)


def a_key(instance: object, field: attrs.Attribute[Any], value: object) -> None:
    """A public key in hexadecimal, or nothing."""
    if value != "":
        _hexadecimal(instance, field, value, 64)


def a_signature(instance: object, field: attrs.Attribute[Any], value: object) -> None:
    """A signature in hexadecimal, or nothing."""
    if value != "":
        _hexadecimal(instance, field, value, 128)


def read_plain(
    kind: type[T], plain: object, where: str, stored: Mapping[str, str] = _AS_NAMED
) -> T:
    """The value of that kind that ``plain`` wrote; fields it does not know are refused.

    ``stored`` says which fields have another name in what is stored.
    """
    fields = attrs.fields(kind)  # type: ignore[arg-type]  # an attrs class
    names = {stored.get(field.name, field.name): field.name for field in fields}
    if not isinstance(plain, Mapping) or set(plain) != set(names):
        listed = ", ".join(sorted(names))
        problem = Text(f"应有且只有：{listed}。", f"it must hold just these: {listed}.")
        raise BadValue(where, problem)
    return kind(**{names[name]: value for name, value in plain.items()})


def _hexadecimal(instance: object, field: attrs.Attribute[Any], value: object, length: int) -> None:
    if not isinstance(value, str) or not re.fullmatch(f"[0-9a-f]{{{length}}}", value):
        said = Text(f"不是{length}位十六进制数。", f"it is not {length} hexadecimal digits.")
        raise _bad(instance, field, said)


def _bad(instance: object, field: attrs.Attribute[Any], problem: Text) -> BadValue:
    return BadValue(f"{type(instance).__name__.lower()} {field.name}", problem)
