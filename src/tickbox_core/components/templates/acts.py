"""Acts on templates: offered and changed by a town, listed for whoever plans."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from tickbox_core.categories import a_count, a_day, a_line
from tickbox_core.components.templates.public import SinceAnswer, TemplateAnswer, TemplateNamed
from tickbox_core.components.templates.service import TemplateService, offered_to
from tickbox_core.components.templates.state import PlanTemplate
from tickbox_core.declarations import Act, ListOf, Role, new_id, refers_to
from tickbox_core.declarations.acts import Change, Standing
from tickbox_core.declarations.fields import NoFields
from tickbox_core.errors import NotListed
from tickbox_core.text import Text
from tickbox_core.workflow import Actor
from tickbox_core.workflow.changing import UNSET, clearing, plain_of_thing
from tickbox_core.workflow.desks import ComponentDesk


@attrs.frozen
class SetTemplate:
    """How rounds are to be, and by when; neighbourhoods below may plan theirs by it."""

    id: str = new_id("template", "编号", "id")
    title: Text = a_line("名称", "title")
    minimum: int = a_count("至少勾几项", "ticks at least", default=0)
    maximum: int | None = a_count("最多勾几项", "ticks at most", default=None)
    places: int | None = a_count("入选名额", "places", default=None)
    notice_days: int = a_count("公示天数", "days of posting", default=0)
    objection_days: int = a_count("结果异议天数", "days for objections", default=0)
    ties: str = refers_to("tie-break", "并列处理办法", "tie-break", noted=False, default="refuse")
    jurisdiction: str = refers_to(
        "jurisdiction", "法律依据", "jurisdiction", noted=False, default=""
    )
    post_by: date | None = a_day("最迟哪天公示", "list posted by", default=None)
    open_by: date | None = a_day("最迟哪天开放", "open by", default=None)
    closes: date | None = a_day("打钩最后一天", "last day of ticking", default=None)
    publish_by: date | None = a_day("最迟哪天公布结果", "result published by", default=None)
    unset: tuple[str, ...] = clearing()


@attrs.frozen
class EndTemplate:
    """The id of a template."""

    id: str = refers_to("template", "模板", "template", states=("open",))


@attrs.frozen
class SaySince:
    """From which day on this neighbourhood takes part, and is held to the days of templates."""

    on: date = a_day("从哪天起", "since")


def _say_since(desk: ComponentDesk, given: SaySince, actor: Actor) -> Any:
    desk.service(TemplateService).say_since(given.on, desk.context.today())
    return SinceAnswer(given.on)


def _there(desk: ComponentDesk, named: Mapping[str, Any]) -> Standing | None:
    try:
        found = desk.service(TemplateService).template(named["id"])
    except NotListed:
        return None
    values = attrs.asdict(found, recurse=False)
    del values["open"]
    return Standing(plain_of_thing(SetTemplate, values), found, own=found.open)


def _set(desk: ComponentDesk, given: SetTemplate, actor: Actor, standing: Standing | None) -> Any:
    values = attrs.asdict(given, recurse=False, filter=attrs.filters.exclude(UNSET))
    service = desk.service(TemplateService)
    if standing is None:
        service.set_template(PlanTemplate(**values))
    else:
        changed = {name: values[name] for name in standing.touched}
        template = attrs.evolve(standing.base, open=True, **changed)
        service.set_template(template, replaces=standing.base)
    return TemplateNamed(given.id)


def _end(desk: ComponentDesk, given: EndTemplate, actor: Actor) -> Any:
    desk.service(TemplateService).end_template(given.id)
    return TemplateNamed(given.id)


def _list_offered(desk: ComponentDesk, given: NoFields, actor: Actor) -> Any:
    return [TemplateAnswer.of(name, one) for name, one in offered_to(desk).items()]


_TOWN = (Role.TOWN,)

ACTS = (
    Act(
        "template/set",
        Text("设置模板", "set a template"),
        SetTemplate,
        _set,
        also=_TOWN,
        change=Change(("id",), _there),
        answer=TemplateNamed,
    ),
    Act("template/end", Text("停用模板", "end a template"), EndTemplate, _end, also=_TOWN,
        answer=TemplateNamed),
    Act(
        "template/since",
        Text("登记从哪天起按模板办", "say since when templates hold here"),
        SaySince,
        _say_since,
        also=_TOWN,
        answer=SinceAnswer,
        about=Text(
            "早于这一天的模板日期不算晚。没有登记的，按建立数据文件那天；那天也没有记下的，每个日期都算。",
            "Days of templates before it are not held against this neighbourhood. Where it was "
            "not said the day holds on which its file was made; where that is not known either, "
            "every day does.",
        ),
    ),
    Act(
        "template/offered",
        Text("可用的模板", "templates on offer"),
        NoFields,
        _list_offered,
        Role.ANYBODY,
        reads=True,
        answer=ListOf(TemplateAnswer),
    ),
)  # fmt: skip
