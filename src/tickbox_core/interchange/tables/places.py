"""Buildings and stairwells as tables write them, and the areas they stand for."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path

import attrs

from tickbox_core.errors import MalformedFile, TickboxError
from tickbox_core.interchange.reading import settle, shown
from tickbox_core.interchange.tables.addresses import building_key, stairwell_key
from tickbox_core.interchange.tables.faults import Faults, TableRow
from tickbox_core.interchange.tables.notes import Notes
from tickbox_core.interchange.tables.sheet import Names, read_sheet
from tickbox_core.model import Area, AreaTree
from tickbox_core.text import Text

MOST_NAMED = 30
"""New areas of a level that are named one by one."""
MOST_MEANT = 6
"""Areas that are named where one of several is meant."""
AREAS: Names = {
    "id": "id area_id 编号 区域编号",
    "level": "level 层级 级别",
    "name": "name 名称",
    "name_en": "name_en 英文名称",
    "parent": "parent 上级 上级编号",
}


@attrs.define
class _Missing:
    """A building or stairwell that the tree does not have: where it is named, and by how many."""

    problem: Text
    row: TableRow
    column: str
    homes: int = 0


class AreaNames:
    """The areas of a tree by id or name; without a tree, areas as the tables name them.

    ``within``: the desk's own area, in which a building is looked for, and then where no desk's
    area is; never in another's.  ``offers``: whether one that is not there is taken for a new one.
    """

    def __init__(
        self, tree: AreaTree | None, faults: Faults, within: str = "", offers: bool = False
    ) -> None:
        self.faults = faults
        self.given = tree
        self.new: dict[str, Area] = {}
        self._homes: dict[str, int] = {}
        self._tree = tree
        self._within = within
        self._offers = offers or tree is None
        self._found: dict[tuple[str, str], str] = {}
        self._missing: dict[tuple[str, str], _Missing] = {}

    def tree(self) -> AreaTree:
        """The tree given and what is new; without one that of all the areas named."""
        if self._tree is None:
            return AreaTree(tuple(self.new.values()))
        return self._tree.with_areas(self.new.values()) if self.new else self._tree

    def of(self, building: str, stairwell: str, called: Callable[[str], str], row: TableRow) -> str:
        """The area of a unit, by what the table calls building and stairwell; ``""`` is a fault.

        ``called`` gives the name that a new building should have.
        """
        if not building:
            row.fault("building", _EMPTY, Text("请补上。", "Add it."))
            return ""
        found = self._once("building", building, lambda: self._building(building, called, row), row)
        if not found or not stairwell:
            return found
        inside = f"{found}\0{stairwell}"
        return self._once("stairwell", inside, lambda: self._stairwell(found, stairwell, row), row)

    def _once(self, column: str, said: str, find: Callable[[], str], row: TableRow) -> str:
        known = self._found.get((column, said))
        if known is None:
            known = self._found[column, said] = find()
        if (missing := self._missing.get((column, said))) is not None:
            missing.homes += 1
        if known in self.new:
            self._homes[known] = self._homes.get(known, 0) + 1
        return known

    # -- one that is there -----------------------------------------------------------------------

    def _building(self, said: str, called: Callable[[str], str], row: TableRow) -> str:
        if self._tree is not None:
            for places in (self._inside, self._nobodys):
                outer = (area for area in places if area.level != "stairwell")
                named = [area.id for area in outer if _is(area, said)]
                named += [grid.id for grid in self._tree.grids if grid.id == said]
                found = named or [
                    area.id
                    for area in places
                    if area.level == "building" and building_key(said) in _keys(area, building_key)
                ]
                if found:
                    return self._only(said, "building", found, said, row)
        if not self._offers:
            return self._lacking(said, "building", said, row)
        key = building_key(said)
        parent = self._parent()
        return self._add(f"{parent}-{key}" if parent else key, "building", called(said), parent)

    def _stairwell(self, building: str, said: str, row: TableRow) -> str:
        tree = self.tree()
        inside = tree.children(building)
        if building in (grid.id for grid in tree.grids):
            return building
        found = [area.id for area in inside if _is(area, said)] or [
            area.id for area in inside if stairwell_key(said) in _keys(area, stairwell_key)
        ]
        memory = f"{building}\0{said}"
        if found:
            return self._only(said, "stairwell", found, memory, row)
        if not self._offers:
            return self._lacking(said, "stairwell", memory, row)
        return self._add(f"{building}/{stairwell_key(said)}", "stairwell", said, building)

    @cached_property
    def _inside(self) -> tuple[Area, ...]:
        tree = self._tree
        if tree is None or self._within not in tree:
            return ()
        return tuple(area for area in tree if tree.within(area.id, self._within))

    @cached_property
    def _nobodys(self) -> tuple[Area, ...]:
        """Areas that lie in no other desk's: the 8号楼 of a neighbour is never this one's."""
        tree = self._tree
        if tree is None or self._within not in tree:
            return () if tree is None else tuple(tree)
        level = tree[self._within].level
        return tuple(area for area in tree if tree.ancestor(area.id, level) is None)

    def _parent(self) -> str | None:
        """Where new buildings lie: in the desk's area, or in its estate where it has one alone."""
        if self._tree is None or self._within not in self._tree:
            return None
        estates = [area.id for area in self._inside if area.level == "estate"]
        return estates[0] if len(estates) == 1 else self._within

    def _add(self, id_: str, level: str, name: str, parent: str | None) -> str:
        self.new.setdefault(id_, Area(id_, level, name, parent))
        return id_

    def _only(self, said: str, column: str, found: list[str], memory: str, row: TableRow) -> str:
        """The one area that is meant."""
        if said in found:
            return said  # an id says exactly which
        if len(found) == 1:
            return found[0]
        first, more = found[:MOST_MEANT], len(found) > MOST_MEANT
        many = Text(
            f"“{shown(said)}”可能是{'、'.join(first)}{'等' * more}。",
            f"'{shown(said)}' may be {', '.join(first)}{' …' * more}.",
        )
        self._missing[column, memory] = _Missing(many, row, column)
        return ""

    def _lacking(self, said: str, column: str, memory: str, row: TableRow) -> str:
        none = Text(f"没有“{shown(said)}”。", f"there is no '{shown(said)}'.")
        self._missing[column, memory] = _Missing(none, row, column)
        return ""

    # -- what is to be said ----------------------------------------------------------------------

    def settle(self) -> None:
        """A fault for each place that is not there, with how many homes it has."""
        for missing in self._missing.values():
            number = missing.homes
            said = missing.problem
            if number > 1:
                more = Text(f"共{number}套房屋。", f" It has {number} homes.")
                said = Text(said.zh + more.zh, said.en + more.en)
            missing.row.fault(missing.column, said, _CHECK_PLACE)

    def offer(self, notes: Notes) -> None:
        """Say which areas of a tree would be new: the first by name, of others how many."""
        for level in ("building", "stairwell") if self._tree is not None else ():
            new = [area for area in self.new.values() if area.level == level]
            for area in new[:MOST_NAMED]:
                number = self._homes.get(area.id, 0)
                notes.add(f"new_{level}", name=self._called(area), number=number)
            notes.add(f"more_{level}", number=len(new[MOST_NAMED:]))

    def _called(self, area: Area) -> str:
        """A stairwell by its building too: every building has a first one."""
        if area.level != "stairwell" or area.parent is None:
            return area.name.zh
        building = self.new.get(area.parent) or self.tree()[area.parent]
        return f"{building.name.zh} {area.name.zh}"


