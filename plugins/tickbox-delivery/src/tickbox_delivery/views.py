"""Views of what is carried out: projects, problems, meetings.

``picture`` and the like are SVG made by ``tickbox_server.svg``: markup, to be put in as it is.
"""

from __future__ import annotations

import attrs

from tickbox_server.pages.views import FigureView, PictureView
from tickbox_server.pages.views_works import (
    HeadView,
    MeetingView,
    PartyView,
    ProjectCardView,
    ShareView,
    TroubleView,
)


@attrs.frozen
class StepView:
    """A step of a plan; ``state`` is ``done``, ``late``, ``planned`` or ``left`` (for good)."""

    number: int
    title: str
    state: str
    due: str | None
    done: str | None
    words: str | None
    signed: int
    signed_off: bool


@attrs.frozen
class BuildingView:
    """A part that is finished by itself; ``done`` is the day, ``pilot`` that it goes first."""

    name: str
    pilot: bool
    done: str | None


@attrs.frozen
class GiftView:
    """A contribution; ``named`` only where the donor wishes it."""

    source: str
    amount: str | None
    what: str | None
    named: str | None
    received: str | None


@attrs.frozen
class SpentView:
    """Money spent: on which day, for what, to which firm."""

    on: str
    amount: str
    what: str
    payee: str | None


@attrs.frozen
class AgainView:
    """A later decision: how much it allows, by a ``meeting`` or a ``motion``, in which words."""

    amount: str
    by: str
    words: str | None


@attrs.frozen
class SubsidyView:
    """A subsidy that comes off the cost: by which rule, from which source, how much."""

    title: str
    rule: str
    source: str
    amount: str | None


@attrs.frozen
class MoneyView:
    """Promised, expected, allowed and spent; the keys are the signs of the picture.

    ``subsidies`` come off ``cost`` and leave what the ``owners`` pay; ``paid`` is what households
    have paid at least, as far as that may be told; ``anew``: their shares are still to be computed;
    ``estimate``: a subsidy goes by the rules that are published, and is not granted yet.
    """

    promised: str | None
    expected: str | None
    allowed: str | None
    spent: str
    limit: str
    needs_decision: bool
    picture: str
    key_spent: str
    key_promised: str
    key_allowed: str
    spendings: tuple[SpentView, ...]
    again: tuple[AgainView, ...]
    gifts: tuple[GiftView, ...]
    received: str | None
    households: int
    total: str | None
    settled: int | None
    complete: bool | None
    paid: str | None
    anew: bool
    cost: str | None
    subsidies: tuple[SubsidyView, ...]
    owners: str | None
    estimate: bool


@attrs.frozen
class ApartView:
    """One row of beneficiaries beside everybody else."""

    marks: str
    beneficiaries: int
    others: int


@attrs.frozen
class JudgedView:
    """What residents judged: the grade against all members, and the three figures."""

    level: str
    text: str
    members: int
    marks: tuple[ShareView, ...]
    figures: tuple[ShareView, ...]
    apart: tuple[ApartView, ...]
    on: str


@attrs.frozen
class ComparedView:
    """Delivery beside promise; ``late`` in days (below 0: early), ``over`` in words of money.

    ``whole`` is about what was to be built or done, not about money or days: ``dearer`` and
    ``delayed`` tell of these.  ``allowed`` is what was decided since, where the cost was decided
    again: ``within`` it or not.  ``unrecorded``: it was to cost something, and nobody has written
    down what it did.
    """

    promised: str | None
    spent: str
    over: str | None
    cheaper: bool
    late: int | None
    done: int | None
    parts: int | None
    left_out: str | None
    whole: bool
    dearer: bool = False
    delayed: bool = False
    allowed: str | None = None
    within: bool = False
    unrecorded: bool = False


@attrs.frozen
class ProjectsView:
    """``projects.html``: all projects of a neighbourhood, the newest first."""

    head: HeadView
    projects: tuple[ProjectCardView, ...]
    csv_url: str
    package_url: str


@attrs.frozen
class NoteView:
    """A word on how a project goes, and pictures of it."""

    day: str
    words: str
    pictures: tuple[PictureView, ...]


@attrs.frozen
class ProjectView:
    """``project.html``: from the promise to what residents judged."""

    head: HeadView
    title: str
    state: str
    status: str
    going_on: bool
    words: str | None
    begun: str | None
    due: str | None
    delivered: str | None
    item_url: str
    digest: str
    promises: tuple[FigureView, ...]
    pictures: tuple[PictureView, ...]
    steps: tuple[StepView, ...]
    line: str
    score: str | None
    buildings: tuple[BuildingView, ...]
    buildings_done: int
    buildings_picture: str
    piloting: bool
    pilot_words: str | None
    money: MoneyView
    responsible: tuple[PartyView, ...]
    supervisors: int
    signatures: int
    members: int
    volunteers: int
    publisher: str
    notes: tuple[NoteView, ...]
    meetings: tuple[MeetingView, ...]
    problems: tuple[TroubleView, ...]
    judged: JudgedView | None
    compared: ComparedView | None


@attrs.frozen
class ProblemsView:
    """``problems.html``: what is worked on, the oldest first, and what is solved."""

    head: HeadView
    still: tuple[TroubleView, ...]
    solved: tuple[TroubleView, ...]
    csv_url: str
    package_url: str


@attrs.frozen
class MeetingsView:
    """``meetings.html``: meetings announced and held, the newest first."""

    head: HeadView
    meetings: tuple[MeetingView, ...]
