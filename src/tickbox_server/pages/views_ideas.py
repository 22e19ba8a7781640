"""What the pages of calls for ideas show (as ``views``)."""

from __future__ import annotations

import attrs

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
