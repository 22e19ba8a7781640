"""Meetings at the desk: about what is there, announced, minuted, found by what they are about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from tickbox_core.desk import records
from tickbox_core.desk.diary import Diary
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.motions import rows
from tickbox_core.text import EMPTY, Text
from tickbox_core.year import YearState, meetings
from tickbox_core.year.meetings import About, Held, Matter, Meeting


class Meetings:
    """Meetings, behind the desk's door."""

    def __init__(self, hand: Hand, diary: Diary) -> None:
        self._hand = hand
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
    ) -> Held:
        """Announce a meeting (today, where no day is given) about what is there.

        Raises ``NotListed`` or ``UnknownId`` for an item, motion, project or problem that is not.
        """
        matters = tuple(about)
        with self._diary.writing() as pen:
            for one in matters:
                self._there(pen.book, one)
            day = on or self._hand.today()
            pen.add(meetings.announce(pen.book.meetings, id_, kind, title, day, place, matters, by))
            return pen.book.meetings.meeting(id_)

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
    ) -> Held:
        """Post the minutes of a meeting that was held."""
        with self._diary.writing() as pen:
            written = meetings.minute(
                pen.book.meetings,
                id_,
                minutes,
                self._hand.today(),
                by=by,
                on=on,
                resolved=resolved,
                attended=attended,
                present=present,
            )
            pen.add(written)
            return pen.book.meetings.meeting(id_)

    def meeting(self, id_: str) -> Held:
        """One meeting, or ``NotListed``."""
        with self._diary.reading() as book:
            return book.meetings.meeting(id_)

    def about(self, matter: Matter, id_: str) -> tuple[Held, ...]:
        """The meetings about something, the earliest first."""
        with self._diary.reading() as book:
            return book.meetings.on(matter, id_)

    def meetings(self) -> tuple[Held, ...]:
        """All meetings, in the order they were announced."""
        with self._diary.reading() as book:
            return tuple(book.meetings.by_id.values())

    def _there(self, book: YearState, one: About) -> None:
        if one.matter is Matter.ITEM:
            round, _, item = one.id.partition("/")
            records.load_round(self._hand.store, round).item(item)
        elif one.matter is Matter.MOTION:
            rows.poll(self._hand.store, one.id)
        elif one.matter is Matter.PROJECT:
            book.projects.project(one.id)
        else:
            book.problems.problem(one.id)
