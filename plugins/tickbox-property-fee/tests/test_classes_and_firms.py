"""Several classes, stages and trials; and the choice of a property firm, through to its verdict."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_china import presets
from tickbox_core import Area, AreaTree, Item, Setting, Text, Unit
from tickbox_core.model import Service
from tickbox_core.model.scope import Ground
from tickbox_core.rules.motions import (
    NONE_OF_THESE,
    Assembly,
    Head,
    Motion,
    Paper,
    Practice,
    Result,
    decide,
)
from tickbox_core.testing import policy_contract
from tickbox_core.testing.strategies import lasting
from tickbox_property_fee import PropertyFeePolicy, PropertyFirmPolicy, monthly, stage_fee

FEE, FIRM = PropertyFeePolicy(), PropertyFirmPolicy()
LAW = {preset.key: Practice(preset.layers) for preset in presets()}
HOME = Unit("3-501", "building-3", floor=5, floor_area=5632)
SHOP = Unit("shop-7", "grid-1", kind="shop", floor_area=2150)
SPACE = Unit("p12", "grid-1", kind="parking", floor_area=1200)
SHOPS = {"class": {"zh": "商铺", "en": "shops"}, "fee_now": 200, "fee_new": 260, "kind": "shop"}
PARKING = {
    "class": {"zh": "地下车位", "en": "parking spaces"},
    "fee_now": 6000, "fee_new": 8000, "kind": "parking", "by": "unit",
}  # fmt: skip


TRIAL = "From 2026-04 on the new service is tried; until 2026-07 the fee of now is paid."


def fee(**changes):
    """Homes and shops and parking, staged, after a trial."""
    fields = {
        "class": {"zh": "住宅", "en": "homes"},
        "fee_now": 80,
        "fee_new": 140,
        "from": "2026-07",
        "kind": "home",
        "more": [SHOPS, PARKING],
        "stages": [["2026-07", "1/2"], ["2027-01", "1"]],
        "trial_from": "2026-04",
        **changes,
    }
    fields = {key: value for key, value in fields.items() if value is not None}
    return Item("fee", {"zh": "物业费调整", "en": "Property fee"}, "property-fee", fields=fields)


def shown(policy, item, unit, setting=None):
    """What the unit reads, in English."""
    answer = policy.disclose(item, unit, *([setting] if setting else []))
    return [f"{one.label.en}: {one.value.en}" for one in answer]


# -- classes, stages, trials -------------------------------------------------------------------


def test_a_home_sees_every_stage_of_its_own_class():
    """56.32 m²: 45.06 now, 61.95 at half of the rise (1.10 yuan), 78.85 at all of it."""
    area = "rounded half up to the fen"
    assert shown(FEE, fee(), HOME) == [
        "Fee per m² and month (homes): 0.80 yuan, to become 1.40 yuan (+75.0% of the fee now)",
        f"Your fee per month now, as homes: 45.06 yuan (56.32 m² × 0.80 yuan, {area})",
        f"During the trial: {TRIAL}",
        f"Your fee per month from 2026-07, as homes: 61.95 yuan (56.32 m² × 1.10 yuan, {area})",
        f"Your fee per month from 2027-01, as homes: 78.85 yuan (56.32 m² × 1.40 yuan, {area})",
        "Difference per month: 33.79 yuan more",
    ]


def test_shops_and_parking_see_theirs():
    """A shop by its area, a parking space by the piece."""
    assert "Difference per month: 12.90 yuan more" in shown(FEE, fee(), SHOP)
    assert shown(FEE, fee(), SPACE)[-2:] == [
        "Your fee per month from 2027-01, as parking spaces: 80.00 yuan",
        "Difference per month: 20.00 yuan more",
    ]


def test_the_notice_names_every_class_the_stages_and_the_trial():
    """With the change of each as a part of its fee now."""
    notice = FEE.notice(fee(), None)
    uplifts = [f"比现行标准+{percent}%" for percent in ("75.0", "30.0", "33.3")]
    staged = ["2026年7月起1/2，2027年1月起全部", "2026年4月起先按新标准服务"]
    for words in ("住宅", "商铺", "地下车位", *uplifts, *staged):
        assert words in notice.zh


def test_the_plan_goes_from_the_motion_over_the_trial_to_the_last_stage():
    """Each step waits for the one before."""
    keys = [(step.key, step.before) for step in FEE.plan(fee(contract="lump-sum")).steps]
    assert keys == [
        ("grounds", ()),
        ("motion", ("grounds",)),
        ("trial", ("motion",)),
        ("stage-1", ("trial",)),
        ("start", ("stage-1",)),
    ]


def test_a_class_may_be_the_units_that_a_lift_serves():
    """Once there is a roll: those with a lift pay one price, those without another."""
    units = (HOME, attrs.evolve(HOME, id="4-101", area="building-4"))
    tree = AreaTree((Area("building-3", "building", "3"), Area("building-4", "building", "4")))
    setting = Setting(units, Ground(tree, {"lift-3": Service("lift-3", "3号梯", ("3-501",))}))
    lifted = {"class": {"zh": "有电梯", "en": "with a lift"}, "fee_now": 90, "fee_new": 150,
              "scope": {"served_by": "lift-3"}}  # fmt: skip
    item = fee(kind=None, more=[lifted], stages=None, trial_from=None,
               scope={"not": {"served_by": "lift-3"}})  # fmt: skip
    labels = [shown(FEE, item, unit, setting)[0] for unit in units]
    assert "(with a lift): 0.90" in labels[0] and "(homes): 0.80" in labels[1]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"stages": [["2026-08", "1/2"], ["2027-01", "1"]]}, "begin with the first month"),
        ({"stages": [["2026-07", "1/2"], ["2027-01", "3/4"]]}, "end with 1"),
        ({"stages": [["2026-07", "1/2"], ["2027-01", "1/2"]]}, "rise"),
        ({"stages": [["2026-07", "0"], ["2027-01", "1"]]}, "begin with the first month"),
        ({"stages": [["2026-07", "1/2"], ["2026-06", "1"]]}, "rise"),
        ({"trial_from": "2026-07"}, "comes before the first month"),
        ({"trial_from": "2026-08"}, "comes before the first month"),
        ({"more": [{**SHOPS, "class": {"zh": "住宅", "en": "homes"}}]}, "two classes of one name"),
        ({"more": [{"class": "x", "fee_now": 0, "fee_new": 1}]}, "in row 1: the field 'fee now'"),
    ],
)
def test_what_cannot_be_carried_out_is_objected_to(changes, said):
    """Stages out of order, a trial that is none, two classes that are one."""
    (objection,) = FEE.objections(fee(**changes))
    assert said in objection.problem.en and objection.remedy.zh


def test_a_trial_just_before_and_stages_from_the_first_month_are_fine():
    """Just under the bar."""
    assert FEE.objections(fee(trial_from="2026-06")) == ()
    assert FEE.objections(fee(stages=[["2026-07", "1"]])) == ()


def test_one_service_has_one_price_where_the_law_says_so():
    """Shanghai's article 48; other places do not say, so nobody objects there."""
    same = {"zh": "二级", "en": "grade two"}
    other = {"class": "乙", "fee_now": 80, "fee_new": 141, "kind": "home", "service": same}
    item = fee(service=same, more=[other])
    for key, number in (("cn-shanghai", 1), ("cn", 0)):
        assert len(FEE.objections(item, Setting(practice=LAW[key]))) == number
    equal = fee(service=same, more=[{**other, "fee_new": 140}])
    assert FEE.objections(equal, Setting(practice=LAW["cn-shanghai"])) == ()


