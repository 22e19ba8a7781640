"""Measures what an act costs on this machine, side by side with less than an act.

    python3 tests/benchmarks/acts.py [--times N] [--json]

The same wish is taken by the service alone, as a resident's act, and as staff's, which leaves an
entry that names them; each is one durable, signed commit.  The peer is one row in the same file
system with the same settings.  Ratios hold between machines, milliseconds do not.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tickbox_core.acts import ACTS, NOBODY, Actor, Role, perform
from tickbox_core.components.wishes import NewWish
from tickbox_core.desk import Desk
from tickbox_core.ledger import Ed25519Signer
from tickbox_core.model.channels import Channel
from tickbox_core.store.sqlite import SqliteStore
from tickbox_core.testing import desks

STAFF = Actor("小林", Role.STAFF)
ROUNDS = 5


def row(desk: Desk) -> None:
    """The least any durable store does."""
    with desk._hand.store.transaction():
        failure = {"round": "r1", "locator": "a", "failures": time.perf_counter_ns()}
        desk._hand.store.put("failure", failure)


WAYS: dict[str, Callable[[Desk], object]] = {
    "a row": row,
    "the service": lambda desk: desk.collecting.take(NewWish("灯", Channel.ONLINE)),
    "a resident's act": lambda desk: perform(ACTS["wish/take"], desk, {"text": "灯"}, NOBODY),
    "an act of staff": lambda desk: perform(ACTS["wish/take"], desk, {"text": "灯"}, STAFF),
}


def measured(times: int) -> dict[str, tuple[float, float]]:
    """Median milliseconds of each way, by the clock and by the processor; the ways take turns."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in WAYS}
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "area.sqlite")
        desk = desks.desk(store, signer=Ed25519Signer(bytes(32)))
        for _ in range(ROUNDS):
            for name, way in WAYS.items():
                wall, work = time.perf_counter(), time.process_time()
                for _ in range(times):
                    way(desk)
                spent = (time.perf_counter() - wall, time.process_time() - work)
                found[name].append((spent[0] / times * 1000, spent[1] / times * 1000))
        store.close()
    return {
        name: (statistics.median(a for a, _ in spent), statistics.median(b for _, b in spent))
        for name, spent in found.items()
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = measured(asked.times)
    if asked.json:
        print(json.dumps({name: {"wall_ms": a, "cpu_ms": b} for name, (a, b) in found.items()}))
        return
    (least, _), (_, own) = found["a row"], found["the service"]
    for name, (wall, work) in found.items():
        print(
            f"{name:18}{wall:8.2f} ms{wall / least:6.1f} × a row"
            f"{work:8.2f} ms of processor{work / own:6.2f} × the service"
        )


if __name__ == "__main__":
    main()
