"""The proportional rules, counted a second time: part of ``recount.py``, handed out as one file.

Equal shares, sequential Phragmén and maximin support from their definitions, in whole numbers and
fractions.  Equal ballots are one *kind* of voter; money is a whole number of ``1/whole`` of the
smallest unit, and ``whole`` grows where a price asks for it.
"""
# ruff: noqa: B905, UP - it must run on Python 3.9

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from fractions import Fraction
from heapq import heapify, heappop, heappush, heapreplace
from math import gcd
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


class Crowd:
    """Kinds of voter: how many cast each distinct set of supported items, and what items cost.

    The ties of all steps tell ``NAMED`` names in full, and one that would pass that tells ``FEW``.
    """

    NAMED, FEW = 50_000, 10

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

    def first(self, row: TiedRow, free: bool, ties: list[Any], bought: list[str]) -> str:
        """Which of a row comes first; a tie that changes more than the order is noted."""
        if len(row.places) == 1:
            return row.named(1)[0]
        key = self.plan["tie_break"]
        if free and key == "refuse":
            return row.named(1)[0]
        if key == "refuse":
            left = self.budget - sum(self.costs[id_] for id_ in bought)
            tied = row.named(len(row.places))
            fit = max(1, most(tied, self.costs, left))
            raise HandedBack([{"items": tied, "places": 1, "in_turn": True, "fit": fit}])
        if not self.order:
            self.order = {id_: at for at, id_ in enumerate(broken(self.ids, self.plan))}
        won = row.leading()
        if not free:
            ties.append({**self.told_of(row), "places": 1, "tie_break": key, "chosen": [won]})
        return won

    def told_of(self, row: TiedRow) -> dict[str, Any]:
        """Who is tied: all, or, where the ties come to too many names, the first and how many more.

        Outcomes published before this was so name all.
        """
        number = len(row.places)
        long = number > self.FEW and self.told + number > self.NAMED
        if long and not self.plan.get("all named"):
            self.told += self.FEW
            return {"items": row.named(self.FEW), "more": number - self.FEW}
        self.told += number
        return {"items": row.named(number)}


