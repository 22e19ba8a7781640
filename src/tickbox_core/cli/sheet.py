"""``tickbox sheet``: templates for spreadsheets, and tables read in, previewed, marked, undone."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any

import attrs

from tickbox_core import Registry, __version__, open_registry
from tickbox_core.acts.collecting import AnItem
from tickbox_core.categories import Column, beside, columns
from tickbox_core.categories import read as fields_read
from tickbox_core.cli.host import host
from tickbox_core.cli.mapping import add_map, add_namesakes, read_map, read_namesakes
from tickbox_core.cli.parser import Parser
from tickbox_core.cli.printing import one_line, print_json
from tickbox_core.cli.table import table
from tickbox_core.components.wishes import AWish
from tickbox_core.desk import Desk, Town, tables
from tickbox_core.desk.importing import IMPORT, ITEMS, ROLL, UNDO, WISHES, Change
from tickbox_core.errors import BadCommand, Fault, FaultyTables, UnknownName
from tickbox_core.interchange import RollTable, read_roll, roll_delimiter
from tickbox_core.interchange.rows import read_sheets
from tickbox_core.interchange.sheets import Found, Read, read_all
from tickbox_core.interchange.tables.cells import ROLL as ROLL_COLUMNS
from tickbox_core.interchange.workbooks import CellFault, Rows, by_kind, marked, template
from tickbox_core.model import Item
from tickbox_core.model.areas import MOST_DECIMALS
from tickbox_core.model.channels import Channel
from tickbox_core.store.files import write_whole
from tickbox_core.text import EMPTY, Language, Text
from tickbox_core.year import Import

ACTIONS = ("template", "check", "import", "undo")
TITLES = {
    WISHES: Text("心愿", "wishes"),
    ITEMS: Text("事项", "items"),
    ROLL: Text("名册", "roll"),
}
SHOWN = 20
AT_FAULT = 1


class Sheet:
    """Templates out, tables in; nothing is written before ``--apply``."""

    help = Text(
        "电子表格：出模板、检查、导入、撤销", "spreadsheets: templates, checks, imports, undo"
    )

    def configure(self, parser: Parser) -> None:
        """What to do with which kind of table, and where."""
        parser.add_argument("action", choices=ACTIONS, help=parser.said(_ACTION))
        parser.add_argument("kind", nargs="?", choices=list(TITLES), help=parser.said(_KIND))
        parser.add_argument("file", nargs="?", type=Path, help=parser.said(_FILE))
        parser.add_argument("--policy", default="", help=parser.said(_POLICY))
        parser.add_argument("--data", type=Path, help=parser.said(_DATA))
        parser.add_argument("--area", help=parser.said(Text("居民区编号", "the area's id")))
        parser.add_round(Text("轮次", "the round"))
        parser.add_argument("--by", default="", help=parser.said(_BY))
        add_map(parser, _MAP)
        add_namesakes(parser)
        parser.add_argument("--new-areas", action="store_true", help=parser.said(_NEW_AREAS))
        parser.add_argument("--marked", type=Path, help=parser.said(_MARKED))
        parser.add_argument("--apply", action="store_true", help=parser.said(_APPLY))
        parser.add_argument("--look", action="store_true", help=parser.said(_LOOK))
        parser.add_argument(
            "--json", action="store_true", help=parser.said(Text("输出 JSON", "print JSON"))
        )

    def run(self, args: argparse.Namespace) -> int:
        """Do it."""
        if args.action == "undo":
            return _undo(args)
        if args.kind is None or args.file is None:
            raise BadCommand(
                Text("没有写表的种类或文件。", "the kind of table or the file is missing."),
                Text("如：tickbox sheet check wishes 心愿.xlsx", "tickbox sheet check wishes FILE"),
            )
        if args.action == "template":
            return _template(args)
        return _roll(args) if args.kind == ROLL else _rows(args)


_ACTION = Text("出模板、检查、导入、撤销上次导入", "what to do")
_KIND = Text("表的种类", "the kind of table")
_FILE = Text("文件（.xlsx、.xls、.ods 或 .csv）", "the file (.xlsx, .xls, .ods or .csv)")
_POLICY = Text("事项类别的规程，其填报项成为列", "a category's policy, whose fields become columns")
_DATA = Text("数据文件夹", "the data folder")
_BY = Text("经办人姓名", "who does it")
_MAP = Text("某列是什么，如 诉求=text；会记住", "what a header means: 诉求=text; it is remembered")
_NEW_AREAS = Text("名册里没有登记过的楼栋一并新增", "add buildings that are new in a roll")
_MARKED = Text("标红后另存到", "where the marked copy goes")
_APPLY = Text("确认写入（否则只预览）", "write it (else it is a preview)")
_LOOK = Text("撤销之前先看会撤销什么，不写入", "undo: only say what would be undone")
_OWN = "own_"


# -- out ---------------------------------------------------------------------------------------


def _template(args: argparse.Namespace) -> int:
    data = template(
        args.kind,
        __version__,
        TITLES[args.kind],
        columns_of(args.kind, args.policy, _registry(args)),
    )
    if args.file.exists():
        raise BadCommand(
            Text(f"“{args.file}”已经存在。", f"'{args.file}' is there already."),
            Text("请换个文件名。", "Choose another name."),
        )
    args.file.write_bytes(data)
    print(Text("已写好 {file}。", "Wrote {file}.").filled(file=args.file).said_in(args.lang))
    return 0


def columns_of(kind: str, policy: str, registry: Registry | None = None) -> list[Column]:
    """The columns of a kind of table; an item's with those of its category."""
    if kind == ROLL:
        return list(_ROLL)
    if kind == WISHES:
        return list(columns(AWish))
    common = [c for c in columns(AnItem) if c.key not in ("round", "fields")]
    own = columns(_policy_fields(policy, registry)) if policy else ()
    return [*common, *(attrs.evolve(column, key=_OWN + column.key) for column in own)]


