"""What a round refuses in its present state."""

from __future__ import annotations

import attrs

from tickbox_core.errors.root import TickboxError
from tickbox_core.text import EMPTY, Text


@attrs.frozen
class WrongState(TickboxError):
    """A step that the round's present state does not allow."""

    round: str
    state: Text
    step: Text
    remedy: Text = EMPTY
    said = Text(
        "“{round}”现在处于“{state}”，不能{step}。{remedy}",
        "'{round}' is now {state}: it is not possible to {step}. {remedy}",
    )


@attrs.frozen
class TickingEnded(TickboxError):
    """An answer that came after the announced hour of its round, motion or judgement."""

    what: Text
    hour: Text
    said = Text(
        "“{what}”已按公告于{hour}截止，刚才这一份没有计入。",
        "'{what}' ended as announced, at {hour}: what came just now does not count.",
    )


@attrs.frozen
class NotReady(TickboxError):
    """A list that cannot open (or close) yet, with every reason."""

    round: str
    reasons: Text
    step: Text = attrs.field(default=Text("开放", "open"))
    said = Text("“{round}”还不能{step}：{reasons}", "'{round}' cannot {step} yet: {reasons}")


@attrs.frozen
class CountedOnSheet(TickboxError):
    """The slot is counted already: on a stairwell's count sheet, or by a ballot of its own."""

    round: str
    slot: str
    said = Text(
        "席位“{slot}”已经计入（打过钩，或在楼道合计表上），不能再计一次；有疑问请找居委会。",
        "the slot '{slot}' is counted already, by a ballot or on a stairwell's count sheet, and "
        "cannot count twice; ask the residents' committee.",
    )


@attrs.frozen
class AlreadyCast(TickboxError):
    """The slot already has a counted ballot and the round allows no revision."""

    round: str
    slot: str
    said = Text(
        "您的选票已经收到并计入，不能再投一次；凭回执可以查询。",
        "your ballot was already received and counts; it cannot be cast twice. "
        "Your receipt shows it.",
    )


@attrs.frozen
class KeyReused(TickboxError):
    """An idempotency key that was used before with another ballot."""

    key: str
    said = Text(
        "同一次提交带着不同的内容又来了一次；请回到第一页重新填写。",
        "the same submission came again with other content; go back to the first page and fill it "
        "in again.",
    )


@attrs.frozen
class UnknownSlot(TickboxError):
    """No such place on the roll of this round."""

    round: str
    said = Text(
        "这次打钩的名册上没有这个位置；请联系居委会。",
        "there is no such place on the roll of this round; ask the residents' committee.",
    )


@attrs.frozen
class NotListed(TickboxError):
    """Something that is not there, or not for this asker to see."""

    kind: Text
    id: str
    said = Text("没有找到{kind}“{id}”。", "there is no {kind} '{id}' here.")


@attrs.frozen
class ListTakenDown(TickboxError):
    """A list that was posted, and is being changed: since when, and why, in ``words``."""

    words: Text
    said = Text(
        "{words}改好后重新公示，届时说明改了什么。",
        "{words} Once it is changed it is posted again, and says what is different.",
    )


@attrs.frozen
class NotPossible(TickboxError):
    """A step of the year that cannot be taken as asked, and what to do instead."""

    problem: Text
    remedy: Text = EMPTY
    said = Text("{problem}{remedy}", "{problem} {remedy}")


@attrs.frozen
class ChangedMeanwhile(TickboxError):
    """What a step was made from is not there as it was: somebody else was first, theirs stands."""

    what: Text = attrs.field(default=Text("", "it"))
    said = Text(
        "刚才有人改过{what}。请看过现在的内容再改。",
        "somebody has changed {what} meanwhile. Look at how it stands now, and change it again.",
    )


@attrs.frozen
class NotAllowed(TickboxError):
    """An act that is for staff (or whoever else), asked for by somebody else."""

    act: Text
    who: Text = attrs.field(default=Text("工作人员", "staff"))
    said = Text(
        "“{act}”由{who}办理；请登录或联系居委会。",
        "'{act}' is for {who}; log in, or ask the residents' committee.",
    )


@attrs.frozen
class NotCountersigned(TickboxError):
    """An act of two people that one of them asked for alone, or that one signed twice."""

    act: Text
    problem: Text
    said = Text("“{act}”要两个人签字：{problem}", "'{act}' takes two people: {problem}")


@attrs.frozen
class TooOften(TickboxError):
    """More than so many in an hour from one address; the next is taken in so many minutes."""

    limit: int
    minutes: int
    said = Text(
        "同一个网络一小时内最多提交{limit}条，刚才这条没有记下。请{minutes}分钟后再来；"
        "着急的话请直接找居委会。",
        "At most {limit} are taken from one connection in an hour, and this one was not recorded. "
        "Come again in {minutes} min; if it is urgent, tell the residents' committee.",
    )
