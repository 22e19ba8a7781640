"""What the rows of a roll say of homes and persons, put together and held to agree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import attrs

from tickbox_core.interchange.reading import shown
from tickbox_core.interchange.tables import cells
from tickbox_core.interchange.tables.addresses import (
    building_key,
    figures_meant,
    room_key,
    stairwell_key,
)
from tickbox_core.interchange.tables.faults import TableRow
from tickbox_core.interchange.tables.homes import HomeColumns, Key, WrittenHome, home_id, look
from tickbox_core.interchange.tables.notes import Notes
from tickbox_core.interchange.tables.persons import NamedPerson, Persons
from tickbox_core.interchange.tables.places import AreaNames
from tickbox_core.interchange.tables.roll_sheets import RollSheet
from tickbox_core.model import Ownership, Person, Residence, Roll, Service, Unit
from tickbox_core.model.areas import fewest_decimals
from tickbox_core.numbers import narrow
from tickbox_core.text import Text


@attrs.define
class _Facts:
    """What rows say of the homes (or persons), by id; one that says otherwise is a fault."""

    noun: Text
    held: dict[str, dict[str, tuple[Any, TableRow]]] = attrs.field(factory=dict)
    first: dict[str, TableRow] = attrs.field(factory=dict)

    def meet(self, id_: str, row: TableRow) -> None:
        """A thing is named."""
        self.held.setdefault(id_, {})
        self.first.setdefault(id_, row)

    def say(self, id_: str, column: str, value: Any, row: TableRow) -> None:
        """A row says something of it; ``None`` says nothing."""
        if value is None:
            return
        before, where = self.held[id_].setdefault(column, (value, row))
        if before == value:
            return
        problem = Text(
            "{noun}“{id}”在{where}写的是“{before}”，这里是“{now}”。",
            "{noun} '{id}' has '{before}' in {where}, and '{now}' here.",
        ).filled(
            noun=self.noun,
            id=shown(id_),
            where=where.place,
            before=shown(where[column]),
            now=shown(row[column]),
        )
        row.fault(column, problem, _WHICH)

    def of(self, id_: str, column: str) -> Any:
        """What was said of it, or ``None``."""
        return self.held[id_].get(column, (None, None))[0]

    def saying(self, column: str) -> Mapping[str, TableRow]:
        """Those of which something was said, with the first row that says it."""
        return {id_: facts[column][1] for id_, facts in self.held.items() if column in facts}


@attrs.frozen
class _Line:
    """One row, the home it is about, and the sheet that it stands in."""

    row: TableRow
    home: WrittenHome
    sheet: RollSheet
    by_sheet: bool
    """Whether the sheet's name says the building."""
    by_dash: bool
    """Whether it was found in 1-101."""


