"""The proportional rules, counted a second time: part of ``recount.py``, handed out as one file.

Equal shares, sequential Phragmén and maximin support from their definitions, in whole numbers and
fractions.  Equal ballots are one *kind* of voter; money is a whole number of ``1/whole`` of the
smallest unit, and ``whole`` grows where a price asks for it.
"""
# ruff: noqa: B905, UP - it must run on Python 3.9

from __future__ import annotations

from collections import Counter, deque
from fractions import Fraction
from typing import Any, Callable  # noqa: UP035 - it stands with Any in recount.py

from tickbox_core.bundle.recount_rules import (
    RULES,
    CannotDecide,
    HandedBack,
    TickIndex,
    broken,
    in_levels,
    most,
    ranking,
)

NAMED, FEW = 50_000, 10
"""How many names the ties of all steps tell, and how many one that would pass that."""


class Crowd:
    """Kinds of voter: how many cast each distinct set of supported items, and what items cost."""

    def __init__(self, plan: Any, ballots: list[Any]) -> None:
        self.plan, self.voters = plan, len(ballots)
        self.costs = {item["id"]: item["cost"] for item in plan["items"]}
        self.ids = list(self.costs)
        if plan.get("budget") is None or None in self.costs.values():
            raise CannotDecide("ledger.jsonl:1 budget", "rule")
        self.budget: int = plan["budget"]
        self.place = {id_: at for at, id_ in enumerate(self.ids)}
        said = TickIndex(plan)
        kinds = Counter(frozenset(said.supported(one["ticks"])) for one in ballots)
        self.likes, self.heads = list(kinds), list(kinds.values())
        self.fans: dict[str, list[int]] = {id_: [] for id_ in self.ids}
        for k, like in enumerate(self.likes):
            for id_ in like:
                self.fans[id_].append(k)
        self.told = 0  # how many names the ties so far have told
        self.order: dict[str, int] = {}  # by the tie-break, once it is asked
        self.votes = {i: sum(self.heads[k] for k in fans) for i, fans in self.fans.items()}

    def first(self, tied: list[str], free: bool, ties: list[Any], bought: list[str]) -> str:
        """Which of the tied comes first; a tie that changes more than the order is noted."""
        if len(tied) == 1:
            return tied[0]
        key = self.plan["tie_break"]
        if free and key == "refuse":
            return tied[0]
        if key == "refuse":
            left = self.budget - sum(self.costs[id_] for id_ in bought)
            fit = max(1, most(tied, self.costs, left))
            raise HandedBack([{"items": tied, "places": 1, "in_turn": True, "fit": fit}])
        if not self.order:
            self.order = {id_: at for at, id_ in enumerate(broken(self.ids, self.plan))}
        won = min(tied, key=self.order.__getitem__)
        if not free:
            ties.append({**self.named(tied), "places": 1, "tie_break": key, "chosen": [won]})
        return won

    def named(self, tied: list[str]) -> dict[str, Any]:
        """Who is tied: all, or, where the ties come to too many names, the first and how many more.

        Outcomes published before this was so name all.
        """
        if len(tied) > FEW and self.told + len(tied) > NAMED and not self.plan.get("all named"):
            self.told += FEW
            return {"items": tied[:FEW], "more": len(tied) - FEW}
        self.told += len(tied)
        return {"items": tied}

    def apart(self, items: list[str]) -> bool:
        """Whether nobody supports two of these."""
        if sum(len(self.fans[id_]) for id_ in items) > len(self.likes):
            return False  # more fans than there are kinds of voter: somebody is meant twice
        seen: set[int] = set()
        for id_ in items:
            if not seen.isdisjoint(self.fans[id_]):
                return False
            seen.update(self.fans[id_])
        return True


def answered(
    crowd: Crowd, ballots: list[Any], given: Any, chosen: list[str], ties: Any
) -> dict[str, Any]:
    """The outcome's frame: items by ticks, who is chosen, what it costs."""
    rows, inside = ranking(crowd.plan, {}, ballots, "participants"), {*chosen}
    for row in rows:
        row["chosen"] = row["item"] in inside
    answer: dict[str, Any] = {
        "base": "participants",
        "ranking": rows,
        "ties": ties,
        "selected": chosen,
    }
    answer.update(cost=sum(crowd.costs[id_] for id_ in chosen), budget=crowd.budget)
    answer["parameters"] = {**given, "tie_break": crowd.plan["tie_break"]}
    return answer


