"""Workbooks: what staff hand in is read, what is hostile is not, and nothing becomes a formula."""

from __future__ import annotations

import contextlib
import csv
import io
import random
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

xlsxwriter = pytest.importorskip("xlsxwriter")
python_calamine = pytest.importorskip("python_calamine")

from tickbox_core import open_registry  # noqa: E402 - behind the extra
from tickbox_core.acts.collecting import AnItem  # noqa: E402 - behind the extra
from tickbox_core.acts.tables.every import TABLES  # noqa: E402
from tickbox_core.acts.tables.items import item_fields  # noqa: E402
from tickbox_core.acts.tables.rolls import cell_faults  # noqa: E402
from tickbox_core.categories import columns  # noqa: E402
from tickbox_core.cli import main  # noqa: E402
from tickbox_core.components.wishes import AWish  # noqa: E402
from tickbox_core.errors import FaultyTables, MalformedFile, TickboxError  # noqa: E402
from tickbox_core.interchange import read_areas, read_roll, read_tables  # noqa: E402
from tickbox_core.interchange.rows import read_rows, read_sheets  # noqa: E402
from tickbox_core.interchange.sheets import mapped, missing, read, read_all  # noqa: E402
from tickbox_core.interchange.tables.notes import TableNote  # noqa: E402
from tickbox_core.interchange.workbooks import (  # noqa: E402
    CellFault,
    Rows,
    by_kind,
    mark_faults,
    rows_of_bytes,
    template,
)
from tickbox_core.interchange.workbooks.reading import sheets_of_bytes  # noqa: E402
from tickbox_core.interchange.workbooks.writing import book  # noqa: E402
from tickbox_core.testing.strategies import lasting  # noqa: E402
from tickbox_core.text import Text  # noqa: E402

REGISTRY = open_registry()


def columns_of(kind):
    """The columns of a template."""
    return list(TABLES[kind].columns(REGISTRY, ""))


CELL = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=12
).map(str.strip)


def written(rows, name="表"):
    """A workbook as any program writes one: numbers as numbers, days as days."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet(name)
    day = made.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate(rows):
        for at, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(number, at, cell, day)
            else:
                sheet.write(number, at, cell)
    made.close()
    return out.getvalue()


def plain(rows):
    """A workbook by our own writer: strings."""
    return mark_faults(Rows("x.xlsx", tuple(map(tuple, rows))), ())


# -- in ----------------------------------------------------------------------------------------


def test_cells_come_out_as_people_see_them():
    """Room 101 is no 101.0, a day is a day, nothing is nothing."""
    data = written([[101, 60.5, 1e14, "  x ", None, True, datetime(2026, 3, 1), 0.1]])
    assert rows_of_bytes(data, "x").rows == (
        ("101", "60.5", "100000000000000", "x", "", "是", "2026-03-01", "0.1"),
    )


def test_numbers_have_the_figures_that_a_spreadsheet_keeps():
    """Noise behind the fifteenth figure is none; of longer numbers the end is lost, and shown."""
    data = written([[89.820000000000007, 0.1 + 0.2, 3.0, 1200, 171.223, 310113199001011234]])
    assert rows_of_bytes(data, "x").rows == (
        ("89.82", "0.3", "3", "1200", "171.223", "3.10113199001011E+17"),
    )


def test_the_visible_sheet_that_holds_something_is_read():
    """A hidden sheet, an empty one and a chart are passed over."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out)
    made.add_worksheet("空")
    hidden = made.add_worksheet("藏")
    hidden.write(0, 0, "no")
    hidden.hide()
    made.add_worksheet("有").write(0, 0, "yes")
    chart = made.add_chart({"type": "column"})
    chart.add_series({"values": "=有!$A$1"})
    made.add_chartsheet("图").set_chart(chart)
    made.add_worksheet("blank").write_blank(3, 3, None)
    made.add_worksheet("spaces").write(0, 0, "  ")
    made.close()
    assert rows_of_bytes(out.getvalue(), "x").sheet == "有"


