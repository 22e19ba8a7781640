"""Acts of carrying out: projects, what they cost, who answers for them, how they go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import attrs

from tickbox_core.categories import (
    a_count,
    a_day,
    a_line,
    a_part,
    a_table,
    one_of,
    several,
    yes_no,
)
from tickbox_core.components.projects.carrying import majority
from tickbox_core.components.projects.money_public import SharesAnswer
from tickbox_core.components.projects.project import Milestone, Project
from tickbox_core.components.projects.public import ProjectAnswer
from tickbox_core.components.projects.service import ProjectService
from tickbox_core.declarations import Act, ListOf, Role, new_id, refers_to, refers_to_several
from tickbox_core.declarations.acts import Change, Standing
from tickbox_core.declarations.fields import Name, NoFields, a_name, picture_file
from tickbox_core.errors import NotListed
from tickbox_core.model import State
from tickbox_core.model.parties import Side
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow import Actor
from tickbox_core.workflow.changing import clearing, plain_of_thing
from tickbox_core.workflow.desks import ComponentDesk

SIDES = {str(side): side.words for side in Side}


@attrs.frozen
class FindProject:
    """The id of a project."""

    project: str = refers_to("project", "项目编号", "project")


@attrs.frozen
class PlanMilestone:
    """A milestone of one's own, beside those that the category plans."""

    key: str = a_name("节点编号", "key")
    title: Text = a_line("节点", "milestone")
    due: date | None = a_day("计划日期", "due", default=None)


@attrs.frozen(kw_only=True)
class StartProject:
    """A project from an item of the final annual list."""

    round: str = refers_to("round", "轮次", "round", states=(str(State.DECIDED),))
    item: str = refers_to("item", "事项编号", "item id", within="round")
    project: str = new_id("project", "项目编号", "project id", default="")
    due: date | None = a_day("承诺完成日期", "to be delivered by", default=None)
    limit: Fraction | None = a_part("超支限度", "may run over by", default=None)
    option: str = refers_to(
        "option", "采用的方案", "option chosen", within="item", noted=False, default=""
    )
    parts: tuple[str, ...] | None = refers_to_several(
        "area", "逐处完成的区域", "areas finished one by one", noted=False, default=None
    )
    pilot: tuple[str, ...] = refers_to_several(
        "area", "试点区域", "areas of the pilot", noted=False, default=()
    )
    milestones: tuple[PlanMilestone, ...] = a_table("节点", "milestones", PlanMilestone, default=())


@attrs.frozen
class BeginProject:
    """A project and a day."""

    project: str = refers_to("project", "项目编号", "project")
    on: date | None = a_day("日期", "on", default=None)


@attrs.frozen
class NameResponsible:
    """Who is responsible for what; with the task cleared they no longer are."""

    project: str = refers_to("project", "项目编号", "project")
    side: str = one_of("责任方", "side", SIDES)
    name: Text = a_line("单位名称", "name")
    task: Text = a_line("任务", "task", default=EMPTY)
    unset: tuple[str, ...] = clearing()


@attrs.frozen
class AppointSupervisors:
    """Residents who watch a project; their names are sealed."""

    project: str = refers_to("project", "项目编号", "project", decides=True)
    names: tuple[str, ...] = several("监督员", "supervisors", Name(), least=1)
    signatures: int | None = a_count("须几人签字", "how many must sign", least=1, default=None)
    unset: tuple[str, ...] = clearing()


@attrs.frozen
class SignMilestone:
    """A supervisor signs a milestone off."""

    project: str = refers_to("project", "项目编号", "project")
    milestone: str = refers_to("milestone", "节点", "milestone", within="project", noted=False)
    supervisor: str = refers_to("supervisor", "监督员", "supervisor", within="project", noted=False)


@attrs.frozen
class SendBackMilestone:
    """A supervisor says that a milestone is not done."""

    project: str = refers_to("project", "项目编号", "project")
    milestone: str = refers_to("milestone", "节点", "milestone", within="project", noted=False)
    supervisor: str = refers_to("supervisor", "监督员", "supervisor", within="project", noted=False)
    reason: Text = a_line("理由", "reason")


@attrs.frozen
class ReachMilestone:
    """A milestone that is done."""

    project: str = refers_to("project", "项目编号", "project")
    milestone: str = refers_to("milestone", "节点", "milestone", within="project", noted=False)
    on: date | None = a_day("日期", "on", default=None)
    words: Text = a_line("说明", "in words", default=EMPTY)


