"""A table whose rows are given to fields: which column is which, and what is wrong where.

Headers are recognised by key, by their Chinese or English label, or by both as a template writes
them; what people call a column otherwise is told once and kept (``known``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from tickbox_core.categories import Column, Field, fields_of, of_row
from tickbox_core.categories.commas import commas_read
from tickbox_core.categories.fields import is_money
from tickbox_core.categories.kinds import Kind, Pairs, Table
from tickbox_core.categories.values import Objection
from tickbox_core.errors import MalformedFile
from tickbox_core.interchange.headers import Header, header_of, loosely, plain_header
from tickbox_core.interchange.row_checks import (
    LOOKED_AT,
    check_id,
    is_header,
    row_is_footer,
    row_width,
)
from tickbox_core.interchange.tables.notes import Notes
from tickbox_core.interchange.tables.sheet import sheets_left_out
from tickbox_core.interchange.units import (
    in_unit,
    is_foreign,
    not_ours,
    says_unit,
    unit_above,
    unit_of,
    write_in,
)
from tickbox_core.interchange.workbooks.cells import CellKind, kind_of
from tickbox_core.interchange.workbooks.marking import CellFault
from tickbox_core.interchange.workbooks.reading import COUNT_IT, UNCOUNTED, Rows
from tickbox_core.interchange.workbooks.templates import EXAMPLE_MARK
from tickbox_core.numbers import narrow
from tickbox_core.text import Text, join_texts

HOMES = (
    "房号 门牌 门牌号 门牌号码 门牌地址 地址 住址 房屋 房屋编号 房屋地址 室号 户号 房屋坐落 坐落 "
    "unit address home"
)
# What columns are called in the tables people keep; an empty key: not to be read.
SYNONYMS = {
    "wishes": {
        "text": "心愿 诉求 意见 建议 需求 反映内容 心愿内容 诉求内容 意见内容 建议内容 需求内容 "
        "意见建议 居民心愿 居民诉求 微心愿 反映问题 问题描述 具体内容 内容 wish request",
        "author": "姓名 居民 居民姓名 反映人 提出人 申请人 诉求人 来访人 联系人 name resident",
        "contact": "电话 手机 联系电话 联系方式 手机号 phone",
        "unit": "房号 室号 门牌号 门牌 住址 家庭住址 地址 room",
        "channel": "来源 途径 反映渠道 收集渠道 反映方式 收集方式 来源渠道 来访方式 受理方式 方式 "
        "source via",
        "on": "时间 登记日期 登记时间 反映日期 反映时间 收集日期 收集时间 提出日期 提出时间 "
        "提交日期 提交时间 提交答卷时间 答题时间 填写时间 date",
        "area": "小区 楼栋 estate building",
        "": "序号 no number",
    },
    "items": {
        "id": "编号 项目编号 item",
        "title": "名称 项目 事项 项目名称 事项名称 name",
        "cost": "金额 造价 预算 费用元 预算金额 项目预算 预算费用 预算资金 估算 估价 概算 预估费用 "
        "预估金额 估算费用 所需费用 所需资金 项目金额 amount budget",
        "description": "内容 简介 备注 项目内容 项目简介 事项内容 具体内容 实施内容 说明 details",
        "place": "位置 地址 location",
        "": "序号 no number",
    },
    "balances": {
        "unit": HOMES,
        "amount": "余额 账户余额 维修资金余额 可用余额 当前余额 剩余金额 结余 账面余额 资金余额 "
        "amount balance",
        "": "序号 no number",
    },
    "service": {
        "unit": HOMES,
        "served": "是否送达 已送达 送达 是否签收 签收情况 送达情况 送达结果 签收 served",
        "day": "送达日期 送达时间 签收日期 签收时间 日期 时间 date",
        "how": "送达方式 方式 送达途径 投递方式 how",
        "by": "送达人 经办人 投递人 发放人 by",
        "signed": "签收人 签名 签字 签收人签名 收件人 接收人 业主签名 signed",
        "": "序号 no number",
    },
    "ballots": {
        "number": "票号 选票号 选票编号 编号 sheet number",
        "place": "第几位 位 位次 第几人 人员序号 person",
        "ticks": "勾选 勾选的编号 勾选编号 打钩 打勾 选项 所选事项 选了 ticks ticked",
        "": "序号 no",
    },
    "count-sheets": {
        "sheet": "表号 合计表 合计表号 楼道 单元 sheet",
        "unit": HOMES,
        "people": "人数 参与人数 参加人数 参与 people",
        "item": "事项 编号 事项编号 项目 项目名称 事项名称 item",
        "ticks": "票数 得票 得票数 勾数 合计票数 ticks votes",
        "in_time": "截止前 截止前的 截止前已计 是否截止前 in_time",
        "": "序号 no number",
    },
    "grids": {
        "name": "微网格 网格 微网格名称 网格名称 grid",
        "areas": "楼栋 楼道 区域 范围 网格范围 覆盖范围 覆盖楼栋 包含楼栋 所含楼栋 buildings",
        "shops": "商铺 商户 沿街商户 沿街店铺 店铺",
        "": "序号 no number",
    },
    "areas": {
        "id": "编号 区域编号 代码 area_id",
        "level": "层级 级别 类型 类别 kind",
        "name": "名称 区域名称 楼栋 楼栋名称 楼号 小区名称 name",
        "name_en": "英文名称 英文名 english",
        "parent": "上级 上级编号 上级名称 所属 所属小区 所属楼栋 小区 所在小区 属于 within",
        "": "序号 no number",
    },
}
# What the question of a form asks for, where no column is called anything that we know: each needs
# one of the words.
QUESTIONS = {
    "wishes": {
        "unit": "几号 几室 门牌 住址",
        "text": "实事 心愿 愿望 诉求 需求 建议 意见 希望 想法",
    },
    "items": {"cost": "费用 预算 造价 金额 经费 概算", "description": "内容 说明 描述"},
}
_ASKS_ELSE = ("是否", "来源", "承担", "方式", "单位", "出资", "依据", "资金")
"""What a question with one of these asks is none of the fields above: 经费来源 is no amount."""


@attrs.frozen(hash=False)
class Mapped:
    """The header of a table: its last row (from 1), and at which place each field stands."""

    header: int
    place: Mapping[str, int]
    unused: tuple[str, ...]
    units: Mapping[str, str] = attrs.field(factory=dict)
    """What the amounts of a field are said to be in, where that is not yuan: 万元."""
    guessed: Mapping[str, str] = attrs.field(factory=dict)
    """Fields whose column was told by the words of a question, and what it asks."""


@attrs.frozen(hash=False)
class Read:
    """One row: its number, the plain mapping of its fields, and what is wrong with it.

    ``place``: in which column (from 0) of the sheet each field stands.
    """

    row: int
    plain: dict[str, Any]
    faults: tuple[CellFault, ...]
    sheet: str = ""
    place: Mapping[str, int] = attrs.field(factory=dict)

    def fault(self, key: str, problem: Text, remedy: Text) -> CellFault:
        """Something that is wrong in the cell of a field."""
        return CellFault(self.row, self.place.get(key), problem, remedy, self.sheet)


@attrs.frozen(hash=False)
class FoundTables:
    """What a file holds of one kind of table: its sheets, their rows, and what is to be said.

    ``notes``: what was guessed or left out, in sentences.
    """

    sheets: tuple[Rows, ...]
    rows: tuple[Read, ...]
    unused: tuple[str, ...]
    notes: tuple[Text, ...]

    @property
    def faults(self) -> list[CellFault]:
        """Everything that is wrong, in the order of the rows."""
        return [fault for one in self.rows for fault in one.faults]


def mapped(
    rows: Rows, columns: Sequence[Column], known: Mapping[str, str], kind: str = ""
) -> Mapped | None:
    """Where each field stands; ``None`` where no row looks like a header of these columns.

    ``known``: what somebody said a header means (header → key; an empty key: not to be read), which
    goes before the ``SYNONYMS`` of that ``kind`` of table.
    """
    said: dict[str, str] = {}
    for column in columns:
        zh, en = column.header.zh, column.header.en
        for name in (column.key, zh, en, f"{zh} {en}"):
            said.setdefault(plain_header(name), column.key)
    for key, names in SYNONYMS.get(kind, {}).items():
        for name in names.split():
            said.setdefault(plain_header(name), key)
    found = header_of(rows.rows, loosely(said, known))
    if found is None:
        return None
    guessed = _answered(found, QUESTIONS.get(kind, {}))
    place = {**found.place, **{key: found.other[cell] for key, cell in guessed.items()}}
    unused = tuple(cell for cell in found.other if cell not in guessed.values())
    units = _units(rows, attrs.evolve(found, place=place), columns)
    return Mapped(found.last + 1, place, unused, units, guessed)


def _answered(found: Header, questions: Mapping[str, str]) -> dict[str, str]:
    """Fields without a column, and the one question each that asks for them."""
    asked: dict[str, list[str]] = {key: [] for key in questions}
    for cell in found.other:
        keys = [key for key, words in questions.items() if any(w in cell for w in words.split())]
        plain = not is_foreign(cell) and not any(word in cell for word in _ASKS_ELSE)
        if plain and len(keys) == 1:  # of two fields it is nobody's: 预算说明
            asked[keys[0]].append(cell)
    return {
        key: cells[0] for key, cells in asked.items() if key not in found.place and len(cells) == 1
    }


def _units(rows: Rows, found: Header, columns: Sequence[Column]) -> dict[str, str]:
    """The unit that a column, or the sheet above its header, says of amounts."""
    above = unit_above(rows.rows[: found.first])
    units: dict[str, str] = {}
    there = [column for column in columns if column.key in found.place]
    own = {column.key: found.cells[found.place[column.key]] for column in there}
    for column in there:
        if column.amounts and (said := unit_of(own[column.key], above)):
            units[column.key] = said
    beside = next((units.get(one.key, "") for one in there if one.amounts), "")
    for column in there:
        # parts of an item's costs are in what its costs are in, where they say no other unit
        if column.holds_amounts and (said := unit_of(own[column.key], above or beside)):
            units[column.key] = said
    return units


def shown_headers(sheets: Sequence[Rows]) -> tuple[str, ...]:
    """What is most likely the header of a table in which no column was recognised.

    Of the first rows the one with most words, for whoever says what its columns mean.
    """
    looked = [row for sheet in sheets for row in sheet.rows[:LOOKED_AT] if any(row)]
    words = [
        tuple(cell for cell in row if cell and kind_of(cell) is CellKind.TEXT) for row in looked
    ]
    most = max(map(len, words), default=0)
    return tuple(dict.fromkeys(next((row for row in words if len(row) == most), ())))


def missing(found: Mapped | None, columns: Sequence[Column]) -> list[Column]:
    """Columns that have to be there and are not."""
    return [c for c in columns if c.required and (found is None or c.key not in found.place)]


def read_all(
    sheets: Sequence[Rows],
    columns: Sequence[Column],
    known: Mapping[str, str],
    kind: str,
    fields: type,
) -> FoundTables:
    """The rows of every sheet that has the columns; others are named in the notes.

    Raises ``MalformedFile`` where none has them, naming those that are missing.
    """
    having = [(one, mapped(one, columns, known, kind)) for one in sheets]
    fit = [(one, header) for one, header in having if header and not missing(header, columns)]
    if not fit:
        best = max((header for _, header in having if header), key=_fields, default=None)
        remedy = Text("请补上，或用 --map 说明。", "Add them, or say with --map.")
        row = 1 if best is None else best.header
        raise MalformedFile(sheets[0].file, row, not_told(columns, best), remedy)
    notes = Notes()
    rows: list[Read] = []
    for one, header in fit:
        rows += read(one, header, fields, notes)
        notes.add("merged", number=one.merged)
        notes.add("formula", number=one.formula_count)
        notes.add("old", number=int(one.old))
    left = [one.sheet for one in sheets if one not in [sheet for sheet, _ in fit]]
    named = [join_texts(list(sheets_left_out(left)))] if left else []
    unused = tuple(dict.fromkeys(cell for _, header in fit for cell in header.unused))
    guessed = {key: cell for _, header in fit for key, cell in header.guessed.items()}
    told = (*named, *_guesses(guessed, columns), *(note.text for note in notes.all()))
    return FoundTables(tuple(one for one, _ in fit), tuple(rows), unused, told)


def _guesses(guessed: Mapping[str, str], columns: Sequence[Column]) -> list[Text]:
    called = {column.key: column.header for column in columns}
    return [
        Text(
            "“{cell}”这一栏按“{field}”读；不对的请用 --map 或对照说明。",
            "the column '{cell}' is read as {field}; if it is not, say with --map or in the form.",
        ).filled(cell=cell, field=called[key])
        for key, cell in guessed.items()
    ]


def _fields(header: Mapped) -> int:
    return len(header.place)


def read(rows: Rows, found: Mapped, fields: type, notes: Notes | None = None) -> Iterator[Read]:
    """Each row below the header that holds anything, but not a template's example.

    What is none of the table's rows (a total, a signature, the header come again) is noted; one
    shorter or longer than it is a fault.
    """
    notes = Notes() if notes is None else notes
    header = _trimmed(rows.rows[found.header - 1])
    required = [one.key for one in fields_of(fields) if one.required]
    needed = [found.place[key] for key in required if key in found.place]
    for number, cells in enumerate(rows.rows[found.header :], found.header + 1):
        if EXAMPLE_MARK in cells or not any(cells):
            continue
        if is_header(cells, header):
            notes.add("header", str(number))
            continue
        if row_is_footer(cells):
            notes.add("footer", str(number))
            continue
        wrong = row_width(cells, header)
        if wrong is not None:
            yield Read(number, {}, (CellFault(number, None, *wrong, rows.sheet),))
            continue
        if any(_is_unanswered(cells, at) for at in needed):
            notes.add("unanswered", str(number))
            continue
        yield _read(rows, number, found, fields, notes)


UNANSWERED = frozenset({"(空)", "（空）", "(跳过)", "（跳过）"})
"""What a survey's export writes where somebody was asked and gave no answer, or was not asked."""


