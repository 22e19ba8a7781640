"""What acts on lists answer: rounds, findings, objections, counts, ties, results."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from tickbox_core.categories.kinds import Choice, Day, YesNo
from tickbox_core.counting.ballot_account import BallotAccount, ChannelCell, words_of_account
from tickbox_core.declarations import (
    COUNT,
    LEFT_OUT,
    MONEY,
    AnyJson,
    Keyed,
    ListOf,
    Moment,
    OneOf,
    Rational,
    Ref,
    Said,
    Shared,
    Typed,
    choice,
    gives,
    unseen,
    value_of,
)
from tickbox_core.model import Round, State
from tickbox_core.rules import How
from tickbox_core.text import Text
from tickbox_core.workflow.answers import AUTHOR
from tickbox_core.year import Feasible, ObjectionStage

ITEMS = ListOf(Ref("item"))
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
    """A round in short; ``plugins`` are those that it was opened with, name and version."""

    round: str = gives(Ref("round"), "轮次", "round")
    state: str = gives(choice(State), "状态", "state")
    items: tuple[str, ...] = gives(ITEMS, "事项", "items")
    plugins: tuple[str, ...] = unseen(ListOf(Typed()))
    post_again: tuple[Text, ...] = gives(
        ListOf(Said()), "公示后改了，要重新公示", "changed since it was posted: post it again",
        omitted=True,
    )  # fmt: skip

    @classmethod
    def of(cls, round: Round, post_again: tuple[Text, ...] = ()) -> RoundAnswer:
        """A round in short; ``post_again`` is what is not as it was posted, in words."""
        plugins = tuple(f"{plugin.name} {plugin.version}" for plugin in round.plugins)
        return cls(
            round.id,
            str(round.state),
            tuple(round.item_ids),
            plugins,
            post_again=post_again or LEFT_OUT,
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


# -- counts ------------------------------------------------------------------------------------


@attrs.frozen
class ChosenAnswer:
    """How many ticked one option of an item."""

    option: str = unseen(Typed())
    title: Text = gives(Said(), "方案", "option")
    ticks: int = gives(COUNT, "钩数", "ticks")
    share: Mapping[str, Any] = gives(Shared(), "比例", "share")
    leads: bool = gives(YesNo(), "领先", "leads")


@attrs.frozen
class PlacedAnswer:
    """One item's place, and why it stands there."""

    rank: int = gives(COUNT, "名次", "place")
    item: str = unseen(Ref("item"))
    title: Text = gives(Said(), "事项", "item")
    ticks: int = gives(COUNT, "钩数", "ticks")
    share: Mapping[str, Any] = gives(Shared(), "比例", "share")
    why: Text = gives(Said(), "说明", "why")
    chosen: bool = gives(YesNo(), "入选", "chosen", omitted=True)
    score: str = gives(Rational(), "得分", "score", omitted=True)
    options: tuple[ChosenAnswer, ...] = gives(
        ListOf(ChosenAnswer), "各方案", "options", omitted=True
    )


@attrs.frozen
class TieAnswer:
    """Items tied across the cut, how many of them could be chosen, and which were."""

    items: tuple[str, ...] = gives(ITEMS, "并列", "tied")
    places: int = gives(COUNT, "最多还能取几项", "how many could be taken")
    tie_break: str = unseen(Typed())
    chosen: tuple[str, ...] = gives(ITEMS, "选取", "taken")


@attrs.frozen
class SettledTie:
    """A tie that was handed back to people, as it was posted."""

    items: tuple[str, ...] = gives(ITEMS, "并列", "tied")
    places: int = gives(COUNT, "最多还能取几项", "how many could be taken")
    in_turn: bool = unseen(YesNo(), omitted=True)


@attrs.frozen
class RunOffPublished:
    """The published result of a run-off: size and root of its log, SHA-256 of its outcome."""

    round: str = gives(Ref("round"), "决选", "run-off")
    size: int = unseen(COUNT)
    root: str = unseen(Typed())
    outcome: str = unseen(Typed())


