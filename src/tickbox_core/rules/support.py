"""Who supports an item, also where it is ticked by its options."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from tickbox_core.counting import Profile, Share
from tickbox_core.model import NONE_OF_THESE, NONE_OF_THESE_WORDS, TickList
from tickbox_core.rules.contest import Contest
from tickbox_core.rules.outcome import Chosen


def of_items(profile: Profile, listed: TickList) -> Profile:
    """The profile with items for columns: a ballot supports an item through any of its options.

    The first option a ballot names stands for the item's place on it; "none of these" supports
    nothing.  A profile without options is given back as it is.
    """
    if listed.plain:
        return profile
    place = {item.id: at for at, item in enumerate(listed.items)}
    column = [
        place[listed.item_of[tick].id] if listed.supports(tick) else None for tick in listed.ids
    ]
    rows: Counter[tuple[tuple[int, ...], tuple[int, ...] | None, tuple[int, ...]]] = Counter()
    start = 0
    for group, (end, count) in enumerate(zip(profile.ends, profile.counts, strict=True)):
        marks: dict[int, int] = {}
        for at in range(start, end):
            item = column[profile.ticks[at]]
            if item is not None:
                marks.setdefault(item, 0 if profile.points is None else profile.points[at])
        start = end
        points = None if profile.points is None else tuple(marks.values())
        weights = tuple(held[group] for held in profile.weights.values())
        rows[tuple(marks), points, weights] += count
    return _profile(profile, tuple(item.id for item in listed.items), rows)


def _profile(
    old: Profile,
    items: tuple[str, ...],
    rows: Counter[tuple[tuple[int, ...], tuple[int, ...] | None, tuple[int, ...]]],
) -> Profile:
    ends, total = [], 0
    for marks, _, _ in rows:
        total += len(marks)
        ends.append(total)
    return Profile(
        items=items,
        ticks=tuple(mark for marks, _, _ in rows for mark in marks),
        ends=tuple(ends),
        counts=tuple(rows.values()),
        points=(None if old.points is None else tuple(p for _, pts, _ in rows for p in pts or ())),
        weights={
            base: tuple(weights[at] for _, _, weights in rows)
            for at, base in enumerate(old.weights)
        },
        ordered=old.ordered,
    )


def options_of(
    contest: Contest, profile: Profile, size: int, base: str
) -> Mapping[str, tuple[Chosen, ...]]:
    """``by_option`` of a profile of the contest; nothing where no item has options."""
    if contest.ticklist.plain:
        return {}
    return by_option(contest.ticklist, contest.engine.tally(profile).ticks, size, base)


def by_option(
    listed: TickList, ticks: Sequence[int], size: int, base: str
) -> dict[str, tuple[Chosen, ...]]:
    """For each item with options, what each of them got; several lead where they are equal.

    ``ticks`` stand in the order of ``listed.ids``.
    """
    count = dict(zip(listed.ids, ticks, strict=True))
    found: dict[str, tuple[Chosen, ...]] = {}
    for item in listed.items:
        if not item.options:
            continue
        titles = {option.id: option.title for option in item.options}
        titles[NONE_OF_THESE] = NONE_OF_THESE_WORDS
        most = max(count[f"{item.id}/{option}"] for option in titles)
        found[item.id] = tuple(
            Chosen(
                option,
                title,
                count[f"{item.id}/{option}"],
                Share(count[f"{item.id}/{option}"], size, base),
                0 < most == count[f"{item.id}/{option}"],
            )
            for option, title in titles.items()
        )
    return found
