"""A scope as boxes of a form: areas of the tree, numbered buildings, floors, a lift, kinds of unit.

What is chosen in several of them holds together: floors from 7 of the buildings that are ticked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from tickbox_console.staff_request import Posted, StaffRequest, many, one
from tickbox_console.views import BoxView, StaffChoiceView
from tickbox_core.errors import UnknownId
from tickbox_core.model import AreaTree
from tickbox_core.model.scope import Within
from tickbox_core.text import Text

FIRST, LAST, LOW, HIGH, LIFT, KIND = "first", "last", "low", "high", "lift", "kind"
_NUMBER, _FLOOR = re.compile("[0-9]{1,5}"), re.compile("-?[0-9]{1,3}")
_KINDS = {
    "home": Text("住宅", "homes"),
    "shop": Text("商铺", "shops"),
    "parking": Text("车位", "parking spaces"),
}
_LABELS = {
    FIRST: Text("楼号从", "buildings from number"),
    LAST: Text("楼号到", "to number"),
    LOW: Text("楼层从", "floors from"),
    HIGH: Text("楼层到", "to floor"),
    LIFT: Text("由哪部电梯（或设施）服务", "served by which lift (or other service)"),
    KIND: Text("只限哪类房屋", "only units of this kind"),
}


def scope_cell(name: str, posted: Posted) -> str:
    """What stands in the boxes as one cell; what will not do as it was typed."""
    parts: list[dict[str, Any]] = []
    ids: dict[str, list[str]] = {}
    for chosen in many(posted, name):
        key, _, id_ = chosen.partition(":")
        ids.setdefault(key, []).append(id_)
    places: list[dict[str, Any]] = [{key: ids[key]} for key in ("within", "units") if key in ids]
    if places:
        parts.append(places[0] if len(places) == 1 else {"any": places})
    low, high = one(posted, f"{name}.{LOW}").strip(), one(posted, f"{name}.{HIGH}").strip()
    if any(floor and not _FLOOR.fullmatch(floor) for floor in (low, high)):
        return f"floors={low}..{high}"  # reading it says what is wrong
    ends = {end: int(floor) for end, floor in (("from", low), ("to", high)) if floor}
    if ends:
        parts.append({"floors": ends})
    if lift := one(posted, f"{name}.{LIFT}").strip():
        parts.append({"served_by": lift})
    if kinds := many(posted, f"{name}.{KIND}"):
        parts.append({"kind": kinds})
    if not parts:
        return ""
    whole = parts[0] if len(parts) == 1 else {"all": parts}
    return json.dumps(whole, ensure_ascii=False)


def scope_boxes(name: str, scope: Mapping[str, Any]) -> Posted:
    """A scope as the boxes that stand for it; none for one that they cannot say."""
    posted: Posted = {}
    for part in scope["all"] if set(scope) == {"all"} else [scope]:
        found = _boxes_of_part(name, part)
        if not found or found.keys() & posted.keys():
            return {}
        posted.update(found)
    return posted


def _boxes_of_part(name: str, part: Mapping[str, Any]) -> Posted:
    places = part["any"] if set(part) == {"any"} else [part]
    if all(set(place) <= {"within", "units"} for place in places):
        return {name: [f"{k}:{id_}" for place in places for k, ids in place.items() for id_ in ids]}
    ((key, held),) = part.items()
    if key == "floors":
        ends = {LOW: held.get("from"), HIGH: held.get("to")}
        return {f"{name}.{end}": [str(floor)] for end, floor in ends.items() if floor is not None}
    if key == "served_by":
        return {f"{name}.{LIFT}": [held]}
    return {f"{name}.{KIND}": list(held)} if key == "kind" else {}


def scope_rows(
    seat: StaffRequest, name: str, posted: Posted, lifts: Sequence[tuple[str, Text]] | None
) -> tuple[tuple[BoxView, ...], ...]:
    """The boxes beside the areas: numbers of buildings, floors, the lift, kinds."""

    def box(part: str, control: str = "text", choices: Sequence[tuple[str, Text]] = ()) -> BoxView:
        held = posted.get(f"{name}.{part}", [])
        shown = tuple(
            StaffChoiceView(value, seat.visit.say(words), value in held) for value, words in choices
        )
        label, value = seat.visit.say(_LABELS[part]), one(posted, f"{name}.{part}")
        return BoxView(f"{name}.{part}", label, control, False, "", value=value, choices=shown)

    rows: list[tuple[BoxView, ...]] = [(box(FIRST), box(LAST)), (box(LOW), box(HIGH))]
    known = tuple(lifts or ())
    held = one(posted, f"{name}.{LIFT}")
    if held and held not in dict(known):
        known = (*known, (held, Text.of(held)))
    if known:
        rows.append((box(LIFT, "select", known),))
    rows.append((box(KIND, "checks", tuple(_KINDS.items())),))
    return tuple(rows)


def numbered_ticked(name: str, posted: Posted, tree: AreaTree, inside: str) -> Text | None:
    """Tick the buildings that are named by their numbers; why not, where it cannot be told."""
    first, last = (one(posted, f"{name}.{part}").strip() for part in (FIRST, LAST))
    if not first and not last:
        return None
    if not all(_NUMBER.fullmatch(number or "0") for number in (first, last)):
        return Text("楼号请填数字，如16和21。", "Give the numbers of buildings: 16 and 21, say.")
    low, high = int(first or last), int(last or first)
    if low > high or high - low > MOST_BUILDINGS:
        return Text("楼号的起止不对。", "these numbers of buildings will not do.")
    try:
        found = Within.numbered(tree, "building", low, high, inside)
    except UnknownId as missing:
        said = Text("没有{number}号楼。", "there is no building number {number}.")
        return said.filled(number=missing.id)
    ticked = [f"within:{id_}" for id_ in found.areas]
    posted[name] = list(dict.fromkeys((*posted.get(name, []), *ticked)))
    posted.pop(f"{name}.{FIRST}", None)
    posted.pop(f"{name}.{LAST}", None)
    return None


MOST_BUILDINGS = 500
