"""A roll in plain tables: what is read, that all its faults are told, and that order is nothing."""

from __future__ import annotations

import csv
import io
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tickbox_core.errors import FaultyTables, MalformedFile
from tickbox_core.interchange import read_areas, read_roll
from tickbox_core.ledger import canonical, roll_digest
from tickbox_core.model import Area, AreaTree, Ownership, Residence, Unit
from tickbox_core.rules.motions import owners

DAY = date(2026, 1, 1)
HEADER = (
    "unit building stairwell floor floor_area kind person name owns votes role undelivered "
    "developer delegate served_by born"
).split()
TREE = AreaTree(
    (
        Area("e1", "estate", "一村"),
        Area("b8", "building", {"zh": "8号楼", "en": "Building 8"}, "e1"),
        Area("b8s1", "stairwell", "1单元", "b8"),
        Area("b8s2", "stairwell", "2单元", "b8"),
        Area("b9", "building", "9号楼", "e1"),
        Area("b9s1", "stairwell", "1单元", "b9"),
        Area("e2", "estate", "二村"),
        Area("x9", "building", "9号楼", "e2"),
    )
)


def line(unit="101", building="8", person="an", **more):
    """One row; what is not said is empty."""
    return {"unit": unit, "building": building, "person": person, **more}


def text_of(rows, header=HEADER):
    """The rows as a table."""
    held = io.StringIO()
    writer = csv.DictWriter(held, header, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return held.getvalue()


@pytest.fixture
def read(tmp_path):
    """Write rows (or text) to files and read them."""

    def of(*tables, tree=None):
        paths = []
        for at, rows in enumerate(tables):
            paths.append(tmp_path / f"roll{at}.csv")
            text = rows if isinstance(rows, str) else text_of(rows)
            paths[-1].write_text(text, "utf-8")
        return read_roll(*paths, as_of=DAY, tree=tree)

    return of


@pytest.fixture
def faults(read):
    """The faults of tables: row, column and the English sentence of each."""

    def of(*tables, **how):
        with pytest.raises(FaultyTables) as caught:
            read(*tables, **how)
        return [(one.row, one.column, one.text.en) for one in caught.value.faults]

    return of


def test_a_table_of_owners(read):
    """Units with place, floor, area and kind; co-owners and their voter; a tenant owns nothing."""
    found = read(
        [
            line(floor="1", floor_area="85.50", name="安", role="resident", delegate="yes"),
            line("102", floor="B1", floor_area="90", kind="shop", person="bo", votes="x"),
            line("102", person="cy", role="shop", born="1950-02-03"),
            line("102", person="di", role="tenant"),
            line("P1", kind="车位", floor_area="12.5㎡"),
        ]
    )
    roll = found.roll
    assert roll.as_of == DAY
    assert roll.units == (
        Unit("101", "8", "", "home", 1, 8550),
        Unit("102", "8", "", "shop", -1, 9000),
        Unit("P1", "8", "", "parking", None, 1250),
    )
    assert set(roll.ownerships) == {
        Ownership("an", "101"),
        Ownership("bo", "102", votes=True),
        Ownership("cy", "102"),
        Ownership("an", "P1"),
    }
    assert roll.residences == (
        Residence("an", "101", "resident"),
        Residence("cy", "102", "shop"),
        Residence("di", "102", "tenant"),
    )
    assert roll.delegates == ("an",)
    assert [(one.name, one.born) for one in roll.persons[:1]] == [("安", None)]
    assert roll.persons[2].born == date(1950, 2, 3)


def test_chinese_headers_and_marks(read):
    """What a committee's own table says, read the same."""
    found = read(
        "楼栋,单元,室号,建筑面积（平方米）,类型,业主编号,业主,表决人,居住身份,未交付,开发商,电梯\n"
        "8号楼,1,101,85.5,住宅,a,安,是,自住,,,L1；L2\n"
        "8号楼,1,101,,,b,白,,租户,,,\n"
        "8号楼,1,102,未知,,dev,宏大,,,否,是,\n"
        "8号楼,2,101,70,,,,,,是,,L1\n"
    )
    roll = found.roll
    assert [unit.id for unit in roll.units] == ["8-1-101", "8-1-102", "8-2-101"]
    assert [unit.label for unit in roll.units] == ["101", "102", "101"]
    assert [unit.floor_area for unit in roll.units] == [8550, None, 7000]
    assert (roll.developer, roll.undelivered) == ("dev", ("8-2-101",))
    assert {service.id: len(service.units) for service in roll.services} == {"L1": 2, "L2": 1}
    assert found.tree["8"].name.zh == "8号楼"
    assert [area.id for area in found.tree.children("8")] == ["8/1", "8/2"]
    heads = owners(roll, roll.units).heads
    assert [(head.places, head.area) for head in heads] == [
        (("8-1-101",), 8550),
        (("8-1-102", "8-2-101"), None),
    ]


def test_several_tables_are_one_roll(read):
    """A table a building; an owner of units in two of them is one person."""
    found = read([line(floor_area="50")], [line("901", "9", floor_area="60")])
    assert len(found.roll.units) == 2
    assert len(found.roll.persons) == 1


def test_areas_stay_as_written(read):
    """Two decimals, thousands parted, a unit behind the number, and wide digits, all exact."""
    given = [
        "0.01",
        "1,234",
        "85.50平方米",
        "１２０",
        "1，250.25",
        "99999999.99",
        "89.820000000000007",
    ]
    rows = [line(f"u{at}", floor_area=area) for at, area in enumerate(given)]
    found = read(rows).roll
    assert [unit.floor_area for unit in found.units] == [
        *[1, 123400, 8550, 12000, 125025, 9999999999, 8982]
    ]


@pytest.mark.parametrize("area", ["", "unknown", "未知", "不详", "？"])
def test_an_unknown_area_stays_unknown(read, area):
    """Empty or said to be unknown: never 0, never guessed."""
    assert read([line(floor_area=area)]).roll.units[0].floor_area is None


@pytest.mark.parametrize(
    "area, said",
    [
        ("0", "not more than 0"),
        ("0.00", "not more than 0"),
        ("-5", "not more than 0"),
        ("1.200", "may stand before decimals or part thousands. Write 1.2 or 1200."),
        ("１．２００", "Write 1.2 or 1200."),
        ("85.555", "Write 85555, or at most two decimals."),
        ("0.125", "more than two decimals"),
        ("1085.555", "more than two decimals"),
        ("85,5", "does not part thousands. Write 85.5 or 855."),
        ("1,2000", "does not part thousands"),
        ("about 80", "not a number"),
        ("80m", "not a number"),
        ("1e20", "shortened"),
        ("100000000", "impossibly large"),
    ],
)
def test_what_is_no_area_is_refused(faults, area, said):
    """Row, column, problem."""
    ((row, column, text),) = faults([line(floor_area=area)])
    assert (row, column) == (2, "floor_area")
    assert said in text


@pytest.mark.parametrize(
    "one, other, column",
    [
        ({"floor_area": "85"}, {"floor_area": "86"}, "floor_area"),
        ({"floor_area": "unknown"}, {"floor_area": "86"}, "floor_area"),
        ({"floor": "3"}, {"floor": "4"}, "floor"),
        ({"kind": "home"}, {"kind": "shop"}, "kind"),
        ({"building": "8"}, {"building": "9"}, "building"),
        ({"stairwell": "1"}, {"stairwell": "2"}, "stairwell"),
        ({"undelivered": "no"}, {"undelivered": "yes", "developer": "yes"}, "undelivered"),
        ({"served_by": "L1"}, {"served_by": "L1;L2"}, "served_by"),
    ],
)
def test_two_rows_of_a_unit_that_disagree(faults, one, other, column):
    """The later row is named, and with it where the first one stands."""
    found = faults([line(**one), line(person="bo", **other)])
    assert [(row, where) for row, where, _ in found] == [(3, column)]
    assert "roll0.csv:2" in found[0][2]


@pytest.mark.parametrize(
    "rows, wanted",
    [
        ([line(name="An"), line("102", name="Anna")], [(3, "name")]),
        ([line(votes="x"), line(person="bo", votes="x")], [(3, "votes")]),
        ([line(role="resident"), line("102", role="resident")], [(3, "role")]),
        ([line(), line()], [(3, "")]),
        ([line(), line("102", person="An")], [(3, "person")]),
        ([line(developer="x"), line("102", person="bo", developer="x")], [(3, "developer")]),
        ([line(undelivered="yes")], [(2, "undelivered")]),
        ([line(person="", name="An")], [(2, "person")]),
        ([line(), line("102", person="")], [(3, "person")]),
        ([line(), line("102", person="bo", owns="no")], [(3, "role"), (3, "person")]),
        ([line(), line(person="bo", owns="no", role="resident", votes="x")], [(3, "votes")]),
        ([line(owns="yes", role="tenant")], [(2, "role")]),
        ([line(unit="")], [(2, "unit")]),
        ([line(building="")], [(2, "building")]),
        ([line(kind="castle")], [(2, "kind")]),
        ([line(role="king")], [(2, "role")]),
        ([line(votes="perhaps")], [(2, "votes")]),
        ([line(floor="top")], [(2, "floor")]),
        ([line(floor="3²")], [(2, "floor")]),
        ([line(floor="1,2")], [(2, "floor")]),
        ([line(floor="1,200")], [(2, "floor")]),
        ([line(born="1950-02-30")], [(2, "born")]),
    ],
)
def test_rows_that_cannot_be_are_refused(faults, rows, wanted):
    """Each with row and column: two voters, two homes, mixed ids, missing or senseless cells."""
    assert [(row, column) for row, column, _ in faults(rows)] == wanted


def test_all_faults_are_told_at_once(faults):
    """In the order of the rows, over all files."""
    found = faults(
        [line(floor_area="0", kind="castle"), line("102", floor="x")], [line("103", votes="?")]
    )
    assert [(row, column) for row, column, _ in found] == [
        (2, "floor_area"),
        (2, "kind"),
        (3, "floor"),
        (2, "votes"),
    ]


def test_rows_of_another_width_are_faults(faults):
    """A comma inside a number without quotation marks moves everything behind it."""
    header = "unit,building,person,floor_area\n"
    found = faults(f"{header}101,8,an,1,234.5\n102,8,bo\n103,8,cy,70\n")
    assert [(row, column) for row, column, _ in found] == [(2, ""), (3, "")]


@pytest.mark.parametrize(
    "row, kind",
    [
        ("填表人：居委会,,,", "footer"),
        ("填表人：居委会", "footer"),
        ("制表 ：王,,,", "footer"),
        ("审核人,,,", "footer"),
        ("备注：无,,,", "footer"),
        ("合计,,5000,", "footer"),
        ("合 计,8号楼,5000,p9", "footer"),
        ("合计：2户,8号楼,5000,p9", "footer"),
        (",,,制表日期：2026年1月", "footer"),
        ("Total,8号楼,5000,p9", "footer"),
        ("房屋编号,楼栋,建筑面积,业主编号", "header"),
        ("某某小区业主清册,,,\n房屋编号,楼栋,建筑面积,业主编号", "title"),
    ],
)
def test_what_is_no_row_is_said_by_row(read, row, kind):
    """A total, a signature, a note, the header again: none is a home, and none stops anything."""
    header = "房屋编号,楼栋,建筑面积,业主编号\n101,8号楼,89.52,p1\n"
    found = read(f"{header}{row}\n")
    assert [unit.id for unit in found.roll.units] == ["101"]
    assert (kind, ("3",)) in [(note.kind, note.rows) for note in found.notes]


@pytest.mark.parametrize(
    "row, said",
    [("102,8号楼,1,200,p2", "5 fields, its header 4"), ("102", "1 fields, its header 4")],
)
def test_a_row_of_another_width_is_a_fault(faults, row, said):
    """In a text a comma in a number moves the cells behind it."""
    header = "房屋编号,楼栋,建筑面积,业主编号\n101,8号楼,89.52,p1\n"
    ((number, column, text),) = faults(f"{header}{row}\n")
    assert (number, column) == (3, "")
    assert said in text


def test_a_home_alone_is_said_by_row(faults):
    """Neither building nor owner: both are missed, on its own row; a blank row is none."""
    header = "unit,building,floor_area,person\n101,b8,50,an\n"
    assert faults(f"{header}102,,,\n,,,\n") == faults(f"{header}102,,,\n")
    found = faults(f"{header}102,,,\n")
    assert [(row, column) for row, column, _ in found] == [(3, "person"), (3, "building")]


@pytest.mark.parametrize("column", ["unit", "building", "stairwell", "person"])
@pytest.mark.parametrize(
    "said", ["2026-03-02", "2026-03-02 00:00:00", "3月2日", "2-Mar", "3.1E+17"]
)
def test_what_a_spreadsheet_has_made_of_an_id_is_none(faults, column, said):
    """A room 3-2 that became a day, a number whose end is lost: refused by cell."""
    ((row, where, text),) = faults([line(), {**line("102", person="bo"), column: said}])
    assert (row, where) == (3, column)
    assert "as text" in text


def test_a_title_may_stand_above_the_header(read):
    """A title and a date; the rows keep their numbers."""
    table = "某某小区业主清册,,,\n制表日期：2026年1月,,,\n房屋编号,楼栋,建筑面积,业主编号\n"
    assert len(read(f"{table}101,8号楼,89.52,p1\n102,8号楼,90.10,p2\n").roll.units) == 2
    with pytest.raises(FaultyTables) as caught:
        read(f"{table}101,8号楼,89.52,p1\n102,8号楼,0,p2\n")
    assert [fault.row for fault in caught.value.faults] == [5]


@pytest.mark.parametrize("born", ["1950-02-03", "1950/2/3", "1950.2.3", "1950年2月3日", "19500203"])
def test_days_are_read_as_forms_read_them(read, born):
    """In any of the usual ways."""
    assert read([line(born=born)]).roll.persons[0].born == date(1950, 2, 3)


@pytest.mark.parametrize(
    "text, said",
    [
        ("unit,building\n101,8\n", "'person'"),
        ("building,person\n8,an\n", "'unit'"),
        ("unit,building,person\n", "no row"),
        ("", "empty"),
    ],
)
def test_what_is_no_roll_at_all(read, text, said):
    """A missing column, no rows, nothing: the file is refused as a whole."""
    with pytest.raises(MalformedFile, match=said):
        read(text)


def test_columns_that_are_not_read_are_told(read):
    """A misspelt header would leave every area unknown without a word."""
    unread, unknown = read("unit,building,person,flor_area\n101,8,an,50\n").warnings
    assert "flor_area" in unread.en
    assert "homes without area: 1" in unknown.en


@pytest.mark.parametrize(
    "building, stairwell, area",
    [
        ("b8", "", "b8"),
        ("8号楼", "1单元", "b8s1"),
        ("Building 8", "b8s2", "b8s2"),
        ("x9", "", "x9"),
    ],
)
def test_places_are_those_of_the_area_tree(read, building, stairwell, area):
    """By id or by name in either language."""
    (unit,) = read([line(building=building, stairwell=stairwell)], tree=TREE).roll.units
    assert unit.area == area


@pytest.mark.parametrize(
    "building, stairwell, column, said",
    [
        ("7号楼", "", "building", "no '7号楼'"),
        ("9号楼", "", "building", "b9, x9"),
        ("b8", "3单元", "stairwell", "no '3单元'"),
        ("b9", "b8s1", "stairwell", "no 'b8s1'"),
    ],
)
def test_places_that_the_tree_does_not_have(faults, building, stairwell, column, said):
    """An unknown building, a name that two have, a stairwell of another building."""
    ((row, where, text),) = faults([line(building=building, stairwell=stairwell)], tree=TREE)
    assert (row, where) == (2, column)
    assert said in text


def test_a_table_of_areas(tmp_path):
    """Ids, levels, names and parents; a parent that is not there yet is refused at its row."""
    path = tmp_path / "areas.csv"
    path.write_text("id,level,name,parent\ne1,estate,一村,\nb8,building,8号楼,e1\n", "utf-8")
    tree = read_areas(path)
    assert [(area.id, area.parent) for area in tree] == [("e1", None), ("b8", "e1")]
    path.write_text("id,level,name,parent\nb8,building,8号楼,e1\ne1,estate,一村,\n", "utf-8")
    with pytest.raises(MalformedFile, match="line 2"):
        read_areas(path)


@st.composite
def tables(draw):
    """Rows of units with one to three owners, one of whom may be the voter."""
    rows = []
    for unit in range(draw(st.integers(1, 6))):
        area = draw(st.one_of(st.just(""), st.decimals("0.01", 500, places=2).map(str)))
        people = draw(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=3, unique=True))
        voter = draw(st.sampled_from(["", *people]))
        rows += [
            line(f"u{unit}", "8", who, floor_area=area, votes="x" * (who == voter))
            for who in people
        ]
    return rows


