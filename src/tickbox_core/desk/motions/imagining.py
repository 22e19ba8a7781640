"""A motion that is imagined before the real one opens: could its result be published?

It has the real one's bars, sides and ways of counting, under the law that the real one would have,
and a few imagined homes.  It is opened, papers come in, it is closed, decided, published and
recounted, sealed and public, in memory: nothing of it reaches the store, an observer or a witness.
So law that the independent recount does not know is found before anybody has voted.
"""

from __future__ import annotations

import hashlib
import logging
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import attrs

from tickbox_core.components.motions import Poll, PollState
from tickbox_core.desk.diary import YearDiary
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.imagining import in_both, inside, remember
from tickbox_core.desk.motions import casting, deciding, freezing, preliminary, rows
from tickbox_core.desk.motions.casting import CastPaper
from tickbox_core.errors import NotConfirmed, TickboxError
from tickbox_core.ledger import canonical
from tickbox_core.model import AreaTree, Ownership, Person, Residence, Roll, Unit
from tickbox_core.model.scope import Everything
from tickbox_core.rules.motions import (
    ABSTAIN,
    SPOILED,
    WITH_MAJORITY,
    Delivery,
    Paper,
    Practice,
    preliminary_days,
)
from tickbox_core.store import MemoryStore
from tickbox_core.text import Text
from tickbox_core.workflow import apart

ID = "imagined"
HOMES = 7
_KNOWN: dict[str, Any] = {}

_log = logging.getLogger("tickbox.desk")


@apart()
def imagine(hand: Hand, poll: Poll, practice: Practice) -> tuple[Text, ...]:
    """Why a motion like this one could not be decided or published, in words; or nothing.

    It is remembered for the motion and the law, which are all that it depends on.
    """
    motion = attrs.evolve(poll.motion, id=ID, question=Text("试算", "imagined"), scope=Everything())
    plan = Poll(motion, own=practice.layers, posted=date(2026, 1, 1))
    try:
        key = hashlib.sha256(canonical(plan.plan())).hexdigest()
    except TickboxError as problem:
        return (_LAW.filled(said=inside(problem.text)),)
    found: tuple[Text, ...] | None = _KNOWN.get(key)
    if found is None:
        found = tuple(_against(hand, plan, practice))
        remember(_KNOWN, key, found)
    return found


def _against(hand: Hand, plan: Poll, practice: Practice) -> Iterator[Text]:
    """The first thing that goes wrong."""
    try:
        for marks, served in electorates(plan):
            _play_through(hand, plan, practice, marks, served)
    except NotConfirmed as refusal:
        yield _LAW.filled(said=inside(in_both(next(iter(refusal.differences), ""))))
    except TickboxError as problem:
        yield _LAW.filled(said=inside(problem.text))
    except Exception as problem:  # noqa: BLE001 - the real motion must not come to it either
        _log.exception("an imagined motion came to no end")
        yield _LAW.filled(said=type(problem).__name__)


_LAW = Text(
    "按这些规定表决，结果无法公布（试算：{said}）。请改通过条件或换一种依据；"
    "规定出自插件的，作者可看 docs/hooks.md。",
    "by this law the result could never be published (an imagined motion: {said}). Change the "
    "bars or the law; docs/hooks.md is for the author of a plugin that brings it.",
)


def electorates(plan: Poll) -> Iterator[tuple[list[str], bool]]:
    """What imagined heads say, and whether service is proved: nobody; all alike; a mixture.

    In an election also papers that tick several; where papers have the mark, some that join the
    majority: of one that there is, and of none.
    """
    sides = plan.motion.sides
    yield [], False
    yield [sides[0]] * HOMES, False
    yield [sides[at % len(sides)] for at in range(HOMES - 3)] + [ABSTAIN, SPOILED], True
    if plan.motion.with_majority:
        yield [sides[0], sides[0], WITH_MAJORITY, ABSTAIN, SPOILED], True
        yield [sides[0], sides[1], WITH_MAJORITY, WITH_MAJORITY], True
    if plan.motion.seats > 1:
        both = plan.motion.join_ticks(sides[:2])
        yield [both] * HOMES, False
        yield [both, both, *sides[:2], ABSTAIN, SPOILED], True


def _play_through(
    hand: Hand, plan: Poll, practice: Practice, marks: list[str], served: bool
) -> None:
    days = [0]

    def clock() -> datetime:
        return hand.clock() + timedelta(days=days[0])

    own = Hand(
        area=ID,
        store=MemoryStore(),
        registry=hand.registry,
        clock=clock,
        zone=hand.zone,
        entropy=random.Random(7).randbytes,  # names of people who do not exist
        pepper=b"",
        tree=AreaTree(()),
    )
    kept = (_roll(plan), b"imagined" * 4)
    with own.store.transaction():
        rows.save(own.store, attrs.evolve(plan, state=PollState.PREPARED))
        rows.keep_roll(own.store, ID, *kept)
        freezing.freeze(own, plan, practice, kept)
    seats = rows.seats(own.store, ID)
    papers = [
        CastPaper(Paper(seat.head.places[0], mark, next(iter(seat.head.voters), None)), seat.slot)
        for seat, mark in zip(seats, marks, strict=False)
    ]
    for answer in casting.cast_many(own, ID, papers):
        if isinstance(answer, TickboxError):
            raise answer
    if served:
        places = frozenset(place for seat in seats for place in seat.head.places)
        casting.deliver(own, ID, Delivery(places, agenda_noticed=True, warning_printed=True))
    least = practice.value("window.min_days")
    days[0] = least if isinstance(least, int) else 0
    deciding.close(own, ID)
    if wait := preliminary_days(practice):
        where = Text("试算", "imagined")
        preliminary.post(own, YearDiary(own), ID, where, by="one", second="another")
        days[0] += wait + 1
    deciding.publish(own, YearDiary(own), ID)


def _roll(plan: Poll) -> Roll:
    """A home for each, lived in and owned by one grown-up, who is a delegate where these decide."""
    units = tuple(Unit(f"u{at}", ID, floor_area=5000 + at) for at in range(HOMES))
    people = tuple(Person(f"p{at}", born=date(1960, 1, 1)) for at in range(HOMES))
    return Roll(
        date(2026, 1, 1),
        units,
        people,
        tuple(Residence(f"p{at}", f"u{at}") for at in range(HOMES)),
        tuple(Ownership(f"p{at}", f"u{at}") for at in range(HOMES)),
        delegates=tuple(one.id for one in people) if plan.motion.by_delegates else (),
    )
