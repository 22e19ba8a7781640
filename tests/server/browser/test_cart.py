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
