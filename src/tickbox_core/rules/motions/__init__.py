"""Motions: questions that bind, counted by heads, floor area or households, judged by exact bars.

A *bar* is a share with its strictness; a *quorum* is the bar on taking part, an *approval* the bar
on agreeing among those who took part.  A *head* is one voice: an owner with all units, the
co-owners of a unit, a developer, a resident, a household or a delegate; an *assembly* is all heads
of a motion.  A *paper* is one marked ballot, a *mandate* a proxy's authority to mark it.  A
*verdict* is passed, rejected or undetermined.  Which bars hold is law, and law is data: a
*practice* is the layers of it that hold in a place.  An *election* fills *seats* with candidates.
"""

from tickbox_core.rules.motions.assembly import (
    Assembly,
    Head,
    best_area,
    delegates,
    households,
    owners,
    owners_weights,
    residents,
    weigh,
)
from tickbox_core.rules.motions.bars import Amount, Bar, Bars, Of, Strictness
from tickbox_core.rules.motions.bases import Base
from tickbox_core.rules.motions.decision import Decision, MotionTally, asked, decide
from tickbox_core.rules.motions.elections import SeatsFilled
from tickbox_core.rules.motions.motion import (
    Delivery,
    Motion,
    ServiceProof,
    Silence,
    Treatment,
    ways_of,
)
from tickbox_core.rules.motions.papers import (
    ABSTAIN,
    NO,
    NONE_OF_THESE,
    SPOILED,
    YES,
    Double,
    Mandate,
    Paper,
    ProxyRules,
    first_valid,
    opinions,
    standing,
)
from tickbox_core.rules.motions.practice import (
    Binding,
    Confidence,
    Layer,
    OwnersMatter,
    Practice,
    Sourced,
    SourcedValue,
)
from tickbox_core.rules.motions.questions import QUESTIONS, USUAL, AnswerForm, LawQuestion
from tickbox_core.rules.motions.verdict import BarKind, Check, Counts, Result, Verdict, judge

__all__ = [
    "ABSTAIN",
    "NO",
    "NONE_OF_THESE",
    "QUESTIONS",
    "SPOILED",
    "USUAL",
    "YES",
    "Amount",
    "AnswerForm",
    "Assembly",
    "Bar",
    "BarKind",
    "Bars",
    "Base",
    "Binding",
    "Check",
    "Confidence",
    "Counts",
    "Decision",
    "Delivery",
    "Double",
    "Head",
    "LawQuestion",
    "Layer",
    "Mandate",
    "Motion",
    "MotionTally",
    "Of",
    "OwnersMatter",
    "Paper",
    "Practice",
    "ProxyRules",
    "Result",
    "SeatsFilled",
    "ServiceProof",
    "Silence",
    "Sourced",
    "SourcedValue",
    "Strictness",
    "Treatment",
    "Verdict",
    "asked",
    "best_area",
    "decide",
    "delegates",
    "first_valid",
    "households",
    "judge",
    "opinions",
    "owners",
    "owners_weights",
    "residents",
    "standing",
    "ways_of",
    "weigh",
]
