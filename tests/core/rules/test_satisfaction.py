"""Satisfaction is counted against all members; exactly half fails."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.errors import BadValue
from tickbox_core.rules.satisfaction import Satisfaction, SatisfactionGrade


@pytest.mark.parametrize(
    "marks,members,level",
    [
        ((16, 0, 0), 30, SatisfactionGrade.SATISFIED),
        ((15, 0, 0), 30, SatisfactionGrade.DISSATISFIED),
        ((15, 1, 0), 30, SatisfactionGrade.FAIRLY),
        ((14, 1, 15), 30, SatisfactionGrade.DISSATISFIED),
        ((15, 0, 0), 29, SatisfactionGrade.SATISFIED),
        ((0, 16, 0), 31, SatisfactionGrade.FAIRLY),
        ((0, 0, 0), 0, SatisfactionGrade.DISSATISFIED),
        ((29, 0, 0), None, SatisfactionGrade.UNDETERMINED),
    ],
)
def test_just_under_on_and_over_half_of_all_members(marks, members, level):
    """Exactly half fails, and an unknown membership certifies nothing."""
    assert Satisfaction(*marks, members).level is level


def test_more_marks_than_members_are_refused():
    """The figures contradict one another."""
    with pytest.raises(BadValue):
        Satisfaction(10, 1, 0, 10)


def test_a_notice_without_its_membership_is_certified_only_up_to_a_limit(vectors_dir):
    """The published marks are 'satisfied' while the members are fewer than twice the satisfied."""
    examples = {e["id"]: e for e in json.loads((vectors_dir / "misc.json").read_text("utf-8"))}
    rows = [Satisfaction(*row) for row in examples["Z1"]["rows"]]
    assert {row.level for row in rows} == {SatisfactionGrade.UNDETERMINED}
    limits = [row.holds_up_to(SatisfactionGrade.SATISFIED) for row in rows]
    assert limits == [55, 39, 51, 57, 33]
    assert min(limits) >= examples["Z1"]["present"]


@given(
    st.integers(0, 50),
    st.integers(0, 50),
    st.sampled_from([SatisfactionGrade.SATISFIED, SatisfactionGrade.FAIRLY]),
)
def test_the_limit_is_exact(satisfied, fairly, level):
    """With so many members the level holds, with one more it does not."""
    most = Satisfaction(satisfied, fairly, 0).holds_up_to(level)
    reached = {SatisfactionGrade.SATISFIED} | (
        {SatisfactionGrade.FAIRLY} if level is SatisfactionGrade.FAIRLY else set()
    )
    if most >= satisfied + fairly and most:
        assert Satisfaction(satisfied, fairly, 0, most).level in reached
    members = max(most + 1, satisfied + fairly)
    assert Satisfaction(satisfied, fairly, 0, members).level not in reached


def test_the_sentence_names_the_base():
    """The grade is never said without the number of all members."""
    said = Satisfaction(16, 4, 1, 30).text
    assert "全体成员30名" in said.zh
    assert "of 30 members" in said.en
