"""From a file to its records, and one place for everything that does not fit.

A *record* is one row as csv understands it: fields, a quoted one perhaps over several lines.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import attrs

from tickbox_core.errors import Fault, MalformedFile
from tickbox_core.interchange.workbooks.reading import (
    COUNT_IT,
    UNCOUNTED,
    Rows,
    is_workbook,
    rows_of_bytes,
)
from tickbox_core.text import Text, join_texts

Record = tuple[int, list[str]]

AS_UTF8 = Text("请另存为 UTF-8 文本。", "Save it as UTF-8 text.")
ROW_LEFT_OUT = Text("这一行不计。", "The row is left out.")
TICK_LEFT_OUT = Text("这个勾不计，选票其余部分照计。", "The tick is left out, the rest counts.")
COUNTED_ONCE = Text("只计一次。", "It counts once.")
COMMA_READ = Text("逗号按千分位读。", "Its comma is read as parting thousands.")
_OR_LENIENTLY = Text("也可以宽松读取，略过它。", "Or read leniently, which leaves it out.")
_AS_BLANK = Text("按空白读。", "It is read as blank.")
_FORMULAS = Text("有{number}格是公式。", "{number} of its cells are formulas.")
_BY_VALUE = Text("按表里保存的结果读取。", "They count by the value the file holds.")
_FORMULAS_UNSEEN = Text(
    ".xls 里的公式和数字分不出来。", "formulas in an .xls cannot be told from numbers."
)
_AS_XLSX = Text(
    "都按保存的结果读取；要看出公式，请另存为 .xlsx。",
    "They count by the value the file holds; save it as .xlsx to have them shown.",
)
_MERGED = Text("有{number}格被上面合并的单元格盖住。", "merged cells cover {number} below them.")
_FILLED_DOWN = Text("已向下填满。", "They are filled down.")
_LONGEST = 40


def shown(value: str) -> str:
    """A value from a file, short and on one line, to stand in a sentence."""
    line = "".join(mark if mark.isprintable() else " " for mark in value)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


@attrs.define
class Trouble:
    """What does not fit in one file: refused, or left out and listed when ``lenient``.

    ``dropped`` lists what was left out, ``warnings`` what was kept and is worth knowing.  What is
    refused is gathered in ``faults`` and told all at once by ``settle``; a file that cannot be read
    any further is refused at once (``stop``).  ``rows_lost``: ids may be missing that others name.
    """

    file: str
    lenient: bool = False
    dropped: list[Text] = attrs.field(factory=list)
    warnings: list[Text] = attrs.field(factory=list)
    faults: list[Fault] = attrs.field(factory=list)
    rows_lost: bool = False

    def stop(self, line: int, problem: Text, remedy: Text) -> NoReturn:
        """Refuse the file, lenient or not; line 0 is the whole file."""
        told = tuple(self.faults[:MOST_TOLD])
        raise MalformedFile(self.file, line, problem, remedy, told)

    def drop(self, line: int, problem: Text, remedy: Text, done: Text) -> None:
        """Note a fault, or when lenient list the problem and what was ``done``; reading goes on."""
        if not self.lenient:
            told = join_texts([remedy, _OR_LENIENTLY])
            self.faults.append(Fault(self.file, line, "", problem, told))
        else:
            self.dropped.append(MalformedFile(self.file, line, problem, done).text)

    def warn(self, line: int, problem: Text, done: Text) -> None:
        """List something that stays as it is."""
        self.warnings.append(MalformedFile(self.file, line, problem, done).text)


MOST_TOLD = 100
"""Faults told of one reading; further ones are counted."""


def settle(*troubles: Trouble) -> None:
    """Raise ``MalformedFile`` with everything that was refused, if anything was."""
    if not any(trouble.faults for trouble in troubles):
        return
    found = dict.fromkeys(
        fault for trouble in troubles for fault in sorted(trouble.faults, key=_row)
    )
    first, *more = found
    told = tuple(more[:MOST_TOLD])
    rest = len(more) - len(told)
    raise MalformedFile(first.file, first.row, first.problem, first.remedy, told, rest)


def _row(fault: Fault) -> int:
    return fault.row


def raw_bytes(path: str | os.PathLike[str], trouble: Trouble) -> bytes:
    """The file's bytes; stops where it cannot be read."""
    try:
        with io.FileIO(path) as file:  # read at once: a buffer would have nothing to do
            return file.readall()
    except (OSError, ValueError):
        return _another_way(Path(path), trouble)


