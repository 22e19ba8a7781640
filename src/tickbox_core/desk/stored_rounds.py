"""Rounds and the rolls they were opened with, as components ask for them."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from tickbox_core.desk import records
from tickbox_core.desk.places import RollPlaces, places
from tickbox_core.model import Round, Unit
from tickbox_core.store import Store


@attrs.frozen
class StoredRounds:
    """What a store holds of rounds."""

    store: Store

    def rounds(self) -> tuple[Round, ...]:
        """All rounds by id."""
        return records.load_rounds(self.store)

    def round(self, round_id: str) -> Round:
        """A round, or ``NotListed``."""
        return records.load_round(self.store, round_id)

    def has_slot(self, round_id: str, slot: str) -> bool:
        """Whether a round has a slot of that name."""
        return records.slot(self.store, round_id, slot) is not None

    def places(self, round_id: str) -> RollPlaces:
        """How the places of a round were committed to."""
        return places(self.store, self.round(round_id))

    def units(self, round_id: str) -> tuple[Unit, ...]:
        """All units on the roll of a round, by id."""
        return records.units(self.store, round_id)

    def unit(self, round_id: str, id_: str) -> Unit | None:
        """A unit as it stood on the roll of a round."""
        return records.unit(self.store, round_id, id_)

    def homes(self, round_id: str) -> Mapping[str, str | None]:
        """The unit of each slot of a round; ``None`` where a slot has none."""
        return {one.slot: one.unit for one in records.slots(self.store, round_id)}

    def free_slots(self, round_id: str, unit: str) -> list[str]:
        """The slots of a unit that have neither a ballot nor a paper."""
        return [
            one.slot
            for one in records.slots(self.store, round_id)
            if one.unit == unit
            and records.last_ballot(self.store, round_id, one.slot) is None
            and self.store.get("sheet_slot", cycle=round_id, slot=one.slot) is None
        ]
