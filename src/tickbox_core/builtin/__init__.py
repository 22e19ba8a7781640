"""The core's own policy, rule, tie-breaks and engine, handed over through the same hooks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tickbox_core.builtin.plain import PlainPolicy
from tickbox_core.counting import Base, PlainEngine, TallyEngine
from tickbox_core.errors import BadValue
from tickbox_core.hooks import CategoryPolicy, Parameter, RuleKind, TieBreakKind, hookimpl
from tickbox_core.rules import ListedFirst, Lot, Refuse, TickShare, TieBreak
from tickbox_core.text import Text

BASE = Parameter(
    "base",
    "participants",
    Text("比例的基数", "what shares are divided by"),
    tuple(Base),
)


def _tick_share(parameters: Mapping[str, Any], tie_break: TieBreak) -> TickShare:
    return TickShare(parameters["base"], tie_break)


def _plain(tie_break: TieBreak) -> Callable[[str], TieBreak]:
    """A maker of a tie-break that takes nothing after its name."""

    def make(argument: str) -> TieBreak:
        if argument:
            raise BadValue(
                f"tie-break {tie_break.key}",
                Text(f"后面多了“{argument}”。", f"'{argument}' after it means nothing."),
                Text("请只写名称。", "Write the name alone."),
            )
        return tie_break

    return make


@hookimpl
def tickbox_categories() -> tuple[CategoryPolicy, ...]:
    """The plain category."""
    return (PlainPolicy(),)


@hookimpl
def tickbox_rules() -> tuple[RuleKind, ...]:
    """Ranking by the share of residents ticking."""
    return (
        RuleKind(
            "tick-share",
            "1",
            Text("按勾选比例排序", "rank by the share of residents ticking"),
            _tick_share,
            (BASE,),
        ),
    )


@hookimpl
def tickbox_tie_breaks() -> tuple[TieBreakKind, ...]:
    """Refuse, listed-first, and a lot from a public seed."""
    return (
        TieBreakKind("refuse", Text("不代为决定", "refuse to choose"), _plain(Refuse())),
        TieBreakKind("listed-first", Text("清单在前者", "listed first"), _plain(ListedFirst())),
        TieBreakKind("lot", Text("按公开种子抽签", "lot from a public seed"), Lot.of),
    )


@hookimpl
def tickbox_engines() -> tuple[TallyEngine, ...]:
    """Plain Python."""
    return (PlainEngine(),)