def _registry(args: argparse.Namespace) -> Registry:
    return open_registry(without=args.without_plugin)


def _policy_fields(policy: str, registry: Registry | None) -> type:
    registry = registry or open_registry()
    if policy not in registry.policies:
        raise UnknownName("category policy", policy, tuple(registry.policies))
    fields: type = registry.policies[policy].thing.fields
    return fields


def _of_roll(key: str, zh: str, en: str, example: str, required: bool = False) -> Column:
    return Column(
        key, Text(zh, en), example, required, Text("见 docs/motions.md。", "See docs/motions.md.")
    )


_ROLL = (
    _of_roll("unit", "房屋编号", "unit", "8-101", True),
    _of_roll("building", "楼栋", "building", "8"),
    _of_roll("floor", "楼层", "floor", "1"),
    _of_roll("floor_area", "建筑面积", "area", "60.50"),
    _of_roll("person", "人员编号", "person", "p1", True),
    _of_roll("name", "姓名", "name", "王小明"),
    _of_roll("born", "出生日期", "born", "1950-03-01"),
    _of_roll("owns", "是否业主", "is_owner", "是"),
    _of_roll("role", "居住身份", "role", "居民"),
)


# -- in: wishes and items ----------------------------------------------------------------------


def _rows(args: argparse.Namespace) -> int:
    sheets = read_sheets(args.file)
    wanted = columns_of(args.kind, args.policy, _registry(args))
    town = None if args.data is None else Town(args.data, without=args.without_plugin)
    try:
        desk = None if town is None else town.desk(args.area)
        known = {
            **({} if desk is None else desk.importing.headers(args.kind)),
            **_said(args, wanted),
        }
        found = read_all(sheets, wanted, known, args.kind, _fields(args))
        return _answered(args, found, desk)
    finally:
        if town is not None:
            town.close()


