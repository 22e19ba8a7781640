"""``tickbox erase``: personal data whose purpose is over, looked at first, then erased for good."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tickbox_core.cli.keeping import in_data
from tickbox_core.desk import Town
from tickbox_core.desk.keeping import Line
from tickbox_core.errors import BadCommand
from tickbox_core.terminal.parser import Parser
from tickbox_core.terminal.printing import print_json
from tickbox_core.text import Language, Text, join_texts


class Erase:
    """Shows what would go and what stays and why; erases only with ``--confirm``."""

    help = Text(
        "删除用途已了的个人信息（先预览）", "erase personal data that is due (preview first)"
    )

    def configure(self, parser: Parser) -> None:
        """Where, of what, who does it, and the word that makes it so."""
        data, area = Text("数据文件夹", "the data folder"), Text("居民区编号", "the area's id")
        parser.add_argument("--data", type=Path, required=True, help=parser.said(data))
        parser.add_argument("--area", required=True, help=parser.said(area))
        parser.add_round(_ROUND)
        parser.add_argument("--before", metavar="YYYY-MM-DD", help=parser.said(_BEFORE))
        parser.add_argument("--by", default="", help=parser.said(_BY))
        parser.add_argument("--confirm", action="store_true", help=parser.said(_CONFIRM))
        parser.add_argument(
            "--json", action="store_true", help=parser.said(Text("输出 JSON", "print JSON"))
        )

    def run(self, args: argparse.Namespace) -> int:
        """0 shown or erased; 1 erased, but old bytes may still be in the file."""
        path, before = in_data(args.data), _day(args.before)
        if args.confirm and not args.by.strip():
            raise BadCommand(
                Text("没有写经办人。", "it does not say who does it."),
                Text("请写 --by 姓名。", "Give --by NAME."),
            )
        town, scrubbed = Town(path, without=args.without_plugin), True
        try:
            keeping = town.desk(args.area).keeping
            if args.confirm:
                done = keeping.erase(by=args.by, round=args.round, before=before)
                lines, scrubbed = done.lines, done.scrubbed
            else:
                lines = keeping.due(args.round, before)
        finally:
            town.close()
        if args.json:
            rows = [line.plain() for line in lines]
            print_json({"erased": args.confirm, "scrubbed": scrubbed, "lines": rows})
        else:
            print("\n".join(_report_lines(lines, args, scrubbed)))
        return 0 if scrubbed else 1


def _day(word: str | None) -> date | None:
    try:
        return None if word is None else date.fromisoformat(word)
    except ValueError:
        raise BadCommand(
            Text(f"“{word}”不是日期。", f"'{word}' is no date."),
            Text("请写成 2027-01-31。", "Write it as 2027-01-31."),
        ) from None


def _report_lines(
    lines: tuple[Line, ...], args: argparse.Namespace, scrubbed: bool
) -> Iterator[str]:
    language: Language = args.lang
    if not lines:
        yield _NOTHING.said_in(language)
    for line in lines:
        yield from _line(line, args.confirm, language)
    if any(line.goes for line in lines):
        yield ""
        yield (_STAYS if args.confirm else _PREVIEW).said_in(language)
    if not scrubbed:
        yield _BUSY.said_in(language)


def _line(line: Line, done: bool, language: Language) -> Iterator[str]:
    where = f" [{line.id}]" if line.id else ""
    goes = _GONE if done else _GOES
    said = [goes.filled(goes=line.goes)] if line.goes else []
    if line.stays:
        why = join_texts(list(line.why), "；", "; ")
        said.append(_KEPT.filled(stays=line.stays, why=why, ends=line.what.ends))
    told = join_texts(said, "，", ", ").said_in(language)
    yield f"{line.what.words.said_in(language)}{where}: {told}"


_ROUND = Text("只看这一轮", "of this round only")
_BEFORE = Text("只看这一天以前写下的", "written before this day only")
_BY = Text("经办人姓名", "who does it")
_CONFIRM = Text("确认永久删除（不写只预览）", "erase for good (else only a preview)")
_NOTHING = Text("没有个人信息。", "There is no personal data.")
_GOES = Text("{goes}条将删除", "{goes} would go")
_GONE = Text("已删除{goes}条", "{goes} erased")
_KEPT = Text("{stays}条保留（{why}；到期：{ends}）", "{stays} stay ({why}; due once {ends})")
_PREVIEW = Text(
    "这只是预览。确认请加 --confirm --by 姓名；删除后不能恢复。会留下：台账的公开部分、"
    "匿名席位的选票、合计和结果（照样可以核对和复算）。按楼栋的参与数和不同居民数要用名册算，名册删除后不再显示。",
    "This is a preview. To do it add --confirm --by NAME; it cannot be undone. What stays: the "
    "public part of every entry, ballots under their random slots, totals and results, which "
    "verify and recount as before. Turnout by building and the number of different residents are "
    "computed from the roll, and are gone with it.",
)
_STAYS = Text(
    "已删除，并已记入台账（只写种类，不写是谁）。以前的备份里还有：请一并销毁到期的备份。",
    "Erased, and noted in the diary (what kind, never whose). Older backups still hold it: destroy "
    "those that are due too.",
)
_BUSY = Text(
    "有人正在读数据文件，旧内容可能还在文件里：请停止服务，再运行一次。",
    "Somebody is reading the file, so old bytes may still be in it: stop the server and run this "
    "again.",
)

COMMAND = Erase()
