"""Costs are shared in whole amounts that sum exactly, by tables that are checked first."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.errors import BadTable, BadValue, DuplicateId
from tickbox_core.rules.apportionment import (
    ByArea,
    ByFloor,
    ByUnit,
    Mixed,
    Payer,
    largest_remainder,
    midpoints,
    percentages,
    share_cost,
    steps,
)
from tickbox_core.rules.subsidy import Envelope, Grant, Subsidy

WEIGHTS = st.lists(st.fractions(-5, 50, max_denominator=100), min_size=1, max_size=12).filter(
    lambda weights: sum(weights) > 0
)
TOTALS = st.integers(0, 10**30)


@given(TOTALS, WEIGHTS)
def test_shares_sum_exactly_and_are_within_one_of_the_ideal(total, weights):
    """No fen is lost or made, and nobody is rounded by a whole unit."""
    shares = largest_remainder(total, weights)
    assert sum(shares) == total
    over = sum(weights)
    assert all(abs(s - total * w / over) < 1 for s, w in zip(shares, weights, strict=True))


@given(TOTALS, WEIGHTS)
def test_a_larger_weight_never_pays_less(total, weights):
    """The order of shares follows the order of weights."""
    shares = largest_remainder(total, weights)
    pairs = sorted(zip(weights, shares, strict=True), key=lambda pair: pair[0])
    assert all(
        later[1] >= earlier[1]
        for at, earlier in enumerate(pairs)
        for later in pairs[at + 1 :]
        if later[0] > earlier[0]
    )


@given(TOTALS, WEIGHTS, st.integers(1, 10**9))
def test_only_the_proportions_of_weights_matter(total, weights, scale):
    """Plain weights are relative."""
    assert largest_remainder(total, weights) == largest_remainder(
        total, [scale * weight for weight in weights]
    )


@given(TOTALS, WEIGHTS, st.data())
def test_the_order_of_rows_moves_no_more_than_a_tied_unit(total, weights, data):
    """Rearranged rows pay the same amounts, save for units left over between equal weights."""
    order = data.draw(st.permutations(range(len(weights))))
    straight = largest_remainder(total, weights)
    turned = largest_remainder(total, [weights[row] for row in order])
    over = sum(weights)
    remainders = [(total * weight / over) % 1 for weight in weights]
    for at, row in enumerate(order):
        if remainders.count(remainders[row]) == 1:
            assert turned[at] == straight[row]


def test_equal_remainders_go_to_the_earlier_row():
    """100 among three: the first pays the odd one."""
    assert largest_remainder(100, [1, 1, 1]) == (34, 33, 33)
    assert largest_remainder(2, [1, 1, 1]) == (1, 1, 0)


def test_low_floors_can_be_compensated():
    """A negative coefficient pays out, and the sum still holds."""
    assert largest_remainder(90, [-1, 4, 6]) == (-10, 40, 60)


@pytest.mark.parametrize("weights", [[], [0], [0, 0], [1, -1], [-3, 2]])
def test_weights_that_sum_to_nothing_are_refused(weights):
    """There is nothing to share by."""
    with pytest.raises(BadTable):
        largest_remainder(100, weights)


@pytest.mark.parametrize("total", [-1, 1.0, True])
def test_a_total_that_is_no_whole_amount_is_refused(total):
    """Money is whole fen."""
    with pytest.raises(BadValue):
        largest_remainder(total, [1])


def test_floats_never_share():
    """A float weight is refused."""
    with pytest.raises(BadTable):
        largest_remainder(100, [0.1, 0.2])


def test_the_published_splits(vectors_dir):
    """Every worked example comes out to the cent."""
    for example in json.loads((vectors_dir / "cost_sharing.json").read_text("utf-8")):
        unit = Fraction(example["unit"])
        shares = largest_remainder(
            int(Fraction(example["total"]) / unit), [Fraction(w) for w in example["weights"]]
        )
        expected = [Fraction(share) for share in example["expected_largest_remainder"]]
        assert [share * unit for share in shares] == expected, example["id"]


def test_tables_in_percent_must_sum_to_100(vectors_dir):
    """The Shanghai guide's midpoints do; a circulated table sums to 102 and is refused."""
    examples = {e["id"]: e for e in json.loads((vectors_dir / "misc.json").read_text("utf-8"))}
    guide = examples["SG"]
    assert sum(midpoints(guide["low"], guide["high"])) == guide["midpoint_sum"]
    with pytest.raises(BadTable, match="102"):
        percentages(map(Fraction, (6, 12, 20, 28, 36)))


@pytest.mark.parametrize("table", [["99.99"], ["100.01"], ["50", "49.999999999"], []])
def test_a_table_in_percent_just_off_100_is_refused(table):
    """Just under, just over and empty."""
    with pytest.raises(BadTable):
        percentages(map(Fraction, table))


def flat(floor, area=5000, door="1"):
    """A flat of 50 m² on a floor."""
    return Payer(f"{floor}0{door}", floor, area)


def test_floors_by_coefficient_and_within_a_floor_by_area():
    """Guangzhou: 0, 0.5, 1.0, then 0.1 more; a floor's part is divided by area."""
    table = steps([Fraction(0), Fraction(1, 2), Fraction(1)], Fraction(1, 10), 5)
    assert table[5] == Fraction(6, 5)
    payers = [flat(1), flat(2, 3000), flat(2, 6000, "2"), flat(3)]
    key = ByFloor(table, within_floor=ByArea())
    assert share_cost(15000, payers, key).shares == {
        "101": 0,
        "201": 1667,
        "202": 3333,
        "301": 10000,
    }


