"""Acts on lists: plan, post, open, correct, close, count, publish, conclude."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from tickbox_core.acts import planning
from tickbox_core.acts.act import Act, Actor, Role
from tickbox_core.acts.cloning import CloneRound, clone
from tickbox_core.acts.planning import APlan, APlanChanged
from tickbox_core.acts.states import BEFORE, COUNTING, DECIDED, FORMING, OPPOSED, POSTED, TICKING
from tickbox_core.acts.ties import count_round, look_at_count, publish_round
from tickbox_core.categories import (
    a_day,
    a_line,
    an_hour,
    one_of,
)
from tickbox_core.components.lists import (
    COUNTED,
    AnnualListAnswer,
    CheckAnswer,
    CorrectionAnswer,
    FindingAnswer,
    ObjectionAnswer,
    PostedAnswer,
    RoundAnswer,
    StandingAnswer,
    Wiped,
)
from tickbox_core.declarations import LEFT_OUT, ListOf, new_id, refers_to, refers_to_several
from tickbox_core.declarations.acts import Change
from tickbox_core.declarations.fields import NoFields, a_name, picture_file, prose
from tickbox_core.desk import Desk
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.answers import CODES, PictureAnswer, Referenced
from tickbox_core.workflow.deadlines import PUT_OFF_HELP, DeadlineAnswer, put_off_to
from tickbox_core.year import Feasible, ObjectionStage
from tickbox_core.year.lists import CORRECTABLE


@attrs.frozen
class ARound:
    """The id of a round."""

    round: str = refers_to("round", "轮次", "round")


@attrs.frozen
class ARoundForming:
    """The id of a round whose list is being formed."""

    round: str = refers_to("round", "轮次", "round", states=FORMING)


@attrs.frozen
class ARoundBefore:
    """The id of a round that is not open yet."""

    round: str = refers_to("round", "轮次", "round", states=BEFORE)


@attrs.frozen
class ARoundTicking:
    """The id of a round that is open."""

    round: str = refers_to("round", "轮次", "round", states=TICKING)


@attrs.frozen
class ARoundCounting:
    """The id of a round that is closed and not published."""

    round: str = refers_to("round", "轮次", "round", states=COUNTING)


@attrs.frozen
class ARoundDecided:
    """The id of a round whose result is published."""

    round: str = refers_to("round", "轮次", "round", states=DECIDED)


@attrs.frozen
class RoundCodes:
    """Slots that get a new code; none named: all that have none yet, and nobody's code dies."""

    round: str = refers_to("round", "轮次", "round")
    slots: tuple[str, ...] = refers_to_several(
        "slot", "席位", "slots", within="round", noted=False, default=()
    )
    reason: Text = a_line("补发的理由", "why anew", default=EMPTY)


@attrs.frozen
class AFinding:
    """Whether an item can be carried out."""

    round: str = refers_to("round", "轮次", "round", states=BEFORE)
    item: str = refers_to("item", "事项编号", "item id", within="round")
    feasible: str = one_of("是否可行", "feasible", {str(one): one.words for one in Feasible})
    reason: Text = a_line("理由", "reason")


@attrs.frozen
class AnItemsPicture:
    """A picture of an item, and what it shows."""

    round: str = refers_to("round", "轮次", "round", states=FORMING)
    item: str = refers_to("item", "事项编号", "item id", within="round")
    picture: bytes = picture_file("图片", "picture")
    shows: Text = a_line("图上是什么", "what it shows")


@attrs.frozen
class AKeptPicture:
    """A picture that an item has, by its digest."""

    round: str = refers_to("round", "轮次", "round", states=FORMING)
    item: str = refers_to("item", "事项编号", "item id", within="round")
    digest: str = refers_to("picture", "图片编号", "picture's digest", within="item", noted=False)


@attrs.frozen
class AWithdrawal:
    """A posted list to be taken down."""

    round: str = refers_to("round", "轮次", "round", states=POSTED)
    reason: Text = a_line("理由", "reason")


@attrs.frozen
class AnObjection:
    """An objection to a posted list, or to a result; the author is sealed."""

    round: str = refers_to("round", "轮次", "round", states=OPPOSED)
    text: str = prose("异议内容", "the objection")
    item: str = refers_to("item", "事项编号", "item id", default="", within="round")
    author: str = a_name("提出人", "author", default="")
    contact: str = a_name("联系方式", "contact", default="")


@attrs.frozen
class AnAnswer:
    """An answer to an objection; it is posted."""

    ref: str = refers_to("objection", "异议编号", "reference", noted=False)
    words: Text = a_line("答复", "answer")


