"""Papers or heads drawn of a published motion, to be checked with their owners; no verdict changes.

Two people draw, once the result is fixed, by dice thrown in public and the root of the motion's
log; only they see who was drawn.  Whoever stands in the election, holds an office here or handed in
others' papers by mandate asks nobody.
"""

from __future__ import annotations

import attrs

from tickbox_core.components.motions import Poll, PollState
from tickbox_core.desk.diary import YearDiary
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.motions import deciding, keying, rows
from tickbox_core.desk.motions.casting import counted_paper, counted_papers
from tickbox_core.errors import NotPossible
from tickbox_core.rules.drawing import draw, seed_of
from tickbox_core.rules.motions import elections
from tickbox_core.rules.ties import throws
from tickbox_core.text import Text
from tickbox_core.workflow import log
from tickbox_core.workflow.entries import rejection
from tickbox_core.year import drawings
from tickbox_core.year.drawings import DrawnFrom, OwnerSays, PaperDrawing


@attrs.frozen
class DrawnHead:
    """One of those drawn, as the two see them: the home, whom to ask, and what they said.

    ``mark`` is what the paper says that counts; ``None`` where there is none.
    """

    place: str
    label: str
    names: tuple[str, ...]
    mark: str | None
    said: OwnerSays | None


def draw_papers(
    hand: Hand,
    diary: YearDiary,
    id_: str,
    number: int,
    of: DrawnFrom,
    dice: str,
    by: str,
    second: str,
) -> PaperDrawing:
    """Draw so many papers that count, or heads.

    Raises ``WrongState`` before the result is published, ``BadValue`` for what dice do not show,
    ``NotPossible`` without two people, for dice that were used before, where there are not so many,
    and where papers were erased.
    """
    poll = rows.in_state(hand.store, id_, PollState.PUBLISHED, _DRAW)
    rows.papers_there(hand.store, id_)
    thrown, root = throws(dice), log.head(hand.store, id_).root.hex()
    seats = _seats(hand, poll, of)
    among = {rows.leaf_of(seat).hex(): seat.slot for seat in seats}
    if len(among) < number:
        raise NotPossible(
            Text(f"一共只有{len(among)}个可抽。", f"there are {len(among)} to draw from."),
            Text("请少抽一些。", "Draw fewer."),
        )
    drawn = tuple(among[leaf] for leaf in draw(seed_of(thrown, root), among, number))
    with diary.writing() as pen:
        before = pen.book.drawings.of(id_)
        if any(one.dice == thrown for one in before):
            raise rejection(
                Text("这些点数已经用过。", "these throws were used before."),
                Text("再抽一次要重新掷。", "To draw again throw anew."),
            )
        made = PaperDrawing(
            id_, len(before) + 1, of, number, len(among), thrown, root,
            drawn=drawn, by=by, second=second,
        )  # fmt: skip
        pen.add(drawings.make_drawing(made))
        return pen.book.drawings.find(id_, made.number)


_DRAW = Text("抽票核对", "draw papers")


def _seats(hand: Hand, poll: Poll, of: DrawnFrom) -> list[rows.HeadSlot]:
    """All heads, or those of which a paper counts: one paper is one head's.

    They are drawn by their leaves, which are public and say nothing of whose they are: a slot may
    be known to whoever printed its code.
    """
    seats = rows.seats(hand.store, poll.id)
    if of is DrawnFrom.HEADS:
        return seats
    counted = counted_papers(hand, poll)
    return [seat for seat in seats if seat.slot in counted]


def drawn_heads(
    hand: Hand, diary: YearDiary, id_: str, number: int, who: str
) -> tuple[DrawnHead, ...]:
    """Who was drawn, in that order, for one of the two who drew (``NotPossible`` for others)."""
    poll = rows.poll(hand.store, id_)
    with diary.reading() as book:
        found = book.drawings.find(id_, number)
    drawings.require_seen_by(found, who)
    rows.papers_there(hand.store, id_)
    seats = {seat.slot: seat.head for seat in rows.seats(hand.store, id_)}
    labels, kept = keying.labels(hand, id_), rows.roll(hand.store, id_)
    names = {} if kept is None else {one.id: one.name for one in kept[0].persons}
    return tuple(
        DrawnHead(
            seats[slot].places[0],
            "、".join(labels.get(place, place) for place in seats[slot].places),
            tuple(names.get(one) or one for one in seats[slot].voters),
            _mark(hand, poll, slot),
            found.answers.get(slot),
        )
        for slot in found.drawn
    )


def _mark(hand: Hand, poll: Poll, slot: str) -> str | None:
    """What the paper of a head says that counts."""
    counted = counted_paper(poll, rows.papers(hand.store, poll.id, slot=slot))
    return None if counted is None else counted.paper.mark


def answer_drawn(
    hand: Hand,
    diary: YearDiary,
    id_: str,
    number: int,
    place: str,
    said: OwnerSays,
    asker: str,
    by: str,
) -> PaperDrawing:
    """Enter what came of asking one of those drawn.

    Raises ``NotPossible`` for a home that was not drawn, whoever may not ask, and anybody but the
    two who drew.
    """
    poll = rows.poll(hand.store, id_)
    with diary.writing() as pen:
        found = pen.book.drawings.find(id_, number)
        drawings.require_seen_by(found, by)  # first: nobody learns by trying who was drawn
        slot = rows.seat_at(hand.store, id_, keying.find_place(hand, id_, place)).slot
        _check_asker(hand, poll, asker)
        offices = [one for one in pen.book.people.offices.values() if not one.ended]
        if any(elections.same_name(one.name, asker) for one in offices if one.name):
            raise rejection(_HOLDS.filled(name=asker.strip()), _ANOTHER)
        pen.add(drawings.answer_drawn(found, slot, said, asker, by))
        return pen.book.drawings.find(id_, number)


def _check_asker(hand: Hand, poll: Poll, asker: str) -> None:
    """Refuse who stands, was elected here before, or has handed in papers of others."""
    for one in rows.polls(hand.store):
        if one.id != poll.id and one.state is not PollState.PUBLISHED:
            continue
        if one.motion.seats and (who := elections.stands(one.motion.options, asker)) is not None:
            elected = (deciding.published_totals(hand, one.id) or {}).get("elected", ())
            if one.id == poll.id or who.id in elected:
                raise rejection(_STANDS.filled(name=asker.strip()), _ANOTHER)
    mandates = (one.paper.mandate for one in rows.papers(hand.store, poll.id))
    if any(one is not None and elections.same_name(one.proxy, asker) for one in mandates):
        raise rejection(_BROUGHT.filled(name=asker.strip()), _ANOTHER)


_HOLDS = Text(
    "“{name}”在本小区担任职务，不能去核对。", "'{name}' holds an office here, and asks nobody."
)
_STANDS = Text(
    "“{name}”是候选人或业委会委员，不能去核对。",
    "'{name}' stands, or is of the committee, and asks nobody.",
)
_BROUGHT = Text(
    "“{name}”代别人投过票，不能去核对。",
    "'{name}' has handed in papers of others, and asks nobody.",
)
_ANOTHER = Text(
    "请由不在业委会、物业公司任职，也不是候选人的人去核对。",
    "Have somebody ask who is of neither committee nor firm, and no candidate.",
)
