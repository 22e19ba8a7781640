"""A rule's parameters as they are typed on the command line, read from a file, and said again."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tickbox_core.errors import BadValue, MalformedFile
from tickbox_core.hooks import Parameter
from tickbox_core.model.strict_json import load_json
from tickbox_core.numbers import NotANumber, read_count, read_money
from tickbox_core.rules.budget import amount
from tickbox_core.text import Text

DEEPEST = 20
"""Lists and mappings in each other; a rule's parameters have three at most."""


def parse_parameter(parameter: Parameter, given: str, minor_units: int) -> Any:
    """The plain value: a number where the default is one, a list or mapping where it is.

    Money is typed in units of currency, of which ``minor_units`` make one.  JSON is taken as it
    stands.  Raises ``BadValue`` naming the parameter.
    """
    default = parameter.default
    if type(default) is int:
        return _whole_or_word(given, f"--{parameter.name}")
    if not isinstance(default, (dict, tuple, list)):
        return given
    try:
        if given.lstrip()[:1] in ("{", "["):
            return load_json(given)
        return _SHORT[parameter.name](given, minor_units)
    except NotANumber as refused:
        raise BadValue(f"--{parameter.name}", refused.problem, refused.remedy) from None
    except (ValueError, KeyError, RecursionError):
        raise BadValue(
            f"--{parameter.name}",
            Text(f"“{given[:60]}”不对。", f"'{given[:60]}' will not do."),
            Text(f"请给出{parameter.about.zh}。", f"It takes {parameter.about.en}."),
        ) from None


def money(given: str, option: str, minor_units: int) -> int:
    """An amount typed in units of currency, in the smallest units; ``BadValue`` naming the option.

    Never rounded: an amount finer than the smallest unit is refused.
    """
    try:
        found = read_money(given, minor_units)
    except NotANumber as refused:
        raise BadValue(option, refused.problem, refused.remedy) from None
    if found < 0:
        raise BadValue(
            option,
            Text(f"“{given[:60]}”小于0。", f"'{given[:60]}' is less than 0."),
            Text("请填金额，如 1050000 或 860.50。", "Give an amount, 1050000 or 860.50 say."),
        )
    return found


def read_parameters(path: str) -> dict[str, Any]:
    """The parameters in a JSON or TOML file, by name; ``MalformedFile`` where it holds none.

    Strings are read as if typed, everything else is taken as it stands.
    """
    try:
        text = Path(path).read_text("utf-8-sig")
        given = tomllib.loads(text) if path.lower().endswith(".toml") else load_json(text)
    except OSError as problem:
        raise _malformed_file(path, str(problem.strerror)) from None
    except (ValueError, RecursionError) as problem:  # JSON, TOML and UTF-8 raise kinds of it
        raise _malformed_file(path, str(problem)) from None
    if not isinstance(given, dict):
        raise _malformed_file(path, "not a mapping")
    try:
        _shallow(given)
    except ValueError as problem:
        raise _malformed_file(path, str(problem)) from None
    return given


def _shallow(held: Any) -> Any:
    """What was read; ``ValueError`` where it is nested deeper than any parameter."""
    level = [held]
    for _ in range(DEEPEST):
        inside = [list(one.values()) if isinstance(one, dict) else one for one in level]
        level = [part for parts in inside for part in parts if isinstance(part, (dict, list))]
        if not level:
            return held
    raise ValueError("nested too deeply")


def _malformed_file(path: str, problem: str) -> MalformedFile:
    return MalformedFile(
        path,
        0,
        Text(f"读不出参数（{problem}）。", f"no parameters can be read ({problem})."),
        Text(
            '请写成 JSON 或 TOML，如 {"quotas": {"lift": 2}}。',
            'Write JSON or TOML: {"quotas": {"lift": 2}} say.',
        ),
    )


