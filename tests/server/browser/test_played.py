"""A played year with its console, and a house that decides: every page can be read and pressed.

The pages are taken from the app itself, with ids of what is there, so that a new one is walked too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_core.desk import Town
from tickbox_server import create_app

from ...installed import ACTS
from .conftest import Phone, serving
from .test_axe import findings

pytestmark = [pytest.mark.browser, pytest.mark.slow]

IDS = {
    "area": "n1", "round": "r2026", "item": "light", "project": "rails", "judgement": "j2026",
    "motion": "none", "name": "tickbox.css", "digest": "none", "kind": "roll",
    "thing": "round", "about": "r2026", "component": "none", "package": "none",
    "call": "none", "month": "2026-03", "position": "0",
}  # fmt: skip
PREPARED = {"area": "n2", "round": "r2027", "kind": "items", "thing": "meeting", "about": "m1"}
LOOKS = (
    {"size": "normal", "locale": "zh-CN", "width": 320},
    {"size": "large", "locale": "en-GB", "color_scheme": "dark"},
)


@pytest.fixture(scope="module")
def year(played_year: Path) -> Iterator[tuple[str, Town]]:
    """Three neighbourhoods and their town after a whole year."""
    town = Town(played_year)
    with serving(town) as address:
        yield address, town
    town.close()


def paths(town: Town, *, staff: bool) -> list[str]:
    """Every address of a page, for everybody or behind the sign-in."""
    app = create_app(town)
    routes = {r.path for r in app.routes if "GET" in getattr(r, "methods", ())}
    chosen = [r for r in routes if not r.startswith("/api") and r.startswith("/staff") is staff]
    filled = {
        re.sub(r"\{(\w+):\w+\}", lambda found, v=values: {**IDS, **v}[found[1]], route)
        for route in chosen
        if "{stage" not in route and "{what" not in route  # forms have a test; files no page
        for values in ({}, PREPARED)
    }
    if staff:
        return sorted(filled)
    with TestClient(app) as client:
        answers = {path: client.get(path, follow_redirects=False) for path in filled}
    return sorted(
        path
        for path, answer in answers.items()
        if answer.status_code == 200 and "text/html" in answer.headers.get("content-type", "")
    )


def walked(held: Phone, addresses: list[str]) -> list[str]:
    """What is wrong with any of them."""
    found: list[str] = []
    for path in addresses:
        answer = held.page.goto(held.address + path)
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        found += findings(held.page)
        measured = held.measure()
        measured.pop("texts")
        found += [f"{path} {kind}: {what}" for kind, what in measured.items() if what]
        if answer.status in (403, 404):  # browsers note these themselves
            held.complaints.clear()
        held.kept_to_itself()
    return found


@pytest.mark.parametrize("look", LOOKS, ids=["phone", "large-dark"])
def test_every_public_page_of_a_played_year(browser: Any, year: Any, look: dict[str, Any]) -> None:
    """Projects, judgement, awards, problems, meetings, items: no findings, nothing too small."""
    address, town = year
    addresses = paths(town, staff=False)
    assert {"/awards", "/n/n1/projects/rails", "/n/n1/judge/j2026"} <= set(addresses)
    held = Phone(browser, address, **look)
    assert walked(held, addresses) == []
    held.context.close()


def signed_in(browser: Any, address: str, town: Town, role: str, **look: Any) -> Phone:
    """Somebody at the console."""
    held = Phone(browser, address, **look)
    held.go("/staff/sign-in")
    held.page.select_option("#area", "n1")
    held.page.fill("[name=token]", town.add_staff("n1", "小林", role))
    held.tap("main form .button")
    return held


@pytest.mark.parametrize("look", LOOKS, ids=["phone", "large-dark"])
def test_every_page_of_the_console(browser: Any, year: Any, look: dict[str, Any]) -> None:
    """As the committee's staff, on the smallest phone and in large type."""
    address, town = year
    held = signed_in(browser, address, town, "staff", **look)
    assert walked(held, paths(town, staff=True)) == []
    held.context.close()


def test_every_form_of_the_console(browser: Any, year: Any) -> None:
    """One for each act."""
    address, town = year
    held = signed_in(browser, address, town, "staff", locale="zh-CN", width=1280)
    forms = [f"/staff/do/{key}" for key, act in ACTS.items() if "staff" in map(str, act.roles)]
    assert len(forms) > 60
    assert walked(held, forms) == []
    held.context.close()


@pytest.mark.parametrize("role", ["town", "keyer", "observer"])
def test_every_role_has_a_console_that_can_be_read(browser: Any, year: Any, role: str) -> None:
    """Its home, what it may do, and what is kept from it said in words."""
    address, town = year
    held = signed_in(browser, address, town, role, locale="en-GB")
    assert walked(held, ["/staff", "/staff/acts", "/staff/diary", "/staff/wishes"]) == []
    held.context.close()
