"""The rules, counted a second time: part of ``recount.py``, which is handed out as one file.

Standard library only, Python 3.9, and no thought shared with ``tickbox_core.rules``: scores are
fractions, levels are lists of rows, and every constraint is asked anew for every item.
"""
# ruff: noqa: B905, UP - it must run on Python 3.9

from __future__ import annotations

import hashlib
import re
from collections import Counter
from fractions import Fraction
from itertools import combinations
from typing import Any, Callable  # noqa: UP035 - it stands with Any in recount.py


class CannotDecide(Exception):
    """Where, and for which of ``WORDS``, nothing more can be said."""


class HandedBack(Exception):
    """The count stops at a tie that goes back to people: its items, how many fit, in words."""


def tickable(item: Any) -> list[str]:
    """What a ballot may say of an item: its id, or one of its options, or none of these."""
    names = [option["id"] for option in item["options"]]
    return [f"{item['id']}/{name}" for name in [*names, "none-of-these"]] if names else [item["id"]]


def supporting(item: Any) -> set[str]:
    """Ticks that are for the item."""
    return set(tickable(item)[:-1] if item["options"] else tickable(item))


class TickIndex:
    """What the ticks of a plan say, looked up once for all of its ballots."""

    def __init__(self, plan: Any) -> None:
        self.plan = plan
        self.item_of = {tick: i["id"] for i in plan["items"] for tick in tickable(i)}
        self.support = {tick: i["id"] for i in plan["items"] for tick in supporting(i)}
        self._limits: Any = None

    def supported(self, ticks: Any) -> set[str]:
        """The items that a ballot supports."""
        return {self.support[tick] for tick in ticks if tick in self.support}

    def cast_wrongly(self, ticks: Any) -> bool:
        """Whether an item with options is ticked in more than one of them."""
        items = [self.item_of[tick] for tick in set(ticks) if tick in self.item_of]
        return len(set(items)) < len(items)

    def within(self, ticks: Any) -> bool:
        """Whether a ballot supports as many items as the limits say, of all and of each part."""
        if self._limits is None:
            whole = self.plan["limits"]
            every = set(self.support.values())
            self._limits = [(every, whole["minimum"], whole["maximum"])]
            for part, least, most in group_limits(self.plan):
                self._limits.append(({item["id"] for item in part}, least, most))
        mine = self.supported(ticks)
        numbers = [(len(mine & part), least, most) for part, least, most in self._limits]
        return all(n >= least and (most is None or n <= most) for n, least, most in numbers)


def more_limits(entry: Any) -> bool:
    """Whether a plan has limits by category, or money that a ballot may spend."""
    limits = entry.get("limits")
    return isinstance(limits, dict) and not {"categories", "budget"}.isdisjoint(limits)


def group_limits(plan: Any) -> list[tuple[list[Any], int, Any]]:
    """Every limit on a part of the list: its items, at least and at most how many of them."""
    found = []
    for part, name in (("tiers", "tier"), ("categories", "category")):
        limits = plan["limits"].get(part, [])
        if not isinstance(limits, list) or not all(isinstance(one, dict) for one in limits):
            raise CannotDecide("ledger.jsonl:1 limits", "rule")
        for one in limits:
            least, most = one.get("minimum"), one.get("maximum")
            if type(least) is not int or not (most is None or type(most) is int):
                raise CannotDecide("ledger.jsonl:1 limits", "rule")
            mine = [item for item in plan["items"] if item.get(name, "") == one.get(name)]
            found.append((mine, least, most))
    return found


def within_cart(plan: Any, ticks: dict[str, int], people: int) -> bool:
    """Whether that many ticks cost no more than so many people may spend."""
    budget = plan["limits"].get("budget")
    if budget is None:
        return True
    if type(budget) is not int:
        raise CannotDecide("ledger.jsonl:1 limits", "rule")
    prices: dict[str, Any] = {}
    for item in plan["items"]:
        prices.update(dict.fromkeys(supporting(item), item["cost"]))
        for option in item["options"]:
            if option.get("cost") is not None:
                prices[f"{item['id']}/{option['id']}"] = option["cost"]
    spent = 0
    for tick, number in ticks.items():
        price = prices.get(tick, 0)
        if number and type(price) is not int:
            return False
        spent += int(price or 0) * number
    return spent <= budget * people


