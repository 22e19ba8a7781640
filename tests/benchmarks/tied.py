"""Equal items, all of them: how time grows from a thousand to ten thousand, rule by rule.

    python tests/benchmarks/tied.py

Each item is ticked by one voter and there is money for all, or (``half``) for half of them and the
tie goes back to people.  Both sizes run in one process, one after the other, and what counts is the
ratio: 10 where the work grows with the items, 100 where it grows with their square.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from tickbox_budget_rules import EqualShares, Phragmen
from tickbox_core import Item, Profile
from tickbox_core.errors import TieRefused
from tickbox_core.rules import Contest, Greedy, Lexicographic, RankingRule, Refuse, TickShare
from tickbox_core.rules.outcome import TieBreak

SMALL, LARGE = 1_000, 10_000
RULES: dict[str, Callable[[TieBreak], RankingRule]] = {
    "tick-share": lambda tie_break: TickShare(tie_break=tie_break),
    "greedy-votes": lambda tie_break: Greedy(tie_break=tie_break),
    "greedy-votes stop": lambda tie_break: Greedy(unfit="stop", tie_break=tie_break),
    "greedy-ratio": lambda tie_break: Greedy(per_cost=True, tie_break=tie_break),
    "equal-shares": lambda tie_break: EqualShares(tie_break=tie_break),
    "phragmen": lambda tie_break: Phragmen(tie_break=tie_break),
}


def contest(items: int, *, half: bool, places: bool) -> Contest:
    """Items of equal cost, each with one vote."""
    ids = tuple(f"item-{at}" for at in range(items))
    profile = Profile.of_marks(ids, {(at,): 1 for at in range(items)})
    listed = tuple(Item(id_, id_, cost=100) for id_ in ids)
    some = items // 2 if half else items
    if places:
        return Contest(listed, profile, places=some)
    return Contest(listed, profile, budget=100 * some)


def seconds(rule: RankingRule, made: Contest) -> float:
    """What a count takes, a refused tie included."""
    start = time.perf_counter()
    with suppress(TieRefused):
        rule.outcome(made)
    return time.perf_counter() - start


def rows() -> Iterator[tuple[str, float, float]]:
    """Name, and seconds for both sizes."""
    for name, make in RULES.items():
        for half in (False, True):
            rule = make(Refuse() if half else Lexicographic())
            sizes = [
                contest(number, half=half, places=name == "tick-share") for number in (SMALL, LARGE)
            ]
            few, many = (seconds(rule, made) for made in sizes)
            yield f"{name}{' half' if half else ''}", few, many


def main() -> None:
    """Print a line a rule."""
    for name, few, many in rows():
        print(f"{name:24} {few:8.3f} s {many:8.3f} s   ratio {many / max(few, 1e-4):6.1f}")


if __name__ == "__main__":
    main()
