"""How long what entries seal is kept: what components declare, and the year's other chapters."""

from __future__ import annotations

from tickbox_core.components import CORE
from tickbox_core.workflow import retention
from tickbox_core.workflow.entries import DiaryEntry
from tickbox_core.year import keeps

_DECLARED = {kind: one for component in CORE for kind, one in component.kinds.items()}

SEALING = keeps.RULES | {
    kind: one.retention for kind, one in _DECLARED.items() if one.retention and not one.ends
}
"""Of kinds that seal something."""
ENDING = {kind: one.retention for kind, one in _DECLARED.items() if one.retention and one.ends}
"""Of kinds that seal nothing, and begin or end a purpose of others."""


def with_keeps(entry: DiaryEntry) -> DiaryEntry:
    """An entry that is about to be written, with what it says of how long it is kept."""
    return retention.with_keeps(entry, SEALING, ENDING)
