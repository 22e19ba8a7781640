"""Problems of an area: raised, looked after, tied to what is to solve them, solved, posted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from tickbox_core.components.meetings import Matter, MeetingAnswer, Meetings
from tickbox_core.components.problems import state
from tickbox_core.components.problems.public import ProblemAnswer
from tickbox_core.components.problems.state import ProblemRecord, Problems
from tickbox_core.model import Problem
from tickbox_core.model.parties import Side
from tickbox_core.text import Text
from tickbox_core.workflow.context import DeskContext
from tickbox_core.workflow.diary import Diary
from tickbox_core.workflow.names import new_reference, reference
from tickbox_core.workflow.performing import plain_of
from tickbox_core.workflow.photos import PhotoService
from tickbox_core.workflow.state import DiaryState


class ProblemService:
    """Problems (急难愁盼), behind the desk's door.

    ``publisher`` says who publishes at present; ``recorded`` gives the problems that were recorded
    before problems had a diary.
    """

    def __init__(
        self,
        context: DeskContext,
        diary: Diary[DiaryState],
        publisher: Callable[[DiaryState], Text],
        recorded: Callable[[], Iterable[Problem]],
    ) -> None:
        self._context = context
        self._diary = diary
        self._publisher = publisher
        self._recorded = recorded
        self.photos = PhotoService(
            context,
            diary,
            "problem",
            lambda book: book.of(Problems).photos,
            lambda book, ref: state.check_photo(book.of(Problems), ref),
        )

    def raise_problem(
        self,
        title: Text,
        *,
        raised_by: str = "staff",
        on: date | None = None,
        area: str = "",
        text: str = "",
        raiser: Mapping[str, str] | None = None,
    ) -> ProblemRecord:
        """Raise a problem of the area (or of a building in it); its reference comes back with it.

        Raises ``UnknownId`` for an area that is not in the tree.
        """
        if area:
            self._context.tree[area]
        today = self._context.today()
        with self._diary.writing() as pen:
            ref = new_reference(self._context.entropy)
            written = state.raise_problem(
                pen.book.of(Problems),
                ref,
                area or self._context.area,
                title,
                on or today,
                today,
                raised_by=raised_by,
                text=text,
                raiser=raiser,
            )
            pen.add(written)
            return pen.book.of(Problems).problem(ref)

    def take_on(self, ref: str, side: Side, name: Text, task: Text) -> None:
        """Say who is responsible for a problem, and for what."""
        with self._diary.writing() as pen:
            pen.add(state.take_on(pen.book.of(Problems), reference(ref), side, name, task))

    def link(self, ref: str, *, item: str = "", project: str = "") -> None:
        """Tie a problem to an item (``ROUND/ITEM``), a project, or both.

        Raises ``NotListed`` or ``UnknownId`` for one that is not there.
        """
        with self._diary.writing() as pen:
            known = reference(ref)
            if item:
                self._context.find("item-of-round", pen.book, item)
                pen.add(state.link(pen.book.of(Problems), known, "item", item))
            if project:
                self._context.find("project", pen.book, project)
                pen.add(state.link(pen.book.of(Problems), known, "project", project))

    def solve(self, ref: str, how: Text, on: date | None = None) -> None:
        """A problem is solved; how is posted."""
        today = self._context.today()
        with self._diary.writing() as pen:
            pen.add(state.solve(pen.book.of(Problems), reference(ref), on or today, today, how))

    def reopen(self, ref: str, reason: Text) -> None:
        """A problem turns out not to be solved."""
        with self._diary.writing() as pen:
            pen.add(state.reopen(pen.book.of(Problems), reference(ref), reason))

    def problem(self, ref: str) -> ProblemRecord:
        """A problem with everything: staff only."""
        with self._diary.reading() as book:
            return book.of(Problems).problem(reference(ref))

    def all(self) -> tuple[ProblemRecord, ...]:
        """All problems raised at this desk, the oldest first: staff only."""
        with self._diary.reading() as book:
            return _oldest_first(book)

    def public(self, ref: str) -> ProblemAnswer:
        """A problem as anybody may know it."""
        with self._diary.reading() as book:
            return self.public_of(book, book.of(Problems).problem(reference(ref)))

    def all_public(self) -> list[ProblemAnswer]:
        """All of them as anybody may know them, the oldest first."""
        with self._diary.reading() as book:
            return [self.public_of(book, one) for one in _oldest_first(book)]

    def public_of(self, book: DiaryState, record: ProblemRecord) -> ProblemAnswer:
        """What anybody may know of a problem, as the diary stands."""
        held = book.of(Meetings).on(Matter.PROBLEM, record.ref)
        meetings = [MeetingAnswer.of(one) for one in held]
        photos = book.of(Problems).photos.shown(record.ref)
        return ProblemAnswer.of(
            record, self._context.today(), self._publisher(book), meetings, photos
        )

    def card(self, ref: str) -> dict[str, Any]:
        """``public`` as plain values."""
        plain: dict[str, Any] = plain_of(self.public(ref))
        return plain

    def cards(self) -> list[dict[str, Any]]:
        """``all_public`` as plain values."""
        plain: list[dict[str, Any]] = plain_of(self.all_public())
        return plain

    def posted(self) -> tuple[Problem, ...]:
        """What the wall and the figures show: those raised here, and those recorded before."""
        with self._diary.reading() as book:
            here = [one.problem for one in book.of(Problems).by_ref.values()]
        return tuple(sorted((*self._recorded(), *here), key=lambda one: (one.raised, one.id)))


def _oldest_first(book: DiaryState) -> tuple[ProblemRecord, ...]:
    return tuple(sorted(book.of(Problems).by_ref.values(), key=lambda one: (one.raised, one.ref)))
