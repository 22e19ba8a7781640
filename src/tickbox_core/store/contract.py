"""The store contract: a handful of questions about rows, and one promise about transactions.

A *store* keeps named tables of rows (plain mappings).  Which tables exist, with which columns and
which primary key, is said once in ``schema``.  Everything tickbox keeps is written through these
few methods, so a new engine (a database server, say) is one class held to ``store_contract``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

from tickbox_core.errors import TickboxError
from tickbox_core.text import Text

Value = str | int | bytes | None
Row = Mapping[str, Value]


class Conflict(TickboxError):
    """A row with this primary key is there already; nothing was written."""

    said = Text("同一条记录已经存在。", "this record exists already.")


class Store(Protocol):
    """Rows by table and primary key; every change inside a transaction.

    The promise: when ``transaction`` ends without an error its changes are durable (they survive a
    crash of the process and of the machine), and others see all of them or none.  When it ends
    with an error nothing has changed.  Writers wait for each other.
    """

    def transaction(self) -> AbstractContextManager[None]:
        """Everything inside is done together or not at all; not to be nested."""
        ...

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """New rows; ``Conflict`` when a primary key is taken."""
        ...

    def put(self, table: str, row: Row) -> None:
        """A row in place of the one with the same primary key, or a new one."""
        ...

    def get(self, table: str, **key: Value) -> dict[str, Any] | None:
        """The row with these values of its primary key, or ``None``."""
        ...

    def find(self, table: str, *, order: str = "", **where: Value) -> list[dict[str, Any]]:
        """All rows with these values, ordered by a column (or by primary key)."""
        ...

    def count(self, table: str, **where: Value) -> int:
        """How many rows have these values."""
        ...

    def remove(self, table: str, **where: Value) -> int:
        """Delete the rows with these values (at least one is given) and say how many."""
        ...

    def snapshot(self) -> dict[str, list[dict[str, Any]]]:
        """All rows of all tables by name, as of one moment, while others go on writing."""
        ...

    def scrub(self) -> bool:
        """Leave no byte of what was deleted; outside a transaction.

        ``False`` where somebody who is reading keeps old pages alive: to be asked again.
        """
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
