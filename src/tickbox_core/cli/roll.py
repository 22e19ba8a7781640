"""``tickbox roll FILE…``: checks a roll of units and owners and says what it holds.

Nothing is imported: the answer is what an import would bring, in sums, or every fault in the
tables.  ``--json`` gives units, heads and areas (in m², as decimal strings) of the whole and of
each building, and the digest by which two tables can be told to hold the same.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from tickbox_core import AreaTree, Roll, Unit
from tickbox_core.cli.mapping import add_map, add_namesakes, read_map, read_namesakes
from tickbox_core.cli.memory import rarely_collected
from tickbox_core.errors import BadValue, FaultyTables
from tickbox_core.interchange import RollTable, read_areas, read_roll
from tickbox_core.interchange.tables.cells import ROLL as ROLL_COLUMNS
from tickbox_core.interchange.tables.faults import grouped
from tickbox_core.interchange.tables.places import AREAS
from tickbox_core.ledger import roll_digest
from tickbox_core.model.areas import MOST_DECIMALS
from tickbox_core.rules.decimals import decimal
from tickbox_core.rules.motions import Head, owners, weigh
from tickbox_core.terminal.parser import Parser
from tickbox_core.terminal.printing import one_line, print_json
from tickbox_core.terminal.table import columns, table
from tickbox_core.text import Language, Text

AT_FAULT = 2


class CheckRoll:
    """Reads the tables of a roll and adds them up."""

    help = Text("检查一份房屋和业主名册", "check a roll of units and owners")

    def configure(self, parser: Parser) -> None:
        """The tables, ``--areas``, ``--json``."""
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument(
            "--areas",
            type=Path,
            metavar="FILE",
            help=parser.said(
                Text(
                    "区域表（编号、层级、名称、上级）；不给就以名册里的楼栋为准",
                    "a table of areas (id, level, name, parent); else the roll's own buildings",
                )
            ),
        )
        add_map(parser, Text("某列是什么，如 门牌=address", "what a header means"))
        add_namesakes(parser)
        parser.add_argument(
            "--json", action="store_true", help=parser.said(Text("输出 JSON", "print JSON"))
        )

    def run(self, args: argparse.Namespace) -> int:
        """0 where the tables hold a roll, 2 where anything is wrong: then every fault is told."""
        columns_ = ROLL_COLUMNS if args.areas is None else {**ROLL_COLUMNS, **AREAS}
        known = read_map(args.map, columns_)
        tree = None if args.areas is None else read_areas(args.areas, known)
        try:
            # what is checked and digested does not depend on the day
            with rarely_collected():
                read = read_roll(
                    *args.files, as_of=date.min, tree=tree, offers=True, known=known,
                    most_decimals=MOST_DECIMALS,
                    namesakes=read_namesakes(args.namesakes),
                )  # fmt: skip
        except FaultyTables as faulty:
            _tell_faults(faulty, args.json, args.lang)
            return AT_FAULT
        if args.json:
            print_json(plain(read))
        else:
            print("\n".join(roll_lines(read, args.lang)))
        return 0


def plain(read: RollTable) -> dict[str, Any]:
    """What a roll holds, for JSON."""
    roll = read.roll
    counted, heads = _homes_only(roll.units), _heads(roll)
    head_of = None if heads is None else {p: head.id for head in heads for p in head.places}
    return {
        "units": len(roll.units),
        "kinds": {kind: len(units) for kind, units in _by_kind(roll).items()},
        "counted": _sums(roll, counted, head_of),
        "buildings": [
            {"building": building.plain(), **_sums(roll, _homes_only(units), head_of)}
            for building, units in _by_building(roll, read.tree)
        ],
        "persons": len(roll.persons),
        "residents": roll.registered,
        "households": roll.households,
        "delegates": len(roll.delegates),
        "undelivered": len(roll.undelivered),
        "no_named_voter": sum(not head.voters for head in heads or ()),
        "services": {service.id: len(service.units) for service in roll.services},
        "decimals": roll.decimals,
        "digest": roll_digest(roll),
        "warnings": [warning.plain() for warning in read.warnings],
        "notes": [
            {"kind": note.kind, "count": note.count, "rows": list(note.rows), "name": note.name}
            for note in read.notes
        ],
        "new_areas": [
            {"id": area.id, "level": area.level, "name": area.name.plain()}
            for area in read.new_areas
        ],
    }


def roll_lines(read: RollTable, language: Language) -> list[str]:
    """The same for people."""
    heads = [text.said_in(language) for text in _HEADS]
    found = plain(read)
    rows = [
        [one_line(Text.of(one["building"]).said_in(language)), *_row(one)]
        for one in found["buildings"]
    ]
    rows.append([_TOTAL.said_in(language), *_row(found["counted"])])
    facts = [(label.said_in(language), str(found[name])) for name, label in _FACTS.items()]
    warnings = [one_line(warning.said_in(language)) for warning in read.warnings]
    if found["counted"]["heads"] is None and read.roll.ownerships:
        warnings.append(_NO_HEADS.said_in(language))
    return [table(heads, rows), "", columns(facts), *warnings]


def _row(sums: dict[str, Any]) -> list[str]:
    heads = "–" if sums["heads"] is None else str(sums["heads"])
    return [str(sums["units"]), heads, sums["area"], str(sums["area_unknown"])]


def _heads(roll: Roll) -> tuple[Head, ...] | None:
    """The owners of homes; ``None`` where one is missing, or nobody can tell who votes for them."""
    try:
        return owners(roll, _homes_only(roll.units)).heads
    except BadValue:
        return None


def _sums(roll: Roll, units: list[Unit], head_of: Mapping[str, str] | None) -> dict[str, Any]:
    """Units, heads and area of some homes; the heads of buildings do not add up to the whole's."""
    heads = None if head_of is None else len({head_of[unit.id] for unit in units})
    weights = weigh(units, heads)
    return {**weights.plain(), "area": decimal(Fraction(weights.area, 10**roll.decimals))}


