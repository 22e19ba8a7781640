"""What stands on the wall, as plain values that pages and their JSON twins share.

Nothing here names a resident: objections come without their words and authors, wishes by the words
that staff posted, motions by their totals.  Days are ISO 8601, money is in fen, texts are
``{"zh": …, "en": …}``.
"""

from __future__ import annotations

from tickbox_core.desk.wall.rounds import (
    item_facts,
    motion_facts,
    motion_state,
    motions,
    round_facts,
    takes_answers,
)
from tickbox_core.desk.wall.works import (
    award_facts,
    meetings,
    problem,
    problems,
    project_facts,
    projects,
)

__all__ = [
    "award_facts",
    "item_facts",
    "meetings",
    "motion_facts",
    "motion_state",
    "motions",
    "problem",
    "problems",
    "project_facts",
    "projects",
    "round_facts",
    "takes_answers",
]
