"""The core's own policy, rule, tie-breaks and engine, handed over through the same hooks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from tickbox_core.counting import Base, PlainEngine, TallyEngine
from tickbox_core.errors import BadValue, UnknownName
from tickbox_core.hooks import Parameter, RuleKind, TieBreakKind, hookimpl
from tickbox_core.rules import (
    BORDA,
    Choosing,
    Greedy,
    Lexicographic,
    ListedFirst,
    Lot,
    LowerCost,
    Measure,
    OrderNumbers,
    Points,
    Positions,
    Ranked,
    Refuse,
    Ticks,
    TickShare,
    TieBreak,
    Weighted,
)
from tickbox_core.text import Text

if TYPE_CHECKING:  # whoever only counts loads no categories
    from tickbox_core.categories import CategoryPolicy
    from tickbox_core.model import RuleChoice
    from tickbox_core.rules import RankingRule

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
        "选票怎样读：as-cast、ticks、borda、borda-K、modified 或 first-K",
        "how ballots are read: as-cast, ticks, borda, borda-K, modified or first-K",
    ),
)
LEAST = Parameter(
    "threshold",
    0,
    Text(
        "入选的最低要求：100、>100、5% 或 >1/3（基数的比例）",
        "the least an item needs: votes (100, >100) or a part of the base (5%, >1/3)",
    ),
)
EXCLUSIVE = Parameter(
    "exclusive",
    (),
    Text("只能取其一的事项：a|b,c|d", "items that exclude each other: a|b,c|d"),
)
QUOTAS = Parameter(
    "quotas",
    {},
    Text("各类别的名额：lift=2,garden=3", "places by category: lift=2,garden=3"),
)
TIERS = Parameter(
    "tiers",
    {},
    Text(
        "各层级的预算（元）或名额：street=1050000,local=#3",
        "money by tier, or places with #: street=1050000,local=#3",
    ),
)
WEIGHT = Parameter(
    "weight", "area", Text("权数，如建筑面积 area", "the weight: area is floor area")
)
OF = Parameter(
    "of",
    "participants",
    Text("占谁的权数", "whose weight it is a share of"),
    ("participants", "registered"),
)
VARIANT = Parameter("variant", "classic", Text("名次怎样计分", "how places give points"), BORDA)
TABLE = Parameter(
    "table",
    (),
    Text("各名次的分数：20,19,18", "points by place: 20,19,18"),
)
MISSING = Parameter(
    "missing",
    "last",
    Text("没有写序号的按多少计", "what an item without a number counts"),
    ("last", "mean"),
)
POINTS = Parameter(
    "points", 0, Text("每张选票最多给几分（0：不限）", "points a ballot may give (0: no limit)")
)
UNFIT = Parameter(
    "unfit",
    "skip",
    Text(
        "遇到超出余款的事项，跳过还是到此为止",
        "at an item that costs more than is left: skip it, or stop",
    ),
    ("skip", "stop"),
)


CHOICE = (LEAST, EXCLUSIVE, QUOTAS, TIERS, UNFIT)
"""What every ranking takes to choose by, besides places."""


def _greedy(per_cost: bool) -> Callable[[Mapping[str, Any], TieBreak], Greedy]:
    """A maker of greedy rules by votes, or by votes per cost."""

    def make(parameters: Mapping[str, Any], tie_break: TieBreak) -> Greedy:
        return Greedy(
            per_cost,
            _one_of(parameters["unfit"], UNFIT),
            parameters["threshold"],
            parameters["ballots"],
            tie_break,
            Choosing.of_plain({"exclusive": parameters["exclusive"]}).exclusive,
        )

    return make


def _one_of(value: Any, parameter: Parameter) -> Any:
    if value in parameter.choices:
        return value
    raise UnknownName(parameter.name, str(value), parameter.choices)


def _tick_share(parameters: Mapping[str, Any], tie_break: TieBreak) -> TickShare:
    return TickShare(parameters["base"], tie_break, Choosing.of_plain(parameters))


def _ranking_maker(
    key: str, names: tuple[str, ...], measure: Callable[[Mapping[str, Any]], Measure]
) -> Callable[[Mapping[str, Any], TieBreak], Ranked]:
    """A maker of rules that rank by a measure; ``names`` are the measure's own parameters."""

    def make(parameters: Mapping[str, Any], tie_break: TieBreak) -> Ranked:
        held = {name: parameters[name] for name in names}
        own = {n: list(v) if isinstance(v, tuple) else v for n, v in held.items()}
        return Ranked(key, measure(own), Choosing.of_plain(parameters), tie_break, own)

    return make


