"""Every act of the core, and the stages that acts belong to, in the order of the year."""

from __future__ import annotations

from tickbox_core.acts import (
    cases,
    chains,
    collecting,
    items,
    keeping,
    lists,
    motions,
    paper,
    ties,
)
from tickbox_core.components import CHAPTERS, CORE
from tickbox_core.declarations.acts import Acts

ACTS = Acts(
    (
        *collecting.ACTS,
        *items.ACTS,
        *chains.ACTS,
        *lists.ACTS,
        *ties.ACTS,
        *paper.ACTS,
        *motions.ACTS,
        *(act for one in CORE for act in one.acts),
        *cases.ACTS,
        *keeping.ACTS,
    )
)

_DECLARED = {stage: title for one in CORE for stage, title in one.stages.items()}
STAGES = {act.stage: {**CHAPTERS, **_DECLARED}[act.stage] for act in ACTS.values()}
"""What the keys of acts begin with, each with its title."""
