"""Feeds, calendars, tables as a part of a server: offered where it is installed, else not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

import tickbox_open_data
from tickbox_core import open_registry
from tickbox_core.desk import Town
from tickbox_core.testing.towns import delivered_town
from tickbox_server import Settings, create_app
from tickbox_server.testing import part_contract

TestPart = part_contract(tickbox_open_data, "open-data")
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def town(tmp_path: Path) -> Any:
    """A town with this plugin alone."""
    delivered_town(tmp_path / "data").close()
    plugins = {"tickbox-open-data": tickbox_open_data}
    opened = Town(tmp_path / "data", open_registry(discover=False, plugins=plugins))
    yield opened
    opened.close()


FILES = ("feed.atom", "calendar.ics", "projects.csv", "problems.csv", "annual.csv")


def test_a_neighbourhood_offers_its_feed_and_calendar(town: Town) -> None:
    """Each file is there, and the package says what is in the tables."""
    with TestClient(create_app(town)) as client:
        page = client.get("/n/n1").text
        assert 'href="/n/n1/feed.atom"' in page and 'href="/n/n1/calendar.ics"' in page
        assert [client.get(f"/n/n1/{name}").status_code for name in FILES] == [200] * len(FILES)
        told = client.get("/n/n1/datapackage.json").json()["resources"]
        assert [one["path"] for one in told] == list(FILES[2:])


def test_it_is_left_out_by_the_servers_settings(town: Town) -> None:
    """Then no page offers them."""
    settings = Settings(without_plugins=("tickbox-open-data",))
    with TestClient(create_app(town, settings=settings)) as client:
        page = client.get("/n/n1")
        assert page.status_code == 200
        assert "feed.atom" not in page.text and "calendar.ics" not in page.text
        assert [client.get(f"/n/n1/{name}").status_code for name in FILES] == [404] * len(FILES)
