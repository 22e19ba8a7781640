"""The unit that a table says for a column is read with its cells, and never passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from tickbox_core.acts.tables.items import item_columns, item_fields
from tickbox_core.errors import MalformedFile
from tickbox_core.interchange import read_tables
from tickbox_core.interchange.rows import read_sheets
from tickbox_core.interchange.sheets import FoundTables, read_all
from tickbox_core.interchange.units import is_foreign, scale_of, unit_above
from tickbox_core.registry import open_registry

REGISTRY = open_registry()


def read(tmp_path: Path, text: str) -> FoundTables:
    """A table of items."""
    path = tmp_path / "事项.csv"
    path.write_text(text, encoding="utf-8")
    columns = item_columns(REGISTRY, "")
    return read_all(read_sheets(path), columns, {}, "items", item_fields(REGISTRY, ""))


def costs(found: FoundTables) -> list[int | None]:
    """Fen, in the order of the rows."""
    return [one.plain.get("cost") for one in found.rows]


@pytest.mark.parametrize(
    ("header", "fen"),
    [
        ("预算", 150),
        ("预算（元）", 150),
        ("预算(万元)", 1_500_000),
        ("预算（单位：万元）", 1_500_000),
        ("预算/万元", 1_500_000),
        ("预算万元", 1_500_000),
        ("预算【千元】", 150_000),
        ("金额（亿元）", 15_000_000_000),
    ],
)
def test_an_amount_is_in_what_its_header_says(tmp_path, header, fen):
    """A cell with a unit of its own stays, and what was read so is said."""
    found = read(tmp_path, f"标题,{header}\n甲,1.5\n乙,1.5元\n丙,0.0003万元\n丁,\n")
    assert costs(found) == [fen, 150, 300, None]
    assert any("按" in note.zh for note in found.notes) == (fen != 150)


@pytest.mark.parametrize(
    ("above", "cost", "options", "unit"),
    [
        ("", "预算", "可选方案", 100),
        ("", "预算（万元）", "可选方案", 1_000_000),
        ("", "预算（万元）", "可选方案（元）", 100),
        ("", "预算", "可选方案（千元）", 100_000),
        ("单位：万元,,,", "预算", "可选方案", 1_000_000),
        ("单位：万元,,,", "预算（元）", "可选方案", 1_000_000),
    ],
)
def test_what_options_cost_is_in_the_unit_of_their_table(tmp_path, above, cost, options, unit):
    """Of their own header, else above it, else that of the items' costs; money's sources too."""
    head = f"标题,{cost},{options},资金来源"
    row = "座椅,3,a|木|1.5;b|铁|200元；c|石|,居民自筹=1.5;公共资金=1元"
    found = read(tmp_path, "\n".join(filter(None, [above, head, row])) + "\n")
    (one,) = found.rows
    assert [option.get("cost") for option in one.plain["options"]] == [unit * 3 // 2, 20_000, None]
    of_money = 1_000_000 if above or "万元" in cost else 100
    assert [fen for _, fen in one.plain["funding"]] == [of_money * 3 // 2, 100]
    said = any("按" in note.zh for note in found.notes)
    assert not one.faults and said == (unit != 100 or of_money != 100)


def test_options_in_a_foreign_unit_are_refused_and_json_stays(tmp_path):
    """As their items are; what a program wrote is in fen as it stands."""
    found = read(tmp_path, "单位：美元,,\n标题,预算,可选方案\n甲,,a|木|5\n乙,,a|木|5元\n丙,,a|木\n")
    assert [bool(one.faults) for one in found.rows] == [True, False, False]
    assert "美元" in found.faults[0].problem.zh
    json = '"[{""id"": ""a"", ""title"": {""zh"": ""木"", ""en"": ""w""}, ""cost"": 500}]"'
    (one,) = read(tmp_path, f"标题,预算（万元）,可选方案\n甲,,{json}\n").rows
    assert one.plain["options"][0]["cost"] == 500


@pytest.mark.parametrize("unit", ["美元", "百元", "角", "分", "USD"])
def test_a_unit_that_is_not_ours_is_not_taken_for_yuan(tmp_path, unit):
    """The column is named and not read; above the header it is a fault in each cell."""
    found = read(tmp_path, f"标题,预算（{unit}）\n甲,1.5\n")
    assert costs(found) == [None]
    assert found.unused == (f"预算（{unit}）",)
    above = read(tmp_path, f"单位：{unit},\n标题,预算\n甲,1.5\n乙,3元\n丙,\n")
    assert [one.row for one in above.faults] == [3]
    assert unit.lower() in above.faults[0].problem.zh


def test_the_unit_above_a_header_holds_for_columns_that_say_none(tmp_path):
    """单位：万元 beside the title; who fills the table in is no unit."""
    text = "某村项目表,\n填报单位：某村居委会,单位：万元\n标题,预算\n甲,1.2\n"
    assert costs(read(tmp_path, text)) == [1_200_000]
    assert costs(read(tmp_path, text.replace("标题,预算", "标题,预算（元）"))) == [120]
    assert costs(read(tmp_path, text.replace("单位：万元", "金额单位:元"))) == [120]
    assert unit_above([["填报单位：万元户协会"]]) == ""


@pytest.mark.parametrize(
    ("above", "header", "fen"),
    [
        ("", "费用", 120),
        ("", "费用（元）", 120),
        ("", "费用（万元）", 1_200_000),
        ("单位：万元,,\n", "费用", 1_200_000),
        ("填报：居委会,单位：千元,\n", "预算", 120_000),
        ("单位：万元,,\n", "cost", 1_200_000),
    ],
)
def test_a_table_that_is_counted_has_units_too(tmp_path, above, header, fen):
    """A unit that is passed over would choose other winners."""
    items, ballots = tmp_path / "i.csv", tmp_path / "b.csv"
    items.write_text(f"{above}id,title,{header}\na,甲,1.2\nb,乙,3元\n", encoding="utf-8")
    ballots.write_text("voter_id,ticks\n1,a\n2,b\n", encoding="utf-8")
    found = read_tables(items, ballots)
    assert [item.cost for item in found.items] == [fen, 300]
    assert any("按" in warning.zh for warning in found.warnings) == (fen > 120)


def test_a_counted_table_in_a_foreign_unit_is_refused(tmp_path):
    """Each cell, by row; lenient, its cost is unknown."""
    items, ballots = tmp_path / "i.csv", tmp_path / "b.csv"
    items.write_text("单位：美元,,\nid,title,费用\na,甲,1.2\nb,乙,3元\n", encoding="utf-8")
    ballots.write_text("voter_id,ticks\n1,a\n", encoding="utf-8")
    with pytest.raises(MalformedFile, match="美元"):
        read_tables(items, ballots)
    found = read_tables(items, ballots, lenient=True)
    assert [item.cost for item in found.items] == [None, 300]


def test_what_is_in_brackets_and_no_unit_changes_nothing():
    """必填, 含税, 室."""
    for header in ("预算（必填）", "预算（含税）", "房号（室）", "建筑面积（㎡）", "得分"):
        assert not is_foreign(header)
        assert scale_of(header) == ""
    assert is_foreign("建筑面积（亩）")
    assert is_foreign("面积（万平方米）")


@pytest.mark.parametrize("above", [True, False])
@pytest.mark.parametrize(
    ("typed", "why", "remedy"),
    [
        ("一百", "一百万", "Write a number of 万元"),
        ("1,2", "does not part thousands", "Write 1.2万 or 12万"),
        ("1.2345678", "more than 6 decimals", "Write at most 6 decimals"),
    ],
)
def test_what_is_wrong_with_an_amount_is_said_in_its_columns_unit(
    tmp_path, above, typed, why, remedy
):
    """In a column of 万元 nobody is told to write yuan, listed or counted."""
    header = "单位：万元,\n标题,预算" if above else "标题,预算（万元）"
    (fault,) = read(tmp_path, f'{header}\n甲,"{typed}"\n乙,1.5\n').faults
    assert why in fault.text.en and "The column is in 万元" in fault.problem.en
    assert remedy in fault.remedy.en and "yuan" not in fault.remedy.en
    items, ballots = tmp_path / "i.csv", tmp_path / "b.csv"
    head = header.replace("标题", "编号,标题")
    items.write_text(f'{head}\na,甲,"{typed}"\n', "utf-8")
    ballots.write_text("voter_id,ticks\nv,a\n", "utf-8")
    with pytest.raises(MalformedFile, match="The column is in 万元") as counted:
        read_tables(items, ballots)
    assert remedy in counted.value.remedy.en


def test_in_a_column_of_yuan_they_are_said_in_yuan(tmp_path):
    """And an amount with a unit of its own is spoken of in that one."""
    yuan, own = read(tmp_path, "标题,预算（元）\n甲,一百\n乙,1.2345678万\n").faults
    assert "Give yuan" in yuan.remedy.en and "column" not in yuan.problem.en
    assert "at most 6 decimals" in own.remedy.en and "column" not in own.problem.en
