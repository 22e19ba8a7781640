"""Papers come in under real names: checked, committed to in the log, acknowledged.

Each head has one slot; whatever is handed in for it is kept and logged, and the motion's rule says
which paper stands.  A refused paper uses nothing up.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence

import attrs

from tickbox_core.components.motions import Poll, PollState
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.motions import rows
from tickbox_core.desk.motions.dates import still_open
from tickbox_core.errors import AlreadyCast, BadValue, KeyReused, TickboxError, UnknownId
from tickbox_core.hooks import Event
from tickbox_core.ledger import (
    Receipt,
    canonical,
    delivery_commitment,
    delivery_entry,
    paper_commitment,
)
from tickbox_core.ledger import cast as cast_entry
from tickbox_core.rules.motions import (
    SPOILED,
    Assembly,
    Delivery,
    Double,
    Paper,
    opinions,
    standing,
)
from tickbox_core.text import Text
from tickbox_core.workflow import deadlines, log

SALT_BYTES = 32
_CAST = Text("投票", "take a paper")


@attrs.frozen
class CastPaper:
    """A paper as it is handed in.

    ``key`` is the client's own idempotency key: the same key with the same paper is answered with
    the same receipt, however often it comes.  ``in_person``: whoever it comes from waits for the
    answer, so where the head's first paper stands a second is refused (``AlreadyCast``), and not
    kept void.  ``came_at``: when it came in, where that was before it is counted.
    """

    paper: Paper
    key: str
    channel: str = "online"
    in_person: bool = False
    came_at: str = ""


def cast_many(hand: Hand, id_: str, casts: Sequence[CastPaper]) -> list[Receipt | TickboxError]:
    """Take papers in order, in one commit; each is answered with its receipt or its refusal.

    Raises ``WrongState`` while the poll is not open.
    """
    with hand.transaction():
        answers, new = cast_in(hand, id_, casts)
    tell(hand, id_, new)
    return answers


def cast_in(
    hand: Hand, id_: str, casts: Iterable[CastPaper]
) -> tuple[list[Receipt | TickboxError], list[Receipt]]:
    """The same inside a transaction; beside the answers, the receipts to tell of afterwards."""
    answers: list[Receipt | TickboxError] = []
    new: list[Receipt] = []
    poll = rows.in_state(hand.store, id_, PollState.OPEN, _CAST)
    deadline = deadlines.end_if_due(hand, id_)
    seats = {place: seat for seat in rows.seats(hand.store, id_) for place in seat.head.places}
    for cast in casts:
        try:
            known = _earlier_receipt(hand, id_, cast)
            if not known and cast.channel != deadlines.FROM_PAPER:
                deadlines.refuse_late(deadline, poll.motion.question)
            answers.append(known or _take(hand, poll, seats, cast))
            new += [] if known else [answers[-1]]  # type: ignore[list-item]  # a receipt
        except TickboxError as refusal:
            answers.append(refusal)
    return answers, new


def tell(hand: Hand, id_: str, new: Iterable[Receipt]) -> None:
    """Tell observers of papers that are durable now."""
    for receipt in new:
        hand.tell(Event("paper", id_, {"index": receipt.index}))


def _earlier_receipt(hand: Hand, id_: str, cast: CastPaper) -> Receipt | None:
    row = hand.store.get("answer", cycle=id_, key=cast.key)
    if row is None:
        return None
    if row["digest"] != _digest(cast):
        raise KeyReused(cast.key)
    return Receipt.of(json.loads(row["receipt"]))


def _take(hand: Hand, poll: Poll, seats: dict[str, rows.HeadSlot], cast: CastPaper) -> Receipt:
    paper = cast.paper
    if paper.place not in seats:
        raise UnknownId("unit", paper.place, f"motion {poll.id}")
    if poll.motion.seats:  # in words of its own: more ticks than seats are no unknown mark
        poll.motion.join_ticks((paper.mark,))
    still_open(hand, poll, hand.day_of(cast.came_at) if cast.came_at else hand.today())
    seat = seats[paper.place]
    if cast.in_person and is_final(poll, _arrived_papers(hand, poll, seat.slot)):
        raise AlreadyCast(poll.id, seat.slot)
    _check(hand, poll, seats, cast)
    revision = len(rows.papers(hand.store, poll.id, slot=seat.slot)) + 1
    salt = hand.entropy(SALT_BYTES)
    commitment = paper_commitment(salt, seat.slot, revision, rows.paper_plain(paper))
    entry = cast_entry(poll.id, seat.slot, revision, commitment, cast.channel)
    appended = log.append(hand, poll.id, [entry])
    receipt = Receipt(
        round=poll.id,
        slot=seat.slot,
        revision=revision,
        leaf=appended.leaves[0].hex(),
        index=appended.first,
        size=appended.head.size,
        root=appended.head.root.hex(),
    )
    handed = rows.HandedIn(seat.slot, revision, receipt.index, paper, salt, receipt.code)
    rows.add_paper(hand.store, poll.id, handed)
    body = {"digest": _digest(cast), "receipt": json.dumps(receipt.plain())}
    hand.store.add("answer", [{"cycle": poll.id, "key": cast.key, **body}])
    return receipt


def is_final(poll: Poll, arrived: Iterable[Paper]) -> bool:
    """Whether what a head has handed in can no longer be changed: its first valid paper stands."""
    first_stands = poll.motion.double is Double.FIRST_VALID
    return first_stands and any(paper.mark != SPOILED for paper in arrived)


def _check(hand: Hand, poll: Poll, seats: dict[str, rows.HeadSlot], cast: CastPaper) -> None:
    """Refuse a paper with which the motion could not be decided.

    Of all papers only those are looked at that it can contradict: its own head's, and those of
    every head that its proxy speaks for.
    """
    paper, motion, seat = cast.paper, poll.motion, seats[cast.paper.place]
    # who holds a household's code may be any of it; an owner's has one holder
    of_several = cast.in_person and len(seat.head.voters) > 1
    if paper.by is None and paper.mandate is None and paper.mark != SPOILED and not of_several:
        raise _unsigned_paper(paper)
    # by itself first: it may turn out void beside another, and has to be a lawful paper even so
    opinions(Assembly((seat.head,)), [paper], motion.marks, motion.proxies)
    slots = {seat.slot}
    if paper.mandate is not None:
        proxied = rows.papers(hand.store, poll.id, proxy=paper.mandate.proxy)
        slots |= {handed.slot for handed in proxied}
    heads = {one.slot: one.head for one in seats.values() if one.slot in slots}
    arrived = {slot: _arrived_papers(hand, poll, slot) for slot in slots}
    arrived[seat.slot].append(paper)
    stand = stand_together(poll, arrived.values())
    opinions(Assembly(tuple(heads.values())), stand, motion.marks, motion.proxies)


def _arrived_papers(hand: Hand, poll: Poll, slot: str) -> list[Paper]:
    return [handed.paper for handed in rows.papers(hand.store, poll.id, slot=slot)]


def stand_together(poll: Poll, by_head: Iterable[Iterable[Paper]]) -> list[Paper]:
    """Of each head's papers, in the order they came in, the one that stands."""
    stand = (standing(papers, poll.motion.double) for papers in by_head)
    return [paper for paper in stand if paper is not None]


