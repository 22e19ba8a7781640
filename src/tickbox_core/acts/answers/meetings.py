"""What acts on problems and on meetings answer."""

from __future__ import annotations

from datetime import date

import attrs

from tickbox_core.acts.answers.common import Responsible
from tickbox_core.categories.kinds import Choice, Day
from tickbox_core.declarations import COUNT, ListOf, Ref, Said, Typed, choice, gives, unseen
from tickbox_core.text import Text
from tickbox_core.year.meetings import Matter, Meeting

RAISED_BY = Choice(
    {
        "resident": Text("居民", "a resident"),
        "staff": Text("工作人员", "staff"),
        "group": Text("监督管理小组", "a supervision group"),
    }
)
"""In what capacity a problem was raised, never by whom."""


@attrs.frozen
class AboutAnswer:
    """One thing that a meeting is about; an item is named ``ROUND/ITEM``."""

    matter: str = gives(choice(Matter), "种类", "kind")
    id: str = gives(Ref(beside="matter"), "名称", "which")


@attrs.frozen
class MeetingAnswer:
    """A meeting; ``minutes`` are empty until it was held, nobody who came is named."""

    id: str = unseen(Ref("meeting"))
    kind: str = unseen(choice(Meeting))
    kind_words: Text = gives(Said(), "种类", "kind")
    title: Text = gives(Said(), "名称", "title")
    on: date = gives(Day(), "日期", "on")
    place: Text = gives(Said(), "地点", "place")
    about: tuple[AboutAnswer, ...] = gives(ListOf(AboutAnswer), "关于", "about")
    minutes: Text = gives(Said(), "纪要", "minutes")
    resolved: Text = gives(Said(), "会议决定", "what it resolved")
    attended: int | None = gives(COUNT, "到会人数", "how many came", none=True)


@attrs.frozen
class ProblemAnswer:
    """A problem as anybody may know it: neither whose it is nor its words."""

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
    items: tuple[str, ...] = gives(ListOf(Ref("item")), "列入", "put on lists as")
    projects: tuple[str, ...] = gives(ListOf(Ref("project")), "项目", "projects")
    meetings: tuple[MeetingAnswer, ...] = gives(ListOf(MeetingAnswer), "会议", "meetings")
