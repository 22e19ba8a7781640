"""Acts on problems (急难愁盼) and on meetings."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from tickbox_core.acts.act import Act, Actor, Role
from tickbox_core.acts.answers.meetings import MeetingAnswer, ProblemAnswer
from tickbox_core.acts.carrying import SIDES
from tickbox_core.acts.collecting import Nothing
from tickbox_core.categories import a_count, a_day, a_line, one_of, several
from tickbox_core.declarations import ListOf, new_id, refers_to, refers_to_several
from tickbox_core.declarations.fields import Name, a_name, prose
from tickbox_core.desk import Desk
from tickbox_core.errors import BadValue
from tickbox_core.text import EMPTY, Text
from tickbox_core.year.meetings import About, Matter, Meeting
from tickbox_core.year.projects import Side

KINDS = {str(kind): kind.words for kind in Meeting}


@attrs.frozen(kw_only=True)
class AProblem:
    """A problem: its title is posted and names nobody, its words and its author are sealed."""

    title: Text = a_line("问题（公示用，不写姓名）", "title, to be posted: no names")
    on: date | None = a_day("提出日期", "raised on", default=None)
    area: str = refers_to("area", "哪里", "where", noted=False, default="")
    text: str = prose("详细内容", "in full", default="")
    author: str = a_name("提出人", "who raised it", default="")
    contact: str = a_name("联系方式", "contact", default="")


@attrs.frozen
class ARef:
    """The reference of a problem."""

    ref: str = refers_to("problem", "问题编号", "reference", noted=False)


@attrs.frozen
class ATask:
    """Who is responsible for a problem, and for what."""

    ref: str = refers_to("problem", "问题编号", "reference", noted=False)
    side: str = one_of("责任方", "side", SIDES)
    name: Text = a_line("单位名称", "name")
    task: Text = a_line("任务", "task")


@attrs.frozen
class ALink:
    """What is to solve a problem."""

    ref: str = refers_to("problem", "问题编号", "reference", noted=False)
    item: str = refers_to(
        "item-of-round", "事项（轮次/编号）", "item (ROUND/ITEM)", noted=False, default=""
    )
    project: str = refers_to("project", "项目编号", "project", default="")


@attrs.frozen
class ASolution:
    """How a problem was solved; posted, and names nobody."""

    ref: str = refers_to("problem", "问题编号", "reference", noted=False)
    how: Text = a_line("如何解决", "how")
    on: date | None = a_day("日期", "on", default=None)


@attrs.frozen
class AReopening:
    """A problem that is back."""

    ref: str = refers_to("problem", "问题编号", "reference", noted=False)
    reason: Text = a_line("理由", "reason")


@attrs.frozen(kw_only=True)
class AMeeting:
    """A meeting, and what it is about: ``item:ROUND/ITEM``, ``motion:ID``, ``project:ID``, …"""

    id: str = new_id("meeting", "会议编号", "id")
    kind: str = one_of("会议", "kind", KINDS)
    title: Text = a_line("名称", "title")
    about: tuple[str, ...] = refers_to_several("matter", "关于", "about", noted=False, least=1)
    on: date | None = a_day("日期", "on", default=None)
    place: Text = a_line("地点", "place", default=EMPTY)


@attrs.frozen(kw_only=True)
class Minutes:
    """The minutes of a meeting; who was present is sealed."""

    id: str = refers_to("meeting", "会议编号", "id")
    minutes: Text = a_line("纪要（公示用，不写姓名）", "minutes, to be posted: no names")
    resolved: Text = a_line("会议决定", "what it resolved", default=EMPTY)
    on: date | None = a_day("日期", "held on", default=None)
    attended: int | None = a_count("到会人数", "how many came", default=None)
    present: tuple[str, ...] = several("到会名单", "who came", Name(), default=())


@attrs.frozen
class AMatter:
    """What meetings are about."""

    about: str = refers_to("matter", "关于", "about", noted=False)


def _raise(desk: Desk, given: AProblem, actor: Actor) -> Any:
    known = {"name": given.author or actor.name, "contact": given.contact}
    made = desk.solving.raise_problem(
        given.title,
        raised_by="resident" if given.author else "staff",
        on=given.on,
        area=given.area,
        text=given.text,
        raiser={name: value for name, value in known.items() if value},
    )
    return desk.solving.card(made.ref)


def _take_on(desk: Desk, given: ATask, actor: Actor) -> Any:
    desk.solving.take_on(given.ref, Side(given.side), given.name, given.task)
    return desk.solving.card(given.ref)


def _link(desk: Desk, given: ALink, actor: Actor) -> Any:
    desk.solving.link(given.ref, item=given.item, project=given.project)
    return desk.solving.card(given.ref)


def _solve(desk: Desk, given: ASolution, actor: Actor) -> Any:
    desk.solving.solve(given.ref, given.how, given.on)
    return desk.solving.card(given.ref)


def _reopen(desk: Desk, given: AReopening, actor: Actor) -> Any:
    desk.solving.reopen(given.ref, given.reason)
    return desk.solving.card(given.ref)


def _announce(desk: Desk, given: AMeeting, actor: Actor) -> Any:
    return desk.meetings.announce(
        given.id,
        Meeting(given.kind),
        given.title,
        [_about(one) for one in given.about],
        by=actor.name,
        on=given.on,
        place=given.place,
    )


def _minute(desk: Desk, given: Minutes, actor: Actor) -> Any:
    return desk.meetings.minute(
        given.id,
        given.minutes,
        by=actor.name,
        on=given.on,
        resolved=given.resolved,
        attended=given.attended,
        present=given.present,
    )


def _found(desk: Desk, given: AMatter, actor: Actor) -> Any:
    about = _about(given.about)
    return desk.meetings.about(about.matter, about.id)


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
        "problem/raise",
        Text("提出急难愁盼问题", "raise a problem"),
        AProblem,
        _raise,
        answer=ProblemAnswer,
    ),
    Act(
        "problem/take-on",
        Text("落实责任单位", "say who is responsible"),
        ATask,
        _take_on,
        answer=ProblemAnswer,
    ),
    Act(
        "problem/link",
        Text("关联事项或项目", "tie a problem to what solves it"),
        ALink,
        _link,
        answer=ProblemAnswer,
    ),
    Act(
        "problem/solve",
        Text("问题解决", "a problem is solved"),
        ASolution,
        _solve,
        answer=ProblemAnswer,
    ),
    Act(
        "problem/reopen",
        Text("问题重新提出", "a problem is back"),
        AReopening,
        _reopen,
        answer=ProblemAnswer,
    ),
    Act(
        "problem/show",
        Text("查看问题", "follow a problem"),
        ARef,
        lambda desk, given, actor: desk.solving.card(given.ref),
        Role.ANYBODY,
        reads=True,
        answer=ProblemAnswer,
    ),
    Act(
        "problem/list",
        Text("全部问题", "all problems"),
        Nothing,
        lambda desk, given, actor: desk.solving.cards(),
        Role.ANYBODY,
        reads=True,
        answer=ListOf(ProblemAnswer),
    ),
    Act(
        "meeting/announce",
        Text("发会议通知", "announce a meeting"),
        AMeeting,
        _announce,
        answer=MeetingAnswer,
    ),
    Act(
        "meeting/minutes",
        Text("公布会议纪要", "post the minutes"),
        Minutes,
        _minute,
        answer=MeetingAnswer,
    ),
    Act(
        "meeting/about",
        Text("有关会议", "meetings about something"),
        AMatter,
        _found,
        Role.ANYBODY,
        reads=True,
        answer=ListOf(MeetingAnswer),
    ),
)
