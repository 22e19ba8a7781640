"""Elections, counted a second time: part of ``recount.py``, which is handed out as one file.

A paper ticks several candidates, each candidate is held against the bars alone, and the seats go
to those who pass, most heads first.  No thought is shared with
``tickbox_core.rules.motions.elections``.
"""
# ruff: noqa: B905, RUF007 - it must run on Python 3.9

from __future__ import annotations

from typing import Any

from tickbox_core.bundle.recount import Audit
from tickbox_core.bundle.recount_rules import CannotDecide

# Formats of a motion's file: seats; a preliminary result; a box "with the majority".
ELECTION, PRELIMINARY, MAJORITY = 4, 5, 6
OLDER = tuple(f"tickbox-motion/{number}" for number in (1, 2, 3))
NOT_TICKED = ("none-of-these", "abstain", "spoiled", "silent")


def seats_of(motion: Any) -> int:
    """How many seats are filled; 0 where it is no election.

    Raises ``CannotDecide`` for an election whose rules are not known here.
    """
    seats = motion.get("seats", 0)
    if seats == 0 and type(seats) is int:
        return 0
    bases = sorted(bars["base"] for bars in motion["bars"])
    known = type(seats) is int and 0 < seats <= len(motion["options"])
    if not known or bases != ["area", "heads"] or motion["kind"] != "owners-motion":
        raise CannotDecide("ledger.jsonl:1 seats", "law")
    if motion["silence"] not in ("not_participating", "abstain"):
        raise CannotDecide("ledger.jsonl:1 " + motion["silence"], "law")
    return int(seats)


def check_format(log: Any, form: str, audit: Audit) -> None:
    """What an older recount does not know has a format of its own: none counts it wrongly."""
    asked = ELECTION if seats_of(log.motion) else 0
    asked = PRELIMINARY if "preliminary" in log.facts else asked
    asked = MAJORITY if may_follow(log.motion) else asked
    audit.must(form == f"tickbox-motion/{asked}" or (not asked and form in OLDER), form, "format")


def may_follow(motion: Any) -> bool:
    """Whether a paper may say that it joins whichever side leads, by a rule that is named.

    Raises ``CannotDecide`` where nobody could say whom it joins.
    """
    found = motion.get("with_majority", False)
    if found is False:
        return False
    if found is not True or not motion.get("majority_agreed") or seats_of(motion):
        raise CannotDecide("ledger.jsonl:1 with_majority", "law")
    return True


def may_say(motion: Any, sides: Any, mark: str) -> bool:
    """Whether a paper may say so: one thing, or candidates in their order, as many as seats."""
    if mark in [*sides, "abstain", "spoiled"]:
        return True
    if mark == "with-majority":
        return may_follow(motion)
    places = {option["id"]: at for at, option in enumerate(motion["options"])}
    ticked = mark.split("+")
    order = [places.get(one, -1) for one in ticked]
    rising = all(before < after for before, after in zip(order, order[1:]))
    return 1 < len(ticked) <= seats_of(motion) and min(order) >= 0 and rising


def spoken_for(motion: Any, mark: str) -> list[str]:
    """The names under which a paper is added up."""
    return mark.split("+") if seats_of(motion) else [mark]


def check_ticks(log: Any, tally: Any, where: str, audit: Audit) -> None:
    """Totals by heads that can be: as many papers with ticks as the others leave."""
    marks, seats = tally["marks"], seats_of(log.motion)
    ticked = tally["total"] - sum(marks[name] for name in NOT_TICKED)
    votes = [marks[option["id"]] for option in log.motion["options"]]
    fine = ticked >= 0 and max(votes) <= ticked <= sum(votes) <= ticked * seats
    audit.must(fine, where, "sum")
    absent = marks["silent"]
    for mark, field in (("abstain", "abstention"), ("spoiled", "spoiled")):
        absent += marks[mark] if log.motion[field] == "not_participating" else 0
    audit.same(where, "sum", tally["total"] - absent, tally["participating"])


def check_seats(log: Any, results: Any, tallies: Any, decision: Any, audit: Audit) -> str:
    """Whether those have the seats to whom they go; what comes of the whole."""
    seats, ids = seats_of(log.motion), [option["id"] for option in log.motion["options"]]
    want: dict[str, Any] = {"seats": seats, "elected": [], "equal": [], "left": seats, "again": []}
    if "undetermined" in results.values():
        _same(want, "undetermined", log, decision, audit)
        return "undetermined"
    votes: dict[str, Any] = {
        one: (tallies["heads"]["marks"][one], tallies["area"]["marks"][one])
        for one in ids
        if results[one] == "passed"
    }
    ahead = {one: sum(votes[rival] > votes[one] for rival in votes) for one in votes}
    level = {one: sum(votes[rival] == votes[one] for rival in votes) for one in votes}
    elected = [one for one in votes if ahead[one] + level[one] <= seats]
    want["elected"] = sorted(elected, key=lambda one: (ahead[one], ids.index(one)))
    want["equal"] = [one for one in votes if ahead[one] < seats < ahead[one] + level[one]]
    want["left"] = seats - len(elected)
    if want["left"]:
        want["again"] = want["equal"] or [one for one in ids if one not in elected]
    result = "passed" if elected else "rejected"
    _same(want, result, log, decision, audit)
    return result


def _same(want: Any, result: str, log: Any, decision: Any, audit: Audit) -> None:
    """What is published of the seats is what was counted."""
    told = {name: decision.get(name) for name in want}
    audit.same("decision.json seats", "verdict", want, told)
    audit.same(
        "decision.json",
        "verdict",
        [log.motion["id"], result, None, []],
        [decision.get("motion"), decision["result"], decision.get("chosen"),
         decision.get("next_round")],
    )  # fmt: skip
