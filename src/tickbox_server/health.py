"""``/health``: whether ballots can be taken just now, looked at and not assumed.

It names what is wrong by kind and number, never an area or a path; the server's log has the rest.
It has a thread of its own, so that it answers while all others are busy, and looks once in some
seconds however often it is asked.
"""

from __future__ import annotations

import threading
import time

import attrs
from litestar import get
from litestar.di import NamedDependency

from tickbox_core import __version__
from tickbox_core.desk import Town
from tickbox_core.desk.condition import Condition
from tickbox_core.store.sqlite import has_wal_reset_bug, library_version
from tickbox_core.text import Text, join_texts
from tickbox_server.api._common import problems
from tickbox_server.errors import Busy, TooLong, Unwell
from tickbox_server.papers import HealthPaper
from tickbox_server.readers import Readers
from tickbox_server.settings import Settings

LOOKING = 10.0
"""Seconds that a look may take before that itself is the finding."""

_WORDS = {
    "not-writable": Text("数据文件夹写不进去", "the data folder cannot be written"),
    "disk-full": Text("磁盘空间不足", "too little room on the disk"),
    "file-missing": Text(
        "{n}个数据文件不在原处或被换掉", "data files gone from their place or replaced: {n}"
    ),
    "locked": Text(
        "{n}个居民区的记录与先前公布的不一致，已锁住",
        "areas locked because their record does not agree with what was published: {n}",
    ),
    "unreadable": Text("{n}个数据文件读不出来", "data files that cannot be read: {n}"),
    "checkpoints": Text("{n}个检查点还没有存到外面", "checkpoints not kept outside yet: {n}"),
    "keys": Text(
        "{n}个密钥文件不在原处或被换掉；重启前请放回",
        "key files gone or replaced: {n}; put them back before a restart",
    ),
    "stuck": Text("{n}个请求一直没有办完", "requests that do not end: {n}"),
    "slow": Text("检查太久没有结果", "looking takes too long"),
}


@attrs.frozen
class HealthFinding:
    """What was found: numbers by kind, and of how many areas."""

    kinds: dict[str, int]
    areas: int = 0
    waiting: int = 0
    zone: str = ""
    now: str = ""

    @property
    def text(self) -> Text:
        """All of it in a sentence."""
        said = [_WORDS[kind].filled(n=number) for kind, number in self.kinds.items()]
        return Text("{all}。", "{all}.").filled(all=join_texts(said, "；", "; "))


class Doctor:
    """Looks, at most once in ``health_seconds``."""

    def __init__(self, town: Town, readers: Readers, settings: Settings) -> None:
        """Nothing is looked at before somebody asks."""
        self._town, self._readers, self._settings = town, readers, settings
        self._own = Readers(1, LOOKING, "tickbox-health")
        self._guard = threading.Lock()
        self._found: tuple[float, HealthFinding] | None = None

    async def look(self) -> HealthFinding:
        """What was found, a few seconds ago at most."""
        kept = self._found
        if kept is not None and time.monotonic() - kept[0] < self._settings.health_seconds:
            return kept[1]
        return await self._own.ask(self._look)

    def close(self) -> None:
        """Let the thread go."""
        self._own.close(1.0)

    def _look(self) -> HealthFinding:
        with self._guard:  # those who have waited are told what was found meanwhile
            kept = self._found
            if kept is None or time.monotonic() - kept[0] >= self._settings.health_seconds:
                found = self._finding(self._town.condition())
                kept = self._found = time.monotonic(), found
            return kept[1]

    def _finding(self, found: Condition) -> HealthFinding:
        numbers = {
            "not-writable": int(not found.writable),
            "disk-full": int(found.free_bytes < self._settings.least_free_bytes),
            "file-missing": found.missing,
            "locked": found.locked,
            "unreadable": found.unread,
            "checkpoints": found.unkept,
            "keys": found.keys,
            "stuck": self._readers.lost,
        }
        wrong = {kind: number for kind, number in numbers.items() if number}
        return HealthFinding(wrong, found.areas, found.waiting, found.zone, found.now)


@get("/health", summary="Is it well?", responses=problems(503))
async def health(doctor: NamedDependency[Doctor]) -> HealthPaper:
    """200 where ballots can be taken; 503 with the kinds of what is wrong."""
    found = await _find(doctor)
    if found.kinds:
        raise Unwell(found.kinds, found.text)
    return HealthPaper(
        status="ok",
        version=__version__,
        sqlite=library_version(),
        sqlite_wal_reset_bug=has_wal_reset_bug(library_version()),
        areas=found.areas,
        unchecked=found.waiting,
        zone=found.zone,
        now=found.now,
    )


async def _find(doctor: Doctor) -> HealthFinding:
    try:
        return await doctor.look()
    except (TooLong, Busy):
        return HealthFinding({"slow": 1})


HANDLERS = [health]
