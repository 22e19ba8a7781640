"""What stands on the wall of a motion, and what its page asks and offers."""

from __future__ import annotations

from datetime import date

import attrs

from tickbox_core.categories.kinds import Day, YesNo
from tickbox_core.components.motions.checking import DrawingAnswer
from tickbox_core.components.motions.correcting import (
    CorrectionsCount,
    OwnCorrection,
    OwnHome,
    OwnWhole,
)
from tickbox_core.components.motions.law import RuleOfEstate
from tickbox_core.components.motions.poll import PollState
from tickbox_core.components.motions.public import (
    SIDE,
    BarsAnswer,
    DecisionAnswer,
    PreliminaryAnswer,
    PromotedFrom,
    VoidedMotionAnswer,
)
from tickbox_core.declarations import COUNT, ListOf, Ref, Said, Typed, choice, gives, unseen
from tickbox_core.model import Question
from tickbox_core.rules.motions import (
    ABSTAIN,
    NO,
    SPOILED,
    WITH_MAJORITY,
    YES,
    Motion,
    Result,
)
from tickbox_core.rules.motions.decision import SILENT, seated_words
from tickbox_core.rules.motions.elections import SeatsFilled
from tickbox_core.text import Text, join_texts


@attrs.frozen(kw_only=True)
class MotionOnWall:
    """A motion's kind, its days, its bars, and once it is published what came of it.

    ``decision`` is final; what is posted before stands as ``preliminary``, and stays beside it.
    ``taken_part`` is null where it would tell of a handful.
    """

    id: str = unseen(Ref("motion"))
    question: Text = gives(Said(), "议题", "question")
    kind: str = unseen(choice(Question))
    kind_words: Text = gives(Said(), "种类", "kind")
    state: str = unseen(choice(PollState))
    state_words: Text = gives(Said(), "状态", "state")
    posted: date | None = gives(Day(), "公示日期", "posted on", none=True)
    opened: date | None = gives(Day(), "开始日期", "opened", none=True)
    closed: date | None = gives(Day(), "截止日期", "closed", none=True)
    heads: int = gives(COUNT, "有表决权的人数", "heads")
    taken_part: int | None = gives(COUNT, "已参与人数", "heads that have taken part", none=True)
    bars: tuple[BarsAnswer, ...] = gives(ListOf(BarsAnswer), "通过条件", "what it takes to pass")
    decision: DecisionAnswer | None = gives(DecisionAnswer, "结果", "result", none=True)
    void: VoidedMotionAnswer | None = gives(VoidedMotionAnswer, "作废", "voided", none=True)
    ending: Text | None = gives(Said(), "截止时间", "until when", none=True)
    drawings: tuple[DrawingAnswer, ...] = gives(
        ListOf(DrawingAnswer), "抽查核对", "drawn and checked", omitted=True
    )
    corrections: CorrectionsCount | None = gives(
        CorrectionsCount, "名册更正申请", "corrections of the roll", omitted=True
    )
    preliminary: PreliminaryAnswer | None = gives(
        PreliminaryAnswer, "初步结果", "preliminary result", none=True, omitted=True
    )


@attrs.frozen
class OfferedSide:
    """An answer that can be given."""

    mark: str = unseen(SIDE)
    title: Text = gives(Said(), "选项", "option")


@attrs.frozen
class MotionDays:
    """Days of notice and posting, and the dates that follow from them; null where no layer says."""

    notice: int | None = gives(COUNT, "表决前公示天数", "days posted before voting", none=True)
    result_posted: int | None = gives(COUNT, "结果公示天数", "days the result is posted", none=True)
    closes_earliest: date | None = gives(Day(), "最早截止", "may close from", none=True)
    closes_latest: date | None = gives(Day(), "最晚截止", "has to close by", none=True)
    result_due: date | None = gives(Day(), "公布期限", "result due", none=True)


