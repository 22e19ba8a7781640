"""The year: what happens around the ticking, as far as it is no component yet.

Each file is a chapter: its state, its commands (pure functions that give an entry or refuse), and
what an entry changes.  ``YearState`` is the fold of all entries.  The desk keeps the entries in the
area's diary (``desk/diary``); nothing here reads a clock, a file or a database.
"""

from importlib import import_module
from typing import Any

from tickbox_core.model.channels import Channel
from tickbox_core.workflow.entries import DiaryEntry, StatePart
from tickbox_core.year.imports import Import, Imports
from tickbox_core.year.lists import Correction, Feasible, ItemFinding, Lists, Posted, TakenDown
from tickbox_core.year.objections import Objections, ObjectionStage, Raised
from tickbox_core.year.papers import Batch, KeyedReading, Papers, Sheet
from tickbox_core.year.periods import Period
from tickbox_core.year.results import AnnualList, Override, Published, Results

__all__ = [
    "AnnualList",
    "Batch",
    "Channel",
    "Correction",
    "DiaryEntry",
    "Feasible",
    "Import",
    "Imports",
    "ItemFinding",
    "KeyedReading",
    "Lists",
    "ObjectionStage",
    "Objections",
    "Override",
    "Papers",
    "Period",
    "Posted",
    "Published",
    "Raised",
    "Results",
    "Sheet",
    "StatePart",
    "TakenDown",
]

Happened = DiaryEntry  # the name it had before 0.1
_MOVED = {
    "places": "Places Service ServicePlace Tier",
    "wishes": "Answer Merge NewWish Reply Wish Wishes",
}
"""Names that were at home here before their matter was a component."""
_FORMERLY = {"Service": "OfferedService"}


def __getattr__(name: str) -> Any:
    """A name that has moved, from the component where it is at home now."""
    for component, names in _MOVED.items():
        if name in names.split():
            home = import_module(f"tickbox_core.components.{component}")
            return getattr(home, _FORMERLY.get(name, name))
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
