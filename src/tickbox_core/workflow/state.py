"""The state of an area: its parts, each folded from the entries of the diary that are its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from tickbox_core.workflow.act_entries import NotedActs
from tickbox_core.workflow.entries import DiaryEntry, Plain, StatePart
from tickbox_core.workflow.retention import Purposes

P = TypeVar("P", bound=StatePart)


class DiaryState:
    """Everything that has happened in an area, by part.

    A kind that no part takes (a newer version wrote it, or its component is not installed) is
    passed over; the ledger keeps it.
    """

    def __init__(self, parts: Iterable[StatePart]) -> None:
        self.acts = NotedActs()
        self.purposes = Purposes()
        self.length = 0
        self.facts: list[tuple[str, Plain]] = []
        """Kind and facts of every entry, by position."""
        self._parts: dict[type[StatePart], StatePart] = {}
        self._by_kind: dict[str, StatePart] = {}
        for part in (*parts, self.acts):
            self._parts[type(part)] = part
            self._by_kind |= dict.fromkeys(part.kinds, part)

    def of(self, part: type[P]) -> P:
        """The part of that class; ``KeyError`` where the state has none."""
        found = self._parts[part]
        assert isinstance(found, part)
        return found

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of entry that are taken."""
        return frozenset(self._by_kind)

    def apply(self, happened: DiaryEntry) -> None:
        """Take the next entry."""
        part = self._by_kind.get(happened.kind)
        if part is not None:
            part.apply(happened)
        self.purposes.apply(happened)
        self.length = happened.position + 1
        self.facts.append((happened.kind, happened.facts))
