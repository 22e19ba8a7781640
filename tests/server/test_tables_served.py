"""Tables with rows that are no rows, handed in to a served town by every door; then it ends."""

from __future__ import annotations

import base64
import html
import re
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_console import table_import
from tickbox_core.cli import main
from tickbox_core.desk import Town
from tickbox_server import create_app

from .failing import KINDS
from .test_failures import serving

ZH = {"Accept-Language": "zh"}
SIGNED = "房屋编号,楼栋,建筑面积,业主编号\n101,1号楼道,89.52,p1\n填表人：竹园居委会,,,\n"
BARE = "unit,building,floor_area,person\n101,stair,50,an\n102,,,\n"
LONE = "unit,building\n填表人：张\n"
ENDLESS = 'unit,building,person\n101,stair,"p1\n'
TABLES = {"signed": SIGNED, "bare": BARE, "lone": LONE, "endless": ENDLESS, "header": "unit\n"}


def of(page: str, name: str) -> str:
    """What stands in a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found, page
    return found[1]


def test_footers_and_bare_rows_are_answered_by_every_door(built: Any, tmp_path: Path) -> None:
    """Console, API and command line say what is wrong; all go on, and SIGTERM ends the server."""
    with serving(built, tmp_path) as server:
        town = Town(tmp_path / "data")
        token = town.add_staff("bamboo", "小林")
        town.close()
        client = server.client
        client.post("/staff/sign-in", data={"area": "bamboo", "token": token})
        for name, table in TABLES.items():
            page = client.get("/staff/tables/roll", headers=ZH)
            sent = {"form_key": of(page.text, "form_key"), "to": "prepared-1"}
            files = {"file": (f"{name}.csv", table.encode())}
            told = client.post("/staff/tables/roll/check", data=sent, files=files, headers=ZH)
            text = html.unescape(told.text)
            assert told.status_code in (200, 422), (name, told.text)
            if name == "signed":
                assert told.status_code == 200 and "1行是合计、落款" in text and "第3行" in text
            if name == "bare":
                assert told.status_code == 422 and "<strong>D3</strong> 房屋“102”没有业主" in text
            handed = client.post(
                "/api/v1/areas/bamboo/tables/roll/look",
                json={
                    "name": f"{name}.csv",
                    "content": base64.b64encode(table.encode()).decode(),
                    "to": "prepared-1",
                },
                headers={"Authorization": f"Bearer {token}"},
            )
            assert handed.status_code in (200, 422), (name, handed.text)
            assert handed.json().get("code") not in ("failed", "too_long"), handed.text
            if name in ("signed", "bare"):
                faults = {one["row"] for one in handed.json()["faults"]}
                assert faults == ({3} if name == "bare" else set()), (name, handed.text)
            acted = client.post(
                "/api/v1/areas/bamboo/acts/motion/register",
                json={"id": "m1", "table": table},
                headers={"Authorization": f"Bearer {token}"},
            )
            assert acted.status_code in (200, 201, 404, 409, 422), (name, acted.text)
            assert acted.json().get("code") not in ("failed", "too_long"), acted.text
            path = tmp_path / f"{name}.csv"
            path.write_text(table, encoding="utf-8")
            assert main(["roll", str(path)]) in (0, 2), name
        assert client.get("/health").status_code == 200
        server.end()


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_a_reader_raises_is_answered(
    small: Any, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """On the console's page of tables, and the next table is read."""
    app = create_app(small.town)
    with TestClient(app, base_url="http://testserver.local", raise_server_exceptions=False) as it:
        token = small.town.add_staff("bamboo", "小林")
        it.post("/staff/sign-in", data={"area": "bamboo", "token": token})
        page = it.get("/staff/tables/wishes").text
        sent = {"form_key": of(page, "form_key")}
        files = {"file": ("w.csv", "诉求\n装灯\n".encode())}
        look_at = table_import.look_at

        def fails(*arguments: Any) -> Any:
            KINDS[kind]()

        monkeypatch.setattr(table_import, "look_at", fails)
        told = it.post("/staff/tables/wishes/check", data=sent, files=files)
        assert told.status_code in (422, 500), told.text
        monkeypatch.setattr(table_import, "look_at", look_at)
        assert it.post("/staff/tables/wishes/check", data=sent, files=files).status_code == 200
