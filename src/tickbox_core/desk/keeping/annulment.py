"""Why the papers of a motion still have to stay: who may yet ask a court to annul it.

They are the proof.  Roll, heads, papers and their openings, mandates, proofs of service, codes,
and who helped and witnessed are kept to the end of the term that the law leaves for annulment,
counted from the day of posting (or of a void), and as long as a dispute about the motion goes on.
A motion and the rounds that follow it are one decision and are kept together.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date

from tickbox_core.components.motions import Poll, PollState
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.keeping.due import rounds_of
from tickbox_core.desk.motions import preparing, rows
from tickbox_core.desk.state import YearState
from tickbox_core.errors import BadValue, NotPossible, TickboxError, UnknownName
from tickbox_core.model.local_time import day_of
from tickbox_core.rules.motions import Practice
from tickbox_core.rules.motions.keeping import Term, kept_until
from tickbox_core.text import Text
from tickbox_core.year import DiaryEntry

_UNPUBLISHED = Text("“{id}”还没有公布，也没有作废", "'{id}' is neither published nor voided yet")
_FOLLOWED = Text(
    "“{id}”之后的一轮“{next}”还没有公布", "'{next}', which follows '{id}', is not published yet"
)
_DISPUTED = Text(
    "“{id}”有争议（第{number}起，{since}登记），了结之前全部保存",
    "'{id}' is disputed (no. {number}, declared on {since}): everything stays until that has ended",
)
_KEPT = Text(
    "“{id}”已于{on}公布，表决材料保存到{last}（含当天）：{source}",
    "'{id}' was published on {on}, its papers are kept to the end of {last}: {source}",
)
_KEPT_OF_VOID = Text(
    "“{id}”已于{on}作废，表决材料从那天起同样保存，到{last}（含当天）：{source}",
    "'{id}' was voided on {on}, its papers are kept from that day all the same, to the end of "
    "{last}: {source}",
)
_NO_DAY = Text(
    "“{id}”没有记下哪天公布：从下一次删除到期信息那天起算，保存满期",
    "'{id}' has no record of the day it was published: its term is counted from the next time that "
    "what is due is erased",
)


_ENDED = (PollState.PUBLISHED, PollState.VOID)


def ask_laws(hand: Hand) -> None:
    """Have the law of every motion's place known before anything is locked: plugins bring it."""
    for place in {poll.jurisdiction for poll in rows.polls(hand.store)} - {""}:
        with suppress(TickboxError):  # what it lacks is said where it is needed
            hand.registry.practice(place)


def holds(hand: Hand, book: YearState) -> dict[str, Text | None]:
    """For every motion why its papers have to stay, and until when; ``None`` where it is over."""
    polls = rows.polls(hand.store)
    together = {poll.id: _together(poll, polls) for poll in polls}
    return {poll.id: _hold(hand, book, poll, together[poll.id]) for poll in polls}


def proof_stays(hand: Hand, book: YearState, happened: DiaryEntry) -> None:
    """Refuse the end of a sealed entry about a motion whose papers stay (``NotPossible``)."""
    motion = happened.facts.get("motion")
    ids = rounds_of(book, happened) | ({motion} if motion else set())
    motions = [id_ for id_ in sorted(ids) if hand.store.get("motion", id=id_)]
    held = holds(hand, book) if motions else {}
    for why in map(held.get, motions):
        if why is not None:
            raise NotPossible(why, Text("到期再删除。", "Erase it when it is due."))


def undated_motions(hand: Hand, book: YearState) -> list[str]:
    """The published motions whose day of posting nobody has noted (an older version did not)."""
    return [
        poll.id
        for poll in rows.polls(hand.store)
        if poll.state is PollState.PUBLISHED
        and poll.id not in book.motions.posted
        and not rows.is_erased(hand.store, poll.id)
    ]


def _together(poll: Poll, polls: Iterable[Poll]) -> list[Poll]:
    """The poll with those before and after it: what one follows, and whatever follows one."""
    found, new = {poll.id: poll}, {poll.id: poll}
    while new:
        linked = {
            one.id: one
            for one in polls
            if one.id not in found
            and any(one.follows == other.id or one.id == other.follows for other in new.values())
        }
        found |= linked
        new = linked
    return list(found.values())


def _hold(hand: Hand, book: YearState, poll: Poll, together: list[Poll]) -> Text | None:
    if poll.state not in _ENDED:
        return _UNPUBLISHED.filled(id=poll.id)
    for one in together:
        for dispute in book.motions.going_on(one.id):
            since = day_of(dispute.since).isoformat()
            return _DISPUTED.filled(id=one.id, number=dispute.number, since=since)
    for one in together:
        if one.state in (PollState.OPEN, PollState.CLOSED, PollState.PRELIMINARY):
            return _FOLLOWED.filled(id=poll.id, next=one.id)
    return _within(hand, book, [one for one in together if one.state in _ENDED])


def _within(hand: Hand, book: YearState, published: list[Poll]) -> Text | None:
    """The longest term of those published together, where it is not over."""
    longest: tuple[Term, Poll, date] | None = None
    for poll in published:
        on = book.motions.ended(poll.id)
        if on is None:
            # what an older version has erased needs no day any more
            if rows.is_erased(hand.store, poll.id):
                continue
            return _NO_DAY.filled(id=poll.id)
        try:
            term = kept_until(on, *_laws(hand, poll))
        except BadValue as unclear:
            return unclear.text
        if longest is None or term.last > longest[0].last:
            longest = (term, poll, on)
    if longest is None or longest[0].over(hand.today()):
        return None
    term, poll, on = longest
    kept = _KEPT_OF_VOID if poll.state is PollState.VOID else _KEPT
    days = {"on": on.isoformat(), "last": term.last.isoformat()}
    return kept.filled(id=poll.id, source=term.source, **days)


def _laws(hand: Hand, poll: Poll) -> list[Practice]:
    """The law it was held under, and that of its place today: a longer term holds at once."""
    frozen = preparing.practice_of(hand, poll)
    try:
        today = preparing.law_of(hand, poll.jurisdiction, ())
    except (UnknownName, BadValue):  # its plugin is gone, or not as it was
        return [frozen]
    return [frozen, today]
