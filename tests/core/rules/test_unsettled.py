"""A tie that is handed back to people: who is tied, how many still fit, who is chosen anyway."""

from __future__ import annotations

import random
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tickbox_core.errors import BadValue, TieRefused
from tickbox_core.model import Ballot, Item
from tickbox_core.rules import (
    Choosing,
    Contest,
    Greedy,
    Lot,
    Outcome,
    Ranked,
    RankingRule,
    Refuse,
    Ticks,
    TickShare,
    TieBreak,
    Unsettled,
    count_or_unsettled,
)
from tickbox_core.rules.ties import FEWEST_THROWS, MOST_THROWS, space_digits, throws
from tickbox_core.testing.strategies import lasting


def contest(
    votes: Mapping[str, int], places: int | None = None, budget: int | None = None, **of: Any
) -> Contest:
    """Items with so many votes each; ``of`` gives fields of an item by its id."""
    items = [Item(id_, id_, **of.get(id_, {})) for id_ in votes]
    most = max(votes.values(), default=0)
    ballots = [
        Ballot(f"v{at}", [id_ for id_, number in votes.items() if number > at])
        for at in range(most)
    ]
    return Contest.of_ballots(items, ballots, places=places, budget=budget)


def open_of(rule: RankingRule, given_: Contest) -> Unsettled:
    """The open ties of a count that has some."""
    found = count_or_unsettled(rule, given_)
    assert isinstance(found, Unsettled)
    return found


def ties_of(found: Unsettled) -> list[tuple[tuple[str, ...], int]]:
    """Who is tied, and how many of them still fit."""
    return [(tie.items, tie.places) for tie in found.ties]


VOTES = {"a": 3, "b": 2, "c": 2, "d": 2, "e": 1}


@pytest.mark.parametrize(
    "places,tied",
    [(0, None), (1, None), (2, 1), (3, 2), (4, None), (5, None), (6, None), (None, None)],
)
def test_places_that_do_and_do_not_suffice(places: int | None, tied: int | None) -> None:
    """Just under, on and just over what all equal items take; none at all; no cut."""
    found = count_or_unsettled(TickShare(), contest(VOTES, places))
    if tied is None:
        assert isinstance(found, Outcome) and not found.ties
        return
    assert isinstance(found, Unsettled) and ties_of(found) == [(("b", "c", "d"), tied)]
    assert found.certain == ("a",) and found.outcome is not None
    assert found.outcome.selected == ("a",) and found.outcome.margin is None
    assert [row.item for row in found.outcome.ranking if row.chosen] == ["a"]
    assert "two people settle it" in found.outcome.ranking[1].why.en
    assert found.outcome.ranking[-1].why.en.endswith("1 short of those tied.")


def test_nobody_took_part() -> None:
    """Without a ballot places choose nobody and tie nobody; money ties all for whom it is short."""
    assert isinstance(count_or_unsettled(TickShare(), contest(dict.fromkeys("ab", 0), 1)), Outcome)
    costs = {"a": {"cost": 2}, "b": {"cost": 2}}
    nobody = contest(dict.fromkeys("ab", 0), budget=3, **costs)
    assert ties_of(open_of(Greedy(), nobody)) == [(("a", "b"), 1)]
    assert isinstance(count_or_unsettled(Greedy(), attrs.evolve(nobody, budget=4)), Outcome)


def test_a_tie_in_each_of_two_categories_and_what_stands_behind() -> None:
    """Both are named, and the others are counted on: nothing behind hangs on who it will be."""
    of = {id_: {"category": "lift" if id_ in "abcx" else "garden"} for id_ in "abcdefx"}
    votes = {"a": 5, "b": 4, "c": 4, "d": 3, "e": 2, "f": 2, "x": 1}
    rule = Ranked("tick-count", Ticks(), Choosing(quotas={"lift": 2, "garden": 2}))
    found = open_of(rule, contest(votes, None, **of))
    assert ties_of(found) == [(("b", "c"), 1), (("e", "f"), 1)]
    assert found.certain == ("a", "d") and found.outcome is not None
    assert "quota" in found.outcome.ranking[-1].why.en


