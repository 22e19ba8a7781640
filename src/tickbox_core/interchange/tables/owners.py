"""A roll of units, persons, ownerships and residences from plain tables: a row for each person.

Each row names a unit and one person who owns it, lives or works in it, or both; a unit nobody is
named for has a row too.  What several rows say of one unit or person has to agree; a cell left
empty says nothing.  ``docs/motions.md`` shows the columns.  Whatever is wrong is listed, all of it,
and nothing is half imported.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import attrs

from tickbox_core.interchange.reading import shown
from tickbox_core.interchange.row_checks import check_id
from tickbox_core.interchange.tables import cells
from tickbox_core.interchange.tables.faults import Faults, Row, rows_of
from tickbox_core.interchange.tables.places import Places
from tickbox_core.interchange.tables.sheet import Sheet, delimiter_of, known_names, read_sheet
from tickbox_core.model import AreaTree, Ownership, Person, Residence, Roll, Service, Unit
from tickbox_core.text import Text


@attrs.frozen
class RollTable:
    """A roll as tables gave it, with the areas its units lie in, and what is worth knowing."""

    roll: Roll
    tree: AreaTree
    warnings: tuple[Text, ...] = ()


def read_roll(
    *paths: str | os.PathLike[str], as_of: date, tree: AreaTree | None = None, called: str = ""
) -> RollTable:
    """The roll in one or several tables.

    Buildings and stairwells are those of ``tree``, by id or name; without one they are taken as the
    tables name them.  ``called``: what to call the table in what is said of it.

    Raises ``MalformedFile`` for what is no such table, else ``FaultyTables`` with every fault.
    """
    sheets = [read_sheet(path, False, cells.ROLL, called) for path in paths]
    return roll_of(sheets, as_of, tree)


def roll_delimiter(text: str) -> str:
    """What stands between the columns of a roll's table."""
    return delimiter_of(text, known_names(cells.ROLL))


def roll_of(sheets: Iterable[Sheet], as_of: date, tree: AreaTree | None = None) -> RollTable:
    """The same from tables that were read already, wherever from."""
    faults, warnings = Faults(), []
    gathered = _Gathered(Places(tree, faults))
    for sheet in sheets:
        sheet.need(*_needed(sheet))
        sheet.mention_commas("floor_area")
        rows = list(rows_of(sheet, faults))
        for row in rows:
            gathered.take(row)
        warnings += [*sheet.trouble.warnings, *_ignored(sheet)]
        if not sheet.body:
            sheet.trouble.stop(sheet.header, _NO_ROWS, _CHECK_EXPORT)
    roll = gathered.roll(as_of)
    faults.stop()
    return RollTable(roll, gathered.places.tree(), tuple(warnings))


def _needed(sheet: Sheet) -> tuple[str, ...]:
    """Units carry an id of their own, or else one made of building, stairwell and room."""
    own = "unit" if "unit" in sheet.place or "room" not in sheet.place else "room"
    return (own, "building", "person")


def _ignored(sheet: Sheet) -> list[Text]:
    if not sheet.other:
        return []
    listed = shown(", ".join(sheet.other))
    file = sheet.trouble.file
    return [
        Text(
            f"{file}：没有读取这些列：{listed}。", f"{file}: these columns were not read: {listed}."
        )
    ]


_NO_ROWS = Text("表头下面一行也没有。", "there is no row below the header.")
_CHECK_EXPORT = Text("请核对是否导出完整。", "Check whether it was exported in full.")


@attrs.define
class _Facts:
    """What rows say of the units (or persons), by id; one that says otherwise is a fault."""

    noun: Text
    held: dict[str, dict[str, tuple[Any, Row]]] = attrs.field(factory=dict)
    looks: dict[str, tuple[str, Row]] = attrs.field(factory=dict)
    first: dict[str, Row] = attrs.field(factory=dict)

    def meet(self, id_: str, column: str, row: Row) -> None:
        """A thing is named; an id that only looks like another one is a fault."""
        look = "".join(unicodedata.normalize("NFKC", id_).casefold().split())
        first, where = self.looks.setdefault(look, (id_, row))
        said = Text(
            "编号“{id}”与“{first}”（{where}）只差大小写、空格或全角半角。",
            "the id '{id}' differs from '{first}' ({where}) in capitals, blanks or width alone.",
        ).filled(id=shown(id_), first=shown(first), where=where.place)
        row.unless(first == id_, column, said, _ONE_WAY)
        self.held.setdefault(id_, {})
        self.first.setdefault(id_, row)

    def say(self, id_: str, column: str, value: Any, row: Row) -> None:
        """A row says something of it; ``None`` says nothing."""
        if value is None:
            return
        before, where = self.held[id_].setdefault(column, (value, row))
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
        row.unless(before == value, column, problem, _WHICH)

    def of(self, id_: str, column: str) -> Any:
        """What was said of it, or ``None``."""
        return self.held[id_].get(column, (None, None))[0]

    def saying(self, column: str) -> Mapping[str, Row]:
        """Those of which something was said, with the first row that says it."""
        return {id_: facts[column][1] for id_, facts in self.held.items() if column in facts}


