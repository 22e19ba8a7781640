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
    TIED = "tied"
    """Of an open tie: the money does not suffice for all of them, and people say for which."""
    BEHIND = "behind"
    """What is left at its turn hangs on how a tie before it is settled."""


@attrs.frozen
class Turn:
    """An item's turn: its verdict and the money that was left before it."""

    item: int
    verdict: Verdict
    left: int


@attrs.frozen
class Filled:
    """All turns in order, and the ties that the tie-break had to settle.

    Not ``final``: it stopped at a tie on which hangs who is chosen behind it.
    """

    turns: tuple[Turn, ...]
    ties: tuple[Tie, ...] = ()
    final: bool = True

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
    hand_back: bool = False,
) -> Filled:
    """Take level after level what fits into the budget; skip what does not, or ``stop`` there.

    A level holds items (by number, in listed order) that are equal in rank.  The tie-break is asked
    only where the order inside a level decides who is chosen.  Raises ``TieRefused``, unless ties
    are to be handed back: then nobody of such a tie is chosen, and the fill goes on behind it where
    it is all one there who of the tied will be taken.
    """
    filling = _Filling(items, costs, budget, tie_break, stop)
    for at, level in enumerate(levels):
        try:
            filling.take(level)
        except TieRefused as refusal:
            if not hand_back:
                raise
            behind = [item for later in levels[at + 1 :] for item in later]
            if not filling.leave_open(level, refusal, behind):
                break
    return Filled(tuple(filling.turns), tuple(filling.ties), filling.final)


class _Filling:
    """What has been taken so far, and what is left."""

    def __init__(
        self,
        items: Sequence[Item],
        costs: Sequence[int],
        budget: int,
        tie_break: TieBreak,
        stop: bool,
    ) -> None:
        self.turns: list[Turn] = []
        self.ties: list[Tie] = []
        self.final = True
        self._items, self._costs, self._left = items, costs, budget
        self._tie_break, self._stop, self._stopped = tie_break, stop, False

    def take(self, level: Sequence[int]) -> None:
        """Take what fits of a level; ``TieRefused`` before anything of it is taken."""
        tied = not self._stopped and self._decides(level)
        order = self._broken(level) if tied else level
        start = len(self.turns)
        for item in order:
            fits = self._costs[item] <= self._left and not self._stopped
            verdict = Verdict.CHOSEN if fits else Verdict.DEARER
            self._turn(item, Verdict.NOT_REACHED if self._stopped else verdict)
            self._stopped = self._stopped or (self._stop and not fits)
            self._left -= self._costs[item] if fits else 0
        if tied:
            self._note(level, self.turns[start:])

    def leave_open(self, level: Sequence[int], refusal: TieRefused, behind: Sequence[int]) -> bool:
        """Leave a tie open; whether the fill can go on behind it."""
        tied = [item for item in level if self._items[item].id in refusal.tied]
        price = {self._costs[item] for item in tied}
        waiting = any(self._costs[item] <= self._left for item in behind)
        for item in level:
            self._turn(item, Verdict.TIED if item in tied else Verdict.DEARER)
        self.ties.append(Tie(refusal.tied, refusal.places, self._tie_break.key, ()))
        if len(price) == 1:  # whoever it will be, this much is gone, and somebody did not fit
            self._left -= refusal.places * price.pop()
            self._stopped = self._stop
        elif waiting:
            self.final = False
            for item in behind:
                self._turn(item, Verdict.BEHIND)
        return self.final

    def _turn(self, item: int, verdict: Verdict) -> None:
        self.turns.append(Turn(item, verdict, self._left))

    def _decides(self, level: Sequence[int]) -> bool:
        """Whether the order inside the level can change what is chosen."""
        if len(level) == 1:
            return False
        fitting = self._fitting(level)
        if not fitting:
            return False
        dear = self._stop and len(fitting) < len(level)
        return sum(self._costs[item] for item in fitting) > self._left or dear

    def _fitting(self, level: Sequence[int]) -> list[int]:
        return [item for item in level if self._costs[item] <= self._left]

    def _broken(self, level: Sequence[int]) -> list[int]:
        number = {self._items[item].id: item for item in level}
        try:
            return [number[item.id] for item in self._tie_break.order(self._of(level))]
        except TieRefused:
            # what is too dear by itself is no part of the tie, unless it would end the fill
            tied = level if self._stop else self._fitting(level)
            ids = tuple(item.id for item in self._of(tied))
            raise TieRefused(ids, self._most(tied)) from None

    def _most(self, tied: Sequence[int]) -> int:
        """How many of them fit, the cheapest first."""
        left, number = self._left, 0
        for cost in sorted(self._costs[item] for item in tied):
            left -= cost
            number += left >= 0
        return number

    def _note(self, level: Sequence[int], turns: Sequence[Turn]) -> None:
        taken = tuple(turn.item for turn in turns if turn.verdict is Verdict.CHOSEN)
        chosen = tuple(item.id for item in self._of(taken))
        ids = tuple(item.id for item in self._of(level))
        self.ties.append(Tie(ids, len(chosen), self._tie_break.key, chosen))

    def _of(self, numbers: Sequence[int]) -> tuple[Item, ...]:
        return tuple(self._items[number] for number in numbers)
