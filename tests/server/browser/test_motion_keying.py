"""Papers of a motion keyed by keyboard alone, twice: no click, few keys, counted by the browser."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest

from tickbox_core import Ownership, Person, Residence, Roll, Unit
from tickbox_core.desk import Desk, Town

from .. import asking_town
from .conftest import serving
from .test_axe import findings
from .test_keying import Keyer as SheetKeyer

pytestmark = pytest.mark.browser
HOMES = 30
MOST_KEYS = 500
"""For so many papers keyed twice: five for the home, one for the mark, and two Enters."""
MARKS = {"1": "yes", "2": "no", "3": "abstain", "0": "abstain"}


def roll() -> Roll:
    """Thirty homes, each with an owner of its own, written as they stand on the paper: 8-101."""
    homes = [f"8-{floor}{room:02}" for floor in range(1, 6) for room in range(1, 7)]
    assert len(homes) == HOMES
    return Roll(
        date(2026, 1, 1),
        tuple(Unit(f"u{at}", "b8", home, floor_area=9000) for at, home in enumerate(homes)),
        tuple(Person(f"p{at}", f"王小{at}", date(1980, 1, 1)) for at in range(HOMES)),
        tuple(Residence(f"p{at}", f"u{at}") for at in range(HOMES)),
        tuple(Ownership(f"p{at}", f"u{at}") for at in range(HOMES)),
    )


@attrs.frozen
class Asked:
    """A town that is served, and what stands on its papers: the number by home."""

    address: str
    town: Town
    paper: dict[str, str]

    @property
    def desk(self) -> Desk:
        """The neighbourhood's desk."""
        return self.town.desk(asking_town.HERE)


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Asked]:
    """Everybody has handed a paper in."""
    town, drawn = asking_town.town(tmp_path / "data"), random.Random(7)
    asking_town.ask(town.desk(asking_town.HERE), "m1", roll())
    paper = {unit.label: drawn.choice("1230") for unit in roll().units}
    with serving(town) as address:
        yield Asked(address, town, paper)
    town.close()


class Keyer(SheetKeyer):
    """Somebody who keys the papers of the motion."""

    area, path = asking_town.HERE, "/staff/motions/m1/keying"


def test_thirty_papers_are_keyed_twice_without_a_click(browser: Any, asked: Asked) -> None:
    """The home, Enter, the number, Enter; what is read alike is counted, unheard of by both."""
    total = 0
    for name in ("小王", "小李"):
        keyer = Keyer(browser, asked, name, width=1000)
        for home, number in asked.paper.items():
            opened = keyer.type(home)
            assert home in opened and "票上的意见" in opened
            assert f"{home}已存。" in keyer.type(number)
        assert keyer.clicks == 0 and keyer.phone.outside == []
        assert f"您录了{HOMES}张" in keyer.page.locator("main").inner_text()
        keyer.phone.context.close()
        total += keyer.keys
    assert total == 2 * sum(len(home) + len(mark) + 2 for home, mark in asked.paper.items())
    assert total <= MOST_KEYS
    assert asked.desk.motions.taken_part("m1") == HOMES
    read = {paper.place: paper.read for paper in asked.desk.motions.keyed("m1")}
    for unit in roll().units:
        assert {one.mark for one in read[unit.id]} == {MARKS[asked.paper[unit.label]]}


@pytest.mark.parametrize("script", [True, False])
def test_a_paper_is_mended_undone_and_spoiled(browser: Any, asked: Asked, script: bool) -> None:
    """On a narrow phone in the largest type, with and without a script; what was typed stays."""
    keyer = Keyer(browser, asked, "小赵", width=320, size="largest", java_script_enabled=script)
    assert "这次表决里没有“9-999”这一户" in keyer.type("9-999")
    assert keyer.page.input_value("#home") == "9-999"
    keyer.page.keyboard.press("ControlOrMeta+a")
    keyer.type("8-101")
    assert "清单里没有7" in keyer.type("7") and keyer.page.input_value("#entry") == "7"
    keyer.page.keyboard.press("ControlOrMeta+a")
    assert "已存" in keyer.type("2")
    assert "已撤回，请再录" in keyer.type("-")
    assert "作废的原因" in keyer.type("x")
    if script:
        keyer.phone.fits()
        assert findings(keyer.page) == []
    assert "请写作废的原因" in keyer.type("")
    assert "已存" in keyer.type("画了两处")
    (paper,) = asked.desk.motions.keyed("m1")
    assert [one.mark for one in paper.taken_back] == ["no"]
    assert paper.read[0].mark == "spoiled"
    assert paper.read[0].reason is not None and paper.read[0].reason.zh == "画了两处"
    keyer.type("8-102")
    assert "已存" in keyer.type("*撕破")
    why = asked.desk.motions.keyed("m1")[1].read[0].reason
    assert why is not None and why.zh == "撕破"
    keyer.phone.context.close()


def test_only_what_differs_comes_to_the_third_person(browser: Any, asked: Asked) -> None:
    """By its link or by the home; the two who read it see nothing of it."""
    for place, mark in (("u0", "yes"), ("u1", "no")):
        asked.desk.motions.key("m1", place, mark, "甲")
    second = Keyer(browser, asked, "小钱")
    for home in ("8-101", "8-102"):
        second.type(home)
        said = second.type("1")
        assert f"{home}已存" in said and "核对" not in said and "不同" not in said
    second.phone.context.close()
    third = Keyer(browser, asked, "小孙")
    waiting = third.page.locator("main ul.plain-list").last.inner_text()
    assert "8-102" in waiting and "8-101" not in waiting
    assert "第三人核对" in third.type("8-102")
    assert "8-102已存" in third.type("1")
    assert asked.desk.motions.taken_part("m1") == 2
    third.phone.context.close()
