"""The rows of a file that staff hand in, whether it is a workbook or comma-separated text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tickbox_core.interchange.reading import Trouble, bytes_of, decoded, records
from tickbox_core.interchange.row_checks import LOOKED_AT
from tickbox_core.interchange.workbooks.reading import Rows, is_workbook, rows_of_bytes


def read_rows(path: Path, delimiter: Callable[[str], str] | None = None) -> Rows:
    """The rows, each at its line; ``delimiter`` says of a text what stands between its columns.

    Raises ``MalformedFile`` for what cannot be read, ``MissingExtra``.
    """
    try:
        with path.open("rb") as file:
            workbook = is_workbook(file.read(4))
    except OSError:
        workbook = False  # what is wrong is told below
    if workbook:
        return rows_of_bytes(path.read_bytes(), path.name)
    trouble = Trouble(str(path))
    text = decoded(bytes_of(path, trouble), trouble)
    found: list[tuple[str, ...]] = []
    for line, cells in records(text, 1, (delimiter or _delimiter)(text), trouble):
        found += [()] * (line - 1 - len(found))  # blank lines, and those a quotation runs over
        found.append(tuple(cells))
    return Rows(path.name, tuple(found))


def _delimiter(text: str) -> str:
    """What there is most of in the first line that is more than a title."""
    lines = text.split("\n", LOOKED_AT)[:LOOKED_AT]
    header = next((line for line in lines if any(mark in line for mark in ",;\t")), "")
    return max(",;\t", key=header.count)