@attrs.frozen
class RescheduleMilestone:
    """A milestone gets another day."""

    project: str = refers_to("project", "项目编号", "project")
    milestone: str = refers_to("milestone", "节点", "milestone", within="project", noted=False)
    due: date = a_day("改到", "now due")
    reason: Text = a_line("理由", "reason")


@attrs.frozen
class FinishPart:
    """A building that is finished."""

    project: str = refers_to("project", "项目编号", "project")
    area: str = refers_to("area", "区域", "area", noted=False)
    on: date | None = a_day("日期", "on", default=None)
    words: Text = a_line("说明", "in words", default=EMPTY)


@attrs.frozen
class EndPilot:
    """What came of a pilot."""

    project: str = refers_to("project", "项目编号", "project")
    extended: bool = yes_no("是否推广", "extended to the rest")
    words: Text = a_line("试点结果", "what came of it")


@attrs.frozen
class SayOfProject:
    """Words about a project."""

    project: str = refers_to("project", "项目编号", "project")
    words: Text = a_line("内容", "words")


@attrs.frozen
class PostNote(SayOfProject):
    """How it goes, with a picture of it if there is one."""

    picture: bytes = picture_file("图片", "picture", default=b"")
    shows: Text = a_line("图上是什么", "what it shows", default=EMPTY)


@attrs.frozen
class GiveUpProject:
    """A project that is given up."""

    project: str = refers_to("project", "项目编号", "project")
    reason: Text = a_line("理由", "reason")
    decided_by: Text = a_line("决定人", "who decides")


@attrs.frozen
class DeliverProject:
    """A project that is delivered."""

    project: str = refers_to("project", "项目编号", "project")
    on: date | None = a_day("日期", "on", default=None)
    words: Text = a_line("说明", "in words", default=EMPTY)
    left_out: Text = a_line("未做的部分及原因", "what is left out, and why", default=EMPTY)


def _start(desk: ComponentDesk, given: StartProject, actor: Actor) -> Any:
    made = desk.service(ProjectService).start(
        given.round,
        given.item,
        by=actor.name,
        id_=given.project,
        due=given.due,
        limit=given.limit,
        option=given.option,
        parts=given.parts,
        pilot=given.pilot,
        milestones=[Milestone(one.key, one.title, one.due) for one in given.milestones],
    )
    return desk.service(ProjectService).public(made.id)


def _look_at_shares(desk: ComponentDesk, given: Mapping[str, Any]) -> SharesAnswer | None:
    """What each home would pay by the category, before the project is set up."""
    return desk.service(ProjectService).shares_of_item(
        str(given["round"]), str(given["item"]), str(given.get("option") or "")
    )


Step = Callable[[ProjectService, Any, Actor], Any]


def card(step: Step) -> Callable[[ComponentDesk, Any, Actor], Any]:
    """Take a step of a project; the answer is its card as it stands then."""

    def run(desk: ComponentDesk, given: Any, actor: Actor) -> Any:
        step(desk.service(ProjectService), given, actor)
        return desk.service(ProjectService).public(given.project)

    return run


def _party_there(desk: ComponentDesk, named: Mapping[str, Any]) -> Standing | None:
    project = _project(desk, named["project"])
    parties = () if project is None else project.parties
    for one in parties:
        if (str(one.side), one.name) == (named["side"], named["name"]):
            values = {"project": named["project"], "side": named["side"]}
            return Standing(
                plain_of_thing(NameResponsible, {**values, "name": one.name, "task": one.task})
            )
    return None


def _supervisors_there(desk: ComponentDesk, named: Mapping[str, Any]) -> Standing | None:
    project = _project(desk, named["project"])
    if project is None or not project.supervisor_names:
        return None
    names = project.supervisor_names
    # more than half is what holds where nobody has said how many
    said = project.signatures if project.signatures != majority(len(names)) else None
    values = {"project": named["project"], "names": names, "signatures": said}
    return Standing(plain_of_thing(AppointSupervisors, values))


def _project(desk: ComponentDesk, id_: str) -> Project | None:
    try:
        return desk.service(ProjectService).project(id_)
    except NotListed:
        return None


def _responsible(
    desk: ComponentDesk, given: NameResponsible, actor: Actor, standing: Standing | None
) -> Any:
    desk.service(ProjectService).responsible(
        given.project, Side(given.side), given.name, given.task
    )
    return desk.service(ProjectService).public(given.project)


