"""What the page of awards draws."""

from __future__ import annotations

import attrs

from tickbox_server.pages.views_works import HeadView


@attrs.frozen
class CaseView:
    """A case of an award; ``score`` is an exact fraction, shown with its percentage."""

    title: str
    area: str
    url: str
    text: str
    chosen: bool
    rank: int | None
    score: str | None
    percent: str | None
    why: str | None
    picture: str


@attrs.frozen
class CertificateView:
    """A certificate as it is listed: its number, whose it is, and the digest that names it."""

    number: str
    case: str
    area: str
    on: str
    digest: str


@attrs.frozen
class AwardView:
    """An award: how it is scored, its cases, the certificates."""

    title: str
    formula: str
    places: int
    decided: str | None
    called_off: str | None
    cases: tuple[CaseView, ...]
    certificates: tuple[CertificateView, ...]


@attrs.frozen
class AwardsView:
    """``awards.html``: the awards of the town, the newest first."""

    head: HeadView
    awards: tuple[AwardView, ...]
