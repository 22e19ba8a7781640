"""``/ready`` looks; a ballot is never told as counted into a file that is not there any more."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from litestar.testing import TestClient

from tickbox_core.desk import Town
from tickbox_core.store import files
from tickbox_server import Settings, create_app

from .test_failures import Serving, serving

Client = TestClient[Any]
Small = Any  # conftest's
CASTS = "/api/v1/areas/bamboo/rounds/open-1/casts"


@contextlib.contextmanager
def visiting(town: Town, **settings: Any) -> Iterator[Client]:
    """A client of a town's app whose health is never kept."""
    app = create_app(town, settings=Settings(health_seconds=0, **settings))
    with TestClient(app) as client:
        yield client


def cast(client: Any, code: str, key: str) -> Any:
    """A ballot's answer."""
    headers = {"Tickbox-Code": code, "Idempotency-Key": key, "Accept-Language": "en"}
    return client.post(CASTS, json={"ticks": ["i1"]}, headers=headers)


def kinds(client: Any) -> dict[str, int]:
    """What health finds, by kind; nothing where it is well and everything has been looked into."""
    answer = client.get("/ready")
    while answer.status_code == 200 and answer.json()["unchecked"]:
        answer = client.get("/ready")  # on a busy machine one look does not reach every area
    if answer.status_code == 200:
        return {}
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["code"] == "unwell"
    assert body["text"]["zh"] and body["text"]["en"]
    assert (
        "sqlite" not in answer.text and str(body["facts"].keys()) == "dict_keys(['kinds', 'areas'])"
    )
    found: dict[str, int] = body["facts"]["kinds"]
    return found


def test_it_is_well(small: Small) -> None:
    """200 with numbers; every area has been looked into."""
    with visiting(small.town) as client:
        answer = client.get("/ready").json()
        alive = client.get("/health").json()
    assert (answer["status"], answer["areas"], answer["unchecked"]) == ("ready", 2, 0)
    assert alive["status"] == "ok" and set(alive) == {
        "status",
        "version",
        "sqlite",
        "sqlite_wal_reset_bug",
        "zone",
    }
    assert alive["zone"] == "Asia/Shanghai"
    assert not list(small.town._folder.path.glob(".trial*"))


Change = Callable[[Path, Path], None]


def deleted(file: Path, aside: Path) -> None:
    """Away; kept by a second name so that it can come back as the same file."""
    os.link(file, aside)
    file.unlink()


def renamed(file: Path, aside: Path) -> None:
    """Away under another name."""
    file.rename(aside)


def replaced(file: Path, aside: Path) -> None:
    """A copy stands in its place."""
    file.rename(aside)
    shutil.copy(aside, file)


def linked(file: Path, aside: Path) -> None:
    """A link to nowhere stands in its place."""
    file.rename(aside)
    file.symlink_to("nowhere")


@pytest.mark.parametrize("change", [deleted, renamed, replaced, linked])
def test_a_file_that_is_gone_takes_no_ballot(small: Small, tmp_path: Path, change: Change) -> None:
    """Refused in words with 503, health says so; put back, the same ballot counts once."""
    file, aside = tmp_path / "data" / "bamboo.sqlite", tmp_path / "aside"
    with visiting(small.town) as client:
        assert cast(client, small.codes[0], "key-before").status_code == 201
        change(file, aside)
        refused = cast(client, small.codes[1], "key-meanwhile")
        assert refused.status_code == 503
        assert refused.json()["code"] == "store-unavailable"
        assert "not recorded" in refused.json()["detail"]
        assert kinds(client)["file-missing"] == 1
        with contextlib.suppress(FileNotFoundError):
            file.unlink()
        aside.rename(file)
        assert kinds(client) == {}
        assert cast(client, small.codes[1], "key-meanwhile").status_code == 201
    assert small.desk.turnout("open-1").participants == 2


@pytest.mark.parametrize("name", ["log-signing", "code-pepper"])
@pytest.mark.parametrize("how", ["gone", "another", "unreadable"])
def test_a_key_that_is_gone_is_told_while_the_server_still_has_it(
    small: Small, tmp_path: Path, name: str, how: str
) -> None:
    """Ballots go on, for the key is in memory; a restart would find none."""
    file, aside = tmp_path / "data" / "keys" / name, tmp_path / "aside"
    with visiting(small.town) as client:
        assert kinds(client) == {}
        file.rename(aside)
        if how == "another":
            file.write_bytes(b"k" * 32)
        elif how == "unreadable":
            file.mkdir()
        assert kinds(client) == {"keys": 1}
        assert cast(client, small.codes[0], "key-before").status_code == 201
        if how == "unreadable":
            file.rmdir()
        aside.rename(file)
        assert kinds(client) == {}


