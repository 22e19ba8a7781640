"""What anybody may know of problems: neither whose they are nor the words they came in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from tickbox_core.categories.kinds import Choice, Day
from tickbox_core.components.meetings import MeetingAnswer
from tickbox_core.components.problems.state import ProblemRecord
from tickbox_core.declarations import COUNT, ListOf, Ref, Said, Typed, gives
from tickbox_core.model import Picture
from tickbox_core.text import Text
from tickbox_core.workflow.answers import PictureAnswer, Responsible

RAISED_BY = Choice(
    {
        "resident": Text("居民", "a resident"),
        "staff": Text("工作人员", "staff"),
        "group": Text("监督管理小组", "a supervision group"),
    }
)
"""In what capacity a problem was raised, never by whom."""


@attrs.frozen
class ProblemCard:
    """A problem as anybody may know it, but for what it is tied to."""

    ref: str = gives(Typed(), "问题编号", "reference")
    area: str = gives(Ref("area"), "哪里", "where")
    title: Text = gives(Said(), "问题", "problem")
    raised: date = gives(Day(), "提出日期", "raised")
    raised_by: str = gives(RAISED_BY, "由谁提出", "raised by")
    days_open: int = gives(COUNT, "已提出天数", "days open")
    solved: date | None = gives(Day(), "解决日期", "solved", none=True)
    how: Text = gives(Said(), "如何解决", "how")
    publisher: Text = gives(Said(), "公示单位", "publisher")
    reopened: tuple[Text, ...] = gives(ListOf(Said()), "重新提出的理由", "raised again because")
    responsible: tuple[Responsible, ...] = gives(
        ListOf(Responsible), "责任方", "who is responsible"
    )
    photos: tuple[PictureAnswer, ...] = gives(ListOf(PictureAnswer), "照片", "photographs")


@attrs.frozen
class ProblemAnswer(ProblemCard):
    """A problem as anybody may know it: neither whose it is nor its words."""

    items: tuple[str, ...] = gives(ListOf(Ref("item")), "列入", "put on lists as")
    projects: tuple[str, ...] = gives(ListOf(Ref("project")), "项目", "projects")
    meetings: tuple[MeetingAnswer, ...] = gives(ListOf(MeetingAnswer), "会议", "meetings")

    @classmethod
    def of(
        cls,
        record: ProblemRecord,
        today: date,
        publisher: Text,
        meetings: Iterable[MeetingAnswer],
        photos: Iterable[Picture] = (),
    ) -> ProblemAnswer:
        """A problem as anybody may know it, with who publishes and the meetings about it."""
        return cls(
            ref=record.ref,
            area=record.area,
            title=record.title,
            raised=record.raised,
            raised_by=record.raised_by.partition(":")[0],
            days_open=record.days_open(today),
            solved=record.solved,
            how=record.how,
            publisher=publisher,
            reopened=record.reopened,
            responsible=tuple(map(Responsible.of, record.parties)),
            photos=tuple(PictureAnswer(one.digest, one.shows) for one in photos),
            items=record.items,
            projects=record.projects,
            meetings=tuple(meetings),
        )
