"""Rounds, judgements and motions rebuilt from their logs and openings, and held against the tables.

The log is what counts; a table is a convenience.  So the tables are expected to hold just what
follows from the log, and every opening to open the commitment of its entry.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tickbox_core.components.judgement import Phase, load_judgement
from tickbox_core.components.motions import PollState
from tickbox_core.desk import records
from tickbox_core.desk.keeping.faults import Differences
from tickbox_core.desk.motions import rows
from tickbox_core.desk.places import by_first, places
from tickbox_core.ledger import (
    Receipt,
    canonical,
    choice_commitment,
    delivery_commitment,
    leaf_hash,
    mark_commitment,
    motion_entry,
    paper_commitment,
    roll_commitment,
    roll_entry,
    root,
)
from tickbox_core.model import State
from tickbox_core.store import Store
from tickbox_core.text import Text
from tickbox_core.workflow import deadlines

Entries = Sequence[Mapping[str, Any]]
_STATE = Text("状态与记录不符。", "it does not stand where its log says.")
_PLAN = Text("方案与记录不符。", "its plan is not the one in the log.")
_ROLL = Text("名册与记录不符。", "its roll is not the one committed to.")
_OPENING = Text("与当时的承诺不符。", "it is not what was committed to.")
_NOBODY = Text("席位上的人或户不在名册里。", "its person or home is not on the roll.")
_OUTCOME = Text("结果与记录不符。", "the outcome is not the one in the log.")


def round_(store: Store, faults: Differences, id_: str, entries: Entries) -> None:
    """One round of preference ticks."""
    round, kinds = records.load_round(store, id_), [entry["kind"] for entry in entries]
    faults.must(_has_reached(kinds, round.state, _ROUND_STATES), id_, _STATE)
    if not entries:
        return
    if kinds == ["voided"]:  # before it was opened: nothing else is in its log
        return
    row = store.get("cycle", id=id_) or {}
    faults.must(canonical(json.loads(row["configuration"])) == canonical(entries[0]), id_, _PLAN)
    plugins = json.loads(row["plugins"] or "[]")
    faults.must(plugins == entries[0]["plugins"], id_, _PLAN)
    _times(store, faults, id_, entries, row)
    _slots(store, faults, id_, entries, round.roll)
    _ballots(store, faults, id_, entries)
    gone = {entry["number"] for entry in entries if entry["kind"] == "count-sheet-superseded"}
    listed = [
        (place["slot"], entry["number"])
        for entry in entries
        if entry["kind"] == "count-sheet" and entry["number"] not in gone
        for place in entry["places"]
    ]
    sheets = [(row["slot"], row["number"]) for row in store.find("sheet_slot", cycle=id_)]
    faults.same(f"{id_}/sheet_slot", listed, sheets)
    _outcome(store, faults, id_, entries)


_ROUND_STATES: Mapping[str, tuple[object, ...]] = {
    "": (State.LISTING, State.POSTED),
    "opened": (State.TICKING,),
    "closed": (State.COUNTING,),
    "voided": (State.VOID,),
    "result": (State.DECIDED,),
}
_POLL_STATES: Mapping[str, tuple[object, ...]] = {
    "": (PollState.PREPARED,),
    "opened": (PollState.OPEN,),
    "closed": (PollState.CLOSED,),
    "preliminary": (PollState.PRELIMINARY,),
    "voided": (PollState.VOID,),
    "result": (PollState.PUBLISHED,),
}
_PHASES: Mapping[str, tuple[object, ...]] = {
    "opened": (Phase.OPEN,),
    "closed": (Phase.CLOSED,),
    "voided": (Phase.VOID,),
    "result": (Phase.PUBLISHED,),
}


def _has_reached(
    kinds: Iterable[str], state: object, states: Mapping[str, tuple[object, ...]]
) -> bool:
    last = ""
    for kind in kinds:
        last = kind if kind in states else last
    return state in states.get(last, ())


def _times(
    store: Store, faults: Differences, id_: str, entries: Entries, row: Mapping[str, Any]
) -> None:
    at = {entry["kind"]: entry["at"] for entry in entries if entry["kind"] in ("opened", "closed")}
    right = (row["opened_at"], row["closed_at"]) == (at.get("opened"), at.get("closed"))
    held, told = deadlines.find_deadline(store, id_), deadlines.from_log(entries)
    if told is not None and not told.ended and entries[-1]["kind"] == "voided":
        told = None  # it was voided before its hour
    right = right and held == told
    faults.must(right, id_, Text("时间与记录不符。", "its times are not those of the log."))


def _slots(store: Store, faults: Differences, id_: str, entries: Entries, roll: Any) -> None:
    stated = next((dict(entry) for entry in entries if entry["kind"] == "roll"), {})
    if faults.must(roll is not None and dict(roll_entry(id_, roll)) == stated, id_, _ROLL):
        known = places(store, records.load_round(store, id_))
        held = known.slots
        right = (known.root, len(held)) == (stated["slots_root"], stated["registered"])
        right = right and (known.tagged or by_first(held) == list(held))
        faults.must(right and _are_numbered(held), f"{id_}/slot", _ROLL)
        people = {row["id"] for row in store.find("person", cycle=id_)}
        homes = {row["id"] for row in store.find("unit", cycle=id_)}
        for slot in held:
            right = slot.person is None or (slot.person in people and slot.unit in homes)
            faults.must(right, f"{id_}/slot/{slot.position}", _NOBODY)


def _are_numbered(held: Iterable[Any]) -> bool:
    return all(one.position == at for at, one in enumerate(held))


def _casts(entries: Entries, *names: str) -> dict[tuple[Any, ...], int]:
    """Where the cast entries stand, by the values of these names."""
    return {
        tuple(entry[name] for name in names): at
        for at, entry in enumerate(entries)
        if entry["kind"] in ("cast", "corrected", "mark")
    }


def _same_places(
    faults: Differences, where: str, casts: Mapping[tuple[Any, ...], int], held: Iterable[Any]
) -> None:
    faults.same(where, [(*key, at) for key, at in casts.items()], held)


def _ballots(store: Store, faults: Differences, id_: str, entries: Entries) -> None:
    held = store.find("ballot", cycle=id_)
    places = [(row["slot"], row["revision"], row["position"]) for row in held]
    _same_places(faults, f"{id_}/ballot", _casts(entries, "slot", "revision"), places)
    last = {row["slot"]: row["revision"] for row in held}
    for row in held:
        if row["salt"] == b"" and row["revision"] < last[row["slot"]]:
            continue  # replaced by a later one, and erased
        made = (
            choice_commitment(row["salt"], row["slot"], row["revision"], json.loads(row["ticks"]))
            if len(row["salt"]) >= _SHORTEST
            else ""
        )
        _opens(faults, f"{id_}/ballot", entries, row, made)


_SHORTEST = 16


def _opens(
    faults: Differences, where: str, entries: Entries, row: Mapping[str, Any], made: str
) -> None:
    at = row["position"]
    right = 0 <= at < len(entries) and entries[at].get("commitment") == made
    faults.must(right and row["code"] == _code(entries[at]), f"{where}:{at}", _OPENING)


def _code(entry: Mapping[str, Any]) -> str:
    """The code on the receipt of a cast entry; what two people set right has none."""
    if entry["kind"] == "corrected":
        return ""
    leaf = leaf_hash(canonical(entry)).hex()
    return Receipt(entry["cycle"], entry["slot"], entry["revision"], leaf, 0, 0, leaf).code


def _outcome(store: Store, faults: Differences, id_: str, entries: Entries) -> None:
    row = store.get("outcome", cycle=id_)
    said = [entry["outcome"] for entry in entries if entry["kind"] in ("result", "voided")]
    said = [digest_ for digest_ in said if digest_]  # a void before counting states none
    held = [] if row is None else [digest(json.loads(row["body"]))]
    faults.must(held == said, id_, _OUTCOME)


def digest(outcome: object) -> str:
    """What a result entry says of an outcome."""
    return hashlib.sha256(canonical(outcome)).hexdigest()


# -- judgements --------------------------------------------------------------------------------


def judgement(store: Store, faults: Differences, id_: str, entries: Entries) -> None:
    """One judgement by a round's own slots."""
    known = load_judgement(store, id_)
    faults.must(_has_reached([one["kind"] for one in entries], known.phase, _PHASES), id_, _STATE)
    if not entries:
        return
    faults.must(canonical(dict(known.plan)) == canonical(entries[0]), id_, _PLAN)
    _times(store, faults, id_, entries, store.get("judgement", id=id_) or {})
    _slots(store, faults, known.round, _as_round(entries, known.round), _roll(store, known.round))
    held = store.find("mark", judgement=id_)
    names = ("slot", "project", "revision")
    places = [(*(row[name] for name in names), row["position"]) for row in held]
    _same_places(faults, f"{id_}/mark", _casts(entries, *names), places)
    last = {(row["slot"], row["project"]): row["revision"] for row in held}
    for row in held:
        if row["salt"] == b"" and row["revision"] < last[row["slot"], row["project"]]:
            continue
        keys = (row["slot"], row["project"], row["revision"], row["mark"], bool(row["knew"]))
        made = mark_commitment(row["salt"], *keys) if len(row["salt"]) >= _SHORTEST else ""
        _opens(faults, f"{id_}/mark", entries, row, made)
    _outcome(store, faults, id_, entries)


