"""From papers to a decision: abstention, silence, options and the confirming round."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.errors import BadValue, DuplicateId, UnknownName
from tickbox_core.model import (
    Area,
    AreaTree,
    Option,
    Ownership,
    Person,
    Question,
    Residence,
    Roll,
    Unit,
)
from tickbox_core.model.scope import Floors, Within
from tickbox_core.rules.motions import (
    ABSTAIN,
    NO,
    NONE_OF_THESE,
    SPOILED,
    YES,
    Assembly,
    Bars,
    Base,
    Delivery,
    Head,
    Layer,
    Motion,
    Paper,
    Practice,
    ProxyRules,
    Result,
    asked,
    decide,
)
from tickbox_core.text import Text

ORDINARY, SPECIAL = (
    tuple(
        Bars.of_plain({"base": base, "quorum": "at_least 2/3", "approval": approval})
        for base in ("heads", "area")
    )
    for approval in ("more_than 1/2", "at_least 3/4")
)
AGREED = {"silence": "follow_majority", "silence_agreed": "议事规则第九条"}
QUESTION = Text("更换电梯", "Replace the lift")


def assembly(areas):
    """One head for each area (0.01 m²), named 0, 1, 2 …"""
    return Assembly(tuple(Head(str(n), (str(n),), (f"p{n}",), a) for n, a in enumerate(areas)))


def proved(heads):
    """Everybody was served, the agenda posted, the warning printed."""
    return Delivery(frozenset(head.id for head in heads.heads), True, True)


def decided(marks, areas=None, delivery=None, bars=ORDINARY, **fields):
    """Decide on marks by head; ``None`` said nothing; equal areas unless given."""
    heads = assembly(areas or [100] * len(marks))
    papers = [Paper(str(n), mark) for n, mark in enumerate(marks) if mark is not None]
    motion = Motion("m", QUESTION, bars, **fields)
    return decide(motion, heads, papers, proved(heads) if delivery is None else delivery)


def test_a_plain_majority_of_heads_and_area_passes():
    """And the tallies say who said what, in totals."""
    decision = decided([YES] * 5 + [NO] * 2 + [ABSTAIN, SPOILED] + [None] * 3)
    assert decision.result is Result.PASSED
    heads, area = decision.tallies
    assert (heads.total, heads.participating) == (12, 9)
    assert dict(heads.marks) == {YES: 5, NO: 2, ABSTAIN: 1, SPOILED: 1, "silent": 3}
    assert area.marks[YES] == 500


@pytest.mark.parametrize(
    "marks,result",
    [
        ([YES] * 4 + [NO] * 4 + [None] * 4, Result.REJECTED),
        ([YES] * 5 + [NO] * 3 + [None] * 4, Result.PASSED),
        ([YES] * 7 + [None] * 5, Result.REJECTED),
        ([YES] * 8 + [None] * 4, Result.PASSED),
        ([None] * 12, Result.REJECTED),
        ([], Result.REJECTED),
    ],
)
def test_just_under_on_over_and_with_nobody_voting(marks, result):
    """Exactly half fails, exactly two thirds takes part."""
    assert decided(marks).result is result


def test_abstentions_take_part_unless_the_rules_say_otherwise():
    """They lift the quorum and weigh against the majority; left out, they do neither."""
    marks = [YES] * 4 + [NO] * 2 + [ABSTAIN] * 2 + [SPOILED] * 2 + [None] * 2
    assert decided(marks).result is Result.REJECTED
    away = {"abstention": "not_participating", "spoiled": "not_participating"}
    assert decided(marks, **away).tallies[0].participating == 6
    assert decided([*marks[:8], NO, NO], **away).tallies[0].participating == 8


def test_heads_can_pass_while_the_area_fails():
    """One large owner against many small ones."""
    decision = decided([YES, YES, YES, NO], [100, 100, 100, 300])
    assert decision.verdicts[YES].on(Base.HEADS) is Result.PASSED
    assert decision.result is Result.REJECTED


def test_an_unknown_area_leaves_the_motion_undetermined_never_passed():
    """Even where the unit without an area said yes, or nothing at all."""
    for silent in (YES, None):
        decision = decided([YES, YES, YES, silent], [100, 100, 100, None])
        assert decision.result is Result.UNDETERMINED
    assert decided([NO, NO, NO, YES], [100, 100, 100, None]).result is Result.REJECTED


TREE = AreaTree(
    (
        Area("estate", "estate", "小区"),
        Area("b1", "building", "1号楼", "estate"),
        Area("b2", "building", "2号楼", "estate"),
    )
)
ROLL = Roll(
    date(2026, 6, 1),
    (
        Unit("b1-1", "b1", floor=1, floor_area=5000),
        Unit("b1-7", "b1", floor=7, floor_area=6000),
        Unit("b2-7", "b2", floor=7, floor_area=7000),
        Unit("b2-8", "b2", floor=8, floor_area=None),
        Unit("P", "estate", kind="parking", floor_area=1200),
    ),
    (Person("an"), Person("bo"), Person("cy")),
    (Residence("an", "b1-7"), Residence("bo", "b1-7"), Residence("cy", "b2-7")),
    tuple(Ownership(*row.split("/")) for row in ("an/b1-1", "an/b1-7", "bo/b2-7", "cy/b2-8")),
)


def test_denominators_are_computed_inside_the_scope():
    """An owner's units outside it do not count, nor do unknown areas outside it."""
    building = Motion("m", QUESTION, ORDINARY, scope=Within(("b1",)))
    (an,) = asked(building, ROLL, TREE).heads
    assert (an.places, an.area) == (("b1-1", "b1-7"), 11000)
    high = Motion("m", QUESTION, ORDINARY, scope=Floors(7))
    assert [head.area for head in asked(high, ROLL, TREE).heads] == [6000, 7000, None]


