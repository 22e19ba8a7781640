"""Every rule of the core is counted twice: what the desk publishes, the recount finds alone."""

from __future__ import annotations

import random
from typing import Any

import attrs
import pytest

from tickbox_core import Item, Limits, Option, Round, RuleChoice
from tickbox_core.bundle import differences
from tickbox_core.desk import Cast, Desk
from tickbox_core.errors import NotReady
from tickbox_core.testing import desks

TIES = ("listed-first", "lexicographic", "lower-cost", "lot:7")


def items(draw: random.Random, priced: bool) -> tuple[Item, ...]:
    """A few items: categories, tiers, costs (one unknown, unless all are priced), options."""
    costs = [0, 1, 2, 3, 4, 5, *([] if priced else [None])]
    return tuple(
        Item(
            f"i{at}",
            f"第{at}项",
            category=draw.choice("ab"),
            cost=draw.choice(costs),
            options=tuple(Option(f"o{o}", f"方案{o}") for o in range(draw.choice([0, 0, 0, 2, 3]))),
            tier=draw.choice(["street", "local", ""]),
        )
        for at in range(draw.randint(1, 6))
    )


def choosing(draw: random.Random, listed: tuple[Item, ...]) -> dict[str, Any]:
    """Some of the constraints that a ranking can choose by."""
    some: dict[str, Any] = {
        "threshold": draw.choice([0, 1, 2, "50%", ">1/3", ">1", "10%", "12.5%"]),
        "quotas": {"a": draw.randint(0, 2)},
        "tiers": {
            "street": {"budget": draw.randint(0, 8)},
            "local": {"places": draw.randint(0, 2)},
        },
        "exclusive": [["i0", "i1"]] if len(listed) > 1 else [],
        "unfit": draw.choice(["skip", "stop"]),
    }
    return {name: value for name, value in some.items() if draw.random() < 0.4}


def plan(draw: random.Random) -> Round:
    """A round with any rule of the core that counts ticks, and any of its parameters."""
    rule = draw.choice(["tick-share", "tick-count", "greedy-votes", "greedy-ratio"])
    greedy = rule.startswith("greedy")
    listed = items(draw, priced=greedy)
    if greedy:
        given: dict[str, Any] = {"unfit": draw.choice(["skip", "stop"])}
        given["threshold"] = draw.randint(0, 3)
        if len(listed) > 1 and draw.random() < 0.5:
            given["exclusive"] = [[item.id for item in listed[:3]]]
    else:
        given = choosing(draw, listed)
    if rule == "tick-share":
        given["base"] = draw.choice(["participants", "registered", "households"])
    return desks.plan(
        items=listed,
        limits=Limits(),
        rule=RuleChoice(rule, given),
        places=None if greedy else draw.choice([None, 1, 2, 3]),
        budget=draw.choice([5, 8, 12]) if greedy or draw.random() < 0.3 else None,
        tie_break=draw.choice(TIES),
    )


def decided(draw: random.Random) -> Desk:
    """A round with ballots of some of six electors, published."""
    desk = desks.desk()
    round = desk.prepare(plan(draw))
    desk.register(desks.ROUND, desks.roll(3, 2))
    desks.open_list(desk, desks.ROUND)
    for at, slot in enumerate(desk.slots(desks.ROUND)):
        if draw.random() < 0.75:
            ticks = [draw.choice(item.ticks) for item in round.items if draw.random() < 0.5]
            desk.cast(desks.ROUND, Cast(slot.slot, tuple(ticks), f"k{at}"))
    desk.close(desks.ROUND)
    desk.publish(desks.ROUND)
    return desk


SEEDS = [pytest.param(seed, marks=[pytest.mark.long] if seed >= 50 else []) for seed in range(150)]


@pytest.mark.parametrize("seed", SEEDS)
def test_two_counts_of_any_rule_agree(seed: int) -> None:
    """Ranks, shares, options, ties, who is chosen, and what it costs: the same by two routes."""
    desk = decided(random.Random(seed))
    assert differences(desk.bundle(desks.ROUND)).status == 0


def test_a_rule_that_cannot_count_the_list_does_not_open_it() -> None:
    """A budget rule without a budget, a rule without a recount: found before anybody has ticked."""
    for choice, said in (("greedy-votes", "budget"), ("borda", "recount does not confirm")):
        desk = desks.desk()
        listed = tuple(attrs.evolve(item, cost=1) for item in desks.plan().items)
        desk.prepare(desks.plan(items=listed, rule=RuleChoice(choice)))
        desk.register(desks.ROUND, desks.roll())
        with pytest.raises(NotReady, match=said):
            desks.open_list(desk, desks.ROUND)
