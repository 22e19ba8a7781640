"""A rule's parameter as it is typed on the command line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from tickbox_core.errors import BadValue
from tickbox_core.hooks import Parameter
from tickbox_core.interchange.numbers import number
from tickbox_core.text import Text


def typed(parameter: Parameter, given: str, minor_units: int) -> Any:
    """The plain value: a number where the default is one, a list or mapping where it is.

    Money is typed in units of currency, of which ``minor_units`` make one.  JSON is taken as it
    stands.  Raises ``BadValue`` naming the parameter.
    """
    default = parameter.default
    if type(default) is int:
        return int(given) if given.isascii() and given.isdigit() else given
    if not isinstance(default, (dict, tuple, list)):
        return given
    try:
        if given.lstrip()[:1] in ("{", "["):
            return json.loads(given)
        return _SHORT[parameter.name](given, minor_units)
    except (ValueError, KeyError):
        raise BadValue(
            f"--{parameter.name}",
            Text(f"“{given[:60]}”不对。", f"'{given[:60]}' will not do."),
            parameter.about,
        ) from None


def _pairs(given: str) -> list[tuple[str, str]]:
    halves = [part.partition("=") for part in re.split("[,，;]", given) if part.strip()]
    if not all(sign for _, sign, _ in halves):
        raise ValueError(given)
    return [(name.strip(), value.strip()) for name, _, value in halves]


def _quotas(given: str, minor_units: int) -> dict[str, int]:
    return {name: int(value) for name, value in _pairs(given)}


def _tiers(given: str, minor_units: int) -> dict[str, dict[str, int]]:
    """``street=1050000`` is a budget, ``local=#3`` places; both may be given for one tier."""
    tiers: dict[str, dict[str, int]] = {}
    for name, value in _pairs(given):
        if value.startswith("#"):
            tiers.setdefault(name, {})["places"] = int(value[1:])
            continue
        money = number(value)
        if money is None or (money * minor_units).denominator != 1:
            raise ValueError(given)
        tiers.setdefault(name, {})["budget"] = int(money * minor_units)
    return tiers


def _groups(given: str, minor_units: int) -> list[list[str]]:
    return [[id_.strip() for id_ in group.split("|")] for group in given.split(",")]


def _numbers(given: str, minor_units: int) -> list[int]:
    return [int(part) for part in re.split("[,，;]", given) if part.strip()]


_SHORT: dict[str, Callable[[str, int], Any]] = {
    "quotas": _quotas,
    "tiers": _tiers,
    "exclusive": _groups,
    "table": _numbers,
}
