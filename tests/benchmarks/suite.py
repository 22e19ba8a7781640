"""Which of the tests take the processor, file by file, and what changed between two such runs.

    python tests/benchmarks/suite.py run FILE [PYTEST ARGUMENTS]   run tests, write seconds to FILE
    python tests/benchmarks/suite.py table FILE [OLDER FILE]       the dearest files, and before

Seconds are of processors, those of programs that a test started included: they hardly hang on what
else the machine does.  All tests run in one process; what each waited for nobody counts.
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

SHOWN = 30


def used() -> float:
    """Processor seconds of this process, and of those it started that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


class Meter:
    """A plugin of pytest that writes down what each test took, its fixtures included."""

    def __init__(self) -> None:
        """Nothing measured yet."""
        self.began = used()
        self.tests: dict[str, float] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """One test, from its first fixture to the last that ends with it."""
        before = used()
        result = yield
        self.tests[item.nodeid] = used() - before
        return result


def run(out: Path, arguments: list[str]) -> int:
    """Run tests and write down what they took; what pytest says of them."""
    meter = Meter()
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


def main(words: list[str]) -> int:
    """Run, or show."""
    match words:
        case ["run", out, *arguments]:
            return run(Path(out), arguments)
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
