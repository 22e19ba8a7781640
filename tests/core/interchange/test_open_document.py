"""Tables in .ods: merged cells are filled down, formulas said, as of other workbooks."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from tickbox_core.errors import FaultyTables
from tickbox_core.interchange import read_roll
from tickbox_core.interchange.workbooks.reading import rows_of_bytes

pytest.importorskip("python_calamine")

_NAMES = "office table text".split()
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in _NAMES
)
HEADER = ["楼号", "房号", "姓名", "建筑面积（㎡）", "是否业主"]


def cell(value: object, more: str = "") -> str:
    """A cell as LibreOffice writes it."""
    if value == "":
        return f"<table:table-cell{more}/>"
    kind = "float" if isinstance(value, (int, float)) else "string"
    held = f' office:value="{value}"' if kind == "float" else ""
    said = escape(str(value))
    return (
        f'<table:table-cell{more} office:value-type="{kind}"{held}>'
        f"<text:p>{said}</text:p></table:table-cell>"
    )


def ods(path: Path, rows: list[str], name: str = "业主") -> Path:
    """A workbook with one sheet of these rows."""
    table = f'<table:table table:name="{name}">{"".join(rows)}</table:table>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} '
        f'office:version="1.2"><office:body><office:spreadsheet>{table}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("mimetype", kind, zipfile.ZIP_STORED)
        made.writestr("content.xml", content)
        made.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


def row(*cells: str, times: int = 1) -> str:
    """A row of cells."""
    more = f' table:number-rows-repeated="{times}"' if times > 1 else ""
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def plain(*values: object) -> str:
    """A row of plain cells."""
    return row(*map(cell, values))


COVERED = "<table:covered-table-cell/>"


def test_a_building_that_is_merged_downwards_is_that_of_each_row(tmp_path: Path) -> None:
    """Behind repeated blank rows and columns too; it is said, and the total is no home."""
    down = ' table:number-rows-spanned="3" table:number-columns-spanned="1"'
    blank = row('<table:table-cell table:number-columns-repeated="5"/>', times=2)
    path = ods(
        tmp_path / "名册.ods",
        [
            plain("竹园小区业主名册"),
            blank,
            plain(*HEADER),
            row(cell("8号楼", down), *map(cell, (101, "张三", 89.82, "√"))),
            row(COVERED, *map(cell, (102, "李四", 78.2, "√"))),
            row(COVERED, *map(cell, (103, "王五", 60.5, "√"))),
            plain("合计", "", "", 228.52),
        ],
    )
    read = read_roll(path, as_of=date(2026, 1, 1))
    assert [unit.floor_area for unit in read.roll.units] == [8982, 7820, 6050]
    assert len({unit.area for unit in read.roll.units}) == 1
    said = " ".join(note.en for note in read.warnings)
    assert "merged cells filled down: 2" in said and "row 8" in said


def test_formulas_count_by_their_value_and_one_without_is_refused_by_its_cell(
    tmp_path: Path,
) -> None:
    """As of .xlsx: what was computed is said, what nobody computed is no number."""
    made = ' table:formula="of:=40+49.82"'
    rows = [plain(*HEADER), row(*map(cell, (8, 101, "张三")), cell(89.82, made), cell("√"))]
    read = read_roll(ods(tmp_path / "a.ods", rows), as_of=date(2026, 1, 1))
    assert [unit.floor_area for unit in read.roll.units] == [8982]
    assert any("formula" in note.en for note in read.warnings)
    rows.append(row(*map(cell, (8, 102, "李四")), cell("", made), cell("√")))
    with pytest.raises(FaultyTables) as caught:
        read_roll(ods(tmp_path / "b.ods", rows), as_of=date(2026, 1, 1))
    assert [fault.row for fault in caught.value.faults] == [3]
    assert "formula" in caught.value.faults[0].text.en


def test_without_merged_cells_or_formulas_nothing_is_said(tmp_path: Path) -> None:
    """And a sheet whose cells repeat is as wide as it is."""
    rows = [plain(*HEADER), plain(8, 101, "张三", 89.82, "√")]
    path = ods(tmp_path / "a.ods", rows)
    sheet = rows_of_bytes(path.read_bytes(), str(path))
    assert not sheet.uncounted
    said = " ".join(note.en for note in read_roll(path, as_of=date(2026, 1, 1)).warnings)
    assert "merged" not in said and "formula" not in said