def _said(args: argparse.Namespace, wanted: Sequence[Column]) -> dict[str, str]:
    return read_map(args.map, [column.key for column in wanted])


def _fields(args: argparse.Namespace) -> type:
    return AWish if args.kind == WISHES else item_fields(args.policy, _registry(args))


def item_fields(policy: str, registry: Registry | None = None) -> type:
    """The class that a row is read as: an item's own fields beside those of its category."""
    own = _policy_fields(policy, registry) if policy else None
    return beside(AnItem, own, _OWN, frozenset({"round", "fields"}))


def _importing(
    args: argparse.Namespace, desk: Desk, seen: tables.Over
) -> AbstractContextManager[None]:
    """One transaction in the name of whoever reads the table in, over what they have seen."""
    about = {"round": [args.round]} if args.round else {}
    holds = tables.as_looked_at(desk, seen)
    return desk.transaction(host(args.by), IMPORT, about=about, holds=holds)


def _answered(args: argparse.Namespace, found: Found, desk: Desk | None) -> int:
    faults = found.faults
    if faults:
        return _faulty(args, found.sheets, faults)
    things = [_thing(args, one) for one in found.rows]
    seen = None if desk is None else tables.over(desk, args.kind, args.round, things)
    changes = [] if desk is None else _changes(args, desk, things)
    if args.action == "import" and args.apply and desk is not None and seen is not None:
        digest = hashlib.sha256(args.file.read_bytes()).hexdigest()
        told = _said(args, columns_of(args.kind, args.policy, _registry(args)))
        with _importing(args, desk, seen):
            if args.kind == WISHES:
                desk.importing.wishes(things, digest, args.by)
            else:
                desk.importing.items(args.round, things, digest, args.by)
            desk.importing.remember(args.kind, told, args.by)
    _tell(args, Told(len(things), changes, found.unused, found.notes))
    return 0


def _thing(args: argparse.Namespace, one: Read) -> Any:
    if args.kind == WISHES:
        held = fields_read(AWish, one.plain, args.file.name)
        return held.handed_in(Channel(held.channel), args.by)
    return item_of(one.plain, args.round, args.file.name)


def item_of(plain: Mapping[str, Any], round: str, where: str) -> Item:
    """The item that a row says; ``BadValue`` naming the file for what does not go together."""
    own = {k.removeprefix(_OWN): v for k, v in plain.items() if k.startswith(_OWN)}
    common = {k: v for k, v in plain.items() if not k.startswith(_OWN)}
    whole = {"round": round or "-", **common, **({"fields": own} if own else {})}
    return fields_read(AnItem, whole, where).item()


def _changes(args: argparse.Namespace, desk: Desk, things: list[Any]) -> list[Change]:
    if args.kind == ITEMS:
        return desk.importing.changed_items(args.round, things)
    repeated = desk.importing.repeated_wishes(things)
    return [
        Change(thing.text, "added" if ref is None else "repeated", () if ref is None else (ref,))
        for thing, ref in zip(things, repeated, strict=True)
    ]


# -- in: the roll ------------------------------------------------------------------------------


def _roll(args: argparse.Namespace) -> int:
    town = None if args.data is None else Town(args.data, without=args.without_plugin)
    try:
        desk = None if town is None else town.desk(args.area)
        told = read_map(args.map, ROLL_COLUMNS)
        known = {**({} if desk is None else desk.importing.headers(ROLL)), **told}
        try:
            read = _read_roll(args, desk, known)
        except FaultyTables as faulty:
            return _faulty(args, *cell_faults(args.file, faulty))
        roll = read.roll
        seen = None if desk is None else tables.over(desk, ROLL, args.round)
        changes = [] if desk is None else desk.importing.changed_roll(args.round, roll)
        if args.action == "import" and args.apply and town and desk and seen is not None:
            _take_roll(args, town, desk, read, seen, told)
        _tell(args, Told(len(roll.units), changes, (), read.warnings))
        return 0
    finally:
        if town is not None:
            town.close()


