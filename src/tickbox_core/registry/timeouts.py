"""Waiting for plugins, but not for ever: each is asked in a thread of its own, with a deadline.

A plugin that does not answer is set aside: its thread is told to stop (one that waits inside C code
hears of it when it comes back, and is left behind until then: no thread keeps the process from
ending), and whoever asks again is told at once.  What hangs inside C code without letting go of the
interpreter stops everything; no thread helps against that (docs/why.md).
"""

from __future__ import annotations

import contextlib
import queue
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

LOADING, ANSWERING = 15.0, 2.0
"""Seconds that a plugin may take to be imported or to hand things over, and to answer.

A good plugin is imported in a tenth of one; on a machine that is busy with others it is not left
out for that.
"""
IDLE = 1.0
"""Seconds that a plugin's thread waits for another question before it ends: whoever opens one
registry after the other keeps none of their threads."""
COUNTING = 10.0
"""Seconds that a plugin's rule may take over a small count; a large one has more in proportion."""
CELLS_A_SECOND = 10_000
"""Distinct ballots times items for which a count has a second more."""


class Hung(Exception):
    """The plugin did not answer in so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"did not answer within {seconds:g} s")
        self.seconds = seconds


class SetAside(Exception):
    """It did not answer before, which was told then."""


class Escaped(Exception):
    """What a plugin raised that is no ``Exception``: it was meant to end the program."""

    def __init__(self, problem: BaseException) -> None:
        super().__init__(problem)
        self.problem = problem


class _Stop(BaseException):
    """Raised inside a plugin that is set aside."""


class _Job:
    """One question, and since when it is being answered."""

    def __init__(self, question: Callable[[], Any], seconds: float) -> None:
        self.question, self.seconds = question, seconds
        self.answer: Future[Any] = Future()
        self.began: float | None = None

    def run(self) -> None:
        """Answer it, whatever happens."""
        self.began = time.monotonic()
        try:
            self.answer.set_result(self.question())
        except _Stop:
            raise
        except Exception as problem:  # noqa: BLE001 - it is raised where it was asked
            self.answer.set_exception(problem)
        except BaseException as problem:  # noqa: BLE001 - no plugin ends the program
            self.answer.set_exception(Escaped(problem))

    @property
    def overdue(self) -> bool:
        """Whether it has been worked on for longer than it may take."""
        return self.began is not None and time.monotonic() - self.began >= self.seconds


class Watch:
    """Asks one plugin, one question after the other."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: queue.Queue[_Job] = queue.Queue()
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None
        self._job: _Job | None = None
        self._hung = False

    @property
    def hung(self) -> bool:
        """Whether the plugin did not answer, and is no longer asked."""
        return self._hung

    def ask(self, question: Callable[[], Any], seconds: float = ANSWERING) -> Any:
        """The answer, or whatever the question raises; ``Hung`` after so many seconds of work.

        ``SetAside`` where it hung before, ``Escaped`` for what would have ended the program.
        """
        job = _Job(question, seconds)
        if self._hung:
            raise SetAside
        self._put(job)
        while True:
            try:
                return job.answer.result(timeout=seconds)
            except TimeoutError:
                if job.answer.done():  # the question itself raised a TimeoutError
                    raise
            self._give_up()

    def _give_up(self) -> None:
        """Raise ``Hung`` where the question at work is overdue, ``SetAside`` if that is known."""
        with self._guard:
            if self._hung:
                raise SetAside
            job = self._job
            if job is None or not job.overdue or job.answer.done():
                return
            self._hung = True
        if self._thread is not None:
            _stop(self._thread)
        raise Hung(job.seconds)

    def _put(self, job: _Job) -> None:
        with self._guard:
            if self._thread is None or not self._thread.is_alive():  # a fork takes none along
                self._thread = threading.Thread(
                    target=self._work, name=f"tickbox-plugin-{self._name}", daemon=True
                )
                self._thread.start()
            self._jobs.put(job)

    def _work(self) -> None:
        with contextlib.suppress(_Stop):
            while not self._hung and (job := self._next()) is not None:
                self._job = job
                job.run()
                self._job = None
                del job

    def _next(self) -> _Job | None:
        """The next question; ``None`` where none has come for a while, and the thread ends."""
        try:
            return self._jobs.get(timeout=IDLE)
        except queue.Empty:
            with self._guard:
                if not self._jobs.empty():  # it came at the last moment
                    return self._jobs.get_nowait()
                self._thread = None
                return None


_TRIES, _BETWEEN = 50, 0.01
"""How often, and how many seconds apart, it is looked whether a thread can be stopped."""


def _stop(thread: threading.Thread) -> None:
    """Have a thread that runs Python raise ``_Stop``: a loop without an end takes no more time.

    Not in the middle of the import machinery: a lock that it has just taken would never be given
    back, and every other import of the process would wait for it.  There it is left behind.
    """
    import ctypes

    for _ in range(_TRIES):
        frame = sys._current_frames().get(thread.ident or 0)
        if frame is None:
            return
        if not frame.f_code.co_filename.startswith("<frozen importlib"):
            with contextlib.suppress(AttributeError):  # other Pythons have no such door
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(thread.ident or 0), ctypes.py_object(_Stop)
                )
            return
        del frame
        time.sleep(_BETWEEN)
