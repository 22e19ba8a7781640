"""Motions, decided a second time: part of ``recount.py``, which is handed out as one file.

Of a public file: the log is whole and the verdict follows from totals that fit the roll.  Of a
sealed one also: the papers are those of the log, and add up to the totals.  No thought is shared
with ``tickbox_core.rules.motions``: papers are walked in the order of the log, and one running sum
for each base and mark is kept beside them.
"""
# ruff: noqa: B905, UP - it must run on Python 3.9

from __future__ import annotations

import hashlib
import hmac
from fractions import Fraction
from typing import Any

from tickbox_core.bundle.recount import (
    CHECKPOINT,
    HASH,
    SALT,
    Audit,
    canonical,
    check_checkpoint,
    check_kept,
    check_receipt,
    check_roll,
    contents,
    fits,
    leaf,
    names_in,
)
from tickbox_core.bundle.recount_rules import CannotDecide

MOTION = "tickbox-motion/1"
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
MOTION_ENTRIES: dict[str, dict[str, Any]] = {
    "motion": {"area": str, "motion": ASKED, "practice": list},
    "roll": {"registered": int, "households": int, "slots_root": str, "weights": dict},
    "opened": {},
    "cast": {"slot": str, "revision": int, "commitment": str},
    "delivery": {"served": int, "agenda_noticed": bool, "warning_printed": bool, "commitment": str},
    "closed": {"ballots": int},
    "result": {"outcome": str},
}
NEXT = {"": "motion", "motion": "roll", "roll": "opened", "opened": "closed", "closed": "result"}
TALLY = {"base": str, "total": (int, None), "participating": (int, None), "marks": dict}
MOTION_FILES: dict[str, Any] = {
    "ledger.jsonl": {"kind": str, "cycle": str},
    "slots.json": [HASH],
    "decision.json": {"result": str, "tallies": [TALLY], "verdicts": dict},
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

    def __init__(self, entries: list[Any], cycle: str, audit: Audit) -> None:
        self.entries = entries
        self.facts: dict[str, Any] = {}
        self.casts: dict[str, tuple[int, Any]] = {}
        self.papers: list[Any] = []
        self._state, self._audit = "", audit
        for at, entry in enumerate(entries, 1):
            if entry is not None:
                audit.same(f"ledger.jsonl:{at}", "cycle", cycle, entry["cycle"])
                self._enter(f"ledger.jsonl:{at}", at, entry)
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
        if kind in ("cast", "delivery"):
            late = "closed" in self.facts
            self._audit.must(self._state == "opened", where, "late" if late else "early")
            self.facts["delivery"] = entry if kind == "delivery" else self.facts.get("delivery")
            if kind == "cast":
                before = self.casts.get(entry["slot"], (0, {"revision": 0}))[1]["revision"]
                self._audit.same(where, "revision", before + 1, entry["revision"])
                self.casts[entry["slot"]] = (at, entry)
                self.papers.append(entry)
            return
        self._audit.same(where, "order", NEXT.get(self._state), kind)
        self._state = kind
        self.facts.setdefault(kind, entry)

    @property
    def sides(self) -> list[str]:
        """What can win."""
        options = [option["id"] for option in self.motion["options"]]
        return [*options, "none-of-these"] if options else ["yes", "no"]

    @property
    def judged(self) -> list[str]:
        """What is judged: each option and none of them, or yes."""
        return self.sides if self.motion["options"] else ["yes"]


def recount_motion(data: bytes, kept: Any, receipts: Any, key: str, audit: Audit) -> None:
    """Check a motion's file, sealed or public, against itself and what was kept."""
    sealed = "papers.jsonl" in names_in(data)
    shapes = SEALED_FILES if sealed else MOTION_FILES
    found = contents(data, audit, shapes, MOTION, MOTION_README)
    leaves, held, decision = found["leaves"], found["checkpoint.json"], found["decision.json"]
    log: Any = MotionLog(found["ledger.jsonl"], found["cycle"], audit)
    check_roll(log, found["slots.json"] or [], audit)
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
    if "result" in log.facts:
        digest = hashlib.sha256(canonical(decision).encode()).hexdigest()
        audit.same("decision.json", "digest", log.facts["result"]["outcome"], digest)
    tallies = {tally["base"]: tally for tally in decision["tallies"]}
    bases = [bars["base"] for bars in log.motion["bars"]]
    audit.same("decision.json", "verdict", bases, [tally["base"] for tally in decision["tallies"]])
    if set(bases) != set(tallies):
        return
    for base, tally in tallies.items():
        check_totals(log, base, tally, audit)
    want = verdicts(log, tallies)
    have = decision["verdicts"]
    audit.same("decision.json", "verdict", sorted(want), sorted(have))
    for side, checks in want.items():
        said = have.get(side, {})
        result = judged_by(checks)
        audit.same(f"decision.json {side}", "verdict", result, said.get("result"))
        audit.same(f"decision.json {side}", "verdict", checks, said.get("checks"))
    result, chosen = overall(log, want)
    audit.same(
        "decision.json",
        "verdict",
        [log.motion["id"], result, chosen],
        [decision.get("motion"), decision["result"], decision.get("chosen")],
    )
    if log.motion["options"]:
        to_confirm = confirming(log, want, tallies, result, chosen)
        audit.same("decision.json", "verdict", to_confirm, decision.get("next_round"))
    audit.done("decided", result)


def check_totals(log: Any, base: str, tally: Any, audit: Audit) -> None:
    """Totals are the roll's; marks add up; as many heads spoke as have a paper in the log."""
    where = f"decision.json {base}"
    weights = log.roll["weights"]
    size = {"heads": log.roll["registered"], "households": log.roll["households"]}
    size["area"] = None if weights["area_unknown"] else weights["area"]
    audit.same(where, "total", size[base], tally["total"])
    if base == "area":
        audit.same(where, "names", sorted(log.judged), sorted(tally["marks"]))
        return
    marks, joined = tally["marks"], tally["joined"]
    names = [*log.sides, "abstain", "spoiled", "silent"]
    if not audit.must(sorted(marks) == sorted(names), where, "names"):
        return
    spoken = sum(marks.values())
    # silence that joined a side is in it; where it would be split it is in none
    audit.must(tally["total"] in (spoken, spoken + joined), where, "sum")
    if base == "heads":
        audit.same(where, "took-part", len(log.casts), tally["total"] - marks["silent"] - joined)


def split(tallies: Any) -> bool:
    """Whether silence would have to be split between sides, so that nobody's count is known."""
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
            yes = None if split(tallies) else tally["marks"][side]
            if bars["quorum"] is not None:
                quorums.append(check("quorum", bars, took, tally["total"]))
            approvals.append(check("approval", bars, yes, took))
        found[side] = quorums + approvals
    return found


def check(kind: str, bars: Any, part: Any, whole: Any) -> dict[str, Any]:
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
    told = [said(bars["base"], amount) for amount in (part, whole, missing)]
    row = {"check": kind, "base": bars["base"], "part": told[0], "whole": told[1]}
    return {**row, "share": exact, "bar": bars[kind], "met": met, "missing": told[2]}


def said(base: str, amount: Any) -> Any:
    """An amount as it is published: area in m² without needless zeros."""
    if amount is None or base != "area":
        return None if amount is None else str(amount)
    metres = f"{amount // 100}.{amount % 100:02}".rstrip("0")
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


# -- from the papers to the totals -------------------------------------------------------------


def opened_by(salt: str, value: Any) -> str:
    """The commitment to a value under a salt."""
    return hmac.new(bytes.fromhex(salt), canonical(value).encode(), hashlib.sha256).hexdigest()


def check_sealed(log: Any, found: Any, decision: Any, audit: Audit) -> None:
    """Heads, papers and proofs are those committed to, and the papers add up to the totals."""
    heads, papers = found["heads.jsonl"], found["papers.jsonl"]
    if None in heads or None in papers:
        return
    check_heads(heads, found, log, audit)
    check_papers(log, papers, audit)
    check_proofs(log, found["delivery.json"], audit)
    by_slot = {head["slot"]: head for head in heads}
    stand: dict[str, Any] = {}
    for at, paper in enumerate(papers, 1):
        if audit.must(paper["slot"] in by_slot, f"papers.jsonl:{at}", "roll"):
            stand_or_void(log, by_slot[paper["slot"]], paper, stand, f"papers.jsonl:{at}", audit)
    check_proxies(log, stand, audit)
    spoken = {slot: paper["mark"] for slot, paper in stand.items()}
    served = set((found["delivery.json"] or {"served": []})["served"])
    want = added_up(log, heads, spoken, served)
    for base, tally in want.items():
        have = [one for one in decision["tallies"] if one["base"] == base]
        audit.same(f"decision.json {base}", "tally", [tally], have)
    audit.done("papers", len(papers), len(heads))


def check_heads(heads: list[Any], found: Any, log: Any, audit: Audit) -> None:
    """Each head has its leaf, and an owners' motion asks the owners of the roll."""
    leaves = [leaf(canonical(head).encode()).hex() for head in heads]
    audit.same("heads.jsonl", "head", found["slots.json"], leaves)
    places = [place for head in heads for place in head["places"]]
    audit.same("heads.jsonl", "twice", len(places), len(set(places)))
    sealed = found["roll.json"]
    if sealed is None:
        return
    rows = sealed["roll"]
    for service in rows["services"]:
        service["units"].sort()
    in_order = {
        name: sorted(part, key=lambda one: canonical(one).encode("utf-8"))
        if isinstance(part, list)
        else part
        for name, part in rows.items()
    }
    audit.same(
        "roll.json", "commitment", log.roll["commitment"], opened_by(sealed["salt"], in_order)
    )
    if log.motion["kind"] == "owners-motion":
        check_owners(heads, rows, audit)


def check_owners(heads: list[Any], rows: Any, audit: Audit) -> None:
    """A head is all units, among those asked, of one set of owners; its area is their sum."""
    areas = {unit["id"]: unit["floor_area"] for unit in rows["units"]}
    owners: dict[str, set[str]] = {}
    for row in rows["ownerships"]:
        owners.setdefault(row["unit"], set()).add(row["person"])
    owners.update({unit: {rows["developer"]} for unit in rows["undelivered"]})
    asked: dict[str, list[str]] = {}
    for place in (place for head in heads for place in head["places"]):
        asked.setdefault(canonical(sorted(owners.get(place, ()))), []).append(place)
    want = sorted(sorted(places) for places in asked.values())
    audit.same("heads.jsonl", "heads", want, sorted(sorted(head["places"]) for head in heads))
    for head in heads:
        parts = [areas.get(place) for place in head["places"]]
        area = None if None in parts else sum(part for part in parts if part)
        audit.same(f"heads.jsonl {head['slot']}", "heads", area, head["area"])


def check_papers(log: Any, papers: list[Any], audit: Audit) -> None:
    """The papers are those of the log, in its order."""
    audit.same("papers.jsonl", "no-ballot", len(log.papers), len(papers))
    for at, (entry, paper) in enumerate(zip(log.papers, papers), 1):
        where = f"papers.jsonl:{at}"
        content = {name: value for name, value in paper.items() if name != "salt"}
        audit.same(where, "paper", entry["commitment"], opened_by(paper["salt"], content))


def check_proofs(log: Any, proofs: Any, audit: Audit) -> None:
    """The proofs of service are those recorded before closing."""
    entry = log.facts.get("delivery")
    audit.same("delivery.json", "proof", entry is None, proofs is None)
    if entry and proofs:
        told = opened_by(proofs["salt"], {"served": sorted(proofs["served"])})
        audit.same("delivery.json", "proof", entry["commitment"], told)


def stand_or_void(
    log: Any, head: Any, paper: Any, stand: dict[str, Any], where: str, audit: Audit
) -> None:
    """Let a paper stand, or leave the one that stands: by which came first, or last."""
    slot, mark = paper["slot"], paper["mark"]
    audit.must(paper["place"] in head["places"], where, "roll")
    audit.must(mark in [*log.sides, "abstain", "spoiled"], where, "mark")
    audit.must(may_mark(log.motion["proxies"], head, paper), where, "mandate")
    before = stand.get(slot)
    if before is None or (before["mark"] == "spoiled" and mark != "spoiled"):
        stand[slot] = paper
    elif mark != "spoiled" and paper["place"] != before["place"]:
        audit.same(where, "contradiction", before["mark"], mark)
    elif mark != "spoiled" and log.motion["double"] == "last_valid_stands":
        stand[slot] = paper


def may_mark(rules: Any, head: Any, paper: Any) -> bool:
    """Whether whoever marked a paper may do so."""
    mandate, by = paper["mandate"], paper["by"]
    if mandate is None:
        return bool(head["voters"]) and by in (None, *head["voters"])
    told = mandate["instruction"]
    return bool(
        rules["allowed"]
        and by in (None, mandate["proxy"])
        and (mandate["written"] or not rules["written"])
        and (told is not None or not rules["instructed"])
        and (told in (None, paper["mark"]) or paper["mark"] == "spoiled")
        and mandate["role"] not in rules["barred"]
    )


def check_proxies(log: Any, stand: dict[str, Any], audit: Audit) -> None:
    """No proxy speaks for more heads than allowed."""
    most = log.motion["proxies"]["most"]
    held: dict[str, int] = {}
    for paper in stand.values():
        if paper["mandate"]:
            proxy = paper["mandate"]["proxy"]
            held[proxy] = held.get(proxy, 0) + 1
    audit.must(most is None or max(held.values(), default=0) <= most, "papers.jsonl", "mandate")


def worth(head: Any, base: str) -> Any:
    """What a head counts for."""
    return 1 if base == "heads" else head[base]


def summed(amounts: list[Any]) -> Any:
    """The sum; unknown where a part of it is."""
    return None if None in amounts else sum(amounts)


def leader(log: Any, heads: list[Any], spoken: Any) -> Any:
    """The side that alone leads on every base, or ``None``."""
    ahead = set()
    for bars in log.motion["bars"]:
        sums = {
            side: summed([worth(h, bars["base"]) for h in heads if spoken.get(h["slot"]) == side])
            for side in log.sides
        }
        if None in sums.values():
            return None
        best = [side for side in sums if sums[side] == max(sums.values()) > 0]
        ahead.add(best[0] if len(best) == 1 else None)
    return ahead.pop() if len(ahead) == 1 else None


def silence(log: Any, heads: list[Any], spoken: Any, served: set[str]) -> tuple[set[str], Any]:
    """The slots whose silence counts, and the side they join (``None``: nobody can say)."""
    quiet = {head["slot"] for head in heads if head["slot"] not in spoken}
    how, proved = log.motion["silence"], log.facts.get("delivery")
    if how == "abstain":
        return quiet, "abstain"
    if how != "follow_majority" or not proved or not log.motion["silence_agreed"]:
        return set(), None
    if not (proved["agenda_noticed"] and proved["warning_printed"] and served):
        return set(), None
    reached = {h["slot"] for h in heads if h["slot"] in quiet and served & set(h["places"])}
    if not set(spoken.values()) & set(log.sides):
        return set(), None
    return reached, leader(log, heads, spoken) if reached else None


def added_up(log: Any, heads: list[Any], spoken: Any, served: set[str]) -> dict[str, Any]:
    """The totals that the papers give, as they are published."""
    counting, side = silence(log, heads, spoken, served)
    away = {"silent"}
    away |= {
        m
        for m, field in (("abstain", "abstention"), ("spoiled", "spoiled"))
        if log.motion[field] == "not_participating"
    }
    names = [*log.sides, "abstain", "spoiled", "silent"]
    found: dict[str, Any] = {}
    for base in (bars["base"] for bars in log.motion["bars"]):
        marks: dict[str, list[Any]] = {name: [] for name in names}
        present, joined = [], []
        for head in heads:
            mine, slot = worth(head, base), head["slot"]
            mark = spoken.get(slot) or (side if slot in counting else "silent")
            if mark is not None:
                marks[mark].append(mine)
            if slot in counting:
                joined.append(mine)
            if mark not in away:
                present.append(mine)
        shown = {
            m: summed(parts) for m, parts in marks.items() if base != "area" or m in log.judged
        }
        total = {"base": base, "total": summed([worth(head, base) for head in heads])}
        total.update(participating=summed(present), marks=shown)
        total["joined"] = None if base == "area" else summed(joined)
        found[base] = total
    return found
