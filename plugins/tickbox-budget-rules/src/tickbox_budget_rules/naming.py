"""Who was tied, step after step: everybody by name, and no more names than anybody reads.

A rule that goes step by step may find ten thousand equal items, choose one, and find the others
equal again: all names of all steps would be fifty million.  So each tie says who was tied as long
as the ties together name ``NAMED`` items or fewer; one that would name more says the first ``FEW``
of its items, as listed, and how many more there were.  Nothing is lost by it: who is tied follows
from the ballots, and whoever counts them again comes to the same.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

NAMED, FEW = 50_000, 10


@attrs.frozen
class TiedItems:
    """Items that were tied, in listed order: all of them, or the first and how many more."""

    named: tuple[int, ...] = ()
    more: int = 0

    def __bool__(self) -> bool:
        return bool(self.named)


ALONE = TiedItems()
"""Nobody was tied."""


class TieNames:
    """Says who was tied at one step after the other."""

    def __init__(self) -> None:
        self._told = 0

    def of(self, tied: Sequence[int]) -> TiedItems:
        """Those of the next step: all of them, or the first where they are too many."""
        number = len(tied)
        if number > FEW and self._told + number > NAMED:
            self._told += FEW
            return TiedItems(tuple(tied[:FEW]), number - FEW)
        self._told += number
        return TiedItems(tuple(tied))
