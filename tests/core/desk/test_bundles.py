"""A bundle is made once: at publishing, or at the first asking after; and it stays what it was."""

from __future__ import annotations

import hashlib
import io
import json
import os
import stat
import threading
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tickbox_core import open_registry
from tickbox_core.archive import read, write
from tickbox_core.bundle import differences, zipped
from tickbox_core.components.judgement import outcome
from tickbox_core.desk import Cast, Desk, Town, deciding
from tickbox_core.desk.keeping.restoring import restore
from tickbox_core.desk.keeping.slicing import archive
from tickbox_core.desk.keeping.taking import backup
from tickbox_core.desk.motions import deciding as motions
from tickbox_core.errors import FileChanged, NotConfirmed
from tickbox_core.ledger import Ed25519Signer
from tickbox_core.store import MemoryStore
from tickbox_core.store.blobs import CHUNK, Blob, FolderBlobs
from tickbox_core.store.folder import DataFolder
from tickbox_core.testing import desks
from tickbox_core.workflow import bundles

from . import kept_house
from .annual_house import R1
from .kept_house import AREA, J1, LIFT

GOLDEN = Path(__file__).parents[2] / "golden"
NOW = datetime(2026, 4, 1, tzinfo=UTC)
IDS = (R1, LIFT, J1)
PATIENCE = 60


def made(desk: Desk) -> dict[str, Callable[[], Blob]]:
    """How each kind's bundle is asked for."""
    return {
        R1: lambda: desk.bundle_file(R1),
        LIFT: lambda: desk.motions.bundle_file(LIFT),
        J1: lambda: desk.judging.bundle_file(J1),
    }


@pytest.fixture
def played(tmp_path: Path) -> Iterator[tuple[DataFolder, Desk]]:
    """A folder in which a round, a motion and a judgement were published."""
    data, desk, _ = kept_house.folder(tmp_path / "town")
    yield data, desk
    data.close()


def never(*_: Any, **__: Any) -> bytes:
    """A bundle that must not be built."""
    raise AssertionError("it is built again")


@pytest.fixture
def unbuilt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever builds a bundle of any kind fails the test."""
    monkeypatch.setattr(deciding, "write_bundle", never)
    monkeypatch.setattr(outcome, "write_judgement", never)
    monkeypatch.setattr(motions, "write_motion", never)


# -- kept when it is published -----------------------------------------------------------------


def test_every_kind_is_kept_when_it_is_published(
    played: tuple[DataFolder, Desk], unbuilt: None
) -> None:
    """A round, a motion, a judgement: one file each, named by its hash, for the owner alone."""
    data, desk = played
    for id_, ask in made(desk).items():
        blob = ask()
        assert blob.path is not None and blob.path.parent == data.path / "bundles"
        content = blob.path.read_bytes()
        assert blob.path.name == f"{hashlib.sha256(content).hexdigest()}.zip"
        assert (blob.size, b"".join(blob.chunks())) == (len(content), content)
        assert differences(content).status == 0
        assert desk._hand.store.get("bundle", cycle=id_) == {"cycle": id_, "digest": blob.digest}
        assert stat.S_IMODE(blob.path.stat().st_mode) == 0o600
    folder = data.path / "bundles"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(list(folder.iterdir())) == 3, "nothing half-written is left"
    assert desk.bundle(R1) == desk.bundle_file(R1).read()
    assert desk.motions.bundle(LIFT) and desk.judging.bundle(J1)


def test_its_bytes_do_not_change_when_what_writes_them_does(
    played: tuple[DataFolder, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A later version may write bundles otherwise: what was published stays as it was."""
    _, desk = played
    before = {id_: ask().read() for id_, ask in made(desk).items()}
    for name in ("README", "MOTION_README", "JUDGEMENT_README"):
        monkeypatch.setattr(zipped, name, "另一种 / another")
    assert deciding.bundle(desk._hand, R1) != before[R1], "the control: it would be another"
    assert {id_: ask().read() for id_, ask in made(desk).items()} == before


