"""A small round decided with a plugin, and read again without it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from tickbox_core.bundle import differences
from tickbox_core.desk import Cast, Desk
from tickbox_core.errors import TickboxError
from tickbox_core.inspection.asking import examples_of
from tickbox_core.inspection.evidence import Finding, Topic
from tickbox_core.model import (
    Area,
    AreaTree,
    Category,
    Item,
    Limits,
    Person,
    Residence,
    Roll,
    Round,
    RuleChoice,
    Unit,
)
from tickbox_core.registry import Registry
from tickbox_core.store import MemoryStore
from tickbox_core.text import Text

NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)


def removal_findings(
    whole: Registry, without: Registry, brought: dict[str, Any]
) -> Iterator[Finding]:
    """What can no longer be read or recounted once the plugin is gone.

    ``brought``: the plugin's own offers by kind, as the registry names kinds.
    """
    rounds = [
        (f"category {key}", _of_category(key, one)) for key, one in brought["policies"].items()
    ]
    rounds += [(f"rule {key}", _of_rule(key)) for key in brought["rules"]]
    for of, plan in rounds:
        store = MemoryStore()
        try:
            opened = _decide_round(store, whole, plan)
        except TickboxError as refused:
            if of.startswith("rule"):
                continue  # it asks for ballots or figures that this small round has not
            yield _cannot(of, refused.text)
            continue
        try:
            later = Desk(store, without, area="n1", clock=lambda: NOON, pepper=b"pepper")
            same = later.outcome(plan.id) == opened
            agrees = differences(later.bundle(plan.id)).status == 0
        except TickboxError as refused:
            yield _cannot(of, refused.text)
            continue
        if not (same and agrees):
            yield _cannot(of, Text("旧结果变了。", "an old result has changed."))


def _of_category(key: str, offered: Any) -> Round:
    examples = examples_of(offered.thing)[:2] or (Item("x", Text("本项", "this item"), "c"),)
    items = tuple(
        Item(f"i{at}", item.title, "c", fields=item.fields, cost=item.cost)
        for at, item in enumerate(examples)
    )
    return _plan(items, RuleChoice("tick-share"), (Category("c", offered.thing.title, key),))


def _places(value: Any) -> Iterator[str]:
    """The areas that scopes in a worked item's fields name."""
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield from one if name == "within" else _places(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _places(one)


def _of_rule(key: str) -> Round:
    items = tuple(Item(name, Text("本项", "this item"), cost=100) for name in "ab")
    return _plan(items, RuleChoice(key), ())


def _plan(items: tuple[Item, ...], rule: RuleChoice, categories: tuple[Category, ...]) -> Round:
    return Round(
        id="r1",
        area="n1",
        title=Text("试轮", "a round"),
        items=items,
        limits=Limits(),
        rule=rule,
        places=None if rule.key != "tick-share" else 1,
        budget=150 if rule.key != "tick-share" else None,
        tie_break="listed-first",
        categories=categories,
    )


def _decide_round(store: MemoryStore, registry: Registry, plan: Round) -> Any:
    drawn = random.Random(7)  # names of a trial that nobody keeps
    areas = sorted({place for item in plan.items for place in _places(item.fields)})
    tree = AreaTree(
        (Area("n1", "neighbourhood", "n1"), *(Area(one, "building", one, "n1") for one in areas))
    )
    desk = Desk(store, registry, area="n1", clock=lambda: NOON, entropy=drawn.randbytes,
                pepper=b"pepper", tree=tree)  # fmt: skip
    desk.prepare(plan)
    units = tuple(
        Unit(f"{area}-{floor}01", area, floor=floor, floor_area=5000)
        for area in areas or ["n1"]
        for floor in range(1, 8)
    )
    people = tuple(Person(f"p{at}") for at, _ in enumerate(units))
    lived = tuple(Residence(person.id, unit.id) for person, unit in zip(people, units, strict=True))
    desk.register(plan.id, Roll(date(2026, 1, 1), units, people, lived))
    desk.open(plan.id)
    for at, slot in enumerate(desk.slots(plan.id)):
        desk.cast(plan.id, Cast(slot.slot, (plan.items[at % len(plan.items)].id,), f"k{at}"))
    desk.close(plan.id)
    return desk.publish(plan.id)


def _cannot(of: str, problem: Text) -> Finding:
    said = Text("移除后读不了旧结果：{why}", "without it an old result is lost: {why}")
    remedy = Text(
        "字段和答案要能存成普通数据。",
        "Keep fields and answers to what can be stored as plain data.",
    )
    return Finding(Topic.REMOVAL, said.filled(why=problem), remedy, of)
