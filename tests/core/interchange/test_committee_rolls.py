"""Rolls as committees keep them: addresses, marks, merged cells, several sheets, no ids."""

from __future__ import annotations

import base64
import io
import zipfile
import zlib
from datetime import date, datetime
from fractions import Fraction

import attrs
import pytest

xlsxwriter = pytest.importorskip("xlsxwriter")
pytest.importorskip("python_calamine")

from tickbox_core.categories import a_name, columns  # noqa: E402
from tickbox_core.errors import BadValue, FaultyTables, MalformedFile  # noqa: E402 - behind the extra
from tickbox_core.interchange import read_roll  # noqa: E402
from tickbox_core.interchange.reading import Trouble, bytes_of  # noqa: E402
from tickbox_core.interchange.rows import read_sheets  # noqa: E402
from tickbox_core.interchange.sheets import read_all  # noqa: E402
from tickbox_core.interchange.tables.addresses import (  # noqa: E402
    building_key,
    parse_address,
    stairwell_key,
)
from tickbox_core.interchange.tables.faults import grouped  # noqa: E402
from tickbox_core.model import Area, AreaTree, Roll  # noqa: E402
from tickbox_core.rules.motions import owners  # noqa: E402

DAY = date(2026, 1, 1)


def workbook(sheets, merges=(), formats=(), formulas=()):
    """A workbook of rows by sheet; ``merges``, ``formats`` and ``formulas`` are of the first."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    day = made.add_format({"num_format": "m-d"})
    for name, rows in sheets.items():
        sheet = made.add_worksheet(name)
        for number, row in enumerate(rows):
            for at, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, at, cell, day)
                else:
                    sheet.write(number, at, cell)
    first = made.worksheets()[0]
    for top, left, bottom, right, text in merges:
        first.merge_range(top, left, bottom, right, text)
    for row, at, value, code in formats:
        first.write_number(row, at, value, made.add_format({"num_format": code}))
    for row, at, text, value in formulas:
        first.write_formula(row, at, text, None, value)
    made.close()
    return out.getvalue()


@pytest.fixture
def read(tmp_path):
    """Write a workbook, or text as it is, and read it as a roll."""

    def of(given, name="名册.xlsx", **how):
        path = tmp_path / name
        path.write_bytes(given.encode() if isinstance(given, str) else given)
        how.setdefault("most_decimals", 6)
        return read_roll(path, as_of=DAY, **how)

    return of


@pytest.fixture
def faults(read):
    """The faults of a table."""

    def of(given, **how):
        with pytest.raises(FaultyTables) as caught:
            read(given, **how)
        return caught.value.faults

    return of


def kinds(found):
    """How often each kind of note is there."""
    return {note.kind: note.count for note in found.notes}


# -- addresses ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, building, stairwell, room",
    [
        ("1号101室", "1", "", "101"),
        (" １号１０１室\u3000", "1", "", "101"),
        ("1-101", "1", "", "101"),
        ("1－101", "1", "", "101"),
        ("1号楼1单元101", "1", "1", "101"),
        ("1号楼-1单元-101室", "1", "1", "101"),
        ("8号楼 3-2", "8", "3", "2"),
        ("1-2-302", "1", "2", "302"),
        ("A座1201", "A", "", "1201"),
        ("a座12b", "A", "", "12B"),
        ("淞南六村8号101室", "8", "", "101"),
        ("某路123弄5号101室", "5", "", "101"),
        ("8号楼三单元502室", "8", "3", "502"),
        ("十二栋1203", "12", "", "1203"),
        ("01号楼0101室", "1", "", "0101"),
        ("5#302", "5", "", "302"),
        ("10号甲301室", "10甲", "", "301"),
        ("10甲号301室", "10甲", "", "301"),
        ("10甲号楼2单元301", "10甲", "2", "301"),
        ("10甲-301", "10甲", "", "301"),
        ("1-甲-301", "1", "甲", "301"),
        ("8号楼3层302室", "8", "", "302"),
        ("1号楼101室（复式）", "1", "", "101"),
    ],
)
def test_an_address_has_its_parts(text, building, stairwell, room):
    """However it is written, in full or half width."""
    found = parse_address(text)
    assert (found.building, found.stairwell, found.room) == (building, stairwell, room)


@pytest.mark.parametrize("text", "101 1号 8号楼 沿街商铺 2026-03-02 王芳 合计 -".split())
def test_what_names_no_building_and_room_is_no_address(text):
    """A room alone, a building alone, a day, a name."""
    assert parse_address(text) is None


def test_a_building_is_one_however_it_is_written():
    """By its number, in figures or words."""
    for said in ("8", "8号楼", "８栋", "第八幢", "Building 8", "08号", "8座"):
        assert building_key(said) == "8"
    assert building_key("A座") == building_key("a") == "A"
    assert building_key("18甲号楼") == building_key("18号甲") == building_key("18甲") == "18甲"
    assert building_key("一村8号楼") != building_key("二村8号楼")
    for said in ("1", "1单元", "一单元", "第1门洞"):
        assert stairwell_key(said) == "1"


def test_ways_to_write_a_home_are_joined_and_said(read):
    """Width, blanks and capitals; a column of areas that is filled in once is the home's."""
    table = (
        "门牌地址,姓名,与户主关系,建筑面积（㎡）\n"
        "1号101室,陈 杰国,业主,62.16\n１号１０１室,林明,配偶,\n 1号101室 ,高磊,子女,\n"
        "1号102室,张芳,业主,56.38\n"
    )
    found = read(table, "名册.csv")
    assert [(unit.id, unit.area, unit.floor_area) for unit in found.roll.units] == [
        ("1-101", "1", 6216),
        ("1-102", "1", 5638),
    ]
    assert kinds(found)["joined"] == 1
    assert found.roll.persons[0].name == "陈杰国"
    assert found.roll.registered == 4
    assert len(found.roll.ownerships) == 2


