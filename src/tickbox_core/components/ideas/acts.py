"""Acts on ideas: asked for, given, followed, answered, taken as an option, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from tickbox_core.categories import a_day, a_line, money, one_of, yes_no
from tickbox_core.components.ideas.public import (
    CallAnswer,
    FollowedIdea,
    IdeaAnswer,
    IdeaTaken,
)
from tickbox_core.components.ideas.service import IdeaService
from tickbox_core.components.ideas.state import AskedAbout, IdeaReply, NewIdea
from tickbox_core.components.ideas.things import ANSWERED, AS_OPTION, OPEN, TO_ANSWER
from tickbox_core.declarations import Act, ListOf, Role, new_id, refers_to
from tickbox_core.declarations.acts import Change, Standing
from tickbox_core.declarations.fields import NoFields, a_name, prose
from tickbox_core.errors import NotPossible, TickboxError
from tickbox_core.model import Option
from tickbox_core.model.channels import TYPED, Channel
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow import Actor
from tickbox_core.workflow.changing import clearing, plain_of_thing
from tickbox_core.workflow.desks import ComponentDesk

CHANNELS = {str(channel): channel.words for channel in Channel}
ALSO = {word: str(channel) for channel, words in TYPED.items() for word in words.split()}


@attrs.frozen
class AskForIdeas:
    """A question to residents, about an item or a problem."""

    call: str = new_id("idea-call", "征集编号", "id")
    question: Text = a_line("向居民征集什么", "what residents are asked")
    item: str = refers_to(
        "item-of-round", "事项（轮次/编号）", "item (ROUND/ITEM)", noted=False, default=""
    )
    problem: str = refers_to("problem", "或急难愁盼问题", "or problem", noted=False, default="")
    closes: date | None = a_day("最后一天", "last day", default=None)


@attrs.frozen
class FindCall:
    """The id of a call for ideas."""

    call: str = refers_to("idea-call", "征集编号", "call for ideas")


@attrs.frozen
class CloseCall:
    """A call that ends, and what came of it; posted, and names nobody."""

    call: str = refers_to("idea-call", "征集编号", "call for ideas", states=OPEN)
    outcome: Text = a_line("征集结果（公示用）", "what came of it, to be posted")


@attrs.frozen
class GiveIdea:
    """An idea, in its author's words; ``author`` and ``contact`` are sealed."""

    call: str = refers_to("idea-call", "征集编号", "call for ideas", states=OPEN)
    text: str = prose("建议内容", "the idea")
    channel: str = one_of("渠道", "channel", CHANNELS, also=ALSO, default="online")
    author: str = a_name("提出人", "author", default="")
    contact: str = a_name("联系方式", "contact", default="")
    unit: str = a_name("门牌", "unit", default="")
    named: bool = yes_no("可以公布我的姓名", "my name may be told", default=False)


@attrs.frozen
class FindIdea:
    """The reference of an idea."""

    ref: str = refers_to("idea", "建议编号", "reference", noted=False)


@attrs.frozen
class AnswerIdea:
    """A reply to an idea."""

    ref: str = refers_to(
        "idea", "建议编号", "reference", noted=False, decides=True, states=TO_ANSWER
    )
    reply: str = one_of("答复", "reply", {str(reply): reply.words for reply in IdeaReply})
    words: Text = a_line("答复内容", "in words")
    posted: Text = a_line("公示的建议内容", "the idea as posted", default=EMPTY)
    unset: tuple[str, ...] = clearing()


@attrs.frozen
class TakeIdea:
    """An idea that becomes an option of an item whose list is being formed."""

    ref: str = refers_to("idea", "建议编号", "reference", noted=False, states=ANSWERED)
    option: str = a_name("选项编号", "option id")
    title: Text = a_line("选项名称", "title of the option")
    cost: int | None = money("费用", "cost", default=None)
    item: str = refers_to(
        "item-of-round", "事项（轮次/编号）", "item (ROUND/ITEM)", noted=False, default=""
    )


@attrs.frozen
class ReleaseIdea:
    """An idea's option that comes off its item."""

    ref: str = refers_to("idea", "建议编号", "reference", noted=False, states=AS_OPTION)
    reason: Text = a_line("理由", "reason")


_INSIDE = (Role.STAFF, Role.TOWN, Role.KEYER)


def _ask(desk: ComponentDesk, given: AskForIdeas, actor: Actor) -> Any:
    if bool(given.item) == bool(given.problem):
        raise NotPossible(
            Text("请写明关于一个事项或一个问题。", "it is about one item or one problem."),
            Text("二者选一。", "Name one of the two."),
        )
    matter = AskedAbout.ITEM if given.item else AskedAbout.PROBLEM
    service = desk.service(IdeaService)
    service.ask(given.call, matter, given.item or given.problem, given.question, given.closes)
    return service.public(given.call)


