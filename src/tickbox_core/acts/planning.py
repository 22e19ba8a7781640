"""Planning a round: what is asked, how a plan stands, and what changes of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import attrs

from tickbox_core.acts.act import Actor
from tickbox_core.acts.states import FORMING
from tickbox_core.categories import (
    a_count,
    a_day,
    a_line,
    a_table,
    an_hour,
    fields_of,
    money,
    one_of,
    some_of,
    yes_no,
)
from tickbox_core.components.lists import RoundAnswer
from tickbox_core.declarations import FieldsOf, by_reference, new_id, refers_to
from tickbox_core.declarations.acts import Standing
from tickbox_core.declarations.fields import Name, NoFields, a_name, named_values
from tickbox_core.desk import Desk, item_categories
from tickbox_core.desk.settling import TIED
from tickbox_core.errors import NotListed, NotPossible
from tickbox_core.model import (
    Category,
    CategoryLimits,
    Eligible,
    Limits,
    Round,
    RuleChoice,
    State,
    TierLimits,
)
from tickbox_core.model.eligibility import ROLES
from tickbox_core.text import EMPTY, Text, join_texts
from tickbox_core.workflow.changing import clearing, plain_of_thing
from tickbox_core.workflow.deadlines import END_HELP

AGES = {
    "ask": Text("查清再开放", "look them up before opening"),
    "admit": Text("允许参与", "may tick"),
    "leave-out": Text("不参与", "may not tick"),
}


@attrs.frozen
class ATierLimit:
    """How many items of one tier a ballot may tick."""

    tier: str = a_name("层级", "tier")
    minimum: int = a_count("至少", "at least", default=0)
    maximum: int | None = a_count("至多", "at most", default=None)


@attrs.frozen
class ACategoryLimit:
    """How many items of one category a ballot may tick."""

    category: str = a_name("类别", "category")
    minimum: int = a_count("至少", "at least", default=0)
    maximum: int | None = a_count("至多", "at most", default=None)


BY_HAND = Text(
    "选“否”：到截止时间后，发出的票都对上了就自动截止，没有发过票的到点就截止。"
    "选“是”：到点停止网上收票，等有人确认票都齐了再截止。",
    "No: behind the announced hour it closes by itself once all sheets handed out add up, and at "
    "the hour itself where none were. Yes: nothing is taken online any more then, and it closes "
    "when somebody says that everything is in.",
)
CART = Text(
    "勾选的事项（方案按方案）费用合计不能超过它；每项都要写费用。",
    "What a ballot ticks may not cost more, an option what the option costs; every item needs its "
    "cost.",
)


@attrs.frozen
class PlanParts:
    """What a round is planned with, whether it is new or changed."""

    title: Text = a_line("名称", "title")
    minimum: int = a_count("至少勾几项", "ticks at least", default=0)
    maximum: int | None = a_count("最多勾几项", "ticks at most", default=None)
    places: int | None = a_count("入选名额", "places", default=None)
    budget: int | None = money("预算", "budget", default=None)
    rule: str = refers_to(
        "rule", "计票规则", "rule", noted=False, decides=True, default="tick-share"
    )
    parameters: dict[str, Any] | None = named_values(
        "规则参数", "its parameters", default=None, refers=FieldsOf("rule")
    )
    ties: str = refers_to("tie-break", "并列处理办法", "tie-break", noted=False, default="refuse")
    categories: tuple[tuple[str, str], ...] = by_reference(
        "policy", "类别及规程", "categories and policies", Name(), noted=False, default=()
    )
    jurisdiction: str = refers_to(
        "jurisdiction", "法律依据", "jurisdiction", noted=False, default=""
    )
    notice_days: int = a_count("公示天数", "days of posting", default=0)
    objection_days: int = a_count("结果异议天数", "days for objections", default=0)
    revisable: bool = yes_no("截止前可以改", "may be changed until closing", default=False)
    tier_limits: tuple[ATierLimit, ...] = a_table(
        "分层级的勾选限制", "limits by tier", ATierLimit, default=()
    )
    category_limits: tuple[ACategoryLimit, ...] = a_table(
        "分类别的勾选限制", "limits by category", ACategoryLimit, default=()
    )
    ballot_budget: int | None = money(
        "每张选票最多可用金额", "money that a ballot may spend", default=None, help=CART
    )
    least_age: int | None = a_count("年满几岁", "least age", default=None)
    roles: tuple[str, ...] = some_of("哪些人参与", "who may tick", ROLES, default=())
    owners: bool = yes_no("不住在此的业主也参与", "owners who live elsewhere too", default=False)
    proxies: int = a_count("一人最多代几人", "principals of one proxy", default=0)
    closes: date | None = a_day("打钩最后一天", "last day of ticking", default=None)
    closes_at: str = an_hour("截止钟点", "hour of closing", default="", help=END_HELP)
    opens: date | None = a_day("自动开放的日期", "opens by itself on", default=None)
    opens_at: str = an_hour("自动开放的钟点", "hour of opening", default="")
    extensions: int = a_count("最多延期几次", "may be put off how often", default=0)
    extension_days: int = a_count("每次最多延几天", "by how many days each time", default=0)
    by_hand: bool = yes_no(
        "有不在这里登记的纸质票或合计表",
        "paper or count sheets come in that are not registered here",
        default=False,
        help=BY_HAND,
    )
    unknown_age: str = one_of("年龄不详的", "people of unknown age", AGES, default="ask")


def _named_first(cls: type, fields: list[Any]) -> list[Any]:
    """Which round it is stands in front of what is said of it."""
    return sorted(fields, key=lambda one: one.name not in ("id", "round"))


@attrs.frozen(kw_only=True, field_transformer=_named_first)
class APlan(PlanParts):
    """The plan of a new round; items are added one by one, or from a table."""

    id: str = new_id("round", "编号", "id")


@attrs.frozen(kw_only=True, field_transformer=_named_first)
class APlanChanged(PlanParts):
    """The plan of a round that is not open; what is not given stays as it is."""

    round: str = refers_to("round", "轮次", "round", states=FORMING, decides=True)
    unset: tuple[str, ...] = clearing()


def find(desk: Desk, named: Mapping[str, Any]) -> Standing | None:
    """The plan of a round as it stands."""
    try:
        round = desk.round(named["round"])
    except NotListed:
        return None
    values = {"round": round.id, **_values(round)}
    return Standing(plain_of_thing(APlanChanged, values), round)


def _values(round: Round) -> dict[str, Any]:
    """A plan by the fields that ask for it."""
    limits, eligible = round.limits, round.eligible
    return {
        "title": round.title,
        "minimum": limits.minimum,
        "maximum": limits.maximum,
        "tier_limits": tuple(ATierLimit(t.tier, t.minimum, t.maximum) for t in limits.tiers),
        "category_limits": tuple(
            ACategoryLimit(c.category, c.minimum, c.maximum) for c in limits.categories
        ),
        "ballot_budget": limits.budget,
        "places": round.places,
        "budget": round.budget,
        "rule": round.rule.key,
        "parameters": round.rule.parameters or None,
        "ties": round.tie_break,
        "categories": tuple((one.key, one.policy) for one in round.categories),
        "jurisdiction": round.jurisdiction,
        "notice_days": round.notice_days,
        "objection_days": round.objection_days,
        "revisable": round.revisable,
        "least_age": eligible.least_age,
        "roles": eligible.roles,
        "owners": eligible.owners,
        "unknown_age": eligible.unknown_age,
        "proxies": round.proxies,
        "closes": round.closes,
        "closes_at": round.closes_at,
        "opens": round.opens,
        "opens_at": round.opens_at,
        "extensions": round.extensions,
        "extension_days": round.extension_days,
        "by_hand": round.by_hand,
    }


_MADE_OF = {
    "title": ("title",),
    "categories": ("categories",),
    "limits": (
        "minimum",
        "maximum",
        "tier_limits",
        "category_limits",
        "ballot_budget",
        "categories",
    ),
    "eligible": ("least_age", "roles", "owners", "unknown_age"),
    "rule": ("rule", "parameters"),
    "places": ("places",),
    "budget": ("budget",),
    "tie_break": ("ties",),
    "revisable": ("revisable",),
    "jurisdiction": ("jurisdiction",),
    "notice_days": ("notice_days",),
    "objection_days": ("objection_days",),
    "proxies": ("proxies",),
    "closes": ("closes",),
    "closes_at": ("closes_at",),
    "opens": ("opens",),
    "opens_at": ("opens_at",),
    "extensions": ("extensions",),
    "extension_days": ("extension_days",),
    "by_hand": ("by_hand",),
}
"""Each part of a plan, and the fields that it is made of."""


def make(desk: Desk, given: APlan) -> RoundAnswer:
    """Save a new plan; ``ChangedMeanwhile`` where somebody has just made a round of that id."""
    made = Round(id=given.id, area=desk.area, items=(), **_parts(desk, given, ()))
    return RoundAnswer.of(desk.prepare(made, None))


def plan(desk: Desk, given: APlan, actor: Actor) -> Any:
    """Save a new plan; of a round that is there, only what stands can be said once more."""
    try:
        there = desk.round(given.id)
    except NotListed:
        return make(desk, given)
    _says_nothing_else(there, given)
    return RoundAnswer.of(there)


_CHANGE_IT = Text(
    "要修改请用 round/change；要另开一轮请换编号。",
    "Change it with round/change; give a new round another id.",
)
_ANOTHER_ID = Text("新的一轮请换编号。", "Give a new round another id.")


def _says_nothing_else(there: Round, given: APlan) -> None:
    """Refuse a plan under the id of a round that is planned otherwise."""
    stands = _values(there)
    other = [
        one.label
        for one in fields_of(APlan)
        if one.name != "id" and _differs(getattr(given, one.name), stands[one.name], one.default)
    ]
    if other:
        raise NotPossible(
            Text(
                "已有一轮“{id}”，内容不同：{other}。",
                "there is a round '{id}' already, and not the same: {other}.",
            ).filled(id=there.id, other=join_texts(other, "、", ", ")),
            _CHANGE_IT if there.state is State.LISTING else _ANOTHER_ID,
        )


def _differs(given: Any, stands: Any, default: Any) -> bool:
    """Whether a field says something, and not what stands; words may say one language of two."""
    said = given.over(stands) if isinstance(given, Text) else given
    return bool(given != default and said != stands)


def change(desk: Desk, given: APlanChanged, actor: Actor, standing: Standing | None) -> Any:
    """Change what is given of a plan that stands."""
    if standing is None:
        raise NotListed(Text("这一轮打钩", "round"), given.round)
    old: Round = standing.base
    parts = _parts(desk, given, old.categories)
    changed = {
        part: parts[part]
        for part, fields in _MADE_OF.items()
        if standing.touched.intersection(fields)
    }
    item_categories.keep_known(old, changed.get("categories", old.categories))
    made = desk.prepare(attrs.evolve(old, **changed))
    return RoundAnswer.of(made, desk.posting.to_post_again(made.id))


def _by_category(
    given: Iterable[ACategoryLimit], categories: Iterable[Category]
) -> tuple[CategoryLimits, ...]:
    """The limits of categories, each with what people call it."""
    titles = {one.key: one.title for one in categories}
    return tuple(
        CategoryLimits(one.category, one.minimum, one.maximum, titles.get(one.category, EMPTY))
        for one in given
    )


def _categories(
    desk: Desk, given: Iterable[tuple[str, str]], known: Iterable[Category]
) -> tuple[Category, ...]:
    """Categories with their titles: a key in words of its own is one, else it is the policy's.

    Where several would be called the same the key stands beside, so that a limit, a heading and a
    cell of a table mean one of them.  A category that stands keeps its title, also where its policy
    is not installed any more.
    """
    stands = {(one.key, one.policy): one.title for one in known}
    titles = {
        (key, policy): stands.get((key, policy)) or _own_words(key) or desk.category_title(policy)
        for key, policy in given
    }
    beside = Text("{title}（{key}）", "{title} ({key})")
    alike = Counter(titles.values())
    return tuple(
        Category(key, beside.filled(title=title, key=key) if alike[title] > 1 else title, policy)
        for (key, policy), title in titles.items()
    )


def _own_words(key: str) -> Text:
    """A key that is words, not a short name; ``EMPTY`` for any other."""
    return EMPTY if _SHORT_NAME.fullmatch(key) else Text.of(key)


_SHORT_NAME = re.compile(r"[A-Za-z0-9._-]+")


def _parts(desk: Desk, given: PlanParts, known: tuple[Category, ...]) -> dict[str, Any]:
    tiers = tuple(TierLimits(one.tier, one.minimum, one.maximum) for one in given.tier_limits)
    categories = _categories(desk, given.categories, known)
    return {
        "title": given.title,
        "categories": categories,
        "limits": Limits(
            given.minimum,
            given.maximum,
            tiers,
            _by_category(given.category_limits, categories),
            given.ballot_budget,
        ),
        "eligible": Eligible(given.least_age, given.roles, given.owners, given.unknown_age),
        "rule": RuleChoice(given.rule, given.parameters or {}),
        "places": given.places,
        "budget": given.budget,
        "tie_break": given.ties,
        "revisable": given.revisable,
        "jurisdiction": given.jurisdiction,
        "notice_days": given.notice_days,
        "objection_days": given.objection_days,
        "proxies": given.proxies,
        "closes": given.closes,
        "closes_at": given.closes_at,
        "opens": given.opens,
        "opens_at": given.opens_at,
        "extensions": given.extensions,
        "extension_days": given.extension_days,
        "by_hand": given.by_hand,
    }


def rounds(desk: Desk, given: NoFields, actor: Actor) -> list[RoundAnswer]:
    """Every round in short, a posted tie in words."""
    return [
        RoundAnswer.of(round, tied=TIED if desk.posted_tie(round.id) else EMPTY)
        for round in desk.rounds()
    ]
