"""Laws of choosing from a ranking, each against a slow second opinion that tries everything."""

from __future__ import annotations

from itertools import groupby, permutations, product
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tickbox_core import Contest, Electorate, Item, RuleChoice, open_registry
from tickbox_core.counting import Profile
from tickbox_core.errors import TieRefused
from tickbox_core.rules import ListedFirst, Lot, LowerCost, Outcome, Refuse, TickShare
from tickbox_core.rules.stability import _Cut
from tickbox_core.testing.strategies import contests

REGISTRY = open_registry(discover=False)
PEOPLE = 5


@attrs.frozen
class Draw:
    """A small list with its ticks, and what choosing is bound by."""

    items: tuple[Item, ...]
    ticks: tuple[int, ...]
    places: int | None
    budget: int | None
    parameters: dict[str, Any]


@st.composite
def draws(draw: st.DrawFn, most: int = 5) -> Draw:
    """Few items, few categories, tiers and prices, so that everything collides."""
    items = tuple(
        Item(
            id_,
            id_,
            category=draw(st.sampled_from("xy")),
            tier=draw(st.sampled_from(["s", "s", "t", ""])),
            cost=draw(st.sampled_from([1, 2, 3, 5, 0, None])),
        )
        for id_ in "abcdef"[: draw(st.integers(1, most))]
    )
    ids = [item.id for item in items]
    number = st.integers(0, 3)
    tier = st.fixed_dictionaries({"budget": st.integers(1, 4)}, optional={"places": number})
    tier |= st.fixed_dictionaries({"places": number})
    parameters = draw(
        st.fixed_dictionaries(
            {"unfit": st.sampled_from(["stop", "skip"])},
            optional={
                "threshold": st.sampled_from([1, ">1", "40%", ">1/5", "2"]),
                "exclusive": st.permutations(ids).map(lambda mixed: [mixed[:2], mixed[2:4]]),
                "quotas": st.dictionaries(st.sampled_from("xy"), number),
                "tiers": st.dictionaries(st.sampled_from(["s", "t"]), tier, min_size=1),
            },
        )
    )
    return Draw(
        items,
        tuple(draw(st.integers(0, PEOPLE)) for _ in items),
        draw(st.none() | st.integers(0, 4)),
        draw(st.none() | st.integers(0, 8)),
        parameters,
    )


def contest(given_: Draw, ticks: tuple[int, ...] | None = None) -> Contest:
    """Five ballots on which each item has its ticks, ten on the roll."""
    marks: dict[tuple[int, ...], int] = {}
    for voter in range(PEOPLE):
        row = tuple(at for at, many in enumerate(ticks or given_.ticks) if voter < many)
        marks[row] = marks.get(row, 0) + 1
    profile = Profile.of_marks(tuple(item.id for item in given_.items), marks)
    return Contest(
        given_.items,
        profile,
        electorate=Electorate(10),
        places=given_.places,
        budget=given_.budget,
        minor_units=1,
    )


def outcome(given_: Draw, ties: str, ticks: tuple[int, ...] | None = None) -> Outcome:
    """What tick-count makes of it."""
    rule = REGISTRY.rule(RuleChoice("tick-count", given_.parameters), ties)
    return rule.outcome(contest(given_, ticks))


# -- the second opinion ------------------------------------------------------------------------


def stands(given_: Draw, ticks: int) -> bool:
    """Whether so many of five ticks reach the threshold, as the parameter is written."""
    written = given_.parameters.get("threshold", 0)
    return {0: True, 1: ticks >= 1, ">1": ticks > 1, "2": ticks >= 2,
            "40%": 100 * ticks >= 40 * PEOPLE, ">1/5": 5 * ticks > PEOPLE}[written]  # fmt: skip


def allowed(given_: Draw, among: list[Item]) -> bool:
    """Whether these may be chosen together."""
    bound = given_.parameters
    ids = {item.id for item in among}
    tiers = bound.get("tiers", {})
    limits = [len(among) <= (len(given_.items) if given_.places is None else given_.places)]
    limits += [len(ids & set(group)) <= 1 for group in bound.get("exclusive", [])]
    limits += [sum(i.category == c for i in among) <= q for c, q in bound.get("quotas", {}).items()]
    for name, tier in tiers.items():
        limits.append(sum(i.tier == name for i in among) <= tier.get("places", len(among)))
    return all(limits)


