"""How long a cast takes while a big bundle is downloaded by many at once.

    python tests/benchmarks/downloads.py [--ballots N] [--parallel N] [--rate N] [--seconds N]

The server runs in a process of its own, as do those who download; casts come at a steady rate into
another round of the same neighbourhood, and each is timed from the moment it was due, so that
waiting in a queue counts.  ``--keep FOLDER`` makes the data folder there and leaves it, ``--use
FOLDER`` serves one that was made before, by an older version perhaps; what it published then has no
file yet, and the first who ask have it made.
"""

from __future__ import annotations

import argparse
import http.client
import json
import multiprocessing
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from litestar import Request

from tickbox_core import Area, AreaTree, open_registry
from tickbox_core.desk import Cast, Town
from tickbox_core.testing import desks
from tickbox_server.app import create_app
from tickbox_server.commands import _listening

HOST, AREA, DONE, OPEN = "127.0.0.1", "n1", "done", "open"
TREE = AreaTree((Area(AREA, "neighbourhood", "一村"),))
BUNDLE = f"/api/v1/areas/{AREA}/rounds/{DONE}/bundle"
CASTS = f"/api/v1/areas/{AREA}/rounds/{OPEN}/casts"


class Header:
    """Whoever sends the name of a slot is its holder: the slow hash of a code is not measured."""

    key = "header"

    def slot(self, round: str, request: Request[Any, Any, Any]) -> str | None:
        """The slot in the header."""
        return request.headers.get("bench-slot")


def make(path: Path, ballots: int, casts: int) -> list[str]:
    """A folder with a published round of so many ballots and an open one; the slots of that."""
    town = Town(path, open_registry(discover=False))
    town.plant(TREE)
    desk = town.found(AREA)
    for id_, people in ((DONE, ballots), (OPEN, casts)):
        desk.prepare(desks.plan(id=id_))
        desk.register(id_, desks.roll(people // 2 + 1))
        desk.open(id_)
    for group in _groups([one.slot for one in desk.slots(DONE)][:ballots]):
        desk.cast_many(DONE, [Cast(slot, ("gate", "bench"), f"key-{slot}") for slot in group])
    desk.close(DONE)
    desk.publish(DONE)
    slots = [one.slot for one in desk.slots(OPEN)]
    town.close()
    return slots


def _groups(slots: list[str]) -> Iterator[list[str]]:
    for at in range(0, len(slots), 500):
        yield slots[at : at + 500]


def serve(path: Path, port: int) -> None:
    """The server, until it is told to stop."""
    town = Town(path, open_registry(discover=False))
    app = create_app(town, identity=Header())
    config = uvicorn.Config(app, access_log=False, log_level="warning")
    with _listening(HOST, port) as listening:
        uvicorn.Server(config).run(sockets=[listening])
    town.close()


def download(port: int, parallel: int, until: float, made: Any) -> None:
    """Download over and over, so many at once; puts number, bytes and the longest that one took."""
    numbers: list[tuple[int, float]] = []

    def one(_: int) -> None:
        while time.time() < until:
            begin = time.perf_counter()
            connection = http.client.HTTPConnection(HOST, port, timeout=600)
            connection.request("GET", BUNDLE)
            answer = connection.getresponse()
            body = answer.read()
            assert answer.status == 200, (answer.status, body[:200])
            numbers.append((len(body), time.perf_counter() - begin))

    with ThreadPoolExecutor(parallel) as pool:
        list(pool.map(one, range(parallel)))
    made.put((len(numbers), numbers[0][0], max(seconds for _, seconds in numbers)))


def cast(port: int, slots: list[str], rate: float) -> list[float]:
    """Cast for each slot at a steady rate; milliseconds from when each was due."""
    start, found, local = time.perf_counter() + 0.5, [], threading.local()

    def one(at: int) -> None:
        due = start + at / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        if not hasattr(local, "connection"):
            local.connection = http.client.HTTPConnection(HOST, port, timeout=600)
        headers = {"Bench-Slot": slots[at], "Idempotency-Key": f"key-{slots[at]}"}
        headers["Content-Type"] = "application/json"
        local.connection.request("POST", CASTS, json.dumps({"ticks": ["gate"]}), headers)
        answer = local.connection.getresponse()
        body = answer.read()
        assert answer.status == 201, (answer.status, body)
        found.append(1000 * (time.perf_counter() - due))

    with ThreadPoolExecutor(32) as pool:
        list(pool.map(one, range(len(slots))))
    return found


def told(name: str, found: list[float]) -> None:
    """One line of figures."""
    cuts = statistics.quantiles(found, n=100)
    figures = {"p50": cuts[49], "p90": cuts[89], "p99": cuts[98], "max": max(found)}
    line = "  ".join(f"{key} {value:8.1f} ms" for key, value in figures.items())
    print(f"{name:<24} {len(found):>5} casts  {line}", flush=True)


@contextmanager
def served(path: Path, port: int) -> Iterator[None]:
    """The server in a process of its own."""
    process = multiprocessing.Process(target=serve, args=(path, port), daemon=True)
    process.start()
    for _ in range(1200):
        try:
            connection = http.client.HTTPConnection(HOST, port, timeout=60)
            connection.request("GET", "/health")
            connection.getresponse().read()
            break
        except OSError:
            time.sleep(0.1)
    try:
        yield
    finally:
        process.terminate()
        process.join(20)


def measure(path: Path, slots: list[str], given: argparse.Namespace) -> None:
    """First without, then with downloads."""
    half = min(len(slots) // 2, int(given.rate * given.seconds))
    with served(path, given.port):
        told("no downloads", cast(given.port, slots[:half], given.rate))
        made: Any = multiprocessing.Queue()
        until = time.time() + half / given.rate
        crowd = multiprocessing.Process(
            target=download, args=(given.port, given.parallel, until, made)
        )
        crowd.start()
        told(f"{given.parallel} at a time", cast(given.port, slots[half : 2 * half], given.rate))
        number, size, longest = made.get()
        crowd.join()
        print(f"{number} downloads of {size:,} bytes, the longest {longest:.2f} s")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ballots", type=int, default=10_000)
    parser.add_argument("--parallel", type=int, default=20)
    parser.add_argument("--rate", type=float, default=40.0)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--port", type=int, default=8791)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--use", type=Path)
    given = parser.parse_args()
    multiprocessing.set_start_method("spawn")
    with tempfile.TemporaryDirectory() as scratch:
        path = given.keep or Path(scratch) / "town"
        if given.use:
            shutil.copytree(given.use, path)
            slots = json.loads((path / "slots.json").read_text())
        else:
            slots = make(path, given.ballots, 2 * int(given.rate * given.seconds) + 2)
            (path / "slots.json").write_text(json.dumps(slots))
        if not given.keep:
            measure(path, slots, given)


if __name__ == "__main__":
    main()
