"""The exam every keeper of jobs takes: ``TestMine = jobs_contract(lambda tmp_path: (…, …))``."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

import pytest

from tickbox_core.workflow.jobs import LEASE, LONGEST_WAIT, Jobs

Begin = Callable[[], AbstractContextManager[object]]
MakeJobs = Callable[[Path], tuple[Jobs, Begin]]
NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class _Undone(Exception):
    """What a transaction ends with in the exam."""


def undo(begin: Begin, change: Callable[[], object]) -> None:
    """Change something in a transaction that ends with an error."""

    def fail() -> None:
        with begin():
            change()
            raise _Undone

    with pytest.raises(_Undone):
        fail()


class JobsExam:
    """What the contract holds: ``make`` is whose it is."""

    make: ClassVar[MakeJobs]

    @pytest.fixture
    def made(self, tmp_path: Path) -> tuple[Jobs, Begin]:
        return type(self).make(tmp_path)

    def test_is_taken_on_its_time_and_not_before(self, made: tuple[Jobs, Begin]) -> None:
        """Just before: nothing; on the second and after it: once."""
        jobs, _ = made
        jobs.add("print", "r1", NOON)
        assert jobs.take(NOON - SECOND) is None
        job = jobs.take(NOON)
        assert job is not None
        assert (job.job, job.key, job.not_before, job.tries) == ("print", "r1", NOON, 1)
        assert jobs.take(NOON) is None

    def test_one_hour_is_one_hour_in_every_zone(self, made: tuple[Jobs, Begin]) -> None:
        """Times are instants, whatever offset they come with."""
        from datetime import timezone

        jobs, _ = made
        jobs.add("print", "r1", NOON.astimezone(timezone(timedelta(hours=8))))
        assert jobs.take(NOON - SECOND) is None
        assert jobs.take(NOON.astimezone(timezone(timedelta(hours=-7)))) is not None

    def test_stands_or_falls_with_the_transaction(self, made: tuple[Jobs, Begin]) -> None:
        """What was undone leaves no job; what was cancelled in vain stays one."""
        jobs, begin = made
        undo(begin, lambda: jobs.add("print", "r1", NOON))
        assert jobs.waiting() == ()
        with begin():
            jobs.add("print", "r1", NOON)
        undo(begin, lambda: jobs.cancel("print", "r1"))
        assert [one.key for one in jobs.waiting()] == ["r1"]
        jobs.cancel("print", "r1")
        assert jobs.take(NOON) is None

    def test_the_one_that_waited_longest_comes_first(self, made: tuple[Jobs, Begin]) -> None:
        """By time; only of the names that are asked for."""
        jobs, _ = made
        jobs.add("print", "late", NOON)
        jobs.add("mail", "early", NOON - SECOND)
        job = jobs.take(NOON, {"print"})
        assert job is not None and job.key == "late"
        job = jobs.take(NOON)
        assert job is not None and job.key == "early"

    def test_what_is_done_is_gone(self, made: tuple[Jobs, Begin]) -> None:
        """And what was added anew meanwhile is not."""
        jobs, _ = made
        jobs.add("print", "r1", NOON)
        job = jobs.take(NOON)
        assert job is not None
        jobs.add("print", "r1", NOON + SECOND)
        jobs.done(job)
        again = jobs.take(NOON + SECOND)
        assert again is not None
        jobs.done(again)
        assert jobs.waiting() == ()

    def test_what_failed_is_tried_again_later_and_later(self, made: tuple[Jobs, Begin]) -> None:
        """It waits longer each time, never longer than the longest; the fault is kept."""
        jobs, _ = made
        jobs.add("print", "r1", NOON)
        now, waits = NOON, []
        for _ in range(9):
            job = jobs.take(now)
            assert job is not None
            jobs.failed(job, "the printer is off", now)
            assert [one.fault for one in jobs.waiting()] == ["the printer is off"]
            assert jobs.take(now + job.wait - SECOND) is None
            waits.append(job.wait)
            now += job.wait
        assert waits == sorted(waits)
        assert waits[0] < waits[-1] == LONGEST_WAIT

    def test_whoever_dies_with_it_leaves_it_to_the_next(self, made: tuple[Jobs, Begin]) -> None:
        """Not before its lease is over; what the first says afterwards counts no more."""
        jobs, _ = made
        jobs.add("print", "r1", NOON)
        first = jobs.take(NOON)
        assert first is not None
        assert jobs.take(NOON + LEASE - SECOND) is None
        second = jobs.take(NOON + LEASE)
        assert second is not None and second.tries == 2
        jobs.done(first)
        jobs.failed(first, "too late", NOON + LEASE)
        assert [one.fault for one in jobs.waiting()] == [""]
        jobs.done(second)
        assert jobs.waiting() == ()

    def test_two_at_once_get_two_or_one_gets_none(self, made: tuple[Jobs, Begin]) -> None:
        """Eight threads ask for three jobs."""
        jobs, _ = made
        for key in ("a", "b", "c"):
            jobs.add("print", key, NOON)
        taken: list[str] = []
        start = threading.Barrier(8)

        def ask() -> None:
            start.wait()
            job = jobs.take(NOON)
            if job is not None:
                taken.append(job.key)

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert sorted(taken) == ["a", "b", "c"]


def jobs_contract(make: MakeJobs) -> type:
    """A fresh test class that holds the jobs of ``make(folder)`` to the contract.

    ``make`` gives the jobs of an area, none at first, and what begins a transaction of that area.
    """
    return type("JobsContract", (JobsExam,), {"make": staticmethod(make)})
