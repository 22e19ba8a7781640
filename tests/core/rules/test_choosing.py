"""Choosing from a ranking: thresholds, exclusions, quotas, tiers, and how stable the list is."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from tickbox_core import Ballot, Contest, Electorate, Item, RuleChoice, open_registry
from tickbox_core.counting import Base, Share
from tickbox_core.errors import BadValue, TieRefused
from tickbox_core.rules import Choosing, Threshold

REGISTRY = open_registry(discover=False)


def contest(ticks, items=None, **more):
    """Items a, b, c … with so many ticks each, among ten ballots."""
    listed = items or tuple(Item(id_, id_, cost=1) for id_ in ticks)
    cast = [
        Ballot(f"v{at}", tuple(id_ for id_, number in ticks.items() if at < number))
        for at in range(10)
    ]
    return Contest.of_ballots(listed, cast, Electorate(20), **more)


def chosen(ticks, items=None, places=None, ties="refuse", budget=None, **parameters):
    """What tick-count chooses."""
    rule = REGISTRY.rule(RuleChoice("tick-count", parameters), ties)
    return rule.outcome(contest(ticks, items, places=places, budget=budget))


@pytest.mark.parametrize(
    "written, kept",
    [
        ("3", "abc"), (">3", "ab"), ("30%", "abc"), (">30%", "ab"), ("3/10", "abc"),
        (">3/10", "ab"), ("0", "abcd"), ("6", ""), ("50%", "a"), ("0.5%", "abc"),
    ],
)  # fmt: skip
def test_a_threshold_just_under_on_and_over(written, kept):
    """In ticks, or of the base; reached, or exceeded."""
    outcome = chosen({"a": 5, "b": 4, "c": 3, "d": 0}, threshold=written)
    if written == "0":
        assert outcome.selected is None  # nothing to choose by
    else:
        assert outcome.selected == tuple(kept)


def test_a_part_of_nobody_is_not_reached():
    """Where the base is empty only "at least 0" is met."""
    empty = Share(0, 0, Base.PARTICIPANTS)
    assert Threshold.of("0%").short(0, empty) == 0
    assert Threshold.of(">0%").short(0, empty) == 1
    assert Threshold.of("1%").short(0, empty) == 1


@pytest.mark.parametrize(
    "written", ["", "-1", "a", "1/0", True, "5 %%", None, 0.5, "9" * 5000, ["1"]]
)
def test_a_threshold_that_is_none(written):
    """Is refused with how to write one."""
    with pytest.raises(BadValue):
        Threshold.of(written)


def test_of_items_that_exclude_each_other_the_best_is_chosen():
    """The next is passed over with its reason, and one behind it moves up."""
    outcome = chosen({"a": 5, "b": 4, "c": 3}, places=2, exclusive=[["a", "b"]])
    assert outcome.selected == ("a", "c")
    assert "'a' is chosen and excludes it" in outcome.ranking[1].why.en


def test_equal_items_that_exclude_each_other_are_a_tie():
    """Only people, or a named tie-break, say which; a tie that decides nothing is none."""
    with pytest.raises(TieRefused):
        chosen({"a": 5, "b": 5}, exclusive=[["a", "b"]])
    outcome = chosen({"a": 5, "b": 5}, ties="listed-first", exclusive=[["a", "b"]])
    assert outcome.selected == ("a",)
    assert outcome.ties[0].items == ("a", "b")
    assert chosen({"a": 5, "b": 5}, quotas={"plain": 2}).ties == ()


def test_quotas_by_category():
    """Each category has its own; one without a quota has no limit."""
    items = tuple(
        Item(id_, id_, category=category) for id_, category in zip("abcd", "xxyz", strict=True)
    )
    outcome = chosen({"a": 5, "b": 4, "c": 3, "d": 2}, items, quotas={"x": 1, "y": 0})
    assert outcome.selected == ("a", "d")


def test_two_tiers_with_their_own_money():
    """Haikou 2017: 2 × 1,050,000 and 13 × 300,000 are 6,000,000; each tier spends its own."""
    items = tuple(
        Item(id_, id_, cost=cost, tier=tier)
        for id_, cost, tier in (("a", 70, "street"), ("b", 50, "street"), ("c", 30, "street"),
                                ("d", 10, "local"), ("e", None, "local"))
    )  # fmt: skip
    outcome = chosen(
        {"a": 5, "b": 4, "c": 3, "d": 2, "e": 1}, items,
        tiers={"street": {"budget": 100}, "local": {"budget": 10}},
    )  # fmt: skip
    assert outcome.selected == ("a", "c", "d")
    assert (outcome.cost, outcome.budget) == (110, 110)
    assert "0.20 short" in outcome.ranking[1].why.en
    assert "cost is unknown" in outcome.ranking[4].why.en


@pytest.mark.parametrize("budget, taken", [(99, "bc"), (100, "ac"), (101, "ac")])
def test_a_budget_just_under_on_and_over(budget, taken):
    """An item that costs what is left fits."""
    items = tuple(
        Item(id_, id_, cost=cost, tier="t") for id_, cost in (("a", 100), ("b", 90), ("c", 0))
    )
    outcome = chosen({"a": 5, "b": 4, "c": 3}, items, tiers={"t": {"budget": budget}})
    assert outcome.selected == tuple(taken)


def test_stop_ends_a_tier_at_the_first_that_does_not_fit():
    """Another tier goes on."""
    items = tuple(
        Item(id_, id_, cost=cost, tier=tier)
        for id_, cost, tier in (("a", 9, "s"), ("b", 1, "s"), ("c", 1, "l"))
    )
    tiers = {"s": {"budget": 5}, "l": {"budget": 5}}
    assert chosen({"a": 5, "b": 4, "c": 3}, items, tiers=tiers).selected == ("b", "c")
    stopped = chosen({"a": 5, "b": 4, "c": 3}, items, tiers=tiers, unfit="stop")
    assert stopped.selected == ("c",)


@pytest.mark.parametrize(
    "parameters",
    [
        {"exclusive": "ab"}, {"exclusive": [["a"], ["a"]]}, {"exclusive": [[1]]},
        {"quotas": {"a": -1}}, {"quotas": {"a": 1.5}}, {"quotas": ["a"]},
        {"tiers": {"a": 3}}, {"tiers": {"a": {"x": 1}}}, {"tiers": {"a": {"budget": "1"}}},
    ],
)  # fmt: skip
def test_parameters_that_will_not_do(parameters):
    """Each is named, with how to write it."""
    with pytest.raises(Exception, match=next(iter(parameters)) + "|item"):
        Choosing.of_plain(parameters)


@pytest.mark.parametrize("seed", range(40))
def test_the_closest_call_is_the_closest(seed):
    """By trying every number of ticks for every item alone: none smaller changes the list."""
    draw = random.Random(seed)
    ticks = {id_: draw.randint(0, 10) for id_ in "abcdef"[: draw.randint(2, 6)]}
    items = tuple(Item(id_, id_, category=draw.choice("xy"), cost=1) for id_ in ticks)
    parameters = draw.choice([{}, {"quotas": {"x": 1}}, {"exclusive": [["a", "b"]]}])
    kept = dict(items=items, places=draw.randint(1, 3), ties="listed-first", **parameters)
    outcome = chosen(ticks, **kept)
    found = [
        abs(other - number)
        for id_, number in ticks.items()
        for other in range(11)
        if set(chosen({**ticks, id_: other}, **kept).selected) != set(outcome.selected)
    ]
    if outcome.margin is None:
        assert not found
    else:
        assert outcome.margin.ticks == min(found)
        assert "taking part of 20 on the roll" in outcome.margin.why.en


def test_thresholds_are_exact():
    """One part in 10^30 decides."""
    bar = Threshold(Fraction(1, 3), of_base=True)
    third = 10**30
    assert bar.short(0, Share(third, 3 * third, "x")) == 0
    assert bar.short(0, Share(third - 1, 3 * third, "x")) == 1
    assert Threshold(Fraction(1, 3), True, True).short(0, Share(third, 3 * third, "x")) == 1


@pytest.mark.parametrize(
    ("written", "said"),
    [("5%", "at least 5% of the base"), (">1/3", "more than 1/3 of the base"),
     ("100", "at least 100 votes"), (">1", "more than 1 vote")],
)  # fmt: skip
def test_a_threshold_in_words(written, said):
    """A percentage where it is one, and one vote is no votes."""
    assert Threshold.of(written).words.en == said


@pytest.mark.parametrize(("threshold", "short"), [("5", 1), (">4", 1), ("60%", 2), (">60%", 3)])
def test_how_much_was_lacking(threshold, short):
    """Exactly so many ticks more reach the threshold."""
    outcome = chosen({"a": 4}, threshold=threshold)
    assert f": {short} short." in outcome.ranking[0].why.en
    assert chosen({"a": 4 + short}, threshold=threshold).selected == ("a",)
    assert chosen({"a": 3 + short}, threshold=threshold).selected == ()


def test_nobody_takes_part():
    """Nothing is chosen by quotas either, and the reason is that nobody came."""
    rule = REGISTRY.rule(RuleChoice("tick-count", {"quotas": {"plain": 1}}), "refuse")
    outcome = rule.outcome(Contest.of_ballots((Item("a", "a"), Item("b", "b")), []))
    assert (outcome.selected, outcome.margin) == ((), None)
    assert all("Nobody took part" in place.why.en for place in outcome.ranking)
