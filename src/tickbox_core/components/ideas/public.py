"""What is answered of calls for ideas and of ideas: to anybody, and to the committee."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from tickbox_core.categories.kinds import Day, YesNo
from tickbox_core.components.ideas.state import (
    AskedAbout,
    BecameOption,
    Idea,
    IdeaAnswered,
    IdeaCall,
    IdeaReply,
)
from tickbox_core.declarations import (
    COUNT,
    ListOf,
    Moment,
    Ref,
    Said,
    Typed,
    choice,
    gives,
    unseen,
)
from tickbox_core.model import Option
from tickbox_core.model.channels import Channel
from tickbox_core.model.local_time import day_of
from tickbox_core.text import Text
from tickbox_core.workflow.answers import AUTHOR
from tickbox_core.workflow.notices import day


@attrs.frozen
class IdeaTaken:
    """The reference of an idea that was given."""

    ref: str = gives(Typed(), "建议编号", "reference")
    at: str = gives(Moment(), "时间", "when")


@attrs.frozen
class IdeaReplyAnswer:
    """What was replied to an idea."""

    reply: str = gives(choice(IdeaReply), "答复", "reply")
    words: Text = gives(Said(), "答复内容", "in words")
    at: str = gives(Moment(), "时间", "when")

    @classmethod
    def of(cls, answer: IdeaAnswered) -> IdeaReplyAnswer:
        """A reply as it was given."""
        return cls(str(answer.reply), answer.words, answer.at)


@attrs.frozen
class OptionAnswer:
    """The option of an item that an idea has become."""

    round: str = gives(Ref("round"), "轮次", "round")
    item: str = gives(Ref("item"), "事项", "item")
    option: str = gives(Typed(), "选项", "option")

    @classmethod
    def of(cls, option: BecameOption) -> OptionAnswer:
        """Where it stands."""
        return cls(option.round, option.item, option.option)


@attrs.frozen
class OptionOfIdea:
    """An option that came of an idea: its author's name only where they let it be told."""

    option: str = gives(Typed(), "选项", "option")
    title: Text = gives(Said(), "选项名称", "title")
    given: date = gives(Day(), "提出日期", "given on")
    posted: Text = gives(Said(), "公示的建议内容", "the idea as posted")
    by: str = gives(Typed(), "提出人", "given by")

    @classmethod
    def of(cls, idea: Idea, title: Text) -> OptionOfIdea:
        """The trace of an option, for as long as it stands."""
        assert idea.option is not None
        given = day_of(idea.at)
        return cls(idea.option.option, title, given, idea.posted, idea.credit)


@attrs.frozen
class PostedIdea:
    """An idea as it was answered; its reference is its author's own, so it is not told."""

    given: date = gives(Day(), "提出日期", "given on")
    posted: Text = gives(Said(), "公示的建议内容", "the idea as posted")
    by: str = gives(Typed(), "提出人", "given by")
    answer: IdeaReplyAnswer = gives(IdeaReplyAnswer, "答复", "reply")
    option: OptionAnswer | None = gives(OptionAnswer, "成为选项", "became", none=True)

    @classmethod
    def of(cls, idea: Idea) -> PostedIdea:
        """One that was answered."""
        assert idea.answer is not None
        return cls(
            day_of(idea.at),
            idea.posted,
            idea.credit,
            IdeaReplyAnswer.of(idea.answer),
            None if idea.option is None else OptionAnswer.of(idea.option),
        )


@attrs.frozen
class CallAnswer:
    """A call for ideas with those that were answered, as anybody may know them.

    ``about`` is an item (``ROUND/ITEM``) or the reference of a problem; ``received`` counts the
    ideas that were given and not taken back, ``waiting`` those of them without an answer.
    """

    id: str = gives(Ref("idea-call"), "征集", "call for ideas")
    matter: str = gives(choice(AskedAbout), "关于", "about what")
    about: str = unseen(Typed())
    title: Text = gives(Said(), "关于哪一个", "about which")
    question: Text = gives(Said(), "问题", "question")
    asked: date = gives(Day(), "开始", "asked on")
    closes: date | None = gives(Day(), "最后一天", "last day", none=True)
    open: bool = gives(YesNo(), "正在征集", "takes ideas")
    closed: date | None = gives(Day(), "关闭日期", "closed on", none=True)
    outcome: Text = gives(Said(), "征集结果", "what came of it")
    received: int = gives(COUNT, "收到建议", "ideas given")
    waiting: int = gives(COUNT, "等待答复", "not answered yet")
    ideas: tuple[PostedIdea, ...] = gives(ListOf(PostedIdea), "建议及答复", "ideas and answers")

    @classmethod
    def of(cls, call: IdeaCall, title: Text, given: Iterable[Idea], today: date) -> CallAnswer:
        """A call with the title of what it is about, and what was given to it."""
        held = [one for one in given if not one.withdrawn]
        return cls(
            id=call.id,
            matter=str(call.matter),
            about=call.about,
            title=title,
            question=call.question,
            asked=call.asked,
            closes=call.closes,
            open=call.takes_on(today),
            closed=call.closed,
            outcome=call.outcome,
            received=len(held),
            waiting=sum(one.waits for one in held),
            ideas=tuple(PostedIdea.of(one) for one in held if one.answer is not None),
        )