def sums_can_be(plan: Any, ticks: dict[str, int], people: int) -> bool:
    """Whether so many people can have ticked that: no item more than all, limits for everybody."""

    def of(items: list[Any], names: Callable[[Any], Any]) -> int:
        return sum(ticks.get(tick, 0) for item in items for tick in names(item))

    def between(items: list[Any], least: int, most: Any) -> bool:
        number = of(items, supporting)
        return least * people <= number and (most is None or number <= most * people)

    whole = plan["limits"]
    return (
        people > 0
        and all(of([item], tickable) <= people for item in plan["items"])
        and between(plan["items"], whole["minimum"], whole["maximum"])
        and all(between(mine, least, most) for mine, least, most in group_limits(plan))
    )


def voters(ballots: list[Any], base: str) -> list[set[str]]:
    """The ticks of each voter; with the base "households" those of a home are united."""
    united: dict[str, set[str]] = {}
    if base == "households" and not all("household" in ballot for ballot in ballots):
        raise CannotDecide("ballots.jsonl", "homeless")
    for ballot in ballots:
        united.setdefault(ballot["household" if base == "households" else "slot"], set()).update(
            ballot["ticks"]
        )
    return list(united.values())


def size_of(base: str, roll: Any, ballots: list[Any]) -> int:
    """What shares of this base are divided by."""
    return len(ballots) if base == "participants" else int(roll[base])


def ranking(plan: Any, roll: Any, ballots: list[Any], base: str) -> list[Any]:
    """A row for each item, most ticks first; equal ticks share a rank (1, 2, 2, 4)."""
    size, cast = size_of(base, roll, ballots), voters(ballots, base)
    single = Counter(tick for ticks in cast for tick in ticks)
    said = TickIndex(plan)
    ticks = Counter(item for one in cast for item in said.supported(one))
    ranked = sorted(plan["items"], key=lambda item: -ticks[item["id"]])  # stable: as listed
    levels = [ticks[item["id"]] for item in ranked]
    first = {level: at for at, level in reversed(list(enumerate(levels, 1)))}
    rows = []
    for item, level in zip(ranked, levels):
        share = {"numerator": level, "denominator": size, "base": base}
        row = {"rank": first[level], "item": item["id"], "title": item["title"]}
        row.update(ticks=level, share=share)
        if item["options"]:
            row["options"] = of_options(item, single, size, base)
        rows.append(row)
    return rows


NONE = {"zh": "都不选", "en": "none of these"}


def of_options(item: Any, single: Any, size: int, base: str) -> list[Any]:
    """How many ticked each option; all that are equal and most, lead."""
    titles = {option["id"]: option["title"] for option in item["options"]}
    titles["none-of-these"] = NONE
    most = max(single[f"{item['id']}/{name}"] for name in titles)
    found = []
    for name, title in titles.items():
        number = single[f"{item['id']}/{name}"]
        share = {"numerator": number, "denominator": size, "base": base}
        lead = number == most and most > 0
        found.append(
            {"option": name, "title": title, "ticks": number, "share": share, "leads": lead}
        )
    return found


# -- choosing from a ranking -------------------------------------------------------------------

CHOOSING = {"threshold", "exclusive", "quotas", "tiers", "unfit"}


def bar(written: Any) -> tuple[Fraction, bool, bool]:
    """A threshold: number, whether of the base, whether to be exceeded."""
    said = re.fullmatch(r"(>?)\s*([0-9]+)(?:/([0-9]+)|(?:\.([0-9]+))?\s*(%?))", str(written))
    if not said or said[3] == "0":
        raise CannotDecide("ledger.jsonl:1 threshold", "rule")
    number = Fraction(f"{said[2]}/{said[3]}" if said[3] else f"{said[2]}.{said[4] or 0}")
    part = bool(said[3] or said[5])
    return (number / 100 if said[5] else number), part, bool(said[1])


def sound(given: Any) -> bool:
    """Whether the parameters of choosing are what they are to be."""

    def number(value: Any) -> bool:
        return type(value) is int and value >= 0

    groups, quotas, tiers = (given.get(name, {}) for name in ("exclusive", "quotas", "tiers"))
    groups = groups or []
    return (
        isinstance(quotas, dict)
        and isinstance(tiers, dict)
        and isinstance(groups, list)
        and all(isinstance(group, list) for group in groups)
        and all(isinstance(id_, str) for group in groups for id_ in group)
        and all(map(number, quotas.values()))
        and all(isinstance(tier, dict) for tier in tiers.values())
        and all(number(value) for tier in tiers.values() for value in tier.values())
        and given.get("unfit", "skip") in ("skip", "stop")
    )


