"""Projects, problems and meetings as they stand on the wall: what they name has titles."""

from __future__ import annotations

import attrs

from tickbox_core.components.judgement import JudgedAnswer
from tickbox_core.components.meetings import Matter, MeetingAnswer, MeetingCard
from tickbox_core.components.problems import ProblemAnswer, ProblemCard
from tickbox_core.components.projects import ProjectCard
from tickbox_core.declarations import (
    COUNT,
    ListOf,
    Ref,
    Said,
    choice,
    gives,
    unseen,
)
from tickbox_core.text import Text
from tickbox_core.workflow.answers import ComparisonAnswer, PictureAnswer


@attrs.frozen
class ProjectOnWall(ProjectCard):
    """A project, the problems it is to solve, and pictures of the item that it carries out."""

    problems: tuple[ProblemAnswer, ...] = gives(ListOf(ProblemAnswer), "急难愁盼问题", "problems")
    judged: JudgedAnswer | None = gives(JudgedAnswer, "居民评议", "judged", none=True)
    comparison: ComparisonAnswer | None = gives(
        ComparisonAnswer, "与承诺相比", "beside what was promised", none=True
    )
    area: str = unseen(Ref("area"))
    pictures: tuple[PictureAnswer, ...] = gives(ListOf(PictureAnswer), "图片", "pictures")


@attrs.frozen
class ItemNamed:
    """An item (``ROUND/ITEM``) by its title."""

    title: Text = gives(Said(), "事项", "item")
    id: str = unseen(Ref("item"))


@attrs.frozen
class ProjectNamed:
    """A project by its title."""

    id: str = unseen(Ref("project"))
    title: Text = gives(Said(), "项目", "project")


@attrs.frozen
class ProblemOnWall(ProblemCard):
    """A problem; an item of a list that is not posted yet is left out."""

    items: tuple[ItemNamed, ...] = gives(ListOf(ItemNamed), "列入", "put on lists as")
    projects: tuple[ProjectNamed, ...] = gives(ListOf(ProjectNamed), "项目", "projects")
    meetings: tuple[MeetingAnswer, ...] = gives(ListOf(MeetingAnswer), "会议", "meetings")


@attrs.frozen
class MatterNamed:
    """One thing that a meeting is about, by its title."""

    matter: str = unseen(choice(Matter))
    matter_words: Text = gives(Said(), "种类", "kind")
    id: str = unseen(Ref(beside="matter"))
    title: Text = gives(Said(), "名称", "which")


@attrs.frozen
class MeetingOnWall(MeetingCard):
    """A meeting; ``minutes`` are empty until it was held, nobody who came is named."""

    about: tuple[MatterNamed, ...] = gives(ListOf(MatterNamed), "关于", "about")
    minutes: Text = gives(Said(), "纪要", "minutes")
    resolved: Text = gives(Said(), "会议决定", "what it resolved")
    attended: int | None = gives(COUNT, "到会人数", "how many came", none=True)
