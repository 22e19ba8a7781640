"""Each rule once more, slowly and independently, in plain ``Fraction`` Python: a second opinion.

Written from the rules' definitions, one voter at a time, with nothing shared with the package.
An election is a budget, ``costs`` by id, and ballots that map ids to points (1 for a tick).
Ties go to the id that is first in code-point order.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, combinations

Ballots = list[dict[str, int]]
Costs = dict[str, int]


def greedy(budget: int, scores: dict[str, Fraction], costs: Costs, *, stop: bool = False) -> list:
    """Best score first; skip (or stop at) what does not fit."""
    chosen: list[str] = []
    left = Fraction(budget)
    for item in sorted(costs, key=lambda item: (-scores[item], item)):
        if costs[item] <= left:
            chosen.append(item)
            left -= costs[item]
        elif stop:
            break
    return chosen


def votes(ballots: Ballots, costs: Costs) -> dict[str, Fraction]:
    """Points per item."""
    return {item: Fraction(sum(b.get(item, 0) for b in ballots)) for item in costs}


def ratio(ballots: Ballots, costs: Costs) -> dict[str, Fraction]:
    """Points per unit of cost; what costs nothing comes before everything if anybody wants it."""
    return {
        item: Fraction(score, costs[item]) if costs[item] else score * 10**50
        for item, score in votes(ballots, costs).items()
    }


def price(money: list[Fraction], utilities: list[int], cost: int) -> Fraction | None:
    """The lowest price per utility at which supporters together can pay, or ``None``."""
    if sum(money) < cost:
        return None
    # everybody whose money runs out first pays all of it
    order = sorted(range(len(money)), key=lambda i: Fraction(money[i], utilities[i]))
    missing, rest = Fraction(cost), sum(utilities)
    for i in order:
        rate = missing / rest
        if rate * utilities[i] <= money[i]:
            return rate
        missing -= money[i]
        rest -= utilities[i]
    return Fraction(0)  # pragma: no cover - excluded by the sum above


def equal_shares(
    budget: Fraction | int, ballots: Ballots, costs: Costs, utility: str, weights=None
) -> list[str]:
    """The method of equal shares; ``utility`` is cost, cardinality or points."""
    if not ballots:
        return []
    weights = weights or [1] * len(ballots)
    money = [Fraction(budget) * w / sum(weights) for w in weights]
    worth = {
        item: [
            (b.get(item, 0) and {"cost": costs[item], "cardinality": 1}.get(utility))
            if utility != "points"
            else b.get(item, 0)
            for b in ballots
        ]
        for item in costs
    }
    chosen: list[str] = []
    while True:
        offers = []
        for item in sorted(costs):
            fans = [v for v in range(len(ballots)) if worth[item][v]]
            if item in chosen or not fans:
                continue
            rate = price([money[v] for v in fans], [worth[item][v] for v in fans], costs[item])
            if rate is not None:
                offers.append((rate, item))
        if not offers:
            return chosen
        rate, item = min(offers)
        chosen.append(item)
        for v in range(len(ballots)):
            money[v] -= min(money[v], rate * worth[item][v])


def add1(budget: int, ballots: Ballots, costs: Costs, utility: str, unit=1, until="exhaustive"):
    """Raise every voter's money by one unit until exhaustive, or until overspending."""
    best = equal_shares(budget, ballots, costs, utility)
    raised = budget
    wanted = {i for i in costs if any(b.get(i, 0) for b in ballots)}
    if utility == "cost":
        wanted = {i for i in wanted if costs[i]}
    while ballots:
        spent = sum(costs[i] for i in best)
        if wanted <= set(best):
            return best
        if until == "exhaustive" and all(
            spent + costs[i] > budget for i in wanted if i not in best
        ):
            return best
        raised += unit * len(ballots)
        next_ = equal_shares(raised, ballots, costs, utility)
        if sum(costs[i] for i in next_) > budget:
            return best
        best = next_
    return best


def phragmen(budget: int, ballots: Ballots, costs: Costs) -> list[str]:
    """Sequential: lowest load first; stops as soon as one with the lowest load does not fit."""
    loads = [Fraction(0)] * len(ballots)
    chosen: list[str] = []
    left = {item for item in costs if costs[item] <= budget}
    never = Fraction(10**60)
    while left:
        reached = {}
        for item in left:
            fans = [v for v, b in enumerate(ballots) if b.get(item)]
            total = sum((loads[v] for v in fans), Fraction(costs[item]))
            reached[item] = total / len(fans) if fans else never
        lowest = min(reached.values())
        tied = sorted(item for item in left if reached[item] == lowest)
        spent = sum(costs[i] for i in chosen)
        if any(spent + costs[item] > budget for item in tied):
            break
        winner = tied[0]
        chosen.append(winner)
        left.discard(winner)
        for v, b in enumerate(ballots):
            if b.get(winner):
                loads[v] = lowest
    return chosen


def heaviest(items: tuple[str, ...], ballots: Ballots, costs: Costs) -> Fraction:
    """The least possible highest load when ``items`` are paid by those who want them.

    By duality that is the densest of all subsets, its cost per voter who wants any of it.
    """
    subsets = chain.from_iterable(combinations(items, k) for k in range(1, len(items) + 1))
    best = Fraction(0)
    for subset in subsets:
        fans = sum(any(b.get(i) for i in subset) for b in ballots)
        cost = sum(costs[i] for i in subset)
        best = max(best, Fraction(cost, fans) if fans else Fraction(10**60) * bool(cost))
    return best


def maximin(budget: int, ballots: Ballots, costs: Costs, *, stop: bool = False) -> list[str]:
    """Each time the item that keeps the highest load lowest; skip what does not fit, or stop."""
    chosen: list[str] = []
    left = set(costs)
    while left:
        reached = {i: heaviest((*chosen, i), ballots, costs) for i in left}
        lowest = min(reached.values())
        spent = sum(costs[i] for i in chosen)
        tied = sorted(i for i in left if reached[i] == lowest)
        if stop and any(spent + costs[i] > budget for i in tied):
            break
        winner = tied[0]
        left.discard(winner)
        if spent + costs[winner] <= budget:
            chosen.append(winner)
    return chosen