def test_who_stands_behind_may_hang_on_it() -> None:
    """Two that cost differently: the next gets what is left, or nothing, so only a lot decides."""
    of = {"a": {"cost": 3}, "b": {"cost": 2}, "c": {"cost": 1}}
    found = open_of(Greedy(), contest({"a": 2, "b": 2, "c": 1}, budget=3, **of))
    assert ties_of(found) == [(("a", "b"), 1)] and found.outcome is None
    tier = Choosing.of_plain({"tiers": {"": {"budget": 3}}})
    again = open_of(Ranked("tick-count", Ticks(), tier), contest({"a": 2, "b": 2, "c": 1}, 3, **of))
    assert (ties_of(again), again.outcome) == (ties_of(found), None)


@pytest.mark.parametrize("behind,final", [(1, False), (2, False), (3, False), (4, True)])
def test_nobody_is_left_behind(behind: int, final: bool) -> None:
    """What stands behind costs under, as much as, and more than what is left before the tie."""
    of = {"a": {"cost": 3}, "b": {"cost": 2}, "c": {"cost": behind}}
    found = open_of(Greedy(), contest({"a": 2, "b": 2, "c": 1}, budget=3, **of))
    assert (found.outcome is not None) is final


def test_equal_costs_are_all_one_to_those_behind() -> None:
    """The same money goes whoever it will be: the next that fits is chosen in any case."""
    of = {id_: {"cost": 2} for id_ in "abc"} | {"d": {"cost": 1}}
    found = open_of(Greedy(), contest({"a": 2, "b": 2, "c": 2, "d": 1}, budget=5, **of))
    assert ties_of(found) == [(("a", "b", "c"), 2)]
    assert found.certain == ("d",) and found.outcome is not None and found.outcome.cost == 1
    stop = open_of(Greedy(unfit="stop"), contest({"a": 2, "b": 2, "c": 2, "d": 1}, budget=5, **of))
    assert stop.certain == () and stop.outcome is not None


def test_what_is_too_dear_by_itself_is_not_tied() -> None:
    """It has as many votes, but the money that is left was never enough for it."""
    of = {"a": {"cost": 2}, "b": {"cost": 2}, "c": {"cost": 9}}
    found = open_of(Greedy(), contest(dict.fromkeys("abc", 1), budget=3, **of))
    assert ties_of(found) == [(("a", "b"), 1)]


def test_how_many_fit_is_counted_from_the_cheapest() -> None:
    """Never fewer than there can be, in whatever order they are listed."""
    of = {"a": {"cost": 5}, "b": {"cost": 3}, "c": {"cost": 2}}
    with pytest.raises(TieRefused) as refused:
        Greedy().outcome(contest(dict.fromkeys("abc", 1), budget=5, **of))
    assert refused.value.places == 2


@attrs.frozen
class ByRow:
    """Tied items in the order of a row of ids."""

    row: tuple[str, ...]
    key: str = "by-row"

    def order(self, tied: tuple[Item, ...]) -> tuple[Item, ...]:
        """As they stand in the row."""
        return tuple(sorted(tied, key=lambda item: self.row.index(item.id)))


def drawn(draw: random.Random) -> tuple[Any, Contest]:
    """A maker of rules, and a small contest with many ties."""
    ids = "abcdefg"[: draw.randint(2, 7)]
    of = {
        id_: {
            "cost": draw.choice([0, 1, 2, 2, 3]),
            "category": draw.choice("xy"),
            "tier": draw.choice(["s", "l", ""]),
        }
        for id_ in ids
    }
    votes = {id_: draw.choice([0, 1, 1, 2]) for id_ in ids}
    if draw.random() < 0.4:
        unfit, per_cost = draw.choice(["skip", "stop"]), draw.random() < 0.5
        budget = draw.choice([2, 3, 5, 7])
        return (
            lambda tie_break: Greedy(per_cost, unfit, tie_break=tie_break),  # type: ignore[arg-type]
            contest(votes, budget=budget, **of),
        )
    some: dict[str, Any] = {
        "quotas": {"x": draw.randint(0, 2), "y": draw.randint(0, 2)},
        "tiers": {"s": {"budget": draw.randint(1, 5)}, "l": {"places": draw.randint(0, 2)}},
        "exclusive": [[ids[0], ids[1]]],
        "unfit": draw.choice(["skip", "stop"]),
        "threshold": draw.choice([0, 1, 2]),
    }
    choosing = Choosing.of_plain({k: v for k, v in some.items() if draw.random() < 0.5})
    budget_ = draw.choice([None, 4])
    made = contest(votes, draw.choice([None, 1, 2, 3]), budget_, **of)
    return lambda tie_break: Ranked("tick-count", Ticks(), choosing, tie_break), made


