"""The year: what happens around the ticking, from the first wish to the last thank-you.

Each file is a chapter: its state, its commands (pure functions that give an entry or refuse), and
what an entry changes.  ``YearState`` is the fold of all entries.  The desk keeps the entries in the
area's diary (``desk/diary``); nothing here reads a clock, a file or a database.
"""

from tickbox_core.workflow.entries import DiaryEntry, StatePart
from tickbox_core.year.imports import Import, Imports
from tickbox_core.year.lists import Correction, Feasible, Finding, Lists, Posted
from tickbox_core.year.objections import Objections, Raised, Stage
from tickbox_core.year.papers import Batch, Keyed, Papers, Sheet
from tickbox_core.year.periods import Period
from tickbox_core.year.places import Places, Service, ServicePlace, Tier
from tickbox_core.year.results import AnnualList, Override, Published, Results
from tickbox_core.year.wishes import Answer, Channel, Merge, NewWish, Reply, Wish, Wishes

__all__ = [
    "AnnualList",
    "Answer",
    "Batch",
    "Channel",
    "Correction",
    "DiaryEntry",
    "Feasible",
    "Finding",
    "Import",
    "Imports",
    "Keyed",
    "Lists",
    "Merge",
    "NewWish",
    "Objections",
    "Override",
    "Papers",
    "Period",
    "Places",
    "Posted",
    "Published",
    "Raised",
    "Reply",
    "Results",
    "Service",
    "ServicePlace",
    "Sheet",
    "Stage",
    "StatePart",
    "Tier",
    "Wish",
    "Wishes",
]

Happened = DiaryEntry  # the name it had before 0.1