def _another_way(path: Path, trouble: Trouble) -> bytes:
    """The same by a path put in order (``a.pb/`` is ``a.pb``); stops where that is none either."""
    try:
        return path.read_bytes()
    except IsADirectoryError:
        trouble.stop(
            0,
            Text("这是文件夹，不是文件。", "it is a folder, not a file."),
            Text("请给出文件夹里的文件。", "Name the files in it."),
        )
    except FileNotFoundError:
        trouble.stop(
            0,
            Text("没有这个文件。", "there is no such file."),
            Text("请核对文件名和路径。", "Check its name and path."),
        )
    except (OSError, ValueError) as problem:  # ValueError: a NUL in the path
        trouble.stop(
            0,
            Text(f"打不开：{problem}。", f"it cannot be opened: {problem}."),
            Text("请检查权限和路径。", "Check its permissions and path."),
        )


def bytes_of(path: str | os.PathLike[str], trouble: Trouble) -> bytes:
    """The file's bytes with line ends made equal; refuses what cannot be text."""
    data = raw_bytes(path, trouble)
    if is_workbook(data):
        rows = rows_of_bytes(data, Path(path).name)
        say_what_was(rows, trouble)
        data = rows.text().encode()
    return _lines_made_equal(_textual(data, trouble))


def say_what_was(rows: Rows, trouble: Trouble) -> None:
    """Say how many cells are formulas or were merged; a formula without a value is a fault."""
    for row in sorted({row for row, _ in rows.uncounted}):
        trouble.drop(row + 1, UNCOUNTED, COUNT_IT, _AS_BLANK)
    if rows.formula_count:
        trouble.warn(0, _FORMULAS.filled(number=rows.formula_count), _BY_VALUE)
    if rows.old:
        trouble.warn(0, _FORMULAS_UNSEEN, _AS_XLSX)
    if rows.merged:
        trouble.warn(0, _MERGED.filled(number=rows.merged), _FILLED_DOWN)


def _textual(data: bytes, trouble: Trouble) -> bytes:
    data = _from_utf16(data)
    written = data.removeprefix(b"\xef\xbb\xbf")
    if not written or written.isspace():
        trouble.stop(
            0,
            Text("文件是空的。", "the file is empty."),
            Text("请核对是否导出完整。", "Check whether it was exported in full."),
        )
    at = data.find(b"\0")
    if at >= 0:
        trouble.stop(
            line_at(data, at),
            Text("含有空字节，不是文本文件。", "it holds a NUL byte, so it is not a text file."),
            AS_UTF8,
        )
    return data


def _from_utf16(data: bytes) -> bytes:
    """The same in UTF-8 where it is written in UTF-16, with a mark of byte order or without."""
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    if not marked and b"\0" not in data:
        return data
    first, last = data.find(b"\n\0"), data.find(b"\0\n")
    if not marked and first < 0 and last < 0:
        return data
    little = first >= 0 and first % 2 == 0
    try:
        text = data.decode("utf-16" if marked else "utf-16-le" if little else "utf-16-be")
    except UnicodeDecodeError:
        return data
    return data if "\0" in text else text.encode()


def _lines_made_equal(data: bytes) -> bytes:
    if b"\r" not in data:
        return data
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def line_at(data: bytes, offset: int) -> int:
    """The number of the line in which a byte stands."""
    return data.count(b"\n", 0, offset) + 1


