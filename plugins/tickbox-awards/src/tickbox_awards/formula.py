"""Choosing the best cases: a declared formula, exact scores, the best N with ties declared.

A case is scored by up to three parts, each from 0 to 1: *ticks* (the share of residents who ticked
its item), *judgement* (a satisfied member counts one, a fairly satisfied one half, of all members)
and *jury* (the mean of its points).  The formula weighs them; it is declared before any case is
entered.  A part that is not known is not nought: such a case cannot be scored.  All of this is a
choice made here: who chose the cases of 2023, and how, is not said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs

from tickbox_core.errors import BadValue
from tickbox_core.model._checks import no_duplicates, whole
from tickbox_core.rules.motions.bars import exact
from tickbox_core.rules.ties import ticket
from tickbox_core.text import Text, as_text

PARTS = {
    "ticks": Text("居民勾选", "residents' ticks"),
    "judgement": Text("居民评议", "residents' judgement"),
    "jury": Text("评审打分", "the jury"),
}
ALL, REFUSE, LOT = "all", "refuse", "lot:"


def _weights(given: Mapping[str, Any]) -> Mapping[str, Fraction]:
    weights = {name: exact(value, f"weight of {name}") for name, value in given.items()}
    unknown = sorted(weights.keys() - PARTS.keys())
    if unknown or any(weight <= 0 for weight in weights.values()) or sum(weights.values()) != 1:
        raise BadValue(
            "formula",
            Text("权重之和不是1，或项目不对。", "its weights do not add up to 1, or are unknown."),
            Text(
                f"可用：{'、'.join(PARTS)}；例如各占三分之一。",
                f"Use {', '.join(PARTS)}, say a third each.",
            ),
        )
    return weights


@attrs.frozen(hash=False)
class Formula:
    """The weight of each part (they add up to 1), and the most points a juror can give.

    Raises ``BadValue`` for an unknown part, a weight of nothing or below, or another sum.
    """

    weights: Mapping[str, Fraction] = attrs.field(converter=_weights)
    most_points: int = 10

    def __attrs_post_init__(self) -> None:
        if whole(self.most_points, "points") == 0:
            raise BadValue("formula", Text("满分不能是0。", "the most points cannot be 0."))

    @property
    def text(self) -> Text:
        """The formula in words."""
        parts = [
            Text(f"{PARTS[name].zh}×{weight}", f"{weight} {PARTS[name].en}")
            for name, weight in self.weights.items()
        ]
        return Text(" + ".join(p.zh for p in parts), " + ".join(p.en for p in parts))

    def plain(self) -> dict[str, Any]:
        """For JSON; ``of_plain`` reads it."""
        weights = {name: str(weight) for name, weight in self.weights.items()}
        return {"weights": weights, "most_points": self.most_points}

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> Formula:
        """What ``plain`` wrote."""
        weights = {name: Fraction(weight) for name, weight in plain["weights"].items()}
        return cls(weights, plain["most_points"])


@attrs.frozen
class ScoredCase:
    """A case as it is scored; a part that is ``None`` is not known.

    ``judgement`` is (satisfied, fairly satisfied, members), ``jury`` the points given so far.
    """

    id: str
    title: Text = attrs.field(converter=as_text)
    ticks: Fraction | None = None
    judgement: tuple[int, int, int] | None = None
    jury: tuple[int, ...] = ()

    def part(self, name: str, formula: Formula) -> Fraction | None:
        """One part, from 0 to 1.

        Raises ``BadValue`` for more points than there are, or more of the satisfied than members.
        """
        value = self._part(name, formula)
        if value is not None and not 0 <= value <= 1:
            raise BadValue(
                f"case {self.id}",
                Text(f"{PARTS[name].zh}不在0到1之间。", f"{PARTS[name].en}: not between 0 and 1."),
                Text("请核对。", "Check it."),
            )
        return value

    def _part(self, name: str, formula: Formula) -> Fraction | None:
        if name == "ticks":
            return self.ticks
        if name == "jury":
            points = [whole(one, "points") for one in self.jury]
            if any(one > formula.most_points for one in points):
                return Fraction(2)
            return Fraction(sum(points), len(points) * formula.most_points) if points else None
        if self.judgement is None or not self.judgement[2]:
            return None
        satisfied, fairly, members = self.judgement
        return Fraction(2 * whole(satisfied, "marks") + whole(fairly, "marks"), 2 * members)

    def score(self, formula: Formula) -> Fraction | None:
        """The weighted sum, exact; ``None`` where a part that counts is not known."""
        parts = {name: self.part(name, formula) for name in formula.weights}
        total = Fraction(0)
        for name, weight in formula.weights.items():
            part = parts[name]
            if part is None:
                return None
            total += weight * part
        return total

    def lacks(self, formula: Formula) -> tuple[str, ...]:
        """The parts that count and are not known."""
        return tuple(name for name in formula.weights if self.part(name, formula) is None)


@attrs.frozen
class ScoredPlace:
    """A case's place: equal scores share a rank (1, 2, 2, 4); ``chosen`` where it is awarded."""

    rank: int
    case: str
    title: Text
    score: Fraction
    chosen: bool
    tied: bool = False

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "rank": self.rank,
            "case": self.case,
            "title": self.title.plain(),
            "score": str(self.score),
            "chosen": self.chosen,
            "tied": self.tied,
        }


