"""Buildings and stairwells as tables write them, and the areas they stand for."""

from __future__ import annotations

import os
from pathlib import Path

from tickbox_core.errors import MalformedFile, TickboxError
from tickbox_core.interchange.reading import settle, shown
from tickbox_core.interchange.tables.faults import Faults, Row
from tickbox_core.interchange.tables.sheet import Names, read_sheet
from tickbox_core.model import Area, AreaTree
from tickbox_core.text import Text

AREAS: Names = {
    "id": "id area_id 编号 区域编号",
    "level": "level 层级 级别",
    "name": "name 名称",
    "name_en": "name_en 英文名称",
    "parent": "parent 上级 上级编号",
}


class Places:
    """The areas of a tree by id or name; without a tree, areas as the tables name them."""

    def __init__(self, tree: AreaTree | None, faults: Faults) -> None:
        self.faults = faults
        self._tree = tree
        self._named: dict[str, Area] = {}

    def tree(self) -> AreaTree:
        """The tree given, or that of all the areas named."""
        return self._tree or AreaTree(tuple(self._named.values()))

    def of(self, building: str | None, stairwell: str | None, row: Row) -> str:
        """The area of a unit; one that does not exist is a fault of the row."""
        if building is None:
            row.fault("building", _EMPTY, Text("请补上。", "Add it."))
            return ""
        if self._tree is None:
            return self._new(building, stairwell)
        areas = [area for area in self._tree if _is(area, building)]
        grids = [grid.id for grid in self._tree.grids if grid.id == building]
        found = self._only(building, "building", [*(a.id for a in areas), *grids], row)
        if not found or stairwell is None:
            return found
        inside = [area.id for area in self._tree.children(found) if _is(area, stairwell)]
        return self._only(stairwell, "stairwell", inside, row)

    def _new(self, building: str, stairwell: str | None) -> str:
        self._named.setdefault(building, Area(building, "building", building))
        if stairwell is None:
            return building
        id_ = f"{building}/{stairwell}"
        self._named.setdefault(id_, Area(id_, "stairwell", stairwell, building))
        return id_

    def _only(self, said: str, column: str, found: list[str], row: Row) -> str:
        """The one area that is meant."""
        if said in found:
            return said  # an id says exactly which
        if len(found) == 1:
            return found[0]
        many = Text(
            f"“{shown(said)}”可能是{'、'.join(found)}。",
            f"'{shown(said)}' may be {', '.join(found)}.",
        )
        none = Text(f"没有“{shown(said)}”。", f"there is no '{shown(said)}'.")
        row.fault(column, many if found else none, _CHECK_PLACE)
        return ""


def _is(area: Area, said: str) -> bool:
    return said in (area.id, area.name.zh, area.name.en)


_EMPTY = Text("没有写楼栋。", "its building is missing.")
_CHECK_PLACE = Text("请按区域表填写编号或名称。", "Use an id or name of the table of areas.")


def read_areas(path: str | os.PathLike[str]) -> AreaTree:
    """The area tree in a table: ``id``, ``level``, ``name``, ``parent`` (empty for a root).

    Raises ``MalformedFile``, at the row where a tree could not grow.
    """
    sheet = read_sheet(path, False, AREAS)
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
