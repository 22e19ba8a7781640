"""Choosing from a ranking: least votes, items that exclude each other, quotas, tiers with budgets.

One stage behind any ranking, in this order, documented so that it can be done by hand:

1. *threshold*: an item below it cannot be chosen;
2. from the top rank down, an item is passed over where one that excludes it is chosen already,
   where its category's quota or its tier's places are full, or where it costs more than its tier
   (or the whole) has left; with ``unfit = stop`` the first that does not fit ends its tier;
3. until all places are filled.

An item whose cost is not known never fits into a budget.  Equal items are a *tie* where something
(places, a quota, money, a group of items that exclude each other) does not suffice for all of them:
the tie-break says in which order those, and those linked to them, are tried.  Equal items for which
everything suffices are taken first; they are no part of a tie.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

import attrs

from tickbox_core.errors import BadValue, TieRefused
from tickbox_core.model import Item
from tickbox_core.model._checks import frozen_mapping
from tickbox_core.rules.constraints import Choosing
from tickbox_core.rules.outcome import Tie, TieBreak
from tickbox_core.rules.unsettled import BEHIND, tied_words
from tickbox_core.rules.walk import Candidate, Thing, Walk
from tickbox_core.text import Text

__all__ = ["Candidate", "Selection", "choose", "hand_back"]


@attrs.frozen(hash=False)
class Selection:
    """Who is chosen, in order; ties and how they were broken; why each that is not, is not.

    ``spent`` is what the chosen cost where money decided.  Not ``final``: the count stopped at a
    tie on which hangs who is chosen behind it.
    """

    chosen: tuple[str, ...]
    ties: tuple[Tie, ...]
    lacked: Mapping[str, Text] = attrs.field(converter=frozen_mapping)
    spent: int | None = None
    final: bool = True


def choose(
    ranked: Sequence[Candidate],
    choosing: Choosing,
    tie_break: TieBreak,
    places: int | None,
    budget: int | None = None,
    minor_units: int = 100,
) -> Selection:
    """Walk the ranking from the top; see above.  Raises ``TieRefused`` where people must decide.

    ``minor_units`` of money make one unit of currency, for what is said of it.
    """
    walk = Walk(choosing, places, budget, minor_units)
    ties: list[Tie] = []
    for _, group in groupby(ranked, key=lambda candidate: candidate.rank):
        ties += [_settle(tie, walk, tie_break) for tie in _contested_sets(group, walk)]
    return Selection(tuple(walk.chosen), tuple(ties), walk.lacked, walk.spent)


def hand_back(
    ranked: Sequence[Candidate],
    choosing: Choosing,
    tie_break: TieBreak,
    places: int | None,
    budget: int | None = None,
    minor_units: int = 100,
) -> Selection:
    """As ``choose``, but a tie that the tie-break refuses is left open: nobody of it is chosen.

    The walk goes on behind it where it is all one there who of the tied will be taken (they take
    the same of everything that is limited, or nothing behind them could be chosen anyway); else it
    stops there and is not ``final``.  Whoever it chooses is chosen however people settle the ties.
    """
    walk, ties, final = Walk(choosing, places, budget, minor_units), list[Tie](), True
    levels = [list(group) for _, group in groupby(ranked, key=lambda candidate: candidate.rank)]
    for at, level in enumerate(levels):
        refused = []
        for tied in _contested_sets(level, walk):
            try:
                ties.append(_settle(tied, walk, tie_break))
            except TieRefused:
                refused.append(tied)
        if refused:
            behind = [candidate for later in levels[at + 1 :] for candidate in later]
            alike = all(map(walk.alike, refused))
            final = alike or not any(map(walk.might, behind))
            held = walk.copied()
            ties += [_open(tied, held, tie_break) for tied in refused]
            walk = held if alike else walk
            if not final:
                walk.lacked.update((candidate.item.id, BEHIND) for candidate in behind)
                break
    walk.lacked.update((id_, tied_words(tie)) for tie in ties if tie.open for id_ in tie.items)
    return Selection(walk.certain, tuple(ties), walk.lacked, walk.spent, final)


def _contested_sets(level: Iterable[Candidate], walk: Walk) -> list[list[Item]]:
    """The ties of a level; whoever is not in one is taken at once."""
    able = [candidate.item for candidate in level if walk.could(candidate)]
    ties = list(_ties(able, walk))
    contested = {item.id for tie in ties for item in tie}
    for item in able:
        if item.id not in contested:
            walk.take(item)
    return ties


def _settle(tied: Sequence[Item], walk: Walk, tie_break: TieBreak) -> Tie:
    """Try tied items in the order of the tie-break."""
    order = _broken(tied, walk, tie_break)
    took = tuple(item.id for item in order if walk.take(item))
    return Tie(tuple(item.id for item in tied), len(took), tie_break.key, took)


def _open(tied: Sequence[Item], walk: Walk, tie_break: TieBreak) -> Tie:
    """A tie that is left to people; the walk keeps its place."""
    return Tie(tuple(item.id for item in tied), walk.hold(tied), tie_break.key, ())


def _broken(tied: Sequence[Item], walk: Walk, tie_break: TieBreak) -> list[Item]:
    try:
        order = list(tie_break.order(tuple(tied)))
    except TieRefused:
        places = walk.copied().hold(tied)
        raise TieRefused(tuple(item.id for item in tied), places) from None
    check_order(order, tied, tie_break)
    return order


def check_order(order: Sequence[Item], tied: Sequence[Item], tie_break: TieBreak) -> None:
    """Raise ``BadValue`` where a tie-break gave back others than the items it was handed."""
    handed = {item.id for item in tied}
    if len(order) != len(handed) or {item.id for item in order} != handed:
        raise BadValue(
            f"tie-break {tie_break.key}",
            Text("返回的不是原来那几项。", "did not give back the items it was handed."),
            Text("请换一种，或联系插件作者。", "Use another, or write to the plugin's author."),
        )


def _ties(level: Sequence[Item], walk: Walk) -> Iterator[list[Item]]:
    """Those of a level among whom the order decides, each tie by itself, in listed order."""
    listed = {item.id: at for at, item in enumerate(level)}
    ties = [sorted(map(listed.__getitem__, tie)) for tie in _link_sets(_contests(level, walk))]
    for places in sorted(ties):  # by the first of each, as they share nobody
        yield [level[at] for at in places]


def _contests(level: Sequence[Item], walk: Walk) -> Iterator[set[str]]:
    """For each thing that does not suffice for all who would take of it, who they are.

    Of a group of items that exclude each other only the one that takes most is reckoned.  Where
    the first that does not fit ends its tier, such a one contends with all that would still fit.
    """
    fit = [item for item in level if walk.fits(item)]
    wanted: dict[Thing, dict[str, int]] = {}
    left: dict[Thing, int] = {}
    for item in fit:
        for thing, part, left[thing] in walk.claims(item):
            wanted.setdefault(thing, {})[item.id] = part
    for thing, parts in wanted.items():
        if _together(thing, parts, walk.groups) > left[thing]:
            yield set(parts)
    fitting = {item.id for item in fit}  # an item is compared field by field: by id it is quick
    stopping = {item.tier for item in level if item.id not in fitting}
    for tier in stopping & {item.tier for item in fit}:
        yield {item.id for item in level if item.tier == tier}


def _together(thing: Thing, parts: Mapping[str, int], groups: Mapping[str, int]) -> int:
    """How much would be taken of a thing if all were chosen that do not exclude each other."""
    if thing[0] == "group":
        return len(parts)
    most: dict[object, int] = {}
    for id_, part in parts.items():
        group = groups.get(id_, id_)
        most[group] = max(part, most.get(group, 0))
    return sum(most.values())


def _link_sets(sets: Iterable[set[str]]) -> list[set[str]]:
    """Sets that share an item, made one."""
    of: dict[str, set[str]] = {}  # by item: the set that it is in, as linked so far
    for new in sets:
        near = {id(old): old for old in map(of.get, new) if old is not None}
        if not near:
            linked = set(new)
            of.update(dict.fromkeys(new, linked))
            continue
        linked = max(near.values(), key=len)  # the smaller ones join it
        rest = new.union(*(old for old in near.values() if old is not linked))
        linked |= rest
        of.update(dict.fromkeys(rest, linked))
    return list({id(one): one for one in of.values()}.values())
