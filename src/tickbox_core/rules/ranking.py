"""What ranking rules share: ranks with ties, the cut, and the words that explain both."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from itertools import groupby

import attrs

from tickbox_core.counting import Share
from tickbox_core.model import Item
from tickbox_core.rules.outcome import Tie
from tickbox_core.rules.ties import tie_break_words
from tickbox_core.rules.unsettled import tied_words
from tickbox_core.text import EMPTY, Text, count_noun, join_texts


@attrs.frozen
class RankedItem:
    """An item with its ticks and the score it is ranked by (ticks, a weight, points)."""

    item: Item
    ticks: int
    score: int
    share: Share


@attrs.frozen(slots=False)
class Cut:
    """Who is chosen when only ``places`` can be: those ahead, and the tie at the edge if any."""

    places: int
    chosen: tuple[str, ...]
    tie: Tie | None = None

    @cached_property
    def inside(self) -> frozenset[str]:
        """The same, to be asked for one after the other."""
        return frozenset(self.chosen)

    @cached_property
    def tied(self) -> frozenset[str]:
        """Those of the tie at the edge."""
        return frozenset(() if self.tie is None else self.tie.items)

    def edge(self, ranked: Sequence[tuple[int, RankedItem]]) -> int | None:
        """The lowest score that is in, or tied for it; looked for once for all items."""
        if "_edge" not in self.__dict__:
            these = self.tied if self.tie is not None and self.tie.open else self.inside
            scores = (s.score for _, s in reversed(ranked) if s.item.id in these)
            self.__dict__["_edge"] = next(scores, None)
        found: int | None = self.__dict__["_edge"]
        return found


def in_order(standings: Sequence[RankedItem]) -> list[tuple[int, RankedItem]]:
    """Highest score first, with competition ranks: equal scores share one (1, 2, 2, 4).

    Inside a rank the listed order is kept, for reading only: it decides nothing.
    """
    ordered = sorted(standings, key=lambda standing: -standing.score)
    ranked: list[tuple[int, RankedItem]] = []
    for _, level in groupby(ordered, key=lambda standing: standing.score):
        rank = len(ranked) + 1
        ranked.extend((rank, standing) for standing in level)
    return ranked


def figure(value: Fraction) -> str:
    """Exactly: a decimal where it ends within two places, a fraction where it does not."""
    if value.denominator == 1:
        return str(value.numerator)
    if 100 % value.denominator == 0:
        hundredths = value.numerator * (100 // value.denominator)
        sign = "-" if hundredths < 0 else ""
        return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}".rstrip("0")
    return str(value)


def reason(
    ranked: Sequence[tuple[int, RankedItem]],
    at: int,
    decided: Cut | None = None,
    scored: Text = EMPTY,
    unit: int = 1,
) -> Text:
    """Why an item stands where it stands; ``scored`` says its score, ``unit`` of it make one."""
    standing = ranked[at][1]
    ticked = Text("{share}打钩；", "Ticked by {share};").filled(share=standing.share.text)
    reasons = [ticked, *([scored] if scored else []), _beside(ranked, at, unit)]
    if decided is not None:
        reasons.append(_chosen_words(standing, ranked, decided, unit))
    return join_texts(reasons)


def _rank(placed: tuple[int, RankedItem]) -> int:
    return placed[0]


def _beside(ranked: Sequence[tuple[int, RankedItem]], at: int, unit: int) -> Text:
    """How far it is from its neighbours: what would have to change for another rank."""
    rank, standing = ranked[at]
    first = bisect_left(ranked, rank, key=_rank)
    after = bisect_right(ranked, rank, key=_rank)
    equals = after - first - 1
    ahead = ranked[first - 1][1] if first else None
    behind = ranked[after][1] if after < len(ranked) else None
    parts = []
    if equals:
        parts.append(Text(f"与另外{equals}项并列第{rank}", f"one of {equals + 1} at rank {rank}"))
    if ahead is not None:
        gap = Fraction(ahead.score - standing.score, unit)
        parts.append(Text(f"比前一名少{figure(gap)}", f"{figure(gap)} behind the next above"))
    if behind is not None:
        gap = Fraction(standing.score - behind.score, unit)
        parts.append(Text(f"比后一名多{figure(gap)}", f"{figure(gap)} ahead of the next below"))
    line = join_texts(parts or [Text("清单上只有这一项", "the only item listed")], "，", ", ")
    return Text(f"{line.zh}。", f"{line.en}.")


def _chosen_words(
    standing: RankedItem, ranked: Sequence[tuple[int, RankedItem]], decided: Cut, unit: int
) -> Text:
    tie = decided.tie
    inside = standing.item.id in decided.inside
    if tie is not None and standing.item.id in decided.tied:
        if tie.open:
            return tied_words(tie)
        by = tie_break_words(tie.tie_break)
        return Text(
            f"并列{len(tie.items)}项争{tie.places}个名额，{by.zh}"
            + ("入选。" if inside else "落选。"),
            f"Of {len(tie.items)} tied for {count_noun(tie.places, 'place')}, "
            + ("chosen" if inside else "not chosen")
            + f" {by.en}.",
        )
    if inside:
        return Text(f"在前{decided.places}名内，入选。", f"{_first(decided.places, 'Among')}.")
    last = decided.edge(ranked)
    if last is None:
        return Text("没有可入选的名额，未入选。", "Not chosen: nothing was to be chosen.")
    short = figure(Fraction(last - standing.score, unit))
    if tie is not None and tie.open:
        return Text(
            f"未进入前{decided.places}名，与并列的事项差{short}。",
            f"{_first(decided.places, 'Not among')}: {short} short of those tied.",
        )
    return Text(
        f"未进入前{decided.places}名，与最后一个入选项差{short}。",
        f"{_first(decided.places, 'Not among')}: {short} short of the last one chosen.",
    )


def _first(places: int, among: str) -> str:
    if places == 1:
        return "The first" if among == "Among" else "Not the first"
    return f"{among} the first {places}"
