"""Small checks shared by the values of the model."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from tickbox_core.errors import BadValue, DuplicateId
from tickbox_core.text import Text


def no_duplicates(kind: str, ids: Iterable[str]) -> None:
    """Refuse the first id that occurs twice (``DuplicateId``)."""
    held = list(ids)
    if len(set(held)) == len(held):
        return
    seen: set[str] = set()
    for id_ in held:
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
    if value is None or (type(value) is int and value >= 0):
        return value
    return whole(value, "cost")


def whole_area(value: int | None) -> int | None:
    """A floor area in the unit of its roll; unknown (``None``) stays unknown."""
    return None if value is None else whole(value, "floor area")


def electors(value: int | None) -> int | None:
    """A number of electors or households; unknown (``None``) stays unknown."""
    return None if value is None else whole(value, "electorate")


def optional_count(value: int | None) -> int | None:
    """A number of places to fill; ``None`` where nothing is chosen."""
    return None if value is None else whole(value, "places")


def days(value: int) -> int:
    """A number of days."""
    return whole(value, "days")


_UNCHANGING = {str, int, bool, type(None)}
_DEEP = 32


def _copy_of(value: Any, depth: int) -> Any:
    """A copy that shares nothing that can be changed; what JSON holds is copied without a memo."""
    kind = type(value)
    if kind in _UNCHANGING or kind is FrozenMapping:
        return value
    if depth < _DEEP:
        if kind is dict:
            return {name: _copy_of(one, depth + 1) for name, one in value.items()}
        if kind is list:
            return [_copy_of(one, depth + 1) for one in value]
    return copy.deepcopy(value)


class FrozenMapping(Mapping[str, Any]):
    """A read-only mapping that, unlike ``MappingProxyType``, can be copied and pickled."""

    __slots__ = ("_held",)

    def __init__(self, held: Mapping[str, Any]) -> None:
        # plain values, as of nearly all, are copied at once
        plain = type(held) is dict and _UNCHANGING.issuperset(map(type, held.values()))
        self._held = (
            dict(held) if plain else {name: _copy_of(value, 0) for name, value in held.items()}
        )

    @classmethod
    def of_plain(cls, held: dict[str, str]) -> FrozenMapping:
        """Of strings that nobody else holds: they need no copy."""
        mapping = cls.__new__(cls)
        mapping._held = held
        return mapping

    def __getitem__(self, name: str) -> Any:
        return self._held[name]

    def get(self, name: str, default: Any = None) -> Any:
        """As of every mapping, without an exception for what it does not hold."""
        return self._held.get(name, default)

    def __contains__(self, name: object) -> bool:
        """As of every mapping, without an exception for what it does not hold."""
        return name in self._held

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __repr__(self) -> str:
        return repr(self._held)


def frozen_mapping(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """A read-only copy, down to the values, so that nobody changes it from outside."""
    if value is NOTHING or (not value and type(value) in (dict, FrozenMapping)):
        return NOTHING  # most hold nothing, and that is always the same
    return FrozenMapping(value)


NOTHING = FrozenMapping({})
"""A mapping that holds nothing."""


def strings(values: Iterable[str]) -> tuple[str, ...]:
    """Several strings, frozen; one string alone is not a list of its letters (``BadValue``)."""
    held = () if isinstance(values, str) else tuple(values)
    if isinstance(values, str) or not all(isinstance(value, str) for value in held):
        raise BadValue(
            "ballot",
            Text("勾选项不是编号列表。", "its ticks are not a list of item ids."),
            Text("没有勾选就给空列表。", "Give an empty list where nothing is ticked."),
        )
    return held


_A_TUPLE = attrs.validators.instance_of(tuple)


def a_tuple(holder: object, field: Any, value: Any) -> None:
    """Refuse what is no tuple (``TypeError``); a validator for fields."""
    if type(value) is not tuple:
        _A_TUPLE(holder, field, value)
