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


@attrs.frozen
class NoticeChoiceView:
    """One choice of a list, and whether it is the one."""

    key: str
    title: str
    chosen: bool


@attrs.frozen
class NoticeAmountView:
    """A line of a notice: an amount, and a percentage where one is printed beside it."""

    label: str
    field: str
    value: str
    percentage_field: str = ""
    percentage: str = ""


@attrs.frozen
class NoticeBaseView:
    """All that a notice prints on one base."""

    title: str
    rows: tuple[NoticeAmountView, ...]


@attrs.frozen
class CheckedNoticeView:
    """What comes of a notice: ``error`` alone where it cannot be judged.

    ``differs``: a sum does not close, or a percentage is another.  ``notes`` say what was not
    checked.  The law holds ``since`` and ``until``.
    """

    error: str = ""
    result: str = ""
    words: str = ""
    why: str = ""
    source: str = ""
    since: str = ""
    until: str = ""
    notes: tuple[str, ...] = ()
    differs: bool = False


@attrs.frozen
class CheckNoticeView:
    """``checknotice.html``: what a notice prints, typed in, and whether it adds up."""

    url: str
    style_url: str
    places: tuple[NoticeChoiceView, ...]
    kinds: tuple[NoticeChoiceView, ...]
    wholes: tuple[NoticeChoiceView, ...]
    sides: tuple[NoticeChoiceView, ...]
    day: str
    bases: tuple[NoticeBaseView, ...]
    papers: tuple[NoticeAmountView, ...]
    answer: CheckedNoticeView | None = None
    lawless: bool = False
