"""What acts of judging answer: judgements, and the projects that are judged."""

from __future__ import annotations

import attrs

from tickbox_core.components.projects import ComparisonAnswer
from tickbox_core.declarations import COUNT, ListOf, Ref, Said, choice, gives, unseen
from tickbox_core.desk.following.marks import Phase
from tickbox_core.text import Text


@attrs.frozen
class JudgedProject:
    """One project that is judged."""

    project: str = unseen(Ref("project"))
    title: Text = gives(Said(), "项目", "project")
    comparison: ComparisonAnswer = gives(ComparisonAnswer, "与承诺相比", "beside what was promised")


@attrs.frozen
class JudgementAnswer:
    """A judgement as anybody may know it: how many have judged, never what they said."""

    judgement: str = unseen(Ref("judgement"))
    title: Text = gives(Said(), "评议", "judgement")
    phase: str = gives(choice(Phase), "状态", "state")
    projects: tuple[JudgedProject, ...] = gives(ListOf(JudgedProject), "项目", "projects")
    judges: int = gives(COUNT, "参加评议人数", "how many judged")
    members: int = gives(COUNT, "全体成员人数", "members")
