"""Pages that anyone may read: the town, a neighbourhood, how to recount, what is promised."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from litestar import MediaType, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_core.bundle import recount_source
from tickbox_core.desk import Figures
from tickbox_core.errors import NotListed
from tickbox_core.model import Area, Problem, State
from tickbox_core.text import Text
from tickbox_server.count_here import page_policy, recount_page
from tickbox_server.hall import Hall
from tickbox_server.pages.components import boards
from tickbox_server.pages.presenters import area_name, figures_view, round_view, turnouts
from tickbox_server.pages.render import StaticFile, static_files
from tickbox_server.pages.views import (
    AreaCard,
    AreaView,
    CommunityView,
    Crumb,
    ProblemView,
    PromisesView,
    RecountView,
    TownView,
)
from tickbox_server.pages.visit import PageRequest
from tickbox_server.pages.wall_presenters import head
from tickbox_server.pages.words import day, spoken
from tickbox_server.parts import board_links, neighbourhood_links, town_links

_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}


@get("/")
async def town(visit: NamedDependency[PageRequest]) -> Response[str]:
    """The town's figures and its neighbourhoods."""
    return await visit.show(lambda: town_view(visit))


@get("/n/{area:str}")
async def neighbourhood(visit: NamedDependency[PageRequest], area: FromPath[str]) -> Response[str]:
    """A neighbourhood's rounds and problems."""
    return await visit.show(lambda: area_view(visit, area))


@get("/recount")
async def recount(visit: NamedDependency[PageRequest]) -> Response[str]:
    """How to recount a published round oneself."""
    return await visit.show(
        lambda: RecountView(
            script_url=visit.links.recount_script,
            sha256=hashlib.sha256(_script()).hexdigest(),
            page_url=visit.links.recount_page,
            page_sha256=hashlib.sha256(recount_page()).hexdigest(),
        )
    )


@get("/recount.py", media_type="text/x-python; charset=utf-8")
async def recount_script() -> Response[bytes]:
    """The recount: one file, standard library only."""
    return Response(
        _script(),
        media_type="text/x-python; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="recount.py"'},
    )


@get("/recount.html", media_type="text/html; charset=utf-8")
async def recount_in_browser(hall: NamedDependency[Hall]) -> Response[bytes]:
    """The second verifier: one page that counts where it is opened, and can be saved."""
    policy = f"{page_policy()}; frame-ancestors {hall.settings.frame_ancestors}"
    return Response(
        recount_page(),
        media_type=MediaType.HTML,  # its charset is added where it is sent
        headers={"Content-Security-Policy": policy},
    )


@get("/promises")
async def promises(visit: NamedDependency[PageRequest]) -> Response[str]:
    """What is promised and what is not."""
    return await visit.show(PromisesView)


@get("/static/{name:str}")
async def static(name: FromPath[str]) -> Response[bytes]:
    """A file of ours; its address changes with its content, so it may be kept for ever."""
    return _file(name, static_files())


@get("/static/{package:str}/{name:str}")
async def static_of_part(
    hall: NamedDependency[Hall], package: FromPath[str], name: FromPath[str]
) -> Response[bytes]:
    """The same of a part that a plugin brings."""
    known = package in {part.package for part in hall.parts}
    return _file(name, static_files(package) if known else {})


def _file(name: str, held: Mapping[str, StaticFile]) -> Response[bytes]:
    file = held.get(name)
    if file is None:
        raise NotListed(Text("文件", "file"), name)
    return Response(file.content, media_type=file.media_type, headers=_FOREVER)


@get("/pictures/{digest:str}")
async def picture(visit: NamedDependency[PageRequest], digest: FromPath[str]) -> Response[bytes]:
    """A picture kept beside the lists; its name is what it holds, so it may be kept for ever."""
    kept = await visit.hall.ask(lambda: visit.hall.town.picture(digest))
    if kept is None:
        raise NotListed(Text("图片", "picture"), digest)
    return Response(kept[0], media_type=kept[1], headers=_FOREVER)


@get("/n/{area:str}/photos/{digest:str}")
async def photo(
    visit: NamedDependency[PageRequest], area: FromPath[str], digest: FromPath[str]
) -> Response[bytes]:
    """A photograph with a wish or a problem, as long as staff let it be seen."""
    hall = visit.hall
    content = await hall.ask(lambda: hall.town.desk(area).shown_photo(digest))
    if content is None:
        raise NotListed(Text("照片", "photograph"), digest)
    return Response(
        content, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=300"}
    )


