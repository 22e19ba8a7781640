"""Views of the wall: what stands beside a round, an item's way, motions."""

from __future__ import annotations

import attrs

from tickbox_server.pages.views import FigureView, OptionView, PictureView
from tickbox_server.pages.views_works import (
    HeadView,
    LinkView,
    MeetingView,
    ProjectCardView,
    ShareView,
    TroubleView,
)


@attrs.frozen
class AnswerView:
    """An objection as anybody may know it: to what, when, and the answer (``None``: not yet)."""

    about: str | None
    on: str
    answer: str | None


@attrs.frozen
class OverrideView:
    """A decision beside the result."""

    take: tuple[str, ...]
    leave: tuple[str, ...]
    reason: str
    decided_by: str
    on: str


@attrs.frozen
class FindingView:
    """What was found of an item, and why; ``url`` is the item's own page."""

    title: str
    url: str
    words: str | None
    reason: str | None


@attrs.frozen
class PostedView:
    """What stands beside a round: days, findings, objections, decisions, the annual list."""

    on: str | None
    until: str | None
    changed: tuple[str, ...]
    findings: tuple[FindingView, ...]
    objections: tuple[AnswerView, ...]
    corrections: tuple[FindingView, ...]
    result_until: str | None
    result_objections: tuple[AnswerView, ...]
    overrides: tuple[OverrideView, ...]
    annual_on: str | None
    annual: tuple[LinkView, ...]


@attrs.frozen
class BarView:
    """One bar of a motion: what was asked, what there was, and whether it is met."""

    label: str
    part: str | None
    whole: str | None
    bar: str
    met: str
    picture: str


@attrs.frozen
class MotionView:
    """A motion as anybody may know it; ``kind`` says whom it binds."""

    question: str
    kind: str
    state: str
    days: tuple[FigureView, ...]
    taken_part: int | None
    heads: int
    checks: tuple[BarView, ...]
    sentence: str | None
    notes: tuple[str, ...]


@attrs.frozen
class ItemPageView:
    """``itempage.html``: an item from the wish to the project, for ever at the same address."""

    head: HeadView
    title: str
    number: int
    round: str
    state: str
    list_url: str
    wall_url: str
    facts: tuple[FigureView, ...]
    description: str | None
    wishes: tuple[FigureView, ...]
    photos: tuple[PictureView, ...]
    ideas: tuple[FigureView, ...]
    finding: FindingView | None
    objections: tuple[AnswerView, ...]
    result_objections: tuple[AnswerView, ...]
    corrections: tuple[FindingView, ...]
    rank: int | None
    chosen: bool | None
    stands: bool | None
    taken: bool
    by_run_off: str
    share: ShareView | None
    options: tuple[OptionView, ...]
    why: str | None
    overrides: tuple[OverrideView, ...]
    annual: bool
    motions: tuple[MotionView, ...]
    meetings: tuple[MeetingView, ...]
    problems: tuple[TroubleView, ...]
    project: ProjectCardView | None