def test_two_estates_may_have_one_number(read):
    """What stands before the building keeps them apart where there are several."""
    table = "地址,姓名\n一村8号101室,甲某\n二村8号101室,乙某\n"
    assert len(read(table, "r.csv").roll.units) == 2
    assert len({unit.area for unit in read(table, "r.csv").roll.units}) == 2
    alone = read("地址,姓名\n一村8号101室,甲某\n", "r.csv")
    assert [unit.id for unit in alone.roll.units] == ["8-101"]


def test_a_building_beside_an_address_has_to_agree(read, faults):
    """1-101 beside 楼号 1 is building and room; beside other buildings stairwell and room."""
    agree = read("门牌号,楼号,姓名\n1-101,1,甲某\n2-101,2,乙某\n", "r.csv")
    assert [unit.id for unit in agree.roll.units] == ["1-101", "2-101"]
    stairs = read("门牌号,楼号,姓名\n1-101,8,甲某\n1-101,1,乙某\n", "r.csv")
    assert [unit.id for unit in stairs.roll.units] == ["8-1-101", "1-1-101"]
    (fault,) = faults("门牌号,楼号,姓名\n1号101室,2,甲某\n", name="r.csv")
    assert (fault.row, fault.column) == (2, "门牌号")


def test_an_address_without_a_building_is_a_fault(faults):
    """And says how to write it."""
    (fault,) = faults("门牌号,姓名\n101,甲某\n", name="r.csv")
    assert "1号101室" in fault.text.zh


# -- finding the table -------------------------------------------------------------------------

HEAD = ["门牌地址", "姓名", "建筑面积"]
ROWS = [["1号101室", "甲某", 62.16], ["1号102室", "乙某", 56.38]]


def test_titles_blanks_repeated_headers_and_footers(read):
    """None of them is a home; each is said with its row."""
    rows = [
        ["某某小区业主清册"],
        ["制表日期：2026年1月"],
        [],
        HEAD,
        ROWS[0],
        [],
        ["某某小区业主清册"],
        HEAD,
        ROWS[1],
        ["合计", "", 118.54],
        ["填表人：王", "审核人：李"],
    ]
    found = read(workbook({"名册": rows}))
    assert [unit.id for unit in found.roll.units] == ["1-101", "1-102"]
    assert kinds(found) == {"title": 1, "header": 1, "footer": 2, "made": 2}
    assert [note.rows for note in found.notes if note.kind == "footer"] == [("10", "11")]


@pytest.mark.parametrize("merged", [False, True])
def test_a_header_of_two_rows(read, merged):
    """Groups above columns, with merged cells or without."""
    upper = ["楼号", "室号", "业主", "", "面积（平方米）"]
    lower = ["", "", "姓名", "联系电话", ""]
    rows = [upper, lower, ["8号楼", "101", "甲某", "139", 62.16]]
    merges = [(0, at, 1, at, upper[at]) for at in (0, 1, 4)] if merged else []
    found = read(workbook({"名册": rows}, merges))
    (unit,) = found.roll.units
    assert (unit.id, unit.floor_area) == ("8-101", 6216)
    assert [person.name for person in found.roll.persons] == ["甲某"]


