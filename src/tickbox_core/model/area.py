"""Where things are: the tree of areas, from the town down to the stairwell, and its overlays.

An *area* is a typed node of a tree of free depth.  The preset levels are those of a Shanghai town:
town › community › neighbourhood › estate (小区) › building › stairwell (楼道); a level may be left
out, none may stand inside a lower one.  The *estate* is the unit of owners, property firm and
maintenance fund; the *neighbourhood* (居民区) is the unit that lists and ticks.

A *micro-grid* (微网格) is an overlay: it takes areas from the tree and adds street-side shops,
which belong to no estate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

import attrs

from tickbox_core.errors import BadValue, UnknownId
from tickbox_core.model._checks import a_tuple, no_duplicates
from tickbox_core.text import Text, as_text

TOWN_LEVELS = ("town", "community", "neighbourhood", "estate", "building", "stairwell")

_LEVEL_WORDS = {
    "town": Text("镇", "town"),
    "street": Text("街道", "street"),
    "community": Text("社区", "community"),
    "neighbourhood": Text("居民区", "neighbourhood"),
    "estate": Text("小区", "estate"),
    "building": Text("楼栋", "building"),
    "stairwell": Text("楼道", "stairwell"),
}


def level_words(level: str) -> Text:
    """What a level, or the tier that pays for an item, is called; its own name where unknown."""
    return _LEVEL_WORDS.get(level) or Text.of(level)


@attrs.frozen
class Area:
    """One node: its id, level, name, and the id of the area it lies in (``None`` for the root)."""

    id: str
    level: str
    name: Text = attrs.field(converter=as_text)
    parent: str | None = None


@attrs.frozen
class MicroGrid:
    """An overlay of areas (stairwells, buildings) and shops that share a duty team."""

    id: str
    name: Text = attrs.field(converter=as_text)
    areas: tuple[str, ...] = attrs.field(default=(), validator=a_tuple)
    shops: tuple[str, ...] = attrs.field(default=(), validator=a_tuple)


@attrs.frozen(slots=False)
class AreaTree:
    """The areas of one town (or of one estate alone) and the overlays upon them.

    Raises ``DuplicateId``, ``UnknownId`` for a parent or an overlay's area that does not exist,
    and ``BadValue`` for an unknown level or an area that lies in a lower or equal level.
    """

    areas: tuple[Area, ...] = attrs.field(validator=a_tuple)
    grids: tuple[MicroGrid, ...] = attrs.field(default=(), validator=a_tuple)
    levels: tuple[str, ...] = attrs.field(default=TOWN_LEVELS, validator=a_tuple)

    def __attrs_post_init__(self) -> None:
        no_duplicates("area", [*(a.id for a in self.areas), *(g.id for g in self.grids)])
        for area in self.areas:
            self._check_place(area)
        for grid in self.grids:
            for id_ in grid.areas:
                self._require_area(id_, f"micro-grid {grid.id}")

    def __getitem__(self, id_: str) -> Area:
        return self._require_area(id_, "area tree")

    def __contains__(self, id_: object) -> bool:
        return id_ in self._by_id

    def __iter__(self) -> Iterator[Area]:
        return iter(self.areas)

    def children(self, id_: str) -> tuple[Area, ...]:
        """The areas directly inside one, in the order given."""
        return self._inside.get(id_, ())

    def with_areas(self, given: Iterable[Area]) -> AreaTree:
        """The tree with these areas added, and nothing lost.

        Of one that is there already what is not given stays: its parent where none is named, and
        its name in the other language where the one that is given is the same.  Overlays and levels
        stay.  Raises as a new tree does.
        """
        kept = dict(self._by_id)
        for area in given:
            kept[area.id] = area if area.id not in kept else _merge_area(kept[area.id], area)
        return AreaTree(tuple(kept.values()), self.grids, self.levels)

    def with_grids(self, given: Iterable[MicroGrid]) -> AreaTree:
        """The tree with these micro-grids upon it; one of the same id is replaced, others stay.

        Raises as a new tree does.
        """
        kept = {grid.id: grid for grid in self.grids}
        kept.update((grid.id, grid) for grid in given)
        return AreaTree(self.areas, tuple(kept.values()), self.levels)

    def path(self, id_: str) -> tuple[Area, ...]:
        """The areas from the root down to this one, itself last."""
        here = self[id_]
        return (*(self.path(here.parent) if here.parent is not None else ()), here)

    def within(self, id_: str, outer: str) -> bool:
        """Whether an area is, or lies anywhere inside, another."""
        return any(area.id == outer for area in self.path(id_))

    def ancestor(self, id_: str, level: str) -> Area | None:
        """The area of a level that this one is or lies in, if there is one."""
        return next((area for area in self.path(id_) if area.level == level), None)

    def at_level(self, level: str) -> tuple[Area, ...]:
        """All areas of one level, in the order given."""
        return tuple(area for area in self.areas if area.level == level)

    @cached_property
    def _by_id(self) -> dict[str, Area]:
        return {area.id: area for area in self.areas}

    @cached_property
    def _inside(self) -> dict[str, tuple[Area, ...]]:
        inside: dict[str, list[Area]] = {}
        for area in self.areas:
            if area.parent is not None:
                inside.setdefault(area.parent, []).append(area)
        return {id_: tuple(areas) for id_, areas in inside.items()}

    def _require_area(self, id_: str, where: str) -> Area:
        try:
            return self._by_id[id_]
        except KeyError:
            raise UnknownId("area", id_, where) from None

    def _check_place(self, area: Area) -> None:
        if area.level not in self.levels:
            raise BadValue(
                f"area {area.id}",
                Text(f"没有“{area.level}”这一级。", f"there is no level '{area.level}'."),
                Text(f"可选：{'、'.join(self.levels)}。", f"Use one of {', '.join(self.levels)}."),
            )
        if area.parent is None:
            return
        outer = self._require_area(area.parent, f"area {area.id}")
        if self.levels.index(outer.level) >= self.levels.index(area.level):
            raise BadValue(
                f"area {area.id}",
                Text(
                    "{level}不能放在{outer}（{id}）里面。", "{level} cannot lie in {outer} ({id})."
                ).filled(
                    level=level_words(area.level), outer=level_words(outer.level), id=outer.id
                ),
                Text("请改上级区域。", "Give it another parent."),
            )


def _merge_area(old: Area, given: Area) -> Area:
    """An area as it is given, over how it stands."""
    return Area(
        old.id,
        given.level,
        given.name.over(old.name),
        old.parent if given.parent is None else given.parent,
    )