def test_a_floor_that_is_not_in_the_table_is_not_interpolated():
    """The table is refused and names the floor."""
    with pytest.raises(BadTable, match="floor 9"):
        share_cost(100, [flat(9)], ByFloor({1: Fraction(1)}))


@pytest.mark.parametrize("key", [ByArea(), ByFloor({1: Fraction(1)}, within_floor=ByArea())])
def test_an_unknown_area_is_not_guessed(key):
    """A unit without an area cannot be shared by area."""
    with pytest.raises(BadTable, match="101"):
        share_cost(100, [Payer("101", 1), flat(1, door="2")], key)


def test_several_keys_at_once():
    """Half by unit, half by area."""
    key = Mixed(((Fraction(1, 2), ByUnit()), (Fraction(1, 2), ByArea())))
    assert share_cost(1200, [flat(1, 1000), flat(2, 5000)], key).shares == {"101": 400, "201": 800}
    with pytest.raises(BadTable):
        share_cost(1, [flat(1)], Mixed(((Fraction(1, 2), ByUnit()),)))


def test_the_exempt_pay_nothing_and_weigh_nothing():
    """The others carry the whole, and the exempt stay on the list with 0."""
    sharing = share_cost(900, [flat(1), flat(2), flat(3)], ByUnit(), exempt={"101"})
    assert sharing.shares == {"101": 0, "201": 450, "301": 450}
    with pytest.raises(BadTable):
        share_cost(900, [flat(1)], ByUnit(), exempt={"101"})


def test_the_subsidy_comes_off_before_sharing():
    """40 % up to 280,000 yuan, then the households."""
    subsidy = Subsidy(Fraction(2, 5), 280_000_00)
    sharing = share_cost(800_000_00, [flat(1), flat(2)], ByUnit(), subsidy=subsidy)
    assert (sharing.subsidy, sharing.payable) == (280_000_00, 520_000_00)
    assert sum(sharing.shares.values()) == sharing.payable


def test_a_capped_payer_pays_the_cap_and_the_others_the_rest():
    """Caps take hold one after another until nobody exceeds one."""
    payers = [flat(1), flat(2), flat(3), flat(4)]
    key = ByFloor({1: Fraction(1), 2: Fraction(1), 3: Fraction(1), 4: Fraction(7)})
    sharing = share_cost(1000, payers, key, caps={"401": 100, "301": 200})
    assert sharing.shares == {"101": 350, "201": 350, "301": 200, "401": 100}
    assert sharing.capped == ("301", "401")


def test_caps_that_leave_a_rest_are_refused():
    """Somebody has to pay."""
    with pytest.raises(BadTable):
        share_cost(1000, [flat(1), flat(2)], ByUnit(), caps={"101": 100, "201": 100})


def test_shares_are_multiples_of_the_rounding_unit():
    """Whole yuan where the unit is a yuan; a total that is none is refused."""
    shares = share_cost(1000_00, [flat(1), flat(2), flat(3)], ByUnit(), unit=100).shares
    assert list(shares.values()) == [334_00, 333_00, 333_00]
    with pytest.raises(BadValue):
        share_cost(1000_01, [flat(1)], ByUnit(), unit=100)
    with pytest.raises(DuplicateId):
        share_cost(100, [flat(1), flat(1)], ByUnit())


@given(
    TOTALS,
    st.lists(st.tuples(st.integers(1, 6), st.integers(1, 20000)), min_size=1, max_size=10),
    st.integers(1, 10**7),
)
def test_a_whole_sharing_sums_to_what_is_to_be_paid(total, homes, cap):
    """Subsidy and shares together are the cost."""
    payers = [Payer(str(at), floor, area) for at, (floor, area) in enumerate(homes)]
    subsidy = Subsidy(Fraction(2, 5), cap)
    sharing = share_cost(total, payers, ByArea(), subsidy=subsidy)
    assert sum(sharing.shares.values()) + sharing.subsidy == total


def test_subsidies_and_envelopes_as_published(vectors_dir):
    """40 % up to a cap; a base and a step for every hundred residents."""
    examples = {e["id"]: e for e in json.loads((vectors_dir / "misc.json").read_text("utf-8"))}
    subsidy = Subsidy(Fraction(40, 100), 280000)
    assert [subsidy.of(cost) for cost, _ in examples["S1"]["cases"]] == [
        granted for _, granted in examples["S1"]["cases"]
    ]
    envelopes = {"urban": Envelope(100000, 1500, 100), "rural": Envelope(250000, 4000, 100)}
    for kind, residents, budget in examples["C1"]["cases"]:
        assert envelopes[kind].of(residents) == budget


@pytest.mark.parametrize(
    "cost,granted", [(699_999, 279_999), (700_000, 280_000), (700_003, 280_000)]
)
def test_a_subsidy_just_under_on_and_over_its_cap(cost, granted):
    """Rounded down, and never above the cap."""
    assert Subsidy(Fraction(2, 5), 280_000).of(cost) == granted


@pytest.mark.parametrize("cost,granted", [(150_000, 0), (150_001, 150_000), (0, 0)])
def test_a_fixed_grant_needs_a_cost_above_its_limit(cost, granted):
    """Exactly the limit is not above it."""
    assert Grant(150_000, above=150_000).of(cost) == granted


def test_nobody_lives_on_the_base_alone():
    """With no residents the envelope is its base."""
    assert Envelope(100000, 1500, 100).of(0) == 100000
