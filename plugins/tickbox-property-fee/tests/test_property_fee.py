"""Property-fee changes: the contract, worked examples, and what cannot be."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tickbox_property_fee
from tickbox_core import Category, Item, Question, Text, Unit, open_registry
from tickbox_core.counting import Base, Share
from tickbox_core.errors import BadValue
from tickbox_core.rules import Placed
from tickbox_core.testing import plugin_contract, policy_contract
from tickbox_core.testing.strategies import lasting
from tickbox_property_fee import PropertyFee, PropertyFeePolicy, monthly

CLASS = {"zh": "住宅（无电梯）", "en": "homes without a lift"}
FIELDS = {"class": CLASS, "fee_now": 80, "fee_new": 140, "from": "2026-07"}
SHOPS = {"class": {"zh": "商铺", "en": "shops"}, "fee_now": 200, "fee_new": 260, "kind": "shop"}
PARKING = {
    "class": {"zh": "地下车位", "en": "parking spaces"},
    "fee_now": 6000,
    "fee_new": 8000,
    "kind": "parking",
    "by": "unit",
}
SEVERAL = {
    "kind": "home",
    "more": [SHOPS, PARKING],
    "stages": [["2026-07", "1/2"], ["2027-01", "1"]],
    "trial_from": "2026-04",
}
HOME = Unit("3-501", "building-3", floor=5, floor_area=5632)
POLICY = PropertyFeePolicy()


def item(**changes):
    """The worked item with other fields; ``None`` leaves one out."""
    fields = {key: value for key, value in (FIELDS | changes).items() if value is not None}
    return Item("fee", {"zh": "物业费调整", "en": "Property fee"}, "property-fee", fields=fields)


TestPolicy = policy_contract(
    PropertyFeePolicy,
    items=[
        item(),
        attrs.evolve(item(fee_now=140, fee_new=120), id="lower"),
        attrs.evolve(item(contract="lump-sum", posted="audited-accounts"), id="lump-sum"),
        attrs.evolve(item(contract="commission"), id="commission"),
        attrs.evolve(item(**SEVERAL), id="several"),
    ],
    units=[HOME, Unit("shop-7", "grid-1", kind="shop", floor_area=2150), Unit("3-502", "b")],
)
TestPlugin = plugin_contract(tickbox_property_fee, entry="property-fee")


# -- worked examples ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "floor_area, now, new, paid_now, paid_then, difference",
    [
        (5632, 80, 140, "45.06", "78.85", "33.79 yuan more"),  # 宛南六村: 0.8 → 1.4 yuan
        (5632, 80, 120, "45.06", "67.58", "22.52 yuan more"),  # 田林十三村: 0.8 → 1.2 yuan
        (6000, 55, 118, "33.00", "70.80", "37.80 yuan more"),  # 双裕: 0.55 → 1.18 yuan
        (10000, 140, 120, "140.00", "120.00", "20.00 yuan less"),
        (50, 101, 102, "0.51", "0.51", "none"),
        (0, 80, 140, "0.00", "0.00", "none"),
    ],
)
def test_what_a_household_is_shown(floor_area, now, new, paid_now, paid_then, difference):
    """Its amounts now and then, and their difference, to the fen."""
    home = attrs.evolve(HOME, floor_area=floor_area)
    _, before, after, more = POLICY.disclose(item(fee_now=now, fee_new=new), home)
    assert before.value.en.startswith(f"{paid_now} yuan (")
    assert after.value.en.startswith(f"{paid_then} yuan (")
    assert more.value.en == difference


def test_the_words_a_household_reads():
    """Class, amounts with their sum, the month and the rounding, in Chinese as in English."""
    shown = [(d.label.zh, d.value.zh) for d in POLICY.disclose(item(), HOME)]
    assert shown == [
        ("每平方米每月收费（住宅（无电梯））", "0.80元调整为1.40元（比现行标准+75.0%）"),
        ("按“住宅（无电梯）”计，您家现在每月", "45.06元（56.32平方米×0.80元，四舍五入到分）"),
        (
            "按“住宅（无电梯）”计，您家2026年7月起每月",
            "78.85元（56.32平方米×1.40元，四舍五入到分）",
        ),
        ("每月相差", "每月多付33.79元"),
    ]


@pytest.mark.parametrize(
    "floor_area, fee, fen",
    [(49, 1, 0), (50, 1, 1), (51, 1, 1), (149, 1, 1), (150, 1, 2), (99, 101, 100), (100, 1, 1)],
)
def test_rounding_just_under_on_and_over_the_half_fen(floor_area, fee, fen):
    """Half a fen is rounded up, less is dropped."""
    assert monthly(floor_area, fee) == fen


@lasting
@given(st.integers(0, 10**6), st.integers(1, 10**5))
def test_amounts_agree_with_decimal_arithmetic(floor_area, fee):
    """The int formula is the schoolbook one: area × fee, rounded half up to the fen."""
    exact = Decimal(floor_area) / 100 * Decimal(fee)
    assert monthly(floor_area, fee) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@lasting
@given(st.integers(0, 10**6), st.integers(1, 10**5), st.integers(1, 10**5))
def test_the_difference_is_then_minus_now(floor_area, now, new):
    """What is shown adds up: now plus the difference is then, for any home and any fees."""
    if now == new:
        return
    home = attrs.evolve(HOME, floor_area=floor_area)
    shown = POLICY.disclose(item(fee_now=now, fee_new=new), home)
    before, after = (Decimal(d.value.en.partition(" ")[0]) for d in shown[1:3])
    number, _, direction = shown[3].value.en.partition(" yuan ")
    difference = {"more": 1, "less": -1}[direction] * Decimal(number) if direction else 0
    assert before + difference == after
    assert after == Decimal(monthly(floor_area, new)) / 100


def test_an_unknown_area_gets_words_instead_of_a_number():
    """The price per m² is shown, the household's amount is not guessed."""
    prices, unknown = POLICY.disclose(item(), attrs.evolve(HOME, floor_area=None))
    assert prices.value.en == "0.80 yuan, to become 1.40 yuan (+75.0% of the fee now)"
    assert "not known" in unknown.value.en
    assert not any(character.isdigit() for character in unknown.value.zh)