def _positions(given: Mapping[str, Any]) -> Positions:
    table = given["table"]
    if not isinstance(table, list) or not all(type(p) is int and p >= 0 for p in table):
        raise BadValue(
            "table",
            Text(f"“{str(table)[:60]}”不对。", f"'{str(table)[:60]}' will not do."),
            Text("请写成各名次的分数，如 [20, 19, 18]。", "Give points by place, [20, 19] say."),
        )
    return Positions(_one_of(given["variant"], VARIANT), tuple(table))


def _points(given: Mapping[str, Any]) -> Points:
    if type(given["points"]) is int:
        return Points(given["points"])
    shown = str(given["points"])[:60]
    raise BadValue(
        "points",
        Text(f"“{shown}”不是整数。", f"'{shown}' is no whole number."),
        Text("请填每张选票最多几分。", "Say how many points a ballot may give."),
    )


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
    from tickbox_core.builtin.plain import PlainPolicy

    return (PlainPolicy(),)


@hookimpl
def tickbox_rules() -> tuple[RuleKind, ...]:
    """Ranking by the share of residents ticking, and greedy choice under a budget."""
    return (*_rankings(), *_under_a_budget())


def _rankings() -> tuple[RuleKind, ...]:
    return (
        RuleKind(
            "tick-share",
            "1",
            Text("按勾选比例排序", "rank by the share of residents ticking"),
            _tick_share,
            (BASE, *CHOICE),
        ),
        RuleKind(
            "tick-count",
            "1",
            Text("按票数排序", "rank by the number of ticks"),
            _ranking_maker("tick-count", (), lambda _: Ticks()),
            CHOICE,
        ),
        RuleKind(
            "weighted-share",
            "1",
            Text("按勾选者的权数（如建筑面积）比例排序", "rank by the weight (floor area) ticking"),
            _ranking_maker(
                "weighted-share", ("weight", "of"), lambda p: Weighted(p["weight"], p["of"])
            ),
            (WEIGHT, OF, *CHOICE),
        ),
        RuleKind(
            "borda",
            "1",
            Text("按名次计分排序", "rank by points for places"),
            _ranking_maker("borda", ("variant", "table"), _positions),
            (VARIANT, TABLE, *CHOICE),
        ),
        RuleKind(
            "order-numbers",
            "1",
            Text("写序号，序号之和小者在前", "rank by order numbers written, smallest sum first"),
            _ranking_maker("order-numbers", ("missing",), lambda p: OrderNumbers(p["missing"])),
            (MISSING, *CHOICE),
        ),
        RuleKind(
            "points",
            "1",
            Text("按得分排序", "rank by points given"),
            _ranking_maker("points", ("points",), _points),
            (POINTS, *CHOICE),
        ),
    )


def _under_a_budget() -> tuple[RuleKind, ...]:
    return (
        RuleKind(
            "greedy-votes",
            "1",
            Text("按票数依次入选，用完预算为止", "by votes, as far as the budget goes"),
            _greedy(per_cost=False),
            (UNFIT, THRESHOLD, CALL, EXCLUSIVE),
        ),
        RuleKind(
            "greedy-ratio",
            "1",
            Text(
                "按每元票数依次入选，用完预算为止", "by votes per cost, as far as the budget goes"
            ),
            _greedy(per_cost=True),
            (UNFIT, THRESHOLD, CALL, EXCLUSIVE),
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


def own_rule(choice: RuleChoice, tie_break: str = "refuse") -> RankingRule:
    """A rule of the core's own, as a registry without plugins makes it.

    Raises ``UnknownName`` for a rule, parameter, parameter's value or tie-break that there is not.
    """
    rules = {kind.key: kind for kind in tickbox_rules()}
    if choice.key not in rules:
        raise UnknownName("rule", choice.key, tuple(sorted(rules)))
    kind = rules[choice.key]
    return kind.make(kind.with_defaults(choice), _own_tie_break(tie_break))


def _own_tie_break(name: str) -> TieBreak:
    breaks = {kind.key: kind for kind in tickbox_tie_breaks()}
    key, _, argument = name.partition(":")
    if key not in breaks:
        raise UnknownName("tie-break", key, tuple(sorted(breaks)))
    return breaks[key].make(argument)
