"""Subsidies are data of a place: what each grants, of which pieces, on which days, to the fen."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.errors import BadValue
from tickbox_core.rules.motions import Layer, Practice
from tickbox_core.rules.subsidy import Claim, SubsidyRule, grant_amounts, subsidies
from tickbox_core.text import Text

SOURCE = Text("某市补贴办法", "the subsidies of a town")


def rule(key: str = "s", **plain: object) -> SubsidyRule:
    """A rule as data gives it."""
    return SubsidyRule.of_plain(key, plain, SOURCE)


LIFTS = rule(share="2/5", cap_fen=280_000_00, per="lift")


@pytest.mark.parametrize(
    "cost, pieces, amount",
    [
        (699_999_99, 1, 279_999_99),
        (700_000_00, 1, 280_000_00),
        (700_000_01, 1, 280_000_00),
        (1_399_999_99, 2, 559_999_99),
        (1_400_000_00, 2, 560_000_00),
        (1_400_000_01, 2, 560_000_00),
        (0, 1, 0),
        (600_000_00, 0, 0),
    ],
)
def test_a_share_stops_at_its_cap_for_each_lift(cost: int, pieces: int, amount: int) -> None:
    """Just under, on, just over the cap; of no lift nothing; part of a fen is the owners'."""
    assert LIFTS.of(cost, pieces) == amount


@pytest.mark.parametrize("cost, amount", [(150_000_00, 0), (150_000_01, 150_000_00), (0, 0)])
def test_a_fixed_amount_above_an_investment(cost: int, amount: int) -> None:
    """On the bar is not above it."""
    assert rule(amount_fen=150_000_00, above_fen=150_000_00).of(cost) == amount


@pytest.mark.parametrize("stops, amount", [(0, 0), (6, 60_000_00), (9, 90_000_00), (10, 95_000_00)])
def test_an_amount_for_each_stop_never_exceeds_the_cost(stops: int, amount: int) -> None:
    """So much for each, up to what it costs."""
    assert rule(amount_fen=10_000_00, per="stop").of(95_000_00, stops) == amount


def test_how_many_pieces_there_are_has_to_be_said() -> None:
    """It is not guessed to be one."""
    with pytest.raises(BadValue, match="number of lifts, which is not said"):
        LIFTS.of(1)


@pytest.mark.parametrize(
    "plain, said",
    [
        ({}, "neither share nor amount"),
        ({"share": "7/5"}, "not from 0 to 1"),
        ({"share": "-1/5"}, "not from 0 to 1"),
        ({"share": "x"}, "has the share 'x'"),
        ({"share": 0.4}, "not an exact number"),
        ({"amount_fen": 5, "per": "tree"}, "'tree'"),
        ({"amount_fen": 5, "frist": "2026-01-01"}, "unknown frist"),
        ({"amount_fen": 1.5}, "1.5"),
    ],
)
def test_what_is_no_rule_is_refused(plain: dict[str, object], said: str) -> None:
    """With what is wrong in it."""
    with pytest.raises(BadValue, match=said):
        rule(**plain)


RULES = st.builds(
    lambda share, cap, amount, above, per: rule(
        share=str(share), cap_fen=cap, amount_fen=amount, above_fen=above, per=per
    ),
    st.fractions(0, 1, max_denominator=50),
    st.none() | st.integers(0, 10**9),
    st.none() | st.integers(0, 10**9),
    st.integers(0, 10**6),
    st.sampled_from(["", "lift", "stop"]),
)


@given(st.integers(0, 10**9), st.lists(st.builds(Claim, RULES, st.integers(0, 20)), max_size=5))
def test_together_they_never_exceed_the_cost(cost: int, claims: list[Claim]) -> None:
    """What is left is never less than nothing; alone each grants what its rule says."""
    amounts = grant_amounts(cost, claims)
    assert sum(amounts) <= cost and all(amount >= 0 for amount in amounts)
    for amount, claim in zip(amounts, claims, strict=True):
        assert amount <= claim.rule.of(cost, claim.pieces)
    if claims:
        assert grant_amounts(cost, claims[:1]) == (claims[0].rule.of(cost, claims[0].pieces),)


@given(st.builds(Claim, RULES, st.none() | st.integers(0, 20)))
def test_a_claim_comes_back_as_it_was_written(claim: Claim) -> None:
    """From JSON too."""
    assert Claim.of_plain(json.loads(json.dumps(claim.plain()))) == claim


def place(
    *rows: tuple[str, object], first: date | None = None, last: date | None = None
) -> Practice:
    """A law of subsidies."""
    plain = [
        {"name": name, "value": value, "source": "文件", "mark": "press"} for name, value in rows
    ]
    return Practice((Layer.of_plain("here", Text.of("此地"), plain, first, last),))


def test_a_place_publishes_its_subsidies_with_their_source_and_days() -> None:
    """Those of the layers that hold on a day; what lifts had before is found too."""
    lifts = place(("lift.subsidy", {"share": "2/5", "cap_fen": 280_000_00}), ("fund.by", "area"))
    doors = place(("subsidy.doors", {"amount_fen": 5}), first=date(2026, 1, 1),
                  last=date(2026, 6, 30))  # fmt: skip
    law = Practice((*lifts.layers, *doors.layers))
    for day, keys in (
        ("2025-12-31", ["add-lift"]),
        ("2026-01-01", ["add-lift", "doors"]),
        ("2026-06-30", ["add-lift", "doors"]),
        ("2026-07-01", ["add-lift"]),
    ):
        assert [one.key for one in subsidies(law.on(date.fromisoformat(day)))] == keys
    (lift,) = subsidies(lifts)
    assert (lift.source.zh, lift.words.zh) == ("文件", "费用的40%，至多280,000元")
    assert subsidies(Practice(())) == ()


def test_of_two_layers_the_more_local_holds() -> None:
    """A place's own settings over those of the city."""
    city = place(("subsidy.doors", {"amount_fen": 5}))
    (own,) = place(("subsidy.doors", {"amount_fen": 7})).layers
    assert [one.amount for one in subsidies(Practice((*city.layers, own)))] == [7]


def test_a_rule_is_said_in_words() -> None:
    """In both languages, with all its bounds."""
    assert LIFTS.words == Text(
        "费用的40%，每台电梯至多280,000元", "40 % of the cost, at most 280,000 yuan for each lift"
    )
    stops = rule(amount_fen=10_000_00, per="stop", above_fen=1_00)
    assert stops.words == Text(
        "每站10,000元，费用须超过1元", "10,000 yuan for each stop, where the cost exceeds 1 yuan"
    )


def test_the_published_examples(vectors_dir: Path) -> None:
    """The vectors' subsidy, expressed as data of a place."""
    every = json.loads((vectors_dir / "misc.json").read_text(encoding="utf-8"))
    (found,) = (one for one in every if one["id"] == "S1")
    held = rule(share="2/5", cap_fen=28_000_000)
    assert [held.of(cost * 100) for cost, _ in found["cases"]] == [
        amount * 100 for _, amount in found["cases"]
    ]
