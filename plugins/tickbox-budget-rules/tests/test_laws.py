"""The contracts of the house, and the laws that proportional rules promise."""

from __future__ import annotations

import time
from collections.abc import Callable
from fractions import Fraction
from itertools import chain, combinations

import attrs
import pytest
from drawn import Drawn, elections
from hypothesis import assume, given
from hypothesis import strategies as st

import tickbox_budget_rules
from tickbox_budget_rules import (
    EqualShares,
    Maximin,
    NumpyEngine,
    Phragmen,
    Utility,
    equal_shares,
    maximin,
    phragmen,
)
from tickbox_budget_rules.maximin import _Field
from tickbox_core import Contest, Item, Outcome, Profile, RankingRule, TieBreak
from tickbox_core.errors import TieRefused
from tickbox_core.rules import Lexicographic, ListedFirst, Lot, LowerCost, Refuse
from tickbox_core.testing import engine_contract, plugin_contract, rule_contract
from tickbox_core.testing import strategies as core
from tickbox_core.testing.strategies import lasting

Make = Callable[[TieBreak], RankingRule]
RULES: dict[str, Make] = {
    "equal-shares": lambda tie_break: EqualShares(tie_break=tie_break),
    "by items": lambda tie_break: EqualShares("cardinality", tie_break=tie_break),
    "completed": lambda tie_break: EqualShares(completion="greedy", tie_break=tie_break),
    "phragmen": lambda tie_break: Phragmen(tie_break=tie_break),
    "maximin": lambda tie_break: Maximin(tie_break=tie_break),
}
BREAKS: tuple[TieBreak, ...] = (ListedFirst(), LowerCost(), Lexicographic(), Lot("2026-05-01"))


@st.composite
def contests(draw: st.DrawFn) -> Contest:
    """The core's contests, with a budget and every cost known."""
    contest = draw(core.contests(places=st.none(), budget=st.integers(0, 30)))
    costs = st.integers(0, 12)
    items = tuple(attrs.evolve(item, cost=draw(costs)) for item in contest.items)
    return attrs.evolve(contest, items=items, minor_units=1)


TestEqualShares = rule_contract(RULES["equal-shares"], contests=contests())
TestByItems = rule_contract(RULES["by items"], contests=contests())
TestCompleted = rule_contract(RULES["completed"], contests=contests())
TestPhragmen = rule_contract(RULES["phragmen"], contests=contests())
TestMaximin = rule_contract(RULES["maximin"], contests=contests())
TestEngine = engine_contract(NumpyEngine)
TestPlugin = plugin_contract(tickbox_budget_rules, entry="budget-rules")


# -- what proportional rules promise -----------------------------------------------------------


@lasting
@given(elections(), st.integers(2, 5), st.sampled_from(sorted(RULES)))
def test_homogeneity(drawn: Drawn, times: int, rule: str) -> None:
    """Every ballot several times over: the same list."""
    made = RULES[rule](Lexicographic())
    many = attrs.evolve(drawn, ballots=drawn.ballots * times)
    assert made.outcome(many.contest()).selected == made.outcome(drawn.contest()).selected


@lasting
@given(elections(), st.permutations(range(7)), st.sampled_from(sorted(RULES)))
def test_the_order_of_the_list_is_not_seen(drawn: Drawn, order: list[int], rule: str) -> None:
    """Under a tie-break that looks at ids alone, another order of the list chooses the same items.

    In the order chosen, too, but where a completion takes a whole level of equals at once.
    """
    ids = [drawn.ids[at] for at in order if at < len(drawn.ids)]
    other = attrs.evolve(drawn, costs={id_: drawn.costs[id_] for id_ in ids})
    for tie_break in (Lexicographic(), Lot("seed")):
        made = RULES[rule](tie_break)
        here, there = (made.outcome(one.contest()).selected for one in (drawn, other))
        assert set(here or ()) == set(there or ())
        assert here == there or rule == "completed"


@lasting
@given(elections(), st.randoms(use_true_random=False), st.sampled_from(sorted(RULES)))
def test_the_order_of_ballots_is_not_seen(drawn: Drawn, random, rule: str) -> None:
    """Under every tie-break."""
    other = attrs.evolve(drawn, ballots=random.sample(drawn.ballots, len(drawn.ballots)))
    for tie_break in BREAKS:
        made = RULES[rule](tie_break)
        assert made.outcome(other.contest()).plain() == made.outcome(drawn.contest()).plain()


@lasting
@given(elections(), st.sampled_from(BREAKS), st.sampled_from(sorted(RULES)))
def test_nothing_is_overspent(drawn: Drawn, tie_break: TieBreak, rule: str) -> None:
    """What is chosen costs what the outcome says, and no more than the budget."""
    outcome = RULES[rule](tie_break).outcome(drawn.contest())
    assert outcome.cost == sum(drawn.costs[id_] for id_ in outcome.selected or ())
    assert outcome.cost <= drawn.budget


