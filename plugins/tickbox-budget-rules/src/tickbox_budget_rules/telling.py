"""What the rules say for themselves, in plain Chinese and English, with exact figures."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from tickbox_budget_rules.contests import Instance
from tickbox_budget_rules.election import Wholes
from tickbox_budget_rules.equal_shares import Run
from tickbox_budget_rules.figures import decimal, tell_between
from tickbox_budget_rules.market import Utility
from tickbox_budget_rules.maximin import LoadedStep
from tickbox_budget_rules.phragmen import PhragmenRun
from tickbox_core.rules import CountingStep, Margin
from tickbox_core.rules.budget import Filled, turn_words
from tickbox_core.text import Text

# -- equal shares ------------------------------------------------------------------------------


def purchase_steps(case: Instance, run: Run, rest: Filled | None) -> list[CountingStep]:
    """The purchases in order, then what the completion added."""
    told = []
    for at, step in enumerate(run.steps):
        able, pays = run.purses.ledger.able(at), _pays(case, run, at)
        worth = Fraction(case.election.costs[step.item])
        facts = {"could_pay": able, "pays_at_most": pays, "cost": int(worth)}
        why = _bought_words(case, step.item, at, able, pays)
        told.append(CountingStep(case.contest.items[step.item].id, why, facts))
    for item in rest.chosen if rest else ():
        words = Text("用余款补入。", "Added from what was left over.")
        told.append(
            CountingStep(case.contest.items[item].id, words, {"cost": case.spending.costs[item]})
        )
    return told


def reasons(
    case: Instance, run: Run, utility: Utility, rest: Filled | None, steps: Sequence[CountingStep]
) -> dict[int, Text]:
    """Why each item was bought, as its step says, or what it lacked."""
    told = {step.item: said.why for step, said in zip(run.steps, steps, strict=False)}
    turns = {turn.item: turn for turn in rest.turns} if rest else {}
    for item in range(len(case.spending.costs)):
        if item not in told:
            told[item] = _lacking_words(case, run, utility, item)
        if item in turns:
            words = turn_words(turns[item], case.tally.ticks[item], case.spending)
            told[item] = Text(told[item].zh + words.zh, f"{told[item].en} {words.en}")
    return told


def margin(case: Instance, run: Run) -> Margin | None:
    """The fewest more ticks that, given by voters with the most money left, would buy a loser.

    Such ticks surely change the list: until the item is bought, nothing else changes.  They are
    enough, not the least: other ticks could change what is bought before, and the words say so.
    """
    order = np.argsort(-run.purses.lows, kind="stable")
    money, counts = run.purses.lows[order], case.election.counts[order].astype(np.float64)
    richest = int(money.max(initial=0))
    best: tuple[int, int] | None = None
    for lacking, item in sorted(_lacking(case, run)):
        if not richest or (best is not None and lacking > (best[0] - 1) * richest):
            break  # even the richest would have to be as many
        few = _few(money, _others(case, item)[order] * counts, lacking)
        if few is not None and (best is None or few < best[0]):
            best = few, item
    if best is None:
        return None
    few, item = best
    title = case.contest.items[item].title
    words = Text(
        "参与人数（{ballots}）不变时，若再有{few}名还有余钱的居民勾选“{title}”，入选名单就会改变；"
        "这么多一定够，但未必要这么多。",
        "With turnout at {ballots}, {few} more for '{title}' from residents with money left would "
        "change the list: so many are enough, though fewer may be.",
    )
    said = words.filled(ballots=case.tally.ballots, few=few, title=title)
    return Margin(case.contest.items[item].id, few, True, said)


def _lacking(case: Instance, run: Run) -> list[tuple[int, int]]:
    """What each item not bought lacks at most, in fixed point."""
    purses, costs, bought = run.purses, case.election.costs, frozenset(run.bought)
    rest = [item for item in range(len(costs)) if item not in bought and costs[item]]
    return [(-purses.scale.down(-costs[item]) - purses.held(item)[0], item) for item in rest]


def _others(case: Instance, item: int) -> Wholes:
    """1 for the groups that do not support the item, 0 for those that do."""
    mask = np.ones(len(case.election.counts), np.float64)
    mask[case.election.supporters[item]] = 0
    return mask


def _few(money: Wholes, voters: Wholes, lacking: int) -> int | None:
    """How many of the voters, richest first, hold what is lacking together."""
    reached = np.cumsum(money * voters)
    if not len(reached) or reached[-1] < lacking:
        return None
    at = int(np.searchsorted(reached, lacking))
    before = int(voters[:at].sum())
    still = lacking - (int(reached[at - 1]) if at else 0)
    return before + max(0, -(-still // int(money[at]))) if money[at] else None


def _pays(case: Instance, run: Run, at: int) -> str:
    """What a supporter pays at most (for a whole point, where points count), in currency."""
    units = 1 if case.election.points is None else case.point_units
    unit = Fraction(case.spending.minor_units, units)
    offer, shift = run.steps[at].offer, run.purses.scale.shift

    def exact() -> Fraction:
        return Fraction(*run.purses.ledger.paid(at)) / unit

    low, high = (_money(bound, shift) / unit for bound in (offer.low, offer.high))
    return tell_between(low, high, exact, decimal)


def _money(fixed: int, shift: int) -> Fraction:
    return Fraction(fixed, 1 << shift) if shift >= 0 else Fraction(fixed << -shift)


def _bought_words(case: Instance, item: int, at: int, able: int, pays: str) -> Text:
    each = Text("每人最多付{pays}。", "at most {pays} each.")
    if case.election.points is not None:
        each = Text("每给1分最多付{pays}。", "at most {pays} for each point given.")
    return Text(
        "第{at}个入选：{able}名勾选者还有余钱，一起付得起{cost}，{each}",
        "Bought as number {at}: {able} who ticked it had money left and could pay {cost} "
        "together, {each}",
    ).filled(
        at=at + 1,
        able=able,
        cost=case.spending.said(case.spending.costs[item]),
        each=each.filled(pays=pays),
    )


def _lacking_words(case: Instance, run: Run, utility: Utility, item: int) -> Text:
    if not len(case.election.supporters[item]):
        return Text("没有人勾选。", "Nobody ticked it.")
    cost = case.spending.costs[item]
    if not cost and utility is Utility.COST:
        return Text(
            "不花钱的事项不按花费计效用，本规则不选。",
            "It costs nothing, so it gives no utility measured by cost and is not bought.",
        )
    held = _money_left(run, item)
    return Text(
        "费用{cost}，勾选者手里一共只剩{held}，差{lacking}。",
        "Costs {cost}; those who ticked it have {held} left together: {lacking} short.",
    ).filled(
        cost=case.spending.said(cost),
        held=case.spending.said(held),
        lacking=case.spending.said(cost - held),
    )


def _money_left(run: Run, item: int) -> int:
    """What the item's supporters have left together, rounded down to the smallest unit."""
    low, high = (_money(bound, run.purses.scale.shift) for bound in run.purses.held(item))
    said = tell_between(low, high, lambda: Fraction(*run.purses.ledger.money(item)), _whole)
    return int(said)


