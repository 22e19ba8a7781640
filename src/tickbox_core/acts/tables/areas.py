"""Estates, buildings and stairwells of a neighbourhood, one a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from tickbox_core.acts.tables.kind import Asked, Faulty, Looked, Signed, TableKind, known_headers
from tickbox_core.categories import Column, a_name, columns, one_of
from tickbox_core.desk import Desk, Town
from tickbox_core.desk.importing import AREAS
from tickbox_core.desk.roll_changes import RowChange, titled
from tickbox_core.errors import BadValue, TickboxError, UnknownId
from tickbox_core.interchange.reading import shown
from tickbox_core.interchange.rows import read_sheets
from tickbox_core.interchange.sheets import Read, read_all
from tickbox_core.interchange.tables.addresses import (
    building_key,
    names_building,
    stairwell_key,
    stairwell_of,
    tidy,
)
from tickbox_core.interchange.workbooks import CellFault
from tickbox_core.model import Area, AreaTree
from tickbox_core.model.area import level_words
from tickbox_core.registry import Registry
from tickbox_core.text import Text

LEVELS = {level: level_words(level) for level in ("estate", "building", "stairwell")}
_WORDS = {
    "estate": "小区 住宅小区 苑",
    "building": "楼 楼栋 楼幢 幢 栋 号楼 楼宇 大楼",
    "stairwell": "楼道 单元 门洞 门栋 楼门",
}
ALSO = {word: level for level, words in _WORDS.items() for word in words.split()}
_STAIRWELL = re.compile(r"第?[0-9A-Za-z一二三四五六七八九十甲乙丙丁]+号?(?:单元|门洞|楼道|门|梯)")


@attrs.frozen
class AnArea:
    """One area: its name, and what it is and lies in where its name does not say so."""

    name: str = a_name("名称", "name")
    level: str = one_of("层级", "level", LEVELS, also=ALSO, default="")
    parent: str = a_name("上级", "lies in", default="")
    id: str = a_name("编号", "id", default="")
    name_en: str = a_name("英文名称", "English name", default="")


def _columns(registry: Registry, policy: str) -> list[Column]:
    return list(columns(AnArea))


def _look(desk: Desk, path: Path, asked: Asked) -> Looked | Faulty:
    known = known_headers(desk, AREAS, asked)
    found = read_all(read_sheets(path), columns(AnArea), known, AREAS, AnArea)
    tree = desk.tree  # once: another may plant meanwhile
    growing = _Growing(tree, desk.area)
    for one in found.rows if not found.faults else ():
        growing.take(one)
    faults = (*found.faults, *growing.faults)
    if faults:
        return Faulty(found.sheets, faults)
    areas = tuple(growing.areas.values())
    changes = [_compared(tree, area) for area in areas]
    changed = tuple(
        area for area, one in zip(areas, changes, strict=True) if one.what != "same"
    )  # fmt: skip
    notes = (*growing.notes(), *found.notes)
    stood = [_in(tree, area.id) for area in changed]
    return Looked(AREAS, asked, changed, len(areas), changes, stood, found.unused, notes)


class _Growing:
    """The areas of a table one by one, each in those that are there or stand above it."""

    def __init__(self, tree: AreaTree, within: str) -> None:
        self.areas: dict[str, Area] = {}
        self.faults: list[CellFault] = []
        self._tree, self._within = tree, within
        self._guessed: list[int] = []
        self._there: dict[str, Area] = {area.id: area for area in tree}
        self._inside: dict[str, dict[str, None]] = {}
        self._called: dict[str, dict[str, None]] = {}
        self._looks: dict[str, dict[str, None]] = {}
        self._beside: dict[tuple[str, str, str], dict[str, None]] = {}
        for area in tree:
            if tree.within(area.id, within):
                self._note(area)

    def _note(self, area: Area) -> None:
        """Found from now on by id, names, look, and in the area that it lies in."""
        self._there[area.id] = area
        for said in (area.id, area.name.zh, area.name.en):
            self._called.setdefault(said, {})[area.id] = None
        self._looks.setdefault(_key(area), {})[area.id] = None
        if area.parent is not None:
            self._inside.setdefault(area.parent, {})[area.id] = None
            for said in (area.name.zh, area.name.en, _key(area)):
                self._beside.setdefault((area.parent, area.level, said), {})[area.id] = None

    def _lies_here(self, area: Area) -> bool:
        return any(one.id == self._within for one in self._path(area))

    def _path(self, area: Area) -> list[Area]:
        """From an area up to the root."""
        found = [area]
        while found[-1].parent is not None and len(found) <= len(self._tree.levels):
            found.append(self._there[found[-1].parent])
        return found

    def take(self, row: Read) -> None:
        """One more row; what is wrong with it is a fault."""
        said: Mapping[str, str] = row.plain
        parent = self._parent(row, said.get("parent", ""))
        if parent is None:
            return
        name, level = said["name"], said.get("level", "")
        if not level:
            self._guessed.append(row.row)
            level = _level_of(name)
        id_ = said.get("id", "") or self._id(parent, level, name)
        there = self._there.get(id_)
        kept = there.name.en if there is not None and _is(there, name) else name
        english = said.get("name_en", "") or kept
        area = Area(id_, level, Text(name, english), parent)
        if id_ in self.areas and self.areas[id_] != area:
            self.faults.append(row.fault("name", *_TWICE))
            return
        if there is not None and not self._lies_here(there):
            self.faults.append(row.fault("id", *_ELSEWHERE))
            return
        below = [self._there[one] for one in self._inside.get(id_, ())]
        try:  # what stands around it is enough to say whether it can lie there
            AreaTree((*self._path(self._there[parent]), area, *below), (), self._tree.levels)
        except TickboxError as problem:
            self.faults.append(row.fault("level", *_told(problem)))
            return
        self._forget(there)
        self._note(area)
        self.areas[id_] = area

    def _forget(self, area: Area | None) -> None:
        """What it was called, and where it lay, before it was changed."""
        if area is None:
            return
        for said in (area.id, area.name.zh, area.name.en):
            self._called.get(said, {}).pop(area.id, None)
        self._looks.get(_key(area), {}).pop(area.id, None)
        if area.parent is not None:
            self._inside.get(area.parent, {}).pop(area.id, None)
            for said in (area.name.zh, area.name.en, _key(area)):
                self._beside.get((area.parent, area.level, said), {}).pop(area.id, None)

    def notes(self) -> Iterator[Text]:
        """What was guessed."""
        if self._guessed:
            rows = "、".join(map(str, self._guessed[:8]))
            yield _GUESSED.filled(number=len(self._guessed), rows=rows)

    def _parent(self, row: Read, said: str) -> str | None:
        """The area a row lies in: the neighbourhood itself where none is named."""
        if not said:
            return self._within
        found = list(self._called.get(said, {})) or list(self._looks.get(_look_of(said), {}))
        if len(found) == 1:
            return found[0]
        if said in found:
            return said
        why = _NO_PARENT if not found else _MANY_PARENTS
        self.faults.append(row.fault("parent", why.filled(said=shown(said)), _NAME_PARENT))
        return None

    def _id(self, parent: str, level: str, name: str) -> str:
        """The id of an area of the same name there, else one made as a roll makes them."""
        for said in (name, _look_of(name, level)):
            for id_ in self._beside.get((parent, level, said), ()):
                return id_
        if level == "stairwell":
            return f"{parent}/{stairwell_key(name)}"
        return f"{parent}-{building_key(name) if level == 'building' else tidy(name)}"


def _is(area: Area, name: str) -> bool:
    return name in (area.name.zh, area.name.en)


def _in(tree: AreaTree, id_: str) -> Area | None:
    try:
        return tree[id_]
    except UnknownId:
        return None


def _key(area: Area) -> str:
    return _look_of(area.name.zh, area.level)


def _look_of(name: str, level: str = "building") -> str:
    return stairwell_key(name) if level == "stairwell" else building_key(name)


def _level_of(name: str) -> str:
    if _STAIRWELL.fullmatch(tidy(name)) or stairwell_of(name) is not None:
        return "stairwell"
    return "building" if names_building(name) or name.strip().isdigit() else "estate"


def _told(problem: TickboxError) -> tuple[Text, Text]:
    """The problem and what to do, each once: the row says which area it is."""
    if isinstance(problem, BadValue):
        return problem.problem, problem.remedy
    return problem.text, _NAME_PARENT


_TWICE = (
    Text("这个区域写了两次，内容不同。", "this area stands there twice and differs."),
    Text("请只留一行。", "Keep one of the two."),
)
_ELSEWHERE = (
    Text("这个编号是别的居民区的。", "this id belongs to an area elsewhere."),
    Text("请换一个编号，或不写。", "Use another id, or leave it blank."),
)
_NO_PARENT = Text("本居民区没有“{said}”。", "there is no '{said}' in this neighbourhood.")
_MANY_PARENTS = Text("“{said}”不止一个。", "there is more than one '{said}'.")
_NAME_PARENT = Text(
    "请写上级的名称或编号；上级要写在前面。",
    "Name the area it lies in by name or id; that one stands above it in the table.",
)
_GUESSED = Text(
    "{number}行没有写层级，按名称判断（第{rows}行）。",
    "rows without a level, which is taken from the name: {number} (row {rows}).",
)


def _compared(tree: AreaTree, area: Area) -> RowChange:
    words = titled(area.name, area.id)
    if area.id not in tree:
        return RowChange(area.id, "added", words=words)
    before = tree[area.id]
    parts = tuple(
        one.name
        for one in attrs.fields(Area)
        if getattr(before, one.name) != getattr(area, one.name)
    )
    return RowChange(area.id, "changed" if parts else "same", parts, words=words)


def _stands(desk: Desk, asked: Asked, held: tuple[Area, ...]) -> object:
    return [_in(desk.tree, area.id) for area in held]


def _write(town: Town, desk: Desk, looked: Looked, signed: Signed) -> Any:
    desk.importing.areas(looked.held, signed.digest, signed.by)
    town.grow(looked.held)


def _current(desk: Desk, to: str) -> Iterator[dict[str, str]]:
    tree = desk.tree
    for area in tree:
        if area.level in LEVELS and tree.within(area.id, desk.area):
            yield {
                "name": area.name.zh,
                "level": LEVELS[area.level].zh,
                "parent": area.parent or "",
                "id": area.id,
                "name_en": "" if area.name.en == area.name.zh else area.name.en,
            }


KIND = TableKind(
    AREAS,
    Text("楼栋和楼道", "areas"),
    Text("导入小区、楼栋和楼道", "Read estates, buildings and stairwells in"),
    Text("已导入{rows}个区域。", "{rows} areas are in."),
    _columns,
    _look,
    _stands,
    _write,
    _current,
)
