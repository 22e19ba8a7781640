"""Paper keyed by the keyboard alone, twice, counted by the browser: no click, few keys, blind.

The short form keys four sheets.  All fifty, with 113 people, take some minutes:
``python -m pytest -m long tests/server/browser/test_keying.py``.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest

from tickbox_core import Area, AreaTree, Item, Limits, Option, Person, Residence, Roll, Round, Unit
from tickbox_core.desk import Desk, Town
from tickbox_core.testing import desks
from tickbox_core.year import Sheet
from tickbox_core.year.papers import is_settled

from .conftest import Phone, serving
from .test_axe import findings

pytestmark = pytest.mark.browser
HERE, R1, BATCH = "bamboo", "spring", "3号楼"
MOST_KEYS = 3_000
ALL_PEOPLE = 113
COUNTED = """
  addEventListener('keydown', () => window.keyed(), true);
  addEventListener('click', e => { if (e.detail) window.clicked(); }, true);
"""


def items() -> tuple[Item, ...]:
    """Forty-five, the last of which has options."""
    plain = [Item(f"i{at}", f"第{at}项", cost=0) for at in range(1, 45)]
    options = (Option("red", "红", 0), Option("blue", "蓝", 0))
    return (*plain, Item("i45", "大门颜色", options=options))


def build(folder: Path) -> Town:
    """Fifty homes with 113 people; their sheets are printed, and are back."""
    town = Town(folder)
    town.plant(AreaTree((Area(HERE, "neighbourhood", "竹园"),)))
    desk = town.found(HERE)
    homes = [(f"u{at:02}", 3 if at < 13 else 2) for at in range(50)]
    people = [(f"{home}p{one}", home) for home, number in homes for one in range(number)]
    assert len(people) == ALL_PEOPLE
    desk.prepare(
        Round(id=R1, area=HERE, title="春季打钩", items=items(), limits=Limits.at_most(5), places=2,
              tie_break="listed-first")
    )  # fmt: skip
    desk.register(
        R1,
        Roll(
            date(2026, 1, 1),
            tuple(Unit(home, HERE, f"{home[1:]}室", floor_area=5000) for home, _ in homes),
            tuple(Person(one, "名字") for one, _ in people),
            tuple(Residence(one, home) for one, home in people),
        ),
    )
    desks.open_list(desk, R1)
    sheets = desk.paper.print_batch(R1, BATCH, "小林")
    desk.paper.take_back(R1, [sheet.number for sheet in sheets], "小林")
    return town


@attrs.frozen
class House:
    """A town that is served, and what stands on its paper: numbers by sheet and slot."""

    address: str
    town: Town
    paper: dict[tuple[int, str], tuple[int, ...]]

    @property
    def desk(self) -> Desk:
        """The neighbourhood's desk."""
        return self.town.desk(HERE)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Four ticks by everybody, of up to two digits each."""
    town, drawn = build(tmp_path / "data"), random.Random(5)
    paper = {
        (sheet.number, slot): tuple(sorted(drawn.sample(range(1, 45), 4)))
        for sheet in town.desk(HERE).paper.sheets(R1)
        for slot in sheet.slots
    }
    with serving(town) as address:
        yield House(address, town, paper)
    town.close()


def sheet_of_two(house: House, place: int) -> Sheet:
    """Of the sheets with two people the one at that place; which are where is drawn anew."""
    sheets = house.desk.paper.sheets(R1)
    return [sheet for sheet in sheets if len(sheet.slots) == 2][place]


class Keyer:
    """Somebody who keys, and how many keys and clicks their browser saw."""

    area, path = HERE, f"/staff/rounds/{R1}/keying"

    def __init__(self, browser: Any, house: Any, name: str, **options: Any) -> None:
        self.house, self.keys, self.clicks = house, 0, 0
        self.phone = Phone(browser, house.address, **options)
        self.page = self.phone.page
        self.page.expose_function("keyed", self._key)
        self.page.expose_function("clicked", self._click)
        token = house.town.add_staff(self.area, name, "keyer")
        self.phone.go("/staff?lang=zh")
        self.page.select_option("#area", self.area)
        self.page.fill("#token", token)
        self.page.locator("main form .button").click()
        self.page.wait_for_selector(".desk-bar")
        self.page.add_init_script(COUNTED)
        self.phone.go(self.path)

    def _key(self) -> None:
        self.keys += 1

    def _click(self) -> None:
        self.clicks += 1

    def type(self, words: str) -> str:
        """Type into whatever has the focus, press Enter, and read what the page says."""
        self.page.locator(":focus").first.wait_for()  # a busy machine draws before it has one
        with self.page.expect_navigation():
            self.page.keyboard.type(words)
            self.page.keyboard.press("Enter")
        return str(self.page.locator("main").inner_text())

    def where(self) -> tuple[int, str] | None:
        """The sheet and slot that the page is at, as its form has them."""
        slot = self.page.locator("input[name=slot]")
        if not slot.count():
            return None
        number = self.page.locator("form.keying input[name=number]").input_value()
        return int(number), slot.input_value()

    def read_all(self, most: int) -> list[tuple[int, str]]:
        """Key as many sheets as that from the papers, Enter alone opening the next one."""
        seen: list[tuple[int, str]] = []
        for _ in range(most):
            self.type("")
            while (at := self.where()) is not None:
                seen.append(at)
                self.type(" ".join(map(str, self.house.paper[at])))
        return seen


@pytest.mark.parametrize("number", [4, pytest.param(50, marks=pytest.mark.long)])
def test_fifty_sheets_are_keyed_twice_without_a_click(
    browser: Any, house: House, number: int
) -> None:
    """In the order of the sheets, person after person; every ballot is settled afterwards."""
    total = 0
    before = house.desk.paper.sheets(R1)[:number]
    expected = [(sheet.number, slot) for sheet in before for slot in sheet.slots]
    for name in ("小王", "小李"):
        keyer = Keyer(browser, house, name, width=1000)
        assert keyer.read_all(number) == expected
        assert keyer.clicks == 0
        assert f"录了{number}张 / 收回50张" in keyer.page.locator("main").inner_text()
        assert keyer.phone.outside == []
        keyer.phone.context.close()
        total += keyer.keys
    typed = sum(len(" ".join(map(str, house.paper[at]))) + 1 for at in expected)
    assert total == 2 * (typed + number)  # what stands on the paper, an Enter each, one a sheet
    assert total * ALL_PEOPLE <= MOST_KEYS * len(expected)
    assert all(is_settled(house.desk.paper.sheet(R1, at), slot) for at, slot in expected)


def test_a_line_is_mended_undone_and_asked_about(browser: Any, house: House) -> None:
    """Without a script, on a narrow phone, in the largest type; what was typed stays."""
    keyer = Keyer(browser, house, "小赵", width=320, size="largest")
    last = sheet_of_two(house, -1)
    keyer.type(str(last.number))
    assert keyer.where() == (last.number, last.slots[0])
    said = keyer.type("1 26 54")
    assert "清单里没有54。清单是1到45项。是不是34，或者45？" in said
    assert keyer.page.input_value("#entry") == "1 26 54" and "没有这一项" in said
    keyer.phone.fits()
    assert findings(keyer.page) == []
    keyer.page.keyboard.press("ControlOrMeta+a")
    assert "照这样录，这张票不计" in keyer.type("1 2 3 4 5 6")
    assert keyer.where() == (last.number, last.slots[0])
    assert "第1位已存：勾6项" in keyer.type("")
    assert keyer.where() == (last.number, last.slots[1])
    assert "已撤回，请再录" in keyer.type("-")
    assert keyer.where() == (last.number, last.slots[0])
    assert "作废的原因" in keyer.type("x")
    keyer.phone.fits()
    assert "已存：作废" in keyer.type("撕破了")
    assert "看不清，等第三人看" in keyer.type("/")
    assert "撤回" in keyer.type("-")
    assert "已存：空白票" in keyer.type("0")
    keyer.phone.fits()
    assert findings(keyer.page) == []
    assert keyer.phone.outside == []
    sheet = house.desk.paper.sheet(R1, last.number)
    first, second = (sheet.keyed[slot][-1] for slot in last.slots)
    assert first.spoiled is not None and first.spoiled.zh == "撕破了" and second.ticks == ()
    assert len(sheet.taken_back[last.slots[0]]) == 1
    keyer.phone.context.close()


def test_only_what_differs_comes_to_the_third_person(browser: Any, house: House) -> None:
    """One after the other, blind; nobody who has read is asked again or told that it differs."""
    sheet = sheet_of_two(house, -2)
    slot, other = sheet.slots
    house.desk.paper.key(R1, sheet.number, other, ["i1"], "甲")
    house.desk.paper.key(R1, sheet.number, slot, ["i1"], "甲")
    second = Keyer(browser, house, "小钱", java_script_enabled=False)
    second.type(str(sheet.number))
    assert "第1位已存：勾1项" in second.type("2")
    said = second.type("1")
    assert "第2位已存：勾1项" in said and "核对" not in said and "不同" not in said
    assert "两个人都录过，撤不回了" in second.type("-")
    second.phone.context.close()
    third = Keyer(browser, house, "小孙")
    third.phone.go(f"/staff/rounds/{R1}/keying?look=third")
    assert third.where() == (sheet.number, slot)
    shown = third.page.locator("main").inner_text()
    assert "第三人核对" in shown and "勾1项" not in shown
    assert "第1位已存：勾1项" in third.type("2")
    assert third.where() is None
    assert house.desk.paper.mismatches(R1) == ()
    assert is_settled(house.desk.paper.sheet(R1, sheet.number), slot)
    third.phone.context.close()
