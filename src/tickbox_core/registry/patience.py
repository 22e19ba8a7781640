"""Waiting for plugins, but not for ever: each is asked in a thread of its own, with a deadline.

A plugin that does not answer is set aside: its thread is left behind (nothing can stop it), and
whoever asks again is told at once.  What hangs inside C code without letting go of the interpreter
stops everything; no thread helps against that (docs/why.md).
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

LOADING, ANSWERING = 4.0, 2.0
"""Seconds that a plugin may take to be imported or to hand things over, and to answer."""


class Hung(Exception):
    """The plugin did not answer in time."""


class SetAside(Exception):
    """It did not answer before, which was told then."""


class Watch:
    """Asks one plugin, one question after the other."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: queue.Queue[tuple[Callable[[], Any], Future[Any]]] = queue.Queue()
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None
        self._began: float | None = None
        self._hung = False

    def ask(self, question: Callable[[], Any], seconds: float = ANSWERING) -> Any:
        """The answer, or whatever the question raises; ``Hung`` after so many seconds of work.

        ``SetAside`` where it hung before.
        """
        if self._hung:
            raise SetAside
        answer: Future[Any] = Future()
        self._started()
        self._jobs.put((question, answer))
        while True:
            try:
                return answer.result(timeout=seconds)
            except TimeoutError:
                if answer.done():  # the question itself raised a TimeoutError
                    raise
                began = self._began
                if began is not None and time.monotonic() - began >= seconds:
                    self._hung = True
                    raise Hung(f"did not answer within {seconds:g} s") from None

    def _started(self) -> None:
        with self._guard:
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._work, name=f"tickbox-plugin-{self._name}", daemon=True
                )
                self._thread.start()

    def _work(self) -> None:
        while True:
            question, answer = self._jobs.get()
            self._began = time.monotonic()
            try:
                answer.set_result(question())
            except BaseException as problem:  # noqa: BLE001 - it is raised where it was asked
                answer.set_exception(problem)
            self._began = None
