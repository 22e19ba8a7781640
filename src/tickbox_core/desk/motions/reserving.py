"""The heads of a motion before it opens, each under the slot that it will keep.

From the day its agenda is posted codes can be issued, so that everybody may see how the motion
will count them.  A head keeps its slot, and its code, as long as somebody who spoke for it does:
where a home is sold, the code of whoever sold it is worth nothing.  The roll decides as it stands;
nothing is frozen before opening.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from tickbox_core.components.motions import Poll, PollState
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.motions import rows
from tickbox_core.desk.motions.preparing import SALT_BYTES, SLOT_CHARACTERS, asked_of
from tickbox_core.desk.motions.rows import HeadSlot
from tickbox_core.errors import NotPossible, WrongState
from tickbox_core.model import Roll
from tickbox_core.rules.motions import Assembly, Head
from tickbox_core.store import Store
from tickbox_core.text import Text
from tickbox_core.workflow.names import random_name
from tickbox_core.workflow.voids import void_reason


def seats(hand: Hand, poll: Poll) -> list[HeadSlot]:
    """The heads of a motion: as they were frozen, or as they would be if it opened now.

    A head for which nothing was reserved yet has no slot before opening.  Empty where a motion that
    is being prepared has no roll.  Raises what ``asked`` raises where its roll will not do.
    """
    if poll.state is not PollState.PREPARED:
        return rows.seats(hand.store, poll.id)
    kept = rows.roll(hand.store, poll.id)
    return [] if kept is None else seats_of(hand, poll, kept[0])


def seats_of(hand: Hand, poll: Poll, roll: Roll) -> list[HeadSlot]:
    """The heads of a motion that is not open, as a roll would have them."""
    matched = _match(asked_of(hand, poll, roll), rows.seats(hand.store, poll.id))
    return [
        HeadSlot("", at, head, b"") if seat is None else attrs.evolve(seat, position=at, head=head)
        for at, (head, seat) in enumerate(matched)
    ]


def reserve(hand: Hand, poll: Poll) -> list[HeadSlot]:
    """The same heads, each under a slot of its own from now on; inside a transaction.

    Of a motion that is open they are what was frozen.  Raises ``NotPossible`` without a roll.
    """
    if poll.state is not PollState.PREPARED:
        return rows.seats(hand.store, poll.id)
    assembly = asked_of(hand, poll, require_roll(hand.store, poll.id))
    settled = settle(hand, poll.id, assembly)
    rows.replace_seats(hand.store, poll.id, settled)
    return settled


def settle(hand: Hand, id_: str, assembly: Assembly) -> list[HeadSlot]:
    """A slot for each head, in the order of their names: those reserved, and new ones at random."""
    held = [
        attrs.evolve(seat, head=head) if seat is not None else _new(hand, head)
        for head, seat in _match(assembly, rows.seats(hand.store, id_))
    ]
    ordered = sorted(held, key=lambda one: one.slot)
    return [attrs.evolve(seat, position=at) for at, seat in enumerate(ordered)]


def require_seen(store: Store, id_: str, step: Text) -> Poll:
    """The poll, which has to be open, or its agenda posted (``WrongState``)."""
    poll = rows.poll(store, id_)
    if poll.state is PollState.OPEN or (poll.state is PollState.PREPARED and poll.is_public):
        return poll
    instead = _POST if poll.state is PollState.PREPARED else void_reason(store, id_)
    raise WrongState(id_, poll.state.words, step, instead)


def require_roll(store: Store, id_: str) -> Roll:
    """The roll of a motion; ``NotPossible`` where it has none."""
    kept = rows.roll(store, id_)
    if kept is None:
        raise NotPossible(
            Text("这项表决还没有名册。", "the motion has no roll."),
            Text("请先导入名册（motion/register）。", "Import it first (motion/register)."),
        )
    return kept[0]


_POST = Text("请先公示议题（motion/post）。", "Post its agenda first (motion/post).")


def _new(hand: Hand, head: Head) -> HeadSlot:
    return HeadSlot(random_name(hand.entropy, SLOT_CHARACTERS), 0, head, hand.entropy(SALT_BYTES))


def _match(assembly: Assembly, reserved: Sequence[HeadSlot]) -> list[tuple[Head, HeadSlot | None]]:
    """Every head with what was reserved for it: somebody speaks for it still, of a home it has."""
    by_place = {place: seat for seat in reserved for place in seat.head.places}
    taken: set[str] = set()
    found: list[tuple[Head, HeadSlot | None]] = []
    for head in assembly.heads:
        mine = None
        for place in head.places:
            seat = by_place.get(place)
            if seat is None or seat.slot in taken:
                continue
            if seat.head.voters == head.voters or {*seat.head.voters} & {*head.voters}:
                mine = seat
                break
        if mine is not None:
            taken.add(mine.slot)
        found.append((head, mine))
    return found