@attrs.frozen
class FollowedIdea:
    """What became of an idea, for whoever holds its reference."""

    ref: str = gives(Typed(), "建议编号", "reference")
    at: str = gives(Moment(), "提出时间", "given")
    call: str = gives(Ref("idea-call"), "征集", "call for ideas")
    question: Text = gives(Said(), "问题", "question")
    posted: Text = gives(Said(), "公示的建议内容", "the idea as posted")
    answer: IdeaReplyAnswer | None = gives(IdeaReplyAnswer, "答复", "reply", none=True)
    option: OptionAnswer | None = gives(OptionAnswer, "成为选项", "became", none=True)
    withdrawn: bool = gives(YesNo(), "已撤回", "withdrawn")

    @classmethod
    def of(cls, idea: Idea, call: IdeaCall) -> FollowedIdea:
        """An idea and the call that it was given to."""
        return cls(
            ref=idea.ref,
            at=idea.at,
            call=call.id,
            question=call.question,
            posted=idea.posted,
            answer=None if idea.answer is None else IdeaReplyAnswer.of(idea.answer),
            option=None if idea.option is None else OptionAnswer.of(idea.option),
            withdrawn=bool(idea.withdrawn),
        )


@attrs.frozen
class IdeaAnswer:
    """An idea with all that its committee may read; ``text`` is null once it was erased."""

    ref: str = gives(Typed(), "建议编号", "reference")
    at: str = gives(Moment(), "提出时间", "given")
    call: str = gives(Ref("idea-call"), "征集", "call for ideas")
    channel: str = gives(choice(Channel), "渠道", "channel")
    text: str | None = gives(Typed(), "建议内容", "the idea", none=True)
    author: Mapping[str, str] = gives(AUTHOR, "提出人", "author")
    named: bool = gives(YesNo(), "可以公布姓名", "may be named")
    taken_by: str = gives(Typed(), "登记人", "taken by")
    answer: IdeaReplyAnswer | None = gives(IdeaReplyAnswer, "答复", "reply", none=True)
    posted: Text = gives(Said(), "公示的建议内容", "the idea as posted")
    option: OptionAnswer | None = gives(OptionAnswer, "成为选项", "became", none=True)
    withdrawn: bool = gives(YesNo(), "已撤回", "withdrawn")

    @classmethod
    def of(cls, idea: Idea) -> IdeaAnswer:
        """An idea as its committee may read it."""
        return cls(
            ref=idea.ref,
            at=idea.at,
            call=idea.call,
            channel=str(idea.channel),
            text=idea.text,
            author=idea.author,
            named=idea.named,
            taken_by=idea.taken_by,
            answer=None if idea.answer is None else IdeaReplyAnswer.of(idea.answer),
            posted=idea.posted,
            option=None if idea.option is None else OptionAnswer.of(idea.option),
            withdrawn=bool(idea.withdrawn),
        )


_FROM = Text("来自{on}的居民建议", "from a resident's idea of {on}")


def origin_in_the_plan(idea: Idea) -> Text:
    """That an option came of an idea, as it stands in the plan for good: without its author."""
    return _FROM.filled(on=day(day_of(idea.at)))


def origin_words(one: OptionOfIdea) -> Text:
    """That an option came of an idea, in a line; whose, only where they let it be told."""
    said = _FROM
    if one.by:
        said = Text("来自{by}{on}的建议", "from an idea of {by}, {on}")
    whole = said.filled(on=day(one.given), by=one.by)
    if not one.posted:
        return whole
    return Text("{whole}：{posted}", "{whole}: {posted}").filled(whole=whole, posted=one.posted)


def option_origins(
    ideas: Iterable[OptionOfIdea], options: Iterable[Option]
) -> tuple[tuple[Text, Text], ...]:
    """The options of an item that came of ideas, each with where it comes from.

    Of one that was taken over with an older list its option tells; its idea was for that list.
    """
    told = {one.option: origin_words(one) for one in ideas}
    return tuple(
        (one.title, told.get(one.id, one.origin)) for one in options if one.id in told or one.origin
    )
