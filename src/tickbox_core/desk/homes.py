"""Where slots live, as people say it: for staff, who ring at doors and not at random names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from tickbox_core.desk import Desk
from tickbox_core.desk.home_index import HomeIndex, natural_order
from tickbox_core.model import AreaTree, Unit
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


def units_called(desk: Desk, round_id: str) -> dict[str, Text]:
    """The address of each unit on the roll of a round, in natural order."""
    return called(desk.units(round_id), desk.tree)


def called(units: Collection[Unit], tree: AreaTree) -> dict[str, Text]:
    """The address of each unit by its id, in natural order."""
    areas = {unit.area for unit in units}
    names = {area: tree[area].name if area in tree else None for area in areas}
    found = {unit.id: _address(unit, names) for unit in units}
    return dict(sorted(found.items(), key=lambda one: natural_order(one[1].zh)))


def people_index(desk: Desk, round_id: str) -> HomeIndex:
    """The slots of a round by what people call where they live."""
    units = {unit.id: unit for unit in desk.units(round_id)}
    of_slot = {one.slot: units[one.unit] for one in desk.slots(round_id) if one.unit in units}
    return HomeIndex(people(desk, round_id), of_slot, desk.tree)


def units_index(desk: Desk, round_id: str) -> HomeIndex:
    """The units on the roll of a round by what people call them."""
    units = {unit.id: unit for unit in desk.units(round_id)}
    return HomeIndex(units_called(desk, round_id), units, desk.tree)


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
