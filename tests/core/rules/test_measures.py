"""What rankings go by besides shares of ticks: each beside a slow second opinion."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tickbox_core import Ballot, Contest, Electorate, Item, Option, RuleChoice, open_registry
from tickbox_core.errors import (
    BadValue,
    BaseUnknown,
    ChooseOne,
    DuplicateId,
    RuleDoesNotFit,
    UnknownId,
    UnknownName,
)
from tickbox_core.model import Limits, TickList, check_ticks
from tickbox_core.rules.decimals import decimal
from tickbox_core.rules.ranking import figure

REGISTRY = open_registry(discover=False)
IDS = ("a", "b", "c", "d")
ITEMS = tuple(Item(id_, id_) for id_ in IDS)
orders = st.lists(st.lists(st.sampled_from(IDS), unique=True).map(tuple), max_size=8)


def rule(key, **parameters):
    """A rule of the core."""
    return REGISTRY.rule(RuleChoice(key, parameters), "listed-first")


def ordered(ballots, items=ITEMS):
    """A contest of ballots in order of preference."""
    cast = [Ballot(f"v{at}", ticks) for at, ticks in enumerate(ballots)]
    return Contest.of_ballots(items, cast, ordered=True)


def scores(outcome):
    """The score of each item."""
    return {placed.item: placed.score for placed in outcome.ranking}


def opinion(variant, ballots):
    """Borda by the book, one ballot and one item at a time."""
    m = len(IDS)
    total = dict.fromkeys(IDS, Fraction(0))
    for ballot in ballots:
        k = len(ballot)
        for id_ in IDS:
            place = ballot.index(id_) + 1 if id_ in ballot else None
            total[id_] += {
                "classic": lambda p: m - p if p else 0,
                "from-m": lambda p: m - p + 1 if p else 0,
                "modified": lambda p, k=k: k - p + 1 if p else 0,
                "average": lambda p, k=k: m - p if p else Fraction(sum(range(m - k)), m - k),
                "dowdall": lambda p: Fraction(1, p) if p else 0,
            }[variant](place)
    return total


@settings(max_examples=60)
@given(st.sampled_from(["classic", "from-m", "modified", "average", "dowdall"]), orders)
def test_borda_in_each_variant(variant, ballots):
    """Exact fractions; ranks follow the scores; whoever votes in whatever order."""
    outcome = rule("borda", variant=variant).outcome(ordered(ballots))
    want = opinion(variant, ballots)
    assert scores(outcome) == want
    for placed in outcome.ranking:
        assert placed.rank == 1 + sum(other > want[placed.item] for other in want.values())
    again = rule("borda", variant=variant).outcome(ordered(ballots[::-1]))
    assert scores(again) == want


@settings(max_examples=60)
@given(st.sampled_from(["last", "mean"]), orders)
def test_order_numbers_add_up_and_the_smallest_sum_leads(missing, ballots):
    """A number left out counts as the last, or as the mean of those not written."""
    m = len(IDS)
    want = dict.fromkeys(IDS, Fraction(0))
    for ballot in ballots:
        rest = range(len(ballot) + 1, m + 1)
        for id_ in IDS:
            if id_ in ballot:
                want[id_] += ballot.index(id_) + 1
            else:
                want[id_] += m if missing == "last" else Fraction(sum(rest), len(rest))
    outcome = rule("order-numbers", missing=missing).outcome(ordered(ballots))
    assert scores(outcome) == want
    sums = [placed.score for placed in outcome.ranking]
    assert sums == sorted(sums)


def test_a_table_gives_its_own_points():
    """Twenty for the first, nineteen for the second; nothing beyond its end."""
    outcome = rule("borda", table=[20, 19]).outcome(ordered([("a", "b", "c"), ("b", "a")]))
    assert scores(outcome) == {"a": 39, "b": 39, "c": 0, "d": 0}


@settings(max_examples=60)
@given(st.lists(st.dictionaries(st.sampled_from(IDS), st.integers(0, 10**30)), max_size=6))
def test_points_add_up(ballots):
    """Huge ones too; blank ballots take part."""
    cast = [Ballot(f"v{at}", tuple(b), points=tuple(b.values())) for at, b in enumerate(ballots)]
    outcome = rule("points").outcome(Contest.of_ballots(ITEMS, cast))
    assert scores(outcome) == {id_: sum(b.get(id_, 0) for b in ballots) for id_ in IDS}
    assert outcome.ballots == len(ballots)


@pytest.mark.parametrize("budget, fits", [(9, False), (10, True), (11, True), (0, True)])
def test_a_ballot_gives_no_more_points_than_it_has(budget, fits):
    """Just under, on, over; 0 is no limit."""
    cast = [Ballot("v", ("a", "b"), points=(4, 6))]
    if fits:
        rule("points", points=budget).outcome(Contest.of_ballots(ITEMS, cast))
    else:
        with pytest.raises(RuleDoesNotFit, match="more than 9 points: 1"):
            rule("points", points=budget).outcome(Contest.of_ballots(ITEMS, cast))


weighed = st.lists(st.tuples(st.sets(st.sampled_from(IDS)), st.integers(0, 10**9)), max_size=6)


@settings(max_examples=60)
@given(st.sampled_from(["participants", "registered"]), weighed, st.integers(0, 10**9))
def test_weights_are_shares_of_what_took_part_or_is_on_the_roll(of, ballots, absent):
    """Numerator and denominator are whole, and the base is named."""
    cast = [Ballot(f"v{at}", tuple(ticks)) for at, (ticks, _) in enumerate(ballots)]
    weights = {f"v{at}": weight for at, (_, weight) in enumerate(ballots)}
    present = sum(weights.values())
    contest = Contest.of_ballots(
        ITEMS, cast, Electorate(weights={"area": present + absent}), weights={"area": weights}
    )
    outcome = rule("weighted-share", of=of).outcome(contest)
    for placed in outcome.ranking:
        ticking = sum(weight for ticks, weight in ballots if placed.item in ticks)
        size = present + (absent if of == "registered" else 0)
        assert (placed.share.numerator, placed.share.denominator) == (ticking, size)
        assert placed.share.base == outcome.base == f"area/{of}"


def test_what_a_measure_refuses():
    """Ballots of another kind, weights nobody has, names nobody knows."""
    ticked = Contest.of_ballots(ITEMS, [Ballot("v", ("a",))])
    for key, parameters, contest, error in (
        ("borda", {}, ticked, RuleDoesNotFit),
        ("order-numbers", {}, ticked, RuleDoesNotFit),
        ("points", {}, ticked, RuleDoesNotFit),
        ("tick-count", {}, ordered([("a", "b")]), RuleDoesNotFit),
        ("weighted-share", {}, ticked, BaseUnknown),
        ("weighted-share", {"of": "registered"}, Contest.of_ballots(ITEMS, []), BaseUnknown),
    ):
        with pytest.raises(error):
            rule(key, **parameters).outcome(contest)
    with pytest.raises(UnknownName):
        rule("borda", variant="condorcet")
    with pytest.raises(UnknownName):
        rule("order-numbers", missing="x").outcome(ordered([]))


@pytest.mark.parametrize(
    "key", ["tick-share", "tick-count", "weighted-share", "borda", "order-numbers", "points"]
)
def test_nobody_votes(key):
    """Everything is tied, nothing is chosen, and it says so."""
    contest = attrs.evolve(Contest.of_ballots(ITEMS, []), places=2)
    outcome = rule(key).outcome(contest)
    assert [placed.rank for placed in outcome.ranking] == [1] * 4
    assert outcome.selected == ()
    assert "Nobody took part" in outcome.note.en
    assert outcome.margin is None


# -- options -----------------------------------------------------------------------------------

PAINT = Item("paint", "外墙", options=(Option("blue", "蓝"), Option("grey", "灰")))
LIST = (PAINT, Item("gate", "边门"))


def test_an_item_with_options_is_ticked_by_one_of_them():
    """Bare, in two, or by an option nobody offers: refused; "none of these" is always there."""
    listed = TickList(LIST)
    assert listed.ids == ("paint/blue", "paint/grey", "paint/none-of-these", "gate")
    check_ticks(Ballot("v", ("paint/none-of-these", "gate")), listed, Limits.exactly(1))
    for ticks, error in (
        (("paint",), ChooseOne),
        (("paint/blue", "paint/grey"), ChooseOne),
        (("paint/blue", "paint/none-of-these"), ChooseOne),
        (("paint/red",), UnknownId),
    ):
        with pytest.raises(error):
            check_ticks(Ballot("v", ticks), listed, Limits())


@pytest.mark.parametrize("name", ["none-of-these", "a/b", ""])
def test_no_option_is_called_like_a_mark(name):
    """ "None of these" is offered by itself."""
    with pytest.raises(BadValue):
        Item("paint", "外墙", options=(Option(name, "x"),))


def test_no_item_is_called_like_anothers_option():
    """An id that would be two things is refused."""
    with pytest.raises(DuplicateId):
        TickList((PAINT, Item("paint/blue", "x")))


def test_options_are_counted_and_several_may_lead():
    """Support is any real option; those equal at the top lead together; shares name the base."""
    ticks = ("paint/blue", "paint/grey", "paint/none-of-these", "gate")
    cast = [Ballot(f"v{at}", (tick,)) for at, tick in enumerate(ticks)]
    outcome = rule("tick-share").outcome(Contest.of_ballots(LIST, cast))
    paint = next(placed for placed in outcome.ranking if placed.item == "paint")
    assert (paint.ticks, paint.share.denominator) == (2, 4)
    assert [(o.option, o.ticks, o.leads) for o in paint.options] == [
        ("blue", 1, True), ("grey", 1, True), ("none-of-these", 1, True),
    ]  # fmt: skip
    assert type(outcome).of(outcome.plain()) == outcome


def test_a_household_that_is_of_two_minds_supports_an_item_once():
    """Blue and grey in one home: one household for the item, one for each option."""
    cast = [Ballot("v1", ("paint/blue",), "h"), Ballot("v2", ("paint/grey",), "h")]
    contest = Contest.of_ballots(LIST, cast, Electorate(2, 1))
    outcome = rule("tick-share", base="households").outcome(contest)
    paint = outcome.ranking[0]
    assert (paint.item, paint.ticks, [o.ticks for o in paint.options]) == ("paint", 1, [1, 1, 0])


@pytest.mark.parametrize(
    ("value", "said"),
    [("29/2", "14.5"), ("57/4", "14.25"), ("14", "14"), ("-1/10", "-0.1"), ("1/3", "1/3")],
)
def test_a_score_is_printed_as_points_are_everywhere(value, said):
    """Without a zero behind: as the greedy rules print the same points."""
    found = figure(Fraction(value))
    assert found == said
    assert "/" in said or decimal(Fraction(value)) == said