def parameters(plan: Any, defaults: Any) -> dict[str, Any]:
    """The rule's parameters; ballots are ticks here and everybody's stake is the same."""
    given = {**defaults, "ballots": "as-cast", "stakes": "equal", **plan["rule"]["parameters"]}
    known = set(defaults) | {"ballots", "stakes"}
    if set(given) != known or given["ballots"] not in ("as-cast", "ticks"):
        raise CannotDecide("ledger.jsonl:1", "rule")
    if given["stakes"] != "equal":
        raise CannotDecide("ledger.jsonl:1 stakes", "rule")
    return given


# -- equal shares ------------------------------------------------------------------------------


class Shares:
    """One run of equal shares with ``total`` divided among the voters."""

    def __init__(self, crowd: Crowd, by_cost: bool, total: int) -> None:
        self.crowd = crowd
        self.ties: list[Any] = []
        self.whole, self.purse = crowd.voters, [total] * len(crowd.heads)
        self.worth = {id_: cost if by_cost else 1 for id_, cost in crowd.costs.items()}
        self.bought: list[str] = []
        self.least = {id_: Fraction(0) for id_ in crowd.ids if crowd.votes[id_] and self.worth[id_]}
        while self.least:
            self._next()

    def _next(self) -> None:
        """Buy the cheapest item per unit of worth; prices never fall, so old ones are bounds."""
        best: list[str] = []
        price: Any = None
        for id_ in sorted(self.least, key=lambda one: (self.least[one], one)):
            if price is not None and self.least[id_] > price:
                break
            found = self._price(id_)
            if found is None:
                del self.least[id_]
                continue
            self.least[id_] = found
            if price is None or found < price:
                best, price = [], found
            if found == price:
                best.append(id_)
        if best:
            tied = [id_ for id_ in self.crowd.ids if id_ in best]
            self._buy(self.crowd.first(tied, self.crowd.apart(tied), self.ties, self.bought), price)

    def _price(self, id_: str) -> Any:
        """The price per unit of worth at which the fans can pay together, or ``None``."""
        heads, purse = self.crowd.heads, self.purse
        missing, left = self.crowd.costs[id_] * self.whole, self.crowd.votes[id_]
        fans = sorted(self.crowd.fans[id_], key=purse.__getitem__)
        if sum(purse[k] * heads[k] for k in fans) < missing:
            return None
        for k in fans:
            if missing <= purse[k] * left:
                return Fraction(missing, left * self.whole * self.worth[id_])
            missing, left = missing - purse[k] * heads[k], left - heads[k]
        return Fraction(0)

    def _buy(self, id_: str, price: Any) -> None:
        part = price * self.worth[id_] * self.whole
        if part.denominator > 1:
            self.purse = [money * part.denominator for money in self.purse]
            self.whole *= part.denominator
        for k in self.crowd.fans[id_]:
            self.purse[k] = max(0, self.purse[k] - part.numerator)
        del self.least[id_]
        self.bought.append(id_)


def raised(crowd: Crowd, by_cost: bool, until: str) -> Shares:
    """Everybody's money is raised by one unit of currency at a time, as long as it goes."""
    unit = 100 * crowd.voters
    wanted = {id_ for id_, votes in crowd.votes.items() if votes}
    wanted = {id_ for id_ in wanted if crowd.costs[id_] or not by_cost}
    total = crowd.budget
    run = Shares(crowd, by_cost, total)
    while True:
        spent = sum(crowd.costs[id_] for id_ in run.bought)
        rest = wanted.difference(run.bought)
        fits = any(spent + crowd.costs[id_] <= crowd.budget for id_ in rest)
        if not rest or (until == "exhaustive" and not fits):
            return run
        total += unit
        more = Shares(crowd, by_cost, total)
        if sum(crowd.costs[id_] for id_ in more.bought) > crowd.budget:
            return run
        run = more


