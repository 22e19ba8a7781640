"""What the pages of motions and judgements show (as ``views``)."""

from __future__ import annotations

import attrs

from tickbox_server.pages.views import FigureView
from tickbox_server.pages.views_look import LookView
from tickbox_server.pages.views_ticking import CheckedView
from tickbox_server.pages.views_works import LinkView


@attrs.frozen
class AskedView:
    """What is asked, in short; ``takes`` tells that answers are taken now.

    ``kind`` names the kind of decision and ``binds`` whom it binds; both are empty for a judgement.
    ``void`` says why it was voided, and is empty where it was not; ``ending`` until when answers
    are taken, where that was announced.  ``unposted``: its agenda, as it is now, is not posted yet.
    """

    title: str
    area: str
    area_url: str
    all_url: str
    url: str
    check_url: str
    receipt_url: str
    state: str
    state_words: str
    takes: bool
    demonstration: bool
    style_url: str
    kind: str = ""
    binds: str = ""
    days: tuple[FigureView, ...] = ()
    rehearsal: bool = False
    void: str = ""
    ending: str = ""
    unposted: bool = False


@attrs.frozen
class MotionsView:
    """``motions.html``: the motions of a neighbourhood, those that take answers first."""

    area: str
    area_url: str
    style_url: str
    motions: tuple[AskedView, ...]


@attrs.frozen
class OfferView:
    """One answer that can be given."""

    mark: str
    title: str
    chosen: bool


@attrs.frozen
class BarFoundView:
    """One bar and what was found.

    ``met`` is ``yes``, ``no`` or ``unknown``; ``share`` is exact and ``percent`` for reading (both
    empty where unknown); ``missing`` is what it fell short by.
    """

    what: str
    part: str
    whole: str
    share: str
    percent: str
    bar: str
    met: str
    missing: str


@attrs.frozen
class SideView:
    """The verdict on one side; ``title`` is empty where there is only one."""

    title: str
    result: str
    words: str
    bars: tuple[BarFoundView, ...]


@attrs.frozen
class CountedView:
    """How many said what, on one base; ``None`` is unknown, or not told."""

    base: str
    total: str | None
    participating: str | None
    marks: tuple[tuple[str, str | None], ...]


@attrs.frozen
class CandidateView:
    """How a candidate of an election came out; votes in ``heads``, and in ``area`` in m².

    ``met`` is ``yes``, ``no`` or ``unknown``, ``words`` says so; ``seat`` whether there is one.
    """

    name: str
    heads: str
    area: str
    met: str
    words: str
    seat: str
    elected: bool


@attrs.frozen
class DecisionView:
    """A published decision.

    Of an election ``seated`` says in a line who is elected, and ``took_part`` are the bars that all
    ``candidates`` have in common.
    """

    result: str
    words: str
    sentence: str
    chosen: str | None
    next_round: tuple[str, ...]
    sides: tuple[SideView, ...]
    counted: tuple[CountedView, ...]
    notes: tuple[str, ...]
    bundle_url: str
    recount_url: str
    seated: str = ""
    candidates: tuple[CandidateView, ...] = ()
    took_part: tuple[BarFoundView, ...] = ()


@attrs.frozen
class AnsweredObjectionView:
    """An answer to an objection, under its reference."""

    ref: str
    answer: str


@attrs.frozen
class PreliminaryView:
    """A result as it was posted before it was final; ``final``: that stands beside it by now.

    ``object_url`` is empty where no objections are taken any more.
    """

    words: str
    decision: DecisionView
    final: bool
    object_url: str
    unanswered: int
    answered: tuple[AnsweredObjectionView, ...]


@attrs.frozen
class MotionObjectView:
    """``motionobject.html``: an objection to a preliminary result; ``ref`` once it was raised.

    ``until`` is its last day, ``where`` where it may be handed in on paper.  ``closed`` says why
    none is taken now (empty while they are): then what was typed can only be read and copied.
    """

    asked: AskedView
    object_url: str
    look: LookView
    answered: tuple[AnsweredObjectionView, ...]
    until: str = ""
    where: str = ""
    text: str = ""
    author: str = ""
    contact: str = ""
    ref: str = ""
    error: str | None = None
    closed: str = ""


@attrs.frozen
class EstateRuleView:
    """What a rule of the estate's own says, and where it stands."""

    question: str
    said: str
    source: str


@attrs.frozen
class QuestionView:
    """``question.html``: the question, whom it binds, by which bars; to be answered while open.

    ``seats``: how many candidates may be ticked (0: it is no election); ``candidates`` stand first
    among the ``answers``.  ``changeable``: until closing one may think again.  ``taken_part`` is
    ``None`` where it would tell of a handful.
    ``computed`` is what the papers of a voided one come to: not in force.
    """

    asked: AskedView
    because: str | None
    answers: tuple[OfferView, ...]
    bars: tuple[str, ...]
    silence: str | None
    changeable: bool
    heads: int
    taken_part: int | None
    review_url: str
    look: LookView
    decision: DecisionView | None
    item_url: str = ""
    error: str | None = None
    computed: DecisionView | None = None
    law: tuple[str, ...] = ()
    """By which layer of law it is decided, since when that holds, and why it is that one."""
    seats: int = 0
    candidates: int = 0
    drawings: tuple[str, ...] = ()
    """Which papers were drawn to be checked with their owners, and what came of it."""
    mine_url: str = ""
    corrections: str = ""
    """How many corrections of the roll were asked for, and what came of them."""
    before: LinkView | None = None
    after: tuple[LinkView, ...] = ()
    """The motion that this one follows, and those that follow it."""
    preliminary: PreliminaryView | None = None
    """The result as it was posted before it was final."""
    estate_rules: tuple[EstateRuleView, ...] = ()
    """By which of the estate's own rules it is held."""
    majority: str | None = None
    """What the box "with the majority" means, where papers have it."""