@lasting
@given(elections(), st.sampled_from(["completed", "maximin"]))
def test_exhaustive_where_promised(drawn: Drawn, rule: str) -> None:
    """After the greedy completion, and under maximin, nothing is left that would still fit."""
    outcome = RULES[rule](Lexicographic()).outcome(drawn.contest())
    left = drawn.budget - (outcome.cost or 0)
    chosen = outcome.selected or ()
    assert all(drawn.costs[id_] > left for id_ in drawn.ids if id_ not in chosen)


@lasting
@given(elections(), st.sampled_from([Utility.COST, Utility.CARDINALITY]))
def test_priceability(drawn: Drawn, utility: Utility) -> None:
    """Payments recomputed from the prices: nobody pays over its part, all winners are paid."""
    run = equal_shares(drawn.election(), utility, drawn.first)
    money = [Fraction(drawn.budget, max(1, len(drawn.ballots))) for _ in drawn.ballots]
    for at, item in enumerate(run.bought):
        price, id_ = Fraction(*run.purses.ledger.paid(at)), drawn.ids[item]
        paid = [min(m, price) if id_ in b else 0 for m, b in zip(money, drawn.ballots, strict=True)]
        assert sum(paid) == drawn.costs[id_]
        money = [m - p for m, p in zip(money, paid, strict=True)]
    assert all(m >= 0 for m in money)
    for id_ in set(drawn.ids) - {drawn.ids[item] for item in run.bought}:
        fans = [m for m, b in zip(money, drawn.ballots, strict=True) if id_ in b]
        worthless = not fans or (utility is Utility.COST and not drawn.costs[id_])
        assert worthless or sum(fans) < drawn.costs[id_]


@lasting
@given(elections(huge=False, voters=6, items=5))
def test_extended_justified_representation_up_to_one(drawn: Drawn) -> None:
    """A group that agrees on items its part of the budget pays for is not left behind.

    EJR up to one item, counted by items: some member gets as many as the group agrees on, or would
    with one more of them (Peters, Pierczyński and Skowron 2021, theorem 2).
    """
    bought = set(drawn.named(equal_shares(
        drawn.election(), Utility.CARDINALITY, drawn.first
    ).bought))  # fmt: skip
    voters = range(len(drawn.ballots))
    groups = chain.from_iterable(combinations(voters, size) for size in voters)
    for group in groups:
        if not group:
            continue
        agreed = set.intersection(*(set(drawn.ballots[v]) for v in group))
        for number in range(1, len(agreed) + 1):
            cheapest = sorted(agreed, key=drawn.costs.__getitem__)[:number]
            cost = sum(drawn.costs[id_] for id_ in cheapest)
            if cost * len(drawn.ballots) > drawn.budget * len(group):
                break
            most = max(len(bought & set(drawn.ballots[v])) for v in group)
            assert most >= number or (most + 1 >= number and not set(cheapest) <= bought)


@lasting
@given(elections(huge=False))
def test_loads_of_phragmen_add_up(drawn: Drawn) -> None:
    """The loads that explain it carry exactly what was spent."""
    run = phragmen(drawn.election(), drawn.first)
    loads = [Fraction(0) for _ in drawn.ballots]
    for at, step in enumerate(run.steps):
        id_ = drawn.ids[step.item]
        if step.load is None:
            continue
        for voter, ballot in enumerate(drawn.ballots):
            if id_ in ballot:
                loads[voter] = run.loads.exact(at)
    supported = {drawn.ids[s.item] for s in run.steps if s.load is not None}
    assert sum(loads) == sum(drawn.costs[id_] for id_ in supported)


# -- outcomes ----------------------------------------------------------------------------------


@lasting
@given(elections(), st.sampled_from(sorted(RULES)))
def test_the_outcome_survives_json(drawn: Drawn, rule: str) -> None:
    """Written plain and read back it is the same outcome."""
    outcome = RULES[rule](Lexicographic()).outcome(drawn.contest())
    assert Outcome.of(outcome.plain()).plain() == outcome.plain()