def paid(given_: Draw, among: list[Item]) -> bool:
    """Whether there is money for these together; an unknown cost fits no budget."""
    tiers = given_.parameters.get("tiers", {})
    whole = given_.budget if tiers else None
    pots = [(whole, among)]
    pots += [
        (tier.get("budget"), [i for i in among if i.tier == name]) for name, tier in tiers.items()
    ]
    return all(
        pot is None
        or (None not in [i.cost for i in some] and sum(i.cost or 0 for i in some) <= pot)
        for pot, some in pots
    )


def walked(given_: Draw, order: list[Item]) -> tuple[str, ...]:
    """Everything tried in this order."""
    chosen: list[Item] = []
    stopped: set[str] = set()
    limited = bool(given_.parameters.get("tiers"))
    for item in order:
        if not allowed(given_, [*chosen, item]) or item.tier in stopped:
            continue
        if not limited or paid(given_, [*chosen, item]):
            chosen.append(item)
        elif given_.parameters.get("unfit") == "stop":
            stopped.add(item.tier)
    return tuple(item.id for item in chosen)


def every_order(given_: Draw) -> set[frozenset[str]]:
    """All lists that come of any order of equals."""
    standing = [(-many, item) for many, item in zip(given_.ticks, given_.items, strict=True)
                if stands(given_, many)]  # fmt: skip
    standing.sort(key=lambda pair: pair[0])
    levels = [
        list(permutations(item for _, item in group))
        for _, group in groupby(standing, key=lambda pair: pair[0])
    ]
    return {
        frozenset(walked(given_, [item for level in orders for item in level]))
        for orders in product(*levels)
    }


def bound(given_: Draw) -> bool:
    """Whether there is something to choose by."""
    return outcome(given_, "listed-first").selected is not None


# -- the laws ----------------------------------------------------------------------------------


@given(draws())
@settings(max_examples=300, deadline=None)
def test_people_are_asked_exactly_where_the_order_of_equals_decides(drawn: Draw) -> None:
    """``refuse`` refuses if and only if different orders of equals give different lists."""
    if not bound(drawn):
        return
    lists = every_order(drawn)
    try:
        chosen = outcome(drawn, "refuse").selected
    except TieRefused:
        assert len(lists) > 1
    else:
        assert lists == {frozenset(chosen or ())}


@pytest.mark.parametrize("ties", ["listed-first", "lexicographic", "lower-cost", "lot:7"])
@given(drawn=draws())
@settings(max_examples=100, deadline=None)
def test_a_tie_break_gives_one_of_the_lists_there_are(ties: str, drawn: Draw) -> None:
    """Whatever it is, the list is one that some order of equals gives, and it keeps every bound."""
    if not bound(drawn):
        return
    chosen = outcome(drawn, ties).selected or ()
    assert frozenset(chosen) in every_order(drawn)
    assert allowed(drawn, [item for item in drawn.items if item.id in chosen])


@given(draws())
@settings(max_examples=200, deadline=None)
def test_a_tie_names_who_was_tied_and_who_was_taken(drawn: Draw) -> None:
    """Ties are disjoint, of equal ticks, at least two items, and each took some of its own."""
    answer = outcome(drawn, "listed-first")
    ticks = {place.item: place.ticks for place in answer.ranking}
    tied = [id_ for tie in answer.ties for id_ in tie.items]
    assert len(tied) == len(set(tied))
    for tie in answer.ties:
        assert len(tie.items) > 1
        assert len({ticks[id_] for id_ in tie.items}) == 1
        assert tie.places == len(tie.chosen)
        assert set(tie.chosen) == set(tie.items) & set(answer.selected or ())


@given(draws())
@settings(max_examples=200, deadline=None)
def test_everybody_left_out_is_told_why(drawn: Draw) -> None:
    """In both languages, and nobody is both chosen and left out."""
    answer = outcome(drawn, "listed-first")
    for place in answer.ranking:
        assert place.chosen is (None if answer.selected is None else place.item in answer.selected)
        if place.chosen is False:
            plain = outcome(attrs.evolve(drawn, places=None, parameters={}), "refuse")
            assert place.why != next(p.why for p in plain.ranking if p.item == place.item)


