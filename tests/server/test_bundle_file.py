"""A bundle is handed out as the file it is: streamed, tagged by its hash, never built twice."""

from __future__ import annotations

import hashlib
import io
import json
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_core import open_registry
from tickbox_core.bundle import differences
from tickbox_core.components.judgement import outcome
from tickbox_core.desk import Town, deciding
from tickbox_core.desk.motions import deciding as motions
from tickbox_server import create_app

from ..installed import RESIDENTS_PAGES

GOLDEN = Path(__file__).parents[1] / "golden"
ADDRESSES = (
    "/api/v1/areas/n1/rounds/r1/bundle",
    "/api/v1/areas/n1/motions/m1/bundle",
    "/api/v1/areas/n1/judgements/j1/bundle",
)
Client = TestClient[Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder in which a round, a motion, a judgement were published by an older version."""
    with zipfile.ZipFile(GOLDEN / "folder-1.zip") as held:
        held.extractall(tmp_path)
    return tmp_path


@pytest.fixture
def client(folder: Path) -> Iterator[Client]:
    """Whoever downloads."""
    town = Town(folder, open_registry(discover=False, plugins=RESIDENTS_PAGES))
    with TestClient(create_app(town)) as visitor:
        yield visitor
    town.close()


def bundle_files(folder: Path) -> list[Path]:
    """The kept bundles."""
    return sorted((folder / "bundles").glob("*"))


@pytest.mark.parametrize("address", ADDRESSES)
def test_its_tag_is_its_hash_and_whoever_has_it_is_not_sent_it_again(
    client: Client, address: str
) -> None:
    """Whole, with its length, not packed a second time; 304 for its tag, also by HEAD."""
    first = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert (first.status_code, first.headers["content-type"]) == (200, "application/zip")
    assert first.headers["content-length"] == str(len(first.content))
    assert "content-encoding" not in first.headers
    assert first.headers["etag"] == f'"{hashlib.sha256(first.content).hexdigest()}"'
    assert "attachment" in first.headers["content-disposition"]
    assert "content-security-policy" in first.headers
    assert differences(first.content).status == 0
    for known in (first.headers["etag"], f'"x", W/{first.headers["etag"]}', "*"):
        again = client.get(address, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    other = client.get(address, headers={"If-None-Match": f'"{"0" * 64}"'})
    assert other.content == first.content
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == first.headers["content-length"]


def test_twenty_at_once_have_one_built_and_the_next_none(
    folder: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of what was published before; all get the same bytes, and one file of each stays."""
    built: list[str] = []
    threads: set[str] = set()
    for room, name in (
        (deciding, "write_bundle"), (outcome, "write_judgement"), (motions, "write_motion")
    ):  # fmt: skip
        write_one = getattr(room, name)

        def noted(parts: Any, name: str = name, write_one: Any = write_one) -> bytes:
            built.append(name)
            threads.add(threading.current_thread().name)
            made: bytes = write_one(parts)
            return made

        monkeypatch.setattr(room, name, noted)
    for address in ADDRESSES:
        with ThreadPoolExecutor(20) as pool:
            answers = list(pool.map(lambda _, a=address: client.get(a), range(20)))
        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.content for answer in answers}) == 1
    assert sorted(built) == ["write_bundle", "write_judgement", "write_motion"]
    assert threads == {"tickbox-bundles"}
    assert len(bundle_files(folder)) == 3


def test_what_is_kept_is_never_built(
    folder: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also after a restart; and what is published now is kept before anybody asks."""
    before = [client.get(address).content for address in ADDRESSES]
    town = Town(folder, open_registry(discover=False, plugins=RESIDENTS_PAGES))
    desk = town.desk("n1")
    desk.close("r3")
    desk.publish("r3")

    def never(*_: Any) -> bytes:
        raise AssertionError("it is built again")

    for room, name in (
        (deciding, "write_bundle"), (outcome, "write_judgement"), (motions, "write_motion")
    ):  # fmt: skip
        monkeypatch.setattr(room, name, never)
    with TestClient(create_app(town)) as visitor:
        assert [visitor.get(address).content for address in ADDRESSES] == before
        new = visitor.get("/api/v1/areas/n1/rounds/r3/bundle")
        assert (new.status_code, differences(new.content).status) == (200, 0)
    town.close()


@pytest.mark.parametrize("problem", [StopIteration, SystemExit, KeyError])
def test_whatever_goes_wrong_in_making_one_is_answered(
    client: Client, monkeypatch: pytest.MonkeyPatch, problem: type[BaseException]
) -> None:
    """500, never a request that hangs or a server that ends; the next is answered as ever."""

    def broken(parts: Any) -> bytes:
        raise problem

    with monkeypatch.context() as patch:
        patch.setattr(deciding, "write_bundle", broken)
        assert client.get(ADDRESSES[0]).status_code == 500
    assert client.get(ADDRESSES[0]).status_code == 200


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_changed_file_is_said_and_not_sent(folder: Path, client: Client, language: str) -> None:
    """503 with the reason in words, for programs; put back, it is sent again."""
    address = ADDRESSES[0]
    content = client.get(address).content
    (path,) = bundle_files(folder)
    path.write_bytes(content[:-1] + b"x")
    answer = client.get(address, headers={"Accept-Language": language})
    assert (answer.status_code, answer.json()["code"]) == (503, "file-changed")
    said = {"zh": "被改动过", "en": "not handed out"}[language]
    assert said in answer.json()["detail"]
    tagged = client.get(address, headers={"If-None-Match": f'"{path.stem}"'})
    assert tagged.status_code == 503
    path.write_bytes(content)
    assert client.get(address).content == content


def test_a_file_that_is_gone_is_made_again_as_it_was(folder: Path, client: Client) -> None:
    """The operator may delete one that was changed."""
    content = client.get(ADDRESSES[0]).content
    (path,) = bundle_files(folder)
    path.unlink()
    assert client.get(ADDRESSES[0]).content == content
    assert path.read_bytes() == content


def test_what_is_not_published_has_no_bundle(client: Client) -> None:
    """409 while ticking, 404 for what is not there; nothing is kept."""
    for address, status in (
        ("/api/v1/areas/n1/rounds/r2/bundle", 409),
        ("/api/v1/areas/n1/rounds/r4/bundle", 404),
        ("/api/v1/areas/n1/rounds/x/bundle", 404),
        ("/api/v1/areas/n1/motions/r1/bundle", 404),
        ("/api/v1/areas/n1/judgements/m1/bundle", 404),
        ("/api/v1/areas/n9/rounds/r1/bundle", 404),
    ):
        answer = client.get(address)
        assert answer.status_code == status, address
        assert answer.headers["content-type"] == "application/problem+json"


def test_the_sealed_file_of_a_motion_is_never_kept(folder: Path, client: Client) -> None:
    """It holds real names: it is made for whoever is charged with it, and lies nowhere."""
    town = Town(folder, open_registry(discover=False, plugins=RESIDENTS_PAGES))
    sealed = town.desk("n1").motions.sealed("m1")
    for address in ADDRESSES:
        client.get(address)
    assert all(path.read_bytes() != sealed for path in bundle_files(folder))
    for path in bundle_files(folder):
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as whole:
            assert not {"heads.jsonl", "papers.jsonl", "roll.json"} & set(whole.namelist())
            assert json.loads(whole.read("manifest.json"))["cycle"] in {"r1", "m1", "j1"}
    town.close()