SHARES = {"utility": "cost", "completion": "none", "until": "exhaustive"}
CHOICES = {
    "utility": ("cost", "cardinality"),
    "completion": ("none", "add1", "add1-utilitarian", "greedy"),
    "until": ("exhaustive", "overspending"),
}


def equal_shares(plan: Any, roll: Any, ballots: list[Any]) -> dict[str, Any]:
    """The method of equal shares, and what is done with the money left."""
    given = parameters(plan, SHARES)
    if any(given[name] not in known for name, known in CHOICES.items()):
        raise CannotDecide("ledger.jsonl:1", "rule")
    crowd, by_cost = Crowd(plan, ballots), given["utility"] == "cost"
    if given["completion"].startswith("add1"):
        run = raised(crowd, by_cost, given["until"])
    else:
        run = Shares(crowd, by_cost, crowd.budget)
    chosen, ties = run.bought, run.ties
    if given["completion"] in ("greedy", "add1-utilitarian"):
        chosen = chosen + rest_by_votes(crowd, chosen, by_cost, ties)
    return answered(crowd, ballots, given, chosen, ties)


def rest_by_votes(crowd: Crowd, bought: list[str], votes_only: bool, ties: Any) -> list[str]:
    """What still fits, most votes first, or most votes per cost."""
    left = crowd.budget - sum(crowd.costs[id_] for id_ in bought)

    def score(id_: str) -> Any:
        votes, cost = crowd.votes[id_], crowd.costs[id_]
        if votes_only:
            return Fraction(votes)
        return Fraction(votes, cost) if cost else float("inf") if votes else Fraction(0)

    gone = {*bought}
    chosen: list[str] = []
    for level in in_levels([id_ for id_ in crowd.ids if id_ not in gone], score):
        fits = [id_ for id_ in level if crowd.costs[id_] <= left]
        tied = len(level) > 1 and sum(crowd.costs[id_] for id_ in fits) > left
        if tied and crowd.plan["tie_break"] == "refuse":
            raise HandedBack([{"items": fits, "places": most(fits, crowd.costs, left)}])
        won = []
        for id_ in broken(level, crowd.plan) if tied else level:
            if crowd.costs[id_] <= left:
                left -= crowd.costs[id_]
                won.append(id_)
        if tied:
            key = crowd.plan["tie_break"]
            ties.append({"items": level, "places": len(won), "tie_break": key, "chosen": won})
        chosen += won
    return chosen


# -- Phragmén ----------------------------------------------------------------------------------


def phragmen(plan: Any, roll: Any, ballots: list[Any]) -> dict[str, Any]:
    """Each time the item whose supporters carry the least when they have paid for it."""
    given = parameters(plan, {})
    crowd = Crowd(plan, ballots)
    load = [Fraction(0)] * len(crowd.heads)
    chosen: list[str] = []
    ties: list[Any] = []
    waiting = [id_ for id_ in crowd.ids if crowd.costs[id_] <= crowd.budget]
    left = crowd.budget
    while waiting:
        carried = {id_: carrying(crowd, load, id_) for id_ in waiting if crowd.votes[id_]}
        least = min(carried.values(), default=None)
        tied = [id_ for id_ in waiting if carried.get(id_) == least]
        if any(crowd.costs[id_] > left for id_ in tied):
            break
        free = crowd.apart(tied) and sum(crowd.costs[id_] for id_ in tied) <= left
        won = crowd.first(tied, free, ties, chosen)
        left -= crowd.costs[won]
        chosen.append(won)
        waiting.remove(won)
        for k in crowd.fans[won]:
            load[k] = carried[won]
    return answered(crowd, ballots, given, chosen, ties)


def carrying(crowd: Crowd, load: list[Any], id_: str) -> Any:
    """What every supporter carries once they have paid for the item together."""
    before = sum((load[k] * crowd.heads[k] for k in crowd.fans[id_]), Fraction(0))
    return (before + crowd.costs[id_]) / crowd.votes[id_]


# -- maximin support ---------------------------------------------------------------------------