def sheets(**tables):
    """A workbook with a sheet for each table."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        for name, rows in tables.items():
            sheet = made.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return out.getvalue()


SEVERAL = {
    "wishes": {"一": [["诉求", "渠道"], ["灯", "door"]], "二": [["诉求", "渠道"], ["凳", "door"]]},
    "areas": {
        "一": [["id", "level", "name", "parent"], ["n1", "neighbourhood", "一村", ""]],
        "二": [["id", "level", "name", "parent"], ["n2", "neighbourhood", "二村", ""]],
    },
    "items": {"一": [["id", "title"], ["a", "A"]], "二": [["id", "title"], ["b", "B"]]},
}


@pytest.mark.parametrize("kind", SEVERAL)
def test_several_sheets_are_refused_by_name(tmp_path, kind):
    """Every reader: a second sheet is never left out in silence; which there are and what to do."""
    path, other = tmp_path / "x.xlsx", tmp_path / "b.csv"
    path.write_bytes(sheets(**SEVERAL[kind]))
    other.write_text("voter_id,ticks\nv,a\n", "utf-8")
    readers = {
        "wishes": read_rows,
        "areas": read_areas,
        "items": lambda file: read_tables(file, other),
    }
    with pytest.raises(MalformedFile) as refused:
        readers[kind](path)
    said = refused.value.text
    assert "2张工作表写了内容：“一”、“二”；一次只读一张" in said.zh
    assert "2 sheets of it hold something: '一', '二'" in said.en
    assert "删去、隐藏，或各存成一个文件" in said.zh


def test_of_many_sheets_the_first_are_named():
    """And how many more there are; one too large to be read is named itself."""
    tables = {f"s{at}": [["x"]] for at in range(9)}
    with pytest.raises(MalformedFile, match=r"9 sheets .* 's5' and 3 more"):
        rows_of_bytes(sheets(**tables), "x")
    large = {"a": [["x"]], "b": [["x"] * 500]}
    with pytest.raises(MalformedFile, match=r"'b' is 1 rows by 500 columns"):
        rows_of_bytes(sheets(**large), "x")


@lasting
@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=4))
def test_what_is_written_is_read_back(rows):
    """Signs, spaces inside, "=1+1", long numbers: the same strings."""
    if not any(any(row) for row in rows):
        return
    again = rows_of_bytes(plain(rows), "x").rows
    assert _trimmed(again) == _trimmed(rows)


def _trimmed(rows):
    """Without blank rows and the blank ends of rows."""
    cells = [" ".join(f"<{cell}>" for cell in row).removesuffix(" <>") for row in rows]
    return [row for row in cells if row.replace("<>", "").strip()]


DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "http://x", "\t=1", "0012"]


def with_formulas(rows):
    """A workbook in which a pair is a formula and the value that is saved with it."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet("表")
    for number, row in enumerate(rows):
        for at, cell in enumerate(row):
            if isinstance(cell, tuple):
                sheet.write_formula(number, at, cell[0], None, cell[1])
            else:
                sheet.write(number, at, cell)
    made.close()
    return out.getvalue()


def test_a_formula_without_a_value_is_a_fault_of_its_cell():
    """Never an item without costs in silence; in a column that is not read it is nobody's."""
    rows = [
        ["编号", "标题", "费用", "核对"],
        ["a", "灯", ("=1+1", ""), ""],
        ["b", "椅", ("=2+1", 3), ("=C3", "")],
    ]
    found = read_all(
        sheets_of_bytes(with_formulas(rows), "i.xlsx"), columns_of("items"), {}, "items", AnItem
    )
    said = [one for one in found.faults if "没有保存结果" in one.problem.zh]
    assert [(one.row, one.column) for one in said] == [(2, 2)]


def test_an_election_says_which_formulas_have_no_value(tmp_path):
    """A tick that a formula would give is no blank ballot; read leniently it is told."""
    items, ballots = tmp_path / "i.csv", tmp_path / "b.xlsx"
    items.write_text("编号,标题\na,A\nb,B\n", "utf-8")
    rows = [["选民编号", "勾选"], ["1", ("=C1", "a")], ["2", ("=C2", "")]]
    ballots.write_bytes(with_formulas(rows))
    with pytest.raises(MalformedFile, match="line 3: a formula has no value"):
        read_tables(items, ballots)
    found = read_tables(items, ballots, lenient=True)
    assert "line 3" in found.dropped[0].en and "read as blank" in found.dropped[0].en
    assert any("2 of its cells are formulas" in one.en for one in found.warnings)


@pytest.mark.parametrize("cell", DANGEROUS)
def test_no_cell_becomes_a_formula_or_a_link(cell):
    """The file holds a string, no formula, no number, no address."""
    data = plain([[cell]])
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        sheet = whole.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet and "hyperlink" not in sheet
        assert 't="s"' in sheet
    assert rows_of_bytes(data, "x").rows == ((cell.strip(),),)


