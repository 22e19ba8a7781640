"""A resident with a phone, from the slip's QR to a receipt that is found counted."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from tickbox_core.model import arrange_items

pytestmark = pytest.mark.browser

LIST = "/n/bamboo/open-1"
WIDTHS, LOCALES, SIZES, SCRIPTS = (320, 390, 1280), ("zh-CN", "en-GB"), ("normal", "large"), (1, 0)
JOURNEYS = list(itertools.product(LOCALES, SIZES, SCRIPTS, WIDTHS))


@pytest.mark.parametrize("locale, size, script, width", JOURNEYS)
def test_at_most_four_screens_and_ticks_and_three_taps(
    phone: Any, served: Any, locale: str, size: str, script: int, width: int
) -> None:
    """Scan, tick, check, confirm, receipt; each screen fits; then the receipt is found counted."""
    who = JOURNEYS.index((locale, size, script, width)) % len(served.codes)
    scheme = "dark" if who % 2 else "light"
    held = phone(
        locale=locale, size=size, width=width, java_script_enabled=bool(script), color_scheme=scheme
    )
    page, code = held.page, served.codes[who]
    held.go(f"{LIST}?o={served.seeds[who]}#c={code}")
    held.fits()
    on_paper = arrange_items(served.desk.round("open-1").items, served.seeds[who])
    shown = [one.get_attribute("id") for one in page.locator("li.item").all()]
    assert shown == [f"item-{item.id}" for item in on_paper]
    for item in ("i1", "i4"):
        held.tap(f"#item-{item} label")
    held.tap(".sticky button")
    held.fits()
    if script:
        assert page.locator("#code").input_value() == code, "from the slip, seen by no server"
        assert page.locator("#code-filled").is_visible()
    else:
        page.fill("#code", code.lower().replace("-", " "))
    held.tap("main .actions .button")
    held.fits()
    held.tap("main .actions .button")
    held.fits()
    assert held.taps <= 2 + 3
    assert held.screens <= 4
    receipt = page.locator(".receipt-code").inner_text()
    assert page.locator(".card-picture").evaluate("image => image.naturalWidth") > 100
    assert "c=" not in page.url and code not in page.content()
    held.tap("#ballot .button")
    held.fits()
    assert page.locator(".verdict").inner_text() in ("✓已计入", "✓Counted")
    assert receipt not in page.url
    held.kept_to_itself()
