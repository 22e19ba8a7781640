"""What the residents' further pages show: help with ticking, wishes, objections (as ``views``)."""

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
class HelpView:
    """``help.html``: how to tick with somebody's help, where, and what the helper may not do."""

    name: str
    area_url: str
    places: tuple[PlaceView, ...]
    open_rounds: tuple[RoundView, ...]
