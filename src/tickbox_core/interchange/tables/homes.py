"""Which home a row is about: an id, an address, or building, stairwell and room.

Rows that write one home in several ways (full or half width, blanks, capitals, 1号101室 and
１号１０１室) are about one home.  A home's id is made of its parts, so that it is the same whatever
the order of the rows.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cached_property

import attrs

from tickbox_core.interchange.reading import shown
from tickbox_core.interchange.row_checks import check_id
from tickbox_core.interchange.tables import addresses
from tickbox_core.interchange.tables.addresses import Address
from tickbox_core.interchange.tables.faults import TableRow
from tickbox_core.interchange.tables.roll_sheets import RollSheet
from tickbox_core.numbers import narrow
from tickbox_core.text import Text

Key = tuple[str, str, str, str]


@attrs.frozen
class WrittenHome:
    """A home as one row writes it.

    ``own`` is an id of its own; else building, stairwell and room are its parts, and ``before`` is
    what an address has before the building.
    """

    written: str
    own: str = ""
    building: str = ""
    stairwell: str = ""
    room: str = ""
    before: str = ""

    def key(self, places_differ: bool) -> Key:
        """What a home is compared by; ``places_differ``: addresses are of several places."""
        if self.own:
            return (look(self.own), "", "", "")
        before = look(self.before) if places_differ else ""
        return (
            "",
            before + addresses.building_key(self.building),
            addresses.stairwell_key(self.stairwell) if self.stairwell else "",
            addresses.room_key(self.room),
        )

    def same_words(self, other: WrittenHome | None) -> bool:
        """Whether another row writes the home in just the same words."""
        return (
            other is not None
            and self.written == other.written
            and self.building == other.building
            and self.stairwell == other.stairwell
            and self.room == other.room
            and self.before == other.before
        )


def look(id_: str) -> str:
    """An id without blanks, width and capitals."""
    return "".join(unicodedata.normalize("NFKC", id_).casefold().split())


def home_id(key: Key, written: Sequence[str]) -> str:
    """The id of a home: its own, in the first of its spellings; or its parts."""
    if key[0]:
        return min("".join(narrow(one).split()) for one in written)
    return "-".join(filter(None, key[1:]))


@attrs.frozen(slots=False)
class HomeColumns:
    """The columns of a sheet that say which home a row is about, and how they are to be read."""

    sheet: RollSheet

    def of(self, row: TableRow) -> WrittenHome | None:
        """The home of a row; ``None`` where it cannot be told, which is a fault."""
        if self._changed(row):
            return None
        if self.own_ids:
            return self._own(row)
        if self.addressed:
            return self._address(row)
        return self._parts(row)

    @cached_property
    def own_ids(self) -> bool:
        """Whether homes have ids of their own: 房屋编号 beside a building that they do not name."""
        return "unit" in self.sheet.place and "building" in self.sheet.place

    @cached_property
    def addressed(self) -> str:
        """The column of addresses, or ``""``."""
        for column in ("address", "unit"):
            if column in self.sheet.place and (
                "room" not in self.sheet.place or "building" not in self.sheet.place
            ):
                return column
        return "room" if self._rooms_are_addresses else ""

    @cached_property
    def _rooms_are_addresses(self) -> bool:
        """Whether 房号 heads whole addresses: 1号楼101, or 1-101 where no building is said.

        Beside a building, a stairwell or on a sheet that is named by one, 3-2 is a room of it.
        """
        at = self.sheet.place.get("room")
        if at is None:
            return False
        told = self._named or {"building", "stairwell"} & self.sheet.place.keys()
        for row in self.sheet.rows.rows[self.sheet.header.last + 1 :]:
            found = addresses.parse_address(row[at]) if at < len(row) else None
            if found is not None and not (told and found.bare):
                return True
        return False

    @cached_property
    def _stairwell_first(self) -> bool:
        """Whether 1-101 is a stairwell and a room: beside it stands another building."""
        at, building = self.sheet.place.get(self.addressed), self.sheet.place.get("building")
        if at is None or building is None:
            return False
        for row in self.sheet.rows.rows[self.sheet.header.last + 1 :]:
            if max(at, building) < len(row) and row[building]:
                found = addresses.parse_address(row[at])
                plain = found is not None and found.bare and not found.stairwell
                if found and plain and found.building != addresses.building_key(row[building]):
                    return True
        return False

    def _own(self, row: TableRow) -> WrittenHome | None:
        if not row["unit"]:
            row.fault("unit", Text("缺房屋编号。", "the unit is missing."), _SPLIT)
            return None
        stairs, room = row["stairwell"], row["room"]
        return WrittenHome(row["unit"], row["unit"], row["building"], stairs, room)

    def _parts(self, row: TableRow) -> WrittenHome | None:
        building = row["building"] or ("" if "building" in self.sheet.place else self._named)
        lacking = [name for name in ("building", "room") if not row[name]]
        if building:
            lacking = [name for name in lacking if name != "building"]
        for name in lacking:
            if name in self.sheet.place:
                _fault_empty(row, name)
            else:
                row.fault("", _NO_BUILDING, _ADD_BUILDING)
        if lacking:
            return None
        written = "".join((building, row["stairwell"], row["room"]))
        return WrittenHome(written, "", building, row["stairwell"], row["room"])

    def _address(self, row: TableRow) -> WrittenHome | None:
        cell = row[self.addressed]
        if not cell:
            _fault_empty(row, self.addressed)
            return None
        found = addresses.parse_address(cell)
        if found is None:
            return self._room_alone(row, cell)
        if row["building"]:
            return self._beside_building(row, cell, found)
        return WrittenHome(
            cell, "", found.said, found.stairwell or row["stairwell"], found.room, found.before
        )

    def _beside_building(self, row: TableRow, cell: str, found: Address) -> WrittenHome | None:
        building = row["building"]
        if found.bare and not found.stairwell and self._stairwell_first:
            return WrittenHome(cell, "", building, found.building, found.room)
        key = addresses.building_key(building)
        if found.building == key or found.before + found.building == key:
            stairs = found.stairwell or row["stairwell"]
            return WrittenHome(cell, "", building, stairs, found.room, found.before)
        said = Text(
            f"“{shown(cell)}”的楼栋与“{shown(building)}”不同。",
            f"the building of '{shown(cell)}' is not '{shown(building)}'.",
        )
        row.fault(self.addressed, said, _WHICH)
        return None

    def _room_alone(self, row: TableRow, cell: str) -> WrittenHome | None:
        """A cell that names no building: the room of one that stands elsewhere, or a building."""
        if row["room"] and not row["building"] and self.addressed != "room":
            return WrittenHome(f"{cell}{row['room']}", "", cell, row["stairwell"], row["room"])
        building = row["building"] or self._named
        if building:
            return WrittenHome(f"{building}{cell}", "", building, row["stairwell"], cell)
        said = Text(
            f"“{shown(cell)}”看不出是哪栋楼。", f"'{shown(cell)}' does not say which building."
        )
        row.fault(self.addressed, said, _ADDRESS)
        return None

    @cached_property
    def _named(self) -> str:
        """The building that the sheet is named by."""
        name = self.sheet.rows.sheet
        return name if addresses.may_name_building(name) else ""

    def _changed(self, row: TableRow) -> bool:
        """Whether a spreadsheet has made something else of an id; each is a fault."""
        found = [
            (name, wrong)
            for name in self._ids
            if (cell := row[name]) and (wrong := check_id(cell)) is not None
        ]
        for name, wrong in found:
            row.fault(name, *wrong)
        return bool(found)

    @cached_property
    def _ids(self) -> tuple[str, ...]:
        """The columns of ids that the sheet has."""
        return tuple(name for name in _IDS if name in self.sheet.place)

    def by_sheet(self, row: TableRow, home: WrittenHome) -> bool:
        """Whether the sheet's name says the building of a home, and not its address."""
        whole = self.addressed and home.written == row[self.addressed]
        return bool(self._named) and "building" not in self.sheet.place and not whole

    def by_dash(self, row: TableRow) -> bool:
        """Whether 1-101 in a column of rooms was taken for the building and the room."""
        found = addresses.parse_address(row["room"]) if self.addressed == "room" else None
        return found is not None and found.bare


_IDS = ("unit", "address", "room", "building", "stairwell", "person")


def _fault_empty(row: TableRow, column: str) -> None:
    """A cell that has to be filled is not; said with the name of its column."""
    said = Text("“{column}”是空的。", "'{column}' is empty.")
    row.fault(column, said.filled(column=row.headers.get(column, column)), _SPLIT)


_SPLIT = Text("请补上；合并的单元格要先拆开。", "Add it; merged cells have to be split first.")
_NO_BUILDING = Text("没有写是哪栋楼。", "it does not say which building.")
_ADD_BUILDING = Text(
    "请加“楼号”一栏；一栋楼一张工作表的，把工作表叫作“8号楼”。",
    "Add a column for the building; where each has a sheet, give the sheet its name (8号楼).",
)
_WHICH = Text("请查清哪个对，改成一致。", "Find out which is right and make them agree.")
_ADDRESS = Text(
    "请写成1号101室或1-101，或另加“楼号”一栏。",
    "Write building and room (1-101), or add a column for the building.",
)
