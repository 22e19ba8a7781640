"""The console as a part of a server: there where it is installed, missed by no resident's page."""

from __future__ import annotations

from pathlib import Path

import pytest
from litestar.testing import TestClient

import tickbox_console
from tickbox_core import open_registry
from tickbox_core.desk import Town
from tickbox_core.testing.towns import delivered_town
from tickbox_server import Settings, create_app
from tickbox_server.testing import part_contract

TestPart = part_contract(tickbox_console, "console")
RESIDENTS = ("/", "/n/n1", "/n/n1/help", "/promises", "/recount")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A town's folder."""
    delivered_town(tmp_path / "data").close()
    return tmp_path / "data"


def test_it_is_left_out_by_the_servers_settings(folder: Path) -> None:
    """By the name of its distribution, as any plugin; residents miss nothing."""
    town = Town(folder, open_registry(discover=False, plugins={"tickbox-console": tickbox_console}))
    with TestClient(create_app(town)) as client:
        assert client.get("/staff").status_code == 401
        assert [client.get(path).status_code for path in RESIDENTS] == [200] * len(RESIDENTS)
    settings = Settings(without_plugins=("tickbox-console",))
    with TestClient(create_app(town, settings=settings)) as client:
        assert client.get("/staff").status_code == 404
        assert client.get("/staff/sign-in").status_code == 404
        assert [client.get(path).status_code for path in RESIDENTS] == [200] * len(RESIDENTS)
        assert "/staff" not in client.get("/").text
    town.close()


def test_two_apps_do_not_share_who_is_signed_in(folder: Path) -> None:
    """A session is of the app that gave it."""
    town = Town(folder, open_registry(discover=False, plugins={"tickbox-console": tickbox_console}))
    token = town.add_staff("n1", "小林")
    base = "http://testserver.local"
    with TestClient(create_app(town), base_url=base) as one:
        signed = one.post("/staff/sign-in", data={"area": "n1", "token": token})
        assert signed.status_code == 200 and "小林" in signed.text
        held = dict(one.cookies)
        with TestClient(create_app(town), base_url=base, cookies=held) as other:
            assert other.get("/staff").status_code == 401
        assert one.get("/staff").status_code == 200
    town.close()
