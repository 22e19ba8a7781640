"""Before a poll opens: the plan, the roll, and answers to what no layer of law says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import attrs

from tickbox_core.components.motions import ANSWERS, Poll, PollState
from tickbox_core.desk import diary
from tickbox_core.desk.diary import YearDiary
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.motions import rows
from tickbox_core.desk.motions.law_days import opening_day
from tickbox_core.errors import BadValue, ChangedMeanwhile, NotPossible
from tickbox_core.model import Roll
from tickbox_core.model.local_time import day_of
from tickbox_core.rules.motions import (
    Assembly,
    Layer,
    Practice,
    Sourced,
    asked,
    keeping,
    ways_of,
)
from tickbox_core.rules.motions.questions import REELECTION
from tickbox_core.text import Text, TextLike
from tickbox_core.year import motions

SLOT_CHARACTERS, SALT_BYTES = 16, 32

WHATEVER: Any = object()
"""In place of the poll that a new one replaces: whichever there is."""


def prepare(hand: Hand, poll: Poll, replaces: Poll | None = WHATEVER) -> Poll:
    """Save a poll, or replace one that is not open yet; its roll stays.

    ``replaces`` is the poll it was made from (``None``: there is none).  Raises
    ``ChangedMeanwhile`` where another one stands there, ``BadValue`` for an id that a round, a
    judgement or the diary has,
    ``UnknownName`` for a jurisdiction or matter that nobody brings, ``WrongState`` once it is open.
    """
    _free_for_a_motion(hand, poll.id)
    practice = practice_of(hand, poll)
    if poll.matter:
        practice.bars(practice.matter(poll.matter).kind)
    fresh = attrs.evolve(
        poll,
        state=PollState.PREPARED,
        practice=None,
        plugins=(),
        roll=None,
        opened_at=None,
        closed_at=None,
    )
    with hand.transaction():
        _free_for_a_motion(hand, poll.id)
        known = hand.store.get("motion", id=poll.id) is not None
        if replaces is not WHATEVER and replaces != (
            rows.poll(hand.store, poll.id) if known else None
        ):
            raise ChangedMeanwhile(_THE_MOTION)
        if known:
            _require_prepared(hand, poll.id, Text("修改表决方案", "change the motion"))
        rows.save(hand.store, fresh)
    return fresh


_THE_MOTION = Text("这项表决", "the motion")


def id_after_voids(hand: Hand, id_: str) -> str:
    """An id for a motion that is put anew: the same, but where one under it was voided."""
    number, found = 1, id_
    while (hand.store.get("motion", id=found) or {}).get("state") == str(PollState.VOID):
        number += 1
        found = f"{id_}.{number}"
    return found


def _free_for_a_motion(hand: Hand, id_: str) -> None:
    """Refuse an id under which another log stands, or may come to."""
    if id_ == diary.LOG or any(
        hand.store.get(table, id=id_) is not None for table in ("cycle", "judgement")
    ):
        problem = Text("这个编号已有一轮打钩在用。", "a round has this id already.")
        raise BadValue(f"motion {id_}", problem, Text("请换一个。", "Choose another."))


def check_roll(hand: Hand, id_: str, roll: Roll) -> None:
    """Raise what ``register`` would, and write nothing."""
    asked_of(hand, _require_prepared(hand, id_, _CHANGE_ROLL), roll)


def register(hand: Hand, id_: str, roll: Roll) -> Assembly:
    """Put a roll to a poll, in place of an older one; the heads it would ask.

    Raises what ``asked`` raises where roll and scope cannot tell who is asked.
    """
    poll = _require_prepared(hand, id_, _CHANGE_ROLL)
    assembly = asked_of(hand, poll, roll)
    with hand.transaction():
        if _require_prepared(hand, id_, _CHANGE_ROLL) != poll:  # it may ask others by now
            raise ChangedMeanwhile(_THE_MOTION)
        rows.keep_roll(hand.store, id_, roll, hand.entropy(SALT_BYTES))
    return assembly


def unregister(hand: Hand, id_: str) -> None:
    """Take the roll of a poll that is not open away again."""
    with hand.transaction():
        _require_prepared(hand, id_, _CHANGE_ROLL)
        rows.drop_roll(hand.store, id_)


def drop(hand: Hand, held: YearDiary, id_: str, reason: Text, by: str) -> Poll:
    """Drop a motion that nobody was shown; what it was.

    Raises ``WrongState`` once it is open, ``NotPossible`` without a reason, or where its agenda was
    posted: then it is voided, for a reason that is posted too.
    """
    with held.writing() as pen:
        poll = _require_prepared(hand, id_, Text("弃用", "drop it"))
        if poll.posted is not None:
            raise NotPossible(
                Text("它的议题已经公示。", "its agenda was posted."),
                Text(
                    "请作废（motion/void，写明理由）。", "Void it (motion/void, with the reason)."
                ),
            )
        pen.add(motions.drop(id_, poll.motion.question, reason, by))
        rows.drop(hand.store, id_)
    return poll


_CHANGE_ROLL = Text("更换名册", "change the roll")


def post(hand: Hand, id_: str, on: date | None) -> Poll:
    """Say on which day the agenda was posted.

    Raises ``NotPossible`` for a day to come, or where it is announced to open before it was posted
    long enough; ``WrongState`` once it is open, ``ChangedMeanwhile``.
    """
    day = on or hand.today()
    if day > hand.today():
        raise NotPossible(
            Text("公示日期还没有到。", "that day has not come yet."),
            Text("请填实际公示的日期。", "Give the day it was posted."),
        )
    poll = _require_prepared(hand, id_, _SAY_POSTED)
    if poll.opens:
        check_notice(poll, practice_of(hand, poll), day, day_of(poll.opens))
    with hand.transaction():
        if _require_prepared(hand, id_, _SAY_POSTED) != poll:
            raise ChangedMeanwhile(_THE_MOTION)
        poll = attrs.evolve(poll, posted=day)
        rows.save(hand.store, poll)
    return poll


_SAY_POSTED = Text("登记公示", "say when it was posted")


def check_notice(poll: Poll, practice: Practice, posted: date | None, opens: date) -> None:
    """Raise ``NotPossible`` where an agenda will not have been posted long enough by its opening.

    Of one that is not ``posted`` nothing is known yet.
    """
    days = days_of_notice(poll, practice)
    if posted is None or days is None or opens >= posted + timedelta(days=days):
        return
    said = Text(
        "{posted}公示的议题，到{earliest}才满{days}天，{opens}开始太早。",
        "its agenda, posted on {posted}, is posted for {days} days only on {earliest}: it cannot "
        "open on {opens}.",
    )
    earliest = (posted + timedelta(days=days)).isoformat()
    raise NotPossible(
        said.filled(
            posted=posted.isoformat(), earliest=earliest, days=days, opens=opens.isoformat()
        ),
        Text(
            "请改为{earliest}或以后开始（motion/open）。",
            "Have it open on {earliest} or later (motion/open).",
        ).filled(earliest=earliest),
    )


def days_of_notice(poll: Poll, practice: Practice) -> int | None:
    """The longest time that a layer asks for; 0 where a topic has to be posted at all.

    A layer may ask for a time of its own for a matter: ``notice.days.MATTER``.
    """
    asked_for = [practice.value("notice.days")]
    if poll.matter:
        asked_for.append(practice.value(f"notice.days.{poll.matter}"))
    if practice.value("topics.unposted") == "refused":
        asked_for.append(0)
    return max((days for days in asked_for if isinstance(days, int)), default=None)


def answer(hand: Hand, id_: str, said: Mapping[str, Any], source: TextLike, mark: str) -> Poll:
    """Say for this motion what no layer says (or only a free one): value by name, one source.

    ``None`` says that it was left open knowingly; ``reelection`` is a fact, not a rule.  The motion
    follows what is said.  Raises what a ``Practice`` raises where a layer above has fixed a value.
    """
    seen = rows.poll(hand.store, id_)
    practice_of(hand, seen)  # a law that is asked now is known below
    with hand.transaction():
        poll = _require_prepared(hand, id_, Text("填写清单", "answer the checklist"))
        if poll.jurisdiction != seen.jurisdiction:
            raise ChangedMeanwhile(_THE_MOTION)
        kept = [layer for layer in poll.own if layer.key != ANSWERS]
        before = next((layer.values for layer in poll.own if layer.key == ANSWERS), {})
        rules = {name: value for name, value in said.items() if name != REELECTION}
        values = {name: Sourced(value, source, mark) for name, value in rules.items()}
        layer = Layer(ANSWERS, Text("本次表决", "this motion"), {**before, **values})
        reelection = said.get(REELECTION, poll.reelection)
        poll = attrs.evolve(poll, own=(*kept, layer), reelection=reelection)
        keeping.readable(practice_of(hand, poll))
        ways = ways_of(practice_of(hand, poll))
        poll = attrs.evolve(poll, motion=attrs.evolve(poll.motion, **ways))
        rows.save(hand.store, poll)
    return poll


def practice_of(hand: Hand, poll: Poll) -> Practice:
    """The law a poll is held under: frozen, or else that of the day on which it will open."""
    if poll.practice is not None:
        return poll.practice
    return law_of(hand, poll.jurisdiction, poll.own, opening_day(hand, poll))


def law_of(
    hand: Hand, jurisdiction: str, own: Iterable[Layer], day: date | None = None
) -> Practice:
    """The layers of a place (``UnknownName`` where nobody brings it) with others on top.

    Of a ``day``, or of today.
    """
    place = hand.registry.practice(jurisdiction, day or hand.today()).layers if jurisdiction else ()
    return Practice((*place, *own))


def laws_of(hand: Hand, poll: Poll) -> Practice:
    """The same of every day: what a poll may be held under, whichever day it is open."""
    place = hand.registry.laws(poll.jurisdiction).layers if poll.jurisdiction else ()
    return Practice((*place, *poll.own))


def asked_of(hand: Hand, poll: Poll, roll: Roll) -> Assembly:
    """Whom a poll would ask of a roll; raises what ``asked`` raises."""
    return asked(poll.motion, roll, hand.tree, adults_on=hand.today())


def _require_prepared(hand: Hand, id_: str, step: Text) -> Poll:
    return rows.in_state(hand.store, id_, PollState.PREPARED, step)


def days_open(hand: Hand, poll: Poll) -> int:
    """For how many days it has been open."""
    return (hand.today() - hand.day_of(poll.opened_at or "")).days
