"""The places of a round's roll as they are committed to, and as its bundle may show them.

What two places of one home share stands in their leaves only where homes are counted, as a random
tag; else nobody can learn from a bundle which ballots come from the same home, and the desk knows a
home by its first slot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import attrs

from tickbox_core.desk.records import Slot, slots
from tickbox_core.ledger import root, slot_leaves
from tickbox_core.model import Round
from tickbox_core.store import Store
from tickbox_core.workflow.names import random_name


@attrs.frozen
class RollPlaces:
    """The slots of a roll in the order committed to; ``tagged``: each with the tag of its home."""

    slots: tuple[Slot, ...]
    tagged: bool

    @property
    def leaves(self) -> list[bytes]:
        """The leaf of each."""
        return slot_leaves([(one.slot, self.household(one)) for one in self.slots])

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


TAG_CHARACTERS = 12


def of_homes(entropy: Callable[[int], bytes], round: Round, held: Sequence[Slot]) -> list[Slot]:
    """The slots of a roll with what those of a home share, as the round's rule asks for it."""
    if not round.rule.counts_homes:
        return by_first(held)
    names = {one.slot for one in held}
    if all(one.household and one.household not in names for one in held):
        return list(held)
    homes = {one.unit for one in held}
    tags = {home: random_name(entropy, TAG_CHARACTERS) for home in sorted(map(str, homes))}
    return [one.in_household(tags[str(one.unit)]) for one in held]


def by_first(held: Iterable[Slot]) -> list[Slot]:
    """The slots of a home under the name of its first; one whose home was erased under its own."""
    first: dict[str | None, str] = {None: ""}
    slots_ = list(held)
    for one in slots_:
        first.setdefault(one.unit, one.slot)
    return [one.in_household(first[one.unit] or one.slot) for one in slots_]


def places_for(round: Round, drawn: Iterable[Slot]) -> RollPlaces:
    """How the places of a round are committed to that is opened now."""
    return RollPlaces(tuple(drawn), round.rule.counts_homes)


def places(store: Store, round: Round) -> RollPlaces:
    """How the places of an opened round were committed to.

    The roll entry tells: before tags were left out, every round was committed to with them, and
    what was committed to stays.
    """
    found = places_for(round, slots(store, round.id))
    if found.tagged or round.roll is None or found.root == round.roll.slots_root:
        return found
    return attrs.evolve(found, tagged=True)


def shows_homes(store: Store, round: Round) -> bool:
    """Whether the bundle of an opened round tells which ballots come from one home."""
    return round.rule.counts_homes or places(store, round).tagged
