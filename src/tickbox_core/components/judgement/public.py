"""What anybody may know of a judgement: what was said of which project, never by whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from tickbox_core.components.judgement.marks import Judgement, Phase
from tickbox_core.components.judgement.state import AnnouncedJudgement, ProjectJudged
from tickbox_core.components.judgement.voiding import VoidedJudgement
from tickbox_core.counting import Share
from tickbox_core.declarations import (
    COUNT,
    Keyed,
    ListOf,
    Moment,
    Named,
    Ref,
    Row,
    Said,
    Shared,
    choice,
    gives,
    kind_of,
    unseen,
    value_of,
)
from tickbox_core.rules.judgement import BASES, Judged, Mark
from tickbox_core.rules.satisfaction import SatisfactionGrade
from tickbox_core.text import Text
from tickbox_core.workflow.answers import ComparisonAnswer
from tickbox_core.workflow.participation import Turnout

OF_MARKS = Shared(BASES)
COLUMNS = Named(
    {**{str(mark): mark.words for mark in Mark}, "absent": Text("没有评议", "did not judge")}
)
"""Marks, some of them added together."""
APART = Row(
    (COUNT, COUNT),
    Text("受益者{0}人，其他人{1}人", "{0} of the beneficiaries, {1} of the others"),
)


@attrs.frozen
class JudgedAnswer:
    """What the members of an electorate said of a project; ``apart`` only where no handful is."""

    judgement: str = gives(Ref("judgement"), "评议", "judgement")
    project: str = gives(Ref("project"), "项目", "project")
    members: int = gives(COUNT, "全体成员人数", "members")
    judges: int = gives(COUNT, "参加评议人数", "how many judged")
    knew: int = gives(COUNT, "评议前知道的人数", "how many knew of it before")
    marks: Mapping[str, int] = gives(Keyed(choice(Mark), COUNT), "评价", "marks")
    level: str = unseen(choice(SatisfactionGrade))
    awareness: Share = gives(OF_MARKS, "知晓度", "awareness")
    participation: Share = gives(OF_MARKS, "参与度", "participation")
    satisfaction: Share = gives(OF_MARKS, "满意度", "satisfaction")
    level_words: Text = gives(Said(), "等级", "grade")
    text: Text = unseen(Said())
    at: str = gives(Moment(), "公布时间", "published")
    beneficiaries: int | None = gives(COUNT, "受益者人数", "beneficiaries", none=True)
    apart: Mapping[str, tuple[int, int]] | None = gives(
        Keyed(COLUMNS, APART), "受益者与其他人", "beneficiaries and others", none=True
    )

    @classmethod
    def of(cls, held: ProjectJudged) -> JudgedAnswer:
        """What was said of a project, with its figures."""
        judged = held.judged
        apart = None if held.apart is None else {k: (a, b) for k, (a, b) in held.apart.items()}
        return cls(
            judgement=held.judgement,
            project=judged.project,
            members=judged.members,
            judges=judged.judges,
            knew=judged.knew,
            marks={str(mark): judged.marks[mark] for mark in Mark},
            level=str(judged.level),
            awareness=judged.aware,
            participation=judged.participation,
            satisfaction=judged.satisfied,
            level_words=judged.level.words,
            text=judged.text,
            at=held.at,
            beneficiaries=held.beneficiaries,
            apart=apart,
        )


@attrs.frozen
class JudgedProject:
    """One project that is judged."""

    project: str = unseen(Ref("project"))
    title: Text = gives(Said(), "项目", "project")
    comparison: ComparisonAnswer = gives(ComparisonAnswer, "与承诺相比", "beside what was promised")

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> JudgedProject:
        """A project as the plan of its judgement has it."""
        compared = value_of(kind_of(ComparisonAnswer), row["comparison"])
        return cls(row["id"], Text(**row["title"]), compared)


@attrs.frozen
class JudgedVoid:
    """What was said of a project in a judgement that was voided; not in force."""

    project: str = gives(Ref("project"), "项目", "project")
    level: str = unseen(choice(SatisfactionGrade))
    text: Text = gives(Said(), "评议（不生效）", "what residents said, not in force")

    @classmethod
    def of(cls, judged: Judged) -> JudgedVoid:
        """The figures of a project."""
        return cls(judged.project, str(judged.level), judged.text)


@attrs.frozen
class VoidedJudgementAnswer:
    """A judgement that was voided ``at``, why, and what was said by then: that is not in force."""

    judgement: str = gives(Ref("judgement"), "评议", "judgement")
    at: str = gives(Moment(), "作废时间", "voided")
    reason: Text = gives(Said(), "理由", "reason")
    was: str = unseen(choice(Phase))
    words: Text = gives(Said(), "说明", "in words")
    computed: tuple[JudgedVoid, ...] = gives(
        ListOf(JudgedVoid), "计票结果（不生效）", "what it comes to, not in force"
    )

    @classmethod
    def of(cls, void: VoidedJudgement | None) -> VoidedJudgementAnswer | None:
        """Why a judgement was voided; ``None`` where it was not."""
        if void is None:
            return None
        logged, computed = void.logged, tuple(map(JudgedVoid.of, void.computed))
        return cls(void.known.id, logged.at, logged.reason, str(void.was), void.words, computed)


@attrs.frozen
class AnnouncedAnswer:
    """A judgement that is to open by itself, and when; or that was called off, and why."""

    judgement: str = unseen(Ref("judgement"))
    title: Text = gives(Said(), "评议", "judgement")
    projects: tuple[str, ...] = gives(ListOf(Ref("project")), "项目", "projects")
    opens: str = gives(Moment(), "开始时间", "opens")
    ends: str | None = gives(Moment(), "截止时间", "ends", none=True)
    called_off: str | None = gives(Moment(), "取消时间", "called off", none=True)
    reason: Text | None = gives(Said(), "取消理由", "why it was called off", none=True)

    @classmethod
    def of(cls, known: AnnouncedJudgement) -> AnnouncedAnswer:
        """As it was announced, or called off."""
        return cls(
            known.id,
            known.title,
            known.projects,
            known.opens,
            known.ends or None,
            known.off_since or None,
            known.why_off or None,
        )


@attrs.frozen
class JudgementAnswer:
    """A judgement as anybody may know it: how many have judged, never what they said."""

    judgement: str = unseen(Ref("judgement"))
    title: Text = gives(Said(), "评议", "judgement")
    phase: str = gives(choice(Phase), "状态", "state")
    projects: tuple[JudgedProject, ...] = gives(ListOf(JudgedProject), "项目", "projects")
    judges: int = gives(COUNT, "参加评议人数", "how many judged")
    members: int = gives(COUNT, "全体成员人数", "members")

    @classmethod
    def of(cls, known: Judgement, turnout: Turnout) -> JudgementAnswer:
        """A judgement as it stands, and how many have judged."""
        return cls(
            judgement=known.id,
            title=known.title,
            phase=str(known.phase),
            projects=tuple(map(JudgedProject.of, known.plan["projects"])),
            judges=turnout.participants,
            members=turnout.registered,
        )
