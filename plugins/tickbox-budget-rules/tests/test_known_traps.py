"""Known ways to be wrong, each with its election."""

from __future__ import annotations

import random
from fractions import Fraction

import attrs
import numpy as np
import pytest
from drawn import Drawn

from tickbox_budget_rules import (
    EqualShares,
    Phragmen,
    SupportMatrix,
    Utility,
    equal_shares,
    phragmen,
)
from tickbox_core.rules import Lexicographic

LEXICO = Lexicographic()


def test_stopping_at_the_first_exhaustive_list_is_another_rule() -> None:
    """Raising further can swap a cheap item for a dear one that still fits (as in Wieliczka)."""
    drawn = Drawn(13, {"a": 7, "b": 2, "c": 5}, [{"a": 1, "b": 1}, {"c": 1}])
    lists = {
        until: set(
            EqualShares("cost", "add1", until, tie_break=LEXICO).outcome(drawn.contest()).selected
            or ()
        )
        for until in ("exhaustive", "overspending")
    }
    assert lists == {"exhaustive": {"b", "c"}, "overspending": {"a", "c"}}


@pytest.mark.parametrize("voters", [3, 7, 49, 1_229, 99_991])
@pytest.mark.parametrize(("over", "bought"), [(-1, True), (0, True), (1, False)])
def test_a_unanimous_item_at_exactly_the_budget(voters: int, over: int, bought: bool) -> None:
    """It is bought, though a voter's part is no finite decimal (Zabrze 2021 lost one to floats)."""
    budget = 1_000_003
    drawn = Drawn(budget, {"a": budget + over}, [{"a": 1}])
    profile = drawn.profile()
    election = type(drawn.election()).of_profile(
        type(profile).of_marks(profile.items, {(0,): voters}), (budget + over,), budget
    )
    run = equal_shares(election, Utility.COST, drawn.first)
    assert bool(run.bought) is bought
    assert bool(phragmen(election, drawn.first).bought) is bought
    if bought:
        assert Fraction(*run.purses.ledger.paid(0)) == Fraction(budget + over, voters)


def test_twelve_hundred_winners() -> None:
    """No step of a run stands on the stack of the one before."""
    costs = {f"p{at:04}": 1 for at in range(1_200)}
    drawn = Drawn(1_200, costs, [dict.fromkeys(costs, 1)] * 3)
    assert len(EqualShares(tie_break=LEXICO).outcome(drawn.contest()).selected or ()) == 1_200
    assert len(Phragmen(tie_break=LEXICO).outcome(drawn.contest()).selected or ()) == 1_200


def test_unsupported_items_come_last_under_phragmen() -> None:
    """As in the oracle: what nobody ticks is taken at the end where money is left."""
    drawn = Drawn(10, {"a": 4, "b": 3, "c": 4}, [{"b": 1}])
    assert phragmen(drawn.election(), drawn.first).bought == (1, 0)
    assert phragmen(drawn.election(), drawn.first).stopped_at == (2,)


def test_phragmen_stops_where_one_of_the_tied_does_not_fit() -> None:
    """As in the oracle: a tie of two of which one no longer fits ends the rule."""
    ballots = [{"a": 1}, {"b": 1}, {"b": 1}, {"c": 1}, {"c": 1}, {"c": 1}, {"c": 1}]
    costs = {"a": 2, "b": 4, "c": 4}
    assert phragmen_of(Drawn(7, costs, ballots)) == (["c"], ["a", "b"])
    assert phragmen_of(Drawn(8, costs, ballots)) == (["c", "a"], ["b"])
    assert phragmen_of(Drawn(10, costs, ballots)) == (["c", "a", "b"], [])


def phragmen_of(drawn: Drawn) -> tuple[list[str], list[str]]:
    """What is bought and where the rule stops."""
    run = phragmen(drawn.election(), drawn.first)
    return drawn.named(run.bought), drawn.named(run.stopped_at)


def test_items_dearer_than_the_budget_under_add1() -> None:
    """As in the oracle: raised money can reach an item the budget cannot, and then raising ends."""
    drawn = Drawn(10, {"a": 11, "b": 5}, [{"a": 1, "b": 1}, {"a": 1}, {"a": 1}])
    assert EqualShares(completion="add1", tie_break=LEXICO).outcome(drawn.contest()).selected == ()
    filled = EqualShares(completion="add1-utilitarian", tie_break=LEXICO)
    assert filled.outcome(drawn.contest()).selected == ("b",)


def test_what_costs_nothing() -> None:
    """It has no utility measured by cost; counted by items it is bought first, and for nothing."""
    drawn = Drawn(4, {"a": 0, "b": 4}, [{"a": 1, "b": 1}])
    assert EqualShares(tie_break=LEXICO).outcome(drawn.contest()).selected == ("b",)
    by_items = EqualShares("cardinality", tie_break=LEXICO).outcome(drawn.contest())
    assert by_items.selected == ("a", "b")
    assert by_items.steps[0].facts["pays_at_most"] == "0"


def test_columns_of_arrays_never_overflow() -> None:
    """A profile, costs and a budget that come as NumPy numbers are counted in whole numbers."""
    draw = random.Random(1)
    costs = {f"p{at:02}": draw.randint(10**11, 10**12) for at in range(40)}
    ballots = [dict.fromkeys(draw.sample(sorted(costs), 9), 1) for _ in range(60)]
    drawn = Drawn(8 * 10**12, costs, ballots)
    plain = drawn.profile()
    arrays = attrs.evolve(
        plain,
        ticks=np.array(plain.ticks),
        ends=np.array(plain.ends),
        counts=np.array(plain.counts),
    )
    priced = np.array(list(costs.values()))
    election = SupportMatrix.of_profile(arrays, priced, np.int64(drawn.budget))
    assert [type(n) for n in (election.voters, election.budget, election.costs[0])] == [int] * 3
    for rule in (equal_shares, phragmen):
        more = (Utility.COST,) if rule is equal_shares else ()
        run = rule(election, *more, drawn.first)
        assert run.bought == rule(drawn.election(), *more, drawn.first).bought
    run = equal_shares(election, Utility.CARDINALITY, drawn.first)
    assert sum(Fraction(*run.purses.ledger.paid(at)) > 0 for at in range(len(run.bought))) > 5
