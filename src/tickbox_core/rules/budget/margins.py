"""How stable a greedy list is: the fewest ticks on one item alone that would change it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs

from tickbox_core.rules.budget.filling import Filled, Verdict
from tickbox_core.rules.budget.scores import Scores


@attrs.frozen
class Change:
    """So many votes more (or fewer) for this item would change what is chosen."""

    item: int
    votes: int
    more: bool


def smallest_change(
    filled: Filled,
    scores: Scores,
    costs: Sequence[int],
    most: int | None,
    tried: Callable[[Change], bool],
) -> Change | None:
    """The smallest change of one item's votes that changes the list, for a fill that skips.

    Gaps are counted so that the item clearly passes, whatever the tie-break.  ``most`` is how many
    votes an item can have (``None``: no limit).  ``tried`` says whether a change really alters the
    list: where a winner falls, a tie that did not matter before may matter.  ``None`` where no
    single item can change it.
    """
    best: Change | None = None
    for at, turn in enumerate(filled.turns):
        limit = None if best is None else best.votes
        if turn.verdict is Verdict.CHOSEN:
            found = _to_lose(filled, at, scores, costs, limit, tried)
        else:
            found = _to_win(filled, at, scores, costs, most)
        if found is not None and (best is None or found.votes < best.votes):
            best = found
    return best


def _to_win(
    filled: Filled, at: int, scores: Scores, costs: Sequence[int], most: int | None
) -> Change | None:
    """Votes more that lift a loser to the last turn at which it would have fitted."""
    item = filled.turns[at].item
    for turn in reversed(filled.turns[:at]):
        # what is left shrinks from turn to turn, so the first that fits from below is the nearest
        if costs[item] <= turn.left:
            votes = scores.to_pass(item, turn.item)
            if votes is None or (most is not None and scores.votes[item] + votes > most):
                return None
            return Change(item, max(1, votes), True)
    return None


def _to_lose(
    filled: Filled,
    at: int,
    scores: Scores,
    costs: Sequence[int],
    limit: int | None,
    tried: Callable[[Change], bool],
) -> Change | None:
    """Votes fewer that let a winner fall behind the first loser its money then pays for."""
    item = filled.turns[at].item
    for turn in filled.turns[at + 1 :]:
        votes = scores.to_fall_behind(item, turn.item)
        if votes is None or (limit is not None and votes >= limit):
            return None  # further down it takes more still
        freed = turn.left + costs[item]
        if turn.verdict is Verdict.DEARER and costs[turn.item] <= freed:
            change = Change(item, max(1, votes), False)
            if tried(change):
                return change
    return None
