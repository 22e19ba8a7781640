"""Wishes, objections, ideas as a part of a server: whole where it is installed, else unlinked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

import tickbox_submissions
from tickbox_core import open_registry
from tickbox_core.desk import Town
from tickbox_core.testing.towns import delivered_town
from tickbox_server import Settings, create_app
from tickbox_server.testing import part_contract

TestPart = part_contract(tickbox_submissions, "submissions")
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def town(tmp_path: Path) -> Any:
    """A town with this plugin alone."""
    delivered_town(tmp_path / "data").close()
    plugins = {"tickbox-submissions": tickbox_submissions}
    opened = Town(tmp_path / "data", open_registry(discover=False, plugins=plugins))
    yield opened
    opened.close()


def test_a_wish_is_one_press_away_and_ideas_are_a_page(town: Town) -> None:
    """At the foot of every page of the area, and among the neighbourhood's pages."""
    with TestClient(create_app(town)) as client:
        page = client.get("/n/n1", headers=ENGLISH).text
        assert '<a href="/n/n1/wishes">Hand in a wish</a>' in page
        assert '<a href="/n/n1/ideas">Your ideas<span>0</span></a>' in page
        for path in ("wishes", "wishes/follow", "ideas", "ideas/follow"):
            assert client.get(f"/n/n1/{path}").status_code == 200
        assert client.get("/api/v1/areas/n1/ideas").json() == []


def test_it_is_left_out_by_the_servers_settings(town: Town) -> None:
    """Then no page says that something could be handed in on it."""
    settings = Settings(without_plugins=("tickbox-submissions",))
    with TestClient(create_app(town, settings=settings)) as client:
        for path in ("/n/n1", "/n/n1/help"):
            page = client.get(path).text
            assert "wishes" not in page and "ideas" not in page, path
        assert client.get("/n/n1/wishes").status_code == 404
        assert client.post("/n/n1/wishes", data={"text": "灯"}).status_code == 404