def _whole(money: Fraction) -> str:
    return str(money.numerator // money.denominator)


# -- Phragmén and maximin ----------------------------------------------------------------------


def load_steps(case: Instance, run: PhragmenRun) -> list[CountingStep]:
    """The purchases in order, with the load each brings its supporters."""
    loads = [_load(case, run, at) for at in range(len(run.steps))]
    return [
        CountingStep(
            case.contest.items[step.item].id,
            _bearing(at, loads[at]),
            {"load": loads[at], "cost": case.spending.costs[step.item]},
        )
        for at, step in enumerate(run.steps)
    ]


def explain_loads(
    case: Instance, run: PhragmenRun, steps: Sequence[CountingStep]
) -> dict[int, Text]:
    """Why each item was bought, as its step says, or what kept it out."""
    told = {step.item: said.why for step, said in zip(run.steps, steps, strict=True)}
    left = case.spending.budget - sum(case.spending.costs[item] for item in run.bought)
    stopped_at = frozenset(run.stopped_at)
    for item, cost in enumerate(case.spending.costs):
        if item in told:
            continue
        if cost > case.spending.budget:
            told[item] = _dearer(case, item, case.spending.budget)
        elif item in stopped_at and cost > left:
            told[item] = _dearer(case, item, left)
        else:
            told[item] = Text(
                "排在前面的一项超出余款，到此为止，没有轮到它。",
                "The next item did not fit into what was left, and the rule stops there.",
            )
    return told


def explain_balance(
    case: Instance, steps: Sequence[LoadedStep], said: Sequence[CountingStep]
) -> dict[int, Text]:
    """Why each item was chosen, as its step says, or what kept it out."""
    told = {step.item: one.why for step, one in zip(steps, said, strict=True)}
    left = case.spending.budget - sum(case.spending.costs[step.item] for step in steps)
    for item in range(len(case.spending.costs)):
        told.setdefault(item, _dearer(case, item, left))
    return told


def balanced_steps(case: Instance, steps: Sequence[LoadedStep]) -> list[CountingStep]:
    """The choices in order, with the highest load after each."""
    loads = [_highest(case, step) for step in steps]
    return [
        CountingStep(
            case.contest.items[step.item].id,
            _load_words(at, loads[at]),
            {"load": loads[at], "cost": case.spending.costs[step.item]},
        )
        for at, step in enumerate(steps)
    ]


def _load(case: Instance, run: PhragmenRun, at: int) -> str | None:
    """The load of a purchase in units of currency; ``None`` where nobody supports the item."""
    load = run.steps[at].load
    if load is None:
        return None
    unit, shift = case.spending.minor_units, run.loads.shift
    low, high = (_money(bound, shift) / unit for bound in (load.low, load.high))
    return tell_between(low, high, lambda: run.loads.exact(at) / unit, decimal)


def _highest(case: Instance, step: LoadedStep) -> str | None:
    return None if step.highest is None else decimal(step.highest / case.spending.minor_units)


_UNWANTED = Text(
    "没有人勾选，但余款够用，最后补入。", "Nobody ticked it, but money was left for it."
)


def _bearing(at: int, load: str | None) -> Text:
    if load is None:
        return _UNWANTED
    return Text(
        f"第{at + 1}个入选：买下以后，勾选它的人每人累计承担{load}，在可选的事项中最低。",
        f"Bought as number {at + 1}: those who ticked it have then borne {load} each in all, "
        "the least of all that could be bought.",
    )


def _load_words(at: int, load: str | None) -> Text:
    if load is None:
        return _UNWANTED
    return Text(
        f"第{at + 1}个入选：选它以后，负担最重的勾选者每人承担{load}，在可选的事项中最低。",
        f"Chosen as number {at + 1}: with it those who bear most carry {load} each, "
        "the least of all that could be chosen.",
    )


def _dearer(case: Instance, item: int, left: int) -> Text:
    cost = case.spending.costs[item]
    return Text(
        "费用{cost}，只剩{left}，差{lacking}。",
        "Costs {cost} and only {left} was left: {lacking} short.",
    ).filled(
        cost=case.spending.said(cost),
        left=case.spending.said(left),
        lacking=case.spending.said(max(0, cost - left)),
    )