# -- hostile -----------------------------------------------------------------------------------


def zipped(**files):
    """A zip with these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, data in files.items():
            whole.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def encrypted(data):
    """The same with the flag of a password on every entry."""
    return data.replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"
    )


SOUND = written([["诉求"], ["灯"]])
HOSTILE = {
    "not a zip": b"PK\x03\x04 and nothing more",
    "cut off": SOUND[: len(SOUND) // 2],
    "a zip of something else": zipped(a__txt=b"x"),
    "a bomb": zipped(xl__workbook__xml=b"0" * 60_000_000),
    "many entries": zipped(xl__workbook__xml=b"", **{f"f{n}": b"" for n in range(2_001)}),
    "macros": zipped(**{"xl__workbook__xml": b"", "xl__vbaProject.bin": b"x"}),
    "no sheets": zipped(**{"xl/workbook.xml": b"<workbook/>"}),
    "an old workbook": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    "empty": written([]),
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_hostile_file_is_refused_with_a_plain_reason(tmp_path, name):
    """No crash, no half table: what is wrong and what to do."""
    path = tmp_path / "x.xlsx"
    path.write_bytes(HOSTILE[name])
    with pytest.raises(MalformedFile) as refused:
        read_rows(path)
    assert refused.value.remedy.zh and "Traceback" not in str(refused.value)


def test_a_huge_sheet_is_refused_before_it_is_held():
    """A cell far away makes a sheet of a billion cells."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out)
    sheet = made.add_worksheet()
    sheet.write(0, 0, "x")
    sheet.write(900_000, 16_000, "x")
    made.close()
    with pytest.raises(MalformedFile):
        rows_of_bytes(out.getvalue(), "x")


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_is_read_or_refused(seed):
    """Bytes changed at random: an answer in words, whatever it is."""
    draw = random.Random(seed)
    data = bytearray(SOUND)
    for _ in range(draw.randint(1, 30)):
        data[draw.randrange(len(data))] = draw.randrange(256)
    with contextlib.suppress(MalformedFile):
        assert rows_of_bytes(bytes(data), "x").rows


# -- columns -----------------------------------------------------------------------------------


def test_a_header_is_found_below_a_title_and_under_many_names():
    """Key, label in either language, both as a template writes them, what people say."""
    rows = Rows("x", (("2026年心愿汇总",), (), ("序号", "诉求", "Channel", "联系电话", "别的")))
    found = mapped(rows, columns(AWish), {}, "wishes")
    assert (found.header, dict(found.place)) == (3, {"text": 1, "channel": 2, "contact": 3})
    assert found.unused == ("别的",)


def test_what_somebody_said_goes_before_what_is_guessed():
    """And an empty key leaves a column alone."""
    rows = Rows("x", (("诉求", "别的"),))
    found = mapped(rows, columns(AWish), {"诉求": "", "别的": "text"}, "wishes")
    assert dict(found.place) == {"text": 1}


def test_a_column_that_has_to_be_there_is_missed():
    """By name."""
    rows = Rows("x", (("编号", "类别"),))
    found = mapped(rows, columns(AnItem), {}, "items")
    assert {column.key for column in missing(found, columns(AnItem))} == {"round", "title"}


def test_a_template_is_read_as_it_is_written():
    """Headers recognised, the example row passed over, a row below it read."""
    data = template("wishes", "1", Text("心愿", "wishes"), columns(AWish))
    rows = rows_of_bytes(data, "w.xlsx")
    header = mapped(rows, columns(AWish), {}, "wishes")
    assert set(header.place) == {column.key for column in columns(AWish)}
    assert list(read(rows, header, AWish)) == []
    blank = [""] * (len(rows.rows[0]) - 2)
    more = Rows("w", (*rows.rows, ("东门装灯", "door", *blank)))
    (one,) = read(more, header, AWish)
    assert one.plain == {"text": "东门装灯", "channel": "door"} and one.faults == ()


