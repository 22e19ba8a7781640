"""Those a motion asks, by code: their slips, their own figures, and the check of their receipt.

A head has one code: a sole owner, the voter whom co-owners have named, a household, a resident.
Co-owners who have named nobody have none, because nobody may mark their paper yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from tickbox_core.categories import Disclosure
from tickbox_core.components.motions import Poll, PollState
from tickbox_core.desk import codes, records
from tickbox_core.desk.diary import YearDiary
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.motions import casting, freezing, reserving, rows
from tickbox_core.desk.motions.casting import CastPaper
from tickbox_core.desk.motions.rows import HandedIn, HeadSlot
from tickbox_core.errors import NotPossible, TickboxError, UnknownId, UnknownSlot
from tickbox_core.ledger import Receipt
from tickbox_core.model import Item, Roll, Round, Unit, Weights
from tickbox_core.model.areas import TWO_DECIMALS
from tickbox_core.rules.motions import SPOILED, Base, Paper
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow import log
from tickbox_core.workflow.names import group_letters, read_typed
from tickbox_core.workflow.participation import ReceiptCheck


@attrs.frozen
class Slip:
    """What is printed for one head: its units (or the resident), and its code, readable once."""

    slot: str
    places: tuple[str, ...]
    code: str = attrs.field(repr=False)


@attrs.frozen
class Slips:
    """Slips as they were issued; ``without`` are the places of heads that can have none."""

    slips: tuple[Slip, ...]
    without: tuple[str, ...] = ()


@attrs.frozen
class Mine:
    """What a head may know of itself.

    ``area`` is in m² with ``decimals`` (``None``: unknown).  ``figures`` are what the category says
    the motion means for each of its units.  ``answered``: a valid paper is in; ``final``: it stays
    as it is.  ``homes`` are its units, of a resident where they live; ``whole`` is what all weigh
    together that the motion counts (``None`` where the roll is gone).
    """

    units: int
    area: int | None
    figures: tuple[tuple[Unit, tuple[Disclosure, ...]], ...]
    answered: bool
    final: bool
    decimals: int = TWO_DECIMALS
    homes: tuple[Unit, ...] = ()
    whole: Weights | None = None
    by_area: bool = False
    named: bool = True


def issue(
    hand: Hand,
    diary: YearDiary,
    id_: str,
    places: Iterable[str] | None,
    reason: Text = EMPTY,
    *,
    anew: bool = True,
) -> Slips:
    """New codes for all heads, or those of places; not ``anew``: for all that have none yet.

    Older ones are dead.

    Before it opens a code is its holder's as long as they speak for the same head.  Raises
    ``WrongState`` unless the poll is open or its agenda posted, ``UnknownId`` for a place outside
    it, and ``NotPossible`` for a place whose co-owners have named no voter, or without a roll.
    """
    wanted = None if places is None else list(places)
    poll = reserving.require_seen(hand.store, id_, _ISSUE)
    many = _count_heads(hand, poll, anew) if wanted is None else len(wanted)
    fresh = codes.draw_codes(hand, many)
    with diary.writing() as pen:
        seats = reserving.reserve(hand, reserving.require_seen(hand.store, id_, _ISSUE))
        if wanted is not None:
            named = {rows.seat_among(seats, id_, place).slot: place for place in wanted}
            seats = [seat for seat in seats if seat.slot in named]
            for seat in seats:
                if not seat.head.voters:
                    raise _nobody(named[seat.slot])
        before = codes.slots_with_code(hand, id_)
        if wanted is None and not anew:
            seats = [seat for seat in seats if seat.slot not in before]
        homes = {s.slot: ", ".join(s.head.places) for s in seats if s.head.voters}
        codes.note(pen, id_, homes, before, reason)
        made = [
            Slip(seat.slot, seat.head.places, codes.renew(hand, id_, seat.slot, fresh))
            for seat in seats
            if seat.head.voters
        ]
        return Slips(
            tuple(sorted(made, key=lambda slip: slip.places)),
            tuple(place for seat in seats if not seat.head.voters for place in seat.head.places),
        )


def _count_heads(hand: Hand, poll: Poll, anew: bool) -> int:
    """How many heads there are, or have no code; somebody may be issuing some."""
    held = () if anew else codes.slots_with_code(hand, poll.id)
    return sum(seat.slot not in held for seat in reserving.seats(hand, poll))


_ISSUE = Text("发放表决码", "issue codes")


def _nobody(place: str) -> NotPossible:
    problem = Text(
        f"{place}的共有人还没有指定表决人。", f"the co-owners of {place} named no voter."
    )
    return NotPossible(problem, Text("请先指定一人。", "Have them name one."))


def paper_of(hand: Hand, id_: str, slot: str, mark: str) -> Paper:
    """The paper by which a head says something, whichever of its units it was first handed in for.

    Raises ``UnknownSlot``.  It names its voter where there is only one.
    """
    seat = seat_of(hand, id_, slot)
    valid = [one for one in rows.papers(hand.store, id_, slot=slot) if one.paper.mark != SPOILED]
    place = valid[0].paper.place if valid else seat.head.places[0]
    voters = seat.head.voters
    return Paper(place, mark, voters[0] if len(voters) == 1 else None)


def say(hand: Hand, id_: str, slot: str, mark: str, key: str) -> Receipt:
    """Take what the holder of a head's code says, in one commit.

    Raises ``UnknownId`` for what the motion does not offer, ``UnknownSlot``, ``AlreadyCast`` where
    the first paper stands and there is one, ``KeyReused``, and ``WrongState`` unless it is open.
    """
    with hand.transaction():
        motion = rows.poll(hand.store, id_).motion
        if motion.seats:
            mark = motion.join_ticks((mark,))
        if mark == SPOILED or mark not in motion.marks:
            raise UnknownId("mark", mark, f"motion {id_}")
        paper = paper_of(hand, id_, slot, mark)
        receipt, new = take_paper(hand, id_, CastPaper(paper, key, in_person=True))
    casting.tell(hand, id_, new)
    return receipt


def take_paper(hand: Hand, id_: str, cast: CastPaper) -> tuple[Receipt, list[Receipt]]:
    """One paper's receipt, inside a transaction, and what to tell of afterwards."""
    (answer,), new = casting.cast_in(hand, id_, [cast])
    if isinstance(answer, TickboxError):
        raise answer
    return answer, new


