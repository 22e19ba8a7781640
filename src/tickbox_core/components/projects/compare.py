"""Delivery compared with promise: cost, day, scope."""

from __future__ import annotations

from typing import Any

import attrs

from tickbox_core.components.projects.project import Project
from tickbox_core.counting import Share
from tickbox_core.text import EMPTY, Text


@attrs.frozen
class Comparison:
    """What was promised beside what was delivered; ``None`` where one of the two is unknown.

    ``cost`` and ``spent`` in fen, ``over`` their difference (below 0: cheaper; ``None`` also where
    it was to cost something and nothing is written down); ``late`` in days (below 0: early);
    ``parts`` of the promised are finished.
    """

    cost: int | None
    spent: int
    over: int | None
    late: int | None
    parts: Share | None
    left_out: Text = EMPTY

    @property
    def whole(self) -> bool:
        """Whether all that was to be done is done; of money and days ``over`` and ``late`` tell."""
        return not self.left_out and (self.parts is None or self.parts.value == 1)

    def plain(self) -> dict[str, Any]:
        """The comparison for JSON."""
        return {
            "cost": self.cost,
            "spent": self.spent,
            "over": self.over,
            "late": self.late,
            "parts": self.parts and [self.parts.numerator, self.parts.denominator],
            "left_out": self.left_out.plain(),
            "whole": self.whole,
        }


def compare_project(project: Project) -> Comparison:
    """How what was delivered stands to what was promised, as far as it can be told."""
    cost, day = project.baseline.cost, project.baseline.due
    late = None
    if day is not None and project.delivered is not None:
        late = (project.delivered - day).days
    done, whole = sum(one.done is not None for one in project.parts), project.promised
    return Comparison(
        cost=cost,
        spent=project.spent,
        over=None if cost is None or (cost and not project.spent) else project.spent - cost,
        late=late,
        parts=Share(done, whole, "parts") if whole else None,
        left_out=project.left_out,
    )
