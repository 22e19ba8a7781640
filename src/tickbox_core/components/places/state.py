"""Service places (服务阵地): where people hand in wishes, get help with ticking, and see the wall.

Three tiers, as in Songnan: centre (淞益中心), space (淞益空间), corner (淞益居).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

import attrs

from tickbox_core.errors import NotListed
from tickbox_core.model import AreaTree, MicroGrid
from tickbox_core.text import EMPTY, Text, as_text
from tickbox_core.workflow.entries import DiaryEntry, rejection, require_text


class Tier(StrEnum):
    """How large a service place is and how many it serves."""

    CENTRE = "centre"
    SPACE = "space"
    CORNER = "corner"

    @property
    def words(self) -> Text:
        """The tier in words."""
        return _TIER_WORDS[self]


_TIER_WORDS = {
    Tier.CENTRE: Text("服务中心", "service centre"),
    Tier.SPACE: Text("服务空间", "service space"),
    Tier.CORNER: Text("家门口服务点", "service corner"),
}


class OfferedService(StrEnum):
    """What people can do at a place."""

    WISHES = "wishes"
    HELP = "help"
    WALL = "wall"


def _services(given: Iterable[str]) -> tuple[OfferedService, ...]:
    return tuple(OfferedService(one) for one in given)


@attrs.frozen(hash=False)
class ServicePlace:
    """A place with its tier, area, address, hours (in words), phone, and what one can do there."""

    id: str
    name: Text = attrs.field(converter=as_text)
    tier: Tier = attrs.field(converter=Tier)
    area: str = ""
    address: Text = attrs.field(default=EMPTY, converter=as_text)
    hours: Text = attrs.field(default=EMPTY, converter=as_text)
    phone: str = ""
    services: tuple[OfferedService, ...] = attrs.field(
        default=tuple(OfferedService), converter=_services
    )
    open: bool = True

    def plain(self) -> dict[str, Any]:
        """The place for JSON; ``of`` reads it."""
        return {
            "id": self.id,
            "name": self.name.plain(),
            "tier": str(self.tier),
            "area": self.area,
            "address": self.address.plain(),
            "hours": self.hours.plain(),
            "phone": self.phone,
            "services": [str(service) for service in self.services],
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> ServicePlace:
        """The place that ``plain`` wrote."""
        words = {name: Text(**plain[name]) for name in ("name", "address", "hours")}
        return cls(**{**plain, **words})


class OfferKind(StrEnum):
    """What a free offer of a place is for."""

    LEARNING = "learning"
    ELDERLY = "elderly"
    CULTURE = "culture"
    OTHER = "other"

    @property
    def words(self) -> Text:
        """It in words."""
        return _OFFER_WORDS[self]


_OFFER_WORDS = {
    OfferKind.LEARNING: Text("学习教育", "learning"),
    OfferKind.ELDERLY: Text("为老服务", "care for the old"),
    OfferKind.CULTURE: Text("文化服务", "culture"),
    OfferKind.OTHER: Text("其他服务", "other services"),
}


@attrs.frozen
class FreeOffer:
    """Something that a place offers for nothing, with its hours in words."""

    id: str
    place: str
    title: Text = attrs.field(converter=as_text)
    kind: OfferKind = attrs.field(converter=OfferKind)
    hours: Text = attrs.field(converter=as_text)
    description: Text = attrs.field(default=EMPTY, converter=as_text)
    open: bool = True

    def plain(self) -> dict[str, Any]:
        """The offer for JSON; ``of`` reads it."""
        return {
            "id": self.id,
            "place": self.place,
            "title": self.title.plain(),
            "kind": str(self.kind),
            "hours": self.hours.plain(),
            "description": self.description.plain(),
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> FreeOffer:
        """The offer that ``plain`` wrote."""
        names = ("id", "place", "kind", "title", "hours", "description")
        held = {name: plain[name] for name in names}
        words = {name: Text(**held[name]) for name in ("title", "hours", "description")}
        return cls(**{**held, **words})


class Places:
    """The service places of an area, and what they offer."""

    kinds = frozenset({"place", "place-closed", "offer", "offer-ended", "grid"})

    def __init__(self) -> None:
        self.by_id: dict[str, ServicePlace] = {}
        self.offers: dict[str, FreeOffer] = {}
        self.grids: set[str] = set()

    def apply(self, happened: DiaryEntry) -> None:
        """A place was opened, changed or closed; an offer was made, changed or ended."""
        if happened.kind == "grid":
            self.grids.add(happened.facts["id"])
        elif happened.kind == "offer":
            offer = FreeOffer.of(happened.facts)
            self.offers[offer.id] = offer
        elif happened.kind == "offer-ended":
            if (held := self.offers.get(happened.facts["id"])) is not None:
                self.offers[held.id] = attrs.evolve(held, open=False)
        elif happened.kind == "place":
            place = ServicePlace.of(happened.facts)
            self.by_id[place.id] = place
        elif (known := self.by_id.get(happened.facts["id"])) is not None:
            self.by_id[known.id] = attrs.evolve(known, open=False)

    def open_ones(self) -> tuple[ServicePlace, ...]:
        """Those that are open, centres first, by id."""
        order = list(Tier)
        found = [place for place in self.by_id.values() if place.open]
        return tuple(sorted(found, key=lambda place: (order.index(place.tier), place.id)))

    def grid(self, id_: str) -> str:
        """The id of a micro-grid that was set here, or ``NotListed``; the tree has its areas."""
        if id_ not in self.grids:
            raise NotListed(Text("微网格", "micro-grid"), id_)
        return id_

    def offer(self, id_: str) -> FreeOffer:
        """The offer of that id, or ``NotListed``."""
        try:
            return self.offers[id_]
        except KeyError:
            raise NotListed(Text("服务项目", "offer"), id_) from None

    def offers_of(self, place: str) -> tuple[FreeOffer, ...]:
        """What a place offers now, by id; nothing where it is closed."""
        known = self.by_id.get(place)
        if known is None or not known.open:
            return ()
        found = (one for one in self.offers.values() if one.place == place and one.open)
        return tuple(sorted(found, key=lambda one: one.id))

    def place(self, id_: str) -> ServicePlace:
        """The place of that id, or ``NotListed``."""
        try:
            return self.by_id[id_]
        except KeyError:
            raise NotListed(Text("服务点", "service place"), id_) from None


def set_place(places: Places, place: ServicePlace) -> DiaryEntry:
    """Open a place, or change what is said of it.  Raises ``NotPossible`` without a name."""
    require_text(place.id, Text("编号", "the id"))
    require_text(place.name.zh, Text("名称", "the name"))
    return DiaryEntry("place", place.plain())


def set_grid(tree: AreaTree, here: str, grid: MicroGrid) -> DiaryEntry:
    """A micro-grid over areas of this neighbourhood.

    Raises ``NotPossible`` without id or name, for an area that is not in it, or where the grid is
    another neighbourhood's.
    """
    require_text(grid.id, Text("编号", "the id"))
    require_text(grid.name.zh, Text("名称", "the name"))
    there = {one.id: one for one in tree.grids}.get(grid.id)
    if there is not None and there.areas and not lies_in(tree, here, there):
        raise rejection(
            Text(f"微网格“{grid.id}”在别的居民区。", f"the micro-grid '{grid.id}' lies elsewhere."),
            Text("请换一个编号。", "Use another id."),
        )
    for area in grid.areas:
        if area not in tree or not tree.within(area, here):
            raise rejection(
                Text(f"“{area}”不在本居民区。", f"'{area}' is not in this neighbourhood."),
                Text("请核对区域。", "Check the area."),
            )
    facts = {"id": grid.id, "name": grid.name.plain()}
    facts |= {"areas": list(grid.areas), "shops": list(grid.shops)}
    return DiaryEntry("grid", facts)


def lies_in(tree: AreaTree, here: str, grid: MicroGrid) -> bool:
    """Whether any of a micro-grid's areas lies in an area."""
    return any(tree.within(area, here) for area in grid.areas)


