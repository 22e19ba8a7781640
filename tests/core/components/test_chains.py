"""Chains from chat groups: read in many hands' spelling, looked at, then taken row by row."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.errors import NotPossible
from tickbox_core.interchange.chain import read_chain
from tickbox_core.testing import desks
from tickbox_core.testing.strategies import lasting

LIN = Actor("小林", Role.STAFF)
PASTED = """#接龙
春季心愿征集，请按格式填写
1. 王五 3-201 东门装路灯
2、李四：小广场长椅
加靠背
３）赵六 5号楼502 边门早晚打开

4️⃣ 钱七 101室
① 王五 3-201 东门装两盏路灯
6: 孙八
"""


def rows(text):
    """Number, name, home and text of each row."""
    return [(link.number, link.name, link.unit, link.text) for link in read_chain(text).links]


def test_a_chain_of_many_hands():
    """Points, commas, brackets, keycaps, circles; a line that runs over; a row that was edited."""
    chain = read_chain(PASTED)
    assert chain.head == "春季心愿征集，请按格式填写"
    assert rows(PASTED) == [
        (1, "王五", "3-201", "东门装两盏路灯"),
        (2, "李四", "", "小广场长椅 加靠背"),
        (3, "赵六", "5号楼502", "边门早晚打开"),
        (4, "钱七", "101室", ""),
        (6, "孙八", "", ""),
    ]
    (doubt,) = chain.links[0].doubts
    assert doubt.en.startswith("the number is there twice; the later line stands.")
    assert "it said '王五 3-201 东门装路灯'" in doubt.en


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("1.张三", (1, "张三", "", "")),
        ("12 李四 长椅", (12, "李四", "", "长椅")),
        ("3、3-201张三 路灯", (3, "张三", "3-201", "路灯")),
        ("4. 张三（3-201）：路灯", (4, "张三", "3-201", "路灯")),
        ("5.8号楼-1203室 李四，装扶手", (5, "李四", "8号楼-1203室", "装扶手")),
        ("①张三 路灯", (1, "张三", "", "路灯")),
    ],
)
def test_rows_as_people_type_them(line, row):
    """The home is found wherever it stands; a full stop needs no blank behind it."""
    assert rows(line) == [row]


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("2. 外墙渗水多年", (2, "", "", "外墙渗水多年")),
        ("2. 路灯不亮", (2, "", "", "路灯不亮")),
        ("2. 陈建国 装扶手", (2, "陈建国", "", "装扶手")),
        ("2. 欧阳修 3-101 种树", (2, "欧阳修", "3-101", "种树")),
        ("2. 宝妈 种树", (2, "宝妈", "", "种树")),
        ("2. 🌸王五🌸 灯", (2, "王五", "", "灯")),
        ("2. Lucy 灯", (2, "Lucy", "", "灯")),
        ("（2）王五 灯", (2, "王五", "", "灯")),
        ("🔟 王五 灯", (10, "王五", "", "灯")),
        ("2. 3号楼1单元502 周先生 修门禁", (2, "周先生", "3号楼1单元502", "修门禁")),
        ("7.", (7, "", "", "")),
        ("7、  ", (7, "", "", "")),
    ],
)
def test_what_is_no_author_is_none(line, row):
    """A wish is nobody's name; an empty row is shown."""
    assert rows(f"1. 李四 椅\n{line}")[1] == row


HOMES = {"105", "8-103", "1301", "8-2-103", "12", "8号楼105"}


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("1. 张三 105 装路灯", ("张三", "105", "装路灯")),
        ("1. 张三 106 装路灯", ("张三", "", "106 装路灯")),
        ("1. 105 张三 装路灯", ("张三", "105", "装路灯")),
        ("1. 张三105：装路灯", ("张三", "105", "装路灯")),
        ("1. 105张三 装路灯", ("张三", "105", "装路灯")),
        ("1. 张三106：装路灯", ("张三106", "", "装路灯")),
        ("1. 张三（１０５）装路灯", ("张三", "105", "装路灯")),
        ("1. 张三+105+灯", ("张三", "105", "灯")),
        ("1. 张三/8-103/灯", ("张三", "8-103", "灯")),
        ("1. 张三 8-103 增加10-20个车位", ("张三", "8-103", "增加10-20个车位")),
        ("1. 张三 增加10-20个车位", ("张三", "", "增加10-20个车位")),
        ("1. 张三 8-2-103 灯", ("张三", "8-2-103", "灯")),
        ("1. 张三 装105盏灯", ("张三", "", "装105盏灯")),
        ("1. 张三 装灯 105 盏", ("张三", "", "装灯 105 盏")),
        ("1. 希望 105 盏灯", ("", "", "希望 105 盏灯")),
        ("1. 张三 8号楼 105 灯", ("张三", "8号楼105", "灯")),
        ("1. 张三 8号楼 106 灯", ("张三", "8号楼", "106 灯")),
        ("1. 张三 8幢 1单元 103室 灯", ("张三", "8幢 1单元 103室", "灯")),
        ("1. 张三 一号楼101 灯", ("张三", "一号楼101", "灯")),
        ("1. 张三 A座1203 灯", ("张三", "A座1203", "灯")),
    ],
)
def test_figures_beside_a_name_are_a_home_that_the_area_has(line, row):
    """What it has no home for stays in the text, and so do ranges and counts."""
    (link,) = read_chain(line, HOMES.__contains__).links
    assert (link.name, link.unit, link.text) == row


