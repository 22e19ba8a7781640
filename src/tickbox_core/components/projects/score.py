"""What the steps of a project make together, where its category gives them points.

Ticked off in the course of the year: whoever carries the project out says that a step is done, with
its day; supervisors, where there are any, sign it.  Points and stars are those that the project was
set up with.
"""

from __future__ import annotations

from fractions import Fraction

import attrs

from tickbox_core.components.projects.project import Project
from tickbox_core.text import Text, join_texts


@attrs.frozen
class Score:
    """So many ``points`` of ``total``, for ``done`` of ``steps``; ``stars`` where cut-offs stand.

    ``signed`` counts the steps that enough supervisors have signed; ``None``: there are none.
    """

    points: int
    total: int
    done: int
    steps: int
    stars: int | None = None
    signed: int | None = None

    def words(self, publisher: Text) -> Text:
        """The score in a sentence, and who ticked the steps off, where any are."""
        facts = {"done": self.done, "steps": self.steps, "points": self.points}
        said = [_POINTS.filled(total=self.total, **facts)]
        if self.stars is not None:
            said.append(_STARS.filled(stars=self.stars))
        if not self.done:
            return join_texts(said, "，", ", ")
        by = _BY.filled(publisher=publisher)
        if self.signed is not None:
            by = join_texts([by, _SIGNED.filled(signed=self.signed)], "，", ", ")
        return join_texts([join_texts(said, "，", ", "), by], "；", "; ")


_POINTS = Text(
    "{steps}项做到了{done}项，得{points}分（满分{total}分）",
    "{done} of {steps} done: {points} of {total} points",
)
_STARS = Text("{stars}星", "stars: {stars}")
_BY = Text("由{publisher}逐项勾选", "ticked off by {publisher}")
_SIGNED = Text("监督员签字齐全{signed}项", "signed off by the supervisors: {signed}")


def score_of(project: Project) -> Score | None:
    """The score as it stands; ``None`` where no step of it has points."""
    scored = [one for one in project.milestones if one.points]
    if not scored:
        return None
    done = [one for one in scored if one.done is not None]
    points, total = sum(one.points for one in done), sum(one.points for one in scored)
    reached = [number for number, part in project.stars if Fraction(points, total) >= part]
    return Score(
        points,
        total,
        len(done),
        len(scored),
        max(reached, default=0) if project.stars else None,
        sum(project.signed_off(one) for one in done) if project.supervisors else None,
    )
