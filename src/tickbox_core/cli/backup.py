"""``tickbox backup``: everything of a town, or of one neighbourhood, in one file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tickbox_core import __version__
from tickbox_core.archive import digest, write
from tickbox_core.cli.keeping import in_data, new_file
from tickbox_core.desk.keeping.files import put_in_place
from tickbox_core.desk.keeping.taking import backup
from tickbox_core.store.folder import DataFolder
from tickbox_core.terminal.parser import Parser
from tickbox_core.text import Text
from tickbox_core.workflow.context import system_time


class Backup:
    """Takes every file as of one moment, while the server goes on."""

    help = Text("备份：全镇或一个居民区，一个文件", "back up a town or a neighbourhood in one file")

    def configure(self, parser: Parser) -> None:
        """What to back up, where to, and whether keys go along."""
        data = Text("数据文件夹", "the data folder")
        parser.add_argument("--data", type=Path, required=True, help=parser.said(data))
        parser.add_argument("--area", default="", help=parser.said(_AREA))
        parser.add_argument("--out", type=Path, help=parser.said(_OUT))
        parser.add_argument("--with-keys", action="store_true", help=parser.said(_KEYS))

    def run(self, args: argparse.Namespace) -> int:
        """Write it and say what is in it; keys are warned of on the error stream."""
        path, now = in_data(args.data), system_time()
        out = args.out or Path(f"tickbox-{args.area or 'town'}-{now:%Y%m%d-%H%M%S}.zip")
        new_file(out)
        folder = DataFolder(path)
        try:
            contents = backup(folder, args.area, made=now, version=__version__, keys=args.with_keys)
        finally:
            folder.close()
        data = write(contents)
        put_in_place(out, data)
        said = _DONE.filled(out=str(out), areas=", ".join(contents.about.areas) or "–")
        print(said.said_in(args.lang))
        print(_DIGEST.filled(digest=digest(data)).said_in(args.lang))
        if args.with_keys:
            print(_WARNING.said_in(args.lang), file=sys.stderr)
        else:
            print(_NO_KEYS.said_in(args.lang))
        return 0


_AREA = Text("只备份这个居民区", "this neighbourhood only")
_OUT = Text("写到哪个新文件", "the new file to write")
_KEYS = Text("连同密钥（见警告）", "the keys too (see the warning)")
_DONE = Text("已备份到 {out}；居民区：{areas}。", "Backed up to {out}; areas: {areas}.")
_DIGEST = Text("摘要：{digest}（请另外记下）", "Digest: {digest} (note it somewhere else)")
_NO_KEYS = Text(
    "不含密钥。请把数据文件夹里的 keys 另存一份，与备份分开保管：没有它，恢复后票码和凭证要重发。",
    "No keys are in it. Keep a copy of the folder 'keys' apart from the backup: without it codes "
    "and tokens have to be issued anew after a restore.",
)
_WARNING = Text(
    "警告：备份里有密钥。谁拿到这个文件，谁就能以本镇的名义签发记录、核对猜出来的票码。请加密保存，"
    "不要上传或用邮件、聊天发送。",
    "Warning: the keys are in this file. Whoever gets it can sign records in this town's name and "
    "try guesses at voting codes. Keep it encrypted; do not upload, mail or send it in a chat.",
)

COMMAND = Backup()
