"""``tickbox export``: a decided round for others, without anything about who voted."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tickbox_core.desk import Town
from tickbox_core.desk.election_file import LICENCE, write_election_file
from tickbox_core.errors import BadCommand, BadValue
from tickbox_core.terminal.parser import Parser
from tickbox_core.text import Text


class Export:
    """Writes a decided round in a format that other programs read."""

    help = Text("导出一轮结果，供别的程序使用", "write a decided round for other programs")

    def configure(self, parser: Parser) -> None:
        """Which round, in which format, and where to."""
        parser.add_argument("round", metavar="ROUND|BUNDLE.zip", help=parser.said(_ROUND))
        parser.add_argument("--pabulib", action="store_true", help=parser.said(_PABULIB))
        folder = Text("数据文件夹", "the data folder")
        parser.add_argument("--data", type=Path, help=parser.said(folder))
        area = Text("居民区编号", "the area's id")
        parser.add_argument("--area", help=parser.said(area))
        parser.add_argument(
            "--licence", default=LICENCE, metavar="SPDX", help=parser.said(_LICENCE)
        )
        out = Text("写到哪个文件（默认屏幕）", "the file to write (default: the screen)")
        parser.add_argument("-o", "--output", type=Path, help=parser.said(out))

    def run(self, args: argparse.Namespace) -> int:
        """Write it; a bundle that does not recount is refused."""
        if not args.pabulib:
            raise BadCommand(
                Text("没有写格式。", "no format was named."),
                Text("请写 --pabulib。", "Give --pabulib."),
            )
        text = write_election_file(_bundle(args), args.licence)
        if args.output is None:
            sys.stdout.write(text)
        else:
            args.output.write_text(text, encoding="utf-8", newline="\n")
        return 0


_ROUND = Text("轮次编号，或核验包文件", "a round's id, or a bundle")
_LICENCE = Text("文件的许可（SPDX 名称）", "the licence of the file (an SPDX name)")
_PABULIB = Text("Pabulib 的 .pb 格式", "Pabulib's .pb format")


def _bundle(args: argparse.Namespace) -> bytes:
    file = Path(args.round)
    if args.data is None:
        if not file.is_file():
            raise BadCommand(
                Text(f"没有核验包“{args.round}”。", f"there is no bundle '{args.round}'."),
                Text(
                    "请写文件名，或加 --data 和 --area。", "Name a file, or add --data and --area."
                ),
            )
        return file.read_bytes()
    if not (args.data / "town.sqlite").is_file() or args.area is None:
        raise BadValue(
            str(args.data),
            Text("不是数据文件夹，或没有写 --area。", "is no data folder, or --area is missing."),
            Text("请核对。", "Check both."),
        )
    town = Town(args.data, without=args.without_plugin)
    try:
        return town.desk(args.area).bundle(args.round)
    finally:
        town.close()


COMMAND = Export()
