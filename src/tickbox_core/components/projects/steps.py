"""What is to be done about projects of the year, beside each project's own steps."""

from __future__ import annotations

from collections.abc import Iterator

from tickbox_core.components.judgement import JudgementService
from tickbox_core.components.projects.project import Status
from tickbox_core.components.projects.service import ProjectService
from tickbox_core.declarations import ActWay, NextStep
from tickbox_core.text import Text
from tickbox_core.workflow.desks import ComponentDesk

DELIVERED = "delivered"
"""The key of the step on delivered projects that nobody was asked about yet."""


def next_steps(desk: ComponentDesk) -> Iterator[NextStep]:
    """To ask the residents about what is delivered."""
    asked = {id_ for one in desk.service(JudgementService).judgements() for id_ in one.projects}
    left = sum(
        one.status is Status.DELIVERED and one.id not in asked
        for one in desk.service(ProjectService).projects()
    )
    if left:
        said = Text("{number}个完成的项目还没有评议", "{number} delivered projects are not judged")
        yield NextStep(said.filled(number=left), (ActWay("judgement/open"),), key=DELIVERED)