@lasting
@given(elections(huge=False, voters=6))
def test_the_margin_changes_the_list(drawn: Drawn) -> None:
    """So many more ticks, from the voters with most left, do change the list."""
    rule = EqualShares(tie_break=Lexicographic())
    outcome = rule.outcome(drawn.contest())
    assume(outcome.margin is not None)
    assert outcome.margin is not None
    run = equal_shares(drawn.election(), Utility.COST, drawn.first)
    money = {
        voter: Fraction(drawn.budget, len(drawn.ballots)) for voter in range(len(drawn.ballots))
    }
    for at, item in enumerate(run.bought):
        price = Fraction(*run.purses.ledger.paid(at))
        for voter, ballot in enumerate(drawn.ballots):
            if drawn.ids[item] in ballot:
                money[voter] -= min(money[voter], price)
    id_ = outcome.margin.item
    others = [voter for voter in money if id_ not in drawn.ballots[voter]]
    richest = sorted(others, key=lambda voter: -money[voter])[: outcome.margin.ticks]
    ballots = [
        {**ballot, id_: 1} if voter in richest else ballot
        for voter, ballot in enumerate(drawn.ballots)
    ]
    changed = rule.outcome(attrs.evolve(drawn, ballots=ballots).contest())
    assert set(changed.selected or ()) != set(outcome.selected or ())


def test_a_tie_that_matters_is_refused_and_one_that_does_not_is_not() -> None:
    """Equal prices matter only where some voter ticks both."""
    apart = Drawn(4, {"a": 2, "b": 2}, [{"a": 1}, {"b": 1}])
    assert EqualShares().outcome(apart.contest()).selected == ("a", "b")
    together = Drawn(3, {"a": 2, "b": 2}, [{"a": 1, "b": 1}])
    for make in (RULES["equal-shares"], RULES["phragmen"], RULES["maximin"]):
        with pytest.raises(TieRefused):
            make(Refuse()).outcome(together.contest())
    answer = EqualShares(tie_break=Lot("7")).outcome(together.contest())
    assert [(tie.items, tie.tie_break) for tie in answer.ties] == [(("a", "b"), "lot:7")]


def test_it_says_who_could_pay_and_what_was_lacking() -> None:
    """Counts and amounts, exact, in both languages; a voter with nothing left cannot pay."""
    ballots = [{"a": 1, "b": 1}, {"a": 1, "b": 1}, {"b": 1}]
    drawn = Drawn(9, {"a": 6, "b": 4}, ballots)
    answer = EqualShares("cardinality", tie_break=Lexicographic()).outcome(drawn.contest())
    assert answer.selected == ("b",)
    assert answer.steps[0].facts == {"could_pay": 3, "pays_at_most": "1.33333", "cost": 4}
    (lost,) = [place for place in answer.ranking if place.item == "a"]
    assert lost.why.en == "Costs 6; those who ticked it have 3 left together: 3 short."
    assert lost.why.zh == "费用6，勾选者手里一共只剩3，差3。"


def test_nobody_voting() -> None:
    """No ballots: equal shares buys nothing, the others take what fits, and the note says so."""
    contest = Contest((Item("a", "a", cost=2),), Drawn(1, {"a": 2}, []).profile(), budget=2)
    assert EqualShares().outcome(contest).selected == ()
    assert Phragmen().outcome(contest).selected == ("a",)
    assert Maximin().outcome(contest).selected == ("a",)
    assert "Nobody took part" in Phragmen().outcome(contest).note.en


# -- equal items are chosen together as they would be one by one -------------------------------


@attrs.frozen
class ById:
    """Orders as ``lexicographic`` does, without the rules knowing that."""

    key: str = "lexicographic"

    def order(self, tied: tuple[Item, ...]) -> tuple[Item, ...]:
        return tuple(sorted(tied, key=lambda item: item.id))


@given(contests(), st.sampled_from(sorted(RULES)))
def test_a_tie_break_known_to_go_by_item_decides_as_any_other(contest: Contest, rule: str) -> None:
    """Asked once for all items, or at each step for those tied, it says the same."""
    at_once, stepwise = (RULES[rule](tie_break) for tie_break in (Lexicographic(), ById()))
    assert at_once.outcome(contest) == stepwise.outcome(contest)


@given(elections())
def test_items_apart_are_chosen_as_if_looked_at_anew(drawn: Drawn) -> None:
    """Maximin finds the same steps where it works out every load after each of them."""
    quickly = maximin(drawn.election(), drawn.first)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_Field, "apart", lambda field, tied: False)
        assert maximin(drawn.election(), drawn.first) == quickly


@pytest.mark.parametrize("rule", ["phragmen", "maximin"])
@pytest.mark.parametrize("enough", [1, 2])
def test_two_thousand_equal_items_within_seconds(rule: str, enough: int) -> None:
    """Looked at anew after each choice they would take minutes."""
    ids = tuple(f"i{at}" for at in range(2_000))
    profile = Profile.of_marks(ids, {(at,): 1 for at in range(2_000)})
    items = tuple(Item(id_, id_, cost=100) for id_ in ids)
    contest = Contest(items, profile, budget=100 * 2_000 // enough)
    start = time.process_time()
    chosen = RULES[rule](Lexicographic()).outcome(contest).selected
    assert len(chosen or ()) == 2_000 // enough
    assert time.process_time() - start < 30
