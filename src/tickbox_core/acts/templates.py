"""A round planned by a template that the town, or the desk itself, offers."""

from __future__ import annotations

from typing import Any

import attrs

from tickbox_core.acts import planning
from tickbox_core.acts.act import Act, Actor
from tickbox_core.acts.planning import APlan
from tickbox_core.categories import a_line
from tickbox_core.components.lists import RoundAnswer
from tickbox_core.components.templates import TemplateService, find_offered
from tickbox_core.declarations import new_id, refers_to
from tickbox_core.desk import Desk
from tickbox_core.errors import DuplicateId
from tickbox_core.text import EMPTY, Text


@attrs.frozen
class PlanByTemplate:
    """A template, and what the round is to be called; its plan may be changed like any other.

    Of a template that says ``lot`` each round draws a seed of its own.
    """

    template: str = refers_to("template-offered", "模板", "template", noted=False)
    id: str = new_id("round", "编号", "id")
    title: Text = a_line("名称", "title", default=EMPTY)


def _plan(desk: Desk, given: PlanByTemplate, actor: Actor) -> Any:
    if given.id in {one.id for one in desk.rounds()}:
        raise DuplicateId("round", given.id)
    area, template = find_offered(desk, given.template)
    wanted = APlan(
        id=given.id,
        title=given.title or template.title,
        minimum=template.minimum,
        maximum=template.maximum,
        places=template.places,
        notice_days=template.notice_days,
        objection_days=template.objection_days,
        ties=f"lot:{desk.draw_seed()}" if template.ties == "lot" else template.ties,
        jurisdiction=template.jurisdiction,
        closes=template.closes,
    )
    made = planning.make(desk, wanted)
    desk.service(TemplateService).mark_used(given.id, area, template.id)
    return made


ACTS = (
    Act(
        "round/by-template",
        Text("按模板拟定一轮", "plan a round by a template"),
        PlanByTemplate,
        _plan,
        answer=RoundAnswer,
    ),
)