def _is(area: Area, said: str) -> bool:
    return said in (area.id, area.name.zh, area.name.en)


def _keys(area: Area, key: Callable[[str], str]) -> Iterable[str]:
    return {key(said) for said in (area.id, area.name.zh, area.name.en)}


_EMPTY = Text("没有写楼栋。", "its building is missing.")
_CHECK_PLACE = Text("请按区域表填写编号或名称。", "Use an id or name of the table of areas.")


def read_areas(path: str | os.PathLike[str], known: Mapping[str, str] | None = None) -> AreaTree:
    """The area tree in a table: ``id``, ``level``, ``name``, ``parent`` (empty for a root).

    ``known``: what somebody said a header means.

    Raises ``MalformedFile``, at the row where a tree could not grow.
    """
    sheet = read_sheet(path, False, AREAS, told=known)
    sheet.need("id", "level", "name", "parent")
    areas: list[Area] = []
    for line, row in sheet.rows():
        name = sheet.of("name", row)
        words = Text(name, sheet.of("name_en", row) or name)
        parent = sheet.of("parent", row) or None
        try:
            areas.append(Area(sheet.of("id", row), sheet.of("level", row), words, parent))
            AreaTree(tuple(areas))
        except TickboxError as problem:
            raise MalformedFile(str(Path(path)), line, problem.text, _OUTER_FIRST) from None
    settle(sheet.trouble)
    return AreaTree(tuple(areas))


_OUTER_FIRST = Text("外层的区域要写在前面。", "An area stands below the one it lies in.")
