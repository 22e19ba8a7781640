"""Motions paper by paper: part of ``recount.py``, which is handed out as one file.

Whether heads, papers and proofs are those committed to, and add up to the totals: papers are walked
in the order of the log, and sums are kept beside them.
"""
# ruff: noqa: B905, UP - it must run on Python 3.9

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from tickbox_core.bundle.recount import Audit, canonical, leaf
from tickbox_core.bundle.recount_elections import may_follow, may_say, spoken_for
from tickbox_core.bundle.recount_voids import without_count


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
    right: dict[str, Any] = {}  # as two people have set it right since it was preliminary
    for at, (paper, entry) in enumerate(zip(papers, log.papers), 1):
        where = f"papers.jsonl:{at}"
        if not audit.must(paper["slot"] in by_slot, where, "roll"):
            continue
        if entry["kind"] == "corrected":
            check_paper(log, by_slot[paper["slot"]], paper, where, audit)
            right[paper["slot"]] = paper
        else:
            stand_or_void(log, by_slot[paper["slot"]], paper, stand, where, audit)
    served = set((found["delivery.json"] or {"served": []})["served"])
    posted, final = log.facts.get("preliminary"), not {"result", "voided"}.isdisjoint(log.facts)
    if posted:
        check_sums(log, heads, stand, served, posted["totals"], "ledger.jsonl preliminary", audit)
    now = {**stand, **right} if final else stand
    check_proxies(log, now, audit)
    if not without_count(log):
        check_sums(log, heads, now, served, decision, "decision.json", audit)
    audit.done("papers", len(papers), len(heads))


def check_sums(
    log: Any, heads: Any, stand: Any, served: Any, said: Any, where: str, audit: Audit
) -> None:
    """The papers that stand add up to the totals that were posted."""
    spoken = {slot: paper["mark"] for slot, paper in stand.items()}
    for base, tally in added_up(log, heads, spoken, served).items():
        have = [one for one in said["tallies"] if one["base"] == base]
        audit.same(f"{where} {base}", "tally", [tally], have)


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
        audit.same("roll.json", "heads", decimals_of(log), rows.get("decimals", 2))
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


def decimals_of(log: Any) -> Any:
    """In how many decimals of m² the log's roll gives areas."""
    return log.roll["weights"].get("decimals", 2)


def check_papers(log: Any, papers: list[Any], audit: Audit) -> None:
    """The papers are those of the log, in its order."""
    audit.same("papers.jsonl", "no-ballot", len(log.papers), len(papers))
    for at, (entry, paper) in enumerate(zip(log.papers, papers), 1):
        where = f"papers.jsonl:{at}"
        content = {name: value for name, value in paper.items() if name != "salt"}
        audit.same(where, "paper", entry["commitment"], opened_by(paper["salt"], content))
        for name in ("slot", "revision"):
            audit.same(where, "paper", entry[name], paper[name])


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
    check_paper(log, head, paper, where, audit)
    before = stand.get(slot)
    if before is None or (before["mark"] == "spoiled" and mark != "spoiled"):
        stand[slot] = paper
    elif mark != "spoiled" and paper["place"] != before["place"]:
        audit.same(where, "contradiction", before["mark"], mark)
    elif mark != "spoiled" and log.motion["double"] == "last_valid_stands":
        stand[slot] = paper


def check_paper(log: Any, head: Any, paper: Any, where: str, audit: Audit) -> None:
    """It is of one of the head's homes, says what can be said, and is marked by who may."""
    audit.must(paper["place"] in head["places"], where, "roll")
    audit.must(may_say(log.motion, log.sides, paper["mark"]), where, "mark")
    audit.must(may_mark(log.motion["proxies"], head, paper), where, "mandate")


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
    follows = {slot for slot, mark in spoken.items() if mark == "with-majority"}
    leads = leader(log, heads, spoken) if follows else None
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
        present, joined, followed = [], [], []
        for head in heads:
            mine, slot = worth(head, base), head["slot"]
            mark = spoken.get(slot) or (side if slot in counting else "silent")
            if slot in follows:
                mark = leads
                followed.append(mine)
            for name in [] if mark is None else spoken_for(log.motion, mark):
                marks[name].append(mine)
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
        if may_follow(log.motion):
            total["followed"] = None if base == "area" else summed(followed)
        decimals = decimals_of(log) if base == "area" else 2
        total.update({} if decimals == 2 else {"decimals": decimals})
        found[base] = total
    return found