def _is_unanswered(cells: Sequence[str], at: int) -> bool:
    return at < len(cells) and cells[at].strip() in UNANSWERED


def _read(rows: Rows, number: int, found: Mapped, fields: type, notes: Notes) -> Read:
    cells = rows.rows[number - 1]
    given = {
        key: "" if _is_unanswered(cells, at) else cells[at]
        for key, at in found.place.items()
        if at < len(cells)
    }
    kinds = {one.key: one.kind for one in fields_of(fields)}
    typed = dict(given)
    foreign = _in_units(given, found.units, kinds, notes)
    counting = {key: found.units[key] for key in found.units if given.get(key) != typed.get(key)}
    changed = [
        CellFault(number, found.place[key], *wrong, rows.sheet)
        for key, cell in given.items()
        if (key in _IDS or kind_of(cell) is CellKind.ERROR) and (wrong := check_id(cell))
    ]
    changed += [
        CellFault(number, at, UNCOUNTED, COUNT_IT, rows.sheet)
        for at in (found.place.values() if rows.uncounted else ())
        if (number - 1, at) in rows.uncounted
    ]
    plain, objections = of_row(fields, given)
    if any(_has_lone_comma(one, given.get(one.key, "")) for one in fields_of(fields)):
        notes.add("comma", str(number))
    changed += [
        CellFault(number, found.place[key], *not_ours(found.units[key]), rows.sheet)
        for key in foreign
    ]
    told = {fault.column for fault in changed}
    faults = [
        CellFault(number, found.place.get(one.field), *_of_unit(one, kinds, counting), rows.sheet)
        for one in objections
        if found.place.get(one.field) is None or found.place[one.field] not in told
    ]
    return Read(number, plain, (*changed, *faults), rows.sheet, found.place)


