"""The two stores take the same exam; SQLite also has to be safe on a disk."""

import gc
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from tickbox_core.errors import NotListed
from tickbox_core.model import Area, AreaTree, MicroGrid
from tickbox_core.store import AREA, TOWN, MemoryStore
from tickbox_core.store.folder import DataFolder
from tickbox_core.store.sqlite import SqliteStore, has_wal_reset_bug
from tickbox_core.store.sqlite import sqlite3 as driver
from tickbox_core.testing.store import store_contract

TestMemoryStore = store_contract(lambda folder: MemoryStore())
TestSqliteStore = store_contract(lambda folder: SqliteStore(folder / "area.sqlite"))


def test_sqlite_keeps_its_rows(tmp_path: Path) -> None:
    """A file closed and opened again holds what was committed."""
    first = SqliteStore(tmp_path / "a.sqlite")
    with first.transaction():
        first.put("head", {"log": "a", "frontier": "x"})
    first.close()
    again = SqliteStore(tmp_path / "a.sqlite")
    assert again.find("head") == [{"log": "a", "frontier": "x"}]
    again.close()


def test_every_connection_is_durable(tmp_path: Path) -> None:
    """Each thread's connection says WAL and FULL, foreign keys and an untrusted schema."""
    store = SqliteStore(tmp_path / "a.sqlite")
    with store._take_lease() as connection:
        settings = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema")
        }
    store.close()
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
    }


@pytest.mark.parametrize("schema", [AREA, TOWN], ids=lambda schema: schema.name)
def test_the_schema_is_closed(tmp_path: Path, schema: object) -> None:
    """The file has the declared tables and columns, strict, and none besides."""
    SqliteStore(tmp_path / "a.sqlite", schema).close()
    database = sqlite3.connect(tmp_path / "a.sqlite")
    strict = {
        name: strict
        for _, name, kind, _, _, strict in database.execute("PRAGMA table_list")
        if kind == "table" and not name.startswith(("sqlite_", "_sqlite_"))
    }
    columns = {
        name: {row[1] for row in database.execute(f"PRAGMA table_info({name})")} for name in strict
    }
    database.close()
    counter = {"counter": {"name", "number"}} if schema.counters else {}
    tables = {name: set(table.columns) for name, table in schema.tables.items()}
    assert columns == {**tables, **counter}
    assert set(strict.values()) == {1}


def test_the_town_file_holds_no_ballots() -> None:
    """Ballots, slots and people live in the areas' files only."""
    assert set(TOWN.tables) == {"area", "grid", "file", "staff", "staff_role", "setting"}


@pytest.mark.parametrize(
    ("version", "bug"),
    [
        ("3.6.23", False),
        ("3.7.0", True),
        ("3.40.1", True),
        ("3.44.5", True),
        ("3.44.6", False),
        ("3.45.0", True),
        ("3.50.6", True),
        ("3.50.7", False),
        ("3.51.0", True),
        ("3.51.2", True),
        ("3.51.3", False),
        ("3.53.4", False),
        ("4.0.0", False),
    ],
)
def test_knows_the_wal_reset_bug(version: str, bug: bool) -> None:
    """The range of versions with the bug, just inside and just outside."""
    assert has_wal_reset_bug(version) is bug


