"""Elections at the desk: whoever stands does not count, what is voted on again, papers as read.

The house knows a person by name (``Actor.is_same_person``), and so does this: whoever does
anything of an election under the name of one of its candidates is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import attrs

from tickbox_core.components.motions import Poll, PollState
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.motions import preparing, rows
from tickbox_core.desk.motions.deciding import decide_closed, own_layers
from tickbox_core.errors import NotPossible
from tickbox_core.rules.motions import SPOILED, Motion, elections
from tickbox_core.text import Text

LOT_BYTES = 16


def check(poll: Poll, step: Text, *names: str) -> None:
    """Raise ``NotPossible`` where one of these persons stands in the election."""
    if not poll.motion.seats:
        return
    for name in names:
        candidate = elections.stands(poll.motion.options, name)
        if candidate is not None:
            said = _STANDS.filled(name=name.strip(), candidate=candidate.title, step=step)
            raise NotPossible(said, _SOMEBODY_ELSE)


_STANDS = Text(
    "“{name}”是本次选举的候选人（{candidate}），候选人不能经办：{step}。",
    "'{name}' stands in this election ({candidate}), and whoever stands has no part in it: {step}.",
)
_SOMEBODY_ELSE = Text("请由不是候选人的人办理。", "Have it done by somebody who does not stand.")


def read_mark(motion: Motion, mark: str, reason: Text) -> tuple[str, Text]:
    """A mark as it is kept; a paper that ticks too many is spoiled, for that reason."""
    if not motion.seats:
        return mark, reason
    if elections.is_over(motion.candidates, motion.seats, mark):
        return SPOILED, reason or elections.too_many(motion.seats)
    return motion.join_ticks((mark,)), reason


def draw_order(hand: Hand, id_: str) -> Poll:
    """Put the candidates in an order that is drawn by lot; the agenda is to be posted anew.

    Raises ``NotPossible`` for what is no election, and where it could not open any more at the hour
    that was announced; ``WrongState`` once it is open, ``ChangedMeanwhile``.
    """
    poll = rows.in_state(hand.store, id_, PollState.PREPARED, _DRAW)
    if not poll.motion.seats:
        raise NotPossible(_NO_ELECTION.filled(question=poll.motion.question))
    lots = [(hand.entropy(LOT_BYTES), one) for one in poll.motion.options]
    drawn = tuple(one for _, one in sorted(lots, key=lambda lot: lot[0]))
    motion = attrs.evolve(poll.motion, options=drawn)
    return preparing.prepare(hand, attrs.evolve(poll, motion=motion, posted=None), replaces=poll)


_DRAW = Text("抽签排定次序", "draw the order")


# -- the further vote --------------------------------------------------------------------------


def vote_again(hand: Hand, id_: str) -> Poll:
    """Prepare the further vote on the seats that a published election left open.

    It has the same law and roll and fresh papers; those stand who were equal at the last seat, or
    else all who have no seat yet.  One that is prepared already stays as it is.  Raises
    ``NotPossible`` where there is nothing to vote on again, ``WrongState`` before publishing.
    """
    first = rows.in_state(hand.store, id_, PollState.PUBLISHED, _AGAIN)
    seated = decide_closed(hand, id_).seated
    further = () if seated is None else seated.further(first.motion.candidates)
    if seated is None or not further:
        raise NotPossible(_why_none(first, seated))
    new = preparing.id_after_voids(hand, f"{id_}.again")
    standing = tuple(one for one in first.motion.options if one.id in further)
    question = _QUESTION.filled(question=first.motion.question, left=seated.left)
    motion = attrs.evolve(
        first.motion, id=new, question=question, options=standing, seats=seated.left
    )
    own = own_layers(hand, first)
    with hand.transaction():  # the law is known by now
        if any(one.id == new and one.follows == id_ for one in rows.polls(hand.store)):
            return rows.in_state(hand.store, new, PollState.PREPARED, _AGAIN)
        second = attrs.evolve(first, motion=motion, own=own, follows=id_, posted=None, **_NO_HOURS)
        second = preparing.prepare(hand, second, replaces=None)
        kept = rows.roll(hand.store, id_)
        if kept is not None:
            preparing.register(hand, new, kept[0])
    return second


_AGAIN = Text("再次投票", "vote again")
_QUESTION = Text("{question}（再次投票，{left}席）", "{question} (voted on again, seats: {left})")
_NO_HOURS: Mapping[str, Any] = MappingProxyType(
    {"opens": "", "ends": "", "extensions": 0, "extension_days": 0}
)


def _why_none(poll: Poll, seated: elections.SeatsFilled | None) -> Text:
    """Why nothing is voted on again."""
    if seated is None:
        return _NO_ELECTION.filled(question=poll.motion.question)
    return _UNDETERMINED if seated.undetermined else _ALL_FILLED


_NO_ELECTION = Text("“{question}”不是选举。", "'{question}' is no election.")
_UNDETERMINED = Text(
    "这次选举无法判定，还不知道谁当选，不能再次投票。",
    "the election is undetermined: while nobody knows who is elected, nothing is voted on again.",
)
_ALL_FILLED = Text("席位都已选满。", "every seat is filled.")
