"""Wishes of an area: taken, merged, answered, followed to what came of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache

from tickbox_core.components.places import Places
from tickbox_core.components.projects import Projects
from tickbox_core.components.wishes import state
from tickbox_core.components.wishes.known_links import KnownLinks
from tickbox_core.components.wishes.public import ChainAnswer, FollowedAnswer
from tickbox_core.components.wishes.state import NewWish, Reply, Wish, Wishes
from tickbox_core.interchange.chain import Chain, read_chain
from tickbox_core.model import Round, State
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.context import DeskContext
from tickbox_core.workflow.diary import Diary, DiaryTransaction
from tickbox_core.workflow.names import new_reference, reference
from tickbox_core.workflow.photos import PhotoService
from tickbox_core.workflow.state import DiaryState


class WishService:
    """Wishes, behind the desk's door.

    ``round`` gives a round by its id, or raises ``NotListed``; ``homes`` gives a look into the
    area's homes: whether one is called so.
    """

    def __init__(
        self,
        context: DeskContext,
        diary: Diary[DiaryState],
        round: Callable[[str], Round],
        homes: Callable[[], Callable[[str], bool]],
    ) -> None:
        self._context = context
        self._diary = diary
        self._round = round
        self._homes = homes
        self.photos = PhotoService(
            context,
            diary,
            "wish",
            lambda book: book.of(Wishes).photos,
            lambda book, ref: state.check_photo(book.of(Wishes), ref),
        )

    def take(self, wish: NewWish) -> Wish:
        """Take a wish; its reference is for the author to keep."""
        return self.take_many([wish])[0]

    def take_many(self, new: Sequence[NewWish]) -> tuple[Wish, ...]:
        """Take many in one commit: all of them, or (raising) none."""
        with self._diary.writing() as pen:
            refs = self.take_in(pen, new)
            return tuple(pen.book.of(Wishes).wish(ref) for ref in refs)

    def read_chain(self, pasted: str) -> Chain:
        """A chain as it reads here, where homes are known by what they are called."""
        homes = cache(self._homes)  # looked up once, and only where a row asks

        def is_home(said: str) -> bool:
            return homes()(said)

        return read_chain(pasted, is_home)

    def chain(self, pasted: str) -> ChainAnswer:
        """A chain as it reads, with the rows that are wishes already; nothing is taken.

        So a longer copy of a chain that was taken before shows what is new in it.
        """
        chain = self.read_chain(pasted)
        with self._diary.reading() as book:
            known = KnownLinks(book.of(Wishes).by_ref.values())
        said = {link.number: link.text for link in chain.links}
        taken = {
            link.number: known.ref(link, said.get(link.supports or link.number, ""))
            for link in chain.links
        }
        return ChainAnswer.of(chain, {at: ref for at, ref in taken.items() if ref})

    def take_in(self, pen: DiaryTransaction[DiaryState], new: Sequence[NewWish]) -> tuple[str, ...]:
        """Take them inside a transaction of the caller; their references, in the same order."""
        refs = tuple(new_reference(self._context.entropy) for _ in new)
        for ref, wish in zip(refs, new, strict=True):
            wishes, places = pen.book.of(Wishes), pen.book.of(Places)
            pen.add(state.take(wishes, places, ref, wish, self._context.today()))
        return refs

    def merge(self, refs: Iterable[str], into: str, reason: Text, by: str) -> None:
        """Put wishes that ask for the same to one of them."""
        moved = [reference(ref) for ref in refs]
        with self._diary.writing() as pen:
            pen.add(state.merge(pen.book.of(Wishes), moved, reference(into), reason, by))

    def unmerge(self, ref: str, reason: Text, by: str) -> None:
        """Take a wish out of a merge again."""
        with self._diary.writing() as pen:
            pen.add(state.unmerge(pen.book.of(Wishes), reference(ref), reason, by))

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
            written = state.answer(
                pen.book.of(Wishes),
                reference(ref),
                reply,
                words,
                by=by,
                referred_to=referred_to,
                posted=posted,
            )
            pen.add(written)

    def mark_listed(
        self,
        pen: DiaryTransaction[DiaryState],
        refs: Iterable[str],
        round_id: str,
        item: str,
    ) -> None:
        """Say inside a transaction of the caller that an item of a list came of them."""
        listed = [reference(ref) for ref in refs]
        pen.add(state.list_as(pen.book.of(Wishes), listed, round_id, item))

    def mark_taken_off(self, pen: DiaryTransaction[DiaryState], round_id: str, item: str) -> None:
        """Say inside a transaction of the caller that an item of a list is there no more."""
        entry = state.take_off(pen.book.of(Wishes), round_id, item)
        if entry is not None:
            pen.add(entry)

    def withdraw_in(
        self, pen: DiaryTransaction[DiaryState], refs: Iterable[str], reason: Text, by: str
    ) -> None:
        """Take back, inside a transaction of the caller, those with which nothing has been done."""
        pen.add(state.withdraw(pen.book.of(Wishes), refs, reason, by))

    def wish(self, ref: str) -> Wish:
        """A wish with everything: staff only.  ``NotListed`` for an unknown reference."""
        with self._diary.reading() as book:
            return book.of(Wishes).wish(reference(ref))

    def wishes(self) -> tuple[Wish, ...]:
        """All wishes, the oldest first: staff only."""
        with self._diary.reading() as book:
            return tuple(book.of(Wishes).by_ref.values())

    def waiting(self) -> tuple[Wish, ...]:
        """Wishes that wait for a reply, the oldest first: staff only."""
        with self._diary.reading() as book:
            return book.of(Wishes).waiting()

    def together(self, ref: str) -> tuple[Wish, ...]:
        """All wishes that stand with one, the one they stand with first: staff only."""
        with self._diary.reading() as book:
            return book.of(Wishes).together(reference(ref))

    def of_item(self, round_id: str, item: str) -> tuple[FollowedAnswer, ...]:
        """The wishes an item came from, as anybody may know them."""
        with self._diary.reading() as book:
            found = book.of(Wishes).of_item(round_id, item)
            return tuple(self._followed_answer(book, wish) for wish in found)

    def follow(self, ref: str) -> FollowedAnswer:
        """What became of a wish, for whoever holds its reference."""
        with self._diary.reading() as book:
            return self._followed_answer(book, book.of(Wishes).wish(reference(ref)))

    def _followed_answer(self, book: DiaryState, wish: Wish) -> FollowedAnswer:
        wishes, projects = book.of(Wishes), book.of(Projects)
        items = self._visible_places(
            place for one in wishes.together(wish.ref) for place in one.items
        )
        carried = (projects.of_item(*place) for place in items)
        return FollowedAnswer.of(
            wish,
            wishes.head(wish.ref),
            items,
            (one for one in carried if one is not None),
            wishes.photos.shown(wish.ref),
        )

    def _visible_places(self, places: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Items of lists that are out: one that is still being prepared is nobody's business."""
        distinct = dict.fromkeys(places)
        rounds = {id_: self._round(id_) for id_, _ in distinct}
        return tuple(
            (id_, item)
            for id_, item in distinct
            if rounds[id_].state is not State.LISTING and item in rounds[id_].item_ids
        )