class TiedRow:
    """Equal items of which one goes after the other: as listed, and as the tie-break has them."""

    def __init__(self, crowd: Crowd, ids: Any) -> None:
        self.crowd, self.inside = crowd, {*ids}
        self.places = sorted(crowd.place[id_] for id_ in self.inside)
        self.wanted = Counter(k for id_ in self.inside for k in crowd.fans[id_])
        self.twice = sum(number > 1 for number in self.wanted.values())
        self.cost = sum(crowd.costs[id_] for id_ in self.inside)
        self.dear = [(-crowd.costs[id_], id_) for id_ in self.inside]
        self.queue: list[tuple[int, str]] = []
        heapify(self.dear)

    def named(self, number: int) -> list[str]:
        """The first so many of them, as listed."""
        return [self.crowd.ids[at] for at in self.places[:number]]

    def leading(self) -> str:
        """Who comes first by the tie-break."""
        if not self.queue:
            self.queue = [(self.crowd.order[id_], id_) for id_ in self.inside]
            heapify(self.queue)
        while self.queue[0][1] not in self.inside:
            heappop(self.queue)
        return self.queue[0][1]

    def dearest(self) -> int:
        """What the dearest of them costs."""
        while self.dear[0][1] not in self.inside:
            heappop(self.dear)
        return int(-self.dear[0][0])

    def apart(self) -> bool:
        """Whether nobody supports two of these."""
        return len(self.places) == 1 or not self.twice

    def drop(self, ids: Any) -> None:
        """Take some of them out, if they are in."""
        for id_ in self.inside.intersection(ids):
            self.inside.discard(id_)
            del self.places[bisect_left(self.places, self.crowd.place[id_])]
            self.cost -= self.crowd.costs[id_]
            for k in self.crowd.fans[id_]:
                self.wanted[k] -= 1
                self.twice -= self.wanted[k] == 1


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
    """One run of equal shares with ``total`` divided among the voters.

    As long as all fans of an item have their part of its cost left, its price is its cost by their
    number.  Such items stand in rows, one for each price per unit of worth.  When somebody's purse
    has less than that part, the item leaves its row, and its price is worked out whenever it may be
    the lowest: prices never fall, so old ones are bounds.
    """

    def __init__(self, crowd: Crowd, by_cost: bool, total: int) -> None:
        self.crowd = crowd
        self.ties: list[Any] = []
        self.whole, self.purse = crowd.voters, [total] * len(crowd.heads)
        self.worth = {id_: cost if by_cost else 1 for id_, cost in crowd.costs.items()}
        self.bought: list[str] = []
        wanted = [id_ for id_ in crowd.ids if crowd.votes[id_] and self.worth[id_]]
        self.first = firsts(crowd, wanted)
        self.alike: dict[str, set[str]] = {}
        for id_ in wanted:
            self.alike.setdefault(self.first[id_], set()).add(id_)
        self.parts: list[list[tuple[Fraction, str]]] = [[] for _ in crowd.heads]
        for id_, part, _ in self._in_full():
            for k in crowd.fans[id_]:
                self.parts[k].append((part, id_))
        for parts in self.parts:
            parts.sort()
        rows: dict[Fraction, list[str]] = {}
        for id_, _, price in self._in_full():
            rows.setdefault(price, []).append(id_)
        self.rows = {price: TiedRow(crowd, ids) for price, ids in rows.items()}
        self.prices, self.poor = sorted(rows), list[Any]()
        self._leave(range(len(crowd.heads)))
        while self._next():
            pass

    def _in_full(self) -> Any:
        """Each item with what a fan pays and the price per worth where all pay in full."""
        for ids in self.alike.values():
            for id_ in ids:
                part = Fraction(self.crowd.costs[id_], self.crowd.votes[id_])
                yield id_, part, part / self.worth[id_]

    def _leave(self, kinds: Any) -> None:
        """Whom a purse of these kinds cannot pay in full leaves its row."""
        for k in kinds:
            parts = self.parts[k]
            while parts and parts[-1][0] * self.whole > self.purse[k]:
                part, id_ = parts.pop()
                price = part / self.worth[id_]
                row = self.rows.get(price)
                if row is not None and id_ in row.inside:
                    alike = self.alike[self.first[id_]]
                    row.drop(alike)
                    heappush(self.poor, (price, self.first[id_]))

    def _next(self) -> bool:
        """Buy the cheapest item per unit of worth; whether there was one."""
        while self.prices and not self.rows[self.prices[0]].places:
            del self.rows[heappop(self.prices)]
        price: Any = self.prices[0] if self.prices else None
        best: list[str] = []
        seen: list[Any] = []
        while self.poor and (price is None or self.poor[0][0] <= price):
            id_ = heappop(self.poor)[1]
            found = self._price(id_) if self.alike[id_] else None
            if found is None:
                continue
            seen.append((found, id_))
            if price is None or found < price:
                best, price = [], found
            if found == price:
                best.append(id_)
        for one in seen:
            heappush(self.poor, one)
        if price is None:
            return False
        row = self.rows.get(price)
        if best or row is None:
            ids = {one for id_ in best for one in self.alike[id_]}
            row = TiedRow(self.crowd, ids.union(row.inside if row else ()))
        self._buy_of(row, price, many=len(best) > 1 or (bool(best) and len(row.places) > 1))
        return True

    def _buy_of(self, row: TiedRow, price: Any, many: bool) -> None:
        """Buy one of a row, or (``many``) one after the other what stays at its price.

        An item stays unless somebody who paid for another of the row gave it something and can no
        longer give as much.
        """
        wants: dict[int, list[tuple[int, str]]] = {}
        for id_ in row.inside if many else ():
            for k in self.crowd.fans[id_]:
                wants.setdefault(k, []).append((self.worth[id_], id_))
        for wanted in wants.values():
            wanted.sort()
        while row.places:
            won = self.crowd.first(row, row.apart(), self.ties, self.bought)
            paying = [k for k in self.crowd.fans[won] if self.purse[k]]
            self._buy(won, price)
            row.drop([won])
            if not many:
                return
            for k in paying:
                wanted = wants[k]
                while wanted and wanted[-1][0] * price * self.whole > self.purse[k]:
                    row.drop(self.alike[self.first[wanted.pop()[1]]])

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
        self.bought.append(id_)
        self.alike[self.first[id_]].discard(id_)
        full = Fraction(self.crowd.costs[id_], self.crowd.votes[id_]) / self.worth[id_]
        row = self.rows.get(full)
        if row is not None:
            row.drop([id_])
        self._leave(self.crowd.fans[id_])


