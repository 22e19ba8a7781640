"""Shares: exact, with their base, and readable."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.counting import Base, Share
from tickbox_core.errors import BadValue
from tickbox_core.testing.strategies import lasting

PAIRS = st.integers(0, 10**6).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d)))


@lasting
@given(PAIRS)
def test_a_share_is_exact(pair):
    """Its value is the fraction itself; numerator and denominator stay as counted."""
    share = Share(*pair, Base.PARTICIPANTS)
    assert (share.numerator, share.denominator) == pair
    assert share.value == (Fraction(*pair) if pair[1] else None)


@lasting
@given(PAIRS)
def test_percentages_round_half_up(pair):
    """To one decimal, for reading only, as by hand."""
    if not pair[1]:
        return
    exact = Decimal(100 * pair[0]) / Decimal(pair[1])
    by_hand = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert Share(*pair, "x").percent == f"{by_hand}%"


@pytest.mark.parametrize(
    "numerator, denominator, percent",
    [(0, 0, "–"), (0, 3, "0.0%"), (1, 3, "33.3%"), (2, 3, "66.7%"), (3, 3, "100.0%"),
     (1, 16, "6.3%"), (1, 2000, "0.1%"), (1, 2001, "0.0%")],
)  # fmt: skip
def test_percentages(numerator, denominator, percent):
    """Nobody is a dash, not zero percent; a half is rounded up."""
    assert Share(numerator, denominator, "x").percent == percent


@pytest.mark.parametrize("numerator, denominator", [(2, 1), (1, 0), (-1, 3), (0, -1)])
def test_what_is_no_share_is_refused(numerator, denominator):
    """More than all, or less than nothing."""
    with pytest.raises(BadValue, match="is not a share"):
        Share(numerator, denominator, "registered")


@pytest.mark.parametrize("base", list(Base))
def test_the_base_is_always_named(base):
    """In both languages, with numerator and denominator, and in JSON as a plain string."""
    share = Share(3, 12, base)
    for words, name in ((share.text.zh, base.words.zh), (share.text.en, base.words.en)):
        assert all(part in words for part in ("3", "12", "25.0%", name))
    assert share.plain() == {"numerator": 3, "denominator": 12, "base": base.value}
    assert type(share.plain()["base"]) is str


def test_a_base_of_its_own_name_is_said_as_it_is():
    """A weighted base brought by a rule has no words of the core: its name stands in both."""
    assert Share(3, 12, "area").text.zh == "“area”12中的3，即25.0%"
    assert Share(3, 12, "area").text.en == "3 of 12 area, 25.0%"


def test_residents_and_households_have_their_own_counting_words():
    """Persons are counted with 名, households with 户."""
    assert Share(3, 12, Base.PARTICIPANTS).text.zh == "12名参与居民的25.0%（3名）"
    assert Share(3, 12, Base.HOUSEHOLDS).text.zh == "12户在册家庭的25.0%（3户）"
