"""``tickbox evidence``: take a sealed file that two people made of a motion, or check one."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from tickbox_core.bundle import CheckedEvidence, check_evidence
from tickbox_core.cli.host import TOKEN_FILE, actor_by_token, token_in
from tickbox_core.cli.keeping import in_data, new_file, read_file
from tickbox_core.desk import Town
from tickbox_core.desk.keeping.files import put_in_place
from tickbox_core.errors import BadCommand
from tickbox_core.terminal.parser import Parser
from tickbox_core.terminal.printing import one_line, print_json
from tickbox_core.text import Text
from tickbox_core.workflow.performing import allow, plain_of


class EvidenceCommand:
    """Writes a motion's evidence file for whoever signed for it, or checks such a file."""

    help = Text("取或核对一份证据文件", "take the evidence file of a motion, or check one")

    def configure(self, parser: Parser) -> None:
        """What to do, with which file or motion."""
        parser.add_argument("do", choices=("check", "take"), help=parser.said(_DO))
        parser.add_argument("what", metavar="FILE.zip|MOTION", help=parser.said(_WHAT))
        parser.add_argument("digest", nargs="?", default="", help=parser.said(_DIGEST))
        folder, area = Text("数据文件夹", "the data folder"), Text("居民区编号", "the area's id")
        parser.add_argument("--data", type=Path, help=parser.said(folder))
        parser.add_argument("--area", help=parser.said(area))
        parser.add_argument("--token-file", type=Path, help=parser.said(TOKEN_FILE))
        parser.add_argument("--out", type=Path, help=parser.said(_OUT))
        parser.add_argument(
            "--json", action="store_true", help=parser.said(Text("输出 JSON", "print JSON"))
        )

    def run(self, args: argparse.Namespace) -> int:
        """Checking: 0 it is whole and recounts, 1 it differs, 2 it cannot be decided."""
        if args.do == "take":
            return self._take(args)
        found = check_evidence(read_file(Path(args.what)))
        if args.json:
            print_json(_plain(found))
        else:
            print("\n".join(one_line(line.said_in(args.lang)) for line in _lines(found)))
        return found.status

    def _take(self, args: argparse.Namespace) -> int:
        if args.data is None or args.area is None or args.token_file is None or not args.digest:
            raise BadCommand(_MISSING, _GIVE)
        from tickbox_core.acts.checking import EVIDENCE_FILE, evidence_name

        out = args.out or Path(evidence_name(args.what, args.digest))
        new_file(out)
        town = Town(in_data(args.data), without=args.without_plugin)
        try:
            actor = actor_by_token(town, args.area, token_in(args.token_file))
            allow(EVIDENCE_FILE, actor)
            file = town.desk(args.area).motions.take_evidence(args.what, args.digest, actor.name)
        finally:
            town.close()
        put_in_place(out, file.data)
        print(_DONE.filled(out=str(out), digest=file.digest).said_in(args.lang))
        return 0


def _lines(found: CheckedEvidence) -> Iterator[Text]:
    """What is in it, what differs, and what comes of it."""
    yield _HEAD.filled(question=found.question, motion=found.motion, area=found.area, on=found.on)
    for part in found.parts:
        said = Text("{name}（{words}）：{sha256}", "{name} ({words}): {sha256}")
        yield said.filled(name=part.name, words=part.words, sha256=part.sha256)
    yield Text("清单摘要：{digest}", "Digest of the list: {digest}").filled(digest=found.digest)
    for name, one in found.recounts.items():
        yield _RECOUNT[one.status].filled(name=name)
        yield from (Text(f"! {text.zh}", f"! {text.en}") for text in one.texts)
    yield from (Text(f"! {fault.zh}", f"! {fault.en}") for fault in found.faults)
    yield _ENDS[found.status]


def _plain(found: CheckedEvidence) -> dict[str, object]:
    recounts = {
        name: {"status": one.status, "sentences": one.sentences}
        for name, one in found.recounts.items()
    }
    return {
        "area": found.area,
        "motion": found.motion,
        "question": found.question.plain(),
        "on": found.on,
        "digest": found.digest,
        "parts": [{**plain_of(part), "words": part.words.plain()} for part in found.parts],
        "recounts": recounts,
        "faults": [fault.plain() for fault in found.faults],
        "status": found.status,
    }


_DO = Text("check 核对一份文件；take 取一份已出具的", "check a file, or take one that was made")
_WHAT = Text("check：文件；take：表决编号", "check: the file; take: the motion's id")
_DIGEST = Text("take：清单摘要", "take: the digest of its list")
_OUT = Text("take：写到哪个新文件", "take: the new file to write")
_MISSING = Text("还缺 --data、--area、--token-file 或清单摘要。",
                "--data, --area, --token-file or the digest is missing.")  # fmt: skip
_GIVE = Text(
    "写：tickbox evidence take 表决编号 清单摘要 --data … --area … --token-file …",
    "Give: tickbox evidence take MOTION DIGEST --data … --area … --token-file …",
)
_DONE = Text(
    "已写入 {out}；清单摘要：{digest}。里面有真实姓名，不得公布。",
    "Written to {out}; digest of its list: {digest}. It holds real names: do not publish it.",
)
_HEAD = Text(
    "{question}（{motion}，{area}），{on}出具：", "{question} ({motion}, {area}), made on {on}:"
)
_RECOUNT = {
    0: Text("{name} 复算一致。", "{name} recounts."),
    1: Text("{name} 复算不一致：", "{name} DIFFERS:"),
    2: Text("{name} 无法判定：", "{name} cannot be decided:"),
}
_ENDS = {
    0: Text("完整、一致。", "It is whole, and all of it agrees."),
    1: Text("有不一致，见上。", "It differs: see above."),
    2: Text("无法判定，见上。", "It cannot be decided: see above."),
}

COMMAND = EvidenceCommand()
