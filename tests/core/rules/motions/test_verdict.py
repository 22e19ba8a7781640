"""Verdicts: any known false rejects, else any unknown is undetermined, else it has passed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.errors import BadValue
from tickbox_core.rules.motions import BarKind, Bars, Base, Counts, Result, judge
from tickbox_core.text import Text

ORDINARY, SPECIAL = (
    tuple(
        Bars.of_plain({"base": base, "quorum": "at_least 2/3", "approval": approval})
        for base in ("heads", "area")
    )
    for approval in ("more_than 1/2", "at_least 3/4")
)
QUESTION = Text("更换电梯", "Replace the lift")


def heads_and_area(total, participating, yes, *, area=1):
    """The same counts on both bases, the area ``area`` times the heads."""
    counts = (total, participating, yes)
    scaled = (None if n is None else n * area for n in counts)
    return Counts(Base.HEADS, *counts), Counts(Base.AREA, *scaled)


@pytest.mark.parametrize(
    "bars,counts,result",
    [
        (ORDINARY, (1200, 800, 401), Result.PASSED),
        (ORDINARY, (1200, 800, 400), Result.REJECTED),
        (ORDINARY, (1200, 800, 399), Result.REJECTED),
        (ORDINARY, (1200, 799, 799), Result.REJECTED),
        (ORDINARY, (1200, 801, 401), Result.PASSED),
        (ORDINARY, (1200, 0, 0), Result.REJECTED),
        (ORDINARY, (0, 0, 0), Result.REJECTED),
        (SPECIAL, (1200, 800, 600), Result.PASSED),
        (SPECIAL, (1200, 800, 599), Result.REJECTED),
        (SPECIAL, (1200, 800, 601), Result.PASSED),
        (SPECIAL, (1200, 1200, None), Result.UNDETERMINED),
        (ORDINARY, (1200, None, None), Result.UNDETERMINED),
        (ORDINARY, (None, None, None), Result.UNDETERMINED),
    ],
)
def test_each_bar_just_under_on_over_and_with_nobody(bars, counts, result):
    """Exactly 2/3 and exactly 3/4 are enough, exactly half is not."""
    assert judge(bars, heads_and_area(*counts)).result is result


def test_a_known_failure_rejects_though_the_area_is_unknown():
    """616 of 950 is under two thirds: the area need not be known."""
    verdict = judge(ORDINARY, [Counts(Base.HEADS, 950, 616, 609)])
    assert verdict.result is Result.REJECTED
    assert verdict.on(Base.HEADS) is Result.REJECTED
    assert verdict.on(Base.AREA) is Result.UNDETERMINED


def test_heads_can_pass_while_the_area_fails():
    """Both bases have to pass."""
    verdict = judge(ORDINARY, [Counts(Base.HEADS, 10, 9, 8), Counts(Base.AREA, 1000, 900, 450)])
    assert verdict.on(Base.HEADS) is Result.PASSED
    assert verdict.result is Result.REJECTED
    area = verdict.check(BarKind.APPROVAL, Base.AREA)
    assert area is not None
    assert area.missing == 1
    assert area.share == Fraction(1, 2)


def test_what_was_missing_is_said_in_heads_and_area():
    """A failed check says by how many heads, by how much area."""
    verdict = judge(ORDINARY, [Counts(Base.HEADS, 12, 7, 7), Counts(Base.AREA, 120000, 70050, 1)])
    assert "还差1人" in verdict.sentence.zh
    assert "还差99.5平方米" in verdict.sentence.zh
    assert "99.5 m² short" in verdict.sentence.en


def test_an_undetermined_motion_is_never_called_rejected():
    """The sentence says that nothing is certified, and does not say that it failed."""
    said = judge(ORDINARY, [Counts(Base.HEADS, 1050, 913, 788)], QUESTION).sentence
    assert said.zh.startswith("更换电梯：无法判定")
    assert "未通过" not in said.zh
    assert "undetermined" in said.en
    assert "reject" not in said.en
    assert "not passed" not in said.en


def test_the_plain_form_is_exact():
    """Shares leave as exact strings, areas as decimals of m²."""
    plain = judge(SPECIAL, heads_and_area(12, 8, 6, area=Fraction(1, 3)), QUESTION).plain()
    assert plain["result"] == "passed"
    area = plain["checks"][3]
    assert (area["check"], area["base"], area["bar"]) == ("approval", "area", "at_least 3/4")
    assert (area["part"], area["whole"], area["share"]) == ("0.02", "2/75", "3/4")


@pytest.mark.parametrize(
    "counts", [(10, 11, 1), (10, 8, 9), (10, None, 11), (-1, None, None), (None, 3, 4)]
)
def test_totals_that_contradict_one_another_are_refused(counts):
    """More took part than there are, more agreed than took part, or less than nobody."""
    with pytest.raises(BadValue):
        Counts(Base.HEADS, *counts)


def test_a_motion_without_bars_is_refused():
    """What asks for nothing does not pass by itself."""
    with pytest.raises(BadValue):
        judge((), heads_and_area(1, 1, 1))


@st.composite
def counted(draw):
    """Total ≥ participating ≥ yes, up to huge numbers."""
    total = draw(st.integers(0, 10**30))
    participating = draw(st.integers(0, total))
    return total, participating, draw(st.integers(0, participating))


AMOUNTS = st.one_of(counted(), counted().map(lambda c: (c[0], c[1], None)))


def a_no_turned(total, participating, yes):
    """One who took part is now in favour."""
    return total, participating, min(yes + 1, participating)


def a_newcomer(total, participating, yes):
    """One who had stayed away takes part in favour."""
    more = int(participating < total)
    return total, participating + more, yes + more


@given(
    st.sampled_from([ORDINARY, SPECIAL]),
    st.sampled_from([a_no_turned, a_newcomer]),
    counted(),
    counted(),
)
def test_one_more_in_favour_never_turns_passed_into_rejected(bars, change, heads, area):
    """A no that becomes a yes, or a non-voter who says yes, cannot hurt."""

    def result(of_heads, of_area):
        return judge(bars, [Counts(Base.HEADS, *of_heads), Counts(Base.AREA, *of_area)]).result

    if result(heads, area) is Result.PASSED:
        assert result(change(*heads), change(*area)) is Result.PASSED


@given(AMOUNTS, AMOUNTS)
def test_knowing_more_never_changes_a_decided_result(heads, area):
    """Rejected with some figures unknown stays rejected once they are known."""
    known = judge(ORDINARY, [Counts(Base.HEADS, *heads), Counts(Base.AREA, *area)])
    blind = judge(ORDINARY, [Counts(Base.HEADS, *heads)])
    assert blind.result is not Result.PASSED
    if blind.result is Result.REJECTED:
        assert known.result is Result.REJECTED


@given(st.permutations(range(4)), AMOUNTS, AMOUNTS)
def test_the_order_of_checks_decides_nothing(order, heads, area):
    """The result is the same in any order of bars."""
    verdict = judge(ORDINARY, [Counts(Base.AREA, *area), Counts(Base.HEADS, *heads)])
    assert Result.of(verdict.checks[i].met for i in order) is verdict.result