def _supervise(
    desk: ComponentDesk, given: AppointSupervisors, actor: Actor, standing: Standing | None
) -> Any:
    desk.service(ProjectService).supervise(given.project, given.names, actor.name, given.signatures)
    return desk.service(ProjectService).public(given.project)


ACTS = (
    Act(
        "project/start",
        Text("立项", "start a project"),
        StartProject,
        _start,
        answer=ProjectAnswer,
        irreversible=True,
        look=_look_at_shares,
    ),
    Act(
        "project/responsible",
        Text("写明责任单位", "say who is responsible"),
        NameResponsible,
        _responsible,
        change=Change(("project", "side", "name"), _party_there),
        answer=ProjectAnswer,
    ),
    Act(
        "project/supervisors",
        Text("聘请居民监督员", "appoint supervisors"),
        AppointSupervisors,
        _supervise,
        change=Change(("project",), _supervisors_there),
        answer=ProjectAnswer,
    ),
    Act(
        "project/begin",
        Text("开工", "begin the work"),
        BeginProject,
        card(lambda p, g, a: p.begin(g.project, g.on)),
        answer=ProjectAnswer,
    ),
    Act(
        "project/milestone",
        Text("节点完成", "a milestone is done"),
        ReachMilestone,
        card(lambda p, g, a: p.reach(g.project, g.milestone, g.on, g.words)),
        answer=ProjectAnswer,
    ),
    Act(
        "project/reschedule",
        Text("节点改期", "give a milestone another day"),
        RescheduleMilestone,
        card(lambda p, g, a: p.reschedule(g.project, g.milestone, g.due, g.reason)),
        answer=ProjectAnswer,
    ),
    Act(
        "project/sign",
        Text("监督员签字", "sign a milestone off"),
        SignMilestone,
        card(lambda p, g, a: p.sign(g.project, g.milestone, g.supervisor)),
        answer=ProjectAnswer,
    ),
    Act(
        "project/send-back",
        Text("监督员退回", "send a milestone back"),
        SendBackMilestone,
        card(lambda p, g, a: p.send_back(g.project, g.milestone, g.supervisor, g.reason)),
        answer=ProjectAnswer,
    ),
    Act(
        "project/part",
        Text("一处完工", "a building is finished"),
        FinishPart,
        card(lambda p, g, a: p.finish_part(g.project, g.area, g.on, g.words)),
        answer=ProjectAnswer,
    ),
    Act(
        "project/pilot",
        Text("试点结束", "end the pilot"),
        EndPilot,
        card(lambda p, g, a: p.end_pilot(g.project, g.extended, g.words)),
        answer=ProjectAnswer,
    ),
    Act(
        "project/note",
        Text("公示进展", "post how it goes"),
        PostNote,
        card(lambda p, g, a: p.note(g.project, g.words, g.picture, g.shows)),
        answer=ProjectAnswer,
    ),
    Act(
        "project/pause",
        Text("暂停项目", "pause a project"),
        SayOfProject,
        card(lambda p, g, a: p.pause(g.project, g.words)),
        answer=ProjectAnswer,
    ),
    Act(
        "project/resume",
        Text("恢复项目", "go on with a project"),
        SayOfProject,
        card(lambda p, g, a: p.resume(g.project, g.words)),
        answer=ProjectAnswer,
    ),
    Act(
        "project/give-up",
        Text("终止项目", "give a project up"),
        GiveUpProject,
        card(lambda p, g, a: p.give_up(g.project, g.reason, g.decided_by)),
        answer=ProjectAnswer,
        irreversible=True,
    ),
    Act(
        "project/deliver",
        Text("项目完成", "deliver a project"),
        DeliverProject,
        card(lambda p, g, a: p.deliver(g.project, g.on, g.words, g.left_out)),
        answer=ProjectAnswer,
        irreversible=True,
    ),
    Act(
        "project/show",
        Text("查看项目", "follow a project"),
        FindProject,
        lambda desk, given, actor: desk.service(ProjectService).public(given.project),
        Role.ANYBODY,
        reads=True,
        answer=ProjectAnswer,
    ),
    Act(
        "project/list",
        Text("全部项目", "all projects"),
        NoFields,
        lambda desk, given, actor: desk.service(ProjectService).all_public(),
        Role.ANYBODY,
        reads=True,
        answer=ListOf(ProjectAnswer),
    ),
)