@pytest.mark.parametrize("kind, figures", [(None, 4), ("home", 4), ("shop", 1), ("parking", 1)])
def test_other_units_are_told_that_it_is_not_about_them(kind, figures):
    """A home is shown no amount for shops; where the kind is not said, the class is named."""
    shown = POLICY.disclose(item(kind=kind), HOME)
    assert len(shown) == figures
    if figures == 1:
        assert shown[0].value.en == "This class leaves out your unit: no change."
    else:
        assert "homes without a lift" in shown[1].label.en


# -- three kinds of tick -----------------------------------------------------------------------


def test_a_tick_binds_nobody_and_the_change_needs_the_owners():
    """On the list it is a preference; carrying it out is an owners' decision."""
    assert POLICY.question(item()) is Question.PREFERENCE
    (proposal,) = POLICY.motions(item())
    assert (proposal.kind, proposal.matter) == (Question.OWNERS_MOTION, "property-fee")


def test_the_notice_says_what_changes_and_what_it_takes():
    """Class, fees, month, "needs an owners' motion"; with its place once it is ranked."""
    text = POLICY.notice(item(contract="commission"), None)
    assert text == Text(
        "物业费调整。"
        "住宅（无电梯）的物业费拟由每平方米每月0.80元调整为1.40元（比现行标准+75.0%），"
        "自2026年7月起执行。"
        "打钩只表示居民意愿，不具约束力；"
        "调整物业费须由业主共同决定（《民法典》第278条）。",
        "Property fee. Property fee for homes without a lift: 0.80 yuan per m² and month, to "
        "become 1.40 yuan (+75.0% of the fee now) from 2026-07. The ticks are residents' wishes "
        "and bind nobody; changing the fee needs an owners' motion (Civil Code 278).",
    )
    why = Text("12名参与居民的25.0%（3名）打钩。", "Ticked by 3 of 12.")
    placed = Placed(2, "fee", item().title, 3, Share(3, 12, Base.PARTICIPANTS), why)
    ranked = POLICY.notice(item(), placed)
    assert ranked.zh.startswith("第2名：物业费调整。12名参与居民的25.0%（3名）打钩。")
    assert ranked.en.startswith("Rank 2: Property fee. Ticked by 3 of 12.")


@pytest.mark.parametrize(
    "changes, said",
    [
        ({}, "are posted before any rise"),
        ({"contract": "lump-sum"}, "are posted before any rise"),
        (
            {"contract": "lump-sum", "posted": "assessed-price"},
            "Grounds posted: an assessed price.",
        ),
        ({"contract": "commission"}, None),
        ({"fee_new": 60}, None),
    ],
)
def test_a_rise_says_what_is_posted_before_it(changes, said):
    """Unless the contract is known not to be lump-sum; a lower fee needs no grounds."""
    notice = POLICY.notice(item(**changes), None).en
    assert "posted" not in notice if said is None else said in notice


# -- objections --------------------------------------------------------------------------------

SOUND = [
    {},
    {"class": "商铺"},
    {"fee_now": 1, "fee_new": 2},
    {"fee_now": 2, "fee_new": 1},
    {"from": "2026-01"},
    {"from": "2026-12"},
    {"contract": "lump-sum", "posted": "assessed-price"},
    {"contract": "lump-sum", "fee_new": 79},
    {"contract": "commission"},
    {"kind": "shop"},
]


@pytest.mark.parametrize("changes", SOUND)
def test_a_sound_item_is_listed(changes):
    """Just above the bar: any whole fees above 0 that differ, any month of the year."""
    assert POLICY.objections(item(**changes)) == ()


@pytest.mark.parametrize("changes", SOUND)
def test_fields_go_to_attrs_and_back(changes):
    """Plain, attrs and plain again: the same, and JSON-ready."""
    fee = PropertyFee.of(item(**changes).fields)
    assert PropertyFee.of(fee.plain()) == fee
    assert fee.plain() == dict(item(**changes).fields)