def test_what_is_not_confirmed_leaves_no_bundle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Publishing that fails writes no file and no digest."""
    blobs = FolderBlobs(tmp_path / "bundles", ".zip")
    desk = desks.desk(blobs=blobs)
    desk.prepare(desks.plan())
    desk.register("r1", desks.roll())
    desk.open("r1")
    desk.close("r1")
    monkeypatch.setattr(deciding, "write_bundle", lambda parts: b"no zip")
    with pytest.raises(NotConfirmed):
        desk.publish("r1")
    assert not (tmp_path / "bundles").exists()
    assert desk._hand.store.find("bundle") == []


def test_a_desk_without_a_folder_makes_it_each_time() -> None:
    """Nothing is kept, and the bytes are the same."""
    desk = desks.opened(MemoryStore())
    desk.cast("r1", Cast(desk.slots("r1")[0].slot, ("gate",), "k"))
    desk.close("r1")
    desk.publish("r1")
    blob = desk.bundle_file("r1")
    assert (blob.path, blob.read()) == (None, desk.bundle("r1"))
    assert blob.digest == hashlib.sha256(desk.bundle("r1")).hexdigest()
    assert desk.bundle_kept("r1") is None
    assert desk.keeping.verify().faults == ()


def test_the_bundle_of_a_trial_goes_with_it(tmp_path: Path) -> None:
    """Wiping a trial deletes the file; a real round's stays."""
    town = Town(tmp_path, open_registry(discover=False))
    town.plant(kept_house.IN_ALL)
    desk = town.found(AREA)
    desk.prepare(desks.plan())
    desk.register("r1", desks.roll())
    desk.posting.rehearse("r1", "t1")
    for id_ in ("t1", "r1"):
        if id_ == "r1":
            desk.open("r1")
        desk.close(id_)
        desk.publish(id_)
    assert len(list((tmp_path / "bundles").iterdir())) == 2
    kept = desk.bundle_file("r1").path
    desk.posting.wipe("t1")
    assert list((tmp_path / "bundles").iterdir()) == [kept]
    assert [row["cycle"] for row in desk._hand.store.find("bundle")] == ["r1"]
    town.close()


# -- what was published before -----------------------------------------------------------------


def forgotten(data: DataFolder, desk: Desk) -> None:
    """As a folder is in which no bundle was kept yet."""
    for row in desk._hand.store.find("bundle"):
        with desk._hand.store.transaction():
            desk._hand.store.remove("bundle", cycle=row["cycle"])
        (data.path / "bundles" / f"{row['digest']}.zip").unlink()


def counting(built: list[str], name: str, write_one: Callable[[Any], bytes]) -> Any:
    """The same, noting each time that it is called."""

    def noted(parts: Any) -> bytes:
        built.append(name)
        return write_one(parts)

    return noted


