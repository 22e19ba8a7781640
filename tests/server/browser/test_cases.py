"""A case of one neighbourhood is found, read and taken over by another, at a phone's width."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tickbox_core.desk import Town

from .conftest import Phone, serving

pytestmark = pytest.mark.browser


@pytest.mark.slow
def test_a_case_is_found_read_and_taken_over(browser: Any, played_year: Path) -> None:
    """By words on the public page, from there to the project, then by the console onto a list.

    Only lists that are being formed are offered; taken twice, it is said which id to change.
    """
    town = Town(played_year)
    token = town.add_staff("n2", "老周")
    with serving(town) as address:
        held = Phone(browser, address, locale="zh-CN")
        page = held.page
        held.go("/cases")
        assert "车棚" in page.locator("main").inner_text()
        page.locator("main form input").fill("路灯")
        page.locator("main form button").click()
        shown = page.locator("main").inner_text()
        assert "东门路灯" in shown and "n1.light" in shown and "车棚" not in shown
        held.fits()
        page.locator('main a:has-text("东门路灯")').first.click()
        assert "/projects/light" in page.url and "东门路灯" in page.locator("h1").inner_text()
        held.go("/staff")
        page.select_option("#area", "n2")
        page.fill("#token", token)
        page.locator("main button").click()
        page.locator('main a:text-is("借鉴别处的案例")').click()
        offered = page.locator('[name="f.round"] option').all()
        assert {one.get_attribute("value") for one in offered} <= {"", "r2027"}
        for again in (False, True):
            held.go("/staff/do/award/take-over")
            page.select_option('[name="f.case"]', "n1.light")
            page.select_option('[name="f.round"]', "r2027")
            page.locator('main form.boxes button:text-is("借鉴别处的案例")').last.click()
            said = page.locator("main").inner_text()
            assert ("请给其中一个换编号" in said) is again, said
            held.fits()
        page.context.close()
    item = town.desk("n2").round("r2027").item("light")
    assert item.title.zh == "东门路灯" and item.category in ("plain", "")
    with town.desk("n2").diary.reading() as book:
        (taken,) = [one for one in book.lists.taken_over if one.item == "light"]
    assert (taken.round, taken.area, taken.project) == ("r2027", "n1", "light")
    town.close()
