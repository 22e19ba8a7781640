"""``tickbox restore``: a new data folder from an archive, or only a check of it."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tickbox_core.archive import Contents, digest, read
from tickbox_core.cli.keeping import plain, read_file, told
from tickbox_core.cli.parser import Parser
from tickbox_core.cli.printing import print_json
from tickbox_core.desk.keeping import Verdict
from tickbox_core.desk.keeping.restoring import checked, missing_plugins, restore
from tickbox_core.errors import BadCommand
from tickbox_core.registry import open_registry
from tickbox_core.text import Text


class Restore:
    """Restores into a folder that is not there yet; 1 where a check finds a difference."""

    help = Text("从备份或存档恢复，并可核对", "restore from a backup or archive, and check it")

    def configure(self, parser: Parser) -> None:
        """The archive, where to, and whether to check everything."""
        file = Text("备份或存档", "the backup or archive")
        parser.add_argument("file", type=Path, metavar="FILE.zip", help=parser.said(file))
        parser.add_argument("--data", type=Path, metavar="NEWDIR", help=parser.said(_DATA))
        parser.add_argument("--verify", action="store_true", help=parser.said(_VERIFY))
        parser.add_argument(
            "--json", action="store_true", help=parser.said(Text("输出 JSON", "print JSON"))
        )

    def run(self, args: argparse.Namespace) -> int:
        """0 restored (and as it should be, if asked), 1 something differs."""
        if args.data is None and not args.verify:
            raise BadCommand(
                Text("没有写恢复到哪里。", "it does not say where to restore it."),
                Text(
                    "请写 --data 新文件夹，或只核对：--verify。",
                    "Give --data NEWDIR, or only check it: --verify.",
                ),
            )
        data = read_file(args.file)
        contents = read(data)
        registry = open_registry()
        if args.data is None:
            with tempfile.TemporaryDirectory() as scratch:
                verdict = checked(contents, Path(scratch), registry)
        else:
            verdict = restore(contents, args.data, check=args.verify, registry=registry)
        note = missing_plugins(contents, registry)
        if args.json:
            report = {"digest": digest(data), "note": note and note.plain(), **plain(verdict)}
            print_json(report)
        else:
            _said(args, data, contents, verdict, note)
        return 1 if verdict.faults else 0


def _said(
    args: argparse.Namespace, data: bytes, contents: Contents, verdict: Verdict, note: Text | None
) -> None:
    about = contents.about
    head = _ABOUT.filled(
        kind=about.kind.words,
        areas=", ".join(about.areas) or "–",
        made=about.made,
        digest=digest(data),
    )
    print(head.said_in(args.lang))
    if args.data is not None:
        print(_RESTORED.filled(data=str(args.data)).said_in(args.lang))
        if not any(name.startswith("keys/") for name in contents.files):
            print(_NO_KEYS.said_in(args.lang))
    if note is not None:
        print(note.said_in(args.lang))
    for line in told(verdict, args.lang) if args.verify else ():
        print(line)


_DATA = Text("恢复到哪个新文件夹", "the new folder to restore it to")
_VERIFY = Text("核对全部记录，复算全部结果", "check every log and recount every result")
_ABOUT = Text(
    "{kind}，{areas}，{made}；摘要 {digest}", "{kind}: {areas}, made {made}; digest {digest}"
)
_RESTORED = Text("已恢复到 {data}。", "Restored to {data}.")
_NO_KEYS = Text(
    "存档里没有密钥：请把另存的 keys 放进这个文件夹再启动；否则会用新密钥，票码和凭证要重发。",
    "No keys are in it: put your copy of 'keys' into the folder before you start it. Without one "
    "new keys are made, and codes and tokens have to be issued anew.",
)

COMMAND = Restore()
