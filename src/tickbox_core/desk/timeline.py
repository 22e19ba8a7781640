"""The days of an area that anybody may know, of its rounds, motions, projects and meetings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from tickbox_core.components.judgement import load_judgement
from tickbox_core.components.motions import Poll
from tickbox_core.desk import records
from tickbox_core.desk.diary import YearDiary
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.motions import rows
from tickbox_core.desk.state import YearState
from tickbox_core.model import Round, State
from tickbox_core.model.local_time import day_of
from tickbox_core.text import Text, join_texts
from tickbox_core.workflow import deadlines, openings


@attrs.frozen
class Dated:
    """Something that happened, or is due, on a ``day``; ``until`` where it lasts.

    ``about`` is the id of what it concerns (a round, a motion, a project with its milestone, a
    meeting, a problem), ``title`` its title, ``what`` what happened.  One that is due and not done
    yet is told by its kind (``milestone-due``).
    """

    day: date
    kind: str
    about: str
    title: Text
    what: Text
    until: date | None = None


_WHAT = {
    "posted": Text("清单公示", "the list is posted"),
    "opened": Text("开始打钩", "ticking opens"),
    "closing-due": Text("打钩最后一天", "last day of ticking"),
    "opening-due": Text("将自动开放打钩", "ticking opens by itself"),
    "ticking-ended": Text("打钩按公告截止", "ticking ends, as announced"),
    "closed": Text("打钩截止", "ticking closes"),
    "tied": Text("票数并列，公布并列的事项", "the count is tied; who is tied is posted"),
    "tie-run-off": Text("在并列的事项中另办决选", "a run-off is made among the tied"),
    "tie-settled": Text("并列已当众处理", "the tie is settled"),
    "voided": Text("这一轮已作废，理由见公示墙", "the round is voided; the wall says why"),
    "decided": Text("结果公示", "the result is posted"),
    "final": Text("年度实事项目确定", "the annual list is fixed"),
    "motion-posted": Text("表决议题公示", "the agenda of a motion is posted"),
    "motion-opening-due": Text("将自动开始表决", "voting opens by itself"),
    "motion-opened": Text("开始表决", "papers may be handed in"),
    "motion-closing-due": Text("表决最后一天", "last day of voting"),
    "motion-closed": Text("表决截止", "voting closes"),
    "motion-preliminary": Text(
        "表决初步结果公示，听取异议", "a preliminary result, with objections"
    ),
    "motion-decided": Text("表决最终结果公布", "the result of the vote is final"),
    "motion-voided": Text("表决已作废，理由见公示", "the motion is voided; its page says why"),
    "project-begun": Text("项目开工", "work begins"),
    "milestone-due": Text("计划完成：{step}", "planned: {step}"),
    "milestone-done": Text("完成：{step}", "done: {step}"),
    "project-delivered": Text("项目完成", "the project is delivered"),
    "project-judged": Text("评议结果公布", "what residents judged is posted"),
    "judgement-opening-due": Text("将自动开始评议", "judging opens by itself"),
    "judgement-called-off": Text("评议取消：{reason}", "the judgement is called off: {reason}"),
    "judgement-voided": Text("评议已作废，理由见公示", "the judgement is voided; see its page"),
    "meeting": Text("{kind}", "{kind}"),
    "problem-solved": Text("问题解决", "the problem is solved"),
}


_BEFORE_CLOSING = (State.POSTED, State.TICKING)


def timeline(hand: Hand, diary: YearDiary) -> tuple[Dated, ...]:
    """Every such day, the earliest first; trials and lists nobody has posted yet are left out."""
    with diary.reading() as book:
        found = [
            one
            for round in records.load_rounds(hand.store)
            if not round.rehearsal
            for one in _of_round(hand, round, book)
        ]
        found += [*_of_motions(hand, book), *_of_judgements(hand, book)]
        found += [*_of_projects(hand, book), *_of_meetings(book), *_of_problems(book)]
    return tuple(sorted(found, key=lambda one: (one.day, one.about, list(_WHAT).index(one.kind))))


def _of_round(hand: Hand, round: Round, book: YearState) -> Iterator[Dated]:
    deadline = deadlines.find_deadline(hand.store, round.id)
    last = round.closes if deadline is None else deadline.last_day
    ended = deadline is not None and bool(deadline.ended)
    comes = round.state in _BEFORE_CLOSING and not ended
    opens = round.opens if round.state is State.POSTED else None
    posted = book.lists.posted.get(round.id)
    published = book.results.published.get(round.id)
    final = book.results.final.get(round.id)
    days = (
        ("posted", posted and posted.on, posted and posted.until),
        ("opening-due", opens, None),
        ("opened", _day(hand, round.opened_at), None),
        ("closing-due", last if comes else None, None),
        ("ticking-ended", last if ended else None, None),
        ("closed", _day(hand, round.closed_at), None),
        ("tied", book.results.tied.get(round.id), None),
        ("tie-run-off", book.results.run_offs.get(round.id), None),
        ("tie-settled", book.results.settled.get(round.id), None),
        ("voided", book.results.voided.get(round.id), None),
        ("decided", published and published.on, published and published.until),
        ("final", _day(hand, final.at) if final else None, None),
    )
    for kind, day, until in days:
        if day:
            what = _opened(hand, round.id, kind) if kind == "opened" else _WHAT[kind]
            yield Dated(day, kind, round.id, round.title, what, until or None)


def _opened(hand: Hand, id_: str, kind: str) -> Text:
    """That it opened; and both times where that was later than the announced hour."""
    late = openings.late_words(hand.store, id_)
    return join_texts([_WHAT[kind], late], "：", ": ") if late else _WHAT[kind]


def _of_motions(hand: Hand, book: YearState) -> Iterator[Dated]:
    for poll in rows.polls(hand.store):
        days = (
            ("motion-posted", poll.posted),
            ("motion-opening-due", _opens(poll)),
            ("motion-opened", _day(hand, poll.opened_at)),
            ("motion-closing-due", _last_day(hand, poll)),
            ("motion-closed", _day(hand, poll.closed_at)),
            ("motion-voided", book.motions.voided.get(poll.id)),
        )
        for kind, day in days:
            if day:
                what = _opened(hand, poll.id, kind) if kind == "motion-opened" else _WHAT[kind]
                yield Dated(day, kind, poll.id, poll.motion.question, what)
        yield from _of_preliminary(poll, book)


def _of_preliminary(poll: Poll, book: YearState) -> Iterator[Dated]:
    """When a result was posted as preliminary, until when it is objected to, and when final."""
    found, title = book.preliminaries.find(poll.id), poll.motion.question
    if found is None:
        return
    kind, final = "motion-preliminary", "motion-decided"
    yield Dated(found.on, kind, poll.id, title, _WHAT[kind], found.until)
    posted = book.motions.posted.get(poll.id)
    if posted is not None:
        yield Dated(posted, final, poll.id, title, _WHAT[final])


def _opens(poll: Poll) -> date | None:
    """The day it opens by itself, while it is prepared."""
    return day_of(poll.opens) if poll.opens and poll.opened_at is None else None


def _last_day(hand: Hand, poll: Poll) -> date | None:
    """The announced last day, while the motion is open."""
    found = deadlines.find_deadline(hand.store, poll.id)
    return found.last_day if found is not None and poll.closed_at is None else None


def _of_judgements(hand: Hand, book: YearState) -> Iterator[Dated]:
    for known in book.judgements.announced.values():
        day, what = day_of(known.opens), _WHAT["judgement-opening-due"]
        yield Dated(day, "judgement-opening-due", known.id, known.title, what)
    for known in book.judgements.called_off.values():
        what = _WHAT["judgement-called-off"].filled(reason=known.why_off)
        yield Dated(
            hand.day_of(known.off_since), "judgement-called-off", known.id, known.title, what
        )
    for id_, on in book.judgements.voided.items():
        title = load_judgement(hand.store, id_).title
        yield Dated(on, "judgement-voided", id_, title, _WHAT["judgement-voided"])


def _of_projects(hand: Hand, book: YearState) -> Iterator[Dated]:
    for project in book.projects.by_id.values():
        judged = book.judgements.by_project.get(project.id)
        days = (
            ("project-begun", project.begun),
            ("project-delivered", project.delivered),
            ("project-judged", _day(hand, judged.at) if judged else None),
        )
        for kind, day in days:
            if day:
                yield Dated(day, kind, project.id, project.title, _WHAT[kind])
        for step in project.milestones:
            kind, day = "milestone-done", step.done
            if day is None and project.going_on:
                kind, day = "milestone-due", step.due
            if day:
                what = _WHAT[kind].filled(step=step.title)
                yield Dated(day, kind, f"{project.id}.{step.key}", project.title, what)


def _of_meetings(book: YearState) -> Iterator[Dated]:
    for one in book.meetings.by_id.values():
        what = _WHAT["meeting"].filled(kind=one.kind.words)
        yield Dated(one.on, "meeting", one.id, one.title, what)


def _of_problems(book: YearState) -> Iterator[Dated]:
    for one in book.problems.by_ref.values():
        if one.solved:
            yield Dated(one.solved, "problem-solved", one.ref, one.title, _WHAT["problem-solved"])


def _day(hand: Hand, at: str | None) -> date | None:
    return hand.day_of(at) if at else None