def test_every_sheet_with_a_header_is_read_and_others_are_named(read):
    """One sheet a building; a sheet of notes is no roll, and that is said."""
    sheets = {
        "8号楼": [["室号", "姓名"], ["101", "甲某"]],
        "9号楼": [["室号", "姓名"], ["101", "乙某"]],
    }
    found = read(workbook({**sheets, "说明": [["本册由居委会登记"]]}))
    assert [unit.id for unit in found.roll.units] == ["8-101", "9-101"]
    assert kinds(found)["sheet"] == 2
    assert "“说明”" in found.warnings[0].zh
    with pytest.raises(MalformedFile, match="unit"):
        read(workbook({"说明": [["本册由居委会登记"]]}))


def test_a_sheet_named_by_a_number_is_a_building_where_nothing_else_says_one(read, faults):
    """16, 18甲; a year or a word is none, and what to do is said once a row."""
    sheet = [["室号", "姓名"], ["101", "甲某"]]
    found = read(workbook({"16": sheet, "18甲": sheet, "18乙号楼": sheet}))
    assert [unit.id for unit in found.roll.units] == ["16-101", "18甲-101", "18乙-101"]
    assert kinds(found)["sheet"] == 3
    for name in ("2026", "名册"):
        (fault,) = faults(workbook({name: sheet}))
        assert "工作表叫作" in fault.remedy.zh
        assert (fault.row, fault.column) == (2, "")


def test_a_home_of_shopkeepers_alone_is_a_shop_and_may_have_no_owner(read):
    """That is a guess, and said; with a tenant, or where the kind is written, it is a home let."""
    head = "楼号,室号,姓名,身份\n1,101,甲某,业主\n"
    found = read(head + "1,102,乙某,商户\n1,102,丙某,商户\n", "r.csv")
    assert [unit.kind for unit in found.roll.units] == ["home", "shop"]
    assert kinds(found)["shopkeeper"] == 1
    found = read(head + "1,102,乙某,商户\n1,102,丙某,租户\n", "r.csv")
    assert kinds(found)["let"] == 1 and not any(one.kind == "shop" for one in found.roll.units)
    lives = (
        "楼号,室号,姓名,身份,是否常住\n1,101,甲某,业主,是\n1,102,乙某,商户,\n1,103,丁某,业主,否\n"
    )
    found = read(lives, "r.csv")
    assert [(one.unit, one.role) for one in found.roll.residences] == [
        ("1-101", "resident"),
        ("1-102", "shop"),
    ]
    table = head.replace("身份", "身份,用途").replace("业主", "业主,") + "1,102,乙某,商户,住宅\n"
    assert kinds(read(table, "r.csv"))["let"] == 1


def test_merged_cells_are_filled_down(read):
    """A home over the rows of its people."""
    rows = [HEAD, *ROWS, ["", "丙某", ""]]
    found = read(workbook({"名册": rows}, [(2, 0, 3, 0, "1号102室"), (2, 2, 3, 2, 56.38)]))
    assert [unit.id for unit in found.roll.units] == ["1-101", "1-102"]
    assert len(found.roll.ownerships) == 3
    assert kinds(found)["merged"] == 2


def test_notes_beside_the_table_are_said(read):
    """Cells beyond the header of a workbook are nobody's."""
    found = read(workbook({"名册": [HEAD, [*ROWS[0], "", "待核"], ROWS[1]]}))
    assert len(found.roll.units) == 2
    assert kinds(found)["beyond"] == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators(read, encoding, separator):
    """As programs save text."""
    rows = ["门牌地址,姓名,建筑面积", "1号101室,甲某,62.16", "1号102室,乙某,56.38", ""]
    text = "\n".join(rows).replace(",", separator)
    assert [u.floor_area for u in read(text.encode(encoding), "r.csv").roll.units] == [6216, 5638]


def test_what_somebody_said_a_header_means(read):
    """Goes before what is guessed; an empty key leaves a column alone."""
    table = "哪一户,谁,姓名\n1号101室,甲某,x\n"
    found = read(table, "r.csv", known={"哪一户": "address", "谁": "name", "姓名": ""})
    assert [person.name for person in found.roll.persons] == ["甲某"]