@pytest.mark.parametrize(
    "cells, said",
    [
        (("b", "B", "1", "200"), "4 fields, its header 3"),
        (("b", "B"), "2 fields, its header 3"),
        (("b", "", "5"), "'title'"),
        (("b", "B", "1,20"), "1.20 or 120"),
    ],
)
def test_what_is_no_row_of_it_is_said_by_row(cells, said):
    """A total, a signature, the header again, a row of another width, a cell in doubt."""
    rows = Rows("x", (("编号", "标题", "金额"), ("a", "A", "1,200"), (), cells))
    header = mapped(rows, columns_of("items"), {}, "items")
    good, bad = read(rows, header, item_fields(REGISTRY, ""))
    assert (good.faults, good.plain["cost"]) == ((), 120000)
    (fault,) = bad.faults
    assert fault.row == 4 and said in fault.text.en


@pytest.mark.parametrize(
    "cells, kind",
    [
        (("合计", "", "3200"), "footer"),
        (("填表人：王", "", ""), "footer"),
        (("编号", "标题", "金额"), "header"),
    ],
)
def test_what_stands_below_is_noted_and_read_by_nobody(cells, kind):
    """A total, a signature, the header again: no item, and no fault."""
    rows = Rows("x", (("编号", "标题", "金额"), ("a", "A", "1,200"), (), cells))
    found = read_all([rows], columns_of("items"), {}, "items", item_fields(REGISTRY, ""))
    assert ([one.plain["id"] for one in found.rows], found.faults) == (["a"], [])
    assert [note.zh for note in found.notes] == [
        TableNote("comma", 1, ("2",)).text.zh,
        TableNote(kind, 1, ("4",)).text.zh,
    ]


def test_every_sheet_of_items_is_read(tmp_path):
    """Those with the columns; others are named; a fault names its sheet, which comes back red."""
    path = tmp_path / "x.xlsx"
    head = ["编号", "标题", "费用"]
    path.write_bytes(sheets(一=[head, ["a", "A", "1"]], 二=[head, ["b", "B", "x"]], 注=[["说明"]]))
    found = read_all(read_sheets(path), columns_of("items"), {}, "items", item_fields(REGISTRY, ""))
    assert [one.plain["id"] for one in found.rows] == ["a", "b"]
    assert [(fault.sheet, fault.row) for fault in found.faults] == [("二", 2)]
    assert "“注”" in found.notes[0].zh
    red = sheets_of_bytes(mark_faults(found.sheets, found.faults), "m")
    assert [one.sheet for one in red] == ["一", "二"]


def test_the_template_of_a_roll_is_read_as_it_is_written(tmp_path):
    """Headers recognised, the example row passed over, a row below it read."""
    path = tmp_path / "r.xlsx"
    path.write_bytes(template("roll", "1", Text("名册", "roll"), columns_of("roll")))
    head, example = rows_of_bytes(path.read_bytes(), "r").rows[:2]
    row = ("101", "8", "1", "60.5", "p1", "甲", "", "是", "居民", "")
    path.write_bytes(plain([head, example, row]))
    (unit,) = read_roll(path, as_of=date(2026, 1, 1)).roll.units
    assert (unit.id, unit.floor_area) == ("101", 6050)


CELLS = [
    *["", "填表人：居委会", "制表", "合计", "合计：3户", "101", "8号楼", "89.52", "1,200", "1.200"],
    *["p1", "p2", "是", "居民", "B1", "x" * 50, "2026-03-02", "3.1E+17", "unit", "房屋编号", "id"],
    *["voter_id", "a", "b", "a;b", "\n", '"', "=1+1", "{x}", "{0}", "%s", "0", "-1", "1e400", "²"],
    *["[" * 2000, '{"zh":1}', "a|b", "\u202e", "未知"],
]
HEADS = [
    "unit building floor_area person name votes role floor kind born stairwell room served_by",
    "房屋编号 楼栋 建筑面积 业主编号 姓名",
    "id title cost options category tier",
    "voter_id ticks household floor_area weight",
    "编号 标题 金额 资金来源",
    "诉求 渠道 姓名",
    "id level name parent",
]


