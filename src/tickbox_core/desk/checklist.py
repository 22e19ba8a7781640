"""The go-live checklist: what a list needs before it opens, and whether it has it.

The core asks for what any list needs; one that is posted first (``notice_days``) is held to the
whole of it; categories add what their policies object to.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from tickbox_core.desk import records
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.settling import describe_tie_break
from tickbox_core.errors import TickboxError
from tickbox_core.model import Ballot, Cycle, Item
from tickbox_core.rules import Contest, Electorate
from tickbox_core.text import Text, joined
from tickbox_core.year import Book, lists


@attrs.frozen
class Check:
    """One line of the checklist: ``met``, or not yet and then ``text`` says what to do."""

    key: str
    met: bool
    text: Text


def checklist(hand: Hand, book: Book, cycle: Cycle) -> tuple[Check, ...]:
    """Every line, met or not."""
    return (
        *_any_list(cycle),
        *_closing(hand, cycle),
        *_ages(hand, cycle),
        _countable(hand, cycle),
        Check("ties", True, describe_tie_break(hand.registry, cycle.tie_break)),
        *_posted_list(hand, book, cycle),
        *_policies(hand, cycle),
    )


def objections(hand: Hand, book: Book, cycle: Cycle) -> tuple[Text, ...]:
    """What stands against opening, in words; nothing if it can open."""
    return tuple(check.text for check in checklist(hand, book, cycle) if not check.met)


def _any_list(cycle: Cycle) -> Iterator[Check]:
    on_roll = cycle.roll is not None and cycle.roll.registered > 0
    yield _line(
        "roll",
        on_roll,
        Text("名册已导入。", "The roll is in."),
        Text("还没有名册，请先导入名册。", "there is no roll; import the roll first."),
    )
    yield _line(
        "items",
        bool(cycle.items),
        Text("清单上有事项。", "There are items on the list."),
        Text("清单是空的，请先加入事项。", "the list is empty; add items first."),
    )
    yield _line(
        "limits",
        cycle.limits.minimum <= len(cycle.items),
        Text("勾选项数合适。", "The limits fit the list."),
        Text(
            "至少要勾选的项数比清单还多，请调低。",
            "more ticks are demanded than there are items; lower the limit.",
        ),
    )


def _closing(hand: Hand, cycle: Cycle) -> Iterator[Check]:
    """The day that residents are told is still to come."""
    if cycle.closes is not None:
        yield _line(
            "closes",
            cycle.closes >= hand.today(),
            Text("打钩最后一天还没有过。", "The last day of ticking is still to come."),
            Text(
                f"打钩最后一天{cycle.closes}已过，请改期。",
                f"the last day of ticking, {cycle.closes}, has passed; set a later one.",
            ),
        )


def _ages(hand: Hand, cycle: Cycle) -> Iterator[Check]:
    """Who may tick by age: nobody is left out, or let in, because a day of birth is missing."""
    if cycle.eligible.least_age is None or cycle.roll is None:
        return
    unknown = cycle.eligible.unknown(records.persons(hand.store, cycle.id))
    yield _line(
        "ages",
        unknown == 0,
        Text("参与人的年龄都清楚。", "Everybody's age is known."),
        Text(
            f"有{unknown}人没有出生日期：请补全名册，或写明怎么办（unknown_age）。",
            f"the day of birth of {unknown} is not known: complete the roll, or say what is to be "
            "done (unknown_age).",
        ),
    )


def _countable(hand: Hand, cycle: Cycle) -> Check:
    """The rule is tried on one ballot: what it refuses is found before anybody has ticked."""
    good = Text("这份清单可以按规则计票。", "The rule can count this list.")
    rule = hand.registry.rule(cycle.rule, "listed-first")
    ballots = [Ballot("trial", tick.ticks[:1], "trial") for tick in cycle.items[:1]]
    trial = Contest.of_ballots(
        cycle.items, ballots, Electorate(1, 1), places=cycle.places, budget=cycle.budget
    )
    try:
        rule.outcome(trial)
    except TickboxError as refusal:
        return Check("rule", False, refusal.text)
    return Check("rule", True, good)


def _posted_list(hand: Hand, book: Book, cycle: Cycle) -> Iterator[Check]:
    if cycle.notice_days == 0:
        return
    yield _line(
        "limits-set",
        cycle.limits.maximum is not None,
        Text("规定了最多勾几项。", "It says how many items may be ticked."),
        Text(
            "没有规定最多勾几项，请写明。", "no limit says how many items may be ticked; set one."
        ),
    )
    for item in cycle.items:
        yield from _money(item)
    reasons = lists.not_ready(book.lists, book.objections, cycle, hand.today())
    if not reasons:
        yield Check("posted", True, Text("公示期已满。", "It was posted long enough."))
    for at, reason in enumerate(reasons):
        yield Check(f"posted-{at}", False, reason)


def _money(item: Item) -> Iterator[Check]:
    yield _about(
        item,
        "cost",
        item.cost is not None or any(option.cost is not None for option in item.options),
        Text("没有写费用；不花钱的写0。", "the cost is missing; write 0 where there is none."),
    )
    if item.cost is not None and item.funding:
        yield _about(
            item,
            "funding",
            sum(item.funding.values()) == item.cost,
            Text("各项资金之和与费用不符，请核对。", "the funding does not add up to the cost."),
        )


def _policies(hand: Hand, cycle: Cycle) -> Iterator[Check]:
    setting = hand.setting(cycle)
    for item in cycle.items:
        for objection in hand.policy(cycle.category(item)).objections(item, setting):
            said = joined([objection.problem, objection.remedy])
            yield _about(item, f"policy-{objection.field}", False, said)


def _line(key: str, met: bool, good: Text, bad: Text) -> Check:
    return Check(key, met, good if met else bad)


def _about(item: Item, key: str, met: bool, bad: Text) -> Check:
    place = Text(f"“{item.title.zh}”：", f"'{item.title.en}': ")
    good = Text("符合要求。", "as it should be.")
    return Check(f"{item.id}/{key}", met, joined([place, good if met else bad], "", ""))
