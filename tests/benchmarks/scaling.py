"""How time grows with ticks: plain Python and NumPy, up to ten million ballots; and a long list."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from tickbox_budget_rules import NumpyEngine, SupportMatrix, Utility, equal_shares, phragmen
from tickbox_core import PlainEngine, Profile

ITEMS = 134
PLAIN_UP_TO = 1_000_000


def drawn(ballots: int, items: int = ITEMS) -> Profile:
    """Ballots of 0 to 16 ticks, each a group of its own."""
    numbers = np.random.default_rng(ballots)
    sizes = numbers.integers(0, 17, ballots)
    ends = np.cumsum(sizes)
    # 17 ranges of items, one tick in each of the first ones: nothing twice on a ballot
    wide = items // 17
    at = np.arange(int(ends[-1])) - np.repeat(ends - sizes, sizes)
    ticks = at * wide + numbers.integers(0, wide, int(ends[-1]))
    ticks = ticks.astype(np.uint8 if items < 256 else np.uint16)
    names = tuple(f"item-{at}" for at in range(items))
    return Profile(names, ticks, ends, np.ones(ballots, np.int64))


def best(work: Any) -> float:
    """The quickest of three, in seconds."""
    spans = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        spans.append(time.perf_counter() - start)
    return min(spans)


def points() -> list[dict[str, Any]]:
    """For each size: ticks, and seconds for one bincount, the NumPy tally, the plain one."""
    rows = []
    for ballots in (10_000, 100_000, 1_000_000, 10_000_000):
        profile = drawn(ballots)
        row: dict[str, Any] = {"ballots": ballots, "ticks": len(profile.ticks)}
        row["bincount"] = best(lambda p=profile: np.bincount(p.ticks, minlength=ITEMS))
        row["numpy"] = best(lambda p=profile: NumpyEngine().tally(p))
        if ballots <= PLAIN_UP_TO:
            plain = Profile(
                profile.items,
                bytes(profile.ticks),
                tuple(np.asarray(profile.ends).tolist()),
                (1,) * ballots,
            )
            row["plain"] = best(lambda p=plain: PlainEngine().tally(p))
            row["equal shares"] = best(lambda p=profile: _shares(p))
        rows.append(row)
    return rows


def large() -> dict[str, Any]:
    """A town's whole year on one list: 100,000 ballots, 1,389 items, some 400 of them bought."""
    profile = drawn(100_000, 1_389)
    numbers = np.random.default_rng(1_389)
    costs = tuple(int(cost) for cost in numbers.integers(500_000, 50_000_000, 1_389))
    election = SupportMatrix.of_profile(profile, costs, sum(costs) * 27 // 100)
    row: dict[str, Any] = {"ballots": 100_000, "items": 1_389, "ticks": len(profile.ticks)}
    for name, work in (
        ("equal shares", lambda: equal_shares(election, Utility.COST, lambda tied, _: min(tied))),
        ("phragmen", lambda: phragmen(election, lambda tied, _: min(tied))),
    ):
        start = time.perf_counter()
        run = work()
        row[name] = {"seconds": time.perf_counter() - start, "winners": len(run.bought)}
    return row


def _shares(profile: Profile) -> None:
    costs = tuple(10_000 + 700 * at for at in range(ITEMS))
    election = SupportMatrix.of_profile(profile, costs, sum(costs) // 3)
    equal_shares(election, Utility.COST, lambda tied, _: min(tied))
