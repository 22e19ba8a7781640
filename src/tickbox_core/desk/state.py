"""The state of an area's year: that of every component, folded from the diary's entries."""

from __future__ import annotations

from collections.abc import Iterable

from tickbox_core.components import CORE
from tickbox_core.components.judgement import Judgements
from tickbox_core.components.meetings import Meetings
from tickbox_core.components.people import People
from tickbox_core.components.places import Places
from tickbox_core.components.problems import Problems
from tickbox_core.components.projects import Projects
from tickbox_core.components.wishes import Wishes
from tickbox_core.declarations import Component
from tickbox_core.workflow.state import DiaryState
from tickbox_core.year.access import Access
from tickbox_core.year.corrections import Corrections
from tickbox_core.year.drawings import Drawings
from tickbox_core.year.imports import Imports
from tickbox_core.year.lists import Lists
from tickbox_core.year.motion_papers import MotionPapers
from tickbox_core.year.motions import MotionRecords
from tickbox_core.year.objections import Objections
from tickbox_core.year.papers import Papers
from tickbox_core.year.preliminary import Preliminaries
from tickbox_core.year.results import Results


class YearState(DiaryState):
    """Everything that has happened in an area's year, by chapter."""

    def __init__(self, components: Iterable[Component] = CORE) -> None:
        self.objections = Objections()
        self.lists = Lists()
        self.results = Results()
        self.papers = Papers()
        self.imports = Imports()
        self.motions = MotionRecords()
        self.motion_papers = MotionPapers()
        self.corrections = Corrections()
        self.drawings = Drawings()
        self.preliminaries = Preliminaries()
        self.access = Access()
        super().__init__(
            (
                self.objections,
                self.lists,
                self.results,
                self.papers,
                self.imports,
                self.motions,
                self.motion_papers,
                self.corrections,
                self.drawings,
                self.preliminaries,
                self.access,
                *(one.state() for one in components),
            ),
            {one.state: one.key for one in components if one not in CORE},
        )
        self.judgements, self.meetings = self.of(Judgements), self.of(Meetings)
        self.problems = self.of(Problems)
        self.people, self.projects = self.of(People), self.of(Projects)
        self.places, self.wishes = self.of(Places), self.of(Wishes)
