"""A list made from an old one: what is new of its plan is asked, the rest stays as it was."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from tickbox_core.acts.act import Actor
from tickbox_core.categories import a_count, a_day, a_line, an_hour, money
from tickbox_core.components.lists import RoundAnswer
from tickbox_core.declarations import new_id, refers_to, refers_to_several
from tickbox_core.desk import Desk
from tickbox_core.desk.posting import NewPlan
from tickbox_core.model import Limits
from tickbox_core.text import Text
from tickbox_core.workflow.deadlines import END_HELP

AS_BEFORE = Text("不填就和原来一样。", "Left empty it is as in the old one.")


@attrs.frozen
class CloneRound:
    """A new list from an old one; what is not given of its plan is as in the old one."""

    round: str = refers_to("round", "原轮次", "old round")
    id: str = new_id("round", "新编号", "new id")
    title: Text = a_line("名称", "title")
    items: tuple[str, ...] = refers_to_several(
        "item", "保留的事项", "items kept", within="round", noted=False, default=()
    )
    minimum: int | None = a_count("至少勾几项", "ticks at least", default=None, help=AS_BEFORE)
    maximum: int | None = a_count("最多勾几项", "ticks at most", default=None, help=AS_BEFORE)
    ballot_budget: int | None = money(
        "每张选票最多可用金额", "money that a ballot may spend", default=None, help=AS_BEFORE
    )
    places: int | None = a_count("入选名额", "places", default=None, help=AS_BEFORE)
    budget: int | None = money("预算", "budget", default=None, help=AS_BEFORE)
    ties: str = refers_to(
        "tie-break", "并列处理办法", "tie-break", noted=False, default="", help=AS_BEFORE
    )
    notice_days: int | None = a_count("公示天数", "days of posting", default=None, help=AS_BEFORE)
    objection_days: int | None = a_count(
        "结果异议天数", "days for objections", default=None, help=AS_BEFORE
    )
    closes: date | None = a_day("打钩最后一天", "last day of ticking", default=None)
    closes_at: str = an_hour("截止钟点", "hour of closing", default="", help=END_HELP)


def clone(desk: Desk, given: CloneRound, actor: Actor) -> Any:
    """Save the new list."""
    old = desk.round(given.round).limits
    minimum = old.minimum if given.minimum is None else given.minimum
    maximum = old.maximum if given.maximum is None else given.maximum
    budget = old.budget if given.ballot_budget is None else given.ballot_budget
    plan = NewPlan(limits=Limits(minimum, maximum, old.tiers, old.categories, budget))
    if given.places is not None:
        plan["places"] = given.places
    if given.budget is not None:
        plan["budget"] = given.budget
    if given.ties:
        plan["tie_break"] = given.ties
    if given.notice_days is not None:
        plan["notice_days"] = given.notice_days
    if given.objection_days is not None:
        plan["objection_days"] = given.objection_days
    if given.closes is not None:
        plan["closes"] = given.closes
    if given.closes_at:
        plan["closes_at"] = given.closes_at
    made = desk.posting.clone(given.round, given.id, given.title, given.items or None, **plan)
    return RoundAnswer.of(made)