_ONE_WAY = Text("请统一写法。", "Write it one way.")
_WHICH = Text("请查清哪个对，改成一致。", "Find out which is right and make them agree.")
_SPLIT = Text("请补上；合并的单元格要先拆开。", "Add it; merged cells have to be split first.")
_ID = Text(
    "请补上；两人可能同名，所以要用编号。",
    "Add it: two people may share a name, an id tells them apart.",
)


class _Gathered:
    """Everything the rows have said so far."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.units = _Facts(Text("房屋", "the unit"))
        self.persons = _Facts(Text("人员", "the person"))
        self.links: dict[tuple[str, str], Row] = {}
        self.owners: dict[tuple[str, str], Row] = {}
        self.voters: dict[str, tuple[str, Row]] = {}
        self.homes: dict[str, tuple[str, str, Row]] = {}

    def take(self, row: Row) -> None:
        """One row: what it says of its unit, of its person, and of the two together."""
        if _changed_ids(row):
            return
        unit = self._unit_id(row)
        person = row["person"]
        if not unit:
            return
        column = "unit" if row["unit"] else "room"
        self.units.meet(unit, column, row)
        for name, read in _OF_UNITS.items():
            self.units.say(unit, name, read(row), row)
        if person:
            self._take_person(unit, person, row)
        elif any(row[name] for name in _OF_PERSONS):
            row.fault("person", Text("缺人员编号。", "the person's id is missing."), _ID)

    def _unit_id(self, row: Row) -> str:
        """The unit's own id, or one made of building, stairwell and room; ``""`` is a fault."""
        if "unit" in row.headers:
            row.unless(
                bool(row["unit"]), "unit", Text("缺房屋编号。", "the unit is missing."), _SPLIT
            )
            return row["unit"]
        lacking = [name for name in ("building", "room") if not row[name]]
        for name in lacking:
            row.fault(name, Text("是空的。", "it is empty."), _SPLIT)
        parts = (row["building"], row["stairwell"], row["room"])
        return "" if lacking else "-".join(filter(None, parts))

    def _take_person(self, unit: str, person: str, row: Row) -> None:
        self.persons.meet(person, "person", row)
        for name, read in _OF_PERSONS.items():
            self.persons.say(person, name, read(row), row)
        first = self.links.setdefault((unit, person), row)
        twice = Text(
            f"房屋“{shown(unit)}”和人员“{shown(person)}”在{first.place}已经有一行。",
            f"the unit '{shown(unit)}' and the person '{shown(person)}' stand in {first.place}.",
        )
        if row.unless(first is row, "", twice, Text("请只留一行。", "Keep one row.")):
            role = cells.word(row, "role", cells.ROLES)
            self._owns(unit, person, role, row)
            self._lives(unit, person, role, row)

    def _owns(self, unit: str, person: str, role: str | None, row: Row) -> None:
        """Who is named for a unit owns it, unless the row says otherwise or names a tenant."""
        said, votes = cells.yes_or_no(row, "owns"), cells.yes_or_no(row, "votes")
        row.unless(not (said and role == "tenant"), "role", _TENANT_OWNS, _WHICH)
        owns = role != "tenant" if said is None else said
        row.unless(owns or not votes, "votes", _VOTES_WITHOUT, _WHICH)
        row.unless(owns or bool(role), "role", _NEITHER, _SAY_ROLE)
        if owns:
            self.owners[unit, person] = row
        if owns and votes:
            named, where = self.voters.setdefault(unit, (person, row))
            problem = Text(
                f"{where.place}已经指定“{shown(named)}”为这套房的表决人。",
                f"'{shown(named)}' is named to vote for this unit in {where.place}.",
            )
            row.unless(named == person, "votes", problem, _ONE_VOTER)

    def _lives(self, unit: str, person: str, role: str | None, row: Row) -> None:
        if role is None:
            return
        home, _, where = self.homes.setdefault(person, (unit, role, row))
        problem = Text(
            f"人员“{shown(person)}”在{where.place}已登记在“{shown(home)}”。",
            f"'{shown(person)}' is registered in '{shown(home)}' in {where.place}.",
        )
        row.unless(home == unit, "role", problem, _ONE_HOME)

    # -- what they add up to ---------------------------------------------------------------

    def roll(self, as_of: date) -> Roll:
        """The roll, if there are no faults; with faults, an empty one."""
        developers = [id_ for id_ in self.persons.held if self.persons.of(id_, "developer")]
        undelivered = [id_ for id_ in self.units.held if self.units.of(id_, "undelivered")]
        self._check_developer(developers, undelivered)
        self._check_owned(undelivered)
        units = tuple(self._unit(id_) for id_ in self.units.held)
        if self.places.faults.found:
            return Roll(as_of)
        return Roll(
            as_of,
            units,
            tuple(self._person(id_) for id_ in self.persons.held),
            tuple(Residence(who, unit, role) for who, (unit, role, _) in self.homes.items()),
            tuple(
                Ownership(who, unit, self.voters.get(unit, ("",))[0] == who)
                for unit, who in self.owners
            ),
            developer=developers[0] if developers else None,
            undelivered=tuple(undelivered),
            services=self._services(),
            delegates=tuple(i for i in self.persons.held if self.persons.of(i, "delegate")),
        )

    def _unit(self, id_: str) -> Unit:
        said = {name: self.units.of(id_, name) for name in _OF_UNITS}
        area = self.places.of(said["building"], said["stairwell"], self._row_of(id_))
        known = said["floor_area"] not in (None, cells.UNKNOWN)
        return Unit(
            id_,
            area,
            said["room"] or "",
            said["kind"] or "home",
            said["floor"],
            said["floor_area"] if known else None,
        )

    def _row_of(self, unit: str) -> Row:
        """The row to blame for where a unit lies."""
        facts = self.units.held[unit]
        look = facts.get("stairwell") or facts.get("building")
        return look[1] if look else self.units.first[unit]

    def _person(self, id_: str) -> Person:
        return Person(id_, self.persons.of(id_, "name") or "", self.persons.of(id_, "born"))

    def _services(self) -> tuple[Service, ...]:
        served: dict[str, list[str]] = {}
        for unit in self.units.held:
            for service in sorted(self.units.of(unit, "served_by") or ()):
                served.setdefault(service, []).append(unit)
        return tuple(Service(id_, id_, tuple(units)) for id_, units in served.items())

    def _check_developer(self, developers: list[str], undelivered: list[str]) -> None:
        for other in developers[1:]:
            row = self.persons.saying("developer")[other]
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
        """Where the tables name owners at all, every home and shop has one."""
        owned = {unit for unit, _ in self.owners} | set(undelivered)
        for unit in self.units.held if self.owners else ():
            parking = self.units.of(unit, "kind") == "parking"
            self._row_of(unit).unless(
                unit in owned or parking, "person", _NO_OWNER.filled(unit=shown(unit)), _ADD_OWNER
            )


def _changed_ids(row: Row) -> bool:
    """Whether a spreadsheet has made something else of an id; each is a fault."""
    found = [(name, wrong) for name in _IDS if (wrong := check_id(row[name]))]
    for name, wrong in found:
        row.fault(name, *wrong)
    return bool(found)


_IDS = ("unit", "room", "building", "stairwell", "person")


def _cell(name: str) -> Any:
    return lambda row: row[name] or None


_OF_UNITS = {
    "building": _cell("building"),
    "stairwell": _cell("stairwell"),
    "room": _cell("room"),
    "floor": cells.floor,
    "floor_area": cells.floor_area,
    "kind": lambda row: cells.word(row, "kind", cells.KINDS),
    "undelivered": lambda row: cells.yes_or_no(row, "undelivered"),
    "served_by": lambda row: cells.ids(row, "served_by"),
}
_OF_PERSONS = {
    "name": _cell("name"),
    "born": cells.born,
    "developer": lambda row: cells.yes_or_no(row, "developer"),
    "delegate": lambda row: cells.yes_or_no(row, "delegate"),
}

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
