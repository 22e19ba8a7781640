"""Options of items on a list that is being formed: put on it and taken off, for whoever asks."""

from __future__ import annotations

import attrs

from tickbox_core.desk import listing, records
from tickbox_core.desk.hand import Hand
from tickbox_core.errors import DuplicateId
from tickbox_core.model import Option, Round
from tickbox_core.text import Text


@attrs.frozen
class PlannedOptions:
    """A list as it was looked at, and as it is to be."""

    was: Round
    now: Round


class ItemOptions:
    """Options of the items of a desk's lists."""

    def __init__(self, hand: Hand) -> None:
        self._hand = hand

    def with_option(self, round: str, item: str, option: Option) -> PlannedOptions:
        """The list with one option more, not saved yet; plugins are asked whether it can be.

        Raises ``UnknownId``, ``WrongState`` once it is posted or open, ``DuplicateId`` for an
        option that stands, and what ``listing.check_plan`` does.
        """
        was = self._listing(round)
        held = was.item(item).options
        if option.id in {one.id for one in held}:
            raise DuplicateId("option", option.id)
        return self._planned(was, item, (*held, option))

    def without_option(self, round: str, item: str, option: str) -> PlannedOptions:
        """The list without an option; one that is gone already is no fault."""
        was = self._listing(round)
        left = tuple(one for one in was.item(item).options if one.id != option)
        return self._planned(was, item, left)

    def save(self, planned: PlannedOptions) -> None:
        """Save it; ``ChangedMeanwhile`` where the list is not as it was looked at."""
        listing.save_plan(self._hand, planned.now, planned.was)

    def _listing(self, round_id: str) -> Round:
        round = records.load_round(self._hand.store, round_id)
        listing.require_listing(round, Text("修改事项", "change an item"))
        return round

    def _planned(self, was: Round, item: str, options: tuple[Option, ...]) -> PlannedOptions:
        new = attrs.evolve(was.item(item), options=options)
        items = tuple(new if one.id == item else one for one in was.items)
        now = attrs.evolve(was, items=items)
        listing.check_plan(self._hand, now)
        return PlannedOptions(was, now)
