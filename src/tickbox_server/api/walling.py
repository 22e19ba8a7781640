"""The JSON twins of the wall's pages: the same plain values that the pages are made of."""

from __future__ import annotations

from typing import Any

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_core.components.lists import RoundOnWall
from tickbox_core.declarations import ListOf, WallCard
from tickbox_core.desk import wall
from tickbox_core.workflow.performing import plain_of
from tickbox_server.api._common import answers, problems
from tickbox_server.hall import Hall
from tickbox_server.pages.components import BOARD, cards_of, component_of

_AREA = "/areas/{area:str}"


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


HANDLERS = [posted, item, cards]
