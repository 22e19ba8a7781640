"""Feeds, calendars and tables: the wall for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_core.desk import Desk, wall
from tickbox_core.errors import NotListed
from tickbox_core.text import Text
from tickbox_open_data import feeds
from tickbox_server.downloads import ELECTION, ZIP
from tickbox_server.pages.visit import PageRequest

_ROUND = "/n/{area:str}/{round:str}"


async def _send(visit: PageRequest, make: Callable[[], bytes], media_type: str) -> Response[bytes]:
    return Response(await visit.hall.ask(make), media_type=f"{media_type}; charset=utf-8")


def _area_name(desk: Desk) -> Text:
    for area in desk.tree:
        if area.id == desk.area:
            return area.name
    return Text(desk.area, desk.area)


@get("/n/{area:str}/feed.atom")
async def feed(visit: NamedDependency[PageRequest], area: FromPath[str]) -> Response[bytes]:
    """The news of a neighbourhood."""

    def make() -> bytes:
        desk = visit.hall.town.desk(area)
        page = visit.links.area(area)
        news = desk.timeline()
        decided = [one.about for one in news if one.kind == "decided"]
        files = {round: tuple(_files(visit, desk, round)) for round in decided}
        return feeds.atom(area, _area_name(desk), news, page, page, visit.language, files)

    return await _send(visit, make, "application/atom+xml")


def _files(visit: PageRequest, desk: Desk, round: str) -> Iterator[feeds.FeedFile]:
    """What of a published round can be downloaded, as its page has it."""
    yield feeds.FeedFile(visit.links.data(desk.area, round, "bundle"), ZIP, _BUNDLE)
    if not desk.paper.counted_on_sheets(round):
        yield feeds.FeedFile(visit.links.data(desk.area, round, "pabulib"), ELECTION, _ELECTION)


_BUNDLE = Text("核验包，谁都可以复算", "The bundle that anyone can recount")
_ELECTION = Text("选票，供其他程序使用（.pb）", "The ballots for other programs (.pb)")


@get("/n/{area:str}/calendar.ics")
async def calendar(visit: NamedDependency[PageRequest], area: FromPath[str]) -> Response[bytes]:
    """Its dates."""

    def make() -> bytes:
        desk = visit.hall.town.desk(area)
        return feeds.calendar(area, _area_name(desk), desk.timeline(), visit.language)

    return await _send(visit, make, "text/calendar")


@get(f"{_ROUND}/list.csv")
async def list_csv(
    visit: NamedDependency[PageRequest], area: FromPath[str], round: FromPath[str]
) -> Response[bytes]:
    """The items of a list."""

    def make() -> bytes:
        desk, shown = visit.hall.find_round(area, round)
        return feeds.list_table(visit.hall.listed(desk, shown.id))

    return await _send(visit, make, "text/csv")


@get(f"{_ROUND}/result.csv")
async def result_csv(
    visit: NamedDependency[PageRequest], area: FromPath[str], round: FromPath[str]
) -> Response[bytes]:
    """The published ranking."""

    def make() -> bytes:
        desk, shown = visit.hall.find_round(area, round)
        outcome = desk.outcome(shown.id)
        if outcome is None:
            raise NotListed(Text("已公布的结果", "published result"), round)
        return feeds.result_table(outcome)

    return await _send(visit, make, "text/csv")


@get(f"{_ROUND}/datapackage.json")
async def datapackage(
    visit: NamedDependency[PageRequest], area: FromPath[str], round: FromPath[str]
) -> Response[bytes]:
    """What is in these tables."""

    def make() -> bytes:
        desk, shown = visit.hall.find_round(area, round)
        names = ["list.csv", *(["result.csv"] if desk.outcome(shown.id) is not None else [])]
        return feeds.package(shown, names)

    return await _send(visit, make, "application/json")


@get("/n/{area:str}/projects.csv")
async def projects_csv(visit: NamedDependency[PageRequest], area: FromPath[str]) -> Response[bytes]:
    """Projects as a table."""
    return await _send(
        visit,
        lambda: feeds.projects_table(wall.projects(visit.hall.town.desk(area))),
        "text/csv",
    )


@get("/n/{area:str}/problems.csv")
async def problems_csv(visit: NamedDependency[PageRequest], area: FromPath[str]) -> Response[bytes]:
    """Problems as a table."""
    return await _send(
        visit,
        lambda: feeds.problems_table(wall.problems(visit.hall.town.desk(area))),
        "text/csv",
    )


@get("/n/{area:str}/annual.csv")
async def annual_csv(visit: NamedDependency[PageRequest], area: FromPath[str]) -> Response[bytes]:
    """The annual lists as a table."""

    def make() -> bytes:
        desk = visit.hall.town.desk(area)
        return feeds.annual_table(
            wall.round_facts(desk, held.round) for held in desk.concluding.annual_lists()
        )

    return await _send(visit, make, "text/csv")


@get("/n/{area:str}/datapackage.json")
async def area_package(visit: NamedDependency[PageRequest], area: FromPath[str]) -> Response[bytes]:
    """What is in the tables of a neighbourhood."""

    def make() -> bytes:
        desk = visit.hall.town.desk(area)
        return feeds.described(
            area, _area_name(desk), ("projects.csv", "problems.csv", "annual.csv")
        )

    return await _send(visit, make, "application/json")


HANDLERS = (
    feed,
    calendar,
    list_csv,
    result_csv,
    datapackage,
    projects_csv,
    problems_csv,
    annual_csv,
    area_package,
)
