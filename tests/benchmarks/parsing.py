"""Reading Pabulib files beside pabutools: CPU of both readers, in turn, in one process.

    python tests/benchmarks/parsing.py [NAME …] [--rounds 5]

In one process both meet the same caches and the same load, so that the ratio holds on a machine
that others use; ``rules.py`` measures the first call in a process of its own.  pabutools has to be
installed beside tickbox (a development environment has it).  Prints a table of medians.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

SMALL = 100_000
"""Bytes of a file that is read more often, since reading it takes next to nothing."""


def cpu(work: Callable[[], Any]) -> float:
    """Seconds of CPU that it takes."""
    gc.collect()
    start = time.process_time()
    held = work()
    took = time.process_time() - start
    del held
    return took


def main() -> None:
    """Measure each file and print a line."""
    from rules import FILES, folder  # beside this file, which is where Python looks for it

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", default=FILES)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    from pabutools.election import parse_pabulib

    from tickbox_core.interchange import read_pabulib

    sys.setrecursionlimit(100_000)
    ratios = []
    print("| file | pabutools | tickbox | ratio |\n|---|--:|--:|--:|")
    for name in options.files:
        file = folder() / f"{name}.pb"
        path, many = str(file), file.stat().st_size < SMALL
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(10 * options.rounds if many else options.rounds):
            times[0].append(cpu(lambda path=path: parse_pabulib(path)))
            times[1].append(cpu(lambda path=path: read_pabulib(path, lenient=True)))
        theirs, ours = map(statistics.median, times)
        ratios.append(theirs / ours)
        line = f"| {name} | {theirs * 1e3:,.1f} ms | {ours * 1e3:,.1f} ms | {theirs / ours:.1f} |"
        print(line, flush=True)
    print(f"\nmedian {statistics.median(ratios):.1f}, least {min(ratios):.1f}")


if __name__ == "__main__":
    main()
