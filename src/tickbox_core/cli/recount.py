"""``tickbox recount BUNDLE``: runs the shipped ``recount.py``, or hands it out."""

from __future__ import annotations

import argparse

from tickbox_core.bundle import recount, recount_source
from tickbox_core.errors import BadCommand
from tickbox_core.terminal.parser import Parser
from tickbox_core.text import Text


class RecountCommand:
    """Checks a published bundle; the same file runs anywhere without tickbox."""

    help = Text("复算一份公布的核验包", "recount a published bundle")

    def configure(self, parser: Parser) -> None:
        """The bundle, and what was kept to hold against it."""
        parser.add_argument("bundle", nargs="?", metavar="BUNDLE")
        parser.add_argument(
            "--checkpoint", help=parser.said(Text("先前保存的检查点", "a checkpoint kept earlier"))
        )
        parser.add_argument(
            "--receipt", help=parser.said(Text("自己的回执", "a receipt of one's own"))
        )
        parser.add_argument(
            "--key", help=parser.said(Text("公示墙上的公钥", "the public key as posted"))
        )
        parser.add_argument(
            "--run-off",
            metavar="BUNDLE",
            help=parser.said(
                Text("决定其并列的决选的核验包", "the bundle of the run-off that settled its tie")
            ),
        )
        parser.add_argument(
            "--source",
            action="store_true",
            help=parser.said(
                Text("只输出 recount.py 本身", "print recount.py itself and do nothing else")
            ),
        )

    def run(self, args: argparse.Namespace) -> int:
        """0 agrees, 1 differs, 2 cannot decide."""
        if args.source:
            print(recount_source(), end="")
            return 0
        if args.bundle is None:
            raise BadCommand(
                Text("没有给出核验包。", "no bundle was given."),
                Text("用法见 tickbox recount --help。", "See tickbox recount --help."),
            )
        kept = {"--checkpoint": args.checkpoint, "--receipt": args.receipt, "--key": args.key}
        beside = {**kept, "--run-off": args.run_off}
        given = [(name, value) for name, value in beside.items() if value]
        words = [args.bundle, *(word for pair in given for word in pair), "--lang", args.lang]
        return recount.main(words)


COMMAND = RecountCommand()
