"""The JSON twins of the wall's pages: the same plain values that the pages are made of."""

from __future__ import annotations

from typing import Any

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_core.components.ideas import CallAnswer
from tickbox_core.components.lists import RoundOnWall
from tickbox_core.declarations import ListOf, WallCard
from tickbox_core.desk import wall
from tickbox_core.desk.town_tables import CaseElsewhere, LateAnswer, MonthAnswer, late_at
from tickbox_core.workflow.performing import plain_of
from tickbox_server.api._common import answers, problems
from tickbox_server.hall import Hall
from tickbox_server.pages.components import BOARD, cards_of, component_of
from tickbox_server.pages.town_tables import every_case, months

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
    f"{_AREA}/ideas",
    summary="Calls for ideas, with the answers",
    responses=problems(404),
    opt=answers(ListOf(CallAnswer)),
)
async def ideas(hall: NamedDependency[Hall], area: FromPath[str]) -> list[dict[str, Any]]:
    """Those that take ideas first; a name only where its author lets it be told."""
    return await hall.ask(lambda: plain_of(hall.town.desk(area).ideas.all_public()))


@get(
    f"{_AREA}/rounds/{{round:str}}/wall",
    summary="What stands beside a round",
    responses=problems(404),
    opt=answers(RoundOnWall),
)
async def posted(
    hall: NamedDependency[Hall], area: FromPath[str], round: FromPath[str]
) -> dict[str, Any]:
    """Days, findings with reasons, objections with answers, decisions, the annual list."""
    return await hall.ask(
        lambda: plain_of(wall.round_facts(hall.find_round(area, round)[0], round))
    )


@get(
    f"{_AREA}/rounds/{{round:str}}/items/{{item:str}}",
    summary="An item from wish to project",
    responses=problems(404),
    opt=answers(wall.ItemOnWall),
)
async def item(
    hall: NamedDependency[Hall], area: FromPath[str], round: FromPath[str], item: FromPath[str]
) -> dict[str, Any]:
    """Everything that became of it, and nobody's name."""
    return await hall.ask(
        lambda: plain_of(wall.item_facts(hall.find_round(area, round)[0], round, item))
    )


@get(
    f"{_AREA}/{BOARD}/{{component:str}}",
    summary="What a component of a plugin has on the wall",
    responses=problems(404),
    opt=answers(ListOf(WallCard)),
)
async def cards(
    hall: NamedDependency[Hall], area: FromPath[str], component: FromPath[str]
) -> list[dict[str, Any]]:
    """In its own order; nobody's name."""

    def read() -> Any:
        desk = hall.town.desk(area)
        return plain_of(cards_of(desk, component_of(desk, component)))

    return list(await hall.ask(read))


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


HANDLERS = [
    late,
    month,
    cases,
    projects,
    project,
    meetings,
    problem_cards,
    ideas,
    posted,
    item,
    cards,
]
