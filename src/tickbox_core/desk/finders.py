"""How a matter finds the things of another: each kind by its id, or the refusal of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tickbox_core.declarations import Component
from tickbox_core.desk import records
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.motions import rows
from tickbox_core.desk.state import YearState


def finders(hand: Hand, components: Iterable[Component]) -> dict[str, Callable[[Any, str], object]]:
    """By kind of thing: what components declare, and what has no component yet."""
    declared = {
        one.kind: one.find
        for component in components
        for one in component.things
        if one.find is not None
    }

    def item(state: YearState, id_: str) -> object:
        round_id, _, within = id_.partition("/")
        return records.load_round(hand.store, round_id).item(within)

    return {
        **declared,
        "item-of-round": item,
        "motion": lambda _, id_: rows.poll(hand.store, id_),
    }
