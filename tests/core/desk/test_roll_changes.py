"""What a roll would change: every fact of a home and of a person, one by one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import attrs
import pytest

from tickbox_core.desk.roll_changes import roll_changes
from tickbox_core.model import Ownership, Person, Residence, Roll, Service, Unit

BEFORE = Roll(
    date(2026, 1, 1),
    (Unit("1-101", "b1", "101", floor_area=6110), Unit("1-102", "b1", "102", floor_area=5000)),
    (Person("p1", "王"), Person("p2", "李"), Person("p3", "赵")),
    (Residence("p1", "1-101", "resident"), Residence("p2", "1-102", "tenant")),
    (Ownership("p1", "1-101"), Ownership("p3", "1-102"), Ownership("p2", "1-101")),
    developer="p3",
    services=(Service("l1", "电梯", ("1-101",)),),
)


def changed(after: Roll, before: Roll | None = BEFORE) -> dict[str, tuple[str, ...]]:
    """What changes, by what it is about."""
    return {
        one.called.zh: (one.what, *one.parts)
        for one in roll_changes(before, after)
        if one.what != "same"
    }


def test_the_same_roll_changes_nothing():
    """Neither does an area that is written with more noughts."""
    assert changed(BEFORE) == {}
    assert changed(BEFORE.to_decimals(4)) == {}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda r: [Ownership("p1", "1-101"), Ownership("p3", "1-102")], {"房屋1-101": ("owner",)}),
        (
            lambda r: [attrs.evolve(one, votes=one.person == "p2") for one in r],
            {"房屋1-101": ("votes",)},
        ),
    ],
)
def test_a_home_changes_with_its_owners(
    change: Callable[[tuple[Ownership, ...]], list[Ownership]], found: dict[str, tuple[str, ...]]
):
    """One goes, or one is named to vote for all."""
    after = attrs.evolve(BEFORE, ownerships=tuple(change(BEFORE.ownerships)))
    assert changed(after) == {name: ("changed", *parts) for name, parts in found.items()}


def test_a_home_changes_with_those_who_live_in_it():
    """A tenant who is a resident now; whoever moved changes two homes."""
    one, two = BEFORE.residences
    stays = attrs.evolve(BEFORE, residences=(one, attrs.evolve(two, role="resident")))
    assert changed(stays) == {"房屋1-102": ("changed", "role")}
    moved = attrs.evolve(BEFORE, residences=(attrs.evolve(one, unit="1-102"), two))
    assert set(changed(moved)) == {"房屋1-101", "房屋1-102"}


def test_persons_are_called_by_name_and_home():
    """An id that was made of both says nothing to a clerk."""
    named = attrs.evolve(
        BEFORE, persons=(attrs.evolve(BEFORE.persons[0], name="汪"), *BEFORE.persons[1:])
    )
    assert changed(named) == {"人员汪 1-101": ("changed", "name")}
    gone = attrs.evolve(
        BEFORE, persons=BEFORE.persons[:2], ownerships=BEFORE.ownerships[::2], developer=None
    )
    assert changed(gone)["人员赵 1-102"] == ("removed",)
    assert changed(gone)["房屋1-102"] == ("changed", "owner")


def test_other_facts_of_homes_and_persons():
    """What serves it, whether it is handed over, who is a delegate; all of it where none was."""
    assert changed(attrs.evolve(BEFORE, services=()))["房屋1-101"] == ("changed", "served_by")
    late = changed(attrs.evolve(BEFORE, undelivered=("1-102",)))
    assert late == {"房屋1-102": ("changed", "undelivered")}
    chosen = changed(attrs.evolve(BEFORE, delegates=("p2",)))
    assert chosen == {"人员李 1-102": ("changed", "delegate")}
    assert set(changed(BEFORE, None).values()) == {("added",)}
    assert len(changed(Roll(date(2026, 1, 1)))) == 5
