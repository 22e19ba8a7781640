"""What somebody says of a table: what its headers mean, and who is whom in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from tickbox_core.errors import BadCommand, UnknownName
from tickbox_core.interchange.tables.persons import Namesakes
from tickbox_core.terminal.parser import Parser
from tickbox_core.text import Text


def add_map(parser: Parser, help_: Text) -> None:
    """The option, which may be given for several headers."""
    parser.add_argument(
        "--map", action="append", default=[], metavar="HEADER=KEY", help=parser.said(help_)
    )


def read_map(
    words: Sequence[str], keys: Collection[str], called: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Header → our name of the column (empty: it is not to be read).

    ``called``: what columns are called in messages, and the name of each; either may be written.

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
        key = key if key in keys else (called or {}).get(key.strip().casefold(), key)
        if key and key not in keys:
            raise UnknownName("column", key, tuple(keys))
        said[header] = key
    return said


def add_namesakes(parser: Parser) -> None:
    """The option, which may be given for several homes."""
    said = Text(
        "一户里同名的两行：one 是一个人，two 是两个人；可只对一户说，如 8-101=two",
        "two rows of one name in a home: one (person) or two; of one home alone: 8-101=two",
    )
    parser.add_argument(
        "--namesakes", action="append", default=[], metavar="[HOME=]one|two", help=parser.said(said)
    )


def read_namesakes(words: Sequence[str]) -> dict[str, str]:
    """By home what two of one name are, under ``""`` of all others.

    Raises ``UnknownName`` for what they cannot be.
    """
    said = {}
    for word in words:
        home, _, meant = word.rpartition("=")
        if meant not in tuple(Namesakes):
            raise UnknownName("meaning of two of one name", meant, tuple(Namesakes))
        said[home.strip()] = meant
    return said
