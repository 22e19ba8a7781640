"""Meetings: announced, held, minuted; about any item, motion, project or problem, at any time.

The three meetings (三会) are the hearing before, the coordination during and the review after.  Who
came is sealed, how many came is public; the minutes that are posted name nobody but offices.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

import attrs

from tickbox_core.errors import NotListed
from tickbox_core.model._checks import whole
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.entries import DiaryEntry, rejection, require_text
from tickbox_core.workflow.state import DiaryState


class Meeting(StrEnum):
    """What kind of meeting it is."""

    HEARING = "hearing"
    COORDINATION = "coordination"
    REVIEW = "review"
    MEMBERS = "members"
    DELEGATES = "delegates"
    OTHER = "other"

    @property
    def words(self) -> Text:
        """The kind in words."""
        return _MEETING_WORDS[self]


_MEETING_WORDS = {
    Meeting.HEARING: Text("听证会", "hearing"),
    Meeting.COORDINATION: Text("协调会", "coordination meeting"),
    Meeting.REVIEW: Text("评议会", "review meeting"),
    Meeting.MEMBERS: Text("党员大会", "members' meeting"),
    Meeting.DELEGATES: Text("居民代表大会", "residents' delegates' meeting"),
    Meeting.OTHER: Text("其他会议", "another meeting"),
}


class Matter(StrEnum):
    """What a meeting can be about; an item is named ``ROUND/ITEM``."""

    ITEM = "item"
    MOTION = "motion"
    PROJECT = "project"
    PROBLEM = "problem"

    @property
    def words(self) -> Text:
        """The matter in words."""
        return _MATTER_WORDS[self]


_MATTER_WORDS = {
    Matter.ITEM: Text("事项", "item"),
    Matter.MOTION: Text("表决", "motion"),
    Matter.PROJECT: Text("项目", "project"),
    Matter.PROBLEM: Text("急难愁盼问题", "problem"),
}


@attrs.frozen
class About:
    """One thing a meeting is about."""

    matter: Matter
    id: str

    def plain(self) -> dict[str, str]:
        """For JSON."""
        return {"matter": str(self.matter), "id": self.id}


@attrs.frozen
class HeldMeeting:
    """A meeting; ``minutes`` are empty until it was held.  ``attended`` is how many came."""

    id: str
    kind: Meeting
    title: Text
    on: date
    place: Text
    about: tuple[About, ...]
    minutes: Text = EMPTY
    resolved: Text = EMPTY
    attended: int | None = None

    def plain(self) -> dict[str, Any]:
        """The meeting as anybody may know it."""
        return {
            "id": self.id,
            "kind": str(self.kind),
            "kind_words": self.kind.words.plain(),
            "title": self.title.plain(),
            "on": self.on.isoformat(),
            "place": self.place.plain(),
            "about": [one.plain() for one in self.about],
            "minutes": self.minutes.plain(),
            "resolved": self.resolved.plain(),
            "attended": self.attended,
        }


class Meetings:
    """The meetings of an area by id."""

    kinds = frozenset({"meeting", "meeting-held"})

    def __init__(self) -> None:
        self.by_id: dict[str, HeldMeeting] = {}

    def apply(self, happened: DiaryEntry) -> None:
        """A meeting was announced, or held."""
        facts = happened.facts
        if happened.kind == "meeting":
            self.by_id[facts["id"]] = HeldMeeting(
                facts["id"],
                Meeting(facts["kind"]),
                Text(**facts["title"]),
                date.fromisoformat(facts["on"]),
                Text(**facts["place"]),
                tuple(About(Matter(one["matter"]), one["id"]) for one in facts["about"]),
            )
        elif (known := self.by_id.get(facts["id"])) is not None:
            self.by_id[known.id] = attrs.evolve(
                known,
                on=date.fromisoformat(facts["on"]),
                minutes=Text(**facts["minutes"]),
                resolved=Text(**facts["resolved"]),
                attended=facts["attended"],
            )

    def meeting(self, id_: str) -> HeldMeeting:
        """The meeting of that id, or ``NotListed``."""
        try:
            return self.by_id[id_]
        except KeyError:
            raise NotListed(Text("会议", "meeting"), id_) from None

    def on(self, matter: Matter, id_: str) -> tuple[HeldMeeting, ...]:
        """The meetings about something, the earliest first."""
        found = [one for one in self.by_id.values() if About(matter, id_) in one.about]
        return tuple(sorted(found, key=lambda one: (one.on, one.id)))

    def resolved_on(self, id_: str, matter: Matter, about: str) -> HeldMeeting:
        """A meeting that was held about something and resolved what is to be done.

        Raises ``NotListed`` or ``NotPossible``.
        """
        known = self.meeting(id_)
        if About(matter, about) not in known.about:
            raise rejection(
                Text("这次会议讨论的不是这件事。", "this meeting was about something else."),
                Text("请写讨论这件事的会议。", "Name a meeting that was called about it."),
            )
        if not known.resolved:
            raise rejection(
                Text("这次会议没有作出决定。", "this meeting resolved nothing."),
                Text("请补写会议决定。", "Write down what it resolved."),
            )
        return known


def still_needed(state: DiaryState, id_: str, today: date) -> Text | None:
    """Why what is sealed for a meeting stays: it was not held yet."""
    held = state.of(Meetings).by_id.get(id_)
    if held is None or held.minutes:
        return None
    return Text(f"会议“{held.id}”还没有开", f"the meeting '{held.id}' was not held yet")


def announce(
    meetings: Meetings,
    id_: str,
    kind: Meeting,
    title: Text,
    on: date,
    place: Text,
    about: Iterable[About],
    by: str,
) -> DiaryEntry:
    """Announce a meeting, or record one that was held.

    Raises ``NotPossible`` for an id that is taken, without a title, or about nothing.
    """
    require_text(id_, Text("会议编号", "the meeting's id"))
    require_text(title.zh, Text("会议名称", "the title"))
    if id_ in meetings.by_id:
        raise rejection(
            Text(f"已有会议“{id_}”。", f"there is a meeting '{id_}' already."),
            Text("请换一个编号。", "Give it another id."),
        )
    matters = list(dict.fromkeys(about))
    if not matters:
        raise rejection(
            Text("没有写会议讨论什么。", "it does not say what the meeting is about."),
            Text(
                "请写明事项、表决、项目或问题。", "Name an item, a motion, a project or a problem."
            ),
        )
    facts = {
        "id": id_,
        "kind": str(kind),
        "title": title.plain(),
        "on": on.isoformat(),
        "place": place.plain(),
        "about": [one.plain() for one in matters],
    }
    return DiaryEntry("meeting", facts, {"by": by})


def minute(
    meetings: Meetings,
    id_: str,
    minutes: Text,
    today: date,
    *,
    by: str,
    on: date | None = None,
    resolved: Text = EMPTY,
    attended: int | None = None,
    present: Sequence[str] = (),
) -> DiaryEntry:
    """Post the minutes; who was present is sealed.

    Raises ``NotPossible`` before the meeting, a second time, without minutes, or where fewer came
    than are named.
    """
    known = meetings.meeting(id_)
    require_text(minutes.zh, Text("会议纪要", "the minutes"))
    if known.minutes:
        raise rejection(Text("纪要已经公布。", "the minutes are posted already."))
    day = on or known.on
    if day > today:
        raise rejection(
            Text(f"会议{day.isoformat()}才开。", f"the meeting is only on {day.isoformat()}."),
        )
    names = [name.strip() for name in present if name.strip()]
    if attended is not None and whole(attended, "attended") < len(set(names)):
        raise rejection(Text("到会人数少于名单。", "more are named than came."))
    facts = {
        "id": id_,
        "on": day.isoformat(),
        "minutes": minutes.plain(),
        "resolved": resolved.plain(),
        "attended": len(names) or None if attended is None else attended,
    }
    return DiaryEntry("meeting-held", facts, {"present": names, "by": by})
