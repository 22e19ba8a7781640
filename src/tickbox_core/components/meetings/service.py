"""Meetings of an area: announced about what is there, minuted, found by what they are about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from tickbox_core.components.meetings import state
from tickbox_core.components.meetings.state import About, HeldMeeting, Matter, Meeting, Meetings
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.context import DeskContext
from tickbox_core.workflow.diary import Diary
from tickbox_core.workflow.state import DiaryState


class MeetingService:
    """Meetings, behind the desk's door."""

    def __init__(self, context: DeskContext, diary: Diary[DiaryState]) -> None:
        self._context = context
        self._diary = diary

    def announce(
        self,
        id_: str,
        kind: Meeting,
        title: Text,
        about: Iterable[About],
        *,
        by: str,
        on: date | None = None,
        place: Text = EMPTY,
    ) -> HeldMeeting:
        """Announce a meeting (today, where no day is given) about what is there.

        Raises ``NotListed`` or ``UnknownId`` for an item, motion, project or problem that is not.
        """
        matters = tuple(about)
        with self._diary.writing() as pen:
            for one in matters:
                self._context.find(KIND_OF_THING[one.matter], pen.book, one.id)
            day = on or self._context.today()
            known = pen.book.of(Meetings)
            pen.add(state.announce(known, id_, kind, title, day, place, matters, by))
            return pen.book.of(Meetings).meeting(id_)

    def minute(
        self,
        id_: str,
        minutes: Text,
        *,
        by: str,
        on: date | None = None,
        resolved: Text = EMPTY,
        attended: int | None = None,
        present: Sequence[str] = (),
    ) -> HeldMeeting:
        """Post the minutes of a meeting that was held."""
        with self._diary.writing() as pen:
            written = state.minute(
                pen.book.of(Meetings),
                id_,
                minutes,
                self._context.today(),
                by=by,
                on=on,
                resolved=resolved,
                attended=attended,
                present=present,
            )
            pen.add(written)
            return pen.book.of(Meetings).meeting(id_)

    def meeting(self, id_: str) -> HeldMeeting:
        """One meeting, or ``NotListed``."""
        with self._diary.reading() as book:
            return book.of(Meetings).meeting(id_)

    def about(self, matter: Matter, id_: str) -> tuple[HeldMeeting, ...]:
        """The meetings about something, the earliest first."""
        with self._diary.reading() as book:
            return book.of(Meetings).on(matter, id_)

    def meetings(self) -> tuple[HeldMeeting, ...]:
        """All meetings, in the order they were announced."""
        with self._diary.reading() as book:
            return tuple(book.of(Meetings).by_id.values())


KIND_OF_THING = {
    Matter.ITEM: "item-of-round",
    Matter.MOTION: "motion",
    Matter.PROJECT: "project",
    Matter.PROBLEM: "problem",
}
"""What a matter is called among the things of a desk."""
