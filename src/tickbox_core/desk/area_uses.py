"""What stands in the way of taking areas and micro-grids out of a town's tree.

Homes on a roll, files and areas that lie in them; and whatever happened, or a list or motion that
stands, that speaks of them by their ids.  Inside a desk's transaction no other desk's diary can be
read: what stands there is asked before it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tickbox_core.desk.desk import Desk
from tickbox_core.errors import NotPossible, UnknownId
from tickbox_core.model import Area, AreaTree
from tickbox_core.text import Text

_OF_TABLES = frozenset({"imported", "import-undone"})
"""Entries of reading tables in: the areas of a table are named there, and it is undone."""


def check_areas_free(
    desks: Sequence[Desk], tree: AreaTree, gone: frozenset[str], restored: Iterable[Area] = ()
) -> None:
    """Raise ``NotPossible`` unless areas can go, and others be again as they were."""
    rolls = [desk.units(round.id) for desk in desks for round in desk.rounds()]
    rolls += [desk.motions.units(poll.id) for desk in desks for poll in desk.motions.polls()]
    files = {desk.area for desk in desks}
    if gone & {*files, *(unit.area for roll in rolls for unit in roll)}:
        raise LIVED_IN
    above = {area.id for one in gone if one in tree for area in tree.path(one)}
    if any(speaks_of(desk, gone) for desk in _readable(desks) if desk.area in above):
        raise _SPOKEN_OF
    back = {area.id: area for area in restored}
    kept = tuple(back.get(area.id, area) for area in tree if area.id not in gone)
    try:
        AreaTree(kept, tree.grids, tree.levels)
    except UnknownId:
        raise LIVED_IN from None


def check_grids_free(desks: Sequence[Desk], tree: AreaTree, gone: frozenset[str]) -> None:
    """Raise ``NotPossible`` unless micro-grids can go: nobody answers for one, nothing is of it."""
    taken = {one for grid in tree.grids if grid.id in gone for one in grid.areas if one in tree}
    above = {area.id for one in taken for area in tree.path(one)}
    if any(speaks_of(desk, gone) for desk in _readable(desks) if desk.area in above):
        raise _GRIDS_IN_USE


def check_grids_unchanged(desk: Desk, position: int, grids: Iterable[str]) -> None:
    """Raise ``NotPossible`` where one of these was set by hand after a position of the diary."""
    ids = frozenset(grids)
    if any(
        entry.kind == "grid" and entry.position > position and entry.facts.get("id") in ids
        for entry in desk.diary.entries()
    ):
        raise _GRIDS_SET_SINCE


def _readable(desks: Sequence[Desk]) -> list[Desk]:
    return [desk for desk in desks if not desk.context.transactions.is_elsewhere]


LIVED_IN = NotPossible(
    Text(
        "这些区域已经有房屋、轮次、微网格或下级区域。",
        "homes, rounds, micro-grids or areas lie in them already.",
    ),
    Text("请先把它们移走，或保留这些区域。", "Move those first, or keep the areas."),
)
_SPOKEN_OF = NotPossible(
    Text(
        "已有心愿、服务点、项目等记在这些区域名下。",
        "wishes, places, projects or other matters are about them already.",
    ),
    Text("请保留这些区域。", "Keep the areas."),
)
_GRIDS_IN_USE = NotPossible(
    Text(
        "已有负责的人、服务点、项目等记在这些微网格名下。",
        "somebody answers for these micro-grids, or other matters are about them already.",
    ),
    Text(
        "请保留这些微网格；要改楼栋或商铺，用 grid/set。",
        "Keep the micro-grids; their areas and shops are changed by 'grid/set'.",
    ),
)
_GRIDS_SET_SINCE = NotPossible(
    Text(
        "导入之后又改过这些微网格的楼栋或商铺，撤销会把它丢掉。",
        "the areas or shops of these micro-grids were changed since; undoing would lose that.",
    ),
    Text("请直接用 grid/set 改。", "Change them by 'grid/set'."),
)


def speaks_of(desk: Desk, areas: frozenset[str]) -> bool:
    """Whether a desk has a wish, a place, a project, a scope … of one of the areas.

    Wishes that were withdrawn with the table that brought them count no more.
    """
    return any(_names(plain, areas) for plain in _everything(desk))


def _everything(desk: Desk) -> Iterator[Any]:
    for table, column in (("cycle", "configuration"), ("motion", "plan")):
        for row in desk.context.store.find(table):
            yield json.loads(row[column])
    withdrawn = {one.ref for one in desk.collecting.wishes() if one.withdrawn}
    for entry in desk.diary.entries():
        if entry.kind not in _OF_TABLES and entry.facts.get("ref") not in withdrawn:
            yield entry.facts


def _names(plain: Any, areas: frozenset[str]) -> bool:
    """Whether an id stands somewhere in it, as a value or as what something is kept under."""
    if isinstance(plain, str):
        return plain in areas
    if hasattr(plain, "items"):
        return any(_names(part, areas) for pair in plain.items() for part in pair)
    if isinstance(plain, (list, tuple, frozenset, set)):
        return any(_names(part, areas) for part in plain)
    return False
