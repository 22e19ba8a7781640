"""A call for ideas, as it is posted: what is asked until when, and each idea with its answer."""

from __future__ import annotations

from typing import Any

from tickbox_core.components.ideas.public import CallAnswer, PostedIdea
from tickbox_core.components.ideas.service import IdeaService
from tickbox_core.components.ideas.state import AskedAbout, IdeaReply
from tickbox_core.declarations import NoticeKind
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.desks import ComponentDesk, area_name
from tickbox_core.workflow.notices import (
    Entries,
    EntryPiece,
    Fact,
    Facts,
    Notice,
    SectionPiece,
    WordsPiece,
    both,
    count,
    day,
    sentence,
)


def call_notice(desk: ComponentDesk, call: str, sender: Any) -> Notice:
    """The call, and the ideas that were answered; nobody's name but who has allowed it."""
    found = desk.service(IdeaService).public(call)
    return Notice(
        area=area_name(desk),
        title=Text("问计于民", "Your ideas"),
        round=found.question,
        question=_NO_VOTE,
        sections=(
            SectionPiece(EMPTY, (_facts(found),)),
            *((_outcome(found),) if found.outcome else ()),
            SectionPiece(Text("建议及答复", "Ideas and answers"), (_answer_pieces(found),)),
        ),
        foot=sender.foot(desk),
    )


def _facts(found: CallAnswer) -> Facts:
    closes = found.closed or found.closes
    return Facts(
        (
            Fact(AskedAbout(found.matter).words, found.title),
            Fact(Text("开始", "Asked on"), day(found.asked)),
            Fact(Text("最后一天", "Last day"), day(closes)),
            Fact(Text("收到建议", "Given"), count(found.received, "条", "idea")),
        )
    )


def _outcome(found: CallAnswer) -> SectionPiece:
    words = WordsPiece(sentence(both(found.outcome)), strong=True)
    return SectionPiece(Text("征集结果", "What came of it"), (words,))


def _answer_pieces(found: CallAnswer) -> Entries | WordsPiece:
    if not found.ideas:
        return WordsPiece(Text("还没有答复。", "None is answered yet."))
    return Entries(tuple(_entry(one, at) for at, one in enumerate(found.ideas, 1)))


def _entry(one: PostedIdea, number: int) -> EntryPiece:
    title = one.posted or Text("（内容未公示）", "(its words are not posted)")
    return EntryPiece(
        title=both(title),
        tag=IdeaReply(one.answer.reply).words,
        words=sentence(both(one.answer.words)),
        facts=(
            Fact(Text("提出日期", "Given on"), day(one.given)),
            Fact(Text("提出人", "Given by"), Text.of(one.by) if one.by else EMPTY),
        ),
        number=number,
    )


_NO_VOTE = Text("征集建议：不是打钩，也不是表决", "A call for ideas: neither a tick nor a vote")

NOTICES = (
    NoticeKind("ideas", Text("建议征集及答复", "a call for ideas"), "idea-call", (), call_notice),
)
