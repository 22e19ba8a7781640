"""tickbox and pabutools side by side: the same files, separate processes, taking turns.

    python tests/benchmarks/rules.py                 the eight benchmark files, both sides
    python tests/benchmarks/rules.py --rounds 3      medians of three
    python tests/benchmarks/rules.py --add --files NAME … --rules "equal-shares cost add1"
                                                     one more rule, added to what was measured
    python tests/benchmarks/rules.py --scaling       how time grows with ticks
    python tests/benchmarks/rules.py --docs          put both into docs/benchmarks.md

Files come from the folder that ``TICKBOX_PABULIB`` names (or ``../shared/data/pabulib``), pabutools
1.2.3 from the Python that ``TICKBOX_PABUTOOLS`` names (or this one).  Written to
``tests/benchmarks/results``: ``rules.json``, ``rules.md`` and ``rules.svg``.

Both sides parse the file with their own reader and select with exact arithmetic and lexicographic
ties; imports are left out on both.  tickbox's time for a rule runs from the parsed profile to the
selected items, the tally or the turning round of the ballots included, and is the first call in its
process on that file; what its outcome with all reasons takes is shown beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PLUGIN = ROOT / "plugins" / "tickbox-budget-rules"
sys.path[:0] = [str(HERE), str(ROOT / "src"), str(PLUGIN / "src"), str(PLUGIN / "tests")]

FILES = (
    "Netherlands_Assen_2024",
    "Poland_Wieliczka_2023_Green_Budget",
    "Netherlands_Amsterdam_631",
    "Poland_Warszawa_2020_Praga-Poludnie",
    "Hungary_Budapest_2024",
    "Poland_Warszawa_2026",
    "Poland_Lodz_2022",
    "Poland_Wroclaw_2015_150_-_500",
)
RULES = (
    "greedy-votes",
    "greedy-ratio",
    "equal-shares cost",
    "equal-shares cardinality",
    "phragmen",
)
ADD1 = "equal-shares cost add1"
SIDES = ("pabutools", "tickbox")


# -- in a process of its own -------------------------------------------------------------------


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds on the clock, and the answer."""
    start = time.perf_counter()
    answer = work()
    return time.perf_counter() - start, answer


def peak_mb() -> float:
    """The most memory this process held."""
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise OSError("no VmHWM: this needs Linux")


def pabutools_side(path: str, rules: list[str]) -> dict[str, Any]:
    """Parse and select with pabutools."""
    import pabutools_oracle
    from pabutools.election import parse_pabulib

    known = pabutools_oracle.rules()
    sys.setrecursionlimit(100_000)
    seconds, (instance, profile) = timed(lambda: parse_pabulib(path))
    answer: dict[str, Any] = {"voters": len(profile), "parse": seconds, "rules": {}}
    for at, rule in enumerate(rules):
        seconds, selected = timed(lambda rule=rule: known[rule](instance, profile))
        names = sorted(project.name for project in selected)
        answer["rules"][rule] = {"seconds": seconds, "selected": names}
        if not at:
            answer["path_mb"] = peak_mb()
    return {**answer, "mb": peak_mb()}


def tickbox_side(path: str, rules: list[str]) -> dict[str, Any]:
    """Parse and select with tickbox."""
    import tickbox_sides

    tickbox_sides.warm(rules)
    seconds, election = timed(lambda: tickbox_sides.read(path))
    answer: dict[str, Any] = {"parse": seconds, "rules": {}}
    for at, rule in enumerate(rules):
        seconds, selected = timed(lambda rule=rule: tickbox_sides.select(rule, election))
        answer["rules"][rule] = {"seconds": seconds, "selected": sorted(selected)}
        if not at:
            answer["path_mb"] = peak_mb()
    for rule in rules:
        seconds, _ = timed(lambda rule=rule: tickbox_sides.explained(rule, election))
        answer["rules"][rule]["explained"] = seconds
    return {**answer, "mb": peak_mb()}


# -- taking turns ------------------------------------------------------------------------------


