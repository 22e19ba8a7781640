"""A judgement's log: what is judged, by which roll, marks as commitments, the result.

It reads: judgement, roll, opened, mark …, closed, result.  ``round`` holds the judgement's id, as
it holds the round's in every other log; the roll is that of the round whose projects are judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tickbox_core.ledger.commitments import committed
from tickbox_core.ledger.motions import plain_entry

FORMAT = 1


def judgement_entry(id_: str, area: str, plan: Mapping[str, Any]) -> dict[str, Any]:
    """What is judged and how; raises ``BadValue`` where a value is not plain."""
    return plain_entry({"kind": "judgement", "cycle": id_, "format": FORMAT, "area": area, **plan})


def mark_entry(
    id_: str, slot: str, project: str, revision: int, commitment: str, channel: str
) -> dict[str, Any]:
    """A slot has judged a project; what it says stands under the commitment."""
    return plain_entry(
        {
            "kind": "mark",
            "cycle": id_,
            "slot": slot,
            "project": project,
            "revision": revision,
            "commitment": commitment,
            "channel": channel,
        }
    )


def mark_commitment(
    salt: bytes, slot: str, project: str, revision: int, mark: str, knew: bool
) -> str:
    """Commits to what a slot says of a project in a revision; hex."""
    said = {"mark": mark, "knew": knew}
    return committed(salt, {"slot": slot, "project": project, "revision": revision, **said})
