"""The end of the log of a round, motion or judgement that was voided, and what its pages say of it.

The last entry gives the reason.  Nothing is counted to read it, so any page can ask.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from tickbox_core.categories import sentences
from tickbox_core.ledger import Checkpoint, canonical, leaf_hash
from tickbox_core.store import Store
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow import log
from tickbox_core.workflow.context import DeskContext

_WHY = Text("已作废，理由：{reason}", "This was voided, because: {reason}")
_STATE = Text("已作废，理由：{reason}", "voided, because: {reason}")
_REASON = Text("理由：{reason}", "Reason: {reason}")


@attrs.frozen
class LoggedVoid:
    """What a log says at its end: when it was voided and why, and why there is no count, if so.

    ``position`` is where the entry stands; before it there is nothing where it was never open.
    """

    at: str
    reason: Text
    uncounted: Text
    position: int

    @property
    def why(self) -> Text:
        """That it was voided, and the reason."""
        return sentences(_WHY.filled(reason=self.reason))

    @property
    def state_words(self) -> Text:
        """The state with the reason."""
        return _STATE.filled(reason=self.reason)


def read_void(store: Store, log_id: str) -> LoggedVoid | None:
    """The void at the end of a log; ``None`` where it does not end with one."""
    at = log.head(store, log_id).size - 1
    row = store.get("entry", log=log_id, position=at)
    entry = {} if row is None else json.loads(row["body"])
    if entry.get("kind") != "voided":
        return None
    return LoggedVoid(entry["at"], Text(**entry["reason"]), Text(**entry["uncounted"]), at)


def void_reason(store: Store, log_id: str) -> Text:
    """Why it was voided, as the remedy of a refusal; empty where it was not."""
    found = read_void(store, log_id)
    return EMPTY if found is None else _REASON.filled(reason=found.reason)


def coming_checkpoint(
    context: DeskContext, log_id: str, new: Sequence[Mapping[str, Any]]
) -> Checkpoint:
    """The checkpoint of a log as it will be once these entries stand in it; nothing is written."""
    edge = log.head(context.store, log_id)
    for entry in new:
        edge = edge.added(leaf_hash(canonical(entry)))
    return log.sign_checkpoint(context, log_id, edge)
