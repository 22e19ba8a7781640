"""Problems at the desk: raised, looked after, tied to what is to solve them, solved, posted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tickbox_core.desk import records
from tickbox_core.desk.diary import Diary
from tickbox_core.desk.following import cards
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.names import new_reference, reference
from tickbox_core.model import Problem
from tickbox_core.text import Text
from tickbox_core.year import YearState, problems
from tickbox_core.year.problems import Trouble
from tickbox_core.year.projects import Side


class Solving:
    """Problems (急难愁盼), behind the desk's door."""

    def __init__(self, hand: Hand, diary: Diary) -> None:
        self._hand = hand
        self._diary = diary

    def raise_problem(
        self,
        title: Text,
        *,
        raised_by: str = "staff",
        on: date | None = None,
        area: str = "",
        text: str = "",
        raiser: Mapping[str, str] | None = None,
    ) -> Trouble:
        """Raise a problem of the area (or of a building in it); its reference comes back with it.

        Raises ``UnknownId`` for an area that is not in the tree.
        """
        if area:
            self._hand.tree[area]
        today = self._hand.today()
        with self._diary.writing() as pen:
            ref = new_reference(self._hand.entropy)
            written = problems.raise_problem(
                pen.book.problems,
                ref,
                area or self._hand.area,
                title,
                on or today,
                today,
                raised_by=raised_by,
                text=text,
                raiser=raiser,
            )
            pen.add(written)
            return pen.book.problems.problem(ref)

    def take_on(self, ref: str, side: Side, name: Text, task: Text) -> None:
        """Say who is responsible for a problem, and for what."""
        with self._diary.writing() as pen:
            pen.add(problems.take_on(pen.book.problems, reference(ref), side, name, task))

    def link(self, ref: str, *, item: str = "", project: str = "") -> None:
        """Tie a problem to an item (``ROUND/ITEM``), a project, or both.

        Raises ``NotListed`` or ``UnknownId`` for one that is not there.
        """
        with self._diary.writing() as pen:
            known = reference(ref)
            if item:
                round, _, id_ = item.partition("/")
                records.load_round(self._hand.store, round).item(id_)
                pen.add(problems.link(pen.book.problems, known, "item", item))
            if project:
                pen.book.projects.project(project)
                pen.add(problems.link(pen.book.problems, known, "project", project))

    def solve(self, ref: str, how: Text, on: date | None = None) -> None:
        """A problem is solved; how is posted."""
        today = self._hand.today()
        with self._diary.writing() as pen:
            pen.add(problems.solve(pen.book.problems, reference(ref), on or today, today, how))

    def reopen(self, ref: str, reason: Text) -> None:
        """A problem turns out not to be solved."""
        with self._diary.writing() as pen:
            pen.add(problems.reopen(pen.book.problems, reference(ref), reason))

    def problem(self, ref: str) -> Trouble:
        """A problem with everything: staff only."""
        with self._diary.reading() as book:
            return book.problems.problem(reference(ref))

    def all(self) -> tuple[Trouble, ...]:
        """All problems raised at this desk, the oldest first: staff only."""
        with self._diary.reading() as book:
            return _oldest_first(book)

    def card(self, ref: str) -> dict[str, Any]:
        """A problem as anybody may know it, as plain values."""
        with self._diary.reading() as book:
            return cards.problem_card(book, self._hand, book.problems.problem(reference(ref)))

    def cards(self) -> list[dict[str, Any]]:
        """All of them as anybody may know them, the oldest first."""
        with self._diary.reading() as book:
            return [cards.problem_card(book, self._hand, one) for one in _oldest_first(book)]

    def posted(self) -> tuple[Problem, ...]:
        """What the wall and the figures show: those raised here, and those recorded before."""
        with self._diary.reading() as book:
            here = [one.problem for one in book.problems.by_ref.values()]
        kept = records.problems(self._hand.store)
        return tuple(sorted((*kept, *here), key=lambda one: (one.raised, one.id)))


def _oldest_first(book: YearState) -> tuple[Trouble, ...]:
    return tuple(sorted(book.problems.by_ref.values(), key=lambda one: (one.raised, one.ref)))
