"""Participations by building over all rounds, with no cell that tells of a handful.

A building is shown only where it is shown in every round by itself: else what is hidden in one
round could be had by subtracting the others from the sum.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from tickbox_core.counting.cells import Breakdown, PeopleCell, breakdown
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.reading import TurnoutByArea, opened_rounds, turnout_by
from tickbox_core.text import Text


@attrs.frozen(hash=False)
class Drilled:
    """Participations (人次) of so many places on the rolls: in all, and by area of a level."""

    total: PeopleCell
    breakdown: Breakdown
    names: Mapping[str, Text]


def drill_down(hand: Hand, level: str = "building") -> Drilled:
    """All rounds of an area, summed."""
    return sum_breakdowns([turnout_by(hand, round.id, level) for round in opened_rounds(hand)])


def sum_breakdowns(rounds: list[TurnoutByArea]) -> Drilled:
    """Several breakdowns as one that tells nothing they do not tell already."""
    total = PeopleCell(0, 0)
    names: dict[str, Text] = {}
    cells: dict[str, PeopleCell] = {}
    hidden: set[str] = set()
    for one in rounds:
        total = total + PeopleCell(one.turnout.participants, one.turnout.registered)
        names.update(one.names)
        hidden |= set(one.breakdown.merged)
        for name, cell in one.breakdown.shown.items():
            cells[name] = cells.get(name, PeopleCell(0, 0)) + cell
    shown = {name: cell for name, cell in cells.items() if name not in hidden}
    told = PeopleCell(sum(c.part for c in shown.values()), sum(c.whole for c in shown.values()))
    rest = PeopleCell(total.part - told.part, total.whole - told.whole)
    merged = tuple(sorted(hidden))
    return Drilled(total, Breakdown(shown, merged, rest if shown and merged else None), names)


def by_area(parts: Mapping[str, Drilled], names: Mapping[str, Text]) -> Drilled:
    """Several areas beside one another: small ones merged, those without a roll left out."""
    cells = {area: one.total for area, one in parts.items() if one.total.whole}
    total = PeopleCell(sum(c.part for c in cells.values()), sum(c.whole for c in cells.values()))
    return Drilled(total, breakdown(cells), names)