def firsts(crowd: Crowd, ids: list[str]) -> dict[str, str]:
    """For each item the first that costs the same and has the same fans."""
    seen: dict[Any, str] = {}
    return {id_: seen.setdefault((crowd.costs[id_], tuple(crowd.fans[id_])), id_) for id_ in ids}


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
    race = Race(crowd, load)
    left = crowd.budget
    while race.row.places:
        row = race.row
        if row.dearest() > left:
            break
        free = row.apart() and row.cost <= left
        won = crowd.first(row, free, ties, chosen)
        left -= crowd.costs[won]
        chosen.append(won)
        race.take(won)
    return answered(crowd, ballots, given, chosen, ties)


class Race:
    """Items by the load that their fans would carry, worked out when it may be the lowest.

    Loads never fall, so whoever is not in the ``row`` of the lowest now is not in it before the row
    is empty; and of the row they leave whose fans carry more than before.
    """

    DIGITS = 64

    def __init__(self, crowd: Crowd, load: list[Any]) -> None:
        self.crowd, self.load = crowd, load
        standing = [id_ for id_ in crowd.ids if crowd.costs[id_] <= crowd.budget]
        self.unwanted = [id_ for id_ in standing if not crowd.votes[id_]]
        self.first = firsts(crowd, [id_ for id_ in standing if crowd.votes[id_]])
        self.alike: dict[str, set[str]] = {}
        for id_, first in self.first.items():
            self.alike.setdefault(first, set()).add(id_)
        # what all of a kind carry, to so many binary digits, rounded down for each of them; exact
        # loads have as many digits as there were purchases
        self.low = [0] * len(load)
        self.families = families(crowd, list(self.alike), self.DIGITS)
        self.family = {id_: one for one in self.families for id_ in one.members}
        self.heap = [(one.bound(self.low), at) for at, one in enumerate(self.families)]
        heapify(self.heap)
        self.time, self.paid = 0, [0] * len(load)  # the row for which a kind paid last
        self.kept: dict[str, TiedRow] = {}
        self.least: Any = None
        self.row = self._lowest()

    def _lowest(self) -> TiedRow:
        """The items with the lowest load; those nobody wants come last."""
        self.time += 1
        heap, near = self.heap, list[tuple[int, int]]()
        while heap and (not near or heap[0][0] <= near[0][0] + 2):
            bound, at = heap[0]
            now = self.families[at].bound(self.low)
            if now is None:
                heappop(heap)
            elif now > bound:  # most have risen since, and are not among the lowest any more
                heapreplace(heap, (now, at))
            else:
                near.append(heappop(heap))
        for one in near:
            heappush(heap, one)
        rivals = [
            id_ for _, at in near for id_ in self.families[at].within(self.low, near[0][0] + 2)
        ]
        loads = self._exactly(rivals)
        self.least = min(loads, default=None)
        same = [id_ for id_, load in zip(rivals, loads) if load == self.least]
        self.by_kind: dict[int, list[str]] = {}
        self.alone = len(same) == 1  # one kind of item: the others are equal again, if higher
        if self.alone:
            kept = self.kept.get(same[0])
            if kept is None or len(kept.places) != len(self.alike[same[0]]):
                kept = self.kept[same[0]] = TiedRow(self.crowd, self.alike[same[0]])
            return kept
        ids = [one for id_ in same for one in self.alike[id_]]
        for id_ in same:
            for k in self.crowd.fans[id_]:
                self.by_kind.setdefault(k, []).append(id_)
        return TiedRow(self.crowd, ids if same else self.unwanted)

    def _exactly(self, ids: list[str]) -> list[Any]:
        """The loads with some items; once for all of one cost whose fans have paid alike."""
        crowd, known, loads = self.crowd, dict[Any, Any](), list[Any]()
        for id_ in ids:
            paid = sorted((self.paid[k], crowd.heads[k]) for k in crowd.fans[id_])
            alike = (crowd.costs[id_], *paid)
            if alike not in known:
                known[alike] = carrying(crowd, self.load, id_)
            loads.append(known[alike])
        return loads

    def take(self, won: str) -> None:
        """Choose one of the row."""
        self.row.drop([won])
        if won in self.first:
            self.alike[self.first[won]].discard(won)
            if not self.alike[self.first[won]]:
                del self.family[self.first[won]].members[self.first[won]]
        for k in self.crowd.fans[won]:
            if self.load[k] == self.least:
                continue
            self.load[k] = self.least
            low = (self.least.numerator << self.DIGITS) // self.least.denominator
            self.low[k] = low * self.crowd.heads[k]
            self.paid[k] = self.time
            if not self.alone:
                for id_ in self.by_kind.pop(k, ()):
                    self.row.drop(self.alike[id_])
        if self.alone or (not self.row.places and self.heap):
            self.row = self._lowest()


