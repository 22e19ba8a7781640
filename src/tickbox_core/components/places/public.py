"""What anybody may know of service places."""

from __future__ import annotations

import attrs

from tickbox_core.categories.kinds import Choice, Several
from tickbox_core.components.places.state import ServicePlace, Tier
from tickbox_core.declarations import ListOf, Ref, Said, Typed, choice, gives, unseen
from tickbox_core.model import MicroGrid
from tickbox_core.text import Text

SERVICES = {
    "wishes": Text("收集心愿", "hand in wishes"),
    "help": Text("协助打钩", "help with ticking"),
    "wall": Text("公示墙", "the wall"),
}
"""What a service place does."""


@attrs.frozen
class PlaceNamed:
    """The id of a service place."""

    id: str = gives(Ref("place"), "服务点", "service place")


@attrs.frozen
class GridAnswer:
    """A micro-grid, its areas and its shops."""

    id: str = gives(Typed(), "微网格编号", "micro-grid")
    name: Text = gives(Said(), "名称", "name")
    areas: tuple[str, ...] = gives(ListOf(Ref("area")), "楼道、楼栋", "stairwells and buildings")
    shops: tuple[str, ...] = gives(ListOf(Typed()), "沿街商铺", "street-side shops")

    @classmethod
    def of(cls, grid: MicroGrid) -> GridAnswer:
        """A micro-grid as anybody may know it."""
        return cls(grid.id, grid.name, grid.areas, grid.shops)


@attrs.frozen
class PlaceAnswer:
    """A service place; one that was closed is not answered any more."""

    id: str = unseen(Ref("place"))
    name: Text = gives(Said(), "名称", "name")
    tier: str = gives(choice(Tier), "级别", "tier")
    area: str = gives(Ref("area"), "所在区域", "area")
    address: Text = gives(Said(), "地址", "address")
    hours: Text = gives(Said(), "开放时间", "hours")
    phone: str = gives(Typed(), "电话", "phone")
    services: tuple[str, ...] = gives(Several(Choice(SERVICES)), "服务", "services")

    @classmethod
    def of(cls, place: ServicePlace) -> PlaceAnswer:
        """A service place as anybody may know it."""
        return cls(
            id=place.id,
            name=place.name,
            tier=str(place.tier),
            area=place.area,
            address=place.address,
            hours=place.hours,
            phone=place.phone,
            services=tuple(map(str, place.services)),
        )
