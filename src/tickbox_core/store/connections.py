"""How many connections are open at once over many files, and which of them are let go.

Each thread has a connection of its own to each file it asks.  A connection is *leased* while
something is being asked or written through it, and only one that rests is ever closed: the files
that nobody has asked for the longest time are let go first, all of their connections together
(while one is open, SQLite keeps the handles of the others).  Whoever asks again opens a new one.
"""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

MOST = 64
"""Connections that may rest open: three file handles for each file, one more for each thread."""


class Connection:
    """One thread's connection to one file; closed when the thread ends, with its local data."""

    def __init__(self, held: Any, files: Iterable[tuple[str, tuple[int, int]]]) -> None:
        """The driver's connection, and which files (path, device and inode) it has open."""
        self.held = held
        self._once = threading.Lock()
        self.files = tuple(files)
        self.leases = 0
        self.closed = False
        self.leaving = False
        """To be closed when it is given back."""

    def close(self) -> None:
        """Let go of the file, once; nobody is using it."""
        self.closed = True
        if self._once.acquire(blocking=False):  # two threads in the driver's close would crash
            self.held.close()

    def __del__(self) -> None:
        self.close()


class Connections:
    """The connections of many files; each file is known by its store."""

    def __init__(self, most: int = MOST) -> None:
        """At most so many rest open; more only while they are all in use."""
        self._most = max(1, most)
        self._guard = threading.Lock()
        self._open: OrderedDict[int, weakref.WeakSet[Connection]] = OrderedDict()
        self._crowded = False
        self._stores = 0

    def number(self) -> int:
        """What a store is known by here."""
        with self._guard:
            self._stores += 1
            return self._stores

    def lease(self, store: int, connection: Connection) -> bool:
        """Take a connection into use; ``False`` where it was closed meanwhile."""
        with self._guard:
            if connection.closed or connection.leaving:
                return False
            connection.leases += 1
            self._open.move_to_end(store)
            return True

    def admit(self, store: int, connection: Connection) -> None:
        """Take in a new connection, leased, and let go of what has rested longest."""
        with self._guard:
            connection.leases = 1
            self._open.setdefault(store, weakref.WeakSet()).add(connection)
            self._open.move_to_end(store)
            resting = self._too_many()
        _close(resting)

    def give_back(self, connection: Connection) -> None:
        """Nobody uses it any more."""
        with self._guard:
            connection.leases -= 1
            resting = [connection] if connection.leaving and not connection.leases else []
            resting += self._too_many() if self._crowded else []
        _close(resting)

    def close(self, store: int) -> None:
        """Let go of a file: of what is in use when it is given back."""
        with self._guard:
            mine = tuple(self._open.pop(store, ()))
            for connection in mine:
                connection.leaving = True
            resting = [one for one in mine if not one.leases]
        _close(resting)

    def peers(self, store: int) -> tuple[Connection, ...]:
        """The connections that a file has open, whichever threads have them."""
        with self._guard:
            return tuple(self._open.get(store, ()))

    def count(self, store: int | None = None) -> int:
        """How many are open, of one file or of all."""
        with self._guard:
            if store is not None:
                return len(self._open.get(store, ()))
            return sum(map(len, self._open.values()))

    def _too_many(self) -> list[Connection]:
        """Those to be closed, the longest at rest first; a file's go together."""
        count = sum(map(len, self._open.values()))
        chosen: list[Connection] = []
        for store in list(self._open):
            if count <= self._most:
                break
            resting = [one for one in self._open[store] if not one.leases]
            for one in resting:
                one.closed = True
                self._open[store].discard(one)
            count -= len(resting)
            chosen += resting
            if not self._open[store]:
                del self._open[store]
        self._crowded = count > self._most
        return chosen


def _close(connections: Iterable[Connection]) -> None:
    """Outside the guard: the last to leave a file writes its log back, which takes its time."""
    for connection in connections:
        connection.close()
