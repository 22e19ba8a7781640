"""``tickbox keys``: whether a data folder's keys are whole, and new ones where they are lost."""

from __future__ import annotations

import argparse
from pathlib import Path

from tickbox_core.cli.keeping import in_data
from tickbox_core.errors import KeyUnusable
from tickbox_core.store.folder import DataFolder
from tickbox_core.store.keys import KEYS
from tickbox_core.terminal.parser import Parser
from tickbox_core.terminal.printing import print_json
from tickbox_core.text import Text


class Keys:
    """Looks at the keys; makes those that are missing only where that is said."""

    help = Text("检查密钥；丢失时另造新的", "check the keys; make new ones where they are lost")

    def configure(self, parser: Parser) -> None:
        """Where, and the word that makes new ones."""
        data = Text("数据文件夹", "the data folder")
        parser.add_argument("--data", type=Path, required=True, help=parser.said(data))
        parser.add_argument("--new", action="store_true", help=parser.said(_NEW))
        parser.add_argument(
            "--json", action="store_true", help=parser.said(Text("输出 JSON", "print JSON"))
        )

    def run(self, args: argparse.Namespace) -> int:
        """0 all are whole; 1 one is missing or damaged."""
        folder = DataFolder(in_data(args.data))
        try:
            made = [key for key in KEYS if args.new and not (folder.path / "keys" / key).exists()]
            for key in made:
                folder.new_secret(key)
            faults = {key: _fault(folder, key) for key in KEYS}
        finally:
            folder.close()
        broken = {key: fault for key, fault in faults.items() if fault is not None}
        if args.json:
            told = {key: None if fault is None else fault.plain() for key, fault in faults.items()}
            print_json({"keys": told, "made": made})
        else:
            for line in (*broken.values(), _MADE if made else None, None if broken else _WHOLE):
                if line is not None:
                    print(line.said_in(args.lang))
        return 1 if broken else 0


def _fault(folder: DataFolder, key: str) -> Text | None:
    try:
        folder.secret(key)
    except KeyUnusable as problem:
        return problem.text
    return None


_NEW = Text(
    "密钥确实丢失了：造新的（不覆盖已有的）",
    "they are lost for good: make new ones (never over one that is there)",
)
_MADE = Text(
    "已造新密钥。以前发的打钩码和令牌都作废，要重发；请把 keys 另存一份。",
    "New keys are made. Codes and tokens given out before are dead and have to be issued anew; "
    "keep a copy of 'keys' elsewhere.",
)
_WHOLE = Text("密钥齐全。", "The keys are whole.")

COMMAND = Keys()
