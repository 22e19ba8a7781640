"""Judgements, counted a second time: part of ``recount.py``, which is handed out as one file.

The log is whole, every mark that counts is the last of its slot on its project and opens its
commitment, and grades and figures follow from the marks.  No thought is shared with
``tickbox_core.rules.judgement``.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from tickbox_core.bundle.recount import (
    CAST,
    CHECKPOINT,
    ENTRIES,
    HASH,
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
    names_of,
    placed,
    tell_void,
)
from tickbox_core.bundle.recount_rules import CannotDecide
from tickbox_core.bundle.recount_voids import stated_digest, voided_uncounted, without_count

JUDGEMENTS = ("tickbox-judgement/1", "tickbox-judgement/2")  # in 2 no mark says of which home
JUDGEMENT_README = "a1a71f3f6393c8e02a47a5bc262e0c1b0b887ae70f92d973af390881cf7e4f58"
OPINIONS = ("satisfied", "fairly", "dissatisfied", "none")
JUDGEMENT_ENTRIES: dict[str, dict[str, Any]] = {
    "judgement": {
        "area": str,
        "rule": str,
        "round": {"id": str, "slots_root": str},
        "projects": [{"id": str}],
    },
    "roll": ROLL,
    "opened": ENTRIES["opened"],
    "mark": {**CAST, "project": str},
    "ticking-ended": ENTRIES["ticking-ended"],
    "ticking-extended": ENTRIES["ticking-extended"],
    "closed": ENTRIES["closed"],
    "voided": ENTRIES["voided"],
    "result": {"outcome": str},
}
FOLLOWS = {"": "judgement", "judgement": "roll", "roll": "opened", "opened": "closed"}
FOLLOWS["closed"] = "result"  # marks stand between opened and closed
MARK: dict[str, Any] = {
    "slot": str,
    "household": str,
    "project": str,
    "revision": int,
    "mark": str,
    "knew": bool,
}
MARK["salt"] = SALT
JUDGEMENT_FILES: dict[str, Any] = {
    "ledger.jsonl": {"kind": str, "cycle": str},
    "marks.jsonl": MARK,
    "slots.json": [HASH],
    "judgement.json": {"judgement": str, "projects": [{"project": str}]},
    "checkpoint.json": CHECKPOINT,
}


class JudgementLog:
    """What a judgement's log says: facts by kind, and the last mark of each slot on each project.

    ``casts`` is by slot alone, as the checks of roll and receipts have it.
    """

    def __init__(self, entries: list[Any], round: str, audit: Audit) -> None:
        self.entries = entries
        self.facts: dict[str, Any] = {}
        self.casts: dict[str, tuple[int, Any]] = {}
        self.last: dict[tuple[str, str], tuple[int, Any]] = {}
        self.sheets: list[Any] = []
        self.place: list[str] = []
        self._state, self._audit = "", audit
        self._hour = AnnouncedHour()
        for at, entry in enumerate(entries, 1):
            if entry is not None:
                audit.same(f"ledger.jsonl:{at}", "cycle", round, entry["cycle"])
                self._enter(f"ledger.jsonl:{at}", at, entry)
        if self._state != "voided":
            audit.same("ledger.jsonl", "cut", "result", self._state)
        if not {"judgement", "roll"} <= set(self.facts):
            raise CannotDecide("ledger.jsonl", "no-plan")
        self.plan, self.roll = self.facts["judgement"], self.facts["roll"]
        if self.plan["rule"] != "zhenhai/1":
            raise CannotDecide("ledger.jsonl:1", "rule")
        self.judged = [one["id"] for one in self.plan["projects"]]
        audit.same("ledger.jsonl:1", "twice", len(set(self.judged)), len(self.judged))
        # the electorate is the round's own
        wanted = self.plan["round"]["slots_root"]
        audit.same("ledger.jsonl:2", "slots", wanted, self.roll["slots_root"])
        audit.done("log", len(entries))

    def _enter(self, where: str, at: int, entry: Any) -> None:
        kind = entry["kind"]
        if kind not in JUDGEMENT_ENTRIES or entry.get("format", 1) != 1:
            raise CannotDecide(where, "kind")
        if not self._audit.must(fits(entry, JUDGEMENT_ENTRIES[kind]), where, "json"):
            return
        if self._hour.enter(where, entry, self._state, self._audit):
            return
        if kind != "mark":
            if not (kind == "voided" and self._state in ("opened", "closed")):
                self._audit.same(where, "order", FOLLOWS.get(self._state), kind)
            self._state = kind
            self.facts.setdefault(kind, entry)
            return
        late = not {"closed", "voided"}.isdisjoint(self.facts)
        if self._audit.must(self._state == "opened", where, "late" if late else "early"):
            key = (entry["slot"], entry["project"])
            before = self.last[key][1]["revision"] if key in self.last else 0
            self._audit.same(where, "revision", before + 1, entry["revision"])
            self.last[key] = self.casts[entry["slot"]] = (at, entry)


def recount_judgement(data: bytes, kept: Any, receipts: Any, key: str, audit: Audit) -> None:
    """Check a judgement's bundle against itself and what was kept."""
    found = contents(data, audit, JUDGEMENT_FILES, JUDGEMENTS, JUDGEMENT_README)
    leaves, held, outcome = found["leaves"], found["checkpoint.json"], found["judgement.json"]
    log: Any = JudgementLog(found["ledger.jsonl"], found["cycle"], audit)
    log.place = found["place"]
    slots = found["slots.json"] or []
    check_roll(log, slots, audit)
    counted = check_marks(log, found["marks.jsonl"], slots, audit)
    if held:
        check_checkpoint(held, leaves, log, key, audit)
    for one in kept:
        check_kept(one, leaves, held or one, audit)
    for one in receipts:
        # the receipt of one mark: a later one of its slot on another project replaces nothing
        entry = log.entries[one["index"]] if one["index"] < len(log.entries) else None
        project = (entry or {}).get("project")
        if (one["slot"], project) in log.last:
            log.casts[one["slot"]] = log.last[one["slot"], project]
        check_receipt(one, leaves, log, audit)
    if outcome:
        check_judged(log, counted, outcome, audit)


