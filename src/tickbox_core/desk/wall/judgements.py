"""Judgements as they stand on the wall: what was promised, what was delivered, what was said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from tickbox_core.categories.kinds import Day, YesNo
from tickbox_core.components.judgement import JudgedAnswer, Judgement, Phase, VoidedJudgementAnswer
from tickbox_core.declarations import MONEY, ListOf, Ref, Said, choice, gives, unseen
from tickbox_core.desk.desk import Desk
from tickbox_core.model.local_time import day_of
from tickbox_core.rules.judgement import Mark
from tickbox_core.text import Text


@attrs.frozen
class MarkNamed:
    """A mark that can be given, in words."""

    mark: str = unseen(choice(Mark))
    title: Text = gives(Said(), "评价", "mark")


@attrs.frozen
class PromisedAnswer:
    """What a project was promised to cost, and by when."""

    cost: int | None = gives(MONEY, "承诺费用", "promised", none=True)
    due: date | None = gives(Day(), "承诺完成日期", "to be delivered by", none=True)


@attrs.frozen
class DeliveredAnswer:
    """When a project was delivered, for how much, and what of it is left out."""

    on: date | None = gives(Day(), "交付日期", "delivered", none=True)
    spent: int = gives(MONEY, "已支出", "spent")
    whole: bool = gives(YesNo(), "全部做完", "all of it done")
    left_out: Text = gives(Said(), "未做的部分及原因", "what is left out, and why")


@attrs.frozen
class ProjectToJudge:
    """A project that is judged; ``judged`` is null until the result is published."""

    id: str = unseen(Ref("project"))
    title: Text = gives(Said(), "项目", "project")
    promised: PromisedAnswer = gives(PromisedAnswer, "承诺", "promised")
    delivered: DeliveredAnswer = gives(DeliveredAnswer, "交付", "delivered")
    judged: JudgedAnswer | None = gives(JudgedAnswer, "居民评议", "judged", none=True)

    @classmethod
    def of(cls, row: Mapping[str, Any], judged: JudgedAnswer | None) -> ProjectToJudge:
        """A project as the plan of its judgement has it."""
        promise, compared = row["promise"], row["comparison"]
        return cls(
            id=row["id"],
            title=Text(**row["title"]),
            promised=PromisedAnswer(promise["cost"], _day(promise["due"])),
            delivered=DeliveredAnswer(
                on=_day(row["delivered"]),
                spent=compared["spent"],
                whole=compared["whole"],
                left_out=Text(**compared["left_out"]),
            ),
            judged=judged,
        )


@attrs.frozen
class JudgementOnWall:
    """A judgement as anybody may know it."""

    id: str = unseen(Ref("judgement"))
    round: str = gives(Ref("round"), "轮次", "round")
    title: Text = gives(Said(), "评议", "judgement")
    state: str = unseen(choice(Phase))
    state_words: Text = gives(Said(), "状态", "state")
    opened: date = gives(Day(), "开始日期", "opened")
    closed: date | None = gives(Day(), "截止日期", "closed", none=True)
    demonstration: bool = gives(YesNo(), "演示", "a demonstration")
    takes_answers: bool = gives(YesNo(), "正在评议", "open for judging")
    marks: tuple[MarkNamed, ...] = gives(ListOf(MarkNamed), "评价", "marks")
    projects: tuple[ProjectToJudge, ...] = gives(ListOf(ProjectToJudge), "项目", "projects")
    void: VoidedJudgementAnswer | None = gives(VoidedJudgementAnswer, "作废", "voided", none=True)
    ending: Text | None = gives(Said(), "截止时间", "until when", none=True)


def judgements(desk: Desk) -> list[JudgementOnWall]:
    """The judgements of an area: open ones first, then the newest."""
    found = [judgement(desk, one) for one in desk.judging.judgements()]
    newest = sorted(found, key=lambda one: one.opened, reverse=True)
    return sorted(newest, key=lambda one: not one.takes_answers)


def judgement(desk: Desk, known: Judgement) -> JudgementOnWall:
    """One of them; what was said only once it is published."""
    deadline = desk.deadline(known.id) if known.phase is Phase.OPEN else None
    ended = deadline is not None and deadline.has_ended(desk.now())
    return JudgementOnWall(
        id=known.id,
        round=known.round,
        title=known.title,
        state=str(known.phase),
        state_words=deadline.left(desk.now()) if deadline and ended else known.phase.words,
        opened=day_of(known.opened_at),
        closed=_day(known.closed_at),
        demonstration=bool(known.plan["demonstration"]),
        takes_answers=known.phase is Phase.OPEN and not ended,
        marks=tuple(MarkNamed(str(mark), mark.words) for mark in Mark),
        projects=tuple(
            ProjectToJudge.of(row, _judged_answer(desk, known, row["id"]))
            for row in known.plan["projects"]
        ),
        void=VoidedJudgementAnswer.of(desk.judging.voided(known.id)),
        ending=None if known.phase is Phase.VOID else desk.ending(known.id) or None,
    )


def _judged_answer(desk: Desk, known: Judgement, project: str) -> JudgedAnswer | None:
    if known.phase is not Phase.PUBLISHED:
        return None
    return JudgedAnswer.of(desk.judging.of_project(project))


def _day(moment: str | None) -> date | None:
    return day_of(moment) if moment else None
