"""``tickbox sheet``: templates for spreadsheets, and tables read in, previewed, marked, undone."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import attrs

from tickbox_core import Registry, __version__, open_registry
from tickbox_core.acts import Actor
from tickbox_core.acts.tables.every import TABLES
from tickbox_core.acts.tables.kind import (
    Asked,
    Faulty,
    TableKind,
    meanings_of,
    parts_in_words,
)
from tickbox_core.acts.tables.rolls import cell_faults
from tickbox_core.acts.tables.taking import (
    digest_of,
    export_table,
    going,
    look_at,
    take_table,
    undo_table,
    why_not_undone,
)
from tickbox_core.categories import Column
from tickbox_core.cli.host import (
    SECOND_FILE,
    TOKEN_FILE,
    TWO_SIGN,
    TYPED_NAME,
    actor_by_token,
    host,
    second_actor,
    token_in,
)
from tickbox_core.cli.mapping import add_map, add_namesakes, read_map, read_namesakes
from tickbox_core.cli.memory import rarely_collected
from tickbox_core.desk import Desk, Town
from tickbox_core.desk.importing import ROLL
from tickbox_core.desk.roll_changes import RowChange
from tickbox_core.errors import BadCommand, FaultyTables
from tickbox_core.interchange import read_roll
from tickbox_core.interchange.workbooks import (
    CellFault,
    Rows,
    by_kind,
    mark_faults,
    template,
)
from tickbox_core.model.areas import MOST_DECIMALS
from tickbox_core.store.files import write_whole
from tickbox_core.terminal.parser import Parser
from tickbox_core.terminal.printing import one_line, print_json
from tickbox_core.terminal.table import table
from tickbox_core.text import EMPTY, Language, Text, join_texts
from tickbox_core.year import Import

ACTIONS = ("template", "check", "import", "undo", "export")
SHOWN = 20
AT_FAULT = 1


class SheetCommand:
    """Templates out, tables in; nothing is written before ``--apply``."""

    help = Text(
        "电子表格：出模板、检查、导入、撤销、导出",
        "spreadsheets: in, out, and undone",
    )

    def configure(self, parser: Parser) -> None:
        """What to do with which kind of table, and where."""
        parser.add_argument("action", choices=ACTIONS, help=parser.said(_ACTION))
        parser.add_argument("kind", nargs="?", choices=list(TABLES), help=parser.said(_KIND))
        parser.add_argument("file", nargs="?", type=Path, help=parser.said(_FILE))
        parser.add_argument("--policy", default="", help=parser.said(_POLICY))
        parser.add_argument("--data", type=Path, help=parser.said(_DATA))
        parser.add_argument("--area", help=parser.said(Text("居民区编号", "the area's id")))
        parser.add_round(Text("轮次", "the round"))
        parser.add_argument("--to", default="", metavar="ID", help=parser.said(_PUT_TO))
        parser.add_argument("--by", default="", help=parser.said(_BY))
        parser.add_argument("--token-file", type=Path, help=parser.said(TOKEN_FILE))
        parser.add_argument("--second-token-file", type=Path, help=parser.said(SECOND_FILE))
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
        with rarely_collected():
            return _export(args) if args.action == "export" else _rows(args)


_ACTION = Text("出模板、检查、导入、撤销上次导入、导出现有内容", "what to do")
_KIND = Text("表的种类", "the kind of table")
_FILE = Text("文件（.xlsx、.xls、.ods 或 .csv）", "the file (.xlsx, .xls, .ods or .csv)")
_POLICY = Text("事项类别的规程，其填报项成为列", "a category's policy, whose fields become columns")
_DATA = Text("数据文件夹", "the data folder")
_PUT_TO = Text(
    "放到哪里：轮次、轮次/事项（余额）、轮次/批次（纸质选票）、表决（送达）、项目（收款流水）",
    "what it is put to: ROUND, ROUND/ITEM (balances), ROUND/BATCH (ballots), MOTION (service), "
    "PROJECT (payments)",
)
_BY = Text("经办人姓名", "who does it")
_MAP = Text("某列是什么，如 诉求=text；会记住", "what a header means: 诉求=text; it is remembered")
_NEW_AREAS = Text("名册里没有登记过的楼栋一并新增", "add buildings that are new in a roll")
_MARKED = Text("标红后另存到", "where the marked copy goes")
_APPLY = Text("确认写入（否则只预览）", "write it (else it is a preview)")
_LOOK = Text("撤销之前先看会撤销什么，不写入", "undo: only say what would be undone")


# -- out ---------------------------------------------------------------------------------------


def _template(args: argparse.Namespace) -> int:
    noun = TABLES[args.kind].noun
    data = template(args.kind, __version__, noun, _columns(args))
    _check_new_workbook(args.file)
    args.file.write_bytes(data)
    print(Text("已写好 {file}。", "Wrote {file}.").filled(file=args.file).said_in(args.lang))
    return 0


def _columns(args: argparse.Namespace) -> Sequence[Column]:
    return TABLES[args.kind].columns(_registry(args), args.policy)


def _registry(args: argparse.Namespace) -> Registry:
    return open_registry(without=args.without_plugin)


def _export(args: argparse.Namespace) -> int:
    """What stands in the neighbourhood, as a workbook that can be read in again."""
    kind = TABLES[args.kind]
    if kind.current is None:
        problem = Text(f"{kind.noun.zh}不能导出成表。", f"{kind.noun.en} is not exported.")
        raise BadCommand(problem, Text("见 tickbox export。", "See tickbox export."))
    _check_new_workbook(args.file)
    town, desk = _opened(args)
    try:
        asked = Asked(_put_to(args, desk), args.policy)
        written = export_table(desk, kind, __version__, asked, _actor(town, args))
    finally:
        town.close()
    write_whole(args.file, written.content)
    said = Text("已写好 {file}（{number}行）。", "Wrote {file} ({number} rows).")
    print(said.filled(file=args.file, number=written.rows).said_in(args.lang))
    if left := written.left_out:
        ids = ", ".join(left[:SHOWN]) + (" …" if len(left) > SHOWN else "")
        said = kind.not_written.filled(ids=ids, number=len(left))
        print(one_line(said.said_in(args.lang)))
    return 0


def _check_new_workbook(file: Path) -> None:
    if file.suffix.lower() != ".xlsx":
        raise BadCommand(
            Text(f"“{file.name}”不是 .xlsx 文件名。", f"'{file.name}' is no name for a workbook."),
            Text("写出的是工作簿，请用 .xlsx 结尾。", "What is written is one: end it in .xlsx."),
        )
    if file.exists():
        raise BadCommand(
            Text(f"“{file}”已经存在。", f"'{file}' is there already."),
            Text("请换个文件名。", "Choose another name."),
        )


_WHERE = BadCommand(
    Text("没有写数据文件夹或居民区。", "the data folder or the area is missing."),
    Text("请写 --data 和 --area。", "Give --data and --area."),
)


def _opened(args: argparse.Namespace) -> tuple[Town, Desk]:
    """The town and the desk; ``BadCommand`` where it is not said which."""
    if args.data is None or args.area is None:
        raise _WHERE
    town = Town(args.data, without=args.without_plugin)
    try:
        return town, town.desk(args.area)
    except BaseException:
        town.close()
        raise


# -- in ----------------------------------------------------------------------------------------


def _rows(args: argparse.Namespace) -> int:
    asked = Asked(
        _to(args), args.policy, _told(args), args.by, args.new_areas or not args.apply,
        read_namesakes(args.namesakes),
    )  # fmt: skip
    kind = TABLES[args.kind]
    if args.data is None:
        return _roll_alone(args, asked) if args.kind == ROLL else _alone(args, asked)
    town, desk = _opened(args)
    try:
        _put_to(args, desk)
        actor = _actor(town, args)
        looked = look_at(desk, args.kind, args.file, attrs.evolve(asked, by=actor.name))
        if isinstance(looked, Faulty):
            return _faulty(args, looked.sheets, looked.faults)
        if args.action == "import" and args.apply:
            digest = digest_of(args.file.read_bytes())
            _check_signed(args, kind)
            take_table(
                town,
                desk,
                looked,
                digest,
                actor,
                second_actor(town, args.area, args.second_token_file),
            )
        unread = () if kind.says_unread else looked.unused
        _tell(args, SheetReport(looked.rows, looked.changes, unread, looked.notes))
        return 0
    finally:
        town.close()


def _actor(town: Town, args: argparse.Namespace) -> Actor:
    """Who it is: by a token, else the host of the folder by the name that is typed."""
    if args.token_file is not None:
        return actor_by_token(town, args.area, token_in(args.token_file))
    return host(args.by)


def _check_signed(args: argparse.Namespace, kind: TableKind) -> None:
    """Raise ``BadCommand`` where two people sign and a name was typed for one of them."""
    if kind.second and args.token_file is None:
        raise BadCommand(TYPED_NAME, TWO_SIGN)


def _alone(args: argparse.Namespace, asked: Asked) -> int:
    """A table looked at by itself, without a neighbourhood to compare it with."""
    read = TABLES[args.kind].without_desk
    if read is None:
        raise _WHERE
    found = read(_registry(args), args.file, asked)
    if found.faults:
        return _faulty(args, found.sheets, found.faults)
    _tell(args, SheetReport(len(found.rows), (), found.unused, found.notes))
    return 0


def _to(args: argparse.Namespace) -> str:
    to: str = args.to or args.round or ""
    return to


def _put_to(args: argparse.Namespace, desk: Desk) -> str:
    """What the table is put to; ``BadCommand`` with what there is where it is not said."""
    kind, to = TABLES[args.kind], _to(args)
    if not kind.to or to:
        return to
    there = "、".join(one.id for one in kind.choices(desk))
    if there:
        remedy = Text("请写 --to：{there}。", "Give --to, one of: {there}.").filled(there=there)
    else:
        remedy = Text("现在还没有。", "There is none yet.")
    raise BadCommand(
        Text("没有写是哪个{what}。", "it is not said of which {what} it is.").filled(
            what=Text(kind.to.zh, kind.to.en.lower())
        ),
        remedy,
    )


def _told(args: argparse.Namespace) -> dict[str, str]:
    if not args.map:
        return {}  # loading every plugin a second time only to look nothing up
    means = meanings_of(TABLES[args.kind], _registry(args), args.policy)
    called = {said.casefold(): key for key, words in means for said in (words.zh, words.en)}
    return read_map(args.map, [key for key, _ in means], called)


# -- in: a roll by itself ----------------------------------------------------------------------


def _roll_alone(args: argparse.Namespace, asked: Asked) -> int:
    """A roll looked at without a neighbourhood, all of whose buildings are as it names them."""
    try:
        read = read_roll(
            args.file,
            as_of=date.min,
            known=asked.told,
            most_decimals=MOST_DECIMALS,
            namesakes=asked.namesakes,
        )
    except FaultyTables as faulty:
        return _faulty(args, *cell_faults(args.file, faulty))
    _tell(args, SheetReport(len(read.roll.units), (), (), read.warnings))
    return 0


# -- told --------------------------------------------------------------------------------------


@attrs.frozen
class SheetReport:
    """What is said of a table that is in order: rows, changes, columns not read, notes."""

    number: int
    changes: Sequence[RowChange]
    unused: Sequence[str]
    notes: Sequence[Text]


def _faulty(args: argparse.Namespace, rows: Sequence[Rows], faults: Sequence[CellFault]) -> int:
    """Every fault, and the same table with red cells; nothing is written to the data folder."""
    if args.marked is not None:
        write_whole(args.marked, mark_faults(rows, faults))
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


def _tell(args: argparse.Namespace, told: SheetReport) -> None:
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
    changed = [change for change in told.changes if change.what != "same"]
    _show_changes(args, args.kind, changed)


def _show_changes(args: argparse.Namespace, kind: str, changed: Sequence[RowChange]) -> None:
    if not changed:
        return
    registry = _registry(args)
    heads = [t.said_in(args.lang) for t in _HEADS]
    rows = [
        [
            _WHAT[one.what].said_in(args.lang),
            one.called.said_in(args.lang)[:60],
            join_texts(
                parts_in_words(TABLES[kind], registry, args.policy, one.parts), "、", ", "
            ).said_in(args.lang),
        ]
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
    town, desk = _opened(args)
    try:
        last = desk.importing.last()
        if args.look:
            return _look_at_undo(args, town, desk, last)
        _check_signed(args, TABLES[last.kind])
        undone = undo_table(
            town,
            desk,
            last,
            _actor(town, args),
            second_actor(town, args.area, args.second_token_file),
        )
    finally:
        town.close()
    print(_undoing(_UNDONE, undone).said_in(args.lang))
    return 0


def _look_at_undo(args: argparse.Namespace, town: Town, desk: Desk, last: Import) -> int:
    """What would go; or that the undo is refused as things stand, and why."""
    refusal = why_not_undone(town, desk, last, _actor(town, args))
    if refusal is not None:
        print(_undoing(_NOT_UNDONE, last).said_in(args.lang))
        print(one_line(refusal.text.said_in(args.lang)))
        return AT_FAULT
    print(_undoing(_WOULD_UNDO, last).said_in(args.lang))
    _show_changes(args, last.kind, going(desk, last))
    return 0


def _undoing(said: Text, one: Import) -> Text:
    where = Text("（{round}）", " of {round}").filled(round=one.round) if one.round else EMPTY
    return said.filled(what=TABLES[one.kind].noun, where=where, rows=one.rows)


_UNDONE = Text(
    "已撤销{what}{where}的导入（{rows}行）。", "Undone: the import of {what}{where} ({rows} rows)."
)
_WOULD_UNDO = Text(
    "会撤销{what}{where}的导入（{rows}行）；尚未撤销，去掉 --look 才撤销。",
    "This would undo the import of {what}{where} ({rows} rows); without --look it does.",
)
_NOT_UNDONE = Text(
    "{what}{where}的导入（{rows}行）现在不能撤销：",
    "The import of {what}{where} ({rows} rows) cannot be undone as things stand:",
)


COMMAND = SheetCommand()
