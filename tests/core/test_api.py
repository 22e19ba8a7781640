"""``rank``: plain values in, plain values out, and a clear word for whatever is neither."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from tickbox_core import Contest, Limits, TickShare, open_registry, rank
from tickbox_core.errors import (
    BadValue,
    BaseTooSmall,
    BaseUnknown,
    DuplicateId,
    DuplicateVoter,
    RepeatedTick,
    TickboxError,
    TieRefused,
    TooFewTicks,
    TooManyTicks,
    UnknownId,
    UnknownName,
)
from tickbox_core.rules import Electorate
from tickbox_core.testing import strategies
from tickbox_core.testing.strategies import lasting

ITEMS = [{"id": "gate", "title": {"zh": "边门", "en": "gate"}}, {"id": "garden", "title": "花园"}]
BALLOTS = [
    {"voter": "r1", "ticks": ["garden"]},
    {"voter": "r2", "ticks": ["garden", "gate"]},
    {"voter": "r3", "ticks": []},
]
ROLL = [
    {"voter": "r1", "household": "1-101"},
    {"voter": "r2", "household": "1-101"},
    {"voter": "r3", "household": "1-102"},
    {"voter": "r4", "household": "2-101"},
]


def shares(answer):
    """Numerator and denominator by item."""
    return {
        row["item"]: (row["share"]["numerator"], row["share"]["denominator"])
        for row in answer["ranking"]
    }


def test_the_answer_in_full():
    """Every key that the docstring promises, with plain values only."""
    answer = rank(ITEMS, BALLOTS)
    reason = answer["ranking"][1].pop("why")
    assert (
        reason["en"] == "Ticked by 1 of 3 residents who took part, 33.3%; 1 behind the next above."
    )
    assert answer["ranking"].pop(0)["item"] == "garden"
    assert answer == {
        "rule": "tick-share",
        "version": "1",
        "plugin": "tickbox-core",
        "parameters": {"base": "participants", "tie_break": "refuse"},
        "base": "participants",
        "ballots": 3,
        "ranking": [
            {
                "rank": 2,
                "item": "gate",
                "title": {"zh": "边门", "en": "gate"},
                "ticks": 1,
                "share": {"numerator": 1, "denominator": 3, "base": "participants"},
            }
        ],
        "ties": [],
        "note": {
            "zh": "其中1张选票一项也没有勾选，仍计入参与。",
            "en": "1 ballot ticks nothing and counts as having taken part.",
        },
    }


@lasting
@given(strategies.items(min_size=1).flatmap(lambda i: strategies.ballots(i).map(lambda b: (i, b))))
def test_it_says_what_the_rule_says(drawn):
    """Through JSON and back, the plain answer is the rule's own outcome."""
    listed, cast = drawn
    plain = json.loads(
        json.dumps(
            [
                [{"id": item.id, "title": item.title.plain()} for item in listed],
                [{"voter": b.voter, "ticks": b.ticks, "household": b.household} for b in cast],
            ]
        )
    )
    outcome = TickShare("households").outcome(
        Contest.of_ballots(listed, cast, Electorate(None, 99))
    )
    answer = rank(*plain, base="households", households=99)
    assert json.loads(json.dumps(answer)) == answer == outcome.plain()


@pytest.mark.parametrize(
    "base, gate, garden",
    [("participants", (1, 3), (2, 3)), ("registered", (1, 4), (2, 4)), ("households", (1, 3),
     (1, 3))],
)  # fmt: skip
def test_a_roll_gives_sizes_and_households(base, gate, garden):
    """The roll knows how many electors and households there are, and who lives together."""
    assert shares(rank(ITEMS, BALLOTS, base=base, roll=ROLL)) == {"gate": gate, "garden": garden}


def test_numbers_stand_in_for_a_roll():
    """A portal that knows only totals gives them; households then stand on the ballots."""
    assert shares(rank(ITEMS, BALLOTS, base="registered", registered=10))["garden"] == (2, 10)
    housed = [{**ballot, "household": "1-101"} for ballot in BALLOTS]
    assert shares(rank(ITEMS, housed, base="households", households=7))["garden"] == (1, 7)


def test_a_household_left_open_leaves_their_number_open():
    """A roll with one unknown household cannot say how many there are."""
    roll = [*ROLL, {"voter": "r5"}]
    assert shares(rank(ITEMS, BALLOTS, base="registered", roll=roll))["garden"] == (2, 5)
    with pytest.raises(BaseUnknown):
        rank(ITEMS, BALLOTS, base="households", roll=roll)


def test_places_cut_and_ties_decide_there():
    """Nothing is selected without places; a tie across the cut needs a named tie-break."""
    assert "selected" not in rank(ITEMS, BALLOTS)
    assert rank(ITEMS, BALLOTS, places=1)["selected"] == ["garden"]
    tied = [{"voter": "r1", "ticks": ["gate", "garden"]}]
    with pytest.raises(TieRefused):
        rank(ITEMS, tied, places=1)
    assert rank(ITEMS, tied, places=1, ties="listed-first")["selected"] == ["gate"]
    answer = rank(ITEMS, tied, places=1, ties="lot:2026")
    assert answer["parameters"]["tie_break"] == "lot:2026"
    assert answer["ties"][0]["chosen"] == answer["selected"]


