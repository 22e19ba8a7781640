"""Spreading the cost of several items over those who want them, so that nobody bears too much.

The least possible highest load (per stake) is found by maximum flow, in whole numbers: money flows
from items to the groups that want them, and each group takes at most ``level / scale`` per stake.
Where the flow gets stuck, the items that can be reached are wanted by too few: what they cost
together, divided by the stakes of all who want any of them, is a load that cannot be undercut: the
level has to be as high before it is tried again (Newton's method on a minimum cut).

Flow is pushed along paths of *items*: from one that is stuck to one that pays in a group they share
and can pay elsewhere.  There are few items, so paths are short and carry much.  Items that the same
groups want are one here, under the first of them: what they cost together is what flows.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import lcm

import attrs

from tickbox_budget_rules.election import SupportMatrix


@attrs.frozen
class Bottleneck:
    """Groups beside which nobody pays for some items, what these cost, and the groups' stakes."""

    groups: frozenset[int]
    cost: int
    stakes: int

    def load_with(self, cost: int) -> Fraction:
        """What their load is not below with an item that only they want."""
        return Fraction(self.cost + cost, self.stakes)


class Balance:
    """A distribution of the costs of the items added so far in which nobody bears over a level."""

    def __init__(self, election: SupportMatrix) -> None:
        self._heads: list[int] = election.heads.tolist()
        self._wanted_by: list[list[int]] = [
            [group for group in groups.tolist() if self._heads[group]]
            for groups in election.supporters
        ]
        self._costs = election.costs
        self._alike = _first_alike(self._wanted_by)
        self._owed: dict[int, int] = {}
        self._scale, self._level = 1, 0
        self._load = [0] * len(self._heads)
        self._paid: dict[int, dict[int, int]] = {}
        self._payers: list[list[int]] = [[] for _ in self._heads]

    @property
    def highest(self) -> Fraction:
        """The level: what anybody may bear per stake."""
        return Fraction(self._level, self._scale)

    def untouched(self, item: int) -> bool:
        """Whether nobody who wants the item bears anything yet."""
        return not any(self._payers[group] for group in self._wanted_by[item])

    def within(self, item: int, cut: Bottleneck) -> bool:
        """Whether only those who ran into that want the item."""
        return cut.groups.issuperset(self._wanted_by[item])

    def wanted(self, item: int) -> int:
        """The stakes of those who want the item."""
        return sum(self._heads[group] for group in self._wanted_by[item])

    def raise_to(self, load: Fraction) -> None:
        """Let everybody bear so much per stake; it is no less than before."""
        scale = lcm(self._scale, load.denominator)
        factor = scale // self._scale
        if factor > 1:
            self._load = [load * factor for load in self._load]
            for paid in self._paid.values():
                for group in paid:
                    paid[group] *= factor
        self._scale, self._level = scale, load.numerator * (scale // load.denominator)

    def without_room_for(self, item: int) -> Bottleneck | None:
        """Who pays for what, where one more item cannot be borne at this level (``None``: it can).

        What is paid may move, so that there is room where the item is wanted: those that are tried
        next often find it.
        """
        cost = self._costs[item] * self._scale
        if sum(map(self._spare, self._wanted_by[item])) >= cost:
            return None
        left, cut = self._bear(item)
        self._give_back(item, cost - left)
        return cut

    def add(self, item: int) -> None:
        """Spread one more item, which somebody wants, and which can be borne at this level."""
        _, cut = self._bear(item)
        assert cut is None, "an item for which there is no room"

    def _bear(self, item: int) -> tuple[int, Bottleneck | None]:
        """Let one more item be paid: how much is left, and what was in the way."""
        cost, item = self._costs[item], self._alike[item]
        if item not in self._paid:
            self._paid[item] = dict.fromkeys(self._wanted_by[item], 0)
            for group in self._wanted_by[item]:
                self._payers[group].append(item)
        self._owed[item] = self._owed.get(item, 0) + cost
        left = cost * self._scale
        while left:
            path = self._path(item)
            if isinstance(path, set):
                groups = frozenset(g for i in path for g in self._wanted_by[i])
                stakes = sum(self._heads[group] for group in groups)
                return left, Bottleneck(groups, sum(self._owed[i] for i in path) - cost, stakes)
            left -= self._push(path, left)
        return 0, None

    def _give_back(self, item: int, left: int) -> None:
        """Take off again what was paid for an item that was tried."""
        key = self._alike[item]
        paid = self._paid[key]
        self._owed[key] -= self._costs[item]
        for group, amount in paid.items():
            part = min(amount, left)
            paid[group] -= part
            self._load[group] -= part
            left -= part
        if not self._owed[key]:
            del self._owed[key], self._paid[key]
            for group in self._wanted_by[key]:
                self._payers[group].remove(key)

    def _spare(self, group: int) -> int:
        return self._level * self._heads[group] - self._load[group]

    def _path(self, start: int) -> list[int] | set[int]:
        """Items from ``start`` to one whose groups have room, or all that can be reached."""
        came: dict[int, int | None] = {start: None}
        queue = deque([start])
        level, heads, load, paid = self._level, self._heads, self._load, self._paid
        seen: set[int] = set()
        while queue:
            item = queue.popleft()
            groups = [group for group in self._wanted_by[item] if group not in seen]
            for group in groups:
                if level * heads[group] > load[group]:
                    return _back(came, item)
            seen.update(groups)
            for group in groups:
                for other in self._payers[group]:
                    if other not in came and paid[other][group]:
                        came[other] = item
                        queue.append(other)
        return set(came)

    def _push(self, path: Sequence[int], left: int) -> int:
        """Push as much as the path carries, at most ``left``."""
        steps = list(pairwise(path))
        room = sum(max(0, self._spare(group)) for group in self._wanted_by[path[-1]])
        much = min(left, room, *(self._shared_payment(one, other) for one, other in steps))
        for one, other in steps:
            self._swap(one, other, much)
        rest = much
        last = self._paid[path[-1]]
        for group in self._wanted_by[path[-1]]:
            part = min(rest, self._spare(group))
            last[group] += part
            self._load[group] += part
            rest -= part
            if not rest:
                break
        return much

    def _shared_payment(self, one: int, other: int) -> int:
        """What ``other`` pays in groups that want ``one`` too."""
        mine, paid = self._paid[one], self._paid[other]
        return sum(amount for group, amount in paid.items() if group in mine)

    def _swap(self, one: int, other: int, much: int) -> None:
        """Let ``one`` pay so much in ``other``'s place; ``other`` has it to pay elsewhere."""
        mine, paid = self._paid[one], self._paid[other]
        for group, amount in paid.items():
            if amount and group in mine:
                part = min(amount, much)
                paid[group] -= part
                mine[group] += part
                much -= part
                if not much:
                    return


def _first_alike(wanted_by: Sequence[Sequence[int]]) -> list[int]:
    """For each item the first that the same groups want."""
    seen: dict[tuple[int, ...], int] = {}
    return [seen.setdefault(tuple(groups), item) for item, groups in enumerate(wanted_by)]


def _back(came: dict[int, int | None], item: int) -> list[int]:
    path = [item]
    while (before := came[path[-1]]) is not None:
        path.append(before)
    return path[::-1]
