"""``tickbox year --demo``: a whole year of a town, played through the same acts people use."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tickbox_core import __version__
from tickbox_core.errors import BadCommand
from tickbox_core.playing import PlayedStep, played
from tickbox_core.registry import open_registry
from tickbox_core.terminal.parser import Parser
from tickbox_core.terminal.printing import print_json
from tickbox_core.text import Language, Text

FEWEST = 3


class Year:
    """Plays a year with a clock of its own and prints it as a person would tell it."""

    help = Text("演示一年的流程（生成的数据）", "play a year, with generated data")

    def configure(self, parser: Parser) -> None:
        """``--demo``, where to keep it, how many neighbourhoods, and ``--json``."""
        parser.add_argument("--demo", action="store_true", help=parser.said(_DEMO))
        keep = Text("保留数据的文件夹", "a folder to keep the data in")
        parser.add_argument("--data", type=Path, help=parser.said(keep))
        parser.add_argument(
            "--neighbourhoods", type=int, default=FEWEST, metavar="N", help=parser.said(_MANY)
        )
        parser.add_argument(
            "--json", action="store_true", help=parser.said(Text("输出 JSON", "print JSON"))
        )

    def run(self, args: argparse.Namespace) -> int:
        """Play it; what the data folder held before stays as it is, so it has to be new."""
        if not args.demo:
            raise BadCommand(
                Text("现在只有演示。", "a demonstration is all there is."),
                Text("请写 --demo。", "Give --demo."),
            )
        if not FEWEST <= args.neighbourhoods <= MOST:
            raise BadCommand(
                Text(f"不能演示{args.neighbourhoods}个居民区。", "not that many can be played."),
                Text(f"请写{FEWEST}到{MOST}。", f"Give {FEWEST} to {MOST}."),
            )
        if args.data is not None and args.data.exists():
            raise BadCommand(
                Text(f"“{args.data}”已经存在。", f"'{args.data}' is there already."),
                Text("请写一个新文件夹。", "Name a new folder."),
            )
        with tempfile.TemporaryDirectory() as folder:
            steps = []
            place = args.data or Path(folder) / "year"
            for step in played(
                place,
                args.neighbourhoods,
                version=__version__,
                registry=open_registry(without=args.without_plugin),
            ):
                steps.append({"day": step.day.isoformat(), "text": step.text.plain()})
                if not args.json:
                    print(_line(step, args.lang), flush=True)
        if args.json:
            print_json(steps)
        return 0


MOST = 99
_DEMO = Text("用生成的数据演示", "with generated data")
_MANY = Text(f"几个居民区（{FEWEST}到{MOST}）", f"how many neighbourhoods ({FEWEST} to {MOST})")


def _line(step: PlayedStep, language: Language) -> str:
    return f"{step.day.isoformat()}  {step.text.said_in(language)}"


COMMAND = Year()
