"""Every act of the core, and the stages that acts belong to, in the order of the year."""

from __future__ import annotations

from collections.abc import Iterator

from tickbox_core.acts import (
    cases,
    drafts,
    items,
    keeping,
    lists,
    motions,
    paper,
    rolls_over,
    templates,
    ties,
    voids,
)
from tickbox_core.components import CHAPTERS, CORE, JOINED
from tickbox_core.declarations.acts import Act, Acts

_BEFORE_LISTS = ("place", "wish", "chain")
"""The stages of components that come before what has none yet."""


def _of(*stages: str) -> Iterator[Act]:
    """The acts of these stages that components declare."""
    for stage in stages:
        yield from (act for one in CORE for act in one.acts if act.stage == stage)


ACTS = Acts(
    (
        *_of("place", "wish"),
        *items.ACTS,
        *_of("chain"),
        *lists.ACTS,
        *drafts.ACTS,
        *rolls_over.ACTS,
        *templates.ACTS,
        *ties.ACTS,
        *voids.ACTS,
        *paper.ACTS,
        *motions.ACTS,
        *(act for one in CORE for act in one.acts if act.stage not in _BEFORE_LISTS),
        *cases.ACTS,
        *keeping.ACTS,
    )
)

_DECLARED = {stage: title for one in CORE for stage, title in one.stages.items()}
STAGES = {act.stage: {**CHAPTERS, **JOINED, **_DECLARED}[act.stage] for act in ACTS.values()}
"""What the keys of acts begin with, each with its title."""