def test_a_residents_motion_asks_residents_or_households():
    """By what it is counted by."""
    plain = {"quorum": "more_than 1/2", "approval": "more_than 1/2"}
    for base, heads in (("heads", 3), ("households", 2)):
        bars = (Bars.of_plain({"base": base, **plain}),)
        motion = Motion("m", QUESTION, bars, kind="residents-motion")
        assembly = asked(motion, ROLL, TREE)
        assert len(assembly.heads) == heads
        papers = [Paper(head.places[0], YES) for head in assembly.heads[:2]]
        assert decide(motion, assembly, papers).result is Result.PASSED
        assert decide(motion, assembly, papers[:1]).result is Result.REJECTED


# -- silence -----------------------------------------------------------------------------------


def test_silence_is_not_participation_by_default():
    """Five of twelve took part, whatever was served."""
    assert decided([YES] * 5 + [None] * 7).result is Result.REJECTED


def test_silence_follows_the_majority_where_that_was_agreed_and_proved():
    """The same papers pass, and the notice says why."""
    decision = decided([YES] * 5 + [NO] * 2 + [None] * 5, **AGREED)
    assert decision.result is Result.PASSED
    assert decision.tallies[0].marks[YES] == 10
    assert decision.tallies[0].joined == 5
    assert "议事规则第九条" in decision.sentence.zh


def test_silence_can_sink_a_motion():
    """It joins the side that leads, also 'no'."""
    marks = [YES] * 3 + [NO] * 4 + [ABSTAIN] + [None] * 4
    decision = decided(marks, **AGREED)
    assert decision.result is Result.REJECTED
    assert decision.tallies[0].marks[NO] == 8


def test_heads_and_area_leading_to_different_sides_is_undetermined():
    """Nothing is certified, and nothing is called rejected."""
    marks = [YES, YES, NO, None]
    decision = decided(marks, [100, 100, 500, 100], **AGREED)
    assert decision.result is Result.UNDETERMINED
    assert "未通过" not in decision.sentence.zh
    assert "不予认定" in decision.sentence.zh


def test_a_tie_leads_nowhere():
    """Two against two: silence has no majority to follow."""
    assert decided([YES, YES, NO, NO, None], **AGREED).result is Result.UNDETERMINED


def test_without_a_marked_paper_there_is_nothing_to_follow():
    """Silence alone decides nothing; abstentions lead nowhere either."""
    assert decided([None] * 4, **AGREED).result is Result.REJECTED
    assert decided([ABSTAIN] + [None] * 3, **AGREED).result is Result.REJECTED


@pytest.mark.parametrize(
    "delivery,agreed",
    [
        (Delivery(frozenset(), True, True), True),
        (Delivery(frozenset("01234567"), False, True), True),
        (Delivery(frozenset("01234567"), True, False), True),
        (Delivery(frozenset("01234567"), True, True), False),
    ],
)
def test_each_precondition_is_needed(delivery, agreed):
    """Without service, notice, warning or an agreement, silence does not count."""
    fields = AGREED if agreed else {"silence": "follow_majority"}
    decision = decided([YES] * 3 + [None] * 5, delivery=delivery, **fields)
    assert decision.result is Result.REJECTED
    assert decision.tallies[0].participating == 3
    assert "未表态者不计入" in decision.sentence.zh


