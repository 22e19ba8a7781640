"""Motions and judgements as pages and API both tell them, and how an answer reaches the desk."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import attrs

from tickbox_core.components.judgement import Judgement, Phase
from tickbox_core.components.motions import (
    MAJORITY_WORDS,
    MotionAsked,
    MotionDays,
    OfferedSide,
    OwnCorrection,
    OwnHome,
    OwnShare,
    OwnWhole,
    PromotedFrom,
    UnitFigure,
    answers_of,
    side_words,
    unit_area,
)
from tickbox_core.declarations import LEFT_OUT
from tickbox_core.desk import Desk, wall
from tickbox_core.desk.motions import Mine, Poll, PollState
from tickbox_core.errors import NotListed, NotPossible, TickboxError, TickingEnded, WrongState
from tickbox_core.model import Question
from tickbox_core.model.areas import TWO_DECIMALS
from tickbox_core.rules.motions import Bars, Double, Of, Silence
from tickbox_core.text import Text
from tickbox_core.year.corrections import RollRequest
from tickbox_server.errors import NoElector, NotAsking, Unconfirmed
from tickbox_server.hall import Hall

_log = logging.getLogger("tickbox.server")

T = TypeVar("T")


# -- motions -----------------------------------------------------------------------------------


def motion_of(hall: Hall, area: str, id_: str) -> tuple[Desk, Poll]:
    """The desk of an area and one of its motions; ``NotListed`` before its agenda is posted."""
    desk = hall.desk(area)
    poll = desk.motions.poll(id_)
    if not poll.is_public:
        raise NotListed(Text("表决", "motion"), id_)
    return desk, poll


def motions_of(hall: Hall, area: str) -> list[MotionAsked]:
    """The motions of an area that anybody may know of: those that take answers first."""
    desk = hall.desk(area)
    found = [motion_facts(*motion_of(hall, area, one.id)) for one in wall.motions(desk)]
    newest = sorted(found, key=lambda one: str(one.opened or one.posted or ""), reverse=True)
    return sorted(newest, key=lambda one: not one.takes_answers)


def motion_facts(desk: Desk, poll: Poll) -> MotionAsked:
    """A motion as anybody may know it; nothing of what was answered before it is published."""
    motion = poll.motion
    return MotionAsked(
        **attrs.asdict(wall.motion_facts(desk, poll), recurse=False),
        because=poll.because,
        from_=PromotedFrom.of(poll) if poll.round else None,
        follows=poll.follows or None,
        demonstration=poll.demonstration,
        binds=BINDS[motion.kind].filled(kind=motion.kind_words),
        sides=tuple(OfferedSide(mark, side_words(motion, mark)) for mark in answers_of(motion)),
        bars_words=tuple(line for bars in motion.bars for line in bar_words(bars)),
        law_words=desk.motions.law_words(poll.id),
        silence=silence_words(poll),
        majority=majority_words(poll),
        changeable=motion.double is Double.LAST_VALID,
        takes_answers=wall.takes_answers(desk, poll),
        days=_days(desk, poll),
        seats=motion.seats or LEFT_OUT,
        estate_rules=wall.estate_rules(desk, poll) or LEFT_OUT,
    )


BINDS = {
    Question.OWNERS_MOTION: Text(
        "业主共同决定：只有业主表决，通过后对全体业主有约束力。",
        "An owners' motion: owners decide, and what passes binds every owner.",
    ),
    Question.RESIDENTS_MOTION: Text(
        "{kind}。通过后居委会应当执行。",
        "{kind}. What passes binds the residents' committee.",
    ),
}


def bar_words(bars: Bars) -> list[Text]:
    """What a base asks for: first of taking part, then of agreeing."""
    approval = _APPROVAL_OF_ALL if bars.of is Of.ALL else _APPROVAL
    asked_for = ((bars.quorum, _QUORUM), (bars.approval, approval))
    return [
        said.filled(base=bars.base.words, how=bar.strictness.words, share=bar.share)
        for bar, said in asked_for
        if bar is not None
    ]


_QUORUM = Text(
    "参与表决的{base}{how}全部{base}的{share}", "taking part: {how} {share} of all {base}"
)
_APPROVAL_OF_ALL = Text(
    "同意的{base}{how}全部{base}的{share}", "in favour: {how} {share} of all {base}"
)
_APPROVAL = Text(
    "同意的{base}{how}参与表决{base}的{share}", "in favour: {how} {share} of the {base} taking part"
)


def silence_words(poll: Poll) -> Text | None:
    """What it means to hand in nothing, where that means anything at all."""
    motion = poll.motion
    if motion.silence is Silence.ABSTAIN:
        return Text(
            "没有投票的按弃权计入参与。", "Whoever hands in nothing takes part as abstaining."
        )
    if motion.silence is Silence.FOLLOW_MAJORITY:
        said = Text(
            "送达后没有投票的，依约定（{where}）计入领先的一方，领先的也可能是“反对”。",
            "Whoever was provably served and hands in nothing joins whichever side leads, also "
            "'against', as agreed ({where}).",
        )
        return said.filled(where=motion.silence_agreed or Text("议事规则", "the estate's rules"))
    return None


def majority_words(poll: Poll) -> Text | None:
    """What the box "with the majority" means, where papers have it."""
    if not poll.motion.with_majority:
        return None
    return MAJORITY_WORDS.filled(where=poll.motion.majority_agreed)


def _days(desk: Desk, poll: Poll) -> MotionDays:
    """Days of notice and posting, and the dates that follow from them, as far as a layer says."""
    practice = desk.motions.practice(poll.id)

    def length(rule: str) -> int | None:
        return value if isinstance(value := practice.value(rule), int) else None

    dates = desk.motions.dates(poll.id)
    return MotionDays(
        notice=desk.motions.notice_days(poll.id),
        result_posted=length("results.posted_days"),
        closes_earliest=dates.get("closes_earliest"),
        closes_latest=dates.get("closes_latest"),
        result_due=dates.get("result_due"),
    )


def mine_facts(mine: Mine, asked: Iterable[RollRequest] = ()) -> OwnShare:
    """What the holder of a head's code is told of it, and of what they have ``asked``."""
    return OwnShare(
        units=mine.units,
        area=mine.area,
        answered=mine.answered,
        final=mine.final,
        figures=tuple(
            UnitFigure(unit.label or unit.id, one.label, one.value)
            for unit, disclosures in mine.figures
            for one in disclosures
        ),
        decimals=LEFT_OUT if mine.decimals == TWO_DECIMALS else mine.decimals,
        homes=tuple(
            OwnHome(unit.label or unit.id, unit_area(unit) if mine.by_area else None)
            for unit in mine.homes
        ),
        whole=LEFT_OUT if mine.whole is None else OwnWhole.of(mine.area, mine.whole, mine.by_area),
        corrections=OwnCorrection.all_of(asked) or LEFT_OUT,
    )


