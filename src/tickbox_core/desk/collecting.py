"""Wishes on their way to a list: lists are no component yet, so that this stands at the desk."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from tickbox_core.components.ideas import Ideas, refuse_while_asked
from tickbox_core.components.places import PlaceService
from tickbox_core.components.wishes import WishService
from tickbox_core.desk import dropping, item_categories, listing, records, run_offs
from tickbox_core.desk.diary import YearDiary, YearTransaction
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.known_homes import known_homes
from tickbox_core.errors import DuplicateId
from tickbox_core.model import Item, Round
from tickbox_core.text import Text
from tickbox_core.year import lists


class Collecting(WishService):
    """Wishes and, here, how items that come of them are put on lists; service places lead on."""

    def __init__(self, hand: Hand, diary: YearDiary, places: PlaceService) -> None:
        super().__init__(
            hand,
            diary,
            lambda id_: records.load_round(hand.store, id_),
            lambda: known_homes(hand.store, hand.tree).knows,
        )
        self._hand = hand
        self._lists = diary
        self.place, self.places = places.place, places.places
        self.set_place, self.close_place = places.set_place, places.close_place

    def list_as(
        self, refs: Iterable[str], round_id: str, item: Item, onto: Round | None = None
    ) -> None:
        """Put an item that came of wishes on a round's list (or tie them to one that stands there).

        ``onto`` is the list as it was looked at (``None``: as it stands).  Raises ``WrongState``
        once it is posted or open, ``ChangedMeanwhile`` where somebody else is changing it.
        """
        round = records.load_round(self._hand.store, round_id) if onto is None else onto
        self.check_listing(round, item)
        with self._lists.writing() as pen:
            self.list_in(pen, refs, round, item)

    def take_over(self, round: str, item: Item, area: str, project: str) -> None:
        """Put an item that follows another neighbourhood's case on a list of one's own.

        Raises ``DuplicateId`` for an id that stands on it, and whatever listing an item raises.
        """
        onto = records.load_round(self._hand.store, round)
        if item.id in onto.item_ids:
            raise DuplicateId("item", item.id)
        self.check_listing(onto, item)
        with self._lists.writing() as pen:
            self.list_in(pen, (), onto, item)
            pen.add(lists.take_over(round, item.id, area, project))

    def check_listing(self, round: Round, item: Item) -> None:
        """Ask whether an item can be listed; its policy is asked, so nothing is to be locked."""
        listing.require_listing(round, Text("列入清单", "list an item"))
        if item.id not in round.item_ids:
            item_categories.of_a_known_category(round, item)
            listing.refuse_for_good(self._hand, round, item)

    def list_in(self, pen: YearTransaction, refs: Iterable[str], round: Round, item: Item) -> None:
        """``list_as`` inside a transaction of the caller, onto a list that was checked."""
        listing.as_it_was(self._hand, round.id, round)
        self.mark_listed(pen, refs, round.id, item.id)
        if item.id not in round.item_ids:
            plan = attrs.evolve(round, items=(*round.items, item))
            run_offs.refuse_other_plan(self._hand.store, plan)
            entry = records.plan_entry(plan, self._hand.registry)
            records.save_round(self._hand.store, plan, entry)

    def take_off(self, was: Round, item_id: str, reason: Text, by: str) -> Round:
        """Take an item off a list that is being formed; the list without it.

        ``was`` is the list as it was looked at.  What wishes it came of stand on it no more, and
        what was found of it is forgotten.  Raises ``WrongState`` once the list is posted or open,
        ``UnknownId`` for an item that is not there, ``NotPossible`` while an idea is one of its
        options, ``ChangedMeanwhile`` where somebody else is changing the list.
        """
        listing.require_listing(was, Text("撤下事项", "take an item off"))
        was.item(item_id)
        plan = attrs.evolve(was, items=tuple(one for one in was.items if one.id != item_id))
        with self._lists.writing() as pen:
            listing.as_it_was(self._hand, was.id, was)
            refuse_while_asked(pen.book.of(Ideas), was.id, item_id)
            run_offs.refuse_other_plan(self._hand.store, plan)
            pen.add(lists.take_off(was, item_id, reason, by))
            self.mark_taken_off(pen, was.id, item_id)
            entry = records.plan_entry(plan, self._hand.registry)
            records.save_round(self._hand.store, plan, entry)
        return plan

    def drop(self, round_id: str, reason: Text, by: str) -> dropping.Dropped:
        """Drop a list that was never posted, with its items and its roll; its id is free again.

        Raises what ``dropping.drop_round`` does.
        """
        return dropping.drop_round(self._hand, self._lists, self, round_id, reason, by)
