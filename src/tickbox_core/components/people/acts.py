"""Acts of people with a task: groups, stairwell representatives, volunteers, who publishes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from tickbox_core.categories import a_day, a_line, money, one_of, pairs, several, yes_no
from tickbox_core.categories.kinds import Count
from tickbox_core.components.people.answering import (
    Answerable,
    AnswerableAnswer,
    LevelPlace,
    answer_of,
)
from tickbox_core.components.people.public import (
    PUBLISHER,
    EstateAnswer,
    GroupTokens,
    NewMember,
    OfficeAnswer,
    OfficeToken,
    SheetNumber,
    SignUpAnswer,
    StairwellAnswer,
    TheOffice,
)
from tickbox_core.components.people.service import PeopleService
from tickbox_core.components.people.things import HELD
from tickbox_core.components.problems import ProblemAnswer, ProblemService
from tickbox_core.components.projects import Participation
from tickbox_core.declarations import Act, ListOf, Role, by_reference, new_id, refers_to
from tickbox_core.declarations.acts import Change, Standing
from tickbox_core.declarations.fields import Name, NoFields, a_name, prose
from tickbox_core.text import Text
from tickbox_core.workflow import Actor
from tickbox_core.workflow.answers import Referenced
from tickbox_core.workflow.changing import clearing, plain_of_thing
from tickbox_core.workflow.deadlines import COUNTED_IN_TIME
from tickbox_core.workflow.desks import ComponentDesk

PARTS = {str(part): part.words for part in Participation}


@attrs.frozen
class FoundGroup:
    """A supervision group of an estate, with its members and its term."""

    id: str = new_id("office", "小组编号", "id", noted=False)
    estate: str = refers_to("area", "小区", "estate", noted=False)
    title: Text = a_line("小组名称", "name")
    members: tuple[str, ...] = several("成员", "members", Name(), least=1)
    since: date = a_day("任期开始", "from")
    until: date = a_day("任期结束", "until")


@attrs.frozen
class JoinGroup:
    """Somebody who joins a group until its term ends; whoever leaves it has their office ended."""

    group: str = refers_to("group", "小组", "group", noted=False, states=(HELD,))
    name: str = a_name("姓名", "name")


@attrs.frozen
class AppointRepresentative:
    """A representative of a stairwell, for a term."""

    id: str = new_id("office", "职务编号", "id", noted=False)
    stairwell: str = refers_to("area", "楼道", "stairwell", noted=False)
    name: str = a_name("姓名", "name")
    since: date = a_day("任期开始", "from")
    until: date = a_day("任期结束", "until")


@attrs.frozen
class EndOffice:
    """An office that ends."""

    id: str = refers_to("office", "职务编号", "id", noted=False, states=(HELD,))


@attrs.frozen
class RaiseGroupProblem:
    """A problem that a member of a group has found."""

    title: Text = a_line("问题（公示用，不写姓名）", "title, to be posted: no names")
    text: str = prose("详细内容", "in full", default="")
    area: str = refers_to("area", "哪里", "where", noted=False, default="")


@attrs.frozen
class RecordPayment:
    """What a household of the stairwell has paid."""

    project: str = refers_to("project", "项目编号", "project")
    unit: str = refers_to("home", "门牌", "unit", noted=False)
    amount: int = money("金额", "amount", least=1)
    on: date | None = a_day("日期", "on", default=None)


@attrs.frozen
class TakeCountSheet:
    """A count sheet of the stairwell: how many of each home took part, and sums only."""

    round: str = refers_to("round", "轮次", "round")
    homes: tuple[tuple[str, int], ...] = pairs(
        "各户参与人数", "people by home", Name(), Count(), least=1
    )
    ticks: tuple[tuple[str, int], ...] = by_reference(
        "tick", "各项票数", "ticks by item", Count(), within="round", noted=False
    )
    photo: str = a_name("照片摘要", "digest of the photo", default="")
    in_time: bool = yes_no(*COUNTED_IN_TIME, default=False)


@attrs.frozen
class JoinProject:
    """Somebody who joins a project; name and contact are sealed."""

    project: str = refers_to("project", "项目编号", "project")
    part: str = one_of("报名为", "as", PARTS)
    name: str = a_name("姓名", "name")
    contact: str = a_name("联系方式", "contact", default="")
    shop: bool = yes_no("沿街商铺人员", "staff of a shop", default=False)


@attrs.frozen
class LeaveProject:
    """Somebody who leaves a project."""

    ref: str = a_name("报名编号", "reference")


@attrs.frozen
class ListVolunteers:
    """The id of a project."""

    project: str = refers_to("project", "项目编号", "project")


@attrs.frozen
class SetPublisher:
    """Who publishes."""

    name: Text = a_line("发布单位", "who publishes")


def _found_group(desk: ComponentDesk, given: FoundGroup, actor: Actor) -> Any:
    tokens = desk.service(PeopleService).found_group(
        given.id,
        given.estate,
        given.title,
        given.members,
        since=given.since,
        until=given.until,
        by=actor.name,
    )
    return GroupTokens(tokens)


def _join_group(desk: ComponentDesk, given: JoinGroup, actor: Actor) -> Any:
    return NewMember(*desk.service(PeopleService).join_group(given.group, given.name, actor.name))


def _appoint(desk: ComponentDesk, given: AppointRepresentative, actor: Actor) -> Any:
    token = desk.service(PeopleService).appoint(
        given.id,
        given.stairwell,
        given.name,
        since=given.since,
        until=given.until,
        by=actor.name,
    )
    return OfficeToken(token)


def _end(desk: ComponentDesk, given: EndOffice, actor: Actor) -> Any:
    desk.service(PeopleService).end(given.id, actor.name)
    return TheOffice(given.id)


def _group_raises(desk: ComponentDesk, given: RaiseGroupProblem, actor: Actor) -> Any:
    ref = desk.service(PeopleService).group_raises(
        actor.office, given.title, given.text, given.area
    )
    return desk.service(ProblemService).public(ref)


def _stairwell_pays(desk: ComponentDesk, given: RecordPayment, actor: Actor) -> Any:
    desk.service(PeopleService).stairwell_pays(
        actor.office, given.project, given.unit, given.amount, given.on
    )
    return desk.service(PeopleService).stairwell(actor.office)


def _stairwell_counts(
    desk: ComponentDesk, given: TakeCountSheet, actor: Actor, second: Actor
) -> Any:
    number = desk.service(PeopleService).stairwell_counts(
        actor.office,
        given.round,
        dict(given.homes),
        dict(given.ticks),
        second=second.name,
        photo=given.photo,
        in_time=given.in_time,
    )
    return SheetNumber(number)


def _sign_up(desk: ComponentDesk, given: JoinProject, actor: Actor) -> Any:
    part = Participation(given.part)
    ref = desk.service(PeopleService).sign_up(
        given.project, part, given.name, given.contact, shop=given.shop
    )
    return Referenced(ref)


def _leave(desk: ComponentDesk, given: LeaveProject, actor: Actor) -> Any:
    desk.service(PeopleService).leave(given.ref)
    return Referenced(given.ref)


def _set_publisher(desk: ComponentDesk, given: SetPublisher, actor: Actor) -> Any:
    desk.service(PeopleService).set_publisher(given.name, actor.name)
    return desk.service(PeopleService).publisher()


@attrs.frozen
class NameOffice:
    """The office that answers for an area, a micro-grid or a stairwell; posted, so no person."""

    of: str = refers_to("level", "哪一层级", "which area or micro-grid", noted=False)
    office: Text = a_line("由谁负责（组织或职务）", "office that answers for it")
    phone: str = a_name("电话", "phone", default="")
    unset: tuple[str, ...] = clearing()


@attrs.frozen
class EndAnswering:
    """An area or micro-grid for which nobody is named any more."""

    of: str = refers_to("level", "哪一层级", "which area or micro-grid", noted=False)


def _office_there(desk: ComponentDesk, named: Mapping[str, Any]) -> Standing | None:
    found = desk.service(PeopleService).answerable(named["of"])
    if found is None:
        return None
    return Standing(plain_of_thing(NameOffice, attrs.asdict(found, recurse=False)), found)


def _name_office(
    desk: ComponentDesk, given: NameOffice, actor: Actor, standing: Standing | None
) -> Any:
    service = desk.service(PeopleService)
    service.name_office(Answerable(given.of, given.office, given.phone))
    return _answering_here(desk)


def _end_answering(desk: ComponentDesk, given: EndAnswering, actor: Actor) -> Any:
    desk.service(PeopleService).end_answering(given.of)
    return _answering_here(desk)


def answering_of(desk: ComponentDesk) -> list[AnswerableAnswer]:
    """Who answers, from the town down: what lies above as the desks there have named it."""
    here, tree, found = desk.context.area, desk.context.tree, []
    above = tree.path(here)[:-1] if here in tree else ()
    peers = desk.peers
    for area in above:
        said = (
            peers[area.id].service(PeopleService).answerable(area.id) if area.id in peers else None
        )
        found.append(answer_of(LevelPlace(area.id, area.level, area.name), said, area.id))
    return [*found, *_answering_here(desk)]


def _answering_here(desk: ComponentDesk) -> list[AnswerableAnswer]:
    """Who answers for the area and what lies in it: all that a transaction here may read."""
    service, here = desk.service(PeopleService), desk.context.area
    return [answer_of(one, service.answerable(one.id), here) for one in service.places()]


ACTS = (
    Act(
        "people/publisher",
        Text("设定发布单位", "say who publishes"),
        SetPublisher,
        _set_publisher,
        answer=PUBLISHER,
    ),
    Act(
        "people/name-office",
        Text("设定由谁负责", "say who answers for a level"),
        NameOffice,
        _name_office,
        change=Change(("of",), _office_there),
        answer=ListOf(AnswerableAnswer),
    ),
    Act(
        "people/end-answering",
        Text("撤销由谁负责", "nobody answers for a level any more"),
        EndAnswering,
        _end_answering,
        answer=ListOf(AnswerableAnswer),
    ),
    Act(
        "people/answering",
        Text("各层级由谁负责", "who answers for each level"),
        NoFields,
        lambda desk, given, actor: answering_of(desk),
        Role.ANYBODY,
        reads=True,
        answer=ListOf(AnswerableAnswer),
    ),
    Act(
        "people/group",
        Text("成立监督管理小组", "found a supervision group"),
        FoundGroup,
        _found_group,
        answer=GroupTokens,
    ),
    Act(
        "people/member",
        Text("小组增补成员", "let somebody join a supervision group"),
        JoinGroup,
        _join_group,
        answer=NewMember,
    ),
    Act(
        "people/representative",
        Text("聘请楼组代表", "appoint a stairwell representative"),
        AppointRepresentative,
        _appoint,
        answer=OfficeToken,
    ),
    Act(
        "people/end",
        Text("结束职务", "end an office"),
        EndOffice,
        _end,
        answer=TheOffice,
        irreversible=True,
    ),
    Act(
        "people/offices",
        Text("全部职务", "all offices"),
        NoFields,
        lambda desk, given, actor: [
            OfficeAnswer.of(one) for one in desk.service(PeopleService).offices()
        ],
        reads=True,
        answer=ListOf(OfficeAnswer),
    ),
    Act(
        "group/see",
        Text("小组：本小区全部事项", "group: everything of the estate"),
        NoFields,
        lambda desk, given, actor: desk.service(PeopleService).oversee(actor.office),
        Role.GROUP,
        reads=True,
        answer=EstateAnswer,
    ),
    Act(
        "group/raise",
        Text("小组：提出问题", "group: raise a problem"),
        RaiseGroupProblem,
        _group_raises,
        Role.GROUP,
        answer=ProblemAnswer,
    ),
    Act(
        "stairwell/see",
        Text("楼组代表：本楼道", "representative: the stairwell"),
        NoFields,
        lambda desk, given, actor: desk.service(PeopleService).stairwell(actor.office),
        Role.STAIRWELL,
        reads=True,
        answer=StairwellAnswer,
    ),
    Act(
        "stairwell/pay",
        Text("楼组代表：登记出资", "representative: record what was paid"),
        RecordPayment,
        _stairwell_pays,
        Role.STAIRWELL,
        answer=StairwellAnswer,
    ),
    Act(
        "stairwell/count",
        Text("楼组代表：录入合计表", "representative: take a count sheet"),
        TakeCountSheet,
        _stairwell_counts,
        Role.STAIRWELL,
        second=True,
        answer=SheetNumber,
    ),
    Act(
        "volunteer/join",
        Text("报名参加项目", "join a project"),
        JoinProject,
        _sign_up,
        Role.ANYBODY,
        answer=Referenced,
    ),
    Act(
        "volunteer/leave",
        Text("退出项目", "leave a project"),
        LeaveProject,
        _leave,
        Role.ANYBODY,
        answer=Referenced,
    ),
    Act(
        "volunteer/list",
        Text("项目报名名单", "who takes part in a project"),
        ListVolunteers,
        lambda desk, given, actor: [
            SignUpAnswer.of(one) for one in desk.service(PeopleService).taking_part(given.project)
        ],
        reads=True,
        answer=ListOf(SignUpAnswer),
    ),
)
