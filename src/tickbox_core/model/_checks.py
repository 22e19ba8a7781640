"""Small checks shared by the values of the model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from tickbox_core.errors import BadValue, DuplicateId
from tickbox_core.text import Text


def no_duplicates(kind: str, ids: Iterable[str]) -> None:
    """Refuse the first id that occurs twice (``DuplicateId``)."""
    seen: set[str] = set()
    for id_ in ids:
        if id_ in seen:
            raise DuplicateId(kind, id_)
        seen.add(id_)


def whole(value: object, where: str) -> int:
    """The value if it is a whole number ≥ 0 (never a float, never a bool), else ``BadValue``."""
    if type(value) is int and value >= 0:
        return value
    raise BadValue(
        where,
        Text(f"“{value}”不是不小于0的整数。", f"'{value}' is not a whole number of 0 or more."),
        Text("请填整数。", "Give a whole number."),
    )


def fen(value: int | None) -> int | None:
    """An amount of money in fen; unknown (``None``) stays unknown."""
    return None if value is None else whole(value, "cost")


def hundredths(value: int | None) -> int | None:
    """An area in 0.01 m²; unknown (``None``) stays unknown."""
    return None if value is None else whole(value, "floor area")


def electors(value: int | None) -> int | None:
    """A number of electors or households; unknown (``None``) stays unknown."""
    return None if value is None else whole(value, "electorate")


def frozen_mapping(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """A read-only view of a copy."""
    return MappingProxyType(dict(value))


def strings(values: Iterable[str]) -> tuple[str, ...]:
    """Several strings, frozen."""
    return tuple(values)


a_tuple = attrs.validators.instance_of(tuple)
