"""Ballots of other kinds, unequal stakes, what is refused, and exact figures for reading."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest
from drawn import Drawn, elections
from hypothesis import given
from hypothesis import strategies as st

import tickbox_budget_rules
from tickbox_budget_rules import Completion, EqualShares, Phragmen, Until, Utility
from tickbox_budget_rules.figures import decimal, tell_between
from tickbox_core import Contest, Item, Profile, RuleChoice, open_registry
from tickbox_core.errors import BaseUnknown, RuleDoesNotFit, UnknownName
from tickbox_core.rules import Lexicographic
from tickbox_core.testing.strategies import lasting

LEXICO = Lexicographic()


def ordered() -> Contest:
    """Three voters put the items in order."""
    items = tuple(Item(name, name, cost=2) for name in "abc")
    profile = Profile.of_marks("abc", {(0, 1, 2): 2, (2, 1): 1}, ordered=True)
    return Contest(items, profile, budget=4, minor_units=1)


def test_orders_of_preference_are_read_as_told() -> None:
    """As ticks of the first place, or as Borda points."""
    first = EqualShares("cardinality", call="first-1", tie_break=LEXICO).outcome(ordered())
    assert first.selected == ("a",)
    assert ["Nobody ticked it" in p.why.en for p in first.ranking if p.item == "b"] == [True]
    points = EqualShares("points", call="borda", tie_break=LEXICO).outcome(ordered())
    assert points.selected == ("a", "c")  # b costs the last voter more for each point
    with pytest.raises(RuleDoesNotFit, match="no points"):
        EqualShares("points").outcome(Drawn(4, {"a": 1}, [{"a": 1}]).contest())


def test_money_in_proportion_to_floor_area() -> None:
    """Who holds three quarters of the area has three quarters of the money to spend."""
    items = (Item("a", "a", cost=75), Item("b", "b", cost=26), Item("c", "c", cost=25))
    profile = Profile(("a", "b", "c"), (0, 1, 2), (1, 3), (1, 1), weights={"area": (9_000, 3_000)})
    contest = Contest(items, profile, budget=100, minor_units=1)
    by_area = EqualShares(stakes="area", tie_break=LEXICO).outcome(contest)
    assert set(by_area.selected or ()) == {"a", "c"}
    assert by_area.parameters["stakes"] == "area"
    alike = EqualShares(tie_break=LEXICO).outcome(contest)
    assert set(alike.selected or ()) == {"b"}
    with pytest.raises(BaseUnknown, match="'shops'"):
        Phragmen(stakes="shops").outcome(contest)


@lasting
@given(elections(), st.integers(1, 4))
def test_equal_areas_are_equal_stakes(drawn: Drawn, area: int) -> None:
    """One area for all gives the same lists as no areas."""
    contest = drawn.contest()
    weights = {"area": (area,) * len(contest.profile.counts)}
    weighted = attrs.evolve(contest, profile=attrs.evolve(contest.profile, weights=weights))
    for make in (EqualShares, Phragmen):
        plain, by_area = make(tie_break=LEXICO), make(stakes="area", tie_break=LEXICO)
        assert by_area.outcome(weighted).selected == plain.outcome(contest).selected


def test_too_many_for_exact_sums_is_refused() -> None:
    """Beyond what 64 bits add up exactly it says so, and what to do."""
    profile = Profile.of_marks("a", {(0,): 2**40})
    contest = Contest((Item("a", "a", cost=1),), profile, budget=1)
    with pytest.raises(RuleDoesNotFit, match="larger unit"):
        EqualShares().outcome(contest)
    profile = Profile.of_marks("a", {(0,): 2**40 - 1})
    assert EqualShares().outcome(attrs.evolve(contest, profile=profile)).selected == ("a",)
    with pytest.raises(RuleDoesNotFit, match="larger unit"):
        EqualShares().outcome(attrs.evolve(contest, profile=Profile.of_marks("a", {(0,): 2**70})))


def test_places_beside_a_budget_are_refused() -> None:
    """The money decides how many are chosen."""
    contest = Drawn(4, {"a": 1}, [{"a": 1}]).contest(places=1)
    with pytest.raises(RuleDoesNotFit, match="leave out the number of places"):
        EqualShares().outcome(contest)


def test_the_registry_makes_them_with_their_parameters() -> None:
    """All three come through the hook, and a choice that is not offered is refused by name."""
    registry = open_registry(discover=False, plugins={"budget-rules": tickbox_budget_rules})
    chosen = {"utility": "cardinality", "completion": "add1", "until": "overspending"}
    made = registry.rule(RuleChoice("equal-shares", chosen), "lexicographic")
    direct = EqualShares(Utility.CARDINALITY, Completion.ADD1, Until.OVERSPENDING, tie_break=LEXICO)
    contest = Drawn(9, {"a": 6, "b": 4}, [{"a": 1, "b": 1}, {"b": 1}]).contest()
    outcome = made.outcome(contest)
    assert outcome.plugin == "budget-rules"  # as the registry knows it
    assert attrs.evolve(outcome, plugin="") == attrs.evolve(direct.outcome(contest), plugin="")
    for name in ("utility", "completion", "until"):
        with pytest.raises(UnknownName, match=f"no {name} named 'x'"):
            registry.rule(RuleChoice("equal-shares", {name: "x"}))
    assert registry.engine("numpy").key == "numpy"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Fraction(0), "0"),
        (Fraction(1, 3), "0.333333"),
        (Fraction(2, 3), "0.666667"),
        (Fraction(1_234_565, 10), "123457"),
        (Fraction(10**9 + 1), "1000000000"),
        (Fraction(1, 7 * 10**9), "0.000000000142857"),
        (Fraction(999_999_5, 10), "1000000"),
        (Fraction(5), "5"),
    ],
)
def test_six_digits_half_up(value: Fraction, said: str) -> None:
    """Rounded once, from the exact fraction."""
    assert decimal(value) == said


def test_a_figure_is_worked_out_exactly_only_where_the_bounds_differ() -> None:
    """Bounds that say the same need no exact value; others do."""

    def never() -> Fraction:
        raise AssertionError("not needed")

    third = Fraction(1, 3)
    assert tell_between(third, third + Fraction(1, 10**12), never, decimal) == "0.333333"
    edge = Fraction(5, 10**7)
    assert tell_between(1 - edge, 1 + edge, lambda: Fraction(1), decimal) == "1"
