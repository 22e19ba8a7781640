"""tickbox's side of the benchmark: what an embedder would call."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from tickbox_budget_rules import (
    EqualShares,
    NumpyEngine,
    Phragmen,
    SupportMatrix,
    Until,
    Utility,
    add1,
    equal_shares,
    phragmen,
)
from tickbox_core import Contest, Greedy, Item, Lexicographic, Outcome, Profile, RankingRule
from tickbox_core.interchange import Election as Read
from tickbox_core.interchange import read_pabulib
from tickbox_core.rules.budget import BudgetCosts, Scores, fill

LEXICO = Lexicographic()
EXPLAINED: dict[str, RankingRule] = {
    "greedy-votes": Greedy(tie_break=LEXICO),
    "greedy-ratio": Greedy(per_cost=True, tie_break=LEXICO),
    "equal-shares cost": EqualShares(tie_break=LEXICO),
    "equal-shares cardinality": EqualShares("cardinality", tie_break=LEXICO),
    "equal-shares cost add1": EqualShares(completion="add1", tie_break=LEXICO),
    "phragmen": Phragmen(tie_break=LEXICO),
}


def read(path: str) -> Read:
    """Parse a file."""
    return read_pabulib(path, lenient=True)


def contest(election: Read) -> Contest:
    """The contest, counted with NumPy."""
    return attrs.evolve(election.contest(), engine=NumpyEngine())


def warm(rules: list[str]) -> None:
    """Two ballots through each rule: NumPy sets itself up at the first call, as imports do."""
    items = (Item("a", "a", cost=1), Item("b", "b", cost=2))
    profile = Profile.of_marks("ab", {(0,): 1, (0, 1): 1})
    for rule in rules:
        select(rule, Read("warm", items, profile, budget=2))


def explained(rule: str, election: Read) -> Outcome:
    """The outcome with all its reasons."""
    return EXPLAINED[rule].outcome(contest(election))


def select(rule: str, election: Read) -> list[str]:
    """The ids selected, nothing else."""
    made = contest(election)
    ids = [item.id for item in made.items]
    if rule.startswith("greedy"):
        return [ids[item] for item in _greedy(made, per_cost=rule == "greedy-ratio")]
    spending = BudgetCosts.of(made, rule)
    turned = SupportMatrix.of_profile(made.profile, spending.costs, spending.budget)

    def first(tied: tuple[int, ...], free: bool) -> int:
        return min(tied, key=ids.__getitem__)

    return [ids[item] for item in _BOUGHT[rule](turned, first, spending.minor_units)]


def _greedy(made: Contest, *, per_cost: bool) -> tuple[int, ...]:
    spending = BudgetCosts.of(made, "greedy")
    scores = Scores(made.engine.tally(made.profile).ticks, spending.costs if per_cost else None)
    levels = scores.levels(range(len(made.items)))
    return fill(levels, made.items, spending.costs, spending.budget, LEXICO).chosen


Bought = Callable[[SupportMatrix, Callable[[tuple[int, ...], bool], int], int], tuple[int, ...]]
_BOUGHT: dict[str, Bought] = {
    "equal-shares cost": lambda e, first, _: equal_shares(e, Utility.COST, first).bought,
    "equal-shares cardinality": (
        lambda e, first, _: equal_shares(e, Utility.CARDINALITY, first).bought
    ),
    "equal-shares cost add1": (
        lambda e, first, unit: add1(e, Utility.COST, first, unit, Until.EXHAUSTIVE).bought
    ),
    "phragmen": lambda e, first, _: phragmen(e, first).bought,
}