@attrs.frozen
class SettlingAnswer:
    """How two people settled the ties; ``dice`` are the throws of a lot, a digit each."""

    how: str = gives(choice(How), "处理办法", "how it was settled")
    ties: tuple[SettledTie, ...] = gives(ListOf(SettledTie), "并列", "ties")
    dice: str = gives(Typed(), "骰子点数", "throws of the dice")
    reason: Text = gives(Said(), "理由", "reason")
    taken: tuple[str, ...] = gives(ITEMS, "列入", "taken beside the count")
    run_off: RunOffPublished = gives(RunOffPublished, "决选", "run-off", omitted=True)


@attrs.frozen
class StepAnswer:
    """One step of a rule that chooses step by step; ``facts`` are the rule's own."""

    item: str = gives(Ref("item"), "事项", "item")
    why: Text = gives(Said(), "说明", "why")
    facts: Mapping[str, Any] = unseen(AnyJson())


@attrs.frozen
class MarginAnswer:
    """How stable the list is: ``ticks`` (or ``score``) more or fewer on one item change it."""

    item: str = gives(Ref("item"), "事项", "item")
    ticks: int | None = gives(COUNT, "相差钩数", "ticks between", none=True)
    more: bool = unseen(YesNo())
    why: Text = gives(Said(), "说明", "why")
    score: str = gives(Rational(), "相差得分", "score between", omitted=True)


@attrs.frozen
class AccountName(Typed):
    """A channel by which ballots came, or why some do not count; a host's own goes by its name."""

    def describe(self, plain: Any) -> Text:
        """In words."""
        return words_of_account(plain)


BY_NAME = Keyed(AccountName(), COUNT)


@attrs.frozen
class ChannelCellAnswer:
    """Ticks of the ballots that came by some channels."""

    of: tuple[str, ...] = gives(ListOf(AccountName()), "交票方式", "came by")
    ticks: int = gives(COUNT, "勾选", "ticks")
    ballots: int = gives(COUNT, "选票", "ballots")

    @property
    def words(self) -> Text:
        """The channels, and how many of their ballots."""
        return ChannelCell(self.of, self.ticks, self.ballots).words


@attrs.frozen
class ItemByChannel:
    """An item's ticks by channel, as they may be shown."""

    item: str = gives(Ref("item"), "事项", "item")
    channels: tuple[ChannelCellAnswer, ...] = gives(
        ListOf(ChannelCellAnswer), "按交票方式", "by channel"
    )


@attrs.frozen
class AccountAnswer:
    """What became of every ballot that was handed in."""

    counted: Mapping[str, int] = gives(BY_NAME, "计入", "counted")
    blank: int = gives(COUNT, "其中空白", "blank of them")
    papers: int = gives(COUNT, "交来的纸质票", "handed in on paper")
    void: Mapping[str, int] = gives(BY_NAME, "作废", "void")
    replaced: int = gives(COUNT, "被后交的替换", "replaced by a later one")
    taken_back: int = gives(COUNT, "撤回的计数单上的人", "on count sheets taken back")
    corrected: int = gives(COUNT, "录错后更正", "keyed wrongly, set right")
    items: tuple[ItemByChannel, ...] = gives(ListOf(ItemByChannel), "各事项", "by item")
    handed_in: int = gives(COUNT, "交来", "handed in", omitted=True)

    @classmethod
    def of(cls, account: BallotAccount | None) -> AccountAnswer | None:
        """As the outcome has it, with the whole that its parts add up to; ``None`` without one."""
        if account is None:
            return None
        return value_of(cls, {**account.plain(), "handed_in": account.handed_in})

    def of_item(self, item: str) -> tuple[ChannelCellAnswer, ...]:
        """An item's ticks by channel, as they may be shown; nothing where none may."""
        return next((one.channels for one in self.items if one.item == item), ())


