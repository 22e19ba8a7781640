"""Bars are compared exactly: just under, on, just over, and with nobody."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.errors import BadValue, UnknownName
from tickbox_core.rules.motions import Bar, Bars, Base, Strictness

SHARES = st.fractions(0, 1, max_denominator=1000)
BARS = st.builds(Bar, SHARES, st.sampled_from(Strictness))
WHOLES = st.integers(1, 10**40)


@pytest.mark.parametrize(
    "written,under,on,over",
    [
        ("at_least 2/3", False, True, True),
        ("at_least 3/4", False, True, True),
        ("more_than 1/2", False, False, True),
        ("at_least 1", False, True, True),
    ],
)
def test_a_bar_just_under_on_and_over(written, under, on, over):
    """Reaching is enough for at_least and not for more_than, one in a quadrillion either way."""
    bar = Bar.of(written)
    whole = 12 * 10**15
    edge = int(bar.share * whole)
    assert [bar.met(edge + step, whole) for step in (-1, 0, 1)] == [under, on, over]


@pytest.mark.parametrize("written", [0.66, None, 2, ["at_least", "2/3"], {}, "", "two thirds"])
def test_a_bar_of_another_shape_is_refused_in_words(written):
    """Whatever a plugin's law holds: no bar is guessed, and no fault comes out of it."""
    with pytest.raises(BadValue):
        Bar.of(written)
    with pytest.raises(BadValue):
        Bars.of_plain({"base": "heads", "quorum": written or 0, "approval": "more_than 1/2"})


@pytest.mark.parametrize("plain", ["heads", 3, None, ["heads"]])
def test_bars_that_are_no_mapping_are_refused_in_words(plain):
    """Also where a layer gives one value in the place of a list of them."""
    with pytest.raises(BadValue):
        Bars.of_plain(plain)


@pytest.mark.parametrize("written", ["at_least 0", "more_than 0", "at_least 2/3", "more_than 1/2"])
def test_nobody_passes_no_bar(written):
    """Of nobody, no bar is met, whatever else is known."""
    bar = Bar.of(written)
    assert bar.met(0, 0) is False
    assert bar.met(None, 0) is False


def test_what_is_unknown_stays_unknown():
    """An unknown part or whole is neither met nor missed."""
    bar = Bar.of("more_than 1/2")
    assert bar.met(None, 10) is None
    assert bar.met(9, None) is None
    assert bar.met(None, None) is None


def test_a_fraction_just_over_half_of_an_area_passes_where_a_float_would_not_tell():
    """An area that exceeds half by 10^-30 m² exceeds half."""
    half = Fraction("57672.17")
    assert Bar.of("more_than 1/2").met(half, 2 * half) is False
    assert Bar.of("more_than 1/2").met(half + Fraction(1, 10**30), 2 * half) is True


@given(BARS, WHOLES)
def test_needed_is_the_smallest_part_that_passes(bar, whole):
    """``needed`` passes and one less does not."""
    needed = bar.needed(whole)
    assert bar.met(needed, whole) is True
    assert needed == 0 or bar.met(needed - 1, whole) is False


@given(BARS, WHOLES, st.integers(0, 10**40))
def test_more_never_fails_where_less_passed(bar, whole, part):
    """A bar is monotone in its part."""
    assert not (bar.met(part, whole) and not bar.met(part + 1, whole))


@given(BARS)
def test_a_bar_reads_what_it_writes(bar):
    """The written form is the bar."""
    assert Bar.of(str(bar)) == bar


@pytest.mark.parametrize("value", [0.5, True, "1/2", Fraction(4, 3), -1])
def test_a_share_that_is_no_exact_share_is_refused(value):
    """Floats, bools, strings and shares outside 0 to 1 make no bar."""
    with pytest.raises(BadValue):
        Bar(value, "at_least")


def test_a_float_never_decides():
    """A float part is refused, not compared."""
    with pytest.raises(BadValue):
        Bar.of("at_least 2/3").met(0.7, 1)


@pytest.mark.parametrize("written", ["2/3", "at_least", "at_least 2/0", "at_least x", ""])
def test_an_unreadable_bar_is_refused(written):
    """A bar needs its strictness and its share."""
    with pytest.raises((BadValue, UnknownName)):
        Bar.of(written)


def test_bars_read_what_they_write():
    """Bars of a base go to JSON and back."""
    bars = Bars(Base.AREA, None, Bar.of("more_than 1/2"))
    assert Bars.of_plain(bars.plain()) == bars
    with pytest.raises(UnknownName):
        Bars.of_plain({"base": "votes", "approval": "more_than 1/2"})
