"""Every page on the narrowest phone: readable and pressable, in every type, light and dark."""

from __future__ import annotations

import gzip
import re
from importlib.resources import files
from typing import Any

import pytest

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/n/bamboo",
    "/n/bamboo/help",
    "/n/bamboo/wishes",
    "/n/bamboo/wishes/follow",
    "/n/bamboo/ideas",
    "/n/bamboo/ideas/follow",
    "/n/bamboo/open-1",
    "/n/bamboo/open-1/wall",
    "/n/bamboo/open-1/check",
    "/n/willow/decided-1",
    "/n/willow/decided-1/wall",
    "/n/willow/decided-1/items/i1",
    "/n/bamboo/projects",
    "/n/bamboo/problems",
    "/n/bamboo/meetings",
    "/awards",
    "/n/willow/decided-1/object",
    "/recount",
    "/promises",
    "/nothing",
]
LOOKS = [
    ("normal", "zh-CN", "light"),
    ("normal", "en-GB", "dark"),
    ("large", "en-GB", "light"),
    ("large", "zh-CN", "dark"),
    ("largest", "en-GB", "light"),
]


@pytest.mark.parametrize("size, locale, scheme", LOOKS)
def test_every_page_fits_the_narrowest_phone(
    phone: Any, size: str, locale: str, scheme: str
) -> None:
    """320 px: sizes, contrast, targets, no sideways scrolling; nothing blocked or fetched."""
    held = phone(size=size, width=320, locale=locale, color_scheme=scheme)
    for path in PAGES:
        held.go(path)
        held.fits()
        assert held.page.locator(".contact a").first.get_attribute("href").startswith("tel:")
        if path == "/nothing":  # browsers note a 404 themselves
            held.complaints.clear()
        held.kept_to_itself()


@pytest.mark.parametrize("size", ["normal", "large"])
def test_twice_as_large_text_does_not_scroll_sideways(phone: Any, size: str) -> None:
    """Text at 200 % on 320 px, as a reader's own settings make it."""
    held = phone(size=size, width=320, locale="en-GB")
    for path in PAGES:
        held.go(path)
        now = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
        held.page.evaluate(f"document.documentElement.style.fontSize = 2 * {now} + 'px'")
        assert held.measure()["wide"] == 0, path


def test_a_readers_own_size_of_type_rules(browser: Any, served: Any) -> None:
    """Sizes are relative: whoever sets 24 px in the browser gets it, and more in large type."""
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Page.enable")
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 24}})
    page.goto(f"{served.address}/promises")
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == 27
    context.close()


def test_the_first_page_and_the_script_are_small(phone: Any) -> None:
    """List with everything it needs at most 60 kB over the line; script at most 10 kB packed."""
    held = phone(locale="zh-CN")
    sizes: list[int] = []
    held.page.on(
        "response", lambda answer: sizes.append(answer.request.sizes()["responseBodySize"])
    )
    held.go("/n/bamboo/open-1")
    held.page.wait_for_load_state("networkidle")
    assert len(sizes) >= 4 and sum(sizes) <= 60_000
    script = (files("tickbox_server") / "static" / "tickbox.js").read_bytes()
    assert len(gzip.compress(script)) <= 10_000
    assert not re.search(rb"fetch\(|XMLHttp|innerHTML|eval\(|https?://", script)
