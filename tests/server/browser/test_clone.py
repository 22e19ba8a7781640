"""Last year's list, cloned and opened in a browser without script: inputs and seconds counted."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from tickbox_core.testing import desks

from .conftest import serving

pytestmark = pytest.mark.browser
AREA = "willow"
MOST_INPUTS, MOST_SECONDS = 12, 300


class Hand:
    """A hand that counts what it types, chooses and presses."""

    def __init__(self, page: Any) -> None:
        self.page, self.inputs = page, 0

    def press(self, words: str) -> None:
        """Press a link or button by its words."""
        self.inputs += 1
        self.page.locator(f'main :is(a, button):text-is("{words}")').first.click()

    def fill(self, name: str, words: str) -> None:
        """Type into a box."""
        self.inputs += 1
        self.page.fill(f'[name="{name}"]', words)

    def choose_file(self, file: Path) -> None:
        """Choose a file."""
        self.inputs += 1
        self.page.set_input_files("#file", file)


def test_last_years_list_opens_in_twelve_inputs(browser: Any, small: Any, tmp_path: Path) -> None:
    """Clone, give it a title, read the roll in, open: at most 12 inputs and 5 minutes."""
    roll = tmp_path / "roll.csv"
    roll.write_text(
        "unit,building,area,person,name,is_owner,role\n1-101,1号楼道,60.5,p1,甲,是,居民\n",
        encoding="utf-8",
    )
    token = small.town.add_staff(AREA, "小林")
    with serving(small.town) as address:
        page = browser.new_context(java_script_enabled=False, locale="zh-CN").new_page()
        page.goto(f"{address}/staff")
        page.select_option("#area", AREA)
        page.fill("#token", token)
        page.locator("main button").click()
        hand, begun = Hand(page), time.monotonic()
        hand.press("沿用旧清单")
        hand.fill("f.title", "明年打钩")
        page.locator("main form.boxes button").last.click()
        hand.inputs += 1
        hand.press("现在要办的事")
        hand.press("导入名册")
        hand.choose_file(roll)
        hand.press("先预览")
        hand.press("确认导入")
        here = small.town.desk(AREA)
        (new,) = (round.id for round in here.rounds() if round.title.zh == "明年打钩")
        desks.make_ready(here, new)  # somebody has looked at each item meanwhile
        hand.press("现在要办的事")
        hand.press("开放打钩")
        page.locator("main form.boxes button").last.click()
        hand.inputs += 1
        hand.press("确认办理")
        took = time.monotonic() - begun
        page.context.close()
    states = {round.title.zh: str(round.state) for round in small.town.desk(AREA).rounds()}
    assert states["明年打钩"] == "ticking"
    assert hand.inputs <= MOST_INPUTS and took < MOST_SECONDS
