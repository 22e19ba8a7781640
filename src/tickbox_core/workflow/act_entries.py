"""Who did it: one entry of kind ``act`` closes every transaction of somebody with a role.

Facts are the act's key, where its other entries stand (positions by log) and the public references
it was given (ids by kind of thing).  Names are sealed, and kept by a rule of their own: who
answered a wish is known for longer than who wrote it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tickbox_core.workflow.entries import DiaryEntry

ACT = "act"


class NotedActs:
    """Which acts that are noted once were noted, and by whom, as far as that is still known."""

    kinds = frozenset({ACT})

    def __init__(self) -> None:
        self._noted: set[tuple[str, str, str]] = set()

    def apply(self, happened: DiaryEntry) -> None:
        """Take an entry."""
        facts = happened.facts
        self._noted.add(_key(facts["act"], facts["about"], happened.secret("name", "")))

    def noted(self, act: str, about: Mapping[str, Sequence[str]], name: str) -> bool:
        """Whether it is noted that somebody did an act with these references."""
        return _key(act, about, name) in self._noted


def act_entry(
    act: str,
    entries: Mapping[str, Sequence[int]],
    about: Mapping[str, Sequence[str]],
    sealed: Mapping[str, Any],
) -> DiaryEntry:
    """The entry; ``sealed`` has ``name`` and ``role``, and ``office`` and ``second`` if any."""
    facts = {
        "act": act,
        "entries": {log: list(at) for log, at in entries.items()},
        "about": {kind: list(ids) for kind, ids in about.items()},
    }
    return DiaryEntry(ACT, facts, sealed)


def _key(act: str, about: Mapping[str, Sequence[str]], name: str) -> tuple[str, str, str]:
    plain = sorted((kind, *ids) for kind, ids in about.items())
    return act, repr(plain), name