class Gathered:
    """Everything the rows have said so far."""

    def __init__(
        self, places: AreaNames, notes: Notes, most_decimals: int, persons: Persons
    ) -> None:
        self.most_decimals = most_decimals
        self.places = places
        self.notes = notes
        self.lines: list[_Line] = []
        self.units = _Facts(Text("房屋", "the unit"))
        self.unnamed: set[str] = set()  # whose person waits for an id
        self.facts = _Facts(Text("人员", "the person"))
        self.persons = persons
        self.links: dict[tuple[str, str], TableRow] = {}
        self.owners: dict[tuple[str, str], TableRow] = {}
        self.made: dict[str, NamedPerson] = {}
        self.voters: dict[str, tuple[str, TableRow]] = {}
        self.homes: dict[str, tuple[str, str, TableRow]] = {}
        self.typed: dict[str, dict[str, str]] = {}
        self.told: dict[str, WrittenHome] = {}
        self.names: dict[str, str] = {}

    def take(self, row: TableRow, sheet: RollSheet, columns: HomeColumns) -> None:
        """One row; which home it is about is settled once all rows are taken."""
        home = columns.of(row)
        if home is None:
            return
        by_sheet, by_dash = columns.by_sheet(row, home), columns.by_dash(row)
        self.lines.append(_Line(row, home, sheet, by_sheet, by_dash))

    def roll(self, as_of: date) -> Roll:
        """The roll, if there are no faults; with faults, an empty one."""
        self._read()
        developers = [id_ for id_ in self.facts.held if self.facts.of(id_, "developer")]
        undelivered = [id_ for id_ in self.units.held if self.units.of(id_, "undelivered")]
        self._check_developer(developers, undelivered)
        self._check_owned(undelivered)
        areas = {id_: self._area_of(id_) for id_ in self.units.held}
        self.places.settle()
        self._count_up()
        if self.places.faults.found:
            return Roll(as_of)
        decimals = self._decimals()
        return Roll(
            as_of,
            tuple(self._unit(id_, areas[id_], decimals) for id_ in self.units.held),
            tuple(self._person(id_) for id_ in self.facts.held),
            tuple(Residence(who, unit, role) for who, (unit, role, _) in self.homes.items()),
            tuple(
                Ownership(who, unit, self.voters.get(unit, ("",))[0] == who)
                for unit, who in self.owners
            ),
            developer=developers[0] if developers else None,
            undelivered=tuple(undelivered),
            services=self._services(),
            delegates=tuple(i for i in self.facts.held if self.facts.of(i, "delegate")),
            decimals=decimals,
        )

    # -- homes -----------------------------------------------------------------------------------

    def _read(self) -> None:
        differ = len({look(line.home.before) for line in self.lines if line.home.before}) > 1
        keys = [line.home.key(differ) for line in self.lines]
        written: dict[Key, list[str]] = {}
        for key, line in zip(keys, self.lines, strict=True):
            written.setdefault(key, []).append(line.home.written)
        ids = {key: home_id(key, ways) for key, ways in written.items()}
        known = list(zip(keys, self.lines, strict=True))
        self.notes.add("sheet", number=len({key for key, line in known if line.by_sheet}))
        self.notes.add("dash", number=len({key for key, line in known if line.by_dash}))
        self.notes.add("joined", number=sum(len(set(ways)) > 1 for ways in written.values()))
        for key, line in known:
            self._take_home(ids[key], line, line.home.before if differ else "")
            self._take_persons(ids[key], line)

    def _take_home(self, unit: str, line: _Line, before: str) -> None:
        row, home = line.row, line.home
        self.units.meet(unit, row)
        if not home.same_words(self.told.get(unit)):  # else they say nothing new of where it is
            self.told[unit] = home
            self._take_place(unit, row, home, before)
        columns = row.headers
        if "floor_area" in columns and row["floor_area"]:
            area = cells.floor_area(row, line.sheet.points_are_decimal, self.most_decimals)
            self.units.say(unit, "floor_area", area, row)
        for name, read in _OF_UNITS.items():
            if name in columns and row[name]:
                self.units.say(unit, name, read(row), row)

    def _take_place(self, unit: str, row: TableRow, home: WrittenHome, before: str) -> None:
        typed = self.typed.setdefault(unit, {})
        for column, said, key in (
            ("building", home.building and before + home.building, building_key),
            ("stairwell", home.stairwell, stairwell_key),
            ("room", home.room, room_key),
        ):
            if said:
                typed.setdefault(column, said)
                self.units.say(unit, column, key(said), row)
        if home.building:
            self._name_building(before + home.building)

    def _name_building(self, said: str) -> None:
        """The longest way to write a building is its name, with figures where it can be: 8号楼."""
        key = building_key(said)
        known = self.names.get(key, "")
        if said != known and _fullness(said) > _fullness(known):
            self.names[key] = said

    def _area_of(self, unit: str) -> str:
        typed = self.typed[unit]
        building, stairwell = typed.get("building", ""), typed.get("stairwell", "")
        row = self._row_of(unit)
        return self.places.of(building, stairwell, lambda said: self.names[building_key(said)], row)

    def _unit(self, id_: str, area: str, decimals: int) -> Unit:
        floor_area = self.units.of(id_, "floor_area")
        known = floor_area not in (None, cells.UNKNOWN)
        return Unit(
            id_,
            area,
            self.units.of(id_, "room") or "",
            self.units.of(id_, "kind") or "home",
            self.units.of(id_, "floor"),
            floor_area.numerator * 10**decimals // floor_area.denominator if known else None,
        )

    def _decimals(self) -> int:
        """As many as the areas have, two at least."""
        found = [self.units.of(id_, "floor_area") for id_ in self.units.held]
        return fewest_decimals(area for area in found if isinstance(area, Fraction))

    def _row_of(self, unit: str) -> TableRow:
        """The row to blame for where a unit lies."""
        facts = self.units.held[unit]
        found = facts.get("stairwell") or facts.get("building")
        return found[1] if found else self.units.first[unit]

    def _services(self) -> tuple[Service, ...]:
        served: dict[str, list[str]] = {}
        for unit in self.units.held:
            for service in sorted(self.units.of(unit, "served_by") or ()):
                served.setdefault(service, []).append(unit)
        return tuple(Service(id_, id_, tuple(units)) for id_, units in served.items())

    # -- persons ---------------------------------------------------------------------------------

    def _take_persons(self, unit: str, line: _Line) -> None:
        row = line.row
        named = self.persons.named(unit, row)
        for person in named:
            self._take_person(unit, person, line, len(named) == 1)
        for owner in self.persons.owners(unit, row):
            self._meet(owner, row, False)
            self.owners.setdefault((unit, owner.id), row)
            if line.sheet.owners_are_heads and line.sheet.lists_households:
                self.notes.add("head")
                self._live(unit, owner.id, "resident", row)
        if not named and "person" in row.headers and any(row[name] for name in _PERSONAL):
            row.fault("person", Text("缺人员编号。", "the person's id is missing."), _ID)
            self.unnamed.add(unit)
        elif _speaks_of_nobody(row):
            row.fault("name", Text("没有姓名。", "the name is missing."), _NAME)

    def _meet(self, person: NamedPerson, row: TableRow, alone: bool) -> None:
        self.facts.meet(person.id, row)
        self.facts.say(person.id, "name", person.name or None, row)
        for name, read in _OF_PERSONS.items() if alone else ():
            if name in row.headers and row[name]:
                self.facts.say(person.id, name, read(row), row)
        if person.made:
            self.made.setdefault(person.id, person)

    def _take_person(self, unit: str, person: NamedPerson, line: _Line, alone: bool) -> None:
        row = line.row
        self._meet(person, row, alone)
        if row["born"] and cells.is_month(row["born"]):
            self.notes.add("month", row.line)
        first = self.links.setdefault((unit, person.id), row)
        if first is not row:
            twice = Text(
                "房屋“{unit}”和人员“{person}”在{where}已经有一行。",
                "the unit '{unit}' and the person '{person}' stand in {where}.",
            ).filled(unit=shown(unit), person=shown(person.id), where=first.place)
            row.fault("", twice, Text("请只留一行。", "Keep one row."))
            return
        role = cells.role(row)
        owns = self._owns(line, role)
        self._link(unit, person.id, owns, self._role(line, role), line)

    def _owns(self, line: _Line, role: str | None) -> bool:
        """Who is named for a home owns it, unless the table says otherwise or they rent it."""
        row, sheet = line.row, line.sheet
        said = cells.yes_or_no(row, "owns")
        row.unless(not (said and role == "tenant"), "role", _TENANT_OWNS, _WHICH)
        if said is not None:
            return said
        if sheet.ticks_owners:
            self.notes.add("unmarked")
            return False
        relation, word = row[sheet.relation], row["role"]
        if cells.is_owner_word(relation) or cells.is_owner_word(word):
            return True
        if role == "tenant" or cells.is_tenant_word(relation):
            return False
        if sheet.relation in sheet.place and "owns" not in sheet.place:
            heads = not sheet.marks_owners and cells.is_head_word(relation)
            self.notes.add("head", number=int(heads))
            return heads
        named_elsewhere = "owner" in sheet.place
        owns = not named_elsewhere and not (word and sheet.roles_mark_owners)
        if sheet.names_heads:
            self.notes.add("head", number=int(owns))
        return owns

    def _role(self, line: _Line, role: str | None) -> str | None:
        """How somebody lives there, as columns say it, or as all of a household do."""
        row, sheet = line.row, line.sheet
        if cells.is_tenant_word(row["relation"]):
            role = role or "tenant"
        if "resident" in sheet.place and role not in _NOT_LIVING:
            return (role or "resident") if cells.yes_or_no(row, "resident") else None
        if role is None and sheet.lists_households:
            self.notes.add("household")
            return "resident"
        return role

    def _link(self, unit: str, person: str, owns: bool, role: str | None, line: _Line) -> None:
        row = line.row
        votes = cells.yes_or_no(row, "votes")
        row.unless(owns or not votes, "votes", _VOTES_WITHOUT, _WHICH)
        if not owns and role is None:
            if "resident" in line.sheet.place:
                self.notes.add("neither", row.line)
            else:
                row.fault("role", _NEITHER, _SAY_ROLE)
        if owns:
            self.owners.setdefault((unit, person), row)
        if owns and votes:
            named, where = self.voters.setdefault(unit, (person, row))
            if named != person:
                problem = Text(
                    f"{where.place}已经指定“{shown(named)}”为这套房的表决人。",
                    f"'{shown(named)}' is named to vote for this unit in {where.place}.",
                )
                row.fault("votes", problem, _ONE_VOTER)
        if role is not None:
            self._live(unit, person, role, row)

    def _live(self, unit: str, person: str, role: str, row: TableRow) -> None:
        home, _, where = self.homes.setdefault(person, (unit, role, row))
        if home != unit:
            problem = Text(
                f"人员“{shown(person)}”在{where.place}已登记在“{shown(home)}”。",
                f"'{shown(person)}' is registered in '{shown(home)}' in {where.place}.",
            )
            row.fault("role", problem, _ONE_HOME)

    def _person(self, id_: str) -> Person:
        return Person(id_, self.facts.of(id_, "name") or "", self.facts.of(id_, "born"))

    # -- what has to be, and what is to be said --------------------------------------------------

    def _check_developer(self, developers: list[str], undelivered: list[str]) -> None:
        for other in developers[1:]:
            row = self.facts.saying("developer")[other]
            problem = Text(
                f"开发商已经是“{shown(developers[0])}”。",
                f"the developer is '{shown(developers[0])}' already.",
            )
            row.fault("developer", problem, Text("只能有一个。", "There is one."))
        if not developers:
            for unit in undelivered:
                row = self.units.saying("undelivered")[unit]
                row.fault("undelivered", _NO_DEVELOPER, _NAME_DEVELOPER)

    def _check_owned(self, undelivered: list[str]) -> None:
        """Where the tables name owners at all, a home has one, or people live there without.

        A shop may have none; so may a home that is let by somebody whom the committee does not
        know, or by the town.
        """
        owned = {unit for unit, _ in self.owners} | set(undelivered) | self.unnamed
        roles = self._roles()
        for unit in self.units.held if self.owners else ():
            if unit in owned:
                continue
            row, kind = self.units.first[unit], self.units.of(unit, "kind")
            if kind in ("shop", "parking"):
                self.notes.add("shop", row.line)
            elif kind is None and roles.get(unit) == {"shop"}:
                self.units.say(unit, "kind", "shop", row)
                self.notes.add("shopkeeper", row.line)
            elif roles.get(unit):
                self.notes.add("let", row.line)
            else:
                column = "person" if "person" in row.headers else "name"
                row.fault(column, _NO_OWNER.filled(unit=shown(unit)), _ADD_OWNER)

    def _roles(self) -> dict[str, set[str]]:
        """What those of each unit are on the roll."""
        roles: dict[str, set[str]] = {}
        for unit, role, _ in self.homes.values():
            roles.setdefault(unit, set()).add(role)
        return roles

    def _count_up(self) -> None:
        """What is to be said of all homes and persons together."""
        self._tell_letters()
        for unit in self.units.held:
            if self.units.of(unit, "floor_area") is None:
                self.notes.add("area", self.units.first[unit].line)
        for row in self.persons.again:
            self.notes.add("again", row.line)
        self.notes.add("made", number=len(self.made))
        owning: dict[str, set[str]] = {}
        for unit, who in self.owners:
            if who in self.made:
                owning.setdefault(look(self.made[who].name), set()).add(unit)
        self.notes.add("namesakes", number=sum(len(units) > 1 for units in owning.values()))

    def _tell_letters(self) -> None:
        told = _letters(typed.get("room", "") for typed in self.typed.values())
        more = " …" if len(told) > _MOST_LETTERS else ""
        self.notes.add("letters", number=len(told), name=", ".join(told[:_MOST_LETTERS]) + more)


