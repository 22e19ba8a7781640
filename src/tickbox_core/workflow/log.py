"""The ledger as it is kept: entries appended inside the caller's transaction, and its head."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from tickbox_core.ledger import Checkpoint, Frontier, canonical, leaf_hash
from tickbox_core.store import Store
from tickbox_core.workflow.context import DeskContext

OF_RESIDENTS = frozenset({"cast", "corrected", "mark"})
"""Kinds of entries that are somebody's own: where one stands is never noted beside a time."""


@attrs.frozen
class Appended:
    """Where new entries stand: the first index, their leaf hashes, and the log's new edge."""

    first: int
    leaves: tuple[bytes, ...]
    head: Frontier


def head(store: Store, log: str) -> Frontier:
    """The log's size and edge; an unknown log is empty."""
    row = store.get("head", log=log)
    return Frontier() if row is None else Frontier.of(json.loads(row["frontier"]))


def append(context: DeskContext, log: str, entries: Sequence[Mapping[str, Any]]) -> Appended:
    """Add entries at the end of a log, inside a transaction of the caller."""
    store = context.store
    edge = head(store, log)
    first = edge.size
    bodies = [canonical(entry) for entry in entries]
    leaves = tuple(leaf_hash(body) for body in bodies)
    store.add(
        "entry",
        [
            {"log": log, "position": first + at, "body": body, "leaf": leaf}
            for at, (body, leaf) in enumerate(zip(bodies, leaves, strict=True))
        ],
    )
    for leaf in leaves:
        edge = edge.added(leaf)
    store.put("head", {"log": log, "frontier": json.dumps(edge.plain())})
    named = (first + at for at, one in enumerate(entries) if one["kind"] not in OF_RESIDENTS)
    context.transactions.note(log, named)
    return Appended(first, leaves, edge)


def entries(store: Store, log: str) -> list[dict[str, Any]]:
    """The whole log, first entry first."""
    return [json.loads(row["body"]) for row in store.find("entry", order="position", log=log)]


def has_kind(store: Store, log: str, kind: str) -> bool:
    """Whether an entry of that kind stands in a log."""
    return any(one["kind"] == kind for one in entries(store, log))


def first(store: Store, log: str) -> dict[str, Any]:
    """The first entry of a log that has begun: what is frozen."""
    row = store.get("entry", log=log, position=0)
    assert row is not None  # it was opened
    entry: dict[str, Any] = json.loads(row["body"])
    return entry


def sign_checkpoint(context: DeskContext, log: str, edge: Frontier) -> Checkpoint:
    """A checkpoint of the log at that edge, signed where the desk has a signer."""
    key = context.signer.key if context.signer else ""
    unsigned = Checkpoint(f"tickbox/{context.area}/{log}", edge.size, edge.root.hex(), key, "")
    if context.signer is None:
        return unsigned
    return attrs.evolve(unsigned, signature=context.signer.sign(unsigned.note()).hex())


def keep_checkpoint(context: DeskContext, log: str, edge: Frontier) -> Checkpoint:
    """Sign and store a checkpoint, inside a transaction of the caller."""
    checkpoint = sign_checkpoint(context, log, edge)
    body = json.dumps(checkpoint.plain())
    context.store.put("checkpoint", {"log": log, "size": edge.size, "body": body})
    return checkpoint


def last_checkpoint(store: Store, log: str) -> Checkpoint | None:
    """The newest stored checkpoint of a log."""
    rows = store.find("checkpoint", order="size", log=log)
    return Checkpoint.of(json.loads(rows[-1]["body"])) if rows else None
