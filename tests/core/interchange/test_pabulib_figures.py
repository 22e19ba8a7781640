"""Numbers in Pabulib files: as everywhere, with the file's own hint, and never guessed."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.interchange.pabulib.figures import AMOUNT, number, units, whole_number
from tickbox_core.numbers import Comma, comma_of, one_thousand


@pytest.mark.parametrize(
    "text, value",
    [
        ("0", 0),
        ("1250", 1250),
        (" 1250 ", 1250),
        ("+5", 5),
        ("-5", -5),
        ("007", 7),
        ("５００", 500),
        ("1250.50", Fraction(2501, 2)),
        ("2488835.61", Fraction(248883561, 100)),
        ("5.", 5),
        (".5", Fraction(1, 2)),
        ("1.200", Fraction(6, 5)),
        ("1 250 000.5", Fraction(2500001, 2)),
        ("1\u00a0250", 1250),
        ("1,000", 1000),
        ("1,000,000", 1000000),
    ],
)
def test_numbers_as_people_write_them(text, value):
    """As everywhere: a comma before three figures parts thousands; wide figures are figures."""
    assert number(text) == value


@pytest.mark.parametrize(
    "text",
    [
        *["", " ", "-", ".", ",", "abc", "NaN", "inf", "1.000,50", "1 25", "12 345 6", "1250,50"],
        *["€5", "5 zł", "1_000", "0x10", "٣", "1e999", "5-", "--5", "9" * 5000, "1.5e3", "1E+06"],
        *["=1+1", "1/2"],
    ],
)
def test_what_is_no_number(text):
    """Two separators, currencies, foreign or endless digits, shortened numbers: none is guessed."""
    assert number(text) is None


@given(st.integers(-(10**30), 10**30), st.integers(0, 20), st.sampled_from(".,"))
def test_every_decimal_is_read_exactly(digits, places, mark):
    """However many digits stand behind the point, or behind the comma of a file that has them."""
    sign, figures = "-" * (digits < 0), str(abs(digits)).zfill(places + 1)
    split = len(figures) - places
    text = f"{sign}{figures[:split]}{mark}{figures[split:]}"
    hint = Comma.DECIMAL if mark == "," else None
    found = number(text, hint)
    if one_thousand(text):
        assert found is None
    elif mark == "." or places:
        assert found == Fraction(digits, 10**places)


@pytest.mark.parametrize(
    "texts, hint",
    [
        (["1250,50", "300"], Comma.DECIMAL),
        (["12,5", "1,200"], Comma.DECIMAL),
        (["0,125"], Comma.DECIMAL),
        (["1,200", "300"], None),
        (["1250.5", "300"], None),
        (["1,200", "1,200,000"], Comma.THOUSANDS),
        (["12,5", "1,200.50"], Comma.THOUSANDS),
        ([], None),
    ],
)
def test_what_commas_stand_for_is_seen_from_all_numbers(texts, hint):
    """One that leaves no doubt decides; where they contradict, none is a decimal one."""
    assert comma_of(texts) is hint


@pytest.mark.parametrize("text", ["1.200", "12.345", "1.200元"])
def test_a_point_in_doubt_is_asked_about_where_commas_are_decimal(text):
    """Beside decimal commas it may part thousands; without them the format says what it is."""
    assert number(text, Comma.DECIMAL, AMOUNT) is None
    assert number(text, None, AMOUNT) == Fraction(text.removesuffix("元"))


def test_whole_numbers_may_carry_empty_decimals():
    """``378.0`` is 378, and 378.5 is no whole number."""
    assert whole_number("378.0") == whole_number("378") == 378
    assert whole_number("378.5") is None
    assert whole_number("many") is None


def test_a_comma_before_three_digits_is_doubtful():
    """``1,000`` is a thousand, and some write one so."""
    for doubtful in ("1,000", "12,345", "¥1,200", "1,200 m²", "１，２００元"):
        assert one_thousand(doubtful)
    for clear in ("1,00", "1.000", "1234,000", "1000", "1,000,000", "0,125"):
        assert not one_thousand(clear)


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
