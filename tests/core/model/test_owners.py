"""Who owns what: one named voter a unit, and a developer where units are not handed over."""

from __future__ import annotations

from datetime import date

import pytest

from tickbox_core.errors import BadValue, DuplicateId, UnknownId
from tickbox_core.model import Ownership, Person, Roll, Service, Unit


def roll(**more):
    """Two units and three persons."""
    units = (Unit("101", "b1"), Unit("102", "b1"))
    persons = (Person("an"), Person("bo"), Person("dev"))
    return Roll(date(2026, 1, 1), units, persons, **more)


@pytest.mark.parametrize(
    "more,error",
    [
        ({"ownerships": (Ownership("an", "101"), Ownership("an", "101"))}, DuplicateId),
        ({"ownerships": (Ownership("an", "101", True), Ownership("bo", "101", True))}, BadValue),
        ({"undelivered": ("101",)}, BadValue),
        ({"undelivered": ("999",), "developer": "dev"}, UnknownId),
        ({"developer": "nobody"}, UnknownId),
        ({"services": (Service("lift", "lift", ("999",)),)}, UnknownId),
        ({"services": (Service("lift", "lift"), Service("lift", "lift"))}, DuplicateId),
    ],
)
def test_rows_that_contradict_one_another_are_refused(more, error):
    """Each with the row it is about."""
    with pytest.raises(error):
        roll(**more)


def test_co_owners_name_one_voter_and_a_developer_keeps_what_is_undelivered():
    """A roll that says both stands."""
    owned = (Ownership("an", "101", votes=True), Ownership("bo", "101"))
    kept = roll(ownerships=owned, developer="dev", undelivered=("102",))
    assert kept.undelivered == ("102",)