@cache
def _script() -> bytes:
    return recount_source().encode("utf-8")


def town_view(visit: PageRequest) -> TownView:
    """The town page."""
    tree, figures = visit.hall.tree(), visit.hall.town_figures()
    open_areas, demonstration = set(), False
    for area, _ in figures.by_area:
        desk = visit.hall.town.desk(area)
        rounds = visit.hall.rounds(desk)
        demonstration = demonstration or any(round.demonstration for round in rounds)
        if any(one.state is State.TICKING and not desk.has_ended(one.id) for one in rounds):
            open_areas.add(area)
    by_community: dict[Area | None, list[AreaCard]] = {}
    for area, one in figures.by_area:
        community = tree.ancestor(area, "community") if area in tree else None
        card = AreaCard(
            area_name(visit, area), visit.links.area(area), area in open_areas, figures_view(one)
        )
        by_community.setdefault(community, []).append(card)
    roots = [area for area in tree if area.parent is None]
    return TownView(
        name=visit.say(roots[0].name if roots else visit.hall.settings.title),
        figures=figures_view(figures.total),
        communities=tuple(
            CommunityView(visit.say(community.name) if community else None, tuple(cards))
            for community, cards in by_community.items()
        ),
        demonstration=demonstration,
        head=head(
            visit,
            visit.say(visit.hall.settings.title),
            visit.say(_figures_said(figures.total)),
            visit.links.town,
            visit.links.twin("", "figures"),
        ),
        ways=tuple(town_links(visit)),
    )


def area_view(visit: PageRequest, area: str) -> AreaView:
    """A neighbourhood's page."""
    desk = visit.hall.desk(area)
    rounds = visit.hall.rounds(desk)
    problems = desk.problems()
    by_building = visit.hall.participations_by(desk)
    return AreaView(
        name=area_name(visit, area),
        crumbs=_crumbs(visit, area),
        figures=figures_view(visit.hall.figures(area)),
        rounds=tuple(round_view(visit, desk, round) for round in rounds),
        open_problems=_problems(visit, (p for p in problems if p.solved is None)),
        solved_problems=_problems(
            visit, sorted((p for p in problems if p.solved), key=_day_solved, reverse=True)
        ),
        demonstration=any(round.demonstration for round in rounds),
        head=head(
            visit,
            area_name(visit, area),
            visit.say(_figures_said(visit.hall.figures(area))),
            visit.links.area(area),
            visit.links.twin(area, "figures"),
        ),
        ways=(*board_links(visit, desk), *boards(visit, desk)),
        won=neighbourhood_links(visit, desk),
        buildings=turnouts(visit, by_building.breakdown, by_building.names),
        feed_url=visit.links.feed(area),
        calendar_url=visit.links.calendar(area),
    )


def _figures_said(figures: Figures) -> Text:
    return Text(
        f"事项{figures.items}条，参与{figures.participations}人次，解决问题{figures.problems_solved}件",
        f"items: {figures.items:,}, participations: {figures.participations:,}, "
        f"problems solved: {figures.problems_solved:,}",
    )


def _crumbs(visit: PageRequest, area: str) -> tuple[Crumb, ...]:
    """The way up, as far as there are pages: from a neighbourhood straight to the town."""
    tree = visit.hall.tree()
    roots = [node for node in tree.path(area) if node.parent is None] if area in tree else []
    return tuple(Crumb(visit.say(node.name), visit.links.town) for node in roots)


def _day_solved(problem: Problem) -> date:
    return problem.solved or date.min


def _problems(visit: PageRequest, problems: Iterable[Problem]) -> tuple[ProblemView, ...]:
    language = visit.language
    return tuple(
        ProblemView(
            title=visit.say(problem.title),
            raised=day(problem.raised.isoformat(), language) or "",
            solved=day(problem.solved.isoformat() if problem.solved else None, language),
            how=spoken(problem.how, language),
            responsible=spoken(problem.responsible, language),
        )
        for problem in problems
    )


HANDLERS = [
    town,
    neighbourhood,
    recount,
    recount_script,
    recount_in_browser,
    promises,
    static,
    static_of_part,
    picture,
    photo,
]