def stated(given: Any) -> dict[str, Any]:
    """The parameters of choosing as an outcome states them: those that change something."""
    if not sound(given):
        raise CannotDecide("ledger.jsonl:1", "rule")
    kept = {name: given[name] for name in ("exclusive", "quotas", "tiers") if given.get(name)}
    number, part, more = bar(given.get("threshold", 0))
    if number or part or more:
        figure = f"{number.numerator}/{number.denominator}" if part else str(number)
        kept["threshold"] = (">" if more else "") + figure
    if given.get("unfit", "skip") != "skip":
        kept["unfit"] = given["unfit"]
    return kept


def reached(row: Any, threshold: tuple[Fraction, bool, bool]) -> bool:
    """Whether an item has what the threshold asks."""
    number, part, more = threshold
    share = row["share"]
    if part and not share["denominator"]:
        return number == 0 and not more
    figure = Fraction(share["numerator"], share["denominator"]) if part else Fraction(row["ticks"])
    return figure > number if more else figure >= number


def bound(groups: list[Any]) -> dict[str, list[int]]:
    """By item, the numbers of the groups that it is in: of a group at most one is chosen."""
    found: dict[str, list[int]] = {}
    for at, group in enumerate(groups):
        for id_ in {*group}:
            found.setdefault(id_, []).append(at)
    return found


class TakenItems:
    """Items taken one after the other, and how much they take: in number and in money."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.number: Counter[Any] = Counter()
        self.money: Counter[Any] = Counter()
        self.groups: set[int] = set()

    def add(self, item: Any, groups: list[int]) -> None:
        """Take one more."""
        self.ids.append(item["id"])
        parts = (None, ("category", item["category"]), ("tier", item.get("tier", "")))
        for part in parts:
            self.number[part] += 1
            self.money[part] += item["cost"] or 0
        self.groups.update(groups)

    def copy(self) -> TakenItems:
        """The same, to go on by itself."""
        other = TakenItems()
        other.ids, other.groups = self.ids[:], {*self.groups}
        other.number, other.money = Counter(self.number), Counter(self.money)
        return other


class Choice:
    """What may be chosen from a ranking: every constraint is asked anew for every item."""

    def __init__(self, given: Any, plan: Any, places: Any) -> None:
        self.given, self.places = given, places
        self.items = {item["id"]: item for item in plan["items"]}
        self.budget = plan.get("budget") if given.get("tiers") else None
        self.stops = given.get("unfit", "skip") == "stop"
        self.groups = bound(given.get("exclusive", []))
        self.chosen = TakenItems()
        self.stopped: set[str] = set()
        self.held: list[str] = []

    def of(self, id_: str) -> tuple[Any, Any, str]:
        """An item, what its tier may take, and the tier's name."""
        name = self.items[id_].get("tier", "")
        return self.items[id_], self.given.get("tiers", {}).get(name, {}), name

    def allowed(self, id_: str, among: TakenItems) -> bool:
        """Whether it may be chosen beside those, money aside."""
        item, tier, name = self.of(id_)
        quota = self.given.get("quotas", {}).get(item["category"])
        return (
            (self.places is None or len(among.ids) < self.places)
            and (quota is None or among.number["category", item["category"]] < quota)
            and (tier.get("places") is None or among.number["tier", name] < tier["places"])
            and among.groups.isdisjoint(self.groups.get(id_, ()))
        )

    def paid(self, id_: str, among: TakenItems, stopped: set[str]) -> bool:
        """Whether the money of its tier, and of the whole, is enough for it."""
        item, tier, name = self.of(id_)
        limit, cost = tier.get("budget"), item["cost"]
        if limit is None and self.budget is None:
            return True
        return (
            name not in stopped
            and cost is not None
            and (limit is None or among.money["tier", name] + cost <= limit)
            and (self.budget is None or among.money[None] + cost <= self.budget)
        )

    def can(self, id_: str, money: bool = True) -> bool:
        """Whether it can be chosen beside those who are."""
        enough = not money or self.paid(id_, self.chosen, self.stopped)
        return self.allowed(id_, self.chosen) and enough

    def take(self, order: list[str], among: TakenItems, stopped: set[str]) -> list[str]:
        """Those of a row that are chosen, one after the other."""
        won = []
        for id_ in order:
            if self.allowed(id_, among) and self.paid(id_, among, stopped):
                among.add(self.items[id_], self.groups.get(id_, []))
                won.append(id_)
            elif self.stops and self.allowed(id_, among):
                stopped.add(self.of(id_)[2])
        return won

    def share(self, id_: str) -> str:
        """What an item would take of everything that is limited: where equal, either will do."""
        item, tier, name = self.of(id_)
        cost, limit = item["cost"] or 0, tier.get("budget")
        own = self.stops or tier.get("places") is not None or (cost and limit is not None)
        money = cost if self.budget is not None or limit is not None else 0
        category = item["category"] if item["category"] in self.given.get("quotas", {}) else None
        groups = self.groups.get(id_, [])
        fits = self.paid(id_, self.chosen, self.stopped)
        return repr((fits, name if own else None, category, money, groups))

    def leave_open(self, tied: list[list[str]], behind: list[str]) -> tuple[list[Any], bool]:
        """The ties of a level as they go back to people; whether the count is final behind them."""
        later = any(map(self.can, behind))
        same = all(len({self.share(id_) for id_ in tie}) == 1 for tie in tied)
        among, stopped = (self.chosen, self.stopped)
        if not same:
            among, stopped = self.chosen.copy(), set(self.stopped)
        ties = []
        for tie in tied:  # the cheapest first: as many as there can be
            cost = {id_: self.items[id_]["cost"] for id_ in tie}
            cheap = sorted(tie, key=lambda one: (cost[one] is None, cost[one] or 0))
            before = among.copy(), set(stopped)
            stand_in = self.take(cheap, among, stopped)
            self.held += stand_in
            places = self.most(cheap, len(stand_in), before)
            ties.append({"items": tie, "places": places, "tie_break": "refuse", "chosen": []})
        return ties, same or not later

    def most(self, cheap: list[str], least: int, before: Any) -> int:
        """How many of a few can be chosen together, whichever they are."""
        for size in range(len(cheap) - 1, least, -1) if len(cheap) <= 10 else ():
            for some in combinations(cheap, size):
                if len(self.take(list(some), before[0].copy(), set(before[1]))) == size:
                    return size
        return least


