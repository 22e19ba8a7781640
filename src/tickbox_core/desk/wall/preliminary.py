"""What anybody may know of a motion's preliminary result, and of the objections to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tickbox_core.components.motions import (
    AnsweredObjection,
    DecisionAnswer,
    Poll,
    PollState,
    PreliminaryAnswer,
)
from tickbox_core.declarations import value_of
from tickbox_core.desk.desk import Desk
from tickbox_core.rules.motions import ABSTAIN, SPOILED, Motion
from tickbox_core.rules.motions.decision import SILENT
from tickbox_core.text import Text, join_texts
from tickbox_core.workflow.notices import day
from tickbox_core.year.preliminary import PreliminaryResult


def preliminary_facts(desk: Desk, poll: Poll) -> PreliminaryAnswer | None:
    """The result as it was posted before it was final, its days, answers and corrections.

    ``None`` where none was posted.  Objections come without their words and authors.
    """
    found = desk.motions.preliminary.find(poll.id)
    if found is None:
        return None
    raised, published = (
        desk.motions.preliminary.objections(poll.id),
        desk.motions.published(poll.id),
    )
    changed = None if published is None else published != found.totals
    return PreliminaryAnswer(
        motion=poll.id,
        words=_words(desk, poll, found, changed),
        on=found.on,
        until=found.until,
        where=found.where,
        taken=not desk.motions.preliminary.closed_words(poll.id),
        final=poll.state is PollState.PUBLISHED,
        changed=changed,
        corrections=found.corrections,
        unanswered=sum(not one.answer for one in raised),
        answers=tuple(AnsweredObjection(one.ref, one.answer) for one in raised if one.answer),
        decision=value_of(DecisionAnswer, _in_order(poll.motion, found.totals)),
    )


def _in_order(motion: Motion, totals: Mapping[str, Any]) -> dict[str, Any]:
    """Totals as they were posted, with answers in the order of the paper: the log sorts them."""
    order = [*motion.sides, ABSTAIN, SPOILED, SILENT]  # who joins the majority is in a side

    def by_paper(name: str) -> tuple[int, str]:
        return (order.index(name) if name in order else len(order)), name

    def sorted_by_paper(named: Mapping[str, Any]) -> dict[str, Any]:
        return {name: named[name] for name in sorted(named, key=by_paper)}

    tallies = [{**one, "marks": sorted_by_paper(one["marks"])} for one in totals["tallies"]]
    return {**totals, "tallies": tallies, "verdicts": sorted_by_paper(totals["verdicts"])}


def _words(desk: Desk, poll: Poll, found: PreliminaryResult, changed: bool | None) -> Text:
    """Where it stands, and how objections are made while they are taken."""
    said = [_POSTED.filled(on=day(found.on), until=day(found.until))]
    if poll.state is PollState.VOID:
        said.append(_VOID)
    elif changed is not None:
        said.append(_CHANGED if changed else _SAME)
    elif not desk.motions.preliminary.closed_words(poll.id):
        said += [_NOT_FINAL, _HOW.filled(where=found.where)]
    else:
        said += [_NOT_FINAL, _OVER]
    if found.corrections:
        said.append(_SET_RIGHT.filled(number=found.corrections))
    return join_texts(said)


_POSTED = Text(
    "初步结果于{on}公示，异议收到{until}（含当天）。",
    "The preliminary result was posted on {on}; objections are taken to the end of {until}.",
)
_NOT_FINAL = Text("这不是最终结果。", "It is not final.")
_HOW = Text(
    "异议可在网上提出，也可书面交到：{where}。逐条公开答复，不写姓名。",
    "Object online, or on paper: {where}. Every objection is answered in public, without a name.",
)
_OVER = Text(
    "异议期已满；每条异议答复以后，由两人公布最终结果。",
    "The time for objections is over; once each is answered two people make the result final.",
)
_SAME = Text("最终结果与初步结果相同。", "The final result is the same.")
_CHANGED = Text(
    "最终结果与初步结果不同，两份都列在这里。",
    "The final result is another; both stand here.",
)
_VOID = Text("这项表决后来作废。", "The motion was voided since.")
_SET_RIGHT = Text(
    "由两人更正的票：{number}张。", "Papers that two people have set right: {number}."
)
