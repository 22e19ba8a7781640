"""Motions and judgements as a part of a server: whole where it is installed, else no link to it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

import tickbox_decisions
from tickbox_core import open_registry
from tickbox_core.desk import Town
from tickbox_core.testing.towns import delivered_town
from tickbox_server import Settings, create_app
from tickbox_server.testing import part_contract

TestPart = part_contract(tickbox_decisions, "decisions")
PAGES = ("motions", "judge")
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def town(tmp_path: Path) -> Any:
    """A town with this plugin alone."""
    delivered_town(tmp_path / "data").close()
    plugins = {"tickbox-decisions": tickbox_decisions}
    opened = Town(tmp_path / "data", open_registry(discover=False, plugins=plugins))
    yield opened
    opened.close()


def ways(page: str) -> list[tuple[str, str, str]]:
    """The pages that a neighbourhood's page leads to: address, words, how much is there."""
    (listed,) = re.findall(r'<ul class="ways">(.*?)</ul>', page, re.DOTALL)
    return re.findall(r'<a href="([^"]+)">([^<]+)<span>(\d*)</span>', listed)


def test_a_neighbourhood_leads_to_motions_and_judgements(town: Town) -> None:
    """In this order, with how many there are; the pages are there, and so are their twins."""
    with TestClient(create_app(town)) as client:
        found = ways(client.get("/n/n1", headers=ENGLISH).text)
        mine = [one for one in found if one[0].rpartition("/")[2] in PAGES]
        assert [one[:2] for one in mine] == [
            ("/n/n1/motions", "Motions"), ("/n/n1/judge", "Judgements")
        ]  # fmt: skip
        for (address, _, number), twin in zip(mine, ("motions", "judgements"), strict=True):
            assert client.get(address).status_code == 200
            assert len(client.get(f"/api/v1/areas/n1/{twin}").json()) == int(number)


def test_it_is_left_out_by_the_servers_settings(town: Town) -> None:
    """By the name of its distribution; then nothing leads there, and all else is as it was."""
    settings = Settings(without_plugins=("tickbox-decisions",))
    with TestClient(create_app(town, settings=settings)) as client:
        page = client.get("/n/n1")
        assert page.status_code == 200
        for one in PAGES:
            assert f"/n/n1/{one}" not in page.text
            assert client.get(f"/n/n1/{one}").status_code == 404
        assert client.get("/api/v1/areas/n1/motions").status_code == 404
