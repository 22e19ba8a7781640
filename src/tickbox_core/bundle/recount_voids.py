"""Rounds that were voided, checked a second time: part of ``recount.py``, one file handed out.

A void before closing was counted by nobody, and its bundle opens no ballot.  One after closing says
what the count comes to, which is held against the ballots as any result is: it is not in force, but
nobody can hide it.  Where the log says that there was no count, the recount tells what it finds.
"""

from __future__ import annotations

from typing import Any

from tickbox_core.bundle.recount_rules import CannotDecide
from tickbox_core.bundle.recount_ties import counted_again


def voided_uncounted(log: Any) -> bool:
    """Whether the round was voided before ticking had closed, so that nothing was counted."""
    return "voided" in log.facts and "closed" not in log.facts


def stated_digest(log: Any, digest: str) -> Any:
    """The hash that the log states of the outcome; what it is where the log has to state none.

    A void states it where there was a count: not before closing, not of a tie, whose entry says it.
    """
    if "result" in log.facts:
        return log.facts["result"]["outcome"]
    if "voided" not in log.facts:
        return log.facts["preliminary"]["outcome"] if "preliminary" in log.facts else digest
    counted = "closed" in log.facts and "tied" not in log.facts and not why_uncounted(log)
    return log.facts["voided"]["outcome"] or ("" if counted else digest)


def why_uncounted(log: Any) -> str:
    """Why there was no count to be had after closing, as the log says; empty where there was."""
    voided = log.facts.get("voided")
    return str(voided["uncounted"]["zh"] or voided["uncounted"]["en"]) if voided else ""


def without_count(log: Any) -> bool:
    """Whether the log ends with a void that nothing was counted of."""
    return voided_uncounted(log) or bool(why_uncounted(log))


def voided_outcome(log: Any, ballots: list[Any], audit: Any) -> Any:
    """What stands in the place of an outcome where there was no count; ``None`` where there was.

    Its ranking is empty; what the recount comes to all the same is told, where it knows the rule.
    """
    if not without_count(log):
        return None
    rule = log.plan["rule"]
    names = {"rule": rule["key"], "version": rule["version"], "plugin": rule["plugin"]["name"]}
    taken = len(log.casts) + sum(len(sheet["places"]) for _, sheet in log.sheets)
    want = {**names, "ballots": taken, "ranking": []}
    if voided_uncounted(log):
        return want
    try:
        found = counted_again(log.plan, log.roll, ballots)[0]
    except (CannotDecide, KeyError):  # a rule that is not known here: then nothing is told
        found = None
    for row in (found or want)["ranking"]:
        audit.rank(row)
    return want
