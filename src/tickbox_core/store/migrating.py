"""A file's history: one migration a change, each in its own transaction.

What is added is added so that older versions of tickbox still open the file.
"""

from __future__ import annotations

from typing import Any

from tickbox_core.errors import MissingExtra
from tickbox_core.store.schema import Schema, TableSchema

try:
    from sqlite_utils import Database, Migrations
except ModuleNotFoundError:  # pragma: no cover - only without the extra
    raise MissingExtra("sqlite-utils", "store") from None


def bring_up_to_date(connection: Any, schema: Schema) -> None:
    """Apply what a file has not had yet: all of it or nothing, while other processes wait."""
    migrations = _migrations(schema)
    if not migrations.pending(Database(connection)):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        migrations.apply(Database(connection))
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _migrations(schema: Schema) -> Migrations:
    """The migrations of a schema's file, in order."""
    migrations = Migrations(schema.name)
    names = ("first-tables", "count-sheets", "judgements", "leaves", "staff-roles")
    for since, name in enumerate(names, 1):

        @migrations(name=f"{since:04}-{name}")
        def make(database: Any, since: int = since) -> None:
            _make(database, schema, since)

    @migrations(name="0006-counters")
    def counters(database: Any) -> None:
        _make(database, schema, 1)  # early files lack tables that were added to the first later
        _count(database, schema)

    @migrations(name="0007-bundles")
    def bundles(database: Any) -> None:
        _make(database, schema, 7)

    @migrations(name="0008-deadlines")
    def deadlines(database: Any) -> None:
        _make(database, schema, 8)

    return migrations


def _make(database: Any, schema: Schema, since: int) -> None:
    there = set(database.table_names())
    for name, table in schema.tables.items():
        if table.since != since or name in there:
            continue
        database.execute(_create(name, table))
        for number, columns in enumerate(table.indexes):
            listed = ", ".join(f'"{column}"' for column in columns)
            database.execute(f'CREATE INDEX "{name}_{number}" ON "{name}" ({listed})')


def _create(name: str, table: TableSchema) -> str:
    columns = [
        f'"{column}" {kind.removesuffix("!")}' + (" NOT NULL" if kind.endswith("!") else "")
        for column, kind in table.columns.items()
    ]
    key = ", ".join(f'"{column}"' for column in table.key)
    return (
        f'CREATE TABLE "{name}" ({", ".join(columns)}, PRIMARY KEY ({key})) STRICT, WITHOUT ROWID'
    )


def _count(database: Any, schema: Schema) -> None:
    """Counters that the database itself moves: older versions of tickbox move them too."""
    if not schema.counters:
        return
    database.execute(
        'CREATE TABLE IF NOT EXISTS "counter" '
        '("name" TEXT NOT NULL, "number" INTEGER NOT NULL, PRIMARY KEY ("name")) '
        "STRICT, WITHOUT ROWID"
    )
    for counter, tables in schema.counters.items():
        database.execute('INSERT OR IGNORE INTO "counter" VALUES (?, 0)', (counter,))
        for table in tables:
            for change in ("INSERT", "UPDATE", "DELETE"):
                database.execute(
                    f'CREATE TRIGGER IF NOT EXISTS "count_{table}_{change.lower()}" '
                    f'AFTER {change} ON "{table}" BEGIN UPDATE "counter" '
                    f'SET "number" = "number" + 1 WHERE "name" = \'{counter}\'; END'
                )
