"""Makes the pictures of the documents from the demonstration, in a real Chromium.

    .venv/bin/python docs/images/make.py        (after: python3 run.py test, for Playwright)

Writes ``wall.png``, ``tick.png``, ``large.png``, ``confirm.png`` and ``receipt.png`` beside it.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import Page, sync_playwright

from tickbox_core import open_registry
from tickbox_core.desk import Town
from tickbox_demo.generate import Demonstration, generate
from tickbox_server import Settings
from tickbox_server.app import create_app

HERE = Path(__file__).parent
PORT = 8765
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@contextmanager
def served(town: Town) -> Iterator[str]:
    """The town's address while it is served."""
    app = create_app(town, settings=Settings(phone="021-0000 0000"))
    config = uvicorn.Config(app, port=PORT, log_level="warning", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        pass
    try:
        yield f"http://127.0.0.1:{PORT}"
    finally:
        server.should_exit = True
        thread.join()


def wall(page: Page, address: str, shown: tuple[str, str]) -> None:
    """The ranking of a decided round, as a passer-by sees it."""
    area, round = shown
    page.set_viewport_size({"width": 900, "height": 1000})
    page.goto(f"{address}/n/{area}/{round}/wall?lang=zh")
    page.locator("h2").nth(1).scroll_into_view_if_needed()
    page.evaluate("window.scrollTo(0, document.querySelectorAll('h2')[1].offsetTop - 24)")
    page.screenshot(path=HERE / "wall.png")


def tick(page: Page, address: str, open_round: tuple[str, str]) -> None:
    """The list on a phone, with two items ticked."""
    area, round = open_round
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/n/{area}/{round}/?lang=zh")
    labels = page.locator("label.choice")
    for at in (0, 2):
        # away from the line that sticks to the bottom
        labels.nth(at).evaluate("label => label.scrollIntoView({block: 'center'})")
        labels.nth(at).click()
    page.evaluate("window.scrollTo(0, document.querySelector('h2').offsetTop - 24)")
    page.screenshot(path=HERE / "tick.png")


def large(page: Page, address: str, open_round: tuple[str, str]) -> None:
    """The same in large type (长辈版) and in the dark, one tick too many explained in place."""
    area, round = open_round
    page.emulate_media(color_scheme="dark")
    page.evaluate("localStorage.clear()")
    page.goto(f"{address}/n/{area}/{round}?type=large")
    labels = page.locator("label.choice")
    for at in range(11):
        labels.nth(at).evaluate("label => label.scrollIntoView({block: 'center'})")
        labels.nth(at).click()
    page.screenshot(path=HERE / "large.png")
    page.emulate_media(color_scheme="light")


def ballot(page: Page, address: str, town: Town, open_round: tuple[str, str]) -> None:
    """A household's own figures before the last press, and the receipt to keep."""
    area, round = open_round
    desk = town.desk(area)
    free = next(one.slot for one in desk.slots(round) if not desk.has_ballot(round, one.slot))
    (code,) = desk.issue_codes(round, [free]).values()
    page.goto(f"{address}/n/{area}/{round}?type=normal")
    page.evaluate("localStorage.clear()")
    page.goto(f"{address}/n/{area}/{round}?o={desk.order_seed(round, free)}#c={code}")
    with_figures = [
        item.item.id
        for item in desk.listed(round, free)
        if item.disclosures and not item.item.options
    ][-2:]
    for item in with_figures or [desk.round(round).items[0].id]:
        page.locator(f"#item-{item} label").click()
    page.locator(".sticky .button").click()
    page.locator("main .actions .button").first.click()
    page.screenshot(path=HERE / "confirm.png")
    page.locator("main .actions .button").first.click()
    page.screenshot(path=HERE / "receipt.png")


def main() -> None:
    """Build the year, serve it, take the pictures."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        town, demonstration = generate(Path(folder), open_registry())
        with served(town) as address:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=FLAGS
            )
            page = browser.new_page()
            pictures(page, address, town, demonstration)
            browser.close()
        town.close()


def pictures(page: Page, address: str, town: Town, demonstration: Demonstration) -> None:
    """All of them."""
    wall(page, address, demonstration.shown)
    tick(page, address, demonstration.open)
    large(page, address, demonstration.open)
    ballot(page, address, town, demonstration.open)


if __name__ == "__main__":
    main()
