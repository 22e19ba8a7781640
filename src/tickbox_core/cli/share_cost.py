"""``tickbox share-cost FILE.json``: who pays how much, to the rounding unit, the sum exact.

Each entry holds ``id``, ``total``, ``weights`` (one for each payer, relative) or ``percentages``
(which must sum to 100), and ``unit``, the rounding unit (``0.01`` where it is left out).  Amounts
are decimals of the same currency; no number becomes a float.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from tickbox_core.cli.exact_json import Entry, answered, list_of, number
from tickbox_core.errors import BadValue
from tickbox_core.rules.apportionment import largest_remainder, percentages
from tickbox_core.rules.motions.bases import decimal, fixed
from tickbox_core.text import Text

CENT = Fraction(1, 100)


def answers(entries: Iterable[object]) -> list[dict[str, Any]]:
    """One answer for each entry, in order; a bad one gets its ``error``, the rest are answered."""
    return answered(entries, lambda sharing: {"shares": _shares(sharing)})


def _shares(sharing: Entry) -> list[str]:
    unit = number(sharing["unit"], "rounding unit") if sharing.get("unit") is not None else CENT
    if unit <= 0:
        raise BadValue(
            "rounding unit",
            Text("必须大于0。", "must be more than 0."),
            Text("例如0.01。", "0.01, for instance."),
        )
    total = number(sharing.get("total"), "total")
    if (total / unit).denominator != 1:
        raise BadValue(
            "total",
            Text(
                f"{decimal(total)}不是{decimal(unit)}的整数倍。",
                f"{decimal(total)} is no multiple of {decimal(unit)}.",
            ),
            Text("请改取整单位。", "Choose another rounding unit."),
        )
    places = len(decimal(unit).partition(".")[2])
    shares = largest_remainder((total / unit).numerator, _weights(sharing))
    return [fixed(share * unit, places) for share in shares]


def _weights(sharing: Entry) -> list[Fraction]:
    declared = [name for name in ("weights", "percentages") if sharing.get(name) is not None]
    if len(declared) != 1:
        raise BadValue(
            "weights",
            Text("要有系数或百分比，且只能有一种。", "give weights or percentages, one of them."),
        )
    (name,) = declared
    rows = [number(row, f"{name}[{at}]") for at, row in enumerate(list_of(sharing[name], name))]
    return list(percentages(rows)) if name == "percentages" else rows