def _as_round(entries: Entries, round_id: str) -> Entries:
    """The judgement's roll entry as its round has it."""
    return [{**one, "cycle": round_id} for one in entries if one["kind"] == "roll"]


def _roll(store: Store, id_: str) -> Any:
    return records.load_round(store, id_).roll


# -- motions -----------------------------------------------------------------------------------


def motion(store: Store, faults: Differences, area: str, id_: str, entries: Entries) -> None:
    """One motion of residents or owners."""
    poll = rows.poll(store, id_)
    faults.must(
        _has_reached([one["kind"] for one in entries], poll.state, _POLL_STATES), id_, _STATE
    )
    if not entries or entries[0]["kind"] == "voided":  # before it was opened
        return
    faults.must(motion_entry(id_, area, poll.plan()) == entries[0], id_, _PLAN)
    _times(store, faults, id_, entries, store.get("motion", id=id_) or {})
    leaves = rows.leaves(store, id_)
    stated = next((dict(entry) for entry in entries if entry["kind"] == "roll"), {})
    right = poll.roll is not None and dict(roll_entry(id_, poll.roll)) == stated
    right = (
        right
        and _are_numbered(rows.seats(store, id_))
        and root(leaves).hex() == stated["slots_root"]
    )
    faults.must(right and len(leaves) == stated["registered"], id_, _ROLL)
    _outcome(store, faults, id_, entries)
    if not rows.is_erased(store, id_):
        _papers(store, faults, id_, entries)


def _papers(store: Store, faults: Differences, id_: str, entries: Entries) -> None:
    held = rows.papers(store, id_)
    places = [(one.slot, one.revision, one.position) for one in held]
    _same_places(faults, f"{id_}/paper", _casts(entries, "slot", "revision"), places)
    for one in held:
        made = paper_commitment(one.salt, one.slot, one.revision, rows.paper_plain(one.paper))
        row = {"position": one.position, "code": one.code}
        _opens(faults, f"{id_}/paper", entries, row, made)
    kept = rows.roll(store, id_)
    if kept is not None:
        stated = next((entry for entry in entries if entry["kind"] == "roll"), {})
        right = roll_commitment(*kept) == stated.get("commitment")
        faults.must(right, id_, _ROLL)
    proofs = [entry for entry in entries if entry["kind"] == "delivery"]
    proved = rows.delivery(store, id_)
    made = "" if proved is None else delivery_commitment(proved[1], proved[0].served)
    said = proofs[-1]["commitment"] if proofs else ""
    faults.must(made == said, f"{id_}/delivery", _OPENING)
