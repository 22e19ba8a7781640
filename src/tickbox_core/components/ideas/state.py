"""Ideas (问计于民): asked for by an item or a problem, given by anybody, each answered.

A *call* asks one question about one item or problem until a day, both ends included.  An idea that
is taken becomes an option of an item; that it came of an idea stays with the option, to the result.
What an idea says and whose it is, is sealed; residents see the words that staff post with the
answer, and a name only where its author has allowed it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

import attrs

from tickbox_core.errors import BadValue, NotListed
from tickbox_core.model._checks import frozen_mapping
from tickbox_core.model.channels import Channel
from tickbox_core.text import EMPTY, Text, as_text
from tickbox_core.workflow.entries import DiaryEntry, rejection, require_text
from tickbox_core.workflow.state import DiaryState


class AskedAbout(StrEnum):
    """What ideas are asked for."""

    ITEM = "item"
    PROBLEM = "problem"

    @property
    def words(self) -> Text:
        """It in words."""
        return _ABOUT_WORDS[self]


_ABOUT_WORDS = {
    AskedAbout.ITEM: Text("事项", "item"),
    AskedAbout.PROBLEM: Text("急难愁盼问题", "problem"),
}


class IdeaReply(StrEnum):
    """What became of an idea."""

    TAKEN_UP = "taken-up"
    KEPT = "kept"
    DECLINED = "declined"

    @property
    def words(self) -> Text:
        """The reply in words."""
        return _REPLY_WORDS[self]


_REPLY_WORDS = {
    IdeaReply.TAKEN_UP: Text("采用", "taken up"),
    IdeaReply.KEPT: Text("留作参考", "kept in mind"),
    IdeaReply.DECLINED: Text("不采用", "not taken up"),
}


@attrs.frozen
class IdeaCall:
    """A question to residents; ``about`` is ``ROUND/ITEM`` or the reference of a problem.

    ``closes`` is the last day on which ideas are taken (``None``: until it is closed), ``closed``
    the day on which staff closed it, with what came of it (``outcome``).
    """

    id: str
    matter: AskedAbout
    about: str
    question: Text
    asked: date
    closes: date | None = None
    closed: date | None = None
    outcome: Text = EMPTY

    def takes_on(self, today: date) -> bool:
        """Whether ideas are taken on a day."""
        return self.closed is None and (self.closes is None or today <= self.closes)


@attrs.frozen
class IdeaAnswered:
    """The reply to one idea: which, why in words, and when."""

    reply: IdeaReply = attrs.field(converter=IdeaReply)
    words: Text = attrs.field(converter=as_text)
    at: str = ""


@attrs.frozen
class BecameOption:
    """The option of an item that came of an idea; ``credit`` is a name its author lets be told."""

    round: str
    item: str
    option: str
    credit: str = attrs.field(default="", repr=False)


@attrs.frozen(hash=False)
class NewIdea:
    """An idea as it is given; ``named``: its author lets their name stand beside it.

    ``author`` holds what is known of the person (name, contact, unit) and may be empty;
    ``taken_by`` is who wrote it down for them.
    """

    text: str
    channel: Channel = attrs.field(default=Channel.ONLINE, converter=Channel)
    author: Mapping[str, str] = attrs.field(factory=dict, converter=frozen_mapping, repr=False)
    named: bool = False
    taken_by: str = attrs.field(default="", repr=False)


@attrs.frozen(hash=False)
class Idea:
    """An idea with all that became of it; ``text`` and ``author`` are for staff.

    ``text`` is ``None`` once erased.  ``posted`` are the words that residents see.
    """

    ref: str
    call: str
    at: str
    channel: Channel
    text: str | None = attrs.field(repr=False)
    author: Mapping[str, str] = attrs.field(converter=frozen_mapping, repr=False)
    named: bool = False
    taken_by: str = attrs.field(default="", repr=False)
    answer: IdeaAnswered | None = None
    posted: Text = EMPTY
    option: BecameOption | None = None
    withdrawn: str = ""

    @property
    def waits(self) -> bool:
        """Whether it is to be answered still."""
        return self.answer is None and not self.withdrawn

    @property
    def credit(self) -> str:
        """The name that may be told beside it, once it is taken up; empty for none."""
        taken = self.answer is not None and self.answer.reply is IdeaReply.TAKEN_UP
        if not (self.named and taken):
            return ""
        return self.author.get("name", "") or (self.option.credit if self.option else "")


class Ideas:
    """The calls of an area by id, and the ideas by reference."""

    kinds = frozenset(
        {
            "idea-call",
            "idea-call-closed",
            "idea",
            "idea-answered",
            "idea-taken",
            "idea-released",
            "idea-withdrawn",
        }
    )

    def __init__(self) -> None:
        self.calls: dict[str, IdeaCall] = {}
        self.by_ref: dict[str, Idea] = {}

    def apply(self, happened: DiaryEntry) -> None:
        """Ideas were asked for, or one was given, answered, taken, released or withdrawn."""
        _APPLIED[happened.kind](self, happened)

    def call(self, id_: str) -> IdeaCall:
        """The call of that id, or ``NotListed``."""
        try:
            return self.calls[id_]
        except KeyError:
            raise NotListed(Text("征集", "call for ideas"), id_) from None

    def idea(self, ref: str) -> Idea:
        """The idea of that reference, or ``NotListed``."""
        try:
            return self.by_ref[ref]
        except KeyError:
            raise NotListed(Text("建议", "idea"), ref) from None

    def given_to(self, call: str) -> tuple[Idea, ...]:
        """The ideas that were given to a call, the oldest first."""
        return tuple(one for one in self.by_ref.values() if one.call == call)

    def waiting(self) -> tuple[Idea, ...]:
        """Those that nobody has answered yet, the oldest first."""
        return tuple(one for one in self.by_ref.values() if one.waits)

    def of_item(self, round: str, item: str) -> tuple[Idea, ...]:
        """The ideas that became options of an item, the oldest first."""
        return tuple(
            one
            for one in self.by_ref.values()
            if one.option is not None and (one.option.round, one.option.item) == (round, item)
        )

    def _change(self, ref: str, **changes: Any) -> None:
        if ref in self.by_ref:
            self.by_ref[ref] = attrs.evolve(self.by_ref[ref], **changes)


def still_needed(state: DiaryState, ref: str, today: date) -> Text | None:
    """Why what is sealed of an idea stays: it is not answered."""
    idea = state.of(Ideas).by_ref.get(ref)
    if idea is None or not idea.waits:
        return None
    return Text(f"建议{ref}还没有答复", f"the idea {ref} is not answered")


# -- commands ----------------------------------------------------------------------------------


def ask(
    ideas: Ideas,
    id_: str,
    matter: AskedAbout,
    about: str,
    question: Text,
    closes: date | None,
    today: date,
) -> DiaryEntry:
    """Ask for ideas.

    Raises ``NotPossible`` for an id that is in use or without a question, ``BadValue`` for a last
    day that has passed.
    """
    require_text(id_, Text("编号", "the id"))
    if id_ in ideas.calls:
        raise rejection(Text(f"征集编号“{id_}”已经用过。", f"the id '{id_}' is in use."))
    require_text(question.zh, Text("问题", "the question"))
    if closes is not None and closes < today:
        raise BadValue("closes", _PASSED, Text("请填今天或以后。", "Give today or a later day."))
    facts = {
        "call": id_,
        "matter": str(matter),
        "about": about,
        "question": question.plain(),
        "on": today.isoformat(),
        "closes": "" if closes is None else closes.isoformat(),
    }
    return DiaryEntry("idea-call", facts)


def give(ideas: Ideas, ref: str, call: str, new: NewIdea, today: date) -> DiaryEntry:
    """An idea under a new reference.

    Raises ``NotPossible`` once the call is closed or its last day has passed, for one that says
    nothing, one that is to be named and has no name, and where staff wrote it down and do not say
    who.
    """
    if not ideas.call(call).takes_on(today):
        raise rejection(
            Text("这次征集已经结束。", "this call for ideas is over."),
            Text("可以另外提交心愿。", "Hand in a wish instead."),
        )
    if ref in ideas.by_ref:
        raise rejection(Text(f"建议编号“{ref}”已经用过。", f"the reference '{ref}' is in use."))
    text = require_text(new.text, Text("建议内容", "the idea"))
    if new.named:
        require_text(new.author.get("name", ""), Text("姓名", "the name"))
    if new.channel is not Channel.ONLINE:
        require_text(new.taken_by, Text("记录人", "who wrote it down"))
    facts = {"ref": ref, "call": call, "channel": str(new.channel), "named": new.named}
    sealed = {"text": text, "author": dict(new.author), "taken_by": new.taken_by}
    return DiaryEntry("idea", facts, sealed)


def answer(
    ideas: Ideas, ref: str, reply: IdeaReply, words: Text, posted: Text = EMPTY
) -> DiaryEntry:
    """Reply to an idea in words; a later reply replaces an earlier one, which stays in the diary.

    ``posted`` is what residents see of the idea.  Raises ``NotPossible`` without words, for one
    that was withdrawn, or for another reply than "taken up" to one that stands as an option.
    """
    idea = _not_withdrawn(ideas, ref)
    require_text(words.zh, Text("答复", "the reply"))
    if idea.option is not None and reply is not IdeaReply.TAKEN_UP:
        raise rejection(
            Text("这条建议已经成为选项。", "this idea stands as an option."),
            Text("请先撤下选项（idea/release）。", "Take the option off first (idea/release)."),
        )
    facts = {
        "ref": ref,
        "reply": str(reply),
        "words": words.plain(),
        "posted": posted.plain(),
    }
    return DiaryEntry("idea-answered", facts)


def take(ideas: Ideas, ref: str, round: str, item: str, option: str) -> DiaryEntry:
    """An idea became an option of an item; the name that may be told is sealed with it.

    Raises ``NotPossible`` for one that is not answered as taken up, or is an option already.
    """
    idea = _not_withdrawn(ideas, ref)
    if idea.answer is None or idea.answer.reply is not IdeaReply.TAKEN_UP:
        raise rejection(
            Text("这条建议还没有答复采用。", "this idea is not answered as taken up."),
            Text("请先答复。", "Answer it first."),
        )
    if idea.option is not None:
        held = idea.option
        raise rejection(
            Text(
                f"它已经是“{held.round}/{held.item}”的选项“{held.option}”。",
                f"it is the option '{held.option}' of '{held.round}/{held.item}' already.",
            ),
            Text("请先撤下那个选项（idea/release）。", "Take that one off first (idea/release)."),
        )
    facts = {"ref": ref, "round": round, "item": item, "option": option}
    return DiaryEntry("idea-taken", facts, {"credit": idea.credit})


def refuse_while_asked(ideas: Ideas, round: str, item: str) -> None:
    """``NotPossible`` for an item that has an idea as option, or an open call for ideas."""
    for idea in ideas.of_item(round, item):
        raise rejection(
            Text(f"建议“{idea.ref}”是它的选项。", f"the idea '{idea.ref}' is one of its options."),
            Text("请先撤下选项（idea/release）。", "Take the option off first (idea/release)."),
        )
    for call in ideas.calls.values():
        asked = call.matter is AskedAbout.ITEM and call.about == f"{round}/{item}"
        if asked and call.closed is None:
            raise rejection(
                Text(
                    f"正在为它征集建议（{call.id}）。",
                    f"residents are asked for ideas about it ({call.id}).",
                ),
                Text("请先结束征集（idea/close）。", "Close the call first (idea/close)."),
            )


def release(ideas: Ideas, ref: str, reason: Text) -> DiaryEntry:
    """An idea's option comes off its item; ``NotPossible`` where it is none, or no reason."""
    if ideas.idea(ref).option is None:
        raise rejection(Text("这条建议不是选项。", "this idea is no option."))
    require_text(reason.zh, Text("理由", "the reason"))
    return DiaryEntry("idea-released", {"ref": ref, "reason": reason.plain()})


