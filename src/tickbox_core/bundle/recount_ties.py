"""Ties that go back to people, counted a second time: part of ``recount.py``, one file handed out.

A log that says ``tied`` is believed only where the count comes to just these ties; what it says of
the settling behind it, ``settled``, only where the published result follows from it.
"""

from __future__ import annotations

import re
from typing import Any

from tickbox_core.bundle.recount_rules import HandedBack
from tickbox_core.bundle.recount_shares import EVERY_RULE


def counted_again(plan: Any, roll: Any, ballots: list[Any]) -> tuple[Any, list[Any], bool]:
    """The outcome (``None``: the count stops before there is one), its open ties, and whether all
    who stand behind these are chosen or not whatever becomes of them.
    """
    rule = (plan["rule"]["key"], plan["rule"]["version"])
    try:
        answer = EVERY_RULE[rule](plan, roll, ballots)
    except HandedBack as tie:
        return None, tie.args[0], False
    final = answer.pop("final", True)
    ties = [tie for tie in answer["ties"] if len(tie["chosen"]) < tie["places"]]
    return answer, [{name: tie[name] for name in ("items", "places")} for tie in ties], final


def settled_outcome(plan: Any, roll: Any, ballots: list[Any], log: Any, audit: Any) -> Any:
    """The outcome that the log's ties and their settling give; ``None`` where there can be none."""
    posted, settled = log.facts.get("tied"), log.facts.get("settled")
    answer, ties, final = counted_again(plan, roll, ballots)
    if posted is None:
        audit.must(not ties, "outcome.json", "tied")
        audit.must(settled is None, log.where("settled"), "no-tie")
        return answer
    if not any("fit" in tie for tie in posted["ties"]):  # logs of before did not say it
        ties = [{name: tie[name] for name in tie if name != "fit"} for tie in ties]
    want = {"ties": ties, "final": final and bool(ties)}
    audit.same(log.where("tied"), "ties", want, {name: posted[name] for name in want})
    if settled is None:
        return {"ranking": [], "ties": ties}
    where, how, dice = log.where("settled"), settled["how"], settled["dice"]
    said = {"how": how, "dice": dice, "reason": settled["reason"], "ties": ties, "taken": []}
    if how == "lot":
        if not audit.must(re.fullmatch("[1-6]{20,200}", dice) is not None, where, "dice"):
            return None
        answer = counted_again({**plan, "tie_break": f"lot:{dice}"}, roll, ballots)[0]
        answer["parameters"]["tie_break"] = plan["tie_break"]
    elif not audit.must(how in ("all", "none") and not dice and final, where, "settling"):
        return None
    elif how == "all":
        tied = [id_ for tie in ties for id_ in tie["items"]]
        said["taken"] = [row["item"] for row in answer["ranking"] if row["item"] in tied]
    return {**answer, "settling": said}