class Family:
    """Items of one cost and as many votes that share all fans but one: their loads rise together.

    What a load is not below is told in units of ``2**-digits``; it is below 2 more, since whoever
    carries something carries less than one unit more than is known.
    """

    MOST = 32

    def __init__(self, cost: int, votes: int, shared: list[int]) -> None:
        self.cost, self.votes, self.shared = cost, votes, shared
        self.members: dict[str, int] = {}  # and the fan whom the others do not share

    def bound(self, low: list[int]) -> Any:
        """What the lowest load of a member is not below; ``None``: there is none any more."""
        if not self.members:
            return None
        of = low.__getitem__
        least = min(map(of, self.members.values()))
        return sum(map(of, self.shared), self.cost + least) // self.votes

    def within(self, low: list[int], ceiling: int) -> list[str]:
        """The members whose loads may be no higher than that."""
        carried = self.cost + sum(map(low.__getitem__, self.shared))
        return [
            id_ for id_, k in self.members.items() if (carried + low[k]) // self.votes <= ceiling
        ]


def families(crowd: Crowd, ids: list[str], digits: int) -> list[Family]:
    """The families of some items that somebody wants; a large one is several."""
    open_ones: dict[Any, Family] = {}
    found = []
    for id_ in ids:
        *shared, last = crowd.fans[id_]
        key = (crowd.costs[id_], crowd.votes[id_], *shared)
        one = open_ones.get(key)
        if one is None or len(one.members) == Family.MOST:
            one = open_ones[key] = Family(crowd.costs[id_] << digits, crowd.votes[id_], shared)
            found.append(one)
        one.members[id_] = last
    return found


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
    field = Lightest(crowd)
    row, apart = field.row(left)
    while row.places:
        won = crowd.first(row, False, ties, chosen)
        left -= crowd.costs[won]
        chosen.append(won)
        field.take(won)
        row.drop([won])
        if apart and row.places and row.dearest() > left:
            row.drop([id_ for id_ in row.inside if crowd.costs[id_] > left])
        if not (apart and row.places):
            row, apart = field.row(left)
    return answered(crowd, ballots, given, chosen, ties)


