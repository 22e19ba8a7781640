"""The SQLite store: one file, write-ahead log, every commit on the disk before it is answered.

Settings are asserted on every connection: with ``synchronous=NORMAL`` a power loss takes back
acknowledged ballots, so a connection that does not say FULL is refused.  Each thread has a
connection of its own, which may be let go while it rests (``connections``); writers queue at
``BEGIN IMMEDIATE``.

A transaction ends well only if the file and its write-ahead log still stand in the folder: what
goes into a file that was deleted, renamed or replaced meanwhile is lost to everybody else.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tickbox_core.errors import MissingExtra, StoreUnavailable, StoreUnsafe
from tickbox_core.store import faults
from tickbox_core.store.connections import Connection, Connections
from tickbox_core.store.contract import Conflict, Row, Value
from tickbox_core.store.files import FILE, sync_folder, tighten
from tickbox_core.store.migrating import bring_up_to_date
from tickbox_core.store.schema import AREA, Schema, TableSchema
from tickbox_core.text import Text

try:
    from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the driver it chose
except ModuleNotFoundError:  # pragma: no cover - only without the extra
    raise MissingExtra("sqlite-utils", "store") from None

BUSY_SECONDS = 30
_SETTINGS = {
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "secure_delete": 1,
    "synchronous": 2,
}


_BESIDE = ("", "-wal", "-shm")


class SqliteStore:
    """The tables of a schema in one SQLite file."""

    def __init__(
        self,
        path: str | Path,
        schema: Schema = AREA,
        connections: Connections | None = None,
        *,
        make: bool = True,
    ) -> None:
        """Open the file (or ``make`` it), bring its tables up to date, and check the settings.

        ``connections`` bounds how many are open at once, together with other files'.  Raises
        ``StoreUnsafe`` where the file cannot keep ballots durably (a file system without
        shared memory for the write-ahead log, say), or is damaged; ``StoreUnavailable`` where it is
        not there and is not to be made.
        """
        self._path = Path(path).absolute()
        self._schema = schema
        self._connections = connections or Connections()
        self._number = self._connections.number()
        self._local = threading.local()
        if make:
            _make_file(self._path)
        for beside in _BESIDE:
            tighten(self._path.with_name(self._path.name + beside))
        self._is: tuple[int, int] | None = None
        with self._readable(), self._take_lease() as connection:
            bring_up_to_date(connection, schema)

    @property
    def in_place(self) -> bool:
        """Whether the file that was opened still stands where it stood, and its log beside it."""
        try:
            self._check_beside()
            return faults.identity(self._path) == self._is
        except StoreUnavailable:
            return False

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, on the disk before it ends; other writers wait.

        Raises ``StoreUnavailable`` where the file is gone, full or read-only: then nothing has
        changed in it.  Where it went during the commit, nobody can tell.
        """
        with self._take_lease() as connection:
            if connection.in_transaction:
                raise RuntimeError("transactions are not nested")
            self._check()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._check()
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # the first fault is the one to tell
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
                raise
            self._check()

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """New rows; ``Conflict`` when a primary key is taken."""
        self._write(_insert("INSERT", table, self._table(table)), table, rows)

    def put(self, table: str, row: Row) -> None:
        """A row in place of the one with the same primary key, or a new one."""
        self._write(_insert("INSERT OR REPLACE", table, self._table(table)), table, [row])

    def get(self, table: str, **key: Value) -> dict[str, Any] | None:
        """The row with these values of its primary key, or ``None``."""
        return next(iter(self._rows(table, key, "LIMIT 1")), None)

    def find(self, table: str, *, order: str = "", **where: Value) -> list[dict[str, Any]]:
        """All rows with these values, ordered by a column (or by primary key)."""
        by = f'ORDER BY "{self._column(table, order)}"' if order else _by_key(self._table(table))
        return self._rows(table, where, by)

    def count(self, table: str, **where: Value) -> int:
        """How many rows have these values."""
        sql = f'SELECT count(*) FROM "{table}"{self._where(table, where)}'
        with self._take_lease() as connection:
            (number,) = connection.execute(sql, dict(where)).fetchone()
        return int(number)

    def versions(self) -> dict[str, int]:
        """The counters of the schema: each goes up with every change of its tables, by anybody."""
        with self._take_lease() as connection:
            return dict(connection.execute('SELECT "name", "number" FROM "counter"'))

    def remove(self, table: str, **where: Value) -> int:
        """Delete the rows with these values and say how many."""
        if not where:
            raise ValueError("say which rows to remove")
        sql = f'DELETE FROM "{table}"{self._where(table, where)}'
        with self._changing() as connection:
            return int(connection.execute(sql, dict(where)).rowcount)

    def snapshot(self) -> dict[str, list[dict[str, Any]]]:
        """All rows of all tables by name, as of one moment, while others go on writing.

        SQLite's backup API copies the file into memory: no second file holds anybody's name.
        """
        copy = sqlite3.connect(":memory:")
        try:
            with self._readable(), self._take_lease() as connection:
                connection.backup(copy)
                return {
                    name: self._rows(name, {}, _by_key(table), copy)
                    for name, table in self._schema.tables.items()
                }
        finally:
            copy.close()

    def scrub(self) -> bool:
        """Rewrite the file without free pages and empty the write-ahead log.

        ``False`` where another connection held on for longer than ``BUSY_SECONDS``.
        """
        with self._take_lease() as connection:
            try:
                connection.execute("VACUUM")
                (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            except sqlite3.OperationalError:
                return False
        return bool(busy == 0)

    def close(self) -> None:
        """Close every thread's connection; one in use closes when it is given back."""
        self._connections.close(self._number)

    # -- inside --------------------------------------------------------------------------------

    @contextmanager
    def _readable(self) -> Iterator[None]:
        """Say in words that a file is damaged, or no database at all."""
        try:
            yield
        except sqlite3.OperationalError:
            raise  # busy, say: the file is sound
        except sqlite3.DatabaseError as problem:
            said = Text(f"读不出来（{problem}）。", f"it cannot be read ({problem}).")
            raise StoreUnsafe(str(self._path), said) from None

    def _take_lease(self) -> _Lease:
        return _Lease(self)

    def _lease(self) -> Connection:
        held: Connection | None = getattr(self._local, "held", None)
        if held is None or not self._connections.lease(self._number, held):
            held = self._local.held = self._connect()
            self._connections.admit(self._number, held)
        return held

    def _connect(self) -> Connection:
        """A new connection, to the file that was opened at first and no other."""
        self._check_file()
        self._check_beside()
        connection = sqlite3.connect(
            f"{self._path.as_uri()}?mode=rw",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            timeout=BUSY_SECONDS,
        )
        try:
            self._set(connection)
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            self._check_file()
            self._check_beside()
            self._is = faults.identity(self._path)
            return Connection(connection, self._files())
        except BaseException:
            connection.close()
            raise

    def _set(self, connection: Any) -> None:
        connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        (mode,) = connection.execute("PRAGMA journal_mode=WAL").fetchone()
        if mode != "wal":
            raise StoreUnsafe(str(self._path), _NO_WAL)
        for setting, value in _SETTINGS.items():
            connection.execute(f"PRAGMA {setting}={value}")
            (now,) = connection.execute(f"PRAGMA {setting}").fetchone()
            if now != value:
                problem = Text(f"{setting} 是 {now}。", f"{setting} is {now}.")
                raise StoreUnsafe(str(self._path), problem)

    def _files(self) -> Iterator[tuple[str, tuple[int, int]]]:
        for beside in _BESIDE:
            path = f"{self._path}{beside}"
            yield path, faults.identity(path)

    def _check_file(self) -> None:
        """Raise ``StoreUnavailable`` unless the file that was opened at first stands there."""
        found = faults.identity(self._path)
        if self._is is not None and found != self._is:
            faults.raise_replaced()

    def _check_beside(self) -> None:
        """Raise ``StoreUnavailable`` where others have a log open that is not the one beside.

        A connection that made a new log in its place would, if it closed last, take with it all
        that stands in theirs.
        """
        faults.check_abandoned(str(self._path))
        for peer in self._connections.peers(self._number):
            try:
                for path, known in peer.files[1:]:
                    faults.check_log(path, known)
            except StoreUnavailable:
                if not (peer.closed or peer.leaving):  # the last to close removes its log
                    raise

    def _check(self) -> None:
        """Raise ``StoreUnavailable`` unless this thread's files still stand in the folder."""
        self._check_file()
        for path, known in self._local.held.files[1:]:
            faults.check_log(path, known)

    @contextmanager
    def _changing(self) -> Iterator[Any]:
        with self._take_lease() as connection:
            if not connection.in_transaction:
                raise RuntimeError("changes need a transaction")
            yield connection

    def _table(self, name: str) -> TableSchema:
        return self._schema.tables[name]

    def _column(self, table: str, name: str) -> str:
        if name not in self._table(table).columns:
            raise ValueError(f"no column {name} in {table}")
        return name

    def _where(self, table: str, where: Row) -> str:
        tests = [f'"{self._column(table, column)}" IS :{column}' for column in where]
        return f" WHERE {' AND '.join(tests)}" if tests else ""

    def _rows(self, table: str, where: Row, tail: str, held: Any = None) -> list[dict[str, Any]]:
        columns = self._table(table).columns
        names = ", ".join(f'"{column}"' for column in columns)
        sql = f'SELECT {names} FROM "{table}"{self._where(table, where)} {tail}'
        if held is not None:
            found = held.execute(sql, dict(where)).fetchall()
        else:
            with self._take_lease() as connection:
                found = connection.execute(sql, dict(where)).fetchall()
        return [dict(zip(columns, row, strict=True)) for row in found]

    def _write(self, sql: str, table: str, rows: Iterable[Row]) -> None:
        columns = self._table(table).columns
        with self._changing() as connection:
            whole, known = [], columns.keys()
            for row in rows:
                if not row.keys() <= known:
                    raise ValueError(f"no column {sorted(row.keys() - known)} in {table}")
                whole.append(list(map(row.get, columns)))
            connection.execute("SAVEPOINT rows")
            try:
                connection.executemany(sql, whole)
            except sqlite3.IntegrityError as problem:
                connection.execute("ROLLBACK TO rows")
                if "NOT NULL" in str(problem):
                    raise ValueError(str(problem)) from None
                raise Conflict from None
            finally:
                with suppress(sqlite3.OperationalError):  # a full disk has rolled everything back
                    connection.execute("RELEASE rows")


class _Lease:
    """A thread's connection while something is asked through it; its faults said in words."""

    __slots__ = ("_held", "_store")

    def __init__(self, store: SqliteStore) -> None:
        self._store = store

    def __enter__(self) -> Any:
        try:
            self._held = self._store._lease()
        except sqlite3.OperationalError as problem:
            faults.raise_in_words(problem)
            raise
        return self._held.held

    def __exit__(self, _: object, problem: object, __: object) -> None:
        self._store._connections.give_back(self._held)
        if isinstance(problem, sqlite3.DatabaseError):
            faults.raise_in_words(problem)


_NO_WAL = Text(
    "此处不支持预写日志（是网络盘吗？）；请放在本机磁盘上。",
    "no write-ahead log is possible here (a network share?); use a disk of this machine.",
)


def _insert(verb: str, name: str, table: TableSchema) -> str:
    columns = ", ".join(f'"{column}"' for column in table.columns)
    marks = ", ".join("?" for _ in table.columns)
    return f'{verb} INTO "{name}" ({columns}) VALUES ({marks})'


def _by_key(table: TableSchema) -> str:
    return "ORDER BY " + ", ".join(f'"{column}"' for column in table.key)


def _make_file(path: Path) -> None:
    """An empty file for its owner alone; one that is there is not touched.

    Never opened by anything but SQLite afterwards: closing another handle drops its locks.
    """
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, FILE))
    except FileExistsError:
        return
    path.chmod(FILE)
    sync_folder(path.parent)


def library_version() -> str:
    """The version of the SQLite library in use."""
    return str(sqlite3.sqlite_version)


def has_wal_reset_bug(version: str) -> bool:
    """Whether that SQLite can lose data when a write-ahead log is reset.

    Versions 3.7.0 to 3.51.2 do; mended in 3.51.3 and in 3.44.6 and 3.50.7.  Source: sqlite.org.
    """
    major, minor, patch = (int(part) for part in (*version.split("."), "0", "0")[:3])
    if major != 3 or minor < 7 or (minor, patch) >= (51, 3):
        return False
    return not ((minor == 44 and patch >= 6) or (minor == 50 and patch >= 7))
