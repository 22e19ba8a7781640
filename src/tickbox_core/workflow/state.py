"""The state of an area: its parts, each folded from the entries of the diary that are its own."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar

from tickbox_core.errors import PluginFailed
from tickbox_core.workflow.act_entries import NotedActs
from tickbox_core.workflow.entries import DiaryEntry, Plain, StatePart
from tickbox_core.workflow.retention import Purposes

_log = logging.getLogger("tickbox.desk")

P = TypeVar("P", bound=StatePart)
NOTHING_BROUGHT: Mapping[type[StatePart], str] = MappingProxyType({})


class DiaryState:
    """Everything that has happened in an area, by part.

    A kind that no part takes (a newer version wrote it, or its component is not installed) is
    passed over; the ledger keeps it.
    """

    def __init__(
        self, parts: Iterable[StatePart], brought: Mapping[type[StatePart], str] = NOTHING_BROUGHT
    ) -> None:
        """A state of these parts; ``brought`` are those of plugins, with who brings each."""
        self.acts = NotedActs()
        self.purposes = Purposes()
        self.length = 0
        self.facts: list[tuple[str, Plain]] = []
        """Kind and facts of every entry, by position."""
        self._parts: dict[type[StatePart], StatePart] = {}
        self._by_kind: dict[str, StatePart] = {}
        self._brought = brought
        self._failed: dict[type[StatePart], PluginFailed] = {}
        for part in (*parts, self.acts):
            self._parts[type(part)] = part
            self._by_kind |= dict.fromkeys(part.kinds, part)

    def of(self, part: type[P]) -> P:
        """The part of that class; ``KeyError`` where the state has none.

        Raises ``PluginFailed`` for a plugin's that could not read what it once wrote.
        """
        if part in self._failed:
            raise self._failed[part]
        found = self._parts[part]
        assert isinstance(found, part)
        return found

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of entry that are taken."""
        return frozenset(self._by_kind)

    def fold(self, happened: DiaryEntry) -> None:
        """Take the next entry of those that are written already.

        A plugin's part that fails at one is set aside: everything else is read on.
        """
        part = self._by_kind.get(happened.kind)
        if part is None or type(part) not in self._brought:
            self.apply(happened)
            return
        try:
            part.apply(happened)
        except Exception as problem:  # noqa: BLE001 - whatever a plugin raises, the rest is read
            _log.exception("the state of a component failed at entry %d", happened.position)
            name = self._brought[type(part)]
            self._failed[type(part)] = PluginFailed(name, happened.kind, repr(problem)[:200])
            for kind in part.kinds:
                del self._by_kind[kind]
        self._note(happened)

    def apply(self, happened: DiaryEntry) -> None:
        """Take the next entry, which is being written: what fails at it refuses it."""
        part = self._by_kind.get(happened.kind)
        if part is not None:
            part.apply(happened)
        self._note(happened)

    def _note(self, happened: DiaryEntry) -> None:
        self.purposes.apply(happened)
        self.length = happened.position + 1
        self.facts.append((happened.kind, happened.facts))