@attrs.frozen(kw_only=True)
class MotionAsked(MotionOnWall):
    """A motion as its page asks it: what binds whom, the answers, the bars and days in words."""

    because: Text = gives(Said(), "缘由", "because")
    from_: PromotedFrom | None = gives(PromotedFrom, "来自", "promoted from", none=True)
    follows: str | None = gives(Ref("motion"), "接着哪一项表决", "confirms", none=True)
    demonstration: bool = gives(YesNo(), "演示", "a demonstration")
    binds: Text = gives(Said(), "约束谁", "whom it binds")
    sides: tuple[OfferedSide, ...] = gives(ListOf(OfferedSide), "选项", "options")
    bars_words: tuple[Text, ...] = gives(ListOf(Said()), "通过条件", "what it takes to pass")
    law_words: tuple[Text, ...] = gives(ListOf(Said()), "按哪一层规定", "by which law")
    silence: Text | None = gives(Said(), "不投票算什么", "what silence means", none=True)
    majority: Text | None = gives(
        Said(), "填“从众”算什么", "what 'with the majority' means", none=True
    )
    changeable: bool = gives(YesNo(), "截止前可以改", "may be changed until closing")
    takes_answers: bool = gives(YesNo(), "正在表决", "takes answers")
    days: MotionDays = gives(MotionDays, "日期", "days")
    seats: int = gives(COUNT, "最多选几人", "ticks at most", omitted=True)
    estate_rules: tuple[RuleOfEstate, ...] = gives(
        ListOf(RuleOfEstate), "本小区的规则", "by the estate's own rules", omitted=True
    )


@attrs.frozen
class UnitFigure:
    """What a motion means for one unit, as its category says."""

    unit: str = gives(Typed(), "门牌", "unit")
    label: Text = gives(Said(), "内容", "what")
    value: Text = gives(Said(), "数值", "figure")


@attrs.frozen
class OwnShare:
    """What the holder of a head's code is told of it.

    ``area`` is in m² with ``decimals`` (two where none are said), null: unknown.
    """

    units: int = gives(COUNT, "房屋数", "units")
    area: int | None = unseen(COUNT, none=True)
    answered: bool = gives(YesNo(), "已表决", "answered")
    final: bool = gives(YesNo(), "不能再改", "final")
    figures: tuple[UnitFigure, ...] = gives(ListOf(UnitFigure), "对各户意味着", "for each unit")
    decimals: int = unseen(COUNT, omitted=True)
    homes: tuple[OwnHome, ...] = gives(ListOf(OwnHome), "所属房屋", "homes", omitted=True)
    whole: OwnWhole | None = gives(OwnWhole, "全体", "all together", omitted=True)
    corrections: tuple[OwnCorrection, ...] = gives(
        ListOf(OwnCorrection), "更正申请", "corrections asked for", omitted=True
    )


def answers_of(motion: Motion) -> tuple[str, ...]:
    """What can be answered, in the order of paper and screen, by which a paper is keyed."""
    return (*motion.sides, ABSTAIN, *((WITH_MAJORITY,) if motion.with_majority else ()))


MAJORITY_WORDS = Text(
    "填“从众”的，依约定（{where}）计入领先的一方，领先的也可能是“反对”。",
    "Whoever ticks 'with the majority' joins whichever side leads, also 'against', as agreed "
    "({where}).",
)
"""The warning that stands wherever that mark can be chosen; ``where`` is the rule."""


def side_words(motion: Motion, mark: str) -> Text:
    """What an answer is called: a side of a choice by its own title, candidates by their names."""
    if len(ticked := motion.ticks(mark)) > 1:
        return join_texts([motion.title_of(one) for one in ticked], "、", ", ")
    return _MARKS.get(mark) or motion.title_of(mark)


def election_words(motion: Motion, decision: DecisionAnswer) -> Text:
    """Who is elected in a published election, who stands again, and what is open."""
    undetermined = decision.result == Result.UNDETERMINED
    found = SeatsFilled(motion.seats, decision.elected, decision.equal, decision.left, undetermined)
    return seated_words(found, {one.id: one.title for one in motion.options})


def seat_words(decision: DecisionAnswer, candidate: str) -> Text:
    """Whether a candidate of a published election has a seat, or stands again."""
    if decision.result == Result.UNDETERMINED:
        return Text("无法判定", "undetermined")
    if candidate in decision.elected:
        return Text("当选", "elected")
    if candidate in decision.equal:
        return Text("同票，再次投票", "equal: voted on again")
    if candidate in decision.again:
        return Text("再次投票", "voted on again")
    return Text("未当选", "not elected")


def tallied_words(motion: Motion, mark: str) -> Text:
    """What a line of a tally is called: an answer, a spoiled paper, or none handed in."""
    return _NO_ANSWERS.get(mark) or side_words(motion, mark)


_NO_ANSWERS = {
    SPOILED: Text("废票", "Spoiled"),
    SILENT: Text("没有投票", "Handed in nothing"),
}
_MARKS = {
    YES: Text("同意", "Agree"),
    NO: Text("反对", "Against"),
    ABSTAIN: Text("弃权", "Abstain"),
    WITH_MAJORITY: Text("从众", "With the majority"),
}