@pytest.mark.parametrize("what", ["file", "folder", "all"])
def test_checkpoints_that_were_taken_away_are_told_and_kept_again(
    small: Small, tmp_path: Path, what: str
) -> None:
    """The town still knows them: said once as not kept, and back in their place the next time."""
    folder = tmp_path / "data" / "checkpoints"
    with visiting(small.town) as client:
        assert cast(client, small.codes[0], "key-before").status_code == 201
        small.desk.close("open-1")
        kept = folder / "bamboo" / "open-1.json"
        before = {file: file.read_bytes() for file in folder.rglob("*.json")}
        assert kept in before and kinds(client) == {}
        if what == "file":
            kept.unlink()
        else:
            shutil.rmtree(folder / "bamboo" if what == "folder" else folder)
        assert kinds(client)["checkpoints"] >= 1
        assert kinds(client) == {}
    assert {file: file.read_bytes() for file in folder.rglob("*.json")} == before


@pytest.mark.parametrize("beside", ["-wal", "-shm"])
def test_a_log_that_is_taken_away_stops_ballots(small: Small, tmp_path: Path, beside: str) -> None:
    """What is written into an unlinked log would be nobody's; stopping writes back what was."""
    with visiting(small.town) as client:
        assert cast(client, small.codes[0], "key-before").status_code == 201
        (tmp_path / "data" / f"bamboo.sqlite{beside}").unlink()
        refused = cast(client, small.codes[1], "key-after")
        assert (refused.status_code, refused.json()["code"]) == (503, "store-unavailable")
        assert "starts it again" in refused.json()["detail"]
        assert kinds(client)["file-missing"] == 1
    small.town.close()
    again = Town(tmp_path / "data")
    assert again.desk("bamboo").turnout("open-1").participants == 1
    with visiting(again) as client:
        assert cast(client, small.codes[1], "key-after").status_code == 201
    again.close()


def test_every_writing_path_is_stopped(small: Small, tmp_path: Path) -> None:
    """Not only ballots: an act of staff, a step of a round, and a new thread's first question."""
    from tickbox_core.errors import StoreUnavailable

    desk = small.desk
    (tmp_path / "data" / "bamboo.sqlite").rename(tmp_path / "aside")
    for write in (
        lambda: desk.close("open-1"),
        lambda: desk.add_problems(desk.problems()),
        lambda: desk.issue_codes("open-1", [desk.slots("open-1")[4].slot]),
        lambda: desk.prepare(attrs.evolve(desk.round("prepared-1"), title="别的")),
    ):
        with pytest.raises(StoreUnavailable):
            write()
    with visiting(small.town) as client:  # its threads would have to open the file anew
        assert client.get("/api/v1/areas/bamboo/problems").status_code == 503
    assert not (tmp_path / "data" / "bamboo.sqlite").exists()


def test_a_file_that_goes_during_the_commit_is_not_told_as_counted(
    small: Small, tmp_path: Path
) -> None:
    """Between the last look and the answer stands one more look."""
    store = small.desk._hand.store
    looks: list[int] = []
    look = store._check

    def looking() -> None:
        looks.append(1)
        if len(looks) == 3:  # before it begins, before it is written, after it is written
            (tmp_path / "data" / "bamboo.sqlite").rename(tmp_path / "aside")
        look()

    store._check = looking
    with visiting(small.town) as client:
        answer = cast(client, small.codes[0], "key-in-between")
        assert (answer.status_code, len(looks)) == (503, 3)
        (tmp_path / "aside").rename(tmp_path / "data" / "bamboo.sqlite")
        assert cast(client, small.codes[0], "key-in-between").status_code == 201
    assert small.desk.turnout("open-1").participants == 1


