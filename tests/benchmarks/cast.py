"""Measures casting and counting on this machine, side by side with bare SQLite.

    python3 tests/benchmarks/cast.py [--ballots N] [--json]

Each cast is checked, committed to, written to ledger and tables and durable before it is answered.
The peer is the least any durable store does: one row with a unique index in the same file system,
same settings, same number of ballots a commit.  Ratios hold between machines, seconds do not.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import attrs

from tickbox_core import Ballot, Contest, Item, PlainEngine, Profile, TickShare
from tickbox_core.desk import Cast
from tickbox_core.store.sqlite import SqliteStore, library_version
from tickbox_core.testing import desks

ROUNDS = 3


@attrs.frozen
class Figure:
    """Median seconds of one way of doing something ``ballots`` times, and of its peer."""

    name: str
    ballots: int
    seconds: float
    peer_seconds: float | None = None

    def plain(self) -> dict[str, object]:
        """For JSON and for the table."""
        row: dict[str, object] = {
            "name": self.name,
            "ballots": self.ballots,
            "per_second": round(self.ballots / self.seconds),
        }
        if self.peer_seconds is not None:
            row["peer_per_second"] = round(self.ballots / self.peer_seconds)
            row["times_the_peer"] = round(self.seconds / self.peer_seconds, 1)
        return row


def median(work: Callable[[], float]) -> float:
    """The median of a few runs, each of which times itself."""
    return statistics.median(work() for _ in range(ROUNDS))


def cast(ballots: int, group: int) -> float:
    """Seconds to cast that many ballots, so many a commit."""
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "area.sqlite")
        desk = desks.opened(store, homes=ballots // 2 + 1)
        slots = [slot.slot for slot in desk.slots(desks.ROUND)][:ballots]
        casts = [Cast(slot, ("gate", "bench"), f"key-{slot}") for slot in slots]
        start = time.perf_counter()
        for at in range(0, ballots, group):
            desk.cast_many(desks.ROUND, casts[at : at + group])
        seconds = time.perf_counter() - start
        assert desk.turnout(desks.ROUND).participants == ballots
        store.close()
    return seconds


def bare(ballots: int, group: int) -> float:
    """Seconds for bare SQLite to insert as many rows, so many a commit, with the same settings."""
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "bare.sqlite")
        start = time.perf_counter()
        for at in range(0, ballots, group):
            with store.transaction():
                store.add(
                    "head",
                    [{"log": f"slot-{n}", "frontier": "gate bench"} for n in range(at, at + group)],
                )
        seconds = time.perf_counter() - start
        store.close()
    return seconds


def side_by_side(ballots: int, group: int) -> Figure:
    """Casting and its peer in turn."""
    pairs = [(cast(ballots, group), bare(ballots, group)) for _ in range(ROUNDS)]
    ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    return Figure(f"cast, {group} a commit", ballots, ours, theirs)


def counting(ballots: int, items: int) -> list[Figure]:
    """Seconds to group, to tally and to rank."""
    rng = random.Random(1)
    listed = tuple(Item(f"i{n}", f"i{n}") for n in range(items))
    ids = [item.id for item in listed]
    handed_in = [Ballot(f"v{n}", rng.sample(ids, 10)) for n in range(ballots)]
    profile = Profile.of_ballots(ids, handed_in)
    contest = Contest(listed, profile)
    return [
        Figure(
            "group ballots",
            ballots,
            median(lambda: timed(lambda: Profile.of_ballots(ids, handed_in))),
        ),
        Figure(
            f"tally {items} items",
            ballots,
            median(lambda: timed(lambda: PlainEngine().tally(profile))),
        ),
        Figure(
            "tally, rank and explain",
            ballots,
            median(lambda: timed(lambda: TickShare().outcome(contest))),
        ),
    ]


def timed(work: Callable[[], object]) -> float:
    """Seconds that some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--ballots", type=int, default=2000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    figures = [side_by_side(asked.ballots, group) for group in (1, 100, 1000)]
    figures += counting(100_000, 134)
    rows = [figure.plain() for figure in figures]
    if asked.json:
        print(json.dumps({"sqlite": library_version(), "figures": rows}, indent=1))
        return
    print(f"SQLite {library_version()}, Python {sys.version.split()[0]}")
    for row in rows:
        print("  ".join(f"{name}={value}" for name, value in row.items()))


if __name__ == "__main__":
    main()
