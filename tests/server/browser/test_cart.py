"""The sum runs while one ticks, at a phone's width; without a script a button works it out."""

from __future__ import annotations

from typing import Any

import pytest

from ..test_limits_ticked import prepared
from .conftest import Phone, serving

pytestmark = pytest.mark.browser


def opened_list(browser: Any, address: str, **options: Any) -> Phone:
    """The list on a phone."""
    held = Phone(browser, address, locale="zh-CN", **options)
    held.go("/n/bamboo/cart")
    return held


def test_the_sum_and_what_is_left_run_along(browser: Any, small: Any) -> None:
    """To the fen; beyond it the bar is marked, and the limit of a category has its own line."""
    prepared(small)
    with serving(small.town) as address:
        held = opened_list(browser, address)
        cart, bar = held.page.locator("#cart"), held.page.locator(".sticky")
        assert cart.inner_text() == "勾选合计0元，每张选票最多500元，还可用500元"
        assert not held.page.locator("#work-out").is_visible()
        held.tap("#item-road label")
        held.tap("#item-bench label >> nth=0")
        assert cart.inner_text() == "勾选合计500元，每张选票最多500元，还可用0元"
        assert "over" not in (bar.get_attribute("class") or "").split()
        held.tap("#item-bench label >> nth=1")
        assert cart.inner_text() == "勾选合计500.50元，每张选票最多500元，超出0.50元"
        assert "over" in (bar.get_attribute("class") or "").split()
        held.tap("#item-bench label >> nth=2")
        held.tap("#item-lamp label")
        part = held.page.locator(".part").first
        assert part.inner_text().endswith("多勾了 1 项，请取消 1 项")
        held.fits()
        held.page.context.close()


@pytest.mark.parametrize("script", [True, False])
def test_whoever_helps_ticks_within_the_money(browser: Any, small: Any, script: bool) -> None:
    """Each way with its cost; over the budget is refused in words and nothing typed is lost."""
    desk = prepared(small)
    token = small.town.add_staff("bamboo", "老周")
    with serving(small.town) as address:
        held = Phone(browser, address, locale="zh-CN", java_script_enabled=script)
        page = held.page
        held.go("/staff")
        page.select_option("#area", "bamboo")
        page.fill("#token", token)
        page.locator("main button").click()
        held.go("/staff/do/ballot/assist?round=cart")
        assert "Bench：绿漆（200.50元）" in page.locator("main").inner_text()
        page.fill('[name="f.slot"]', desk.slots("cart")[0].slot)
        page.select_option('[name="f.channel"]', "door")
        page.fill('[name="f.witness"]', "王阿姨")
        page.check('[name="f.ticks"][value="road"]')
        page.check('[name="f.ticks"][value="bench/green"]')
        page.locator("main form.boxes button").last.click()
        assert "超出0.50元" in page.locator("main").inner_text()
        assert page.locator('[name="f.ticks"][value="road"]').is_checked()
        assert page.locator('[name="f.ticks"][value="bench/green"]').is_checked()
        assert page.locator('[name="f.witness"]').input_value() == "王阿姨"
        page.uncheck('[name="f.ticks"][value="bench/green"]')
        page.check('[name="f.ticks"][value="bench/red"]')
        page.locator("main form.boxes button").last.click()
        assert "超出" not in page.locator("main").inner_text()
        held.fits()
        page.context.close()
    assert desk.turnout("cart").participants == 1


@pytest.mark.parametrize(
    ("typed", "refused"),
    [({"road": "1", "bench/green": "1"}, True), ({"road": "1", "bench/red": "1"}, False)],
)
def test_a_count_sheet_stays_within_the_money(
    browser: Any, small: Any, typed: dict[str, str], refused: bool
) -> None:
    """What so many people could have spent together is the most that a sheet may say."""
    desk = prepared(small)
    token, beside = (small.town.add_staff("bamboo", name) for name in ("老周", "小林"))
    with serving(small.town) as address:
        held = Phone(browser, address, locale="zh-CN")
        page = held.page
        held.go("/staff")
        page.select_option("#area", "bamboo")
        page.fill("#token", token)
        page.locator("main button").click()
        held.go("/staff/do/paper/count?round=cart")
        page.locator('[name="f.slots"]').first.check()
        for tick, number in typed.items():
            row = page.locator(f'input[type=hidden][value="{tick}"]').get_attribute("name")
            page.fill(f'[name="{row[:-1]}1"]', number)
        page.locator("main form.boxes button").last.click()
        page.fill("#token", beside)
        page.locator('button:text-is("确认办理")').click()
        said = page.locator("main").inner_text()
        held.fits()
        page.context.close()
    assert ("500.50元" in said) is refused, said
    assert desk.turnout("cart").participants == (0 if refused else 1), said


def test_without_a_script_a_button_works_it_out(browser: Any, small: Any) -> None:
    """The page comes back with the sum and the ticks."""
    prepared(small)
    with serving(small.town) as address:
        held = opened_list(browser, address, java_script_enabled=False)
        held.tap("#item-road label")
        held.tap("#item-bench label >> nth=1")
        held.tap("#work-out")
        assert "超出0.50元" in held.page.locator("#cart").inner_text()
        assert held.page.locator("#item-road input").is_checked()
        held.fits()
        held.page.context.close()
