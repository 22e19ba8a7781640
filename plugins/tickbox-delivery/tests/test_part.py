"""Projects, problems, meetings as a part of a server: whole where installed, else unlinked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

import tickbox_delivery
from tickbox_core import open_registry
from tickbox_core.desk import Town
from tickbox_core.testing.towns import delivered_town
from tickbox_server import Settings, create_app
from tickbox_server.testing import part_contract

TestPart = part_contract(tickbox_delivery, "delivery")
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def town(tmp_path: Path) -> Any:
    """A town with this plugin alone."""
    delivered_town(tmp_path / "data").close()
    plugins = {"tickbox-delivery": tickbox_delivery}
    opened = Town(tmp_path / "data", open_registry(discover=False, plugins=plugins))
    yield opened
    opened.close()


PAGES = {"projects": "Projects", "problems": "Problems", "meetings": "Meetings"}


def test_a_neighbourhood_leads_to_each_page(town: Town) -> None:
    """With how much is on it; each page has a twin, and a project its own."""
    with TestClient(create_app(town)) as client:
        page = client.get("/n/n1", headers=ENGLISH).text
        number = len(client.get("/api/v1/areas/n1/projects").json())
        assert number > 0
        assert f'<a href="/n/n1/projects">Projects<span>{number}</span></a>' in page
        for name, words in PAGES.items():
            assert f'<a href="/n/n1/{name}">{words}<span>' in page
            assert client.get(f"/n/n1/{name}").status_code == 200
        (first, *_) = client.get("/api/v1/areas/n1/projects").json()
        assert f'href="/n/n1/projects/{first["id"]}"' in client.get("/n/n1/projects").text
        assert client.get(f"/n/n1/projects/{first['id']}").status_code == 200


def test_without_feeds_no_table_is_offered(town: Town) -> None:
    """The plugin that has them is not here: no page links to what nobody serves."""
    with TestClient(create_app(town)) as client:
        page = client.get("/n/n1/projects").text
        assert ".csv" not in page and "datapackage" not in page
        assert client.get("/n/n1/projects.csv").status_code == 404


def test_it_is_left_out_by_the_servers_settings(town: Town) -> None:
    """Then nothing leads there, and what names a project names it without a link."""
    item = town.desk("n1").projects.projects()[0].baseline
    settings = Settings(without_plugins=("tickbox-delivery",))
    with TestClient(create_app(town, settings=settings)) as client:
        for path in ("/n/n1", f"/n/n1/{item.round}/items/{item.item}", "/"):
            page = client.get(path)
            assert page.status_code == 200
            assert not [name for name in PAGES if f"/n/n1/{name}" in page.text], path
        assert [client.get(f"/n/n1/{name}").status_code for name in PAGES] == [404] * 3
        assert client.get("/cases").status_code == 404 and "/cases" not in client.get("/").text
