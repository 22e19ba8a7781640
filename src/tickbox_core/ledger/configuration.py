"""A round's plan as its first entry, and back: the ledger alone tells what was frozen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from tickbox_core.errors import BadValue
from tickbox_core.ledger.canonical import plain
from tickbox_core.model import (
    Category,
    CategoryLimits,
    Eligible,
    Item,
    Limits,
    Option,
    Picture,
    PluginVersion,
    Round,
    RuleChoice,
    TieOfRound,
    TierLimits,
)
from tickbox_core.text import Text

FORMAT, OF_A_RUN_OFF, OF_MORE_LIMITS = 1, 2, 3
"""Whoever does not know what a plan says must not read it: whose tie a run-off settles, and limits
by category or a money cart on each ballot (of a run-off or not)."""


def configuration(round: Round, rule_version: str, rule_plugin: PluginVersion) -> dict[str, Any]:
    """The plan of a round and the versions that carry it out.

    Raises ``BadValue`` where a field of an item or a parameter is not plain (see ``canonical``).
    """
    entry: dict[str, Any] = plain(
        {
            "kind": "configuration",
            "format": _format(round),
            "cycle": round.id,
            "area": round.area,
            "title": round.title.plain(),
            "demonstration": round.demonstration,
            "categories": [_category(category) for category in round.categories],
            "items": [_item(item) for item in round.items],
            "limits": _limits(round.limits),
            "rule": {
                "key": round.rule.key,
                "version": rule_version,
                "plugin": _plugin(rule_plugin),
                "parameters": round.rule.parameters,
            },
            "places": round.places,
            "budget": round.budget,
            "tie_break": round.tie_break,
            "revisable": round.revisable,
            "jurisdiction": round.jurisdiction,
            "posting": {
                "notice_days": round.notice_days,
                "objection_days": round.objection_days,
            },
            "rehearsal": round.rehearsal,
            **_said_eligible(round.eligible),
            **({"proxies": round.proxies} if round.proxies else {}),
            **_said_times(round),
            **({"by_hand": True} if round.by_hand else {}),
            **({"settles": attrs.asdict(round.settles)} if round.settles else {}),
            "plugins": [_plugin(plugin) for plugin in round.plugins],
        },
        f"round {round.id}",
    )
    return entry


def read_configuration(entry: Mapping[str, Any]) -> Round:
    """The plan that ``configuration`` wrote, as a round being listed.

    Raises ``BadValue`` for an entry of another kind or format, or with parts missing.
    """
    wanted = _format_of(entry)
    if entry.get("kind") != "configuration" or entry.get("format") != wanted:
        raise BadValue(
            "configuration",
            Text(f"不是格式{wanted}的配置记录。", f"it is no configuration of format {wanted}."),
            Text("请用较新的版本打开。", "Open it with a newer version."),
        )
    try:
        return _round(entry)
    except (KeyError, TypeError, AttributeError) as problem:
        said = Text(f"缺少内容或类型不对：{problem}。", f"a part is missing or wrong: {problem}.")
        raise BadValue("configuration", said) from None


def _round(entry: Mapping[str, Any]) -> Round:
    return Round(
        id=entry["cycle"],
        area=entry["area"],
        title=Text(**entry["title"]),  # not Text.of: an empty half stays empty
        items=tuple(_read_item(item) for item in entry["items"]),
        categories=tuple(Category(**_with_words(category)) for category in entry["categories"]),
        limits=_read_limits(entry["limits"]),
        rule=RuleChoice(entry["rule"]["key"], entry["rule"]["parameters"]),
        places=entry["places"],
        budget=entry["budget"],
        tie_break=entry["tie_break"],
        revisable=entry["revisable"],
        demonstration=entry["demonstration"],
        jurisdiction=entry["jurisdiction"],
        rehearsal=entry["rehearsal"],
        eligible=_eligible(entry.get("eligible")),
        proxies=entry.get("proxies", 0),
        **_read_times(entry),
        by_hand=entry.get("by_hand", False),
        settles=TieOfRound(**entry["settles"]) if "settles" in entry else None,
        **entry["posting"],
        plugins=tuple(PluginVersion(**plugin) for plugin in entry["plugins"]),
    )


_HOURS = ("closes_at", "opens_at", "ends")
_EXTENDING = ("extensions", "extension_days")


def _said_times(round: Round) -> dict[str, Any]:
    """When ticking begins and ends, and how far that can be put off: what is announced of it."""
    days = {"closes": round.closes, "opens": round.opens}
    said: dict[str, Any] = {name: day.isoformat() for name, day in days.items() if day}
    plain = {name: getattr(round, name) for name in (*_HOURS, *_EXTENDING)}
    return {**said, **{name: value for name, value in plain.items() if value}}


def _read_times(entry: Mapping[str, Any]) -> dict[str, Any]:
    days = {name: date.fromisoformat(entry[name]) for name in ("closes", "opens") if name in entry}
    return {**days, **{name: entry[name] for name in (*_HOURS, *_EXTENDING) if name in entry}}


def _format(round: Round) -> int:
    if round.limits.categories or round.limits.budget is not None:
        return OF_MORE_LIMITS
    return OF_A_RUN_OFF if round.settles else FORMAT


def _format_of(entry: Mapping[str, Any]) -> int:
    """The format that says what an entry says."""
    limits = entry.get("limits")
    if isinstance(limits, Mapping) and ("categories" in limits or "budget" in limits):
        return OF_MORE_LIMITS
    return OF_A_RUN_OFF if "settles" in entry else FORMAT


def _limits(limits: Limits) -> dict[str, Any]:
    tiers = [attrs.asdict(tier) for tier in limits.tiers]
    categories = [
        {**attrs.asdict(one, recurse=False), "title": one.title.plain()}
        for one in limits.categories
    ]
    return {
        "minimum": limits.minimum,
        "maximum": limits.maximum,
        **({"tiers": tiers} if tiers else {}),
        **({"categories": categories} if categories else {}),
        **({} if limits.budget is None else {"budget": limits.budget}),
    }


def _read_limits(plain: Mapping[str, Any]) -> Limits:
    tiers = tuple(TierLimits(**tier) for tier in plain.get("tiers", ()))
    categories = tuple(CategoryLimits(**_with_words(one)) for one in plain.get("categories", ()))
    return Limits(plain["minimum"], plain["maximum"], tiers, categories, plain.get("budget"))


def _said_eligible(eligible: Eligible) -> dict[str, Any]:
    """Who may tick, where that is not simply everybody on the roll."""
    if eligible == Eligible():
        return {}
    return {"eligible": {**eligible.plain(), "text": eligible.text.plain()}}


def _eligible(plain: Mapping[str, Any] | None) -> Eligible:
    if plain is None:
        return Eligible()
    return Eligible.of_plain({name: value for name, value in plain.items() if name != "text"})


def _category(category: Category) -> dict[str, Any]:
    return {"key": category.key, "title": category.title.plain(), "policy": category.policy}


def _item(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.title.plain(),
        "category": item.category,
        "description": item.description.plain(),
        "place": item.place.plain(),
        "cost": item.cost,
        "options": [_option(option) for option in item.options],
        "fields": item.fields,
        "funding": item.funding,
        "scope": item.scope,
        "tier": item.tier,
        "pictures": [picture.plain() for picture in item.pictures],
    }


def _option(option: Option) -> dict[str, Any]:
    origin = {"origin": option.origin.plain()} if option.origin else {}
    return {"id": option.id, "title": option.title.plain(), "cost": option.cost, **origin}


def _read_item(item: Mapping[str, Any]) -> Item:
    options = tuple(Option(**_with_words(option)) for option in item["options"])
    pictures = tuple(Picture(**_with_words(picture)) for picture in item["pictures"])
    return Item(**{**_with_words(item), "options": options, "pictures": pictures})


def _with_words(plain: Mapping[str, Any]) -> dict[str, Any]:
    words = {name: Text(**plain[name]) for name in _WORDS if name in plain}
    return {**plain, **words}


_WORDS = ("title", "description", "place", "shows", "origin")


def _plugin(plugin: PluginVersion) -> dict[str, str]:
    return {"name": plugin.name, "version": plugin.version}
