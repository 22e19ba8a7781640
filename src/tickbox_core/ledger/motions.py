"""A motion's log: what is frozen of it, its papers and proofs as commitments, its result.

It reads: motion, roll, opened, cast …, delivery …, closed, result; where a result is posted as
preliminary first, preliminary, corrected … stand between closed and result.  ``round`` holds the
motion's id, as it holds the round's in every other log.  Who handed in which paper stands under
commitments, and so does every head: a head's leaf is salted, because what it says could be guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tickbox_core.ledger.canonical import canonical, plain
from tickbox_core.ledger.commitments import committed
from tickbox_core.ledger.merkle import leaf_hash

FORMAT = 1


def motion_entry(motion_id: str, area: str, plan: Mapping[str, Any]) -> dict[str, Any]:
    """The motion and the law it is held under; raises ``BadValue`` where a value is not plain."""
    body = {"kind": "motion", "cycle": motion_id, "format": FORMAT, "area": area, **plan}
    return plain_entry(body)


def delivery_entry(
    motion_id: str, served: int, agenda_noticed: bool, warning_printed: bool, commitment: str
) -> dict[str, Any]:
    """What is proved of service: how many heads, whether agenda and warning; whom is committed."""
    return plain_entry(
        {
            "kind": "delivery",
            "cycle": motion_id,
            "served": served,
            "agenda_noticed": agenda_noticed,
            "warning_printed": warning_printed,
            "commitment": commitment,
        }
    )


def preliminary_entry(
    motion_id: str, at: str, until: str, outcome: str, totals: Mapping[str, Any]
) -> dict[str, Any]:
    """A result that is posted as preliminary, with objections taken to the end of day ``until``.

    ``outcome`` is the SHA-256 of the canonical JSON of the ``totals`` that were posted.
    """
    facts = {"at": at, "until": until, "outcome": outcome, "totals": dict(totals)}
    return plain_entry({"kind": "preliminary", "cycle": motion_id, **facts})


def corrected_entry(motion_id: str, slot: str, revision: int, commitment: str) -> dict[str, Any]:
    """A head's paper as two people have set it right, under its commitment: it stands from now."""
    facts = {"slot": slot, "revision": revision, "commitment": commitment}
    return plain_entry({"kind": "corrected", "cycle": motion_id, **facts})


def final_entry(motion_id: str, at: str, outcome: str) -> dict[str, Any]:
    """The result that was preliminary before, made final: SHA-256 of its canonical JSON."""
    return plain_entry({"kind": "result", "cycle": motion_id, "outcome": outcome, "at": at})


def plain_entry(body: Mapping[str, Any]) -> dict[str, Any]:
    """An entry as it will be read again."""
    entry: dict[str, Any] = plain(body, f"{body['kind']} entry")
    return entry


def paper_commitment(salt: bytes, slot: str, revision: int, paper: Mapping[str, Any]) -> str:
    """Commits to a paper (its place, mark, who marked it and by what mandate); hex."""
    return committed(salt, {"slot": slot, "revision": revision, **paper})


def delivery_commitment(salt: bytes, served: Iterable[str]) -> str:
    """Commits to the places whose service is proved, in whatever order; hex."""
    return committed(salt, {"served": sorted(served)})


def head_leaf(slot: str, salt: bytes, head: Mapping[str, Any]) -> bytes:
    """The leaf of a head in the tree whose root the roll entry names.

    It is salted, unlike a preference's slot: once a slot's name is in the log, what it stands for
    could be found by trying every unit.
    """
    return leaf_hash(canonical({"slot": slot, "salt": salt.hex(), **head}))
