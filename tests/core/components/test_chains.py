"""Chains from chat groups: read in many hands' spelling, looked at, then taken row by row."""

from __future__ import annotations

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
    assert chain.head == "春季心愿征集,请按格式填写"
    assert rows(PASTED) == [
        (1, "王五", "3-201", "东门装两盏路灯"),
        (2, "李四", "", "小广场长椅 加靠背"),
        (3, "赵六", "5号楼502", "边门早晚打开"),
        (4, "钱七", "101室", ""),
        (6, "孙八", "", ""),
    ]
    assert [text.en for text in chain.links[0].doubts] == [
        "the number is there twice; the later line stands."
    ]


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
