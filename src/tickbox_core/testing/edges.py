"""A motion on the edge of its bars: just under, on, just over, and with nobody voting.

Every head weighs the same on every base, so that one number of heads is each bar's edge.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import lcm

import attrs

from tickbox_core.rules.motions import (
    NO,
    NONE_OF_THESE,
    YES,
    Assembly,
    Bar,
    Head,
    Motion,
    Of,
    Paper,
    Result,
    Silence,
    decide,
)


@attrs.frozen
class MeetingEdge:
    """So many of ``total`` heads take part, so many of those in favour; whether that must pass."""

    total: int
    participating: int
    yes: int
    passes: bool


def meetings(motion: Motion) -> Iterator[MeetingEdge]:
    """Meetings around each bar of a motion; what must come of them is reckoned here, in wholes."""
    shares = [bar.share for each in motion.bars for bar in (each.quorum, each.approval) if bar]
    total = 2 * lcm(*(share.denominator for share in shares))
    tried = {(0, 0), (total, total)}
    for each in motion.bars:
        if each.quorum is not None:
            tried |= {(number, number) for number in _around(each.quorum, total)}
        tried |= {(total, number) for number in _around(each.approval, total)}
    for participating, yes in sorted(tried):
        yield MeetingEdge(total, participating, yes, _passes(motion, total, participating, yes))


def verdict(motion: Motion, meeting: MeetingEdge) -> Result:
    """What a motion comes to at a meeting, papers and all; silence left out of it."""
    heads = tuple(Head(f"h{n}", (f"h{n}",), (f"h{n}",), 100) for n in range(meeting.total))
    favoured, other = (motion.sides[0], NONE_OF_THESE) if motion.options else (YES, NO)
    papers = [
        Paper(head.id, favoured if at < meeting.yes else other, by=head.id)
        for at, head in enumerate(heads[: meeting.participating])
    ]
    counted = attrs.evolve(motion, silence=Silence.NOT_PARTICIPATING)
    return decide(counted, Assembly(heads), papers).verdicts[favoured].result


def _around(bar: Bar, total: int) -> Iterator[int]:
    edge = bar.share * total
    yield from (number for number in range(int(edge) - 1, int(edge) + 2) if 0 <= number <= total)


def _passes(motion: Motion, total: int, participating: int, yes: int) -> bool:
    """Each bar by itself, by cross-multiplication; nobody passes nothing."""
    pairs = [
        (bar, part, whole)
        for each in motion.bars
        for bar, part, whole in (
            (each.quorum, participating, total),
            (each.approval, yes, total if each.of is Of.ALL else participating),
        )
        if bar is not None
    ]
    return all(whole > 0 and _reaches(bar, part, whole) for bar, part, whole in pairs)


def _reaches(bar: Bar, part: int, whole: int) -> bool:
    share: Fraction = bar.share
    left, right = part * share.denominator, share.numerator * whole
    return left > right or (left == right and str(bar.strictness) == "at_least")
