"""What anybody may know of projects: promise, money, delivery, what was said; and payments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import attrs

from tickbox_core.categories.kinds import Day, Where, YesNo
from tickbox_core.components.judgement import JudgedAnswer
from tickbox_core.components.meetings import MeetingAnswer
from tickbox_core.components.projects.compare import compare_project
from tickbox_core.components.projects.money_public import FUNDING, MoneyAnswer
from tickbox_core.components.projects.project import (
    Baseline,
    Milestone,
    Note,
    Part,
    Participation,
    Project,
    Status,
)
from tickbox_core.components.projects.score import score_of
from tickbox_core.declarations import (
    COUNT,
    LEFT_OUT,
    MONEY,
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
from tickbox_core.text import Text
from tickbox_core.workflow.answers import ComparisonAnswer, PictureAnswer, Responsible


@attrs.frozen
class BaselineAnswer:
    """What was promised: the item as it was listed; ``cost`` null: it was not known."""

    round: str = gives(Ref("round"), "轮次", "round")
    item: str = gives(Ref("item"), "事项", "item")
    category: str = unseen(Ref("category"))
    cost: int | None = gives(MONEY, "费用", "cost", none=True)
    digest: str = unseen(Typed())
    option: str = unseen(Typed())
    title: Text = unseen(Said())
    funding: Mapping[str, int] = gives(Keyed(FUNDING, MONEY), "资金来源", "funding")
    scope: Mapping[str, Any] | None = gives(Where(), "涉及范围", "whom it concerns", none=True)
    due: date | None = gives(Day(), "承诺完成日期", "to be delivered by", none=True)

    @classmethod
    def of(cls, held: Baseline) -> BaselineAnswer:
        """What was promised of a project."""
        return cls(
            round=held.round,
            item=held.item,
            category=held.category,
            cost=held.cost,
            digest=held.digest,
            option=held.option,
            title=held.title,
            funding=held.funding,
            scope=held.scope,
            due=held.due,
        )


@attrs.frozen
class MilestoneAnswer:
    """A milestone; ``signed`` supervisors have signed it off."""

    key: str = unseen(Typed())
    title: Text = gives(Said(), "节点", "milestone")
    due: date | None = gives(Day(), "计划日期", "due", none=True)
    done: date | None = gives(Day(), "完成日期", "done", none=True)
    late: bool = gives(YesNo(), "已过期", "late")
    words: Text = gives(Said(), "说明", "in words")
    points: int = gives(COUNT, "分值", "points", omitted=True)
    signed: int = gives(COUNT, "已签字监督员", "supervisors who signed")
    signed_off: bool = gives(YesNo(), "签字齐全", "signed off")

    @classmethod
    def of(cls, project: Project, one: Milestone, today: date) -> MilestoneAnswer:
        """A milestone as it stands today."""
        return cls(
            key=one.key,
            title=one.title,
            due=one.due,
            done=one.done,
            late=one.done is None and one.due is not None and one.due < today,
            words=one.words,
            points=one.points or LEFT_OUT,
            signed=one.signed,
            signed_off=project.signed_off(one),
        )


@attrs.frozen
class PartAnswer:
    """A building, or another area, that is finished by itself."""

    area: str = unseen(Ref("area"))
    name: Text = gives(Said(), "区域", "area")
    pilot: bool = gives(YesNo(), "试点", "pilot")
    done: date | None = gives(Day(), "完成日期", "done", none=True)

    @classmethod
    def of(cls, part: Part) -> PartAnswer:
        """A part of a project."""
        return cls(part.area, part.name, part.pilot, part.done)


@attrs.frozen
class NoteAnswer:
    """A word on how it goes, with pictures of it."""

    at: str = gives(Moment(), "时间", "when")
    words: Text = gives(Said(), "内容", "in words")
    pictures: tuple[PictureAnswer, ...] = gives(ListOf(PictureAnswer), "图片", "pictures")

    @classmethod
    def of(cls, note: Note) -> NoteAnswer:
        """A word that was posted."""
        pictures = (PictureAnswer(one.digest, one.shows) for one in note.pictures)
        return cls(note.at, note.words, tuple(pictures))


@attrs.frozen
class ScoreAnswer:
    """What the steps make together; ``stars`` null where no cut-offs were set."""

    points: int = gives(COUNT, "得分", "points")
    total: int = gives(COUNT, "满分", "of")
    done: int = gives(COUNT, "做到的项数", "steps done")
    steps: int = gives(COUNT, "计分的项数", "steps that count")
    stars: int | None = gives(COUNT, "星级", "stars", none=True)
    words: Text = gives(Said(), "说明", "in words")

    @classmethod
    def of(cls, project: Project, publisher: Text) -> ScoreAnswer | None:
        """The score of a project as it stands; ``None`` where its steps have no points."""
        held = score_of(project)
        if held is None:
            return None
        words = held.words(publisher)
        return cls(held.points, held.total, held.done, held.steps, held.stars, words)


@attrs.frozen
class ProjectCard:
    """A project as anybody may know it, but for the problems it is to solve and what follows."""

    id: str = unseen(Ref("project"))
    title: Text = gives(Said(), "项目", "project")
    status: str = unseen(choice(Status))
    status_words: Text = gives(Said(), "状态", "state")
    baseline: BaselineAnswer = gives(BaselineAnswer, "承诺的内容", "what was promised")
    begun: date | None = gives(Day(), "开工日期", "begun", none=True)
    delivered: date | None = gives(Day(), "交付日期", "delivered", none=True)
    words: Text = gives(Said(), "说明", "in words")
    milestones: tuple[MilestoneAnswer, ...] = gives(ListOf(MilestoneAnswer), "节点", "milestones")
    score: ScoreAnswer | None = gives(ScoreAnswer, "得分", "score", omitted=True)
    parts: tuple[PartAnswer, ...] = gives(ListOf(PartAnswer), "逐处完成", "finished one by one")
    piloting: bool = gives(YesNo(), "正在试点", "in its pilot")
    pilot_words: Text = gives(Said(), "试点结果", "what came of the pilot")
    money: MoneyAnswer = gives(MoneyAnswer, "费用", "money")
    responsible: tuple[Responsible, ...] = gives(
        ListOf(Responsible), "责任方", "who is responsible"
    )
    supervisors: int = gives(COUNT, "监督员人数", "supervisors")
    signatures_needed: int = gives(COUNT, "须几人签字", "signatures needed")
    publisher: Text = gives(Said(), "公示单位", "publisher")
    taking_part: Mapping[str, int] = gives(
        Keyed(choice(Participation), COUNT), "报名人数", "how many take part"
    )
    notes: tuple[NoteAnswer, ...] = gives(ListOf(NoteAnswer), "进展", "how it goes")
    meetings: tuple[MeetingAnswer, ...] = gives(ListOf(MeetingAnswer), "会议", "meetings")


@attrs.frozen
class ProjectAnswer(ProjectCard):
    """A project as anybody may know it: no resident, no donor, no household."""

    problems: tuple[str, ...] = gives(ListOf(Ref("problem")), "急难愁盼问题", "problems")
    judged: JudgedAnswer | None = gives(JudgedAnswer, "居民评议", "judged", none=True)
    comparison: ComparisonAnswer | None = gives(
        ComparisonAnswer, "与承诺相比", "beside what was promised", none=True
    )

    @classmethod
    def of(
        cls,
        project: Project,
        today: date,
        *,
        publisher: Text,
        taking_part: Mapping[str, int],
        meetings: Iterable[MeetingAnswer],
        problems: Iterable[str],
        judged: JudgedAnswer | None,
    ) -> ProjectAnswer:
        """A project as it stands today, with what other matters know of it."""
        return cls(
            id=project.id,
            title=project.title,
            status=str(project.status),
            status_words=_status_words(project),
            baseline=BaselineAnswer.of(project.baseline),
            begun=project.begun,
            delivered=project.delivered,
            words=project.words,
            milestones=tuple(MilestoneAnswer.of(project, m, today) for m in project.milestones),
            score=ScoreAnswer.of(project, publisher) or LEFT_OUT,
            parts=tuple(map(PartAnswer.of, project.parts)),
            piloting=project.going_on and project.piloting,
            pilot_words=project.pilot_words,
            money=MoneyAnswer.of(project),
            responsible=tuple(map(Responsible.of, project.parties)),
            supervisors=project.supervisors,
            signatures_needed=project.signatures,
            publisher=publisher,
            taking_part=taking_part,
            notes=tuple(NoteAnswer.of(one) for one in project.notes if one.words),
            meetings=tuple(meetings),
            problems=tuple(problems),
            judged=judged,
            comparison=comparison_of(project) if project.delivered else None,
        )


def comparison_of(project: Project) -> ComparisonAnswer:
    """How what was delivered stands to what was promised."""
    held = compare_project(project)
    parts = held.parts
    return ComparisonAnswer(
        cost=held.cost,
        spent=held.spent,
        over=held.over,
        late=held.late,
        parts=None if parts is None else (parts.numerator, parts.denominator),
        left_out=held.left_out,
        whole=held.whole,
    )


def _status_words(project: Project) -> Text:
    """The status in words; where not all that was promised is there, it says so."""
    if project.status is Status.DELIVERED and not compare_project(project).whole:
        return Text("部分完成", "delivered in part")
    return project.status.words