@lasting
@given(st.randoms(use_true_random=False))
def test_what_is_said_of_a_tie_holds_however_it_is_settled(draw: random.Random) -> None:
    """Whoever is certain is chosen in every order; where it is final nobody else changes."""
    make, given_ = drawn(draw)
    found = count_or_unsettled(make(Refuse()), given_)
    assume(isinstance(found, Unsettled))
    assert isinstance(found, Unsettled)
    tied = {item for tie in found.ties for item in tie.items}
    ids = [item.id for item in given_.items]
    for _ in range(12):
        tie_break: TieBreak = ByRow(tuple(draw.sample(ids, len(ids))))
        settled = make(tie_break).outcome(given_)
        chosen = set(settled.selected or ())
        assert set(found.certain) <= chosen
        assert not set(found.certain) & tied
        if found.outcome is not None:
            assert chosen - tied == set(found.certain)
            for tie in found.ties:
                assert len(chosen & set(tie.items)) <= tie.places < len(tie.items)
    if found.outcome is not None:
        assert found.outcome.selected == found.certain
        assert found.outcome.left_open == tied
        assert Outcome.of(found.outcome.plain()).plain() == found.outcome.plain()
    assert all(one.places > 0 for one in found.ties)
    assert all(not set(a.items) & set(b.items) for a, b in pairwise(found.ties))


def test_a_rule_that_says_no_more_than_that_it_is_tied() -> None:
    """Another's rule raises; of its tie nobody knows who is chosen anyway."""

    class Theirs:
        key, version = "theirs", "1"

        def outcome(self, contest: Contest) -> Outcome:
            raise TieRefused(("a", "b"), 0)

    found = open_of(Theirs(), contest({"a": 1, "b": 1}, 1))
    assert (ties_of(found), found.certain, found.outcome) == ([(("a", "b"), 1)], (), None)
    assert (found.refusal.tied, found.refusal.places) == (("a", "b"), 1)


# -- dice --------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, 1, FEWEST_THROWS - 1, MOST_THROWS + 1])
def test_too_few_or_too_many_throws(number: int) -> None:
    """One under the least, one over the most, none."""
    with pytest.raises(BadValue):
        throws("6" * number)


@pytest.mark.parametrize("number", [FEWEST_THROWS, FEWEST_THROWS + 1, MOST_THROWS])
def test_enough_throws(number: int) -> None:
    """On the bar and over it."""
    assert throws("6" * number) == "6" * number


ROW = "35162" * 4


@pytest.mark.parametrize(
    "written",
    [
        " ".join(ROW),
        ",".join(ROW),
        "、".join(ROW),
        "35162 35162\n35162，35162",
        "３５１６２" * 4,
        space_digits(ROW),
        "3-5-1-6-2/" * 4,
    ],
)
def test_throws_are_read_as_people_write_them(written: str) -> None:
    """With blanks, commas, in full width: the same row."""
    assert throws(written) == ROW


@pytest.mark.parametrize("strange", ["0", "7", "9", "a", "六", "10", "٣", "?"])
def test_no_die_shows_that(strange: str) -> None:
    """Anything but 1 to 6 is refused, and named."""
    with pytest.raises(BadValue) as refused:
        throws(ROW + strange)
    assert "die" in refused.value.problem.en


def test_the_lot_is_drawn_from_the_throws() -> None:
    """Another row of throws may give another order; the same gives the same."""
    items = tuple(Item(id_, id_) for id_ in "abcdef")
    assert Lot(ROW).order(items) == Lot(ROW).order(items)
    assert len({Lot(ROW[at:] + ROW[:at]).order(items)[0].id for at in range(5)}) > 1
