"""The closest call where items exclude each other: every change that could matter is tried.

Between two scores that matter (another item's, the least to stand) everything is chosen alike, so
it is enough to try those scores and what lies just beside them, the nearest first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tickbox_core.rules.budget.margins import MarginChange, Walked

WORK = 200_000
"""So many items are ranked again in all; where that does not find the change nothing is said."""


def by_trying(walked: Walked, tried: Callable[[MarginChange], bool]) -> MarginChange | None:
    """The smallest change for which ``tried`` says that it alters the list."""
    found = sorted(set(_changes(walked)), key=lambda change: (change.votes, change.item))
    for change in found[: max(1, WORK // max(1, len(walked.costs)))]:
        if tried(change):
            return change
    return None


def _changes(walked: Walked) -> Iterator[MarginChange]:
    scores = walked.scores
    marks = [level[0] for level in scores.levels(range(len(scores.votes)))]
    for item, votes in enumerate(scores.votes):
        edges = {walked.bar - votes, votes - walked.bar + 1} if walked.bar else set[int]()
        more = {edge for edge in edges if edge > 0}
        fewer = {edge for edge in edges if 0 < edge <= votes}
        for other in marks:
            for equal in (True, False):
                more.add(scores.to_reach(item, other, equal=equal) or 0)
                fewer.add(scores.to_fall(item, other, equal=equal) or 0)
        for change in more:
            if change and (walked.most is None or votes + change <= walked.most):
                yield MarginChange(item, change, True)
        for change in fewer:
            if change:
                yield MarginChange(item, change, False)