@attrs.frozen
class OutcomeAnswer:
    """A count with everything needed to check it."""

    rule: str = unseen(Typed())
    version: str = unseen(Typed())
    plugin: str = unseen(Typed())
    parameters: Mapping[str, Any] = unseen(AnyJson())
    base: str = unseen(Typed())
    ballots: int = gives(COUNT, "有效选票", "ballots counted")
    ranking: tuple[PlacedAnswer, ...] = gives(ListOf(PlacedAnswer), "排名", "ranking")
    ties: tuple[TieAnswer, ...] = gives(ListOf(TieAnswer), "并列", "ties")
    note: Text = gives(Said(), "说明", "note")
    selected: tuple[str, ...] = gives(ITEMS, "入选", "chosen", omitted=True)
    settling: SettlingAnswer = gives(SettlingAnswer, "并列的处理", "ties settled", omitted=True)
    account: AccountAnswer = gives(
        AccountAnswer, "交来的选票去了哪里", "what became of the ballots", omitted=True
    )
    cost: int | None = gives(MONEY, "入选项目费用", "cost of the chosen", none=True, omitted=True)
    budget: int = gives(MONEY, "预算", "budget", omitted=True)
    rounds: tuple[StepAnswer, ...] = gives(ListOf(StepAnswer), "选取经过", "steps", omitted=True)
    margin: MarginAnswer | None = gives(
        MarginAnswer, "结果有多稳", "how stable it is", none=True, omitted=True
    )


@attrs.frozen
class TiedItem:
    """An item that is tied."""

    id: str = unseen(Ref("item"))
    title: Text = gives(Said(), "事项", "item")


@attrs.frozen
class OpenTie:
    """Items that are tied, and how many of them still fit at most."""

    items: tuple[TiedItem, ...] = gives(ListOf(TiedItem), "并列", "tied")
    places: int = gives(COUNT, "最多还能取几项", "how many could be taken")
    in_turn: bool = unseen(YesNo())
    words: Text = gives(Said(), "说明", "in words")


@attrs.frozen
class Way:
    """A way out of a tie."""

    how: str = unseen(choice(How))
    words: Text = gives(Said(), "办法", "way")


@attrs.frozen
class RunOffAnswer:
    """The run-off of a tie: where it stands, and whom of the tied its result has chosen."""

    round: str = gives(Ref("round"), "决选", "run-off")
    title: Text = gives(Said(), "名称", "title")
    state: str = gives(choice(State), "状态", "state")
    closes: date | None = gives(Day(), "打钩最后一天", "last day of ticking", none=True)
    until: Text = gives(Said(), "打钩到", "ticking until")
    taken: tuple[str, ...] = gives(ITEMS, "选取", "taken")
    words: Text = gives(Said(), "说明", "in words")


@attrs.frozen
class TiedAnswer:
    """A count that stops at ties and hands them back; ``posted``: when that was posted."""

    round: str = gives(Ref("round"), "轮次", "round")
    tied: bool = unseen(YesNo())
    posted: str | None = gives(Moment(), "公布时间", "posted", none=True)
    words: Text = gives(Said(), "说明", "in words")
    ties: tuple[OpenTie, ...] = gives(ListOf(OpenTie), "并列", "ties")
    ways: tuple[Way, ...] = gives(ListOf(Way), "处理办法", "ways out")
    run_off: RunOffAnswer | None = gives(RunOffAnswer, "决选", "run-off", none=True)


COUNTED = OneOf((OutcomeAnswer, TiedAnswer))
"""The count of a round, or the tie that it comes to."""


@attrs.frozen
class VoidedAnswer:
    """A round that was voided ``at``, why, and what its ballots came to: that is not in force.

    ``was`` is the state that it was voided in.
    """

    round: str = gives(Ref("round"), "轮次", "round")
    at: str = gives(Moment(), "作废时间", "voided")
    reason: Text = gives(Said(), "理由", "reason")
    was: str = unseen(choice(State))
    words: Text = gives(Said(), "说明", "in words")
    computed: OutcomeAnswer | None = gives(
        OutcomeAnswer, "计票结果（不生效）", "what the count comes to, not in force", none=True
    )
    tied: TiedAnswer | None = gives(TiedAnswer, "并列（不生效）", "tied, not in force", none=True)


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