def as_utf8(data: bytes, first_line: int, trouble: Trouble) -> str:
    """The text, or the line that is not UTF-8; when lenient what cannot be read becomes "�"."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as problem:
        line, said = first_line + data.count(b"\n", 0, problem.start), _NOT_UTF8
        if not trouble.lenient:
            trouble.stop(line, said, join_texts([AS_UTF8, _OR_LENIENTLY]))
        trouble.drop(
            line,
            said,
            AS_UTF8,
            Text("读不出的字符写作“�”。", "What cannot be read is written '\ufffd'."),
        )
        return data.decode("utf-8", "replace")


_NOT_UTF8 = Text("这一行不是 UTF-8。", "this line is not UTF-8.")


def decoded(data: bytes, trouble: Trouble) -> str:
    """UTF-8, or else GB18030, which is what Excel writes in China; a warning says so."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return as_utf8(data, 1, trouble)
    trouble.warn(
        0,
        Text("不是 UTF-8，按 GB18030 读取。", "it is not UTF-8 and was read as GB18030."),
        AS_UTF8,
    )
    return text


def records(text: str, first_line: int, delimiter: str, trouble: Trouble) -> Iterator[Record]:
    """Each row that is not blank: the line on which it starts, and its fields, stripped.

    Refuses a quotation that never ends.
    """
    plain = '"' not in text and "\r" not in text and "\0" not in text
    if plain and len(text) <= csv.field_size_limit():
        return _plain_records(text, first_line, delimiter)
    return _csv_records(text, first_line, delimiter, trouble)


def _plain_records(text: str, first_line: int, delimiter: str) -> Iterator[Record]:
    """The same of text without quotes, whose cells are short enough to be read."""
    strip, start, line = str.strip, 0, first_line
    while start < len(text):  # the first alone: of a long section often only the header is asked
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        stripped = [*map(strip, text[start:end].split(delimiter))]
        start, line = end + 1, line + 1
        if any(stripped):
            yield line - 1, stripped
            break
    for at, row in enumerate(text[start:].split("\n"), line):
        stripped = [*map(strip, row.split(delimiter))]
        if stripped[0] or any(stripped):
            yield at, stripped


def _csv_records(text: str, first_line: int, delimiter: str, trouble: Trouble) -> Iterator[Record]:
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter)
    end = text.rstrip("\n").count("\n") + 1 if '"' in text else None
    read = start = 0  # lines read so far, and before this record
    try:
        for fields in reader:
            start, read = read, reader.line_num
            if end is not None and read >= end and not _closed(text, start, delimiter):
                trouble.stop(
                    first_line + start,
                    Text("这里的引号没有结束。", "a quotation starts here and never ends."),
                    _QUOTES,
                )
            stripped = list(map(str.strip, fields))
            if any(stripped):
                yield first_line + start, stripped
    except csv.Error as problem:
        if "field limit" in str(problem):
            trouble.stop(first_line + read, _LONG_CELL, _QUOTES)
        trouble.stop(
            first_line + read,
            Text(f"这一行读不出来（{problem}）。", f"this row cannot be read ({problem})."),
            _QUOTES,
        )


_LONG_CELL = Text(
    f"这一行有一格超过{csv.field_size_limit()}个字。",
    f"a cell of this row has more than {csv.field_size_limit():,} characters.",
)
_QUOTES = Text("请检查引号和分隔符。", "Check its quotation marks and separators.")


def _closed(text: str, start: int, delimiter: str) -> bool:
    """Whether the quotations of the last record, behind ``start`` lines, end before the text."""
    record = io.StringIO(text.split("\n", start)[-1], newline="\n")
    try:
        list(csv.reader(record, delimiter=delimiter, strict=True))
    except csv.Error as problem:
        return "unexpected end of data" not in str(problem)
    return True