@lasting
@given(st.integers(1, 10**4), st.integers(1, 10**4), st.fractions(0, 1, max_denominator=12))
def test_a_stage_lies_between_the_two_fees(now, new, part):
    """None of the change, all of it, and everything between; within half a fen of the exact."""
    fee_ = stage_fee(now, new, part)
    assert min(now, new) <= fee_ <= max(now, new)
    assert abs(fee_ - (now + (new - now) * part)) <= Fraction(1, 2)
    assert (stage_fee(now, new, Fraction(0)), stage_fee(now, new, Fraction(1))) == (now, new)


# -- the firm ----------------------------------------------------------------------------------

BIDDERS = [
    {"id": "old", "name": {"zh": "原物业", "en": "the firm now"}, "fee": 120},
    {"id": "north", "name": {"zh": "北方物业", "en": "North"}, "fee": 140, "years": 2},
    {"id": "south", "name": {"zh": "南方物业", "en": "South"}, "fee": 80},
]
CHOICE = {
    "contract_ends": "2026-12-31", "decide_by": "2026-12-30", "bidders": BIDDERS,
    "current": "old", "fee_now": 80,
}  # fmt: skip


def firm(**changes):
    """Three bidders, decided a day before the contract ends."""
    fields = {**CHOICE, **changes}
    return Item("firm", Text("选聘物业", "Which firm"), "property-firm", fields=fields)


