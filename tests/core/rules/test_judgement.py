"""Judging: grades against all members, figures with their bases, groups told apart or not."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.errors import BadValue
from tickbox_core.rules.judgement import Judged, Mark, Vote, told_apart
from tickbox_core.rules.satisfaction import SatisfactionGrade

votes = st.builds(Vote, st.sampled_from(Mark), st.booleans())


def judged(s: int, f: int, d: int, n: int = 0, members: int = 20, knew: int = 0) -> Judged:
    """So many marks of each kind."""
    return Judged("p", members, dict(zip(Mark, (s, f, d, n), strict=True)), knew)


@pytest.mark.parametrize(
    "s, f, d, level",
    [
        (10, 0, 0, SatisfactionGrade.DISSATISFIED),  # exactly half of all members
        (11, 0, 0, SatisfactionGrade.SATISFIED),
        (11, 0, 9, SatisfactionGrade.SATISFIED),
        (9, 1, 0, SatisfactionGrade.DISSATISFIED),  # both together exactly half
        (9, 2, 0, SatisfactionGrade.FAIRLY),
        (10, 10, 0, SatisfactionGrade.FAIRLY),
        (0, 11, 0, SatisfactionGrade.FAIRLY),
        (0, 10, 0, SatisfactionGrade.DISSATISFIED),
        (0, 0, 1, SatisfactionGrade.DISSATISFIED),
        (0, 0, 0, SatisfactionGrade.NOBODY),
    ],
)
def test_the_grade_is_counted_against_all_members(
    s: int, f: int, d: int, level: SatisfactionGrade
) -> None:
    """Of twenty: just under, on and over half; those who stay away are in the base."""
    assert judged(s, f, d).level is level


def test_without_members_nothing_can_be_told() -> None:
    """An empty roll certifies nothing."""
    empty = judged(0, 0, 0, members=0)
    assert empty.level is SatisfactionGrade.UNDETERMINED
    assert [one.percent for one in (empty.aware, empty.participation, empty.satisfied)] == ["–"] * 3


def test_figures_name_their_bases() -> None:
    """Awareness of those who judged, participation of all, satisfaction of those who marked."""
    one = judged(6, 2, 1, 3, members=40, knew=10)
    shares = [one.aware, one.participation, one.satisfied]
    assert [(s.numerator, s.denominator, s.base) for s in shares] == [
        (10, 12, "judges"),
        (12, 40, "members"),
        (8, 9, "marked"),
    ]
    assert "30.0% (12/40 all members)" in one.text.en
    assert "知晓度83.3% (10/12 参加评议者)" in one.text.zh


@pytest.mark.parametrize(
    "values", [{"members": 3}, {"knew": 13}, {"members": -1}, {"members": 40.0}]
)
def test_what_cannot_be_is_refused(values: dict[str, int]) -> None:
    """More marks than members, more who knew than judged, no number."""
    with pytest.raises(BadValue):
        judged(6, 2, 1, 3, **{"members": 40, **values})


@given(st.lists(votes, max_size=30), st.integers(0, 40))
def test_counting_agrees_with_the_definition(held: list[Vote], more: int) -> None:
    """Marks add up, the plain form reads back, the grade is the definition's, in fractions."""
    members = len(held) + more
    one = Judged.of("p", members, held)
    assert Judged.of_plain(one.plain()) == one
    assert one.judges == len(held)
    happy = sum(v.mark == "satisfied" for v in held)
    content = happy + sum(v.mark == "fairly" for v in held)
    half = Fraction(members, 2)
    want = "satisfied" if happy > half else "fairly-satisfied" if content > half else "dissatisfied"
    if members and not held:
        want = "nobody-judged"
    assert one.level == (want if members else "undetermined")


class TestToldApart:
    """Beneficiaries beside the others, as finely as tells of no handful."""

    @pytest.mark.parametrize(
        "first, second, columns",
        [
            ((5, 5, 5, 5, 25), (9, 9, 9, 9, 50), 5),
            ((5, 5, 4, 5, 25), (9, 9, 9, 9, 50), 3),
            ((5, 2, 2, 1, 15), (9, 0, 0, 5, 50), 3),
            ((5, 2, 2, 0, 15), (9, 0, 0, 5, 50), 2),
            ((2, 3, 0, 0, 10), (9, 0, 0, 0, 14), 2),
            ((2, 2, 0, 0, 10), (9, 0, 0, 0, 14), 0),  # four contented beneficiaries
            ((5, 0, 0, 0, 9), (9, 0, 0, 0, 14), 0),  # four others among them
            ((5, 0, 0, 0, 10), (0, 0, 0, 0, 14), 0),  # none of the others
            ((0, 0, 0, 0, 0), (9, 9, 9, 9, 50), 0),  # no beneficiary at all
        ],
    )
    def test_the_finest_that_is_safe(
        self, first: tuple[int, ...], second: tuple[int, ...], columns: int
    ) -> None:
        """Just under and on the least, in either group; nothing where even the coarsest tells."""
        told = told_apart(*(judged(*one[:4], members=one[4]) for one in (first, second)))
        assert len(told or ()) == columns

    @given(st.lists(votes, max_size=40), st.lists(votes, max_size=40), st.integers(0, 30))
    def test_no_cell_is_ever_small_and_none_is_lost(
        self, first: list[Vote], second: list[Vote], away: int
    ) -> None:
        """Whatever is told has at least five in every cell, and adds up to the group."""
        groups = [Judged.of("p", len(one) + away, one) for one in (first, second)]
        told = told_apart(*groups)
        for at, group in enumerate(groups):
            cells = [numbers[at] for _, numbers in told or ()]
            assert all(cell >= 5 for cell in cells)
            assert told is None or sum(cells) == group.members
