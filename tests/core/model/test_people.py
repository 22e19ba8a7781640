"""Units, persons and the roll."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from tickbox_core.errors import BadValue, DuplicateId, UnknownId
from tickbox_core.model import Elector, Ownership, Person, Residence, Roll, Unit
from tickbox_core.testing import strategies
from tickbox_core.testing.strategies import lasting

DAY = date(2026, 5, 1)
UNITS = (Unit("1-101", "b1", floor_area=5632), Unit("1-102", "b1"))
PERSONS = (Person("p1", "王某"), Person("p2"), Person("p3"))


def roll(*rows: tuple[str, str]) -> Roll:
    """A roll of the units and persons above with these residences."""
    return Roll(DAY, UNITS, PERSONS, tuple(Residence(*row) for row in rows))


def test_electors_are_those_with_a_residence():
    """An owner who lives elsewhere is on the roll but ticks no preferences here."""
    held = Roll(DAY, UNITS, PERSONS, (Residence("p1", "1-101"),), (Ownership("p2", "1-102"),))
    assert held.electors == (Elector("p1", "1-101"),)
    assert (held.registered, held.households) == (1, 1)


def test_households_are_units_in_which_somebody_lives():
    """Two in one home are two electors and one household; an empty home is none."""
    assert (roll().registered, roll().households) == (0, 0)
    held = roll(("p1", "1-101"), ("p2", "1-101"))
    assert (held.registered, held.households) == (2, 1)


@lasting
@given(strategies.rolls())
def test_no_roll_has_more_households_than_electors_or_units(held):
    """The sizes of the bases fit each other on any roll."""
    assert held.households <= min(held.registered, len(held.units))
    assert held.registered <= len(held.persons)


def test_one_person_has_one_place():
    """A second residence is refused and names both homes."""
    with pytest.raises(BadValue, match=r"1-101 and 1-102"):
        roll(("p1", "1-101"), ("p1", "1-102"))


def test_rows_that_lead_nowhere_are_named():
    """Residences and ownerships name units and persons of the same roll."""
    with pytest.raises(UnknownId, match="roll row p9/1-101 names the person 'p9'"):
        roll(("p9", "1-101"))
    with pytest.raises(UnknownId, match="the unit '9'"):
        roll(("p1", "9"))
    with pytest.raises(UnknownId):
        Roll(DAY, UNITS, PERSONS, (), (Ownership("p1", "9"),))


def test_ids_are_given_once():
    """Units and persons alike."""
    with pytest.raises(DuplicateId):
        Roll(DAY, (UNITS[0], UNITS[0]))
    with pytest.raises(DuplicateId):
        Roll(DAY, (), (PERSONS[0], PERSONS[0]))


@pytest.mark.parametrize("area", [56.32, "5632", -1, True])
def test_areas_are_whole_hundredths(area):
    """No float, no text, nothing negative; unknown stays unknown."""
    with pytest.raises(BadValue, match="floor area"):
        Unit("u", "b", floor_area=area)
    assert Unit("u", "b").floor_area is None
    assert Unit("u", "b", floor_area=5632).floor_area == 5632


def test_a_name_is_not_shown_by_accident():
    """Personal data stay out of logs: ``repr`` leaves out name and date of birth."""
    assert "王某" not in repr(Person("p1", "王某", date(1950, 1, 1)))
    assert "1950" not in repr(Person("p1", "王某", date(1950, 1, 1)))


@pytest.mark.parametrize("decimals", [2, 6])
def test_a_roll_says_how_finely_its_areas_were_surveyed(decimals):
    """From two decimals, which need not be said, to six; plain values keep it."""
    roll = Roll(date(2026, 1, 1), decimals=decimals)
    assert Roll.of_plain(roll.plain()) == roll
    assert ("decimals" in roll.plain()) is (decimals != 2)


@pytest.mark.parametrize("decimals", [-1, 0, 1, 7, 2.0, True, "2"])
def test_decimals_that_no_survey_has_are_refused(decimals):
    """Just below two, just above six, and what is no whole number."""
    with pytest.raises(BadValue, match="decimals"):
        Roll(date(2026, 1, 1), decimals=decimals)
