"""From a workbook's bytes to rows of strings, behind limits."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any, NoReturn

import attrs

from tickbox_core.errors import MalformedFile, MissingExtra
from tickbox_core.interchange.workbooks.cells import cell_of, repeat_merged
from tickbox_core.text import Text

LARGEST, UNPACKED, ENTRIES, RATIO = 20 * 2**20, 200 * 2**20, 2_000, 200
"""Bytes of the file and of what is in it, files in it, and how much smaller they may be packed."""
SECONDS = 90
MOST_NAMED = 6
"""Sheets named where a workbook has several."""
_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_LINES = re.compile(r"\s*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]\s*")
_PARSER = Path(__file__).with_name("parse.py")


@attrs.frozen
class Rows:
    """The cells of one sheet; ``rows[0]`` is row 1.  ``file`` is the name to tell people.

    A cell of a workbook says what it was (``cells.kind_of``).  ``formulas`` are the places (row and
    column from 0) of the first formulas, of which there are ``formula_count``; ``uncounted`` those
    that have no value.  ``merged``: how many rows a merged cell was repeated in.  In an ``old`` one
    (.xls) formulas cannot be told from numbers: their values are all that is read.
    """

    file: str
    rows: tuple[tuple[str, ...], ...]
    sheet: str = ""
    formulas: tuple[tuple[int, int], ...] = ()
    formula_count: int = 0
    uncounted: frozenset[tuple[int, int]] = frozenset()
    merged: int = 0
    old: bool = False

    def text(self) -> str:
        """The same as comma-separated text, a line for each row."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        for row in self.rows:
            writer.writerow([_LINES.sub(" ", cell) for cell in row])
        return out.getvalue()


UNCOUNTED = Text("有公式没有保存结果。", "a formula has no value in the file.")
COUNT_IT = Text(
    "请用表格软件打开、保存，再交来。", "Open it in a spreadsheet, save it, hand it in."
)


def is_workbook(data: bytes) -> bool:
    """Whether bytes begin as a workbook does, of today or of old."""
    return data[:4] in (_ZIP, _OLD)


def sheets_of_bytes(data: bytes, file: str) -> tuple[Rows, ...]:
    """Each visible sheet of a workbook that holds something.

    Raises ``MalformedFile`` with a plain reason for anything else, ``MissingExtra`` where the extra
    ``excel`` is not installed.
    """
    _check_file(data, file)
    told = _parse_bytes(data, file)["sheets"]
    for sheet in told:
        if "too_large" in sheet:
            height, width = sheet["too_large"]
            name = sheet["name"]
            _stop(
                file,
                Text(
                    f"工作表“{name}”太大（{height}行、{width}列）。",
                    f"its sheet '{name}' is {height} rows by {width} columns.",
                ),
                Text("请删去空行空列，或分成几份。", "Delete blank rows, or split it."),
            )
    if not told:
        _stop(file, Text("表是空的。", "it holds nothing."), Text("请填写。", "Fill it in."))
    return tuple(_rows(sheet, file, old=data[:4] == _OLD) for sheet in told)


def rows_of_bytes(data: bytes, file: str) -> Rows:
    """The rows of a workbook's one visible sheet that holds something; several are refused by name.

    Raises as ``sheets_of_bytes`` does.
    """
    sheets = sheets_of_bytes(data, file)
    if len(sheets) > 1:
        refuse_several(file, [sheet.sheet for sheet in sheets])
    return sheets[0]


def refuse_several(file: str, names: list[str]) -> NoReturn:
    """Nobody shall take half of a town for the whole."""
    _stop(file, _several(names), _ONE_SHEET)


