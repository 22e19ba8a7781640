"""Who works at the command line: whoever owns the folder is its host, and may say their name."""

from __future__ import annotations

from pathlib import Path

from tickbox_core.acts import NOBODY, Actor, Role
from tickbox_core.desk import Town
from tickbox_core.errors import BadCommand
from tickbox_core.interchange.reading import Trouble, bytes_of, decoded
from tickbox_core.text import Text


def host(by: str) -> Actor:
    """Staff of that name; nobody where none is given."""
    return Actor(by.strip(), Role.STAFF) if by.strip() else NOBODY


def actor_by_token(town: Town, area: str, token: str) -> Actor:
    """Whose token it is; ``BadCommand`` where it is none of the area's."""
    actor = town.actor(token, area)
    if actor is None:
        raise BadCommand(
            Text("令牌在这里无效。", "the token is none of this area's."),
            Text("请核对令牌和居民区，或用 tickbox staff 发放。",
                 "Check token and area, or give one with 'tickbox staff'."),
        )  # fmt: skip
    return actor


def token_in(path: Path) -> str:
    """The token that a file holds; its other lines, if any, are not read."""
    trouble = Trouble(str(path))
    lines = decoded(bytes_of(path, trouble), trouble).split()
    if not lines:
        raise BadCommand(
            Text(f"“{path}”里没有令牌。", f"'{path}' holds no token."),
            Text("请把令牌存进去。", "Put the token into it."),
        )
    return lines[0]


def second_actor(town: Town, area: str, path: Path | None) -> Actor | None:
    """Who signs beside: by the token in a file alone, for a typed name signs nothing."""
    return None if path is None else actor_by_token(town, area, token_in(path))


TWO_SIGN = Text(
    "要两个人签字，各用各的工作人员令牌：经办人的存进文件，写 --token-file；"
    "另一位的写 --second-token-file。",
    "Two people sign this, each with a staff token of their own in a file: --token-file for who "
    "does it, --second-token-file for the other.",
)
TYPED_NAME = Text(
    "两个人签字的事，写名字（--by）不算签字。",
    "a name (--by) signs nothing that two people sign.",
)
TOKEN_FILE = Text(
    "存令牌的文件（不会留在命令历史里）", "a file with the token (so that no history keeps it)"
)
SECOND_FILE = Text(
    "存复核人令牌的文件：要两个人签字的事，由另一个人签",
    "a file with the second person's token, for what two people sign",
)
