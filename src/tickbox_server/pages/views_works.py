"""Views that several pages share: heads, links, and what is carried out in short.

``picture`` and the like are SVG made by ``tickbox_server.svg``: markup, to be put in as it is.
"""

from __future__ import annotations

import attrs

from tickbox_server.pages.views import FigureView, PictureView


@attrs.frozen
class HeadView:
    """What link previews and programs read: Open Graph, and where the same stands as JSON."""

    title: str
    description: str
    url: str
    image_url: str
    twin_url: str
    style_url: str
    area: str = ""
    area_url: str = ""


@attrs.frozen
class PartyView:
    """Who is responsible, on which side, for what."""

    side: str
    name: str
    task: str | None


@attrs.frozen
class LinkView:
    """Something with a page of its own, or without (then ``url`` is empty)."""

    title: str
    url: str
    kind: str = ""


@attrs.frozen
class MeetingView:
    """A meeting: announced while ``minutes`` is ``None``."""

    kind: str
    title: str
    on: str
    place: str | None
    minutes: str | None
    resolved: str | None
    attended: int | None
    about: tuple[LinkView, ...] = ()


@attrs.frozen
class TroubleView:
    """A problem (急难愁盼) with everything tied to it; ``solved`` is ``None`` while it is open."""

    ref: str
    title: str
    raised: str
    days: int
    solved: str | None
    how: str | None
    responsible: tuple[PartyView, ...]
    reopened: tuple[str, ...]
    links: tuple[LinkView, ...]
    photos: tuple[PictureView, ...] = ()


@attrs.frozen
class ShareView:
    """A share with its base in words, and a bar."""

    label: str
    numerator: int
    denominator: int
    base: str
    percent: str
    picture: str


@attrs.frozen
class ProjectCardView:
    """A project in short; ``state`` is its status, ``picture`` the steps on a line."""

    title: str
    url: str
    state: str
    status: str
    done: int
    steps: int
    spent: str
    promised: str | None
    picture: str
    level: str | None
    score: str | None = None


@attrs.frozen
class CardView:
    """A thing of a component on the wall."""

    title: str
    state: str | None
    on: str | None
    lines: tuple[FigureView, ...]


@attrs.frozen
class CardsView:
    """``cards.html``: what a component of a plugin has on the wall."""

    head: HeadView
    title: str
    cards: tuple[CardView, ...]
