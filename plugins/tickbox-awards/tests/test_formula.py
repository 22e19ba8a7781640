"""The best cases: exact scores by a declared formula, ties across the cut declared."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_awards.formula import ALL, Formula, ScoredCase, best, explain_score
from tickbox_core.errors import BadValue, DuplicateId

THIRD = Fraction(1, 3)
EVEN = Formula(dict.fromkeys(("ticks", "judgement", "jury"), THIRD))
TICKS = Formula({"ticks": 1})


def cases(*tenths: int) -> list[ScoredCase]:
    """Cases ``a``, ``b`` … with so many tenths of the ticks."""
    return [ScoredCase(chr(97 + at), "案例", Fraction(one, 10)) for at, one in enumerate(tenths)]


def test_a_score_is_the_weighted_sum() -> None:
    """Ticks 1/2, judgement (6 + 2/2) of 20, jury 24 of 30 points, a third each."""
    case = ScoredCase("a", "案例", Fraction(1, 2), (6, 2, 20), (8, 9, 7))
    assert case.score(EVEN) == (Fraction(1, 2) + Fraction(7, 20) + Fraction(24, 30)) / 3
    assert "the jury 4/5 × 1/3" in explain_score(EVEN, case).en


@pytest.mark.parametrize(
    "case, lacks",
    [
        (ScoredCase("a", "x", None, (1, 0, 2), (5,)), ("ticks",)),
        (ScoredCase("a", "x", THIRD, None, ()), ("judgement", "jury")),
        (ScoredCase("a", "x", THIRD, (0, 0, 0), (5,)), ("judgement",)),
    ],
)
def test_what_is_not_known_is_not_nought(case: ScoredCase, lacks: tuple[str, ...]) -> None:
    """Such a case has no score, and a choice that would need it is refused by name."""
    assert case.score(EVEN) is None
    assert case.lacks(EVEN) == lacks
    with pytest.raises(BadValue, match="case a"):
        best([case], EVEN, 1)


@pytest.mark.parametrize(
    "places, tie_break, chosen, tied",
    [
        (1, "refuse", {"a"}, ""),
        (2, "refuse", {"a"}, "bcd"),
        (3, "refuse", {"a"}, "bcd"),
        (4, "refuse", set("abcd"), ""),  # the tie lies above the cut: it is none
        (5, "refuse", set("abcde"), ""),
        (9, "refuse", set("abcde"), ""),
        (2, ALL, set("abcd"), ""),
        (1, ALL, {"a"}, ""),
    ],
)
def test_a_tie_across_the_cut_is_declared(
    places: int, tie_break: str, chosen: set[str], tied: str
) -> None:
    """Just before, in, and after the tie; all of them where that was declared."""
    found = best(cases(9, 5, 5, 5, 1), TICKS, places, tie_break)
    assert set(found.chosen) == chosen
    assert found.tied == tuple(tied)
    assert [row.rank for row in found.rows] == [1, 2, 2, 2, 5]


def test_a_lot_is_drawn_again_alike() -> None:
    """By its public seed, whatever order the cases come in; another seed may draw others."""
    held = cases(9, 5, 5, 5, 1)
    drawn = {seed: best(held, TICKS, 3, f"lot:{seed}").chosen for seed in map(str, range(20))}
    assert all(len(chosen) == 3 and chosen[0] == "a" for chosen in drawn.values())
    assert len(set(drawn.values())) > 1
    assert best(held[::-1], TICKS, 3, "lot:7").chosen == drawn["7"]


@pytest.mark.parametrize(
    "weights",
    [
        {},
        {"ticks": Fraction(1, 2)},
        {"ticks": 1, "jury": Fraction(0)},
        {"ticks": 2, "jury": -1},
        {"fame": 1},
        {"ticks": 0.5, "jury": 0.5},
    ],
)
def test_a_formula_adds_up_to_one(weights: dict[str, Fraction]) -> None:
    """Neither more nor less, nothing without weight, nothing unknown, no float."""
    with pytest.raises(BadValue):
        Formula(weights)


def test_what_cannot_be_is_refused() -> None:
    """No places, an unknown tie-break, one without a seed, a case twice, too many points."""
    for places, tie_break in ((0, "refuse"), (1, "first"), (1, "lot:"), (1, "")):
        with pytest.raises(BadValue):
            best(cases(1), TICKS, places, tie_break)
    with pytest.raises(DuplicateId):
        best([*cases(1), *cases(1)], TICKS, 1)
    jury = Formula({"jury": 1}, most_points=5)
    for points in ((6, 0), (5, 6)):
        with pytest.raises(BadValue):
            ScoredCase("a", "x", jury=points).score(jury)
    with pytest.raises(BadValue):
        ScoredCase("a", "x", judgement=(3, 0, 2)).score(Formula({"judgement": 1}))


def test_nobody_put_forward_is_nobody_awarded() -> None:
    """No case, no award, no error."""
    assert best([], TICKS, 10).chosen == ()


@given(
    st.lists(st.integers(0, 6), max_size=12), st.integers(1, 13), st.sampled_from(["refuse", ALL])
)
def test_the_choice_is_the_definitions(tenths: list[int], places: int, tie_break: str) -> None:
    """A case is sure of its award where fewer than N others score at least as well; it has no
    chance where N others score better; in between it is tied.
    """
    held = cases(*tenths)
    found = best(held, TICKS, places, tie_break)
    for case in held:
        others = [one for one in held if one is not case]
        better = sum(one.ticks > case.ticks for one in others)  # type: ignore[operator]
        as_good = sum(one.ticks >= case.ticks for one in others)  # type: ignore[operator]
        sure, hopeless = as_good < places, better >= places
        assert (case.id in found.chosen) == (sure or (tie_break == ALL and not hopeless))
        assert (case.id in found.tied) == (tie_break != ALL and not sure and not hopeless)
