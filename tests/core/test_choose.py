"""``choose``: plain values in, a list within the budget out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tickbox_core import choose, open_registry
from tickbox_core.errors import BadValue, TieRefused, UnknownName

ITEMS = [
    {"id": "gate", "cost": 600},
    {"id": "garden", "cost": 400},
    {"id": "ramp", "cost": 250},
]
BALLOTS = [
    {"voter": "r1", "ticks": ["gate", "garden"]},
    {"voter": "r2", "ticks": ["gate", "garden"]},
    {"voter": "r3", "ticks": ["gate"]},
    {"voter": "r4", "ticks": ["ramp"]},
]


@pytest.mark.parametrize(
    ("budget", "selected"),
    [(599, ["garden"]), (600, ["gate"]), (601, ["gate"]), (1_000, ["gate", "garden"]), (0, [])],
)
def test_just_under_on_and_over_the_budget(budget: int, selected: list[str]) -> None:
    """What costs exactly the budget is chosen; the answer goes into JSON."""
    answer = choose(ITEMS, BALLOTS, budget=budget)
    assert answer["selected"] == selected
    assert answer["budget"] == budget
    assert json.loads(json.dumps(answer)) == answer


@pytest.mark.parametrize("rule", ["equal-shares", "phragmen"])
def test_rules_of_a_plugin(rule: str) -> None:
    """A registry brings proportional rules: a quarter of the voters has its ramp."""
    plugin = pytest.importorskip("tickbox_budget_rules")
    registry = open_registry(discover=False, plugins={"budget-rules": plugin})
    answer = choose(ITEMS, BALLOTS, budget=1_000, rule=rule, registry=registry, ties="listed-first")
    assert answer["selected"] == ["gate", "ramp"]


def test_nobody_voting_and_ties() -> None:
    """Without ballots all are tied: refused, or settled by the tie-break named."""
    with pytest.raises(TieRefused):
        choose(ITEMS, [], budget=1_000)
    assert choose(ITEMS, [], budget=1_000, ties="listed-first")["selected"] == ["gate", "garden"]
    with pytest.raises(UnknownName):
        choose(ITEMS, BALLOTS, budget=1_000, rule="largest")


@pytest.mark.parametrize("money", [None, -1, 1.0, "600", True])
def test_money_is_a_whole_number(money: Any) -> None:
    """In costs and in the budget; the error says where."""
    with pytest.raises(BadValue, match=r"items\[0\]"):
        choose([{"id": "a", "cost": money}], [], budget=1)
    with pytest.raises(BadValue, match="budget"):
        choose([{"id": "a", "cost": 1}], [], budget=money)
