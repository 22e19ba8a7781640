"""``tickbox restore``: a new data folder from an archive, or only a check of it."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tickbox_core.archive import Contents, digest, read
from tickbox_core.cli.keeping import plain, read_file, verdict_lines
from tickbox_core.desk.keeping import Verification
from tickbox_core.desk.keeping.restoring import check_backup, evidence, missing_plugins, restore
from tickbox_core.errors import BadCommand
from tickbox_core.registry import open_registry
from tickbox_core.terminal.parser import Parser
from tickbox_core.terminal.printing import print_json
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
        registry = open_registry(without=args.without_plugin)
        kept: Path | None = None
        if args.data is not None and (args.data / "town.sqlite").is_file():
            kept, verdict = evidence(data, args.data, registry)
        elif args.data is None:
            with tempfile.TemporaryDirectory() as scratch:
                verdict = check_backup(contents, Path(scratch), registry)
        else:
            verdict = restore(contents, args.data, check=args.verify, registry=registry)
        note = missing_plugins(contents, registry)
        if args.json:
            report = {"digest": digest(data), "note": note and note.plain(), **plain(verdict)}
            print_json(report)
        else:
            place = args.data if kept is None else kept
            _report(args, _head(contents, data), place, [*_notes(contents, kept, verdict), note])
            for line in verdict_lines(verdict, args.lang) if args.verify or kept else ():
                print(line)
        return 1 if verdict.faults else 0


def _head(contents: Contents, data: bytes) -> Text:
    about = contents.about
    what = Text(f"{about.round}（{', '.join(about.areas)}）", f"{about.round} of {about.areas[0]}")
    return _ABOUT.filled(
        kind=about.kind.words,
        what=what if about.round else ", ".join(about.areas) or "–",
        made=about.made,
        digest=digest(data),
    )


def _notes(contents: Contents, kept: Path | None, verdict: Verification) -> list[Text | None]:
    if kept is not None:
        return [_NOT_KEPT if verdict.faults else _EVIDENCE]
    keys = any(name.startswith("keys/") for name in contents.files)
    return [None if keys or contents.about.round else _NO_KEYS]


def _report(
    args: argparse.Namespace, head: Text, place: Path | None, notes: list[Text | None]
) -> None:
    print(head.said_in(args.lang))
    if place is not None and _NOT_KEPT not in notes:
        said = _KEPT if _EVIDENCE in notes else _RESTORED
        print(said.filled(data=str(place)).said_in(args.lang))
    for note in notes:
        if note is not None and (place is not None or note is not _NO_KEYS):
            print(note.said_in(args.lang))


_DATA = Text("恢复到哪个新文件夹", "the new folder to restore it to")
_VERIFY = Text("核对全部记录，复算全部结果", "check every log and recount every result")
_ABOUT = Text(
    "{kind}：{what}，{made}；摘要 {digest}", "{kind}: {what}, made {made}; digest {digest}"
)
_RESTORED = Text("已恢复到 {data}。", "Restored to {data}.")
_KEPT = Text("已收为 {data}。", "Kept as {data}.")
_NO_KEYS = Text(
    "存档里没有密钥：请把另存的 keys 放进这个文件夹再启动。确实丢失了，先运行 tickbox keys --new；"
    "打钩码和令牌都要重发。",
    "No keys are in it: put your copy of 'keys' into the folder before you start it. If they are "
    "lost for good run 'tickbox keys --new' first; codes and tokens have to be issued anew.",
)

_EVIDENCE = Text(
    "这是别处一轮的存档：已作为只读的证据放在一边，不进入本镇的轮次和统计。要看，请恢复到新文件夹。",
    "It is the archive of a round: kept beside the living rounds as read-only evidence, and in no "
    "figures of this town. To look into it restore it to a new folder.",
)
_NOT_KEPT = Text("有不一致，没有收下。", "Something differs, so it was not kept.")

COMMAND = Restore()
