"""A whole round of equal items at two sizes: each step's CPU, side by side in one run.

    python tests/benchmarks/whole_round.py [RULE …]

One voter ticks all, and there is money for half of them.  The round is planned, opened (which
imagines it three times, published and recounted each time), cast, closed, decided and published;
then its zip is recounted by ``recount.py`` alone, in a process of its own.  A ratio of 10 says that
a step grows with the items, one of 100 with their square.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import tickbox_budget_rules
from tickbox_core import Item, Limits, RuleChoice, open_registry
from tickbox_core.bundle import recount_source
from tickbox_core.desk import Cast, Desk
from tickbox_core.testing import desks

SMALL, LARGE = 1_000, 10_000
Given = TypeVar("Given")


def steps(rule: str, items: int) -> dict[str, float]:
    """Seconds of CPU of each step."""
    taken: dict[str, float] = {}

    def step(name: str, work: Callable[[], Given]) -> Given:
        start = time.process_time()
        done = work()
        taken[name] = time.process_time() - start
        return done

    desk = desks.desk(
        registry=open_registry(
            discover=False, plugins={"tickbox-budget-rules": tickbox_budget_rules}
        )
    )
    ids = [f"item-{at}" for at in range(items)]
    plan = desks.plan(
        items=tuple(Item(id_, f"第{at}项，一样", cost=100) for at, id_ in enumerate(ids)),
        limits=Limits.at_most(items), rule=RuleChoice(rule), places=None, budget=50 * items,
        tie_break="lexicographic",
    )  # fmt: skip
    step("plan", lambda: desk.prepare(plan))
    desk.register(desks.ROUND, desks.roll(1, 1))
    step("open", lambda: desks.open_list(desk, desks.ROUND))
    slot = desk.slots(desks.ROUND)[0].slot
    step("cast", lambda: desk.cast(desks.ROUND, Cast(slot, tuple(ids), "key")))
    step("close", lambda: desk.close(desks.ROUND))
    step("publish", lambda: desk.publish(desks.ROUND))
    taken["recount.py"] = recounted(desk)
    return taken


def recounted(desk: Desk) -> float:
    """Seconds of CPU of the program that is handed out, start and all."""
    with tempfile.TemporaryDirectory() as folder:
        program, bundle = Path(folder) / "recount.py", Path(folder) / "bundle.zip"
        program.write_text(recount_source(), encoding="utf-8")
        bundle.write_bytes(desk.bundle(desks.ROUND))
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        said = subprocess.run([sys.executable, "-I", str(program), str(bundle)], stdout=-3)
        if said.returncode:
            raise SystemExit(f"the recount does not agree ({said.returncode})")
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def main() -> None:
    """Print a line of a table for each rule and step."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rules", nargs="*", default=["greedy-votes"])
    parser.add_argument("--items", nargs=2, type=int, default=(SMALL, LARGE), help="two sizes")
    options = parser.parse_args()
    small, large = options.items
    print(f"| rule | step | {small:,} | {large:,} | ratio |\n|---|---|--:|--:|--:|")
    for rule in options.rules:
        few, many = steps(rule, small), steps(rule, large)
        for name, took in many.items():
            ratio = took / max(few[name], 1e-4)
            print(f"| {rule} | {name} | {few[name]:.2f} | {took:.2f} | {ratio:.0f} |", flush=True)


if __name__ == "__main__":
    main()
