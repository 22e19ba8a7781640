"""One table: its columns under the names we use, and its rows."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from pathlib import Path

import attrs

from tickbox_core.interchange.headers import Header, Named, as_told, header_of
from tickbox_core.interchange.reading import (
    COMMA_READ,
    ROW_LEFT_OUT,
    Record,
    Trouble,
    bytes_of,
    decoded,
    raw_bytes,
    records,
    say_what_was,
    shown,
)
from tickbox_core.interchange.row_checks import LOOKED_AT, check_row
from tickbox_core.interchange.units import SCALES, unit_above, unit_of
from tickbox_core.interchange.workbooks.reading import (
    Rows,
    is_workbook,
    refuse_several,
    sheets_of_bytes,
)
from tickbox_core.interchange.workbooks.templates import EXAMPLE_MARK
from tickbox_core.numbers import one_thousand
from tickbox_core.text import Text, join_texts

# Our names of columns, each with what else its header may say in small letters.
Names = Mapping[str, str]
ELECTION: Names = {
    "id": "id item item_id project_id 编号 事项编号 项目编号",
    "title": "title name 标题 事项 名称 事项名称 项目 项目名称",
    "title_en": "title_en 英文标题 英文名称",
    "category": "category 类别 分类",
    "tier": "tier 层级 级别",
    "options": "options 方案 选项",
    "cost": "cost 费用 金额 造价 预算",
    "voter_id": "voter_id voter 选民编号 选民 居民编号 居民",
    "ticks": "ticks vote 勾选 打钩 勾选事项 打钩事项",
    "household": "household household_id 户号 户 家庭编号",
    "floor_area": "floor_area area 建筑面积 面积",
    "weight": "weight 权数 权重",
}


@attrs.frozen
class HeadedTable:
    """A table: its header, the ``place`` of each column that we know, and those of the others.

    Of two columns that could bear one of our names ("title" and "name") the first does.
    """

    trouble: Trouble
    header: int
    cells: tuple[str, ...]
    place: dict[str, int]
    other: dict[str, int]
    body: tuple[Record, ...]
    names: Names = ELECTION
    above: str = ""
    """The unit of amounts that stands above the header, where one does: 万元."""

    def unit_of(self, column: str) -> str:
        """What the amounts of a column are in, where that is not yuan."""
        at = self.place.get(column)
        return "" if at is None else unit_of(self.cells[at], self.above)

    def mention_unit(self, column: str) -> None:
        """Say of amounts in another unit than yuan how they are read."""
        unit = self.unit_of(column)
        if unit in SCALES.values():
            read = Text(f"按{unit}读。", f"They are read in {unit}.")
            said = Text("费用的单位是{unit}。", "costs are in {unit}.").filled(unit=unit)
            self.trouble.warn(self.header, said, read)

    def need(self, *names: str) -> None:
        """Refuse a table without one of these columns."""
        for name in names:
            if name not in self.place:
                also = "、".join(self.names[name].split()[1:])
                self.trouble.stop(
                    self.header,
                    Text(f"没有“{name}”一列。", f"there is no column '{name}'."),
                    Text(
                        f"请在表头补上（也可写作{also}），或用 --map 说明哪一列是。",
                        "Add it to the header in the first row, or say with --map which it is.",
                    ),
                )

    def of(self, name: str, row: list[str]) -> str:
        """One field of a row, empty where the table has no such column."""
        at = self.place.get(name)
        return "" if at is None else row[at]

    def rows(self) -> Iterator[Record]:
        """The rows below the header; what is none of them is refused or left out."""
        for line, row in self.body:
            wrong = check_row(row, self.cells)
            if wrong is None:
                yield line, row
            else:
                self.trouble.rows_lost = True
                self.trouble.drop(line, *wrong, ROW_LEFT_OUT)

    def mention_commas(self, column: str) -> None:
        """Say of numbers whose comma some would read otherwise how they are read."""
        at = self.place.get(column)
        if at is None:
            return
        cells = [(line, row[at]) for line, row in self.body if at < len(row)]
        found = [(line, cell) for line, cell in cells if one_thousand(cell)]
        if found:
            line, cell = found[0]
            told = lone_commas(self.cells[at], cell, len(found))
            self.trouble.warn(line, told, COMMA_READ)

    def odd_last(self) -> list[tuple[int, str]]:
        """The last rows that hold one cell each, written as none above, where those hold more."""
        rows = [(line, row) for line, row in self.body if any(row)]
        lone = list(takewhile(lambda held: _cells(held[1]) == 1, reversed(rows)))
        above = [row for _, row in rows[: len(rows) - len(lone)]]
        if not above or any(_cells(row) == 1 for row in above):
            return []
        usual = {_shape(max(row, key=bool)) for row in above}
        found = [(line, row, max(row, key=bool)) for line, row in reversed(lone)]
        return [
            (line, cell)
            for line, row, cell in found
            if _shape(cell) not in usual and check_row(row, self.cells) is None
        ]


def lone_commas(header: str, cell: str, number: int) -> Text:
    """That a number, and how many of its column, has a comma that some would read otherwise."""
    said = Text(
        f"“{shown(header)}”一栏写作“{shown(cell)}”。",
        f"'{shown(header)}' is written '{shown(cell)}'.",
    )
    more = Text(f"这样的共{number}格。", f"Cells like it: {number}.")
    return said if number == 1 else join_texts([said, more])


def _cells(row: Sequence[str]) -> int:
    return sum(map(bool, row))


def _shape(cell: str) -> str:
    """How an id is written, whatever its letters and figures: ``A-12`` as ``a-9``."""
    for marks, one in (("[0-9]+", "9"), ("[A-Za-z]+", "a"), ("[\u4e00-\u9fff]+", "字")):
        cell = re.sub(marks, one, cell)
    return cell


def read_sheet(
    path: str | os.PathLike[str],
    lenient: bool,
    names: Names = ELECTION,
    called: str = "",
    told: Mapping[str, str] | None = None,
) -> HeadedTable:
    """The table in a file, its columns under ``names``; refuses one that is no text.

    Of a workbook's sheets the one that has a header is read and others are named; several that
    have one are refused by name.  ``called``: what to call the file where its path is nobody's
    business.  ``told``: header → our name of the column, as somebody said.
    """
    trouble = Trouble(called or os.fspath(path), lenient)
    data = raw_bytes(Path(path), trouble)
    name = as_told(known_names(names), told or {})
    if is_workbook(data):
        rows = _with_header(sheets_of_bytes(data, trouble.file), name, trouble)
        say_what_was(rows, trouble)
        lines = [(at, list(row)) for at, row in enumerate(rows.rows, 1) if any(row)]
        return sheet_of(lines, trouble, names, told)
    text = decoded(bytes_of(Path(path), trouble), trouble)
    said = {header.strip().lower(): key for header, key in (told or {}).items()}
    mark = delimiter_of(text, {**known_names(names), **said})
    return sheet_of(list(records(text, 1, mark, trouble)), trouble, names, told)


def _with_header(sheets: Sequence[Rows], name: Named, trouble: Trouble) -> Rows:
    """The one sheet with a header; where none has one, the first."""
    scores = [len(found.place) if (found := header_of(one.rows, name)) else 0 for one in sheets]
    having = [one for one, score in zip(sheets, scores, strict=True) if score > 1]
    if len(having) > 1 or (not having and len(sheets) > 1):
        refuse_several(trouble.file, [one.sheet for one in having or sheets])
    read = having[0] if having else sheets[0]
    left = [one.sheet for one in sheets if one is not read]
    if left:
        trouble.warn(0, *sheets_left_out(left))
    return read


def sheets_left_out(names: Sequence[str]) -> tuple[Text, Text]:
    """Which sheets of a workbook have no header and are not read."""
    zh, en = "、".join(f"“{name}”" for name in names), ", ".join(f"'{name}'" for name in names)
    return (
        Text(f"工作表{zh}里没有要找的表头。", f"its sheets {en} have no header that is known."),
        Text("没有读取。", "They were not read."),
    )


def sheet_of(
    rows: Sequence[Record],
    trouble: Trouble,
    names: Names = ELECTION,
    told: Mapping[str, str] | None = None,
) -> HeadedTable:
    """The table in rows, wherever they were read from; a title may stand above its header."""
    found = header_of([cells for _, cells in rows], as_told(known_names(names), told or {}))
    header = found or Header(0, 0, tuple(rows[0][1]) if rows else (), {}, {})
    line = rows[header.last][0] if rows else 1
    _mention(rows[: header.first], trouble)
    body = tuple(row for row in rows[header.last + 1 :] if EXAMPLE_MARK not in row[1])
    cells = header.cells
    for at, cell in enumerate(cells):
        if cell and cell in cells[:at]:
            trouble.stop(
                line,
                Text(f"“{shown(cell)}”一列出现两次。", f"the column '{shown(cell)}' comes twice."),
                Text("请只留一列。", "Keep one of them."),
            )
    other = dict(header.other) if found else {cell: at for at, cell in enumerate(cells) if cell}
    above = unit_above(cells for _, cells in rows[: header.first])
    return HeadedTable(trouble, line, cells, dict(header.place), other, body, names, above)


def known_names(names: Names) -> dict[str, str]:
    """What headers may say, and which of our names each stands for."""
    return {alias: name for name, aliases in names.items() for alias in aliases.split()}


def _mention(above: Sequence[Record], trouble: Trouble) -> None:
    """Say which rows above the header are more than a title."""
    for line, cells in above:
        if sum(map(bool, cells)) > 2:
            trouble.warn(line, _ABOVE, Text("没有读取。", "It was not read."))


_ABOVE = Text("这一行在表头之上。", "this row stands above the header.")


def delimiter_of(text: str, known: Mapping[str, str]) -> str:
    """What stands between the columns of the header: what parts it into names that we know.

    Where several do, or none does, the one there is most of; a comma before the others.
    """
    lines = [line for line in text.split("\n", 4 * LOOKED_AT) if line.strip()][:LOOKED_AT]

    def fit(mark: str) -> tuple[int, int]:
        return max((_names(line, mark, known) for line in lines), default=(0, 0))

    return max(",;\t", key=fit)


def _names(line: str, mark: str, known: Mapping[str, str]) -> tuple[int, int]:
    names = (cell.strip().strip('"').strip().lower() for cell in line.split(mark))
    return sum(name in known for name in names), line.count(mark)
