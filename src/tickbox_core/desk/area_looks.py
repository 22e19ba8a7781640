"""What is wrong with which area: looked into one after the other, and now and then again.

An area that was never looked into comes first, then those with something wrong, then the one whose
look is oldest; each look has so many seconds, and what is left waits for the next.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from typing import Protocol

import attrs

from tickbox_core.components.judgement import load_judgements
from tickbox_core.desk import records
from tickbox_core.desk.motions import rows
from tickbox_core.errors import LedgerBroken, TickboxError
from tickbox_core.store import Store
from tickbox_core.workflow import log
from tickbox_core.workflow.diary import LOG
from tickbox_core.workflow.tables import kept_outcome

_log = logging.getLogger("tickbox.desk")
AGAIN = 600.0
"""Seconds after which an area with nothing wrong is looked into again."""
SET_BACK = timedelta(minutes=1)
"""Clocks are put right by seconds all the time; more than this before the last entry is wrong."""
MISSING, LOCKED, UNREAD, TABLES, CLOCK = "file-missing", "locked", "unreadable", "tables", "clock"
_UNREADABLE = (TickboxError, ValueError, KeyError, TypeError, RecursionError)


class Compare(Protocol):
    """Holds an area's logs against its checkpoints (``whole``: each entry) and gives its store."""

    def __call__(self, area: str, *, whole: bool) -> Store:
        """Raises ``LedgerBroken`` where they differ, or what cannot be read."""
        ...


@attrs.frozen
class _Look:
    at: float
    kind: str = ""
    newest: datetime | None = None


class AreaLooks:
    """The last look into each area of a town."""

    def __init__(
        self,
        compare: Compare,
        store: Callable[[str], Store],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Nothing is looked into yet; ``store`` is an area's, and the clock counts seconds."""
        self._compare, self._store, self._clock = compare, store, clock
        self._seen: dict[str, _Look] = {}

    def look(
        self,
        areas: Collection[str],
        missing: Collection[str],
        now: datetime,
        used: Collection[str],
        seconds: float,
    ) -> tuple[dict[str, tuple[str, ...]], int]:
        """What is wrong with which area, by kind; and how many were never looked into.

        ``used`` are the areas that somebody uses: their last entry is read each time.
        """
        until = self._clock() + seconds
        for area in self._due(set(areas) - set(missing)):
            if self._clock() >= until:
                break
            self._seen[area] = self._look(area, whole=area in self._seen)
        found = {}
        for area in areas:
            if kinds := self._kinds(area, area in missing, now, area in used):
                found[area] = kinds
        return found, sum(area not in missing and area not in self._seen for area in areas)

    def _due(self, areas: Iterable[str]) -> list[str]:
        now, never = self._clock(), _Look(float("-inf"))

        def first(area: str) -> tuple[bool, bool, float, str]:
            seen = self._seen.get(area, never)
            return area in self._seen, not seen.kind, seen.at, area

        return [
            area
            for area in sorted(areas, key=first)
            if (seen := self._seen.get(area, never)).kind or now - seen.at >= AGAIN
        ]

    def _look(self, area: str, *, whole: bool) -> _Look:
        try:
            store = self._compare(area, whole=whole)
        except _UNREADABLE as problem:
            _log.error("an area is not served: %s", problem)
            return _Look(self._clock(), LOCKED if isinstance(problem, LedgerBroken) else UNREAD)
        try:
            check_tables(store)
        except _UNREADABLE as problem:
            _log.error("a table of an area was changed: %s", problem)
            return _Look(self._clock(), TABLES)
        return _Look(self._clock(), newest=last_noted(lambda: store))

    def _kinds(self, area: str, missing: bool, now: datetime, used: bool) -> tuple[str, ...]:
        if missing:
            return (MISSING,)
        seen = self._seen.get(area)
        newest = None if seen is None else seen.newest
        if used and (seen is None or not seen.kind):
            newest = last_noted(lambda: self._store(area)) or newest
        kind = (seen.kind,) if seen is not None and seen.kind else ()
        return (*kind, CLOCK) if newest is not None and now < newest - SET_BACK else kind


def last_noted(find: Callable[[], Store]) -> datetime | None:
    """When the last entry of an area's diary was written; ``None`` where that cannot be read."""
    try:
        store = find()
        row = store.get("entry", log=LOG, position=log.head(store, LOG).size - 1)
        return None if row is None else datetime.fromisoformat(json.loads(row["body"])["at"])
    except _UNREADABLE:
        return None


def check_tables(store: Store) -> None:
    """Raise ``LedgerBroken`` where words or an outcome in a table are not those of a log."""
    ids = [one.id for one in records.load_rounds(store)]
    ids += [one.id for one in rows.polls(store)]
    ids += [one.id for one in load_judgements(store)]
    for id_ in ids:
        kept_outcome(store, id_)
