"""What anybody may know of meetings."""

from __future__ import annotations

from datetime import date

import attrs

from tickbox_core.categories.kinds import Day
from tickbox_core.components.meetings.state import HeldMeeting, Matter, Meeting
from tickbox_core.declarations import COUNT, ListOf, Ref, Said, choice, gives, unseen
from tickbox_core.text import Text


@attrs.frozen
class AboutAnswer:
    """One thing that a meeting is about; an item is named ``ROUND/ITEM``."""

    matter: str = gives(choice(Matter), "种类", "kind")
    id: str = gives(Ref(beside="matter"), "名称", "which")


@attrs.frozen
class MeetingCard:
    """When and where a meeting is, and what kind it is of."""

    id: str = unseen(Ref("meeting"))
    kind: str = unseen(choice(Meeting))
    kind_words: Text = gives(Said(), "种类", "kind")
    title: Text = gives(Said(), "名称", "title")
    on: date = gives(Day(), "日期", "on")
    place: Text = gives(Said(), "地点", "place")


@attrs.frozen
class MeetingAnswer(MeetingCard):
    """A meeting; ``minutes`` are empty until it was held, nobody who came is named."""

    about: tuple[AboutAnswer, ...] = gives(ListOf(AboutAnswer), "关于", "about")
    minutes: Text = gives(Said(), "纪要", "minutes")
    resolved: Text = gives(Said(), "会议决定", "what it resolved")
    attended: int | None = gives(COUNT, "到会人数", "how many came", none=True)

    @classmethod
    def of(cls, held: HeldMeeting) -> MeetingAnswer:
        """A meeting as anybody may know it."""
        return cls(
            id=held.id,
            kind=str(held.kind),
            kind_words=held.kind.words,
            title=held.title,
            on=held.on,
            place=held.place,
            about=tuple(AboutAnswer(str(one.matter), one.id) for one in held.about),
            minutes=held.minutes,
            resolved=held.resolved,
            attended=held.attended,
        )
