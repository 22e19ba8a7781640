"""Collecting: service places, and wishes from the first word to the item they become."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from tickbox_core.components.projects import Status
from tickbox_core.desk import item_categories, listing, records
from tickbox_core.desk.diary import Diary, YearTransaction
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.state import YearState
from tickbox_core.errors import ChangedMeanwhile, DuplicateId, WrongState
from tickbox_core.model import Item, Round, State
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.names import new_reference, reference
from tickbox_core.year import Answer, NewWish, Reply, ServicePlace, Wish, lists, places, wishes


@attrs.frozen
class CarriedOut:
    """The project that carries out an item which came of a wish, and how it stands."""

    project: str
    round: str
    item: str
    status: Status


@attrs.frozen
class Followed:
    """What the holder of a reference, or anybody, may know of a wish: never whose it is.

    ``stands_with`` is the wish it was merged into, ``because`` why.  ``items`` are round and item,
    of lists that anybody may see; ``projects`` carry them out.
    """

    ref: str
    at: str
    posted: Text
    answer: Answer | None
    stands_with: str | None
    because: Text
    items: tuple[tuple[str, str], ...]
    projects: tuple[CarriedOut, ...] = ()


class Collecting:
    """The stage before the list, behind the desk's door."""

    def __init__(self, hand: Hand, diary: Diary) -> None:
        self._hand = hand
        self._diary = diary

    # -- service places --------------------------------------------------------------------

    def set_place(self, place: ServicePlace, replaces: ServicePlace | None = None) -> None:
        """Open a service place, or change what is said of it.

        Raises ``ChangedMeanwhile`` where the one it ``replaces`` is not there as it was.
        """
        with self._diary.writing() as pen:
            if replaces is not None and pen.book.places.by_id.get(replaces.id) != replaces:
                raise ChangedMeanwhile
            pen.add(places.set_place(pen.book.places, place))

    def place(self, id_: str) -> ServicePlace | None:
        """A service place, open or closed; ``None`` where there is none of that id."""
        with self._diary.reading() as book:
            return book.places.by_id.get(id_)

    def close_place(self, id_: str) -> None:
        """Close a service place for good."""
        with self._diary.writing() as pen:
            pen.add(places.close_place(pen.book.places, id_))

    def places(self) -> tuple[ServicePlace, ...]:
        """The open service places, centres first."""
        with self._diary.reading() as book:
            return book.places.open_ones()

    # -- wishes ----------------------------------------------------------------------------

    def take(self, wish: NewWish) -> Wish:
        """Take a wish; its reference is for the author to keep."""
        return self.take_many([wish])[0]

    def take_many(self, new: Sequence[NewWish]) -> tuple[Wish, ...]:
        """Take many in one commit: all of them, or (raising) none."""
        with self._diary.writing() as pen:
            refs = [new_reference(self._hand.entropy) for _ in new]
            for ref, wish in zip(refs, new, strict=True):
                pen.add(wishes.take(pen.book.wishes, pen.book.places, ref, wish))
            return tuple(pen.book.wishes.wish(ref) for ref in refs)

    def merge(self, refs: Iterable[str], into: str, reason: Text, by: str) -> None:
        """Put wishes that ask for the same to one of them."""
        moved = [reference(ref) for ref in refs]
        with self._diary.writing() as pen:
            pen.add(wishes.merge(pen.book.wishes, moved, reference(into), reason, by))

    def unmerge(self, ref: str, reason: Text, by: str) -> None:
        """Take a wish out of a merge again."""
        with self._diary.writing() as pen:
            pen.add(wishes.unmerge(pen.book.wishes, reference(ref), reason, by))

    def answer(
        self,
        ref: str,
        reply: Reply,
        words: Text,
        *,
        by: str,
        referred_to: Text = EMPTY,
        posted: Text = EMPTY,
    ) -> None:
        """Reply to a wish."""
        with self._diary.writing() as pen:
            written = wishes.answer(
                pen.book.wishes,
                reference(ref),
                reply,
                words,
                by=by,
                referred_to=referred_to,
                posted=posted,
            )
            pen.add(written)

    def list_as(
        self, refs: Iterable[str], round_id: str, item: Item, onto: Round | None = None
    ) -> None:
        """Put an item that came of wishes on a round's list (or tie them to one that stands there).

        ``onto`` is the list as it was looked at (``None``: as it stands).  Raises ``WrongState``
        once it is posted or open, ``ChangedMeanwhile`` where somebody else is changing it.
        """
        round = records.load_round(self._hand.store, round_id) if onto is None else onto
        self.check_listing(round, item)
        with self._diary.writing() as pen:
            self.list_in(pen, refs, round, item)

    def take_over(self, round: str, item: Item, area: str, project: str) -> None:
        """Put an item that follows another neighbourhood's case on a list of one's own.

        Raises ``DuplicateId`` for an id that stands on it, and whatever listing an item raises.
        """
        onto = records.load_round(self._hand.store, round)
        if item.id in onto.item_ids:
            raise DuplicateId("item", item.id)
        self.check_listing(onto, item)
        with self._diary.writing() as pen:
            self.list_in(pen, (), onto, item)
            pen.add(lists.take_over(round, item.id, area, project))

    def check_listing(self, round: Round, item: Item) -> None:
        """Ask whether an item can be listed; its policy is asked, so nothing is to be locked."""
        if round.state is not State.LISTING:
            raise WrongState(round.id, round.state.words, Text("列入清单", "list an item"))
        if item.id not in round.item_ids:
            item_categories.of_a_known_category(round, item)
            listing.refuse_for_good(self._hand, round, item)

    def list_in(self, pen: YearTransaction, refs: Iterable[str], round: Round, item: Item) -> None:
        """``list_as`` inside a transaction of the caller, onto a list that was checked."""
        listed = [reference(ref) for ref in refs]
        listing.as_it_was(self._hand, round.id, round)
        pen.add(wishes.list_as(pen.book.wishes, listed, round.id, item.id))
        if item.id not in round.item_ids:
            plan = attrs.evolve(round, items=(*round.items, item))
            entry = records.plan_entry(plan, self._hand.registry)
            records.save_round(self._hand.store, plan, entry)

    def wish(self, ref: str) -> Wish:
        """A wish with everything: staff only.  ``NotListed`` for an unknown reference."""
        with self._diary.reading() as book:
            return book.wishes.wish(reference(ref))

    def wishes(self) -> tuple[Wish, ...]:
        """All wishes, the oldest first: staff only."""
        with self._diary.reading() as book:
            return tuple(book.wishes.by_ref.values())

    def waiting(self) -> tuple[Wish, ...]:
        """Wishes that wait for a reply, the oldest first: staff only."""
        with self._diary.reading() as book:
            return book.wishes.waiting()

    def together(self, ref: str) -> tuple[Wish, ...]:
        """All wishes that stand with one, the one they stand with first: staff only."""
        with self._diary.reading() as book:
            return book.wishes.together(reference(ref))

    def of_item(self, round_id: str, item: str) -> tuple[Followed, ...]:
        """The wishes an item came from, as anybody may know them."""
        with self._diary.reading() as book:
            return tuple(self._followed(book, w) for w in book.wishes.of_item(round_id, item))

    def follow(self, ref: str) -> Followed:
        """What became of a wish, for whoever holds its reference."""
        with self._diary.reading() as book:
            return self._followed(book, book.wishes.wish(reference(ref)))

    def _followed(self, book: YearState, wish: Wish) -> Followed:
        head = book.wishes.head(wish.ref)
        items = self._seen(place for one in book.wishes.together(wish.ref) for place in one.items)
        carried = (book.projects.of_item(*place) for place in items)
        return Followed(
            ref=wish.ref,
            at=wish.at,
            posted=head.posted,
            answer=wish.answer if wish.merged_into is None else head.answer,
            stands_with=None if head is wish else head.ref,
            because=wish.merges[-1].reason if wish.merged_into else EMPTY,
            items=items,
            projects=tuple(
                CarriedOut(one.id, one.baseline.round, one.baseline.item, one.status)
                for one in carried
                if one is not None
            ),
        )

    def _seen(self, places: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Items of lists that are out: one that is still being prepared is nobody's business."""
        distinct = dict.fromkeys(places)
        rounds = {id_: records.load_round(self._hand.store, id_) for id_, _ in distinct}
        return tuple(
            (id_, item)
            for id_, item in distinct
            if rounds[id_].state is not State.LISTING and item in rounds[id_].item_ids
        )
