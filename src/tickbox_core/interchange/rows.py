"""The rows of a file that staff hand in, whether it is a workbook or text with separators."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tickbox_core.interchange.reading import Trouble, bytes_of, decoded, raw_bytes, records
from tickbox_core.interchange.row_checks import LOOKED_AT
from tickbox_core.interchange.workbooks.reading import (
    Rows,
    is_workbook,
    rows_of_bytes,
    sheets_of_bytes,
)

Delimiter = Callable[[str], str]


def read_rows(path: Path, delimiter: Delimiter | None = None, called: str = "") -> Rows:
    """The rows of the one sheet, each at its line; of several the names are told.

    ``delimiter`` says of a text what stands between its columns; ``called``: the name to tell
    people.  Raises ``MalformedFile`` for what cannot be read, ``MissingExtra``.
    """
    trouble = Trouble(called or path.name)
    data = raw_bytes(path, trouble)
    if is_workbook(data):
        return rows_of_bytes(data, trouble.file)
    return _of_text(path, delimiter, trouble)


def read_sheets(
    path: Path, delimiter: Delimiter | None = None, trouble: Trouble | None = None
) -> tuple[Rows, ...]:
    """Every visible sheet that holds something; a text is one."""
    trouble = trouble or Trouble(path.name)
    data = raw_bytes(path, trouble)
    if is_workbook(data):
        return sheets_of_bytes(data, trouble.file)
    return (_of_text(path, delimiter, trouble),)


def _of_text(path: Path, delimiter: Delimiter | None, trouble: Trouble) -> Rows:
    text = decoded(bytes_of(path, trouble), trouble)
    found: list[tuple[str, ...]] = []
    for line, cells in records(text, 1, (delimiter or _delimiter)(text), trouble):
        found += [()] * (line - 1 - len(found))  # blank lines, and those a quotation runs over
        found.append(tuple(cells))
    return Rows(trouble.file, tuple(found))


def _delimiter(text: str) -> str:
    """What there is most of in the first line that is more than a title."""
    lines = text.split("\n", LOOKED_AT)[:LOOKED_AT]
    header = next((line for line in lines if any(mark in line for mark in ",;\t")), "")
    return max(",;\t", key=header.count)
