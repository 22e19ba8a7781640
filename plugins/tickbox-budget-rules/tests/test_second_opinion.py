"""Each rule against its slow, independent twin in fractions."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest
import second_opinion as slow
from drawn import Drawn, elections
from hypothesis import given
from hypothesis import strategies as st

from tickbox_budget_rules import (
    SupportMatrix,
    Until,
    Utility,
    add1,
    equal_shares,
    maximin,
    phragmen,
)
from tickbox_budget_rules.raising import pieces
from tickbox_core.testing.strategies import lasting


@lasting
@given(elections(), st.sampled_from(["cost", "cardinality"]))
def test_equal_shares(drawn: Drawn, utility: str) -> None:
    """The same items in the same order, whatever the size of the numbers."""
    run = equal_shares(drawn.election(), Utility(utility), drawn.first)
    want = slow.equal_shares(drawn.budget, drawn.ballots, drawn.costs, utility)
    assert drawn.named(run.bought) == want


@lasting
@given(elections(points=True))
def test_equal_shares_of_points(drawn: Drawn) -> None:
    """Points as utility; no points are no support."""
    run = equal_shares(drawn.election(points=True), Utility.POINTS, drawn.first)
    assert drawn.named(run.bought) == slow.equal_shares(
        drawn.budget, drawn.ballots, drawn.costs, "points"
    )


@lasting
@given(
    elections(huge=False, voters=6, items=5),
    st.sampled_from(["cost", "cardinality"]),
    st.sampled_from(Until),
    st.sampled_from([1, 3]),
)
def test_add1(drawn: Drawn, utility: str, until: Until, unit: int) -> None:
    """Passing over many raises at once ends where raising one by one does."""
    run = add1(drawn.election(), Utility(utility), drawn.first, unit, until)
    want = slow.add1(drawn.budget, drawn.ballots, drawn.costs, utility, unit, until)
    assert drawn.named(run.bought) == want


@lasting
@given(
    elections(voters=6, items=5),
    st.sampled_from([Utility.COST, Utility.CARDINALITY]),
    st.integers(1, 12),
    st.sampled_from([1, 2, 10**30]),
)
def test_a_stretch_of_totals(drawn: Drawn, utility: Utility, many: int, unit: int) -> None:
    """Many totals looked at together are what each of them buys by itself, in their order."""
    election = drawn.election()
    start = drawn.budget + unit
    totals = range(start, start + many * unit, unit)
    found = list(pieces(election, utility, drawn.first, totals))
    assert [at for piece in found for at in range(piece.first, piece.last + 1)] == [*range(many)]
    for piece in found:
        for at in range(piece.first, piece.last + 1):
            run = equal_shares(election, utility, drawn.first, totals[at])
            assert run.bought == piece.bought


def test_a_long_stretch_is_cut_only_where_its_lists_change() -> None:
    """A million totals with a handful of lists take a handful of runs."""
    ballots = [{"a": 1, "b": 1}, {"b": 1, "c": 1}, {"c": 1}]
    drawn = Drawn(10_000, {"a": 400_000, "b": 700_001, "c": 900_000}, ballots)
    found = list(pieces(drawn.election(), Utility.COST, drawn.first, range(10_000, 3_010_000, 3)))
    assert found[-1].last == 999_999
    assert len(found) < 200
    assert set(found[-1].bought) == {0, 1, 2}


@lasting
@given(elections())
def test_phragmen(drawn: Drawn) -> None:
    """The same items in the same order."""
    run = phragmen(drawn.election(), drawn.first)
    assert drawn.named(run.bought) == slow.phragmen(drawn.budget, drawn.ballots, drawn.costs)


@lasting
@given(elections(huge=False, items=5))
def test_maximin(drawn: Drawn) -> None:
    """The same items; what costs nothing and is wanted by nobody stands anywhere."""
    steps = maximin(drawn.election(), drawn.first)
    assert set(drawn.named(step.item for step in steps)) == set(
        slow.maximin(drawn.budget, drawn.ballots, drawn.costs)
    )


@lasting
@given(elections(), st.data())
def test_unequal_stakes(drawn: Drawn, data: st.DataObject) -> None:
    """Money in proportion to floor area: the same as the twin with weights."""
    areas = [data.draw(st.integers(1, 4)) for _ in drawn.ballots]
    place = {name: at for at, name in enumerate(drawn.ids)}
    profile = attrs.evolve(
        drawn.profile(),
        ticks=tuple(place[name] for ballot in drawn.ballots for name in ballot),
        ends=tuple(sum(map(len, drawn.ballots[: at + 1])) for at in range(len(areas))),
        counts=(1,) * len(areas),
        weights={"area": tuple(areas)},
    )
    costs = tuple(drawn.costs.values())
    election = SupportMatrix.of_profile(profile, costs, drawn.budget, base="area")
    run = equal_shares(election, Utility.COST, drawn.first)
    want = slow.equal_shares(drawn.budget, drawn.ballots, drawn.costs, "cost", areas)
    assert drawn.named(run.bought) == want


# -- what a float cannot tell ------------------------------------------------------------------

HUGE = 10**30


@pytest.mark.parametrize("dearer", [-1, 0, 1])
def test_prices_one_part_in_ten_to_the_thirty_apart(dearer: int) -> None:
    """Under, on and over a tie that no float sees, the cheaper item is bought, and only it."""
    ballots = [{"a": 1, "b": 1}, {"a": 1, "b": 1}]
    drawn = Drawn(HUGE + 1, {"a": HUGE, "b": HUGE + dearer}, ballots)
    assert float(HUGE) == float(HUGE + dearer)
    first = "b" if dearer < 0 else "a"
    bought = equal_shares(drawn.election(), Utility.CARDINALITY, drawn.first).bought
    assert drawn.named(bought) == [first]
    assert drawn.named(phragmen(drawn.election(), drawn.first).bought) == [first]
    assert drawn.named(step.item for step in maximin(drawn.election(), drawn.first)) == [first]


@pytest.mark.parametrize(("budget", "bought"), [(HUGE - 1, []), (HUGE, ["a"]), (HUGE + 1, ["a"])])
def test_affordable_to_the_last_of_ten_to_the_thirty(budget: int, bought: list[str]) -> None:
    """Three voters who hold all but one unit cannot pay; with it they can."""
    drawn = Drawn(budget, {"a": HUGE}, [{"a": 1}] * 3)
    run = equal_shares(drawn.election(), Utility.COST, drawn.first)
    assert drawn.named(run.bought) == bought


@pytest.mark.parametrize("short", [0, 1])
def test_near_ties_deep_in_a_run(short: int) -> None:
    """After purchases that left thirds of thirds, a price is still compared exactly."""
    ballots = [
        {"a": 1, "b": 1, "x": 1},
        {"a": 1, "b": 1, "y": 1},
        {"a": 1, "x": 1},
        {"b": 1, "y": 1},
        {"a": 1, "b": 1, "x": 1, "y": 1},
    ]
    costs = {"a": HUGE, "b": HUGE + 1, "x": 3 * HUGE // 7, "y": 3 * HUGE // 7 - short}
    drawn = Drawn(4 * HUGE, costs, ballots)
    for utility in ("cost", "cardinality"):
        run = equal_shares(drawn.election(), Utility(utility), drawn.first)
        want = slow.equal_shares(drawn.budget, drawn.ballots, drawn.costs, utility)
        assert drawn.named(run.bought) == want


def test_many_purchases_keep_the_bounds_small() -> None:
    """A long run of odd prices, each shared by others: still the twin's answer."""
    names = [f"p{at:02}" for at in range(30)]
    ballots = [{names[at]: 1 for at in range(30) if (at * voter) % 7 < 3} for voter in range(1, 14)]
    costs = {name: 1000 + 37 * at for at, name in enumerate(names)}
    drawn = Drawn(20_000, costs, ballots)
    for utility in ("cost", "cardinality"):
        run = equal_shares(drawn.election(), Utility(utility), drawn.first)
        assert drawn.named(run.bought) == slow.equal_shares(20_000, ballots, costs, utility)
        for at in range(len(run.bought)):
            above, below = run.purses.ledger.paid(at)
            low, high = run.steps[at].offer.low, run.steps[at].offer.high
            fixed = Fraction(above, below) * 2**run.purses.scale.shift
            assert low <= fixed <= high


@lasting
@given(elections())
def test_the_bounds_hold(drawn: Drawn) -> None:
    """At the end of any run, what each group is held to have lies within the bounds."""
    run = equal_shares(drawn.election(), Utility.CARDINALITY, drawn.first)
    purses = run.purses
    for at, step in enumerate(run.steps):
        price = Fraction(*purses.ledger.paid(at)) * Fraction(2) ** purses.scale.shift
        assert step.offer.low <= price <= step.offer.high
    for item in range(len(drawn.ids)):
        held = Fraction(*purses.ledger.money(item)) * Fraction(2) ** purses.scale.shift
        low, high = purses.held(item)
        assert low <= held <= high
