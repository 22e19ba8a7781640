"""Motions, decided a second time: part of ``recount.py``, which is handed out as one file.

Of a public file: the log is whole and the verdict follows from totals that fit the roll.  Of a
sealed one also that the papers add up to them (``recount_papers``).  No thought is shared with
``tickbox_core.rules.motions``.
"""

from __future__ import annotations

import datetime
import hashlib
from fractions import Fraction
from typing import Any

from tickbox_core.bundle.recount import (
    CAST,
    CHECKPOINT,
    ENTRIES,
    HASH,
    NOT_FINAL,
    ROLL,
    SALT,
    AnnouncedHour,
    Audit,
    canonical,
    check_checkpoint,
    check_kept,
    check_receipt,
    check_roll,
    contents,
    fits,
    names_in,
    tell_void,
)
from tickbox_core.bundle.recount_elections import (
    check_format,
    check_seats,
    check_ticks,
    may_follow,
    seats_of,
)
from tickbox_core.bundle.recount_papers import check_sealed, decimals_of
from tickbox_core.bundle.recount_rules import CannotDecide
from tickbox_core.bundle.recount_voids import stated_digest, without_count

# In 2 areas are finer than 0.01 m², in 3 an approval may be a share of all, 4 is an election, in 5
# the result was posted as preliminary first, in 6 a paper may join the majority.
MOTIONS = tuple(f"tickbox-motion/{number}" for number in range(1, 7))
MOTION_README = "c8bba88ed04446013b653a580a6b3a472340eff60a847712325857f054ac675a"
BARS = [{"base": str, "quorum": (str, None), "approval": str}]
ASKED = {
    "id": str,
    "kind": str,
    "bars": BARS,
    "options": [{"id": str}],
    "abstention": str,
    "spoiled": str,
    "silence": str,
    "silence_agreed": str,
    "proxies": dict,
    "double": str,
}
TALLY = {"base": str, "total": (int, None), "participating": (int, None), "marks": dict}
TOTALS = {"result": str, "tallies": [TALLY], "verdicts": dict}
DAY, DAY_FIRST = "[0-9]{4}-[0-9]{2}-[0-9]{2}", "[0-9]{4}-[0-9]{2}-[0-9]{2}T.+"
WEIGHTS = {"units": int, "heads": int, "area": int, "area_unknown": int}
MOTION_ENTRIES: dict[str, dict[str, Any]] = {
    "motion": {"area": str, "motion": ASKED, "practice": list},
    "roll": {**ROLL, "weights": WEIGHTS},
    "opened": ENTRIES["opened"],
    "cast": CAST,
    "delivery": {"served": int, "agenda_noticed": bool, "warning_printed": bool, "commitment": str},
    "ticking-ended": ENTRIES["ticking-ended"],
    "ticking-extended": ENTRIES["ticking-extended"],
    "closed": ENTRIES["closed"],
    "preliminary": {"at": DAY_FIRST, "until": DAY, "outcome": HASH, "totals": TOTALS},
    "corrected": {"slot": str, "revision": int, "commitment": str},
    "voided": ENTRIES["voided"],
    "result": {"outcome": str},
}
NEXT = {"": "motion", "motion": "roll", "roll": "opened", "opened": "closed", "closed": "result"}
HEARD = (("closed", "preliminary"), ("preliminary", "result"))
MOTION_FILES: dict[str, Any] = {
    "ledger.jsonl": {"kind": str, "cycle": str},
    "slots.json": [HASH],
    "decision.json": TOTALS,
    "checkpoint.json": CHECKPOINT,
}
HEAD = {"slot": str, "salt": SALT, "id": str, "places": [str], "voters": [str], "households": int}
PAPER = {"slot": str, "revision": int, "salt": SALT, "place": str, "mark": str}
SEALED_FILES = {
    **MOTION_FILES,
    "heads.jsonl": {**HEAD, "area": (int, None)},
    "papers.jsonl": {**PAPER, "by": (str, None), "mandate": (dict, None)},
    "delivery.json": ({"served": [str], "salt": SALT}, None),
    "roll.json": ({"roll": dict, "salt": SALT}, None),
}