FAULTS = [
    ({"class": None}, "the field 'fee class' (class) is missing."),
    ({"fee_now": None}, "the field 'fee now' (fee_now) is missing."),
    ({"fee_new": None}, "the field 'new fee' (fee_new) is missing."),
    ({"from": None}, "the field 'first month' (from) is missing."),
    ({"class": ""}, "the field 'fee class' (class) cannot be ''."),
    ({"class": {"zh": 5}}, "the field 'fee class' (class) cannot be '{\"zh\": 5}'."),
    ({"class": {}}, "the field 'fee class' (class) cannot be '{}'."),
    ({"class": 5}, "the field 'fee class' (class) cannot be '5'."),
    ({"fee_now": 0}, "the field 'fee now' (fee_now) cannot be '0'."),
    ({"fee_new": 0}, "the field 'new fee' (fee_new) cannot be '0'."),
    ({"fee_new": -1}, "the field 'new fee' (fee_new) cannot be '-1'."),
    ({"fee_new": 1.4}, "the field 'new fee' (fee_new) cannot be '1.4'."),
    ({"fee_new": "140"}, "the field 'new fee' (fee_new) cannot be '140'."),
    ({"fee_new": True}, "the field 'new fee' (fee_new) cannot be 'true'."),
    ({"fee_new": 80}, "the field 'new fee' (fee_new) is the same as the fee now."),
    ({"from": "2026-00"}, "the field 'first month' (from) cannot be '2026-00'."),
    ({"from": "2026-13"}, "the field 'first month' (from) cannot be '2026-13'."),
    ({"from": "2026-7"}, "the field 'first month' (from) cannot be '2026-7'."),
    ({"from": "2026-07-01"}, "the field 'first month' (from) cannot be '2026-07-01'."),
    ({"from": "２０２６-07"}, "the field 'first month' (from) cannot be '２０２６-07'."),
    ({"from": 202607}, "the field 'first month' (from) cannot be '202607'."),
    ({"contract": "other"}, "the field 'kind of contract' (contract) cannot be 'other'."),
    ({"kind": "castle"}, "the field 'kind of unit' (kind) cannot be 'castle'."),
    ({"posted": ["x"]}, "the field 'posted grounds' (posted) cannot be '[\"x\"]'."),
    ({"colour": "red"}, "there is no field 'colour'."),
]


@pytest.mark.parametrize("changes, said", FAULTS)
def test_a_faulty_item_is_objected_to(changes, said):
    """One fault, one objection that names field and value, with a remedy in both languages."""
    (objection,) = POLICY.objections(item(**changes))
    assert objection.problem.en == said
    assert objection.remedy.zh
    assert objection.remedy.en


#: What a program is told besides: whether its JSON takes quotes.
TO_PROGRAMS = {
    "the field 'new fee' (fee_new) cannot be '140'.": (
        "the field 'new fee' (fee_new) cannot be the text \"140\"."
    ),
    "the field 'first month' (from) cannot be '202607'.": (
        "the field 'first month' (from) cannot be 202607 without quotes."
    ),
}


@pytest.mark.parametrize("changes, said", FAULTS)
def test_faulty_fields_make_no_property_fee(changes, said):
    """The same sentence as an error, under the name of the place; quotes are told to programs."""
    with pytest.raises(BadValue) as refused:
        PropertyFee.of(item(**changes).fields, "item fee")
    assert str(refused.value).startswith(f"item fee: {TO_PROGRAMS.get(said, said)} ")


def test_attrs_values_are_held_to_the_same():
    """Made directly, without a mapping, a wrong value is refused too."""
    assert PropertyFee("商铺", 80, 140, "2026-07").class_ == Text("商铺", "商铺")
    for wrong in (("商铺", 0, 140, "2026-07"), ("商铺", 80, 140, "2026-13"), (5, 8, 14, "2026-07"),
                  ("", 80, 140, "2026-07")):  # fmt: skip
        with pytest.raises(BadValue):
            PropertyFee(*wrong)


def test_every_fault_is_listed_at_once():
    """Staff see all there is to mend, not one fault at a time."""
    bare = Item("fee", "x", "property-fee", fields={"colour": 1})
    assert len(POLICY.objections(bare)) == 5
    assert POLICY.disclose(bare, HOME) == ()
    assert "owners' motion" in POLICY.notice(bare, None).en


def test_a_rise_under_a_lump_sum_contract_needs_its_grounds():
    """Posted or not, up or down, lump-sum or not: only one of the combinations is objected to."""
    (objection,) = POLICY.objections(item(contract="lump-sum"))
    assert "grounds are not posted" in objection.problem.en
    assert "audited accounts or an assessed price" in objection.remedy.en


def test_it_works_behind_the_registry():
    """Found by its key, guarded like any other, with nothing to report."""
    told = []
    registry = open_registry(discover=False, plugins={"property-fee": tickbox_property_fee})
    policy = registry.policy(Category("fees", "物业调价", "property-fee"), told.append)
    assert policy.needs(item()) is Question.OWNERS_MOTION
    assert len(policy.disclose(item(), HOME)) == 4
    assert told == []
