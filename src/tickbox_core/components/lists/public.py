"""What acts on lists answer: rounds, findings, objections, counts, ties, results."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from tickbox_core.categories.kinds import Choice, Day, YesNo
from tickbox_core.components.lists.counts import ITEMS, OutcomeAnswer
from tickbox_core.declarations import (
    COUNT,
    LEFT_OUT,
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
from tickbox_core.model import Round, State
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.answers import AUTHOR
from tickbox_core.year import Feasible, ObjectionStage

PARTS = Choice(
    {
        "title": Text("标题", "title"),
        "description": Text("说明", "description"),
        "place": Text("地点", "place"),
    }
)
"""Which words of an item can be set right."""


@attrs.frozen
class RoundAnswer:
    """A round in short; ``plugins`` are those that it was opened with, name and version.

    ``state_words`` are there while a tie is posted and not settled: its ``state`` is ``counting``.
    """

    round: str = gives(Ref("round"), "轮次", "round")
    state: str = gives(choice(State), "状态", "state")
    items: tuple[str, ...] = gives(ITEMS, "事项", "items")
    plugins: tuple[str, ...] = unseen(ListOf(Typed()))
    post_again: tuple[Text, ...] = gives(
        ListOf(Said()), "公示后改了，要重新公示", "changed since it was posted: post it again",
        omitted=True,
    )  # fmt: skip
    state_words: Text = gives(Said(), "并列", "tie", omitted=True)

    @classmethod
    def of(cls, round: Round, post_again: tuple[Text, ...] = (), tied: Text = EMPTY) -> RoundAnswer:
        """A round in short; ``post_again`` is what is not as it was posted, in words."""
        plugins = tuple(f"{plugin.name} {plugin.version}" for plugin in round.plugins)
        return cls(
            round.id,
            str(round.state),
            tuple(round.item_ids),
            plugins,
            post_again=post_again or LEFT_OUT,
            state_words=tied or LEFT_OUT,
        )


@attrs.frozen
class FindingAnswer:
    """Whether an item can be carried out, and why."""

    feasible: str = gives(choice(Feasible), "是否可行", "feasible")
    reason: Text = gives(Said(), "理由", "reason")
    at: str = gives(Moment(), "时间", "when")


@attrs.frozen
class CheckAnswer:
    """One line of the checklist before opening: ``met``, or what is to be done first."""

    key: str = unseen(Typed())
    met: bool = gives(YesNo(), "符合", "met")
    text: Text = gives(Said(), "内容", "in words")

    @staticmethod
    def in_words(plain: Mapping[str, Any]) -> Text:
        """A tick or a cross, and the words."""
        said = Text(**plain["text"])
        mark = "✓" if plain["met"] else "✗"
        return Text(f"{mark} {said.zh}", f"{mark} {said.en}")


@attrs.frozen
class PostedAnswer:
    """A list or a result as it was posted: from which day, and up to which one may object.

    ``changed`` is what of a list differs from what was posted before, in words.
    """

    round: str = gives(Ref("round"), "轮次", "round")
    on: date = gives(Day(), "公示日期", "posted on")
    until: date = gives(Day(), "公示到", "posted until")
    digest: str = unseen(Typed())
    changed: tuple[Text, ...] = gives(
        ListOf(Said()), "与上次公示不同", "different from what was posted before", omitted=True
    )


@attrs.frozen
class ObjectionAnswer:
    """An objection; its words and whose it is are for the committee, null and empty once erased."""

    ref: str = gives(Typed(), "异议编号", "reference")
    round: str = gives(Ref("round"), "轮次", "round")
    stage: str = gives(choice(ObjectionStage), "针对", "about")
    item: str = gives(Ref("item"), "事项", "item")
    at: str = gives(Moment(), "提出时间", "raised")
    text: str | None = gives(Typed(), "异议内容", "the objection", none=True)
    author: Mapping[str, str] = gives(AUTHOR, "提出人", "author")
    answer: Text = gives(Said(), "答复", "answer")
    answered_at: str = gives(Moment(), "答复时间", "answered")


@attrs.frozen
class Wiped:
    """A trial that was wiped, and how many ballots went."""

    round: str = unseen(Ref("round"))
    ballots: int = gives(COUNT, "清除的选票", "ballots wiped")


@attrs.frozen
class CorrectionAnswer:
    """Words of an open list that were set right."""

    item: str = gives(Ref("item"), "事项", "item")
    part: str = gives(PARTS, "更正哪一处", "which part")
    words: Text = gives(Said(), "更正为", "the words now")
    reason: Text = gives(Said(), "理由", "reason")
    at: str = gives(Moment(), "时间", "when")


# -- a roll of before --------------------------------------------------------------------------

CHANGES = {
    "added": Text("新增", "comes"),
    "changed": Text("变动", "changes"),
    "removed": Text("去掉", "goes"),
    "same": Text("不变", "stays"),
}
ON_A_ROLL = {"unit": Text("房屋", "home"), "person": Text("人员", "person")}
CHANGED = Keyed(Choice(CHANGES), COUNT)


@attrs.frozen
class RollRow:
    """A home or a person that a roll would bring, change or take off; for staff alone."""

    what: str = gives(Choice(CHANGES), "怎样", "what")
    of: str = gives(Choice(ON_A_ROLL), "是什么", "what it is")
    called: str = gives(Typed(), "叫什么", "what it is called")
    parts: tuple[Text, ...] = gives(ListOf(Said()), "改动", "changed")

    @staticmethod
    def in_words(plain: Mapping[str, Any]) -> Text:
        """What becomes of it, and of which of its parts."""
        what, of, called = CHANGES[plain["what"]], ON_A_ROLL[plain["of"]], plain["called"]
        parts = [Text(**one) for one in plain["parts"]]
        zh, en = "、".join(one.zh for one in parts), ", ".join(one.en for one in parts)
        more = Text(f"（{zh}）", f" ({en})") if parts else Text("", "")
        return Text(
            f"{what.zh}：{of.zh}“{called}”{more.zh}", f"{what.en}: {of.en} '{called}'{more.en}"
        )


@attrs.frozen
class OfferedRollAnswer:
    """The roll of an older round, and what it would change of the one that stands."""

    source: str = gives(Ref("round"), "来自哪一轮", "of which round")
    as_of: date = gives(Day(), "名册截至", "as of")
    homes: int = gives(COUNT, "房屋", "homes")
    people: int = gives(COUNT, "可以打钩的人", "people who may tick")
    stands: bool = gives(YesNo(), "这一轮已有名册", "there is a roll already")
    homes_changed: Mapping[str, int] = gives(CHANGED, "与现有名册相比，房屋", "homes, beside it")
    people_changed: Mapping[str, int] = gives(CHANGED, "与现有名册相比，人员", "people, beside it")
    homeless: int = gives(
        COUNT, "旧名册上没有住处、不能沿用的人", "people it holds without a home, not taken over"
    )
    barred: int = gives(
        COUNT, "当时可以、这一轮不能打钩的人", "people who could tick then and may not here"
    )
    gone: int = gives(COUNT, "楼栋已不在区域表里的房屋", "homes of buildings that are gone")
    rows: tuple[RollRow, ...] = gives(ListOf(RollRow), "逐条", "row by row")


@attrs.frozen
class RollTaken:
    """The roll that a round has now."""

    round: str = gives(Ref("round"), "轮次", "round")
    homes: int = gives(COUNT, "房屋", "homes")
    slots: int = gives(COUNT, "席位", "slots")


# -- results -----------------------------------------------------------------------------------


@attrs.frozen
class OverrideAnswer:
    """What was decided beside the computed result, by whom, and why."""

    take: tuple[str, ...] = gives(ITEMS, "增加的事项", "items taken up")
    leave: tuple[str, ...] = gives(ITEMS, "减去的事项", "items left out")
    reason: Text = gives(Said(), "理由", "reason")
    decided_by: Text = gives(Said(), "决定人", "decided by")
    at: str = gives(Moment(), "时间", "when")


@attrs.frozen
class AnnualListAnswer:
    """The annual list of a round, fixed."""

    round: str = gives(Ref("round"), "轮次", "round")
    items: tuple[str, ...] = gives(ITEMS, "年度实事项目", "annual list")
    at: str = gives(Moment(), "时间", "when")


@attrs.frozen
class StandingAnswer:
    """A computed result, and beside it what people made of it."""

    outcome: OutcomeAnswer = gives(OutcomeAnswer, "计票结果", "the count")
    published: PostedAnswer = gives(PostedAnswer, "公布", "published")
    overrides: tuple[OverrideAnswer, ...] = gives(
        ListOf(OverrideAnswer), "另行决定", "decided beside it"
    )
    chosen: tuple[str, ...] = gives(ITEMS, "现在的清单", "the list now")
    annual_list: AnnualListAnswer | None = gives(
        AnnualListAnswer, "年度清单", "annual list", none=True
    )


@attrs.frozen
class TakenOverAnswer:
    """A case of another neighbourhood that stands on a list of one's own now."""

    round: str = gives(Ref("round"), "轮次", "round")
    item: str = unseen(Ref("item"))
    title: Text = gives(Said(), "事项", "item")
