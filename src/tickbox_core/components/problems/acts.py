"""Acts on problems (急难愁盼)."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from tickbox_core.categories import a_day, a_line, one_of
from tickbox_core.components.problems.public import ProblemAnswer
from tickbox_core.components.problems.service import ProblemService
from tickbox_core.declarations import Act, ListOf, Role, refers_to
from tickbox_core.declarations.fields import NoFields, a_name, prose
from tickbox_core.model.parties import Side
from tickbox_core.text import Text
from tickbox_core.workflow import Actor
from tickbox_core.workflow.desks import ComponentDesk
from tickbox_core.workflow.photo_acts import photo_acts

SIDES = {str(side): side.words for side in Side}


@attrs.frozen(kw_only=True)
class RaiseProblem:
    """A problem: its title is posted and names nobody, its words and its author are sealed."""

    title: Text = a_line("问题（公示用，不写姓名）", "title, to be posted: no names")
    on: date | None = a_day("提出日期", "raised on", default=None)
    area: str = refers_to("area", "哪里", "where", noted=False, default="")
    text: str = prose("详细内容", "in full", default="")
    author: str = a_name("提出人", "who raised it", default="")
    contact: str = a_name("联系方式", "contact", default="")


@attrs.frozen
class ShowProblem:
    """The reference of a problem."""

    ref: str = refers_to("problem", "问题编号", "reference", noted=False)


@attrs.frozen
class TakeOnProblem:
    """Who is responsible for a problem, and for what."""

    ref: str = refers_to("problem", "问题编号", "reference", noted=False)
    side: str = one_of("责任方", "side", SIDES)
    name: Text = a_line("单位名称", "name")
    task: Text = a_line("任务", "task")


@attrs.frozen
class LinkProblem:
    """What is to solve a problem."""

    ref: str = refers_to("problem", "问题编号", "reference", noted=False)
    item: str = refers_to(
        "item-of-round", "事项（轮次/编号）", "item (ROUND/ITEM)", noted=False, default=""
    )
    project: str = refers_to("project", "项目编号", "project", default="")


@attrs.frozen
class SolveProblem:
    """How a problem was solved; posted, and names nobody."""

    ref: str = refers_to("problem", "问题编号", "reference", noted=False)
    how: Text = a_line("如何解决", "how")
    on: date | None = a_day("日期", "on", default=None)


@attrs.frozen
class ReopenProblem:
    """A problem that is back."""

    ref: str = refers_to("problem", "问题编号", "reference", noted=False)
    reason: Text = a_line("理由", "reason")


def _raise(desk: ComponentDesk, given: RaiseProblem, actor: Actor) -> Any:
    known = {"name": given.author or actor.name, "contact": given.contact}
    made = desk.service(ProblemService).raise_problem(
        given.title,
        raised_by="resident" if given.author else "staff",
        on=given.on,
        area=given.area,
        text=given.text,
        raiser={name: value for name, value in known.items() if value},
    )
    return desk.service(ProblemService).public(made.ref)


def _take_on(desk: ComponentDesk, given: TakeOnProblem, actor: Actor) -> Any:
    desk.service(ProblemService).take_on(given.ref, Side(given.side), given.name, given.task)
    return desk.service(ProblemService).public(given.ref)


def _link(desk: ComponentDesk, given: LinkProblem, actor: Actor) -> Any:
    desk.service(ProblemService).link(given.ref, item=given.item, project=given.project)
    return desk.service(ProblemService).public(given.ref)


def _solve(desk: ComponentDesk, given: SolveProblem, actor: Actor) -> Any:
    desk.service(ProblemService).solve(given.ref, given.how, given.on)
    return desk.service(ProblemService).public(given.ref)


def _reopen(desk: ComponentDesk, given: ReopenProblem, actor: Actor) -> Any:
    desk.service(ProblemService).reopen(given.ref, given.reason)
    return desk.service(ProblemService).public(given.ref)


PROBLEM = Text("问题", "problem")

ACTS = (
    Act(
        "problem/raise",
        Text("提出急难愁盼问题", "raise a problem"),
        RaiseProblem,
        _raise,
        answer=ProblemAnswer,
    ),
    Act(
        "problem/take-on",
        Text("落实责任单位", "say who is responsible"),
        TakeOnProblem,
        _take_on,
        answer=ProblemAnswer,
    ),
    Act(
        "problem/link",
        Text("关联事项或项目", "tie a problem to what solves it"),
        LinkProblem,
        _link,
        answer=ProblemAnswer,
    ),
    Act(
        "problem/solve",
        Text("问题解决", "a problem is solved"),
        SolveProblem,
        _solve,
        answer=ProblemAnswer,
    ),
    Act(
        "problem/reopen",
        Text("问题重新提出", "a problem is back"),
        ReopenProblem,
        _reopen,
        answer=ProblemAnswer,
    ),
    Act(
        "problem/show",
        Text("查看问题", "follow a problem"),
        ShowProblem,
        lambda desk, given, actor: desk.service(ProblemService).public(given.ref),
        Role.ANYBODY,
        reads=True,
        answer=ProblemAnswer,
    ),
    Act(
        "problem/list",
        Text("全部问题", "all problems"),
        NoFields,
        lambda desk, given, actor: desk.service(ProblemService).all_public(),
        Role.ANYBODY,
        reads=True,
        answer=ListOf(ProblemAnswer),
    ),
    *photo_acts("problem", PROBLEM, lambda desk: desk.service(ProblemService).photos),
)