@attrs.frozen
class Best:
    """The ranking of cases; ``tied`` are those across the cut that nothing has decided between."""

    places: int
    rows: tuple[ScoredPlace, ...]
    tied: tuple[str, ...] = ()
    tie_break: str = REFUSE

    @property
    def chosen(self) -> tuple[str, ...]:
        """The awarded, the best first."""
        return tuple(row.case for row in self.rows if row.chosen)


def best(
    cases: Iterable[ScoredCase], formula: Formula, places: int, tie_break: str = REFUSE
) -> Best:
    """The best cases by the formula; ``places`` need not be ten.

    ``tie_break`` decides only across the cut: ``refuse`` declares the tied and chooses none of
    them, ``all`` awards all of them (then there are more than ``places``), ``lot:SEED`` draws by a
    public seed.  Raises ``BadValue`` for no places, an unknown tie-break, an id given twice, or a
    case that cannot be scored.
    """
    held = tuple(cases)
    no_duplicates("case", (case.id for case in held))
    if whole(places, "places") == 0:
        raise BadValue("places", Text("名额是0。", "there are 0 of them."))
    if tie_break not in (ALL, REFUSE) and (not tie_break.startswith(LOT) or tie_break == LOT):
        raise BadValue(
            "tie-break",
            Text(f"不认识“{tie_break}”。", f"'{tie_break}' is not known."),
            Text("可用：refuse、all、lot:种子。", "Use refuse, all or lot:SEED."),
        )
    scored = [(case, _require_known(case, formula)) for case in held]
    scored.sort(key=lambda one: (-one[1], one[0].id))
    chosen, tied = _cut(scored, places, tie_break)
    scores = [score for _, score in scored]
    rows = tuple(
        ScoredPlace(
            1 + scores.index(score), case.id, case.title, score, case.id in chosen, case.id in tied
        )
        for case, score in scored
    )
    return Best(places, rows, tied, tie_break)


def _require_known(case: ScoredCase, formula: Formula) -> Fraction:
    score = case.score(formula)
    if score is not None:
        return score
    lacks = [PARTS[name] for name in case.lacks(formula)]
    zh, en = "、".join(one.zh for one in lacks), ", ".join(one.en for one in lacks)
    raise BadValue(
        f"case {case.id}",
        Text(f"缺{zh}，无法计分。", f"cannot be scored: {en} missing."),
        Text("请补上，或撤下这个案例。", "Add it, or withdraw the case."),
    )


def _cut(
    scored: Sequence[tuple[ScoredCase, Fraction]], places: int, tie_break: str
) -> tuple[set[str], tuple[str, ...]]:
    """Who is chosen, and who is left tied across the cut."""
    if len(scored) <= places:
        return {case.id for case, _ in scored}, ()
    edge = scored[places - 1][1]
    sure = {case.id for case, score in scored if score > edge}
    level = tuple(case.id for case, score in scored if score == edge)
    left = places - len(sure)
    if len(level) == left or tie_break == ALL:
        return sure | set(level), ()
    if tie_break == REFUSE:
        return sure, level
    drawn = sorted(level, key=lambda id_: ticket(tie_break.removeprefix(LOT), id_))
    return sure | set(drawn[:left]), ()


def explain_score(formula: Formula, case: ScoredCase) -> Text:
    """Why a case has its score: each part and its weight."""
    parts = [
        Text(
            f"{PARTS[name].zh} {_part_text(case.part(name, formula))}×{weight}",
            f"{PARTS[name].en} {_part_text(case.part(name, formula))} × {weight}",
        )
        for name, weight in formula.weights.items()
    ]
    return Text("，".join(p.zh for p in parts), ", ".join(p.en for p in parts))


def _part_text(part: Fraction | None) -> str:
    return "?" if part is None else str(part)
