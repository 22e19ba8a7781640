"""Micro-grids of a neighbourhood with their areas and street-side shops, one a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from tickbox_core.acts.tables.kind import Asked, Faulty, Looked, Signed, TableKind, known_headers
from tickbox_core.categories import Column, a_name, columns
from tickbox_core.desk import Desk, Town
from tickbox_core.desk.importing import GRIDS
from tickbox_core.desk.roll_changes import RowChange, titled
from tickbox_core.interchange.reading import shown
from tickbox_core.interchange.rows import read_sheets
from tickbox_core.interchange.sheets import Read, read_all
from tickbox_core.interchange.tables.addresses import (
    building_key,
    stairwell_key,
    stairwell_of,
    tidy,
)
from tickbox_core.interchange.workbooks import CellFault
from tickbox_core.model import Area, AreaTree, MicroGrid
from tickbox_core.registry import Registry
from tickbox_core.text import Text

_BETWEEN = re.compile(r"[、,，;；\n]+")


@attrs.frozen
class AGrid:
    """One micro-grid; areas and shops are written one after the other, with ``、`` between."""

    name: str = a_name("名称", "name")
    areas: str = a_name("楼栋或楼道", "areas", default="")
    shops: str = a_name("沿街商铺", "shops", default="")
    id: str = a_name("编号", "id", default="")
    name_en: str = a_name("英文名称", "English name", default="")


def _columns(registry: Registry, policy: str) -> list[Column]:
    return list(columns(AGrid))


def _look(desk: Desk, path: Path, asked: Asked) -> Looked | Faulty:
    known = known_headers(desk, GRIDS, asked)
    found = read_all(read_sheets(path), columns(AGrid), known, GRIDS, AGrid)
    tree = desk.tree  # once: another may plant meanwhile
    reading = _Reading(tree, desk.area)
    for one in found.rows if not found.faults else ():
        reading.take(one)
    faults = (*found.faults, *reading.faults)
    if faults:
        return Faulty(found.sheets, faults)
    there = {grid.id: grid for grid in tree.grids}
    grids = tuple(reading.grids.values())
    changes = [_compare_grid(there.get(grid.id), grid) for grid in grids]
    held = tuple(
        grid for grid, one in zip(grids, changes, strict=True) if one.what != "same"
    )  # fmt: skip
    stood = [there.get(grid.id) for grid in held]
    return Looked(GRIDS, asked, held, len(grids), changes, stood, found.unused, found.notes)


class _Reading:
    """The micro-grids of a table one by one, over the areas of one neighbourhood."""

    def __init__(self, tree: AreaTree, within: str) -> None:
        self.grids: dict[str, MicroGrid] = {}
        self.faults: list[CellFault] = []
        self._tree, self._within = tree, within
        self._there = {grid.id: grid for grid in tree.grids}
        self._called: dict[str, dict[str, None]] = {}
        self._looks: dict[str, dict[str, None]] = {}
        for area in tree:
            if tree.within(area.id, within):
                for said in (area.id, area.name.zh, area.name.en):
                    self._called.setdefault(said, {})[area.id] = None
                self._looks.setdefault(_look_of(area), {})[area.id] = None

    def take(self, row: Read) -> None:
        """One more row; what is wrong with it is a fault."""
        said: Mapping[str, str] = row.plain
        id_ = said.get("id", "") or self._id(said["name"])
        there = self._there.get(id_)
        names = [name for name in _BETWEEN.split(said.get("areas", "")) if name.strip()]
        areas = [self._area(row, name.strip()) for name in names]
        shops = [one.strip() for one in _BETWEEN.split(said.get("shops", "")) if one.strip()]
        wrong = None
        if id_ in self.grids:
            wrong = ("name", *_TWICE)
        elif id_ in self._tree or (there is not None and not self._is_here(there)):
            wrong = ("id", *_TAKEN)
        if wrong is not None:
            self.faults.append(row.fault(*wrong))
        if wrong is not None or None in areas:
            return
        known = there is not None and said["name"] == there.name.zh
        kept = there.name.en if there is not None and known else said["name"]
        name = Text(said["name"], said.get("name_en", "") or kept)
        here = dict.fromkeys(one for one in areas if one is not None)
        self.grids[id_] = MicroGrid(id_, name, tuple(here), tuple(dict.fromkeys(shops)))

    def _id(self, name: str) -> str:
        """The id of one of that name here, else one made of the neighbourhood's and the name."""
        for grid in self._there.values():
            if name in (grid.name.zh, grid.name.en) and self._is_here(grid):
                return grid.id
        return f"{self._within}~{tidy(name)}"

    def _is_here(self, grid: MicroGrid) -> bool:
        return not grid.areas or any(self._tree.within(one, self._within) for one in grid.areas)

    def _area(self, row: Read, said: str) -> str | None:
        found = list(self._called.get(said) or self._alike(said))
        if len(found) == 1 or said in found:
            return said if said in found else found[0]
        why = _NO_AREA if not found else _MANY_AREAS
        self.faults.append(row.fault("areas", why.filled(said=shown(said)), _NAME_AREA))
        return None

    def _alike(self, said: str) -> Iterable[str]:
        """Areas that are called so in other writing; a stairwell with its building in that one."""
        looks = self._looks.get(building_key(said)) or self._looks.get(stairwell_key(said), {})
        both = stairwell_of(said)
        return looks if both is None else [id_ for id_ in looks if self._lies_in(id_, both[0])]

    def _lies_in(self, id_: str, building: str) -> bool:
        above = self._tree[id_].parent
        return above is not None and building_key(self._tree[above].name.zh) == building


