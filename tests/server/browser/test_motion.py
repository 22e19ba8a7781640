"""An owner with a phone answers a motion, a resident judges a project: in a real Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .. import asking_town
from ..test_own_pages import prepare
from .conftest import Phone, serving
from .test_axe import findings

pytestmark = pytest.mark.browser

PAGE = "/n/n1/motions/m1"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Any, dict[str, str]]]:
    """A town with an open motion, served; its desk and the codes by unit."""
    town = asking_town.town(
        tmp_path_factory.mktemp("asked") / "d", channel__double="last_valid_stands"
    )
    desk = town.desk(asking_town.HERE)
    codes = asking_town.ask(desk)
    asking_town.choice(desk)
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
    "options, unit",
    [
        ({"locale": "zh-CN"}, "u0"),
        ({"locale": "en-GB", "width": 320}, "u2"),
        ({"locale": "zh-CN", "size": "largest", "width": 320}, "u3"),
        ({"locale": "en-GB", "java_script_enabled": False}, "u4"),
    ],
)
def test_from_the_slips_qr_to_a_receipt_that_counts(
    owner: Any, asked: Any, options: dict[str, Any], unit: str, tmp_path: Path
) -> None:
    """Four screens and four taps; everything fits and can be read; the address has no code."""
    _, desk, codes = asked
    script = options.get("java_script_enabled", True)
    phone = owner(**options)
    before = desk.motions.taken_part("m1")
    phone.go(f"{PAGE}#c={codes[unit]}" if script else PAGE)
    check = phone.fits if script else (lambda: None)
    check()
    phone.tap("input[value=yes]")
    phone.tap("form#ballot .actions .button")
    check()
    if not script:
        phone.page.fill("#code", codes[unit])
    assert phone.page.input_value("#code") == codes[unit]
    phone.tap("form#ballot .actions .button")
    check()
    assert codes[unit] not in phone.page.url
    phone.tap("form#ballot .actions .button")
    check()
    assert phone.page.locator(".receipt-code").inner_text().count("-") == 1
    assert (phone.screens, phone.taps) == (4, 4)
    assert desk.motions.taken_part("m1") == before + 1
    phone.tap("form#ballot .actions .button")
    assert phone.page.locator("#code").count() == 1
    if script:
        phone.kept_to_itself()


@pytest.mark.parametrize(
    "options",
    [
        {"locale": "zh-CN", "width": 320},
        {"locale": "en-GB", "size": "largest", "width": 390, "color_scheme": "dark"},
    ],
)
def test_how_one_is_counted_from_the_slips_qr_to_a_correction(
    browser: Any, tmp_path: Path, options: dict[str, Any]
) -> None:
    """Before it opens the code is filled in, everything fits and is readable, a request is kept."""
    town = asking_town.town(tmp_path / "d")
    desk = town.desk(asking_town.HERE)
    prepare(desk)
    codes = asking_town.codes(desk)
    with serving(town) as address:
        phone, found = Phone(browser, address, **options), []

        def looked() -> None:
            phone.fits()
            found.extend(findings(phone.page))

        phone.go(f"{PAGE}/mine#c={codes['u0']}")
        looked()
        assert phone.page.input_value("#code") == codes["u0"]
        phone.tap("form#ballot .actions .button")
        looked()
        assert codes["u0"] not in phone.page.url
        phone.page.check("input[name=area]")
        phone.page.fill("#text", "应为4平方米")
        phone.tap("form#ballot .actions .button")
        looked()
        assert [one.words for one in desk.motions.corrections.of("m1")] == ["应为4平方米"]
        phone.kept_to_itself()
        phone.context.close()
    town.close()
    assert found == []


def test_a_double_tap_is_one_answer(owner: Any, asked: Any) -> None:
    """Two clicks on the last button in a row."""
    _, desk, codes = asked
    phone = owner(locale="en-GB")
    phone.go(f"{PAGE}#c={codes['u5']}")
    phone.tap("input[value=no]")
    for _ in "12":
        phone.tap("form#ballot .actions .button")
    phone.page.locator("form#ballot .actions .button").first.dblclick()
    phone.page.wait_for_selector(".receipt-code")
    code = phone.page.locator(".receipt-code").inner_text()
    found = desk.motions.check("m1", code)
    assert found is not None and found.counted and found.revision == 1


@pytest.mark.parametrize(
    "options",
    [
        {"locale": "zh-CN", "width": 320},
        {"locale": "en-GB", "size": "large", "color_scheme": "dark"},
    ],
)
def test_no_page_of_a_motion_has_findings(
    owner: Any, tmp_path: Path, browser: Any, options: dict[str, Any]
) -> None:
    """List, motion, choice, an answer on its way with its errors, its receipt, and the verdict."""
    town = asking_town.town(tmp_path / "d")
    desk = town.desk(asking_town.HERE)
    codes = asking_town.ask(desk)
    asking_town.choice(desk)
    with serving(town) as address:
        phone, found = Phone(browser, address, **options), []

        def looked() -> None:
            phone.fits()
            found.extend(findings(phone.page))

        for path in (PAGE.rpartition("/")[0], "/n/n1/motions/m3", f"{PAGE}/check", PAGE):
            phone.go(path)
            looked()
        phone.tap("form#ballot .actions .button")  # nothing is chosen yet
        looked()
        phone.tap("input[value=yes]")
        phone.tap("form#ballot .actions .button")
        looked()
        for code in ("AAAA-AAAA-AAAA-AAAA", codes["u0"]):
            phone.page.fill("#code", code)
            phone.tap("form#ballot .actions .button")
            looked()
        phone.tap("form#ballot .actions .button")
        looked()
        for unit in ("u2", "u3", "u4"):
            slot = desk.motions.elector_of_code("m1", codes[unit])
            desk.motions.say("m1", slot, "yes", unit)
        desk.motions.close("m1")
        desk.motions.publish("m1")
        phone.go(PAGE)
        looked()
        phone.context.close()
    town.close()
    assert found == []