def ods(rows):
    """A table as LibreOffice keeps it, as small as one may be."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
            if isinstance(cell, float)
            else '<table:table-cell office:value-type="string">'
            f"<text:p>{cell}</text:p></table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as whole:
        whole.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        whole.writestr("META-INF/manifest.xml", f'<manifest xmlns="{office}:manifest:1.0"/>')
        whole.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{office}:office:1.0" '
            f'xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0"><office:body>'
            f'<office:spreadsheet><table:table table:name="名册">{cells}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


def test_a_table_of_another_office_program(read):
    """.ods, with numbers as numbers."""
    found = read(ods([HEAD, *ROWS]), "名册.ods").roll
    assert [(unit.id, unit.floor_area) for unit in found.units] == [
        ("1-101", 6216),
        ("1-102", 5638),
    ]


# An .xls of 1997, packed: a title over five columns, 室号 姓名 建筑面积 出生日期 公式, a home
# merged over two rows, a day and a formula; its sheet is called 8号楼.
OLD = (
    "c-rk)O-NKx6#njeZ=6wdoG}eFQW3H;gS3qxIu(?w1}B5EBGVj1v@wQUSW%X_${+}eqK#mSHddQ{sHAp*fs%_L2sC"
    "lkB7(vQ^>xm9@7XvNI8cJ|zBl*Wd(OG%-gDo%fAhx2f|G*}3Z{^RTIg6X(~*`SQ<TyjCIHf#CKsLDN6B=ts*vuZK"
    "&E-{H0!mOW61HIf`<FXOQOIBN=I-K;jUP;cm=Ubd}vneLk&@d+a&QLU%bi@dR*ulq4%WbGod>~az$tj)tyv_Fcu1"
    "zRoS!npjIL}Ke*jTV)ITU70AOYp2g>{DyyysJLB!movTbyXk=mt6wtb8EE;FthdZ>Qabj!hByuUrL-=YI17Dow{G"
    "!;EudG~w<lmOcy?>B%^pfS*Gy~{`c}!MEKh5T9gEhLU!feCY_Bk{ngLqB`R6)2p?1>FTsPfR^*#^oc8ngD3;``Ca"
    "nU))$dbk)V>Yj-fwUM$jlHEjEW%qa+O`D2smBciL$61w688>Qe9f2iVN0uz9OrovGmU2)QR)B^uclYy~y)E^jCXw"
    "{YabX=Q8+a%%ae*z!*e@E-A}te(EkZ9!tLvm(AT*ciP+nS}XBYPLNu5igEv0_83noGv6Uv*Y-2XB1xUhdZw3*7ob"
    "yKHvhu?+<Q9_4YE7|kYhjLY}Zrx-&2|2m4H=y@I^MBcld|JTv-Ly~6Y|Kj_K<|Sw0>6wsXg`M7sNdKqv0-X)&KtE"
    "jjW~Ug)1@VcGl=up-e^fJpVKl#7Q}UB)wg2BF?=qg<Cdo{^Hv)l<(AX1o@9pIA0PBqV_p<0{^{HetMsG+=+ceXc1"
    "xFTIP~m-F5Qd{SWdF*T7vZm)idl@#<qso@(pB0T+~JDz(B2*gNHmSIstwn11?;+aN)v*3l}bye$&z9)&{vvdF+e4"
    "*Z!_EPievZO!D7iAG+u{MgJ{#BSv`~Jt@tfweTpXEwxM==X)XJ0QDY62U^6Bj+Eyw{SQ!y<5{+0;O{M=RQq2@#m|"
    "4-{|`t>^0f"
)


def test_an_old_workbook(read):
    """.xls: merged cells, days and formulas as in any other."""
    found = read(zlib.decompress(base64.b85decode(OLD)), "名册.xls")
    assert [(unit.id, unit.floor_area) for unit in found.roll.units] == [
        ("8-101", 8952),
        ("8-102", 9010),
    ]
    assert [person.name for person in found.roll.persons] == ["甲某", "乙某", "丙某"]
    assert found.roll.persons[0].born == date(1980, 7, 2)
    assert kinds(found) == {"merged": 1, "old": 1, "sheet": 2, "made": 3}


@attrs.frozen
class OneName:
    """A table of which only names are read."""

    name: str = a_name("姓名", "name")


def test_an_old_workbook_says_that_its_formulas_cannot_be_seen(read, tmp_path):
    """Once, as a note that never stops, to whichever reader it comes; a new one is not told so."""
    file = tmp_path / "名册.xls"
    file.write_bytes(zlib.decompress(base64.b85decode(OLD)))
    said = "save it as .xlsx"
    roll = read(file.read_bytes(), "名册.xls")
    assert sum(said in str(note.text.en) for note in roll.notes) == 1
    read_in = read_all(read_sheets(file), columns(OneName), {}, "wishes", OneName)
    assert sum(said in note.en for note in read_in.notes) == 1
    trouble = Trouble(file.name)
    bytes_of(file, trouble)
    assert sum(said in warning.en for warning in trouble.warnings) == 1
    assert "old" not in kinds(read(workbook({"名册": [HEAD, ["1号101室", "甲某", 1]]})))


# -- cells that a spreadsheet has changed -------------------------------------------------------


def test_a_room_that_became_a_day_is_refused_by_cell(faults):
    """With its cell, and what to do."""
    rows = [
        ["楼栋", "室号", "姓名"],
        ["8号楼", "1-2", "甲某"],
        ["8号楼", datetime(2026, 3, 2), "乙某"],
    ]
    (fault,) = faults(workbook({"名册": rows}))
    assert (fault.file, fault.row, fault.cell) == ("名册.xlsx", 3, "B3")
    assert "2026-03-02" in fault.problem.zh and "文本" in fault.remedy.zh


def test_long_numbers_are_never_ids(read, faults):
    """Said once of numbers that are not read; refused where they stand as ids."""
    rows = [
        ["门牌号", "姓名", "身份证号"],
        *(["1-101", name, 310113199001011234] for name in ("甲某", "乙某")),
    ]
    assert kinds(read(workbook({"名册": rows})))["lost"] == 2
    rows[0] = ["门牌号", "姓名", "业主编号"]
    assert {fault.column for fault in faults(workbook({"名册": rows}))} == {"业主编号"}


def test_noise_behind_the_fifteenth_figure_is_none(read):
    """89.820000000000007 is 89.82, as a number and as text."""
    rows = [HEAD, ["1号101室", "甲某", 89.820000000000007]]
    assert read(workbook({"名册": rows})).roll.units[0].floor_area == 8982
    text = "门牌地址,姓名,建筑面积\n1号101室,甲某,89.820000000000007\n"
    assert read(text, "r.csv").roll.units[0].floor_area == 8982


def test_numbers_as_they_are_displayed(read):
    """A room 0101 that is a number with a format; a building 8 that shows as 8号楼."""
    rows = [["楼栋", "室号", "姓名"], ["", "", "甲某"]]
    formats = [(1, 0, 8, '0"号楼"'), (1, 1, 101, "0000")]
    (unit,) = read(workbook({"名册": rows}, formats=formats)).roll.units
    assert (unit.id, unit.label) == ("8-0101", "0101")


def test_formulas_count_by_their_value_and_are_said(read, faults):
    """One without a value is refused; one that went wrong is no area."""
    rows = [HEAD, ["1号101室", "甲某", ""]]
    found = read(workbook({"名册": rows}, formulas=[(1, 2, "=60+2.16", 62.16)]))
    assert (found.roll.units[0].floor_area, kinds(found)["formula"]) == (6216, 1)
    (fault,) = faults(workbook({"名册": rows}, formulas=[(1, 2, "=NA()", "#N/A")]))
    assert "#N/A" in fault.problem.zh
    rows += [["1号102室", "乙某", "六十"]]
    empty, other = faults(workbook({"名册": rows}, formulas=[(1, 2, "=60+2.16", "")]))
    assert (empty.cell, other.cell) == ("C2", "C3")
    assert "没有保存结果" in empty.problem.zh and "宽松" not in empty.remedy.zh


def test_a_formula_whose_text_is_empty_was_computed(read):
    """=IF(A2,"√","") as a spreadsheet saves it: the cell is blank, and nothing is asked."""
    rows = [[*HEAD, "是否业主"], ["1号101室", "甲某", 60, "√"], ["1号101室", "乙某", "", ""]]
    given = workbook({"名册": rows}, formulas=[(2, 3, '=IF(A9,"√","")', "EMPTY")])
    text = b'<c r="D3" t="str"><f>IF(A9,"\xe2\x88\x9a","")</f><v>EMPTY</v></c>'
    with zipfile.ZipFile(io.BytesIO(given)) as whole:
        assert text in whole.read("xl/worksheets/sheet1.xml")
    found = read(_with_sheet(given, text, text.replace(b"EMPTY", b"")))
    assert kinds(found)["formula"] == kinds(found)["unmarked"] == 1


def _with_sheet(given, old, new):
    """A workbook in whose first sheet's XML something is written otherwise."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(given)) as whole, zipfile.ZipFile(out, "w") as made:
        for name in whole.namelist():
            made.writestr(name, whole.read(name).replace(old, new))
    return out.getvalue()


