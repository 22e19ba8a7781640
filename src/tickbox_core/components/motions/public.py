"""What acts on motions answer: motions, their checklist, what was decided, disputes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from tickbox_core.categories.kinds import Choice, Day, Where, YesNo
from tickbox_core.components.motions.checking import DrawingAnswer
from tickbox_core.components.motions.correcting import CorrectionsCount
from tickbox_core.components.motions.law import LawAnswer
from tickbox_core.components.motions.poll import Checklist, Poll, PollState
from tickbox_core.declarations import (
    COUNT,
    LEFT_OUT,
    Amount,
    Keyed,
    ListOf,
    Moment,
    Rational,
    Ref,
    Said,
    Typed,
    choice,
    gives,
    unseen,
    value_of,
)
from tickbox_core.model import Question
from tickbox_core.rules.motions import Bars, Of
from tickbox_core.rules.motions.bases import Base
from tickbox_core.rules.motions.verdict import BarKind, Check, Result
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.answers import AUTHOR

BASES, RESULTS = choice(Base), choice(Result)
BAR_KINDS = Choice(
    {
        str(BarKind.QUORUM): Text("参与", "taking part"),
        str(BarKind.APPROVAL): Text("同意", "in favour"),
    }
)
OF_WHOM = Choice(
    {
        str(Of.PARTICIPATING): Text("参与表决的", "those taking part"),
        str(Of.ALL): Text("全体", "all"),
    }
)
"""Of whom an approval is a share."""
SIDE = Ref("side")
"""An option of the motion, yes or no, or how else a paper counts (abstain, spoiled, silent)."""


@attrs.frozen
class BarsAnswer:
    """What one base asks for: a quorum of all (null: none), an approval of those taking part.

    ``of`` says so where the approval is a share of all.
    """

    base: str = gives(BASES, "计算基数", "base")
    quorum: str | None = gives(Typed(), "参与", "taking part", none=True)
    approval: str = gives(Typed(), "同意", "in favour")
    of: str = gives(OF_WHOM, "同意占谁的比例", "in favour, of whom", omitted=True)

    @classmethod
    def of_bars(cls, bars: Bars) -> BarsAnswer:
        """What a base asks for."""
        return value_of(cls, bars.plain())

    @staticmethod
    def in_words(plain: Mapping[str, Any]) -> Text:
        """Both bars, and of which base."""
        bars = Bars.of_plain(plain)
        quorum = Text("参与{share}，", "{share} taking part, ")
        said = Text("{base}：{quorum}同意{approval}", "{base}: {quorum}{approval} in favour")
        if bars.of is Of.ALL:
            said = Text(
                "{base}：{quorum}同意占全体的{approval}",
                "{base}: {quorum}{approval} of all in favour",
            )
        return said.filled(
            base=bars.base.words,
            quorum=quorum.filled(share=bars.quorum.words()) if bars.quorum else EMPTY,
            approval=bars.approval.words(),
        )


@attrs.frozen
class PromotedFrom:
    """The item that a motion was promoted from; empty where it was made by hand."""

    round: str = gives(Ref("round"), "轮次", "round", omitted=True)
    item: str = gives(Ref("item"), "事项", "item", omitted=True)

    @classmethod
    def of(cls, poll: Poll) -> PromotedFrom:
        """Where a poll comes from."""
        return cls(round=poll.round, item=poll.item) if poll.round else cls()


@attrs.frozen
class MotionAnswer:
    """What anybody may know of a motion: what it asks, of whom, by which bars, where it stands."""

    id: str = unseen(Ref("motion"))
    kind: str = unseen(choice(Question))
    kind_words: Text = gives(Said(), "种类", "kind")
    question: Text = gives(Said(), "议题", "question")
    because: Text = gives(Said(), "缘由", "because")
    state: str = unseen(choice(PollState))
    state_words: Text = gives(Said(), "状态", "state")
    scope: Mapping[str, Any] = gives(Where(), "范围", "scope")
    sides: Mapping[str, Text] = gives(Keyed(SIDE, Said()), "选项", "options")
    bars: tuple[BarsAnswer, ...] = gives(ListOf(BarsAnswer), "通过条件", "what it takes to pass")
    matter: str = unseen(Typed())
    jurisdiction: str = unseen(Typed())
    from_: PromotedFrom = gives(PromotedFrom, "来自", "promoted from")
    follows: str = gives(Ref("motion"), "接着哪一项表决", "confirms")
    posted: date | None = gives(Day(), "公示日期", "posted on", none=True)
    seats: int = gives(COUNT, "应选人数", "seats", omitted=True)

    @classmethod
    def of(cls, poll: Poll) -> MotionAnswer:
        """What anybody may know of a poll."""
        motion = poll.motion
        return cls(
            id=poll.id,
            kind=str(motion.kind),
            kind_words=motion.kind_words,
            question=motion.question,
            because=poll.because,
            state=str(poll.state),
            state_words=poll.state.words,
            scope=motion.scope.plain(),
            sides={side: motion.title_of(side) for side in motion.sides},
            bars=tuple(BarsAnswer.of_bars(bars) for bars in motion.bars),
            matter=poll.matter,
            jurisdiction=poll.jurisdiction,
            from_=PromotedFrom.of(poll),
            follows=poll.follows,
            posted=poll.posted,
            seats=motion.seats or LEFT_OUT,
        )


@attrs.frozen
class RollAnswer:
    """The roll that a motion was given."""

    heads: int = gives(COUNT, "有表决权的人数", "heads")
    area_unknown: int = gives(COUNT, "面积不详的人数", "heads of unknown area")
    warnings: tuple[Text, ...] = gives(ListOf(Said()), "请注意", "worth knowing")


@attrs.frozen(kw_only=True)
class ScopeAnswer:
    """Whom a scope asks, by which roll; ``problem`` where it cannot be counted."""

    words: Text = gives(Said(), "范围", "scope")
    by: Text | None = gives(Said(), "按哪份名册数的", "counted by", none=True)
    heads: int | None = gives(COUNT, "有表决权的人数", "heads", none=True)
    households: int | None = gives(COUNT, "户数", "households", none=True)
    units: int | None = gives(COUNT, "房屋数", "units", none=True)
    area: Text | None = gives(Said(), "建筑面积", "floor area", none=True)
    area_unknown: int | None = gives(COUNT, "面积不详的房屋数", "units of unknown area", none=True)
    problem: Text | None = gives(Said(), "数不出来", "cannot be counted", none=True)

    @classmethod
    def of(cls, words: Text, **found: Any) -> ScopeAnswer:
        """What was found; null is what was not."""
        names = [one.name for one in attrs.fields(cls)]
        return cls(**{**dict.fromkeys(names), **found, "words": words})


@attrs.frozen
class ChecklistAnswer:
    """What stands between a motion and its opening."""

    ready: bool = gives(YesNo(), "可以开始", "ready")
    reasons: tuple[Text, ...] = gives(ListOf(Said()), "还差", "still missing")
    questions: Mapping[str, Text] = gives(
        Keyed(Typed(), Said()), "待填写的规则", "what no law answers"
    )
    notes: tuple[Text, ...] = gives(ListOf(Said()), "说明", "notes")

    @classmethod
    def of(cls, found: Checklist) -> ChecklistAnswer:
        """What is left to be done."""
        return cls(found.ready, found.reasons, found.questions, found.notes)


@attrs.frozen
class Served:
    """For how many heads service is proved."""

    heads_served: int = gives(COUNT, "已送达人数", "heads served")


@attrs.frozen
class SlipAnswer:
    """What is printed for one head: its units, and its code, which can be read only now."""

    slot: str = unseen(Ref("slot"))
    places: tuple[str, ...] = gives(ListOf(Typed()), "房号", "units")
    code: str = gives(Typed(), "表决码", "code")


@attrs.frozen
class SlipsAnswer:
    """Slips as they were issued; ``without`` are the units of heads that can have none."""

    slips: tuple[SlipAnswer, ...] = gives(ListOf(SlipAnswer), "表决码", "codes")
    without: tuple[str, ...] = gives(ListOf(Typed()), "没有码的房号", "units without a code")


@attrs.frozen
class MotionPlaceAnswer:
    """Of which home or resident a paper is."""

    place: str = gives(Typed(), "房号", "unit")


@attrs.frozen
class PapersCountedAnswer:
    """How many papers were counted now, and how many of those that were keyed are void."""

    counted: int = gives(COUNT, "计入张数", "papers counted")
    void: int = gives(COUNT, "不计张数", "papers that do not count")


# -- what was decided --------------------------------------------------------------------------


@attrs.frozen
class TallyAnswer:
    """One base, in its own unit; area by mark only where a bar needs it, null is unknown.

    Area is in m² with ``decimals``, two where none are said.
    """

    base: str = gives(BASES, "计算基数", "base")
    total: int | None = gives(Amount(), "全体", "all", none=True)
    participating: int | None = gives(Amount(), "参与表决", "taking part", none=True)
    marks: Mapping[str, int | None] = gives(
        Keyed(SIDE, Amount(none=True)), "各项意见", "by what was said"
    )
    joined: int | None = gives(Amount(), "其中沉默计入", "of these by silence", none=True)
    decimals: int = unseen(COUNT, omitted=True)
    followed: int | None = gives(
        Amount(), "其中填“从众”计入", "of these by 'with the majority'", none=True, omitted=True
    )


@attrs.frozen
class BarAnswer:
    """One bar on one base: exact amounts as strings (area in m²), null where unknown.

    ``decimals``: of the roll's areas, two where none are said; what is missing is written in them.
    """

    check: str = gives(BAR_KINDS, "条件", "bar")
    base: str = gives(BASES, "计算基数", "base")
    part: str | None = gives(Typed(), "部分", "part", none=True)
    whole: str | None = gives(Typed(), "全体", "whole", none=True)
    share: str | None = gives(Rational(), "比例", "share", none=True)
    bar: str = gives(Typed(), "要求", "required")
    met: bool | None = gives(YesNo(), "达到", "met", none=True)
    missing: str | None = gives(Typed(), "还差", "missing", none=True)
    decimals: int = unseen(COUNT, omitted=True)
    of: str = gives(OF_WHOM, "占谁的比例", "of whom", omitted=True)

    @staticmethod
    def in_words(plain: Mapping[str, Any]) -> Text:
        """The amounts with their unit, their share, what was required, and whether it is met."""
        return Check.of_plain(plain).text


@attrs.frozen
class VerdictAnswer:
    """What came of one side: every bar, and the sentence of it."""

    result: str = gives(RESULTS, "结果", "result")
    checks: tuple[BarAnswer, ...] = gives(ListOf(BarAnswer), "各项条件", "bars")
    notes: tuple[Text, ...] = gives(ListOf(Said()), "说明", "notes")
    sentence: Text = unseen(Said())


@attrs.frozen
class DecisionAnswer:
    """What came of a motion: totals and checks, and nobody's opinion.

    Of an election also who has a seat, who was equal at the last one, how many are left open, and
    who stands again.
    """

    motion: str = gives(Ref("motion"), "表决", "motion")
    result: str = gives(RESULTS, "结果", "result")
    sentence: Text = gives(Said(), "公告", "in words")
    chosen: str | None = gives(SIDE, "选定", "chosen", none=True)
    next_round: tuple[str, ...] = gives(ListOf(SIDE), "进入第二轮确认", "to be confirmed")
    tallies: tuple[TallyAnswer, ...] = gives(ListOf(TallyAnswer), "票数", "tallies")
    verdicts: Mapping[str, VerdictAnswer] = gives(
        Keyed(SIDE, VerdictAnswer), "各项结论", "verdicts"
    )
    notes: tuple[Text, ...] = gives(ListOf(Said()), "说明", "notes")
    seats: int = gives(COUNT, "应选人数", "seats", omitted=True)
    elected: tuple[str, ...] = gives(ListOf(SIDE), "当选", "elected", omitted=True)
    equal: tuple[str, ...] = gives(
        ListOf(SIDE), "末席票数相同", "equal at the last seat", omitted=True
    )
    left: int = gives(COUNT, "空缺席位", "seats left open", omitted=True)
    again: tuple[str, ...] = gives(ListOf(SIDE), "再次投票的人选", "voted on again", omitted=True)

    @classmethod
    def of(cls, published: Mapping[str, Any] | None) -> DecisionAnswer | None:
        """What was published of a motion, as it is kept; ``None`` before."""
        return None if published is None else value_of(cls, published)


@attrs.frozen
class VoidedMotionAnswer:
    """A motion that was voided ``at``, why, and what its papers came to: that is not in force."""

    motion: str = gives(Ref("motion"), "表决", "motion")
    at: str = gives(Moment(), "作废时间", "voided")
    reason: Text = gives(Said(), "理由", "reason")
    was: str = unseen(choice(PollState))
    words: Text = gives(Said(), "说明", "in words")
    computed: DecisionAnswer | None = gives(
        DecisionAnswer, "计票结果（不生效）", "what the papers come to, not in force", none=True
    )


@attrs.frozen
class DisputeAnswer:
    """A dispute about a motion; ``ended`` is empty while it goes on."""

    motion: str = gives(Ref("motion"), "表决", "motion")
    number: int = gives(COUNT, "第几起", "number")
    since: str = gives(Moment(), "登记时间", "since")
    ended: str = gives(Moment(), "了结时间", "ended")
    reason: Text | None = gives(Said(), "争议事由", "what is disputed", none=True)
    outcome: Text | None = gives(Said(), "了结情况", "how it ended", none=True)


# -- posted as preliminary ---------------------------------------------------------------------


@attrs.frozen
class AnsweredObjection:
    """An objection that was answered: its reference, and the answer; never its words or author."""

    ref: str = gives(Typed(), "异议编号", "reference")
    answer: Text = gives(Said(), "答复", "answer")


@attrs.frozen(kw_only=True)
class PreliminaryAnswer:
    """A result as it was posted before it was final, and what became of the objections to it.

    ``final``: the result is final since, and stands beside it; then ``changed`` says whether that
    is another.  ``corrections`` counts the papers that two people have set right.
    """

    motion: str = gives(Ref("motion"), "表决", "motion")
    words: Text = gives(Said(), "说明", "in words")
    on: date = gives(Day(), "公示日期", "posted on")
    until: date = gives(Day(), "异议收到（含当天）", "objections until the end of")
    where: Text = gives(Said(), "书面异议交到", "objections on paper go to")
    taken: bool = gives(YesNo(), "正在接受异议", "objections are taken")
    final: bool = gives(YesNo(), "已有最终结果", "final since")
    changed: bool | None = gives(
        YesNo(), "最终结果与初步结果不同", "the final one differs", none=True
    )
    corrections: int = gives(COUNT, "更正的票", "papers set right")
    unanswered: int = gives(COUNT, "待答复的异议", "objections without an answer")
    answers: tuple[AnsweredObjection, ...] = gives(
        ListOf(AnsweredObjection), "异议的答复", "answers to objections"
    )
    decision: DecisionAnswer = gives(
        DecisionAnswer, "初步结果（不是最终结果）", "preliminary result, not final"
    )


@attrs.frozen(kw_only=True)
class MotionObjectionAnswer:
    """An objection to a motion's preliminary result, for staff: words and author are sealed."""

    ref: str = gives(Typed(), "异议编号", "reference")
    motion: str = gives(Ref("motion"), "表决", "motion")
    at: str = gives(Moment(), "提出时间", "raised")
    text: str | None = gives(Typed(), "异议内容", "the objection", none=True)
    author: Mapping[str, str] = gives(AUTHOR, "提出人", "author")
    answer: Text = gives(Said(), "答复", "answer")
    answered_at: str = gives(Moment(), "答复时间", "answered")


