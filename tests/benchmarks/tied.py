"""Equal items, all of them: how time grows from a thousand to ten thousand, rule by rule.

    python tests/benchmarks/tied.py [RULE …] [--shape one]

Each item is ticked by one voter.  There is money (or places) for all; for half of them, and a
tie-break decides; or for half, and the tie goes back to people.  Both sizes run in one process, one
after the other, and beside the seconds the ratio tells how the work grows: 10 with the items, 100
with their square.  Other shapes share voters: ``one`` voter ticks everything, so that each purchase
touches all that are left; each item is ticked by three of fifty (``triples``), no two by the same
three; each of ten thousand voters ticks ten items in a row (``ring``).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import combinations, islice

import attrs

from tickbox_budget_rules import EqualShares, Maximin, Phragmen
from tickbox_core import Item, Profile
from tickbox_core.errors import TieRefused
from tickbox_core.rules import (
    Choosing,
    Contest,
    Greedy,
    Lexicographic,
    OrderNumbers,
    Points,
    Positions,
    Ranked,
    RankingRule,
    Refuse,
    Ticks,
    TickShare,
    Weighted,
)
from tickbox_core.rules.outcome import TieBreak

SMALL, LARGE = 1_000, 10_000
Make = Callable[[TieBreak], RankingRule]
BY_PLACES: dict[str, Make] = {
    "tick-share": lambda tie_break: TickShare(tie_break=tie_break),
    "tick-count": lambda tie_break: Ranked("tick-count", Ticks(), Choosing(), tie_break),
    "weighted-share": lambda tie_break: Ranked("weighted-share", Weighted(), Choosing(), tie_break),
    "borda": lambda tie_break: Ranked("borda", Positions(), Choosing(), tie_break),
    "order-numbers": lambda tie_break: Ranked(
        "order-numbers", OrderNumbers(), Choosing(), tie_break
    ),
    "points": lambda tie_break: Ranked("points", Points(), Choosing(), tie_break),
}
BY_BUDGET: dict[str, Make] = {
    "greedy-votes": lambda tie_break: Greedy(tie_break=tie_break),
    "greedy-votes stop": lambda tie_break: Greedy(unfit="stop", tie_break=tie_break),
    "greedy-ratio": lambda tie_break: Greedy(per_cost=True, tie_break=tie_break),
    "equal-shares": lambda tie_break: EqualShares(tie_break=tie_break),
    "phragmen": lambda tie_break: Phragmen(tie_break=tie_break),
    "maximin": lambda tie_break: Maximin(tie_break=tie_break),
}
RULES = BY_PLACES | BY_BUDGET
CASES: tuple[tuple[str, bool, TieBreak], ...] = (
    ("all", False, Lexicographic()),
    ("half", True, Lexicographic()),
    ("half, refused", True, Refuse()),
)


def _triples(items: int) -> dict[tuple[int, ...], int]:
    wants: list[list[int]] = [[] for _ in range(50)]
    for item, three in enumerate(islice(combinations(range(50), 3), items)):
        for voter in three:
            wants[voter].append(item)
    return {tuple(wanted): 1 for wanted in wants if wanted}


SHAPES: dict[str, Callable[[int], dict[tuple[int, ...], int]]] = {
    "apart": lambda items: {(at,): 1 for at in range(items)},
    "one": lambda items: {tuple(range(items)): 1},
    "triples": _triples,
    "ring": lambda items: {
        tuple(sorted((at + step) % items for step in range(10))): 1 for at in range(items)
    },
}


def contest(items: int, rule: str, *, half: bool, shape: str = "apart") -> Contest:
    """Items of equal cost, ticked as the shape says."""
    ids = tuple(f"item-{at}" for at in range(items))
    marks = SHAPES[shape](items)
    ordered = rule in ("borda", "order-numbers")
    profile = Profile.of_marks(ids, marks, ordered=ordered)
    if rule == "points":
        profile = attrs.evolve(profile, points=(1,) * len(profile.ticks))
    if rule == "weighted-share":
        profile = attrs.evolve(profile, weights={"area": (5_000,) * len(marks)})
    listed = tuple(Item(id_, id_, cost=100) for id_ in ids)
    some = items // 2 if half else items
    if rule in BY_PLACES:
        return Contest(listed, profile, places=some)
    return Contest(listed, profile, budget=100 * some)


def seconds(rule: RankingRule, made: Contest) -> float:
    """The CPU that a count takes, a refused tie included: others use this machine too."""
    start = time.process_time()
    with suppress(TieRefused):
        rule.outcome(made)
    return time.process_time() - start


def rows(names: list[str], shape: str) -> Iterator[tuple[str, str, float, float]]:
    """Rule, case, and seconds for both sizes."""
    for name in names:
        for case, half, tie_break in CASES:
            rule = RULES[name](tie_break)
            few, many = (
                seconds(rule, contest(number, name, half=half, shape=shape))
                for number in (SMALL, LARGE)
            )
            yield name, case, few, many


def main() -> None:
    """Print a line of a table for each rule and case."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rules", nargs="*", default=list(RULES))
    parser.add_argument("--shape", choices=SHAPES, default="apart", help="who ticks what")
    options = parser.parse_args()
    print("| rule | enough for | 1,000 | 10,000 | ratio |\n|---|---|--:|--:|--:|")
    for name, case, few, many in rows(options.rules, options.shape):
        ratio = many / max(few, 1e-4)
        print(f"| {name} | {case} | {few:.2f} s | {many:.2f} s | {ratio:.0f} |", flush=True)


if __name__ == "__main__":
    main()