@settings(max_examples=100)
@given(tables(), st.data())
def test_the_order_of_rows_is_nothing(tmp_path_factory, rows, data):
    """Shuffled, the same digest; the sum of areas is that of the cells, each unit once."""
    folder = tmp_path_factory.mktemp("roll")
    digests = set()
    for at, order in enumerate((rows, data.draw(st.permutations(rows)))):
        path = folder / f"{at}.csv"
        path.write_text(text_of(order), "utf-8")
        roll = read_roll(path, as_of=DAY).roll
        digests.add(roll_digest(roll))
        whole = {
            name: sorted(part, key=canonical) if isinstance(part, list) else part
            for name, part in roll.plain().items()
            if name != "as_of"
        }
        assert roll_digest(roll) == sha256(canonical(whole)).hexdigest(), "as an auditor makes it"
        cells = {row["unit"]: row["floor_area"].replace(".", "") for row in rows}
        known = {unit: int(area) for unit, area in cells.items() if area}
        assert {u.id: u.floor_area for u in roll.units if u.floor_area is not None} == known
        assert len(roll.ownerships) == len(rows)
    assert len(digests) == 1


def test_the_digest_sees_every_change_and_not_the_day(read, tmp_path):
    """One area, one owner or one name more is another digest."""
    rows = [line(floor_area="50", name="An"), line("102", person="bo", floor_area="60")]
    digest = roll_digest(read(rows).roll)
    assert roll_digest(read_roll(tmp_path / "roll0.csv", as_of=date(2027, 1, 1)).roll) == digest
    changed = [
        [{**rows[0], "floor_area": "50.01"}, rows[1]],
        [{**rows[0], "name": "Anna"}, rows[1]],
        [*rows, line("102", person="cy")],
        rows[:1],
    ]
    assert len({digest, *(roll_digest(read(each).roll) for each in changed)}) == 5


