"""Items that exclude each other under a budget: at most one of a group, counted twice."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.bundle.recount_ties import counted_again
from tickbox_core.counting import Profile
from tickbox_core.errors import BadValue, TieRefused, UnknownName
from tickbox_core.model import Item, RuleChoice
from tickbox_core.registry import open_registry
from tickbox_core.rules import (
    Contest,
    Greedy,
    Lexicographic,
    Outcome,
    Refuse,
    Unsettled,
    count_or_unsettled,
)

GROUPS = (("a", "b"), ("c", "d"))


def contest(costs: dict[str, int], ballots: list[tuple[str, ...]], budget: int) -> Contest:
    """Items with those costs; each ballot names what it ticks."""
    ids = tuple(costs)
    marks = [tuple(sorted(ids.index(id_) for id_ in ballot)) for ballot in ballots]
    groups = {mark: marks.count(mark) for mark in marks}
    items = tuple(Item(id_, id_, cost=cost) for id_, cost in costs.items())
    return Contest(items, Profile.of_marks(ids, groups), budget=budget)


def votes(**of: int) -> list[tuple[str, ...]]:
    """Ballots of one tick each."""
    return [(id_,) for id_, number in of.items() for _ in range(number)]


def test_the_first_to_be_taken_keeps_the_others_out() -> None:
    """They are passed over with a reason, in both languages, and end nothing."""
    made = contest({"a": 5, "b": 5, "c": 5}, votes(a=3, b=2, c=1), 10)
    for unfit in ("skip", "stop"):
        answer = Greedy(unfit=unfit, exclusive=(("a", "b"),)).outcome(made)
        assert answer.selected == ("a", "c")
        assert "'a' is chosen and excludes it" in answer.ranking[1].why.en
        assert "与已入选的“a”只能取一项" in answer.ranking[1].why.zh
        assert answer.parameters["exclusive"] == (("a", "b"),) or answer.parameters[
            "exclusive"
        ] == [["a", "b"]]
        assert Outcome.of(answer.plain()).selected == answer.selected
    assert Greedy().outcome(made).selected == ("a", "b")
    assert "exclusive" not in Greedy().outcome(made).parameters


def test_equal_items_of_a_group_are_a_tie_though_there_is_money_for_both() -> None:
    """One place, whatever they cost; the tie-break says who."""
    made = contest({"a": 1, "b": 1, "c": 1}, votes(a=1, b=1, c=1), 10)
    with pytest.raises(TieRefused) as refused:
        Greedy(exclusive=(("a", "b"),)).outcome(made)
    assert (refused.value.tied, refused.value.places) == (("a", "b"), 1)
    answer = Greedy(tie_break=Lexicographic(), exclusive=(("a", "b"),)).outcome(made)
    assert set(answer.selected or ()) == {"a", "c"}
    assert [(tie.items, tie.places, tie.chosen) for tie in answer.ties] == [(("a", "b"), 1, ("a",))]


def test_who_is_behind_an_open_tie_of_its_group_is_out_whoever_wins() -> None:
    """The count is final behind equal prices, and says why."""
    made = contest({"a": 1, "b": 1, "c": 1, "d": 1}, votes(a=2, b=2, c=1, d=1), 10)
    shown = count_or_unsettled(Greedy(exclusive=(("a", "b", "c"),)), made)
    assert isinstance(shown, Unsettled)
    assert shown.outcome is not None
    assert shown.certain == ("d",)
    why = {row.item: row.why.en for row in shown.outcome.ranking}
    assert "one of those tied excludes it" in why["c"]


def test_an_unknown_id_is_named() -> None:
    """With those there are."""
    made = contest({"a": 1, "b": 1}, [], 1)
    with pytest.raises(UnknownName, match="'z'"):
        Greedy(exclusive=(("a", "z"),)).outcome(made)
    with pytest.raises(BadValue, match="exclusive"):
        open_registry(discover=False).rule(RuleChoice("greedy-votes", {"exclusive": 7}), "refuse")


@st.composite
def drawn(draw: Any) -> tuple[Contest, dict[str, Any], list[dict[str, Any]]]:
    """A contest, its plan as a bundle has it, and its ballots."""
    ids = "abcdef"[: draw(st.integers(1, 6))]
    costs = {id_: draw(st.sampled_from((0, 1, 2, 2, 3, 5))) for id_ in ids}
    ballots = draw(st.lists(st.sets(st.sampled_from(ids)).map(sorted).map(tuple), max_size=6))
    groups = [list(group) for group in GROUPS if set(group) <= set(ids)]
    parameters = {
        "unfit": draw(st.sampled_from(("skip", "stop"))),
        "threshold": draw(st.integers(0, 2)),
        "exclusive": groups,
    }
    budget = draw(st.integers(0, 12))
    plan = {
        "rule": {"key": "greedy-votes", "version": "1", "parameters": parameters},
        "tie_break": draw(st.sampled_from(("refuse", "lexicographic"))),
        "budget": budget,
        "places": None,
        "items": [
            {"id": id_, "title": {"zh": id_, "en": id_}, "cost": cost, "options": []}
            for id_, cost in costs.items()
        ],
    }
    rows = [{"slot": str(at), "ticks": list(ballot)} for at, ballot in enumerate(ballots)]
    return contest(costs, ballots, budget), plan, rows


@given(drawn())
def test_the_recount_agrees_about_who_is_chosen_and_which_ties_are_open(
    made: tuple[Contest, dict[str, Any], list[dict[str, Any]]],
) -> None:
    """Two walks that share no thought: chosen, ties, and whether anybody hangs on them."""
    case, plan, ballots = made
    given_ = plan["rule"]["parameters"]
    rule = Greedy(
        unfit=given_["unfit"],
        threshold=given_["threshold"],
        exclusive=tuple(map(tuple, given_["exclusive"])),
        tie_break=Refuse() if plan["tie_break"] == "refuse" else Lexicographic(),
    )
    shown = count_or_unsettled(rule, case)
    answer, ties, final = counted_again(plan, {}, ballots)
    outcome = shown.outcome if isinstance(shown, Unsettled) else shown
    open_ = shown.ties if isinstance(shown, Unsettled) else ()
    assert [(list(tie.items), tie.places) for tie in open_] == [
        (tie["items"], tie["places"]) for tie in ties
    ]
    assert (outcome is not None) == final
    if outcome is not None:
        assert list(outcome.selected or ()) == answer["selected"]
        assert [tie.plain() for tie in outcome.ties] == answer["ties"]
        assert dict(outcome.parameters) == answer["parameters"]
        for group in given_["exclusive"]:
            assert len(set(group) & set(answer["selected"])) <= 1
