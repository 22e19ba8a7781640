"""Acts on the money of projects: expected and spent, decided again, given and paid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from tickbox_core.categories import (
    a_count,
    a_day,
    a_line,
    money,
    one_of,
)
from tickbox_core.components.projects.acts import FindProject, card
from tickbox_core.components.projects.money import GIVEN, SharedBy
from tickbox_core.components.projects.money_public import (
    PAYMENTS,
    LedgerAnswer,
    OwnersPayAnswer,
    PaymentAnswer,
    SharesAnswer,
)
from tickbox_core.components.projects.public import ProjectAnswer
from tickbox_core.components.projects.service import ProjectService
from tickbox_core.components.projects.things import STANDS, UNASSIGNED, line_number
from tickbox_core.declarations import Act, refers_to, refers_to_several
from tickbox_core.declarations.fields import a_name
from tickbox_core.model import Funding
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow import Actor
from tickbox_core.workflow.answers import Referenced
from tickbox_core.workflow.desks import ComponentDesk

SOURCES = {str(one): one.words for one in GIVEN}


@attrs.frozen
class ExpectCost:
    """What it is now expected to cost."""

    project: str = refers_to("project", "项目编号", "project")
    amount: int = money("预计费用", "expected cost")
    reason: Text = a_line("理由", "reason")


@attrs.frozen
class DecideAgain:
    """A decision that allows more: a motion that passed, or a meeting that resolved it."""

    project: str = refers_to("project", "项目编号", "project")
    amount: int = money("决定的金额", "amount decided")
    motion: str = refers_to("motion", "表决", "motion", default="")
    meeting: str = refers_to("meeting", "会议", "meeting", default="")
    words: Text = a_line("说明", "in words", default=EMPTY)


@attrs.frozen
class SpendMoney:
    """Money spent."""

    project: str = refers_to("project", "项目编号", "project")
    amount: int = money("金额", "amount")
    what: Text = a_line("用途", "what for")
    payee: Text = a_line("收款单位", "paid to", default=EMPTY)
    on: date | None = a_day("日期", "on", default=None)


@attrs.frozen(kw_only=True)
class PledgeGift:
    """Something promised; the donor is sealed, and named in public only as ``named`` says."""

    project: str = refers_to("project", "项目编号", "project")
    source: str = one_of("来源", "source", SOURCES)
    donor: str = a_name("捐助人", "donor")
    amount: int | None = money("金额", "amount", default=None)
    what: Text = a_line("实物或劳务", "what is given", default=EMPTY)
    worth: int | None = money("估值", "what it is worth", default=None)
    named: Text = a_line("公开的名称（空：匿名）", "named in public as", default=EMPTY)


@attrs.frozen
class ReceiveGift:
    """A contribution that has come."""

    project: str = refers_to("project", "项目编号", "project")
    ref: str = refers_to("gift", "捐助编号", "reference", within="project", noted=False)
    on: date | None = a_day("日期", "on", default=None)


@attrs.frozen
class WithdrawGift:
    """A contribution that will not come."""

    project: str = refers_to("project", "项目编号", "project")
    ref: str = refers_to("gift", "捐助编号", "reference", within="project", noted=False)
    reason: Text = a_line("理由", "reason")


@attrs.frozen
class RecordDues:
    """What a household has paid; sealed."""

    project: str = refers_to("project", "项目编号", "project")
    unit: str = refers_to("home", "门牌", "unit", noted=False)
    amount: int = money("金额", "amount", least=1)
    on: date | None = a_day("日期", "on", default=None)
    receipt: str = a_name("流水号或收据号", "receipt", default="")


@attrs.frozen(kw_only=True)
class NameSubsidies:
    """Which subsidies of the place come off the cost, and by how many pieces they go."""

    project: str = refers_to("project", "项目编号", "project", decides=True)
    subsidies: tuple[str, ...] = refers_to_several(
        "subsidy", "适用的补贴（不选：没有补贴）", "subsidies that apply (none: there is none)",
        within="project", noted=False, default=(),
    )  # fmt: skip
    lifts: int | None = a_count("电梯台数", "lifts", default=None)
    stops: int | None = a_count("停靠站数", "stops", default=None)


@attrs.frozen
class AssignPayment:
    """Whose a payment was that is kept apart; sealed."""

    project: str = refers_to("project", "项目编号", "project", decides=True)
    payment: str = refers_to(
        "payment", "未写明房号的收款", "payment", within="project", noted=False,
        states=(UNASSIGNED,),
    )  # fmt: skip
    unit: str = refers_to("home", "门牌", "unit", noted=False)


@attrs.frozen(kw_only=True)
class CorrectPayment:
    """A payment that was written down wrongly; what stood before is kept, superseded."""

    project: str = refers_to("project", "项目编号", "project", decides=True)
    payment: str = refers_to(
        "payment", "哪一笔", "payment", within="project", noted=False, states=(STANDS, UNASSIGNED)
    )
    unit: str = refers_to(
        "home", "正确的门牌（空：不变）", "the home that is right (empty: as it was)",
        noted=False, default="",
    )  # fmt: skip
    amount: int | None = money(
        "正确的金额（空：不变；0：没有这笔钱，或已退给付款人）",
        "the amount that is right (empty: as it was; 0: it was no payment, or went back)",
        default=None,
    )
    on: date | None = a_day(
        "正确的日期（空：不变）", "the day that is right (empty: as it was)", default=None
    )
    reason: Text = a_line("理由", "reason")


@attrs.frozen(kw_only=True)
class CollectFromHomes:
    """What households pay together, and how it is shared among them; amounts are sealed."""

    project: str = refers_to("project", "项目编号", "project")
    amount: int | None = money(
        "合计出资（空：费用减补贴）", "together (empty: the cost less the subsidies)", least=1,
        default=None,
    )  # fmt: skip
    share: str = one_of(
        "分摊办法", "how it is shared", {str(one): one.words for one in SharedBy},
        default=str(SharedBy.UNIT),
    )  # fmt: skip
    areas: tuple[str, ...] = refers_to_several(
        "area", "哪些楼栋（空：项目涉及的全部住户）", "whose homes (empty: all it concerns)",
        noted=False, default=(),
    )  # fmt: skip
    reason: Text = a_line("依据（会公布，请勿写人名）", "on what it rests; posted, so name nobody")


@attrs.frozen
class TakePaymentBack:
    """A payment that goes back to the household, or that was written down by mistake; sealed."""

    project: str = refers_to("project", "项目编号", "project")
    unit: str = refers_to("home", "门牌", "unit", noted=False)
    amount: int = money("金额", "amount", least=1)
    reason: Text = a_line("理由", "reason")
    on: date | None = a_day("日期", "on", default=None)


def _collect(desk: ComponentDesk, given: CollectFromHomes, actor: Actor) -> Any:
    desk.service(ProjectService).collect(
        given.project,
        given.amount,
        SharedBy(given.share),
        areas=given.areas,
        by=actor.name,
        reason=given.reason,
    )
    return desk.service(ProjectService).dues(given.project)


def _look_at_shares(desk: ComponentDesk, given: Mapping[str, Any]) -> SharesAnswer:
    """What each home would pay, before it is said for good."""
    amount = given.get("amount")
    return desk.service(ProjectService).shares(
        str(given["project"]),
        None if amount is None else int(amount),
        SharedBy(given.get("share") or SharedBy.UNIT),
        tuple(given.get("areas") or ()),
    )


def _look_at_subsidies(desk: ComponentDesk, given: Mapping[str, Any]) -> OwnersPayAnswer:
    """What the subsidies would leave for the owners, before it is said."""
    pieces = {"lift": given.get("lifts"), "stop": given.get("stops")}
    keys = tuple(given.get("subsidies") or ())
    return desk.service(ProjectService).owners_pay(str(given["project"]), keys, pieces)


def _assign(desk: ComponentDesk, given: AssignPayment, actor: Actor) -> Any:
    projects = desk.service(ProjectService)
    projects.assign(given.project, line_number(given.payment), given.unit, actor.name)
    return projects.dues(given.project)[given.unit]


def _correct(desk: ComponentDesk, given: CorrectPayment, actor: Actor) -> Any:
    projects = desk.service(ProjectService)
    projects.correct(
        given.project,
        line_number(given.payment),
        unit=given.unit or None,
        amount=given.amount,
        on=given.on,
        by=actor.name,
        reason=given.reason,
    )
    return projects.ledger(given.project)


def _unpay(desk: ComponentDesk, given: TakePaymentBack, actor: Actor) -> Any:
    desk.service(ProjectService).unpay(
        given.project, given.unit, given.amount, actor.name, given.reason, given.on
    )
    return desk.service(ProjectService).dues(given.project)[given.unit]


def _pledge(desk: ComponentDesk, given: PledgeGift, actor: Actor) -> Any:
    more = attrs.asdict(
        given, recurse=False, filter=attrs.filters.include("amount", "what", "worth", "named")
    )
    ref = desk.service(ProjectService).pledge(
        given.project, Funding(given.source), given.donor, **more
    )
    return Referenced(ref)


def _pay(desk: ComponentDesk, given: RecordDues, actor: Actor) -> Any:
    desk.service(ProjectService).pay(
        given.project, given.unit, given.amount, actor.name, given.on, given.receipt
    )
    return desk.service(ProjectService).dues(given.project)[given.unit]


ACTS = (
    Act(
        "project/expect",
        Text("更新预计费用", "say what it will cost"),
        ExpectCost,
        card(lambda p, g, a: p.expect(g.project, g.amount, g.reason)),
        answer=ProjectAnswer,
    ),
    Act(
        "project/decide-again",
        Text("重新决定费用", "decide the cost again"),
        DecideAgain,
        card(
            lambda p, g, a: p.decide_again(
                g.project, g.amount, motion=g.motion, meeting=g.meeting, words=g.words
            )
        ),
        answer=ProjectAnswer,
    ),
    Act(
        "project/spend",
        Text("记录支出", "record money spent"),
        SpendMoney,
        card(lambda p, g, a: p.spend(g.project, g.amount, g.what, g.payee, g.on)),
        answer=ProjectAnswer,
    ),
    Act(
        "project/pledge",
        Text("登记捐助", "take a promise of a gift"),
        PledgeGift,
        _pledge,
        answer=Referenced,
    ),
    Act(
        "project/receive",
        Text("捐助到账", "a gift has come"),
        ReceiveGift,
        card(lambda p, g, a: p.receive(g.project, g.ref, g.on)),
        answer=ProjectAnswer,
    ),
    Act(
        "project/pledge-withdrawn",
        Text("捐助撤回", "a gift is withdrawn"),
        WithdrawGift,
        card(lambda p, g, a: p.withdraw_pledge(g.project, g.ref, g.reason)),
        answer=ProjectAnswer,
    ),
    Act(
        "project/subsidies",
        Text("写明适用的补贴", "say which subsidies apply"),
        NameSubsidies,
        card(lambda p, g, a: p.claim(g.project, g.subsidies, {"lift": g.lifts, "stop": g.stops})),
        answer=ProjectAnswer,
        look=_look_at_subsidies,
        look_first=Text("补贴后由业主承担的费用", "What is left for the owners"),
    ),
    Act(
        "project/pay",
        Text("登记住户出资", "record what a household paid"),
        RecordDues,
        _pay,
        answer=PaymentAnswer,
    ),
    Act(
        "project/unpay",
        Text("退回或更正住户出资", "take a household's payment back"),
        TakePaymentBack,
        _unpay,
        answer=PaymentAnswer,
    ),
    Act(
        "project/collect",
        Text("确定住户出资", "say what households pay"),
        CollectFromHomes,
        _collect,
        answer=PAYMENTS,
        look=_look_at_shares,
        look_first=Text("各户将分摊的数额", "What each home would pay"),
    ),
    Act(
        "project/assign",
        Text("写明一笔收款是哪一户交的", "say whose a payment was"),
        AssignPayment,
        _assign,
        answer=PaymentAnswer,
        closed=Text("没有未写明房号的收款。", "There is no payment whose home is not known."),
    ),
    Act(
        "project/correct",
        Text("更正一笔住户出资", "set a payment right"),
        CorrectPayment,
        _correct,
        answer=LedgerAnswer,
        closed=Text("还没有登记过收款。", "No payment is written down yet."),
    ),
    Act(
        "project/ledger",
        Text("收款台账（仅限经办人）", "the ledger of payments, for staff alone"),
        FindProject,
        lambda desk, given, actor: desk.service(ProjectService).ledger(given.project),
        reads=True,
        answer=LedgerAnswer,
    ),
    Act(
        "project/payments",
        Text("住户出资情况", "what households have paid"),
        FindProject,
        lambda desk, given, actor: desk.service(ProjectService).dues(given.project),
        reads=True,
        answer=PAYMENTS,
    ),
)
