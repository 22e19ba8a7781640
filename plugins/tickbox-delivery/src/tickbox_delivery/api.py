"""The JSON twins of the pages: the same plain values that the pages are made of."""

from __future__ import annotations

from typing import Any

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_core.declarations import ListOf
from tickbox_core.desk import wall
from tickbox_core.desk.town_tables import CaseElsewhere, LateAnswer, MonthAnswer, late_at
from tickbox_core.workflow.performing import plain_of
from tickbox_delivery.town_pages import every_case, months
from tickbox_server.hall import Hall
from tickbox_server.parts import answers, problems

_AREA = "/areas/{area:str}"


@get(
    f"{_AREA}/projects",
    summary="Projects of an area",
    responses=problems(404),
    opt=answers(ListOf(wall.ProjectOnWall)),
)
async def projects(hall: NamedDependency[Hall], area: FromPath[str]) -> list[dict[str, Any]]:
    """The newest first; money in fen, days ISO 8601, nobody's name."""
    return await hall.ask(lambda: plain_of(wall.projects(hall.town.desk(area))))


@get(
    f"{_AREA}/projects/{{project:str}}",
    summary="A project",
    responses=problems(404),
    opt=answers(wall.ProjectOnWall),
)
async def project(
    hall: NamedDependency[Hall], area: FromPath[str], project: FromPath[str]
) -> dict[str, Any]:
    """From the promise, with its digest, to what residents judged."""
    return await hall.ask(lambda: plain_of(wall.project_facts(hall.town.desk(area), project)))


@get(
    f"{_AREA}/meetings",
    summary="Meetings of an area",
    responses=problems(404),
    opt=answers(ListOf(wall.MeetingOnWall)),
)
async def meetings(hall: NamedDependency[Hall], area: FromPath[str]) -> list[dict[str, Any]]:
    """The newest first; ``minutes`` are empty until they are posted."""
    return await hall.ask(lambda: plain_of(wall.meetings(hall.town.desk(area))))


@get(
    f"{_AREA}/problems/cards",
    summary="Problems with everything tied to them",
    responses=problems(404),
    opt=answers(ListOf(wall.ProblemOnWall)),
)
async def problem_cards(hall: NamedDependency[Hall], area: FromPath[str]) -> list[dict[str, Any]]:
    """Open ones first, the oldest first; days open, who is responsible, how each was solved."""
    return await hall.ask(lambda: plain_of(wall.problems(hall.town.desk(area))))


@get(
    "/late",
    summary="Who is late at what",
    responses=problems(),
    opt=answers(ListOf(LateAnswer)),
)
async def late(hall: NamedDependency[Hall]) -> list[dict[str, Any]]:
    """Every neighbourhood's, the latest first; counts and nobody's name."""

    def read() -> Any:
        town = hall.town
        return plain_of([one for area in town.neighbourhoods() for one in late_at(town.desk(area))])

    return list(await hall.ask(read))


@get(
    "/months/{month:str}",
    summary="A month of every neighbourhood",
    responses=problems(422),
    opt=answers(ListOf(MonthAnswer)),
)
async def month(hall: NamedDependency[Hall], month: FromPath[str]) -> list[dict[str, Any]]:
    """``month`` like ``2026-03``."""
    return list(await hall.ask(lambda: plain_of(months(hall, month))))


@get(
    "/cases",
    summary="What was delivered in the town",
    responses=problems(),
    opt=answers(ListOf(CaseElsewhere)),
)
async def cases(hall: NamedDependency[Hall]) -> list[dict[str, Any]]:
    """The newest first; ``case`` names one to be taken over."""
    return list(await hall.ask(lambda: plain_of(every_case(hall))))


HANDLERS = (projects, project, meetings, problem_cards)
OF_THE_TOWN = (late, month, cases)
