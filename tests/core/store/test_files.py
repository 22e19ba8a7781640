"""Files are their owner's alone, keys are never made anew beside data, and few files are open."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import random
import shutil
import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tickbox_core.errors import KeyUnusable, StoreUnavailable
from tickbox_core.model import Area, AreaTree
from tickbox_core.store.connections import Connections
from tickbox_core.store.files import tighten_folder, write_whole
from tickbox_core.store.folder import DataFolder
from tickbox_core.store.recent import Recent
from tickbox_core.store.sqlite import SqliteStore


def tree(number: int) -> AreaTree:
    """A town with so many neighbourhoods."""
    areas = [Area("t", "town", "镇")]
    areas += [Area(f"n{at}", "neighbourhood", f"{at}村", "t") for at in range(number)]
    return AreaTree(tuple(areas))


def modes(path: Path) -> dict[str, int]:
    """The permissions of a folder and all that is in it."""
    return {
        str(one.relative_to(path)): stat.S_IMODE(one.stat().st_mode)
        for one in (path, *path.rglob("*"))
    }


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o377])
def umask(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[int]:
    """From one that gives everything away to one that takes the owner's right to write."""
    assert tmp_path.is_dir()  # made before
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@pytest.mark.usefixtures("umask")
def test_everything_is_its_owners_alone(tmp_path: Path) -> None:
    """Whatever the umask: databases and what SQLite keeps beside, keys, pictures, folders."""
    folder = DataFolder(tmp_path / "a" / "data")
    folder.secret("code-pepper")
    folder.plant(tree(2))
    with folder.add_area("n1").transaction():
        folder.keep_picture(b"\x89PNG\r\n\x1a\n")
        held = modes(tmp_path / "a")
    assert {"data/n1.sqlite", "data/n1.sqlite-wal", "data/n1.sqlite-shm"} <= set(held)
    assert {"data/town.sqlite-wal", "data/keys/code-pepper"} <= set(held)
    folders = {".", "data", "data/keys", "data/pictures"}
    assert held == {name: 0o700 if name in folders else 0o600 for name in held}
    folder.close()


