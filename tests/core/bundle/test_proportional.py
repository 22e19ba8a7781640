"""Rounds decided by the proportional rules: published only where the recount agrees, alone."""

from __future__ import annotations

import random
import zipfile
from io import BytesIO
from typing import Any

import attrs
import pytest

from tickbox_core import Item, Limits, Option, Round, RuleChoice, open_registry
from tickbox_core.bundle import differences
from tickbox_core.desk import Cast, Desk
from tickbox_core.errors import TieRefused
from tickbox_core.testing import desks

tickbox_budget_rules = pytest.importorskip("tickbox_budget_rules")
TIES = ("listed-first", "lexicographic", "lower-cost", "lot:7")


def items(draw: random.Random) -> tuple[Item, ...]:
    """A few priced items, free ones and options among them."""
    return tuple(
        Item(
            f"i{at}",
            f"第{at}项",
            cost=draw.choice([0, 100, 200, 300, 300, 500, 799, 1200]),
            options=tuple(Option(f"o{o}", f"方案{o}") for o in range(draw.choice([0, 0, 0, 2]))),
        )
        for at in range(draw.randint(1, 7))
    )


def choice(draw: random.Random) -> RuleChoice:
    """Any of the three rules, with any parameters that ballots of ticks allow."""
    rule = draw.choice(["equal-shares", "equal-shares", "phragmen", "maximin"])
    given: dict[str, Any] = {}
    if rule == "equal-shares":
        given["utility"] = draw.choice(["cost", "cardinality"])
        given["completion"] = draw.choice(["none", "add1", "add1-utilitarian", "greedy"])
        given["until"] = draw.choice(["exhaustive", "overspending"])
    if draw.random() < 0.3:
        given["ballots"] = "ticks"
    return RuleChoice(rule, given)


def closed(draw: random.Random, plan: Round) -> Desk:
    """A round with ballots of some of twelve electors, closed."""
    plugins = {"tickbox-budget-rules": tickbox_budget_rules}
    desk = desks.desk(registry=open_registry(discover=False, plugins=plugins))
    round = desk.prepare(plan)
    desk.register(desks.ROUND, desks.roll(6, 2))
    desks.open_list(desk, desks.ROUND)
    liked = draw.choice([0.2, 0.5, 0.8])
    for at, slot in enumerate(desk.slots(desks.ROUND)):
        if draw.random() < 0.8:
            ticks = [draw.choice(item.ticks) for item in round.items if draw.random() < liked]
            desk.cast(desks.ROUND, Cast(slot.slot, tuple(ticks), f"k{at}"))
    desk.close(desks.ROUND)
    return desk


def plan(draw: random.Random, tie_break: str) -> Round:
    """A round to be decided by one of the three."""
    return desks.plan(
        items=items(draw),
        limits=Limits(),
        rule=choice(draw),
        places=None,
        budget=draw.choice([0, 500, 1000, 1500, 2500]),
        tie_break=tie_break,
    )


SEEDS = [pytest.param(seed, marks=[pytest.mark.long] if seed >= 60 else []) for seed in range(200)]


@pytest.mark.parametrize("seed", SEEDS)
def test_two_counts_of_a_proportional_rule_agree(seed: int) -> None:
    """Shares, purchases in their order, ties, and what is left over: the same by two routes."""
    draw = random.Random(seed)
    desk = closed(draw, plan(draw, draw.choice(TIES)))
    desk.publish(desks.ROUND)
    assert differences(desk.bundle(desks.ROUND)).status == 0


@pytest.mark.parametrize("seed", range(40))
def test_a_tie_that_goes_back_to_people_is_seen_by_both(seed: int) -> None:
    """Either nothing is published, or nothing was decided by a tie."""
    draw = random.Random(seed)
    desk = closed(draw, plan(draw, "refuse"))
    try:
        outcome = desk.publish(desks.ROUND)
    except TieRefused:
        return
    assert outcome.ties == ()
    assert differences(desk.bundle(desks.ROUND)).status == 0


def test_another_list_than_the_rule_gives_is_found() -> None:
    """Somebody puts one chosen item in the place of another, and says so in the log as well."""
    draw = random.Random(5)
    three = tuple(Item(name, name, cost=400) for name in "abc")
    desk = closed(draw, attrs.evolve(plan(draw, "listed-first"), items=three, budget=1000,
                                     rule=RuleChoice("phragmen")))  # fmt: skip
    desk.publish(desks.ROUND)
    data = desk.bundle(desks.ROUND)
    with zipfile.ZipFile(BytesIO(data)) as whole:
        outcome = whole.read("outcome.json").decode()
    assert outcome.count('"chosen":true') == 2
    other = outcome.replace('"chosen":true', '"chosen":null', 1)
    changed = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as whole, zipfile.ZipFile(changed, "w") as new:
        for name in whole.namelist():
            new.writestr(name, other if name == "outcome.json" else whole.read(name))
    found = differences(changed.getvalue())
    assert found.status == 1 and any("chosen" in said.en for said in found.texts)
