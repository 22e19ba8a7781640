"""Whatever is raised behind a request: it is answered, others are answered, SIGTERM ends it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

import tickbox_core

from .failing import HANG, KINDS
from .test_commands import free_port

SCRIPT = Path(__file__).with_name("failing.py")
SOURCE = Path(tickbox_core.__file__).parents[1]
PROBLEMS = "/api/v1/areas/bamboo/problems"
CASTS = "/api/v1/areas/bamboo/rounds/open-1/casts"
BOUND = 120.0
"""Seconds after which a request is taken to hang; the server is told to give up after 2."""


class Serving:
    """A server in a process of its own, and how it is to fail."""

    def __init__(self, folder: Path, codes: tuple[str, ...]) -> None:
        self.codes, self._told = codes, folder.parent / "fails"
        self._errors = folder.parent / "stderr"
        port = free_port()
        with self._errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-X", "faulthandler", str(SCRIPT), str(folder), str(port), "2"],
                stderr=errors,
                env={**os.environ, "PYTHONPATH": str(SOURCE)},
            )
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=BOUND)
        self._until_it_answers()

    def _until_it_answers(self) -> None:
        until = time.monotonic() + BOUND
        while True:
            with contextlib.suppress(httpx.TransportError):
                self.client.get("/health")
                return
            assert self.process.poll() is None, self._errors.read_text()
            assert time.monotonic() < until
            time.sleep(0.1)

    def fail(self, kind: str) -> None:
        """From now on, or with "" no more."""
        self._told.write_text(kind, encoding="utf-8")

    def until_health_says(self, kind: str) -> int:
        """How many of a kind of what is wrong, once it is seen: a look may be some seconds old."""
        until = time.monotonic() + BOUND
        while True:
            told = self.client.get("/ready").json().get("facts", {}).get("kinds", {})
            if kind in told:
                return int(told[kind])
            assert time.monotonic() < until, told
            time.sleep(0.2)

    def until_it_is_well(self) -> None:
        """Wait for the look that finds nothing any more."""
        until = time.monotonic() + BOUND
        while self.client.get("/ready").status_code != 200:
            assert time.monotonic() < until
            time.sleep(0.2)

    def cast(self, at: int, key: str) -> httpx.Response:
        """A ballot."""
        headers = {"Tickbox-Code": self.codes[at], "Idempotency-Key": key}
        return self.client.post(CASTS, json={"ticks": ["i1"]}, headers=headers)

    def end(self) -> None:
        """It ends well after SIGTERM, whatever still hangs: that would take an hour."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(BOUND)
        assert code == 0, self._errors.read_text()[-4000:]


@contextlib.contextmanager
def serving(built: Any, place: Path) -> Iterator[Serving]:
    """A town of its own, served until the end of a test."""
    folder, codes, _ = built
    shutil.copytree(folder, place / "data")
    server = Serving(place / "data", codes)
    try:
        yield server
    finally:
        server.process.kill()
        server.process.wait()
        server.client.close()


def test_whatever_is_raised_is_answered_and_sigterm_ends_it(built: Any, tmp_path: Path) -> None:
    """Each kind on a page, in the API and in a ballot; then everything works, and it ends."""
    with serving(built, tmp_path) as server:
        for at, kind in enumerate(KINDS):
            server.fail(kind)
            read = server.client.get(PROBLEMS)
            assert (kind, read.status_code, read.json()["code"]) == (kind, 500, "failed")
            page = server.client.get("/n/bamboo", headers={"Accept-Language": "en"})
            assert (kind, page.status_code) == (kind, 500)
            assert "The server failed" in page.text
            cast = server.cast(0, f"key-of-kind-{at}")
            told = (503, "unconfirmed") if kind != "Untold" else (500, "failed")  # ours: a refusal
            assert (kind, cast.status_code, cast.json()["code"]) == (kind, *told)
            server.fail("")
            assert server.client.get(PROBLEMS).status_code == 200
            assert server.cast(0, f"key-of-kind-{at}").status_code == 201
        server.end()


def test_what_hangs_is_given_up_and_the_others_go_on(built: Any, tmp_path: Path) -> None:
    """More requests hang than there are threads: each is told so, and the next one is answered."""
    with serving(built, tmp_path) as server:
        server.fail(HANG)
        stuck: list[tuple[int, str]] = []

        def ask() -> None:
            told = server.client.get(PROBLEMS)
            stuck.append((told.status_code, told.json()["code"]))

        threads = [threading.Thread(target=ask) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert stuck == [(503, "too-long")] * 12
        cast = server.cast(1, "key-that-hangs")
        assert (cast.status_code, cast.json()["code"]) == (503, "unconfirmed")
        server.fail("")
        assert server.client.get(PROBLEMS).status_code == 200
        assert server.until_health_says("stuck") >= 8
        server.fail(HANG)
        asking = threading.Thread(target=ask_late, args=(server,))
        asking.start()
        time.sleep(0.5)
        server.end()
        asking.join()


def ask_late(server: Serving) -> None:
    """A request that is under way when the server is told to end."""
    with contextlib.suppress(httpx.HTTPError):
        server.client.get(PROBLEMS)
