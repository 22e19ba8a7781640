"""Templates: limits, days, tie-break and law for rounds, as a town offers them.

A neighbourhood that plans a round by one takes over what it says, and may change its own plan; what
the template says by when is only held against it where it used the template.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

import attrs

from tickbox_core.errors import BadValue, NotListed
from tickbox_core.text import Text, as_text
from tickbox_core.workflow.entries import DiaryEntry, rejection, require_text

DAYS = ("post_by", "open_by", "closes", "publish_by")
"""By when, in the order of a round; ``closes`` is the last day of ticking itself."""


@attrs.frozen
class PlanTemplate:
    """A template: how a round is to be, and by when (``None``: not said)."""

    id: str
    title: Text = attrs.field(converter=as_text)
    minimum: int = 0
    maximum: int | None = None
    places: int | None = None
    notice_days: int = 0
    objection_days: int = 0
    ties: str = "refuse"
    jurisdiction: str = ""
    post_by: date | None = None
    open_by: date | None = None
    closes: date | None = None
    publish_by: date | None = None
    open: bool = True

    def plain(self) -> dict[str, Any]:
        """The template for JSON; ``of`` reads it."""
        said = {
            field.name: getattr(self, field.name)
            for field in attrs.fields(PlanTemplate)
            if field.name not in ("open", "title", *DAYS)
        }
        days = {name: day.isoformat() if (day := getattr(self, name)) else "" for name in DAYS}
        return {**said, "title": self.title.plain(), **days}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> PlanTemplate:
        """The template that ``plain`` wrote."""
        own = {field.name for field in attrs.fields(cls)} - {"open", "title", *DAYS}
        held: dict[str, Any] = {name: plain[name] for name in own}
        for name in DAYS:
            held[name] = date.fromisoformat(plain[name]) if plain[name] else None
        return cls(**held, title=Text(**plain["title"]))


class Templates:
    """The templates of an area, and which of its rounds were planned by one.

    ``used`` says of a round whose template it follows: the area that offered it, and its id.
    ``since`` is the day from which on the area is held to templates, where somebody said so.
    """

    kinds = frozenset({"template", "template-ended", "template-used", "template-since"})

    def __init__(self) -> None:
        self.by_id: dict[str, PlanTemplate] = {}
        self.used: dict[str, tuple[str, str]] = {}
        self.since: date | None = None

    def apply(self, happened: DiaryEntry) -> None:
        """A template was set or ended, a round was planned by one, or a first day was said."""
        facts = happened.facts
        if happened.kind == "template":
            made = PlanTemplate.of(facts)
            self.by_id[made.id] = made
        elif happened.kind == "template-used":
            self.used[facts["round"]] = (facts["of"], facts["template"])
        elif happened.kind == "template-since":
            self.since = date.fromisoformat(facts["on"])
        elif (known := self.by_id.get(facts["id"])) is not None:
            self.by_id[known.id] = attrs.evolve(known, open=False)

    def template(self, id_: str) -> PlanTemplate:
        """The template of that id, or ``NotListed``."""
        try:
            return self.by_id[id_]
        except KeyError:
            raise NotListed(Text("模板", "template"), id_) from None


def set_template(templates: Templates, template: PlanTemplate) -> DiaryEntry:
    """Offer a template, or change one.

    Raises ``NotPossible`` without a title, ``BadValue`` for limits that cross or days that are not
    in their order.
    """
    require_text(template.id, Text("编号", "the id"))
    require_text(template.title.zh, Text("名称", "the title"))
    if template.maximum is not None and template.maximum < template.minimum:
        raise BadValue("maximum", Text("比至少还少。", "is less than the least."))
    named = [(name, getattr(template, name)) for name in DAYS if getattr(template, name)]
    for (_, before), (name, day) in pairwise(named):
        if day < before:
            raise BadValue(
                name,
                Text("比前一步的日期还早。", "is before the step that comes first."),
                Text("请按公示、开放、截止、公布的顺序填。", "Post, open, close, publish."),
            )
    return DiaryEntry("template", template.plain())


def end_template(templates: Templates, id_: str) -> DiaryEntry:
    """Offer it no longer; rounds that were planned by it stay.  ``NotPossible`` a second time."""
    if not templates.template(id_).open:
        raise rejection(Text("这个模板已经停用。", "this template has ended already."))
    return DiaryEntry("template-ended", {"id": id_})


def use_template(round: str, of: str, template: str) -> DiaryEntry:
    """A round was planned by a template of an area."""
    return DiaryEntry("template-used", {"round": round, "of": of, "template": template})


def say_since(on: date, today: date) -> DiaryEntry:
    """Say from which day on the area is held to templates; ``NotPossible`` for a day to come."""
    if on > today:
        raise rejection(
            Text("这一天还没有到。", "that day has not come yet."),
            Text(
                "请填实际开始参加的日期。",
                "Give the day on which this neighbourhood began to take part.",
            ),
        )
    return DiaryEntry("template-since", {"on": on.isoformat()})