@pytest.mark.parametrize(
    ("rooms", "told"),
    [
        (["l01", "1O2", "2０1", "１ｏ３"], "l01=101?, 1O2=102?, 1o3=103?"),
        (["101", "102"], ""),
        (["12A", "12I"], ""),
        (["1A", "1O"], ""),
        (["OI", "101"], ""),
        (["1O1"] * 1, "1O1=101?"),
    ],
)
def test_letters_that_may_be_figures_are_told(tmp_path, rooms, told):
    """As programs read them off a photograph; not where rooms do have letters."""
    path = tmp_path / "名册.csv"
    rows = [f"8号楼,{room},人{at}" for at, room in enumerate(rooms)]
    path.write_text("\n".join(["楼栋,室号,姓名", *rows]), encoding="utf-8")
    read = read_roll(path, as_of=DAY)
    said = [note.en for note in read.warnings if "look like figures" in note.en]
    assert bool(said) == bool(told)
    assert not told or f"({told})" in said[0]
    assert len(read.roll.units) == len(rooms)


def test_ids_in_some_rows_only_are_one_fault_a_row(faults):
    """Who has no id is told so once, with both ways out; that the home has an owner is seen."""
    rows = "楼号,房号,姓名,人员编号,产权\n1,101,张三,p1,是\n1,102,李四,,是\n1,103,,,\n"
    told = faults(rows)
    assert [(row, column) for row, column, _ in told] == [(3, "人员编号"), (4, "人员编号")]
    assert "the person's id is missing" in told[0][2] and "leave the column out" in told[0][2]
    assert "has no owner" in told[1][2]