@lasting
@given(
    st.lists(
        st.tuples(
            st.sampled_from(HEADS),
            st.lists(st.lists(st.sampled_from(CELLS), max_size=8), max_size=5),
            st.sampled_from(",;\t"),
            st.booleans(),
        ),
        min_size=3,
        max_size=3,
    ),
    st.booleans(),
)
def test_no_table_upsets_a_reader(tmp_path_factory, tables, lenient):
    """Whatever stands in the rows: read, or refused in words; nothing else gets out."""
    folder = tmp_path_factory.mktemp("tables")
    paths = [folder / f"{at}.csv" for at in range(len(tables))]
    for path, (head, rows, delimiter, again) in zip(paths, tables, strict=True):
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=delimiter)
            writer.writerows([head.split(), *rows, *([head.split()] if again else [])])

    def of_sheet(kind):
        rows = read_rows(paths[0])
        header = mapped(rows, columns_of(kind), {}, kind)
        if header is not None and not missing(header, columns_of(kind)):
            assert (
                list(read(rows, header, AWish if kind == "wishes" else item_fields(REGISTRY, "")))
                is not None
            )

    for reader in (
        lambda: read_roll(*paths, as_of=date(2026, 1, 1)),
        lambda: read_tables(paths[0], paths[1], lenient=lenient, ordered=lenient),
        lambda: read_tables(*paths, lenient=lenient),
        lambda: read_areas(paths[0]),
        lambda: of_sheet("wishes"),
        lambda: of_sheet("items"),
    ):
        try:
            reader()
        except FaultyTables as refused:
            cell_faults(paths[0], refused)
        except TickboxError as refused:
            str(refused)


def test_a_cell_longer_than_any_is_refused_in_words(tmp_path):
    """By every reader; csv has its own limit, and its own words for it."""
    path = tmp_path / "x.csv"
    path.write_text(f"unit,building,person\n{'A' * 300_000},b,p\n", "utf-8")
    readers = (read_rows, lambda p: read_roll(p, as_of=date(2026, 1, 1)), read_areas)
    for reader in (*readers, lambda p: read_tables(p, p)):
        with pytest.raises(MalformedFile, match=r"more than 131,072 characters") as refused:
            reader(path)
        assert "字" in refused.value.text.zh


def test_rows_stand_at_their_lines(tmp_path):
    """Below a blank line and a quotation over several lines a fault has its own line number."""
    path = tmp_path / "x.csv"
    path.write_text('id,title\n\na,"A\n1"\nb,B\n', "utf-8")
    rows = read_rows(path).rows
    assert [at for at, row in enumerate(rows, 1) if row] == [1, 3, 5]


def test_a_template_has_drop_downs_and_says_what_it_is_of():
    """Data validation for choices, text cells, a hidden sheet with kind and version."""
    data = template("wishes", "0.1", Text("心愿", "wishes"), columns(AWish))
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        assert "dataValidation" in whole.read("xl/worksheets/sheet1.xml").decode()
        assert 'state="veryHidden"' in whole.read("xl/workbook.xml").decode()
    assert data == template("wishes", "0.1", Text("心愿", "wishes"), columns(AWish))


def test_the_same_table_comes_back_with_red_cells():
    """Every cell as it was; the faulty one coloured, with a comment in both languages."""
    rows = Rows("x", (("渠道",), ("飞鸽",)))
    fault = CellFault(2, 0, Text("不能是“飞鸽”。", "cannot be it."), Text("请改。", "Change it."))
    data = mark_faults(rows, [fault])
    assert rows_of_bytes(data, "x").rows == rows.rows
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        said = whole.read("xl/comments1.xml").decode()
        assert "不能是“飞鸽”。请改。" in said and "cannot be it. Change it." in said
        assert "F4B6B6" in whole.read("xl/styles.xml").decode()


def test_faults_of_one_kind_are_one_sentence():
    """With how many there are, and the rows of them."""
    ask = Text("请改。", "Change it.")
    faults = [CellFault(row, 1, Text("不对。", "is wrong."), ask) for row in range(2, 22)]
    other = CellFault(3, 0, Text("空的。", "is empty."), ask)
    (first, said), (_, alone) = by_kind([*faults, other])
    assert first.row == 2 and "共20处" in said.zh and "第3、4、" in said.zh
    assert alone == other.text


def test_the_writer_knows_no_formula():
    """Even asked by the general door."""
    with book() as (made, out):
        made.add_worksheet().write(0, 0, "=1+1")
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as whole:
        assert "<f>" not in whole.read("xl/worksheets/sheet1.xml").decode()


# -- the command -------------------------------------------------------------------------------