def _homes_only(units: Iterable[Unit]) -> list[Unit]:
    return [unit for unit in units if unit.kind != "parking"]


def _by_kind(roll: Roll) -> dict[str, list[Unit]]:
    kinds: dict[str, list[Unit]] = {}
    for unit in roll.units:
        kinds.setdefault(unit.kind, []).append(unit)
    return kinds


def _by_building(roll: Roll, tree: AreaTree) -> list[tuple[Text, list[Unit]]]:
    found: dict[str, tuple[Text, list[Unit]]] = {}
    for unit in roll.units:
        building = tree.ancestor(unit.area, "building") if unit.area in tree else None
        id_, name = (building.id, building.name) if building else (unit.area, Text.of(unit.area))
        found.setdefault(id_, (name, []))[1].append(unit)
    return list(found.values())


def _tell_faults(faulty: FaultyTables, as_json: bool, language: Language) -> None:
    if as_json:
        print_json(
            {
                "faults": [
                    {
                        "file": fault.file,
                        "sheet": fault.sheet or None,
                        "row": fault.row,
                        "column": fault.column or None,
                        "cell": fault.cell or None,
                        "problem": fault.problem.plain(),
                        "remedy": fault.remedy.plain(),
                    }
                    for fault in faulty.faults
                ],
                "groups": [
                    {
                        "column": group.first.column or None,
                        "problem": group.first.problem.plain(),
                        "remedy": group.first.remedy.plain(),
                        "count": len(group.rows),
                        "rows": list(group.rows),
                    }
                    for group in grouped(faulty.faults)
                ],
            }
        )
        return
    number = len(faulty.faults)
    said = Text(f"有{number}处错误，没有导入任何内容：", f"{number} to mend; nothing is imported:")
    print(said.said_in(language))
    for group in grouped(faulty.faults):
        print(f"  {one_line(group.text.said_in(language))}")


_HEADS = (
    Text("楼栋", "building"),
    Text("房屋（不含车位）", "units (no parking)"),
    Text("业主人数", "heads"),
    Text("面积（平方米）", "area (m²)"),
    Text("面积未知（套）", "area unknown"),
)
_TOTAL = Text("合计", "all together")
_NO_HEADS = Text(
    "有房屋没有写业主，业主人数算不出来；业主表决之前要补上。",
    "A unit has no owner, so the owners cannot be counted; it is needed before owners decide.",
)
_FACTS = {
    "persons": Text("人员", "persons"),
    "residents": Text("居住登记", "residents"),
    "households": Text("有人居住的户", "households"),
    "delegates": Text("居民代表", "delegates"),
    "undelivered": Text("未交付", "undelivered"),
    "no_named_voter": Text("共有人未指定表决人", "co-owners without a named voter"),
    "digest": Text("摘要", "digest"),
}

COMMAND = CheckRoll()