class MotionLog:
    """What a motion's log says: facts by kind of entry, and every paper in order."""

    def __init__(self, entries: list[Any], round: str, audit: Audit) -> None:
        self.entries = entries
        self.facts: dict[str, Any] = {}
        self.casts: dict[str, tuple[int, Any]] = {}
        self.counted: dict[str, tuple[int, Any]] = {}  # when the result was preliminary
        self.papers: list[Any] = []
        self.sheets: list[Any] = []  # a motion knows none
        self._state, self._audit = "", audit
        self._hour = AnnouncedHour()
        for at, entry in enumerate(entries, 1):
            if entry is not None:
                audit.same(f"ledger.jsonl:{at}", "cycle", round, entry["cycle"])
                self._enter(f"ledger.jsonl:{at}", at, entry)
        if self._state not in ("voided", "preliminary"):
            audit.same("ledger.jsonl", "cut", "result", self._state)
        if not {"motion", "roll"} <= set(self.facts):
            raise CannotDecide("ledger.jsonl", "no-plan")
        self.plan, self.roll = self.facts["motion"], self.facts["roll"]
        self.motion = self.plan["motion"]
        audit.done("log", len(entries))

    def _enter(self, where: str, at: int, entry: Any) -> None:
        kind = entry["kind"]
        if kind not in MOTION_ENTRIES or entry.get("format", 1) != 1:
            raise CannotDecide(where, "kind")
        if not self._audit.must(fits(entry, MOTION_ENTRIES[kind]), where, "json"):
            return
        if self._hour.enter(where, entry, self._state, self._audit):
            return
        if kind in ("cast", "delivery"):
            late = not {"closed", "voided"}.isdisjoint(self.facts)
            self._audit.must(self._state == "opened", where, "late" if late else "early")
            self.facts["delivery"] = entry if kind == "delivery" else self.facts.get("delivery")
        if kind == "corrected":
            self._audit.must(self._state == "preliminary", where, "order")
        if kind in ("cast", "corrected"):
            before = self.casts.get(entry["slot"], (0, {"revision": 0}))[1]["revision"]
            self._audit.same(where, "revision", before + 1, entry["revision"])
            self.casts[entry["slot"]] = (at, entry)
            self.papers.append(entry)
        if kind in ("cast", "delivery", "corrected"):
            return
        voided = kind == "voided" and self._state in ("opened", "closed", "preliminary")
        if not voided and (self._state, kind) not in HEARD:
            self._audit.same(where, "order", NEXT.get(self._state), kind)
        if kind == "preliminary":
            self.counted = dict(self.casts)
        self._state = kind
        self.facts.setdefault(kind, entry)

    @property
    def at_closing(self) -> dict[str, tuple[int, Any]]:
        """The papers that were counted first, before any was set right."""
        return self.counted if "preliminary" in self.facts else self.casts

    @property
    def sides(self) -> list[str]:
        """What can win."""
        options = [option["id"] for option in self.motion["options"]]
        return [*options, "none-of-these"] if options else ["yes", "no"]

    @property
    def judged(self) -> list[str]:
        """What is judged: each option and none of them, each candidate, or yes."""
        if seats_of(self.motion):
            return [option["id"] for option in self.motion["options"]]
        return self.sides if self.motion["options"] else ["yes"]


def recount_motion(data: bytes, kept: Any, receipts: Any, key: str, audit: Audit) -> None:
    """Check a motion's file, sealed or public, against itself and what was kept."""
    sealed = "papers.jsonl" in names_in(data)
    shapes = SEALED_FILES if sealed else MOTION_FILES
    found = contents(data, audit, shapes, MOTIONS, MOTION_README)
    leaves, held, decision = found["leaves"], found["checkpoint.json"], found["decision.json"]
    log: Any = MotionLog(found["ledger.jsonl"], found["cycle"], audit)
    check_format(log, found["format"], audit)
    now, log.casts = log.casts, log.at_closing
    check_roll(log, found["slots.json"] or [], audit)
    log.casts = now
    if held:
        check_checkpoint(held, leaves, log, key, audit)
    for one in kept:
        check_kept(one, leaves, held or one, audit)
    for one in receipts:
        check_receipt(one, leaves, log, audit)
    if decision:
        check_decision(log, decision, audit)
        if sealed:
            check_sealed(log, found, decision, audit)