def test_those_who_were_not_served_do_not_follow():
    """Each by himself."""
    delivery = Delivery(frozenset("0123456"), True, True)
    decision = decided([YES] * 3 + [None] * 5, delivery=delivery, **AGREED)
    assert decision.tallies[0].participating == 7
    assert decision.tallies[0].marks["silent"] == 1


def test_silence_as_abstention_takes_part_and_does_not_agree():
    """All took part; three of eight agree."""
    decision = decided([YES] * 3 + [None] * 5, silence="abstain")
    assert decision.tallies[0].participating == 8
    assert decision.result is Result.REJECTED


# -- options -----------------------------------------------------------------------------------

PLANS = {"options": (Option("a", "甲方案"), Option("b", "乙方案"), Option("c", "丙方案"))}


def test_an_option_with_its_majority_is_chosen_at_once():
    """More than half of those taking part."""
    decision = decided(["b"] * 5 + ["a"] * 2 + [NONE_OF_THESE] + [None] * 4, **PLANS)
    assert (decision.result, decision.chosen) == (Result.PASSED, "b")
    assert decision.next_round == ()
    assert "选定“乙方案”" in decision.sentence.zh


def test_a_plurality_goes_to_a_confirming_round():
    """The most ticks are not a majority: yes or no, by the same bars."""
    decision = decided(["b"] * 4 + ["a"] * 3 + [NONE_OF_THESE] + [None] * 2, **PLANS)
    assert decision.result is Result.REJECTED
    assert decision.next_round == ("b",)
    assert "第二轮确认" in decision.sentence.zh
    second = decision.motion.confirming("b")
    heads = assembly([100] * 10)
    for yes, result in ((4, Result.REJECTED), (5, Result.PASSED)):
        papers = [Paper(str(n), YES if n < yes else NO) for n in range(8)]
        assert decide(second, heads, papers).result is result
    with pytest.raises(BadValue):
        decision.motion.confirming("z")


def test_heads_and_area_may_put_two_options_forward():
    """One leads by heads, another by area: both are confirmed."""
    marks = ["a", "a", "b", "c", "c", NONE_OF_THESE]
    decision = decided(marks, [100, 100, 500, 100, 90, 10], **PLANS)
    assert decision.next_round == ("a", "b", "c")
    marks = ["a", "a", "b", "c", NONE_OF_THESE]
    assert decided(marks, [100, 100, 500, 100, 300], **PLANS).next_round == ("a", "b")


def test_none_of_these_can_win():
    """Then nothing is adopted and nothing goes further."""
    decision = decided([NONE_OF_THESE] * 5 + ["a"] * 3, **PLANS)
    assert (decision.result, decision.chosen) == (Result.REJECTED, NONE_OF_THESE)
    assert decision.next_round == ()


def test_without_a_quorum_nothing_goes_further():
    """The meeting did not take place."""
    assert decided(["a"] * 4 + ["b"] + [None] * 4, **PLANS).next_round == ()


def test_an_unknown_area_chooses_nothing():
    """Undetermined, and no second round either."""
    decision = decided(["a", "a", "a", "b"], [100, 100, 100, None], **PLANS)
    assert decision.result is Result.UNDETERMINED
    assert decision.chosen is None
    assert decision.next_round == ()


def test_silence_follows_the_leading_option():
    """As on a notice that counted 41 served owners who said nothing."""
    decision = decided(["b"] * 4 + ["a"] * 2 + [None] * 3, **PLANS, **AGREED)
    assert decision.chosen == "b"
    assert decision.tallies[0].marks["b"] == 7


# -- the motion itself -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields,error",
    [
        ({"bars": ()}, BadValue),
        ({"bars": (*ORDINARY, ORDINARY[0])}, DuplicateId),
        ({"kind": "preference"}, BadValue),
        ({"options": (Option(NONE_OF_THESE, "x"),)}, BadValue),
        ({"options": (Option("a", "x"), Option("a", "y"))}, DuplicateId),
    ],
)
def test_a_motion_that_cannot_be_is_refused(fields, error):
    """No bars, two bars on one base, a preference, an option named like a mark."""
    with pytest.raises(error):
        Motion("m", QUESTION, **{"bars": ORDINARY, **fields})


