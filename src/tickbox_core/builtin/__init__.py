"""The core's own policy, rule, tie-breaks and engine, handed over through the same hooks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tickbox_core.builtin.plain import PlainPolicy
from tickbox_core.counting import Base, PlainEngine, TallyEngine
from tickbox_core.errors import BadValue, UnknownName
from tickbox_core.hooks import CategoryPolicy, Parameter, RuleKind, TieBreakKind, hookimpl
from tickbox_core.rules import (
    Greedy,
    Lexicographic,
    ListedFirst,
    Lot,
    LowerCost,
    Refuse,
    TickShare,
    TieBreak,
)
from tickbox_core.text import Text

BASE = Parameter(
    "base",
    "participants",
    Text("比例的基数", "what shares are divided by"),
    tuple(Base),
)


THRESHOLD = Parameter(
    "threshold",
    0,
    Text("最低票数，不到的不参加排序", "the least number of votes an item needs to stand"),
)
CALL = Parameter(
    "ballots",
    "as-cast",
    Text(
        "选票怎样读：as-cast、ticks、borda、borda-K 或 first-K",
        "how ballots are read: as-cast, ticks, borda, borda-K or first-K",
    ),
)
UNFIT = Parameter(
    "unfit",
    "skip",
    Text("遇到超出余款的事项：跳过或到此为止", "what to do at an item that does not fit"),
    ("skip", "stop"),
)


def _greedy(per_cost: bool) -> Callable[[Mapping[str, Any], TieBreak], Greedy]:
    """A maker of greedy rules by votes, or by votes per cost."""

    def make(parameters: Mapping[str, Any], tie_break: TieBreak) -> Greedy:
        return Greedy(
            per_cost,
            _one_of(parameters["unfit"], UNFIT),
            parameters["threshold"],
            parameters["ballots"],
            tie_break,
        )

    return make


def _one_of(value: Any, parameter: Parameter) -> Any:
    if value in parameter.choices:
        return value
    raise UnknownName(parameter.name, str(value), parameter.choices)


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
    """Ranking by the share of residents ticking, and greedy choice under a budget."""
    return (
        RuleKind(
            "tick-share",
            "1",
            Text("按勾选比例排序", "rank by the share of residents ticking"),
            _tick_share,
            (BASE,),
        ),
        RuleKind(
            "greedy-votes",
            "1",
            Text("按票数依次入选，用完预算为止", "by votes, as far as the budget goes"),
            _greedy(per_cost=False),
            (UNFIT, THRESHOLD, CALL),
        ),
        RuleKind(
            "greedy-ratio",
            "1",
            Text(
                "按每元票数依次入选，用完预算为止", "by votes per cost, as far as the budget goes"
            ),
            _greedy(per_cost=True),
            (UNFIT, THRESHOLD, CALL),
        ),
    )


@hookimpl
def tickbox_tie_breaks() -> tuple[TieBreakKind, ...]:
    """Refuse, three fixed orders, and a lot from a public seed."""
    return (
        TieBreakKind("refuse", Text("不代为决定", "refuse to choose"), _plain(Refuse())),
        TieBreakKind("listed-first", Text("清单在前者", "listed first"), _plain(ListedFirst())),
        TieBreakKind("lower-cost", Text("费用低者", "lower cost"), _plain(LowerCost())),
        TieBreakKind(
            "lexicographic",
            Text("按编号的字符顺序", "by id, in code-point order"),
            _plain(Lexicographic()),
        ),
        TieBreakKind("lot", Text("按公开种子抽签", "lot from a public seed"), Lot.of),
    )


@hookimpl
def tickbox_engines() -> tuple[TallyEngine, ...]:
    """Plain Python."""
    return (PlainEngine(),)
