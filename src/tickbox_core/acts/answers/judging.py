"""What acts of judging answer: judgements, and the projects that are judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from tickbox_core.components.projects import ComparisonAnswer
from tickbox_core.declarations import (
    COUNT,
    ListOf,
    Ref,
    Said,
    choice,
    gives,
    kind_of,
    unseen,
    value_of,
)
from tickbox_core.desk.following.marks import Judgement, Phase
from tickbox_core.desk.reading import Turnout
from tickbox_core.text import Text


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
