"""Casts of one area, written by one thread: many residents share one durable commit.

A cast is answered only after its commit.  The thread starts with the first cast, so nothing has to
be started or stopped by a host that mounts the app.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Iterable
from concurrent.futures import Future

import attrs

from tickbox_core.desk import Cast, Desk
from tickbox_core.errors import TickboxError
from tickbox_core.ledger import Receipt
from tickbox_server.errors import Busy, Unconfirmed

_log = logging.getLogger("tickbox.server")
IDLE = 30.0
"""Seconds after which a writer's thread ends, and nothing holds its desk any more."""


@attrs.frozen(eq=False)
class _Waiting:
    round: str
    cast: Cast
    answer: Future[Receipt] = attrs.field(factory=Future)


class Writer:
    """The queue of one desk and the thread that empties it."""

    def __init__(self, desk: Desk, *, waiting: int, group: int) -> None:
        """At most ``waiting`` casts in the queue, at most ``group`` in one commit."""
        self._desk = desk
        self._group = group
        self._queue: queue.Queue[_Waiting | None] = queue.Queue(waiting)
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None

    @property
    def rests(self) -> bool:
        """Whether its thread has ended, or was never started."""
        return self._thread is None or not self._thread.is_alive()

    @property
    def is_full(self) -> bool:
        """Whether no further cast can wait."""
        return self._queue.full()

    def submit(self, round: str, cast: Cast) -> Future[Receipt]:
        """Put a cast in the queue; the future holds its receipt after the commit, or its refusal.

        Raises ``Busy`` at once where the queue is full.
        """
        one = _Waiting(round, cast)
        with self._guard:
            if self.rests:
                self._thread = threading.Thread(
                    target=self._work, name=f"tickbox-writer-{self._desk.area}", daemon=True
                )
                self._thread.start()
            try:
                self._queue.put_nowait(one)
            except queue.Full:
                raise Busy from None
        return one.answer

    def close(self, seconds: float | None = None) -> None:
        """Write what is waiting, then stop; a later cast starts the thread again.

        What is not done within so many ``seconds`` is left: whoever waits for it is not told that
        it counts, and may ask again.
        """
        with self._guard:  # kept to the end: a new thread must not take the old one's stop sign
            if self._thread is None:
                return
            try:
                self._queue.put(None, timeout=seconds)
            except queue.Full:
                return
            self._thread.join(seconds)
            if not self._thread.is_alive():
                self._thread = None

    def _work(self) -> None:
        stopping = False
        while not stopping:
            taken, stopping = self._take()
            if not taken and not stopping and self._may_end():
                return
            try:
                self._answer(taken)
            except BaseException:  # noqa: BLE001 - the thread goes on, whatever a cast brings about
                _log.exception("a group of %d casts failed", len(taken))
            finally:
                for one in taken:
                    if not one.answer.done():
                        _settle(one.answer, Unconfirmed())

    def _may_end(self) -> bool:
        """Whether nothing has come meanwhile, so that the thread may end."""
        with self._guard:
            if self._queue.empty():
                self._thread = None
                return True
            return False

    def _answer(self, taken: list[_Waiting]) -> None:
        # whoever has hung up before the write began is not written for
        alive = [one for one in taken if one.answer.set_running_or_notify_cancel()]
        for round in dict.fromkeys(one.round for one in alive):
            self._write(round, [one for one in alive if one.round == round])

    def _take(self) -> tuple[list[_Waiting], bool]:
        """Wait a while for one cast, then take what else is there; True when told to stop."""
        taken: list[_Waiting] = []
        try:
            one = self._queue.get(timeout=IDLE)
            while one is not None:
                taken.append(one)
                if len(taken) >= self._group:
                    return taken, False
                one = self._queue.get_nowait()
        except queue.Empty:
            return taken, False
        return taken, True

    def _write(self, round: str, group: list[_Waiting]) -> None:
        try:
            answers = self._desk.cast_many(round, [one.cast for one in group])
            if len(answers) != len(group):
                raise ValueError(f"{len(answers)} answers")
        except TickboxError as refusal:  # the round as a whole: it is not here, say
            answers = [refusal] * len(group)
        except BaseException:  # noqa: BLE001 - whatever it is, those who wait are answered
            _log.exception("a commit of %d casts failed", len(group))
            if len(group) > 1:  # one that cannot be written must not take the others with it
                for one in group:
                    self._write(round, [one])
                return
            answers = [Unconfirmed()]
        for one, answer in zip(group, answers, strict=True):
            _settle(one.answer, answer)


def _settle(future: Future[Receipt], answer: Receipt | TickboxError) -> None:
    if isinstance(answer, TickboxError):
        future.set_exception(answer)
    else:
        future.set_result(answer)


class Writers:
    """One writer for each area, made when its first cast comes."""

    def __init__(self, *, waiting: int, group: int) -> None:
        """The limits of each writer."""
        self._waiting, self._group = waiting, group
        self._writers: dict[str, Writer] = {}
        self._guard = threading.Lock()

    def submit(self, desk: Desk, round: str, cast: Cast) -> Future[Receipt]:
        """Hand a cast to the writer of the desk's area."""
        with self._guard:
            writer = self._writers.get(desk.area)
            if writer is None or writer.rests:
                writer = Writer(desk, waiting=self._waiting, group=self._group)
                busy = {area: one for area, one in self._writers.items() if not one.rests}
                self._writers = {**busy, desk.area: writer}
            return writer.submit(round, cast)

    def full(self) -> tuple[str, ...]:
        """The areas where no further cast can wait."""
        with self._guard:
            return tuple(area for area, one in self._writers.items() if one.is_full)

    def close(self, seconds: float | None = None) -> None:
        """Stop all, when what is waiting has been written, or after so many ``seconds``."""
        until = None if seconds is None else time.monotonic() + seconds
        with self._guard:
            writers: Iterable[Writer] = tuple(self._writers.values())
        for writer in writers:
            writer.close(None if until is None else max(0.0, until - time.monotonic()))
