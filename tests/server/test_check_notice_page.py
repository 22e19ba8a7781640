"""Whoever stands before a notice types it in, and is told whether it adds up; nothing is kept."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

import tickbox_china
import tickbox_decisions
from tickbox_core import open_registry
from tickbox_core.desk import Town
from tickbox_core.testing.towns import delivered_town
from tickbox_decisions.notice_pages import TYPED
from tickbox_server import create_app

PAGE = "/check-notice"
ZH, EN = {"Accept-Language": "zh"}, {"Accept-Language": "en"}
NOTICE = {
    "place": "cn", "kind": "ordinary", "date": "2019-06-30",
    "total_heads": "300", "participating_heads": "160", "yes_heads": "151",
    "total_area": "30,000", "participating_area": "16000", "yes_area": "15000.01",
}  # fmt: skip


def opened(folder: Path, **plugins: Any) -> TestClient[Any]:
    """An app of a town with motions, and with these plugins beside."""
    delivered_town(folder / "data").close()
    found = {"tickbox-decisions": tickbox_decisions, **plugins}
    town = Town(folder / "data", open_registry(discover=False, plugins=found))
    return TestClient(create_app(town))


@pytest.fixture
def client(tmp_path: Path) -> Any:
    """Where the law of China is installed."""
    with opened(tmp_path, **{"tickbox-china": tickbox_china}) as found:
        yield found


def read(page: str) -> str:
    """What a page says, without its marks."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def test_it_is_found_from_every_page_and_asks_first(client: TestClient[Any]) -> None:
    """At the foot; an empty form judges nothing."""
    assert f'href="{PAGE}"' in client.get("/").text
    page = client.get(PAGE, headers=EN)
    assert page.status_code == 200 and "By what is printed" not in page.text
    assert set(re.findall(r'<input id="[^"]*" name="([^"]+)"', page.text)) == {"date", *TYPED}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "By what is printed: passed"),
        ({"date": "2021-01-01"}, "By what is printed: not passed"),
        ({"date": ""}, "By what is printed: not passed"),
        ({"yes_area": ""}, "By what is printed: it cannot be told"),
        ({"no_heads": "5"}, "The marks add up to 156 by heads, 160 are printed"),
        ({"pct_yes_heads": "50.33", "of": "all"}, "in force from 2007-10-01 to 2020-12-31"),
        ({"pct_yes_heads": "50.33"}, "The printed approval by heads is 50.33%, recomputed 94.38%"),
        ({"pct_turnout_heads": "a half"}, "'a half' was not understood and not checked"),
        ({"participating_heads": "301"}, "'Took part' by heads: 301 is more than the 300 of"),
        ({"total_heads": "1.200"}, "'All owners' by heads"),
        ({"date": "30.6.2019"}, "Write it like 2021-01-31"),
        ({"date": "2001-01-01"}, "What is known here begins on 2007-10-01"),
        ({"silent_with": "mine"}, "choose one of"),
        ({"returned": "9", "issued": "8"}, "9 papers came back of 8 handed out"),
        ({}, "The comma of '30,000' in 'All owners' by area is read as parting thousands"),
        ({"yes_heads": "1" + "0" * 60}, "is not a"),
    ],
)
def test_it_tells_what_the_command_does(
    client: TestClient[Any], changed: dict[str, str], said: str
) -> None:
    """By the law of its day, with sums and percentages; faults are told as the form calls them."""
    page = client.get(PAGE, params={**NOTICE, **changed}, headers=EN)
    assert page.status_code == 200 and said in read(page.text)


def test_what_was_typed_stays_in_another_language_and_type(client: TestClient[Any]) -> None:
    """The switches are buttons of the form, so that the address keeps it; nothing is set beside."""
    page = client.get(PAGE, params={**NOTICE, "lang": "zh", "type": "larger"})
    for name in ("total_heads", "yes_area", "date"):
        assert f'name="{name}" value="{NOTICE[name]}"' in page.text
    assert "按公布的数字：通过" in page.text
    assert re.findall(r'<button class="switch" form="ballot" name="(\w+)"', page.text)


def test_what_is_typed_is_never_taken_for_html(client: TestClient[Any]) -> None:
    """Nor as long as somebody likes."""
    nasty = '"><script>alert(1)</script>'
    page = client.get(PAGE, params={**NOTICE, "yes_heads": nasty, "place": nasty}, headers=ZH)
    assert page.status_code == 200 and "<script>alert" not in page.text
    assert client.get(PAGE, params={"yes_heads": "9" * 5000}, headers=ZH).status_code == 200


def test_where_no_law_is_installed_it_says_so(tmp_path: Path) -> None:
    """And asks for nothing."""
    with opened(tmp_path) as client:
        page = client.get(PAGE, params=NOTICE, headers=EN)
    assert "No law is installed here" in page.text and "<form" not in page.text
