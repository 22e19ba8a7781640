"""Proportional budget rules for tickbox, exact and fast, and a tally engine in NumPy.

``equal-shares``, ``phragmen`` and ``maximin`` come as rules, ``numpy`` as a tally engine.  The same
as plain functions over an ``SupportMatrix``: ``equal_shares``, ``add1``, ``phragmen``, ``maximin``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tickbox_budget_rules.completion import Completion, Until, add1
from tickbox_budget_rules.contests import EQUAL
from tickbox_budget_rules.election import SupportMatrix
from tickbox_budget_rules.engine import NumpyEngine
from tickbox_budget_rules.equal_shares import equal_shares
from tickbox_budget_rules.market import Utility
from tickbox_budget_rules.maximin import maximin
from tickbox_budget_rules.phragmen import phragmen
from tickbox_budget_rules.rules import EqualShares, Maximin, Phragmen
from tickbox_core import Parameter, RuleKind, TallyEngine, Text, TieBreak, hookimpl

__all__ = [
    "Completion",
    "EqualShares",
    "Maximin",
    "NumpyEngine",
    "Phragmen",
    "SupportMatrix",
    "Until",
    "Utility",
    "add1",
    "equal_shares",
    "maximin",
    "phragmen",
]

CALL = Parameter(
    "ballots",
    "as-cast",
    Text(
        "选票怎样读：as-cast、ticks、borda、borda-K、modified 或 first-K",
        "how ballots are read: as-cast, ticks, borda, borda-K, modified or first-K",
    ),
)
STAKES = Parameter(
    "stakes",
    EQUAL,
    Text(
        "预算按什么分给参与者：equal（人人相等）或一种权数",
        "how money is divided among voters: equal (all alike) or the name of a weight",
    ),
)
UTILITY = Parameter(
    "utility",
    "cost",
    Text("勾选者从一项得到多少", "what an item is worth to who ticks it"),
    tuple(Utility),
)
COMPLETION = Parameter(
    "completion", "none", Text("余款怎样用", "what is done with the rest"), tuple(Completion)
)
UNTIL = Parameter(
    "until",
    "exhaustive",
    Text("add1 何时停", "when add1 stops"),
    tuple(Until),
)


def _equal_shares(parameters: Mapping[str, Any], tie_break: TieBreak) -> EqualShares:
    return EqualShares(
        utility=parameters["utility"],
        completion=parameters["completion"],
        until=parameters["until"],
        call=parameters["ballots"],
        stakes=parameters["stakes"],
        tie_break=tie_break,
    )


def _phragmen(parameters: Mapping[str, Any], tie_break: TieBreak) -> Phragmen:
    return Phragmen(parameters["ballots"], parameters["stakes"], tie_break)


def _maximin(parameters: Mapping[str, Any], tie_break: TieBreak) -> Maximin:
    return Maximin(parameters["ballots"], parameters["stakes"], tie_break)


@hookimpl
def tickbox_rules() -> tuple[RuleKind, ...]:
    """Equal shares, Phragmén and maximin."""
    return (
        RuleKind(
            "equal-shares",
            "1",
            Text("等额份额法", "the method of equal shares"),
            _equal_shares,
            (UTILITY, COMPLETION, UNTIL, CALL, STAKES),
        ),
        RuleKind(
            "phragmen",
            "1",
            Text("弗拉格门法（逐项）", "sequential Phragmén"),
            _phragmen,
            (CALL, STAKES),
        ),
        RuleKind(
            "maximin", "1", Text("最大最小支持法", "maximin support"), _maximin, (CALL, STAKES)
        ),
    )


@hookimpl
def tickbox_engines() -> tuple[TallyEngine, ...]:
    """The NumPy engine."""
    return (NumpyEngine(),)