def choose(answer: Any, given: Any, plan: Any, places: Any) -> None:
    """From the top down, whatever may still be chosen; the tie-break where order decides.

    A tie that goes back to people is left open.  Behind it the count goes on where it is all one
    there who of the tied will be chosen; where it is not, it stops, and is not ``final``.
    """
    walk, threshold = Choice(given, plan, places), bar(given.get("threshold", 0))
    levels: dict[int, list[str]] = {}
    for row in answer["ranking"]:
        if reached(row, threshold):
            levels.setdefault(row["rank"], []).append(row["item"])
    for rank in sorted(levels):
        level = [id_ for id_ in levels[rank] if walk.can(id_, not walk.stops)]
        tied = contested(level, [id_ for id_ in level if walk.can(id_)], walk)
        every = {id_ for tie in tied for id_ in tie}
        walk.take([id_ for id_ in level if id_ not in every], walk.chosen, walk.stopped)
        if tied and plan["tie_break"] == "refuse":
            behind = [id_ for later in levels if later > rank for id_ in levels[later]]
            ties, answer["final"] = walk.leave_open(tied, behind)
            answer["ties"] += ties
            if not answer["final"]:
                break
            continue
        for tie in tied:
            won = walk.take(broken(tie, plan), walk.chosen, walk.stopped)
            told = {"items": tie, "places": len(won), "tie_break": plan["tie_break"]}
            answer["ties"].append({**told, "chosen": won})
    held = {*walk.held}
    spend(answer, [id_ for id_ in walk.chosen.ids if id_ not in held], walk)


def spend(answer: Any, chosen: list[str], walk: Choice) -> None:
    """Who is chosen, and what they cost where money decided."""
    answer["selected"], inside = chosen, {*chosen}
    for row in answer["ranking"]:
        row["chosen"] = row["item"] in inside
    funds = {name: one["budget"] for name, one in walk.given.get("tiers", {}).items()
             if one.get("budget") is not None}  # fmt: skip
    if walk.budget is not None or funds:
        counts = [one for one in chosen if walk.budget is not None or walk.of(one)[2] in funds]
        answer["cost"] = sum(walk.items[one]["cost"] or 0 for one in counts)
        answer["budget"] = walk.budget if walk.budget is not None else sum(funds.values())


