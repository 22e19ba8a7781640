"""What everybody has left, exactly, worked out only when somebody needs to know.

A *class* holds the voters who paid for the same items: their remaining money is equal, so it is
worked out once.  Class values are whole numbers over a common denominator that each purchase may
enlarge: after ``k`` purchases it is ``denominators[k]``, and a class keeps its numerator over the
one of its birth.  Nothing is rounded.

The ledger reads the log of purchases that the run keeps.  In most elections nobody ever asks, and
no class is formed at all.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from math import gcd

import attrs
import numpy as np
import numpy.typing as npt

from tickbox_budget_rules.election import Ints, SupportMatrix, Wholes

Price = tuple[int, int]
"""A fraction, not reduced: numerator and denominator."""


@attrs.frozen(eq=False)
class Purchase:
    """What was bought: the groups that supported it, what they held, and who has nothing left.

    One voter of each group held at least ``low`` and at most ``high``, in fixed point.
    """

    item: int
    groups: Ints
    points: Wholes | None
    spent: npt.NDArray[np.bool_]
    low: Wholes
    high: Wholes


@attrs.frozen(eq=False)
class SupporterKinds:
    """Supporters by kind: their class, how many they are, and the points one gives (None: 1)."""

    classes: Ints
    voters: Ints
    points: Ints | None = None

    def rows(self) -> Iterator[tuple[int, int, int]]:
        """Class, voters and points of each kind."""
        ones = [1] * len(self.classes) if self.points is None else self.points.tolist()
        return zip(self.classes.tolist(), self.voters.tolist(), ones, strict=True)


class Ledger:
    """Exact class values behind a run.

    Class 0 are those who have nothing left, classes 1 and up one for each stake at the start; a
    class born of a purchase has what its parent had less its payment, but not below 0.
    """

    def __init__(self, election: SupportMatrix, total: int, log: list[Purchase]) -> None:
        self._election, self._log = election, log
        counts, stakes = election.counts, election.stakes
        if stakes is None:
            kinds, kind_of = np.ones(1, np.int64), np.zeros(len(counts), np.int64)
            whole = election.voters
        else:
            kinds, kind_of = np.unique(stakes, return_inverse=True)
            whole = int((counts * stakes).sum())
        self._class_of = kind_of + 1
        self._denominators = [max(1, whole)]
        self._values = {0: 0, **{at: total * s for at, s in enumerate(kinds.tolist(), 1)}}
        self._bought: list[SupporterKinds] = []
        self._prices: list[Price] = []
        self._firsts: list[int] = []  # the first class born of each purchase
        self._classes = 1 + len(kinds)

    def price(self, item: int) -> Price | None:
        """The price per point at which the item's supporters can pay now, or ``None``."""
        self._catch_up()
        return self._price(item, self._parts_of(item)[0], len(self._bought))

    def money(self, item: int) -> Price:
        """What the item's supporters have left together."""
        self._catch_up()
        now = len(self._bought)
        rows = self._parts_of(item)[0].rows()
        held = sum(voters * self._value(class_, now) for class_, voters, _ in rows)
        return held, self._denominators[now]

    def held(self, group: int) -> Price:
        """What one voter of the group has left."""
        self._catch_up()
        now = len(self._bought)
        return self._value(int(self._class_of[group]), now), self._denominators[now]

    def purses(self) -> tuple[list[int], int, Ints]:
        """What one voter of each class has left, over which denominator; and each group's class."""
        self._catch_up()
        now = len(self._bought)
        present = np.flatnonzero(np.bincount(self._class_of, minlength=1))
        places = np.zeros(self._classes, np.int64)
        places[present] = np.arange(len(present))
        values = [self._value(class_, now) for class_ in present.tolist()]
        return values, self._denominators[now], places[self._class_of]

    def paid(self, purchase: int) -> Price:
        """The exact price per point of a purchase."""
        self._catch_up()
        return self._prices[purchase]

    def able(self, purchase: int) -> int:
        """How many supporters had money left to pay for a purchase."""
        bought = self._log[purchase]
        if not np.any((bought.low == 0) & (bought.high > 0)):
            return int(self._election.counts[bought.groups[bought.low > 0]].sum())
        self._catch_up()
        rows = self._bought[purchase].rows()
        return sum(voters for class_, voters, _ in rows if self._value(class_, purchase))

    def _catch_up(self) -> None:
        """Form the classes and work out the prices of all purchases so far."""
        for at in range(len(self._bought), len(self._log)):
            purchase = self._log[at]
            points = None if purchase.points is None else purchase.points.astype(np.int64)
            parts, live, part_of = self._parts(purchase.groups, points)
            price = self._price(purchase.item, parts, at)
            assert price is not None, "a purchase nobody could pay"
            above, below = price
            shared = gcd(above, below // self._denominators[at])
            self._prices.append((above // shared, below // shared))
            self._denominators.append(below // shared)
            self._bought.append(parts)
            self._firsts.append(self._classes)
            self._class_of[purchase.groups[live]] = self._classes + part_of
            self._class_of[purchase.groups[purchase.spent]] = 0
            self._classes += len(parts.classes)

    def _parts_of(self, item: int) -> tuple[SupporterKinds, npt.NDArray[np.bool_], Ints]:
        points = self._election.points
        return self._parts(
            self._election.supporters[item], None if points is None else points[item]
        )

    def _parts(
        self, groups: Ints, points: Ints | None
    ) -> tuple[SupporterKinds, npt.NDArray[np.bool_], Ints]:
        """The groups with money left by class and points; which they are; and the part of each."""
        live = self._class_of[groups] != 0
        classes, counts = self._class_of[groups][live], self._election.counts[groups][live]
        if points is None:
            kinds, part_of = np.unique(classes, return_inverse=True)
            return SupporterKinds(kinds, _per_part(part_of, counts, len(kinds))), live, part_of
        marks, mark_of = np.unique(points[live], return_inverse=True)
        pairs = classes * max(1, len(marks)) + mark_of
        kinds, part_of = np.unique(pairs, return_inverse=True)
        classes_of, marks_of = np.divmod(kinds, max(1, len(marks)))
        voters = _per_part(part_of, counts, len(kinds))
        return SupporterKinds(classes_of, voters, marks[marks_of]), live, part_of

    def _price(self, item: int, parts: SupporterKinds, at: int) -> Price | None:
        whole = self._denominators[at]
        held = [(self._value(class_, at), voters, worth) for class_, voters, worth in parts.rows()]
        cost = self._election.costs[item]
        missing = cost * whole - sum(voters * money for money, voters, _ in held)
        if missing > 0:
            return None
        # from the rich downwards: who keeps something pays the full price
        rest = 0
        for money, voters, worth in sorted(held, key=_Purse, reverse=True):
            if rest and money * rest <= missing * worth:
                break
            missing += voters * money
            rest += voters * worth
        return (missing, whole * rest) if rest else (0, whole)

    def _value(self, class_: int, at: int) -> int:
        """The class's numerator over ``denominators[at]``."""
        born = bisect_right(self._firsts, class_)
        own = self._own(class_)
        return own if born == at else own * (self._denominators[at] // self._denominators[born])

    def _own(self, class_: int) -> int:
        """The class's numerator over the denominator of its birth."""
        line: list[tuple[int, int, int]] = []
        while class_ not in self._values:
            purchase = bisect_right(self._firsts, class_) - 1
            part = class_ - self._firsts[purchase]
            line.append((class_, purchase, part))
            class_ = int(self._bought[purchase].classes[part])
        for child, purchase, part in reversed(line):
            parts = self._bought[purchase]
            worth = 1 if parts.points is None else int(parts.points[part])
            above, below = self._prices[purchase]
            before = self._value(int(parts.classes[part]), purchase)
            scale = below // self._denominators[purchase]
            self._values[child] = max(0, before * scale - above * worth)
        return self._values[line[0][0] if line else class_]


class _Purse:
    """Sorts by money per point without dividing."""

    def __init__(self, held: tuple[int, int, int]) -> None:
        self.money, _, self.worth = held

    def __lt__(self, other: _Purse) -> bool:
        return self.money * other.worth < other.money * self.worth


def _per_part(part_of: Ints, counts: Ints, many: int) -> Ints:
    # exact: an election's counts add up to less than 2**40, and float64 holds 2**53
    return np.bincount(part_of, counts, many).astype(np.int64)