def test_only_faults_that_say_the_same_are_told_as_one(faults):
    """A day that no calendar has is not told as one without its century."""
    born = (
        "房屋,姓名,面积,出生日期\n1-101,甲,60,85-3-2\n1-102,乙,60,1990-02-30\n1-103,丙,60,86-1-1\n"
    )
    assert [group.rows for group in grouped(faults(born, name="名册.csv"))] == [(2, 4), (3,)]
    areas = "房屋,姓名,面积\n1-101,甲,=1+1\n1-102,乙,1/2\n1-103,丙,-5\n1-104,丁,-6\n1-105,戊,一半\n"
    assert [group.rows for group in grouped(faults(areas, name="名册.csv"))] == [
        (2,),
        (3, 6),
        (4, 5),
    ]


# -- people ------------------------------------------------------------------------------------


def test_ids_of_home_and_name_are_the_same_again(read):
    """Whatever the order of the rows, and however the home is written."""
    one = read("门牌号,姓名\n1-101,甲某\n1-102,乙某\n", "r.csv").roll
    two = read("门牌号,姓名\n1号102室,乙 某\n１－１０１,甲某\n", "r.csv").roll
    assert {person.id for person in one.persons} == {person.id for person in two.persons}
    assert not any("甲" in person.id for person in one.persons)


