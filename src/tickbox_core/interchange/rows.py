"""The rows of a file that staff hand in, whether it is a workbook or comma-separated text."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tickbox_core.interchange.reading import Trouble, bytes_of, decoded
from tickbox_core.interchange.workbooks.reading import Rows, is_workbook, rows_of_bytes


def read_rows(path: Path) -> Rows:
    """The rows; raises ``MalformedFile`` for what cannot be read, ``MissingExtra``."""
    try:
        with path.open("rb") as file:
            workbook = is_workbook(file.read(4))
    except OSError:
        workbook = False  # what is wrong is told below
    if workbook:
        return rows_of_bytes(path.read_bytes(), path.name)
    trouble = Trouble(str(path))
    text = decoded(bytes_of(path, trouble), trouble)
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    found = csv.reader(io.StringIO(text, ""), delimiter=delimiter)
    return Rows(path.name, tuple(tuple(cell.strip() for cell in row) for row in found))
