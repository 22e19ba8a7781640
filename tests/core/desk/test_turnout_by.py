"""Turnout by building: what is shown adds up, and says nothing of a handful."""

from __future__ import annotations

from datetime import date

from tickbox_core import Area, AreaTree, Person, Residence, Roll, Unit
from tickbox_core.counting.cells import PeopleCell
from tickbox_core.desk import Cast, Turnout
from tickbox_core.testing import desks

TREE = AreaTree(
    (
        Area("n1", "neighbourhood", "一村"),
        *(Area(f"b{n}", "building", f"{n}号楼", "n1") for n in (1, 2, 3)),
        Area("s1", "stairwell", "1楼道", "b1"),
    )
)


def desk(homes):
    """A round open to so many residents of each place (area → number)."""
    made = desks.desk(tree=TREE)
    made.prepare(desks.plan())
    people = [(area, f"{area}p{n}") for area, number in homes.items() for n in range(number)]
    roll = Roll(
        date(2026, 1, 1),
        tuple(Unit(f"u{person}", area) for area, person in people),
        tuple(Person(person) for _, person in people),
        tuple(Residence(person, f"u{person}") for _, person in people),
    )
    made.register("r1", roll)
    desks.open_list(made, "r1")
    return made


def tick(made, area, number):
    """So many residents of an area tick."""
    slots = [slot for slot in made.slots("r1") if (slot.person or "").startswith(f"{area}p")]
    for slot in slots[:number]:
        made.cast("r1", Cast(slot.slot, ("gate",), f"k{slot.slot}"))


def test_buildings_are_told_apart_where_there_are_enough_people():
    """Stairwells count for their building; the small one and another are told as one."""
    made = desk({"s1": 12, "b2": 30, "b3": 6})
    for area, number in (("s1", 6), ("b2", 20), ("b3", 2)):
        tick(made, area, number)
    found = made.turnout_by("r1")
    assert found.turnout == Turnout(28, 48)
    assert dict(found.breakdown.shown) == {"b2": PeopleCell(20, 30)}
    assert (found.breakdown.merged, found.breakdown.rest) == (("b1", "b3"), PeopleCell(8, 18))
    assert found.names["b1"].zh == "1号楼"


def test_a_small_neighbourhood_tells_its_total_only():
    """Every cell would tell of a handful, and so would all together."""
    made = desk({"b1": 3, "b2": 4})
    tick(made, "b1", 3)
    found = made.turnout_by("r1").breakdown
    assert (dict(found.shown), found.rest) == ({}, None)


def test_units_that_lie_nowhere_are_told_together():
    """An area that the tree does not know is elsewhere."""
    made = desk({"b1": 20, "moon": 20})
    tick(made, "b1", 10)
    tick(made, "moon", 10)
    assert set(made.turnout_by("r1").breakdown.shown) == {"", "b1"}


def test_count_sheets_count_where_their_slots_lie():
    """Parts and rest always add up to the total that stands beside them."""
    made = desk({"b1": 12, "b2": 30})
    slots = [slot.slot for slot in made.slots("r1") if (slot.person or "").startswith("b1p")]
    made.paper.take_count("r1", slots[:6], {"gate": 2}, by="林", second="周")
    tick(made, "b2", 10)
    found = made.turnout_by("r1")
    assert found.turnout == Turnout(16, 42)
    assert dict(found.breakdown.shown) == {"b1": PeopleCell(6, 12), "b2": PeopleCell(10, 30)}