@attrs.frozen
class ACorrection:
    """Words of an open list set right by two people."""

    round: str = refers_to("round", "轮次", "round", states=TICKING)
    item: str = refers_to("item", "事项编号", "item id", within="round")
    part: str = one_of(
        "更正哪一处",
        "which part",
        dict(
            zip(
                CORRECTABLE,
                (Text("标题", "title"), Text("说明", "description"), Text("地点", "place")),
                strict=True,
            )
        ),
    )
    words: Text = a_line("更正为", "the words now")
    reason: Text = a_line("理由", "reason")


@attrs.frozen(kw_only=True)
class AnOverride:
    """What is decided beside the computed result."""

    round: str = refers_to("round", "轮次", "round", states=DECIDED)
    take: tuple[str, ...] = refers_to_several(
        "item", "增加的事项", "items taken up", within="round", noted=False, default=()
    )
    leave: tuple[str, ...] = refers_to_several(
        "item", "减去的事项", "items left out", within="round", noted=False, default=()
    )
    reason: Text = a_line("理由", "reason")
    decided_by: Text = a_line("决定人", "who decides")


@attrs.frozen
class ExtendRound:
    """A later hour in the place of the announced one; the reason is posted."""

    round: str = refers_to("round", "轮次", "round", states=TICKING)
    closes: date = a_day("延到哪一天", "now until")
    reason: Text = a_line("延期理由（会公布）", "why it is put off; this is posted")
    closes_at: str = an_hour("截止钟点", "hour of closing", default="", help=PUT_OFF_HELP)


@attrs.frozen
class ATrial:
    """A trial of a list."""

    round: str = refers_to("round", "轮次", "round", states=BEFORE)
    id: str = new_id("round", "演练编号", "id of the trial")


def _drop_picture(desk: Desk, given: AKeptPicture, actor: Actor) -> Any:
    desk.drop_picture(given.round, given.item, given.digest)
    return desk.round(given.round).item(given.item).pictures


def _assess(desk: Desk, given: AFinding, actor: Actor) -> Any:
    feasible = Feasible(given.feasible)
    desk.posting.assess(given.round, given.item, feasible, given.reason, actor.name)
    return desk.posting.finding(given.round, given.item)


def _post(desk: Desk, given: ARoundForming, actor: Actor) -> Any:
    posted = desk.posting.post(given.round, whole=True)
    changed = desk.posting.to_post_again(given.round)
    return PostedAnswer(
        posted.round, posted.on, posted.until, posted.digest, changed=changed or LEFT_OUT
    )


def _withdraw(desk: Desk, given: AWithdrawal, actor: Actor) -> Any:
    desk.posting.withdraw(given.round, given.reason, actor.name)
    return RoundAnswer.of(desk.round(given.round))


def _author(given: AnObjection) -> dict[str, str]:
    known = {"name": given.author, "contact": given.contact}
    return {name: value for name, value in known.items() if value}


def _object(desk: Desk, given: AnObjection, actor: Actor) -> Any:
    stage = desk.concluding if desk.outcome(given.round) is not None else desk.posting
    ref = stage.object(given.round, given.text, item=given.item, author=_author(given))
    return Referenced(ref)


def _answer(desk: Desk, given: AnAnswer, actor: Actor) -> Any:
    desk.posting.answer(given.ref, given.words, actor.name)
    return Referenced(given.ref)


def _correct(desk: Desk, given: ACorrection, actor: Actor, second: Actor) -> Any:
    desk.posting.correct(
        given.round,
        given.item,
        given.part,
        given.words,
        given.reason,
        by=actor.name,
        second=second.name,
    )
    return desk.posting.corrections(given.round)


def _override(desk: Desk, given: AnOverride, actor: Actor, second: Actor) -> Any:
    desk.concluding.override(
        given.round,
        take=given.take,
        leave=given.leave,
        reason=given.reason,
        decided_by=given.decided_by,
        by=actor.name,
        second=second.name,
    )
    return desk.concluding.standing(given.round)


def _extend(desk: Desk, given: ExtendRound, actor: Actor, second: Actor) -> Any:
    until = put_off_to(desk.context, given.round, given.closes, given.closes_at)
    return DeadlineAnswer.of(desk.extend(given.round, until, given.reason))


def _wipe(desk: Desk, given: ARound, actor: Actor) -> Any:
    return Wiped(given.round, desk.posting.wipe(given.round))


def _objections(desk: Desk, given: ARound, actor: Actor) -> Any:
    return [one for stage in ObjectionStage for one in desk.posting.objections(given.round, stage)]


def _issue_codes(desk: Desk, given: RoundCodes, actor: Actor) -> Any:
    return desk.issue_codes(given.round, given.slots or None, given.reason)


