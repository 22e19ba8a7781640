"""Service places, as what fields may refer to."""

from __future__ import annotations

from collections.abc import Iterator

from tickbox_core.components.places.service import PlaceService
from tickbox_core.components.places.state import Places
from tickbox_core.declarations import Chosen, Thing, ThingChoice, named_choice
from tickbox_core.text import Text
from tickbox_core.workflow.desks import ComponentDesk, year_of

OPEN, CLOSED = "open", "closed"
"""The states of a service place and of an offer; what was closed is opened by setting it again."""


def _choices(desk: ComponentDesk, chosen: Chosen) -> Iterator[ThingChoice]:
    for place in desk.service(PlaceService).every_place():
        yield ThingChoice(place.id, place.name, frozenset({OPEN if place.open else CLOSED}))


def _grids(desk: ComponentDesk, chosen: Chosen) -> Iterator[ThingChoice]:
    for grid in desk.service(PlaceService).grids():
        yield named_choice(grid.id, grid.name)


def _offers(desk: ComponentDesk, chosen: Chosen) -> Iterator[ThingChoice]:
    places = desk.service(PlaceService)
    there = {offer.id for offer in places.offers()}
    for offer in places.every_offer():
        state = OPEN if offer.id in there else CLOSED
        yield ThingChoice(offer.id, offer.title, frozenset({state}))


THINGS = (
    Thing(
        "grid",
        Text("微网格", "micro-grid"),
        _grids,
        stem=year_of,
        find=lambda state, id_: state.of(Places).grid(id_),
    ),
    Thing(
        "place",
        Text("服务点", "service place"),
        _choices,
        stem=year_of,
        find=lambda state, id_: state.of(Places).place(id_),
    ),
    Thing(
        "offer",
        Text("免费服务", "free offer"),
        _offers,
        stem=year_of,
        find=lambda state, id_: state.of(Places).offer(id_),
    ),
)