def maximin(plan: Any, roll: Any, ballots: list[Any]) -> dict[str, Any]:
    """Each time what keeps the highest load of any voter lowest, among what still fits."""
    given = parameters(plan, {})
    crowd = Crowd(plan, ballots)
    chosen: list[str] = []
    ties: list[Any] = []
    left = crowd.budget
    bound = {id_: Fraction(0) for id_ in crowd.ids if crowd.votes[id_]}
    while True:
        fits = [i for i in crowd.ids if i not in chosen and crowd.costs[i] <= left]
        wanted = [id_ for id_ in fits if id_ in bound]
        tied = lightest(crowd, chosen, wanted, bound) if wanted else fits
        if not tied:
            return answered(crowd, ballots, given, chosen, ties)
        won = crowd.first(tied, False, ties, chosen)
        left -= crowd.costs[won]
        chosen.append(won)


def lightest(crowd: Crowd, chosen: list[str], wanted: list[str], bound: Any) -> list[str]:
    """Those with which the highest load stays lowest; it never falls, so old ones are bounds."""
    lowest: Any = None
    for id_ in sorted(wanted, key=bound.__getitem__):
        if lowest is not None and bound[id_] > lowest:
            break
        bound[id_] = heaviest(crowd, [*(i for i in chosen if crowd.votes[i]), id_], bound[id_])
        lowest = bound[id_] if lowest is None else min(lowest, bound[id_])
    return [id_ for id_ in wanted if bound[id_] == lowest]


def heaviest(crowd: Crowd, items: list[str], bound: Any) -> Any:
    """The highest load that cannot be avoided: the most that some of the items cost per fan.

    From a load that is too low the items that cannot be paid are found by a flow; what they cost
    for each of their fans is a higher one, until all can be paid (Dinkelbach).
    """
    kinds: Counter[frozenset[str]] = Counter()
    for like, heads in zip(crowd.likes, crowd.heads):
        kinds[like.intersection(items)] += heads
    kinds.pop(frozenset(), None)
    load = max([bound, *(Fraction(crowd.costs[id_], crowd.votes[id_]) for id_ in items)])
    while True:
        dear = unpaid(crowd, items, list(kinds.items()), load)
        if not dear:
            return load
        fans = sum(heads for like, heads in kinds.items() if like & dear)
        load = Fraction(sum(crowd.costs[id_] for id_ in dear), fans)


def unpaid(crowd: Crowd, items: list[str], kinds: list[Any], load: Any) -> set[str]:
    """The items that, together, cost more than their fans can bear at that load (empty: none)."""
    room = {like: load.numerator * heads for like, heads in kinds}
    owed = {id_: crowd.costs[id_] * load.denominator for id_ in items}
    paid: dict[str, dict[Any, int]] = {id_: {} for id_ in items}
    fans = {id_: [like for like, _ in kinds if id_ in like] for id_ in items}
    for start in items:
        while owed[start]:
            path, seen = way(start, fans, room, paid)
            if not path:
                return seen
            much = min(owed[start], room[path[-1]])
            for like, other in zip(path[1:-1:2], path[2::2]):
                much = min(much, paid[other][like])
            owed[start] -= much
            room[path[-1]] -= much
            for one, like in zip(path[::2], path[1::2]):
                paid[one][like] = paid[one].get(like, 0) + much
            for like, other in zip(path[1:-1:2], path[2::2]):
                paid[other][like] -= much
    return set()


def way(start: str, fans: Any, room: Any, paid: Any) -> tuple[list[Any], set[str]]:
    """From an item over kinds that can pay it, or pay it instead of another; else who is stuck."""
    came: dict[Any, Any] = {start: None}
    queue: Any = deque([start])
    while queue:
        id_ = queue.popleft()
        for like in fans[id_]:
            if like in came:
                continue
            came[like] = id_
            if room[like]:
                path = [like]
                while came[path[-1]] is not None:
                    path.append(came[path[-1]])
                return path[::-1], set()
            for other in like:
                if other not in came and paid.get(other, {}).get(like):
                    came[other] = like
                    queue.append(other)
    return [], {one for one in came if isinstance(one, str)}


Rule = Callable[[Any, Any, list[Any]], dict[str, Any]]
PROPORTIONAL: dict[tuple[str, str], Rule] = {
    ("equal-shares", "1"): equal_shares,
    ("phragmen", "1"): phragmen,
    ("maximin", "1"): maximin,
}
EVERY_RULE = {**RULES, **PROPORTIONAL}
