"""The same selected sets as pabutools 1.2.3, an oracle in a process of its own."""

from __future__ import annotations

from conftest import Ask
from drawn import Drawn, elections
from hypothesis import HealthCheck, given, settings

from tickbox_budget_rules import EqualShares, Maximin, Phragmen
from tickbox_core import Contest, RankingRule
from tickbox_core.rules import Greedy, Lexicographic

LEXICO = Lexicographic()
CHEAP: dict[str, RankingRule] = {
    "greedy-votes": Greedy(tie_break=LEXICO),
    "greedy-ratio": Greedy(per_cost=True, tie_break=LEXICO),
    "equal-shares cost": EqualShares(tie_break=LEXICO),
    "equal-shares cardinality": EqualShares("cardinality", tie_break=LEXICO),
    "equal-shares cost greedy": EqualShares(completion="greedy", tie_break=LEXICO),
    "equal-shares cardinality greedy": EqualShares("cardinality", "greedy", tie_break=LEXICO),
    "phragmen": Phragmen(tie_break=LEXICO),
}
ADD1: dict[str, RankingRule] = {
    "equal-shares cost add1": EqualShares(completion="add1", tie_break=LEXICO),
    "equal-shares cardinality add1": EqualShares("cardinality", "add1", tie_break=LEXICO),
}
unhurried = settings(deadline=None, suppress_health_check=list(HealthCheck))


def compared(
    ask: Ask, drawn: Drawn, contest: Contest, rules: dict[str, RankingRule]
) -> dict[str, tuple[list[str], list[str]]]:
    """Where the two differ: what tickbox and what pabutools selects."""
    answers = ask(drawn.budget, drawn.costs, drawn.ticks(), list(rules))
    ours = {name: rule.outcome(contest).selected or () for name, rule in rules.items()}
    return {
        name: (sorted(ours[name]), answers[name])
        for name in rules
        if not isinstance(answers[name], list) or set(ours[name]) != set(answers[name])
    }


@unhurried
@given(elections())
def test_drawn_elections(ask: Ask, drawn: Drawn) -> None:
    """Every rule that both define, on elections full of ties, zero costs and huge numbers."""
    assert compared(ask, drawn, drawn.contest(), CHEAP) == {}


@unhurried
@given(elections(huge=False, voters=5, items=5))
def test_drawn_elections_with_add1(ask: Ask, drawn: Drawn) -> None:
    """Raising budgets by 1, the oracle's stop test included."""
    assert compared(ask, drawn, drawn.contest(), ADD1) == {}


@settings(unhurried, max_examples=25)
@given(elections(huge=False, voters=4, items=4))
def test_drawn_elections_with_maximin(ask: Ask, drawn: Drawn) -> None:
    """The oracle solves linear programmes in floats; on small elections that is enough."""
    assert compared(ask, drawn, drawn.contest(), {"maximin": Maximin(tie_break=LEXICO)}) == {}


@unhurried
@given(elections(points=True))
def test_drawn_points(ask: Ask, drawn: Drawn) -> None:
    """Cumulative ballots: points as utility."""
    if not drawn.ballots:
        return
    contest = drawn.contest()
    contest = Contest(contest.items, drawn.profile(points=True), budget=drawn.budget, minor_units=1)
    ours = EqualShares("points", tie_break=LEXICO).outcome(contest).selected or ()
    given_points = [{name: n for name, n in ballot.items() if n} for ballot in drawn.ballots]
    answer = ask(drawn.budget, drawn.costs, given_points, ["equal-shares points"])
    assert set(ours) == set(answer["equal-shares points"])
