"""A roll written as a table is read back as the same roll."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import attrs
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tickbox_core.desk.roll_changes import roll_changes
from tickbox_core.interchange import read_roll
from tickbox_core.interchange.tables.roll_rows import COLUMNS, roll_rows, without_home
from tickbox_core.model import (
    Area,
    AreaTree,
    Ownership,
    Person,
    Residence,
    Roll,
    Service,
    Unit,
)
from tickbox_core.testing.strategies import rolls

TREE = AreaTree(
    (
        Area("n", "neighbourhood", "一村"),
        Area("b8", "building", {"zh": "8号楼", "en": "Building 8"}, "n"),
        Area("b8s1", "stairwell", "1单元", "b8"),
        Area("building-1", "building", "1号楼", "n"),
        Area("building-2", "building", "2号楼", "n"),
    )
)
WHOLE = Roll(
    date(2026, 1, 1),
    (
        Unit("8-101", "b8s1", "101", floor=1, floor_area=60_505),
        Unit("8-102", "b8", "102", "shop"),
        Unit("8-201", "b8", "201", floor=-1, floor_area=1),
    ),
    (Person("p1", "王,小;明", date(1950, 3, 1)), Person("p2", "李、四"), Person("p3")),
    (Residence("p1", "8-101"), Residence("p2", "8-102", "tenant")),
    (
        Ownership("p1", "8-101", True),
        Ownership("p3", "8-101"),
        Ownership("p1", "8-102"),
        Ownership("p3", "8-201"),
    ),
    developer="p3",
    undelivered=("8-201",),
    services=(Service("L1", "L1", ("8-101", "8-201")),),
    delegates=("p2",),
    decimals=3,
)


def there_and_back(roll: Roll, folder: Path) -> Roll:
    """Written as a table, and read."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(roll_rows(roll, TREE))
    path = folder / "名册.csv"
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    return read_roll(path, as_of=date(2026, 2, 2), tree=TREE, within="n", most_decimals=6).roll


def test_everything_that_a_roll_holds_goes_round(tmp_path: Path) -> None:
    """Co-owners, their voter, shops, three decimals, a cellar, the developer, delegates."""
    back = there_and_back(WHOLE, tmp_path)
    assert attrs.evolve(back, as_of=WHOLE.as_of) == attrs.evolve(
        WHOLE, persons=back.persons, ownerships=back.ownerships, residences=back.residences
    )
    for part in ("persons", "ownerships", "residences"):
        assert set(getattr(back, part)) == set(getattr(WHOLE, part))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(roll=rolls(), owners=st.booleans())
def test_any_roll_goes_round(tmp_path: Path, roll: Roll, owners: bool) -> None:
    """That a table can hold: nobody without a home, and an owner for each where owners are told."""
    assume(roll.units and not without_home(roll))
    people = tuple(Person(f"o-{unit.id}", "张三") for unit in roll.units) if owners else ()
    owned = tuple(Ownership(one.id, unit.id) for one, unit in zip(people, roll.units, strict=False))
    whole = attrs.evolve(
        roll,
        persons=(*roll.persons, *people),
        ownerships=(*roll.ownerships, *owned) if owners else (),
    )
    back = there_and_back(whole, tmp_path)
    assert {one.what for one in roll_changes(whole, back)} == {"same"}


def test_whom_no_row_can_name() -> None:
    """A person without a home is told by id."""
    assert without_home(WHOLE) == ()
    more = attrs.evolve(WHOLE, persons=(*WHOLE.persons, Person("p9")))
    assert without_home(more) == ("p9",)
