"""``tickbox archive``: everything of one decided round in a file, for another place and time."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tickbox_core import __version__
from tickbox_core.archive import digest, write
from tickbox_core.cli.keeping import in_data, new_file
from tickbox_core.desk.keeping.files import put_in_place
from tickbox_core.desk.keeping.slicing import archive
from tickbox_core.registry import open_registry
from tickbox_core.store.folder import DataFolder
from tickbox_core.terminal.parser import Parser
from tickbox_core.text import Text
from tickbox_core.workflow.context import system_time


class Archive:
    """Writes the archive of a round; names go along only when asked for."""

    help = Text(
        "存档一轮打钩（连同表决、评议、台账）", "archive one round, its motions and judgements"
    )

    def configure(self, parser: Parser) -> None:
        """Which round of which area, where to, and whether with names."""
        data, area = Text("数据文件夹", "the data folder"), Text("居民区编号", "the area's id")
        parser.add_argument("--data", type=Path, required=True, help=parser.said(data))
        parser.add_argument("area", metavar="AREA", help=parser.said(area))
        round = Text("轮次编号", "the round's id")
        parser.add_argument("round", metavar="ROUND", help=parser.said(round))
        parser.add_argument("--out", type=Path, help=parser.said(_OUT))
        parser.add_argument("--with-names", action="store_true", help=parser.said(_NAMES))

    def run(self, args: argparse.Namespace) -> int:
        """Write it and say what is in it."""
        path = in_data(args.data)
        out = args.out or Path(f"tickbox-{args.area}-{args.round}.zip")
        new_file(out)
        folder = DataFolder(path)
        try:
            made = archive(
                folder,
                args.area,
                args.round,
                open_registry(without=args.without_plugin),
                made=system_time(),
                version=__version__,
                names=args.with_names,
            )
        finally:
            folder.close()
        data = write(made.contents)
        put_in_place(out, data)
        for area, logs in made.contents.about.logs.items():
            for log, note in logs.items():
                if note.outcome:
                    print(f"{area}/{log}: {note.outcome}")
        print(_DONE.filled(out=str(out), digest=digest(data)).said_in(args.lang))
        if made.left_out:
            left = ", ".join(made.left_out)
            print(_LEFT_OUT.filled(left=left).said_in(args.lang))
        if args.with_names:
            print(_WARNING.said_in(args.lang), file=sys.stderr)
        return 0


_OUT = Text("写到哪个新文件", "the new file to write")
_NAMES = Text("连同名册、表决票和原话（见警告）", "with roll, papers and words (see the warning)")
_DONE = Text("已存档到 {out}；摘要：{digest}。", "Archived to {out}; digest: {digest}.")
_LEFT_OUT = Text(
    "还没有公布，所以不在里面：{left}。", "Not published yet, and so not in it: {left}."
)
_WARNING = Text(
    "警告：里面有姓名、住址和业主各自的意见。只给有权看的人，用完销毁。",
    "Warning: names, homes and each owner's vote are in it. Hand it only to those who may see "
    "them, and destroy it after use.",
)

COMMAND = Archive()
