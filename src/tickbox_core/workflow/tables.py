"""What stands in a table and was published in a log: held against the log before it is shown.

A log is what counts, a table is a convenience: a plan's words and an outcome stand in tables, so
that they are quick to read, and whoever changes a row there changes nothing that was published.
What differs is refused in words, never shown.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import Any

from tickbox_core.errors import BadValue, LedgerBroken
from tickbox_core.ledger import canonical, motion_entry
from tickbox_core.store import Store
from tickbox_core.text import Text
from tickbox_core.workflow import log

_RESULTS = frozenset({"result", "voided"})


def require_plan(store: Store, id_: str, kept: str) -> None:
    """Raise ``LedgerBroken`` where the plan in a table is not the one its log began with.

    ``kept`` is the table's JSON.  A log that has not begun, or that says only that the plan was
    voided, tells nothing of it.
    """
    row = store.get("entry", log=id_, position=0)
    if row is not None and not _agrees(id_, kept, bytes(row["body"])):
        raise LedgerBroken(id_, _WORDS)


@lru_cache(maxsize=256)
def _agrees(id_: str, kept: str, body: bytes) -> bool:
    try:
        first, plan = json.loads(body), json.loads(kept)
        if first["kind"] == "voided":
            return True
        if first["kind"] == "motion":
            plan = motion_entry(id_, first["area"], plan)
        return canonical(plan) == body
    except (ValueError, TypeError, KeyError, BadValue):  # no plan any more
        return False


def kept_outcome(store: Store, id_: str) -> dict[str, Any] | None:
    """The outcome of a round, motion or judgement as its log states it; ``None`` without one.

    Raises ``LedgerBroken`` where the table holds another one than the log, or the log states none.
    """
    row, stated = store.get("outcome", cycle=id_), _stated(store, id_)
    if (_digest(row["body"]) if row else "") != stated:
        raise LedgerBroken(id_, _OUTCOME)
    found: dict[str, Any] | None = None if row is None else json.loads(row["body"])
    return found


@lru_cache(maxsize=256)
def _digest(body: str) -> str:
    try:
        return hashlib.sha256(canonical(json.loads(body))).hexdigest()
    except (ValueError, BadValue):  # no outcome any more
        return "-"


def _stated(store: Store, id_: str) -> str:
    """The digest of the outcome that a log states last; empty where it states none."""
    at = log.head(store, id_).size - 1
    while at >= 0:
        row = store.get("entry", log=id_, position=at)
        entry = {} if row is None else json.loads(row["body"])
        if entry.get("kind") in _RESULTS:
            return str(entry["outcome"])
        if entry.get("kind") in _ONLY_BEFORE:
            return ""
        at -= 1
    return ""


_ONLY_BEFORE = frozenset({"cast", "mark", "opened", "closed", "tied", "configuration", "roll"})
"""Nothing of this kind stands behind a result: where one is last, there is none."""
_WORDS = Text("数据表里的方案文字被改动过", "the words of its plan were changed in a table")
_OUTCOME = Text("数据表里的结果被改动过", "its outcome was changed in a table")
