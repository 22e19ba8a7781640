"""Honest bundles: the recount gives what the rules gave, whatever was ticked."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from tickbox_core.bundle import differences, read_bundle, recount, write_bundle
from tickbox_core.errors import TieRefused
from tickbox_core.model import Item, Limits
from tickbox_core.text import Text

ids = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"]) | st.sampled_from("项￿😀"),
    min_size=1,
    max_size=4,
)


@st.composite
def rounds(draw):
    """Settings, items and casts of a round."""
    items = draw(st.lists(ids, unique=True, max_size=6))
    homes = draw(st.lists(st.integers(0, 4), min_size=1, max_size=9))
    revisable = draw(st.booleans())
    electors = st.integers(0, len(homes) - 1)
    ticks = st.lists(st.sampled_from(items), unique=True) if items else st.just([])
    casts = draw(
        st.lists(
            st.tuples(electors, ticks),
            max_size=14,
            unique_by=None if revisable else (lambda c: c[0]),
        )
    )
    plan = {
        "items": [Item(id_, Text(f"标题{id_}", id_), cost=draw(st.none() | st.integers(0, 9)))
                  for id_ in items],
        "base": draw(st.sampled_from(["participants", "registered", "households"])),
        "places": draw(st.none() | st.integers(0, 7)),
        "tie_break": draw(st.sampled_from(["refuse", "listed-first", "lot:1", "lot:种子"])),
        "revisable": revisable,
        "demonstration": draw(st.booleans()),
    }  # fmt: skip
    return plan, casts, homes


@given(rounds(), st.booleans())
@settings(max_examples=200, deadline=None)
def test_an_honest_bundle_is_confirmed(house, drawn, signed):
    """Any items, ballots, bases, cuts, ties and revisions: the two counts agree, byte by byte."""
    plan, casts, homes = drawn
    signer = house.key if signed else None
    try:
        published = house.play(house.plan(**plan), casts, homes=homes, signer=signer)
    except TieRefused:
        other = house.plan(**{**plan, "tie_break": "listed-first"})
        decided = house.play(other, casts, homes=homes).parts.outcome
        forced = house.play(house.plan(**plan), casts, homes=homes, outcome=decided)
        assert any("goes back to people" in sentence for sentence in house.told(forced.data))
        return
    found = differences(published.data)
    assert (found.status, found.texts) == (0, ())
    assert read_bundle(published.data) == published.parts
    assert write_bundle(read_bundle(published.data)) == published.data


@given(rounds(), st.data())
@settings(max_examples=100, deadline=None)
def test_what_people_kept_agrees_with_an_honest_bundle(house, drawn, data):
    """Every receipt and every earlier checkpoint of an honest round is confirmed."""
    plan, casts, homes = drawn
    plan["tie_break"] = "listed-first"
    published = house.play(house.plan(**plan), casts, homes=homes)
    audit = recount.recount(
        published.data,
        [str(kept.plain()).replace("'", '"') for kept in published.kept]
        + [kept.note().decode() for kept in published.kept],
        [str(receipt.plain()).replace("'", '"') for receipt in published.receipts],
        house.key.key,
    )
    assert (audit.status, audit.differences, audit.undecided) == (0, [], [])
    counting = sum("and it counts" in en for _, _, en in audit.steps)
    assert counting == len({elector for elector, _ in casts})


@pytest.mark.parametrize("number, fits", [(1, False), (2, True), (3, True), (4, False)])
def test_limits_hold_just_under_on_and_over(house, number, fits):
    """Two to three ticks: one is too few, four are too many."""
    items = ("a", "b", "c", "d")
    published = house.play(house.plan(items, limits=Limits(2, 3)), [(0, items[:number])])
    if fits:
        assert differences(published.data).status == 0
    else:
        assert any("outside the limits" in one for one in house.told(published.data))


@pytest.mark.parametrize("base", ["participants", "registered", "households"])
def test_nobody_took_part(house, base):
    """An empty box is a result too: everything is tied at nothing, and only ranked."""
    published = house.play(house.plan(base=base), [])
    assert differences(published.data).status == 0


def test_everybody_took_part(house):
    """As many ballots as slots, as many homes as on the roll: just not too many."""
    published = house.play(house.plan(base="households"), [(n, ("gate",)) for n in range(8)])
    assert differences(published.data).status == 0
    assert published.parts.outcome["ranking"][0]["share"]["numerator"] == 6


def test_a_household_counts_once(house):
    """With the base households the ticks of a home are united, and the recount knows it."""
    round = house.plan(base="households")
    published = house.play(round, [(0, ("gate",)), (1, ("gate", "lamp")), (2, ("lamp",))])
    ranking = {row["item"]: row["ticks"] for row in published.parts.outcome["ranking"]}
    assert (ranking["gate"], ranking["lamp"]) == (1, 2)
    assert differences(published.data).status == 0