def _of_unit(
    fault: Objection, kinds: Mapping[str, Kind], counting: Mapping[str, str]
) -> tuple[Text, Text]:
    """What is wrong and what to do, in the unit in which the column counts."""
    unit = counting.get(fault.field, "")
    if not unit:
        return fault.problem, fault.remedy
    own = fault.remedy != kinds[fault.field].remedy
    problem = join_texts([fault.problem, says_unit(unit)])
    return problem, fault.remedy if own else write_in(unit)


def _in_units(
    given: dict[str, str], units: Mapping[str, str], kinds: Mapping[str, Kind], notes: Notes
) -> list[str]:
    """Amounts in what their column counts in; which fields are in a unit that we cannot read."""
    foreign = []
    for key, unit in units.items():
        if not given.get(key):
            continue
        cell = amounts_in_unit(kinds[key], given[key], unit)
        if cell is None:
            foreign.append(key)
        elif cell != given[key]:
            given[key] = cell
            notes.add("unit", name=unit)
    return foreign


def amounts_in_unit(kind: Kind, cell: str, unit: str) -> str | None:
    """A cell as money is read, with each amount in it; ``None`` where no yuan is made of one."""
    if not isinstance(kind, (Pairs, Table)):
        return in_unit(cell, unit)
    foreign = False

    def read(of: Kind, typed: str) -> str:
        nonlocal foreign
        amount = in_unit(typed, unit) if is_money(of) else typed
        foreign = foreign or amount is None
        return typed if amount is None else amount

    changed = kind.change_cells(cell, read)
    return None if foreign else changed


def _has_lone_comma(of: Field, cell: str) -> bool:
    return "," in narrow(cell) and any(commas_read(of.label, of.kind, cell))


_IDS = frozenset({"id", "unit"})
"""Fields that a spreadsheet must not have changed into a date or a shorter number."""


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