def test_twenty_who_ask_at_once_have_one_made(
    played: tuple[DataFolder, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of each kind one is built, all get the same, and the next asks nobody to build."""
    data, desk = played
    before = {id_: ask().digest for id_, ask in made(desk).items()}
    forgotten(data, desk)
    built: list[str] = []
    barrier = threading.Barrier(20)
    for room, name in (
        (deciding, "write_bundle"), (outcome, "write_judgement"), (motions, "write_motion")
    ):  # fmt: skip
        monkeypatch.setattr(room, name, counting(built, name, getattr(room, name)))
    for ask in made(desk).values():

        def one(_: int, ask: Callable[[], Blob] = ask) -> str:
            barrier.wait()
            return ask().digest

        with ThreadPoolExecutor(20) as pool:
            found = set(pool.map(one, range(20)))
        assert len(found) == 1
        assert found == {ask().digest}
    assert sorted(built) == ["write_bundle", "write_judgement", "write_motion"]
    assert {id_: ask().digest for id_, ask in made(desk).items()} == before


def test_nobody_waits_inside_a_transaction_for_whoever_builds(
    played: tuple[DataFolder, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever builds waits for the transaction's end, to note what was built."""
    data, desk = played
    forgotten(data, desk)
    building, asked, real = threading.Event(), threading.Event(), deciding.write_bundle

    def build(parts: Any) -> bytes:
        if threading.current_thread() is not threading.main_thread():
            building.set()
            assert asked.wait(PATIENCE)
        return real(parts)

    monkeypatch.setattr(deciding, "write_bundle", build)
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(desk.bundle_file, R1)
        assert building.wait(PATIENCE)
        with desk.diary.writing():
            inside = desk.bundle_file(R1)
            asked.set()
        assert other.result(PATIENCE).digest == inside.digest


def test_an_old_folder_gets_the_bundles_of_its_time(tmp_path: Path) -> None:
    """What was published stays in its format, to the byte of every file; so with what was opened.

    Only what is opened from now on leaves out which ballots come from one home.
    """
    with zipfile.ZipFile(GOLDEN / "folder-1.zip") as held:
        held.extractall(tmp_path)
    known = json.loads((GOLDEN / "digests.json").read_text(encoding="utf-8"))["folder-1"]
    town = Town(tmp_path, open_registry(discover=False))
    desk = town.desk("n1")
    asked = {"r1": desk.bundle_file, "m1": desk.motions.bundle_file, "j1": desk.judging.bundle_file}
    for id_, ask in asked.items():
        with zipfile.ZipFile(io.BytesIO(ask(id_).read())) as whole:
            manifest = whole.read("manifest.json")
            assert json.loads(manifest)["format"] == known[id_]["format"]
            assert hashlib.sha256(manifest).hexdigest() == known[id_]["manifest"]
            last = json.loads(whole.read("ledger.jsonl").splitlines()[-1])
            assert last["outcome"] == known[id_]["outcome"]
    desk.paper.take_count(
        "r2", [slot.slot for slot in desk.slots("r2")][7:8], {"gate": 1}, by="林", second="周"
    )
    assert (desk.shows_homes("r2"), desk.shows_homes("r3")) == (True, True)
    desk.open("r4")
    assert not desk.shows_homes("r4")
    forms = {}
    for id_ in ("r2", "r3", "r4"):
        desk.close(id_)
        desk.publish(id_)
        data = desk.bundle(id_)
        assert differences(data).status == 0
        with zipfile.ZipFile(io.BytesIO(data)) as whole:
            forms[id_] = json.loads(whole.read("manifest.json"))["format"]
    assert forms == {"r2": "tickbox-bundle/1", "r3": "tickbox-bundle/1", "r4": "tickbox-bundle/2"}
    assert desk.keeping.verify().faults == ()
    town.close()


# -- a file that is changed or gone ------------------------------------------------------------


def test_a_changed_file_is_said_and_not_handed_out(played: tuple[DataFolder, Desk]) -> None:
    """One byte, at the same length and time: it is refused in words, and a check names it."""
    _, desk = played
    path = desk.bundle_file(R1).path
    assert path is not None
    assert desk.keeping.verify().faults == ()
    content, held = path.read_bytes(), path.stat()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    os.utime(path, ns=(held.st_atime_ns, held.st_mtime_ns))
    for ask in (desk.bundle_file, desk.bundle, desk.bundle_kept):
        with pytest.raises(FileChanged, match="not handed out"):
            ask(R1)
    (fault,) = desk.keeping.verify().faults
    assert "changed" in fault.en and R1 in fault.en
    assert desk.motions.bundle(LIFT), "the others are as they were"
    path.write_bytes(content)
    assert desk.bundle(R1) == content
    assert desk.keeping.verify().faults == ()


def test_a_lost_file_is_made_again_only_as_it_was(
    played: tuple[DataFolder, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the tables, if that gives the bytes that were published; else it is said."""
    _, desk = played
    blob = desk.bundle_file(R1)
    content = blob.read()
    assert blob.path is not None
    blob.path.unlink()
    assert desk.bundle(R1) == content
    assert blob.path.read_bytes() == content
    blob.path.unlink()
    monkeypatch.setattr(zipped, "README", "另一种 / another")
    with pytest.raises(FileChanged, match=blob.digest):
        desk.bundle(R1)
    assert not blob.path.exists(), "nothing else is put in its place"


def test_a_forged_file_under_its_own_digest_is_noticed(played: tuple[DataFolder, Desk]) -> None:
    """Whoever can write file and table hands out another log's bundle: a check tells."""
    _, desk = played
    hand = desk._hand
    other = desks.desk(signer=Ed25519Signer(b"o" * 32))
    other.prepare(desks.plan())
    other.register("r1", desks.roll())
    other.open("r1")
    other.close("r1")
    other.publish("r1")
    for forged in (other.bundle("r1"), b"no zip"):
        with hand.store.transaction():
            bundles.keep(hand, R1, forged)
        assert desk.bundle(R1) == forged
        assert [R1 in fault.en for fault in desk.keeping.verify().faults] == [True]


# -- backup, restore, archive, erasure ---------------------------------------------------------


def test_a_backup_holds_what_was_published(
    played: tuple[DataFolder, Desk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Restored, the same bytes are handed out, even by a version that would write others."""
    data, desk = played
    before = {id_: ask().read() for id_, ask in made(desk).items()}
    contents = backup(data, made=NOW, version="t")
    names = {f"bundles/{hashlib.sha256(one).hexdigest()}.zip" for one in before.values()}
    assert {name for name in contents.files if name.startswith("bundles/")} == names
    verdict = restore(
        read(write(contents)), tmp_path / "new", check=True, registry=kept_house.registry()
    )
    assert verdict.faults == ()
    monkeypatch.setattr(zipped, "README", "另一种 / another")
    again = DataFolder(tmp_path / "new")
    there = kept_house.desk_over(again.area(AREA), blobs=again.blobs())
    assert {id_: ask().read() for id_, ask in made(there).items()} == before
    modes = {stat.S_IMODE(one.stat().st_mode) for one in (tmp_path / "new/bundles").iterdir()}
    assert modes == {0o600}
    again.close()


def test_a_backup_of_a_folder_with_a_changed_file_leaves_it_out(
    played: tuple[DataFolder, Desk], tmp_path: Path
) -> None:
    """The rest is restored, and the bundle is made from its tables as it was."""
    data, desk = played
    content = desk.bundle(R1)
    path = desk.bundle_file(R1).path
    assert path is not None
    path.write_bytes(b"changed")
    contents = read(write(backup(data, made=NOW, version="t")))
    assert len([name for name in contents.files if name.startswith("bundles/")]) == 2
    restore(contents, tmp_path / "new", check=True, registry=kept_house.registry())
    again = DataFolder(tmp_path / "new")
    assert kept_house.desk_over(again.area(AREA), blobs=again.blobs()).bundle(R1) == content
    again.close()


def test_a_backup_of_one_area_holds_its_bundles_alone(tmp_path: Path) -> None:
    """Another neighbourhood's result is not its business."""
    data, desk, _ = kept_house.folder(tmp_path / "town")
    other = data.add_area("e1")
    assert other.find("bundle") == []
    contents = backup(data, "e1", made=NOW, version="t")
    assert [name for name in contents.files if name.startswith("bundles/")] == []
    assert len(desk._hand.store.find("bundle")) == 3
    data.close()


def test_the_archive_of_a_round_holds_what_was_published(
    played: tuple[DataFolder, Desk], unbuilt: None
) -> None:
    """The files, not others like them; and making it leaves the folder as it is."""
    data, desk = played
    before = {ask().read() for ask in made(desk).values()}
    files = sorted((data.path / "bundles").iterdir())
    sliced = archive(data, AREA, R1, kept_house.registry(), made=NOW, version="t")
    found = {d for name, d in sliced.contents.files.items() if name.startswith("bundles/")}
    assert found == before
    assert read(write(sliced.contents)) == sliced.contents
    assert sorted((data.path / "bundles").iterdir()) == files


def test_erasing_what_is_personal_leaves_what_is_public(
    played: tuple[DataFolder, Desk],
) -> None:
    """The bundles are the same before and after, made from the tables too; nothing erased is there.

    What a replaced ballot said, a head's name, a paper: none was ever in them.
    """
    data, desk = played
    store = desk._hand.store
    gone = [row["salt"].hex() for row in store.find("ballot") if row["revision"] == 1
            and store.get("ballot", cycle=R1, slot=row["slot"], revision=2)]  # fmt: skip
    gone += [row["salt"].hex() for row in store.find("motion_paper")]
    gone += [row["salt"].hex() for row in store.find("head_slot")]
    assert len(gone) > 10
    before = {id_: ask().read() for id_, ask in made(desk).items()}
    desk.keeping.erase(by="小林")
    assert {id_: ask().read() for id_, ask in made(desk).items()} == before
    assert deciding.bundle(desk._hand, R1) == before[R1]
    assert motions.bundle(desk._hand, LIFT) == before[LIFT]
    assert desk.judging.made_bundle(J1) == before[J1]
    inside = b"".join(
        whole.read(name)
        for path in (data.path / "bundles").iterdir()
        for whole in [zipfile.ZipFile(path)]
        for name in whole.namelist()
    )
    for secret in [*gone, *kept_house.NAMES]:
        assert secret.encode() not in inside
    assert desk.keeping.verify().faults == ()


# -- the place for files -----------------------------------------------------------------------


def test_a_blob_is_read_in_pieces_and_no_name_becomes_a_path(tmp_path: Path) -> None:
    """Whatever is asked for that is no hash is not there."""
    blobs = FolderBlobs(tmp_path / "b", ".zip")
    content = bytes(range(256)) * (CHUNK // 128)
    blob = blobs.keep(content)
    assert [len(piece) for piece in blob.chunks()] == [CHUNK, CHUNK]
    assert blobs.keep(content) == blob
    for name in ("", "../x", "a" * 63, "A" * 64, "/" * 64, f"../{blob.digest}"):
        assert blobs.find(name) is None
    assert blobs.find("a" * 64) is None
    blobs.remove(blob.digest)
    blobs.remove(blob.digest)
    assert blobs.find(blob.digest) is None