def contested(level: list[str], fit: list[str], walk: Choice) -> list[list[str]]:
    """The ties of a level: those for whom something does not suffice, and who is linked to them.

    ``fit`` are those there is money for, each alone.
    """
    given, items, enough = walk.given, walk.items, {*fit}
    wants = [want for want in by_group(fit, walk.groups) if len(want) > 1]
    limits: list[Any] = [(walk.places, None, False), (walk.budget, None, True)]
    limits += [(quota, ("category", n), False) for n, quota in given.get("quotas", {}).items()]
    for name, tier in given.get("tiers", {}).items():
        limits += [(tier.get("places"), ("tier", name), False)]
        limits += [(tier.get("budget"), ("tier", name), True)]
    for name in {items[id_].get("tier", "") for id_ in fit}:  # one that does not fit ends its tier
        mates = {id_ for id_ in level if items[id_].get("tier", "") == name}
        wants += [mates] if mates - enough else []
    for limit, part, money in limits if fit else ():
        if limit is None:
            continue
        worth = {id_: (items[id_]["cost"] or 0) if money else 1 for id_ in fit
                 if part is None or items[id_].get(part[0], "") == part[1]}  # fmt: skip
        mine = [id_ for id_ in fit if worth.get(id_)]
        together = [max(worth[id_] for id_ in some) for some in by_group(mine, walk.groups)]
        together += [worth[id_] for id_ in mine if id_ not in walk.groups]
        spent = (walk.chosen.money if money else walk.chosen.number)[part]
        wants += [{*mine}] if sum(together) + spent > limit else []
    return told_apart(level, wants)


def by_group(ids: list[str], groups: Any) -> list[set[str]]:
    """Of each group of items that exclude each other those that are among these."""
    found: dict[int, set[str]] = {}
    for id_ in ids:
        for group in groups.get(id_, ()):
            found.setdefault(group, set()).add(id_)
    return list(found.values())


def told_apart(level: list[str], wants: list[set[str]]) -> list[list[str]]:
    """Sets that share an item made one; each in the order of the level, as its first stands."""
    tie_of: dict[str, str] = {}  # the items of a tie lead to one of them, which leads to itself

    def leader(id_: str) -> str:
        path = []
        while tie_of.setdefault(id_, id_) != id_:
            path.append(id_)
            id_ = tie_of[id_]
        tie_of.update(dict.fromkeys(path, id_))
        return id_

    for want in wants:
        some = [leader(id_) for id_ in want]
        tie_of.update(dict.fromkeys(some, some[0]) if some else {})
    ties: dict[str, list[str]] = {}
    for id_ in level:
        if id_ in tie_of:
            ties.setdefault(leader(id_), []).append(id_)
    return list(ties.values())


def broken(tied: list[str], plan: Any) -> list[str]:
    """The tied items, those to be chosen first in front."""
    tie_break = plan["tie_break"]
    key, _, seed = tie_break.partition(":")
    if key == "lot" and seed:  # lowest SHA-256 of the public seed, a zero byte and the item's id
        return sorted(tied, key=lambda id_: hashlib.sha256(f"{seed}\0{id_}".encode()).digest())
    if tie_break == "lexicographic":
        return sorted(tied)
    if tie_break == "lower-cost":
        cost = {item["id"]: item["cost"] for item in plan["items"]}
        return sorted(tied, key=lambda id_: (cost[id_] is None, cost[id_] or 0))
    if tie_break != "listed-first":
        raise CannotDecide("ledger.jsonl:1", "tie-break")
    return tied


# -- the rules ---------------------------------------------------------------------------------


def tick_share(plan: Any, roll: Any, ballots: list[Any]) -> dict[str, Any]:
    """Rank by the share of the base that ticks an item, and choose from the ranking."""
    given = {"base": "participants", **plan["rule"]["parameters"]}
    base = given["base"]
    if set(given) - CHOOSING - {"base"} or base not in ("participants", "registered", "households"):
        raise CannotDecide("ledger.jsonl:1", "rule")
    return ranked(plan, roll, ballots, base, given, {"base": base})


