"""The places of a round's roll as they are committed to, and as its bundle may show them.

What two places of one home share (its random tag) stands in their leaves only where homes are
counted; else nobody can learn from a bundle which ballots come from the same home.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from tickbox_core.desk.records import Slot, slots
from tickbox_core.ledger import root, slot_leaf
from tickbox_core.model import Cycle
from tickbox_core.store import Store


@attrs.frozen
class Places:
    """The slots of a roll in the order committed to; ``tagged``: each with the tag of its home."""

    slots: tuple[Slot, ...]
    tagged: bool

    @property
    def leaves(self) -> list[bytes]:
        """The leaf of each."""
        return [slot_leaf(one.slot, self.household(one)) for one in self.slots]

    @property
    def root(self) -> str:
        """What the roll entry commits to (hex)."""
        return root(self.leaves).hex()

    def household(self, slot: Slot) -> str | None:
        """What may be said of a slot's home."""
        return slot.household if self.tagged else None

    @property
    def households(self) -> dict[str, str | None]:
        """The same by the slot's name."""
        return {one.slot: self.household(one) for one in self.slots}


def places_for(cycle: Cycle, drawn: Iterable[Slot]) -> Places:
    """How the places of a round are committed to that is opened now."""
    return Places(tuple(drawn), cycle.rule.counts_homes)


def places(store: Store, cycle: Cycle) -> Places:
    """How the places of an opened round were committed to.

    The roll entry tells: before tags were left out, every round was committed to with them, and
    what was committed to stays.
    """
    found = places_for(cycle, slots(store, cycle.id))
    if found.tagged or cycle.roll is None or found.root == cycle.roll.slots_root:
        return found
    return attrs.evolve(found, tagged=True)