def test_marks_of_one_column_are_written_as_they_come(read):
    """√, 业主 and 是 below 产权人; 常住, 空关 and √ below 是否常住: a column of marks, no names."""
    roll = read(
        "门牌地址,姓名,产权人,建筑面积（㎡）,是否常住\n"
        "1号楼101,甲一,√,80,常住\n"
        "1号楼102,乙二,业主,81,空关\n"
        "1号楼103,丙三,是,82,√\n"
        "1号楼103,丙四,否,,人户一致\n"
        "1号楼104,丁五,房主,83,人户分离\n"
    ).roll
    names = {one.id: one.name for one in roll.persons}
    owners = sorted(names[one.person] for one in roll.ownerships)
    assert owners == ["丁五", "丙三", "乙二", "甲一"]
    assert sorted(names[one.person] for one in roll.residences) == ["丙三", "丙四", "甲一"]


def test_names_of_owners_stay_names_among_words(read):
    """One name is enough: the column names owners, and a word in it is told by its cell."""
    found = read("楼栋,室号,建筑面积,产权人\n1号楼,101,80,王芳\n1号楼,102,81,李强\n")
    assert sorted(one.name for one in found.roll.persons) == ["李强", "王芳"]


@pytest.mark.parametrize(
    "table, homes",
    [
        ("房号,业主,面积\n1号楼101,安,80\n2号楼3-2,白,81\n", {"1-101", "2-3-2"}),
        ("房号,业主,面积\n1-101,安,80\n2-302,白,81\n", {"1-101", "2-302"}),
        ("室号,业主,面积\n1号101室,安,80\n２号３０２室,白,81\n", {"1-101", "2-302"}),
        ("楼号,房号,业主,面积\n1号楼,1号楼101,安,80\n2号楼,2号楼302,白,81\n", {"1-101", "2-302"}),
        ("楼号,房号,业主,面积\n1号楼,101,安,80\n8号楼,3-2,白,81\n", {"1-101", "8-3-2"}),
        (
            "楼号,单元,房号,业主,面积\n8号楼,3,301,安,80\n8号楼,3,302,白,81\n",
            {"8-3-301", "8-3-302"},
        ),
    ],
)
def test_a_room_may_be_a_whole_address(read, table, homes):
    """房号 heads 101, or 1号楼101; beside a building 3-2 is a room of it."""
    assert {unit.id for unit in read(table).roll.units} == homes