def withdraw(ideas: Ideas, ref: str) -> DiaryEntry:
    """An idea is taken back by whoever holds its reference; nothing of it is shown from then on.

    Raises ``NotPossible`` a second time, or while it stands as an option.
    """
    if _not_withdrawn(ideas, ref).option is not None:
        raise rejection(
            Text("这条建议已经成为选项，不能撤回。", "this idea has become an option and stays."),
            Text("请联系居委会。", "Ask the residents' committee."),
        )
    return DiaryEntry("idea-withdrawn", {"ref": ref})


def close(ideas: Ideas, id_: str, outcome: Text, today: date) -> DiaryEntry:
    """A call is closed, with what came of it in words; ideas not answered yet still get theirs.

    Raises ``NotPossible`` a second time, or without words.
    """
    if ideas.call(id_).closed is not None:
        raise rejection(Text("这次征集已经关闭。", "this call is closed already."))
    require_text(outcome.zh, Text("征集结果", "what came of it"))
    facts = {"call": id_, "outcome": outcome.plain(), "on": today.isoformat()}
    return DiaryEntry("idea-call-closed", facts)


def _not_withdrawn(ideas: Ideas, ref: str) -> Idea:
    idea = ideas.idea(ref)
    if idea.withdrawn:
        raise rejection(Text("这条建议已经撤回。", "this idea was withdrawn."))
    return idea


