"""What the pages of calls for ideas show (as ``views``)."""

from __future__ import annotations

import attrs

from tickbox_server.pages.views import PictureView, RoundView
from tickbox_server.pages.views_look import LookView
from tickbox_server.pages.views_works import HeadView, LinkView


@attrs.frozen
class PostedIdeaView:
    """An idea with its answer; ``posted`` and ``by`` are empty where they are not to be told."""

    given: str
    posted: str | None
    by: str
    reply: str
    words: str
    option: LinkView | None


@attrs.frozen
class CallView:
    """A call for ideas: what is asked about what, until when, what came of it."""

    id: str
    url: str
    question: str
    about: str
    about_url: str
    open: bool
    asked: str
    closes: str | None
    closed: str | None
    outcome: str | None
    received: int
    waiting: int


@attrs.frozen
class IdeasView:
    """``ideas.html``: all calls for ideas of a neighbourhood."""

    head: HeadView
    calls: tuple[CallView, ...]
    follow_url: str


@attrs.frozen
class CallPageView:
    """``callpage.html``: one call, where to write an idea, and those that were answered.

    ``ref`` once one was given; ``named`` where its author's name may be told.
    """

    head: HeadView
    call: CallView
    ideas: tuple[PostedIdeaView, ...]
    all_url: str
    follow_url: str
    look: LookView
    text: str = ""
    author: str = ""
    contact: str = ""
    named: bool = False
    ref: str = ""
    error: str | None = None


@attrs.frozen
class FollowIdeaView:
    """``followidea.html``: what became of an idea, for whoever holds its reference.

    ``typed`` stands in the field, ``ref`` is what was looked up (empty: nothing yet).  ``reply``
    and ``words`` are empty while it waits.
    """

    name: str
    area_url: str
    all_url: str
    follow_url: str
    withdraw_url: str
    look: LookView
    typed: str = ""
    ref: str = ""
    found: bool = False
    at: str | None = None
    question: str = ""
    reply: str = ""
    words: str = ""
    option: LinkView | None = None
    withdrawn: bool = False
    error: str | None = None


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
