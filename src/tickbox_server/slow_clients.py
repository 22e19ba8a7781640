"""Connections that say too slowly what they want are closed: they keep no place from others.

A thousand of them, each sending a byte now and then, cost the server nothing but a thousand open
files, and would be there for good.  What a slow phone sends is taken: it has to come on, not fast.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any, ClassVar

import attrs
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from tickbox_server.settings import Settings

MOST_HEAD = 64 * 1024
"""Bytes within which a request has to have said what it wants."""
LOOKS = 8
"""So often within the time that a connection has, it is looked whether it is over."""
ENOUGH_FILES = 65_536
_CLOSED = b"content-length: 0\r\nconnection: close\r\n\r\n"
_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\n" + _CLOSED
_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\n" + _CLOSED


@attrs.define
class Pace:
    """Whether a connection comes on: ``header_seconds`` for a head, then ``body_rate`` a second.

    The body may fall ``body_seconds`` behind.  ``head_since`` is when somebody began to wait for a
    head, and ``None`` while nobody does; times are seconds of one clock.
    """

    header_seconds: float
    body_seconds: float
    body_rate: int
    head_since: float | None = None
    head: int = 0
    body_since: float = 0.0
    body: int = 0

    def wait_for_head(self, now: float, size: int = 0) -> None:
        """So much of a head came, or only the connection; the time runs from the first of it."""
        self.head_since = now if self.head_since is None else self.head_since
        self.head += size

    def begin_body(self, now: float, size: int) -> None:
        """The head is whole, and so much came with its end."""
        self.head_since, self.head = None, 0
        self.body_since, self.body = now, size

    def is_head_late(self, now: float) -> bool:
        """Whether the head should be whole by now."""
        return self.head_since is not None and now - self.head_since > self.header_seconds

    def is_body_late(self, now: float) -> bool:
        """Whether more of the body should have come by now."""
        return now - self.body_since > self.body_seconds + self.body / self.body_rate


class ImpatientProtocol(HttpToolsProtocol):
    """A connection that is closed where it does not come on (``Pace``).

    What is awaited of the server itself is nobody's slowness.
    """

    settings: ClassVar[Settings]
    _pace: Pace
    _known: Any = None
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """The time begins."""
        super().connection_made(transport)
        given = self.settings
        self._pace = Pace(given.header_seconds, given.body_seconds, given.body_rate)
        self._pace.wait_for_head(self.loop.time())
        self._look_later()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is awaited any more."""
        if self._timer is not None:
            self._timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came, and note whether it is the head of a request or its body."""
        super().data_received(data)
        now = self.loop.time()
        if self.cycle is not self._known:  # a request has said what it wants
            self._known = self.cycle
            self._pace.begin_body(now, len(data))
        elif self._is_answering():
            self._pace.body += len(data)
        else:
            self._pace.wait_for_head(now, len(data))
            if self._pace.head > MOST_HEAD:
                self._end(_TOO_LARGE)

    def _is_answering(self) -> bool:
        cycle: Any = self.cycle  # none before the first request
        return cycle is not None and not cycle.response_complete

    def _look_later(self) -> None:
        seconds = min(self.settings.header_seconds, self.settings.body_seconds) / LOOKS
        self._timer = self.loop.call_later(seconds, self._look, seconds)

    def _look(self, seconds: float) -> None:
        if self.transport.is_closing():
            return
        now = self.loop.time()
        if self._is_answering():
            if self.flow.read_paused or not self.cycle.more_body:
                self._pace.body_since += seconds
            late = self._pace.is_body_late(now)
        else:
            late = self._pace.is_head_late(now)
        if late:
            self._end(_TOO_SLOW)
        else:
            self._look_later()

    def _end(self, answer: bytes) -> None:
        if not self.transport.is_closing():
            cycle: Any = self.cycle
            if cycle is None or not cycle.response_started:
                self.transport.write(answer)
            self.transport.close()


def protocol_of(settings: Settings) -> type[ImpatientProtocol]:
    """The protocol with the times of the settings."""

    class Impatient(ImpatientProtocol):
        pass

    Impatient.settings = settings
    return Impatient


def allow_many_connections() -> None:
    """Have as many files open as the system lets this process, where it may ask for more."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows; a limit of a container
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = ENOUGH_FILES if hard == resource.RLIM_INFINITY else min(ENOUGH_FILES, hard)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