def test_one_name_twice(read, faults):
    """In one home it is asked about; in two homes it is two people, and that is said."""
    (fault,) = faults("门牌号,姓名\n1-101,李国\n1-101,李 国\n", name="r.csv")
    assert fault.row == 3 and "是一个人，还是两个同名的人" in fault.problem.zh
    found = read("门牌号,姓名\n1-101,李国\n1-102,李国\n", "r.csv")
    assert len(found.roll.persons) == 2
    assert kinds(found)["namesakes"] == 1


@pytest.mark.parametrize("mark", ["√", "✓", "是", "业主", "产权人", "Y"])
def test_owners_are_marked_in_many_ways(read, mark):
    """Those without a mark are none, where owners are ticked."""
    found = read(f"门牌号,业主姓名,是否产权人\n1-101,甲某,{mark}\n1-101,乙某,\n", "r.csv")
    assert len(found.roll.ownerships) == 1
    assert (kinds(found)["unmarked"], kinds(found)["household"]) == (1, 2)
    assert found.roll.registered == 2


def test_a_header_of_names_or_of_marks_is_told_by_its_cells(read):
    """产权人 heads √ as well as names."""
    marks = read("门牌号,业主姓名,产权人\n1-101,甲某,√\n1-101,乙某,\n", "r.csv")
    assert len(marks.roll.ownerships) == 1
    names = read("门牌号,产权人\n1-101,甲某\n1-102,乙某\n", "r.csv")
    assert len(names.roll.ownerships) == 2


def test_an_owner_beside_each_resident(read):
    """A column of owners beside one of residents: the owner is one person, once."""
    head = "门牌号,姓名,产权人姓名,是否常住\n"
    table = f"{head}1-101,乙某,甲某,是\n1-101,甲某,甲某,是\n1-102,丁某,丙某,是\n"
    found = read(table, "r.csv").roll
    assert (len(found.persons), len(found.ownerships), found.registered) == (4, 2, 3)


def test_co_owners_in_one_cell_or_in_several_rows(read):
    """甲、乙 own it together either way."""
    one = read("门牌号,产权人\n1-101,甲某、乙某\n", "r.csv").roll
    two = read("门牌号,产权人\n1-101,甲某\n1-101,乙某\n", "r.csv").roll
    assert set(one.ownerships) == set(two.ownerships)
    assert len(one.persons) == 2


def test_a_shop_may_have_no_owner_and_a_home_may_not(read, faults):
    """The one is said, the other a fault."""
    table = "门牌号,姓名,类型\n1-101,甲某,住宅\n1-1,,商铺\n"
    assert kinds(read(table, "r.csv"))["shop"] == 1
    (fault,) = faults("门牌号,姓名,类型\n1-101,甲某,住宅\n1-102,空置,住宅\n", name="r.csv")
    assert fault.row == 3


def test_roles(read):
    """租户 owns nothing and lives there; 商户 keeps the shop."""
    head = "门牌号,姓名,与户主关系,居住身份\n"
    table = f"{head}1-101,甲某,业主,居民\n1-101,乙某,,租户\n1-102,丙某,业主,\n"
    found = read(table, "r.csv").roll
    assert sorted(one.role for one in found.residences) == ["resident", "tenant"]
    assert len(found.ownerships) == 2


@pytest.mark.parametrize(
    "born",
    ["1988年2月24日", "1988.02.24", "1988-2-24", "1988/02/24", "19880224", "１９８８年２月２４日"],
)
def test_days_in_every_usual_writing(read, born):
    """As text."""
    (person,) = read(f"门牌号,姓名,出生日期\n1-101,甲某,{born}\n", "r.csv").roll.persons
    assert person.born == date(1988, 2, 24)


@pytest.mark.parametrize(
    "born", ["88-2-24", "88年2月24日", "1988-02-30", "24/02/1988", "880224", "3月2日"]
)
def test_days_that_are_none(faults, born):
    """Two-digit years and impossible days."""
    (fault,) = faults(f"门牌号,姓名,出生日期\n1-101,甲某,{born}\n", name="r.csv")
    assert fault.column == "出生日期"


def test_days_as_dates_and_as_numbers(read, faults):
    """A date is one; 19880224 is one; the number that a spreadsheet keeps a day as is none."""
    head = ["门牌号", "姓名", "出生日期"]
    rows = [head, ["1-101", "甲某", datetime(1988, 2, 24)], ["1-102", "乙某", 19880224]]
    found = read(workbook({"名册": rows})).roll
    assert {person.born for person in found.persons} == {date(1988, 2, 24)}
    (fault,) = faults(workbook({"名册": [head, ["1-101", "甲某", 32197]]}))
    assert fault.cell == "C2"