def _read_roll(args: argparse.Namespace, desk: Desk | None, known: Mapping[str, str]) -> RollTable:
    if desk is None:
        return read_roll(
            args.file,
            as_of=date.min,
            known=known,
            most_decimals=MOST_DECIMALS,
            namesakes=read_namesakes(args.namesakes),
        )
    offers = args.new_areas or not args.apply
    return read_roll(
        args.file,
        as_of=desk.today(),
        tree=desk.tree,
        within=desk.area,
        offers=offers,
        known=known,
        person_id=desk.importing.person_id(),
        most_decimals=MOST_DECIMALS,
        namesakes=read_namesakes(args.namesakes),
    )


def _take_roll(
    args: argparse.Namespace,
    town: Town,
    desk: Desk,
    read: RollTable,
    seen: tables.Over,
    told: Mapping[str, str],
) -> None:
    """Write the roll and the buildings that are new in it, or neither."""
    digest = hashlib.sha256(args.file.read_bytes()).hexdigest()
    with _importing(args, desk, seen):
        desk.importing.roll(args.round, read.roll, digest, args.by)
        desk.importing.remember(ROLL, told, args.by)
        town.grow(read.new_areas)  # last: a refused roll adds none


def cell_faults(path: Path, faulty: FaultyTables) -> tuple[tuple[Rows, ...], list[CellFault]]:
    """The sheets of a table and where each of its faults stands, to be marked."""
    sheets = read_sheets(path, roll_delimiter)
    return sheets, [
        CellFault(one.row, place, one.problem, one.remedy, sheet.sheet)
        for one in faulty.faults
        for sheet, place in (_place(sheets, one),)
    ]


def _place(sheets: Sequence[Rows], fault: Fault) -> tuple[Rows, int | None]:
    """In which sheet and at which place a fault's column stands, below a title perhaps."""
    named = [sheet for sheet in sheets if sheet.sheet == fault.sheet] or list(sheets)
    for sheet in named:
        header = next((row for row in sheet.rows if fault.column and fault.column in row), None)
        if header is not None:
            return sheet, header.index(fault.column)
    return named[0], None


# -- told --------------------------------------------------------------------------------------


@attrs.frozen
class Told:
    """What is said of a table that is in order: rows, changes, columns not read, notes."""

    number: int
    changes: Sequence[Change]
    unused: Sequence[str]
    notes: Sequence[Text]


def _faulty(args: argparse.Namespace, rows: Sequence[Rows], faults: list[CellFault]) -> int:
    """Every fault, and the same table with red cells; nothing is written to the data folder."""
    if args.marked is not None:
        write_whole(args.marked, marked(rows, faults))
    if args.json:
        print_json({"faults": [_plain(fault) for fault in faults]})
        return AT_FAULT
    head = Text(
        f"有{len(faults)}处要改，没有导入任何内容。", f"{len(faults)} to mend; nothing is imported."
    )
    print(head.said_in(args.lang))
    several = len({fault.sheet for fault in faults}) > 1
    for fault, text in by_kind(faults)[:SHOWN]:
        sheet = Text("“{sheet}”", "'{sheet}', ").filled(sheet=fault.sheet) if several else EMPTY
        said = Text("{sheet}第{row}行：{text}", "{sheet}row {row}: {text}")
        filled = said.filled(sheet=sheet, row=fault.row, text=text)
        print(f"  {one_line(filled.said_in(args.lang))}")
    if args.marked is not None:
        kept = Text("标红的表：{file}", "Marked copy: {file}").filled(file=args.marked)
        print(kept.said_in(args.lang))
    return AT_FAULT


def _plain(fault: CellFault) -> dict[str, Any]:
    return {
        "sheet": fault.sheet or None,
        "row": fault.row,
        "column": fault.column,
        "problem": fault.problem.plain(),
        "remedy": fault.remedy.plain(),
    }


