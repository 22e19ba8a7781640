"""Ballots of one kind read as another: an order of preference as points, or as ticks.

A *call* is one of ``as-cast`` (points where ballots give points, Borda points where they give an
order, ticks otherwise), ``ticks`` (each item on a ballot counts 1, whatever its points or place),
``borda`` (with ``m`` items listed the first place gives ``m`` points, the second ``m - 1`` …),
``borda-K`` (the first place gives ``K``, the ``K``-th 1, later ones 0), ``modified`` (a ballot that
places ``k`` items gives ``k`` … 1, so that a short ballot weighs less) and ``first-K`` (the first
``K`` places are ticks, the others nothing).
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate, chain

import attrs

from tickbox_core.counting import Profile
from tickbox_core.errors import RuleDoesNotFit, UnknownName
from tickbox_core.text import Text

CALLS = ("as-cast", "ticks", "borda", "borda-K", "modified", "first-K")


def as_cast(profile: Profile, call: str, rule: str) -> Profile:
    """The profile as ``call`` reads it: with points where points count, without where ticks do.

    Raises ``RuleDoesNotFit`` where places are asked of ballots without an order, ``UnknownName``
    for another call.
    """
    kind, number = _parse_call(call)
    if kind == "ticks":
        return profile if profile.points is None else attrs.evolve(profile, points=None)
    if kind == "as-cast":
        if profile.points is not None or not profile.ordered:
            return profile
        kind = "borda"
    if not profile.ordered:
        raise RuleDoesNotFit(
            rule,
            Text(
                f"“{call}”要求选票写明先后次序。",
                f"'{call}' needs ballots with an order of places.",
            ),
        )
    if kind == "first":
        return _first(profile, number)
    return _points_by_place(profile, None if kind == "modified" else number or len(profile.items))


def approvals(profile: Profile, call: str, rule: str) -> Profile:
    """Like ``as_cast`` for rules of ticks alone: an item given no points is not ticked."""
    read = profile if call == "as-cast" else as_cast(profile, call, rule)
    if read.points is None:
        return read
    return attrs.evolve(_keep_ticks(read, lambda _, points: points > 0), points=None)


def as_points(profile: Profile, call: str, rule: str) -> Profile:
    """Like ``as_cast`` for rules of points: ``RuleDoesNotFit`` where there are none."""
    read = as_cast(profile, call, rule)
    if read.points is None and read.ticks:
        raise RuleDoesNotFit(
            rule, Text("选票没有分数。", "the ballots give no points; count ticks instead.")
        )
    return read


def top_of(call: str, profile: Profile) -> int | None:
    """The most a first place gives; ``None`` where ballots give points, or ticks count."""
    kind, number = _parse_call(call)
    if kind == "modified":
        return len(profile.items)
    if kind == "borda" or (kind == "as-cast" and profile.points is None and profile.ordered):
        return number or len(profile.items)
    return None


def _parse_call(call: str) -> tuple[str, int]:
    kind, _, number = call.partition("-")
    if call in ("as-cast", "ticks", "borda", "modified"):
        return call, 0
    if kind in ("borda", "first") and number.isascii() and number.isdigit() and int(number):
        return kind, int(number)
    raise UnknownName("call of ballots", call, CALLS)


def _first(profile: Profile, number: int) -> Profile:
    return attrs.evolve(_keep_ticks(profile, lambda place, _: place < number), points=None)


def _points_by_place(profile: Profile, top: int | None) -> Profile:
    """Points by place: ``top`` for the first, one less for each further, never below 0.

    ``top`` is the length of the ballot itself where it is ``None``.

    What stands behind the last place that gives a point is not ticked (``Profile``).
    """
    points = chain.from_iterable(
        (max(0, (end - start if top is None else top) - place) for place in range(end - start))
        for start, end in profile.spans()
    )
    return attrs.evolve(profile, points=tuple(points))


def _keep_ticks(profile: Profile, keep: Callable[[int, int], bool]) -> Profile:
    """Only the ticks for which ``keep(place on the ballot, points)`` holds."""
    given = profile.points if profile.points is not None else (1,) * len(profile.ticks)
    rows = [
        [at for at in range(start, end) if keep(at - start, given[at])]
        for start, end in profile.spans()
    ]
    flat = list(chain.from_iterable(rows))
    return attrs.evolve(
        profile,
        ticks=tuple(profile.ticks[at] for at in flat),
        ends=tuple(accumulate(map(len, rows))),
        points=None if profile.points is None else tuple(given[at] for at in flat),
    )
