"""Which side leads, and who joins it: whoever ticked "with the majority", and silence that may.

A side leads where it alone has the most on every base, heads and area alike, among those who took a
side.  Where bases differ, where sides are equal, where an amount is unknown or nobody took a side,
none leads: then nobody can say whom the followers chose, and nothing is certified.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from tickbox_core.rules.motions.assembly import Assembly, Head, weight_of
from tickbox_core.rules.motions.motion import Motion
from tickbox_core.rules.motions.papers import WITH_MAJORITY
from tickbox_core.text import Text


@attrs.frozen
class Following:
    """Heads that join a side (``None``: they take part without one); ``undecided``: none leads."""

    heads: tuple[Head, ...] = ()
    side: str | None = None
    undecided: bool = False
    notes: tuple[Text, ...] = ()


def follow(motion: Motion, assembly: Assembly, said: Mapping[str, str]) -> Following:
    """Whoever ticked "with the majority", and the side they join."""
    heads = tuple(head for head in assembly.heads if said.get(head.id) == WITH_MAJORITY)
    if not heads:
        return Following()
    side = leader(motion, assembly, said)
    if side is None:
        return Following(heads, None, True, (_SPLIT.filled(number=len(heads)),))
    joins = _JOINS.filled(
        number=len(heads), side=motion.title_of(side), where=motion.majority_agreed
    )
    return Following(heads, side, notes=(joins,))


_SPLIT = Text(
    "{number}名填“从众”者应随多数，但没有哪一方在人数、面积等各项上都领先，无法归入，不予认定。",
    "{number} who ticked 'with the majority' would join it, but no side leads on every base: "
    "nothing is certified.",
)
_JOINS = Text(
    "{number}名填“从众”者依约定（{where}）计入“{side}”。",
    "{number} who ticked 'with the majority' join '{side}', as agreed ({where}).",
)


def leader(motion: Motion, assembly: Assembly, said: Mapping[str, str]) -> str | None:
    """The side that leads alone on every base; ``None`` where bases differ, tie or are unknown."""
    tops = {
        top(
            {
                side: weight_of(saying(motion, assembly, said, side), each.base)
                for side in motion.sides
            }
        )
        for each in motion.bars
    }
    alone = tops.pop()
    return alone[0] if not tops and len(alone) == 1 else None


def top(amounts: Mapping[str, int | None]) -> tuple[str, ...]:
    """The sides with the most, several where they tie; none where an amount is unknown or all 0."""
    known = {side: amount for side, amount in amounts.items() if amount is not None}
    most = max(known.values()) if len(known) == len(amounts) else 0
    return tuple(side for side, amount in known.items() if amount == most) if most else ()


def saying(motion: Motion, assembly: Assembly, said: Mapping[str, str], mark: str) -> list[Head]:
    """The heads that said so; in an election those that ticked the candidate."""
    return [
        head for head in assembly.heads if head.id in said and mark in motion.ticks(said[head.id])
    ]
