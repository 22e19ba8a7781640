"""The closest call of a greedy rule by brute force, and the same for real elections.

    python tests/core/rules/budget/closest_call.py FOLDER      every .pb file of a folder

*The fewest votes on one item alone that would change the list, a refused tie included.*  Nothing is
shared with ``tickbox_core.rules``: the walk is written once more, and every number of votes that an
item could have is tried, or (``near``) those at which its place among the others changes.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Sequence
from math import lcm
from pathlib import Path
from typing import Any

import attrs

Group = frozenset[int]
LONGEST = 100
"""Items of a real election that are tried by brute force in a few seconds."""


@attrs.frozen
class Town:
    """Costs, votes, budget, and how the rule goes; ``most`` votes an item can have."""

    costs: tuple[int, ...]
    votes: tuple[int, ...]
    budget: int
    most: int
    per_cost: bool = False
    stop: bool = False
    threshold: int = 0
    refuse: bool = True
    """Whether ties are handed back; else the item that is listed first comes first."""
    groups: tuple[Group, ...] = ()

    def scores(self, votes: Sequence[int]) -> list[int]:
        """Whole numbers in the order of the scores."""
        if not self.per_cost:
            return list(votes)
        whole = lcm(*(cost for cost in self.costs if cost))
        endless = (max(votes, default=0) + self.most + 1) * whole
        return [
            v * (whole // c) if c else endless * bool(v)
            for v, c in zip(votes, self.costs, strict=True)
        ]


def listed(town: Town, votes: Sequence[int]) -> frozenset[int] | None:
    """Who is chosen; ``None`` where a tie has to be settled by people."""
    scores = town.scores(votes)
    standing = [at for at in range(len(votes)) if votes[at] >= town.threshold]
    chosen: set[int] = set()
    left, levels = town.budget, dict[int, list[int]]()
    for at in standing:
        levels.setdefault(scores[at], []).append(at)
    for score in sorted(levels, reverse=True):
        able = [at for at in levels[score] if not _barred(town, at, chosen)]
        if town.refuse and len(able) > 1 and _differs(town, able, left, chosen):
            return None
        for at in able:
            if _barred(town, at, chosen):
                continue
            if town.costs[at] <= left:
                left -= town.costs[at]
                chosen.add(at)
            elif town.stop:
                return frozenset(chosen)
    return frozenset(chosen)


def _barred(town: Town, at: int, chosen: set[int]) -> bool:
    return any(at in group and group & chosen for group in town.groups)


def _differs(town: Town, able: list[int], left: int, chosen: set[int]) -> bool:
    """Whether the order of equal items could matter: not all of them can be had."""
    fit = [at for at in able if town.costs[at] <= left]
    if not fit:
        return False
    if town.stop and len(fit) < len(able):
        return True
    mates = any(len(group & set(fit)) > 1 for group in town.groups)
    return mates or sum(town.costs[at] for at in fit) > left


def fewest(town: Town, *, near: bool = False) -> int | None:
    """The smallest change of one item's votes that changes the list; ``None``: there is none."""
    now = listed(town, town.votes)
    changes = (
        (abs(number - own), at, number)
        for at, own in enumerate(town.votes)
        for number in (_near(town, at) if near else range(town.most + 1))
        if number != own
    )
    for size, at, number in sorted(changes):
        votes = [*town.votes[:at], number, *town.votes[at + 1 :]]
        if listed(town, votes) != now:
            return size
    return None


def _near(town: Town, at: int) -> list[int]:
    """Where the item's place among the others changes, and just beside."""
    found = {0, town.most, town.threshold, town.threshold - 1}
    for other, votes in enumerate(town.votes):
        level = votes
        if town.per_cost and town.costs[other]:
            level = votes * town.costs[at] // town.costs[other]
        found |= {level - 1, level, level + 1, level + 2}
    return sorted(number for number in found if 0 <= number <= town.most)


# -- real elections ------------------------------------------------------------------------------


def of_rule(town: Town) -> int | None:
    """What the rule says."""
    from tickbox_core.counting import Profile
    from tickbox_core.model import Item
    from tickbox_core.rules import Contest, Greedy, ListedFirst, Refuse

    @attrs.frozen
    class Said:
        """An engine that says the votes as they stand."""

        key: str = "said"
        version: str = "1"

        def tally(self, profile: Profile) -> Any:
            """The votes of the town."""
            from tickbox_core.counting import Tally

            return Tally(profile.items, town.votes, town.most)

    ids = [str(at) for at in range(len(town.costs))]
    contest = Contest(
        tuple(Item(id_, id_, cost=cost) for id_, cost in zip(ids, town.costs, strict=True)),
        Profile(tuple(ids)),
        budget=town.budget,
        engine=Said(),
    )
    rule = Greedy(
        town.per_cost,
        "stop" if town.stop else "skip",
        town.threshold,
        tie_break=Refuse() if town.refuse else ListedFirst(),
        exclusive=tuple(tuple(str(at) for at in sorted(group)) for group in town.groups),
    )
    margin = rule.outcome(contest).margin
    return None if margin is None else margin.ticks


def towns(paths: Iterable[Path], budgets: int = 5) -> Iterable[tuple[str, Town]]:
    """Each election with its own budget and others of it, in every way of the rule."""
    from tickbox_core.counting import PlainEngine
    from tickbox_core.interchange import read_pabulib

    for path in paths:
        election = read_pabulib(path)
        if election.budget is None or any(item.cost is None for item in election.items):
            continue
        tally = PlainEngine().tally(election.profile)
        costs = tuple(item.cost or 0 for item in election.items)
        draw = random.Random(path.name)
        parts = [election.budget, *(draw.randrange(1, sum(costs)) for _ in range(budgets - 1))]
        for at, budget in enumerate(parts):
            for per_cost, stop in ((False, False), (True, False), (False, True), (True, True)):
                bar = draw.choice((0, 0, sorted(tally.ticks)[len(costs) // 3]))
                town = Town(costs, tally.ticks, budget, tally.ballots, per_cost, stop, bar)
                if listed(town, town.votes) is None:
                    town = attrs.evolve(town, refuse=False)
                yield f"{path.stem[:40]} {at}", town


def main() -> int:
    """Compare, and say how many elections there were, and what differs."""
    paths = sorted(Path(sys.argv[1]).glob("*.pb"))
    elections, tried, silent, larger, smaller = set[str](), 0, 0, 0, 0
    for name, town in towns(paths):
        if len(town.costs) > LONGEST:
            continue
        said, true = of_rule(town), fewest(town, near=True)
        tried += 1
        elections.add(name)
        silent += said is None and true is not None
        larger += said is not None and (true is None or said > true)
        smaller += said is not None and true is not None and said < true
        if said != true:
            print(name, "says", said, "is", true, town.per_cost, town.stop, town.threshold)
    print(
        f"{len(elections)} elections, {tried} counts: {larger} too large, {smaller} too small, "
        f"{silent} silent"
    )
    return int(bool(silent or larger or smaller))


if __name__ == "__main__":
    sys.exit(main())
