"""Sharing a cost: whole amounts that sum exactly, by weights that anyone can check.

``largest_remainder`` shares so many units (fen, yuan) in proportion to weights.  The ``Key`` of a
sharing says where the weights come from: floor, area, unit, a table of percentages, or several of
these mixed.  ``share_cost`` puts key, exemptions, subsidy and caps together.

Money is in fen; weights are ``Fraction``.  The published splits that were found are all those of
the largest remainder; that it is used is a choice, not a rule of law.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from math import floor
from typing import TypeAlias

import attrs

from tickbox_core.errors import BadTable, BadValue
from tickbox_core.model._checks import a_tuple, no_duplicates, whole
from tickbox_core.rules.subsidy import Grant, Subsidy
from tickbox_core.text import Text

Weights: TypeAlias = Sequence[int | Fraction]


def largest_remainder(total: int, weights: Weights) -> tuple[int, ...]:
    """``total`` units in proportion to ``weights``, each share whole, the sum exact.

    Every share is rounded down; the units left over go one each to the largest remainders, equal
    remainders to the earlier row.  Weights may be 0 or negative (a compensation) while their sum is
    positive.  Raises ``BadTable`` for weights that sum to 0 or less, ``BadValue`` for a total that
    is no whole number of 0 or more.
    """
    amount = whole(total, "total")
    exact = _ideal(amount, weights)
    shares = [floor(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda row: shares[row] - exact[row])
    for row in by_remainder[: amount - sum(shares)]:
        shares[row] += 1
    return tuple(shares)


def _ideal(total: int, weights: Weights) -> list[Fraction]:
    if any(isinstance(weight, float) for weight in weights):
        raise BadTable(
            Text("系数是近似小数。", "a weight is a float."),
            Text("请用分数或整数。", "Give fractions or whole numbers."),
        )
    over = sum(map(Fraction, weights), Fraction(0))
    if over <= 0:
        raise BadTable(
            Text(
                f"系数合计为{over}，无法分摊。",
                f"the weights sum to {over}: nothing can be shared.",
            ),
            Text("系数合计必须大于0。", "They must sum to more than 0."),
        )
    return [total * Fraction(weight) / over for weight in weights]


def percentages(table: Iterable[Fraction]) -> tuple[Fraction, ...]:
    """A table declared in percent; ``BadTable`` unless it sums to exactly 100."""
    rows = tuple(map(Fraction, table))
    if sum(rows) == 100:
        return rows
    raise BadTable(
        Text(
            f"百分比合计为{sum(rows)}，不是100。",
            f"the percentages sum to {sum(rows)}, not to 100.",
        ),
        Text("请改表，或不要声明为百分比。", "Mend the table, or do not declare it in percent."),
    )


def midpoints(low: Sequence[Fraction], high: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """The middle of each range of a published guide, in percent; ``BadTable`` unless it sums up."""
    return percentages(
        (Fraction(least) + Fraction(most)) / 2 for least, most in zip(low, high, strict=True)
    )


# -- where weights come from -------------------------------------------------------------------


@attrs.frozen
class Payer:
    """One row of a sharing: a unit, its floor, and its area, exact (``None``: unknown).

    All areas of a sharing are in one unit, 0.01 m² from a roll.
    """

    id: str
    floor: int | None = None
    area: int | Fraction | None = None


Key: TypeAlias = Callable[[Sequence[Payer]], Sequence[Fraction]]


@attrs.frozen
class ByUnit:
    """The same for every unit."""

    def __call__(self, payers: Sequence[Payer]) -> list[Fraction]:
        """1 for each."""
        return [Fraction(1)] * len(payers)


@attrs.frozen
class ByArea:
    """By floor area; ``BadTable`` names the unit whose area is unknown."""

    def __call__(self, payers: Sequence[Payer]) -> list[Fraction]:
        """The areas."""
        return [Fraction(_require_whole(payer.id, "area", payer.area)) for payer in payers]


@attrs.frozen
class ByFloor:
    """By a coefficient for each floor, which may be 0 or negative.

    ``within_floor``: how a floor's part is divided among its units.  Without it each unit of a
    floor weighs the coefficient; with it (``ByArea()``) the coefficient is the whole floor's.
    """

    coefficients: Mapping[int, Fraction]
    within_floor: Key | None = None

    def __call__(self, payers: Sequence[Payer]) -> list[Fraction]:
        """Each payer's coefficient, or its part of the floor's."""
        floors = [int(_require_whole(payer.id, "floor", payer.floor)) for payer in payers]
        own = [self._coefficient(payer.id, at) for payer, at in zip(payers, floors, strict=True)]
        if self.within_floor is None:
            return own
        parts = self.within_floor(payers)
        sizes: dict[int, Fraction] = {}
        for at, part in zip(floors, parts, strict=True):
            sizes[at] = sizes.get(at, Fraction(0)) + part
        _none_empty(sizes)
        return [
            coefficient * part / sizes[at]
            for coefficient, part, at in zip(own, parts, floors, strict=True)
        ]

    def _coefficient(self, payer: str, at: int) -> Fraction:
        try:
            return Fraction(self.coefficients[at])
        except KeyError:
            raise BadTable(
                Text(
                    f"表里没有{payer}所在的{at}层。", f"floor {at} of {payer} is not in the table."
                ),
                Text("请补上，不要推算。", "Add it; it is not interpolated."),
            ) from None


@attrs.frozen
class Mixed:
    """Several keys at once: each with the part of the total that it divides, parts summing to 1."""

    parts: tuple[tuple[Fraction, Key], ...] = attrs.field(validator=a_tuple)

    def __call__(self, payers: Sequence[Payer]) -> list[Fraction]:
        """The parts' shares of 1, added up."""
        percentages(100 * Fraction(part) for part, _ in self.parts)
        columns = [[part * share for share in _ideal(1, key(payers))] for part, key in self.parts]
        return [sum(row, Fraction(0)) for row in zip(*columns, strict=True)]


