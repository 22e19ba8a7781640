"""Scores and stars, exact: points for criteria that are shown, of all points there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import attrs

from tickbox_core import Text
from tickbox_core.errors import BadValue, UnknownId

FIVE_ONES: Mapping[str, Text] = {
    "roster": Text("一张值日表", "a duty roster"),
    "photo": Text("一张全家福", "a group photo"),
    "birthday": Text("一场生日会", "a birthday party"),
    "outing": Text("一次集体外出", "an outing together"),
    "reunion": Text("一顿团圆饭", "a reunion meal"),
}
"""The "five ones" of 万临家园 (Songnan, 2023)."""


@attrs.frozen
class Scored:
    """A group with its score (a part of all points), its stars, and its rank (equals share one)."""

    group: str
    score: Fraction
    stars: int
    rank: int


def score(weights: Mapping[str, int], shown: Iterable[str]) -> Fraction:
    """The weight of the criteria that evidence shows, of the weight of all.

    Raises ``UnknownId`` for evidence of something that is no criterion, ``BadValue`` for weights
    that are not whole and positive in sum.
    """
    total = sum(weights.values())
    if total <= 0 or any(type(weight) is not int or weight < 0 for weight in weights.values()):
        raise BadValue(
            "weights",
            Text(
                "权重合计必须大于0，且都是不小于0的整数。",
                "they are whole, 0 or more, and not all 0.",
            ),
        )
    held = set(shown)
    for criterion in held:
        if criterion not in weights:
            raise UnknownId("criterion", criterion, "evidence")
    return Fraction(sum(weights[criterion] for criterion in held), total)


def stars(part: Fraction, cuts: Mapping[int, Fraction]) -> int:
    """The most stars whose cut-off is reached (a score on it reaches it); 0 where none is."""
    return max((number for number, cut in cuts.items() if part >= cut), default=0)


def rank(
    weights: Mapping[str, int], cuts: Mapping[int, Fraction], shown: Mapping[str, Iterable[str]]
) -> tuple[Scored, ...]:
    """All groups, the highest score first; equal scores share a rank, in the order given."""
    scores = {group: score(weights, criteria) for group, criteria in shown.items()}
    ordered = sorted(scores, key=lambda group: -scores[group])
    return tuple(
        Scored(
            group,
            scores[group],
            stars(scores[group], cuts),
            1 + sum(other > scores[group] for other in scores.values()),
        )
        for group in ordered
    )
