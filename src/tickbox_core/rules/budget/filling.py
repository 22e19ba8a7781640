"""Going down a ranking and taking what fits: the heart of every greedy rule and completion."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from enum import StrEnum
from itertools import chain
from types import MappingProxyType

import attrs

from tickbox_core.errors import TieRefused
from tickbox_core.model import Item
from tickbox_core.rules.outcome import Tie, TieBreak

NO_GROUPS: Mapping[int, int] = MappingProxyType({})


class FillVerdict(StrEnum):
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
    EXCLUDED = "excluded"
    """An item that excludes it was chosen before it, or is of an open tie (``Turn.by``)."""


@attrs.frozen
class Turn:
    """An item's turn: its verdict and the money that was left before it.

    ``by``: the id of the item that excludes it (none: one of those tied).
    """

    item: int
    verdict: FillVerdict
    left: int
    by: str = ""


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
        return tuple(turn.item for turn in self.turns if turn.verdict is FillVerdict.CHOSEN)


def fill(
    levels: Sequence[Sequence[int]],
    items: Sequence[Item],
    costs: Sequence[int],
    budget: int,
    tie_break: TieBreak,
    *,
    stop: bool = False,
    hand_back: bool = False,
    groups: Mapping[int, int] = NO_GROUPS,
) -> Filled:
    """Take level after level what fits into the budget; skip what does not, or ``stop`` there.

    A level holds items (by number, in listed order) that are equal in rank.  ``groups`` says of
    items which group they are of: at most one of a group is taken, and the others are passed over.
    The tie-break is asked only where the order inside a level decides who is chosen.  Raises
    ``TieRefused``, unless ties are to be handed back: then nobody of such a tie is chosen, and the
    fill goes on behind it where it is all one there who of the tied will be taken.
    """
    filling = _Filling(items, costs, budget, tie_break, stop, groups)
    for at, level in enumerate(levels):
        filling.take(level, levels[at + 1 :] if hand_back else None)
        if not filling.final:
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
        groups: Mapping[int, int],
    ) -> None:
        self.turns: list[Turn] = []
        self.ties: list[Tie] = []
        self.final = True
        self._items, self._costs, self._left = items, costs, budget
        self._tie_break, self._stop, self._stopped = tie_break, stop, False
        self._groups = groups
        self._taken: dict[int, str] = {}  # by group: who was chosen of it ("": one of those tied)

    def take(self, level: Sequence[int], later: Sequence[Sequence[int]] | None) -> None:
        """Take what fits of a level; hand its ties back where ``later`` says who comes then."""
        able = [item for item in level if not self._excluded(item)]
        ties = self._ties(able)
        tied = {item for tie in ties for item in tie}
        for item in level:
            if item not in tied:
                self._try(item)
        for tie in ties:
            self._settle(tie, later)
        if not self.final:
            for item in chain.from_iterable(later or ()):
                self._turn(item, FillVerdict.BEHIND)

    def _try(self, item: int) -> bool:
        """Choose it if it can be; whether it is."""
        if self._stopped:
            self._turn(item, FillVerdict.NOT_REACHED)
        elif self._excluded(item):
            by = self._taken[self._groups[item]]
            self.turns.append(Turn(item, FillVerdict.EXCLUDED, self._left, by))
        elif self._costs[item] > self._left:
            self._turn(item, FillVerdict.DEARER)
            self._stopped = self._stop
        else:
            self._turn(item, FillVerdict.CHOSEN)
            self._left -= self._costs[item]
            if item in self._groups:
                self._taken[self._groups[item]] = self._items[item].id
            return True
        return False

    def _settle(self, tie: Sequence[int], later: Sequence[Sequence[int]] | None) -> None:
        try:
            order = self._broken(tie)
        except TieRefused as refusal:
            if later is None:
                raise
            self._leave_open(tie, refusal, list(chain.from_iterable(later)))
            return
        chosen = tuple(item for item in order if self._try(item))
        ids, won = (tuple(item.id for item in self._of(some)) for some in (tie, chosen))
        self.ties.append(Tie(ids, len(won), self._tie_break.key, won))

    def _leave_open(self, tie: Sequence[int], refusal: TieRefused, behind: Sequence[int]) -> None:
        """Leave a tie open, and say whether the fill can go on behind it."""
        tied = [item for item in tie if self._items[item].id in refusal.tied]
        for item in tie:
            self._turn(item, FillVerdict.TIED if item in tied else FillVerdict.DEARER)
        self.ties.append(Tie(refusal.tied, refusal.places, self._tie_break.key, ()))
        later = {self._groups[item] for item in behind if item in self._groups}
        takes = {(self._costs[item], self._group(item, later)) for item in tied}
        if len(takes) == 1:  # whoever it will be, this much is gone
            short = self._together(tied) > self._left
            price, group = takes.pop()
            self._left -= refusal.places * price
            if group is None:
                self._stopped = self._stop and short  # and somebody did not fit
            else:
                self._taken[group] = ""
        elif any(self._costs[i] <= self._left and not self._excluded(i) for i in behind):
            self.final = False

    def _group(self, item: int, later: Container[int]) -> int | None:
        """Its group, where items behind it are of that too."""
        group = self._groups.get(item)
        return group if group is not None and group in later else None

    def _turn(self, item: int, verdict: FillVerdict) -> None:
        self.turns.append(Turn(item, verdict, self._left))

    def _excluded(self, item: int) -> bool:
        return item in self._groups and self._groups[item] in self._taken

    def _ties(self, able: Sequence[int]) -> list[list[int]]:
        """Those of a level among whom the order decides who is chosen.

        Where the money does not suffice, all of them; else the members of each group.  Of a group
        only the dearest is reckoned.
        """
        fitting = self._fitting(able)
        if self._stopped or len(able) < 2 or not fitting:
            return []
        dear = self._stop and len(fitting) < len(able)
        if dear or self._together(fitting) > self._left:
            return [list(able)]
        members: dict[int, list[int]] = {}
        for item in fitting if self._groups else ():
            if item in self._groups:
                members.setdefault(self._groups[item], []).append(item)
        return [group for group in members.values() if len(group) > 1]

    def _together(self, items: Sequence[int]) -> int:
        """What they cost at most if all are taken that do not exclude each other."""
        most: dict[int, int] = {}
        for item in items:
            key = self._groups.get(item, -1 - item)
            most[key] = max(most.get(key, 0), self._costs[item])
        return sum(most.values())

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
        """How many of them fit, the cheapest first, one of a group."""
        left, taken = self._left, set[int]()
        for item in sorted(tied, key=self._costs.__getitem__):
            key = self._groups.get(item, -1 - item)
            if key not in taken and self._costs[item] <= left:
                left -= self._costs[item]
                taken.add(key)
        return len(taken)

    def _of(self, numbers: Sequence[int]) -> tuple[Item, ...]:
        return tuple(self._items[number] for number in numbers)
