"""Acts of judging: opened for delivered projects, judged, closed, published."""

from __future__ import annotations

from typing import Any

import attrs

from tickbox_core.acts.act import Act, Actor, Role
from tickbox_core.acts.answers.judging import JudgementAnswer
from tickbox_core.acts.carrying import AProject
from tickbox_core.acts.collecting import CHANNELS
from tickbox_core.categories import a_line, a_table, one_of, yes_no
from tickbox_core.components.judgement import JudgedAnswer
from tickbox_core.components.paper import CODES
from tickbox_core.declarations import ListOf, new_id, refers_to, refers_to_several
from tickbox_core.declarations.fields import a_name
from tickbox_core.desk import Desk
from tickbox_core.errors import NotPossible
from tickbox_core.rules.judgement import Mark, Vote
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.answers import ReceiptAnswer
from tickbox_core.year import Channel

MARKS = {str(mark): mark.words for mark in Mark}


@attrs.frozen
class AJudgement:
    """The id of a judgement."""

    judgement: str = refers_to("judgement", "评议编号", "judgement")


@attrs.frozen
class AnOpening:
    """Delivered projects of a round, put to its electorate."""

    judgement: str = new_id("judgement", "评议编号", "id")
    round: str = refers_to("round", "轮次", "round")
    title: Text = a_line("名称", "title")
    projects: tuple[str, ...] = refers_to_several(
        "project", "项目", "projects", noted=False, least=1
    )


@attrs.frozen
class AVote:
    """What somebody says of one project."""

    project: str = refers_to("project", "项目编号", "project")
    mark: str = one_of("评价", "mark", MARKS)
    knew: bool = yes_no("评议前知道这个项目", "knew of it before", default=True)


@attrs.frozen
class Votes:
    """What the holder of a code says of projects; the same key again gets the same answer."""

    judgement: str = refers_to("judgement", "评议编号", "judgement")
    code: str = a_name("评议码", "code")
    votes: tuple[AVote, ...] = a_table("评价", "votes", AVote, least=1)
    key: str = a_name("提交编号", "key of the submission")


@attrs.frozen
class AssistedVotes:
    """What a resident says, taken by a helper before a witness."""

    judgement: str = refers_to("judgement", "评议编号", "judgement")
    slot: str = refers_to("slot", "席位", "slot", within="judgement", noted=False)
    votes: tuple[AVote, ...] = a_table("评价", "votes", AVote, least=1)
    channel: str = one_of("渠道", "channel", CHANNELS)
    witness: str = a_name("见证人", "witness")


@attrs.frozen
class Codes:
    """Slots that get a new code; none named: all that have none yet."""

    judgement: str = refers_to("judgement", "评议编号", "judgement")
    slots: tuple[str, ...] = refers_to_several(
        "slot", "席位", "slots", within="judgement", noted=False, default=()
    )
    reason: Text = a_line("补发的理由", "why anew", default=EMPTY)


def _open(desk: Desk, given: AnOpening, actor: Actor) -> Any:
    made = desk.judging.open(given.judgement, given.round, given.projects, given.title)
    return _shown(desk, made.id)


def _shown(desk: Desk, id_: str) -> JudgementAnswer:
    """A judgement as anybody may know it."""
    return JudgementAnswer.of(desk.judging.judgement(id_), desk.judging.turnout(id_))


def _votes(rows: tuple[AVote, ...]) -> dict[str, Vote]:
    return {one.project: Vote(Mark(one.mark), one.knew) for one in rows}


def _judge(desk: Desk, given: Votes, actor: Actor) -> Any:
    slot = desk.judging.slot_of_code(given.judgement, given.code)
    if slot is None:
        raise NotPossible(
            Text("评议码不对。", "the code is not right."),
            Text("请核对，或向居委会重领。", "Check it, or ask the committee for a new one."),
        )
    receipts = desk.judging.judge(given.judgement, slot, _votes(given.votes), given.key)
    return [ReceiptAnswer.of(one) for one in receipts]


def _assist(desk: Desk, given: AssistedVotes, actor: Actor) -> Any:
    receipts = desk.judging.assist(
        given.judgement,
        given.slot,
        _votes(given.votes),
        channel=Channel(given.channel),
        helper=actor.name,
        witness=given.witness,
    )
    return [ReceiptAnswer.of(one) for one in receipts]


def _close(desk: Desk, given: AJudgement, actor: Actor) -> Any:
    desk.judging.close(given.judgement)
    return _shown(desk, given.judgement)


def _publish(desk: Desk, given: AJudgement, actor: Actor, second: Actor) -> Any:
    told = desk.judging.publish(given.judgement, actor.name, second.name)
    return [JudgedAnswer.of(one) for one in told]


ACTS = (
    Act(
        "judgement/open",
        Text("开展评议", "open a judgement"),
        AnOpening,
        _open,
        answer=JudgementAnswer,
        irreversible=True,
    ),
    Act(
        "judgement/codes",
        Text("发放评议码", "issue codes"),
        Codes,
        lambda desk, given, actor: desk.judging.issue_codes(
            given.judgement, given.slots or None, given.reason, anew=False
        ),
        answer=CODES,
        irreversible=True,
    ),
    Act(
        "judgement/judge",
        Text("评议项目", "judge projects"),
        Votes,
        _judge,
        Role.ANYBODY,
        answer=ListOf(ReceiptAnswer),
    ),
    Act(
        "judgement/assist",
        Text("协助评议", "judge for a resident"),
        AssistedVotes,
        _assist,
        answer=ListOf(ReceiptAnswer),
    ),
    Act(
        "judgement/close",
        Text("评议截止", "close a judgement"),
        AJudgement,
        _close,
        answer=JudgementAnswer,
        irreversible=True,
    ),
    Act(
        "judgement/publish",
        Text("公布评议结果", "publish a judgement"),
        AJudgement,
        _publish,
        second=True,
        answer=ListOf(JudgedAnswer),
    ),
    Act(
        "judgement/show",
        Text("查看评议", "follow a judgement"),
        AJudgement,
        lambda desk, given, actor: _shown(desk, given.judgement),
        Role.ANYBODY,
        reads=True,
        answer=JudgementAnswer,
    ),
    Act(
        "judgement/of",
        Text("项目评议结果", "what was said of a project"),
        AProject,
        lambda desk, given, actor: JudgedAnswer.of(desk.judging.of_project(given.project)),
        Role.ANYBODY,
        reads=True,
        answer=JudgedAnswer,
    ),
)
