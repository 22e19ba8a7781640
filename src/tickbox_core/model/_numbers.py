"""Names with a number in them: 16号楼, 17号楼 and 18号楼 are 16–18号楼."""

from __future__ import annotations

import re

NUMBERED = re.compile(r"([^0-9]*)([0-9]+)([^0-9]*)")


def drawn_together(names: list[str]) -> list[str]:
    """Names that differ in one number only, three or more in a row, as a range."""
    runs: list[list[tuple[str, re.Match[str] | None]]] = []
    for name in names:
        match = NUMBERED.fullmatch(name)
        before = runs[-1][-1][1] if runs else None
        if match and before and _follows(before, match):
            runs[-1].append((name, match))
        else:
            runs.append([(name, match)])
    return [said for run in runs for said in _run_names(run)]


def _follows(before: re.Match[str], after: re.Match[str]) -> bool:
    same = (before[1], before[3]) == (after[1], after[3])
    return same and int(after[2]) == int(before[2]) + 1


def _run_names(run: list[tuple[str, re.Match[str] | None]]) -> list[str]:
    first, last = run[0][1], run[-1][1]
    if len(run) < 3 or first is None or last is None:
        return [name for name, _ in run]
    return [f"{first[1]}{first[2]}–{last[2]}{first[3]}"]
