"""What was guessed, joined or left out in reading tables: grouped by kind, with rows and counts.

A note never stops anything.  It is shown before anything is written, so that whoever reads a table
in can say no.
"""

from __future__ import annotations

import attrs

from tickbox_core.text import Text

MOST_ROWS = 8
"""Rows that a sentence names; all of them stand in the note."""

_SAID = {
    "footer": Text(
        "{number}行是合计、落款、页码或备注，不是表里的一行，没有读取",
        "rows of totals, signatures, pages' numbers or notes, which were not read: {number}",
    ),
    "header": Text("表头重复出现{number}次，没有读取", "rows that repeat the header: {number}"),
    "unanswered": Text(
        "{number}份问卷没有回答要填的一题，没有读取",
        "answers of a survey that leave out what a row needs, which were not read: {number}",
    ),
    "title": Text("{number}行在重复的表头之上，没有读取", "title rows within the table: {number}"),
    "beyond": Text(
        "{number}行在表头之外还有内容，多出的没有读取",
        "rows with more cells than the header, of which the rest was not read: {number}",
    ),
    "merged": Text("合并的单元格已向下填满：{number}格", "merged cells filled down: {number}"),
    "formula": Text(
        "{number}格是公式，按表里保存的结果读取",
        "cells that are formulas and count by the value the file holds: {number}",
    ),
    "old": Text(
        ".xls 里的公式和数字分不出来，都按保存的结果读取；要看出公式，请另存为 .xlsx",
        "formulas in an .xls cannot be told from numbers and count by the value the file holds; "
        "save it as .xlsx to have them shown",
    ),
    "joined": Text(
        "{number}套房屋有几种写法，已合为一套", "homes written in several ways, joined: {number}"
    ),
    "area": Text("{number}套房屋没有面积，按未知处理", "homes without area: {number}"),
    "comma": Text(
        "{number}行有带逗号的数，逗号按千分位读",
        "rows with a number whose comma is read as parting thousands: {number}",
    ),
    "points": Text(
        "{number}个面积有三位小数，点按小数点读",
        "areas with three decimals, whose point is read as a decimal one: {number}",
    ),
    "letters": Text(
        "{number}个房号里的字母像是数字（{name}），照原样读；认错了的请改正",
        "room numbers with letters that look like figures, read as they stand: {number} ({name})",
    ),
    "made": Text(
        "没有人员编号：{number}人按房屋和姓名编号，再次导入时不变",
        "persons without an id, who have one made of home and name: {number}",
    ),
    "namesakes": Text(
        "{number}个姓名在几套房屋里都是业主，按不同的人计；是一个人的，请加“人员编号”一栏",
        "names that own several homes and are taken for different people: {number}; where it is "
        "one person, add a column of ids",
    ),
    "unmarked": Text(
        "{number}人没有业主标记，不算业主", "persons without an owner's mark, no owners: {number}"
    ),
    "head": Text(
        "没有写明业主，{number}名户主按业主处理",
        "heads of households taken as owners, since no owner is marked: {number}",
    ),
    "household": Text(
        "没有写谁在此居住，表里{number}人都按居民处理",
        "persons taken as residents, since no column says who lives there: {number}",
    ),
    "neither": Text(
        "{number}人既不是业主，也不在此居住，不参加任何表决",
        "persons who neither own nor live there, and are asked nothing: {number}",
    ),
    "again": Text(
        "同一户里同名的按一个人计，只取前一行，后面的{number}行没有读取",
        "rows of one name in a home, taken for one person by the first of them and not read: "
        "{number}",
    ),
    "month": Text(
        "{number}个出生日期只写了年月，按未知处理",
        "dates of birth with a month alone, which are unknown: {number}",
    ),
    "shop": Text("{number}间商铺或车位没有业主", "shops or parking spaces without owner: {number}"),
    "unit": Text("表上写的单位是{name}，{number}格按{name}读", "cells read in {name}: {number}"),
    "shopkeeper": Text(
        "{number}套房屋只写了商户，没有业主，按商铺读",
        "homes with shopkeepers alone and no owner, taken for shops: {number}",
    ),
    "let": Text(
        "{number}套房屋有人居住，没有写业主；业主表决之前要补上",
        "homes where people live and no owner is written, needed before owners decide: {number}",
    ),
    "sheet": Text(
        "楼栋取自工作表的名称：{number}套房屋",
        "homes in the building that their sheet is named by: {number}",
    ),
    "dash": Text(
        "没有写楼栋，“1-101”这样的房号按1号楼101室读：{number}套房屋",
        "homes whose room, as 1-101, is read as room 101 of building 1, for nothing else says "
        "the building: {number}",
    ),
    "lost": Text(
        "证件或电话号码有{number}格是超过15位的数字，后几位已在表里丢失；不用作编号",
        "numbers of more than 15 figures, whose last ones the file has lost; never ids: {number}",
    ),
    "new_building": Text(
        "新的楼栋“{name}”：{number}套房屋", "new building '{name}', with homes: {number}"
    ),
    "more_building": Text("此外还有{number}栋新的楼栋", "new buildings besides: {number}"),
    "more_stairwell": Text("此外还有{number}个新的楼道", "new stairwells besides: {number}"),
    "new_stairwell": Text(
        "新的楼道“{name}”：{number}套房屋", "new stairwell '{name}', with homes: {number}"
    ),
}


@attrs.frozen
class TableNote:
    """A kind of thing, how often there is one, and the first places (``file:row``) of it."""

    kind: str
    count: int
    rows: tuple[str, ...] = ()
    name: str = ""

    @property
    def text(self) -> Text:
        """In a sentence, with the first rows."""
        said = _SAID[self.kind].filled(number=self.count, name=self.name)
        if not self.rows:
            return Text(f"{said.zh}。", f"{said.en}.")
        first, more = self.rows[:MOST_ROWS], self.count > MOST_ROWS
        zh, en = "、".join(first) + "等" * more, ", ".join(first) + " …" * more
        return Text(f"{said.zh}（第{zh}行）。", f"{said.en} (row {en}).")


@attrs.define
class Notes:
    """What is to be said of the tables that are being read."""

    _found: dict[tuple[str, str], list[str]] = attrs.field(factory=dict)
    _counts: dict[tuple[str, str], int] = attrs.field(factory=dict)

    def add(self, kind: str, place: str = "", name: str = "", number: int = 1) -> None:
        """One more of a kind, or ``number`` of them, at a place."""
        if number:
            self._counts[kind, name] = self._counts.get((kind, name), 0) + number
            held = self._found.setdefault((kind, name), [])
            if place:
                held.append(place)

    def all(self) -> tuple[TableNote, ...]:
        """A note for each kind, in the order in which they were met."""
        return tuple(
            TableNote(kind, count, tuple(self._found[kind, name]), name)
            for (kind, name), count in self._counts.items()
        )
