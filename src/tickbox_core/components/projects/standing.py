"""What the steps of a project ask before they are taken, and how they refuse."""

from __future__ import annotations

from datetime import date

from tickbox_core.components.projects.project import Milestone, Project, Status
from tickbox_core.components.projects.state import Projects
from tickbox_core.errors import NotPossible
from tickbox_core.rules.overrun import decided_again
from tickbox_core.text import Text
from tickbox_core.workflow.entries import rejection

REASON = Text("理由", "the reason")
ANEW = Text(
    "预计费用超出已决定的限度，须先重新决定。",
    "its expected cost is beyond what was decided; it has to be decided again first.",
)


def needs_decision(project: Project) -> bool:
    """Whether its expected cost calls for a new decision before anything goes on."""
    if project.expected is None:
        return False
    return decided_again(project.allowed, project.expected, project.limit) is not False


_LEDGER = frozenset(
    "project-started project-collected project-paid project-unpaid project-payments "
    "project-payment-assigned project-payment-corrected project-payments-undone".split()
)
"""The kinds of entry that seal what households owe and have paid."""


def still_owed(project: Project, kind: str) -> Text | None:
    """Why an entry of what households pay stays after delivery: not all have paid."""
    held = project.collection
    if kind not in _LEDGER or held is None or project.status is not Status.DELIVERED:
        return None
    if held.settled is None or held.settled == held.households:
        return None
    said = Text("项目“{id}”的住户出资还没有收齐", "not all households have paid for '{id}'")
    return said.filled(id=project.id)


def going_on(projects: Projects, id_: str) -> Project:
    """The project while something of it is still to be done; ``NotPossible`` after that."""
    project = projects.project(id_)
    if not project.going_on:
        raise not_now(project, Text("这样做", "do that"))
    return project


def under_way(projects: Projects, id_: str, *, deciding: bool = True) -> Project:
    """The project while it is being carried out, and (``deciding``) waits for no decision."""
    project = projects.project(id_)
    if project.status is not Status.UNDER_WAY:
        raise not_now(project, Text("这样做", "do that"))
    if deciding and needs_decision(project):
        raise rejection(ANEW)
    return project


def not_now(project: Project, step: Text) -> NotPossible:
    """The refusal of a step that its status does not allow."""
    return rejection(
        Text(
            "项目“{id}”{status}，不能{step}。", "project '{id}' is {status}: cannot {step}."
        ).filled(id=project.id, status=project.status.words, step=step)
    )


def not_ahead(on: date, today: date) -> None:
    """Refuse a day that has not come."""
    if on > today:
        raise rejection(
            Text(f"{on.isoformat()}还没有到。", f"{on.isoformat()} is still to come."),
            Text("请填已经过去的日期。", "Give a day that has come."),
        )


def on_a_day(project: Project, on: date, today: date) -> None:
    """Refuse a day to come, or one before the work began."""
    not_ahead(on, today)
    if project.begun is not None and on < project.begun:
        raise rejection(
            Text(
                f"{on.isoformat()}早于开工（{project.begun.isoformat()}）。",
                f"{on.isoformat()} is before the work began ({project.begun.isoformat()}).",
            ),
            Text("请核对日期。", "Check the day."),
        )


def find_supervised(
    projects: Projects, id_: str, key: str, supervisor: str
) -> tuple[Project, Milestone, str]:
    """Project, milestone and name, where that supervisor may speak about it."""
    project = projects.project(id_)
    milestone, name = project.milestone(key), supervisor.strip()
    if project.status not in (Status.UNDER_WAY, Status.PAUSED):
        raise not_now(project, Text("签字", "sign"))
    if name not in project.supervisor_names:
        raise rejection(
            Text("这个人不是本项目的监督员。", "this is no supervisor of the project."),
            Text("请先聘请监督员。", "Appoint supervisors first."),
        )
    if milestone.done is None:
        raise rejection(Text("这个节点还没有完成。", "this milestone is not done yet."))
    return project, milestone, name