TestFirm = policy_contract(
    PropertyFirmPolicy,
    items=[firm(), attrs.evolve(firm(bidders=BIDDERS[:1]), id="renew")],
    units=[HOME, SHOP],
    setting=Setting(practice=LAW["cn-shanghai"]),
)


def test_each_home_sees_what_it_would_pay_with_each_bidder():
    """More, less and the same; to the fen."""
    assert shown(FIRM, firm(), HOME) == [
        "Your fee per month now: 45.06 yuan",
        "Your fee per month with the firm now: 67.58 yuan (22.52 yuan more)",
        "Your fee per month with North: 78.85 yuan (33.79 yuan more)",
        "Your fee per month with South: 45.06 yuan (no change)",
    ]
    assert monthly(5632, 120) == 6758


@pytest.mark.parametrize(
    ("decide_by", "objections"), [("2026-12-30", 0), ("2026-12-31", 1), ("2027-01-01", 1)]
)
def test_it_is_decided_before_the_contract_ends(decide_by, objections):
    """The day before will do; the day itself and the day after will not."""
    found = FIRM.objections(firm(decide_by=decide_by))
    assert len(found) == objections
    assert all("before the day the contract ends" in one.problem.en for one in found)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"bidders": []}, "cannot be '[]'"),
        ({"bidders": [BIDDERS[0], {**BIDDERS[1], "id": "old"}]}, "two of one id"),
        ({"current": "west"}, "none of the bidders"),
        ({"bidders": [{"id": "x", "name": "x"}]}, "in row 1: the field 'fee' is missing."),
    ],
)
def test_bids_that_cannot_be_voted_on_are_objected_to(changes, said):
    """None at all, two of one id, a firm that does not bid, a bid without a fee."""
    found = FIRM.objections(firm(**changes))
    assert said in found[0].problem.en


def verdicts(motion, marks):
    """What a meeting of equal heads comes to, side by side."""
    heads = tuple(Head(f"h{n}", (f"h{n}",), (f"h{n}",), 100) for n in range(12))
    papers = [Paper(head.id, mark, by=head.id) for head, mark in zip(heads, marks, strict=False)]
    return {
        side: one.result for side, one in decide(motion, Assembly(heads), papers).verdicts.items()
    }


def test_most_votes_are_not_enough_and_the_confirming_round_decides():
    """Twelve heads: 5, 4 and 2 with one for none is nobody's majority; 7 of 12 then confirm."""
    (proposal,) = FIRM.motions(firm(), Setting(practice=LAW["cn"]))
    motion = Motion.under(LAW["cn"], "firm", proposal.question, proposal.matter,
                          options=proposal.options)  # fmt: skip
    split = ["old"] * 5 + ["north"] * 4 + ["south"] * 2 + [NONE_OF_THESE]
    assert set(verdicts(motion, split).values()) == {Result.REJECTED}
    confirming = motion.confirming("old")
    assert verdicts(confirming, ["yes"] * 6 + ["no"] * 6)["yes"] is Result.REJECTED
    assert verdicts(confirming, ["yes"] * 7 + ["no"] * 5)["yes"] is Result.PASSED
    assert verdicts(confirming, [])["yes"] is Result.REJECTED


def test_a_single_bidder_is_a_question_of_yes_or_no():
    """Its offer stands in the question."""
    (proposal,) = FIRM.motions(firm(bidders=BIDDERS[:1]))
    assert proposal.options == ()
    assert proposal.question.en == "Which firm: the firm now (1.20 yuan per m² and month, 3 years)"


def test_fees_and_firms_wait_while_the_committee_is_re_elected():
    """Shanghai's article 28; elsewhere nobody says, so the checklist asks."""
    matters = [FEE.motions(fee())[0].matter, FIRM.motions(firm())[0].matter]
    assert [LAW["cn-shanghai"].locked(matter) for matter in matters] == [True, True]
    assert [LAW["cn"].locked(matter) for matter in matters] == [None, None]


# -- real cases (domain: property fees) --------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "new", "uplift"), [(80, 140, "+75.0%"), (80, 120, "+50.0%"), (55, 118, "+114.5%")]
)
def test_the_uplift_of_real_cases(now, new, uplift):
    """宛南六村, 田林十三村, 双裕: each rise as a part of the fee before."""
    item = fee(fee_now=now, fee_new=new, more=None, stages=None, trial_from=None)
    assert f"({uplift} of the fee now)" in shown(FEE, item, HOME)[0]
