"""The JSON twin of the page of calls for ideas."""

from __future__ import annotations

from typing import Any

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_core.components.ideas import CallAnswer
from tickbox_core.declarations import ListOf
from tickbox_core.workflow.performing import plain_of
from tickbox_server.hall import Hall
from tickbox_server.parts import answers, problems

_AREA = "/areas/{area:str}"


@get(
    f"{_AREA}/ideas",
    summary="Calls for ideas, with the answers",
    responses=problems(404),
    opt=answers(ListOf(CallAnswer)),
)
async def ideas(hall: NamedDependency[Hall], area: FromPath[str]) -> list[dict[str, Any]]:
    """Those that take ideas first; a name only where its author lets it be told."""
    return await hall.ask(lambda: plain_of(hall.town.desk(area).ideas.all_public()))


HANDLERS = (ideas,)
