"""Jobs: what is to be done at its time by whoever comes first, kept with what it follows from.

A *job* has a name (``round/open``) and a key (``r1``).  It is added inside the transaction that it
follows from, so that it is there just when that has happened.  It is taken by one at a time, for a
while; whoever dies with it leaves it to the next.  What fails is tried again, each time later.
Doing it twice must be as good as once: nothing of a job is evidence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import attrs

from tickbox_core.workflow.context import DeskContext

LEASE = timedelta(minutes=5)
"""For so long a job that was taken is nobody else's."""
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
"""How long a job that failed waits: twice as long each time, up to the longest."""


@attrs.frozen
class Job:
    """``tries`` is how often it was taken before, ``fault`` what went wrong then, for people."""

    job: str
    key: str
    not_before: datetime
    tries: int = 0
    fault: str = ""

    @property
    def wait(self) -> timedelta:
        """How long it waits if it fails now."""
        doubled: int = 2 ** min(self.tries, 16)
        return min(LONGEST_WAIT, FIRST_WAIT * doubled)


class Jobs(Protocol):
    """The jobs of one area: held to ``jobs_contract``.  A job queue of a database is another."""

    def add(self, job: str, key: str, not_before: datetime) -> None:
        """To be done, not before then; the same name and key again sets another time.

        Inside the area's transaction it stands or falls with that.
        """
        ...

    def cancel(self, job: str, key: str) -> None:
        """Not to be done any more, if it was; inside the area's transaction as well."""
        ...

    def take(self, now: datetime, names: Collection[str] | None = None) -> Job | None:
        """The job that has waited longest of those that are due, for ``LEASE``; ``None``: none is.

        ``names``: only of these.
        """
        ...

    def done(self, job: Job) -> None:
        """It is done, and goes; one that was added anew meanwhile stays."""
        ...

    def failed(self, job: Job, fault: str, now: datetime) -> None:
        """It is to be tried again, later; ``fault`` is kept for whoever asks why."""
        ...

    def waiting(self) -> tuple[Job, ...]:
        """All there are, the earliest first."""
        ...


class StoredJobs:
    """Jobs in the area's own store, any that passes the store contract."""

    def __init__(self, context: DeskContext) -> None:
        self._context = context

    def add(self, job: str, key: str, not_before: datetime) -> None:
        """A row, in place of an older one."""
        self._put(Job(job, key, not_before), "")

    def cancel(self, job: str, key: str) -> None:
        """Remove the row."""
        with self._context.transaction():
            self._context.store.remove("job", job=job, key=key)

    def take(self, now: datetime, names: Collection[str] | None = None) -> Job | None:
        """Marked as taken in a transaction: two who ask at once get two jobs, or one none."""
        if not self._due(now, names):  # the usual case locks nothing
            return None
        with self._context.transaction():
            found = self._due(now, names)
            if not found:
                return None
            job = attrs.evolve(found[0], tries=found[0].tries + 1)
            self._put(job, _plain(now + LEASE))
            return job

    def done(self, job: Job) -> None:
        """Remove the row, if it is the one that was taken."""
        with self._context.transaction():
            if self._is_kept(job):
                self._context.store.remove("job", job=job.job, key=job.key)

    def failed(self, job: Job, fault: str, now: datetime) -> None:
        """Put it off, if it is the one that was taken."""
        with self._context.transaction():
            if self._is_kept(job):
                self._put(attrs.evolve(job, fault=fault), _plain(now + job.wait))

    def waiting(self) -> tuple[Job, ...]:
        """Every row."""
        rows = self._context.store.find("job", order="not_before")
        return tuple(map(_job, rows))

    def _due(self, now: datetime, names: Collection[str] | None) -> list[Job]:
        said = _plain(now)
        rows: Iterable[dict[str, Any]] = self._context.store.find("job", order="not_before")
        return [
            _job(row)
            for row in rows
            if max(row["not_before"], row["taken_until"]) <= said
            and (names is None or row["job"] in names)
        ]

    def _is_kept(self, job: Job) -> bool:
        row = self._context.store.get("job", job=job.job, key=job.key)
        return row is not None and (_job(row).not_before, row["tries"]) == (
            job.not_before,
            job.tries,
        )

    def _put(self, job: Job, taken_until: str) -> None:
        row: dict[str, str | int] = {
            "job": job.job,
            "key": job.key,
            "not_before": _plain(job.not_before),
            "taken_until": taken_until,
            "tries": job.tries,
            "fault": job.fault,
        }
        with self._context.transaction():
            self._context.store.put("job", row)


def _plain(moment: datetime) -> str:
    """In UTC and of one length, so that later ones are greater."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _job(row: dict[str, Any]) -> Job:
    moment = datetime.fromisoformat(row["not_before"])
    return Job(row["job"], row["key"], moment, row["tries"], row["fault"])