def counted_paper(poll: Poll, handed: Iterable[rows.HandedIn]) -> rows.HandedIn | None:
    """Of what one head has handed in, the paper that counts: set right by two people, or standing.

    Raises ``MarkedDifferently`` as ``standing`` does.
    """
    held = list(handed)
    stands = standing([one.paper for one in held if not one.corrects], poll.motion.double)
    right = [one for one in held if one.corrects]
    found = [one for one in held if one.paper is stands and not one.corrects]
    return right[-1] if right else found[0] if found else None


def counted_papers(hand: Hand, poll: Poll) -> dict[str, rows.HandedIn]:
    """By slot the paper that counts, of every head that has one."""
    by_slot: dict[str, list[rows.HandedIn]] = {}
    for handed in rows.papers(hand.store, poll.id):
        by_slot.setdefault(handed.slot, []).append(handed)
    found = {slot: counted_paper(poll, handed) for slot, handed in by_slot.items()}
    return {slot: one for slot, one in found.items() if one is not None}


def _unsigned_paper(paper: Paper) -> BadValue:
    return BadValue(
        f"paper {paper.place}",
        Text("没有写明是谁投的。", "it does not say who marked it."),
        Text("业主表决是实名的，请填表决人。", "Owners vote under their names: say who."),
    )


def _digest(cast: CastPaper) -> str:
    return hashlib.sha256(canonical(rows.paper_plain(cast.paper))).hexdigest()


# -- proofs of service -------------------------------------------------------------------------


def deliver(hand: Hand, id_: str, delivery: Delivery) -> int:
    """Record what is proved of service, agenda and warning; the last record holds.

    It has to be there before closing, so that nobody can choose what silence means once papers are
    counted.  Returns how many heads are provably served; raises ``UnknownId`` for a place outside
    the motion, ``WrongState`` unless it is open.
    """
    with hand.transaction():
        rows.in_state(hand.store, id_, PollState.OPEN, Text("登记送达", "record service"))
        assembly = rows.assembly(hand.store, id_)
        served = len({assembly.head_at(place).id for place in delivery.served})
        salt = hand.entropy(SALT_BYTES)
        commitment = delivery_commitment(salt, delivery.served)
        proofs = (delivery.agenda_noticed, delivery.warning_printed)
        log.append(hand, id_, [delivery_entry(id_, served, *proofs, commitment)])
        rows.keep_delivery(hand.store, id_, delivery, salt)
    return served
