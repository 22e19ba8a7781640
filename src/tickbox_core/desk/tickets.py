"""Form tickets: a code that was typed once need not be hashed again on the screens that follow.

A ticket stands in a form in place of the code.  It says that whoever filled the form in held the
code of a slot, is good for ``LASTS`` seconds, and only for what that code opens: one round, one
motion, one judgement of one area.  It is signed with a key that is derived from the pepper over
the stored hash of the code, so a code that was renewed or withdrawn takes its tickets along.  It
is no way to try codes: only a right code brings one, and a wrong ticket says nothing of any code.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from typing import Any

from tickbox_core.desk.hand import Hand
from tickbox_core.ledger import canonical

LASTS = 15 * 60
_FORM = re.compile(r"ticket\.([0-9]{1,12})\.([0-9A-Za-z]{1,64})\.([0-9A-Za-z_-]{43})")
_LABEL = b"tickbox form ticket 1"


def issue(hand: Hand, round_id: str, slot: str) -> str:
    """A ticket for a slot whose code was right just now; empty where the slot has no code."""
    row = _code(hand, round_id, slot)
    if row is None:
        return ""
    until = _now(hand) + LASTS
    return f"ticket.{until}.{slot}.{_sign(hand, round_id, slot, until, row)}"


def is_ticket(text: str) -> bool:
    """Whether a text has the form of a ticket, good or not; no code has."""
    return _FORM.fullmatch(text) is not None


def slot_of(hand: Hand, round_id: str, ticket: str) -> str | None:
    """The slot a ticket speaks for; ``None`` for one that is forged, over, or another's."""
    found = _FORM.fullmatch(ticket)
    if found is None:
        return None
    until, slot, signed = int(found[1]), found[2], found[3]
    row = _code(hand, round_id, slot)
    known = row or {"hash": bytes(32), "salt": bytes(16)}
    right = hmac.compare_digest(signed, _sign(hand, round_id, slot, until, known))
    fresh = 0 < until - _now(hand) <= LASTS  # a clock that was set back makes none last longer
    return slot if right and fresh and row is not None else None


def _now(hand: Hand) -> int:
    return int(hand.clock().timestamp())


def _code(hand: Hand, round_id: str, slot: str) -> Mapping[str, Any] | None:
    rows = hand.store.find("code", cycle=round_id, slot=slot)
    return rows[0] if len(rows) == 1 else None


def _sign(hand: Hand, round_id: str, slot: str, until: int, code: Mapping[str, Any]) -> str:
    key = hmac.new(hand.pepper, _LABEL, hashlib.sha256).digest()
    what = [hand.area, round_id, slot, until, code["hash"].hex(), code["salt"].hex()]
    digest = hmac.new(key, canonical(what), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
