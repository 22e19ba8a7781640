"""Scopes as people type them: ``b16,b17 + floors=7.. + lift=l3``.

Parts joined by ``+`` hold together, and ways joined by ``or`` beside one another.  A part is areas
by id, or says by name what it is: floors, a lift (or whatever else serves units), kinds of unit,
units; ``not`` before it leaves them out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from tickbox_core.categories.kinds.base import Kind, Plain, half_width, json_line, no
from tickbox_core.errors import TickboxError
from tickbox_core.model.scope import Scope, scope_of
from tickbox_core.model.strict_json import load_json
from tickbox_core.text import Text

_NAMES = {
    "within": "within", "in": "within", "范围": "within", "区域": "within",
    "floors": "floors", "floor": "floors", "楼层": "floors",
    "lift": "served_by", "served_by": "served_by", "served by": "served_by", "电梯": "served_by",
    "kind": "kind", "kinds": "kind", "类型": "kind",
    "units": "units", "unit": "units", "房号": "units",
}  # fmt: skip
_KINDS = {"住宅": "home", "商铺": "shop", "车位": "parking"}
_WORDS = {
    "within": "",
    "floors": "floors=",
    "served_by": "lift=",
    "kind": "kind=",
    "units": "units=",
}
_ALL = ("everything", "all", "全部", "全体")
_OR, _AND = re.compile(r"\s+(?:or|或)\s+"), re.compile(r"\s*\+\s*")
_LIST = re.compile(r"[,，、]")
_NOT = re.compile(r"(?:not\s+|除)(.+)")
_FLOORS = re.compile(r"(-?[0-9]+)?\s*(?:\.\.|至|到|～|~)\s*(-?[0-9]+)?")
_PLAIN_FLOORS = re.compile(r"([0-9]+)-([0-9]+)?")
_FLOOR = re.compile(r"-?[0-9]+")


def parse_scope(text: str) -> Plain:
    """The plain scope of what somebody typed; ``ValueError`` where it is none."""
    ways = [_way(one) for one in _OR.split(text.strip())]
    return ways[0] if len(ways) == 1 else {"any": ways}


def format_scope(plain: Plain) -> str | None:
    """A plain scope as it is typed; ``None`` where it cannot be said so simply."""
    try:
        ways = plain["any"] if set(plain) == {"any"} else [plain]
        said = " or ".join(_way_words(one) for one in ways)
        return said if parse_scope(said) == plain else None
    except (ValueError, KeyError, TypeError):
        return None


def _way(text: str) -> Plain:
    parts = [_part(one) for one in _AND.split(text.strip())]
    return parts[0] if len(parts) == 1 else {"all": parts}


def _part(text: str) -> Plain:
    if left_out := _NOT.fullmatch(text):
        return {"not": _part(left_out[1].strip())}
    if half_width(text).casefold() in _ALL:
        return {"everything": True}
    name, sign, held = (one.strip() for one in re.sub("[＝：:]", "=", text, count=1).partition("="))
    if not sign:
        name, held = "within", name
    key = _NAMES.get(half_width(name).casefold())
    if key is None or not held:
        raise no(text)
    return {key: _READ[key](held)}


def _floors(text: str) -> Plain:
    typed = half_width(text).replace("层", "").strip()
    if _FLOOR.fullmatch(typed):
        return {"from": int(typed), "to": int(typed)}
    found = _FLOORS.fullmatch(typed) or _PLAIN_FLOORS.fullmatch(typed)
    if found is None or not any(found.groups()):
        raise no(text)
    ends = zip(("from", "to"), found.groups(), strict=True)
    return {end: int(floor) for end, floor in ends if floor is not None}


def _ids(text: str) -> list[str]:
    found = [one.strip() for one in _LIST.split(text)]
    if not all(found):
        raise no(text)
    return found


def _kinds(text: str) -> list[str]:
    return [_KINDS.get(one, one) for one in _ids(text)]


_READ: Mapping[str, Callable[[str], Any]] = {
    "within": _ids, "floors": _floors, "served_by": str, "kind": _kinds, "units": _ids,
}  # fmt: skip


def _way_words(plain: Plain) -> str:
    parts = plain["all"] if set(plain) == {"all"} else [plain]
    return " + ".join(map(_part_words, parts))


def _part_words(plain: Plain) -> str:
    ((key, held),) = plain.items()
    if key == "not":
        return f"not {_part_words(held)}"
    if key == "everything":
        return "everything"
    if key == "floors":
        low, high = held.get("from"), held.get("to")
        same = low is not None and low == high
        said = str(low) if same else f"{'' if low is None else low}..{'' if high is None else high}"
        return f"floors={said}"
    return f"{_WORDS[key]}{held if isinstance(held, str) else ','.join(held)}"


@attrs.frozen
class Where(Kind):
    """A scope: which units it concerns, as ``tickbox_core.model.scope`` keeps it."""

    input = "scope"
    example = "b16,b17 + floors=7.. + lift=l3"

    @property
    def remedy(self) -> Text:
        """What it looks like."""
        return Text(
            "请选择范围，如某几号楼、某几层或某部电梯服务的房屋；"
            "写成 b16,b17 + 楼层=7.. + 电梯=l3（区域和电梯写编号）。",
            "Choose buildings, floors, or the units that a lift serves; written as "
            "b16,b17 + floors=7.. + lift=l3, by their ids.",
        )

    @property
    def json_remedy(self) -> Text:
        """An object with one key."""
        return Text(
            '请给出一个对象，如 {"within": ["b16"]}。', 'Give an object: {"within": ["b16"]}, say.'
        )

    def parse(self, text: str) -> Plain:
        """As it is typed, or as a program writes it."""
        given = load_json(text) if text.lstrip().startswith("{") else parse_scope(text)
        return self.plain(self.value(given))

    def format(self, plain: Plain) -> str:
        """As it is typed; as a program writes it where that says it only."""
        return format_scope(plain) or json_line(plain)

    def value(self, plain: Plain) -> Scope:
        """The scope itself."""
        try:
            return scope_of(plain)
        except TickboxError as problem:
            raise ValueError(str(problem)) from None

    def plain(self, value: Any) -> Plain:
        """As ``scope_of`` reads it."""
        return value.plain()

    def schema(self) -> dict[str, Any]:
        """An object with one key that says which kind of scope it is (``SCOPE``)."""
        return {"$ref": "#/$defs/scope"}


_IDS = {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1}
_PARTS = {"type": "array", "items": {"$ref": "#/$defs/scope"}, "minItems": 1}
_END = {"type": ["integer", "null"]}
SCOPE = {
    "type": "object",
    "properties": {
        "everything": {"const": True},
        "within": _IDS,
        "floors": {
            "type": "object",
            "properties": {"from": _END, "to": _END},
            "additionalProperties": False,
            "minProperties": 1,
        },
        "kind": _IDS,
        "served_by": {"type": "string", "minLength": 1},
        "units": _IDS,
        "all": _PARTS,
        "any": _PARTS,
        "not": {"$ref": "#/$defs/scope"},
    },
    "additionalProperties": False,
    "minProperties": 1,
    "maxProperties": 1,
}
"""JSON Schema of a scope, which may hold others: ``#/$defs/scope`` of a schema that has one."""
