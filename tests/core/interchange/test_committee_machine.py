"""A roll written in any committee's style is read back equal.

The machine draws a roll (homes, people, owners, days of birth, areas) and a style: which columns
and what they are called, how addresses, names, days and marks are written, titles and footers,
merged cells, a sheet for each building, a workbook or text in some encoding.
"""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from fractions import Fraction

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

xlsxwriter = pytest.importorskip("xlsxwriter")
pytest.importorskip("python_calamine")

from tickbox_core.interchange import read_roll  # noqa: E402 - behind the extra

WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")
SURNAMES, GIVEN = "王李张刘陈杨黄赵周吴", "明芳强磊静敏勇军杰娟"


@attrs.frozen
class Home:
    """What a roll says of a home; ``people``: name, day of birth, whether they own it."""

    building: int
    stairwell: int
    room: int
    area: Fraction | None
    people: tuple[tuple[str, date, bool], ...]


@attrs.frozen
class Style:
    """How a committee writes it down."""

    address: str  # a format, or "" for columns of their own
    words: dict[str, str]
    day: str
    owners: str
    area_once: bool
    wide: bool
    spaced: bool
    titles: int
    footer: bool
    extra: bool
    again: bool
    merged: bool
    by_sheet: bool
    unit: str
    book: bool
    encoding: str
    separator: str


@st.composite
def homes(draw):
    """Up to a dozen homes of a few buildings, each with an owner at least."""
    stairs = draw(st.booleans())
    keys = draw(
        st.lists(
            st.tuples(
                st.integers(1, 12), st.integers(1, 3) if stairs else st.just(0),
                st.integers(1, 20), st.integers(1, 4),
            ),
            min_size=1, max_size=8, unique=True,
        )
    )  # fmt: skip
    names = st.builds(
        lambda a, b, c: a + b + c,
        st.sampled_from(SURNAMES),
        st.sampled_from(GIVEN),
        st.sampled_from(["", *GIVEN]),
    )
    found = []
    for building, stairwell, floor, door in keys:
        who = draw(st.lists(names, min_size=1, max_size=4, unique=True))
        born = st.dates(date(1930, 1, 1), date(2020, 12, 31))
        people = tuple(
            (name, draw(born), at == 0 or draw(st.booleans())) for at, name in enumerate(who)
        )
        cents = draw(st.none() | st.integers(2000, 30000))
        area = None if cents is None else Fraction(cents, 100)
        found.append(Home(building, stairwell, floor * 100 + door, area, people))
    return sorted(found, key=lambda home: (home.building, home.stairwell, home.room))


@st.composite
def styles(draw, stairs):
    """Some style."""
    plain = ["{b}号{r}室", "{b}-{r}", "{b}号楼{r}", "{b}幢{r}室", "某村{b}号{r}室"]
    deep = ["{b}号楼{s}单元{r}室", "{b}-{s}-{r}", "{b}栋{s}单元{r}", "{b}号楼 {s}-{r}"]
    one = lambda *words: draw(st.sampled_from(words))  # noqa: E731 - a shorthand of this function
    address = draw(st.sampled_from([*(deep if stairs else plain), ""]))
    words = {
        "address": one("门牌地址", "门牌号", "房屋地址", "住址", "地址", "房屋编号"),
        "building": one("楼号", "楼栋", "幢号"),
        "stairwell": one("单元", "楼道", "门洞"),
        "room": one("室号", "房号", "房间号"),
        "name": one("姓名", "业主姓名", "住户姓名", "产权人"),
        "area": one("建筑面积（㎡）", "产权面积", "面积", "建筑面积(平方米)"),
        "born": one("出生日期", "出生年月日", "生日"),
        "relation": one("与户主关系", "与业主关系", "关系"),
        "owns": one("是否业主", "是否产权人"),
        "lives": one("是否常住", "是否居住"),
    }
    return Style(
        address, words,
        day=one("{y}年{m}月{d}日", "{y}.{m:02}.{d:02}", "{y}-{m:02}-{d:02}", "{y}{m:02}{d:02}",
                "{y}/{m}/{d}", "date"),
        owners=one("relation", "yes", "tick"),
        unit=one("", "㎡", "平方米"),
        encoding=one("utf-8", "utf-8-sig", "gb18030", "utf-16"),
        separator=one(",", ";", "\t"),
        titles=draw(st.integers(0, 2)),
        by_sheet=draw(st.booleans()) and not address,
        **{
            name: draw(st.booleans())
            for name in "area_once wide spaced footer extra again merged book".split()
        },
    )  # fmt: skip


