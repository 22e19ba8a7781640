"""Projects, problems and meetings as anybody may know them."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from tickbox_core.components.meetings import Matter, MeetingAnswer, MeetingCard
from tickbox_core.components.problems import ProblemAnswer, ProblemCard
from tickbox_core.components.projects import ProjectCard
from tickbox_core.desk.desk import Desk
from tickbox_core.desk.wall.works_answers import (
    ItemNamed,
    MatterNamed,
    MeetingOnWall,
    ProblemOnWall,
    ProjectNamed,
    ProjectOnWall,
)
from tickbox_core.errors import NotListed
from tickbox_core.model import Problem, State
from tickbox_core.model.parties import Side
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.answers import PictureAnswer, Responsible

# -- projects, problems, meetings --------------------------------------------------------------


def project_facts(desk: Desk, id_: str) -> ProjectOnWall:
    """A project's card, its problems by title, and pictures of the item by digest."""
    card = desk.projects.public(id_)
    known = {one.ref: one for one in desk.solving.all_public()}
    item = desk.round(card.baseline.round).item(card.baseline.item)
    return ProjectOnWall(
        **_common_fields(ProjectCard, card),
        problems=tuple(known[ref] for ref in card.problems if ref in known),
        judged=card.judged,
        comparison=card.comparison,
        area=desk.area,
        pictures=tuple(PictureAnswer(one.digest, one.shows) for one in item.pictures),
    )


def _common_fields(card: type, value: object) -> dict[str, Any]:
    """What a value has of the fields that it and what stands on the wall have in common."""
    return {field.name: getattr(value, field.name) for field in attrs.fields(card)}


def projects(desk: Desk) -> list[ProjectOnWall]:
    """All of an area's projects, the newest first."""
    return [project_facts(desk, one.id) for one in reversed(desk.projects.projects())]


def problems(desk: Desk) -> list[ProblemOnWall]:
    """Problems that are open, the oldest first; then those solved, the newest first."""
    cards = {one.ref: one for one in desk.solving.all_public()}
    found = [
        _with_linked_titles(desk, cards[one.id])
        if one.id in cards
        else _recorded_problem(desk, one)
        for one in desk.problems()
    ]
    still = [one for one in found if one.solved is None]
    done = [one for one in found if one.solved is not None]
    return [*still, *sorted(done, key=lambda one: one.solved or date.min, reverse=True)]


def problem(desk: Desk, ref: str) -> ProblemOnWall:
    """One of them, or ``NotListed``."""
    for one in problems(desk):
        if one.ref == ref:
            return one
    raise NotListed(Text("问题", "problem"), ref)


def _with_linked_titles(desk: Desk, card: ProblemAnswer) -> ProblemOnWall:
    """What it is tied to by title; an item of a list that is not posted yet is left out."""
    rounds = {round.id: round for round in desk.rounds() if round.state is not State.LISTING}
    ties = [one.partition("/") for one in card.items]
    held = {one.id: one for one in desk.projects.projects()}
    return ProblemOnWall(
        **_common_fields(ProblemCard, card),
        items=tuple(
            ItemNamed(rounds[round].item(item).title, f"{round}/{item}")
            for round, _, item in ties
            if round in rounds
        ),
        projects=tuple(ProjectNamed(id_, held[id_].title) for id_ in card.projects),
        meetings=card.meetings,
    )


def _recorded_problem(desk: Desk, one: Problem) -> ProblemOnWall:
    """A problem that was recorded before problems had a diary."""
    until = one.solved or desk.today()
    firm = (Responsible(str(Side.OTHER), one.responsible, EMPTY),) if one.responsible else ()
    return ProblemOnWall(
        ref=one.id,
        area=one.area,
        title=one.title,
        raised=one.raised,
        raised_by="staff",
        days_open=(until - one.raised).days,
        solved=one.solved,
        how=one.how,
        publisher=desk.people.publisher(),
        reopened=(),
        responsible=firm,
        photos=(),
        items=(),
        projects=(),
        meetings=(),
    )


def meetings(desk: Desk) -> list[MeetingOnWall]:
    """All meetings, the newest first, with what each is about by title."""
    found = sorted(desk.meetings.meetings(), key=lambda one: (one.on, one.id), reverse=True)
    return [_with_titles(desk, MeetingAnswer.of(one)) for one in found]


def _with_titles(desk: Desk, held: MeetingAnswer) -> MeetingOnWall:
    return MeetingOnWall(
        **_common_fields(MeetingCard, held),
        about=tuple(_matter(desk, Matter(one.matter), one.id) for one in held.about),
        minutes=held.minutes,
        resolved=held.resolved,
        attended=held.attended,
    )


def _matter(desk: Desk, matter: Matter, id_: str) -> MatterNamed:
    return MatterNamed(str(matter), matter.words, id_, _title(desk, matter, id_))


def _title(desk: Desk, matter: Matter, id_: str) -> Text:
    if matter is Matter.ITEM:
        round, _, item = id_.partition("/")
        return desk.round(round).item(item).title
    if matter is Matter.MOTION:
        return desk.motions.poll(id_).motion.question
    if matter is Matter.PROJECT:
        return desk.projects.project(id_).title
    return desk.solving.problem(id_).title