def tick_count(plan: Any, roll: Any, ballots: list[Any]) -> dict[str, Any]:
    """Rank by the number of ticks, and choose from the ranking."""
    given = plan["rule"]["parameters"]
    if set(given) - CHOOSING:
        raise CannotDecide("ledger.jsonl:1", "rule")
    return ranked(plan, roll, ballots, "participants", given, {})


def ranked(
    plan: Any, roll: Any, ballots: list[Any], base: str, given: Any, named: Any
) -> dict[str, Any]:
    """A ranking, and what is chosen from it where there is something to choose by."""
    answer: dict[str, Any] = {"base": base, "ties": []}
    answer["ranking"] = ranking(plan, roll, ballots, base)
    answer["parameters"] = {**named, **stated(given), "tie_break": plan["tie_break"]}
    if plan["places"] is not None or stated(given):
        # where nobody took part nothing is chosen, by lot or otherwise
        choose(answer, given, plan, plan["places"] if ballots else 0)
    return answer


def greedy(per_cost: bool) -> Callable[[Any, Any, list[Any]], dict[str, Any]]:
    """By votes, or votes per cost, as far as the budget goes."""

    def rule(plan: Any, roll: Any, ballots: list[Any]) -> dict[str, Any]:
        given = {"unfit": "skip", "threshold": 0, "ballots": "as-cast",
                 **plan["rule"]["parameters"]}  # fmt: skip
        groups = given.pop("exclusive", None) or []
        costs = {item["id"]: item["cost"] for item in plan["items"]}
        budget = plan.get("budget")
        if set(given) != {"unfit", "threshold", "ballots"} or given["ballots"] not in (
            "as-cast",
            "ticks",
        ):
            raise CannotDecide("ledger.jsonl:1", "rule")
        sensible = type(given["threshold"]) is int and given["unfit"] in ("skip", "stop")
        sensible = sensible and sound({"exclusive": groups})
        if budget is None or None in costs.values() or not sensible:
            raise CannotDecide("ledger.jsonl:1", "rule")
        rows = ranking(plan, roll, ballots, "participants")
        votes = {row["item"]: row["ticks"] for row in rows}

        def score(id_: str) -> Any:
            if not per_cost:
                return Fraction(votes[id_])
            if costs[id_]:
                return Fraction(votes[id_], costs[id_])
            return float("inf") if votes[id_] else Fraction(0)

        listed = [item["id"] for item in plan["items"]]
        stand = [id_ for id_ in listed if votes[id_] >= given["threshold"]]
        below = [id_ for id_ in listed if votes[id_] < given["threshold"]]
        levels = [level for part in (stand, below) for level in in_levels(part, score)]
        given = {**given, "exclusive": groups} if groups else given
        return filled(plan, rows, levels, set(stand), budget, given)

    return rule


def in_levels(ids: list[str], score: Any) -> list[list[str]]:
    """Items in rank order, equal ones together as listed."""
    found: dict[Any, list[str]] = {}
    for id_ in ids:
        found.setdefault(score(id_), []).append(id_)
    return [found[mark] for mark in sorted(found, reverse=True)]


def filled(
    plan: Any,
    rows: list[Any],
    levels: list[list[str]],
    stand: set[str],
    budget: int,
    given: Any,
) -> dict[str, Any]:
    """Take level after level while the money lasts; a tie that goes back to people is left open."""
    by_id = {row["item"]: row for row in rows}
    answer: dict[str, Any] = {"base": "participants", "ties": [], "ranking": []}
    spree = Spree(plan, budget, given)
    for at, level in enumerate(levels):
        rank = len(answer["ranking"]) + 1
        answer["ranking"] += [{**by_id[id_], "rank": rank} for id_ in level]
        if not set(level) <= stand or spree.stopped:
            continue
        able = [id_ for id_ in level if spree.free(id_)]
        tied = spree.contested(able)
        every = {id_ for tie in tied for id_ in tie}
        spree.take([id_ for id_ in level if id_ not in every])
        later: Any = None
        for tie in tied:
            if plan["tie_break"] == "refuse":
                if later is None:
                    later = [id_ for one in levels[at + 1 :] for id_ in one if id_ in stand]
                    behind = {group for id_ in later for group in spree.groups.get(id_, ())}
                answer["ties"].append(spree.leave_open(tie, later, behind))
                continue
            won = spree.take(broken(tie, plan))
            told = {"items": tie, "places": len(won), "tie_break": plan["tie_break"]}
            answer["ties"].append({**told, "chosen": won})
        if not spree.final:
            answer["final"], spree.stopped = False, True
    inside = {*spree.chosen}
    for row in answer["ranking"]:
        row["chosen"] = row["item"] in inside
    answer.update(selected=spree.chosen, budget=budget)
    answer["cost"] = sum(spree.costs[id_] for id_ in spree.chosen)
    answer["parameters"] = {**given, "tie_break": plan["tie_break"]}
    return answer


