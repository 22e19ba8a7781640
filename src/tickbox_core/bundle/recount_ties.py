"""Ties that go back to people, counted a second time: part of ``recount.py``, one file handed out.

A log that says ``tied`` is believed only where the count comes to just these ties; what it says of
the settling behind it, ``settled``, only where the published result follows from it.  Of a run-off
it says which were taken, and how its log and its outcome are found: that these follow from its
ballots only its own bundle shows, which can be recounted beside (``--run-off``).
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


OF_RUN_OFF = {"round", "size", "root", "outcome"}
NOT_BY_PLACES = ("exclusive", "quotas", "tiers")  # parameters by which places alone decide nothing


def why_no_run_off(plan: Any, ties: list[Any], final: bool) -> bool:
    """Whether a run-off cannot settle these: it only says who of one tie fills so many places."""
    more = plan.get("budget") is not None or any(
        plan["rule"]["parameters"].get(name) for name in NOT_BY_PLACES
    )
    return more or not final or len(ties) != 1 or "settles" in plan


def taken_by_run_off(settled: Any, ties: list[Any], where: str, audit: Any) -> Any:
    """What the settling says that the run-off has taken: as many of the tied as still fit."""
    taken, shape = settled.get("taken"), settled.get("run_off")
    if not audit.must(fits_run_off(shape) and fits_ids(taken), where, "json"):
        return None
    (tie,) = ties
    right = len(taken) == tie["places"] == len({*taken} & {*tie["items"]})
    return taken if audit.must(right, where, "run-off") else None


def fits_ids(taken: Any) -> bool:
    """Whether it is a list of ids."""
    return isinstance(taken, list) and all(isinstance(one, str) for one in taken)


def fits_run_off(shape: Any) -> bool:
    """Whether it names a run-off's log and outcome, and nothing else."""
    if not isinstance(shape, dict) or shape.keys() != OF_RUN_OFF:
        return False
    hashes = [shape["root"], shape["outcome"]]
    sound = all(isinstance(one, str) and re.fullmatch("[0-9a-f]{64}", one) for one in hashes)
    return sound and isinstance(shape["round"], str) and type(shape["size"]) is int


def check_run_off(first: Any, other: Any, audit: Any) -> None:
    """The run-off's own bundle, which agrees with itself, is the one that the settling names.

    ``first`` and ``other`` are what the bundles hold: log, leaves, outcome's hash, and the root.
    """
    settled, plan = first["log"].facts.get("settled", {}), other["log"].plan
    tie = {"round": first["round"], "entry": first["tied"]}
    audit.same("--run-off", "its-tie", tie, plan.get("settles"))
    (posted, *more) = first["log"].facts.get("tied", {"ties": [{}]})["ties"]
    audit.must(not more, "--run-off", "its-tie")
    ids = [item["id"] for item in plan["items"]]
    audit.same("--run-off", "its-items", [posted.get("items"), posted.get("places")],
               [ids, plan["places"]])  # fmt: skip
    named = {"round": other["round"], "size": other["size"], "root": other["root"]}
    audit.same("--run-off", "its-result", settled.get("run_off"),
               {**named, "outcome": other["digest"]})  # fmt: skip
    audit.same("--run-off", "its-result", settled.get("taken"), other["selected"])


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
    elif how == "run-off":
        if not audit.must(not why_no_run_off(plan, ties, final) and not dice, where, "settling"):
            return None
        taken = taken_by_run_off(settled, ties, where, audit)
        if taken is None:
            return None
        said.update(taken=taken, run_off=settled["run_off"])
    elif not audit.must(how in ("all", "none") and not dice and final, where, "settling"):
        return None
    elif how == "all":
        tied = [id_ for tie in ties for id_ in tie["items"]]
        said["taken"] = [row["item"] for row in answer["ranking"] if row["item"] in tied]
    return {**answer, "settling": said}
