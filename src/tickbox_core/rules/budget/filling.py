"""Going down a ranking and taking what fits: the heart of every greedy rule and completion."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import attrs

from tickbox_core.errors import TieRefused
from tickbox_core.model import Item
from tickbox_core.rules.outcome import Tie, TieBreak


class Verdict(StrEnum):
    """What became of an item on the way down."""

    CHOSEN = "chosen"
    DEARER = "dearer"
    """It cost more than what was left when its turn came."""
    NOT_REACHED = "not-reached"
    """The count stopped before its turn."""


@attrs.frozen
class Turn:
    """An item's turn: its verdict and the money that was left before it."""

    item: int
    verdict: Verdict
    left: int


@attrs.frozen
class Filled:
    """All turns in order, and the ties that the tie-break had to settle."""

    turns: tuple[Turn, ...]
    ties: tuple[Tie, ...] = ()

    @property
    def chosen(self) -> tuple[int, ...]:
        """The items chosen, in the order chosen."""
        return tuple(turn.item for turn in self.turns if turn.verdict is Verdict.CHOSEN)


def fill(
    levels: Sequence[Sequence[int]],
    items: Sequence[Item],
    costs: Sequence[int],
    budget: int,
    tie_break: TieBreak,
    *,
    stop: bool = False,
) -> Filled:
    """Take level after level what fits into the budget; skip what does not, or ``stop`` there.

    A level holds items (by number, in listed order) that are equal in rank.  The tie-break is asked
    only where the order inside a level decides who is chosen.  Raises ``TieRefused``.
    """
    turns: list[Turn] = []
    ties: list[Tie] = []
    left, stopped = budget, False
    for level in levels:
        order: Sequence[int] = level
        if not stopped and _decides(level, costs, left, stop):
            order = _broken(level, items, tie_break)
        start = len(turns)
        for item in order:
            fits = costs[item] <= left and not stopped
            verdict = Verdict.CHOSEN if fits else Verdict.DEARER
            turns.append(Turn(item, Verdict.NOT_REACHED if stopped else verdict, left))
            stopped = stopped or (stop and not fits)
            left -= costs[item] if fits else 0
        if order is not level:
            ties.append(_tie(level, turns[start:], items, tie_break))
    return Filled(tuple(turns), tuple(ties))


def _decides(level: Sequence[int], costs: Sequence[int], left: int, stop: bool) -> bool:
    """Whether the order inside the level can change what is chosen."""
    if len(level) == 1:
        return False
    fitting = [costs[item] for item in level if costs[item] <= left]
    if not fitting:
        return False
    return sum(fitting) > left or (stop and len(fitting) < len(level))


def _broken(level: Sequence[int], items: Sequence[Item], tie_break: TieBreak) -> list[int]:
    number = {items[item].id: item for item in level}
    tied = tuple(items[item] for item in level)
    try:
        return [number[item.id] for item in tie_break.order(tied)]
    except TieRefused:
        raise TieRefused(tuple(item.id for item in tied), 1) from None


def _tie(
    level: Sequence[int], turns: Sequence[Turn], items: Sequence[Item], tie_break: TieBreak
) -> Tie:
    chosen = tuple(items[t.item].id for t in turns if t.verdict is Verdict.CHOSEN)
    return Tie(tuple(items[item].id for item in level), len(chosen), tie_break.key, chosen)
