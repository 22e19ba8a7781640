"""What anybody may know of service places."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from tickbox_core.categories.kinds import Choice, Several
from tickbox_core.components.places.state import FreeOffer, OfferKind, ServicePlace, Tier
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
class OfferNamed:
    """The id of an offer."""

    id: str = gives(Ref("offer"), "服务项目", "offer")


@attrs.frozen
class OfferAnswer:
    """Something that a place offers for nothing."""

    id: str = unseen(Ref("offer"))
    place: str = gives(Ref("place"), "服务点", "service place")
    title: Text = gives(Said(), "名称", "title")
    kind: str = gives(choice(OfferKind), "类型", "kind")
    hours: Text = gives(Said(), "服务时间", "hours")
    description: Text = gives(Said(), "说明", "description")

    @classmethod
    def of(cls, offer: FreeOffer) -> OfferAnswer:
        """An offer as anybody may know it."""
        return cls(
            id=offer.id,
            place=offer.place,
            title=offer.title,
            kind=str(offer.kind),
            hours=offer.hours,
            description=offer.description,
        )


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
    offers: tuple[OfferAnswer, ...] = gives(ListOf(OfferAnswer), "免费服务", "free offers")

    @classmethod
    def of(cls, place: ServicePlace, offers: Iterable[FreeOffer] = ()) -> PlaceAnswer:
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
            offers=tuple(map(OfferAnswer.of, offers)),
        )