def test_a_room_that_says_no_building_among_those_that_do_is_asked(read):
    """302 alone could be anywhere."""
    with pytest.raises(FaultyTables, match="does not say which building"):
        read("房号,业主,面积\n1-101,安,80\n302,白,81\n")


@pytest.mark.parametrize(
    "table, dashed",
    [
        ("房号,业主,面积\n1-101,安,80\n2-302,白,81\n", 2),
        ("房号,业主,面积\n1号楼101,安,80\n2-302,白,81\n", 1),
        ("房号,业主,面积\n1号楼101,安,80\n", 0),
        ("楼号,房号,业主,面积\n8号楼,3-2,安,80\n", 0),
        ("门牌地址,业主,面积\n1-101,安,80\n", 0),
    ],
)
def test_a_room_that_is_taken_for_a_building_and_a_room_is_said(read, table, dashed):
    """It might have been a stairwell and a room: whoever reads it in is told, with the number."""
    (note,) = [one.count for one in read(table).notes if one.kind == "dash"] or [0]
    assert note == dashed


def test_a_column_of_roles_may_say_what_people_are_to_each_other(read):
    """身份: the head of a household owns where nobody is marked; kin live there, tenants rent."""
    roll = read(
        "楼号,室号,姓名,身份,面积\n3栋,101,赵国,户主,78\n3栋,101,钱兰,配偶,\n3栋,101,赵小,外孙女,\n"
        "3栋,102,孙强,租户,78\n3栋,103,李英,户主,78\n"
    ).roll
    name = {one.id: one.name for one in roll.persons}
    assert {name[one.person] for one in roll.ownerships} == {"赵国", "李英"}
    roles = {name[one.person]: one.role for one in roll.residences}
    assert roles == {
        "赵国": "resident", "钱兰": "resident", "赵小": "resident", "孙强": "tenant",
        "李英": "resident",
    }  # fmt: skip


