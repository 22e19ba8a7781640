"""Which of the tests take the processor, file by file, and what changed between two such runs.

    python tests/benchmarks/suite.py run FILE [PYTEST ARGUMENTS]   run tests, write seconds to FILE
    python tests/benchmarks/suite.py sample FILE [ARGUMENTS]       the same with every twelfth test
    python tests/benchmarks/suite.py table FILE [OLDER FILE]       the dearest files, and before
    python tests/benchmarks/suite.py order FILE                    keep it as tests/seconds.json

Seconds are of processors, those of programs that a test started included: they hang less on what
else the machine does.  All tests run in one process; what each waited for nobody counts.  By the
files' seconds the suite is shared among processes, the longest first: nothing else hangs on them.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Generator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHOWN, STEP = 30, 12
LEAST = 1.0
"""Files that take less are not worth a line in ``tests/seconds.json``."""


def used() -> float:
    """Processor seconds of this process, and of those it started that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


class Meter:
    """A plugin of pytest that writes down what each test took, its fixtures included."""

    def __init__(self, step: int = 1) -> None:
        """Nothing measured yet; of so many tests one is run."""
        self.step = step
        self.began = used()
        self.tests: dict[str, float] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Every so many tests, the same at every start."""
        items[:] = items[:: self.step]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """One test, from its first fixture to the last that ends with it."""
        before = used()
        result = yield
        self.tests[item.nodeid] = used() - before
        return result


def run(out: Path, arguments: list[str], step: int = 1) -> int:
    """Run tests and write down what they took; what pytest says of them."""
    meter = Meter(step)
    code = pytest.main(["-q", "-p", "no:xdist", *arguments], plugins=[meter])
    rest = used() - meter.began - sum(meter.tests.values())
    out.write_text(json.dumps({"tests": meter.tests, "rest": rest}, indent=0), "utf-8")
    return int(code)


def files(of: Path) -> Counter[str]:
    """Seconds of each file, and what is no test's under its own name."""
    read = json.loads(of.read_text("utf-8"))
    seconds: Counter[str] = Counter({"(collecting, and what is no test's)": read["rest"]})
    for name, took in read["tests"].items():
        seconds[name.split("::")[0]] += took
    return seconds


def table(new: Path, old: Path | None) -> None:
    """The dearest files, dearest first, and the sum of all."""
    now = files(new)
    before = files(old) if old else Counter[str]()
    print(f"{'before':>9} {'now':>9}  file")
    for name, _ in (now | before).most_common(SHOWN):
        print(f"{before[name]:9.1f} {now[name]:9.1f}  {name}")
    print(f"{before.total():9.1f} {now.total():9.1f}  in all, {len(now | before) - 1} files")


def order(of: Path) -> None:
    """Keep what files took, by which the suite is shared among processes."""
    named = {name: round(took, 1) for name, took in sorted(files(of).items()) if took >= LEAST}
    kept = {name: took for name, took in named.items() if (ROOT / name).is_file()}
    (ROOT / "tests/seconds.json").write_text(json.dumps(kept, indent=0) + "\n", "utf-8")


def main(words: list[str]) -> int:
    """Run, or show."""
    match words:
        case ["run", out, *arguments]:
            return run(Path(out), arguments)
        case ["sample", out, *arguments]:
            return run(Path(out), arguments, STEP)
        case ["order", of]:
            order(Path(of))
        case ["table", new]:
            table(Path(new), None)
        case ["table", new, old]:
            table(Path(new), Path(old))
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
