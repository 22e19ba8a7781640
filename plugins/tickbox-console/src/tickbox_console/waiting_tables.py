"""Tables that were looked at through the API and wait for the word: a few, for a while."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict

import attrs

from tickbox_core.acts.tables.kind import Looked
from tickbox_core.errors import NotListed
from tickbox_core.text import Text
from tickbox_server.hall import Hall

MOST = 8
SECONDS = 1800.0


@attrs.frozen
class WaitingTable:
    """What was looked at, by whom and where, and the digest of its file."""

    area: str
    by: str
    looked: Looked = attrs.field(repr=False)
    digest: str
    until: float


class WaitingTables:
    """Those that were looked at last, by a key that only whoever looked was told."""

    def __init__(self, most: int = MOST, seconds: float = SECONDS) -> None:
        self._most, self._seconds = most, seconds
        self._lock = threading.Lock()
        self._held: OrderedDict[str, WaitingTable] = OrderedDict()

    def keep(self, area: str, by: str, looked: Looked, digest: str) -> str:
        """Keep one; its key.  Whoever looks again lets go of what they looked at before."""
        key = secrets.token_urlsafe(16)
        until = time.monotonic() + self._seconds
        with self._lock:
            for old, one in list(self._held.items()):
                if (one.area, one.by) == (area, by):
                    del self._held[old]
            self._held[key] = WaitingTable(area, by, looked, digest, until)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return key

    def find(self, key: str, area: str, by: str, kind: str) -> WaitingTable:
        """One of the same person's; ``NotListed`` where it waits no more, or never did."""
        with self._lock:
            found = self._held.get(key)
            if found is not None and found.until < time.monotonic():
                del self._held[key]
                found = None
        if found is None or (found.area, found.by, found.looked.kind) != (area, by, kind):
            raise NotListed(Text("待导入的表", "table that waits"), key or "–")
        return found

    def let_go(self, key: str) -> None:
        """Forget one that was read in."""
        with self._lock:
            self._held.pop(key, None)


def waiting_tables(hall: Hall) -> WaitingTables:
    """Those of a server: each has its own."""
    return hall.hold("console-tables", WaitingTables)
