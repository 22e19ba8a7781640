"""The same contest written another way: what no rule and no engine may notice."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from tickbox_core.counting import Profile
from tickbox_core.rules import Contest


@attrs.frozen
class _Group:
    ticks: tuple[int, ...]
    points: tuple[int, ...] | None
    count: int
    weights: tuple[int, ...]


def _groups(profile: Profile) -> list[_Group]:
    return [
        _Group(
            tuple(profile.ticks[start:end]),
            None if profile.points is None else tuple(profile.points[start:end]),
            profile.counts[at],
            tuple(weights[at] for weights in profile.weights.values()),
        )
        for at, (start, end) in enumerate(profile.spans())
    ]


def _profile(like: Profile, items: tuple[str, ...], groups: Sequence[_Group]) -> Profile:
    ends, points = [0], [point for group in groups for point in group.points or ()]
    for group in groups:
        ends.append(ends[-1] + len(group.ticks))
    return Profile(
        items=items,
        ticks=tuple(tick for group in groups for tick in group.ticks),
        ends=tuple(ends[1:]),
        counts=tuple(group.count for group in groups),
        points=None if like.points is None else tuple(points),
        weights={
            base: tuple(group.weights[at] for group in groups)
            for at, base in enumerate(like.weights)
        },
        ordered=like.ordered,
    )


def shuffle_groups(profile: Profile, order: Sequence[int]) -> Profile:
    """The groups in another order; ``order`` is a permutation of their numbers."""
    groups = _groups(profile)
    return _profile(profile, profile.items, [groups[number] for number in order])


def ungroup(profile: Profile) -> Profile:
    """Every ballot a group of its own; only for profiles of few ballots."""
    alone = [attrs.evolve(group, count=1) for group in _groups(profile) for _ in range(group.count)]
    return _profile(profile, profile.items, alone)


def halves(profile: Profile, at: int) -> tuple[Profile, Profile]:
    """The first ``at`` groups, and the rest."""
    groups = _groups(profile)
    return (
        _profile(profile, profile.items, groups[:at]),
        _profile(profile, profile.items, groups[at:]),
    )


def relist(contest: Contest, order: Sequence[int]) -> Contest:
    """The same items listed in another order; ``order`` is a permutation of their numbers."""
    items = tuple(contest.items[number] for number in order)
    now = {was: number for number, was in enumerate(order)}
    ids = tuple(item.id for item in items)

    def move_profile(profile: Profile) -> Profile:
        groups = [
            attrs.evolve(group, ticks=tuple(now[tick] for tick in group.ticks))
            for group in _groups(profile)
        ]
        return _profile(profile, ids, groups)

    home = contest.by_household
    return attrs.evolve(
        contest,
        items=items,
        profile=move_profile(contest.profile),
        by_household=None if home is None else move_profile(home),
    )


def recast(contest: Contest, order: Sequence[int]) -> Contest:
    """The same ballots cast in another order (of their groups)."""
    return attrs.evolve(contest, profile=shuffle_groups(contest.profile, order))
