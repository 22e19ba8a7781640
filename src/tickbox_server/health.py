"""``/health``: whether the server is alive; ``/ready``: whether ballots can be taken just now.

``/ready`` looks and assumes nothing.  It names what is wrong by kind and number and, of areas,
which of them; never a path: the server's log has the rest.  It has a thread of its own, so that it
answers while all others are busy, and looks once in some seconds however often it is asked.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Mapping

import attrs
from litestar import get
from litestar.di import NamedDependency

from tickbox_core import __version__
from tickbox_core.desk.condition import Condition
from tickbox_core.store.sqlite import has_wal_reset_bug, library_version
from tickbox_core.text import Text, join_texts
from tickbox_server.api._common import problems
from tickbox_server.errors import Busy, TooLong, Unwell
from tickbox_server.hall import Hall
from tickbox_server.papers import HealthPaper, ReadyPaper
from tickbox_server.readers import Readers

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
    "tables": Text(
        "{n}个居民区的数据表里，方案文字或结果被改动过，与记录不一致",
        "areas where words or an outcome in a table are not those of the log: {n}",
    ),
    "clock": Text(
        "{n}个居民区最后一条记录的时间比现在还晚：服务器的时钟被调慢了",
        "areas whose last entry is later than now, so the server's clock was set back: {n}",
    ),
    "queue": Text(
        "{n}个居民区等着记下的选票太多，暂时收不下", "areas where no further ballot can wait: {n}"
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


@attrs.frozen(hash=False)
class HealthFinding:
    """What was found: numbers by kind, which of them are wrong in which area, and of how many."""

    kinds: Mapping[str, int]
    by_area: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
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

    def __init__(self, hall: Hall) -> None:
        """Nothing is looked at before somebody asks."""
        self._hall, self._town, self._settings = hall, hall.town, hall.settings
        self.zone = hall.town.zone  # read once: whoever asks whether it is alive asks no file
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
        by_area = {area: list(kinds) for area, kinds in found.by_area.items()}
        for area in self._hall.full_queues():
            by_area.setdefault(area, []).append("queue")
        of_areas = Counter(kind for kinds in by_area.values() for kind in kinds)
        numbers = {
            "not-writable": int(not found.writable),
            "disk-full": int(found.free_bytes < self._settings.least_free_bytes),
            "file-missing": of_areas.pop("file-missing", 0) + found.gone,
            **dict(sorted(of_areas.items())),
            "checkpoints": found.unkept,
            "keys": found.keys,
            "stuck": self._hall.readers.lost,
        }
        return HealthFinding(
            {kind: number for kind, number in numbers.items() if number},
            {area: tuple(kinds) for area, kinds in sorted(by_area.items())},
            found.areas,
            found.waiting,
            found.zone,
            found.now,
        )


@get("/health", summary="Is it alive?")
async def health(doctor: NamedDependency[Doctor]) -> HealthPaper:
    """200 from a server that answers; ``/ready`` says whether it can take a ballot."""
    return HealthPaper(
        status="ok",
        version=__version__,
        sqlite=library_version(),
        sqlite_wal_reset_bug=has_wal_reset_bug(library_version()),
        zone=doctor.zone,
    )


@get("/ready", summary="Can it take a ballot here and now?", responses=problems(503))
async def ready(doctor: NamedDependency[Doctor]) -> ReadyPaper:
    """200 where ballots can be taken; 503 with the kinds of what is wrong, and in which areas."""
    found = await _find(doctor)
    if found.kinds:
        raise Unwell(found.kinds, found.by_area, found.text)
    return ReadyPaper(
        status="ready",
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


HANDLERS = [health, ready]
