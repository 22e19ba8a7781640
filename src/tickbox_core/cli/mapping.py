"""``--map HEADER=KEY``: what somebody says that the headers of a table mean."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tickbox_core.cli.parser import Parser
from tickbox_core.errors import BadCommand, UnknownName
from tickbox_core.text import Text


def add_map(parser: Parser, help_: Text) -> None:
    """The option, which may be given for several headers."""
    parser.add_argument(
        "--map", action="append", default=[], metavar="HEADER=KEY", help=parser.said(help_)
    )


def read_map(words: Sequence[str], keys: Collection[str]) -> dict[str, str]:
    """Header → our name of the column (empty: it is not to be read).

    Raises ``UnknownName`` for a name that such a table has not, ``BadCommand`` for what maps
    nothing.
    """
    said = {}
    for word in words:
        header, sign, key = word.rpartition("=")
        if not sign or not header.strip():
            raise BadCommand(
                Text(f"--map“{word[:60]}”看不懂。", f"'--map {word[:60]}' is not clear."),
                Text("请写成 表头=列名，如 门牌=address。", "Write HEADER=KEY."),
            )
        if key and key not in keys:
            raise UnknownName("column", key, tuple(keys))
        said[header] = key
    return said
