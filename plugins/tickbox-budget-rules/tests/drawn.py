"""Elections that Hypothesis draws: ties, zero costs, equal ballots, one voter, huge numbers."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate
from typing import Any

import attrs
from hypothesis import strategies as st

from tickbox_budget_rules import SupportMatrix
from tickbox_core import Contest, Item, Profile

NAMES = ("a", "b", "c", "9", "10", "Z", "é")


@attrs.frozen
class Drawn:
    """A budget, costs by id, and ballots that map ids to points (1 for a tick)."""

    budget: int
    costs: dict[str, int]
    ballots: list[dict[str, int]]

    @property
    def ids(self) -> tuple[str, ...]:
        """Items in listed order."""
        return tuple(self.costs)

    def ticks(self) -> list[list[str]]:
        """Ballots as lists of ids."""
        return [list(ballot) for ballot in self.ballots]

    def profile(self, *, points: bool = False) -> Profile:
        """The ballots grouped."""
        place = {name: at for at, name in enumerate(self.ids)}
        rows = Counter(
            tuple(sorted((place[name], given) for name, given in ballot.items()))
            for ballot in self.ballots
        )
        return Profile(
            self.ids,
            tuple(item for row in rows for item, _ in row),
            tuple(accumulate(map(len, rows))),
            tuple(rows.values()),
            points=tuple(given for row in rows for _, given in row) if points else None,
        )

    def election(self, *, points: bool = False) -> SupportMatrix:
        """The election in columns."""
        costs = tuple(self.costs.values())
        return SupportMatrix.of_profile(
            self.profile(points=points), costs, self.budget, points=points
        )

    def contest(self, **more: Any) -> Contest:
        """What a rule is handed."""
        items = tuple(Item(name, name, cost=cost) for name, cost in self.costs.items())
        return Contest(items, self.profile(), budget=self.budget, minor_units=1, **more)

    def first(self, tied: tuple[int, ...], free: bool = False) -> int:
        """The lexicographic tie-break, for the plain functions."""
        ids = self.ids
        return min(tied, key=ids.__getitem__)

    def named(self, items: Any) -> list[str]:
        """Ids of item numbers."""
        return [self.ids[item] for item in items]


@st.composite
def elections(
    draw: st.DrawFn, *, points: bool = False, huge: bool = True, voters: int = 8, items: int = 6
) -> Drawn:
    """Small ones, where everything happens: many are tied, some all but tied."""
    ids = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=items, unique=True))
    unit = draw(st.sampled_from([1, 1, 1, 10**12, 10**31])) if huge else 1
    jitter = st.sampled_from([0, 0, 1]) if unit > 1 else st.just(0)
    costs = {name: draw(st.sampled_from([0, 1, 1, 2, 3, 4, 6, 12])) * unit + draw(jitter)
             for name in ids}  # fmt: skip
    given = st.integers(0, 4) if points else st.just(1)
    ballot = st.dictionaries(st.sampled_from(ids), given)
    ballots = draw(st.lists(ballot, max_size=voters))
    return Drawn(draw(st.integers(0, 20)) * unit + draw(jitter), costs, ballots)
