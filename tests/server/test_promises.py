"""What the page of promises says is what its document says, and what the last pages say is true."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_core import Area, AreaTree, RuleChoice, open_registry
from tickbox_core.bundle import read_bundle
from tickbox_core.desk import Cast, Desk, Town, notices
from tickbox_core.desk.notices import Sender
from tickbox_core.testing import desks
from tickbox_server import create_app

DOCUMENT = Path(__file__).parents[2] / "docs" / "promises.md"
HEADINGS = ("我们承诺", "我们不能保证", "绝不公布", "公布的选票")
SAME_HOME = {
    "zh": "看得出哪几张选票出自同一户，但看不出是哪一户、是谁的",
    "en": "can see which ballots come from the same home, but not which home, nor whose they are",
}
SAME_MARKS = {"zh": "哪些评价出自同一户", "en": "which marks come from the same home"}
Client = TestClient[Any]


def of_document(column: int) -> dict[str, list[str]]:
    """The sentences of the document by heading, in one language."""
    found: dict[str, list[str]] = {}
    for part in DOCUMENT.read_text(encoding="utf-8").split("\n## ")[1:]:
        heading, _, body = part.partition("\n")
        if heading.startswith(HEADINGS):
            rows = [line.strip("| ").split(" | ") for line in body.splitlines() if "|" in line]
            zh, _, en = heading.partition(" ")
            told = zh if not column else en
            found[told] = [row[column] for row in rows[2:]]
    return found


def of_page(text: str) -> dict[str, list[str]]:
    """The sentences of the page by heading."""
    found = {}
    for part in text.partition("<main")[2].partition("</main>")[0].split("<h2>")[1:]:
        heading = html.unescape(part.partition("</h2>")[0])
        items = re.findall(r"<li>(.*?)</li>", part, re.DOTALL)
        if items:
            found[heading] = [html.unescape(one).strip() for one in items]
    return found


@pytest.fixture
def client(tmp_path: Path) -> Any:
    """A town with one round that counts homes and one that does not, both open."""
    town = Town(tmp_path, open_registry(discover=False), clock=lambda: desks.NOON)
    town.plant(AreaTree((Area("n1", "neighbourhood", "一村"),)))
    desk = town.found("n1")
    for id_, base in (("h", "households"), ("p", "participants")):
        desk.prepare(desks.plan(id=id_, rule=RuleChoice("tick-share", {"base": base})))
        desk.register(id_, desks.roll())
        desk.open(id_)
    with TestClient(create_app(town)) as visitor:
        visitor.desk = desk  # type: ignore[attr-defined]
        yield visitor
    town.close()


@pytest.mark.parametrize(("language", "column"), [("zh", 0), ("en", 1)])
def test_the_page_says_what_the_document_says(client: Client, language: str, column: int) -> None:
    """The same sentences under the same headings in the same order; it is linked at the foot."""
    page = client.get("/promises", headers={"Accept-Language": language}).text
    assert of_page(page) == of_document(column)
    assert [len(part) for part in of_document(column).values()] == [7, 4, 3, 4]
    foot = client.get("/").text.partition("<footer")[2]
    assert 'href="/promises"' in foot


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_last_page_says_what_a_recount_sees_only_where_it_does(
    client: Client, language: str
) -> None:
    """One sentence before the last press where homes are counted; elsewhere none."""
    desk: Desk = client.desk  # type: ignore[attr-defined]
    for round_, there in (("h", True), ("p", False)):
        slot = desk.slots(round_)[0].slot
        code = desk.issue_codes(round_, [slot])[slot]
        page = client.post(
            f"/n/n1/{round_}/confirm",
            data={"tick": "gate", "code": code, "key": "a-key-of-it"},
            headers={"Accept-Language": language},
        )
        assert page.status_code == 200
        assert (SAME_HOME[language] in page.text) is there
        if there:
            assert page.text.index(SAME_HOME[language]) < page.text.index('class="button"')


def test_what_it_says_is_so(client: Client) -> None:
    """Where the sentence stands the bundle has tags, where it does not there are none."""
    desk: Desk = client.desk  # type: ignore[attr-defined]
    for round_, there in (("h", True), ("p", False)):
        for slot in desk.slots(round_):
            desk.cast(round_, Cast(slot.slot, ("gate",), f"key-{slot.slot}"))
        assert desk.shows_homes(round_) is there
        desk.close(round_)
        desk.publish(round_)
        content = client.get(f"/api/v1/areas/n1/rounds/{round_}/bundle").content
        tags = [one.household for one in read_bundle(content).openings]
        assert len(set(tags)) == (3 if there else 1)
        assert (None in tags) is not there


def test_the_paper_sheet_says_it_too(client: Client) -> None:
    """Whoever ticks on paper reads the same sentence."""
    desk: Desk = client.desk  # type: ignore[attr-defined]
    for round_, there in (("h", True), ("p", False)):
        printed = desk.paper.print_batch(round_, "b1", "小林")
        made = notices.sheets(desk, round_, printed, Sender())
        assert any(SAME_HOME["en"] in term.en for term in made.terms) is there
        assert any(SAME_HOME["zh"] in term.zh for term in made.terms) is there