class TestTheCommand:
    """``tickbox sheet``, on a data folder."""

    @pytest.fixture
    def folder(self, tmp_path, monkeypatch, capsys):
        """A data folder with a round being listed, and the folder to work in."""
        monkeypatch.chdir(tmp_path)
        assert main(["found", "--data", "d", "n1:neighbourhood:一村"]) == 0
        where = ["--data", "d", "--area", "n1", "--by", "小林"]
        assert main(["do", "round/plan", *where, "id=r", "title=春季"]) == 0
        capsys.readouterr()
        return tmp_path

    WHERE = ("--data", "d", "--area", "n1", "--by", "小林", "--lang", "en")

    def said(self, capsys, *words, code=0):
        """What a run prints."""
        assert main(["sheet", *words]) == code
        return capsys.readouterr().out

    def test_wishes_are_previewed_taken_and_taken_back(self, folder, capsys):
        """Nothing before ``--apply``; the author's channel is kept; undone in one step, once."""
        table = written(
            [["诉求", "渠道", "姓名"], ["东门装灯", "door", "王五"], ["长椅", "电话", ""]]
        )
        Path("w.xlsx").write_bytes(table)
        preview = self.said(capsys, "import", "wishes", "w.xlsx", *self.WHERE)
        assert "nothing is written yet" in preview and "added" in preview
        assert "Read 2 rows in" in self.said(
            capsys, "import", "wishes", "w.xlsx", *self.WHERE, "--apply"
        )
        assert "there already" in self.said(capsys, "import", "wishes", "w.xlsx", *self.WHERE)
        assert "Undone" in self.said(capsys, "undo", *self.WHERE)
        self.said(capsys, "undo", *self.WHERE, code=2)
        main(["do", "wish/waiting", *self.WHERE])
        assert "东门" not in capsys.readouterr().out

    def test_what_was_said_of_a_header_is_remembered(self, folder, capsys):
        """The next table of the same shape needs no telling."""
        Path("w.csv").write_text("何事\n东门装灯\n", "gb18030")
        self.said(capsys, "import", "wishes", "w.csv", *self.WHERE, code=2)
        mapped_ = ["--map", "何事=text"]
        self.said(capsys, "import", "wishes", "w.csv", *self.WHERE, *mapped_, "--apply")
        assert "1 rows" in self.said(capsys, "import", "wishes", "w.csv", *self.WHERE)

    def test_a_faulty_table_changes_nothing_and_comes_back_marked(self, folder, capsys):
        """One bad row is enough; every fault is told."""
        Path("w.xlsx").write_bytes(written([["诉求", "渠道"], ["灯", "飞鸽"], ["", "door"]]))
        told = self.said(capsys, "import", "wishes", "w.xlsx", *self.WHERE, "--apply",
                         "--marked", "m.xlsx", code=1)  # fmt: skip
        assert "2 to mend; nothing is imported" in told and Path("m.xlsx").exists()
        main(["do", "wish/all", *self.WHERE])
        assert "灯" not in capsys.readouterr().out

    def test_items_are_compared_with_the_list_and_undone(self, folder, capsys):
        """Added, changed in which part, same; back as it was, unless it was changed since."""
        where = (*self.WHERE, "--round", "r")
        Path("i.csv").write_text("编号,标题,金额\na,灯|Light,100\nb,椅|Bench,20\n", "utf-8")
        assert "added" in self.said(capsys, "import", "items", "i.csv", *where, "--apply")
        Path("i.csv").write_text("编号,标题,金额\na,灯|Light,120\nb,椅|Bench,20\n", "utf-8")
        changed = self.said(capsys, "import", "items", "i.csv", *where, "--apply")
        assert "changed  Light (a)  cost" in changed and "Bench" not in changed
        assert "Undone" in self.said(capsys, "undo", *self.WHERE)
        main(["do", "item/add", *self.WHERE, "round=r", "id=c", "title=门"])
        self.said(capsys, "undo", *self.WHERE, code=2)

    def test_a_roll_is_compared_and_put_to_the_round(self, folder, capsys):
        """Units and persons that come, change and go; the one before comes back."""
        where = (*self.WHERE, "--round", "r")
        head = "unit,building,person,name,role\n"
        Path("r.csv").write_text(f"{head}1,n1,p1,王,居民\n2,n1,p2,李,居民\n", "utf-8")
        assert "home 1" in self.said(capsys, "import", "roll", "r.csv", *where, "--apply")
        Path("r.csv").write_text(f"{head}1,n1,p1,汪,居民\n3,n1,p3,赵,居民\n", "utf-8")
        told = self.said(capsys, "import", "roll", "r.csv", *where, "--apply")
        for words in ("changed  person 汪 1  name", "removed  home 2", "added    home 3"):
            assert words in told
        assert "Undone" in self.said(capsys, "undo", *self.WHERE)
        assert "same" not in self.said(capsys, "import", "roll", "r.csv", *where)
