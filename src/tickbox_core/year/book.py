"""The state of an area's year: its chapters, folded from the diary's entries."""

from __future__ import annotations

from tickbox_core.year.access import Access
from tickbox_core.year.acts import Acts
from tickbox_core.year.awards import Awards
from tickbox_core.year.entries import Chapter, Happened, Plain
from tickbox_core.year.imports import Imports
from tickbox_core.year.judgement import Judgements
from tickbox_core.year.keeps import Purposes
from tickbox_core.year.lists import Lists
from tickbox_core.year.meetings import Meetings
from tickbox_core.year.motions import MotionRecords
from tickbox_core.year.objections import Objections
from tickbox_core.year.papers import Papers
from tickbox_core.year.people import People
from tickbox_core.year.places import Places
from tickbox_core.year.problems import Problems
from tickbox_core.year.projects import Projects
from tickbox_core.year.results import Results
from tickbox_core.year.wishes import Wishes


class Book:
    """Everything that has happened in an area, by chapter.

    A kind that no chapter takes (a newer version wrote it) is passed over; the ledger keeps it.
    """

    def __init__(self) -> None:
        self.places = Places()
        self.wishes = Wishes()
        self.objections = Objections()
        self.lists = Lists()
        self.results = Results()
        self.papers = Papers()
        self.imports = Imports()
        self.projects = Projects()
        self.meetings = Meetings()
        self.problems = Problems()
        self.people = People()
        self.motions = MotionRecords()
        self.judgements = Judgements()
        self.awards = Awards()
        self.acts = Acts()
        self.access = Access()
        self.purposes = Purposes()
        self.length = 0
        self.facts: list[tuple[str, Plain]] = []
        """Kind and facts of every entry, by position."""
        self._chapters: dict[str, Chapter] = {
            kind: chapter for chapter in self._all() for kind in chapter.kinds
        }

    def _all(self) -> tuple[Chapter, ...]:
        return (
            self.places,
            self.wishes,
            self.objections,
            self.lists,
            self.results,
            self.papers,
            self.imports,
            self.projects,
            self.meetings,
            self.problems,
            self.people,
            self.motions,
            self.judgements,
            self.awards,
            self.acts,
            self.access,
        )

    def apply(self, happened: Happened) -> None:
        """Take the next entry."""
        chapter = self._chapters.get(happened.kind)
        if chapter is not None:
            chapter.apply(happened)
        self.purposes.apply(happened)
        self.length = happened.position + 1
        self.facts.append((happened.kind, happened.facts))
