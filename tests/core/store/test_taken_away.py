"""What SQLite keeps beside a file, taken away under a running program or after a crash.

A new connection makes a new log where none stands.  If it then closes last, it writes back its own,
empty log, and what others had in theirs is gone: acknowledged ballots too.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tickbox_core.errors import StoreUnavailable
from tickbox_core.store.sqlite import SqliteStore


def kept(path: Path) -> int:
    """How many rows whoever starts afterwards finds."""
    store = SqliteStore(path)
    try:
        return store.count("head")
    finally:
        store.close()


@contextmanager
def asking(store: SqliteStore, threads: int = 3) -> Iterator[list[object]]:
    """What other threads, each with a new connection, are told; they live until the end."""
    told: list[object] = []
    here, enough = threading.Barrier(threads + 1), threading.Event()

    def ask() -> None:
        try:
            told.append(store.count("head"))
        except Exception as problem:  # noqa: BLE001 - whatever it is told
            told.append(problem)
        here.wait()
        enough.wait()

    asked = [threading.Thread(target=ask) for _ in range(threads)]
    for thread in asked:
        thread.start()
    here.wait()
    yield told
    enough.set()
    for thread in asked:
        thread.join()


@pytest.mark.parametrize("beside", ["-wal", "-shm"])
@pytest.mark.parametrize("put", ["nothing", "an empty file"])
@pytest.mark.parametrize("again", range(5))  # which connection closes last is not said
def test_no_new_connection_beside_a_log_that_is_gone(
    tmp_path: Path, beside: str, put: str, again: int
) -> None:
    """Refused in words in every thread; what was acknowledged before stands afterwards."""
    store = SqliteStore(tmp_path / "a.sqlite")
    assert store.scrub()  # else the log has the first page, and SQLite itself fails to read it
    with store.transaction():
        store.put("head", {"log": "a", "frontier": "x"})
    gone = tmp_path / f"a.sqlite{beside}"
    gone.unlink()
    if put == "an empty file":
        gone.touch()
    with asking(store) as told:
        store.close()
    assert [type(one) for one in told] == [StoreUnavailable] * 3
    assert kept(tmp_path / "a.sqlite") == 1


def test_other_connections_may_come_and_go(tmp_path: Path) -> None:
    """Where nothing was taken away, threads open and let go while others do the same."""
    store = SqliteStore(tmp_path / "a.sqlite")
    for _ in range(10):
        with asking(store) as told:
            store.close()
        assert [type(one) for one in told] == [int] * 3
    store.close()
    assert not (tmp_path / "a.sqlite-wal").exists()


CRASH = """
import os
from tickbox_core.store.sqlite import SqliteStore
store = SqliteStore({path!r})
store.scrub()
with store.transaction():
    store.put("head", {{"log": "a", "frontier": "x"}})
os.kill(os.getpid(), 9)
"""


def test_a_log_that_is_lost_after_a_crash_is_told(tmp_path: Path) -> None:
    """What stood in it is lost, and somebody has to know; there is a way out."""
    path = tmp_path / "a.sqlite"
    subprocess.run([sys.executable, "-c", CRASH.format(path=str(path))], check=False)
    log, index = tmp_path / "a.sqlite-wal", tmp_path / "a.sqlite-shm"
    log.rename(tmp_path / "aside")
    with pytest.raises(StoreUnavailable, match="put the log"):
        SqliteStore(path)
    (tmp_path / "aside").rename(log)
    assert kept(path) == 1
    subprocess.run([sys.executable, "-c", CRASH.format(path=str(path))], check=False)
    log.unlink()
    index.unlink()
    assert kept(path) == 1  # REPLACE of the same row: what was written back before


def test_another_program_does_not_make_a_log_of_its_own(tmp_path: Path) -> None:
    """The command line beside a running server: refused, and the server's rows are kept."""
    store = SqliteStore(tmp_path / "a.sqlite")
    assert store.scrub()
    with store.transaction():
        store.put("head", {"log": "a", "frontier": "x"})
    (tmp_path / "a.sqlite-wal").unlink()
    code = "import sys; from tickbox_core.store.sqlite import SqliteStore; SqliteStore(sys.argv[1])"
    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a.sqlite")], capture_output=True, text=True
    )
    assert ran.returncode != 0 and "StoreUnavailable" in ran.stderr
    store.close()
    assert kept(tmp_path / "a.sqlite") == 1
