"""What to do with the money that equal shares leaves over.

``add1`` gives every voter one unit of currency more and runs again from the start, until the list
is exhaustive (nothing that anybody wants still fits into the budget) or the next list would cost
more than the budget; ``until="overspending"`` goes on to the latter.  Then ``add1-utilitarian`` and
``greedy`` fill what is left by votes.  With stakes, voters get more in proportion to them, one unit
each on average.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from tickbox_budget_rules.election import SupportMatrix
from tickbox_budget_rules.equal_shares import Run, equal_shares
from tickbox_budget_rules.market import Choose, Utility
from tickbox_budget_rules.raising import Piece, pieces


class Completion(StrEnum):
    """How equal shares goes on when nobody's supporters can pay for anything more."""

    NONE = "none"
    ADD1 = "add1"
    ADD1_UTILITARIAN = "add1-utilitarian"
    GREEDY = "greedy"


class Until(StrEnum):
    """When ``add1`` stops."""

    EXHAUSTIVE = "exhaustive"
    OVERSPENDING = "overspending"


BLOCK, LONGEST = 8, 1 << 20
"""How many raises are looked at in one way: at first, and at most."""
WORTH = 3
"""Raises are passed over together where that many of them, or more, have one list."""


def add1(election: SupportMatrix, utility: Utility, choose: Choose, unit: int, until: Until) -> Run:
    """Equal shares with every voter's money raised, a unit at a time, as far as it goes.

    Where many raises in a row change nothing they are passed over together (``pieces``).
    """
    step = unit * election.voters
    end = _End(election, utility, until)
    total, bought = election.budget, equal_shares(election, utility, choose).bought
    raises = _raises(election, utility, choose, step)
    while not end.reached(bought):
        found = next(raises, None)
        if found is None:
            break
        first, piece = found
        if end.cost(piece.bought) > election.budget:
            break
        bought = piece.bought
        # of a piece that ends it, the first raise is the one
        number = first + (piece.first if end.reached(bought) else piece.last)
        total = election.budget + number * step
    return equal_shares(election, utility, choose, total)


def _raises(
    election: SupportMatrix, utility: Utility, choose: Choose, step: int
) -> Iterator[tuple[int, Piece]]:
    """Pieces of raises without end, each with the number of the raise that its numbers start at."""
    first, many, together = 1, BLOCK, False
    while True:
        start = election.budget + first * step
        totals = range(start, start + many * step, step)
        ways = pieces if together else _singly
        lists, last = 0, None
        for piece in ways(election, utility, choose, totals):
            lists += piece.bought != last
            last = piece.bought
            yield first, piece
        first += many
        together = lists * WORTH <= many
        many = min(LONGEST, 2 * many) if together else BLOCK


def _singly(
    election: SupportMatrix, utility: Utility, choose: Choose, totals: Sequence[int]
) -> Iterator[Piece]:
    """The same, one by one: cheaper where nearly every raise has a list of its own."""
    for at, total in enumerate(totals):
        yield Piece(equal_shares(election, utility, choose, total).bought, at, at)


class _End:
    """When no raise is wanted any more."""

    def __init__(self, election: SupportMatrix, utility: Utility, until: Until) -> None:
        self._costs, self._budget, self._until = election.costs, election.budget, until
        self._wanted = frozenset(
            item
            for item, groups in enumerate(election.supporters)
            if len(groups) and (election.costs[item] or utility is not Utility.COST)
        )

    def cost(self, bought: tuple[int, ...]) -> int:
        """What a list costs."""
        return sum(self._costs[item] for item in bought)

    def reached(self, bought: tuple[int, ...]) -> bool:
        """Everything wanted is bought, or (where that is the end) nothing more of it fits."""
        rest = self._wanted.difference(bought)
        if not rest:
            return True
        left = self._budget - self.cost(bought)
        return self._until is Until.EXHAUSTIVE and all(self._costs[i] > left for i in rest)
