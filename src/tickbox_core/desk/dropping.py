"""Drafts that nobody was shown: a list that was never posted is dropped, with all that it holds."""

from __future__ import annotations

import attrs

from tickbox_core.components.ideas import Ideas, refuse_while_asked
from tickbox_core.components.wishes import WishService
from tickbox_core.desk import records
from tickbox_core.desk.diary import YearDiary
from tickbox_core.desk.hand import Hand
from tickbox_core.text import Text
from tickbox_core.workflow import bundles, deadlines
from tickbox_core.year import lists

OF_A_ROUND = "unit person slot ballot sheet_slot answer code failure outcome".split()
"""The tables that hold rows of a round besides its own row and its log."""


@attrs.frozen
class Dropped:
    """A list that was dropped: its title, and how many items stood on it."""

    round: str
    title: Text
    items: int


def drop_round(
    hand: Hand, diary: YearDiary, wishes: WishService, round_id: str, reason: Text, by: str
) -> Dropped:
    """Drop a list that was never posted, with its items and its roll; its id is free again.

    The wishes that its items came of stand on it no more.  Raises ``WrongState`` once it is posted
    or open, ``NotPossible`` without a reason, of a list that was posted and taken down, and while
    residents are asked for ideas about one of its items.
    """
    with diary.writing() as pen:
        round = records.load_round(hand.store, round_id)
        entry = lists.drop(pen.book.lists, round, reason, by)
        for item in round.item_ids:
            refuse_while_asked(pen.book.of(Ideas), round_id, item)
        for item in round.item_ids:
            wishes.mark_taken_off(pen, round_id, item)
        pen.add(entry)
        remove_rows(hand, round_id)
    return Dropped(round.id, round.title, len(round.items))


def remove_rows(hand: Hand, round_id: str) -> None:
    """Remove a round and its log, inside a transaction of the caller: of a draft, or a trial."""
    for table in OF_A_ROUND:
        hand.store.remove(table, cycle=round_id)
    for table in ("entry", "head", "checkpoint"):
        hand.store.remove(table, log=round_id)
    hand.store.remove("cycle", id=round_id)
    deadlines.cancel(hand, round_id)
    hand.transactions.later(bundles.drop(hand, round_id))
