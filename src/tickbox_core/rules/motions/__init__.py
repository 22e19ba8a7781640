"""Motions: questions that bind, counted by heads, floor area or households, judged by exact bars.

A *bar* is a share with its strictness; a *quorum* is the bar on taking part, an *approval* the bar
on agreeing among those who took part.  A *head* is one voice: an owner with all units, the
co-owners of a unit, a developer, a resident, a household or a delegate.  A *verdict* is passed,
rejected or undetermined.  Which bars hold is law, and law is data: see ``Practice``.
"""

from tickbox_core.rules.motions.bars import Amount, Bar, Bars, Strictness
from tickbox_core.rules.motions.bases import Base
from tickbox_core.rules.motions.practice import (
    USUAL,
    Binding,
    Found,
    Layer,
    Mark,
    Matter,
    Practice,
    Sourced,
)
from tickbox_core.rules.motions.verdict import Check, Counts, Kind, Result, Verdict, judge

__all__ = [
    "USUAL",
    "Amount",
    "Bar",
    "Bars",
    "Base",
    "Binding",
    "Check",
    "Counts",
    "Found",
    "Kind",
    "Layer",
    "Mark",
    "Matter",
    "Practice",
    "Result",
    "Sourced",
    "Strictness",
    "Verdict",
    "judge",
]
