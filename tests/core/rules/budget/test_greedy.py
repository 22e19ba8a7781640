from __future__ import annotations

from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.counting import Profile
from tickbox_core.errors import BadValue, RuleDoesNotFit, TieRefused, UnknownName
from tickbox_core.model import Item, RuleChoice
from tickbox_core.registry import open_registry
from tickbox_core.rules import (
    Contest,
    Greedy,
    Lexicographic,
    ListedFirst,
    Lot,
    LowerCost,
    Outcome,
    Refuse,
    TieBreak,
)

BREAKS: tuple[TieBreak, ...] = (ListedFirst(), LowerCost(), Lexicographic(), Lot("2026-05-01"))


def contest(costs: dict[str, int | None], votes: dict[str, int], budget: int | None) -> Contest:
    """Single-tick ballots: ``votes`` of them for each item, and three blank ones."""
    ids = tuple(costs)
    marks = {(ids.index(id_),): number for id_, number in votes.items() if number}
    return Contest(
        tuple(Item(id_, id_, cost=cost) for id_, cost in costs.items()),
        Profile.of_marks(ids, {**marks, (): 3}),
        budget=budget,
        minor_units=1,
    )


def plainly(
    costs: dict[str, int], votes: dict[str, int], budget: int, *, per_cost: bool, stop: bool
) -> list[str]:
    """A second opinion: sort by exact fractions and ids, and walk down."""

    def key(id_: str) -> tuple[Fraction, str]:
        if not per_cost:
            return Fraction(-votes[id_]), id_
        return (
            -Fraction(votes[id_], costs[id_]) if costs[id_] else Fraction(-(10**9) * votes[id_])
        ), id_

    chosen: list[str] = []
    for id_ in sorted(costs, key=key):
        if sum(costs[c] for c in chosen) + costs[id_] <= budget:
            chosen.append(id_)
        elif stop:
            break
    return chosen


@st.composite
def elections(draw: st.DrawFn) -> tuple[dict[str, int], dict[str, int], int]:
    """Costs, votes and a budget with many ties, zero costs and, now and then, huge numbers."""
    ids = draw(st.lists(st.sampled_from(["a", "b", "c", "9", "10", "Z"]), min_size=1, unique=True))
    unit = draw(st.sampled_from([1, 1, 10**30]))
    costs = {id_: draw(st.integers(0, 6)) * unit for id_ in ids}
    votes = {id_: draw(st.integers(0, 4)) for id_ in ids}
    return costs, votes, draw(st.integers(0, 15)) * unit


@given(elections(), st.booleans(), st.booleans())
def test_it_agrees_with_a_plain_walk(
    drawn: tuple[dict[str, int], dict[str, int], int], per_cost: bool, stop: bool
) -> None:
    """Votes or votes per cost, skipping or stopping: the same items as a walk by fractions."""
    costs, votes, budget = drawn
    rule = Greedy(per_cost, "stop" if stop else "skip", tie_break=Lexicographic())
    answer = rule.outcome(contest(dict(costs), votes, budget))
    # what costs nothing and is wanted ties with its like, however many want it
    if not (per_cost and stop and list(costs.values()).count(0) > 1):
        assert set(answer.selected or ()) == set(
            plainly(costs, votes, budget, per_cost=per_cost, stop=stop)
        )
    assert answer.cost == sum(costs[id_] for id_ in answer.selected or ())
    assert answer.cost <= budget


@given(elections(), st.booleans(), st.sampled_from(BREAKS))
def test_the_list_is_exhaustive(
    drawn: tuple[dict[str, int], dict[str, int], int], per_cost: bool, tie_break: TieBreak
) -> None:
    """Skipping leaves nothing out that would still fit."""
    costs, votes, budget = drawn
    answer = Greedy(per_cost, tie_break=tie_break).outcome(contest(dict(costs), votes, budget))
    left = budget - sum(costs[id_] for id_ in answer.selected or ())
    assert all(costs[id_] > left for id_ in costs if id_ not in (answer.selected or ()))


@given(elections(), st.permutations(range(6)))
def test_the_listed_order_is_not_seen(
    drawn: tuple[dict[str, int], dict[str, int], int], order: list[int]
) -> None:
    """Under tie-breaks that look at ids alone, a list in another order gives the same choice."""
    costs, votes, budget = drawn
    ids = [list(costs)[at] for at in order if at < len(costs)]
    for tie_break in (Lexicographic(), Lot("7")):
        one = Greedy(tie_break=tie_break).outcome(contest(dict(costs), votes, budget))
        other = Greedy(tie_break=tie_break).outcome(
            contest({id_: costs[id_] for id_ in ids}, votes, budget)
        )
        assert set(one.selected or ()) == set(other.selected or ())


