"""A store in memory: for tests and for embedders who keep nothing.  Gone with the process."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from tickbox_core.store.contract import Conflict, Row, Value
from tickbox_core.store.schema import AREA, Schema, TableSchema

_Rows = dict[tuple[Value, ...], dict[str, Any]]


class MemoryStore:
    """Tables as dictionaries by primary key, behind one lock."""

    def __init__(self, schema: Schema = AREA) -> None:
        """An empty store with the tables of a schema."""
        self._schema = schema
        self._tables: dict[str, _Rows] = {name: {} for name in schema.tables}
        self._lock = threading.RLock()
        self._undo: dict[str, _Rows] | None = None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; others wait."""
        with self._lock:
            if self._undo is not None:
                raise RuntimeError("transactions are not nested")
            self._undo = {}
            try:
                yield
            except BaseException:
                self._tables.update(self._undo)
                raise
            finally:
                self._undo = None

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """New rows; ``Conflict`` when a primary key is taken."""
        with self._lock:
            kept = self._changing(table)
            new: _Rows = {}
            for row in rows:
                key = self._key(table, row)
                if key in kept or key in new:
                    raise Conflict
                new[key] = self._whole(table, row)
            kept.update(new)

    def put(self, table: str, row: Row) -> None:
        """A row in place of the one with the same primary key, or a new one."""
        with self._lock:
            self._changing(table)[self._key(table, row)] = self._whole(table, row)

    def get(self, table: str, **key: Value) -> dict[str, Any] | None:
        """The row with these values of its primary key, or ``None``."""
        with self._lock:
            row = self._tables[table].get(self._key(table, key))
            return None if row is None else dict(row)

    def find(self, table: str, *, order: str = "", **where: Value) -> list[dict[str, Any]]:
        """All rows with these values, ordered by a column (or by primary key)."""
        columns = (order,) if order else self._table(table).key
        with self._lock:
            found = [dict(row) for row in self._matching(table, where)]
        return sorted(found, key=lambda row: tuple(row[column] for column in columns))

    def count(self, table: str, **where: Value) -> int:
        """How many rows have these values."""
        with self._lock:
            return sum(1 for _ in self._matching(table, where))

    def remove(self, table: str, **where: Value) -> int:
        """Delete the rows with these values and say how many."""
        if not where:
            raise ValueError("say which rows to remove")
        with self._lock:
            kept = self._changing(table)
            gone = [self._key(table, row) for row in self._matching(table, where)]
            for key in gone:
                del kept[key]
            return len(gone)

    def snapshot(self) -> dict[str, list[dict[str, Any]]]:
        """All rows of all tables by name, as of one moment."""
        with self._lock:
            return {name: self.find(name) for name in self._schema.tables}

    def scrub(self) -> bool:
        """What was deleted is gone."""
        return True

    def close(self) -> None:
        """Nothing to let go of."""

    def _table(self, name: str) -> TableSchema:
        return self._schema.tables[name]

    def _key(self, table: str, row: Row) -> tuple[Value, ...]:
        return tuple(row[column] for column in self._table(table).key)

    def _whole(self, table: str, row: Row) -> dict[str, Any]:
        columns = self._table(table).columns
        if unknown := row.keys() - columns.keys():
            raise ValueError(f"no column {sorted(unknown)} in {table}")
        whole = {column: row.get(column) for column in columns}
        if missing := [c for c, kind in columns.items() if kind[-1] == "!" and whole[c] is None]:
            raise ValueError(f"{table} needs {missing}")
        return whole

    def _changing(self, table: str) -> _Rows:
        """The table, remembered as it was if this is its first change in the transaction."""
        if self._undo is None:
            raise RuntimeError("changes need a transaction")
        if table not in self._undo:
            self._undo[table] = dict(self._tables[table])
        return self._tables[table]

    def _matching(self, table: str, where: Row) -> Iterator[dict[str, Any]]:
        for row in self._tables[table].values():
            if all(row[column] == value for column, value in where.items()):
                yield row