class Lightest:
    """Items by the highest load of any voter with them; it never falls, so old ones are bounds.

    Those of one bound stand in one heap; all are tried in one distribution of the costs, which
    moves what is paid to where there is room and so serves those that come after as well.
    """

    CUTS = 8

    def __init__(self, crowd: Crowd) -> None:
        self.crowd, self.highest = crowd, Fraction(0)
        wanted = [id_ for id_ in crowd.ids if crowd.votes[id_]]
        self.unwanted = {id_: True for id_ in crowd.ids if not crowd.votes[id_]}
        self.first = firsts(crowd, wanted)
        self.alike: dict[str, set[str]] = {}
        for id_ in wanted:
            self.alike.setdefault(self.first[id_], set()).add(id_)
        self.bearing = Bearing(crowd)
        # kinds beside whom nobody pays for some of what is chosen, what that costs, and how many
        # they are: with whatever they alone want beside it they bear no less than it costs in all
        self.cuts: list[tuple[frozenset[int], int, int]] = []
        self.waiting: dict[tuple[int, int], list[str]] = {}
        self.heap: list[Any] = []
        for id_ in self.alike:
            self.wait(id_, Fraction(crowd.costs[id_], crowd.votes[id_]))
        self.last, self.shown = TiedRow(crowd, ()), list[str]()

    def wait(self, id_: str, bound: Any) -> None:
        """Put an item where it is tried next: its load is not below the bound."""
        key = bound.numerator, bound.denominator
        if key not in self.waiting:
            heappush(self.heap, bound)
            self.waiting[key] = []
        self.waiting[key].append(id_)

    def row(self, left: int) -> tuple[TiedRow, bool]:
        """Those with which the highest load stays lowest; whether they stay so one after another.

        What nobody wants comes last.
        """
        same: list[str] = []
        while self.heap and not same:
            ids: list[str] = []
            self.lowest = max(self.heap[0], self.highest)
            while self.heap and self.heap[0] <= self.lowest:
                bound = heappop(self.heap)
                ids += self.waiting.pop((bound.numerator, bound.denominator))
            self.bearing.raise_to(self.lowest)
            same = self.fitting([i for i in ids if self.alike[i] and self.costs_at_most(i, left)])
        for id_ in same:
            self.wait(id_, self.lowest)
        if not same:
            unwanted = [i for i in self.unwanted if self.costs_at_most(i, left)]
            return TiedRow(self.crowd, unwanted), True
        number = sum(len(self.alike[id_]) for id_ in same)
        if same != self.shown or number != len(self.last.places):
            tied = {one for id_ in same for one in self.alike[id_]}
            self.shown = same
            if self.last.inside != tied:  # often it is the last row without what was chosen
                self.last = TiedRow(self.crowd, tied)
        apart = len(same) > 1 and self.last.apart() and all(map(self.untouched, same))
        return self.last, apart

    def costs_at_most(self, id_: str, left: int) -> bool:
        """Whether there is money for it."""
        return bool(self.crowd.costs[id_] <= left)

    def fitting(self, ids: list[str]) -> list[str]:
        """Which of some items can be borne at the level there is; the others wait for a higher."""
        crowd, bearing, found = self.crowd, self.bearing, []
        for id_ in ids:
            fans, cost = crowd.fans[id_], crowd.costs[id_]
            above = self.above(fans, cost)
            if above is None:
                cut = bearing.cut_with(fans, cost)
                if cut is None:
                    found.append(id_)
                    continue
                self.cuts = [cut, *self.cuts[: self.CUTS - 1]]
                above = Fraction(cut[1] + cost, cut[2])
            self.wait(id_, above)
        return found

    def above(self, fans: list[int], cost: int) -> Any:
        """A load above the level, below which theirs cannot be with what is known already."""
        for kinds, other, heads in self.cuts:
            higher = (other + cost) * self.bearing.scale > self.bearing.level * heads
            if higher and kinds.issuperset(fans):
                return Fraction(other + cost, heads)
        return None

    def untouched(self, id_: str) -> bool:
        """Whether none of its fans bears anything."""
        return not any(self.bearing.pays[k] for k in self.crowd.fans[id_])

    def take(self, won: str) -> None:
        """Choose one of the row."""
        if won in self.unwanted:
            del self.unwanted[won]
            return
        self.alike[self.first[won]].discard(won)
        fans, cost = self.crowd.fans[won], self.crowd.costs[won]
        self.bearing.take(fans, cost)
        self.cuts = [
            (kinds, other + cost if kinds.issuperset(fans) else other, heads)
            for kinds, other, heads in self.cuts
        ]
        self.highest = self.lowest