def _close(desk: ComponentDesk, given: CloseCall, actor: Actor) -> Any:
    desk.service(IdeaService).close(given.call, given.outcome)
    return desk.service(IdeaService).public(given.call)


def _give(desk: ComponentDesk, given: GiveIdea, actor: Actor) -> Any:
    known = {"name": given.author, "contact": given.contact, "unit": given.unit}
    new = NewIdea(
        text=given.text,
        channel=Channel(given.channel) if actor.role in _INSIDE else Channel.ONLINE,
        author={name: value for name, value in known.items() if value},
        named=given.named,
        taken_by=actor.name,
    )
    made = desk.service(IdeaService).give(given.call, new)
    return IdeaTaken(made.ref, made.at)


def _reply_there(desk: ComponentDesk, named: Mapping[str, Any]) -> Standing | None:
    try:
        idea = desk.service(IdeaService).idea(named["ref"])
    except TickboxError:
        return None  # answering it says what is wrong
    if idea.answer is None:
        return None
    said = idea.answer
    values = {"ref": named["ref"], "reply": str(said.reply), "words": said.words}
    return Standing(plain_of_thing(AnswerIdea, {**values, "posted": idea.posted}), idea)


def _answer(desk: ComponentDesk, given: AnswerIdea, actor: Actor, standing: Standing | None) -> Any:
    service = desk.service(IdeaService)
    service.answer(given.ref, IdeaReply(given.reply), given.words, given.posted)
    return service.follow(given.ref)


def _take(desk: ComponentDesk, given: TakeIdea, actor: Actor) -> Any:
    service = desk.service(IdeaService)
    service.take(given.ref, Option(given.option, given.title, given.cost), given.item)
    return service.follow(given.ref)


def _release(desk: ComponentDesk, given: ReleaseIdea, actor: Actor) -> Any:
    desk.service(IdeaService).release(given.ref, given.reason)
    return desk.service(IdeaService).follow(given.ref)


def _withdraw(desk: ComponentDesk, given: FindIdea, actor: Actor) -> Any:
    desk.service(IdeaService).withdraw(given.ref)
    return desk.service(IdeaService).follow(given.ref)


def _waiting(desk: ComponentDesk, given: NoFields, actor: Actor) -> Any:
    return [IdeaAnswer.of(one) for one in desk.service(IdeaService).waiting()]


def _all(desk: ComponentDesk, given: NoFields, actor: Actor) -> Any:
    return [IdeaAnswer.of(one) for one in desk.service(IdeaService).ideas()]


ACTS = (
    Act("idea/ask", Text("征集建议", "ask for ideas"), AskForIdeas, _ask, answer=CallAnswer),
    Act(
        "idea/give", Text("提建议", "give an idea"), GiveIdea, _give, Role.ANYBODY, answer=IdeaTaken
    ),
    Act(
        "idea/follow",
        Text("查询建议", "follow an idea"),
        FindIdea,
        lambda desk, given, actor: desk.service(IdeaService).follow(given.ref),
        Role.ANYBODY,
        reads=True,
        answer=FollowedIdea,
    ),
    Act(
        "idea/withdraw",
        Text("撤回建议", "take an idea back"),
        FindIdea,
        _withdraw,
        Role.ANYBODY,
        irreversible=True,
        answer=FollowedIdea,
    ),
    Act(
        "idea/waiting",
        Text("待答复的建议", "ideas that wait for a reply"),
        NoFields,
        _waiting,
        reads=True,
        answer=ListOf(IdeaAnswer),
    ),
    Act(
        "idea/all",
        Text("全部建议", "all ideas"),
        NoFields,
        _all,
        reads=True,
        answer=ListOf(IdeaAnswer),
    ),
    Act(
        "idea/answer",
        Text("答复建议", "answer an idea"),
        AnswerIdea,
        _answer,
        change=Change(("ref",), _reply_there),
        answer=FollowedIdea,
    ),
    Act(
        "idea/take",
        Text("建议列为选项", "make an idea an option"),
        TakeIdea,
        _take,
        answer=FollowedIdea,
    ),
    Act(
        "idea/release",
        Text("撤下建议的选项", "take an idea's option off"),
        ReleaseIdea,
        _release,
        answer=FollowedIdea,
    ),
    Act(
        "idea/close",
        Text("结束征集", "close a call for ideas"),
        CloseCall,
        _close,
        irreversible=True,
        answer=CallAnswer,
    ),
    Act(
        "idea/calls",
        Text("建议征集", "calls for ideas"),
        NoFields,
        lambda desk, given, actor: desk.service(IdeaService).all_public(),
        Role.ANYBODY,
        reads=True,
        answer=ListOf(CallAnswer),
    ),
    Act(
        "idea/show",
        Text("查看征集", "follow a call for ideas"),
        FindCall,
        lambda desk, given, actor: desk.service(IdeaService).public(given.call),
        Role.ANYBODY,
        reads=True,
        answer=CallAnswer,
    ),
)
