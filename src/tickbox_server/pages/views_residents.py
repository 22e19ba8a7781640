"""What the page about help with ticking shows (as ``views``)."""

from __future__ import annotations

import attrs

from tickbox_server.pages.views import RoundView


@attrs.frozen
class PlaceView:
    """A service place; ``phone_url`` dials its number."""

    name: str
    tier: str
    address: str | None
    hours: str | None
    phone: str
    phone_url: str


@attrs.frozen
class FreeOfferView:
    """Something that a service place offers for nothing."""

    title: str
    kind: str
    hours: str
    place: str
    description: str | None


@attrs.frozen
class AnsweringView:
    """The office that answers for a level; ``phone_url`` dials its number."""

    level: str
    name: str
    office: str
    phone: str
    phone_url: str


@attrs.frozen
class HelpView:
    """``help.html``: how to tick with somebody's help, where, and what the helper may not do."""

    name: str
    area_url: str
    places: tuple[PlaceView, ...]
    open_rounds: tuple[RoundView, ...]
    offers: tuple[FreeOfferView, ...]
    answering: tuple[AnsweringView, ...]
