"""Reading Pabulib files beside pabutools: CPU of both readers, in turn, in one process.

    python tests/benchmarks/parsing.py [NAME …] [--rounds 5]

In one process both meet the same caches and the same load, so that the ratio holds on a machine
that others use; ``rules.py`` measures the first call in a process of its own.  Each side reads a
file once before it is measured; a small file is read several times in a sample, since collecting
what the other side left behind would else be what is measured.  pabutools has to be installed
beside tickbox (a development environment has it).  Prints a table of medians; ``--all`` measures
every file there is.
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
AT_ONCE = 20
"""How often a small file is read in one sample."""


def cpu(work: Callable[[], Any], times: int) -> float:
    """Seconds of CPU that it takes once, where it is done so many times one after another."""
    gc.collect()
    start = time.process_time()
    for _ in range(times):
        held = work()
    took = time.process_time() - start
    del held
    return took / times


def measure(path: str, rounds: int, at_once: int) -> tuple[float, float]:
    """Medians of both readers, in turn, after each has read the file once."""
    from pabutools.election import parse_pabulib

    from tickbox_core.interchange import read_pabulib

    def theirs() -> object:
        return parse_pabulib(path)

    def ours() -> object:
        return read_pabulib(path, lenient=True)

    sides = (theirs, ours)
    for side in sides:
        side()
    taken = [[cpu(side, at_once) for side in sides] for _ in range(rounds)]
    first, second = (statistics.median(column) for column in zip(*taken, strict=True))
    return first, second


def main() -> None:
    """Measure each file and print a line."""
    from rules import FILES, folder  # beside this file, which is where Python looks for it

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", default=FILES)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--all", action="store_true", help="every file of the folder")
    options = parser.parse_args()
    sys.setrecursionlimit(100_000)
    names = sorted(file.stem for file in folder().glob("*.pb")) if options.all else options.files
    ratios = []
    print("| file | pabutools | tickbox | ratio |\n|---|--:|--:|--:|")
    for name in names:
        file = folder() / f"{name}.pb"
        many = file.stat().st_size < SMALL
        rounds, at_once = (5 * options.rounds, AT_ONCE) if many else (options.rounds, 1)
        theirs, ours = measure(str(file), rounds, at_once)
        ratios.append(theirs / ours)
        line = f"| {name} | {theirs * 1e3:,.2f} ms | {ours * 1e3:,.2f} ms | {theirs / ours:.1f} |"
        print(line, flush=True)
    print(f"\nmedian {statistics.median(ratios):.1f}, least {min(ratios):.1f}")


if __name__ == "__main__":
    main()