def steps(coefficients: Sequence[Fraction], step: Fraction, top: int) -> dict[int, Fraction]:
    """Coefficients of floors 1 up to ``top``: those given, then ``step`` more for each floor."""
    given = [Fraction(coefficient) for coefficient in coefficients]
    while len(given) < top:
        given.append(given[-1] + step)
    return dict(enumerate(given[:top], start=1))


def _require_whole(payer: str, what: str, value: int | Fraction | None) -> int | Fraction:
    if value is not None:
        return value
    zh = {"area": "面积", "floor": "楼层"}[what]
    raise BadTable(
        Text(f"{payer}的{zh}未知。", f"the {what} of {payer} is not known."),
        Text("请先补上。", "Add it first."),
    )


def _none_empty(sizes: Mapping[int, Fraction]) -> None:
    empty = [at for at, size in sizes.items() if size <= 0]
    if empty:
        raise BadTable(
            Text(f"{empty[0]}层的面积合计为0。", f"the areas of floor {empty[0]} sum to 0."),
            Text("请核对面积。", "Check the areas."),
        )


# -- the whole sharing -------------------------------------------------------------------------


@attrs.frozen
class Sharing:
    """Who pays how much, in fen: ``shares`` by payer's id, summing to ``payable``.

    ``payable`` is the ``total`` less the ``subsidy``.  ``capped`` names those whose share stops at
    their cap, so that the others carry the rest.
    """

    total: int
    subsidy: int
    payable: int
    shares: Mapping[str, int]
    capped: tuple[str, ...] = ()


def share_cost(
    total: int,
    payers: Sequence[Payer],
    key: Key,
    *,
    exempt: Collection[str] = (),
    subsidy: Subsidy | Grant | None = None,
    caps: Mapping[str, int] | None = None,
    unit: int = 1,
) -> Sharing:
    """Share ``total`` fen among payers, each share a multiple of ``unit`` fen, the sum exact.

    The subsidy comes off first.  The exempt pay 0 and weigh nothing.  A payer's share stops at its
    cap and the rest is shared again among the others.  Raises ``DuplicateId`` for a payer given
    twice, ``BadTable`` for weights that cannot share, or caps under what has to be paid;
    ``BadValue`` where what is to be paid is no multiple of ``unit``.
    """
    no_duplicates("payer", (payer.id for payer in payers))
    granted = 0 if subsidy is None else subsidy.of(total)
    payable = whole(total, "total") - granted
    limits = {id_: cap // unit for id_, cap in (caps or {}).items()}
    paying = [payer for payer in payers if payer.id not in set(exempt)]
    weights = dict(zip([payer.id for payer in paying], key(paying), strict=True))
    shares, capped = _within(multiples(payable, unit), weights, limits)
    return Sharing(
        total,
        granted,
        payable,
        {payer.id: shares.get(payer.id, 0) * unit for payer in payers},
        tuple(payer.id for payer in payers if payer.id in capped),
    )


def multiples(total: int, unit: int) -> int:
    """How many ``unit`` make up ``total``; ``BadValue`` unless that is a whole number."""
    if unit > 0 and total % unit == 0:
        return total // unit
    raise BadValue(
        "total",
        Text(f"{total}不是{unit}的整数倍。", f"{total} is no multiple of {unit}."),
        Text("请改取整单位。", "Choose another rounding unit."),
    )


def _within(
    total: int, weights: Mapping[str, Fraction], caps: Mapping[str, int]
) -> tuple[dict[str, int], set[str]]:
    """Shares under their caps; whoever would exceed one pays it and leaves the sharing."""
    full: dict[str, int] = {}
    while True:
        rest = {id_: weight for id_, weight in weights.items() if id_ not in full}
        left = total - sum(full.values())
        if left < 0 or (left and not rest):
            raise BadTable(
                Text("按这些封顶额无法分完。", "under these caps the cost cannot be divided."),
                Text("请提高封顶额，或增加补贴。", "Raise the caps, or add a subsidy."),
            )
        if not rest:
            return full, set(full)
        shares = dict(zip(rest, largest_remainder(left, list(rest.values())), strict=True))
        over = {id_: caps[id_] for id_, share in shares.items() if share > caps.get(id_, share)}
        if not over:
            return {**full, **shares}, set(full)
        full |= over