@pytest.mark.parametrize("ties", ["listed-first", "refuse"])
@given(drawn=draws(4))
@settings(max_examples=150, deadline=None)
def test_the_closest_call_is_the_fewest_ticks_that_change_the_list(ties: str, drawn: Draw) -> None:
    """By trying every number of ticks of every item alone; to end in a tie is a change."""

    def chosen(ticks: tuple[int, ...]) -> frozenset[str] | None:
        try:
            return frozenset(outcome(drawn, ties, ticks).selected or ())
        except TieRefused:
            return None

    now = chosen(drawn.ticks)
    if now is None or not bound(drawn):
        return
    margin = outcome(drawn, ties).margin
    changes = {
        (abs(other - many), at, other > many)
        for at, many in enumerate(drawn.ticks)
        for other in range(PEOPLE + 1)
        if chosen((*drawn.ticks[:at], other, *drawn.ticks[at + 1 :])) != now
    }
    if margin is None:
        assert not changes
    else:
        at = [item.id for item in drawn.items].index(margin.item)
        assert (margin.ticks, at, margin.more) in changes
        assert margin.ticks == min(changes)[0]
        assert "with 5 taking part of 10 on the roll" in margin.why.en


def test_of_equals_only_those_that_contend_are_tied() -> None:
    """Two for one quota are a tie; the third, for which there is room, is none of it."""
    items = (Item("a", "a", "x"), Item("b", "b", "x"), Item("c", "c", "y"))
    drawn = Draw(items, (3, 3, 3), None, None, {"quotas": {"x": 1, "y": 1}})
    with pytest.raises(TieRefused, match="a, b are tied for 1 remaining place;"):
        outcome(drawn, "refuse")
    answer = outcome(drawn, "listed-first")
    assert answer.selected == ("c", "a")
    assert [(tie.items, tie.chosen) for tie in answer.ties] == [(("a", "b"), ("a",))]


def test_two_ties_on_one_level_are_settled_apart() -> None:
    """Each quota has its own tie."""
    items = tuple(Item(id_, id_, category) for id_, category in zip("abcd", "xxyy", strict=True))
    drawn = Draw(items, (3, 3, 3, 3), None, None, {"quotas": {"x": 1, "y": 1}})
    answer = outcome(drawn, "listed-first")
    assert [tie.items for tie in answer.ties] == [("a", "b"), ("c", "d")]
    assert answer.selected == ("a", "c")


def test_one_that_ends_its_tier_is_no_tie_with_other_tiers() -> None:
    """Equal items of different tiers do not stand in each other's way."""
    items = (Item("a", "a", tier="s", cost=9), Item("b", "b", tier="t", cost=1))
    tiers = {"s": {"budget": 5}, "t": {"budget": 5}}
    drawn = Draw(items, (3, 3), None, None, {"tiers": tiers, "unfit": "stop"})
    assert outcome(drawn, "refuse").selected == ("b",)


def test_haikou_2017() -> None:
    """Meilan: 6,000,000 = 2 × 1,050,000 for streets and 13 × 300,000 for neighbourhoods."""
    streets = [Item(f"s{at}", "街", tier="street", cost=105_000_000) for at in range(3)]
    places = [Item(f"n{at}", "居", tier="local", cost=30_000_000) for at in range(15)]
    items = (*streets, *places)
    ticks = (5, 4, 3, *(1 + at % 2 for at in range(15)))
    tiers = {
        "street": {"places": 2, "budget": 210_000_000},
        "local": {"places": 13, "budget": 390_000_000},
    }
    drawn = Draw(items, ticks, None, None, {"tiers": tiers})
    answer = outcome(drawn, "listed-first")
    assert (answer.cost, answer.budget) == (600_000_000, 600_000_000)
    assert answer.selected is not None
    assert len(answer.selected) == 15
    assert answer.selected[:2] == ("s0", "s1")


@given(contests(), st.sampled_from([ListedFirst(), LowerCost(), Lot("7"), Refuse()]))
def test_a_plain_cut_is_as_stable_as_the_walk_finds_it(contest: Contest, tie_break) -> None:
    """What would change a list of places is the same, seen from the scores or chosen again."""
    rule = TickShare(tie_break=tie_break)
    try:
        quickly = rule.outcome(contest).margin
    except TieRefused:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_Cut, "of", lambda *given: None)
        assert rule.outcome(contest).margin == quickly