def close_place(places: Places, id_: str) -> DiaryEntry:
    """Close a place for good; what was handed in there stays.  Raises ``NotListed``."""
    if not places.place(id_).open:
        raise rejection(Text("这个服务点已经关闭。", "this place is closed already."))
    return DiaryEntry("place-closed", {"id": id_})


def set_offer(places: Places, offer: FreeOffer) -> DiaryEntry:
    """A place offers something, or what is said of it changes.

    Raises ``NotListed`` for an unknown place, ``NotPossible`` for a closed one, without a title or
    without hours.
    """
    require_text(offer.id, Text("编号", "the id"))
    require_text(offer.title.zh, Text("名称", "the title"))
    require_text(offer.hours.zh, Text("服务时间", "the hours"))
    if not places.place(offer.place).open:
        raise rejection(
            Text("这个服务点已经关闭。", "this place is closed."),
            Text("请选开放的服务点。", "Choose one that is open."),
        )
    return DiaryEntry("offer", offer.plain())


def end_offer(places: Places, id_: str) -> DiaryEntry:
    """An offer ends; lists that it stands on keep it.  ``NotPossible`` a second time."""
    if not places.offer(id_).open:
        raise rejection(Text("这项服务已经结束。", "this offer has ended already."))
    return DiaryEntry("offer-ended", {"id": id_})
