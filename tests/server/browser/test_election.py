"""An owner with a phone elects a committee, and reads who was elected: in a real Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from .. import asking_town
from ..test_elections import elect
from .conftest import Phone, serving
from .test_axe import findings

pytestmark = pytest.mark.browser

PAGE, DONE = "/n/n1/motions/e1", "/n/n1/motions/e2"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Any, dict[str, str]]]:
    """A town with an open election and a published one, served; its desk, codes by unit."""
    town = asking_town.town(tmp_path_factory.mktemp("elected") / "d")
    desk = town.desk(asking_town.HERE)
    codes = elect(town)
    elect(town, "e2")
    slots = {seat.head.places[0]: seat.slot for seat in desk.motions.seats("e2")}
    for home, mark in (("u0", "a+b"), ("u2", "a"), ("u3", "a+b"), ("u4", "c"), ("u5", "b+c")):
        desk.motions.say("e2", slots[home], mark, f"key-{home}")
    desk.motions.close("e2")
    desk.motions.publish("e2")
    with serving(town) as address:
        yield address, desk, codes
    town.close()


@pytest.fixture
def owner(browser: Any, asked: Any) -> Iterator[Callable[..., Phone]]:
    """Makes phones for this town."""
    made: list[Phone] = []

    def make(**options: Any) -> Phone:
        made.append(Phone(browser, asked[0], **options))
        return made[-1]

    yield make
    for one in made:
        one.context.close()


@pytest.mark.parametrize(
    ("options", "unit"),
    [
        ({"locale": "zh-CN"}, "u0"),
        ({"locale": "en-GB", "width": 320}, "u2"),
        ({"locale": "zh-CN", "java_script_enabled": False}, "u3"),
    ],
)
def test_candidates_are_ticked_and_too_many_are_told(
    owner: Any, asked: Any, options: dict[str, Any], unit: str
) -> None:
    """With or without a script: three ticks are refused with the ticks kept, two are handed in."""
    _, desk, codes = asked
    script = options.get("java_script_enabled", True)
    phone = owner(**options)
    before = desk.motions.taken_part("e1")
    phone.go(PAGE)
    fits = phone.fits if script else (lambda: None)
    for one in "abc":
        phone.page.check(f"input[value={one}]")
    fits()
    phone.tap("form#ballot .actions .button")
    assert phone.page.locator("[role=alert]").count() == 1
    assert phone.page.locator("input[name=tick]:checked").count() == 3
    fits()
    phone.page.uncheck("input[value=c]")
    phone.tap("form#ballot .actions .button")
    assert phone.page.locator(".verdict").inner_text().count("、" if "zh" in str(options) else ",")
    phone.page.fill("#code", codes[unit])
    phone.tap("form#ballot .actions .button")
    fits()
    phone.tap("form#ballot .actions .button")
    fits()
    assert phone.page.locator(".receipt-code").inner_text().count("-") == 1
    assert desk.motions.taken_part("e1") == before + 1


@pytest.mark.parametrize("options", [{"locale": "zh-CN"}, {"locale": "en-GB", "width": 320}])
def test_the_table_of_candidates_fits_a_phone(owner: Any, options: dict[str, Any]) -> None:
    """Who is elected stands first; the table is no wider than the page."""
    phone = owner(**options)
    phone.go(DONE)
    phone.fits()
    rows = phone.page.locator("table.candidates tbody tr")
    assert rows.count() == 3
    assert rows.locator("strong").count() == 1


def test_nothing_stands_in_the_way_of_a_screen_reader(owner: Any) -> None:
    """The question and the result, in Chinese."""
    phone = owner(locale="zh-CN")
    for page in (PAGE, DONE):
        phone.go(page)
        assert findings(phone.page) == []
