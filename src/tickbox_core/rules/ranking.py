"""What ranking rules share: ranks with ties, the cut, and the words that explain both."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import attrs

from tickbox_core.counting import Share
from tickbox_core.errors import BadValue, TieRefused
from tickbox_core.model import Item
from tickbox_core.rules.outcome import Placed, Tie, TieBreak
from tickbox_core.text import Text, joined


@attrs.frozen
class Standing:
    """An item with its ticks and the score it is ranked by (ticks, or a weight)."""

    item: Item
    ticks: int
    score: int
    share: Share


@attrs.frozen
class Cut:
    """Who is chosen when only ``places`` can be: those ahead, and the tie at the edge if any."""

    places: int
    chosen: tuple[str, ...]
    tie: Tie | None = None


def in_order(standings: Sequence[Standing]) -> list[tuple[int, Standing]]:
    """Highest score first, with competition ranks: equal scores share one (1, 2, 2, 4).

    Inside a rank the listed order is kept, for reading only: it decides nothing.
    """
    ordered = sorted(standings, key=lambda standing: -standing.score)
    ranked: list[tuple[int, Standing]] = []
    for _, level in groupby(ordered, key=lambda standing: standing.score):
        rank = len(ranked) + 1
        ranked.extend((rank, standing) for standing in level)
    return ranked


def cut(ranked: Sequence[tuple[int, Standing]], places: int, tie_break: TieBreak) -> Cut:
    """Choose the first ``places``; only a tie across the edge asks the tie-break.

    Raises ``TieRefused`` with the tied items and the places left.
    """
    if places >= len(ranked):
        return Cut(places, tuple(standing.item.id for _, standing in ranked))
    if places <= 0:
        return Cut(places, ())
    edge = ranked[places - 1][0]
    if ranked[places][0] != edge:
        return Cut(places, tuple(standing.item.id for _, standing in ranked[:places]))
    ahead = tuple(standing.item.id for rank, standing in ranked if rank < edge)
    tied = tuple(standing.item for rank, standing in ranked if rank == edge)
    winners = _broken(tied, places - len(ahead), tie_break)
    tie = Tie(tuple(item.id for item in tied), places - len(ahead), tie_break.key, winners)
    return Cut(places, ahead + winners, tie)


def _broken(tied: tuple[Item, ...], places: int, tie_break: TieBreak) -> tuple[str, ...]:
    asked = tuple(item.id for item in tied)
    try:
        order = tuple(item.id for item in tie_break.order(tied))
    except TieRefused:
        raise TieRefused(asked, places) from None
    if sorted(order) != sorted(asked):
        raise BadValue(
            f"tie-break {tie_break.key}",
            Text("返回的不是原来那几项。", "did not give back the items it was handed."),
            Text("请换一种，或联系插件作者。", "Use another, or write to the plugin's author."),
        )
    return order[:places]


def placed(
    ranked: Sequence[tuple[int, Standing]], decided: Cut | None = None
) -> tuple[Placed, ...]:
    """The ranking with a reason for each place."""
    return tuple(
        Placed(
            rank=rank,
            item=standing.item.id,
            title=standing.item.title,
            ticks=standing.ticks,
            share=standing.share,
            why=_why(ranked, at, decided),
            chosen=None if decided is None else standing.item.id in decided.chosen,
        )
        for at, (rank, standing) in enumerate(ranked)
    )


def _why(ranked: Sequence[tuple[int, Standing]], at: int, decided: Cut | None) -> Text:
    rank, standing = ranked[at]
    reasons = [
        Text("{share}打钩；", "Ticked by {share};").filled(share=standing.share.text),
        _beside(ranked, at),
    ]
    if decided is not None:
        reasons.append(_chosen(rank, standing, ranked, decided))
    return joined(reasons)


def _beside(ranked: Sequence[tuple[int, Standing]], at: int) -> Text:
    """How far it is from its neighbours: what would have to change for another rank."""
    rank, standing = ranked[at]
    equals = sum(other == rank for other, _ in ranked) - 1
    ahead = next((s for r, s in reversed(ranked[:at]) if r < rank), None)
    behind = next((s for r, s in ranked[at + 1 :] if r > rank), None)
    parts = []
    if equals:
        parts.append(Text(f"与另外{equals}项并列第{rank}", f"one of {equals + 1} at rank {rank}"))
    if ahead is not None:
        gap = ahead.score - standing.score
        parts.append(Text(f"比前一名少{gap}", f"{gap} behind the next above"))
    if behind is not None:
        gap = standing.score - behind.score
        parts.append(Text(f"比后一名多{gap}", f"{gap} ahead of the next below"))
    line = joined(parts or [Text("清单上只有这一项", "the only item listed")], "，", ", ")
    return Text(f"{line.zh}。", f"{line.en}.")


def _chosen(
    rank: int, standing: Standing, ranked: Sequence[tuple[int, Standing]], decided: Cut
) -> Text:
    tie = decided.tie
    inside = standing.item.id in decided.chosen
    if tie is not None and standing.item.id in tie.items:
        return Text(
            f"并列{len(tie.items)}项争{tie.places}个名额，按“{tie.tie_break}”"
            + ("入选。" if inside else "落选。"),
            f"Of {len(tie.items)} tied for {tie.places} places, "
            + ("chosen" if inside else "not chosen")
            + f" by '{tie.tie_break}'.",
        )
    if inside:
        return Text(f"在前{decided.places}名内，入选。", f"Among the first {decided.places}.")
    if not decided.chosen:
        return Text("没有可入选的名额，未入选。", "Not chosen: nothing was to be chosen.")
    last = min(s.score for _, s in ranked if s.item.id in decided.chosen)
    short = last - standing.score
    return Text(
        f"未进入前{decided.places}名，与最后一个入选项差{short}。",
        f"Not among the first {decided.places}: {short} short of the last one chosen.",
    )
