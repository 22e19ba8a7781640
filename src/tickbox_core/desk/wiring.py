"""The services of components at a desk: each is given what it asks of the other matters."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from tickbox_core.components.ideas import IdeaService
from tickbox_core.components.judgement import Deliverable, JudgementService
from tickbox_core.components.meetings import MeetingService
from tickbox_core.components.people import People, PeopleService, publisher_at
from tickbox_core.components.places import PlaceService
from tickbox_core.components.problems import ProblemService
from tickbox_core.components.projects import (
    Participation,
    Projects,
    ProjectService,
    Status,
    compare_project,
)
from tickbox_core.components.templates import TemplateService
from tickbox_core.components.wishes import WishService
from tickbox_core.declarations import Component
from tickbox_core.desk import records
from tickbox_core.desk.codes import IssuedCodes
from tickbox_core.desk.collecting import Collecting
from tickbox_core.desk.decisions import CarryingItems
from tickbox_core.desk.diary import YearDiary
from tickbox_core.desk.finders import finders
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.item_options import ItemOptions
from tickbox_core.desk.paper import PaperBallots
from tickbox_core.desk.stored_rounds import StoredRounds
from tickbox_core.workflow.state import DiaryState


@attrs.frozen
class Services:
    """What components do at one desk."""

    projects: ProjectService
    meetings: MeetingService
    problems: ProblemService
    ideas: IdeaService
    templates: TemplateService
    people: PeopleService
    judgement: JudgementService
    places: PlaceService
    wishes: Collecting

    def by_class(self) -> dict[type[object], object]:
        """Each by its class, as acts ask for it; wishes by the one that their acts know too."""
        every = (getattr(self, field.name) for field in attrs.fields(Services))
        return {**{type(one): one for one in every}, WishService: self.wishes}


def wire_services(
    hand: Hand,
    diary: YearDiary,
    papers: PaperBallots,
    components: Sequence[Component],
) -> Services:
    """The services over a desk's context; things of every matter can be found by kind then."""
    hand.finders.update(finders(hand, components))
    problems = ProblemService(
        hand,
        diary,
        lambda state: publisher_at(state, hand),
        lambda: records.problems(hand.store),
    )
    projects = _project_service(hand, diary)
    people = PeopleService(
        hand,
        diary,
        problems,
        rounds=StoredRounds(hand.store),
        projects=projects,
        project_card=projects.public_of,
        papers=papers,
    )
    places = PlaceService(hand, diary)
    return Services(
        projects=projects,
        meetings=MeetingService(hand, diary),
        problems=problems,
        templates=TemplateService(diary),
        ideas=IdeaService(hand, diary, ItemOptions(hand)),
        people=people,
        judgement=judgement_service(hand, diary),
        places=places,
        wishes=Collecting(hand, diary, places),
    )


def _project_service(hand: Hand, diary: YearDiary) -> ProjectService:
    """Carrying out, over the lists of a desk and the people who take part."""
    return ProjectService(
        hand,
        diary,
        lists=CarryingItems(hand),
        publisher=lambda state: publisher_at(state, hand),
        taking_part=_taking_part,
    )


def _taking_part(state: DiaryState, project: str) -> dict[str, int]:
    """How many take part in a project, by their part."""
    people = state.of(People).taking_part(project)
    return {str(part): sum(one.part is part for one in people) for part in Participation}


def judgement_service(hand: Hand, diary: YearDiary) -> JudgementService:
    """Judging, over the rounds and the codes of a desk."""
    return JudgementService(
        hand,
        diary,
        rolls=StoredRounds(hand.store),
        codes=IssuedCodes(hand, diary),
        project=_deliverable,
    )


def _deliverable(state: DiaryState, id_: str) -> Deliverable:
    """A project as far as a judgement asks."""
    project = state.of(Projects).project(id_)
    return Deliverable(
        id=project.id,
        title=project.title,
        round=project.baseline.round,
        delivered=project.delivered,
        promise=project.baseline.plain(),
        comparison=compare_project(project).plain(),
        scope=project.baseline.scope,
        given_up=project.status is Status.GIVEN_UP,
    )
