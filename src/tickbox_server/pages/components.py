"""What the components of plugins have on the wall: a page of cards for each."""

from __future__ import annotations

import logging

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_core.declarations import Component, WallCard
from tickbox_core.desk import Desk
from tickbox_core.errors import NotListed, PluginFailed
from tickbox_core.text import Text
from tickbox_server.pages import wall_presenters
from tickbox_server.pages.presenters import area_name
from tickbox_server.pages.views import FigureView
from tickbox_server.pages.views_works import CardsView, CardView, LinkView
from tickbox_server.pages.visit import PageRequest
from tickbox_server.pages.wall_presenters import must, say_text
from tickbox_server.pages.words import day

_log = logging.getLogger("tickbox.server")

BOARD = "matters"


@get(f"/n/{{area:str}}/{BOARD}/{{component:str}}")
async def cards(
    visit: NamedDependency[PageRequest], area: FromPath[str], component: FromPath[str]
) -> Response[str]:
    """What a component has on the wall of a neighbourhood."""

    def make() -> object:
        desk = visit.hall.town.desk(area)
        return cards_view(visit, desk, component_of(desk, component))

    return await visit.show(make)


def component_of(desk: Desk, key: str) -> Component:
    """The component of that key; ``NotListed`` where none has anything for the wall."""
    for one in desk.components:
        if one.key == key and one.cards is not None:
            return one
    raise NotListed(Text("栏目", "matter"), key)


def cards_of(desk: Desk, component: Component) -> tuple[WallCard, ...]:
    """Its cards, in its own order; ``PluginFailed`` where the plugin that brings it fails."""
    if component.cards is None:
        return ()
    try:
        return tuple(component.cards(desk))
    except PluginFailed:
        raise
    except Exception as problem:
        _log.exception("the cards of the component %s failed", component.key)
        raise PluginFailed(component.key, "cards", repr(problem)[:200]) from problem


def boards(visit: PageRequest, desk: Desk) -> tuple[LinkView, ...]:
    """The pages of a neighbourhood's components, with how many cards are on each."""
    return tuple(
        LinkView(
            visit.say(title_of(one)),
            visit.links.board(desk.area, BOARD, one.key),
            _number(desk, one),
        )
        for one in desk.components
        if one.cards is not None
    )


def _number(desk: Desk, component: Component) -> str:
    """How many cards it has; nothing where it fails: the page beside it is not its."""
    try:
        return str(len(cards_of(desk, component)))
    except PluginFailed:
        return ""


def title_of(component: Component) -> Text:
    """What it is called: as the first of its stages."""
    return next(iter(component.stages.values()), Text.of(component.key))


def cards_view(visit: PageRequest, desk: Desk, component: Component) -> CardsView:
    """The page of one."""
    found, links = cards_of(desk, component), visit.links
    title = visit.say(title_of(component))
    return CardsView(
        head=wall_presenters.head(
            visit,
            f"{title} · {area_name(visit, desk.area)}",
            visit.say(Text(f"{len(found)}条", f"entries: {len(found)}")),
            links.board(desk.area, BOARD, component.key),
            links.twin(desk.area, f"{BOARD}/{component.key}"),
            desk.area,
        ),
        title=title,
        cards=tuple(
            CardView(
                title=must(visit, one.title),
                state=say_text(visit, one.state),
                on=day(one.on, visit.language),
                lines=tuple(
                    FigureView(must(visit, line.label), must(visit, line.words))
                    for line in one.lines
                ),
            )
            for one in found
        ),
    )


HANDLERS = [cards]