def seat_of(hand: Hand, id_: str, slot: str) -> HeadSlot:
    """The head under that slot; ``UnknownSlot``."""
    poll = rows.poll(hand.store, id_)
    found = next((seat for seat in reserving.seats(hand, poll) if seat.slot == slot), None)
    if found is None or not slot:
        raise UnknownSlot(id_)
    return found


# -- what one may know of oneself --------------------------------------------------------------


def mine(hand: Hand, id_: str, slot: str) -> Mine:
    """A head's own weight and figures: for whoever holds its code, and nobody else.

    Raises ``UnknownSlot``.
    """
    poll, seat = rows.poll(hand.store, id_), seat_of(hand, id_, slot)
    kept = rows.roll(hand.store, id_)
    arrived = [handed.paper for handed in rows.papers(hand.store, id_, slot=slot)]
    by_area = any(bars.base is Base.AREA for bars in poll.motion.bars)
    all_of = whole(hand, poll)
    return Mine(
        units=seat.head.households,
        area=seat.head.area if by_area else None,
        figures=tuple(_figures(hand, poll, seat)),
        answered=any(paper.mark != SPOILED for paper in arrived),
        final=casting.is_final(poll, arrived),
        decimals=TWO_DECIMALS if all_of is None else all_of.decimals,
        homes=() if kept is None else tuple(_homes(kept[0], seat)),
        whole=all_of,
        by_area=by_area,
        named=bool(seat.head.voters),
    )


def whole(hand: Hand, poll: Poll) -> Weights | None:
    """What all that a poll counts weigh: as it was frozen, or as it would be now.

    ``None`` where it has no roll.
    """
    if poll.roll is not None and poll.roll.weights is not None:
        return poll.roll.weights
    kept = rows.roll(hand.store, poll.id)
    if kept is None:
        return None
    return freezing.weights_of(hand, poll, kept[0], len(reserving.seats(hand, poll)))


def _figures(
    hand: Hand, poll: Poll, seat: HeadSlot
) -> Iterator[tuple[Unit, tuple[Disclosure, ...]]]:
    """What the policy of the item discloses to each unit; nothing where it is gone."""
    found, kept = _promoted_from(hand, poll), rows.roll(hand.store, poll.id)
    if found is None or kept is None:
        return
    round, item = found
    policy = hand.policy_as_kept(round, round.category(item))
    if policy is None:
        return
    for unit in _homes(kept[0], seat):
        told = policy.disclose(item, unit, hand.setting(round))
        if told:
            yield unit, told


def _promoted_from(hand: Hand, poll: Poll) -> tuple[Round, Item] | None:
    """The round and item that a poll was promoted from."""
    if not poll.round or hand.store.get("cycle", id=poll.round) is None:
        return None
    round = records.load_round(hand.store, poll.round)
    item = next((one for one in round.items if one.id == poll.item), None)
    return None if item is None else (round, item)


def homes(hand: Hand, poll: Poll) -> list[tuple[HeadSlot, tuple[Unit, ...]]]:
    """Every head with its units, of residents with those where they live; none without a roll."""
    kept = rows.roll(hand.store, poll.id)
    if kept is None:
        return []
    return [(seat, tuple(_homes(kept[0], seat))) for seat in reserving.seats(hand, poll)]


def _homes(roll: Roll, seat: HeadSlot) -> list[Unit]:
    """The units of a head; of a resident, where they live."""
    units = {unit.id: unit for unit in roll.units}
    lives = {home.person: home.unit for home in roll.residences}
    names = [place if place in units else lives.get(place, "") for place in seat.head.places]
    return [units[name] for name in dict.fromkeys(names) if name in units]


# -- receipts ----------------------------------------------------------------------------------


def check(hand: Hand, id_: str, code: str) -> ReceiptCheck | None:
    """What a receipt's code proves, never what the paper says; ``None`` where it is nobody's.

    Raises ``NotPossible`` once the papers were erased: the log still holds the entry, and
    ``recount.py --receipt`` finds it, but which paper stood nobody can say any more.
    """
    rows.papers_there(hand.store, id_)
    wanted = group_letters(read_typed(code))
    with_code = [one for one in rows.papers(hand.store, id_) if wanted and one.code == wanted]
    if len(with_code) != 1:
        return None
    (found,) = with_code
    edge = log.head(hand.store, id_)
    stands, void = _stands(hand, id_, found), rows.poll(hand.store, id_).state is PollState.VOID
    return ReceiptCheck(
        counted=stands and not void,
        revision=found.revision,
        index=found.position,
        size=edge.size,
        root=edge.root.hex(),
        voided=stands and void,
    )


def _stands(hand: Hand, id_: str, handed: HandedIn) -> bool:
    """Whether of all papers of its head it is the one that stands."""
    held = rows.papers(hand.store, id_, slot=handed.slot)
    counted = casting.counted_paper(rows.poll(hand.store, id_), held)
    return counted is not None and counted.revision == handed.revision