class Bearing:
    """Who bears what of the chosen items, so that nobody bears more than the level.

    All in whole numbers of ``1/scale``.  Items with the same fans are one payment, under these.
    """

    def __init__(self, crowd: Crowd) -> None:
        self.heads = crowd.heads
        self.scale, self.level = 1, 0
        self.room = [0] * len(self.heads)
        self.pays: list[dict[tuple[int, ...], int]] = [{} for _ in self.heads]

    def raise_to(self, load: Any) -> None:
        """Let everybody bear that much; it is no less than before."""
        factor = load.denominator // gcd(self.scale, load.denominator)
        if factor > 1:
            self.scale, self.level = self.scale * factor, self.level * factor
            self.room = [room * factor for room in self.room]
            self.pays = [{i: paid * factor for i, paid in pays.items()} for pays in self.pays]
        rise = load.numerator * (self.scale // load.denominator) - self.level
        if rise:
            self.level += rise
            self.room = [room + rise * heads for room, heads in zip(self.room, self.heads)]

    def cut_with(self, fans: list[int], cost: int) -> Any:
        """``None`` where one more item can be borne, and there is room for it at its fans now.

        Else who is stuck, what they pay for beside it, and how many they are.
        """
        left = cost * self.scale - sum(map(self.room.__getitem__, fans))
        while left > 0:
            left, stuck = self.make_room(fans, left)
            if stuck and left:
                heads = sum(self.heads[k] for k in stuck)
                beside = self.level * heads - cost * self.scale + left
                return stuck, beside // self.scale, heads
        return None

    def make_room(self, fans: list[int], left: int) -> tuple[int, frozenset[int]]:
        """Look for others who take over from the fans what these pay, and let them.

        How much is still left; and all who were reached, unless some way was used up.
        """
        came: dict[int, Any] = dict.fromkeys(fans)
        seen: set[Any] = set()
        queue = list(fans)
        for k in queue:  # it grows on the way
            for item in [item for item in self.pays[k] if item not in seen]:
                seen.add(item)
                for other in item:
                    if other in came:
                        continue
                    came[other] = k, item
                    queue.append(other)
                    if not self.room[other]:
                        continue
                    path = steps_back(came, other)
                    left -= self.push(path, left)
                    if not left or any(i not in self.pays[j] for _, j, i in path):
                        return left, frozenset()
        return left, frozenset(came)

    def push(self, path: list[tuple[int, int, Any]], at_most: int) -> int:
        """Let those who have room take over what can be, along the way, at most that much."""
        much = min(at_most, self.room[path[0][0]], *(self.pays[k][item] for _, k, item in path))
        for other, k, item in path:
            self.pays[other][item] = self.pays[other].get(item, 0) + much
            self.pays[k][item] -= much
            if not self.pays[k][item]:
                del self.pays[k][item]
        self.room[path[0][0]] -= much
        self.room[path[-1][1]] += much
        return much

    def take(self, fans: list[int], cost: int) -> None:
        """Let an item be borne that can be at this level."""
        assert self.cut_with(fans, cost) is None
        item, left = tuple(fans), cost * self.scale
        for k in fans:
            much = min(left, self.room[k])
            if much:
                self.pays[k][item] = self.pays[k].get(item, 0) + much
                self.room[k] -= much
                left -= much


def steps_back(came: dict[int, Any], last: int) -> list[tuple[int, int, Any]]:
    """How a search came to the last of its way: (who, from whom, over which item), last first."""
    steps = []
    while came[last] is not None:
        k, item = came[last]
        steps.append((last, k, item))
        last = k
    return steps


Rule = Callable[[Any, Any, list[Any]], dict[str, Any]]
PROPORTIONAL: dict[tuple[str, str], Rule] = {
    ("equal-shares", "1"): equal_shares,
    ("phragmen", "1"): phragmen,
    ("maximin", "1"): maximin,
}
EVERY_RULE = {**RULES, **PROPORTIONAL}