# -- from the totals to the verdict ------------------------------------------------------------


def check_decision(log: Any, decision: Any, audit: Audit) -> None:
    """The decision is the one in the log; its totals fit the roll and give its verdicts."""
    digest = hashlib.sha256(canonical(decision).encode()).hexdigest()
    audit.same("decision.json", "digest", stated_digest(log, digest), digest)
    if without_count(log):
        want = {"motion": log.motion["id"], "result": "void", "tallies": [], "verdicts": {}}
        audit.same("decision.json", "verdict", want, decision)
        tell_void(log, audit)
        return
    check_preliminary(log, audit)
    result = check_verdict(log, decision, "decision.json", audit)
    if result:
        audit.done("decided", result)
        tell_void(log, audit)


def check_preliminary(log: Any, audit: Audit) -> None:
    """What was posted as preliminary, for how long, and whether the law asked for it."""
    entry, result, days = log.facts.get("preliminary"), log.facts.get("result"), asked_days(log)
    if entry is None:
        audit.must(result is None or not days, "ledger.jsonl result", "not-posted")
        return
    where, totals = "ledger.jsonl preliminary", entry["totals"]
    digest = hashlib.sha256(canonical(totals).encode()).hexdigest()
    audit.same(where, "digest", entry["outcome"], digest)
    try:
        posted = datetime.date.fromisoformat(entry["at"][:10])
        until = datetime.date.fromisoformat(entry["until"])
    except ValueError:
        raise CannotDecide(where, "kind") from None
    audit.must((until - posted).days >= days, where, "too-short")
    now, log.casts = log.casts, log.at_closing
    check_verdict(log, totals, where, audit)
    log.casts = now
    audit.done("posted", totals["result"], entry["until"])
    if result is not None:
        audit.must(
            str(result.get("at", ""))[:10] > entry["until"], "ledger.jsonl result", "too-soon"
        )
        same = result["outcome"] == entry["outcome"]
        set_right = sum(one["kind"] == "corrected" for one in log.papers)
        how = ("相同", "the same as") if same else ("不同", "not the same as")
        audit.done("set-right", set_right, *how)
    elif "voided" not in log.facts:
        audit.agrees = NOT_FINAL


def asked_days(log: Any) -> int:
    """For how many days the frozen law has a result posted as preliminary; 0: not at all."""
    rows = [row for layer in log.plan["practice"] for row in layer.get("rows", ())]
    found = [one["value"] for one in rows if one.get("name") == "results.preliminary_days"]
    days = (found[-1] if found else 0) or 0
    if type(days) is not int or days < 0:
        raise CannotDecide("ledger.jsonl:1 results.preliminary_days", "law")
    return days


def check_verdict(log: Any, decision: Any, where: str, audit: Audit) -> str:
    """Totals fit the roll and give the verdicts; the result, or nothing where nobody can tell."""
    tallies = {tally["base"]: tally for tally in decision["tallies"]}
    bases = [bars["base"] for bars in log.motion["bars"]]
    audit.same(where, "verdict", bases, [tally["base"] for tally in decision["tallies"]])
    if set(bases) != set(tallies):
        return ""
    whole = tuple(
        check_totals(log, base, tally, f"{where} {base}", audit) for base, tally in tallies.items()
    )
    if not all(whole):
        return ""
    check_areas(log, tallies, f"{where} area", audit)
    want = verdicts(log, tallies)
    have = decision["verdicts"]
    audit.same(where, "verdict", sorted(want), sorted(have))
    for side, checks in want.items():
        said = have.get(side)
        said = said if isinstance(said, dict) else {}
        result = judged_by(checks)
        audit.same(f"{where} {side}", "verdict", result, said.get("result"))
        audit.same(f"{where} {side}", "verdict", checks, said.get("checks"))
    if seats_of(log.motion):
        results = {side: judged_by(checks) for side, checks in want.items()}
        return check_seats(log, results, tallies, decision, audit)
    result, chosen = overall(log, want)
    audit.same(
        where,
        "verdict",
        [log.motion["id"], result, chosen],
        [decision.get("motion"), decision["result"], decision.get("chosen")],
    )
    options = log.motion["options"]
    to_confirm = confirming(log, want, tallies, result, chosen) if options else []
    audit.same(where, "verdict", to_confirm, decision.get("next_round"))
    return result