@given(elections())
def test_one_more_vote_never_costs_an_item_its_place(
    drawn: tuple[dict[str, int], dict[str, int], int],
) -> None:
    """Monotone: who is chosen stays chosen with more votes."""
    costs, votes, budget = drawn
    rule = Greedy(tie_break=Lexicographic())
    for id_ in rule.outcome(contest(dict(costs), votes, budget)).selected or ():
        more = rule.outcome(contest(dict(costs), {**votes, id_: votes[id_] + 1}, budget))
        assert id_ in (more.selected or ())


@given(elections(), st.booleans())
def test_the_margin_is_the_fewest_votes_on_one_item(
    drawn: tuple[dict[str, int], dict[str, int], int], per_cost: bool
) -> None:
    """The margin's change alters the list, and no smaller one that settles every tie does.

    Changes that end in a tie are left out: there the tie-break decides.
    """
    costs, votes, budget = drawn
    costs = {id_: cost + 1 for id_, cost in costs.items()}
    rule = Greedy(per_cost, tie_break=Lexicographic())

    def listed(changed: dict[str, int]) -> set[str]:
        return set(rule.outcome(contest(dict(costs), changed, budget)).selected or ())

    now = listed(votes)
    margin = rule.outcome(contest(dict(costs), votes, budget)).margin
    people = sum(votes.values()) + 3
    if margin is not None:
        sign = 1 if margin.more else -1
        assert listed({**votes, margin.item: votes[margin.item] + sign * margin.ticks}) != now
    most = margin.ticks if margin is not None else people

    def rank(id_: str, number: int) -> Fraction:
        return Fraction(number, costs[id_]) if per_cost else Fraction(number)

    for id_ in costs:
        for change in range(1, most):
            for number in (votes[id_] + change, votes[id_] - change):
                others = {rank(o, votes[o]) for o in costs if o != id_}
                if 0 <= number <= people and rank(id_, number) not in others:
                    assert listed({**votes, id_: number}) == now


@pytest.mark.parametrize(
    ("budget", "chosen"), [(9, ("b",)), (10, ("a",)), (11, ("a",)), (0, ()), (15, ("a", "b"))]
)
def test_just_under_on_and_over_the_budget(budget: int, chosen: tuple[str, ...]) -> None:
    """An item that costs exactly what is left fits; one unit less and it does not."""
    assert (
        Greedy(tie_break=Refuse())
        .outcome(contest({"a": 10, "b": 5}, {"a": 2, "b": 1}, budget))
        .selected
        == chosen
    )


@pytest.mark.parametrize(("votes", "stands"), [(49, False), (50, True), (51, True)])
def test_just_under_on_and_over_the_threshold(votes: int, stands: bool) -> None:
    """The threshold itself is enough."""
    answer = Greedy(threshold=50).outcome(contest({"a": 1}, {"a": votes}, 1))
    assert (answer.selected == ("a",)) is stands
    assert ("short of the 50" in answer.ranking[0].why.en) is not stands


def test_nobody_voting() -> None:
    """With no ticks at all every item is equal: it takes a tie-break, and the note says so."""
    empty = contest({"a": 5, "b": 6}, {}, 10)
    with pytest.raises(TieRefused):
        Greedy().outcome(empty)
    nobody = attrs.evolve(empty, profile=Profile(("a", "b")))
    answer = Greedy(tie_break=ListedFirst()).outcome(nobody)
    assert answer.selected == ("a",)
    assert "Nobody took part" in answer.note.en


def test_skip_and_stop_differ_where_an_item_does_not_fit() -> None:
    """Skipping goes on to the cheap one below; stopping says that it was not reached."""
    made = contest({"a": 8, "b": 5, "c": 2}, {"a": 3, "b": 2, "c": 1}, 10)
    assert Greedy().outcome(made).selected == ("a", "c")
    stopped = Greedy(unfit="stop").outcome(made)
    assert stopped.selected == ("a",)
    assert "stopped there" in stopped.ranking[2].why.en
    assert "only 2 was left at its turn: 3 short" in stopped.ranking[1].why.en