def test_a_motion_goes_to_json_and_back():
    """What is frozen at opening is what is judged."""
    motion = Motion(
        "m",
        QUESTION,
        SPECIAL,
        kind=Question.OWNERS_MOTION,
        scope=Floors(7),
        **PLANS,
        **AGREED,
        proxies=ProxyRules(most=3, barred=("staff",)),
    )
    assert Motion.of_plain(json.loads(json.dumps(motion.plain()))) == motion


def test_a_motion_takes_its_bars_from_the_practice():
    """The matter decides the bars; the place decides how silence counts."""
    rows = [
        ("bars.special", [bars.plain() for bars in SPECIAL]),
        ("matter.rebuild", "special"),
        ("silence", "abstain"),
        ("parking", "counted"),
    ]
    values = [{"name": n, "value": v, "source": "某法", "mark": "law"} for n, v in rows]
    practice = Practice((Layer.of_plain("somewhere", "某地", values),))
    motion = Motion.under(practice, "m", QUESTION, "rebuild", spoiled="not_participating")
    assert motion.bars == SPECIAL
    assert (motion.silence, motion.parking, motion.spoiled) == (
        "abstain",
        True,
        "not_participating",
    )
    assert motion.silence_agreed == "某法"
    with pytest.raises(UnknownName):
        Motion.under(practice, "m", QUESTION, "paint")


def test_what_is_published_names_nobody():
    """Totals and checks only."""
    plain = json.dumps(decided([YES, NO, YES], [11, 22, 33]).plain())
    assert "p0" not in plain
    assert '"total": "0.66"' in plain


MARKS = st.lists(st.sampled_from([YES, NO, ABSTAIN, SPOILED, None]), min_size=1, max_size=9)
SILENCES = st.sampled_from([{}, AGREED, {"silence": "abstain"}])


@given(MARKS, st.data(), SILENCES, st.sampled_from([ORDINARY, SPECIAL]))
def test_one_more_yes_never_turns_passed_into_rejected(marks, data, fields, bars):
    """Whoever it is, whatever the areas, however silence counts."""
    areas = data.draw(st.lists(st.integers(1, 10**6), min_size=len(marks), max_size=len(marks)))
    who = data.draw(st.integers(0, len(marks) - 1))
    before = decided(marks, areas, bars=bars, **fields).result
    changed = [*marks[:who], YES, *marks[who + 1 :]]
    after = decided(changed, areas, bars=bars, **fields).result
    if before is Result.PASSED:
        assert after is Result.PASSED
    if after is Result.REJECTED:
        assert before is not Result.PASSED


@given(MARKS, st.data(), SILENCES)
def test_the_order_of_papers_and_heads_decides_nothing(marks, data, fields):
    """Rearranged, the same result and the same tallies."""
    areas = data.draw(st.lists(st.integers(1, 10**30), min_size=len(marks), max_size=len(marks)))
    order = data.draw(st.permutations(range(len(marks))))
    one = decided(marks, areas, **fields)
    other = decided([marks[n] for n in order], [areas[n] for n in order], **fields)
    assert one.result is other.result
    assert [tally.plain() for tally in one.tallies] == [tally.plain() for tally in other.tallies]


@given(MARKS, SILENCES)
def test_every_head_is_in_one_place_of_the_tally(marks, fields):
    """The marks of a base sum to its total, split silence aside."""
    decision = decided(marks, **fields)
    for tally in decision.tallies:
        undecided = tally.joined if "无法归入" in decision.sentence.zh else 0
        assert sum(tally.marks.values()) + undecided == tally.total


def test_delegates_decide_for_the_residents_of_a_scope():
    """One head for each delegate who lives there; no other resident is asked, whatever the age."""
    roll = Roll(
        date(2026, 1, 1),
        (Unit("1", "b1"), Unit("2", "b2")),
        tuple(Person(who) for who in ("an", "bo", "cy")),
        (Residence("an", "1"), Residence("bo", "1"), Residence("cy", "2")),
        delegates=("bo", "cy"),
    )
    tree = AreaTree((Area("b1", "building", "1号楼"), Area("b2", "building", "2号楼")))
    bars = (Bars.of_plain({"base": "heads", "approval": "more_than 1/2"}),)
    motion = Motion(
        "m", QUESTION, bars, Question.RESIDENTS_MOTION, Within(("b1",)), by_delegates=True
    )
    assert [head.id for head in asked(motion, roll, tree).heads] == ["bo"]
    assert [head.id for head in asked(motion, roll, tree, adults_on=date(2026, 1, 1)).heads] == [
        "bo"
    ]