def test_a_month_alone_leaves_the_day_open(read):
    """And is said."""
    found = read("门牌号,姓名,出生年月\n1-101,甲某,1949年9月\n", "r.csv")
    assert found.roll.persons[0].born is None
    assert kinds(found)["month"] == 1


# -- areas -------------------------------------------------------------------------------------


def test_areas_are_as_fine_as_they_were_surveyed(read):
    """The roll declares its decimals, and says nothing where there are two."""
    table = "门牌号,姓名,建筑面积\n1-101,甲某,171.223\n1-102,乙某,90.1\n1-103,丙某,98.6250㎡\n"
    found = read(table, "r.csv")
    roll = found.roll
    areas = [Fraction(unit.floor_area, 10**roll.decimals) for unit in roll.units]
    assert areas == [Fraction("171.223"), Fraction("90.1"), Fraction("98.625")]
    assert roll.decimals == 3 and kinds(found)["points"] == 1
    assert Roll.of_plain(roll.plain()) == roll
    plain = read("门牌号,姓名,面积\n1-101,甲某,90.1平方米\n", "r.csv").roll.plain()
    assert "decimals" not in plain


def test_a_point_in_doubt_is_asked_about(faults):
    """Where no other area says what it is."""
    (fault,) = faults("门牌号,姓名,建筑面积\n1-101,甲某,1.200\n", name="r.csv")
    assert "千分位" in fault.problem.zh


def test_more_decimals_than_can_be_kept_are_refused_by_cell(faults):
    """Whoever keeps two says so; nothing is rounded."""
    table = "门牌号,姓名,建筑面积\n1-101,甲某,1171.223\n1-102,乙某,90.1\n"
    (fault,) = faults(table, name="r.csv", most_decimals=2)
    assert (fault.row, fault.column) == (2, "建筑面积")


def test_homes_without_area_are_counted(read):
    """Unknown stays unknown."""
    found = read("门牌号,姓名,建筑面积\n1-101,甲某,\n1-102,乙某,50\n1-103,丙某,\n", "r.csv")
    assert kinds(found)["area"] == 2
    assert (
        "2套房屋没有面积，按未知处理（第2、4行）" in found.warnings[-2].zh + found.warnings[-1].zh
    )


# -- places ------------------------------------------------------------------------------------

TREE = AreaTree(
    (
        Area("n1", "neighbourhood", "一村"),
        Area("n1b8", "building", "8号楼", "n1"),
        Area("n2", "neighbourhood", "二村"),
        Area("n2b8", "building", "8号楼", "n2"),
    )
)


def test_a_building_is_looked_for_in_the_desks_own_area(read, faults):
    """Two neighbourhoods may both have 8号楼."""
    table = "门牌号,姓名\n8号101室,甲某\n"
    assert read(table, "r.csv", tree=TREE, within="n2").roll.units[0].area == "n2b8"
    (fault,) = faults(table, name="r.csv", tree=TREE)
    assert "n1b8" in fault.problem.zh


def test_a_neighbours_building_is_never_ones_own(read, faults):
    """Where only another has an 8号楼, ours is a new one; one that is nobody's is found."""
    table = "门牌号,姓名\n8号101室,甲某\n"
    alone = AreaTree(tuple(area for area in TREE if area.id != "n2b8"))
    found = read(table, "r.csv", tree=alone, within="n2", offers=True)
    assert [(area.id, area.parent) for area in found.new_areas] == [("n2-8", "n2")]
    (fault,) = faults(table, name="r.csv", tree=alone, within="n2")
    assert "没有" in fault.problem.zh
    loose = AreaTree((Area("n2", "neighbourhood", "二村"), Area("b8", "building", "8号楼")))
    assert read(table, "r.csv", tree=loose, within="n2").roll.units[0].area == "b8"


def test_a_stairwell_is_no_building(read):
    """楼号 1 is building 1, although every building has a stairwell that is called 1."""
    areas = [Area("n1", "neighbourhood", "一村")]
    for number in "12":
        areas.append(Area(f"b{number}", "building", f"{number}号楼", "n1"))
        areas.append(Area(f"b{number}/1", "stairwell", "1", f"b{number}"))
    table = "楼号,单元,室号,姓名\n1,1,101,甲某\n2,,101,乙某\n"
    found = read(table, "r.csv", tree=AreaTree(tuple(areas)), within="n1")
    assert [unit.area for unit in found.roll.units] == ["b1/1", "b2"]


