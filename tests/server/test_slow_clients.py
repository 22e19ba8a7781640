"""Connections that keep the server waiting are closed; slow phones and honest voters are not."""

from __future__ import annotations

import contextlib
import os
import resource
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import attrs
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tickbox_core
from tickbox_server.slow_clients import Pace

from .test_commands import free_port

pytestmark = pytest.mark.slow
SOURCE = Path(tickbox_core.__file__).parents[1]
SCRIPT = """
import sys
from tickbox_core.desk import Town
from tickbox_server.commands import serve_town
from tickbox_server.settings import Settings
town = Town(sys.argv[1])
settings = Settings(header_seconds=6, body_seconds=6, body_rate=1000)
code = serve_town(town, "127.0.0.1", int(sys.argv[2]), settings)
town.close()
sys.exit(code)
"""
BOUND = 120.0
"""Seconds after which it is taken that a connection is never closed."""
SLOW = 1000
HEAD = b"POST /n/bamboo/wishes HTTP/1.1\r\nHost: t\r\n"
FORM = HEAD + b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9000\r\n\r\n"


@attrs.frozen
class Place:
    """A served town, and a code of it."""

    port: int
    code: str

    def connect(self) -> socket.socket:
        """A connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=BOUND)

    def cast(self, key: str) -> int:
        """The status of an honest ballot."""
        headers = {"Tickbox-Code": self.code, "Idempotency-Key": key}
        where = f"http://127.0.0.1:{self.port}/api/v1/areas/bamboo/rounds/open-1/casts"
        answer = httpx.post(where, json={"ticks": ["i1"]}, headers=headers, timeout=BOUND)
        return answer.status_code


@pytest.fixture(scope="module")
def place(built: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A town that is served by a process of its own, which gives everybody six seconds."""
    folder, codes, _ = built
    shutil.copytree(folder, held := tmp_path_factory.mktemp("slow") / "data")
    port = free_port()
    errors = held.parent / "stderr"
    with errors.open("wb") as told:
        process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(held), str(port)],
            stderr=told,
            env={**os.environ, "PYTHONPATH": f"{SOURCE}:{os.environ.get('PYTHONPATH', '')}"},
        )
    until = time.monotonic() + BOUND
    while True:
        with contextlib.suppress(httpx.TransportError):
            httpx.get(f"http://127.0.0.1:{port}/health")
            break
        assert process.poll() is None and time.monotonic() < until
        time.sleep(0.1)
    yield Place(port, codes[0])
    process.send_signal(signal.SIGTERM)
    assert process.wait(BOUND) == 0
    assert errors.read_text() == "", "slow clients fill no log"


def until_closed(connection: socket.socket, more: bytes = b"", seconds: float = 0.2) -> bytes:
    """What a connection is told before it is closed, while it sends some more now and then."""
    connection.settimeout(seconds)
    told, until = b"", time.monotonic() + BOUND
    while time.monotonic() < until:
        try:
            got = connection.recv(65536)
        except TimeoutError:
            with contextlib.suppress(OSError):
                connection.sendall(more)
            continue
        except ConnectionError:
            return told
        if not got:
            return told
        told += got
    pytest.fail("it is never closed")


SLOW_ONES = {
    "nothing": (b"", b""),
    "half a head": (b"GET / HTTP/1.1\r\nHost: t\r\n", b""),
    "a head by letters": (b"GET / HTTP/1.1\r\nHost: t\r\nX: ", b"x"),
    "a head by lines": (b"GET / HTTP/1.1\r\nHost: t\r\n", b"A: b\r\n"),
    "a body that stops": (FORM, b""),
    "a body that drips": (FORM + b"text=", b"x"),
    "a second head": (b"GET /health HTTP/1.1\r\nHost: t\r\n\r\nGET /he", b"a"),
}


