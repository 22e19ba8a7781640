"""The SQLite store: one file, write-ahead log, every commit on the disk before it is answered.

Settings are asserted on every connection: with ``synchronous=NORMAL`` a power loss takes back
acknowledged ballots, so a connection that does not say FULL is refused.  Each thread has a
connection of its own; writers queue at ``BEGIN IMMEDIATE``.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tickbox_core.errors import MissingExtra, StoreUnsafe
from tickbox_core.store.contract import Conflict, Row, Value
from tickbox_core.store.schema import AREA, Schema, Table
from tickbox_core.text import Text

try:
    from sqlite_utils import Database, Migrations
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


class SqliteStore:
    """The tables of a schema in one SQLite file."""

    def __init__(self, path: str | Path, schema: Schema = AREA) -> None:
        """Open or make the file, bring its tables up to date, and check the settings.

        Raises ``StoreUnsafe`` where the file cannot keep ballots durably (a file system without
        shared memory for the write-ahead log, say), or is damaged.
        """
        self._path = Path(path)
        self._schema = schema
        self._local = threading.local()
        self._open: weakref.WeakSet[_Held] = weakref.WeakSet()
        self._guard = threading.Lock()
        with self._readable():
            _migrations(schema).apply(self._database())

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, on the disk before it ends; other writers wait."""
        connection = self._connection()
        if connection.in_transaction:
            raise RuntimeError("transactions are not nested")
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

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
        (number,) = self._connection().execute(sql, dict(where)).fetchone()
        return int(number)

    def remove(self, table: str, **where: Value) -> int:
        """Delete the rows with these values and say how many."""
        if not where:
            raise ValueError("say which rows to remove")
        sql = f'DELETE FROM "{table}"{self._where(table, where)}'
        return int(self._changing().execute(sql, dict(where)).rowcount)

    def snapshot(self) -> dict[str, list[dict[str, Any]]]:
        """All rows of all tables by name, as of one moment, while others go on writing.

        SQLite's backup API copies the file into memory: no second file holds anybody's name.
        """
        copy = sqlite3.connect(":memory:")
        try:
            with self._readable():
                self._connection().backup(copy)
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
        connection = self._connection()
        try:
            connection.execute("VACUUM")
            (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError:
            return False
        return bool(busy == 0)

    def close(self) -> None:
        """Close every thread's connection."""
        with self._guard:
            for held in tuple(self._open):
                held.connection.close()
            self._open.clear()
            self._local = threading.local()

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

    def _connection(self) -> Any:
        held: _Held | None = getattr(self._local, "held", None)
        if held is None:
            held = self._local.held = _Held(self._connected())
            with self._guard:
                self._open.add(held)
        return held.connection

    def _connected(self) -> Any:
        connection = sqlite3.connect(
            self._path, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS
        )
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
        return connection

    def _database(self) -> Any:
        return Database(self._connection())

    def _changing(self) -> Any:
        connection = self._connection()
        if not connection.in_transaction:
            raise RuntimeError("changes need a transaction")
        return connection

    def _table(self, name: str) -> Table:
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
        return [
            dict(zip(columns, row, strict=True))
            for row in (held or self._connection()).execute(sql, dict(where))
        ]

    def _write(self, sql: str, table: str, rows: Iterable[Row]) -> None:
        connection = self._changing()
        columns = self._table(table).columns
        whole = []
        for row in rows:
            if unknown := row.keys() - columns.keys():
                raise ValueError(f"no column {sorted(unknown)} in {table}")
            whole.append([row.get(column) for column in columns])
        connection.execute("SAVEPOINT rows")
        try:
            connection.executemany(sql, whole)
        except sqlite3.IntegrityError as problem:
            connection.execute("ROLLBACK TO rows")
            if "NOT NULL" in str(problem):
                raise ValueError(str(problem)) from None
            raise Conflict from None
        finally:
            connection.execute("RELEASE rows")


class _Held:
    """A thread's connection, closed when the thread ends: thread-local data goes with it."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def __del__(self) -> None:
        self.connection.close()


_NO_WAL = Text(
    "此处不支持预写日志（是网络盘吗？）；请放在本机磁盘上。",
    "no write-ahead log is possible here (a network share?); use a disk of this machine.",
)


def _insert(verb: str, name: str, table: Table) -> str:
    columns = ", ".join(f'"{column}"' for column in table.columns)
    marks = ", ".join("?" for _ in table.columns)
    return f'{verb} INTO "{name}" ({columns}) VALUES ({marks})'


def _migrations(schema: Schema) -> Migrations:
    """The file's history: one migration a change, applied in its own transaction."""
    migrations = Migrations(schema.name)

    @migrations(name="0001-first-tables")
    def first_tables(database: Any) -> None:
        _make(database, schema, 1)

    @migrations(name="0002-count-sheets")
    def count_sheets(database: Any) -> None:
        _make(database, schema, 2)

    @migrations(name="0003-judgements")
    def judgements(database: Any) -> None:
        _make(database, schema, 3)

    @migrations(name="0004-leaves")
    def leaves(database: Any) -> None:
        _make(database, schema, 4)

    @migrations(name="0005-staff-roles")
    def staff_roles(database: Any) -> None:
        _make(database, schema, 5)

    @migrations(name="0007-bundles")
    def bundles(database: Any) -> None:
        _make(database, schema, 7)

    return migrations


def _by_key(table: Table) -> str:
    return "ORDER BY " + ", ".join(f'"{column}"' for column in table.key)


def _make(database: Any, schema: Schema, since: int) -> None:
    for name, table in schema.tables.items():
        if table.since != since:
            continue
        database.execute(_create(name, table))
        for number, columns in enumerate(table.indexes):
            listed = ", ".join(f'"{column}"' for column in columns)
            database.execute(f'CREATE INDEX "{name}_{number}" ON "{name}" ({listed})')


def _create(name: str, table: Table) -> str:
    columns = [
        f'"{column}" {kind.removesuffix("!")}' + (" NOT NULL" if kind.endswith("!") else "")
        for column, kind in table.columns.items()
    ]
    key = ", ".join(f'"{column}"' for column in table.key)
    return (
        f'CREATE TABLE "{name}" ({", ".join(columns)}, PRIMARY KEY ({key})) STRICT, WITHOUT ROWID'
    )


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