class Spree:
    """What a greedy rule has bought so far, and what it has left."""

    def __init__(self, plan: Any, budget: int, given: Any) -> None:
        self.costs = {item["id"]: item["cost"] for item in plan["items"]}
        groups = given.get("exclusive", [])
        if not all(id_ in self.costs for group in groups for id_ in group):
            raise CannotDecide("ledger.jsonl:1 exclusive", "rule")
        self.groups = bound(groups)
        self.left, self.stops = budget, given["unfit"] == "stop"
        self.chosen: list[str] = []
        self.barred: set[int] = set()  # the groups of which one is chosen, or of an open tie
        self.stopped, self.final = False, True

    def free(self, id_: str) -> bool:
        """Whether nothing that excludes it is chosen, or keeps the place of a tie."""
        return self.barred.isdisjoint(self.groups.get(id_, ()))

    def take(self, order: list[str]) -> list[str]:
        """Those of a row that are bought, one after the other."""
        won = []
        for id_ in order:
            if self.stopped or not self.free(id_):
                continue
            if self.costs[id_] <= self.left:
                self.left -= self.costs[id_]
                self.chosen.append(id_)
                self.barred.update(self.groups.get(id_, ()))
                won.append(id_)
            elif self.stops:
                self.stopped = True
        return won

    def dearest(self, ids: list[str]) -> int:
        """What they cost at most together: of those that exclude each other the dearest."""
        most = [max(map(self.costs.__getitem__, some)) for some in by_group(ids, self.groups)]
        alone = [self.costs[id_] for id_ in ids if id_ not in self.groups]
        return int(sum(most) + sum(alone))

    def contested(self, able: list[str]) -> list[list[str]]:
        """The ties of a level: all of it where the money is too little, else who exclude others."""
        fits = [id_ for id_ in able if self.costs[id_] <= self.left]
        if len(able) < 2 or not fits:
            return []
        if self.dearest(fits) > self.left or (self.stops and len(fits) < len(able)):
            return [able]
        return told_apart(able, [some for some in by_group(fits, self.groups) if len(some) > 1])

    def leave_open(self, tie: list[str], later: list[str], behind: set[int]) -> Any:
        """A tie that goes back to people, and whether it is all one behind it who will be taken.

        ``behind``: the groups of those who stand behind it.
        """
        part = tie if self.stops else [id_ for id_ in tie if self.costs[id_] <= self.left]
        stand_in: set[int] = set()
        spent = places = 0
        for id_ in sorted(part, key=self.costs.__getitem__):
            groups = self.groups.get(id_, ())
            if stand_in.isdisjoint(groups) and spent + self.costs[id_] <= self.left:
                spent += self.costs[id_]
                places += 1
                stand_in.update(groups)
        outside = {id_: behind.intersection(self.groups.get(id_, ())) for id_ in part}
        if len({(self.costs[id_], frozenset(outside[id_])) for id_ in part}) == 1:
            self.stopped = self.stops and self.dearest(part) > self.left
            self.left -= spent
            self.barred |= stand_in
        elif any(self.costs[id_] <= self.left and self.free(id_) for id_ in later):
            self.final = False
        return {"items": part, "places": places, "tie_break": "refuse", "chosen": []}


def most(tied: list[str], costs: Any, left: int) -> int:
    """How many of the tied the money is enough for, at most."""
    spent, number = 0, 0
    for cost in sorted(costs[id_] for id_ in tied):
        spent += cost
        number += spent <= left
    return number


RULES = {
    ("tick-share", "1"): tick_share,
    ("tick-count", "1"): tick_count,
    ("greedy-votes", "1"): greedy(per_cost=False),
    ("greedy-ratio", "1"): greedy(per_cost=True),
}
