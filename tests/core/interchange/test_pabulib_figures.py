"""Numbers in Pabulib files: exact, with comma or point, and never guessed."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.interchange.pabulib.figures import may_mean_thousands, number, units, whole_number


@pytest.mark.parametrize(
    "text, value",
    [
        ("0", 0),
        ("1250", 1250),
        (" 1250 ", 1250),
        ("+5", 5),
        ("-5", -5),
        ("007", 7),
        ("1250.50", Fraction(2501, 2)),
        ("1250,50", Fraction(2501, 2)),
        ("2488835.61", Fraction(248883561, 100)),
        ("5.", 5),
        (".5", Fraction(1, 2)),
        ("1 250 000,5", Fraction(2500001, 2)),
        ("1\u00a0250", 1250),
        ("1.5e3", 1500),
        ("1E+06", 1000000),
        ("25e-1", Fraction(5, 2)),
        ("1,000", 1),
    ],
)
def test_numbers_as_people_write_them(text, value):
    """Decimal comma and point, spaces between groups of three, and powers of ten are read."""
    assert number(text) == value


@pytest.mark.parametrize(
    "text",
    [
        *["", " ", "-", ".", ",", "abc", "NaN", "inf", "1.000,50", "1,000,000", "1 25", "12 345 6"],
        *["€5", "5 zł", "1_000", "0x10", "１２", "٣", "1e999", "5-", "--5", "9" * 2000],
    ],
)
def test_what_is_no_number(text):
    """Two separators, currencies, foreign digits, endless digits: none is guessed at."""
    assert number(text) is None


@given(st.integers(-(10**30), 10**30), st.integers(0, 20), st.sampled_from(".,"))
def test_every_decimal_is_read_exactly(digits, places, mark):
    """However many digits stand before and behind the comma."""
    sign, figures = "-" * (digits < 0), str(abs(digits)).zfill(places + 1)
    split = len(figures) - places
    assert number(f"{sign}{figures[:split]}{mark}{figures[split:]}") == Fraction(digits, 10**places)


def test_whole_numbers_may_carry_empty_decimals():
    """``378.0`` is 378, and 378.5 is no whole number."""
    assert whole_number("378.0") == whole_number("378") == 378
    assert whole_number("378.5") is None
    assert whole_number("many") is None


def test_a_comma_before_three_digits_is_doubtful():
    """``1,000`` is 1 by the format, and somebody may have meant a thousand."""
    assert may_mean_thousands("1,000")
    assert may_mean_thousands("12,345")
    for clear in ("1,00", "1.000", "1234,000", "1000"):
        assert not may_mean_thousands(clear)


@given(st.lists(st.fractions(max_denominator=1).map(lambda f: f / 1000), max_size=5))
def test_units_make_all_values_whole_and_are_the_smallest(values):
    """The unit is a power of ten of which a tenth would not do."""
    unit = units(values)
    assert all((value * unit).denominator == 1 for value in values)
    assert unit == 1 or any((value * unit / 10).denominator != 1 for value in values)


def test_units_have_a_least():
    """Yuan are counted in fen even where all sums are whole."""
    assert units([Fraction(5)], least=100) == 100
    assert units([Fraction(1, 1000)], least=100) == 1000
