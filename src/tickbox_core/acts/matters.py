"""What is going on in an area, and what to do next about each: for every first page of a desk.

>>> from tickbox_core.acts.matters import matters
>>> from tickbox_core.testing.desks import desk
>>> [step.ways[0].act for matter in matters(desk()) for step in matter.steps]
['wish/take', 'round/plan']
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from tickbox_core.acts import steps
from tickbox_core.acts.catalogue import catalogue_of
from tickbox_core.acts.steps import (
    EndFacts,
    HeardFacts,
    NextStep,
    ProjectFacts,
    RoundFacts,
    YearFacts,
)
from tickbox_core.components.motions import Poll, PollState
from tickbox_core.components.projects import Project, needs_decision
from tickbox_core.desk import Desk, brought
from tickbox_core.desk.settling import TIED
from tickbox_core.model import Round, State
from tickbox_core.text import EMPTY, Text
from tickbox_core.year import ObjectionStage


@attrs.frozen
class OngoingMatter:
    """Something that is going on: its ``kind`` (``year``: the year itself) and id, its state."""

    kind: str
    id: str
    title: Text
    state: Text
    steps: tuple[NextStep, ...]


def matters(desk: Desk) -> Iterator[OngoingMatter]:
    """The year in its order: wishes and new rounds, each round, motion, project and judgement."""
    rounds = sorted(desk.rounds(), key=lambda one: (one.state in _OVER, one.id))
    projects = desk.projects.projects()
    found = steps.first(_year_facts(desk, rounds), _of_components(desk))
    yield OngoingMatter("year", "", Text("今年", "This year"), EMPTY, found)
    for round in rounds:
        state = TIED if desk.posted_tie(round.id) else round.state.words
        found = steps.of_round(round_facts(desk, round))
        yield OngoingMatter("round", round.id, round.title, state, found)
    again = _left_open(desk)
    for poll in desk.motions.polls():
        left = poll.id in again
        found = steps.of_motion(
            poll.id,
            poll.state,
            _end_facts(desk, poll.id),
            left,
            _heard_facts(desk, poll),
            seen=poll.is_public,
            waiting=sum(one.waits for one in desk.motions.corrections.of(poll.id)),
        )
        yield OngoingMatter("motion", poll.id, poll.motion.question, poll.state.words, found)
    for project in projects:
        found = steps.of_project(_project_facts(project))
        yield OngoingMatter(
            "project", project.id, project.baseline.title, project.status.words, found
        )
    for to_come in desk.judging.announced():
        found = steps.of_announced(to_come.id, desk.why_not_open(to_come.id))
        yield OngoingMatter("judgement", to_come.id, to_come.title, _ANNOUNCED, found)
    for one in desk.judging.judgements():
        found = steps.of_judgement(one.id, one.phase, _end_facts(desk, one.id))
        yield OngoingMatter("judgement", one.id, one.title, one.phase.words, found)


def _heard_facts(desk: Desk, poll: Poll) -> HeardFacts:
    """Whether its result has to be preliminary, is, and who waits for an answer."""
    heard = desk.motions.preliminary
    if poll.state is PollState.CLOSED:
        return HeardFacts(asked=heard.days(poll.id) > 0)
    if poll.state is not PollState.PRELIMINARY:
        return HeardFacts()
    unanswered = sum(not one.answer for one in heard.objections(poll.id))
    return HeardFacts(True, not heard.closed_words(poll.id), unanswered)


def _left_open(desk: Desk) -> frozenset[str]:
    """The elections that left seats open for which no further vote is prepared."""
    polls = desk.motions.polls()
    followed = {one.follows for one in polls if one.state is not PollState.VOID}
    return frozenset(
        one.id
        for one in polls
        if one.motion.seats and one.state is PollState.PUBLISHED and one.id not in followed
        if (desk.motions.published(one.id) or {}).get("again")
    )


_ANNOUNCED = Text("已预告，到时自动开始", "announced, opens by itself")
_OVER = (State.DECIDED, State.VOID)


def _of_components(desk: Desk) -> Iterator[NextStep]:
    """What components say is to be done, by acts that there are."""
    acts = catalogue_of(desk.components).acts
    for step in brought.next_steps(desk, desk.components):
        yield attrs.evolve(step, ways=tuple(way for way in step.ways if way.act in acts))


def _year_facts(desk: Desk, rounds: list[Round]) -> YearFacts:
    over = (one.id for one in rounds if one.state is State.DECIDED and not one.rehearsal)
    return YearFacts(
        wishes=len(desk.collecting.waiting()),
        rounds=len(rounds),
        newest=max(over, default=""),
        problems=sum(one.solved is None for one in desk.problems()),
    )


def _project_facts(project: Project) -> ProjectFacts:
    left = [one for one in project.milestones if one.done is None]
    key = left[0].key if left else ""
    held = project.collection
    return ProjectFacts(
        project.id,
        project.status,
        key,
        project.supervisors > 0,
        waits=project.going_on and needs_decision(project),
        dues_old=project.going_on and project.dues_are_old,
        owing=held is not None and held.settled is not None and held.settled < held.households,
    )


def _end_facts(desk: Desk, id_: str) -> EndFacts:
    deadline = desk.deadline(id_)
    if deadline is None:
        return EndFacts()
    return EndFacts(
        deadline.has_ended(desk.now()), desk.closing_waits_for(id_), desk.can_extend(id_)
    )


def round_facts(desk: Desk, round: Round) -> RoundFacts:
    """What the next steps of a round depend on."""
    before = round.state in (State.LISTING, State.POSTED)
    stage = ObjectionStage.RESULT if round.state is State.DECIDED else ObjectionStage.LIST
    turnout = desk.turnout(round.id) if round.state is State.TICKING else None
    to_post, to_open = desk.posting.standing_against(round.id) if before else ((), ())
    chosen, tied = _count_chosen(desk, round), desk.posted_tie(round.id)
    return RoundFacts(
        id=round.id,
        state=round.state,
        items=len(round.items),
        roll=round.roll is not None,
        older_roll="" if round.roll else desk.rolls_over.newest(round.id),
        notice_days=round.notice_days,
        unpostable=to_post,
        blocks=to_open,
        objections=sum(not one.answer for one in desk.posting.objections(round.id, stage)),
        paper=tuple(desk.paper.unfinished(round.id)) if turnout else (),
        end=_end_facts(desk, round.id),
        participants=turnout.participants if turnout else 0,
        registered=turnout.registered if turnout else 0,
        final=chosen is not None,
        rehearsal=round.rehearsal,
        chosen=chosen or 0,
        tied=(*tied.sentences, tied.how) if tied else (),
        run_off=tied.run_off.round.id if tied and tied.run_off else "",
        ran=bool(tied and tied.run_off and tied.run_off.taken),
        settles=round.settles.round if round.settles else "",
    )


def _count_chosen(desk: Desk, round: Round) -> int | None:
    """How many items of the annual list have no project; ``None`` before there is one."""
    found = [one for one in desk.concluding.annual_lists() if one.round == round.id]
    if not found:
        return None
    begun = {(one.baseline.round, one.baseline.item) for one in desk.projects.projects()}
    return sum((round.id, item) not in begun for item in found[-1].items)