def format_parameters(parameters: Mapping[str, Any], minor_units: int) -> str:
    """Parameters on one line, as they would be typed."""
    said = (
        f"{name} {format_value(name, value, minor_units)}" for name, value in parameters.items()
    )
    return ", ".join(said)


def format_value(name: str, value: Any, minor_units: int) -> str:
    """One parameter's value as it would be typed; money in units of currency."""
    if name == "tiers" and isinstance(value, Mapping):
        return ",".join(
            f"{tier}={_limit(part, limit, minor_units)}"
            for tier, limits in value.items()
            for part, limit in limits.items()
        )
    if isinstance(value, Mapping):
        return ",".join(f"{key}={one}" for key, one in value.items())
    if isinstance(value, (list, tuple)):
        return ",".join("|".join(o) if isinstance(o, (list, tuple)) else str(o) for o in value)
    return str(value)


def _limit(part: str, limit: int, minor_units: int) -> str:
    return f"#{limit}" if part == "places" else amount(limit, minor_units).replace(",", "")


# -- short forms -------------------------------------------------------------------------------


def _whole_or_word(given: str, option: str) -> int | str:
    """A whole number, or what the rule may know as a word: ``>100``, ``5%``."""
    try:
        return read_count(given)
    except NotANumber as refused:
        if refused.doubtful:
            raise BadValue(option, refused.problem, refused.remedy) from None
        return given


def _whole(given: str) -> int:
    found = read_count(given)
    if found < 0:
        raise ValueError(given)
    return found


def _money(given: str, minor_units: int) -> int:
    found = read_money(given, minor_units)
    if found < 0:
        raise ValueError(given)
    return found


def _pairs(given: str) -> list[tuple[str, str]]:
    if cut := _CUT.search(given):
        raise _parts_pairs(cut[1], re.sub("[,，]", "", cut[1]))
    halves = [part.partition("=") for part in re.split("[,，;；]", given) if part.strip()]
    if not all(sign for _, sign, _ in halves):
        raise ValueError(given)
    return [(name.strip(), value.strip()) for name, _, value in halves]


_CUT = re.compile(r"=[^=,，;；]*?([0-9]+(?:[,，][0-9]+)+)[^=,，;；]*(?:[,，;；]|$)")
"""An amount with a comma in it, where commas part the pairs."""


def _parts_pairs(said: str, whole: str) -> NotANumber:
    return NotANumber(
        Text(
            f"“{said}”里的逗号会被当成两项之间的逗号。",
            f"the comma in '{said}' would part two entries.",
        ),
        Text(f"请写成{whole}，小数用点。", f"Write {whole}, and a point before decimals."),
        doubtful=True,
    )


def _quotas(given: str, minor_units: int) -> dict[str, int]:
    quotas = {name: _whole(value) for name, value in _pairs(given)}
    if len(quotas) < len(_pairs(given)):
        raise ValueError(given)  # one category twice: which of the two is meant?
    return quotas


def _tiers(given: str, minor_units: int) -> dict[str, dict[str, int]]:
    """``street=1050000`` is a budget, ``local=#3`` places; both may be given for one tier."""
    tiers: dict[str, dict[str, int]] = {}
    for name, value in _pairs(given):
        tier, part = tiers.setdefault(name, {}), "places" if value[:1] == "#" else "budget"
        if part in tier:
            raise ValueError(given)
        tier[part] = _whole(value[1:]) if part == "places" else _money(value, minor_units)
    return tiers


def _groups(given: str, minor_units: int) -> list[list[str]]:
    groups = [[id_.strip() for id_ in group.split("|")] for group in re.split("[,，]", given)]
    if not all(len(group) > 1 and all(group) for group in groups):
        raise ValueError(given)
    return groups


def _numbers(given: str, minor_units: int) -> list[int]:
    return [_whole(part) for part in re.split("[,，;；]", given) if part.strip()]


_SHORT: dict[str, Callable[[str, int], Any]] = {
    "quotas": _quotas,
    "tiers": _tiers,
    "exclusive": _groups,
    "table": _numbers,
}
