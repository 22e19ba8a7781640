"""Paper ballots and count sheets as tables at the console: who may, who signs, what is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .test_tables_of_every_kind import BAMBOO, ZH, Clerk, of, signed_in, xlsx

pytest.importorskip("xlsxwriter")
pytest.importorskip("python_calamine")

OPEN, FINAL = "open-1", "final-1"
TO = f"{OPEN}/b1"


@pytest.fixture
def batch(small: Any) -> Any:
    """Two sheets of two people each, back."""
    homes = sorted({slot.unit for slot in small.desk.slots(OPEN)})[:2]
    slots = [slot.slot for slot in small.desk.slots(OPEN) if slot.unit in homes]
    sheets = small.desk.paper.print_batch(OPEN, "b1", "小林", slots)
    small.desk.paper.take_back(OPEN, [sheet.number for sheet in sheets], "小林")
    return sheets


@pytest.fixture
def keyers(small: Any) -> Iterator[tuple[Clerk, Clerk]]:
    """Two who key; their names are kept apart."""
    found = []
    for name in ("甲", "乙"):
        clerk = signed_in(small.town, BAMBOO, "ballots", TO)
        token = small.town.add_staff(BAMBOO, name, "keyer")
        clerk.client.post("/staff/sign-in", data={"area": BAMBOO, "token": token})
        found.append(clerk)
    yield found[0], found[1]
    for clerk in found:
        clerk.client.__exit__(None, None, None)


def table(*ticks: str) -> bytes:
    """A workbook of one's readings, in the order of the sheets."""
    places = [(1, 1), (1, 2), (2, 1), (2, 2)]
    rows = [[number, at, said] for (number, at), said in zip(places, ticks, strict=True)]
    return xlsx([["第一批选票"], ["选票编号", "第几位", "勾选"], *rows])


def test_two_keyers_hand_in_their_tables(
    small: Any, batch: Any, keyers: tuple[Clerk, Clerk]
) -> None:
    """Looked at, written, undone and written again; the second is told as much as the first."""
    first, second = keyers
    home = first.client.get("/staff", headers=ZH).text
    assert "用表格录入纸质选票" in home and "导入楼道合计表" not in home
    page = first.look("选票.xlsx", table("1 3", "2", "0", "x 撕破了")).text
    assert "新增: 4" in page and "1号票第1位：1 3" in page
    assert "已录入4位" in first.take(page).text
    looked = first.undo().text
    assert "1号票第1位" in looked and all(batch)
    assert "已撤销" in first.undo(sure="yes").text
    assert first.take(first.look("选票.xlsx", table("1 3", "2", "0", "x 撕破了")).text)
    page = second.look("选票.xlsx", table("1 3", "3", "0", "x 破")).text
    for word in ("不同", "第三", "核对批次"):
        assert word not in page.split("<h1>")[1]
    assert "已录入4位" in second.take(page).text
    assert [number for number, _ in small.desk.paper.mismatches(OPEN)] == [1]
    refused = second.undo(sure="yes")
    assert refused.status_code == 409 and "撤不回" in refused.text
    assert small.desk.turnout(OPEN).participants == 0


def test_red_cells_and_the_form_of_the_batch(
    small: Any, batch: Any, keyers: tuple[Clerk, Clerk]
) -> None:
    """What is wrong is told by row; the empty form has a row for each person."""
    clerk = keyers[0]
    page = clerk.look("选票.xlsx", table("1 33", "2", "0", "x"))
    assert (
        page.status_code == 422 and "清单里没有33" in page.text and "没有写作废的原因" in page.text
    )
    assert clerk.client.get(f"{clerk.url}/marked.xlsx").content[:2] == b"PK"
    form = clerk.client.get(f"{clerk.url}/current.xlsx", params={"to": TO})
    assert form.content[:2] == b"PK"
    empty = clerk.look("空表.xlsx", form.content)
    assert empty.status_code == 409 and "没有一行写了勾选" in empty.text
    assert not small.desk.paper.sheet(OPEN, 1).keyed
    for other in ("count-sheets", "roll", "wishes"):
        assert clerk.client.get(f"/staff/tables/{other}").status_code == 403


def test_count_sheets_are_signed_by_another(small: Any) -> None:
    """Nobody's, one's own and a keyer's token will not do; the last look stays; undone by two."""
    clerk = signed_in(small.town, BAMBOO, "count-sheets", OPEN)
    units = sorted({slot.unit for slot in small.desk.slots(OPEN)})
    rows = [["表号", "房号", "参与人数", "事项", "票数"],
            ["1", units[0], 2, "1", 2], ["1", units[1], 1, "2", 1]]  # fmt: skip
    page = clerk.look("合计表.xlsx", xlsx(rows)).text
    assert "1号表：3人，3个勾" in page and 'name="token"' in page
    sent = {"form_key": clerk.key(), "to": OPEN, "confirm": of(page, "confirm")}
    wrong = {name: small.town.add_staff(BAMBOO, name, role)
             for name, role in (("小林", "staff"), ("小王", "keyer"))}  # fmt: skip
    for token in ("", *wrong.values()):
        again = clerk.client.post(f"{clerk.url}/take", data={**sent, "token": token}, headers=ZH)
        assert again.status_code == 422 and "签字" in again.text and "1号表：3人" in again.text
    assert small.desk.paper.count_sheets(OPEN) == ()
    token = small.town.add_staff(BAMBOO, "老周", "staff")
    done = clerk.client.post(f"{clerk.url}/take", data={**sent, "token": token}, headers=ZH)
    assert "已录入1张合计表" in done.text
    assert small.desk.turnout(OPEN).participants == 3
    back = clerk.current()
    assert "不变: 1" in clerk.look("现有.xlsx", back.content).text
    looked = clerk.undo()
    assert "1号合计表" in looked.text and 'name="token"' in looked.text
    refused = clerk.undo(sure="yes")
    assert refused.status_code == 422 and "签字" in refused.text
    assert "已撤销" in clerk.undo(sure="yes", token=token).text
    assert small.desk.paper.count_sheets(OPEN) == ()
    clerk.client.__exit__(None, None, None)


def test_a_reason_in_a_table_is_a_cause_like_one_that_is_keyed(
    small: Any, batch: Any, keyers: tuple[Clerk, Clerk]
) -> None:
    """Who is not on the roll is void as that, and torn paper as unreadable."""
    for clerk, off in zip(keyers, ("x 名册上没有这个人", "x not on the roll"), strict=True):
        page = clerk.look("选票.xlsx", table("1 3", off, "2", "x 撕破了")).text
        assert "已录入4位" in clerk.take(page).text
    small.desk.paper.reconcile(OPEN, "b1", 2, 0, "小林")
    ends = [small.desk.paper.sheet(OPEN, sheet.number).done[slot]
            for sheet in batch for slot in sheet.slots]  # fmt: skip
    assert ends == ["cast", "not-on-roll", "cast", "spoiled"]
