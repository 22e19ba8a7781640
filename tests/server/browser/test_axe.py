"""axe-core finds nothing against WCAG 2.2 A and AA on any page that can be opened or reached."""

from __future__ import annotations

import re
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_server import create_app

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
PLACES = [{"area": "bamboo", "round": "open-1"}, {"area": "willow", "round": "decided-1"}]


def findings(page: Any) -> list[str]:
    """What axe-core finds on a page."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    options = {"runOnly": TAGS, "resultTypes": ["violations"]}
    found = axe.Axe().run(page, options=options).response["violations"]
    return [f"{page.url} {one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


def pages(town: Any) -> list[str]:
    """Every address of a page that GET opens, for a round that is open and one that is decided."""
    app = create_app(town)
    opened = set()
    with TestClient(app) as client:
        for route in app.routes:
            if "GET" not in getattr(route, "methods", ()) or route.path.startswith("/api"):
                continue
            for values in PLACES:
                path = re.sub(
                    r"\{(\w+):\w+\}", lambda found, v=values: v.get(found[1], "x"), route.path
                )
                answer = client.get(path, follow_redirects=False)
                if "text/html" in answer.headers.get("content-type", "") and (
                    answer.status_code == 200
                ):
                    opened.add(path)
    return sorted(opened)


@pytest.mark.parametrize(
    "size, locale, scheme", [("normal", "zh-CN", "light"), ("large", "en-GB", "dark")]
)
def test_no_page_has_findings(phone: Any, served: Any, size: str, locale: str, scheme: str) -> None:
    """Every GET route of the pages, walked from the app itself."""
    walked = pages(served.town)
    assert len(walked) >= 12 and "/n/bamboo/open-1" in walked
    held = phone(size=size, locale=locale, color_scheme=scheme)
    found = []
    for path in walked:
        held.go(path)
        found += findings(held.page)
        held.kept_to_itself()
    assert found == []


def test_no_page_behind_a_form_has_findings(phone: Any, served: Any) -> None:
    """The whole of a ballot, with its errors; wishes, objections and what came of them."""
    held = phone(locale="zh-CN")
    page, found = held.page, []
    held.go("/n/bamboo/open-1")
    for item in ("i1", "i2", "i3", "i4"):
        held.tap(f"#item-{item} label")
    found += findings(page)
    for press in (".sticky button", "#item-i4 label", ".sticky button"):
        held.tap(press)
        found += findings(page)
    for code in ("AAAA-AAAA-AAAA-AAAA", served.codes[1]):
        page.fill("#code", code)
        held.tap("main .actions .button")
        found += findings(page)
    for press in ("main .actions .button", "#ballot .button"):
        held.tap(press)
        found += findings(page)
    assert page.locator(".verdict").count() == 1
    for path, field, words in (
        ("/n/bamboo/wishes", "#text", "装一盏灯"),
        ("/n/bamboo/wishes/follow", "#ref", "AAAA-AAAA"),
        ("/n/willow/decided-1/object", "#text", "太贵了"),
    ):
        held.go(path)
        page.fill(field, words)
        held.tap("main .actions .button")
        found += findings(page)
    assert found == []