def test_an_older_folder_is_tightened_with_a_word(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """What others could read they cannot read any more; what is read-only stays so."""
    path = tmp_path / "data"
    folder = DataFolder(path)
    folder.plant(tree(1))
    folder.add_area("n0")
    folder.close()
    (path / "evidence").mkdir()
    write_whole(path / "evidence" / "old.zip", b"", 0o444)
    for one in (path, *path.rglob("*")):
        one.chmod(0o755 if one.is_dir() else one.stat().st_mode | 0o044)
    (path / "README").write_text("somebody's own", encoding="utf-8")
    os.utime(path / "README")
    (path / "README").chmod(0o644)
    with caplog.at_level(logging.WARNING):
        DataFolder(path).close()
    held = modes(path)
    assert held.pop("README") == 0o644  # not ours
    assert held.pop("evidence/old.zip") == 0o400
    assert {mode & 0o077 for mode in held.values()} == {0}
    assert "were open to others" in caplog.text
    caplog.clear()
    DataFolder(path).close()
    assert not caplog.text


def test_a_shared_folder_is_left_alone(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """``--data /tmp`` does not take everybody's folder away; its files are private all the same."""
    tmp_path.chmod(0o1777)
    folder = DataFolder(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o1777
    assert stat.S_IMODE((tmp_path / "town.sqlite").stat().st_mode) == 0o600
    assert "a folder of its own" in caplog.text
    assert not tighten_folder(Path("/"))
    folder.close()
    tmp_path.chmod(0o700)


@pytest.mark.parametrize(
    "content", [b"", b"x" * 31, b"x" * 33, b"\0" * 32], ids=["empty", "short", "long", "blank"]
)
@pytest.mark.parametrize("filed", [False, True])
def test_a_damaged_key_is_refused_and_stays(tmp_path: Path, content: bytes, filed: bool) -> None:
    """In words, both languages; never made anew over what is there."""
    folder = DataFolder(tmp_path)
    folder.secret("code-pepper")
    folder.plant(tree(1))
    if filed:
        folder.add_area("n0")
    (tmp_path / "keys" / "code-pepper").write_bytes(content)
    with pytest.raises(KeyUnusable) as refused:
        folder.secret("code-pepper")
    assert "code-pepper" in refused.value.text.zh and "tickbox keys --new" in str(refused.value)
    with pytest.raises(KeyUnusable):
        folder.new_secret("code-pepper")
    assert (tmp_path / "keys" / "code-pepper").read_bytes() == content
    folder.close()


def test_a_folder_that_nobody_may_look_into_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key, and a bundle: in words, never as a fault."""
    folder, look = DataFolder(tmp_path), Path.stat
    folder.secret("code-pepper")
    blob = folder.blobs().keep(b"a bundle")

    def closed(path: Path, **more: Any) -> os.stat_result:
        if path.parent.name in {"keys", "bundles"}:
            raise PermissionError(13, "Permission denied")
        return look(path, **more)

    monkeypatch.setattr(Path, "stat", closed)
    with pytest.raises(KeyUnusable, match="Permission denied"):
        folder.secret("code-pepper")
    with pytest.raises(StoreUnavailable, match="Permission denied"):
        folder.blobs().find(blob.digest)
    folder.close()


def test_a_missing_key_is_made_only_where_nothing_was_made_with_it(tmp_path: Path) -> None:
    """Before anything has happened, or where somebody says that the old one is lost."""
    folder = DataFolder(tmp_path)
    first = folder.secret("code-pepper")
    folder.plant(tree(1))
    folder.add_area("n0")
    (tmp_path / "keys" / "code-pepper").unlink()
    assert folder.secret("code-pepper") != first
    folder.add_staff(b"digest", "n0", "小林")
    (tmp_path / "keys" / "code-pepper").unlink()
    with pytest.raises(KeyUnusable, match="missing"):
        folder.secret("code-pepper")
    folder.new_secret("code-pepper")
    assert folder.secret("code-pepper") != first
    folder.close()


def _secret(path: str, answers: multiprocessing.Queue[bytes]) -> None:
    folder = DataFolder(path)
    answers.put(folder.secret("code-pepper"))
    folder.close()


def test_processes_that_start_together_share_one_key(tmp_path: Path) -> None:
    """Also the tables of a new folder are made once."""
    spawn = multiprocessing.get_context("fork")
    answers: multiprocessing.Queue[bytes] = spawn.Queue()
    others = [spawn.Process(target=_secret, args=(str(tmp_path), answers)) for _ in range(4)]
    for one in others:
        one.start()
    keys = {answers.get(timeout=60) for _ in others}
    for one in others:
        one.join()
    assert len(keys) == 1
    assert len(keys.pop()) == 32


def test_a_town_whose_index_is_gone_is_not_begun_anew(tmp_path: Path) -> None:
    """An empty ``town.sqlite`` beside areas' files would hide them all."""
    folder = DataFolder(tmp_path)
    folder.plant(tree(1))
    folder.add_area("n0")
    folder.close()
    (tmp_path / "town.sqlite").unlink()
    with pytest.raises(StoreUnavailable, match=r"no town\.sqlite"):
        DataFolder(tmp_path)
    assert not (tmp_path / "town.sqlite").exists()


def test_an_area_whose_file_is_gone_is_not_begun_anew(tmp_path: Path) -> None:
    """Neither by asking for it nor by founding it again once something has left the house."""
    folder = DataFolder(tmp_path)
    folder.plant(tree(1))
    folder.add_area("n0")
    folder.close()
    (tmp_path / "n0.sqlite").unlink()
    outside = tmp_path / "checkpoints" / "n0"
    outside.mkdir(parents=True)
    (outside / "diary.json").write_text("{}", encoding="utf-8")
    folder = DataFolder(tmp_path)
    for ask in (folder.area, folder.add_area):
        with pytest.raises(StoreUnavailable, match="not there"):
            ask("n0")
    assert not (tmp_path / "n0.sqlite").exists()
    (outside / "diary.json").unlink()
    assert folder.add_area("n0").count("head") == 0  # a founding that was cut off is finished
    folder.close()


class TestConnections:
    """Few are open, and none is closed while somebody uses it."""

    def test_many_areas_and_threads(self, tmp_path: Path) -> None:
        """300 areas, 8 threads: every answer right, a bounded number of open files."""
        folder = DataFolder(tmp_path / "data", connections=24)
        folder.plant(tree(300))
        folder.add_area("n0").close()
        with folder.town.transaction():
            folder.town.add("file", [_filed(tmp_path / "data", at) for at in range(1, 300)])
        for at in range(300):
            with folder.area(f"n{at}").transaction():
                folder.area(f"n{at}").put("head", {"log": "a", "frontier": str(at)})
        most, faults = [0], []

        def ask(seed: int) -> None:
            chance = random.Random(seed)
            try:
                for _ in range(150):
                    at = chance.randrange(300)
                    store = folder.area(f"n{at}")
                    if chance.random() < 0.2:
                        with store.transaction():
                            assert store.get("head", log="a") is not None
                            store.put("head", {"log": f"t{seed}", "frontier": str(at)})
                    assert store.get("head", log="a") == {"log": "a", "frontier": str(at)}
                    most.append(_open_files())
            except BaseException as fault:  # noqa: BLE001 - told below
                faults.append(fault)

        before = _open_files()
        threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults == []
        assert max(most) <= before + 3 * (24 + 8)
        assert folder._connections.count() <= 24
        folder.close()
        assert folder._connections.count() == 0

    def test_what_is_in_use_is_not_closed(self, tmp_path: Path) -> None:
        """More transactions than connections may rest: all of them end well."""
        connections = Connections(2)
        stores = [
            SqliteStore(tmp_path / f"{at}.sqlite", connections=connections) for at in range(6)
        ]
        inside, done = threading.Barrier(7), threading.Event()

        def write(store: SqliteStore) -> None:
            with store.transaction():
                store.put("head", {"log": "a", "frontier": "x"})
                inside.wait(30)
                assert done.wait(30)

        threads = [threading.Thread(target=write, args=(store,)) for store in stores]
        for thread in threads:
            thread.start()
        inside.wait(30)
        for store in stores[:3]:
            store.close()  # closed when its transaction has ended
        done.set()
        for thread in threads:
            thread.join()
        gc.collect()
        assert [store.count("head") for store in stores] == [1] * 6
        assert connections.count() <= 2
        for store in stores:
            store.close()

    @pytest.mark.parametrize(("most", "kept"), [(1, 1), (2, 2), (3, 3), (4, 3)])
    def test_the_bar(self, tmp_path: Path, most: int, kept: int) -> None:
        """Three files asked in turn: as many stay open as may, those that were asked last."""
        connections = Connections(most)
        stores = [
            SqliteStore(tmp_path / f"{at}.sqlite", connections=connections) for at in range(3)
        ]
        for store in stores:
            store.count("head")
        assert connections.count() == kept
        open_ = [connections.count(store._number) for store in stores]
        assert open_ == [0] * (3 - kept) + [1] * kept
        for store in stores:
            store.close()


def _filed(path: Path, at: int) -> dict[str, str]:
    """The row of one more area, whose file is a copy of the first one's: quicker than founding."""
    shutil.copy(path / "n0.sqlite", path / f"n{at}.sqlite")
    return {"area": f"n{at}", "name": f"n{at}.sqlite"}


def _open_files() -> int:
    if sys.platform != "linux":
        pytest.skip("counts open files in /proc")
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - names only


class Thing:
    """Something that is kept."""


class TestRecent:
    """One thing of each name; what nobody holds or uses goes."""

    def test_what_was_used_last_stays(self) -> None:
        """The longest unused goes first."""
        recent: Recent[Thing] = Recent(2)
        for name in "abc":
            recent.put(name, Thing())
            recent.get("a")
        gc.collect()
        assert [recent.get(name) is not None for name in "abc"] == [True, False, True]

    def test_what_somebody_holds_is_the_same_one(self) -> None:
        """Never two of one name at a time."""
        recent: Recent[Thing] = Recent(1)
        held = recent.put("a", Thing())
        recent.put("b", Thing())
        assert recent.get("a") is held
        assert recent.put("a", Thing()) is held

    def test_what_must_stay_stays(self) -> None:
        """However long it is not used."""
        recent: Recent[Thing] = Recent(1, lambda _: True)
        recent.put("a", Thing())
        recent.put("b", Thing())
        gc.collect()
        assert recent.get("a") is not None


class TestTree:
    """One frozen tree for all, read anew when somebody has planted."""

    def test_it_is_read_once_a_version(self, tmp_path: Path) -> None:
        """The very same object until it changes, however many areas get files."""
        folder = DataFolder(tmp_path)
        folder.plant(tree(3))
        first = folder.tree()
        for at in range(3):
            folder.add_area(f"n{at}")
        folder.add_staff(b"1", "n0", "甲")
        assert folder.tree() is first
        assert folder.areas() == ("n0", "n1", "n2")
        folder.plant(tree(4))
        assert folder.tree() is not first
        folder.close()

    def test_what_another_process_does_is_seen(self, tmp_path: Path) -> None:
        """An area planted or founded elsewhere, at the next question."""
        here, there = DataFolder(tmp_path), DataFolder(tmp_path)
        here.plant(tree(1))
        assert (len(list(there.tree())), there.areas()) == (2, ())
        here.plant(tree(2))
        here.add_area("n1")
        assert (len(list(there.tree())), there.areas()) == (3, ("n1",))
        assert there.area("n1").count("head") == 0
        here.close()
        there.close()

    def test_whoever_adds_at_the_same_time_undoes_nothing(self, tmp_path: Path) -> None:
        """Each has seen the tree before any of the others has written."""
        first = DataFolder(tmp_path)
        first.plant(tree(0))
        folders = [DataFolder(tmp_path) for _ in range(6)]
        seen = threading.Barrier(len(folders))

        def add(at: int) -> None:
            folders[at].tree()
            seen.wait()
            folders[at].grow([Area(f"a{at}", "neighbourhood", "村", "t")])

        threads = [threading.Thread(target=add, args=(at,)) for at in range(len(folders))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert {f"a{at}" for at in range(6)} <= {area.id for area in first.tree()}
        for folder in (first, *folders):
            folder.close()

    def test_readers_never_see_half_a_tree(self, tmp_path: Path) -> None:
        """While somebody plants, each tree that is read is one that was planted."""
        here, there = DataFolder(tmp_path), DataFolder(tmp_path)
        sizes = {len(list(tree(number))) for number in (2, 40)}
        here.plant(tree(2))
        stop, seen = threading.Event(), set()

        def read() -> None:
            while not stop.is_set():
                seen.add(len(list(there.tree())))

        thread = threading.Thread(target=read)
        thread.start()
        for at in range(20):
            here.plant(tree(2 if at % 2 else 40))
        stop.set()
        thread.join()
        assert seen <= sizes
        here.close()
        there.close()
