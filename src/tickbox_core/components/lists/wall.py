"""What stands on the wall of a round and of an item; nothing of it names a resident."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import attrs

from tickbox_core.categories.kinds import Day, YesNo
from tickbox_core.components.lists.counts import (
    AccountAnswer,
    ChannelCellAnswer,
    ChosenAnswer,
    SettledTie,
    TiedAnswer,
    VoidedAnswer,
)
from tickbox_core.counting import Share
from tickbox_core.declarations import (
    COUNT,
    MONEY,
    Keyed,
    ListOf,
    OrNull,
    Ref,
    Said,
    Shared,
    Typed,
    choice,
    gives,
    unseen,
    value_of,
)
from tickbox_core.model import Funding, Round, State
from tickbox_core.rules import How, TierUse
from tickbox_core.text import Text
from tickbox_core.workflow.answers import PictureAnswer
from tickbox_core.year import Feasible

FUNDING = choice(Funding)


@attrs.frozen
class ItemTitle:
    """An item by its title."""

    id: str = unseen(Ref("item"))
    title: Text = gives(Said(), "事项", "item")

    @classmethod
    def of(cls, round: Round, item: str) -> ItemTitle:
        """An item of a round."""
        return cls(item, round.item(item).title)


@attrs.frozen
class PostedDays:
    """From which day a list is posted, and up to which one may object.

    ``changed`` is what differs from what was posted before, in words.
    """

    on: date = gives(Day(), "公示日期", "posted on")
    until: date = gives(Day(), "公示到", "posted until")
    digest: str = unseen(Typed())
    changed: tuple[Text, ...] = gives(
        ListOf(Said()), "与上次公示不同", "different from what was posted before", omitted=True
    )


@attrs.frozen
class PostedFinding:
    """Whether an item can be carried out, and why, as it is posted."""

    feasible: str = unseen(choice(Feasible))
    words: Text = gives(Said(), "是否可行", "feasible")
    reason: Text = gives(Said(), "理由", "reason")


@attrs.frozen
class PostedObjection:
    """That there was an objection, to what, and the answer: neither its words nor whose it was."""

    item: ItemTitle | None = gives(ItemTitle, "事项", "item", none=True)
    on: date = gives(Day(), "提出日期", "raised")
    answer: Text | None = gives(Said(), "答复", "answer", none=True)
    answered: date | None = gives(Day(), "答复日期", "answered", none=True)


@attrs.frozen
class PostedCorrection:
    """Words of an open list that were set right."""

    item: ItemTitle = gives(ItemTitle, "事项", "item")
    words: Text = gives(Said(), "更正为", "the words now")
    reason: Text = gives(Said(), "理由", "reason")


@attrs.frozen
class TierUseAnswer:
    """What a tier could take and has taken: items, and money in fen; null: no limit."""

    tier: str = unseen(Typed())
    chosen: int = gives(COUNT, "入选项数", "items chosen")
    places: int | None = gives(COUNT, "名额", "places", none=True)
    cost: int = gives(MONEY, "费用", "cost")
    budget: int | None = gives(MONEY, "预算", "budget", none=True)
    words: Text = gives(Said(), "层级", "tier")

    @classmethod
    def of(cls, use: TierUse) -> TierUseAnswer:
        """What a tier has taken."""
        return value_of(cls, use.plain())


@attrs.frozen
class PostedSettling:
    """How two people settled the ties of a count, in words and with what was taken by title."""

    how: str = unseen(choice(How))
    ties: tuple[SettledTie, ...] = gives(ListOf(SettledTie), "并列", "ties")
    dice: str = gives(Typed(), "骰子点数", "throws of the dice")
    reason: Text = gives(Said(), "理由", "reason")
    taken: tuple[ItemTitle, ...] = gives(ListOf(ItemTitle), "列入", "taken beside the count")
    run_off: str | None = gives(Ref("round"), "决选", "run-off", none=True)
    words: Text = gives(Said(), "并列的处理", "ties settled")


@attrs.frozen
class PostedOverride:
    """What was decided beside the computed result, by whom, and why."""

    take: tuple[ItemTitle, ...] = gives(ListOf(ItemTitle), "增加的事项", "items taken up")
    leave: tuple[ItemTitle, ...] = gives(ListOf(ItemTitle), "减去的事项", "items left out")
    reason: Text = gives(Said(), "理由", "reason")
    decided_by: Text = gives(Said(), "决定人", "decided by")
    on: date = gives(Day(), "日期", "on")


@attrs.frozen
class AnnualItem:
    """An item of an annual list, and the project that carries it out."""

    id: str = unseen(Ref("item"))
    title: Text = gives(Said(), "事项", "item")
    project: str | None = gives(Ref("project"), "项目", "project", none=True)


@attrs.frozen
class AnnualOnWall:
    """An annual list, fixed."""

    on: date = gives(Day(), "日期", "on")
    items: tuple[AnnualItem, ...] = gives(ListOf(AnnualItem), "年度实事项目", "annual list")


@attrs.frozen
class ResultOnWall:
    """From the published result to the annual list."""

    on: date = gives(Day(), "公布日期", "published on")
    until: date = gives(Day(), "公示到", "posted until")
    tiers: tuple[TierUseAnswer, ...] = gives(ListOf(TierUseAnswer), "各层级", "tiers")
    objections: tuple[PostedObjection, ...] = gives(ListOf(PostedObjection), "异议", "objections")
    settling: PostedSettling | None = gives(PostedSettling, "并列的处理", "ties settled", none=True)
    overrides: tuple[PostedOverride, ...] = gives(
        ListOf(PostedOverride), "另行决定", "decided beside it"
    )
    annual_list: AnnualOnWall | None = gives(AnnualOnWall, "年度清单", "annual list", none=True)
    account: AccountAnswer | None = gives(
        AccountAnswer, "交来的选票去了哪里", "what became of the ballots", none=True
    )


@attrs.frozen
class RoundOnWall:
    """A round's posting, its objections with answers, and what people made of its result.

    ``findings`` by item, null for one of which nothing was found yet.  ``settles`` is the round
    whose tie this one, a run-off, decides.
    """

    id: str = unseen(Ref("round"))
    area: str = gives(Ref("area"), "居民区", "neighbourhood")
    title: Text = gives(Said(), "轮次", "round")
    state: str = unseen(choice(State))
    state_words: Text = gives(Said(), "状态", "state")
    ending: Text | None = gives(Said(), "截止时间", "until when", none=True)
    settles: str | None = gives(Ref("round"), "为哪一轮的并列", "of whose tie", none=True)
    settles_words: Text | None = gives(Said(), "决选", "run-off", none=True)
    tied: TiedAnswer | None = gives(TiedAnswer, "并列", "tied", none=True)
    void: VoidedAnswer | None = gives(VoidedAnswer, "作废", "voided", none=True)
    posted: PostedDays | None = gives(PostedDays, "公示", "posted", none=True)
    findings: Mapping[str, PostedFinding | None] = gives(
        Keyed(Ref("item"), OrNull(PostedFinding)), "可行性说明", "findings"
    )
    objections: tuple[PostedObjection, ...] = gives(ListOf(PostedObjection), "异议", "objections")
    corrections: tuple[PostedCorrection, ...] = gives(
        ListOf(PostedCorrection), "更正", "corrections"
    )
    result: ResultOnWall | None = gives(ResultOnWall, "结果", "result", none=True)


# -- an item -----------------------------------------------------------------------------------


@attrs.frozen
class PostedWish:
    """A wish as staff posted it; its reference is its author's own, so it is not told."""

    on: date = gives(Day(), "提交日期", "handed in")
    posted: Text | None = gives(Said(), "公示的心愿内容", "the wish as posted", none=True)
    answer: Text | None = gives(Said(), "答复", "reply", none=True)
    photos: tuple[PictureAnswer, ...] = gives(ListOf(PictureAnswer), "照片", "photographs")


@attrs.frozen
class PlaceOfItem:
    """Where an item stands in a published result; null where the count only ranks."""

    rank: int = gives(COUNT, "名次", "place")
    chosen: bool | None = gives(YesNo(), "入选", "chosen", none=True)
    taken: bool = unseen(YesNo())
    run_off: bool = unseen(YesNo())
    stands: bool | None = gives(YesNo(), "现在在清单上", "on the list now", none=True)
    share: Share = gives(Shared(), "比例", "share")
    why: Text = gives(Said(), "说明", "why")
    options: tuple[ChosenAnswer, ...] = gives(ListOf(ChosenAnswer), "各方案", "options")
    channels: tuple[ChannelCellAnswer, ...] = gives(
        ListOf(ChannelCellAnswer), "按交票方式", "by channel"
    )