@pytest.mark.parametrize(
    ("line", "supports"),
    [
        ("3. 赵六 同意楼上", 2),
        ("3. 赵六：支持第1条", 1),
        ("3. 同意2", 2),
        ("3. 赵六 +1", 2),
        ("3. ＋１", 2),
        ("3. 赵六 3-101 附议！", 2),
        ("3. 赵六 同意楼上的意见", 2),
        ("3. 赵六 同意装灯", None),
        ("3. 赵六 同意第9条", None),
    ],
)
def test_support_refers_to_a_row_above(line, supports):
    """To the one above, or to the one that is named; what says more is a wish of its own."""
    link = read_chain(f"1. 李四 椅\n2. 王五 灯\n{line}").links[2]
    assert link.supports == supports
    assert ("同意第9条" not in line) or link.doubts


def test_support_of_support_is_for_the_same_wish_and_skips_empty_rows():
    """楼上 of 楼上; nothing above is said."""
    chain = read_chain("1. 附议\n2. 王五 灯\n3. 李四 同意楼上\n4.\n5. 赵六 同意楼上\n")
    assert [link.supports for link in chain.links] == [None, None, 2, None, 2]
    assert "nothing above" in chain.links[0].doubts[-1].en


def test_examples_are_left_out_and_listed():
    """Above the rows or among them; what only begins like the word is none."""
    chain = read_chain("例 张三 3-101 灯\n1. 例：张三 灯\n2. 王五(示例) 椅\n3. 例行检查电梯\n")
    assert chain.left_out == ("例 张三 3-101 灯", "例：张三 灯", "王五(示例) 椅")
    assert [link.text for link in chain.links] == ["例行检查电梯"]


def test_a_newer_copy_below_stands_in_place_of_the_older():
    """What it changed and what it no longer has is said; what is the same is no doubt."""
    older = "#接龙\n标题\n1. 王五 灯\n2. 李四 椅\n3. 赵六 树\n"
    newer = "#接龙\n标题\n1. 王五 灯\n2. 李四 长椅\n5. 钱七 车棚\n"
    chain = read_chain(older + newer)
    assert chain.head == "标题" and chain.missing == (4,)
    assert [(link.number, link.text) for link in chain.links] == [
        (1, "灯"), (2, "长椅"), (3, "树"), (5, "车棚"),
    ]  # fmt: skip
    said = [" ".join(text.en for text in link.doubts) for link in chain.links]
    assert said[0] == said[3] == ""
    assert "李四 椅" in said[1] and "does not have it" in said[2]


def test_figures_in_a_line_that_runs_over_begin_no_row():
    """3.5米 is a width; a line with a home of its own may be somebody else's."""
    chain = read_chain("1. 王五 路太窄\n3.5米就好\n孙八 4-101 修路\n")
    assert [link.number for link in chain.links] == [1]
    assert "part them" in chain.links[0].doubts[-1].en


def test_rows_are_set_right_before_they_are_taken():
    """What somebody writes stands in place of what was read; only of rows that are there."""
    desk = desks.desk()
    text = "1. 外墙渗水多年\n2. 李四 同意楼上\n3. 王五 灯\n"
    links = [{"number": 1, "name": "周", "text": "外墙渗水"}, {"number": 3, "text": "路灯"}]
    links += [{"number": 2, "name": "李四", "supports": 1}]
    given_ = {"text": text, "rows": [1, 2], "links": links}
    perform(ACTS["chain/take"], desk, given_, LIN)
    first, second = desk.collecting.wishes()
    assert (first.text, first.author["name"]) == ("外墙渗水", "周")
    assert (second.text, second.merged_into) == ("外墙渗水", first.ref)
    with pytest.raises(NotPossible):
        perform(ACTS["chain/take"], desk, {**given_, "links": [{"number": 9}]}, LIN)
    with pytest.raises(NotPossible):
        perform(ACTS["chain/take"], desk, {"text": text, "rows": [2]}, LIN)
    assert len(desk.collecting.wishes()) == 2
    seen = perform(ACTS["chain/preview"], desk, {"text": text}, LIN)
    assert [row["supports"] for row in seen["rows"]] == [None, 1, None]