def test_where_owners_are_marked_heads_of_households_are_no_owners(read):
    """业主 in the same column says who owns."""
    roll = read(
        "楼号,室号,姓名,身份,面积\n3栋,101,赵国,业主,78\n3栋,101,钱兰,配偶,\n3栋,102,李英,户主,78\n"
        "3栋,102,李父,业主,\n"
    ).roll
    name = {one.id: one.name for one in roll.persons}
    assert {name[one.person] for one in roll.ownerships} == {"赵国", "李父"}


def test_heads_of_households_beside_the_members_live_there_and_own(read):
    """户主, 家庭成员: nobody else is named, and that heads are taken for owners is said."""
    table = read("楼号,房号,户主,家庭成员,面积\n1号楼,101,林一,林二、林三,50\n1号楼,102,林四,,50\n")
    name = {one.id: one.name for one in table.roll.persons}
    assert {name[one.person] for one in table.roll.ownerships} == {"林一", "林四"}
    assert {name[one.person] for one in table.roll.residences} == {"林一", "林二", "林三", "林四"}
    assert {one.kind: one.count for one in table.notes}["head"] == 2


@pytest.mark.parametrize("said", ["空置", "（空置）", "(空关户)", "【不详】", "不明", "空挂户"])
def test_words_for_nobody_are_no_names(read, said):
    """In brackets or not: the home has no owner, and that is told."""
    with pytest.raises(FaultyTables, match="has no owner"):
        read(f"楼号,房号,业主,面积\n1号楼,101,安,50\n1号楼,102,{said},50\n")
