"""How stable a chosen list is: the smallest change of one item alone that would change it.

The change is counted in what the rule ranks by: ticks, or points, floor area, order numbers.  It is
exact: everything between two scores that matter (another item's, a threshold) chooses alike, so it
is enough to try those scores and their neighbours, the nearest first.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from heapq import merge, nsmallest
from itertools import islice

import attrs

from tickbox_core.counting import Base
from tickbox_core.errors import TieRefused
from tickbox_core.rules.choosing import Selection, check_order
from tickbox_core.rules.constraints import Choosing, Threshold
from tickbox_core.rules.contest import Contest
from tickbox_core.rules.measures import Measured
from tickbox_core.rules.outcome import Margin, TieBreak
from tickbox_core.rules.ranking import RankedItem, figure
from tickbox_core.rules.telling import closest_call, fewest
from tickbox_core.text import Text

Ranking = Sequence[tuple[int, RankedItem]]
Again = Callable[[Sequence[RankedItem]], Selection | None]
"""What would be chosen if items, in listed order, stood so."""
WORK = 200_000
"""So many items are ranked again in all; where that does not find the change nothing is said."""
FEWEST = 20
"""So many changes are tried of any list, however long it is."""


@attrs.frozen
class _Change:
    """One item with another score, so far from its own."""

    size: int
    more: bool
    standing: RankedItem

    @property
    def score(self) -> int:
        return self.standing.score + (self.size if self.more else -self.size)


def stability(
    ranked: Ranking,
    measured: Measured,
    choosing: Choosing,
    choice: Selection,
    contest: Contest,
    again: Again,
    tie_break: TieBreak,
) -> Margin | None:
    """The smallest change of one item's score that changes the list, the ballots staying as many.

    Ending in a tie that the tie-break
    refuses to settle is a change.  ``None`` where nobody took part, where no change of a single
    item alters the list, or where too many would have to be tried.
    """
    if not contest.profile.ballots or not ranked:
        return None
    cut = None
    if choosing.plain_cut and contest.places is not None and contest.places >= len(ranked):
        return None  # all are chosen, whatever their scores
    if choosing.by_score:
        cut = _Cut.of(measured, choosing.threshold, contest.places, choice, tie_break)
    changes = _changes(ranked, measured, choosing, choice, _most(measured, contest))
    tries = max(FEWEST if cut is None else 200, WORK // len(ranked))
    for change in islice(changes, tries):
        if cut.differs(change) if cut else _differs(again, change, measured, choice):
            return _margin_of(change, measured, contest)
    return None


def _most(measured: Measured, contest: Contest) -> int | None:
    """The highest score an item can have with these ballots, where that is known."""
    if measured.base == Base.HOUSEHOLDS and contest.by_household is not None:
        return contest.by_household.ballots
    if not measured.scored:
        return contest.profile.ballots
    if not measured.said:  # a weight: that of all who took part
        weights = contest.profile.weights.get(measured.base.rpartition("/")[0], ())
        return sum(map(int.__mul__, weights, contest.profile.counts))
    return None


def _changes(
    ranked: Ranking, measured: Measured, choosing: Choosing, choice: Selection, most: int | None
) -> Iterator[_Change]:
    """Every item at every score that could matter, its own left out: the smallest change first.

    Of equal ones more comes before less, and then whoever stands before the other.
    """
    bars = set(_bars(measured, choosing))
    levels = _levels(ranked, choosing, choice)
    near = {level + step for level in levels for step in (-1, 0, 1)} | bars
    allowed = sorted(
        score
        for score in near
        if (measured.rising or score >= 0) and (most is None or score <= most)
    )
    each = (_outward(standing, allowed) for _, standing in ranked)
    return merge(*each, key=lambda change: (change.size, not change.more))


def _outward(standing: RankedItem, allowed: Sequence[int]) -> Iterator[_Change]:
    """An item at the allowed scores, which rise, the nearest first."""
    below = bisect_left(allowed, standing.score) - 1
    above = bisect_right(allowed, standing.score)
    while below >= 0 or above < len(allowed):
        less = standing.score - allowed[below] if below >= 0 else None
        more = allowed[above] - standing.score if above < len(allowed) else None
        if more is not None and (less is None or more <= less):
            above += 1
            yield _Change(more, True, standing)
        elif less is not None:
            below -= 1
            yield _Change(less, False, standing)


def _levels(ranked: Ranking, choosing: Choosing, choice: Selection) -> set[int]:
    """The scores that could matter; where only scores and places do, the two beside the cut."""
    if not choosing.by_score:
        return {standing.score for _, standing in ranked}
    inside = frozenset(choice.chosen)
    chosen = [s.score for _, s in ranked if s.item.id in inside]
    rest = [s.score for _, s in ranked if s.item.id not in inside]
    return {min(chosen, default=max(rest, default=0)), max(rest, default=min(chosen, default=0))}


def _bars(measured: Measured, choosing: Choosing) -> Iterator[int]:
    """The least score that meets the threshold, and the one below, where it looks at scores."""
    of_base = choosing.threshold.of_base
    if measured.standings and (not measured.scored or (of_base and not measured.said)):
        least = choosing.threshold.least(measured.standings[0].share.denominator)
        yield from (least, least - 1)


def _with_score(standing: RankedItem, score: int, measured: Measured) -> RankedItem:
    """The same item with another score, and what follows from it."""
    if measured.scored and measured.said:
        return attrs.evolve(standing, score=score)
    share = attrs.evolve(standing.share, numerator=score)
    ticks = standing.ticks if measured.scored else score
    return attrs.evolve(standing, ticks=ticks, score=score, share=share)


def _differs(again: Again, change: _Change, measured: Measured, choice: Selection) -> bool:
    standings = [
        _with_score(standing, change.score, measured) if standing is change.standing else standing
        for standing in measured.standings
    ]
    try:
        other = again(standings)
    except TieRefused:
        return True  # a list that was settled no longer is
    return other is None or set(other.chosen) != set(choice.chosen)


@attrs.frozen
class _Cut:
    """A list of which those that meet the bar are chosen, or the first so many of them.

    Who would be chosen is seen from the scores alone.  ``standing``: those that meet the bar, in
    listed order; ``rising``: their scores, the lowest first; ``lowest``: the two lowest scores of
    those chosen, with their items.
    """

    measured: Measured
    threshold: Threshold
    places: int
    standing: tuple[RankedItem, ...]
    chosen: frozenset[str]
    tie_break: TieBreak
    rising: list[int]
    lowest: list[tuple[int, str]]

    @classmethod
    def of(
        cls,
        measured: Measured,
        threshold: Threshold,
        places: int | None,
        choice: Selection,
        tie_break: TieBreak,
    ) -> _Cut:
        """The cut of a list; without a number of places all that meet the bar are chosen."""
        all_, chosen = measured.standings, frozenset(choice.chosen)
        standing = tuple(s for s in all_ if not threshold.short(s.ticks, s.share))
        inside = ((s.score, s.item.id) for s in standing if s.item.id in chosen)
        rising = sorted(one.score for one in standing)
        room = len(all_) if places is None else places
        lowest = nsmallest(2, inside)
        return cls(measured, threshold, room, standing, chosen, tie_break, rising, lowest)

    def differs(self, change: _Change) -> bool:
        """Whether others would be chosen, or a tie would be left open."""
        if not self.places:
            return False
        moved = _with_score(change.standing, change.score, self.measured)
        stands = not self.threshold.short(moved.ticks, moved.share)
        rising = self.rising.copy()
        if not self.threshold.short(change.standing.ticks, change.standing.share):
            del rising[bisect_left(rising, change.standing.score)]
        if stands:
            insort(rising, change.score)
        changed = change.standing.item.id
        if changed in self.chosen and not stands:
            return True
        if len(rising) <= self.places:  # all that meet the bar are chosen, and so were the others
            return len(rising) != len(self.chosen)
        edge = rising[-self.places]
        left = self.places - (len(rising) - bisect_right(rising, edge))
        tied = bisect_right(rising, edge) - bisect_left(rising, edge)
        scores = [score for score, id_ in self.lowest if id_ != changed]
        if changed in self.chosen:
            scores.append(change.score)
        if tied == left or min(scores) < edge:
            return min(scores) < edge
        return self._tie_differs(change, edge, left, stands=stands)

    def _tie_differs(self, change: _Change, edge: int, left: int, *, stands: bool) -> bool:
        """Whether of those who tie for the last places others would come first."""
        level = [s.item for s in self.standing if s.score == edge and s is not change.standing]
        if stands and change.score == edge:
            place = {s.item.id: at for at, s in enumerate(self.measured.standings)}
            insort(level, change.standing.item, key=lambda item: place[item.id])
        tied = tuple(level)
        try:
            order = self.tie_break.order(tied)
        except TieRefused:
            return True  # a list that was settled no longer is
        check_order(order, tied, self.tie_break)
        return any(item.id in self.chosen for item in order[left:])


def _margin_of(change: _Change, measured: Measured, contest: Contest) -> Margin:
    item = change.standing.item
    score = Fraction(change.size, measured.unit) if measured.scored else None
    words = _words(change, score, measured)
    households = measured.base == Base.HOUSEHOLDS
    return Margin(
        item.id,
        change.size if score is None else None,
        change.more,
        closest_call(item.title, words, contest, households=households),
        score,
    )


def _words(change: _Change, score: Fraction | None, measured: Measured) -> Text:
    """The change itself: so much more, so much less."""
    if score is None:
        return fewest(change.size, change.more)
    number = figure(score)
    if measured.rising:
        return (
            Text(f"的序号之和再小{number}", f"a sum smaller by {number}")
            if change.more
            else Text(f"的序号之和大{number}", f"a sum larger by {number}")
        )
    unit = measured.scored
    if measured.base.startswith("area/"):
        unit = Text("平方米", "m²")
    return (
        Text(f"再多{number}{unit.zh}", f"{number} {unit.en} more")
        if change.more
        else Text(f"少{number}{unit.zh}", f"{number} {unit.en} less")
    )