def check_totals(log: Any, base: str, tally: Any, where: str, audit: Audit) -> bool:
    """Totals are the roll's; marks add up; as many heads spoke as have a paper in the log.

    Whether they are whole numbers, so that more can be told from them.
    """
    weights = log.roll["weights"]
    size = {"heads": log.roll["registered"], "households": log.roll["households"]}
    size["area"] = None if weights["area_unknown"] else weights["area"]
    audit.same(where, "total", size[base], tally["total"])
    audit.same(where, "total", places_of(log, base), tally.get("decimals", 2))
    marks, joined, took = tally["marks"], tally.get("joined"), tally["participating"]
    if base == "area":
        audit.same(where, "total", None, joined)
        whole = all(fits(one, (int, None)) for one in marks.values())
        return audit.must(whole and sorted(log.judged) == sorted(marks), where, "names")
    names = [*log.sides, "abstain", "spoiled", "silent"]
    whole = all(fits(one, int) for one in (*marks.values(), joined, took, tally["total"]))
    if not audit.must(whole and sorted(marks) == sorted(names), where, "names"):
        return False
    fields = {"abstain": "abstention", "spoiled": "spoiled"}
    away = {mark for mark, field in fields.items() if log.motion[field] == "not_participating"}
    gone = sum(marks[mark] for mark in {"silent", *away})
    audit.same(where, "total", tally["total"] - gone, took)
    audit.must(not joined or may_join(log, joined), where, "sum")
    if seats_of(log.motion):
        check_ticks(log, tally, where, audit)
    else:
        spoken = sum(marks.values())
        followed = tally.get("followed", 0)
        knows = ("followed" in tally) == may_follow(log.motion) and fits(followed, int)
        if not audit.must(knows, where, "names"):
            return False
        # who follows the majority is in a side; where that would be split they are in none
        split_up = followed + (joined if log.motion["silence"] == "follow_majority" else 0)
        audit.must(tally["total"] in (spoken, spoken + split_up), where, "sum")
    if base == "heads":
        audit.same(where, "took-part", len(log.casts), tally["total"] - marks["silent"] - joined)
    return True


def may_join(log: Any, joined: int) -> bool:
    """Whether so many who said nothing can count: by the motion, and by what is proved."""
    how, proved = log.motion["silence"], log.facts.get("delivery")
    if how != "follow_majority":
        return bool(how == "abstain")
    printed = proved and proved["agenda_noticed"] and proved["warning_printed"]
    return bool(log.motion["silence_agreed"] and printed and proved["served"] >= joined)


def check_areas(log: Any, tallies: Any, where: str, audit: Audit) -> None:
    """No more area took part or is in favour than there is; none where nobody is, all where all."""
    if not {"heads", "area"} <= set(tallies):
        return
    heads, area = tallies["heads"], tallies["area"]
    took, most = area["participating"], log.roll["weights"]["area"]
    if heads["participating"] in (0, heads["total"]):
        everybody = bool(heads["participating"])
        audit.must(took in ((area["total"],) if everybody else (0, None)), where, "total")
    audit.must(took is None or took <= most, where, "total")
    most = most if took is None else took
    seats = seats_of(log.motion) or 1
    known = [one for one in area["marks"].values() if one is not None]
    audit.must(sum(known) <= most * seats and max(known, default=0) <= most, where, "sum")
    if area["total"] is not None:
        audit.must(took is not None and len(known) == len(area["marks"]), where, "total")
    for side, amount in area["marks"].items():
        audit.must(bool(heads["marks"][side]) or not amount, where, "sum")


def places_of(log: Any, base: str) -> int:
    """In how many decimals of m² areas are given; what is no area has the usual two."""
    found = decimals_of(log) if base == "area" else 2
    if type(found) is not int or not 2 <= found <= 6:
        raise CannotDecide("ledger.jsonl roll", "kind")
    return found