def seen_motion(hall: Hall, area: str, id_: str) -> tuple[Desk, Poll]:
    """The same as ``motion_of`` where a head may see how it is counted.

    From the posted agenda on; ``NotAsking`` where it was voided.
    """
    desk, poll = motion_of(hall, area, id_)
    if poll.state is PollState.VOID:
        raise NotAsking(poll.motion.question, wall.motion_state(desk, poll))
    return desk, poll


# -- judgements --------------------------------------------------------------------------------


def judgement_of(hall: Hall, area: str, id_: str) -> tuple[Desk, Judgement]:
    """The desk of an area and one of its judgements, or ``NotListed``."""
    desk = hall.desk(area)
    return desk, desk.judging.judgement(id_)


# -- answers -----------------------------------------------------------------------------------


def open_motion(hall: Hall, area: str, id_: str) -> tuple[Desk, Poll]:
    """The same as ``motion_of`` where it takes answers.

    Raises ``TickingEnded`` behind the announced hour, else ``NotAsking``.
    """
    desk, poll = motion_of(hall, area, id_)
    if not wall.takes_answers(desk, poll):
        if poll.state is not PollState.VOID:
            _refuse_late(desk, id_, poll.motion.question)
        raise NotAsking(poll.motion.question, wall.motion_state(desk, poll))
    return desk, poll


def open_judgement(hall: Hall, area: str, id_: str) -> tuple[Desk, Judgement]:
    """The same as ``judgement_of`` where it takes marks.

    Raises ``TickingEnded`` behind the announced hour, else ``NotAsking``.
    """
    desk, known = judgement_of(hall, area, id_)
    if known.phase is not Phase.VOID:
        _refuse_late(desk, id_, known.title)
    if known.phase is not Phase.OPEN:
        raise NotAsking(known.title, known.phase.words)
    return desk, known


def _refuse_late(desk: Desk, id_: str, title: Text) -> None:
    """The hour that was announced, also where nobody has written down yet that it has come."""
    deadline = desk.deadline(id_)
    if deadline is not None and deadline.has_ended(desk.now()):
        raise TickingEnded(title, deadline.hour)


def known_slot(hall: Hall, id_: str, request: Any) -> str:
    """The slot that a request speaks for, or ``NoElector``."""
    slot = hall.identity.slot(id_, request)
    if slot is None:
        raise NoElector
    return slot


def slot_to_answer(hall: Hall, id_: str, request: Any, asked: Callable[[], object]) -> str:
    """The slot that a request speaks for; else what ``asked`` refuses, or ``NoElector``."""
    slot = hall.identity.slot(id_, request)
    if slot is None:
        asked()
        raise NoElector
    return slot


def keep_answer(take: Callable[[], T], asked: Callable[[], object]) -> T:
    """The receipt of an answer, or what the desk refuses.

    What fails otherwise is ``Unconfirmed``: asking again with the same key finds out, also behind
    the announced hour.  Where no answers are taken, ``asked`` says so in its own words.
    """
    try:
        return take()
    except (WrongState, NotPossible):
        asked()
        raise
    except TickboxError:
        raise
    except Exception:  # noqa: BLE001 - a file that is locked for long, say
        _log.exception("an answer could not be written")
        raise Unconfirmed from None
