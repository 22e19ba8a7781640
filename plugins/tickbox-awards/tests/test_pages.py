"""The page of awards and its twin: what it draws in both languages, and what a host replaces."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import attrs
import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from litestar.testing import TestClient

import tickbox_awards
from tickbox_awards import AwardService, views
from tickbox_awards.wall import AwardOnWall
from tickbox_core.declarations import ListOf, answer_schema, value_of
from tickbox_core.testing.answers import misfits
from tickbox_core.testing.towns import delivered_town
from tickbox_core.text import LANGUAGES, Text
from tickbox_core.workflow.performing import plain_of
from tickbox_server import create_app
from tickbox_server.pages.render import template_of
from tickbox_server.testing import part_contract

PACKAGE = Path(str(files("tickbox_awards")))
OURS = Path(str(files("tickbox_server")))
ODD = '<b>\u202e𠮷 & "评选"</b>'
A = "a1"


@pytest.fixture
def client(tmp_path: Path) -> Any:
    """A visitor of a town with one award that is decided and one that nobody has a case for."""
    town = delivered_town(tmp_path / "d")
    here = town.desk("t").service(AwardService)
    here.declare(A, Text.of(ODD), 1, {"ticks": 1}, by="小林")
    town.desk("n2").service(AwardService).nominate(A, "gate", Text.of(ODD), "小林")
    here.gather(A)
    here.decide(A)
    here.commend(A)
    here.declare("a2", Text("明年", "next year"), 3, {"ticks": 1}, by="小林")
    with TestClient(create_app(town)) as held:
        yield held
    town.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_what_the_twin_says(client: Any, language: str) -> None:
    """In the page's language, escaped; an award without cases is said to be undecided."""
    page = client.get("/awards", headers={"Accept-Language": language}).text
    plain = client.get("/api/v1/awards").json()
    assert [one["id"] for one in plain] == ["a2", A]
    assert plain[1]["certificates"][0]["digest"] in page
    assert "<b>" not in page and "&lt;b&gt;" in page
    said = {"zh": ("尚未评定", "获表彰", "荣誉证书"), "en": ("not decided", "commended", "Cert")}
    assert all(one in page for one in said[language])


def test_the_twin_is_what_the_description_says(client: Any) -> None:
    """Strictly; read back as values of the classes it is the same JSON again."""
    kind, plain = ListOf(AwardOnWall), client.get("/api/v1/awards").json()
    assert plain and list(misfits(answer_schema(kind), plain)) == []
    assert plain_of(value_of(kind, plain)) == plain


def test_the_pages_around_it_lead_there(client: Any) -> None:
    """The town's page with how many were won, the winner's with its project."""
    town = client.get("/", headers={"Accept-Language": "en"}).text
    assert '<a href="/awards">Awards<span>1</span></a>' in town
    winner, other = (
        client.get(f"/n/{one}", headers={"Accept-Language": "en"}) for one in ("n2", "n1")
    )
    assert "Commended: see the project" in winner.text and "/n/n2/projects/gate" in winner.text
    assert "Commended" not in other.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_in_its_catalogue(language: str) -> None:
    """What its template says, and nothing else."""
    found = extract_from_dir(PACKAGE, [("templates/**.html", "jinja2")])
    said = {one if isinstance(one, str) else one[0] for _, _, one, _, _ in found}
    with (PACKAGE / "locales" / language / "LC_MESSAGES" / "tickbox.po").open("rb") as opened:
        read = read_po(opened, locale=language)
    ids = {one.id if isinstance(one.id, str) else one.id[0]: one for one in read if one.id}
    assert set(ids) == said and len(said) > 8
    for one in ids.values():
        assert all(one.string if isinstance(one.string, tuple) else (one.string,)), one.id


def test_a_host_replaces_its_template(client: Any, tmp_path: Path) -> None:
    """By the name that the document has; the view is what it was."""
    document = Path(__file__).parents[3] / "docs" / "embedding.md"
    assert "`awards.html` draws `AwardsView` (head, awards)" in document.read_text("utf-8")
    assert template_of(views.AwardsView) == "awards.html"
    assert [one.name for one in attrs.fields(views.AwardsView)] == ["head", "awards"]
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "awards.html").write_text("{{ page.awards | length }} own", "utf-8")
    town = client.app.state["hall"].town
    with TestClient(create_app(town, templates=tmp_path / "own")) as visitor:
        assert visitor.get("/awards").text == "2 own"


TestPart = part_contract(tickbox_awards, "awards")