def test_who_does_not_come_on_is_closed(place: Place) -> None:
    """Told why, where nothing was answered yet; a connection that was used before has no longer."""

    def told(first: bytes, more: bytes) -> bytes:
        with place.connect() as connection:
            connection.sendall(first)
            return until_closed(connection, more)

    with ThreadPoolExecutor(len(SLOW_ONES)) as pool:
        asked = {name: pool.submit(told, *sent) for name, sent in SLOW_ONES.items()}
        found = {name: one.result()[:12].decode() for name, one in asked.items()}
    assert found.pop("a second head") == "HTTP/1.1 200"
    assert set(found.values()) == {"HTTP/1.1 408"}


def test_a_head_without_end_is_refused(place: Place) -> None:
    """However quickly it comes."""
    with place.connect() as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: t\r\n")
        with contextlib.suppress(ConnectionError):
            for _ in range(2000):
                connection.sendall(b"X: " + b"x" * 100 + b"\r\n")
        assert until_closed(connection)[:12] in (b"HTTP/1.1 431", b"")


def test_a_form_in_pieces_is_taken(place: Place) -> None:
    """However small they are, as long as they come on."""
    text = b"text=" + b"a" * 1900
    head = HEAD + b"Connection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    with place.connect() as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(head + b"Content-Length: %d\r\n\r\n" % len(text))
        for at in range(0, len(text), 10):
            connection.sendall(text[at : at + 10])
        assert until_closed(connection).startswith(b"HTTP/1.1 200 ")


@given(
    st.lists(st.tuples(st.floats(0.01, 5), st.integers(0, 5000)), max_size=30), st.integers(1, 2000)
)
def test_who_comes_on_is_never_late(pieces: list[tuple[float, int]], rate: int) -> None:
    """A body may fall so many seconds behind its rate: not one moment earlier, nor much later."""
    pace, now = Pace(10, 20, rate), 100.0
    pace.begin_body(now, 0)
    for wait, size in pieces:
        now += wait
        behind = (now - 100.0) - pace.body / rate
        assert pace.is_body_late(now) == (behind > 20) or abs(behind - 20) < 1e-6
        pace.body += size


@pytest.mark.parametrize(("after", "late"), [(0, False), (9.5, False), (10, False), (10.5, True)])
def test_a_head_has_its_time_from_the_first_of_it(after: float, late: bool) -> None:
    """Just under, on and just over; what comes meanwhile gives no more of it, the end does."""
    pace = Pace(10, 20, 1000)
    assert not pace.is_head_late(1e9)  # nobody waits for one
    pace.wait_for_head(100)
    pace.wait_for_head(109, 5)
    assert pace.is_head_late(100 + after) is late
    pace.begin_body(100 + after, 5)
    assert not pace.is_head_late(1e9) and pace.head == 0


def test_a_thousand_slow_connections_are_closed_and_keep_nobody_out(place: Place) -> None:
    """Ballots are taken meanwhile, one after the other, and afterwards."""
    with _open_files(SLOW + 200), contextlib.ExitStack() as stack:
        waiting = selectors.DefaultSelector()
        firsts: list[Callable[[int], bytes]] = [
            lambda at: b"",
            lambda at: b"GET / HTTP/1.1\r\nX: %d" % at,
            lambda at: FORM + b"text=a",
        ]
        for at in range(SLOW):
            one = stack.enter_context(place.connect())
            one.sendall(firsts[at % 3](at))
            waiting.register(one, selectors.EVENT_READ)
        assert place.cast("key-beside-the-slow") == 201
        until = time.monotonic() + BOUND
        while waiting.get_map() and time.monotonic() < until:
            for key, _ in waiting.select(1.0):
                assert isinstance(key.fileobj, socket.socket)
                with contextlib.suppress(ConnectionError):
                    if key.fileobj.recv(4096):
                        continue
                waiting.unregister(key.fileobj)
        assert not waiting.get_map()
    assert place.cast("key-beside-the-slow") == 201


@contextlib.contextmanager
def _open_files(number: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < number:
        pytest.skip(f"this machine lets a process have {hard} files open")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, number), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