def check_marks(log: Any, marks: list[Any], slots: list[str], audit: Audit) -> list[Any]:
    """The marks that count: one for each last mark in the log, in its order."""
    known = set(slots)
    counted: dict[tuple[str, str], Any] = {}
    if voided_uncounted(log):
        audit.must(not marks, "marks.jsonl", "uncounted")
        return []
    for at, mark in enumerate(marks, 1):
        if mark is None:
            continue
        key = (mark["slot"], mark["project"])
        where = f"marks.jsonl:{at} {mark['slot']} {mark['project']}"
        fresh = audit.must(key not in counted, where, "second")
        if audit.must(key in log.last, where, "no-cast") and fresh:
            check_mark(where, mark, log, known, audit)
            counted[key] = mark
    in_order = sorted(log.last, key=lambda one: log.last[one][0])
    for slot, project in in_order:
        line = f"ledger.jsonl:{log.last[slot, project][0]} {slot} {project}"
        audit.must((slot, project) in counted, line, "no-ballot")
    wanted = [key for key in in_order if key in counted]
    audit.must(wanted == list(counted), "marks.jsonl", "moved")
    homes = {mark.get("household") for mark in counted.values()}
    audit.must(len(homes) <= log.roll["households"], "marks.jsonl", "homes")
    audit.done("ballots", len(counted))
    return list(counted.values())


def check_mark(where: str, mark: Any, log: Any, slots: set[str], audit: Audit) -> None:
    """One mark opens its commitment, is of somebody on the roll, and says what can be said."""
    entry = log.last[mark["slot"], mark["project"]][1]
    said = {name: mark[name] for name in ("slot", "project", "revision", "mark", "knew")}
    salt = bytes.fromhex(mark["salt"])
    commitment = hmac.new(salt, canonical(said).encode(), hashlib.sha256).hexdigest()
    audit.same(where, "names", names_of(log, MARK), sorted(mark))
    audit.same(where, "old", entry["revision"], mark["revision"])
    audit.same(where, "commitment", entry["commitment"], commitment)
    audit.must(placed(log, mark) in slots, where, "roll")
    audit.must(mark["project"] in log.judged, where, "unlisted")
    audit.must(mark["mark"] in OPINIONS, where, "mark")


def check_judged(log: Any, marks: list[Any], outcome: Any, audit: Audit) -> None:
    """The outcome is the one in the log, and what these marks give."""
    digest = hashlib.sha256(canonical(outcome).encode()).hexdigest()
    audit.same("judgement.json", "digest", stated_digest(log, digest), digest)
    if without_count(log):
        bare = {"judgement": log.plan["cycle"], "projects": []}
        audit.same("judgement.json", "outcome", bare, outcome)
        tell_void(log, audit)
        return
    members = log.roll["registered"]
    want = [graded(id_, members, [m for m in marks if m["project"] == id_]) for id_ in log.judged]
    names = [[one["project"] for one in each] for each in (want, outcome["projects"])]
    audit.same("judgement.json", "outcome", *names)
    audit.same("judgement.json", "outcome", log.plan["cycle"], outcome["judgement"])
    found = {one["project"]: one for one in outcome["projects"]}
    for one in want:
        other = found.get(one["project"], {})
        for name in sorted({*one, *other}):
            where = f"judgement.json {one['project']} {name}"
            if name == "level" and not one["judges"] and other.get(name) == "dissatisfied":
                continue  # as it was graded before "nobody judged" was told apart
            audit.same(where, "outcome", one.get(name), other.get(name))
        audit.ranking.append("{project}: {level} ({judges}/{members})".format(**one))
    audit.done("count", "zhenhai", "1")
    tell_void(log, audit)


def graded(project: str, members: int, marks: list[Any]) -> Any:
    """Figures and grade of a project; exactly half of all members is not enough."""
    given = {name: sum(mark["mark"] == name for mark in marks) for name in OPINIONS}
    content = given["satisfied"] + given["fairly"]
    level = "dissatisfied"
    if members == 0:
        level = "undetermined"
    elif not marks:
        level = "nobody-judged"
    elif 2 * given["satisfied"] > members:
        level = "satisfied"
    elif 2 * content > members:
        level = "fairly-satisfied"
    knew, judges = sum(mark["knew"] for mark in marks), len(marks)
    return {
        "project": project,
        "members": members,
        "judges": judges,
        "knew": knew,
        "marks": given,
        "level": level,
        "awareness": {"numerator": knew, "denominator": judges, "base": "judges"},
        "participation": {"numerator": judges, "denominator": members, "base": "members"},
        "satisfaction": {
            "numerator": content,
            "denominator": judges - given["none"],
            "base": "marked",
        },
    }
