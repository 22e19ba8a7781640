"""What to do with the money that equal shares leaves over.

``add1`` gives every voter one unit of currency more and runs again from the start, until the list
is exhaustive (nothing that anybody wants still fits into the budget) or the next list would cost
more than the budget; ``until="overspending"`` goes on to the latter.  Then ``add1-utilitarian`` and
``greedy`` fill what is left by votes.  With stakes, voters get more in proportion to them, one unit
each on average.
"""

from __future__ import annotations

from enum import StrEnum

from tickbox_budget_rules.election import Election
from tickbox_budget_rules.equal_shares import Choose, Run, Utility, equal_shares
from tickbox_budget_rules.purses import Doubt


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


PATIENCE = 16


def add1(election: Election, utility: Utility, choose: Choose, unit: int, until: Until) -> Run:
    """Equal shares with every voter's money raised, a unit at a time, as far as it goes.

    Many raises in a row change nothing.  They are passed over together by a run for the whole range
    of endowments, where its bounds prove that all of them give one list; else one by one.
    """
    raises = _Raises(election, utility, choose, unit)
    total = election.budget
    bought = raises.run(total).bought
    while not raises.ended(bought, until):
        following, many = raises.following(total)
        if raises.cost(following) > election.budget:
            break
        bought = following
        # where raising may end, the first total of the range is the one that ends it
        total += raises.step * (1 if raises.ended(bought, until) else many)
    return raises.run(total)


class _Raises:
    """Runs at rising totals, one by one or many at a time."""

    def __init__(self, election: Election, utility: Utility, choose: Choose, unit: int) -> None:
        self.election, self.utility, self.choose = election, utility, choose
        self.step = unit * election.voters
        self._wanted = frozenset(
            item
            for item, groups in enumerate(election.supporters)
            if len(groups) and (election.costs[item] or utility is not Utility.COST)
        )
        self._stride, self._patience, self._waiting = 2, 1, 0

    def run(self, total: int, spread: int = 0) -> Run:
        """Equal shares at a total."""
        return equal_shares(self.election, self.utility, self.choose, total, spread)

    def cost(self, bought: tuple[int, ...]) -> int:
        """What a list costs."""
        return sum(self.election.costs[item] for item in bought)

    def ended(self, bought: tuple[int, ...], until: Until) -> bool:
        """Whether no raise is wanted any more."""
        rest = self._wanted.difference(bought)
        if not rest:
            return True
        left = self.election.budget - self.cost(bought)
        return until is Until.EXHAUSTIVE and all(self.election.costs[i] > left for i in rest)

    def following(self, total: int) -> tuple[tuple[int, ...], int]:
        """The list after the next raise, and for how many raises from there it surely stays."""
        if self._waiting:
            self._waiting -= 1
            return self.run(total + self.step).bought, 1
        stride = self._stride
        try:
            run = self.run(total + self.step, (stride - 1) * self.step)
        except Doubt:
            self._stride = max(2, stride // 2)
            if stride == 2:
                self._waiting = self._patience
                self._patience = min(PATIENCE, 2 * self._patience)
            return self.run(total + self.step).bought, 1
        self._stride, self._patience = stride * 2, 1
        return run.bought, stride
