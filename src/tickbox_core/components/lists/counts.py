"""What anybody may read of a count: places, ties, the account of the ballots."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from tickbox_core.categories.kinds import Day, YesNo
from tickbox_core.counting import Share
from tickbox_core.counting.ballot_account import BallotAccount, ChannelCell, words_of_account
from tickbox_core.declarations import (
    COUNT,
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
from tickbox_core.model import State
from tickbox_core.rules import How
from tickbox_core.text import Text

ITEMS = ListOf(Ref("item"))


@attrs.frozen
class ChosenAnswer:
    """How many ticked one option of an item."""

    option: str = unseen(Typed())
    title: Text = gives(Said(), "方案", "option")
    ticks: int = gives(COUNT, "钩数", "ticks")
    share: Share = gives(Shared(), "比例", "share")
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
