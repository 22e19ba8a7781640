"""Acts on service places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from tickbox_core.categories import a_line, one_of, several, some_of
from tickbox_core.components.places.public import (
    SERVICES,
    GridAnswer,
    OfferAnswer,
    OfferNamed,
    PlaceAnswer,
    PlaceNamed,
)
from tickbox_core.components.places.service import PlaceService
from tickbox_core.components.places.state import FreeOffer, OfferKind, ServicePlace, Tier
from tickbox_core.components.places.things import OPEN
from tickbox_core.declarations import Act, ListOf, Role, new_id, refers_to, refers_to_several
from tickbox_core.declarations.acts import Change, Standing
from tickbox_core.declarations.fields import Name, NoFields, a_name
from tickbox_core.errors import NotListed
from tickbox_core.model import MicroGrid
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow import Actor
from tickbox_core.workflow.changing import UNSET, clearing, plain_of_thing
from tickbox_core.workflow.desks import ComponentDesk


@attrs.frozen
class SetPlace:
    """A service place."""

    id: str = new_id("place", "编号", "id")
    name: Text = a_line("名称", "name")
    tier: str = one_of("级别", "tier", {str(tier): tier.words for tier in Tier})
    area: str = refers_to("area", "所在区域", "area", noted=False, default="")
    address: Text = a_line("地址", "address", default=EMPTY)
    hours: Text = a_line("开放时间", "hours", default=EMPTY)
    phone: str = a_name("电话", "phone", default="")
    services: tuple[str, ...] = some_of("服务", "services", SERVICES, default=tuple(SERVICES))
    unset: tuple[str, ...] = clearing()


@attrs.frozen
class ClosePlace:
    """The id of a service place."""

    id: str = refers_to("place", "编号", "id", states=(OPEN,))


@attrs.frozen
class SetOffer:
    """Something that a place offers for nothing."""

    id: str = new_id("offer", "编号", "id")
    place: str = refers_to("place", "服务点", "service place", states=(OPEN,))
    title: Text = a_line("名称", "title")
    kind: str = one_of("类型", "kind", {str(kind): kind.words for kind in OfferKind})
    hours: Text = a_line("服务时间", "hours")
    description: Text = a_line("说明", "description", default=EMPTY)
    unset: tuple[str, ...] = clearing()


@attrs.frozen
class EndOffer:
    """The id of an offer."""

    id: str = refers_to("offer", "编号", "id", states=(OPEN,))


def _offer_there(desk: ComponentDesk, named: Mapping[str, Any]) -> Standing | None:
    try:
        found = desk.service(PlaceService).offer(named["id"])
    except NotListed:
        return None
    values = {**attrs.asdict(found, recurse=False), "kind": str(found.kind)}
    del values["open"]
    return Standing(plain_of_thing(SetOffer, values), found, own=found.open)


def _set_offer(
    desk: ComponentDesk, given: SetOffer, actor: Actor, standing: Standing | None
) -> Any:
    values = attrs.asdict(given, recurse=False, filter=attrs.filters.exclude(UNSET))
    service = desk.service(PlaceService)
    if standing is None:
        service.set_offer(FreeOffer(**values))
    else:
        changed = {name: values[name] for name in standing.touched}
        offer = attrs.evolve(standing.base, open=True, **changed)
        service.set_offer(offer, replaces=standing.base)
    return OfferNamed(given.id)


def _end_offer(desk: ComponentDesk, given: EndOffer, actor: Actor) -> Any:
    desk.service(PlaceService).end_offer(given.id)
    return OfferNamed(given.id)


def _place_there(desk: ComponentDesk, named: Mapping[str, Any]) -> Standing | None:
    found = desk.service(PlaceService).place(named["id"])
    if found is None:
        return None
    values = {**attrs.asdict(found, recurse=False), "tier": str(found.tier)}
    values["services"] = tuple(map(str, found.services))
    del values["open"]
    return Standing(plain_of_thing(SetPlace, values), found, own=found.open)


def _set_place(
    desk: ComponentDesk, given: SetPlace, actor: Actor, standing: Standing | None
) -> Any:
    service = desk.service(PlaceService)
    values = attrs.asdict(given, recurse=False, filter=attrs.filters.exclude(UNSET))
    if standing is None:
        service.set_place(ServicePlace(**values))
    else:
        changed = {name: values[name] for name in standing.touched}
        place = attrs.evolve(standing.base, open=True, **changed)
        service.set_place(place, replaces=standing.base)
    return PlaceNamed(given.id)


def _close_place(desk: ComponentDesk, given: ClosePlace, actor: Actor) -> Any:
    desk.service(PlaceService).close_place(given.id)
    return PlaceNamed(given.id)


def _list(desk: ComponentDesk, given: NoFields, actor: Actor) -> Any:
    service = desk.service(PlaceService)
    return [PlaceAnswer.of(one, service.offers_of(one.id)) for one in service.places()]


@attrs.frozen
class SetGrid:
    """A micro-grid: stairwells and buildings with street-side shops, looked after together."""

    id: str = new_id("grid", "微网格编号", "id", noted=False)
    name: Text = a_line("名称", "name")
    areas: tuple[str, ...] = refers_to_several(
        "area", "楼道、楼栋", "stairwells and buildings", noted=False, default=()
    )
    shops: tuple[str, ...] = several(
        "沿街商铺（名册里的编号）", "street-side shops, as on the roll", Name(), default=()
    )
    unset: tuple[str, ...] = clearing()


def _grid_there(desk: ComponentDesk, named: Mapping[str, Any]) -> Standing | None:
    found = desk.service(PlaceService).grid(named["id"])
    if found is None:
        return None
    return Standing(plain_of_thing(SetGrid, attrs.asdict(found, recurse=False)), found)


def _set_grid(desk: ComponentDesk, given: SetGrid, actor: Actor, standing: Standing | None) -> Any:
    grid = MicroGrid(given.id, given.name, given.areas, given.shops)
    if standing is not None:
        named = {name: getattr(grid, name) for name in standing.touched}
        grid = attrs.evolve(standing.base, **named)
    made = desk.service(PlaceService).set_grid(grid, None if standing is None else standing.base)
    return GridAnswer.of(made)


def _list_grids(desk: ComponentDesk, given: NoFields, actor: Actor) -> Any:
    return [GridAnswer.of(one) for one in desk.service(PlaceService).grids()]


ACTS = (
    Act(
        "place/set",
        Text("设置服务点", "set a service place"),
        SetPlace,
        _set_place,
        change=Change(("id",), _place_there),
        answer=PlaceNamed,
    ),
    Act(
        "place/close",
        Text("关闭服务点", "close a service place"),
        ClosePlace,
        _close_place,
        answer=PlaceNamed,
        irreversible=True,
    ),
    Act(
        "grid/set",
        Text("设置微网格", "set a micro-grid"),
        SetGrid,
        _set_grid,
        change=Change(("id",), _grid_there),
        answer=GridAnswer,
    ),
    Act(
        "grid/list",
        Text("微网格", "micro-grids"),
        NoFields,
        _list_grids,
        Role.ANYBODY,
        reads=True,
        answer=ListOf(GridAnswer),
    ),
    Act(
        "place/list",
        Text("服务点", "service places"),
        NoFields,
        _list,
        Role.ANYBODY,
        reads=True,
        answer=ListOf(PlaceAnswer),
    ),
    Act(
        "place/offer",
        Text("设置免费服务", "set a free offer"),
        SetOffer,
        _set_offer,
        change=Change(("id",), _offer_there),
        answer=OfferNamed,
    ),
    Act(
        "place/end-offer",
        Text("结束免费服务", "end a free offer"),
        EndOffer,
        _end_offer,
        answer=OfferNamed,
    ),
    Act(
        "place/offers",
        Text("免费服务", "free offers"),
        NoFields,
        lambda desk, given, actor: [
            OfferAnswer.of(one) for one in desk.service(PlaceService).offers()
        ],
        Role.ANYBODY,
        reads=True,
        answer=ListOf(OfferAnswer),
    ),
)
