"""Rows that are about one home each, named by its address however it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from tickbox_core.desk.home_index import homes_of_units
from tickbox_core.desk.roll_changes import RowChange, titled
from tickbox_core.interchange.reading import shown
from tickbox_core.interchange.sheets import FoundTables, Read
from tickbox_core.interchange.workbooks import CellFault
from tickbox_core.model import AreaTree, Unit
from tickbox_core.text import EMPTY, Text


@attrs.frozen(hash=False)
class NamedHomes:
    """The rows of a table by the unit that each names, and what is wrong with the others.

    ``again`` are rows that say of a home what a row before them says.
    """

    rows: dict[str, Read]
    faults: tuple[CellFault, ...]
    again: tuple[Read, ...]

    @property
    def notes(self) -> tuple[Text, ...]:
        """What was joined."""
        if not self.again:
            return ()
        rows = "、".join(str(one.row) for one in self.again[:8])
        return (_AGAIN.filled(number=len(self.again), rows=rows),)


_AGAIN = Text(
    "{number}行是重复的房号，内容相同，只算一次（第{rows}行）。",
    "rows that repeat a home and say the same, counted once: {number} (row {rows}).",
)
_DIFFERS = Text(
    "这套房屋在第{row}行已经写过，内容不同。", "row {row} says something else of the same home."
)
_KEEP_ONE = Text("请只留一行。", "Keep one of the two.")


def home_change(
    named: Mapping[str, Text], unit: str, what: str, parts: tuple[str, ...] = ()
) -> RowChange:
    """What becomes of a home, by its address; by its id alone where the address says no more."""
    address = named.get(unit, EMPTY)
    if not address or unit in (address.zh, address.en):
        return RowChange(unit, what, parts)
    return RowChange(unit, what, parts, words=titled(address, unit))


def by_unit(found: FoundTables, units: Iterable[Unit], tree: AreaTree) -> NamedHomes:
    """Which home each row is about; one that is not on the roll, or may be several, is a fault."""
    index = homes_of_units(units, tree)
    rows: dict[str, Read] = {}
    faults: list[CellFault] = []
    again: list[Read] = []
    for one in found.rows:
        if one.faults:
            faults += one.faults
            continue
        said = str(one.plain["unit"])
        meant = index.meant(said)
        if len(meant) != 1:
            faults.append(_unclear(one, said, meant))
            continue
        first = rows.setdefault(meant[0], one)
        if first is one:
            continue
        if _says(first) == _says(one):
            again.append(one)
        else:
            faults.append(one.fault("unit", _DIFFERS.filled(row=first.row), _KEEP_ONE))
    return NamedHomes(rows, tuple(faults), tuple(again))


def _says(one: Read) -> dict[str, object]:
    return {key: value for key, value in one.plain.items() if key != "unit"}


def _unclear(one: Read, said: str, meant: tuple[str, ...]) -> CellFault:
    if not meant:
        none = Text("名册里没有“{said}”。", "the roll has no home '{said}'.")
        remedy = Text("请按名册写门牌，如8号楼101室。", "Write it as the roll has it, 8-101 say.")
        return one.fault("unit", none.filled(said=shown(said)), remedy)
    listed = Text("、".join(meant[:5]), ", ".join(meant[:5]))
    many = Text("“{said}”可能是{ids}。", "'{said}' may be {ids}.")
    remedy = Text("请写全楼栋、单元和房号。", "Write building, stairwell and room.")
    return one.fault("unit", many.filled(said=shown(said), ids=listed), remedy)
