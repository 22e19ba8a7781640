"""Acts on meetings."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from tickbox_core.categories import a_count, a_day, a_line, one_of, several
from tickbox_core.components.meetings.public import MeetingAnswer
from tickbox_core.components.meetings.service import MeetingService
from tickbox_core.components.meetings.state import About, Matter, Meeting
from tickbox_core.declarations import Act, ListOf, Role, new_id, refers_to, refers_to_several
from tickbox_core.declarations.fields import Name
from tickbox_core.errors import BadValue
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow import Actor
from tickbox_core.workflow.desks import ComponentDesk

KINDS = {str(kind): kind.words for kind in Meeting}


@attrs.frozen(kw_only=True)
class AnnounceMeeting:
    """A meeting, and what it is about: ``item:ROUND/ITEM``, ``motion:ID``, ``project:ID``, …"""

    id: str = new_id("meeting", "会议编号", "id")
    kind: str = one_of("会议", "kind", KINDS)
    title: Text = a_line("名称", "title")
    about: tuple[str, ...] = refers_to_several("matter", "关于", "about", noted=False, least=1)
    on: date | None = a_day("日期", "on", default=None)
    place: Text = a_line("地点", "place", default=EMPTY)


@attrs.frozen(kw_only=True)
class PostMinutes:
    """The minutes of a meeting; who was present is sealed."""

    id: str = refers_to("meeting", "会议编号", "id")
    minutes: Text = a_line("纪要（公示用，不写姓名）", "minutes, to be posted: no names")
    resolved: Text = a_line("会议决定", "what it resolved", default=EMPTY)
    on: date | None = a_day("日期", "held on", default=None)
    attended: int | None = a_count("到会人数", "how many came", default=None)
    present: tuple[str, ...] = several("到会名单", "who came", Name(), default=())


@attrs.frozen
class MeetingsAbout:
    """What meetings are about."""

    about: str = refers_to("matter", "关于", "about", noted=False)


def _announce(desk: ComponentDesk, given: AnnounceMeeting, actor: Actor) -> Any:
    made = desk.service(MeetingService).announce(
        given.id,
        Meeting(given.kind),
        given.title,
        [_about(one) for one in given.about],
        by=actor.name,
        on=given.on,
        place=given.place,
    )
    return MeetingAnswer.of(made)


def _minute(desk: ComponentDesk, given: PostMinutes, actor: Actor) -> Any:
    held = desk.service(MeetingService).minute(
        given.id,
        given.minutes,
        by=actor.name,
        on=given.on,
        resolved=given.resolved,
        attended=given.attended,
        present=given.present,
    )
    return MeetingAnswer.of(held)


def _find_meetings(desk: ComponentDesk, given: MeetingsAbout, actor: Actor) -> Any:
    about = _about(given.about)
    held = desk.service(MeetingService).about(about.matter, about.id)
    return [MeetingAnswer.of(one) for one in held]


def _about(written: str) -> About:
    matter, sign, id_ = written.partition(":")
    if sign and id_ and matter in set(Matter):
        return About(Matter(matter), id_)
    raise BadValue(
        "about",
        Text(f"“{written}”看不懂。", f"'{written}' cannot be read."),
        Text(
            "请写成 item:轮次/编号、motion:编号、project:编号 或 problem:编号。",
            "Write item:ROUND/ITEM, motion:ID, project:ID or problem:REFERENCE.",
        ),
    )


ACTS = (
    Act(
        "meeting/announce",
        Text("发会议通知", "announce a meeting"),
        AnnounceMeeting,
        _announce,
        answer=MeetingAnswer,
    ),
    Act(
        "meeting/minutes",
        Text("公布会议纪要", "post the minutes"),
        PostMinutes,
        _minute,
        answer=MeetingAnswer,
    ),
    Act(
        "meeting/about",
        Text("有关会议", "meetings about something"),
        MeetingsAbout,
        _find_meetings,
        Role.ANYBODY,
        reads=True,
        answer=ListOf(MeetingAnswer),
    ),
)
