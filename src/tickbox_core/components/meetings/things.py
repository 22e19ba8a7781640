"""Meetings, as what fields may refer to."""

from __future__ import annotations

from collections.abc import Iterator

from tickbox_core.components.meetings.service import MeetingService
from tickbox_core.components.meetings.state import Meetings
from tickbox_core.declarations import Chosen, Thing, ThingChoice, named_choice
from tickbox_core.text import Text
from tickbox_core.workflow.desks import ComponentDesk, year_of

HELD = ("held",)
"""A meeting whose minutes are posted."""


def _choices(desk: ComponentDesk, chosen: Chosen) -> Iterator[ThingChoice]:
    for one in reversed(desk.service(MeetingService).meetings()):
        yield named_choice(one.id, one.title, *(HELD if one.minutes else ()))


THINGS = (
    Thing(
        "meeting",
        Text("会议", "meeting"),
        _choices,
        stem=year_of,
        find=lambda state, id_: state.of(Meetings).meeting(id_),
        titles=lambda desk, _: {
            one.id: one.title for one in desk.service(MeetingService).meetings()
        },
    ),
)