def _rows(told: dict[str, Any], file: str, *, old: bool) -> Rows:
    rows = [[cell_of(cell) for cell in row] for row in told["rows"]]
    filled = 0
    for first, left, last, _ in told.get("merged", ()):
        shown = rows[first][left] if first < len(rows) and left < len(rows[first]) else ""
        for row in rows[first + 1 : last + 1] if shown else ():
            if not row[left]:
                row[left] = repeat_merged(shown)
                filled += 1
    return Rows(
        file,
        tuple(map(tuple, rows)),
        told["name"],
        tuple(map(tuple, told.get("formulas", ()))),
        told.get("formula_count", 0),
        frozenset(map(tuple, told.get("uncounted", ()))),
        filled,
        old,
    )


def _several(names: list[str]) -> Text:
    first, more = names[:MOST_NAMED], len(names) - MOST_NAMED
    zh, en = "、".join(f"“{name}”" for name in first), ", ".join(f"'{name}'" for name in first)
    if more > 0:
        zh, en = f"{zh}等", f"{en} and {more} more"
    return Text(
        f"有{len(names)}张工作表写了内容：{zh}；一次只读一张。",
        f"{len(names)} sheets of it hold something: {en}; one is read at a time.",
    )


_ONE_SHEET = Text(
    "请只留要导入的那张，其余的删去、隐藏，或各存成一个文件。",
    "Keep the one that is to be read; delete or hide the others, or save each as a file.",
)


def _check_file(data: bytes, file: str) -> None:
    """Refuse what may not even be parsed."""
    if len(data) > LARGEST:
        _stop(file, _TOO_LARGE, _SMALLER)
    if data[:4] == _OLD:
        _check_old(data, file)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as whole:
            entries = whole.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        _stop(file, _BROKEN, _SAVE_AGAIN)
    names = {entry.filename for entry in entries}
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if len(entries) > ENTRIES or unpacked > UNPACKED or unpacked > RATIO * packed:
        _stop(file, _TOO_LARGE, _SMALLER)
    if any(entry.flag_bits & 1 for entry in entries):
        _stop(file, Text("加了密码。", "it has a password."), _SAVE_AGAIN)
    if not any(name.startswith("xl/workbook.") for name in names) and "content.xml" not in names:
        _stop(file, Text("不是 Excel 工作簿。", "it is no workbook."), _SAVE_AGAIN)
    if any("vbaProject" in name or name.startswith("Basic/") for name in names):
        _stop(file, *_MACROS)


def _check_old(data: bytes, file: str) -> None:
    """An old .xls is a file system in a file; a new workbook with a password is one too."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        _stop(
            file,
            Text("加了密码。", "it has a password."),
            Text("请去掉密码再另存。", "Save it without a password."),
        )
    if "_VBA_PROJECT_CUR".encode("utf-16-le") in data:
        _stop(file, *_MACROS)
    if not any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        _stop(file, Text("不是 Excel 工作簿。", "it is no workbook."), _SAVE_AGAIN)


def _parse_bytes(data: bytes, file: str) -> dict[str, Any]:
    try:
        import python_calamine  # noqa: F401 - only whether it is there
    except ModuleNotFoundError:
        raise MissingExtra("python_calamine", "excel") from None
    try:
        done = subprocess.run(
            [sys.executable, str(_PARSER)],
            input=data, capture_output=True, timeout=SECONDS, check=False,
        )  # fmt: skip
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        _stop(file, _BROKEN, _SAVE_AGAIN)
    return answer


_MACROS = (
    Text("含有宏。", "it holds macros."),
    Text("请另存为不含宏的 .xlsx。", "Save it as .xlsx without macros."),
)
_TOO_LARGE = Text("文件太大，不予打开。", "it is too large to open.")
_SMALLER = Text("请只保留要导入的表。", "Keep only the table that is to be read.")
_BROKEN = Text("文件损坏，读不出来。", "it is damaged and cannot be read.")
_SAVE_AGAIN = Text("请用表格软件重新另存为 .xlsx。", "Save it again as .xlsx.")


def _stop(file: str, problem: Text, remedy: Text) -> NoReturn:
    raise MalformedFile(file, 0, problem, remedy)