ACTS = (
    Act(
        "round/plan",
        Text("拟定一轮", "plan a round"),
        APlan,
        planning.plan,
        answer=RoundAnswer,
    ),
    Act(
        "round/change",
        Text("修改这一轮的计划", "change the plan of a round"),
        APlanChanged,
        planning.change,
        change=Change(("round",), planning.find),
        answer=RoundAnswer,
    ),
    Act("round/clone", Text("沿用旧清单", "clone a list"), CloneRound, clone, answer=RoundAnswer),
    Act(
        "round/list",
        Text("所有轮次", "all rounds"),
        NoFields,
        planning.rounds,
        reads=True,
        also=(Role.KEYER,),
        answer=ListOf(RoundAnswer),
    ),
    Act(
        "item/assess",
        Text("可行性说明", "say whether an item is feasible"),
        AFinding,
        _assess,
        answer=FindingAnswer,
    ),
    Act(
        "item/picture",
        Text("添加图片", "put a picture to an item"),
        AnItemsPicture,
        lambda desk, given, actor: desk.add_picture(
            given.round, given.item, given.picture, given.shows
        ),
        answer=PictureAnswer,
    ),
    Act(
        "item/unpicture",
        Text("去掉图片", "take a picture off"),
        AKeptPicture,
        _drop_picture,
        answer=ListOf(PictureAnswer),
    ),
    Act(
        "round/checklist",
        Text("开放前检查", "the checklist before opening"),
        ARoundBefore,
        lambda desk, given, actor: desk.posting.checklist(given.round),
        reads=True,
        answer=ListOf(CheckAnswer),
    ),
    Act(
        "round/post",
        Text("公示清单", "post the list"),
        ARoundForming,
        _post,
        answer=PostedAnswer,
    ),
    Act(
        "round/withdraw",
        Text("撤回公示", "take a posted list down"),
        AWithdrawal,
        _withdraw,
        answer=RoundAnswer,
    ),
    Act(
        "objection/raise",
        Text("提出异议", "object"),
        AnObjection,
        _object,
        Role.ANYBODY,
        answer=Referenced,
        closed=Text(
            "现在没有处在异议期内的清单或结果。",
            "no list and no result is within its time for objections now.",
        ),
    ),
    Act(
        "objection/answer",
        Text("答复异议", "answer an objection"),
        AnAnswer,
        _answer,
        answer=Referenced,
    ),
    Act(
        "objection/list",
        Text("异议", "objections"),
        ARound,
        _objections,
        reads=True,
        answer=ListOf(ObjectionAnswer),
    ),
    Act(
        "round/rehearse",
        Text("演练", "open a trial"),
        ATrial,
        lambda desk, given, actor: RoundAnswer.of(desk.posting.rehearse(given.round, given.id)),
        answer=RoundAnswer,
    ),
    Act(
        "round/wipe",
        Text("清除演练", "wipe a trial"),
        ARound,
        _wipe,
        answer=Wiped,
        irreversible=True,
    ),
    Act(
        "round/open",
        Text("开放打钩", "open for ticking"),
        ARoundBefore,
        lambda desk, given, actor: RoundAnswer.of(desk.open(given.round, whole=True)),
        answer=RoundAnswer,
        irreversible=True,
    ),
    Act(
        "round/codes",
        Text("发放打钩码", "issue codes"),
        RoundCodes,
        _issue_codes,
        answer=CODES,
        irreversible=True,
    ),
    Act(
        "item/correct",
        Text("更正文字", "set words right"),
        ACorrection,
        _correct,
        second=True,
        answer=ListOf(CorrectionAnswer),
    ),
    Act(
        "round/extend",
        Text("打钩延期", "put the end of ticking off"),
        ExtendRound,
        _extend,
        second=True,
        answer=DeadlineAnswer,
    ),
    Act(
        "round/close",
        Text("截止", "close"),
        ARoundTicking,
        lambda desk, given, actor: RoundAnswer.of(desk.close(given.round)),
        answer=RoundAnswer,
        irreversible=True,
    ),
    Act(
        "round/count",
        Text("计票", "count"),
        ARoundCounting,
        count_round,
        reads=True,
        answer=COUNTED,
        look=look_at_count,
        look_after=True,
    ),
    Act(
        "round/publish",
        Text("公布结果", "publish the result"),
        ARoundCounting,
        publish_round,
        second=True,
        answer=COUNTED,
        look=look_at_count,
        look_after=True,
    ),
    Act(
        "result/override",
        Text("另行决定", "decide beside the result"),
        AnOverride,
        _override,
        second=True,
        answer=StandingAnswer,
        look=look_at_count,
    ),
    Act(
        "result/finalise",
        Text("确定年度清单", "fix the annual list"),
        ARoundDecided,
        lambda desk, given, actor, second: desk.concluding.finalise(
            given.round, actor.name, second.name
        ),
        second=True,
        answer=AnnualListAnswer,
        look=look_at_count,
    ),
    Act(
        "result/standing",
        Text("结果及另行决定", "the result and what stands beside it"),
        ARoundDecided,
        lambda desk, given, actor: desk.concluding.standing(given.round),
        Role.ANYBODY,
        reads=True,
        answer=StandingAnswer,
    ),
)
