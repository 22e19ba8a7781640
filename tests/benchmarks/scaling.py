"""How the time of a tally grows with ticks: plain Python and NumPy, up to ten million ballots."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from tickbox_budget_rules import Election, NumpyEngine, Utility, equal_shares
from tickbox_core import PlainEngine, Profile

ITEMS = 134
PLAIN_UP_TO = 1_000_000


def drawn(ballots: int) -> Profile:
    """Ballots of 0 to 16 ticks, all of them distinct groups."""
    numbers = np.random.default_rng(ballots)
    ends = np.cumsum(numbers.integers(0, 17, ballots))
    ticks = numbers.integers(0, ITEMS, int(ends[-1])).astype(np.uint8)
    names = tuple(f"item-{at}" for at in range(ITEMS))
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


def _shares(profile: Profile) -> None:
    costs = tuple(10_000 + 700 * at for at in range(ITEMS))
    election = Election.of_profile(profile, costs, sum(costs) // 3)
    equal_shares(election, Utility.COST, lambda tied, _: min(tied))
