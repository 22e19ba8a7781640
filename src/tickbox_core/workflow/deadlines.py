"""Until when answers are taken: announced beforehand, ended by itself, the same for every matter.

A *deadline* is of a round, a motion or a judgement, by the name of its log.  Whoever comes first
behind the announced hour (a ballot, an act, a job) writes ``ticking-ended`` into that log, once: it
is asked inside the transaction that writes.  A clock that is set back reopens nothing.  With it
goes a job: what has ended is closed as soon as nothing can come any more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import attrs

from tickbox_core.categories.kinds import Count
from tickbox_core.declarations import gives
from tickbox_core.declarations.outputs import Moment
from tickbox_core.errors import NotPossible, TickingEnded
from tickbox_core.hooks import Event
from tickbox_core.ledger import ticking_ended, ticking_extended
from tickbox_core.model.local_time import END_OF_DAY, TimeLeft, day_at, hour_words, instant_of
from tickbox_core.store import Store
from tickbox_core.text import EMPTY, Text, join_texts
from tickbox_core.workflow import log
from tickbox_core.workflow.context import DeskContext
from tickbox_core.workflow.entries import require_text
from tickbox_core.workflow.jobs import StoredJobs

FROM_PAPER = "paper"
"""The channel of answers that are still entered afterwards: they were handed in before."""


CLOSING = "close"
"""The job that closes what has come to its announced hour, by the id of its log."""

COUNTED_IN_TIME = (
    "合计的都是截止钟点前的意见（截止后才登记的写明）",
    "all of it was answered before the hour (said of what is registered after it)",
)
"""What is asked of a count sheet, in Chinese and English."""
END_HELP = Text(
    "不写就是最后一天的24:00；到时自动停止收票。",
    "Left empty it is 24:00 of the last day; it ends then by itself.",
)
PUT_OFF_HELP = Text("不写就是原来的钟点。", "Left empty it is the hour that was announced.")


@attrs.frozen
class Announced:
    """What is announced at opening: the last day and hour, and how far that may be put off.

    ``extensions`` is how often, each time by ``extension_days`` at most.
    """

    closes: date | None = None
    closes_at: str = ""
    extensions: int = 0
    extension_days: int = 0

    def end(self, now: datetime) -> datetime | None:
        """The instant, told where ``now`` is; ``None`` without a day.

        Raises ``NotPossible`` where it has passed.
        """
        if self.closes is None:
            return None
        end = instant_of(self.closes, self.closes_at or END_OF_DAY, now.tzinfo)
        if end <= now:
            raise is_over(end)
        return end

    def plain(self, end: datetime | None) -> dict[str, Any]:
        """What the first entry of the log says of it; nothing where nothing is announced."""
        if end is None:
            return {}
        said = {"extensions": self.extensions, "extension_days": self.extension_days}
        return {"ends": _stamp(end), **{name: value for name, value in said.items() if value}}


NOTHING_ANNOUNCED = Announced()


def is_over(end: datetime) -> NotPossible:
    """The refusal of an end that has passed."""
    return NotPossible(
        Text("截止时间{hour}已过。", "{hour} has passed.").filled(hour=hour_words(end, ends=True)),
        Text("请改期。", "Set a later one."),
    )


@attrs.frozen
class Extension:
    """A later hour in the place of the one that was announced, and why."""

    announced: str
    until: str
    reason: Text

    @property
    def sentence(self) -> Text:
        """What is posted of it."""
        hours = {
            name: hour_words(datetime.fromisoformat(stamp), ends=True)
            for name, stamp in (("before", self.announced), ("until", self.until))
        }
        return _PUT_OFF.filled(reason=self.reason, **hours)

    def plain(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "announced": self.announced,
            "until": self.until,
            "reason": self.reason.plain(),
        }


_PUT_OFF = Text(
    "截止时间由{before}延至{until}，理由：{reason}",
    "put off from {before} until {until}, because: {reason}",
)


@attrs.frozen
class Deadline:
    """``announced`` is the hour as it stands; ``ended`` when it was found to have come, or empty.

    ``extensions`` are the later hours that were put in its place, the oldest first.
    """

    id: str
    announced: datetime
    ended: str = ""
    extensions: tuple[Extension, ...] = ()

    def has_ended(self, now: datetime) -> bool:
        """Whether answers are no longer taken, also where nobody has written it down yet."""
        return bool(self.ended) or now >= self.announced

    @property
    def last_day(self) -> date:
        """The last day on which something could be handed in."""
        return day_at(self.announced - timedelta(microseconds=1))

    @property
    def hour(self) -> Text:
        """Day and hour, in words."""
        return hour_words(self.announced, ends=True)

    def sentences(self, now: datetime) -> Text:
        """How long it is until then, and each time that it was put off, with the reason."""
        return join_texts([self.left(now), *(one.sentence for one in self.extensions)], "；", "; ")

    def left(self, now: datetime) -> Text:
        """How long it is until then, in words; of one that has come, that it has."""
        if self.has_ended(now):
            return _ENDED.filled(hour=self.hour)
        return _LEFT.filled(left=TimeLeft.between(now, self.announced).words, hour=self.hour)


_ENDED = Text("已按公告于{hour}截止", "ended as announced, at {hour}")
_LEFT = Text("还有{left}，{hour}截止", "{left} left, until {hour}")


@attrs.frozen
class DeadlineAnswer:
    """Until when answers are taken now."""

    ends: str = gives(Moment(), "截止时间", "ends")
    extensions: int = gives(Count(), "已延期次数", "put off how often")

    @classmethod
    def of(cls, deadline: Deadline) -> DeadlineAnswer:
        """As it stands."""
        return cls(_stamp(deadline.announced), len(deadline.extensions))


def end_of(context: DeskContext, day: date, hour: str) -> datetime:
    """The instant of a last day and hour at this place."""
    return instant_of(day, hour or END_OF_DAY, context.local_now().tzinfo)


def put_off_to(context: DeskContext, id_: str, day: date, hour: str) -> datetime:
    """The instant that an end is put off to; without an ``hour`` at that of the announced end."""
    found = find_deadline(context.store, id_)
    if hour or found is None:
        return end_of(context, day, hour)
    announced = f"{found.announced.astimezone(context.local_now().tzinfo):%H:%M}"
    return end_of(context, day, END_OF_DAY if announced == "00:00" else announced)


def set_deadline(context: DeskContext, id_: str, announced: datetime) -> None:
    """Say until when, inside the transaction that opens it."""
    _save(context.store, Deadline(id_, announced))


def find_deadline(store: Store, id_: str) -> Deadline | None:
    """The deadline of a log; ``None`` where none was announced."""
    row = store.get("deadline", cycle=id_)
    return None if row is None else _read(row)


def end_if_due(context: DeskContext, id_: str) -> Deadline | None:
    """Write that the hour has come where it has, inside a transaction of the caller.

    Gives the deadline as it stands afterwards; ``None`` where none was announced.
    """
    found = find_deadline(context.store, id_)
    if found is None or found.ended or context.clock() < found.announced:
        return found
    ended = attrs.evolve(found, ended=context.now())
    entry = ticking_ended(id_, ended.ended, _stamp(ended.announced))
    appended = log.append(context, id_, [entry])
    _save(context.store, ended)
    StoredJobs(context).add(CLOSING, id_, context.clock())
    context.keep_outside(log.keep_checkpoint(context, id_, appended.head))
    context.tell(Event("ticking-ended", id_, {"announced": entry["announced"]}))
    return ended


def refuse_late(found: Deadline | None, title: Text) -> None:
    """Raise ``TickingEnded`` where it has ended, by a deadline as ``end_if_due`` gives it."""
    if found is not None and found.ended:
        raise TickingEnded(title, found.hour)


def is_late(context: DeskContext, id_: str, *, in_time: bool, said: Text) -> bool:
    """Whether something comes in after the announced hour of which it is said that it was in time.

    Raises ``NotPossible`` with what is ``said`` (it has an ``{hour}``) where that is not said.
    """
    ended = end_if_due(context, id_)
    if ended is None or not ended.ended:
        return False
    if not in_time:
        raise NotPossible(said.filled(hour=ended.hour), _SAY_IN_TIME)
    return True


_SAY_IN_TIME = Text(
    "截止前已交回、现在才登记的，请写明（in_time）。",
    "Say so (in_time) of what was handed in before and is only registered now.",
)


def has_been_ended(context: DeskContext, id_: str) -> bool:
    """Whether the log of that id says that its announced hour has come."""
    found = find_deadline(context.store, id_)
    return found is not None and bool(found.ended)


def look_again(context: DeskContext, id_: str) -> None:
    """Have what has ended closed now if nothing is missing any more; in the caller's transaction.

    To be called by whatever brings that about.
    """
    if has_been_ended(context, id_):
        StoredJobs(context).add(CLOSING, id_, context.clock())


def is_closed(context: DeskContext, id_: str) -> None:
    """Nothing is left to be closed by itself; inside the transaction that closes it."""
    StoredJobs(context).cancel(CLOSING, id_)


def require_ended(context: DeskContext, id_: str) -> None:
    """Raise ``NotPossible`` before the announced hour: residents count on it."""
    found = end_if_due(context, id_)
    if found is not None and not found.ended:
        raise NotPossible(
            Text("公布的截止时间是{hour}，还没有到。", "it was announced to end at {hour}.").filled(
                hour=found.hour
            ),
            Text("到时会自动停止收票，之后再截止。", "It ends by itself; close it then."),
        )


def extend(context: DeskContext, id_: str, until: datetime, reason: Text) -> Deadline:
    """Put a later hour in the place of the announced one, inside a transaction of the caller.

    Only before it, and only as often and as far as was fixed at opening.  Raises ``NotPossible``.
    """
    require_text(reason.zh, Text("延期理由", "the reason"))
    found = end_if_due(context, id_)
    if found is None:
        raise NotPossible(Text("没有公布过截止时间。", "no hour of ending was announced."))
    if found.ended:
        raise NotPossible(
            Text("已于{hour}截止，不能再延。", "it ended at {hour}; it is not put off now.").filled(
                hour=found.hour
            )
        )
    _check_extension(log.first(context.store, id_), found, until)
    before = _stamp(found.announced)
    moved = Extension(before, _stamp(until), reason)
    made = attrs.evolve(found, announced=until, extensions=(*found.extensions, moved))
    entry = ticking_extended(id_, context.now(), before, moved.until, reason.plain())
    appended = log.append(context, id_, [entry])
    _save(context.store, made)
    context.keep_outside(log.keep_checkpoint(context, id_, appended.head))
    context.tell(Event("ticking-extended", id_, moved.plain()))
    return made


def _check_extension(plan: Mapping[str, Any], found: Deadline, until: datetime) -> None:
    often, days = plan.get("extensions", 0), plan.get("extension_days", 0)
    if len(found.extensions) >= often:
        raise NotPossible(
            Text(
                f"开放前定的是最多延期{often}次，已延{len(found.extensions)}次。",
                f"it was fixed at opening to be put off {often} times at most; "
                f"it was {len(found.extensions)} times.",
            ),
            Text("请按公布的时间截止，或作废后另办。", "Let it end, or void it and begin anew."),
        )
    if not found.announced < until <= found.announced + timedelta(days=days):
        latest = hour_words(found.announced + timedelta(days=days), ends=True)
        raise NotPossible(
            Text(
                "只能往后延，每次最多{days}天：最晚到{latest}。",
                "it is only put off, by {days} days at most: until {latest}.",
            ).filled(days=days, latest=latest)
        )


def announced_hour(store: Store, id_: str, closes: date | None, closes_at: str) -> Text:
    """The hour until which answers are announced to be taken, as it stands; or ``EMPTY``.

    An end that was put off is the later one.  Of a plan that names a day alone its day says it all.
    """
    found = find_deadline(store, id_)
    if found is not None and (closes_at or found.extensions):
        return found.hour
    if closes is None or not closes_at:
        return EMPTY
    return hour_words(instant_of(closes, closes_at, None), ends=True)


def can_extend(context: DeskContext, id_: str) -> bool:
    """Whether the announced hour is still to come and may be put off."""
    found = find_deadline(context.store, id_)
    if found is None or found.has_ended(context.clock()):
        return False
    plan: Mapping[str, Any] = log.first(context.store, id_)
    left: int = plan.get("extensions", 0) - len(found.extensions)
    days: int = plan.get("extension_days", 0)
    return left > 0 and days > 0


def cancel(context: DeskContext, id_: str) -> None:
    """What is voided before its hour has none any more."""
    found = find_deadline(context.store, id_)
    if found is not None and not found.ended:
        context.store.remove("deadline", cycle=id_)
    is_closed(context, id_)


def pending(store: Store) -> tuple[Deadline, ...]:
    """What was announced and does not say that it has ended, the earliest first."""
    found = map(_read, store.find("deadline", ended=""))
    return tuple(sorted(found, key=lambda one: (one.announced, one.id)))


def due(context: DeskContext) -> tuple[str, ...]:
    """What has come to its hour and does not say so yet."""
    now = context.clock()
    return tuple(one.id for one in pending(context.store) if now >= one.announced)


def catch_up(context: DeskContext) -> tuple[str, ...]:
    """Write down of everything whose hour has come that it has; which they were."""
    found = due(context)
    if found:
        with context.transaction():
            for id_ in found:
                end_if_due(context, id_)
    return found


def from_log(entries: Iterable[Mapping[str, Any]]) -> Deadline | None:
    """The deadline that a log tells of: what was frozen, moved, and has come."""
    found: Deadline | None = None
    for entry in entries:
        if entry.get("ends"):
            found = Deadline(entry["cycle"], datetime.fromisoformat(entry["ends"]))
        elif entry["kind"] == "ticking-extended" and found is not None:
            until, why = datetime.fromisoformat(entry["until"]), Text(**entry["reason"])
            moved = Extension(entry["announced"], entry["until"], why)
            found = attrs.evolve(found, announced=until, extensions=(*found.extensions, moved))
        elif entry["kind"] == "ticking-ended" and found is not None:
            found = attrs.evolve(found, ended=entry["at"])
    return found


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _read(row: Mapping[str, Any]) -> Deadline:
    announced = datetime.fromisoformat(row["announced"])
    moved = (
        Extension(one["announced"], one["until"], Text(**one["reason"]))
        for one in json.loads(row["extensions"])
    )
    return Deadline(row["cycle"], announced, row["ended"], tuple(moved))


def _save(store: Store, deadline: Deadline) -> None:
    moved = [one.plain() for one in deadline.extensions]
    row = {
        "cycle": deadline.id,
        "announced": _stamp(deadline.announced),
        "ended": deadline.ended,
        "extensions": json.dumps(moved, ensure_ascii=False),
    }
    store.put("deadline", row)
