"""``tickbox staff``: who may act for an area over the network."""

from __future__ import annotations

import argparse
from pathlib import Path

from tickbox_core.acts import WITH_TOKENS
from tickbox_core.cli.host import host
from tickbox_core.desk import Town
from tickbox_core.errors import BadValue
from tickbox_core.terminal.parser import Parser
from tickbox_core.terminal.printing import print_json
from tickbox_core.text import Text


class Staff:
    """Gives somebody a token, or takes all of somebody's away."""

    help = Text("发放或收回工作人员令牌", "give staff a token, or take it away")

    def configure(self, parser: Parser) -> None:
        """Where, which area, who."""
        folder = Text("数据文件夹", "the data folder")
        parser.add_argument("--data", type=Path, required=True, help=parser.said(folder))
        area = Text("居民区编号", "the area's id")
        parser.add_argument("--area", required=True, help=parser.said(area))
        parser.add_argument("name", help=parser.said(Text("姓名", "the name")))
        role = Text("身份", "the role")
        parser.add_argument(
            "--role", choices=list(map(str, WITH_TOKENS)), default="staff", help=parser.said(role)
        )
        by = Text(
            "由谁发放或收回（密封记入台账）", "who gives or takes it; noted sealed in the diary"
        )
        parser.add_argument("--by", default="", help=parser.said(by))
        gone = Text("收回此人的令牌", "take this person's tokens away")
        parser.add_argument("--remove", action="store_true", help=parser.said(gone))
        parser.add_argument(
            "--json", action="store_true", help=parser.said(Text("输出 JSON", "print JSON"))
        )

    def run(self, args: argparse.Namespace) -> int:
        """The token is printed once and kept nowhere."""
        if not (args.data / "town.sqlite").is_file():
            raise BadValue(
                str(args.data),
                Text("不是数据文件夹。", "is no data folder."),
                Text("请用 tickbox found 建立。", "Found one with 'tickbox found'."),
            )
        by = host(args.by)
        town = Town(args.data, without=args.without_plugin)
        try:
            if args.remove:
                number = town.remove_staff(args.area, args.name, by=by)
                said = Text(f"收回{number}个令牌。", f"Tokens taken away: {number}.")
                answer: dict[str, object] = {"removed": number}
            else:
                token = town.add_staff(args.area, args.name, args.role, by=by)
                said = Text(f"令牌（只显示这一次）：{token}", f"Token (shown only now): {token}")
                answer = {"token": token}
        finally:
            town.close()
        if args.json:
            print_json(answer)
        else:
            print(said.said_in(args.lang))
        return 0


COMMAND = Staff()
