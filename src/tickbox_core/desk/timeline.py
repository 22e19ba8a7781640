"""The days of an area that anybody may know: posted, open, closed, decided, final."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import attrs

from tickbox_core.desk import records
from tickbox_core.desk.diary import Diary
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.motions import rows
from tickbox_core.model import Cycle
from tickbox_core.text import Text
from tickbox_core.year import Book


@attrs.frozen
class Dated:
    """Something that happened, or is due, on a ``day``; ``until`` where it lasts.

    ``about`` is the id of the round or the motion, ``title`` its title, ``what`` what happened.
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
    "closed": Text("打钩截止", "ticking closes"),
    "decided": Text("结果公布，可提异议", "the result is posted, open to objections"),
    "final": Text("年度实事项目确定", "the annual list is fixed"),
    "motion-posted": Text("表决议题公示", "the agenda of a motion is posted"),
    "motion-opened": Text("开始表决", "papers may be handed in"),
    "motion-closed": Text("表决截止", "voting closes"),
}


def timeline(hand: Hand, diary: Diary) -> tuple[Dated, ...]:
    """Every such day, the earliest first; trials and lists nobody has posted yet are left out."""
    with diary.reading() as book:
        found = [
            one
            for cycle in records.cycles(hand.store)
            if not cycle.rehearsal
            for one in _of_cycle(cycle, book)
        ]
    found += list(_of_motions(hand))
    return tuple(sorted(found, key=lambda one: (one.day, one.about, list(_WHAT).index(one.kind))))


def _of_cycle(cycle: Cycle, book: Book) -> Iterator[Dated]:
    posted = book.lists.posted.get(cycle.id)
    published = book.results.published.get(cycle.id)
    final = book.results.final.get(cycle.id)
    days = (
        ("posted", posted and posted.on, posted and posted.until),
        ("opened", _day(cycle.opened_at), None),
        ("closed", _day(cycle.closed_at), None),
        ("decided", published and published.on, published and published.until),
        ("final", _day(final.at) if final else None, None),
    )
    for kind, day, until in days:
        if day:
            yield Dated(day, kind, cycle.id, cycle.title, _WHAT[kind], until or None)


def _of_motions(hand: Hand) -> Iterator[Dated]:
    for poll in rows.polls(hand.store):
        days = (
            ("motion-posted", poll.posted),
            ("motion-opened", _day(poll.opened_at)),
            ("motion-closed", _day(poll.closed_at)),
        )
        for kind, day in days:
            if day:
                yield Dated(day, kind, poll.id, poll.motion.question, _WHAT[kind])


def _day(at: str | None) -> date | None:
    return None if not at else datetime.fromisoformat(at).date()
