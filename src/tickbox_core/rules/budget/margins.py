"""How stable a greedy list is: the fewest votes on one item alone that would change it.

The ballots stay as many.  A list that was settled and then ends in a tie that people have to settle
is changed.  Everything here is exact: what can happen to one item is worked out from the walk that
made the list, and ``tests/core/rules/budget/closest_call.py`` tries every change by brute force.

*Runs* are what the walk comes to one after the other: single items where the tie-break orders
equal ones, whole levels where it hands them back (there a change that makes an item *equal* to
another is enough, for the tie then decides).  Money only shrinks on the way down, so

- an item left out gets in as soon as it stands before the last run at which it could be paid;
- one that is chosen matters to others only when it falls behind the first that its money would pay;
- where the walk ends at what does not fit, order matters around that place alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

import attrs

from tickbox_core.rules.budget.scores import Scores


@attrs.frozen
class MarginChange:
    """So many votes more (or fewer) for this item would change what is chosen."""

    item: int
    votes: int
    more: bool


@attrs.frozen(eq=False)
class FillRun:
    """Items that come to their turn together, and the money left before them."""

    items: tuple[int, ...]
    left: int


@attrs.frozen(eq=False)
class Walked:
    """The walk down a ranking: its runs, the costs, and what was left behind the last.

    ``order``: each item's place by the tie-break, ``None`` where equal items are handed back.
    ``bar``: the votes an item needs to stand.  ``most``: the votes that an item can have at most
    (``None``: no limit).
    """

    runs: tuple[FillRun, ...]
    costs: Sequence[int]
    left: int
    scores: Scores
    order: Mapping[int, int] | None
    bar: int
    most: int | None

    @classmethod
    def of(
        cls,
        levels: Sequence[Sequence[int]],
        costs: Sequence[int],
        budget: int,
        scores: Scores,
        order: Mapping[int, int] | None,
        *,
        stop: bool,
        bar: int,
        most: int | None,
    ) -> Walked:
        """Walk the levels once more, run by run."""
        left, stopped, runs = budget, False, []
        for level in levels:
            parts = [list(level)] if order is None else [[i] for i in sorted(level, key=order.get)]  # type: ignore[arg-type]
            for part in parts:
                runs.append(FillRun(tuple(part), left))
                fits = [item for item in part if costs[item] <= left and not stopped]
                stopped = stopped or (stop and len(fits) < len(part))
                left -= sum(costs[item] for item in fits)
        return cls(tuple(runs), costs, left, scores, order, bar, most)

    def ahead(self, item: int, other: int) -> int | None:
        """The fewest votes more with which it comes before ``other``, or is tied with it."""
        return self._within(item, self.scores.to_reach(item, other, equal=self._equal(item, other)))

    def standing(self, item: int) -> int | None:
        """The fewest votes more with which it stands."""
        return self._within(item, max(0, self.bar - self.scores.votes[item]))

    def behind(self, item: int, other: int) -> int | None:
        """The fewest votes less with which it comes behind ``other``, or is tied with it."""
        return self.scores.to_fall(item, other, equal=self._equal(other, item))

    def below(self, item: int) -> int | None:
        """The fewest votes less with which it no longer stands."""
        return self.scores.votes[item] - self.bar + 1 if self.bar > 0 else None

    def _equal(self, first: int, second: int) -> bool:
        """Whether the first of two equal items comes first, or they are handed back."""
        return self.order is None or self.order[first] < self.order[second]

    def _within(self, item: int, votes: int | None) -> int | None:
        if votes is None:
            return None
        votes = max(votes, self.bar - self.scores.votes[item], 1)
        if self.most is not None and self.scores.votes[item] + votes > self.most:
            return None
        return votes


def smallest_change(walked: Walked, *, stop: bool) -> MarginChange | None:
    """The smallest change of one item's votes that changes the list; ``None`` where none does.

    Of equal ones that of the item which comes first in the walk.
    """
    place = {item: at for at, run in enumerate(walked.runs) for item in run.items}
    found = _stopping(walked) if stop else _skipping(walked)
    last = len(walked.runs)
    return min(
        found,
        key=lambda change: (change.votes, place.get(change.item, last), change.item),
        default=None,
    )


# -- what does not fit is skipped ----------------------------------------------------------------


def _skipping(walked: Walked) -> Iterator[MarginChange]:
    lefts = [-run.left for run in walked.runs]
    waiting: list[tuple[int, int]] = []  # (what it lacks, item), nearest last: they lack more
    for run in reversed(walked.runs):
        lacking: list[tuple[int, int]] = []
        for item in run.items:
            cost = walked.costs[item]
            if cost > run.left:
                lacking.append((cost - run.left, item))
                yield from _in(walked, item, lefts)
            else:
                yield from _dropped(walked, item)
                yield from _gives_way(walked, item, waiting)
        if lacking:
            nearest = min(lacking)
            while waiting and waiting[-1][0] >= nearest[0]:
                waiting.pop()
            waiting.append(nearest)
    for item in _outside(walked):
        if walked.costs[item] <= walked.left:
            yield from _more(item, walked.standing(item))
        else:
            yield from _in(walked, item, lefts)


def _in(walked: Walked, item: int, lefts: Sequence[int]) -> Iterator[MarginChange]:
    """An item left out comes before (or equals) the last run that it could be paid at."""
    # lefts are negative and rise: those up to -cost could pay
    at = bisect_left(lefts, -walked.costs[item] + 1) - 1
    if at >= 0:
        yield from _more(item, walked.ahead(item, walked.runs[at].items[0]))


def _gives_way(
    walked: Walked, item: int, waiting: Sequence[tuple[int, int]]
) -> Iterator[MarginChange]:
    """A chosen item falls behind (or equals) the first that its money would pay."""
    # the nearest stands last and lacks most: the nearest that lacks no more than it costs
    at = bisect_left(waiting, walked.costs[item] + 1, key=lambda one: one[0]) - 1
    if at >= 0:
        yield from _fewer(item, walked.behind(item, waiting[at][1]))


# -- what does not fit ends the walk -------------------------------------------------------------


def _stopping(walked: Walked) -> Iterator[MarginChange]:
    runs, costs = walked.runs, walked.costs
    stop = next(
        (at for at, run in enumerate(runs) if any(costs[i] > run.left for i in run.items)),
        len(runs),
    )
    for run in runs[:stop]:
        for item in run.items:
            yield from _dropped(walked, item)
            if stop < len(runs):
                yield from _fewer(item, walked.behind(item, runs[stop].items[0]))
    for run in runs[stop:]:
        for item in run.items:
            yield from _in_before_the_stop(walked, item, stop)
    for item in _outside(walked):
        yield from _in_before_the_stop(walked, item, stop)
    if stop < len(runs) and len(runs[stop].items) == 1:
        yield from _lets_on(walked, stop)


def _in_before_the_stop(walked: Walked, item: int, stop: int) -> Iterator[MarginChange]:
    """Before the last chosen it is chosen or ends the walk there; behind it, it has to fit."""
    runs = walked.runs
    if stop:
        yield from _more(item, walked.ahead(item, runs[stop - 1].items[0]))
    if stop == len(runs):
        if walked.costs[item] <= walked.left:
            yield from _more(item, walked.standing(item))
    elif walked.costs[item] <= runs[stop].left:
        yield from _more(item, walked.ahead(item, runs[stop].items[0]))


def _lets_on(walked: Walked, stop: int) -> Iterator[MarginChange]:
    """What ends the walk falls behind the next, which would fit; or it no longer stands."""
    (item,), left = walked.runs[stop].items, walked.runs[stop].left
    if stop + 1 < len(walked.runs):
        after = walked.runs[stop + 1].items
        if any(walked.costs[other] <= left for other in after):
            yield from _fewer(item, walked.behind(item, after[0]))
            yield from _dropped(walked, item)


# -- both ----------------------------------------------------------------------------------------


def _outside(walked: Walked) -> list[int]:
    """Items that do not stand."""
    inside = {item for run in walked.runs for item in run.items}
    return [item for item in range(len(walked.costs)) if item not in inside]


def _dropped(walked: Walked, item: int) -> Iterator[MarginChange]:
    yield from _fewer(item, walked.below(item))


def _more(item: int, votes: int | None) -> Iterator[MarginChange]:
    if votes is not None:
        yield MarginChange(item, votes, True)


def _fewer(item: int, votes: int | None) -> Iterator[MarginChange]:
    if votes is not None:
        yield MarginChange(item, votes, False)
