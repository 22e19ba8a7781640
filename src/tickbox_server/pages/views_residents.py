"""What the residents' further pages show: help with ticking, wishes, objections (as ``views``)."""

from __future__ import annotations

import attrs

from tickbox_server.pages.views import PictureView, RoundView
from tickbox_server.pages.views_look import LookView


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


@attrs.frozen
class WishView:
    """``wish.html``: a wish to be handed in; ``ref`` once it has been."""

    name: str
    area_url: str
    wish_url: str
    follow_url: str
    look: LookView
    text: str = ""
    author: str = ""
    contact: str = ""
    ref: str = ""
    error: str | None = None
    photo_url: str = ""


@attrs.frozen
class CameOfView:
    """What came of a wish: an item on a list, and how its project stands, if it is one."""

    title: str
    round: str
    state_words: str
    url: str
    project: str | None
    project_url: str | None


@attrs.frozen
class FollowWishView:
    """``followwish.html``: what became of a wish, for whoever holds its reference.

    ``typed`` stands in the field, ``ref`` is what was looked up (empty: nothing yet).  ``reply``
    and ``words`` are empty while it waits; ``stands_with`` is the wish it was put to.
    """

    name: str
    area_url: str
    wish_url: str
    follow_url: str
    look: LookView
    typed: str = ""
    ref: str = ""
    found: bool = False
    at: str | None = None
    reply: str = ""
    words: str = ""
    referred_to: str | None = None
    stands_with: str = ""
    because: str | None = None
    items: tuple[CameOfView, ...] = ()
    photo_url: str = ""
    photos: tuple[PictureView, ...] = ()
    photo_taken: bool = False
    error: str | None = None


@attrs.frozen
class AnsweredView:
    """An objection that has its answer; what it said and who said it are nobody's business."""

    ref: str
    item: str | None
    answer: str


@attrs.frozen
class ObjectView:
    """``object.html``: an objection to a posted list or result; ``ref`` once it was raised.

    ``items`` are titles by id, ``chosen`` the one it is about.  ``closed`` says why none is taken
    now (empty while they are): then what was typed can only be read and copied.
    """

    round: RoundView
    object_url: str
    items: tuple[tuple[str, str], ...]
    look: LookView
    answered: tuple[AnsweredView, ...]
    text: str = ""
    author: str = ""
    contact: str = ""
    chosen: str = ""
    ref: str = ""
    error: str | None = None
    closed: str = ""
