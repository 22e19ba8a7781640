"""Papers of motions keyed by two people: what was read alike is counted, what differs is not yet.

People name a home as it is written; the mark is a number, in the order the motion offers its sides.
"""

from __future__ import annotations

import unicodedata

import attrs

from tickbox_core.components.motions import Poll, PollState
from tickbox_core.desk.diary import YearTransaction
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.motions import casting, rows
from tickbox_core.desk.motions.casting import CastPaper
from tickbox_core.errors import TickboxError, UnknownId, UnknownName
from tickbox_core.ledger import Receipt
from tickbox_core.model.channels import Channel
from tickbox_core.rules.motions import SPOILED, Paper
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.entries import rejection
from tickbox_core.year import motion_papers
from tickbox_core.year.motion_papers import MarkedHead

CAST = "cast"
_KEY = Text("录入表决票", "key papers")


@attrs.frozen
class KeyedPaper:
    """How a paper stands after it was read: as a slot of a sheet (``KeyedSlot``)."""

    waits_for: str
    receipt: Receipt | None = None
    void: Text | None = None
    reading: int = 1


def find_place(hand: Hand, id_: str, written: str) -> str:
    """The place that a home is written as: its id, or its address on the roll.

    Raises ``NotPossible`` for a home that the motion does not ask, and one that is written like
    several.
    """
    seats = rows.seats(hand.store, id_)
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
) -> tuple[KeyedPaper, list[Receipt]]:
    """One reading inside a transaction, and what to tell of afterwards.

    Raises ``UnknownId`` for a place that is not asked, ``UnknownName`` for a mark that is not
    offered, ``NotPossible``, and ``WrongState`` unless the motion is open.
    """
    poll = rows.in_state(hand.store, id_, PollState.OPEN, _KEY)
    if mark is not None and mark not in poll.motion.marks:
        raise UnknownName("mark", mark, poll.motion.marks)
    seat = next((one for one in rows.seats(hand.store, id_) if place in one.head.places), None)
    if seat is None:
        raise UnknownId("unit", place, f"motion {id_}")
    state = pen.book.motion_papers
    written = pen.add(motion_papers.read(state, id_, seat.slot, place, mark, by, again, reason))
    paper = state.papers[id_, seat.slot, written.facts["paper"]]
    hand.transactions.refer("reading", str(len(paper.read)))
    decided, reading = paper.agreed, len(paper.read)
    if decided is None:
        return KeyedPaper("second" if reading < 2 else "third", reading=reading), []
    keyed, new = _count(hand, pen, poll, seat, paper, decided)
    return attrs.evolve(keyed, reading=reading), new


def _count(
    hand: Hand, pen: YearTransaction, poll: Poll, seat: rows.HeadSlot, paper: MarkedHead, mark: str
) -> tuple[KeyedPaper, list[Receipt]]:
    """The paper is handed in, or is void with the reason why."""
    voters = seat.head.voters
    signed = voters[0] if len(voters) == 1 and mark != SPOILED else None
    cast = CastPaper(
        Paper(paper.place, mark, signed),
        f"keyed/{paper.slot}/{paper.number}",
        str(Channel.PAPER),
        in_person=len(voters) > 1,
    )
    (answer,), new = casting.cast_in(hand, poll.id, [cast])
    if isinstance(answer, TickboxError):
        pen.add(motion_papers.done(paper, answer.code))
        return KeyedPaper("", void=answer.text), []
    pen.add(motion_papers.done(paper, CAST))
    return KeyedPaper("", receipt=answer), new


def _alike(written: str) -> str:
    """A home without what differs only in typing: width, case, blanks."""
    return "".join(unicodedata.normalize("NFKC", written).casefold().split())


def _short(written: str) -> str:
    return written if len(written) <= 20 else f"{written[:19]}…"
