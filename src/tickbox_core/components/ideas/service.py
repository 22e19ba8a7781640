"""Ideas of an area: asked for, given, answered, taken as options of items."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

import attrs

from tickbox_core.components.ideas import state
from tickbox_core.components.ideas.public import (
    CallAnswer,
    FollowedIdea,
    OptionOfIdea,
    origin_in_the_plan,
)
from tickbox_core.components.ideas.state import (
    AskedAbout,
    Idea,
    IdeaCall,
    IdeaReply,
    Ideas,
    NewIdea,
)
from tickbox_core.errors import NotListed, NotPossible, UnknownId
from tickbox_core.model import Item, Option
from tickbox_core.text import EMPTY, Text, as_text
from tickbox_core.workflow.context import DeskContext
from tickbox_core.workflow.diary import Diary
from tickbox_core.workflow.names import new_reference, reference
from tickbox_core.workflow.state import DiaryState


class ListsOfOptions(Protocol):
    """Lists, as far as an idea may become an option on one that is still being formed."""

    def with_option(self, round: str, item: str, option: Option) -> Any:
        """The list with the option, looked at and not saved; raises what changing it does."""
        ...

    def without_option(self, round: str, item: str, option: str) -> Any:
        """The list without it."""
        ...

    def save(self, planned: Any) -> None:
        """Save it inside a transaction; ``ChangedMeanwhile`` where the list is another by now."""
        ...


class IdeaService:
    """Ideas, behind the desk's door."""

    def __init__(
        self, context: DeskContext, diary: Diary[DiaryState], lists: ListsOfOptions
    ) -> None:
        self._context = context
        self._diary = diary
        self._lists = lists

    # -- calls -----------------------------------------------------------------------------

    def ask(
        self, id_: str, matter: AskedAbout, about: str, question: Text, closes: date | None = None
    ) -> IdeaCall:
        """Ask for ideas on an item (``ROUND/ITEM``) or a problem (its reference).

        Raises ``NotListed`` or ``UnknownId`` for one that is not there, and what ``state.ask``
        does.
        """
        with self._diary.writing() as pen:
            known = reference(about) if matter is AskedAbout.PROBLEM else about
            self._find(pen.book, matter, known)
            today = self._context.today()
            pen.add(state.ask(pen.book.of(Ideas), id_, matter, known, question, closes, today))
            return pen.book.of(Ideas).call(id_)

    def close(self, id_: str, outcome: Text) -> None:
        """Close a call, with what came of it."""
        with self._diary.writing() as pen:
            pen.add(state.close(pen.book.of(Ideas), id_, outcome, self._context.today()))

    def calls(self) -> tuple[IdeaCall, ...]:
        """All calls, the oldest first."""
        with self._diary.reading() as book:
            return tuple(book.of(Ideas).calls.values())

    def public(self, id_: str) -> CallAnswer:
        """A call with the ideas that were answered, as anybody may know them."""
        with self._diary.reading() as book:
            return self._call_answer(book, book.of(Ideas).call(id_))

    def all_public(self) -> list[CallAnswer]:
        """All of them: those that take ideas first, the newest first."""
        with self._diary.reading() as book:
            today = self._context.today()
            newest = reversed(tuple(book.of(Ideas).calls.values()))
            found = sorted(newest, key=lambda one: not one.takes_on(today))
            return [self._call_answer(book, one) for one in found]

    # -- ideas -----------------------------------------------------------------------------

    def give(self, call: str, new: NewIdea) -> Idea:
        """Take an idea; its reference is for the author to keep."""
        with self._diary.writing() as pen:
            ref = new_reference(self._context.entropy)
            pen.add(state.give(pen.book.of(Ideas), ref, call, new, self._context.today()))
            return pen.book.of(Ideas).idea(ref)

    def answer(self, ref: str, reply: IdeaReply, words: Text, posted: Text = EMPTY) -> None:
        """Reply to an idea."""
        with self._diary.writing() as pen:
            pen.add(state.answer(pen.book.of(Ideas), reference(ref), reply, words, posted))

    def take(self, ref: str, option: Option, item: str = "") -> None:
        """Make an idea that was answered as taken up an option of an item.

        ``item`` (``ROUND/ITEM``) has to be given for an idea about a problem.  Raises
        ``WrongState`` once the list is posted or open, ``DuplicateId`` for an option that stands.
        """
        known = reference(ref)
        round_id, item_id = self._item_of(known, item)
        traced = attrs.evolve(option, origin=origin_in_the_plan(self.idea(known)))
        planned = self._lists.with_option(round_id, item_id, traced)
        with self._diary.writing() as pen:
            pen.add(state.take(pen.book.of(Ideas), known, round_id, item_id, option.id))
            self._lists.save(planned)

    def release(self, ref: str, reason: Text) -> None:
        """Take the option of an idea off its item again, while the list is being formed."""
        known = reference(ref)
        held = self.idea(known).option
        planned = (
            None if held is None else self._lists.without_option(held.round, held.item, held.option)
        )
        with self._diary.writing() as pen:
            pen.add(state.release(pen.book.of(Ideas), known, reason))
            if planned is not None:
                self._lists.save(planned)

    def withdraw(self, ref: str) -> None:
        """Take an idea back."""
        with self._diary.writing() as pen:
            pen.add(state.withdraw(pen.book.of(Ideas), reference(ref)))

    def idea(self, ref: str) -> Idea:
        """An idea with everything: staff only.  ``NotListed`` for an unknown reference."""
        with self._diary.reading() as book:
            return book.of(Ideas).idea(reference(ref))

    def ideas(self) -> tuple[Idea, ...]:
        """All ideas, the oldest first: staff only."""
        with self._diary.reading() as book:
            return tuple(book.of(Ideas).by_ref.values())

    def waiting(self) -> tuple[Idea, ...]:
        """Ideas that wait for a reply, the oldest first: staff only."""
        with self._diary.reading() as book:
            return book.of(Ideas).waiting()

    def follow(self, ref: str) -> FollowedIdea:
        """What became of an idea, for whoever holds its reference."""
        with self._diary.reading() as book:
            idea = book.of(Ideas).idea(reference(ref))
            return FollowedIdea.of(idea, book.of(Ideas).call(idea.call))

    def of_item(self, round: str, item: Item) -> tuple[OptionOfIdea, ...]:
        """Which options of an item came of ideas, as long as they stand on it."""
        titles = {one.id: one.title for one in item.options}
        with self._diary.reading() as book:
            found = book.of(Ideas).of_item(round, item.id)
        return tuple(
            OptionOfIdea.of(one, titles[one.option.option])
            for one in found
            if one.option is not None and one.option.option in titles
        )

    # -- inside ----------------------------------------------------------------------------

    def _item_of(self, ref: str, item: str) -> tuple[str, str]:
        """The round and the item whose option an idea is to become."""
        with self._diary.reading() as book:
            ideas = book.of(Ideas)
            call = ideas.call(ideas.idea(ref).call)
        about = call.about if call.matter is AskedAbout.ITEM else ""
        if not (item or about):
            raise NotPossible(
                Text("没有写哪个事项。", "no item is named."),
                Text(
                    "这次征集是为一个问题，请写明哪一轮的哪个事项（轮次/编号）。",
                    "The call is about a problem: say which item of which round (ROUND/ITEM).",
                ),
            )
        round_id, _, item_id = (item or about).partition("/")
        return round_id, item_id

    def _find(self, book: DiaryState, matter: AskedAbout, about: str) -> Any:
        kind = "item-of-round" if matter is AskedAbout.ITEM else "problem"
        return self._context.find(kind, book, about)

    def _title(self, book: DiaryState, call: IdeaCall) -> Text:
        """What the matter of a call is called; its id where it has gone since."""
        try:
            return as_text(self._find(book, call.matter, call.about).title)
        except (NotListed, UnknownId):
            return Text.of(call.about)

    def _call_answer(self, book: DiaryState, call: IdeaCall) -> CallAnswer:
        title = self._title(book, call)
        given = book.of(Ideas).given_to(call.id)
        return CallAnswer.of(call, title, given, self._context.today())