def test_the_towns_own_file_counts_too(small: Small, tmp_path: Path) -> None:
    """Without ``town.sqlite`` nothing is known of any area."""
    with visiting(small.town) as client:
        (tmp_path / "data" / "town.sqlite").rename(tmp_path / "aside")
        assert "file-missing" in kinds(client)
        (tmp_path / "aside").rename(tmp_path / "data" / "town.sqlite")
        assert kinds(client) == {}


def test_an_area_that_is_locked_is_counted(small: Small, tmp_path: Path) -> None:
    """Also one that nobody has asked for since the server was started."""
    small.town.close()
    with contextlib.closing(sqlite3.connect(tmp_path / "data" / "willow.sqlite")) as raw:
        raw.execute("DELETE FROM head")
        raw.commit()
    town = Town(tmp_path / "data")
    with visiting(town) as client:
        assert kinds(client) == {"locked": 1}
        assert client.get("/api/v1/areas/willow/figures").status_code == 503
        assert cast(client, small.codes[0], "key-elsewhere").status_code == 201
    town.close()


def test_a_damaged_checkpoint_locks_and_is_told_in_words(small: Small, tmp_path: Path) -> None:
    """What cannot be compared is not trusted; no traceback."""
    small.town.close()
    (file, *_) = sorted((tmp_path / "data" / "checkpoints" / "willow").glob("*.json"))
    file.write_text("{", encoding="utf-8")
    town = Town(tmp_path / "data")
    with visiting(town) as client:
        assert kinds(client) == {"locked": 1}
        told = client.get("/api/v1/areas/willow/figures")
        assert (told.status_code, told.json()["code"]) == (503, "ledger-broken")
    town.close()


@pytest.mark.parametrize(("free", "well"), [(99, False), (100, True), (101, True)])
def test_room_on_the_disk(
    small: Small, monkeypatch: pytest.MonkeyPatch, free: int, well: bool
) -> None:
    """Just under, on and just over what is asked for."""
    monkeypatch.setattr("tickbox_core.desk.town.free_bytes", lambda _: free)
    with visiting(small.town, least_free_bytes=100) as client:
        assert kinds(client) == ({} if well else {"disk-full": 1})


def test_a_folder_that_is_gone_is_not_writable(small: Small, tmp_path: Path) -> None:
    """All of it at once."""
    with visiting(small.town) as client:
        (tmp_path / "data").rename(tmp_path / "moved")
        assert {"not-writable", "disk-full", "file-missing"} <= set(kinds(client))
        assert cast(client, small.codes[0], "key-nowhere").status_code == 503
        (tmp_path / "moved").rename(tmp_path / "data")
        assert kinds(client) == {}


def test_it_is_no_way_to_load_the_server(small: Small) -> None:
    """However often it is asked, it looks once in some seconds."""
    looked: list[int] = []
    look = small.town.condition

    def looking() -> Any:
        looked.append(1)
        return look()

    small.town.condition = looking
    with TestClient(create_app(small.town, settings=Settings(health_seconds=60))) as client:
        assert {client.get("/ready").status_code for _ in range(50)} == {200}
    assert len(looked) == 1


def test_a_checkpoint_that_cannot_be_kept_outside_undoes_nothing(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it is of has happened; health says so until it is kept."""
    whole = files.write_whole

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tickbox_core.desk.outside.write_whole", full)
    assert small.desk.close("open-1").state == "counting"
    with visiting(small.town) as client:
        assert kinds(client)["checkpoints"] >= 1
        monkeypatch.setattr("tickbox_core.desk.outside.write_whole", whole)
        assert kinds(client) == {}


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="limits of another process")
def test_a_served_disk_that_takes_nothing_more(built: Any, tmp_path: Path) -> None:
    """A real server whose every write fails: 503 in words, health is red, and it comes back."""
    with serving(built, tmp_path) as server:
        assert server.cast(0, "key-with-room").status_code == 201
        _limit(server, 0)
        refused = server.cast(1, "key-without-room")
        assert (refused.status_code, refused.json()["code"]) == (503, "store-unavailable")
        assert server.until_health_says("not-writable") == 1
        _limit(server, resource.RLIM_INFINITY)
        assert server.cast(1, "key-without-room").status_code == 201
        server.until_it_is_well()
        assert kinds(server.client) == {}
        server.end()


def _limit(server: Serving, size: int) -> None:
    """How large the files of the served process may grow."""
    assert sys.platform == "linux"
    (_, hard) = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size, hard))