def table(homes_, style, building=None):
    """The rows in that style; ``building``: of the sheet's own alone, which has no such column."""
    head = [*(["序号"] if style.extra else []), *_home_columns(style, building)]
    mark = style.words["relation" if style.owners == "relation" else "owns"]
    head += [
        style.words["name"],
        mark,
        style.words["area"],
        style.words["born"],
        style.words["lives"],
    ]
    rows = [["某某小区业主清册"], ["制表日期：2026年1月"]][: style.titles]
    rows.append(head)
    spans = []
    for home in homes_:
        start = len(rows)
        for at, (name, born, owns) in enumerate(home.people):
            cells = [str(len(rows))] if style.extra else []
            cells += _home_cells(home, style, building, at)
            area = _area(home, style) if at == 0 or not style.area_once else ""
            shown = f"{name[0]} {name[1:]}" if style.spaced and len(name) == 2 else name
            rows.append([*cells, shown, _mark(style, owns, at), area, _day(style, born), "是"])
        if style.book and style.merged and style.address and len(rows) - start > 1:
            spans.append((start, int(style.extra), len(rows) - 1))
    if style.again:
        rows.insert(len(rows) - 1, [])
        rows.append(head)
    if style.footer:
        rows.append(["合计", *[""] * (len(head) - 2), "100"])
        rows.append(["填表人：王", *[""] * (len(head) - 1)])
    return rows, [span for span in spans if not (style.again and span[2] >= len(rows) - 4)]


def _home_columns(style, building):
    if style.address:
        return [style.words["address"]]
    of_building = [] if building else [style.words["building"]]
    return [*of_building, style.words["stairwell"], style.words["room"]]


def _home_cells(home, style, building, at):
    if style.address:
        said = style.address.format(b=home.building, s=home.stairwell, r=home.room)
        return [said.translate(WIDE) if style.wide and at % 2 else said]
    stairs = f"{home.stairwell}单元" if home.stairwell else ""
    of_building = [] if building else [f"{home.building}号楼"]
    return [*of_building, stairs, f"{home.room}室" if style.wide else str(home.room)]


def _mark(style, owns, at):
    if style.owners == "relation":
        return "业主" if owns else ["配偶", "子女", "父母"][at % 3]
    if style.owners == "tick":
        return "√" if owns else ""
    return "是" if owns else "否"


def _area(home, style):
    if home.area is None:
        return ""
    said = f"{float(home.area):.2f}"
    return said + style.unit if style.unit or not style.book else float(said)


def _day(style, born):
    if style.day == "date":
        return born if style.book else born.isoformat()
    return style.day.format(y=born.year, m=born.month, d=born.day)


def written(homes_, style):
    """The file's bytes, and the name it has."""
    if style.book:
        return _book(homes_, style), "名册.xlsx"
    rows, _ = table(homes_, style)
    out = io.StringIO()
    width = max(map(len, rows))
    csv.writer(out, delimiter=style.separator).writerows(
        [*row, *[""] * (width - len(row))] for row in rows
    )
    return out.getvalue().encode(style.encoding), "名册.csv"


def _book(homes_, style):
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    day = made.add_format({"num_format": "yyyy/m/d"})
    buildings = sorted({home.building for home in homes_}) if style.by_sheet else [None]
    for building in buildings:
        sheet = made.add_worksheet(f"{building}号楼" if building else "名册")
        own = [home for home in homes_ if building in (None, home.building)]
        rows, spans = table(own, style, building)
        for number, row in enumerate(rows):
            for at, cell in enumerate(row):
                if isinstance(cell, date):
                    stamp = datetime(cell.year, cell.month, cell.day)
                    sheet.write_datetime(number, at, stamp, day)
                else:
                    sheet.write(number, at, cell)
        for first, at, last in spans:
            sheet.merge_range(first, at, last, at, rows[first][at])
    if style.extra:
        made.add_worksheet("说明").write(0, 0, "本册由居委会登记")
    made.close()
    return out.getvalue()


def facts_of(roll):
    """What a roll says, in the machine's own words."""
    names = {person.id: person for person in roll.persons}
    owners = {(own.unit, own.person) for own in roll.ownerships}
    lives = {(one.unit, one.person) for one in roll.residences}
    return {
        unit.id: (
            None if unit.floor_area is None else Fraction(unit.floor_area, 10**roll.decimals),
            {
                (names[who].name, names[who].born, (unit.id, who) in owners)
                for home, who in lives | owners
                if home == unit.id
            },
        )
        for unit in roll.units
    }


@settings(max_examples=60)
@given(st.data())
def test_a_roll_in_any_style_is_read_back_equal(tmp_path_factory, data):
    """Homes, areas, names, days of birth and owners; whatever the style."""
    drawn = data.draw(homes())
    style = data.draw(styles(any(home.stairwell for home in drawn)))
    content, name = written(drawn, style)
    path = tmp_path_factory.mktemp("roll") / name
    path.write_bytes(content)
    found = read_roll(path, as_of=date(2026, 1, 1), most_decimals=6)
    wanted = {
        "-".join(str(n) for n in (home.building, home.stairwell, home.room) if n): (
            home.area,
            set(home.people),
        )
        for home in drawn
    }
    assert facts_of(found.roll) == wanted
    again = read_roll(path, as_of=date(2026, 1, 1), most_decimals=6)
    assert again.roll == found.roll