def test_ids_alone_are_items():
    """The id is then the title; iterators serve as well as lists."""
    answer = rank(iter(["a"]), iter([{"voter": "r", "ticks": ("a",)}]))
    assert answer["ranking"][0]["title"] == {"zh": "a", "en": "a"}


def test_nothing_at_all():
    """No items, no ballots: an answer with a note."""
    assert rank([], [])["ranking"] == []
    assert rank([], [])["note"]["en"] == "There are no items on the list."


@pytest.mark.parametrize(
    "items, ballots, options, error, said",
    [
        ([{"title": "x"}], [], {}, BadValue, r"items\[0\]: 'id' is missing"),
        ([5], [], {}, BadValue, r"items\[0\]: 'id' is missing"),
        (["a", ""], [], {}, BadValue, r"items\[1\]"),
        ([{"id": "a", "title": 5}], [], {}, BadValue, r"items\[0\]: 'title' is neither"),
        ([{"id": "a", "title": {"zh": 5}}], [], {}, BadValue, r"items\[0\]: 'title' is neither"),
        ([{"id": "a", "title": {}}], [], {}, BadValue, r"items\[0\]: 'title' is neither"),
        (["a", "a"], [], {}, DuplicateId, "item id 'a' occurs twice"),
        (["a"], ["r1"], {}, BadValue, r"ballots\[0\]: 'voter' is missing"),
        (["a"], [{"ticks": []}], {}, BadValue, r"ballots\[0\]: 'voter' is missing"),
        (["a"], [{"voter": 1, "ticks": []}], {}, BadValue, r"ballots\[0\]: 'voter'"),
        (["a"], [{"voter": "r1"}], {}, BadValue, r"ballots\[0\]: 'ticks' is not a list"),
        (["a"], [{"voter": "r1", "ticks": "a"}], {}, BadValue, "'ticks' is not a list"),
        (["a"], [{"voter": "r1", "ticks": [1]}], {}, BadValue, "'ticks' is not a list"),
        (["a"], [{"voter": "r1", "ticks": [["a"]]}], {}, BadValue, "'ticks' is not a list"),
        (["a"], [{"voter": "r1", "ticks": [], "household": 3}], {}, BadValue, "'household'"),
        (["a"], [{"voter": "r1", "ticks": ["z"]}], {}, UnknownId, "ballot r1 names the item 'z'"),
        (["a"], [{"voter": "r1", "ticks": ["a", "a"]}], {}, RepeatedTick, "ticks 'a' twice"),
        (["a"], [{"voter": "r1", "ticks": []}] * 2, {}, DuplicateVoter, "'r1' has two ballots"),
        (ITEMS, BALLOTS, {"base": "all"}, UnknownName, "no base named 'all'"),
        (ITEMS, BALLOTS, {"ties": "coin"}, UnknownName, "no tie-break named 'coin'"),
        (ITEMS, BALLOTS, {"ties": "lot"}, BadValue, "the lot has no seed"),
        (ITEMS, BALLOTS, {"ties": "refuse:x"}, BadValue, "'x' after it means nothing"),
        (ITEMS, BALLOTS, {"base": "registered"}, BaseUnknown, "give the roll"),
        (ITEMS, BALLOTS, {"registered": 2}, BaseTooSmall, "is 2 but 3 took part"),
        (ITEMS, BALLOTS, {"registered": "9"}, BadValue, "not a whole number"),
        (ITEMS, BALLOTS, {"places": 1.5}, BadValue, "places: '1.5' is not a whole number"),
        (ITEMS, BALLOTS, {"limits": Limits.exactly(1)}, TooManyTicks, "untick 1"),
        (ITEMS, BALLOTS[2:], {"limits": Limits(1)}, TooFewTicks, "tick 1 more"),
        (ITEMS, BALLOTS, {"roll": ROLL[:2]}, UnknownId, r"ballots\[2\] names the voter 'r3'"),
        (ITEMS, BALLOTS, {"roll": [*ROLL, ROLL[0]]}, DuplicateId, "voter id 'r1' occurs twice"),
        (ITEMS, BALLOTS, {"roll": ["r1"]}, BadValue, r"roll\[0\]: 'voter' is missing"),
        (ITEMS, BALLOTS, {"roll": ROLL, "registered": 9}, BadValue, "both a roll and numbers"),
    ],
)
def test_bad_input_is_named(items, ballots, options, error, said):
    """Each kind of mistake gets one error that says where it is and what to do."""
    with pytest.raises(error, match=said):
        rank(items, ballots, **options)


@lasting
@given(strategies.plain_values(), strategies.plain_values())
def test_no_json_breaks_it(items, ballots):
    """Whatever JSON holds where a list belongs, it is ranked or refused, never a traceback."""
    for listed, cast in (
        ([items], []),
        (["a"], [ballots]),
        (["a"], [{"voter": "r", "ticks": items}]),
    ):
        try:
            rank(listed, cast)
        except TickboxError as refusal:
            json.dumps(refusal.text.plain())


def test_the_registry_of_an_embedder_is_used():
    """A portal that opened its own registry hands it over."""
    registry = open_registry(discover=False)
    assert rank(ITEMS, BALLOTS, registry=registry) == rank(ITEMS, BALLOTS)
