"""Rows as lines of canonical JSON, and back: bytes become hexadecimal, or text where they are text.

A column without a value is left out of its line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tickbox_core.archive.parts import Rows
from tickbox_core.errors import BadArchive, BadValue
from tickbox_core.ledger import canonical
from tickbox_core.model.strict_json import load_json
from tickbox_core.store import TableSchema
from tickbox_core.text import Text

READABLE = {("entry", "body")}
"""Columns of bytes that hold text: the ledger can be read in the archive with one's own eyes."""
_TYPES: Mapping[str, type] = {"TEXT": str, "INTEGER": int}
NEWER = Text("这份存档出自更新的 tickbox。", "it was made by a newer tickbox.")
INSTALL = Text("请先升级 tickbox。", "Install that version first.")


def row_lines(table: str, rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The lines of a table's rows."""
    return lines({name: _out(table, name, v) for name, v in row.items() if v is not None}
                 for row in rows)  # fmt: skip


def lines(values: Iterable[object]) -> bytes:
    """Values as canonical JSON, a line each."""
    return b"".join(canonical(value) + b"\n" for value in values)


def read(part: str, name: str, table: TableSchema, data: bytes) -> Rows:
    """The rows of a table.

    Raises ``BadArchive`` for a line that is not canonical, a value of the wrong kind, a missing
    one, a column that this tickbox does not know, or a key that is there twice.
    """
    rows = [_row(f"{part}:{at}", name, table, value) for at, value in values(part, data)]
    if len({tuple(row[column] for column in table.key) for row in rows}) < len(rows):
        raise bad(part, Text("同一条记录出现两次。", "a record is there twice."))
    return rows


def values(part: str, data: bytes) -> Iterable[tuple[int, dict[str, Any]]]:
    """The mappings of a part's lines, with the numbers of the lines."""
    if data and not data.endswith(b"\n"):
        raise bad(part, _NOT_CANONICAL)
    for at, line in enumerate(data.split(b"\n")[:-1], 1):
        yield at, mapping(f"{part}:{at}", line)


def mapping(where: str, line: bytes) -> dict[str, Any]:
    """The mapping that a line holds in its one canonical spelling."""
    try:
        value = load_json(line)
        if not isinstance(value, dict) or canonical(value) != line:
            raise ValueError
    except (ValueError, RecursionError, BadValue):  # canonical refuses floats and the like
        raise bad(where, _NOT_CANONICAL) from None
    return value


def bad(part: str, problem: Text, remedy: Text | None = None) -> BadArchive:
    """The refusal of an archive."""
    return BadArchive(part, problem, _ANOTHER if remedy is None else remedy)


_NOT_CANONICAL = Text("不是规范的 JSON。", "it is no canonical JSON.")
_ANOTHER = Text("请换一份完好的存档。", "Use an undamaged copy.")


def _out(table: str, column: str, value: Any) -> Any:
    if not isinstance(value, bytes):
        return value
    if (table, column) in READABLE:
        try:
            return {"utf8": value.decode("utf-8")}
        except UnicodeDecodeError:
            pass
    return {"hex": value.hex()}


def _row(where: str, name: str, table: TableSchema, line: Mapping[str, Any]) -> dict[str, Any]:
    if line.keys() - table.columns.keys():
        raise bad(where, NEWER, INSTALL)
    return {
        column: _in(f"{where} {column}", (name, column), kind, line.get(column))
        for column, kind in table.columns.items()
    }


def _in(where: str, column: tuple[str, str], kind: str, value: Any) -> Any:
    needed, plain = kind.endswith("!"), kind.removesuffix("!")
    if value is None and not needed:
        return None
    if plain == "BLOB":
        found = _bytes(column, value)
        if found is not None:
            return found
    elif type(value) is _TYPES[plain]:
        return value
    raise bad(where, Text("缺少内容或类型不对。", "a value is missing or of the wrong kind."))


def _bytes(column: tuple[str, str], value: Any) -> bytes | None:
    """The bytes, where they are in the spelling that ``row_lines`` chooses."""
    try:
        ((how, said),) = value.items()
        held = bytes.fromhex(said) if how == "hex" else str(said).encode()
    except (AttributeError, ValueError, TypeError):
        return None
    return held if _out(*column, held) == value else None
