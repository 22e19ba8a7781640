"""What a motion is held by that the estate has agreed for itself."""

from __future__ import annotations

from tickbox_core.components.motions import EstateRuleAnswer, Poll, RuleOfEstate
from tickbox_core.desk.desk import Desk


def estate_rules(desk: Desk, poll: Poll) -> tuple[RuleOfEstate, ...]:
    """Every answer that comes from the estate's own rules, with document, article and day."""
    found = []
    for point in desk.motions.questions(poll.id):
        holds = point.own or point.law
        if holds is not None and holds.sourced.rule is not None:
            found.append(
                RuleOfEstate(
                    question=point.question.words,
                    said=point.value_words,
                    source=holds.sourced.source,
                    rule=EstateRuleAnswer.of(holds.sourced.rule),
                )
            )
    return tuple(found)
