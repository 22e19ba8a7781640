"""Which day's law decides a motion: that of its opening, and none may change while it is open.

Where a layer changes between the day of opening and the last possible day of voting, in what the
motion is decided by, nobody could say by which law: such a motion is not opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from tickbox_core.components.motions import Poll, PollState
from tickbox_core.desk.hand import Hand
from tickbox_core.errors import TickboxError
from tickbox_core.model.local_time import day_at, day_of, instant_of_stamp
from tickbox_core.rules.motions import Layer, Practice, SourcedValue, ways_of
from tickbox_core.text import EMPTY, Text


def opening_day(hand: Hand, poll: Poll) -> date:
    """The day whose law a motion freezes: its opening, announced or today."""
    if poll.opened_at:
        return hand.day_of(poll.opened_at)
    announced = day_of(poll.opens) if poll.opens else hand.today()
    return max(announced, hand.today())


def last_possible_day(poll: Poll, practice: Practice, opens: date) -> date | None:
    """The last day on which papers may come; ``None`` where nobody has said."""
    if poll.ends:  # an end at midnight is that of the day before
        return day_at(instant_of_stamp(poll.ends) - timedelta(microseconds=1))
    most = practice.value("window.max_days")
    return opens + timedelta(days=most) if isinstance(most, int) else None


def changes_meanwhile(poll: Poll, laws: Practice, opens: date, last: date | None) -> Text:
    """What is to be said where the law changes while a motion may be open; ``EMPTY`` where not.

    ``laws`` are the layers of every day, those of the motion's own with them.
    """
    holds = _decides(poll, laws.on(opens))
    for day in _days_of_change(laws, opens, last):
        if _decides(poll, laws.on(day)) != holds:
            before, after = bars_found(poll, laws.on(opens)), bars_found(poll, laws.on(day))
            return _CHANGES.filled(
                opens=opens.isoformat(),
                before=_title(before),
                day=day.isoformat(),
                after=_title(after),
                last=(day - timedelta(days=1)).isoformat(),
            )
    return EMPTY


_CHANGES = Text(
    "规定在表决期内变更：{opens}按{before}，{day}起按{after}；按哪一部判定说不清，结论只能是“不能认定”。"
    "请公告在{last}或以前截止，或在{day}起再开始表决。",
    "The law changes while it may be open: {before} on {opens}, {after} from {day} on. By which of "
    "them it is decided could not be told, and it would stay undetermined. Announce its end on "
    "{last} or earlier, or have it open on {day} or later.",
)


def _decides(poll: Poll, practice: Practice) -> Any:
    """What of a practice decides a motion: its bars, and how papers count."""
    try:
        bars = practice.bars(practice.matter(poll.matter).kind) if poll.matter else ()
        return bars, ways_of(practice)
    except TickboxError:
        return None  # nothing is known of such a matter on that day


def _days_of_change(laws: Practice, opens: date, last: date | None) -> Iterator[date]:
    found = {one.first for one in laws.layers if one.first}
    found |= {one.last + timedelta(days=1) for one in laws.layers if one.last}
    yield from sorted(day for day in found if opens < day and (last is None or day <= last))


def bars_found(poll: Poll, practice: Practice) -> SourcedValue | None:
    """Where the bars of a motion's matter come from; ``None`` where it has its own."""
    try:
        return practice.find(f"bars.{practice.matter(poll.matter).kind}") if poll.matter else None
    except TickboxError:
        return None


def _title(found: SourcedValue | None) -> Text:
    return _NO_LAW if found is None else found.layer.title


_NO_LAW = Text("（没有规定）", "no law that is known")


def law_words(hand: Hand, poll: Poll, practice: Practice) -> tuple[Text, ...]:
    """Which layer a motion is decided by, since when it holds, by what source, and why that one."""
    found = bars_found(poll, practice)
    if found is None:
        return ()
    day = opening_day(hand, poll)
    why = _FROZEN if poll.state is not PollState.PREPARED else _WILL_FREEZE
    said = _BY.filled(
        layer=found.layer.title,
        days=held_words(found.layer),
        source=found.sourced.source,
        mark=found.sourced.mark.words,
    )
    return said, why.filled(day=day.isoformat())


def held_words(layer: Layer) -> Text:
    """From when to when a layer holds, in brackets; nothing where it always has."""
    first, last = layer.first and layer.first.isoformat(), layer.last and layer.last.isoformat()
    if first and last:
        return Text(f"（{first}至{last}有效）", f" (in force from {first} until {last})")
    if first:
        return Text(f"（{first}起有效）", f" (in force since {first})")
    return Text(f"（到{last}有效）", f" (in force until {last})") if last else EMPTY


_BY = Text(
    "按{layer}{days}判定，依据：{source}（{mark}）。",
    "Decided by {layer}{days}: {source} ({mark}).",
)
_FROZEN = Text(
    "按开始表决那天（{day}）有效的规定，开始时已固定。",
    "It is the law of the day on which voting began ({day}), frozen then.",
)
_WILL_FREEZE = Text(
    "按开始表决那天有效的规定，开始时固定（现在按{day}算）。",
    "It is the law of the day on which voting begins, frozen then (as for {day}).",
)
