"""A town that is served, a Chromium, and phones that notice what a page does behind one's back."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import attrs
import pytest
import uvicorn

from tickbox_core import Text
from tickbox_core.components.places import ServicePlace
from tickbox_core.desk import Town
from tickbox_server import Settings, create_app, text_size

ARGUMENTS = (
    "--headless=new --no-sandbox --disable-gpu --disable-background-networking "
    "--disable-component-update --disable-sync --no-first-run"
).split()
HERE, OPEN, FINAL = "bamboo", "open-1", "final-1"

# Everything that can be pressed and everything that is read, with what was measured of it.
MEASURE = """([type, target]) => {
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
  const size = e => parseFloat(getComputedStyle(e).fontSize);
  const small = texts.filter(e => size(e) < (e.closest('.steps') ? 18 : type));
  const faint = texts.filter(e => {
    const [a, b] = [light(rgb(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
    return (a + .05) / (b + .05) < 7;
  });
  const tight = texts.filter(e => e.matches('p, li, dd, dt')
    && getComputedStyle(e).display === 'block'
    && parseFloat(getComputedStyle(e).lineHeight) / size(e) < 1.29);
  const box = e => (e.closest('label') || e).getBoundingClientRect();
  const targets = [...document.querySelectorAll(
    'a, button, input:not([type=hidden]), select, textarea, summary')];
  const narrow = targets.filter(e => shown(e) && box(e).height < target - .5);
  const name = e => `${e.tagName}.${e.className}: ${e.textContent.trim().slice(0, 40)}`;
  return {
    small: small.map(name), faint: faint.map(name), tight: tight.map(name),
    narrow: narrow.map(name), texts: texts.length,
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  };
}"""
# Least size of type and of targets, in px.
LEAST = {"normal": (18, 48), "large": (20, 60), "largest": (24, 60)}
NOTICE = """
  window.violations = [];
  addEventListener('securitypolicyviolation', e => window.violations.push(e.violatedDirective));
"""


@attrs.frozen
class Served:
    """A town that is served: where, its desks, and codes of all who may tick."""

    address: str
    town: Town
    codes: tuple[str, ...]
    seeds: tuple[str, ...]
    """Of the same slots, as their slips have them."""
    final: tuple[str, ...]
    """Codes of the round in which a ballot cannot be changed."""

    @property
    def desk(self) -> Any:
        """The desk of the neighbourhood that ticks."""
        return self.town.desk(HERE)


class Phone:
    """A phone: its screen, language, type, and what it noticed."""

    def __init__(self, browser: Any, address: str, size: str = "normal", **options: Any) -> None:
        width = options.pop("width", 390)
        self.address, self.size = address, size
        self.context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        self.context.add_cookies([{"name": text_size.COOKIE, "value": size, "url": address}])
        self.context.add_init_script(NOTICE)
        self.page = self.context.new_page()
        self.outside: list[str] = []
        self.complaints: list[str] = []
        self.taps = self.screens = 0
        self.page.on("request", self._request)
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:image/png")):
            self.outside.append(request.url)

    def go(self, path: str) -> None:
        """Open a page."""
        self.screens += 1
        self.page.goto(self.address + path)

    def tap(self, selector: str) -> None:
        """Press something, and wait for the page it leads to."""
        self.taps += 1
        before = self.page.url, self.page.locator("h1").first.inner_text()
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state("load")
        self.screens += (self.page.url, self.page.locator("h1").first.inner_text()) != before

    def measure(self) -> dict[str, Any]:
        """What ``MEASURE`` finds on the page."""
        found: dict[str, Any] = self.page.evaluate(MEASURE, list(LEAST[self.size]))
        return found

    def fits(self) -> None:
        """The page does not scroll sideways, and all of it can be read and pressed."""
        found = self.measure()
        assert found.pop("texts") > 3
        wanted = {"small": [], "faint": [], "tight": [], "narrow": [], "wide": 0}
        assert found == wanted, self.page.url

    def kept_to_itself(self) -> None:
        """Nothing left the origin, nothing was blocked, nothing complained."""
        assert self.outside == [] and self.complaints == []
        assert self.page.evaluate("window.violations || []") == []


@contextmanager
def serving(town: Town) -> Iterator[str]:
    """The town on a port of this machine."""
    app = create_app(
        town, settings=Settings(figures_seconds=0, turnout_seconds=0, phone="021-5555")
    )
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, access_log=False, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    until = time.monotonic() + 120
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(120)
    listening.close()


@pytest.fixture(scope="module")
def served(built: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The small town, a copy for each file of tests, with codes for everybody."""
    folder = tmp_path_factory.mktemp("served") / "data"
    shutil.copytree(built[0], folder)
    town = Town(folder)
    desk = town.desk(HERE)
    desk.collecting.set_place(
        ServicePlace("corner", Text("3号楼服务点", "Corner at building 3"), "corner", phone="555")
    )
    slots = [slot.slot for slot in desk.slots(OPEN)]
    codes = desk.issue_codes(OPEN, slots)
    final = desk.issue_codes(FINAL, [slot.slot for slot in desk.slots(FINAL)])
    seeds = tuple(desk.order_seed(OPEN, slot) for slot in slots)
    with serving(town) as address:
        yield Served(
            address, town, tuple(codes[slot] for slot in slots), seeds, tuple(final.values())
        )
    town.close()


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    """One Chromium for a file; gone with it, because no other loop may run beside its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def phone(browser: Any, served: Served) -> Iterator[Callable[..., Phone]]:
    """Makes phones: ``phone(size=…, width=…, locale=…, java_script_enabled=…)``."""
    made: list[Phone] = []

    def make(**options: Any) -> Phone:
        made.append(Phone(browser, served.address, **options))
        return made[-1]

    yield make
    for one in made:
        one.context.close()
