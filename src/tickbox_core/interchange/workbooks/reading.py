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
from tickbox_core.text import Text

LARGEST, UNPACKED, ENTRIES, RATIO = 20 * 2**20, 200 * 2**20, 2_000, 200
"""Bytes of the file and of what is in it, files in it, and how much smaller they may be packed."""
SECONDS = 30
MOST_NAMED = 6
"""Sheets named where a workbook has several."""
_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_LINES = re.compile(r"\s*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]\s*")
_PARSER = Path(__file__).with_name("parse.py")


@attrs.frozen
class Rows:
    """The cells of one sheet; ``rows[0]`` is row 1.  ``file`` is the name to tell people."""

    file: str
    rows: tuple[tuple[str, ...], ...]
    sheet: str = ""

    def text(self) -> str:
        """The same as comma-separated text, a line for each row."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        for row in self.rows:
            writer.writerow([_LINES.sub(" ", cell) for cell in row])
        return out.getvalue()


def is_workbook(data: bytes) -> bool:
    """Whether bytes begin as a workbook does, of today or of old."""
    return data[:4] in (_ZIP, _OLD)


def rows_of_bytes(data: bytes, file: str) -> Rows:
    """The rows of a workbook's one visible sheet that holds something.

    Several are refused by name: nobody shall take half of a town for the whole.
    Raises ``MalformedFile`` with a plain reason for anything else, ``MissingExtra`` where the extra
    ``excel`` is not installed.
    """
    _checked(data, file)
    answer = _parsed(data, file)
    if "too_large" in answer:
        height, width = answer["too_large"]
        _stop(
            file,
            Text(f"表太大（{height}行、{width}列）。", f"it is {height} rows by {width} columns."),
            Text("请删去空行空列，或分成几份。", "Delete blank rows, or split it."),
        )
    if not answer["names"]:
        _stop(file, Text("表是空的。", "it holds nothing."), Text("请填写。", "Fill it in."))
    if len(answer["names"]) > 1:
        _stop(file, _several(answer["names"]), _ONE_SHEET)
    return Rows(file, tuple(map(tuple, answer["rows"])), answer["names"][0])


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


def _checked(data: bytes, file: str) -> None:
    """Refuse what may not even be parsed."""
    if data[:4] == _OLD:
        _stop(
            file,
            Text("是旧格式（.xls）或加了密码。", "it is an old .xls, or has a password."),
            Text("请去掉密码，另存为 .xlsx。", "Save it as .xlsx, without a password."),
        )
    if len(data) > LARGEST:
        _stop(file, _TOO_LARGE, _SMALLER)
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
    if not any(name.startswith("xl/workbook.") for name in names):
        _stop(file, Text("不是 Excel 工作簿。", "it is no workbook."), _SAVE_AGAIN)
    if any("vbaProject" in name for name in names):
        _stop(
            file,
            Text("含有宏。", "it holds macros."),
            Text("请另存为不含宏的 .xlsx。", "Save it as .xlsx without macros."),
        )


def _parsed(data: bytes, file: str) -> dict[str, Any]:
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


_TOO_LARGE = Text("文件太大，不予打开。", "it is too large to open.")
_SMALLER = Text("请只保留要导入的表。", "Keep only the table that is to be read.")
_BROKEN = Text("文件损坏，读不出来。", "it is damaged and cannot be read.")
_SAVE_AGAIN = Text("请用表格软件重新另存为 .xlsx。", "Save it again as .xlsx.")


def _stop(file: str, problem: Text, remedy: Text) -> NoReturn:
    raise MalformedFile(file, 0, problem, remedy)
