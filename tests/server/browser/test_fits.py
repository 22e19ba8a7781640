"""A resident with a phone, in a real Chromium: ticks, confirms, finds the receipt counted."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn

from tickbox_server import Settings, create_app

pytestmark = pytest.mark.browser

Small = Any  # conftest's
ARGUMENTS = (
    "--headless=new --no-sandbox --disable-gpu --disable-background-networking "
    "--disable-component-update --disable-sync --no-first-run"
).split()
PAGES = [
    "/n/bamboo/help",
    "/",
    "/n/bamboo",
    "/n/bamboo/open-1",
    "/n/bamboo/open-1/wall",
    "/n/bamboo/open-1/check",
    "/n/willow/decided-1/wall",
    "/recount",
    "/promises",
    "/nothing",
]

# Everything that can be pressed and everything that is read, with what was measured of it.
MEASURE = """() => {
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const part = v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
    return .2126 * part(r) + .7152 * part(g) + .0722 * part(b);
  };
  const behind = element => {
    for (let e = element; e; e = e.parentElement) {
      const colour = rgb(getComputedStyle(e).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const shown = e => e.getClientRects().length && getComputedStyle(e).visibility === 'visible'
    && !e.closest('.visually-hidden, .skip, details:not([open]) > :not(summary)');
  const texts = [...document.querySelectorAll('body *')].filter(e => shown(e)
    && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()));
  const small = texts.filter(e => parseFloat(getComputedStyle(e).fontSize) < 18);
  const faint = texts.filter(e => {
    const [a, b] = [light(rgb(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
    return (a + .05) / (b + .05) < 7;
  });
  const tight = texts.filter(e => {
    const style = getComputedStyle(e);
    const lines = e.getClientRects().length;
    return style.display === 'block' && e.matches('p, li, dd, dt')
      && parseFloat(style.lineHeight) / parseFloat(style.fontSize) < 1.29;
  });
  const box = e => (e.closest('label') || e).getBoundingClientRect();
  const targets = [...document.querySelectorAll('a, button, input:not([type=hidden]), summary')];
  const narrow = targets.filter(e => shown(e) && box(e).height < 47.5);
  const name = e => `${e.tagName}.${e.className}: ${e.textContent.trim().slice(0, 40)}`;
  return {
    small: small.map(name), faint: faint.map(name), tight: tight.map(name),
    narrow: narrow.map(name), texts: texts.length,
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  };
}"""


@pytest.fixture
def site(small: Small) -> Iterator[str]:
    """The small town on a port of this machine."""
    app = create_app(small.town, settings=Settings(figures_seconds=0, turnout_seconds=0))
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, access_log=False, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(20)
    listening.close()


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    """One Chromium for the tests of this file."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield launched
        launched.close()


class Phone:
    """A phone: its screen, language, and what it noticed."""

    def __init__(self, browser: Any, site: str, **options: Any) -> None:
        width = options.pop("width", 390)
        self.site = site
        self.context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        self.page = self.context.new_page()
        self.outside: list[str] = []
        self.complaints: list[str] = []
        self.taps = 0
        self.page.on("request", self._request)
        self.page.on("console", lambda message: self.complaints.append(message.text))

    def _request(self, request: Any) -> None:
        if not request.url.startswith(self.site):
            self.outside.append(request.url)

    def go(self, path: str) -> None:
        """Open a page."""
        self.page.goto(self.site + path)

    def tap(self, selector: str) -> None:
        """Press something, and wait for the page it leads to."""
        self.taps += 1
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state("load")

    def measured(self) -> dict[str, Any]:
        """What ``MEASURE`` finds on the page."""
        found: dict[str, Any] = self.page.evaluate(MEASURE)
        return found


def fits(phone: Phone) -> None:
    """The page does not scroll sideways, and all of it can be read and pressed."""
    found = phone.measured()
    assert found.pop("texts") > 3
    assert found == {"small": [], "faint": [], "tight": [], "narrow": [], "wide": 0}, phone.page.url


JOURNEYS = [
    (390, "zh-CN", True, "light"),
    (320, "zh-CN", False, "light"),
    (390, "en-GB", False, "dark"),
    (320, "en-GB", True, "light"),
]


@pytest.mark.parametrize("width, locale, script, scheme", JOURNEYS)
def test_from_the_first_page_to_a_receipt_found_counted(
    browser: Any,
    site: str,
    small: Small,
    width: int,
    locale: str,
    script: bool,
    scheme: str,
) -> None:
    """Four screens, ticks + 3 taps, on every screen readable and pressable; then the wall."""
    phone = Phone(
        browser,
        site,
        width=width,
        locale=locale,
        java_script_enabled=script,
        color_scheme=scheme,
    )
    page = phone.page
    phone.go("/n/bamboo/open-1")
    fits(phone)
    for item in ("i1", "i4"):
        phone.tap(f"#item-{item} label")
    assert page.locator("input:checked").count() == 2
    phone.tap(".sticky button")
    fits(phone)
    assert page.locator(".chosen .item-title").count() == 2
    page.fill("#code", small.codes[0].lower().replace("-", " "))
    phone.tap("main .button")
    fits(phone)
    phone.tap("main .button")
    fits(phone)
    assert phone.taps == 2 + 3
    code = page.locator(".receipt-code").inner_text()
    assert small.desk.turnout("open-1").participants == 1
    # from the receipt to the wall, and there to the receipt check
    phone.tap(".actions a.plain")
    assert "/wall" in page.url
    assert page.locator(".turnout strong").inner_text() == "1"
    fits(phone)
    phone.tap('.actions a[href$="/check"]')
    page.fill("#code", code)
    phone.tap("main .button")
    fits(phone)
    assert page.locator(".verdict").inner_text() in ("✓已计入", "✓Counted")
    assert code not in page.url
    assert phone.outside == []
    assert phone.complaints == []
    phone.context.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_the_narrowest_phone(
    browser: Any, site: str, path: str, scheme: str
) -> None:
    """320 px, both languages, light and dark: sizes, contrast, targets, no sideways scrolling."""
    for locale in ("zh-CN", "en-GB"):
        phone = Phone(browser, site, width=320, locale=locale, color_scheme=scheme)
        phone.go(path)
        fits(phone)
        assert phone.outside == []
        phone.context.close()


@pytest.mark.parametrize("path", PAGES)
def test_twice_as_large_text_does_not_scroll_sideways(browser: Any, site: str, path: str) -> None:
    """Text at 200 % on 320 px, as a reader's own settings make it."""
    phone = Phone(browser, site, width=320, locale="en-GB")
    phone.go(path)
    phone.page.evaluate("document.documentElement.style.fontSize = '225%'")
    assert phone.measured()["wide"] == 0
    phone.context.close()


def test_too_many_ticks_are_explained_and_stay_ticked(browser: Any, site: str) -> None:
    """The count runs along without a script; the page comes back with what to undo."""
    phone = Phone(browser, site, locale="en-GB", java_script_enabled=False)
    phone.go("/n/bamboo/open-1")
    for number in range(1, 5):
        phone.tap(f"#item-i{number} label")
    phone.tap(".sticky button")
    assert "untick 1" in phone.page.locator(".error").inner_text()
    assert phone.page.locator("input:checked").count() == 4
    fits(phone)
    phone.tap('.error a[href="#item-i2"]')
    phone.tap("#item-i2 label")
    phone.tap(".sticky button")
    assert phone.page.locator(".chosen .item-title").count() == 3
    phone.context.close()


def test_back_and_press_again_is_one_ballot(browser: Any, site: str, small: Small) -> None:
    """From the receipt back to the confirm page, and once more: the same receipt."""
    phone = Phone(browser, site, locale="en-GB", java_script_enabled=False)
    phone.go("/n/bamboo/open-1")
    phone.tap("#item-i1 label")
    phone.tap(".sticky button")
    phone.page.fill("#code", small.codes[1])
    phone.tap("main .button")
    phone.tap("main .button")
    first = phone.page.locator(".receipt-code").inner_text()
    phone.page.go_back()
    phone.tap("main .button")
    assert phone.page.locator(".receipt-code").inner_text() == first
    assert small.desk.turnout("open-1").participants == 1
    phone.context.close()


def test_the_language_changes_in_the_middle_without_losing_a_tick(
    browser: Any, site: str, small: Small
) -> None:
    """List and check page: the other language, the same ticks, the code still to be typed."""
    phone = Phone(browser, site, locale="zh-CN", java_script_enabled=False)
    phone.go("/n/bamboo/open-1")
    phone.tap("#item-i3 label")
    phone.tap(".switch[lang]")
    assert phone.page.locator("html").get_attribute("lang") == "en"
    assert phone.page.locator("input:checked").count() == 1
    phone.tap(".sticky button")
    phone.tap(".switch[lang]")
    assert phone.page.locator("html").get_attribute("lang") == "zh-CN"
    assert phone.page.locator(".chosen .item-title").count() == 1
    phone.page.fill("#code", small.codes[2])
    phone.tap("main .button")
    phone.tap("main .button")
    assert phone.page.locator(".receipt-code").count() == 1
    phone.context.close()
