"""Many equal items: the work and the answer grow with their number, and nothing is decided anew."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_budget_rules import EqualShares, Maximin, Phragmen, level, naming
from tickbox_budget_rules.balance import Balance
from tickbox_budget_rules.phragmen import Loads
from tickbox_budget_rules.purses import Purses
from tickbox_core import Contest, Item, Profile
from tickbox_core.bundle import recount_shares
from tickbox_core.errors import TieRefused
from tickbox_core.rules import Lexicographic, Lot, Outcome, RankingRule
from tickbox_core.rules.outcome import Tie
from tickbox_core.rules.telling import explain_outcome, tie_words

RULES: dict[str, Callable[..., RankingRule]] = {
    "equal-shares": EqualShares,
    "phragmen": Phragmen,
    "maximin": Maximin,
}
SHAPES: dict[str, Callable[[int], dict[tuple[int, ...], int]]] = {
    "apart": lambda items: {(at,): 1 for at in range(items)},
    "shared": lambda items: {tuple(range(items)): 3, (): 47},
}


def contest(marks: dict[tuple[int, ...], int], items: int, part: int = 2) -> Contest:
    """Items of equal cost, and money for one of so many."""
    ids = tuple(f"i{at:05}" for at in range(items))
    listed = tuple(Item(id_, id_, cost=100) for id_ in ids)
    return Contest(listed, Profile.of_marks(ids, marks), budget=100 * items // part)


def triples(items: int, voters: int = 19) -> dict[tuple[int, ...], int]:
    """Each item is wanted by three of so many voters, by no others the same three."""
    wants: list[list[int]] = [[] for _ in range(voters)]
    for item, three in zip(range(items), combinations(range(voters), 3), strict=False):
        for voter in three:
            wants[voter].append(item)
    return {tuple(items): 1 for items in wants}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("key", RULES)
def test_looks_grow_with_the_items(key: str, shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice as many equal items are at most about twice as much to work out."""
    looks = Counter[int]()

    def watch(kind: type, name: str) -> None:
        plain = getattr(kind, name)

        def counted(self: Any, *given: Any, **named: Any) -> Any:
            looks[number] += len(given[0]) if name == "_loads" else 1
            return plain(self, *given, **named)

        monkeypatch.setattr(kind, name, counted)

    for kind, name in ((Purses, "offer"), (Loads, "_loads"), (Balance, "without_room_for")):
        watch(kind, name)
    for number in (200, 400):
        RULES[key](tie_break=Lexicographic()).outcome(contest(SHAPES[shape](number), number))
    assert 0 < looks[400] <= 2.2 * looks[200] + 10