def test_unknown_buildings_are_offered_with_their_count(read, faults):
    """As new ones, in the desk's area; or one fault each, not one for every row."""
    table = "门牌号,姓名\n8号101室,甲某\n9号101室,乙某\n9号102室,丙某\n"
    found = read(table, "r.csv", tree=TREE, within="n1", offers=True)
    assert [(area.id, area.parent, area.name.zh) for area in found.new_areas] == [
        ("n1-9", "n1", "9号")
    ]
    assert kinds(found)["new_building"] == 2
    assert "n1-9" in found.tree
    (fault,) = faults(table, name="r.csv", tree=TREE, within="n1")
    assert "共2套房屋" in fault.problem.zh


# -- answers -----------------------------------------------------------------------------------


def test_faults_are_grouped_by_kind_with_their_rows(faults):
    """One sentence for a kind, and the rows of all."""
    rows = "".join(f"1-{n}01,甲{n},x\n" for n in range(1, 30))
    groups = grouped(faults(f"门牌号,姓名,建筑面积\n{rows}1-101,乙,不详\n", name="r.csv"))
    assert [len(group.rows) for group in groups] == [29]
    assert "共29处" in groups[0].text.zh and groups[0].rows[0] == 2


def test_a_row_that_speaks_of_somebody_and_names_nobody_is_a_fault(faults):
    """Whoever was born and is somebody's son is not lost; a home that is empty lacks its owner."""
    header = "房屋,面积,姓名,与户主关系,出生日期\n"
    nameless = f"{header}1号101,80,甲,户主,1960-1-2\n1号101,80,,儿子,1990-5-6\n"
    (fault,) = faults(nameless, name="名册.csv")
    assert "没有姓名" in fault.problem.zh and fault.row == 3
    (fault,) = faults(f"{header}1号101,80,甲,户主,1960-1-2\n1号102,70,空置,,\n", name="名册.csv")
    assert "没有姓名" not in fault.problem.zh and "没有业主" in fault.problem.zh


def test_a_total_whose_formula_was_never_computed_stops_nothing(read):
    """What another program wrote keeps no value; a total at the foot is not read anyway."""
    rows = [
        ["房屋", "面积", "姓名"],
        ["1号101", 80.5, "甲"],
        ["1号102", 70, "乙"],
        ["合计", None, ""],
    ]
    given = workbook({"名册": rows}, formulas=((3, 1, "=SUM(B2:B3)", ""),))
    assert [unit.floor_area for unit in read(given).roll.units] == [8050, 7000]


@pytest.mark.parametrize("cell", ["1" * 100_000 + "x", "1弄" * 50_000, "1号" * 50_000])
def test_a_cell_as_long_as_a_book_is_no_address(cell):
    """No form is looked for at every place of it; what it is compared by is the cell itself."""
    assert parse_address(cell) is None
    assert building_key(cell) == cell.upper()


def test_a_property_companys_export_with_co_owners_in_a_column_of_their_own(read):
    """Both own it, and are one head; alone the column is that of owners."""
    found = read(
        "房产全称,业主姓名,共有人,建筑面积\n"
        "某苑3号楼1单元101室,赵甲,钱乙,58.37㎡\n"
        "某苑3号楼1单元102室,孙丙,,59.37㎡\n"
        "某苑3号楼1单元201室,李丁,周戊、吴己,60㎡\n",
        "业主.csv",
    ).roll
    owned = {}
    names = {one.id: one.name for one in found.persons}
    for one in found.ownerships:
        owned.setdefault(one.unit, set()).add(names[one.person])
    together = [{"赵甲", "钱乙"}, {"孙丙"}, {"李丁", "周戊", "吴己"}]
    assert sorted(map(sorted, owned.values())) == sorted(map(sorted, together))
    assert len(owners(found, found.units).heads) == 3
    alone = read("门牌号,共有人,面积\n1号101,甲、乙,50\n", "共有.csv").roll
    assert len(alone.ownerships) == 2


def test_a_home_that_is_let_has_people_and_no_owner_which_is_said(read, faults):
    """A public tenant's, or one whose owner the committee does not know; nobody at all is asked."""
    table = "室号,楼号,姓名,与户主关系,产权人\n101,1,陈甲,户主,√\n201,1,张丙,租户,\n"
    found = read(table, "户籍.csv")
    assert kinds(found)["let"] == 1
    assert len(found.roll.ownerships) == 1
    assert len(found.roll.residences) == 2
    with pytest.raises(BadValue, match="has no owner"):
        owners(found.roll, found.roll.units)
    (fault,) = faults(f"{table}301,1,,,\n", name="户籍.csv")
    assert "没有业主" in fault.problem.zh and "301" in fault.problem.zh
