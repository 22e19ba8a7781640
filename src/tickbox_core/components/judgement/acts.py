"""Acts of judging: opened for delivered projects, judged, closed, published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from tickbox_core.categories import a_count, a_day, a_line, a_table, an_hour, one_of, yes_no
from tickbox_core.components.judgement.marks import Phase
from tickbox_core.components.judgement.public import (
    AnnouncedAnswer,
    JudgedAnswer,
    JudgedVoid,
    JudgementAnswer,
    VoidedJudgementAnswer,
)
from tickbox_core.components.judgement.service import JudgementService
from tickbox_core.components.judgement.things import ANNOUNCED
from tickbox_core.declarations import Act, ListOf, Role, new_id, refers_to, refers_to_several
from tickbox_core.declarations.fields import NoFields, a_name
from tickbox_core.errors import NotPossible
from tickbox_core.model.channels import Channel
from tickbox_core.rules.judgement import Mark, Vote
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow import Actor
from tickbox_core.workflow.answers import CODES, ReceiptAnswer
from tickbox_core.workflow.deadlines import (
    END_HELP,
    PUT_OFF_HELP,
    Announced,
    DeadlineAnswer,
    end_of,
    put_off_to,
)
from tickbox_core.workflow.desks import ComponentDesk

CHANNELS = {str(channel): channel.words for channel in Channel}
MARKS = {str(mark): mark.words for mark in Mark}


@attrs.frozen
class FindJudgement:
    """The id of a judgement."""

    judgement: str = refers_to("judgement", "评议编号", "judgement")


@attrs.frozen
class PublishJudgement:
    """A closed judgement that is posted, also where nobody judged."""

    judgement: str = refers_to("judgement", "评议编号", "judgement", states=(str(Phase.CLOSED),))
    unjudged: bool = yes_no(
        "没有人评议，仍然公布",
        "publish although nobody judged",
        default=False,
        help=Text("只在没有人参加评议时选“是”。", "Only needed where nobody judged."),
    )


@attrs.frozen
class VoidJudgement:
    """A judgement that is not to hold, and why: the reason is posted."""

    judgement: str = refers_to(
        "judgement", "评议编号", "judgement", states=(str(Phase.OPEN), str(Phase.CLOSED))
    )
    reason: Text = a_line(
        "作废理由（会公布，请勿写人名）", "why it is voided; this is posted, so name nobody"
    )


@attrs.frozen
class FindJudgedProject:
    """The id of a project."""

    project: str = refers_to("project", "项目编号", "project")


@attrs.frozen
class OpenJudgement:
    """Delivered projects of a round, put to its electorate."""

    judgement: str = new_id("judgement", "评议编号", "id")
    round: str = refers_to("round", "轮次", "round")
    title: Text = a_line("名称", "title")
    projects: tuple[str, ...] = refers_to_several(
        "project", "项目", "projects", noted=False, least=1
    )
    closes: date | None = a_day("评议最后一天", "last day of judging", default=None)
    closes_at: str = an_hour("截止钟点", "hour of closing", default="", help=END_HELP)
    extensions: int = a_count("最多延期几次", "may be put off how often", default=0)
    extension_days: int = a_count("每次最多延几天", "by how many days each time", default=0)


@attrs.frozen
class AnnounceJudgement:
    """Delivered projects of a round, put to its electorate by itself at an hour."""

    judgement: str = new_id("judgement", "评议编号", "id")
    round: str = refers_to("round", "轮次", "round")
    title: Text = a_line("名称", "title")
    projects: tuple[str, ...] = refers_to_several(
        "project", "项目", "projects", noted=False, least=1
    )
    opens: date = a_day("自动开始的日期", "opens by itself on")
    opens_at: str = an_hour("自动开始的钟点", "hour of opening", default="")
    closes: date | None = a_day("评议最后一天", "last day of judging", default=None)
    closes_at: str = an_hour("截止钟点", "hour of closing", default="", help=END_HELP)
    extensions: int = a_count("最多延期几次", "may be put off how often", default=0)
    extension_days: int = a_count("每次最多延几天", "by how many days each time", default=0)


@attrs.frozen
class CallOffJudgement:
    """A judgement that is announced and is not to open."""

    judgement: str = refers_to("judgement", "评议编号", "judgement", states=(ANNOUNCED,))
    reason: Text = a_line(
        "取消理由（会公布，请勿写人名）", "why it is called off; this is posted, so name nobody"
    )


@attrs.frozen
class ExtendJudgement:
    """A later hour in the place of the announced one; the reason is posted."""

    judgement: str = refers_to("judgement", "评议编号", "judgement", states=(str(Phase.OPEN),))
    closes: date = a_day("延到哪一天", "now until")
    reason: Text = a_line("延期理由（会公布）", "why it is put off; this is posted")
    closes_at: str = an_hour("截止钟点", "hour of closing", default="", help=PUT_OFF_HELP)


@attrs.frozen
class GiveMark:
    """What somebody says of one project."""

    project: str = refers_to("project", "项目编号", "project")
    mark: str = one_of("评价", "mark", MARKS)
    knew: bool = yes_no("评议前知道这个项目", "knew of it before", default=True)


@attrs.frozen
class JudgeProjects:
    """What the holder of a code says of projects; the same key again gets the same answer."""

    judgement: str = refers_to("judgement", "评议编号", "judgement")
    code: str = a_name("评议码", "code")
    votes: tuple[GiveMark, ...] = a_table("评价", "votes", GiveMark, least=1)
    key: str = a_name("提交编号", "key of the submission")


@attrs.frozen
class AssistJudging:
    """What a resident says, taken by a helper before a witness."""

    judgement: str = refers_to("judgement", "评议编号", "judgement")
    slot: str = refers_to("slot", "席位", "slot", within="judgement", noted=False)
    votes: tuple[GiveMark, ...] = a_table("评价", "votes", GiveMark, least=1)
    channel: str = one_of("渠道", "channel", CHANNELS)
    witness: str = a_name("见证人", "witness")


@attrs.frozen
class IssueJudgementCodes:
    """Slots that get a new code; none named: all that have none yet."""

    judgement: str = refers_to("judgement", "评议编号", "judgement")
    slots: tuple[str, ...] = refers_to_several(
        "slot", "席位", "slots", within="judgement", noted=False, default=()
    )
    reason: Text = a_line("补发的理由", "why anew", default=EMPTY)


def _open(desk: ComponentDesk, given: OpenJudgement, actor: Actor) -> Any:
    service = desk.service(JudgementService)
    announced = Announced(given.closes, given.closes_at, given.extensions, given.extension_days)
    made = service.open(given.judgement, given.round, given.projects, given.title, announced)
    return _public_judgement(service, made.id)


def _announce(desk: ComponentDesk, given: AnnounceJudgement, actor: Actor) -> Any:
    announced = Announced(given.closes, given.closes_at, given.extensions, given.extension_days)
    at = end_of(desk.context, given.opens, given.opens_at or "00:00")
    return AnnouncedAnswer.of(
        desk.service(JudgementService).announce(
            given.judgement, given.round, given.projects, given.title, at, announced
        )
    )


def _announced(desk: ComponentDesk, given: NoFields, actor: Actor) -> Any:
    service = desk.service(JudgementService)
    return [AnnouncedAnswer.of(one) for one in (*service.announced(), *service.called_off())]


def _call_off(desk: ComponentDesk, given: CallOffJudgement, actor: Actor) -> Any:
    service = desk.service(JudgementService)
    service.call_off(given.judgement, given.reason)
    return AnnouncedAnswer.of(service.called_off()[0])


def _extend(desk: ComponentDesk, given: ExtendJudgement, actor: Actor, second: Actor) -> Any:
    until = put_off_to(desk.context, given.judgement, given.closes, given.closes_at)
    moved = desk.service(JudgementService).extend(given.judgement, until, given.reason)
    return DeadlineAnswer.of(moved)


def _public_judgement(service: JudgementService, id_: str) -> JudgementAnswer:
    """A judgement as anybody may know it."""
    return JudgementAnswer.of(service.judgement(id_), service.turnout(id_))


def _issue_codes(desk: ComponentDesk, given: IssueJudgementCodes, actor: Actor) -> Any:
    return desk.service(JudgementService).issue_codes(
        given.judgement, given.slots or None, given.reason, anew=False
    )


def _votes(rows: tuple[GiveMark, ...]) -> dict[str, Vote]:
    return {one.project: Vote(Mark(one.mark), one.knew) for one in rows}


def _judge(desk: ComponentDesk, given: JudgeProjects, actor: Actor) -> Any:
    service = desk.service(JudgementService)
    slot = service.slot_of_code(given.judgement, given.code)
    if slot is None:
        raise NotPossible(
            Text("评议码不对。", "the code is not right."),
            Text("请核对，或向居委会重领。", "Check it, or ask the committee for a new one."),
        )
    receipts = service.judge(given.judgement, slot, _votes(given.votes), given.key)
    return [ReceiptAnswer.of(one) for one in receipts]


def _assist(desk: ComponentDesk, given: AssistJudging, actor: Actor) -> Any:
    receipts = desk.service(JudgementService).assist(
        given.judgement,
        given.slot,
        _votes(given.votes),
        channel=Channel(given.channel),
        helper=actor.name,
        witness=given.witness,
    )
    return [ReceiptAnswer.of(one) for one in receipts]


def _close(desk: ComponentDesk, given: FindJudgement, actor: Actor) -> Any:
    service = desk.service(JudgementService)
    service.close(given.judgement)
    return _public_judgement(service, given.judgement)


def _publish(desk: ComponentDesk, given: PublishJudgement, actor: Actor, second: Actor) -> Any:
    service = desk.service(JudgementService)
    names = (actor.name, second.name)
    found = service.publish(given.judgement, *names, unjudged=given.unjudged)
    return [JudgedAnswer.of(one) for one in found]


def _show(desk: ComponentDesk, given: FindJudgement, actor: Actor) -> Any:
    return _public_judgement(desk.service(JudgementService), given.judgement)


def _show_judged(desk: ComponentDesk, given: FindJudgedProject, actor: Actor) -> Any:
    return JudgedAnswer.of(desk.service(JudgementService).of_project(given.project))


def _void(desk: ComponentDesk, given: VoidJudgement, actor: Actor, second: Actor) -> Any:
    service = desk.service(JudgementService)
    found = service.void(given.judgement, given.reason, by=actor.name, second=second.name)
    return VoidedJudgementAnswer.of(found)


def _look_at_void(desk: ComponentDesk, given: Mapping[str, Any]) -> Any:
    """What would be posted beside the reason, by project; nothing before closing."""
    id_, service = str(given["judgement"]), desk.service(JudgementService)
    closed = service.judgement(id_).phase is Phase.CLOSED
    return tuple(map(JudgedVoid.of, service.count(id_))) if closed else None


ACTS = (
    Act(
        "judgement/open",
        Text("开展评议", "open a judgement"),
        OpenJudgement,
        _open,
        answer=JudgementAnswer,
        irreversible=True,
    ),
    Act(
        "judgement/announce",
        Text("预告评议", "announce a judgement"),
        AnnounceJudgement,
        _announce,
        answer=AnnouncedAnswer,
    ),
    Act(
        "judgement/call-off",
        Text("取消预告的评议", "call an announced judgement off"),
        CallOffJudgement,
        _call_off,
        answer=AnnouncedAnswer,
    ),
    Act(
        "judgement/announced",
        Text("预告和取消的评议", "announced judgements, and those called off"),
        NoFields,
        _announced,
        Role.ANYBODY,
        reads=True,
        answer=ListOf(AnnouncedAnswer),
    ),
    Act(
        "judgement/codes",
        Text("发放评议码", "issue codes"),
        IssueJudgementCodes,
        _issue_codes,
        answer=CODES,
        irreversible=True,
    ),
    Act(
        "judgement/judge",
        Text("评议项目", "judge projects"),
        JudgeProjects,
        _judge,
        Role.ANYBODY,
        answer=ListOf(ReceiptAnswer),
    ),
    Act(
        "judgement/assist",
        Text("协助评议", "judge for a resident"),
        AssistJudging,
        _assist,
        answer=ListOf(ReceiptAnswer),
    ),
    Act(
        "judgement/extend",
        Text("评议延期", "put the end of judging off"),
        ExtendJudgement,
        _extend,
        second=True,
        answer=DeadlineAnswer,
    ),
    Act(
        "judgement/close",
        Text("评议截止", "close a judgement"),
        FindJudgement,
        _close,
        answer=JudgementAnswer,
        irreversible=True,
    ),
    Act(
        "judgement/publish",
        Text("公布评议结果", "publish a judgement"),
        PublishJudgement,
        _publish,
        second=True,
        answer=ListOf(JudgedAnswer),
    ),
    Act(
        "judgement/void",
        Text("作废评议", "void a judgement"),
        VoidJudgement,
        _void,
        second=True,
        irreversible=True,
        answer=VoidedJudgementAnswer,
        look=_look_at_void,
    ),
    Act(
        "judgement/show",
        Text("查看评议", "follow a judgement"),
        FindJudgement,
        _show,
        Role.ANYBODY,
        reads=True,
        answer=JudgementAnswer,
    ),
    Act(
        "judgement/of",
        Text("项目评议结果", "what was said of a project"),
        FindJudgedProject,
        _show_judged,
        Role.ANYBODY,
        reads=True,
        answer=JudgedAnswer,
    ),
)