def _letters(rooms: Iterable[str]) -> list[str]:
    """Rooms whose letters may be figures; none where rooms do have letters: 12A beside 12I."""
    held = [narrow(room) for room in rooms]
    if any(_LETTERED.search(room) for room in held):
        return []
    return [f"{room}={meant}?" for room in held if (meant := figures_meant(room))]


_LETTERED = re.compile(r"[0-9][A-HJ-NP-Za-hj-km-np-z]$")
_MOST_LETTERS = 5


_OF_UNITS: dict[str, Callable[[TableRow], Any]] = {
    "floor": cells.floor,
    "kind": lambda row: cells.word(row, "kind", cells.KINDS),
    "undelivered": lambda row: cells.yes_or_no(row, "undelivered"),
    "served_by": lambda row: cells.ids(row, "served_by"),
}
_OF_PERSONS: dict[str, Callable[[TableRow], Any]] = {
    "born": cells.born,
    "developer": lambda row: cells.yes_or_no(row, "developer"),
    "delegate": lambda row: cells.yes_or_no(row, "delegate"),
}
_NOT_LIVING = ("shop", "worker", "student")
"""Those who are there without living there, whatever a column of residents says of them."""
_PERSONAL = ("name", *_OF_PERSONS)


def _fullness(building: str) -> tuple[int, bool, str]:
    return len(building), not building.isalpha(), building


