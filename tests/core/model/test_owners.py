"""Who owns what: one named voter a unit, and a developer where units are not handed over."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tickbox_core.errors import BadValue, DuplicateId, UnknownId
from tickbox_core.model import Ownership, Person, Residence, Roll, Service, Unit


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


def test_a_roll_goes_through_json_and_back():
    """Every row survives, names, birth dates, services and delegates included."""
    roll = Roll(
        date(2026, 1, 1),
        (Unit("1", "b", "1号", "shop", 2, 5000), Unit("2", "b")),
        (Person("an", "安", date(1950, 2, 3)), Person("firm")),
        (Residence("an", "1", "shop"),),
        (Ownership("an", "1", votes=True), Ownership("firm", "2")),
        developer="firm",
        undelivered=("2",),
        services=(Service("lift", "电梯", ("1",)),),
        delegates=("an",),
    )
    assert Roll.of_plain(json.loads(json.dumps(roll.plain()))) == roll


@pytest.mark.parametrize(
    "delegates, error", [(("an", "an"), DuplicateId), (("nobody",), UnknownId)]
)
def test_delegates_are_persons_of_the_roll(delegates, error):
    """One named twice, or unknown, is refused."""
    with pytest.raises(error):
        Roll(date(2026, 1, 1), persons=(Person("an"),), delegates=delegates)
