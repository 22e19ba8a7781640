"""Small cells: no breakdown tells what a handful of people did.

A cell is so many of so many.  It may be shown where both those who did and those who did not are
at least ``LEAST`` people: "nobody of six" and "six of six" say of everybody what they did.  Cells
that may not are merged into one, with as many of the others as it takes (the smallest first), so
that nothing can be had by subtracting what is shown from the total, which is shown too.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

LEAST = 5
"""Our choice; no rule names a number."""


@attrs.frozen
class PeopleCell:
    """``part`` of ``whole`` people."""

    part: int
    whole: int

    def __add__(self, other: PeopleCell) -> PeopleCell:
        return PeopleCell(self.part + other.part, self.whole + other.whole)

    def safe(self, least: int = LEAST) -> bool:
        """Whether it tells nothing of a handful: an empty cell tells nothing at all."""
        return self.whole == 0 or (self.part >= least and self.whole - self.part >= least)


@attrs.frozen(hash=False)
class Breakdown:
    """Cells that are shown by name, and the names of those that are shown as one (``merged``).

    ``rest`` is ``None`` where even all of them together would tell too much: only the total is
    shown then.
    """

    shown: Mapping[str, PeopleCell]
    merged: tuple[str, ...] = ()
    rest: PeopleCell | None = None

    @property
    def rows(self) -> list[tuple[tuple[str, ...], PeopleCell]]:
        """Every cell that is shown, with the names it stands for."""
        rows: list[tuple[tuple[str, ...], PeopleCell]] = [
            ((n,), cell) for n, cell in self.shown.items()
        ]
        return rows if self.rest is None else [*rows, (self.merged, self.rest)]


def breakdown(cells: Mapping[str, PeopleCell], least: int = LEAST) -> Breakdown:
    """The cells as they may be shown, in their order."""
    merged = [name for name, cell in cells.items() if not cell.safe(least)]
    if not merged:
        return Breakdown(dict(cells))
    others = sorted((n for n in cells if n not in merged), key=lambda n: (cells[n].whole, n))
    while not _safe(merged, cells, least) and others:
        merged.append(others.pop(0))
    names = tuple(name for name in cells if name in merged)
    if not _safe(merged, cells, least):
        return Breakdown({}, names)
    shown = {name: cell for name, cell in cells.items() if name not in merged}
    return Breakdown(shown, names, _sum(merged, cells))


def _safe(names: list[str], cells: Mapping[str, PeopleCell], least: int) -> bool:
    return _sum(names, cells).safe(least)


def _sum(names: list[str], cells: Mapping[str, PeopleCell]) -> PeopleCell:
    total = PeopleCell(0, 0)
    for name in names:
        total = total + cells[name]
    return total
