"""Projects: from the annual list to delivery, with what they cost and who answers for them."""

from tickbox_core.year.projects import carrying, money
from tickbox_core.year.projects.carrying import Promise, not_finished
from tickbox_core.year.projects.chapter import Projects
from tickbox_core.year.projects.compare import Comparison, compared
from tickbox_core.year.projects.project import (
    Baseline,
    Collection,
    Contribution,
    Decided,
    Milestone,
    Note,
    Part,
    Participation,
    Party,
    Project,
    Side,
    Spending,
    Status,
)
from tickbox_core.year.projects.standing import needs_decision

__all__ = [
    "Baseline",
    "Collection",
    "Comparison",
    "Contribution",
    "Decided",
    "Milestone",
    "Note",
    "Part",
    "Participation",
    "Party",
    "Project",
    "Projects",
    "Promise",
    "Side",
    "Spending",
    "Status",
    "carrying",
    "compared",
    "money",
    "needs_decision",
    "not_finished",
]