def _tell(args: argparse.Namespace, told: Told) -> None:
    done = args.action == "import" and args.apply
    counts: dict[str, int] = {}
    for change in told.changes:
        counts[change.what] = counts.get(change.what, 0) + 1
    if args.json:
        print_json(
            {
                "kind": args.kind,
                "rows": told.number,
                "applied": done,
                "counts": counts,
                "changes": [
                    {**attrs.asdict(one), "parts": list(one.parts)} for one in told.changes
                ],
                "unused_columns": list(told.unused),
                "warnings": [note.plain() for note in told.notes],
            }
        )
        return
    print(_headline(args, told.number, done).said_in(args.lang))
    if told.unused:
        said = Text("没有读的列：{names}", "columns not read: {names}").filled(
            names=", ".join(told.unused)
        )
        print(said.said_in(args.lang))
    for note in told.notes:
        print(one_line(note.said_in(args.lang)))
    _show_changes(args, [change for change in told.changes if change.what != "same"])


def _show_changes(args: argparse.Namespace, changed: Sequence[Change]) -> None:
    if not changed:
        return
    heads = [t.said_in(args.lang) for t in _HEADS]
    rows = [
        [_WHAT[one.what].said_in(args.lang), one.id[:60], ", ".join(one.parts)]
        for one in changed[:SHOWN]
    ]
    print(table(heads, rows))
    if len(changed) > SHOWN:
        print(_more(len(changed) - SHOWN, args.lang))


_HEADS = (Text("变化", "change"), Text("哪一个", "which"), Text("哪些内容", "what of it"))
_WHAT = {
    "added": Text("新增", "added"),
    "changed": Text("改变", "changed"),
    "removed": Text("去掉", "removed"),
    "same": Text("不变", "same"),
    "repeated": Text("已有同样的", "there already"),
}


def _more(number: int, language: Language) -> str:
    return Text(f"……另有{number}处，见 --json", f"… and {number} more: see --json").said_in(
        language
    )


def _headline(args: argparse.Namespace, number: int, done: bool) -> Text:
    said = Text("{number}行没有问题；尚未写入（确认请加 --apply）。", _NOT_YET)
    if done:
        said = Text(
            "已导入{number}行。用 tickbox sheet undo 可撤销。",
            "Read {number} rows in. 'tickbox sheet undo' takes them back.",
        )
    return said.filled(number=number)


_NOT_YET = "{number} rows are in order; nothing is written yet (--apply writes)."


def _undo(args: argparse.Namespace) -> int:
    if args.data is None or args.area is None:
        raise BadCommand(
            Text("没有写数据文件夹或居民区。", "the data folder or the area is missing."),
            Text("请写 --data 和 --area。", "Give --data and --area."),
        )
    town = Town(args.data, without=args.without_plugin)
    try:
        desk = town.desk(args.area)
        last = desk.importing.last()
        if args.look:
            print(_undoing(_WOULD_UNDO, last).said_in(args.lang))
            return 0
        holds = tables.still_last(desk, last)
        with desk.transaction(host(args.by), UNDO, holds=holds):
            undone = desk.importing.undo(args.by)
    finally:
        town.close()
    print(_undoing(_UNDONE, undone).said_in(args.lang))
    return 0


def _undoing(said: Text, one: Import) -> Text:
    where = Text("（{round}）", " of {round}").filled(round=one.round) if one.round else EMPTY
    return said.filled(what=TITLES[one.kind], where=where, rows=one.rows)


_UNDONE = Text(
    "已撤销{what}{where}的导入（{rows}行）。", "Undone: the import of {what}{where} ({rows} rows)."
)
_WOULD_UNDO = Text(
    "会撤销{what}{where}的导入（{rows}行）；尚未撤销，去掉 --look 才撤销。",
    "This would undo the import of {what}{where} ({rows} rows); without --look it does.",
)


COMMAND = Sheet()
