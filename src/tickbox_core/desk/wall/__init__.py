"""What stands on the wall, as values that pages and their JSON twins share.

Nothing here names a resident: objections come without their words and authors, wishes by the words
that staff posted, motions by their totals.  Money is in fen; as JSON days are ISO 8601 and texts
``{"zh": …, "en": …}``.
"""

from __future__ import annotations

from tickbox_core.desk.wall.estate import estate_rules
from tickbox_core.desk.wall.item_answer import ItemOnWall
from tickbox_core.desk.wall.judgements import (
    DeliveredAnswer,
    JudgementOnWall,
    ProjectToJudge,
    PromisedAnswer,
    judgement,
    judgements,
)
from tickbox_core.desk.wall.preliminary import preliminary_facts
from tickbox_core.desk.wall.rounds import (
    item_facts,
    motion_facts,
    motion_state,
    motions,
    round_facts,
    takes_answers,
)
from tickbox_core.desk.wall.works import (
    meetings,
    problem,
    problems,
    project_facts,
    projects,
)
from tickbox_core.desk.wall.works_answers import (
    MatterNamed,
    MeetingOnWall,
    ProblemOnWall,
    ProjectOnWall,
)

__all__ = [
    "DeliveredAnswer",
    "ItemOnWall",
    "JudgementOnWall",
    "MatterNamed",
    "MeetingOnWall",
    "ProblemOnWall",
    "ProjectOnWall",
    "ProjectToJudge",
    "PromisedAnswer",
    "estate_rules",
    "item_facts",
    "judgement",
    "judgements",
    "meetings",
    "motion_facts",
    "motion_state",
    "motions",
    "preliminary_facts",
    "problem",
    "problems",
    "project_facts",
    "projects",
    "round_facts",
    "takes_answers",
]