@pytest.mark.parametrize("voters", [19, 50])
def test_looks_at_shared_items_that_nobody_else_shares(
    voters: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Equal shares works out a price when a supporter can no longer give as much, not before.

    With fifty voters the first is among the three of every item, and soon has nothing left.
    """
    looks: list[int] = []
    plain = Purses.offer

    def counted(self: Purses, item: int, start: int) -> Any:
        looks.append(item)
        return plain(self, item, start)

    monkeypatch.setattr(Purses, "offer", counted)
    EqualShares(tie_break=Lexicographic()).outcome(contest(triples(900, voters), 900, 1))
    assert len(looks) < 10 * 900


def test_loads_are_worked_out_where_somebody_has_paid(monkeypatch: pytest.MonkeyPatch) -> None:
    """Phragmén looks at what the supporters of a purchase want beside it, and at nothing else."""
    looks: list[int] = []
    plain = Loads._loads

    def counted(self: Loads, places: Any) -> Any:
        looks.append(len(places))
        return plain(self, places)

    monkeypatch.setattr(Loads, "_loads", counted)
    # twenty towns of nine voters: each item is wanted by three of one town
    towns = [
        {tuple(84 * town + item for item in items): 1 for items in triples(84, 9)}
        for town in range(20)
    ]
    marks = {items: 1 for town in towns for items in town}
    Phragmen(tie_break=Lexicographic()).outcome(contest(marks, 84 * 20, 1))
    assert sum(looks) < 84 * 84 * 20
    assert len(looks) < 3 * 84 * 20, "those that are due are worked out together"


def test_the_recount_looks_at_shared_items_as_rarely(monkeypatch: pytest.MonkeyPatch) -> None:
    """It works a price out when a supporter can no longer give as much, too."""
    looks: list[str] = []
    plain = recount_shares.Shares._price

    def counted(self: recount_shares.Shares, id_: str) -> Any:
        looks.append(id_)
        return plain(self, id_)

    monkeypatch.setattr(recount_shares.Shares, "_price", counted)
    plan, ballots = _as_in_a_bundle(contest(triples(900, 50), 900, 1), "equal-shares")
    plan["tie_break"] = "lexicographic"
    recount_shares.PROPORTIONAL["equal-shares", "1"](plan, {}, ballots)
    assert 0 < len(looks) < 10 * 900


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("key", RULES)
def test_the_answer_grows_with_the_items(
    key: str, shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the ties name too many, each names the first and says how many more."""
    monkeypatch.setattr(naming, "NAMED", 500)
    sizes = []
    for number in (150, 300):
        found = RULES[key](tie_break=Lexicographic()).outcome(
            contest(SHAPES[shape](number), number)
        )
        sizes.append(len(json.dumps(found.plain())))
        assert Outcome.of(found.plain()).ties == found.ties
    assert sizes[1] < 2.6 * sizes[0]


@pytest.mark.parametrize("shape", [*SHAPES, "triples"])
@pytest.mark.parametrize("key", RULES)
@pytest.mark.parametrize("named", [30, 50_000])
def test_the_recount_tells_the_same_ties(
    key: str, shape: str, named: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut or not: it comes to the same items, in the same order, at every step."""
    monkeypatch.setattr(naming, "NAMED", named)
    monkeypatch.setattr(recount_shares.Crowd, "NAMED", named)
    marks = {**SHAPES, "triples": triples}[shape](40)
    counted = contest(marks, 40)
    plan, ballots = _as_in_a_bundle(counted, key)
    for tie_break in (Lexicographic(), Lot("7")):
        plan["tie_break"] = tie_break.key
        want = RULES[key](tie_break=tie_break).outcome(counted).plain()
        have = recount_shares.PROPORTIONAL[key, "1"](plan, {}, ballots)
        assert have["selected"] == want["selected"]
        assert have["ties"] == want["ties"]


def _as_in_a_bundle(counted: Contest, key: str) -> tuple[dict[str, Any], list[Any]]:
    """The plan of a round and its ballots, as the recount is handed them."""
    items = [
        {"id": item.id, "title": item.title.plain(), "cost": item.cost, "options": []}
        for item in counted.items
    ]
    plan = {"items": items, "rule": {"key": key, "version": "1", "parameters": {}}}
    ids = counted.profile.items
    ballots = [
        {"slot": f"{at}-{again}", "ticks": [ids[mark] for mark in marks]}
        for at, (marks, number) in enumerate(counted.profile.groups())
        for again in range(number)
    ]
    return {**plan, "budget": counted.budget, "tie_break": "refuse"}, ballots


@given(
    st.lists(st.frozensets(st.integers(0, 7), max_size=8), min_size=1, max_size=6),
    st.lists(st.sampled_from([1, 2, 2, 2, 3]), min_size=8, max_size=8),
    st.integers(1, 18),
    st.sampled_from([*RULES, "cardinality"]),
)
def test_one_look_for_many_purchases_decides_as_a_look_for_each(
    ballots: list[frozenset[int]], costs: list[int], budget: int, key: str
) -> None:
    """The plain way looks at everything anew after each purchase: step for step the same."""
    ids = tuple("abcdefgh")
    listed = tuple(Item(id_, id_, cost=cost) for id_, cost in zip(ids, costs, strict=True))
    marks = Counter(tuple(sorted(ballot)) for ballot in ballots)
    counted = Contest(listed, Profile.of_marks(ids, marks), budget=budget)
    plan, cast = _as_in_a_bundle(counted, key)
    for tie_break in (Lexicographic(), Lot("7")):
        more = {"utility": "cardinality"} if key == "cardinality" else {}
        make = RULES.get(key, EqualShares)
        quick = make(tie_break=tie_break, **more).outcome(counted)
        plan["tie_break"], plan["rule"]["parameters"] = tie_break.key, more
        again = recount_shares.PROPORTIONAL[key if not more else "equal-shares", "1"]
        have = again(plan, {}, cast)
        assert list(quick.selected or ()) == have["selected"]
        assert [tie.plain() for tie in quick.ties] == have["ties"]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(level.SamePrice, "suits", staticmethod(lambda *given: False))
            patch.setattr(level.EqualLevel, "supported", lambda self, groups: set(self.firsts()))
            slow = make(tie_break=tie_break, **more).outcome(counted)
        assert slow.plain() == quick.plain()


def test_a_cut_tie_says_how_many_more() -> None:
    """In words of both languages, and of a refusal too."""
    tie = Tie(tuple("abc"), 1, "lexicographic", ("a",), more=9_997)
    assert tie.number == 10_000
    assert "a, b, c and 9,997 more were tied" in tie_words(tie).en
    assert "a, b, c 等10000项" in tie_words(tie).zh
    many = TieRefused(tuple(f"i{at}" for at in range(10_000)), 5)
    assert "i19 and 9,980 more are tied" in str(many)
    assert len(str(many)) < 400


def test_an_explanation_of_many_ties_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred ties are told one by one, of the rest how many there are."""
    found = EqualShares(tie_break=Lexicographic()).outcome(contest({tuple(range(300)): 1}, 300, 1))
    told = explain_outcome(found)
    assert told.en.count("were tied") == 100
    assert f"{len(found.ties) - 100} more ties" in told.en


def test_who_bears_nothing_lowers_the_load_to_beat() -> None:
    """What was tried before at a higher load says nothing of those that are equal to it."""
    marks = {(0, 5): 1, (1, 9, 11): 5, (6,): 1, (1, 9): 5, (7,): 1, (2, 9): 2, (0, 2): 5}
    marks |= {(0, 7, 8): 1, (): 3}
    ids = tuple(f"i{at:02}" for at in range(12))
    listed = tuple(Item(id_, id_, cost=100) for id_ in ids)
    made = Contest(listed, Profile.of_marks(ids, marks), budget=383)
    outcome = Maximin(tie_break=Lexicographic()).outcome(made)
    assert outcome.selected == ("i09", "i00", "i01")
    assert [tie.items for tie in outcome.ties] == [("i00", "i02")]