def test_what_costs_nothing_always_fits() -> None:
    """Zero cost is chosen even when the budget is spent, or 0."""
    assert Greedy().outcome(contest({"a": 0, "b": 1}, {"b": 2}, 0)).selected == ("a",)
    assert Greedy(per_cost=True).outcome(
        contest({"a": 5, "b": 0}, {"a": 9, "b": 1}, 5)
    ).selected == (
        "b",
        "a",
    )


def test_a_tie_that_decides_is_refused_and_one_that_does_not_is_not() -> None:
    """Equal votes matter only where not all of them fit."""
    costs: dict[str, int | None] = {"a": 5, "b": 5, "c": 9}
    assert Greedy().outcome(contest(costs, {"a": 1, "b": 1, "c": 2}, 19)).ties == ()
    with pytest.raises(TieRefused) as refused:
        Greedy().outcome(contest(costs, {"a": 1, "b": 1, "c": 2}, 14))
    assert refused.value.tied == ("a", "b")


@pytest.mark.parametrize(
    ("tie_break", "first"),
    [(ListedFirst(), "9"), (LowerCost(), "b"), (Lexicographic(), "10")],
)
def test_tie_breaks_by_name(tie_break: TieBreak, first: str) -> None:
    """Each goes by what it says, and the outcome records the tie and who broke it."""
    answer = Greedy(tie_break=tie_break).outcome(
        contest({"9": 5, "10": 5, "b": 4}, {"9": 1, "10": 1, "b": 1}, 5)
    )
    assert answer.selected == (first,)
    assert [(tie.tie_break, tie.chosen) for tie in answer.ties] == [(tie_break.key, (first,))]


def test_without_a_budget_or_a_cost_it_says_what_is_missing() -> None:
    """Errors name the item."""
    with pytest.raises(RuleDoesNotFit, match="no budget"):
        Greedy().outcome(contest({"a": 1}, {}, None))
    with pytest.raises(RuleDoesNotFit, match="'b' has no cost"):
        Greedy().outcome(contest({"a": 1, "b": None}, {}, 5))
    with pytest.raises(BadValue, match="whole number"):
        Greedy(threshold=-1)


def test_near_ties_of_one_part_in_ten_to_the_thirty() -> None:
    """Votes per cost that no float can tell apart are told apart."""
    huge = 10**30
    made = contest({"a": huge + 1, "b": huge}, {"a": 3, "b": 3}, huge + 1)
    assert Greedy(per_cost=True).outcome(made).selected == ("b",)
    assert float(Fraction(3, huge)) == float(Fraction(3, huge + 1))


def test_ballots_are_read_as_told() -> None:
    """An order of preference as Borda points, as the first k, or as ticks."""
    items = tuple(Item(id_, id_, cost=1) for id_ in "abc")
    ordered = Profile.of_marks("abc", {(0, 1): 2, (1, 2, 0): 1, (2, 1): 2}, ordered=True)
    made = Contest(items, ordered, budget=1)

    def votes(call: str) -> list[int]:
        outcome = Greedy(call=call, tie_break=ListedFirst()).outcome(made)
        return [int(row.why.en.split()[0]) for row in sorted(outcome.ranking, key=lambda r: r.item)]

    assert votes("ticks") == [3, 5, 3]
    assert votes("borda") == votes("as-cast") == [7, 11, 8]
    assert votes("borda-2") == [4, 6, 5]
    assert votes("first-1") == [2, 1, 2]
    with pytest.raises(UnknownName, match="'first-0'"):
        votes("first-0")
    with pytest.raises(RuleDoesNotFit, match="order"):
        Greedy(call="borda").outcome(contest({"a": 1}, {"a": 1}, 1))


def test_the_outcome_survives_json() -> None:
    """Written plain and read back it is the same outcome."""
    answer = Greedy(tie_break=ListedFirst()).outcome(contest({"a": 5, "b": 5}, {"a": 1, "b": 1}, 7))
    assert Outcome.of(answer.plain()) == answer
    assert answer.plain()["selected"] == ["a"]
    assert (answer.plain()["cost"], answer.plain()["budget"]) == (5, 7)


def test_the_registry_makes_them_with_their_parameters() -> None:
    """Both come through the hooks; a choice that is not offered is refused."""
    registry = open_registry(discover=False)
    rule = registry.rule(
        RuleChoice("greedy-ratio", {"unfit": "stop", "threshold": "3"}), "lexicographic"
    )
    assert rule == Greedy(per_cost=True, unfit="stop", threshold=3, tie_break=Lexicographic())
    with pytest.raises(UnknownName, match="skip, stop"):
        registry.rule(RuleChoice("greedy-votes", {"unfit": "jump"}))