def test_homes_are_those_of_the_newest_roll():
    """A figure alone is no home before there is a roll; with one it is, if it is called so."""
    desk = desks.desk()
    text = "1. 王五 102 灯\n2. 李四 999 椅\n"

    def units():
        seen = perform(ACTS["chain/preview"], desk, {"text": text}, LIN)
        return [row["unit"] for row in seen["rows"]]

    assert units() == ["", ""]
    desk.prepare(desks.plan())
    roll = desks.roll(3)
    homes = tuple(attrs.evolve(unit, label=f"10{at}") for at, unit in enumerate(roll.units, 1))
    desk.register(desks.plan().id, attrs.evolve(roll, units=homes))
    assert units() == ["102", ""]
    taken = perform(ACTS["chain/take"], desk, {"text": text, "rows": [1, 2]}, LIN)
    found = {wish.ref: wish for wish in desk.collecting.wishes()}
    kept = [(found[one["ref"]].author.get("unit"), found[one["ref"]].text) for one in taken]
    assert kept == [("102", "灯"), (None, "999 椅")]


def test_a_row_that_was_set_right_is_no_new_one_in_a_longer_copy():
    """A name was given, a home put into its field; what says something else is new."""
    desk = desks.desk()
    text = "1. 外墙渗水多年\n2. 李四 105 换水管\n3. 王五 灯\n"
    right = [
        {"number": 1, "name": "周先生", "text": "外墙渗水多年"},
        {"number": 2, "name": "李四", "unit": "105", "text": "换水管"},
    ]
    perform(ACTS["chain/take"], desk, {"text": text, "rows": [1, 2], "links": right}, LIN)
    more = f"{text}4. 钱七 换水管\n5. 陈建国 外墙渗水多年\n"
    seen = perform(ACTS["chain/preview"], desk, {"text": more}, LIN)
    assert [row["taken"] is not None for row in seen["rows"]] == [True, True, False, False, False]


def test_two_rows_of_one_name_are_said():
    """They may be two people: somebody has to look."""
    chain = read_chain("1. 王五 灯\n2. 王五 椅\n")
    assert [len(link.doubts) for link in chain.links] == [1, 1]


@lasting
@given(st.text(max_size=200))
def test_whatever_is_pasted_is_read(text):
    """Any text gives rows in order, each number once."""
    numbers = [link.number for link in read_chain(text).links]
    assert numbers == sorted(set(numbers))


def test_nothing_is_taken_before_it_is_confirmed():
    """The preview writes nothing; confirmed rows become wishes of the chat, names sealed."""
    desk = desks.desk()
    seen = perform(ACTS["chain/preview"], desk, {"text": PASTED}, LIN)
    assert [row["number"] for row in seen["rows"]] == [1, 2, 3, 4, 6]
    assert desk.collecting.wishes() == ()
    taken = perform(ACTS["chain/take"], desk, {"text": PASTED, "rows": [1, 3]}, LIN)
    wishes = {wish.ref: wish for wish in desk.collecting.wishes()}
    first = wishes[taken[0]["ref"]]
    assert (first.text, first.channel, dict(first.author)) == (
        "东门装两盏路灯", "chat", {"name": "王五", "unit": "3-201"},
    )  # fmt: skip
    assert "王五" not in repr(first)


@pytest.mark.parametrize("rows_", [[9], [1, 4]])
def test_what_is_not_there_or_wishes_nothing_is_refused_whole(rows_):
    """All of the confirmed rows are taken, or none."""
    desk = desks.desk()
    with pytest.raises(NotPossible):
        perform(ACTS["chain/take"], desk, {"text": PASTED, "rows": rows_}, LIN)
    assert desk.collecting.wishes() == ()


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("1. 王五 3-201 楼道灯换成感应灯，晚上太黑！", "楼道灯换成感应灯，晚上太黑！"),
        ("1、王五（3-201）：垃圾房太臭，加装除臭；早点", "垃圾房太臭，加装除臭；早点"),
        ("1. 王五，外墙渗水、墙皮脱落（东面）", "外墙渗水、墙皮脱落（东面）"),
        ("１． 王五（东门装灯）", "东门装灯"),
        ("1. 王五 装６盏灯, please", "装6盏灯, please"),
    ],
)
def test_a_wish_stays_as_it_was_written(line, text):
    """Its marks and what stands between its words; figures alone become plain ones."""
    (link,) = read_chain(line).links
    assert (link.name, link.text) == ("王五", text)
