"""A roll as the rows of a table that ``read_roll`` reads back: every link of a person to a home."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tickbox_core.model import AreaTree, Ownership, Person, Residence, Roll, Unit

YES, NO = "是", "否"
COLUMNS = (
    "unit", "building", "stairwell", "room", "kind", "floor", "floor_area", "undelivered",
    "served_by", "person", "name", "born", "owns", "votes", "role", "developer", "delegate",
)  # fmt: skip
"""What a row may say, as the columns of a roll are called."""


def roll_rows(roll: Roll, tree: AreaTree) -> Iterator[dict[str, str]]:
    """A row for each person of each home, in the order of the roll; a home of nobody has one.

    Buildings and stairwells are named by their ids, which cannot be taken for others.
    """
    persons = {person.id: person for person in roll.persons}
    owns = {(one.unit, one.person): one for one in roll.ownerships}
    lives = {(one.unit, one.person): one for one in roll.residences}
    by_home: dict[str, dict[str, None]] = {}
    for home, person in (*owns, *lives):
        by_home.setdefault(home, {})[person] = None
    for unit in roll.units:
        of_home = _home(unit, roll, tree)
        for person in by_home.get(unit.id, ()):
            link = (unit.id, person)
            of_person = _person(persons[person], owns.get(link), lives.get(link), roll)
            yield {key: cell for key, cell in {**of_home, **of_person}.items() if cell}
        if unit.id not in by_home:
            yield {key: cell for key, cell in of_home.items() if cell}


def without_home(roll: Roll) -> tuple[str, ...]:
    """The ids of those persons whom no row can name: they neither own a home nor live in one."""
    linked = {one.person for one in roll.residences} | {one.person for one in roll.ownerships}
    return tuple(person.id for person in roll.persons if person.id not in linked)


def _home(unit: Unit, roll: Roll, tree: AreaTree) -> Mapping[str, str]:
    inside = unit.area in tree and tree[unit.area].level == "stairwell"
    building = tree[unit.area].parent if inside else unit.area
    return {
        "unit": unit.id,
        "building": building or "",
        "stairwell": unit.area if inside else "",
        "room": unit.label,
        "kind": unit.kind,
        "floor": "" if unit.floor is None else str(unit.floor),
        "floor_area": _area(unit.floor_area, roll.decimals),
        "undelivered": YES if unit.id in roll.undelivered else "",
        "served_by": ";".join(one.id for one in roll.services if unit.id in one.units),
    }


def _area(units: int | None, decimals: int) -> str:
    if units is None:
        return ""
    whole, part = divmod(units, 10**decimals)
    return f"{whole}.{part:0{decimals}d}" if decimals else str(whole)


def _person(
    person: Person, owns: Ownership | None, lives: Residence | None, roll: Roll
) -> Mapping[str, str]:
    return {
        "person": person.id,
        "name": person.name,
        "born": "" if person.born is None else person.born.isoformat(),
        "owns": NO if owns is None else YES,
        "votes": YES if owns is not None and owns.votes else "",
        "role": "" if lives is None else lives.role,
        "developer": YES if person.id == roll.developer else "",
        "delegate": YES if person.id in roll.delegates else "",
    }
