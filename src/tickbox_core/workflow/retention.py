"""How long what is sealed is kept: the purposes that entries name, and whether they are over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import attrs

from tickbox_core.declarations import KEEPS, Keeps, Retention
from tickbox_core.workflow.entries import DiaryEntry


class Purposes:
    """The purposes that entries name, and whether they are over: a fold over all kinds."""

    def __init__(self) -> None:
        self._open: dict[str, date | None] = {}
        """Those that go on, each with its last day if one is said."""

    def apply(self, happened: DiaryEntry) -> None:
        """An entry begins purposes, or ends some; one that is begun again goes on."""
        keeps = Keeps.of(happened.facts)
        if keeps is None:
            return
        self._open.update(dict.fromkeys(keeps.begins, keeps.until))
        for purpose in keeps.ends:
            self._open.pop(purpose, None)

    def is_over(self, purpose: str, today: date) -> bool:
        """Whether a purpose is over: nobody has begun it, it was ended, or its last day is past."""
        if purpose not in self._open:
            return True
        until = self._open[purpose]
        return until is not None and until < today


def with_keeps(
    entry: DiaryEntry, sealing: Mapping[str, Retention], ending: Mapping[str, Retention]
) -> DiaryEntry:
    """An entry that is about to be written, with what it says of how long it is kept.

    ``sealing`` has the rules of kinds that seal something, ``ending`` of kinds that seal nothing
    and begin or end a purpose.  What a component has written of that itself stays.
    """
    if KEEPS in entry.facts:
        return entry
    rule = ending.get(entry.kind)
    if rule is None and entry.sealed is not None:
        rule = sealing.get(entry.kind)
    if rule is None:
        return entry
    return attrs.evolve(entry, facts={**entry.facts, KEEPS: rule.keeps(entry.facts).plain()})
