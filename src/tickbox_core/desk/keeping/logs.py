"""Whether a log is whole: its entries, its head, and every checkpoint that was ever kept of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from tickbox_core.archive import LogNote
from tickbox_core.desk.keeping.faults import Differences
from tickbox_core.errors import BadValue
from tickbox_core.ledger import Checkpoint, Frontier, canonical, leaf_hash, verify_checkpoint
from tickbox_core.store import Store
from tickbox_core.text import Text


def names(store: Store) -> list[str]:
    """The logs of an area."""
    return sorted({row["log"] for t in ("entry", "head", "checkpoint") for row in store.find(t)})


def note(store: Store, log: str) -> LogNote:
    """A log as it stands by its head, with the outcome its result entry pins.

    A head or entry that cannot be read is noted as nothing: whether it can is for ``checked``.
    """
    row = store.get("head", log=log)
    try:
        edge = Frontier() if row is None else Frontier.of(json.loads(row["frontier"]))
        last = store.get("entry", log=log, position=edge.size - 1)
        entry = {} if last is None else json.loads(last["body"])
        outcome = entry["outcome"] if entry.get("kind") == "result" else ""
    except (ValueError, KeyError, TypeError, AttributeError, BadValue):
        return LogNote(0, "")
    return LogNote(edge.size, edge.root.hex(), outcome)


def check_log(
    store: Store, faults: Differences, log: str, outside: Iterable[Checkpoint] = ()
) -> list[dict[str, Any]]:
    """The entries of a log; whatever does not agree is noted.

    ``outside`` are checkpoints that were kept elsewhere than in the store.
    """
    rows = store.find("entry", order="position", log=log)
    whole = faults.must(
        [row["position"] for row in rows] == list(range(len(rows))),
        log,
        Text("记录编号有缺口。", "the entries have a gap."),
    )
    noted = store.find("checkpoint", log=log)
    kept = [Checkpoint.of(json.loads(row["body"])) for row in noted]
    faults.must([row["size"] for row in noted] == [one.size for one in kept], log, _CHECKPOINT)
    entries = [_entry(faults, f"{log}:{row['position']}", row) for row in rows]
    edge = _walk_log(faults, log, [row["leaf"] for row in rows], [*kept, *outside])
    held = store.get("head", log=log)
    faults.must(
        whole and held is not None and json.loads(held["frontier"]) == edge.plain(),
        log,
        Text("记录与其摘要不符。", "the log does not agree with its head."),
    )
    return entries


def _entry(faults: Differences, where: str, row: Mapping[str, Any]) -> dict[str, Any]:
    try:
        entry = json.loads(row["body"])
        right = isinstance(entry, dict) and canonical(entry) == row["body"]
    except (ValueError, BadValue):
        entry, right = {}, False
    right = right and leaf_hash(row["body"]) == row["leaf"]
    faults.must(right, where, Text("这条记录被改动过。", "this entry was changed."))
    return dict(entry) if isinstance(entry, dict) else {}


def _walk_log(
    faults: Differences, log: str, leaves: list[bytes], checkpoints: list[Checkpoint]
) -> Frontier:
    """The edge after all leaves; at its size every checkpoint is held against the root."""
    at: dict[int, list[Checkpoint]] = {}
    for one in checkpoints:
        at.setdefault(one.size, []).append(one)
    edge = Frontier()
    for leaf in leaves:
        edge = edge.added(leaf)
        for one in at.pop(edge.size, ()):
            right = one.root == edge.root.hex() and one.origin.rpartition("/")[2] == log
            right = right and (not one.key or verify_checkpoint(one))
            faults.must(right, f"{log}@{one.size}", _CHECKPOINT)
    for size in at:
        faults.must(size == 0, f"{log}@{size}", _SHORT)
    return edge


_CHECKPOINT = Text("与当时的检查点不符。", "it is not what the checkpoint of that time says.")
_SHORT = Text(
    "记录比先前的检查点短。", "the log is shorter than it was when this checkpoint was kept."
)
