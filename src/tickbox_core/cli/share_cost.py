"""``tickbox share-cost FILE.json``: who pays how much, to the rounding unit, the sum exact.

Each entry holds ``id``, ``total``, ``weights`` (one for each payer, relative) or ``percentages``
(which must sum to 100), and ``unit``, the rounding unit (``0.01`` where it is left out).  Amounts
are decimals of the same currency; no number becomes a float.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs

from tickbox_core.errors import BadValue
from tickbox_core.interchange.exact_json import (
    UniqueObject,
    list_of,
    number,
    read_entries,
    with_answers,
    with_notes,
)
from tickbox_core.numbers import DECIMAL, MONEY, PERCENT
from tickbox_core.rules.apportionment import largest_remainder, percentages
from tickbox_core.rules.decimals import decimal, format_fixed
from tickbox_core.terminal.parser import Parser
from tickbox_core.terminal.printing import one_line, print_json
from tickbox_core.terminal.table import columns
from tickbox_core.text import Language, Text

CENT = Fraction(1, 100)


class ShareCost:
    """Shares the costs of a file."""

    help = Text("分摊费用，合计分毫不差", "share a cost so that the sum is exact")

    def configure(self, parser: Parser) -> None:
        """The file, ``--json``."""
        parser.add_argument("file", type=Path, metavar="FILE.json")
        parser.add_argument(
            "--json", action="store_true", help=parser.said(Text("输出 JSON", "print JSON"))
        )

    def run(self, args: argparse.Namespace) -> int:
        """Answer every entry; 0 whatever they come to."""
        entries = read_entries(args.file)
        given = with_notes(answers(entries), entries, _NUMBERS, ("weights",))
        if args.json:
            print_json(given)
        else:
            print("\n".join(share_lines(given, args.lang)))
        return 0


def share_lines(given: Iterable[dict[str, Any]], language: Language) -> list[str]:
    """The answers for people: each entry's shares in the order of its weights."""
    lines: list[str] = []
    for answer in given:
        lines.append(f"{'–' if answer['id'] is None else one_line(str(answer['id']))}:")
        if "error" in answer:
            lines.append(f"    {one_line(answer['error'][language])}")
            continue
        rows = [(f"    {row}", share) for row, share in enumerate(answer["shares"], start=1)]
        lines.append(columns(rows))
        lines += [f"    {one_line(note[language])}" for note in answer.get("notes", ())]
    return lines


def answers(entries: Iterable[object]) -> list[dict[str, Any]]:
    """One answer for each entry, in order; a bad one gets its ``error``, the rest are answered."""
    return with_answers(entries, lambda sharing: {"shares": _shares(sharing)})


_NUMBERS = ("total", "unit", "weights", "percentages")


def _shares(sharing: UniqueObject) -> list[str]:
    unit = number(sharing["unit"], "rounding unit") if sharing.get("unit") is not None else CENT
    if unit <= 0:
        raise BadValue(
            "rounding unit",
            Text("必须大于0。", "must be more than 0."),
            Text("例如0.01。", "0.01, for instance."),
        )
    places = len(decimal(unit).partition(".")[2])
    # an amount has the decimals of its rounding unit, and never fewer than two
    total = number(sharing.get("total"), "total", attrs.evolve(MONEY, places=max(2, places)))
    if (total / unit).denominator != 1:
        raise BadValue(
            "total",
            Text(
                f"{decimal(total)}不是{decimal(unit)}的整数倍。",
                f"{decimal(total)} is no multiple of {decimal(unit)}.",
            ),
            Text("请改取整单位。", "Choose another rounding unit."),
        )
    shares = largest_remainder((total / unit).numerator, _weights(sharing))
    return [format_fixed(share * unit, places) for share in shares]


def _weights(sharing: UniqueObject) -> list[Fraction]:
    declared = [name for name in ("weights", "percentages") if sharing.get(name) is not None]
    if len(declared) != 1:
        raise BadValue(
            "weights",
            Text("要有系数或百分比，且只能有一种。", "give weights or percentages, one of them."),
        )
    (name,) = declared
    kind = PERCENT if name == "percentages" else DECIMAL
    given = enumerate(list_of(sharing[name], name))
    rows = [number(row, f"{name}[{at}]", kind) for at, row in given]
    return list(percentages(rows)) if name == "percentages" else rows


COMMAND = ShareCost()