def turn(side: str, python: str, path: Path, rules: list[str], limit: float) -> dict[str, Any]:
    """One side's answer for one file, or why there is none."""
    command = [python, __file__, "--side", side, "--file", str(path), "--rules", *rules]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        return {"failed": f"no answer in {limit:.0f} s"}
    if ran.returncode:
        said = ran.stderr.strip().splitlines() or [f"the process ended with {ran.returncode}"]
        return {"failed": said[-1][:200]}
    answer: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return answer


def measured(
    path: Path, pythons: dict[str, str], rules: list[str], rounds: int, limit: float
) -> dict[str, Any]:
    """Medians of one file, and whether both sides select the same."""
    turns: dict[str, list[dict[str, Any]]] = {side: [] for side in SIDES}
    for _ in range(rounds):
        for side in SIDES:
            turns[side].append(turn(side, pythons[side], path, rules, limit))
    failed = {s: t["failed"] for s, all_ in turns.items() for t in all_ if "failed" in t}
    row: dict[str, Any] = {"file": path.stem, "rounds": rounds, "failed": failed, "rules": {}}
    if "tickbox" in failed or "pabutools" in failed:
        return row
    row["voters"] = turns["pabutools"][0]["voters"]
    for name in ("parse", "path_mb", "mb"):
        row[name] = {side: median(t[name] for t in turns[side]) for side in SIDES}
    for rule in rules:
        both = {side: [t["rules"][rule] for t in turns[side]] for side in SIDES}
        row["rules"][rule] = {
            **{side: median(r["seconds"] for r in both[side]) for side in SIDES},
            "explained": median(r["explained"] for r in both["tickbox"]),
            "same": both["tickbox"][0]["selected"] == both["pabutools"][0]["selected"],
            "winners": len(both["tickbox"][0]["selected"]),
        }
    row["path"] = {
        side: median(t["parse"] + t["rules"][rules[0]]["seconds"] for t in turns[side])
        for side in SIDES
    }
    return row


def median(values: Any) -> float:
    """The median."""
    return statistics.median(list(values))


def folder() -> Path:
    """Where the files are."""
    return Path(os.environ.get("TICKBOX_PABULIB") or ROOT.parent / "shared" / "data" / "pabulib")


def compare(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """All files, both sides, one after the other."""
    from pabutools_oracle import python_with_pabutools

    python = python_with_pabutools()
    if python is None:
        raise SystemExit("no pabutools 1.2.3 here: set TICKBOX_PABUTOOLS to a Python that has it")
    pythons = {"pabutools": python, "tickbox": sys.executable}
    for name in options.files:
        path = folder() / f"{name}.pb"
        row = measured(path, pythons, options.rules, options.rounds, options.limit)
        print(json.dumps(row)[:400], file=sys.stderr, flush=True)
        yield row


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", nargs="*", default=list(FILES))
    parser.add_argument("--rules", nargs="*", default=list(RULES), help=f"also: {ADD1}")
    parser.add_argument("--add", action="store_true", help="to what was measured before")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--limit", type=float, default=3600, help="seconds a process may take")
    parser.add_argument("--scaling", action="store_true")
    parser.add_argument("--docs", action="store_true")
    parser.add_argument("--out", type=Path, default=HERE / "results")
    parser.add_argument("--side", choices=SIDES, help=argparse.SUPPRESS)
    parser.add_argument("--file", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side:
        side = tickbox_side if options.side == "tickbox" else pabutools_side
        print(json.dumps(side(options.file, options.rules)))
        return
    import report

    if options.docs:
        report.write_docs(options.out, ROOT / "docs")
        return
    options.out.mkdir(parents=True, exist_ok=True)
    if options.scaling:
        import scaling

        report.write_scaling(scaling.points(), scaling.large(), options.out)
        return
    rows: list[dict[str, Any]] = []
    for row in compare(options):  # written as they come: some take minutes
        rows.append(row)
        report.write(report.added(rows, options.out) if options.add else rows, options.out)


if __name__ == "__main__":
    main()
