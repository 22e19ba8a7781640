"""What stands on the wall of an item, from the wish to the project."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from tickbox_core.categories.kinds import YesNo
from tickbox_core.components.ideas import OptionOfIdea
from tickbox_core.components.lists import (
    FUNDING,
    PlaceOfItem,
    PostedCorrection,
    PostedFinding,
    PostedObjection,
    PostedOverride,
    PostedWish,
)
from tickbox_core.components.meetings import MeetingAnswer
from tickbox_core.components.motions import MotionOnWall
from tickbox_core.declarations import (
    COUNT,
    MONEY,
    Keyed,
    ListOf,
    Ref,
    Said,
    Typed,
    choice,
    gives,
    unseen,
)
from tickbox_core.desk.wall.works_answers import ProblemOnWall, ProjectOnWall
from tickbox_core.model import State
from tickbox_core.text import Text


@attrs.frozen(kw_only=True)
class ItemOnWall:
    """Everything that became of an item, from the wish to the project."""

    id: str = unseen(Ref("item"))
    area: str = gives(Ref("area"), "居民区", "neighbourhood")
    round: str = unseen(Ref("round"))
    round_title: Text = gives(Said(), "轮次", "round")
    state: str = unseen(choice(State))
    state_words: Text = gives(Said(), "状态", "state")
    number: int = gives(COUNT, "序号", "number")
    title: Text = gives(Said(), "事项", "item")
    description: Text = gives(Said(), "说明", "description")
    place: Text = gives(Said(), "地点", "place")
    cost: int | None = gives(MONEY, "费用", "cost", none=True)
    cost_words: Text = unseen(Said())
    tier: str = unseen(Typed())
    tier_words: Text = gives(Said(), "出资层级", "tier that pays")
    funding: Mapping[str, int] = gives(Keyed(FUNDING, MONEY), "资金来源", "funding")
    concerns: Text = gives(Said(), "涉及范围", "whom it concerns")
    category: Text = gives(Said(), "类别", "category")
    kind_words: Text = gives(Said(), "性质", "kind")
    needs_words: Text | None = gives(Said(), "还需", "also needs", none=True)
    wishes: tuple[PostedWish, ...] = gives(ListOf(PostedWish), "心愿", "wishes")
    ideas: tuple[OptionOfIdea, ...] = gives(
        ListOf(OptionOfIdea), "来自建议的选项", "options that came of ideas"
    )
    finding: PostedFinding | None = gives(PostedFinding, "可行性说明", "finding", none=True)
    objections: tuple[PostedObjection, ...] = gives(ListOf(PostedObjection), "异议", "objections")
    result_objections: tuple[PostedObjection, ...] = gives(
        ListOf(PostedObjection), "对结果的异议", "objections to the result"
    )
    corrections: tuple[PostedCorrection, ...] = gives(
        ListOf(PostedCorrection), "更正", "corrections"
    )
    placed: PlaceOfItem | None = gives(PlaceOfItem, "名次", "place", none=True)
    overrides: tuple[PostedOverride, ...] = gives(
        ListOf(PostedOverride), "另行决定", "decided beside it"
    )
    annual: bool = gives(YesNo(), "在年度清单上", "on the annual list")
    motions: tuple[MotionOnWall, ...] = gives(ListOf(MotionOnWall), "表决", "motions")
    meetings: tuple[MeetingAnswer, ...] = gives(ListOf(MeetingAnswer), "会议", "meetings")
    problems: tuple[ProblemOnWall, ...] = gives(ListOf(ProblemOnWall), "急难愁盼问题", "problems")
    project: ProjectOnWall | None = gives(ProjectOnWall, "项目", "project", none=True)
