"""The election file of a published round: beside its bundle, by a stable address."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_core import open_registry
from tickbox_core.bundle import read_bundle
from tickbox_core.cli import main
from tickbox_core.desk import Town
from tickbox_server import create_app
from tickbox_server.settings import Settings

GOLDEN = Path(__file__).parents[1] / "golden"
ADDRESS = "/api/v1/areas/n1/rounds/r1/pabulib"
Client = TestClient[Any]


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    """Whoever asks a town whose rounds an older version published."""
    with zipfile.ZipFile(GOLDEN / "folder-1.zip") as held:
        held.extractall(tmp_path)
    town = Town(tmp_path, open_registry(discover=False))
    with TestClient(create_app(town, settings=Settings(licence="CC0-1.0"))) as visitor:
        yield visitor
    town.close()


def test_it_is_handed_out_and_counts_as_was_published(
    client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tagged by its hash, the same for everybody, and what it says is what the bundle says."""
    answer = client.get(ADDRESS, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["content-length"] == str(len(answer.content))
    assert 'filename="tickbox-election.pb"' in answer.headers["content-disposition"]
    assert answer.headers["etag"] == f'"{hashlib.sha256(answer.content).hexdigest()}"'
    again = client.get(ADDRESS, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(ADDRESS).content == answer.content
    assert "tickbox_licence;CC0-1.0" in answer.text
    file = tmp_path / "downloaded.pb"
    file.write_bytes(answer.content)
    assert main(["count", str(file), "--json"]) == 0
    printed = capsys.readouterr().out
    bundle = read_bundle(client.get("/api/v1/areas/n1/rounds/r1/bundle").content)
    found = json.loads(printed)
    assert [(row["rank"], row["item"], row["ticks"], row["share"]) for row in found["ranking"]] == [
        (row["rank"], row["item"], row["ticks"], row["share"]) for row in bundle.outcome["ranking"]
    ]
    assert not any(one.slot in answer.text for one in bundle.openings)


def test_the_wall_leads_to_it(client: Client) -> None:
    """In both languages, and the link is one that answers."""
    for language, words in (
        ("zh", "下载选票，供其他程序使用"),
        ("en", "ballots for other programs"),
    ):
        page = client.get("/n/n1/r1/wall", headers={"Accept-Language": language})
        assert words in page.text and f'href="{ADDRESS}"' in page.text


def test_what_is_not_published_has_none(client: Client) -> None:
    """409 while ticking, in words; 404 for what is not there."""
    for address, status in (
        ("/api/v1/areas/n1/rounds/r2/pabulib", 409),
        ("/api/v1/areas/n1/rounds/r4/pabulib", 404),
        ("/api/v1/areas/n1/rounds/x/pabulib", 404),
        ("/api/v1/areas/n9/rounds/r1/pabulib", 404),
    ):
        answer = client.get(address)
        assert answer.status_code == status, address
        assert answer.headers["content-type"] == "application/problem+json"


def test_it_is_described(client: Client) -> None:
    """As text, with the answers there may be."""
    described = client.get("/api/v1/openapi.json").json()["paths"]
    (one,) = [ops["get"] for path, ops in described.items() if path.endswith("{round}/pabulib")]
    assert list(one["responses"]["200"]["content"]) == ["text/plain"]
    assert {"404", "409", "422", "503"} <= one["responses"].keys()
