"""A thread that comes by in every area of a town and sets going what is due.

It only nudges: what is due is done by whoever comes first, and without it acts, ballots and pages
do it.  It does not survive a fork; each process that wants one starts its own.
"""

from __future__ import annotations

import logging
import threading

from tickbox_core.desk.town import Town

_log = logging.getLogger("tickbox.desk")
SECONDS = 20.0


class Nudger:
    """Comes by again and again until it is stopped."""

    def __init__(self, town: Town, seconds: float = SECONDS) -> None:
        """Nothing happens before ``start``."""
        self._town, self._seconds = town, seconds
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, if it has not begun."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="tickbox-jobs", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop, and wait for what it is just doing, for some seconds at most."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(5.0)

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._town.run_jobs()
            except Exception:  # noqa: BLE001 - whatever it is, the next hour still comes
                _log.exception("what is due could not be done; it is tried again")
            self._stopped.wait(self._seconds)