class TestDataFolder:
    """One file per area, an index of them, and secrets beside, not inside."""

    TREE = AreaTree(
        (
            Area("t", "town", "镇"),
            Area("n1", "neighbourhood", "一村", "t"),
            Area("n2", "neighbourhood", "二村", "t"),
        ),
        (MicroGrid("g", "网格", ("n1",), ("shop",)),),
    )

    def test_keeps_the_tree(self, tmp_path: Path) -> None:
        """The tree comes back as it was planted, overlays included."""
        folder = DataFolder(tmp_path)
        folder.plant(self.TREE)
        assert folder.tree() == self.TREE
        folder.close()

    def test_gives_each_area_a_file(self, tmp_path: Path) -> None:
        """Only areas that were given a file have one, and a stranger finds none."""
        folder = DataFolder(tmp_path)
        folder.plant(self.TREE)
        folder.add_area("n2")
        assert folder.areas() == ("n2",)
        assert (tmp_path / "n2.sqlite").exists()
        with pytest.raises(NotListed):
            folder.area("n1")
        folder.close()

    def test_keeps_secrets(self, tmp_path: Path) -> None:
        """A secret is made once, kept for its owner only, and another name has another."""
        folder = DataFolder(tmp_path)
        secret = folder.secret("pepper")
        assert folder.secret("pepper") == secret != folder.secret("signing")
        assert (tmp_path / "keys" / "pepper").stat().st_mode & 0o077 == 0
        folder.close()


def test_a_thread_takes_its_connection_with_it(tmp_path: Path) -> None:
    """Hosts whose threads come and go do not run out of file handles."""
    store = SqliteStore(tmp_path / "a.sqlite")
    for _ in range(20):
        thread = threading.Thread(target=lambda: store.count("head"))
        thread.start()
        thread.join()
    gc.collect()
    assert store._connections.count() == 1
    store.close()


def test_a_file_of_an_older_version_gets_what_is_new(tmp_path: Path) -> None:
    """Its rows stay; the table that it did not have is there after opening."""
    path = tmp_path / "n1.sqlite"
    store = SqliteStore(path)
    with store.transaction():
        store.add("outcome", [{"cycle": "r1", "body": "{}"}])
    store.close()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute('DROP TABLE "sheet_slot"')
        raw.execute("DELETE FROM _sqlite_migrations WHERE name = '0002-count-sheets'")
        raw.commit()
    again = SqliteStore(path)
    assert again.get("outcome", cycle="r1") == {"cycle": "r1", "body": "{}"}
    assert again.count("sheet_slot", cycle="r1") == 0
    again.close()


def test_no_byte_of_what_was_scrubbed_is_left(tmp_path: Path) -> None:
    """Deleted rows may lie in the write-ahead log; once scrubbed neither file holds them."""
    file, name = tmp_path / "a.sqlite", "王小红的名字"
    store = SqliteStore(file)
    with store.transaction():
        store.add("person", [{"cycle": "c", "id": "p", "name": name, "born": None}])
    with store.transaction():
        store.remove("person", cycle="c")
    assert name.encode() in b"".join(part.read_bytes() for part in tmp_path.iterdir())
    assert store.scrub()
    assert name.encode() not in b"".join(part.read_bytes() for part in tmp_path.iterdir())
    store.close()


def test_a_reader_keeps_old_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While somebody reads what was before, scrubbing says that it is not done; then it is."""
    monkeypatch.setattr("tickbox_core.store.sqlite.BUSY_SECONDS", 0)
    store = SqliteStore(tmp_path / "a.sqlite")
    with store.transaction():
        store.put("head", {"log": "a", "frontier": "x"})
    # the store's own driver: locks of two SQLite libraries in one process do not see each other
    with closing(driver.connect(tmp_path / "a.sqlite", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM head").fetchall()
        assert not store.scrub()
    assert store.scrub()
    store.close()


def test_a_snapshot_is_taken_while_somebody_writes(tmp_path: Path) -> None:
    """It waits for nobody and shows what was committed."""
    store, other = SqliteStore(tmp_path / "a.sqlite"), SqliteStore(tmp_path / "a.sqlite")
    with other.transaction():
        other.put("head", {"log": "a", "frontier": "x"})
    with other.transaction():
        other.put("head", {"log": "a", "frontier": "y"})
        assert store.snapshot()["head"] == [{"log": "a", "frontier": "x"}]
    assert store.snapshot()["head"] == [{"log": "a", "frontier": "y"}]
    store.close()
    other.close()
