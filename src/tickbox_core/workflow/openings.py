"""What opens by itself at an announced hour: how that is checked, and said, for all alike.

A list, a motion and a judgement each have a job of their own that opens them; what stands against
one then is the job's fault, and is told until it opens.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from tickbox_core.errors import NotPossible
from tickbox_core.model.local_time import hour_words, instant_of_stamp
from tickbox_core.store import Store
from tickbox_core.text import EMPTY, Text, join_texts
from tickbox_core.workflow.context import DeskContext
from tickbox_core.workflow.jobs import StoredJobs

_NOT_OPENED = Text(
    "公告的开放时间（{hour}）已到，但没有开放：{why}",
    "it was announced to open at {hour} and did not: {why}",
)
_UNTIL = Text("到{hour}为止", "until {hour}")


def check_hours(now: datetime, at: datetime, end: datetime | None) -> None:
    """Raise ``NotPossible`` for an hour of opening that has passed, or an end not behind it."""
    if at <= now or (end is not None and end <= at):
        raise NotPossible(
            Text(
                "开始时间已过，或不在截止之前。",
                "the hour of opening is past, or not before the end.",
            ),
            Text("请改开始或截止时间。", "Set another hour of opening, or of closing."),
        )


def not_opened(context: DeskContext, job: str, id_: str, at: datetime) -> Text:
    """Why what was announced for ``at`` was not opened by its job; ``EMPTY`` where it will be."""
    for one in StoredJobs(context).waiting():
        if (one.job, one.key) == (job, id_) and one.fault:
            why = Text(**json.loads(one.fault))
            return _NOT_OPENED.filled(hour=hour_words(at), why=why)
    return EMPTY


def stamp(at: datetime | None) -> str:
    """An announced hour as the entry of an opening by it has it; empty where there is none."""
    return "" if at is None else at.isoformat(timespec="seconds")


def late_words(store: Store, id_: str) -> Text:
    """Of what opened by itself, and later than it was announced, both times; else ``EMPTY``."""
    row = store.get("entry", log=id_, position=_OPENED)
    entry = {} if row is None else json.loads(row["body"])
    if entry.get("kind") != "opened" or not entry.get("announced"):
        return EMPTY
    announced, at = (instant_of_stamp(entry[name]) for name in ("announced", "at"))
    if at - announced < _LATE:
        return EMPTY
    return _OPENED_LATE.filled(announced=hour_words(announced), at=hour_words(at))


_OPENED, _LATE = 2, timedelta(minutes=1)
"""Where the entry of an opening stands in its log, and from when on it is told to be late."""
_OPENED_LATE = Text(
    "公告于{announced}开放，实际于{at}开放", "announced for {announced}, opened at {at}"
)


def opens_words(said: Text, at: datetime, end: datetime | None) -> Text:
    """That something opens at an hour (``said`` has a ``{hour}``), and until when it goes on."""
    words = [said.filled(hour=hour_words(at))]
    if end is not None:
        words.append(_UNTIL.filled(hour=hour_words(end, ends=True)))
    return join_texts(words, "，", ", ")
