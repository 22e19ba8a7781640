"""Measures what an honest ballot waits beside forty people who guess codes.

    python3 tests/benchmarks/guessers.py [--ballots N] [--guessers N] [--json]

A real server in a process of its own, guessers in another, and one voter after the other here:
alone, beside guessers who share one address, and beside guessers who have one each.  Every guess is
formed as a code is and costs the slow hash; every ballot has to be taken.  The ratio of the times
says what guessers cost a voter; seconds are of one machine, on which all of them share the cores.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tickbox_core.desk import Town
from tickbox_core.model import Area, AreaTree
from tickbox_core.testing import desks
from tickbox_core.workflow.names import check_character
from tickbox_server.commands import serve_town
from tickbox_server.settings import Settings

HERE = "n1"
CASTS = f"/api/v1/areas/{HERE}/rounds/{desks.ROUND}/casts"
WAYS = ("alone", "beside one address", "beside an address each")


def made(folder: Path, ballots: int) -> list[str]:
    """A town in a fresh folder, with an open list and so many codes."""
    town = Town(folder)
    town.plant(AreaTree((Area(HERE, "neighbourhood", "一村"),)))
    desk = town.found(HERE)
    desk.prepare(desks.plan(revisable=True))
    desk.register(desks.ROUND, desks.roll(ballots))
    desks.open_list(desk, desks.ROUND)
    slots = [slot.slot for slot in desk.slots(desks.ROUND)]
    codes = list(desk.issue_codes(desks.ROUND, slots).values())
    town.close()
    return codes


def serve(folder: str, port: int) -> int:
    """The server, until it is told to end; the guessers' process is its proxy."""
    town = Town(folder)
    try:
        return serve_town(town, "127.0.0.1", port, Settings(proxies=("127.0.0.1",)))
    finally:
        town.close()


def cast(connection: http.client.HTTPConnection, code: str, key: str, address: str) -> int:
    """The status of a ballot."""
    headers = {
        "Tickbox-Code": code,
        "Idempotency-Key": key,
        "Content-Type": "application/json",
        "X-Forwarded-For": address,
    }
    connection.request("POST", CASTS, json.dumps({"ticks": ["gate"]}), headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def guess(port: int, guessers: int, apart: bool) -> int:
    """Guess until told to end, each guesser one code after the other."""
    made, ending = [0] * guessers, threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ending.set())

    def go_on(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        address = f"198.51.100.{number if apart else 0}"
        while not ending.is_set():
            plain = f"{number:04}{made[number]:011}"
            status = cast(connection, plain + check_character(plain), "key-of-guess", address)
            assert status == 401, status
            made[number] += 1

    for number in range(guessers):
        threading.Thread(target=go_on, args=(number,), daemon=True).start()
    while not all(made):
        time.sleep(0.05)
    print("all are at it", flush=True)
    before = sum(made)
    ending.wait()
    print(sum(made) - before, flush=True)
    return 0


@contextlib.contextmanager
def running(*words: object, **how: Any) -> Iterator[subprocess.Popen[str]]:
    """This file in a process of its own, as something else."""
    command = [sys.executable, __file__, *map(str, words)]
    process = subprocess.Popen(command, env=os.environ, text=True, **how)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def wait_for(port: int) -> None:
    """Until the server answers."""
    while True:
        with contextlib.suppress(OSError):
            http.client.HTTPConnection("127.0.0.1", port).request("GET", "/health")
            return
        time.sleep(0.05)


def voted(port: int, codes: Sequence[str], way: str) -> list[float]:
    """Milliseconds of each ballot; every one of them is taken."""
    found, connection = [], http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    for at, code in enumerate(codes):
        begun = time.perf_counter()
        status = cast(connection, code, f"{way}-{code}", f"203.0.113.{at % 200}")
        found.append((time.perf_counter() - begun) * 1000)
        assert status == 201, status
    return found


def measured(ballots: int, guessers: int) -> dict[str, dict[str, float]]:
    """Median and 99th percentile (ms) of each way, and how many guesses a second came meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        codes = made(Path(folder) / "town", ballots)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = int(free.getsockname()[1])
        found = {}
        with running("--serve", Path(folder) / "town", "--port", port):
            wait_for(port)
            voted(port, codes[:20], "warm")
            for way in WAYS:
                found[way] = _measured(port, codes, guessers, way)
                print(way, json.dumps(found[way]), file=sys.stderr, flush=True)
    return found


def _measured(port: int, codes: Sequence[str], guessers: int, way: str) -> dict[str, float]:
    with contextlib.ExitStack() as stack:
        guessing: subprocess.Popen[str] | None = None
        if way != WAYS[0]:
            words = ("--guess", guessers, "--port", port, *["--apart"] * (way == WAYS[2]))
            guessing = stack.enter_context(running(*words, stdout=subprocess.PIPE))
            assert guessing.stdout is not None
            guessing.stdout.readline()  # all are at it
        begun = time.perf_counter()
        times = voted(port, codes, way.replace(" ", "-"))
        seconds = time.perf_counter() - begun
    guesses = int((guessing.stdout.read() if guessing and guessing.stdout else "") or 0)
    hundredths = statistics.quantiles(times, n=100)
    return {
        "median": statistics.median(times),
        "p99": hundredths[98],
        "taken": len(times),
        "guesses_a_second": guesses / seconds,
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--ballots", type=int, default=100)
    parser.add_argument("--guessers", type=int, default=40)
    parser.add_argument("--json", action="store_true")
    for name, kind in (("--serve", str), ("--guess", int), ("--port", int)):
        parser.add_argument(name, type=kind, help=argparse.SUPPRESS)
    parser.add_argument("--apart", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args(argv)
    if args.serve:
        return serve(args.serve, args.port)
    if args.guess:
        return guess(args.port, args.guess, args.apart)
    found = measured(args.ballots, args.guessers)
    if args.json:
        print(json.dumps(found, indent=1))
        return 0
    alone = found[WAYS[0]]
    print(f"{'a ballot':26}{'median':>10}{'p99':>10}{'ratio':>8}{'ratio p99':>11}{'guesses/s':>11}")
    for way, one in found.items():
        ratios = one["median"] / alone["median"], one["p99"] / alone["p99"]
        print(
            f"{way:26}{one['median']:8.1f}ms{one['p99']:8.1f}ms"
            f"{ratios[0]:8.1f}{ratios[1]:11.1f}{one['guesses_a_second']:11.0f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