_PASSED = Text("这一天已经过了。", "that day has passed.")

# -- what became of it -------------------------------------------------------------------------


def _apply_call(ideas: Ideas, happened: DiaryEntry) -> None:
    facts = happened.facts
    ideas.calls[facts["call"]] = IdeaCall(
        id=facts["call"],
        matter=AskedAbout(facts["matter"]),
        about=facts["about"],
        question=Text(**facts["question"]),
        asked=date.fromisoformat(facts["on"]),
        closes=date.fromisoformat(facts["closes"]) if facts["closes"] else None,
    )


def _apply_closed(ideas: Ideas, happened: DiaryEntry) -> None:
    facts = happened.facts
    if (known := ideas.calls.get(facts["call"])) is not None:
        ideas.calls[known.id] = attrs.evolve(
            known, closed=date.fromisoformat(facts["on"]), outcome=Text(**facts["outcome"])
        )


def _apply_given(ideas: Ideas, happened: DiaryEntry) -> None:
    facts = happened.facts
    ideas.by_ref[facts["ref"]] = Idea(
        ref=facts["ref"],
        call=facts["call"],
        at=happened.at,
        channel=Channel(facts["channel"]),
        text=happened.secret("text"),
        author=happened.secret("author", {}),
        named=facts["named"],
        taken_by=happened.secret("taken_by", ""),
    )


def _apply_answered(ideas: Ideas, happened: DiaryEntry) -> None:
    facts = happened.facts
    reply = IdeaAnswered(IdeaReply(facts["reply"]), Text(**facts["words"]), happened.at)
    ideas._change(facts["ref"], answer=reply, posted=Text(**facts["posted"]))


def _apply_taken(ideas: Ideas, happened: DiaryEntry) -> None:
    facts = happened.facts
    option = BecameOption(
        facts["round"], facts["item"], facts["option"], happened.secret("credit", "")
    )
    ideas._change(facts["ref"], option=option)


def _apply_released(ideas: Ideas, happened: DiaryEntry) -> None:
    ideas._change(happened.facts["ref"], option=None)


def _apply_withdrawn(ideas: Ideas, happened: DiaryEntry) -> None:
    ideas._change(happened.facts["ref"], withdrawn=happened.at)


_APPLIED = {
    "idea-call": _apply_call,
    "idea-call-closed": _apply_closed,
    "idea": _apply_given,
    "idea-answered": _apply_answered,
    "idea-taken": _apply_taken,
    "idea-released": _apply_released,
    "idea-withdrawn": _apply_withdrawn,
}
