"""What a first count costs: ``from tickbox_core import rank; rank(…)`` above what it stands on.

Interpreters are started in turn: attrs, pluggy, inspect and importlib.metadata alone, and the same
with a count behind it.  It prints the CPU of each (the least and the median) and the difference.

    python tests/benchmarks/front_door.py
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys

BASE = "import attrs, pluggy, inspect, importlib.metadata"
COUNT = (
    f"{BASE}\nfrom tickbox_core import rank\nrank(['gate'], [{{'voter': 'r1', 'ticks': ['gate']}}])"
)
TIMES = 15


def cpu_seconds(code: str) -> float:
    """The CPU that a new interpreter takes to run that."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print both, one after the other in one run, and the count above its base."""
    taken: dict[str, list[float]] = {BASE: [], COUNT: []}
    for _ in range(TIMES):
        for code, spent in taken.items():
            spent.append(cpu_seconds(code))
    for name, of in (("least", min), ("median", statistics.median)):
        base, count = of(taken[BASE]), of(taken[COUNT])
        print(
            f"{name}: {base * 1000:.0f} ms and {count * 1000:.0f} ms, "
            f"{(count - base) * 1000:.0f} ms more ({count / base:.2f} times)"
        )


if __name__ == "__main__":
    main()