def split(log: Any, tallies: Any) -> bool:
    """Whether silence would have to be split between sides, so that nobody's count is known."""
    if seats_of(log.motion):
        return False  # silence joins no candidate
    counted = [tally for tally in tallies.values() if tally["base"] != "area"]
    return any(tally["total"] != sum(tally["marks"].values()) for tally in counted)


def verdicts(log: Any, tallies: Any) -> dict[str, list[dict[str, Any]]]:
    """For each side that is judged its checks, quorums first, as they are published."""
    found: dict[str, list[dict[str, Any]]] = {}
    for side in log.judged:
        quorums, approvals = [], []
        for bars in log.motion["bars"]:
            tally = tallies[bars["base"]]
            took = tally["participating"]
            yes = None if split(log, tallies) else tally["marks"][side]
            places = places_of(log, bars["base"])
            if bars["quorum"] is not None:
                quorums.append(check("quorum", bars, took, tally["total"], places))
            of = bars.get("of", "participating")
            if of not in ("participating", "all"):
                raise CannotDecide("ledger.jsonl:1 " + str(of), "law")
            whole = tally["total"] if of == "all" else took
            row = check("approval", bars, yes, whole, places)
            approvals.append(row if of == "participating" else {**row, "of": of})
        found[side] = quorums + approvals
    return found


def check(kind: str, bars: Any, part: Any, whole: Any, decimals: int) -> dict[str, Any]:
    """One bar compared: by cross-multiplication, in whole numbers."""
    how, _, share = bars[kind].partition(" ")
    if how not in ("at_least", "more_than"):
        raise CannotDecide("ledger.jsonl:1 " + bars[kind], "law")
    top, bottom = Fraction(share).numerator, Fraction(share).denominator
    met = None if part is None or whole is None else part * bottom >= top * whole
    if met and how == "more_than":
        met = part * bottom != top * whole
    met = False if whole == 0 else met
    missing = None
    if met is False and whole and part is not None:
        needed = -(-top * whole // bottom) if how == "at_least" else top * whole // bottom + 1
        missing = needed - part
    exact = None if part is None or not whole else str(Fraction(part, whole))
    told = [said(bars["base"], amount, decimals) for amount in (part, whole, missing)]
    row = {"check": kind, "base": bars["base"], "part": told[0], "whole": told[1]}
    row.update(share=exact, bar=bars[kind], met=met, missing=told[2])
    return row if decimals == 2 else {**row, "decimals": decimals}


def said(base: str, amount: Any, decimals: int) -> Any:
    """An amount as it is published: area in m² without needless zeros."""
    if amount is None or base != "area":
        return None if amount is None else str(amount)
    metres = f"{amount // 10**decimals}.{amount % 10**decimals:0{decimals}}".rstrip("0")
    return metres.rstrip(".")


def judged_by(checks: Any) -> str:
    """Any known failure rejects; else anything unknown leaves it open; else it has passed."""
    found = [one["met"] for one in checks]
    return "rejected" if False in found else "undetermined" if None in found else "passed"


def overall(log: Any, want: Any) -> tuple[str, Any]:
    """The result of the whole, and the one side that passed."""
    results = {side: judged_by(checks) for side, checks in want.items()}
    passing = [side for side, result in results.items() if result == "passed"]
    if len(passing) == 1:
        return ("rejected" if passing == ["none-of-these"] else "passed"), passing[0]
    unsure = len(passing) > 1 or "undetermined" in results.values()
    return ("undetermined" if unsure else "rejected"), None


def confirming(log: Any, want: Any, tallies: Any, result: str, chosen: Any) -> list[str]:
    """The options that lead on some base, where a quorum took part and nothing passed."""
    quorums = [one["met"] for checks in want.values() for one in checks if one["check"] == "quorum"]
    if result != "rejected" or chosen or not all(quorums):
        return []
    lead: set[str] = set()
    for tally in tallies.values():
        amounts = {side: tally["marks"][side] for side in log.sides}
        if None not in amounts.values() and max(amounts.values()):
            lead |= {side for side in amounts if amounts[side] == max(amounts.values())}
    return [option["id"] for option in log.motion["options"] if option["id"] in lead]
