"""What opening a poll freezes: motion, practice, heads under their slots, the roll's weights."""

from __future__ import annotations

from typing import Any

import attrs

from tickbox_core.components.motions import Poll, PollState
from tickbox_core.desk import codes
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.motions import reserving, rows
from tickbox_core.desk.motions.preparing import asked_of
from tickbox_core.ledger import Checkpoint, motion_entry, opened, roll_commitment, roll_entry
from tickbox_core.ledger import root as merkle_root
from tickbox_core.model import Roll, RollSummary, Weights
from tickbox_core.model.scope import Ground, units_in
from tickbox_core.rules.motions import Practice, weigh
from tickbox_core.workflow import log


def freeze(
    hand: Hand, poll: Poll, practice: Practice, kept: tuple[Roll, bytes], announced: str = ""
) -> tuple[Poll, Checkpoint]:
    """Open a poll, inside a transaction of the caller, whatever stands against it.

    ``announced`` is the hour by which it opens itself, if it does.
    """
    roll, salt = kept
    seats = reserving.settle(hand, poll.id, asked_of(hand, poll, roll))
    frozen = attrs.evolve(
        poll,
        state=PollState.OPEN,
        practice=practice,
        own=(),
        roll=_summary(hand, poll, roll, salt, seats),
        opened_at=hand.now(),
    )
    rows.replace_seats(hand.store, poll.id, seats)
    codes.withdraw_others(hand, poll.id, {seat.slot for seat in seats})
    rows.save(hand.store, frozen)
    appended = log.append(hand, poll.id, _opening(hand, frozen, announced))
    return frozen, log.keep_checkpoint(hand, poll.id, appended.head)


def _opening(hand: Hand, poll: Poll, announced: str) -> list[dict[str, Any]]:
    assert poll.roll is not None  # it was frozen a moment ago
    return [
        motion_entry(poll.id, hand.area, poll.plan()),
        roll_entry(poll.id, poll.roll),
        opened(poll.id, poll.opened_at or "", announced),
    ]


def _summary(
    hand: Hand, poll: Poll, roll: Roll, salt: bytes, seats: list[rows.HeadSlot]
) -> RollSummary:
    return RollSummary(
        as_of=roll.as_of.isoformat(),
        registered=len(seats),
        households=sum(seat.head.households for seat in seats),
        commitment=roll_commitment(roll, salt),
        slots_root=merkle_root([rows.leaf_of(seat) for seat in seats]).hex(),
        weights=weights_of(hand, poll, roll, len(seats)),
    )


def weights_of(hand: Hand, poll: Poll, roll: Roll, heads: int) -> Weights:
    """What all units that a poll counts weigh, with so many heads: what every share is of."""
    counted = [unit for unit in roll.units if poll.motion.parking or unit.kind != "parking"]
    inside = units_in(poll.motion.scope, counted, Ground.of(hand.tree, roll))
    return weigh(inside, heads, roll.decimals)