def _look_of(area: Area) -> str:
    key = stairwell_key if area.level == "stairwell" else building_key
    return key(area.name.zh)


def _compare_grid(before: MicroGrid | None, grid: MicroGrid) -> RowChange:
    words = titled(grid.name, grid.id)
    if before is None:
        return RowChange(grid.id, "added", words=words)
    parts = tuple(
        one.name
        for one in attrs.fields(MicroGrid)
        if getattr(before, one.name) != getattr(grid, one.name)
    )
    return RowChange(grid.id, "changed" if parts else "same", parts, words=words)


_TWICE = (
    Text("这个微网格写了两次。", "this micro-grid stands there twice."),
    Text("请只留一行。", "Keep one of the two."),
)
_TAKEN = (
    Text("这个编号已经有别的用处。", "this id is something else's."),
    Text("请换一个编号，或不写。", "Use another id, or leave it blank."),
)
_NO_AREA = Text("本居民区没有“{said}”。", "there is no '{said}' in this neighbourhood.")
_MANY_AREAS = Text("“{said}”不止一个。", "there is more than one '{said}'.")
_NAME_AREA = Text(
    "请写楼栋或楼道的名称或编号，用“、”隔开。",
    "Name buildings or stairwells by name or id, with ';' between.",
)


def _stands(desk: Desk, asked: Asked, held: tuple[MicroGrid, ...]) -> object:
    there = {grid.id: grid for grid in desk.tree.grids}
    return [there.get(grid.id) for grid in held]


def _write(town: Town, desk: Desk, looked: Looked, signed: Signed) -> Any:
    desk.importing.grids(looked.held, signed.digest, signed.by)


def _current(desk: Desk, to: str) -> Iterator[dict[str, str]]:
    tree = desk.tree
    for grid in tree.grids:
        if any(tree.within(area, desk.area) for area in grid.areas):
            yield {
                "name": grid.name.zh,
                "areas": "、".join(grid.areas),
                "shops": "、".join(grid.shops),
                "id": grid.id,
                "name_en": "" if grid.name.en == grid.name.zh else grid.name.en,
            }


KIND = TableKind(
    GRIDS,
    Text("微网格", "micro-grids"),
    Text("导入微网格和沿街商铺", "Read micro-grids and their shops in"),
    Text("已导入{rows}个微网格。", "{rows} micro-grids are in."),
    _columns,
    _look,
    _stands,
    _write,
    _current,
    grow=lambda town, looked: town.grow((), looked.held),
)
