"""What anybody may know of templates."""

from __future__ import annotations

from datetime import date

import attrs

from tickbox_core.categories.kinds import Day
from tickbox_core.components.templates.state import PlanTemplate
from tickbox_core.declarations import COUNT, Ref, Said, Typed, gives, unseen
from tickbox_core.text import Text


@attrs.frozen
class TemplateNamed:
    """The id of a template."""

    id: str = gives(Ref("template"), "模板", "template")


@attrs.frozen(kw_only=True)
class TemplateAnswer:
    """A template that a neighbourhood may plan a round by; ``name`` is how it is named there."""

    name: str = gives(Typed(), "名称编号", "named")
    title: Text = gives(Said(), "名称", "title")
    minimum: int = gives(COUNT, "至少勾几项", "ticks at least")
    maximum: int | None = gives(COUNT, "最多勾几项", "ticks at most", none=True)
    places: int | None = gives(COUNT, "入选名额", "places", none=True)
    notice_days: int = gives(COUNT, "公示天数", "days of posting")
    objection_days: int = gives(COUNT, "结果异议天数", "days for objections")
    ties: str = unseen(Typed())
    jurisdiction: str = unseen(Typed())
    post_by: date | None = gives(Day(), "最迟公示", "posted by", none=True)
    open_by: date | None = gives(Day(), "最迟开放", "open by", none=True)
    closes: date | None = gives(Day(), "打钩最后一天", "last day of ticking", none=True)
    publish_by: date | None = gives(Day(), "最迟公布", "published by", none=True)

    @classmethod
    def of(cls, name: str, template: PlanTemplate) -> TemplateAnswer:
        """One as it is offered."""
        own = {field.name for field in attrs.fields(cls)} - {"name"}
        return cls(name=name, **{key: getattr(template, key) for key in own})


@attrs.frozen
class SinceAnswer:
    """From which day on an area is held to templates."""

    on: date = gives(Day(), "从哪天起", "since")
