"""How stable a chosen list is: the fewest ticks on one item alone that would change it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tickbox_core.errors import TieRefused
from tickbox_core.rules.choosing import Choice
from tickbox_core.rules.contest import Contest
from tickbox_core.rules.measures import Measured
from tickbox_core.rules.outcome import Margin
from tickbox_core.rules.ranking import Standing
from tickbox_core.text import EMPTY, Text

Again = Callable[[str, int], frozenset[str]]
LARGEST = 200
"""With constraints, longer lists are not tried out item by item; nothing is said of them."""


def stability(
    ranked: Sequence[tuple[int, Standing]],
    measured: Measured,
    choice: Choice,
    contest: Contest,
    again: Again,
) -> Margin | None:
    """The smallest change of one item's ticks that changes the list, the ballots staying as many.

    Gaps are counted so that the item clearly passes or falls behind, whatever the tie-break.
    ``None`` where nothing is chosen or everything is, where ticks are not what decides, or where no
    single item can change the list.
    """
    if measured.scored or not contest.profile.ballots:
        return None
    most = measured.standings[0].share.denominator if measured.standings else 0
    near = len(ranked) > LARGEST
    for change, standing, more in sorted(
        _gaps(ranked, choice, most, near), key=lambda gap: (gap[0], not gap[2])
    ):
        ticks = standing.ticks + (change if more else -change)
        if _differs(again, standing.item.id, ticks, frozenset(choice.chosen)):
            return _told(standing, change, more, contest)
    return None


def _gaps(
    ranked: Sequence[tuple[int, Standing]], choice: Choice, most: int, near: bool
) -> Iterator[tuple[int, Standing, bool]]:
    """Changes that could matter: past another item, or to where nobody or everybody ticks it."""
    standings = [standing for _, standing in ranked]
    chosen = frozenset(choice.chosen)
    if near:  # only the two beside the cut
        inside = [s for s in standings if s.item.id in chosen][-1:]
        outside = [s for s in standings if s.item.id not in chosen][:1]
        standings = inside + outside
    levels = sorted({standing.ticks for standing in standings})
    for standing in standings:
        for level in levels:
            up, down = level + 1 - standing.ticks, standing.ticks - level + 1
            if standing.item.id not in chosen and up > 0 and standing.ticks + up <= most:
                yield up, standing, True
            if standing.item.id in chosen and 0 < down <= standing.ticks:
                yield down, standing, False


def _differs(again: Again, item: str, ticks: int, chosen: frozenset[str]) -> bool:
    try:
        return again(item, ticks) != chosen
    except TieRefused:
        return True  # a list that was settled no longer is


def _told(standing: Standing, change: int, more: bool, contest: Contest) -> Margin:
    registered = contest.electorate.registered
    ballots = contest.profile.ballots
    of = EMPTY
    if registered is not None:
        of = Text(f"，在册{registered}人", f" of {registered} on the roll")
    turnout = Text("（参与{ballots}人{of}）", "(with {ballots} taking part{of})").filled(
        ballots=ballots, of=of
    )
    words = (
        Text(
            "最接近的变化：“{title}”再多{change}票，入选名单就会改变{turnout}。",
            "Closest call: {change} more for '{title}' would change the list {turnout}.",
        )
        if more
        else Text(
            "最接近的变化：“{title}”少{change}票，入选名单就会改变{turnout}。",
            "Closest call: {change} fewer for '{title}' would change the list {turnout}.",
        )
    )
    said = words.filled(title=standing.item.title, change=change, turnout=turnout)
    return Margin(standing.item.id, change, more, said)
