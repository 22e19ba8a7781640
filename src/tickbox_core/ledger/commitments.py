"""Commitments: published now, opened later or never, and not to be guessed in between.

A bare hash of a choice would be guessable, since there are few choices; so every commitment to
something private is an HMAC-SHA256 under a random salt of its own.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from typing import Any

from tickbox_core.errors import BadValue
from tickbox_core.ledger.canonical import canonical, canonical_rows
from tickbox_core.ledger.merkle import leaf_hash
from tickbox_core.model import Roll
from tickbox_core.text import Text

SHORTEST_SALT = 16  # bytes


def choice_commitment(salt: bytes, slot: str, revision: int, ticks: Sequence[str]) -> str:
    """Commits to what a slot ticked in a revision, in whatever order; hex.

    Raises ``BadValue`` for a salt of fewer than 16 bytes.
    """
    return committed(salt, {"revision": revision, "slot": slot, "ticks": sorted(ticks)})


def roll_commitment(roll: Roll, salt: bytes) -> str:
    """Commits to every row of a roll, names and birth dates included, in whatever order; hex.

    Only an auditor who is shown roll and salt can open it.  Raises ``BadValue`` for a short salt.
    """
    return _keyed(salt, _in_order(roll))


def roll_digest(roll: Roll) -> str:
    """SHA-256 over every row of a roll, in whatever order, and not its date; hex.

    It tells whether two imports hold the same.  It has no salt, so it is for those who may see the
    roll and is not published.
    """
    return hashlib.sha256(_in_order(roll, but="as_of")).hexdigest()


def _in_order(roll: Roll, but: str = "") -> bytes:
    """The canonical form of all rows, in the order of their own; without the part ``but``.

    Put together of theirs: each is made once, of many thousands.
    """
    parts = {name: part for name, part in _rows(roll).items() if name != but}
    held = (canonical(name) + b":" + _canonical(parts[name]) for name in sorted(parts))
    return b"{" + b",".join(held) + b"}"


def _canonical(part: object) -> bytes:
    if not isinstance(part, list):
        return canonical(part)
    return b"[" + b",".join(sorted(canonical_rows(part))) + b"]"


def _rows(roll: Roll) -> dict[str, Any]:
    rows = roll.plain()
    for service in rows["services"]:
        service["units"].sort()
    return rows


def sealed_commitment(salt: bytes, sealed: object) -> str:
    """Commits to the sealed part of a diary entry; hex.  Raises ``BadValue`` for a short salt."""
    return committed(salt, {"sealed": sealed})


def slot_leaf(slot: str, household: str | None = None) -> bytes:
    """The leaf of a place on the roll in the tree whose root the roll entry names.

    With the random tag of its home where homes are counted; else with nothing that two places could
    share.  It needs no salt: names are random, and a slot that nobody used is never published.
    """
    return slot_leaves([(slot, household)])[0]


def slot_leaves(places: Sequence[tuple[str, str | None]]) -> list[bytes]:
    """The leaves of many places, each a slot and the tag of its home or ``None``, in order."""
    rows = [
        {"slot": slot} if household is None else {"household": household, "slot": slot}
        for slot, household in places
    ]
    return [leaf_hash(said) for said in canonical_rows(rows)]


def committed(salt: bytes, value: object) -> str:
    """HMAC-SHA256 of the canonical value; hex.  Raises ``BadValue`` for a short salt."""
    return _keyed(salt, canonical(value))


def _keyed(salt: bytes, said: bytes) -> str:
    if len(salt) < SHORTEST_SALT:
        raise BadValue(
            "salt",
            Text(f"少于{SHORTEST_SALT}字节。", f"it is shorter than {SHORTEST_SALT} bytes."),
            Text("请用更长的随机数。", "Use more random bytes."),
        )
    return hmac.new(salt, said, hashlib.sha256).hexdigest()
