"""The rules as tickbox knows them: named, versioned, and with their reasons."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

import attrs

from tickbox_budget_rules import contests, telling
from tickbox_budget_rules.completion import Completion, Until, add1
from tickbox_budget_rules.contests import EQUAL, Instance
from tickbox_budget_rules.equal_shares import Run, equal_shares
from tickbox_budget_rules.market import Utility
from tickbox_budget_rules.maximin import maximin
from tickbox_budget_rules.phragmen import phragmen
from tickbox_core.errors import UnknownName
from tickbox_core.rules import Contest, Outcome, Refuse, TieBreak
from tickbox_core.rules.budget import Filled, Scores, approvals, as_points, fill

ADDING = (Completion.ADD1, Completion.ADD1_UTILITARIAN)
Choice = TypeVar("Choice", bound=StrEnum)
FILLING = (Completion.GREEDY, Completion.ADD1_UTILITARIAN)


def _utility(value: str) -> Utility:
    return _one_of(Utility, "utility", value)


def _completion(value: str) -> Completion:
    return _one_of(Completion, "completion", value)


def _until(value: str) -> Until:
    return _one_of(Until, "until", value)


def _one_of(kind: type[Choice], name: str, value: str) -> Choice:
    try:
        return kind(value)
    except ValueError:
        raise UnknownName(name, value, tuple(kind)) from None


@attrs.frozen
class EqualShares:
    """The method of equal shares."""

    utility: Utility = attrs.field(default=Utility.COST, converter=_utility)
    completion: Completion = attrs.field(default=Completion.NONE, converter=_completion)
    until: Until = attrs.field(default=Until.EXHAUSTIVE, converter=_until)
    call: str = "as-cast"
    stakes: str = EQUAL
    tie_break: TieBreak = attrs.field(factory=Refuse)
    key: str = attrs.field(default="equal-shares", init=False)
    version: str = attrs.field(default="1", init=False)

    def outcome(self, contest: Contest) -> Outcome:
        """Share the budget out, buy, complete.

        Raises ``RuleDoesNotFit`` for ballots or items it is not defined for, ``BaseUnknown`` for
        stakes nobody gave, ``TieRefused`` where a tie decides and the tie-break is to refuse.
        """
        points = self.utility is Utility.POINTS
        read = as_points if points else approvals
        case = Instance.of(
            self.key, contest, read, self.call, self.tie_break, stakes=self.stakes, points=points
        )
        run = self._run(case)
        rest = self._complete(case, run)
        steps = telling.purchase_steps(case, run, rest)
        return contests.outcome(
            case,
            (self.key, self.version),
            self._parameters(),
            (*run.bought, *(rest.chosen if rest else ())),
            telling.reasons(case, run, self.utility, rest, steps),
            steps,
            case.ties([(step.item, step.tied) for step in run.steps]) + (rest.ties if rest else ()),
            telling.margin(case, run) if self.completion is Completion.NONE else None,
        )

    def _run(self, case: Instance) -> Run:
        if self.completion in ADDING:
            unit = case.contest.minor_units
            return add1(case.election, self.utility, case.choose, unit, self.until)
        return equal_shares(case.election, self.utility, case.choose)

    def _complete(self, case: Instance, run: Run) -> Filled | None:
        """The greedy completion: by votes under the utility ``cost``, else by worth per cost."""
        if self.completion not in FILLING:
            return None
        costs = case.spending.costs
        worth = tuple(case.election.worth_of(item) for item in range(len(costs)))
        scores = Scores(worth, None if self.utility is Utility.COST else costs)
        bought = frozenset(run.bought)
        rest = [item for item in range(len(costs)) if item not in bought]
        left = case.spending.budget - sum(costs[item] for item in run.bought)
        return fill(scores.levels(rest), case.contest.items, costs, left, self.tie_break)

    def _parameters(self) -> dict[str, str]:
        return {
            "utility": str(self.utility),
            "completion": str(self.completion),
            "until": str(self.until),
            "ballots": self.call,
            "stakes": self.stakes,
        }


@attrs.frozen
class Phragmen:
    """Sequential Phragmén."""

    call: str = "as-cast"
    stakes: str = EQUAL
    tie_break: TieBreak = attrs.field(factory=Refuse)
    key: str = attrs.field(default="phragmen", init=False)
    version: str = attrs.field(default="1", init=False)

    def outcome(self, contest: Contest) -> Outcome:
        """Buy by lowest load; raises as ``EqualShares.outcome`` does."""
        case = Instance.of(
            self.key, contest, approvals, self.call, self.tie_break, stakes=self.stakes
        )
        run = phragmen(case.election, case.choose)
        told = telling.load_steps(case, run)
        return contests.outcome(
            case,
            (self.key, self.version),
            {"ballots": self.call, "stakes": self.stakes},
            run.bought,
            telling.explain_loads(case, run, told),
            told,
            case.ties([(step.item, step.tied) for step in run.steps]),
        )


@attrs.frozen
class Maximin:
    """Maximin support, by maximum flow."""

    call: str = "as-cast"
    stakes: str = EQUAL
    tie_break: TieBreak = attrs.field(factory=Refuse)
    key: str = attrs.field(default="maximin", init=False)
    version: str = attrs.field(default="1", init=False)

    def outcome(self, contest: Contest) -> Outcome:
        """Choose what keeps the highest load lowest; raises as ``EqualShares.outcome`` does."""
        case = Instance.of(
            self.key, contest, approvals, self.call, self.tie_break, stakes=self.stakes
        )
        steps = maximin(case.election, case.choose)
        told = telling.balanced_steps(case, steps)
        return contests.outcome(
            case,
            (self.key, self.version),
            {"ballots": self.call, "stakes": self.stakes},
            tuple(step.item for step in steps),
            telling.explain_balance(case, steps, told),
            told,
            case.ties([(step.item, step.tied) for step in steps]),
        )
