"""Which rule counts a file: what is typed, else what a published round's file says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from tickbox_core.errors import TieRefused
from tickbox_core.interchange import Election
from tickbox_core.rules import Contest, Outcome, RankingRule
from tickbox_core.rules.unsettled import count_or_unsettled
from tickbox_core.text import EMPTY, Text

RULE = "tick-share"


@attrs.define
class RuleAsked:
    """A rule by key, its parameters, the tie-break and how many places there are.

    ``beside``: a tie was settled beside the count, which leaves it open.  ``by_file``: the file
    says so.
    """

    key: str
    parameters: dict[str, Any]
    tie_break: str
    places: int | None
    beside: bool = False
    by_file: bool = False

    @property
    def told(self) -> Text:
        """That the file said how to count."""
        if not self.by_file:
            return EMPTY
        return Text("按文件写明的规则计票。", "Counted by the rule that the file names.")


def rule_asked(
    election: Election,
    key: str | None,
    typed: Mapping[str, Any],
    tie_break: str | None,
    places: int | None,
) -> RuleAsked:
    """What is typed goes before what the file says; with a rule typed, the file says nothing."""
    said = election.published
    if said is None or key is not None:
        return RuleAsked(key or RULE, dict(typed), tie_break or "refuse", places)
    return RuleAsked(
        said.rule,
        {**said.parameters, **typed},
        tie_break or said.tie_break,
        said.places if places is None else places,
        beside=bool(said.beside) and tie_break is None,
        by_file=True,
    )


def outcome_of(rule: RankingRule, contest: Contest, asked: RuleAsked) -> Outcome:
    """The outcome; one whose tie people settled beside the count is told with its tie open."""
    try:
        return rule.outcome(contest)
    except TieRefused:
        found = count_or_unsettled(rule, contest) if asked.beside else None
        if found is None or isinstance(found, Outcome) or found.outcome is None:
            raise
        return found.outcome
