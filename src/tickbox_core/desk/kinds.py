"""How long what entries seal is kept: what components declare, and the year's other chapters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from tickbox_core.components import CORE
from tickbox_core.declarations import Component, PersonalData, Retention, StillNeeded
from tickbox_core.workflow import retention
from tickbox_core.workflow.entries import DiaryEntry
from tickbox_core.year import keeps


@attrs.frozen(eq=False)
class RetentionRules:
    """By kind of entry: those that seal something, and those that end a purpose of others.

    ``personal`` says what is sealed in words, by what retentions name; ``purposes`` answers by kind
    of thing why what is kept for one stays.
    """

    sealing: Mapping[str, Retention]
    ending: Mapping[str, Retention]
    personal: Mapping[str, PersonalData]
    purposes: Mapping[str, StillNeeded]

    @classmethod
    def of(cls, components: Iterable[Component]) -> RetentionRules:
        """What these components declare, and the year's own chapters."""
        components = tuple(components)
        declared = {kind: one for component in components for kind, one in component.kinds.items()}
        ruled = {kind: (one.retention, one.ends) for kind, one in declared.items()}
        return cls(
            keeps.RULES | {kind: rule for kind, (rule, ends) in ruled.items() if rule and not ends},
            {kind: rule for kind, (rule, ends) in ruled.items() if rule and ends},
            {key: said for component in components for key, said in component.personal.items()},
            {kind: why for component in components for kind, why in component.purposes.items()},
        )

    def with_keeps(self, entry: DiaryEntry) -> DiaryEntry:
        """An entry that is about to be written, with what it says of how long it is kept."""
        return retention.with_keeps(entry, self.sealing, self.ending)


OF_THE_CORE = RetentionRules.of(CORE)
SEALING, ENDING = OF_THE_CORE.sealing, OF_THE_CORE.ending
"""Those of the core's own kinds."""
with_keeps = OF_THE_CORE.with_keeps
