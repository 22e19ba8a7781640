"""Which of the installed rules can count the ballots of a file, and how to ask for one."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from tickbox_core.counting import Profile
from tickbox_core.errors import RuleDoesNotFit, TickboxError
from tickbox_core.model import RuleChoice
from tickbox_core.registry import Registry
from tickbox_core.rules import Contest
from tickbox_core.text import EMPTY, Text

_FEW = 20
"""So many different ballots tell how people voted; nobody waits for a count that is not wanted."""

_LIKELIEST = ("points", "borda")
"""What most who hold ballots with points, or in order, look for."""


def rules_that_fit(registry: Registry, contest: Contest, given: Mapping[str, Any]) -> Iterator[str]:
    """The keys of the rules that count such ballots and items, tried on the first few ballots.

    ``given`` are parameters that a rule takes if it has them.  A tie is no reason against a rule.
    """
    few = attrs.evolve(contest, profile=_first(contest.profile), by_household=None)
    for key, offered in registry.rules.items():
        known = {parameter.name for parameter in offered.thing.parameters}
        asked = {name: value for name, value in given.items() if name in known}
        try:
            registry.rule(RuleChoice(key, asked), "lexicographic").outcome(few)
        except TickboxError:
            continue
        yield key


def _first(profile: Profile) -> Profile:
    ends = profile.ends[:_FEW]
    last = ends[-1] if len(ends) else 0
    return Profile(
        profile.items,
        profile.ticks[:last],
        ends,
        profile.counts[:_FEW],
        None if profile.points is None else profile.points[:last],
        {base: weights[:_FEW] for base, weights in profile.weights.items()},
        profile.ordered,
    )


def naming_rules(error: RuleDoesNotFit, files: tuple[str, ...], fitting: list[str]) -> Text:
    """What to type instead; empty where no rule that is installed would do."""
    others = [key for key in fitting if key != error.rule]
    if not others:
        return EMPTY
    said = Text(
        "可用的规则：{rules}；如：{command}", "Rules that fit: {rules}; for example: {command}"
    )
    rule = next((key for key in _LIKELIEST if key in others), others[0])
    command = f"tickbox count {shlex.join(files)} --rule {rule}"
    return said.filled(rules=", ".join(others), command=command)