@attrs.frozen
class OwnHomeView:
    """A home that counts for oneself, and its area; empty where area does not count."""

    home: str
    area: str


@attrs.frozen
class OwnFiguresView:
    """What one counts for; ``area`` is ``None`` where it is unknown, or does not count.

    ``share`` says of how much it is; ``named``: somebody may vote for these homes.
    """

    homes: tuple[OwnHomeView, ...]
    by_area: bool
    area: str | None
    share: str
    named: bool
    figures: tuple[FigureView, ...]


@attrs.frozen
class AskedCorrectionView:
    """A correction that was asked for; ``words`` are one's own, and empty where others asked."""

    about: str
    asked: str
    words: str
    outcome: str
    waits: bool
    answered: str
    answer: str


@attrs.frozen
class WrongPartView:
    """What can be said to be wrong."""

    name: str
    title: str
    chosen: bool


@attrs.frozen
class MotionMineView:
    """``motionmine.html``: how one is counted, by code, and asking for a correction.

    ``shown``: a code was right; ``code`` is then a form ticket.  ``figures`` are ``None`` where
    somebody else speaks for the home by now.  ``before``: voting has not begun; ``correctable``:
    a correction can be asked for now; ``taken``: one was, just now.
    """

    asked: AskedView
    mine_url: str
    ask_url: str
    asks_code: bool
    look: LookView
    sign_in_url: str | None = None
    error: str | None = None
    typed: str = ""
    code: str = ""
    shown: bool = False
    figures: OwnFiguresView | None = None
    before: bool = False
    correctable: bool = False
    corrections: tuple[AskedCorrectionView, ...] = ()
    parts: tuple[WrongPartView, ...] = ()
    text: str = ""
    taken: bool = False


@attrs.frozen
class MotionReviewView:
    """``motionreview.html``: "your answer is this"; the code is asked for here.

    ``typed`` is a code that was typed before the page was asked for in another type or language.
    """

    asked: AskedView
    answer: str
    mark: str
    changeable: bool
    key: str
    asks_code: bool
    confirm_url: str
    look: LookView
    sign_in_url: str | None = None
    error: str | None = None
    typed: str = ""


@attrs.frozen
class MotionConfirmView:
    """``motionconfirm.html``: what it means for oneself; the last press.

    ``code`` has to come back as it is (a form ticket).  ``area`` is the own floor area that counts,
    ``None`` where area does not count or is unknown.
    """

    asked: AskedView
    answer: str
    mark: str
    changeable: bool
    key: str
    code: str
    cast_url: str
    replaces: bool
    units: int
    by_area: bool
    area: str | None
    figures: tuple[FigureView, ...]
    look: LookView
    error: str | None = None


@attrs.frozen
class AnsweredReceiptView:
    """``answeredreceipt.html``: the answer is kept; it is not shown."""

    asked: AskedView
    code: str
    counted: bool
    changeable: bool
    number: int
    size: int
    picture_url: str
    look: LookView
    proof: str | None


@attrs.frozen
class AnsweredCheckView:
    """``answeredcheck.html``: does my answer count?"""

    asked: AskedView
    look: LookView
    typed: str = ""
    answer: CheckedView | None = None


@attrs.frozen
class AnnouncedJudgementView:
    """``announcedjudgement.html``: what will be judged, by whom, and ``when``.

    ``called_off``: it will not; ``when`` says why.
    """

    title: str
    area: str
    area_url: str
    url: str
    style_url: str
    when: str
    electorate: LinkView
    projects: tuple[LinkView, ...]
    called_off: bool = False


@attrs.frozen
class JudgementsView:
    """``judgements.html``: what is judged, and was; ``to_come`` opens by itself."""

    area: str
    area_url: str
    style_url: str
    judgements: tuple[AskedView, ...]
    to_come: tuple[AnnouncedJudgementView, ...] = ()


@attrs.frozen
class DeliveredView:
    """A delivered project: promise and delivery in a line each, and what is said of it.

    ``said`` is the mark in words where one is chosen; ``level`` and ``judged`` are what all
    residents said, once it is published, ``computed`` where it was voided: not in force.
    """

    id: str
    title: str
    promised: str
    delivered: str
    project_url: str
    marks: tuple[OfferView, ...]
    knew: bool
    said: str = ""
    level: str = ""
    judged: str = ""
    computed: str = ""


@attrs.frozen
class JudgeView:
    """``judge.html``: delivered projects, to be judged while it is open."""

    asked: AskedView
    projects: tuple[DeliveredView, ...]
    review_url: str
    look: LookView
    error: str | None = None


@attrs.frozen
class JudgeReviewView:
    """``judgereview.html``: what is said of which; code, and the last press.

    ``ticks`` are what the form has to carry along; ``homes_show`` as in a ``ConfirmView``.
    ``typed`` is a code that was typed before the page was asked for in another type or language,
    ``code`` a form ticket where a right one was typed already and the last press has to be tried
    again.
    """

    asked: AskedView
    projects: tuple[DeliveredView, ...]
    ticks: tuple[str, ...]
    key: str
    asks_code: bool
    cast_url: str
    look: LookView
    homes_show: bool = False
    sign_in_url: str | None = None
    error: str | None = None
    typed: str = ""
    code: str = ""


@attrs.frozen
class MarkedView:
    """A project's receipt."""

    title: str
    code: str


@attrs.frozen
class JudgedReceiptView:
    """``judgedreceipt.html``: all marks are kept; none is shown."""

    asked: AskedView
    marked: tuple[MarkedView, ...]
