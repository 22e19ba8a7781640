"""The minutes of a meeting, as they are printed."""

from __future__ import annotations

from typing import Any

from tickbox_core.components.meetings.service import KIND_OF_THING, MeetingService
from tickbox_core.components.meetings.state import About, HeldMeeting, Matter
from tickbox_core.declarations import NoticeKind
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.desks import ComponentDesk, area_name
from tickbox_core.workflow.notices import (
    Fact,
    Facts,
    Notice,
    SectionPiece,
    Signatures,
    WordsPiece,
    both,
    count,
    day,
    listed,
    sentence,
)


def minutes_notice(desk: ComponentDesk, meeting: str, sender: Any) -> Notice:
    """The minutes of a meeting, with lines to sign on; who came is not on it."""
    held = desk.service(MeetingService).meeting(meeting)
    came = EMPTY if held.attended is None else count(held.attended, "人", "person")
    if held.attended not in (None, 1):
        came = Text(came.zh, f"{held.attended} people")
    facts = Facts(
        (
            Fact(Text("会议", "Meeting"), held.kind.words),
            Fact(Text("时间", "On"), day(held.on.isoformat())),
            Fact(Text("地点", "Where"), held.place),
            Fact(Text("到会", "Attended"), came),
            Fact(Text("议题", "About"), listed(_matters(desk, held))),
        )
    )
    blank = Text("（尚未填写）", "(to be written)")
    return Notice(
        area=area_name(desk),
        title=Text("会议记录", "Minutes"),
        round=held.title,
        question=Text("会议记录：不是打钩，也不是表决", "Minutes: neither a tick nor a vote"),
        sections=(
            SectionPiece(EMPTY, (facts,)),
            SectionPiece(Text("记录", "Minutes"), (WordsPiece(sentence(held.minutes) or blank),)),
            SectionPiece(
                Text("决定", "Resolved"),
                (WordsPiece(sentence(held.resolved) or blank, strong=True),),
            ),
            SectionPiece(Text("签字", "Signed"), (Signatures(_SIGN),)),
        ),
        foot=sender.foot(desk),
    )


_SIGN = (
    Text("主持人", "Chair"),
    Text("记录人", "Minutes taken by"),
    Text("居民代表", "For the residents"),
    Text("居民代表", "For the residents"),
)


def _matters(desk: ComponentDesk, held: HeldMeeting) -> list[Text]:
    return [
        Text("{kind}“{id}”", "{kind} '{id}'").filled(kind=one.matter.words, id=_named(desk, one))
        for one in held.about
    ]


def _named(desk: ComponentDesk, one: About) -> Text:
    """What a meeting is about, in words where it has any."""
    with desk.diary.reading() as state:
        found: Any = desk.context.find(KIND_OF_THING[one.matter], state, one.id)
    if one.matter is Matter.MOTION:
        question: Text = found.motion.question
        return question
    title: Text = found.problem.title if one.matter is Matter.PROBLEM else found.title
    return both(title) if one.matter is Matter.PROBLEM else title


NOTICES = (NoticeKind("minutes", Text("会议记录", "the minutes"), "meeting", (), minutes_notice),)
