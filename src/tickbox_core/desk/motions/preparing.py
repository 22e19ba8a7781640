"""Before a poll opens: the plan, the roll, and answers to what no layer of law says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import attrs

from tickbox_core.components.motions import ANSWERS, Poll, PollState
from tickbox_core.desk import diary
from tickbox_core.desk.diary import YearDiary
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.motions import rows
from tickbox_core.desk.motions.law_days import opening_day
from tickbox_core.errors import BadValue, ChangedMeanwhile, NotPossible, TickboxError
from tickbox_core.model import Roll
from tickbox_core.model.local_time import day_at, day_of, instant_of_stamp
from tickbox_core.rules.motions import (
    Assembly,
    Confidence,
    EstateRule,
    Layer,
    Practice,
    Sourced,
    asked,
    keeping,
    ways_of,
)
from tickbox_core.rules.motions.questions import REELECTION
from tickbox_core.text import EMPTY, Text, TextLike, as_text
from tickbox_core.year import motions

SLOT_CHARACTERS, SALT_BYTES = 16, 32

WHATEVER: Any = object()
"""In place of the poll that a new one replaces: whichever there is."""


def prepare(hand: Hand, poll: Poll, replaces: Poll | None = WHATEVER) -> Poll:
    """Save a poll, or replace one that is not open yet; its roll stays.

    ``replaces`` is the poll it was made from (``None``: there is none).  Raises
    ``ChangedMeanwhile`` where another one stands there, ``BadValue`` for an id that a round, a
    judgement or the diary has,
    ``UnknownName`` for a jurisdiction or matter that nobody brings, ``WrongState`` once it is open,
    ``NotPossible`` where it could not open any more at the hour that was announced.
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
            old = _require_prepared(hand, poll.id, Text("修改表决方案", "change the motion"))
            _keep_its_hour(hand, old, fresh)
            fresh = attrs.evolve(fresh, shown=fresh.shown or old.is_public)
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
    posted or an hour announced: then it is voided, for a reason that is posted too.
    """
    with held.writing() as pen:
        poll = _require_prepared(hand, id_, Text("弃用", "drop it"))
        if poll.is_public:
            raise NotPossible(
                Text(
                    "它的议题公示过，或公告过开始的时间。",
                    "its agenda was posted once, or an hour was announced for it.",
                ),
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
    check_notice(attrs.evolve(poll, posted=day), practice_of(hand, poll), hand.today())
    with hand.transaction():
        if _require_prepared(hand, id_, _SAY_POSTED) != poll:
            raise ChangedMeanwhile(_THE_MOTION)
        poll = attrs.evolve(poll, posted=day, shown=True)
        rows.save(hand.store, poll)
    return poll


_SAY_POSTED = Text("登记公示", "say when it was posted")


def check_notice(poll: Poll, practice: Practice, today: date) -> None:
    """Raise ``NotPossible`` where its agenda will not have been posted long enough by its hour.

    One that is not posted yet counts as posted ``today``: it cannot be any sooner.
    """
    days = days_of_notice(poll, practice)
    if not poll.opens or days is None:
        return
    opens, posted = day_of(poll.opens), poll.posted or today
    if opens >= posted + timedelta(days=days):
        return
    earliest = (posted + timedelta(days=days)).isoformat()
    raise NotPossible(
        (_NOTICE if poll.posted else _NOTICE_TO_COME).filled(
            posted=posted.isoformat(), earliest=earliest, days=days, opens=opens.isoformat()
        ),
        Text(
            "请改为{earliest}或以后开始（motion/open）。",
            "Have it open on {earliest} or later (motion/open).",
        ).filled(earliest=earliest),
    )


_NOTICE = Text(
    "{posted}公示的议题，到{earliest}才满{days}天，{opens}开始太早。",
    "its agenda, posted on {posted}, is posted for {days} days only on {earliest}: it cannot "
    "open on {opens}.",
)
_NOTICE_TO_COME = Text(
    "议题还没有公示：今天公示，到{earliest}才满{days}天，{opens}开始太早。",
    "its agenda is not posted yet: posted today, it is posted for {days} days only on {earliest}; "
    "it cannot open on {opens}.",
)


def check_end(practice: Practice, opened: date, end: datetime) -> None:
    """Raise ``NotPossible`` where papers would end earlier or later than the law has it."""
    least, most = practice.value("window.min_days"), practice.value("window.max_days")
    days = (day_at(end - timedelta(microseconds=1)) - opened).days
    if isinstance(least, int) and days < least:
        said = Text(f"表决期不得少于{least}天。", f"voting takes {least} days at least.")
    elif isinstance(most, int) and days > most:
        said = Text(f"表决期不得超过{most}天。", f"voting takes {most} days at most.")
    else:
        return
    raise NotPossible(said, Text("请改截止日期。", "Set another last day."))


def _keep_its_hour(hand: Hand, old: Poll, new: Poll) -> None:
    """Raise ``NotPossible`` where a change makes the hour impossible that was announced.

    One that was impossible before is no fault of the change: what may mend it is taken.
    """
    for check in _HOUR:
        why = _refusal(check, hand, new) if new.opens else None
        if why is not None and _refusal(check, hand, old) is None:
            raise NotPossible(_ANNOUNCED.filled(why=why), _ANNOUNCE_AGAIN)


def why_hour_is_lost(hand: Hand, poll: Poll) -> Text:
    """What stands against the hour that a prepared poll was announced for; ``EMPTY`` if nothing.

    Its agenda was not posted in time, say: no day that comes mends it.
    """
    found = [_refusal(check, hand, poll) for check in _HOUR if poll.opens]
    return next((why for why in found if why is not None), EMPTY)


def _refusal(check: Callable[[Hand, Poll], None], hand: Hand, poll: Poll) -> Text | None:
    try:
        check(hand, poll)
    except TickboxError as refused:
        return refused.text
    return None


_ANNOUNCED = Text(
    "已经公告自动开始的时间，这样改就做不到了：{why}",
    "an hour was announced at which it opens, and this would make it impossible: {why}",
)
_ANNOUNCE_AGAIN = Text(
    "请先重新公告开始和截止时间（motion/open），再改。",
    "Announce other hours first (motion/open), then change it.",
)


def _check_notice_of(hand: Hand, poll: Poll) -> None:
    check_notice(poll, practice_of(hand, poll), hand.today())


def _check_end_of(hand: Hand, poll: Poll) -> None:
    if poll.ends:
        check_end(practice_of(hand, poll), day_of(poll.opens), instant_of_stamp(poll.ends))


_HOUR = (_check_notice_of, _check_end_of)
"""What an announced hour has to keep."""


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


def answer(
    hand: Hand, id_: str, said: Mapping[str, Any], source: TextLike | EstateRule, mark: str
) -> Poll:
    """Say for this motion what no layer says (or only a free one): value by name, one source.

    The source is in words, or a rule of the estate's own; that cannot be adopted later than today.

    ``None`` says that it was left open knowingly; ``reelection`` is a fact, not a rule.  The motion
    follows what is said.  Raises what a ``Practice`` raises where a layer above has fixed a value,
    and ``NotPossible`` where it could not open any more at the hour that was announced.
    """
    if isinstance(source, EstateRule) and source.adopted > hand.today():
        raise BadValue("adopted", _NOT_YET, _ITS_DAY)
    seen = rows.poll(hand.store, id_)
    practice_of(hand, seen)  # a law that is asked now is known below
    with hand.transaction():
        poll = _require_prepared(hand, id_, Text("填写清单", "answer the checklist"))
        if poll.jurisdiction != seen.jurisdiction:
            raise ChangedMeanwhile(_THE_MOTION)
        old = poll
        kept = [layer for layer in poll.own if layer.key != ANSWERS]
        before = next((layer.values for layer in poll.own if layer.key == ANSWERS), {})
        rules = {name: value for name, value in said.items() if name != REELECTION}
        values = {name: _sourced(value, source, mark) for name, value in rules.items()}
        layer = Layer(ANSWERS, Text("本次表决", "this motion"), {**before, **values})
        reelection = said.get(REELECTION, poll.reelection)
        poll = attrs.evolve(poll, own=(*kept, layer), reelection=reelection)
        keeping.readable(practice_of(hand, poll))
        ways = ways_of(practice_of(hand, poll), election=bool(poll.motion.seats))
        poll = attrs.evolve(poll, motion=attrs.evolve(poll.motion, **ways))
        _keep_its_hour(hand, old, poll)
        rows.save(hand.store, poll)
    return poll


_NOT_YET = Text("规则通过的日期在今天以后。", "the rule is adopted later than today.")
_ITS_DAY = Text(
    "请写已经通过的日期；还没有通过的规则不能作依据。",
    "Give the day it was adopted; a rule that is not adopted yet is no source.",
)


def _sourced(value: Any, source: TextLike | EstateRule, mark: str) -> Sourced:
    if isinstance(source, EstateRule):
        return Sourced.of_rule(value, source)
    return Sourced(value, as_text(source), Confidence(mark))


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