# -- one motion with its law -------------------------------------------------------------------


@attrs.frozen
class DatesAnswer:
    """The days that the law sets for a motion, as far as it says and the motion has come."""

    opened: date = gives(Day(), "开始日期", "opened", omitted=True)
    closed: date = gives(Day(), "截止日期", "closed", omitted=True)
    closes_earliest: date = gives(Day(), "最早截止", "may close from", omitted=True)
    closes_latest: date = gives(Day(), "最晚截止", "has to close by", omitted=True)
    result_due: date = gives(Day(), "公布期限", "result due", omitted=True)


@attrs.frozen
class MotionShown(MotionAnswer):
    """A motion with its heads, its days, the law that holds, and what came of it."""

    heads: int | None = gives(COUNT, "有表决权的人数", "heads", none=True)
    taken_part: int = gives(COUNT, "已参与人数", "heads that have taken part")
    dates: DatesAnswer = gives(DatesAnswer, "日期", "days")
    law_words: tuple[Text, ...] = gives(ListOf(Said()), "按哪一层规定", "by which layer")
    law: tuple[LawAnswer, ...] = gives(ListOf(LawAnswer), "适用规定", "law that holds")
    result: DecisionAnswer | None = gives(DecisionAnswer, "结果", "result", none=True)
    void: VoidedMotionAnswer | None = gives(VoidedMotionAnswer, "作废", "voided", none=True)
    drawings: tuple[DrawingAnswer, ...] = gives(
        ListOf(DrawingAnswer), "抽查核对", "drawn and checked", omitted=True
    )
    corrections: CorrectionsCount | None = gives(
        CorrectionsCount, "名册更正申请", "corrections of the roll", omitted=True
    )
    preliminary: PreliminaryAnswer | None = gives(
        PreliminaryAnswer, "初步结果", "preliminary result", none=True, omitted=True
    )

    @classmethod
    def beside(cls, motion: MotionAnswer, **more: Any) -> MotionShown:
        """A motion with what stands beside it."""
        return cls(**attrs.asdict(motion, recurse=False), **more)
