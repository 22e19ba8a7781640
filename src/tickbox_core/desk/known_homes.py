"""The homes that an area knows: those on the newest roll that it still has."""

from __future__ import annotations

from tickbox_core.desk import records
from tickbox_core.desk.home_index import HomeIndex, homes_of_units
from tickbox_core.desk.motions import rows as motion_rows
from tickbox_core.model import AreaTree, Unit
from tickbox_core.store import Store


def known_homes(store: Store, tree: AreaTree) -> HomeIndex:
    """Of the newest round with a roll, else of a motion; of none where there is neither."""
    held = [one for one in records.load_rounds(store) if one.roll is not None]
    for round in sorted(held, key=lambda one: (one.roll.as_of if one.roll else "", one.id))[::-1]:
        if units := records.units(store, round.id):
            return homes_of_units(units, tree)
    return homes_of_units(_of_motions(store), tree)


def _of_motions(store: Store) -> tuple[Unit, ...]:
    held = [one for one in motion_rows.polls(store) if one.roll is not None]
    for poll in sorted(held, key=lambda one: (one.roll.as_of if one.roll else "", one.id))[::-1]:
        if found := motion_rows.roll(store, poll.id):
            return found[0].units
    return ()
