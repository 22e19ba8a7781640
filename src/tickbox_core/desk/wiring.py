"""The services of components at a desk: each is given what it asks of the other matters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import attrs

from tickbox_core.components.awards import AwardService
from tickbox_core.components.judgement import Deliverable, JudgementService
from tickbox_core.components.meetings import MeetingService
from tickbox_core.components.people import PeopleService, publisher_at
from tickbox_core.components.problems import ProblemService
from tickbox_core.declarations import Component
from tickbox_core.desk import deciding, records
from tickbox_core.desk.codes import IssuedCodes
from tickbox_core.desk.diary import Diary
from tickbox_core.desk.finders import finders
from tickbox_core.desk.following import Projects
from tickbox_core.desk.following.cards import project_answer
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.paper import Paper
from tickbox_core.desk.stored_rounds import StoredRounds
from tickbox_core.workflow.desks import ComponentDesk
from tickbox_core.workflow.state import DiaryState
from tickbox_core.year.projects import Projects as YearProjects
from tickbox_core.year.projects import compared


@attrs.frozen
class Services:
    """What components do at one desk."""

    meetings: MeetingService
    problems: ProblemService
    people: PeopleService
    awards: AwardService
    judgement: JudgementService

    def by_class(self) -> dict[type[object], object]:
        """Each by its class, as acts ask for it."""
        every = (self.meetings, self.problems, self.people, self.awards, self.judgement)
        return {type(one): one for one in every}


def wire_services(
    hand: Hand,
    diary: Diary,
    projects: Projects,
    papers: Paper,
    peers: Callable[[], Mapping[str, ComponentDesk]],
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
    people = PeopleService(
        hand,
        diary,
        problems,
        rounds=StoredRounds(hand.store),
        projects=projects,
        project_card=lambda state, project: project_answer(state, hand, project),
        papers=papers,
    )
    awards = AwardService(
        hand,
        diary,
        projects=projects,
        share=lambda round, item: deciding.published_share(hand, round, item),
        publisher=lambda state, at: publisher_at(state, hand, at),
        peers=peers,
    )
    meetings, judgement = MeetingService(hand, diary), judgement_service(hand, diary)
    return Services(meetings, problems, people, awards, judgement)


def judgement_service(hand: Hand, diary: Diary) -> JudgementService:
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
    project = state.of(YearProjects).project(id_)
    return Deliverable(
        id=project.id,
        title=project.title,
        round=project.baseline.round,
        delivered=project.delivered,
        promise=project.baseline.plain(),
        comparison=compared(project).plain(),
        scope=project.baseline.scope,
    )
