"""A table whose rows are given to fields: which column is which, and what is wrong where.

Headers are recognised by key, by their Chinese or English label, or by both as a template writes
them; what people call a column otherwise is told once and kept (``known``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from tickbox_core.categories import Column, of_row
from tickbox_core.interchange.row_checks import LOOKED_AT, check_row
from tickbox_core.interchange.workbooks.marking import CellFault
from tickbox_core.interchange.workbooks.reading import Rows
from tickbox_core.interchange.workbooks.templates import EXAMPLE_MARK
from tickbox_core.text import Text

# What columns are called in the tables people keep; an empty key: not to be read.
SYNONYMS = {
    "wishes": {
        "text": "心愿 诉求 意见 建议 需求 反映内容 wish request",
        "author": "姓名 居民 反映人 提出人 name resident",
        "contact": "电话 手机 联系电话 手机号 phone",
        "unit": "房号 室号 门牌号 住址 room",
        "channel": "来源 途径 source",
        "area": "小区 楼栋 estate building",
        "": "序号 no number",
    },
    "items": {
        "id": "编号 项目编号 item",
        "title": "名称 项目 事项 项目名称 事项名称 name",
        "cost": "金额 造价 预算 费用元 amount budget",
        "description": "内容 简介 备注 details",
        "place": "位置 地址 location",
        "": "序号 no number",
    },
}


@attrs.frozen(hash=False)
class Mapped:
    """The header of a table: its row (from 1), and at which place each field stands."""

    header: int
    place: Mapping[str, int]
    unused: tuple[str, ...]


@attrs.frozen(hash=False)
class Read:
    """One row: its number, the plain mapping of its fields, and what is wrong with it."""

    row: int
    plain: dict[str, Any]
    faults: tuple[CellFault, ...]


def plain_header(text: str) -> str:
    """A header as it is compared: no blanks, signs or case, full width as half width."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()


def mapped(
    rows: Rows, columns: Sequence[Column], known: Mapping[str, str], kind: str = ""
) -> Mapped | None:
    """Where each field stands; ``None`` where no row looks like a header of these columns.

    ``known``: what somebody said a header means (header → key; an empty key: not to be read), which
    goes before the ``SYNONYMS`` of that ``kind`` of table.
    """
    said = {plain_header(header): key for header, key in known.items()}
    for column in columns:
        zh, en = column.header.zh, column.header.en
        for name in (column.key, zh, en, f"{zh} {en}"):
            said.setdefault(plain_header(name), column.key)
    for key, names in SYNONYMS.get(kind, {}).items():
        for name in names.split():
            said.setdefault(plain_header(name), key)
    best: Mapped | None = None
    for number, row in enumerate(rows.rows[:LOOKED_AT], 1):
        found = _header(number, row, said)
        if found.place and (best is None or len(found.place) > len(best.place)):
            best = found
    return best


def _header(number: int, row: Sequence[str], said: Mapping[str, str]) -> Mapped:
    place: dict[str, int] = {}
    unused = []
    for at, cell in enumerate(row):
        key = said.get(plain_header(cell)) if cell else None
        if key and key not in place:
            place[key] = at
        elif cell and key != "":
            unused.append(cell)
    return Mapped(number, place, tuple(unused))


def missing(found: Mapped | None, columns: Sequence[Column]) -> list[Column]:
    """Columns that have to be there and are not."""
    return [c for c in columns if c.required and (found is None or c.key not in found.place)]


def read(rows: Rows, found: Mapped, fields: type) -> Iterator[Read]:
    """Each row below the header that holds anything, but not a template's example.

    What is none of the table's rows (a total, a signature, the header come again, one shorter or
    longer than it) is a fault (``check_row``).
    """
    header = _trimmed(rows.rows[found.header - 1])
    for number, cells in enumerate(rows.rows[found.header :], found.header + 1):
        if EXAMPLE_MARK in cells or not any(cells):
            continue
        wrong = check_row(cells, header)
        if wrong is not None:
            yield Read(number, {}, (CellFault(number, None, *wrong),))
            continue
        given = {key: cells[at] for key, at in found.place.items() if at < len(cells)}
        plain, objections = of_row(fields, given)
        faults = tuple(
            CellFault(number, found.place.get(one.field), one.problem, one.remedy)
            for one in objections
        )
        yield Read(number, plain, faults)


def _trimmed(cells: Sequence[str]) -> Sequence[str]:
    """Without the blank cells at its end."""
    last = max((at for at, cell in enumerate(cells, 1) if cell), default=0)
    return cells[:last]


def not_told(columns: Sequence[Column], found: Mapped | None) -> Text:
    """Which columns are missing, in words."""
    lacking = missing(found, columns)
    zh = "、".join(column.header.zh for column in lacking)
    en = ", ".join(column.header.en for column in lacking)
    return Text(f"缺少这些列：{zh}。", f"these columns are missing: {en}.")
