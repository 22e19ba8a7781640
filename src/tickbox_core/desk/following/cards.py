"""Cards: what anybody may know of a project.

They name offices and firms, and nobody else: no resident, no donor who does not wish it, no
household.  How many have paid is told only where it tells nothing of a handful.
"""

from __future__ import annotations

from tickbox_core.components.judgement import JudgedAnswer, Judgements
from tickbox_core.components.meetings import Matter, MeetingAnswer, Meetings
from tickbox_core.components.people import People, publisher_at
from tickbox_core.components.problems import Problems
from tickbox_core.components.projects import ProjectAnswer
from tickbox_core.desk import records
from tickbox_core.desk.hand import Hand
from tickbox_core.model import Item
from tickbox_core.workflow.state import DiaryState
from tickbox_core.year.projects import Participation, Project


def project_answer(book: DiaryState, hand: Hand, project: Project) -> ProjectAnswer:
    """A project as anybody may know it, as the diary stands."""
    people = book.of(People).taking_part(project.id)
    judged = book.of(Judgements).by_project.get(project.id)
    return ProjectAnswer.of(
        project,
        hand.today(),
        publisher=publisher_at(book, hand),
        taking_part={str(part): sum(one.part is part for one in people) for part in Participation},
        meetings=map(MeetingAnswer.of, book.of(Meetings).on(Matter.PROJECT, project.id)),
        problems=(one.ref for one in book.of(Problems).of("project", project.id)),
        judged=None if judged is None else JudgedAnswer.of(judged),
    )


def item_of(hand: Hand, round_id: str, item_id: str) -> Item:
    """An item as it was listed."""
    return records.load_round(hand.store, round_id).item(item_id)
