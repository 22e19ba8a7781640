"""``tickbox found``: a data folder with its areas, from a table or one by one."""

from __future__ import annotations

import argparse
from pathlib import Path

from tickbox_core.desk import Town
from tickbox_core.errors import BadCommand
from tickbox_core.model import Area
from tickbox_core.terminal.parser import Parser
from tickbox_core.terminal.printing import print_json
from tickbox_core.text import Text


class FoundCommand:
    """Adds areas to the tree of a data folder, and gives neighbourhoods their file."""

    help = Text(
        "建立数据文件夹，加入社区、居民区、小区、楼栋",
        "make a data folder, and add neighbourhoods, estates and buildings to it",
    )

    def configure(self, parser: Parser) -> None:
        """Where, and which areas."""
        data = Text("数据文件夹", "the data folder")
        parser.add_argument("--data", type=Path, required=True, help=parser.said(data))
        parser.add_argument(
            "areas",
            nargs="*",
            metavar="ID:LEVEL:NAME[:PARENT]",
            help=parser.said(
                Text(
                    "如 n1:neighbourhood:淞南一村；b8:building:8号楼:n1",
                    "n1:neighbourhood:Songnan One, b8:building:No. 8:n1",
                )
            ),
        )
        parser.add_argument("--zone", default="", metavar="IANA", help=parser.said(_ZONE))
        parser.add_argument(
            "--json", action="store_true", help=parser.said(Text("输出 JSON", "print JSON"))
        )

    def run(self, args: argparse.Namespace) -> int:
        """Add them; an area that is there keeps its file, and whatever is not given of it.

        Micro-grids, and everything else of the tree, stay as they are.
        """
        new = [_area(word) for word in args.areas]
        if not (new or args.zone):
            raise BadCommand(
                Text("没有写居民区，也没有写时区。", "neither an area nor a zone is given."),
                Text("请写 编号:级别:名称，或 --zone。", "Give ID:LEVEL:NAME, or --zone."),
            )
        town = Town(args.data, without=args.without_plugin)
        try:
            if args.zone:
                town.set_zone(args.zone)
            town.grow(new)
            for area in new:
                if area.level in _KEEPING:
                    town.found(area.id)
            areas, zone = town.areas(), town.zone
        finally:
            town.close()
        if args.json:
            print_json({"areas": list(areas), "zone": zone})
        else:
            said = Text("有自己文件的居民区：{areas}", "Areas with a file of their own: {areas}")
            print(said.filled(areas=", ".join(areas) or "–").said_in(args.lang))
            kept = Text(
                "时区：{zone}；公布的日期和钟点都按它算（--zone 可改）。",
                "Time zone: {zone}; announced days and hours are told by it (--zone changes it).",
            )
            print(kept.filled(zone=zone).said_in(args.lang))
        return 0


_ZONE = Text(
    "所在时区，如 Asia/Shanghai（不写就用它）；日期和钟点都按它算",
    "the time zone of the place, as Asia/Shanghai (which it is where nothing is said); "
    "days and hours are told by it",
)
_KEEPING = {"town", "neighbourhood"}
"""What has a file: a neighbourhood, and a town for its awards."""


def _area(word: str) -> Area:
    parts = word.split(":")
    if len(parts) not in (3, 4) or not all(parts):
        raise BadCommand(
            Text(f"“{word}”看不懂。", f"'{word}' is not clear."),
            Text("请写成 编号:级别:名称[:上级]。", "Write ID:LEVEL:NAME or ID:LEVEL:NAME:PARENT."),
        )
    id_, level, name, *parent = parts
    return Area(id_, level, Text.of(name), parent[0] if parent else None)


COMMAND = FoundCommand()
