"""Papers of motions keyed by two people, and counted: all that is read to its end in one commit.

Before that nothing of it is in the log: whoever keys a second reading meets the same everywhere,
whether it agrees with the first or not.  People name a home as it is written; the mark is a number,
in the order the motion offers its sides.
"""

from __future__ import annotations

import unicodedata

import attrs

from tickbox_core.components.motions import Poll, PollState
from tickbox_core.desk.diary import YearTransaction
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.motions import casting, reserving, rows, standing
from tickbox_core.desk.motions.casting import CastPaper
from tickbox_core.errors import AlreadyCast, TickboxError, UnknownId, UnknownName
from tickbox_core.ledger import Receipt
from tickbox_core.model.channels import Channel
from tickbox_core.rules.motions import SPOILED, Double, Paper
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.entries import rejection
from tickbox_core.year import motion_papers
from tickbox_core.year.motion_papers import MarkedHead

CAST = "cast"
_KEY = Text("录入表决票", "key papers")
_COUNT = Text("计入表决票", "count papers")


@attrs.frozen
class KeyedPaper:
    """How a paper stands after it was read: as a slot of a sheet (``KeyedSlot``)."""

    waits_for: str
    reading: int = 1
    receipt: Receipt | None = None
    void: Text | None = None


@attrs.frozen
class CountedPapers:
    """How many papers are counted now, and how many are void; ``receipts`` of those counted."""

    counted: int
    void: int
    receipts: tuple[Receipt, ...] = ()


def find_place(hand: Hand, id_: str, written: str) -> str:
    """The place that a home is written as: its id, or its address on the roll.

    Raises ``NotPossible`` for a home that the motion does not ask, and one that is written like
    several.
    """
    seats = reserving.seats(hand, rows.poll(hand.store, id_))
    named, wanted = labels(hand, id_), _alike(written)
    places = [place for seat in seats for place in seat.head.places]
    if exact := [place for place in places if _alike(place) == wanted]:
        return exact[0]
    found = [place for place in places if _alike(named.get(place, "")) == wanted and wanted]
    if len(found) > 1:
        raise rejection(
            Text(f"“{_short(written)}”有几户。", f"several homes are '{_short(written)}'."),
            Text(f"请写编号：{'、'.join(found[:5])}。", f"Give the id: {', '.join(found[:5])}."),
        )
    if not found:
        raise rejection(
            Text(
                f"这次表决里没有“{_short(written)}”这一户。",
                f"this motion asks no home '{_short(written)}'.",
            ),
            Text("请照票上的房号写。", "Write the home as it stands on the paper."),
        )
    return found[0]


def labels(hand: Hand, id_: str) -> dict[str, str]:
    """How units are written on the motion's roll, by id; empty once it is erased."""
    kept = rows.roll(hand.store, id_)
    return {} if kept is None else {unit.id: unit.label or unit.id for unit in kept[0].units}


def key(
    hand: Hand,
    pen: YearTransaction,
    id_: str,
    place: str,
    mark: str | None,
    by: str,
    again: bool = False,
    reason: Text = EMPTY,
) -> KeyedPaper:
    """One reading inside a transaction; it counts with all the others (``count``).

    Raises ``UnknownId`` for a place that is not asked, ``UnknownName`` for a mark that is not
    offered, ``NotPossible``, and ``WrongState`` unless the motion is open.
    """
    poll = rows.in_state(hand.store, id_, PollState.OPEN, _KEY)
    standing.check(poll, _KEY, by)
    if mark is not None:
        mark, reason = standing.read_mark(poll.motion, mark, reason)
        if mark not in poll.motion.marks:
            raise UnknownName("mark", mark, tuple(poll.motion.marks))
    seat = next((one for one in rows.seats(hand.store, id_) if place in one.head.places), None)
    if seat is None:
        raise UnknownId("unit", place, f"motion {id_}")
    state = pen.book.motion_papers
    came = len(rows.papers(hand.store, id_, slot=seat.slot))
    read = motion_papers.read(state, id_, seat.slot, place, mark, by, again, reason, came)
    paper = state.papers[id_, seat.slot, pen.add(read).facts["paper"]]
    reading = len(paper.read)
    hand.transactions.refer("reading", str(reading))
    if paper.is_settled:
        return KeyedPaper("batch", reading)
    return KeyedPaper("second" if reading < 2 else "third", reading)


def count(hand: Hand, pen: YearTransaction, id_: str) -> CountedPapers:
    """Hand in every paper that is read to its end, in the order they were begun.

    Inside a transaction.  A paper that is refused is void, with the refusal's code.  Raises
    ``NotPossible`` while papers wait for another reading, ``WrongState`` unless the motion is open.
    """
    poll = rows.in_state(hand.store, id_, PollState.OPEN, _COUNT)
    state = pen.book.motion_papers
    motion_papers.check_finished(state, id_)
    seats = {seat.slot: seat for seat in rows.seats(hand.store, id_)}
    waiting = state.to_count(id_)
    came = {one.slot: len(rows.papers(hand.store, id_, slot=one.slot)) for one in waiting}
    ends: dict[tuple[str, int], str] = {}
    counted = []
    for paper in waiting:
        if _answered_since(poll, paper, came[paper.slot]):
            ends[paper.slot, paper.number] = AlreadyCast(id_, paper.slot).code
        else:
            counted.append(paper)
    casts = [_handed_in(seats[paper.slot], paper) for paper in counted]
    answers, new = casting.cast_in(hand, id_, casts)
    for paper, answer in zip(counted, answers, strict=True):
        ends[paper.slot, paper.number] = answer.code if isinstance(answer, TickboxError) else CAST
    for paper in waiting:
        pen.add(motion_papers.done(paper, ends[paper.slot, paper.number]))
    void = sum(end != CAST for end in ends.values())
    return CountedPapers(len(waiting) - void, void, tuple(new))


def _answered_since(poll: Poll, paper: MarkedHead, came: int) -> bool:
    """Whether the head has answered again since the paper was read, and the last answer stands."""
    if poll.motion.double is not Double.LAST_VALID:
        return False
    read = paper.read[0].revision
    return read is not None and came > read


def _handed_in(seat: rows.HeadSlot, paper: MarkedHead) -> CastPaper:
    voters, mark = seat.head.voters, paper.agreed or SPOILED
    signed = voters[0] if len(voters) == 1 and mark != SPOILED else None
    return CastPaper(
        Paper(paper.place, mark, signed),
        f"keyed/{paper.slot}/{paper.number}",
        str(Channel.PAPER),
        in_person=len(voters) > 1,
        came_at=paper.read[0].at,
    )


def _alike(written: str) -> str:
    """A home without what differs only in typing: width, case, blanks."""
    return "".join(unicodedata.normalize("NFKC", written).casefold().split())


def _short(written: str) -> str:
    return written if len(written) <= 20 else f"{written[:19]}…"
