"""Cards: what anybody may know of a project or a problem, as plain values.

They name offices and firms, and nobody else: no resident, no donor who does not wish it, no
household.  How many have paid is told only where it tells nothing of a handful.
"""

from __future__ import annotations

from typing import Any

from tickbox_core.components.meetings import Matter, Meetings
from tickbox_core.components.people import People, publisher_at
from tickbox_core.components.problems import Problems
from tickbox_core.counting.cells import Cell
from tickbox_core.desk import records
from tickbox_core.desk.hand import Hand
from tickbox_core.model import Funding, Item
from tickbox_core.text import Text
from tickbox_core.workflow.state import DiaryState
from tickbox_core.year.judgement import Judgements
from tickbox_core.year.projects import (
    Collection,
    Contribution,
    Milestone,
    Participation,
    Party,
    Project,
    Status,
    compared,
    needs_decision,
)


def project_card(book: DiaryState, hand: Hand, project: Project) -> dict[str, Any]:
    """A project for the wall."""
    today = hand.today()
    return {
        "id": project.id,
        "title": project.title.plain(),
        "status": str(project.status),
        "status_words": _status(project).plain(),
        "baseline": project.baseline.public(),
        "begun": _iso(project.begun),
        "delivered": _iso(project.delivered),
        "words": project.words.plain(),
        "milestones": [
            _milestone(
                project, one, late=one.done is None and one.due is not None and one.due < today
            )
            for one in project.milestones
        ],
        "parts": [
            {"area": one.area, "name": one.name.plain(), "pilot": one.pilot, "done": _iso(one.done)}
            for one in project.parts
        ],
        "piloting": project.going_on and project.piloting,
        "pilot_words": project.pilot_words.plain(),
        "money": _money(project),
        "responsible": _parties(project.parties),
        "supervisors": project.supervisors,
        "signatures_needed": project.signatures,
        "publisher": publisher_at(book, hand).plain(),
        "taking_part": {
            str(part): sum(one.part is part for one in book.of(People).taking_part(project.id))
            for part in Participation
        },
        "notes": [one.plain() for one in project.notes if one.words],
        "meetings": [one.plain() for one in book.of(Meetings).on(Matter.PROJECT, project.id)],
        "problems": [one.ref for one in book.of(Problems).of("project", project.id)],
        "judged": _judged(book, project),
        "comparison": compared(project).plain() if project.delivered else None,
    }


def _status(project: Project) -> Text:
    """The status in words; where not all that was promised is there, it says so."""
    if project.status is Status.DELIVERED and not compared(project).whole:
        return Text("部分完成", "delivered in part")
    return project.status.words


def item_of(hand: Hand, round_id: str, item_id: str) -> Item:
    """An item as it was listed."""
    return records.load_round(hand.store, round_id).item(item_id)


def _parties(parties: tuple[Party, ...]) -> list[dict[str, Any]]:
    return [
        {"side": str(one.side), "name": one.name.plain(), "task": one.task.plain()}
        for one in parties
    ]


def _judged(book: DiaryState, project: Project) -> dict[str, Any] | None:
    found = book.of(Judgements).by_project.get(project.id)
    return None if found is None else found.plain()


def _milestone(project: Project, one: Milestone, *, late: bool) -> dict[str, Any]:
    return {
        "key": one.key,
        "title": one.title.plain(),
        "due": _iso(one.due),
        "done": _iso(one.done),
        "late": late,
        "words": one.words.plain(),
        "signed": one.signed,
        "signed_off": project.signed_off(one),
    }


def _money(project: Project) -> dict[str, Any]:
    given = [one for one in project.contributions if not one.withdrawn]
    return {
        "promised": project.baseline.cost,
        "expected": project.expected,
        "allowed": project.allowed,
        "limit": str(project.limit),
        "spent": project.spent,
        "needs_decision": project.going_on and needs_decision(project),
        "spendings": [
            {
                "on": one.on.isoformat(),
                "amount": one.amount,
                "what": one.what.plain(),
                "payee": one.payee.plain(),
            }
            for one in project.spendings
        ],
        "decisions": [
            {"amount": d.amount, "by": d.by, "reference": d.reference, "words": d.words.plain()}
            for d in project.decisions
        ],
        "contributions": [_contribution(one) for one in given],
        "received": sum(one.amount or 0 for one in given if one.received),
        "collection": None if project.collection is None else _collection(project.collection),
    }


def _contribution(one: Contribution) -> dict[str, Any]:
    return {
        "source": str(one.source),
        "source_words": one.source.words.plain(),
        "amount": one.amount,
        "what": one.what.plain(),
        "worth": one.worth,
        "named": one.named.plain() if one.named else None,
        "received": _iso(one.received),
        "in_kind": one.source is Funding.IN_KIND,
    }


def _collection(held: Collection) -> dict[str, Any]:
    """Complete or not; how many households and how much only where no handful is told apart."""
    settled = held.settled
    tells = settled is not None and Cell(settled, held.households).safe()
    return {
        "households": held.households,
        "total": held.total,
        "complete": None if settled is None else settled == held.households,
        "settled": settled if tells else None,
    }


def _iso(day: Any) -> str | None:
    return None if day is None else str(day.isoformat())
