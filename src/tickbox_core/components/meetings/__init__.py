"""Meetings: announced, held, minuted; about any item, motion, project or problem, at any time."""

from tickbox_core.components.meetings.acts import ACTS
from tickbox_core.components.meetings.notices import NOTICES, minutes_notice
from tickbox_core.components.meetings.public import AboutAnswer, MeetingAnswer, MeetingCard
from tickbox_core.components.meetings.service import MeetingService
from tickbox_core.components.meetings.state import (
    About,
    HeldMeeting,
    Matter,
    Meeting,
    Meetings,
    still_needed,
)
from tickbox_core.components.meetings.things import HELD, THINGS
from tickbox_core.declarations import Component, EntryKind, PersonalData, Retention
from tickbox_core.text import Text

__all__ = [
    "COMPONENT",
    "About",
    "AboutAnswer",
    "HeldMeeting",
    "Matter",
    "Meeting",
    "MeetingAnswer",
    "MeetingCard",
    "MeetingService",
    "Meetings",
    "minutes_notice",
]

_OF = ("meeting:{id}",)

COMPONENT = Component(
    key="meetings",
    stages={"meeting": Text("会议", "Meetings")},
    state=Meetings,
    kinds={
        "meeting": EntryKind(
            Text("会议通知", "a meeting was announced"),
            Retention("meetings", _OF),
            act="meeting/announce",
        ),
        "meeting-held": EntryKind(
            Text("会议记录", "minutes were posted"),
            Retention("meetings", _OF, _OF),
            act="meeting/minutes",
        ),
    },
    things=THINGS,
    exits={"meeting": {"": ("meeting/minutes",), HELD[0]: ()}},
    acts=ACTS,
    notices=NOTICES,
    personal={
        "meetings": PersonalData(
            Text("会议：到场的人", "meetings: who came"), Text("已开完", "it was held")
        )
    },
    purposes={"meeting": still_needed},
)
