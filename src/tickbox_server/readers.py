"""Threads that answer questions for the event loop, and never keep it waiting for ever.

Whatever leaves a question is brought back as an ordinary exception: ``StopIteration`` or
``SystemExit`` handed to a future would hang the request or end the server.  A question that takes
too long is given up: its thread is replaced, and ends by itself when it comes back.  The threads
are daemons, so that one which never comes back does not keep the process from ending.
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import queue
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

import attrs

from tickbox_server.errors import Broken, Busy, TooLong

T = TypeVar("T")
LOST = 32
"""So many threads may be away on questions that were given up; then nobody new is asked."""


@attrs.define(eq=False)
class _Job:
    question: Callable[[], Any]
    context: contextvars.Context
    loop: asyncio.AbstractEventLoop
    answer: asyncio.Future[Any]
    jobs: queue.SimpleQueue[Any]
    begun: bool = False
    given_up: bool = False

    def run(self) -> None:
        """Ask, and take the answer to the loop; raises nothing."""
        try:
            settle: Callable[[], None] = _Answer(self.answer, self.context.run(self.question))
        except BaseException as problem:  # noqa: BLE001 - all of it goes to whoever asked
            settle = _Failure(self.answer, harmless(problem))
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self.loop.call_soon_threadsafe(settle)


@attrs.frozen(eq=False)
class _Answer:
    future: asyncio.Future[Any]
    value: Any

    def __call__(self) -> None:
        if not self.future.done():
            self.future.set_result(self.value)


@attrs.frozen(eq=False)
class _Failure:
    future: asyncio.Future[Any]
    problem: Exception

    def __call__(self) -> None:
        if not self.future.done():
            self.future.set_exception(self.problem)
            self.future.exception()  # whoever asked may be gone: no complaint about that


def harmless(problem: BaseException) -> Exception:
    """The exception itself where it may be raised on the event loop; else one that may."""
    if isinstance(problem, Exception) and not isinstance(
        problem, (StopIteration, StopAsyncIteration, asyncio.CancelledError)
    ):
        return problem
    broken = Broken(type(problem).__name__)
    broken.__cause__ = problem
    return broken


class Readers:
    """A fixed number of threads; each question has so many seconds."""

    def __init__(self, number: int, seconds: float, name: str = "tickbox-reader") -> None:
        """Nothing is started before the first question."""
        self._number, self._seconds, self._name = number, seconds, name
        self._guard = threading.Lock()
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._threads: set[threading.Thread] = set()
        self._working = 0
        self._lost = 0

    @property
    def lost(self) -> int:
        """How many threads are away on questions that were given up."""
        return self._lost

    async def ask(self, question: Callable[[], T]) -> T:
        """The answer, or whatever the question raises, made harmless.

        Context variables go along.  Raises ``TooLong`` after so many seconds, ``Busy`` at once
        where too many threads do not come back.
        """
        loop = asyncio.get_running_loop()
        jobs = self._start_queue()
        job = _Job(question, contextvars.copy_context(), loop, loop.create_future(), jobs)
        jobs.put(job)
        try:
            await asyncio.wait({job.answer}, timeout=self._seconds)
        finally:
            if not job.answer.done():
                self._give_up(job)
        if job.answer.done():
            answer: T = job.answer.result()
            return answer
        raise TooLong

    def close(self, seconds: float = 0.0) -> None:
        """Let the threads go when they have answered; a later question starts new ones.

        Waits so many ``seconds`` for those that are at it; the others are left behind.
        """
        with self._guard:
            jobs, self._jobs = self._jobs, queue.SimpleQueue()
            working, self._working = self._working, 0
            threads = tuple(self._threads)
        for _ in range(working):
            jobs.put(None)
        until = time.monotonic() + seconds
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))

    def _start_queue(self) -> queue.SimpleQueue[_Job | None]:
        """The queue of the threads, one more of which is started where there are too few."""
        with self._guard:
            if self._lost >= LOST:
                raise Busy
            if self._working < self._number:
                self._working += 1
                thread = threading.Thread(
                    target=self._work, args=(self._jobs,), name=self._name, daemon=True
                )
                self._threads = {one for one in self._threads if one.is_alive()} | {thread}
                thread.start()
            return self._jobs

    def _give_up(self, job: _Job) -> None:
        """Have another thread in place of the one that is asked, if it has begun."""
        with self._guard:
            job.given_up = True
            if job.begun:
                self._lost += 1
                self._working -= job.jobs is self._jobs

    def _work(self, jobs: queue.SimpleQueue[_Job | None]) -> None:
        while (job := jobs.get()) is not None:
            if self._begin(job):
                job.run()
                if self._is_replaced(job):
                    return

    def _begin(self, job: _Job) -> bool:
        """Whether somebody still waits; from now on the thread is away on it."""
        with self._guard:
            job.begun = not job.given_up
            return job.begun

    def _is_replaced(self, job: _Job) -> bool:
        """Whether the job was given up meanwhile, so that another thread has this one's place."""
        with self._guard:
            job.begun = False
            self._lost -= job.given_up
            return job.given_up