def _speaks_of_nobody(row: TableRow) -> bool:
    """Whether a row says something of a person (born, a relation) and not who it is."""
    named = any(row[name] for name in ("name", "owner", "person"))
    return not named and any(row[name] for name in ("born", "relation"))


_NAME = Text(
    "请补上姓名；没有这个人就把这一格清空。", "Write it; clear the cell where there is nobody."
)
_WHICH = Text("请查清哪个对，改成一致。", "Find out which is right and make them agree.")
_ID = Text(
    "请补上；两人可能同名，所以要用编号。整栏不要也行：按房屋和姓名编号。",
    "Add it: two people may share a name, an id tells them apart. Or leave the column out: ids are "
    "then made of home and name.",
)
_TENANT_OWNS = Text("租户不会是业主。", "a tenant is no owner.")
_VOTES_WITHOUT = Text("不是业主，不能做表决人。", "is no owner and cannot be its voter.")
_NEITHER = Text("既不是业主，也没有写居住身份。", "neither owns the unit nor lives in it.")
_SAY_ROLE = Text("请填居民、租户或商户。", "Write resident, tenant or shop.")
_ONE_VOTER = Text("共有人只能指定一人。", "Co-owners name one.")
_ONE_HOME = Text("一人只能登记在一户。", "One person has one home on the roll.")
_NO_DEVELOPER = Text("未交付，但没有写明开发商。", "is undelivered, and no developer is named.")
_NAME_DEVELOPER = Text(
    "请在开发商的一行“开发商”栏填“是”。", "Write yes in the column 'developer' of its row."
)
_NO_OWNER = Text("房屋“{unit}”没有业主。", "the unit '{unit}' has no owner.")
_ADD_OWNER = Text(
    "请补上；未售、未交付的记在开发商名下。",
    "Add one; an unsold or undelivered unit is the developer's.",
)
