"""What acts of people with a task answer: offices, groups, stairwells, volunteers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import attrs

from tickbox_core.categories.kinds import Day, YesNo
from tickbox_core.components.people.state import Office, SignUp, Task
from tickbox_core.components.problems import ProblemAnswer
from tickbox_core.components.projects import Participation, ProjectAnswer
from tickbox_core.declarations import (
    COUNT,
    MONEY,
    Keyed,
    ListOf,
    Moment,
    Ref,
    Said,
    Typed,
    choice,
    gives,
    unseen,
)
from tickbox_core.model import State
from tickbox_core.model.channels import Channel
from tickbox_core.text import Text
from tickbox_core.year.papers import SheetWhere

TOKEN = Text("令牌（只显示这一次，请交给本人）", "token, shown this once: give it to them")


@attrs.frozen
class GroupTokens:
    """The token of each member of a new group; they can be read only now."""

    tokens: Mapping[str, str] = gives(Keyed(Typed(), Typed()), TOKEN.zh, TOKEN.en)


@attrs.frozen
class OfficeToken:
    """The token of a new office; it can be read only now."""

    token: str = gives(Typed(), TOKEN.zh, TOKEN.en)


@attrs.frozen
class NewMember:
    """Who joined a group: their office, and its token, which can be read only now."""

    id: str = gives(Typed(), "职务编号", "office")
    token: str = gives(Typed(), TOKEN.zh, TOKEN.en)


@attrs.frozen
class TheOffice:
    """The id of an office."""

    id: str = gives(Typed(), "职务编号", "office")


@attrs.frozen
class OfficeAnswer:
    """An office, its holder and its term; ``digest`` is always null."""

    id: str = gives(Typed(), "职务编号", "id")
    task: str = gives(choice(Task), "职务", "office")
    area: str = gives(Ref("area"), "区域", "area")
    since: date = gives(Day(), "任期开始", "from")
    until: date = gives(Day(), "任期结束", "until")
    group: str = gives(Typed(), "小组", "group")
    ended: bool = gives(YesNo(), "已结束", "ended")
    name: str = gives(Typed(), "姓名", "name")
    digest: None = unseen(Typed(), none=True)

    @classmethod
    def of(cls, office: Office) -> OfficeAnswer:
        """An office as staff read it."""
        return cls(
            id=office.id,
            task=str(office.task),
            area=office.area,
            since=office.since,
            until=office.until,
            group=office.group,
            ended=office.ended,
            name=office.name,
            digest=None,
        )


@attrs.frozen
class OverseenItem:
    """An item that concerns an estate, and the project that carries it out."""

    round: str = gives(Ref("round"), "轮次", "round")
    item: str = unseen(Ref("item"))
    title: Text = gives(Said(), "事项", "item")
    state: str = gives(choice(State), "状态", "state")
    project: ProjectAnswer | None = gives(ProjectAnswer, "项目", "project", none=True)


@attrs.frozen
class EstateAnswer:
    """Everything of an estate that its supervision group sees."""

    estate: str = gives(Ref("area"), "小区", "estate")
    items: tuple[OverseenItem, ...] = gives(ListOf(OverseenItem), "事项", "items")
    problems: tuple[ProblemAnswer, ...] = gives(ListOf(ProblemAnswer), "急难愁盼问题", "problems")


@attrs.frozen
class HomesPayment:
    """What a home of a stairwell owes for a project and has paid."""

    project: str = gives(Ref("project"), "项目", "project")
    unit: str = gives(Typed(), "门牌", "unit")
    due: int = gives(MONEY, "应缴", "due")
    paid: int = gives(MONEY, "已缴", "paid")


@attrs.frozen
class HomesSheet:
    """Where a paper of a home is."""

    round: str = gives(Ref("round"), "轮次", "round")
    unit: str = gives(Typed(), "门牌", "unit")
    sheet: int = gives(COUNT, "票号", "sheet")
    where: str = gives(choice(SheetWhere), "在哪里", "where")


@attrs.frozen
class StairwellAnswer:
    """What is collected in a stairwell, and where its papers are; for its representative."""

    stairwell: str = gives(Ref("area"), "楼道", "stairwell")
    collections: tuple[HomesPayment, ...] = gives(
        ListOf(HomesPayment), "住户应缴和已缴", "what homes owe and have paid"
    )
    sheets: tuple[HomesSheet, ...] = gives(ListOf(HomesSheet), "纸质选票", "sheets")


@attrs.frozen
class SheetNumber:
    """The number of a count sheet that was taken."""

    number: int = gives(COUNT, "编号", "number")


@attrs.frozen
class SignUpAnswer:
    """Somebody who takes part in a project; for staff alone."""

    ref: str = gives(Typed(), "报名编号", "reference")
    project: str = gives(Ref("project"), "项目", "project")
    part: str = gives(choice(Participation), "报名为", "as")
    shop: bool = gives(YesNo(), "沿街商铺人员", "staff of a shop")
    at: str = gives(Moment(), "时间", "when")
    channel: str = gives(choice(Channel), "渠道", "channel")
    withdrawn: bool = gives(YesNo(), "已退出", "has left")
    name: str = gives(Typed(), "姓名", "name")
    contact: str = gives(Typed(), "联系方式", "contact")

    @classmethod
    def of(cls, held: SignUp) -> SignUpAnswer:
        """Somebody who takes part, as staff read it."""
        return cls(
            ref=held.ref,
            project=held.project,
            part=str(held.part),
            shop=held.shop,
            at=held.at,
            channel=str(held.channel),
            withdrawn=held.withdrawn,
            name=held.name,
            contact=held.contact,
        )


PUBLISHER = Said()
"""Who publishes."""
