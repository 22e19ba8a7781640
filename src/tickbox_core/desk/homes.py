"""Where slots live, as people say it: for staff, who ring at doors and not at random names."""

from __future__ import annotations

from collections import Counter

from tickbox_core.desk import Desk
from tickbox_core.model import Unit
from tickbox_core.text import Text

ERASED = Text("门牌已删除", "address erased")


def homes(desk: Desk, round_id: str) -> dict[str, Text]:
    """The address of each slot's home; all slots of a home have the same."""
    units = {unit.id: unit for unit in desk.units(round_id)}
    tree, areas = desk.tree, {unit.area for unit in units.values()}
    names = {area: tree[area].name if area in tree else None for area in areas}
    return {
        slot.slot: _address(units[slot.unit], names) if slot.unit in units else ERASED
        for slot in desk.slots(round_id)
    }


def people(desk: Desk, round_id: str) -> dict[str, Text]:
    """The address of each slot, and which person of the home it is where there are several."""
    where = homes(desk, round_id)
    slots = desk.slots(round_id)
    of_home = Counter(slot.household for slot in slots)
    seen: Counter[str] = Counter()
    found = {}
    for slot in slots:
        seen[slot.household] += 1
        several = Text("{home}，第{number}人", "{home}, person {number}")
        home = where[slot.slot]
        found[slot.slot] = (
            several.filled(home=home, number=seen[slot.household])
            if of_home[slot.household] > 1
            else home
        )
    return found


def home_of(desk: Desk, round_id: str, slot: str) -> Text:
    """The address of one slot's home, without a look at any other."""
    unit, tree = desk.paper.unit_of(round_id, slot), desk.tree
    if unit is None:
        return ERASED
    return _address(unit, {unit.area: tree[unit.area].name if unit.area in tree else None})


def _address(unit: Unit, names: dict[str, Text | None]) -> Text:
    label = Text.of(unit.label or unit.id)
    name = names[unit.area]
    if name is None or name.zh in label.zh:
        return label
    return Text("{area} {home}", "{area} {home}").filled(area=name, home=label)
