"""What may be read: areas, rounds, lists, turnout, published results, problems, figures."""

from __future__ import annotations

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_core.errors import NotListed
from tickbox_core.text import Text
from tickbox_server.api._common import AnyRequest, problems
from tickbox_server.downloads import ELECTION, PACKED, file_answer
from tickbox_server.hall import Hall
from tickbox_server.links import Links
from tickbox_server.papers import (
    AreaPaper,
    CheckpointPaper,
    FiguresPaper,
    ListedPaper,
    OutcomePaper,
    ProblemPaper,
    RoundPaper,
    TownFiguresPaper,
    TurnoutByPaper,
    TurnoutPaper,
)

_ROUND = "/areas/{area:str}/rounds/{round:str}"


@get("/areas", summary="The area tree", responses=problems())
async def areas(hall: NamedDependency[Hall]) -> list[AreaPaper]:
    """All areas from the town down, in order; ``rounds`` marks those that list and tick."""

    def read() -> list[AreaPaper]:
        filed = frozenset(hall.areas())
        return [AreaPaper.of(area, area.id in filed) for area in hall.tree()]

    return await hall.ask(read)


@get("/figures", summary="The town's year in numbers", responses=problems())
async def town_figures(hall: NamedDependency[Hall]) -> TownFiguresPaper:
    """Summed over the areas' files; a minute old at most."""
    return await hall.ask(lambda: TownFiguresPaper.of(hall.town_figures()))


@get("/areas/{area:str}/figures", summary="An area's year in numbers", responses=problems(404))
async def figures(hall: NamedDependency[Hall], area: FromPath[str]) -> FiguresPaper:
    """A minute old at most."""
    return await hall.ask(lambda: FiguresPaper.of(hall.figures(area)))


@get("/areas/{area:str}/problems", summary="Problems and their state", responses=problems(404))
async def area_problems(hall: NamedDependency[Hall], area: FromPath[str]) -> list[ProblemPaper]:
    """The oldest first."""
    return await hall.ask(
        lambda: [ProblemPaper.of(problem) for problem in hall.town.desk(area).problems()]
    )


@get("/areas/{area:str}/rounds", summary="The rounds of an area", responses=problems(404))
async def rounds(hall: NamedDependency[Hall], area: FromPath[str]) -> list[RoundPaper]:
    """Those that have opened, the newest first."""

    def read() -> list[RoundPaper]:
        desk = hall.town.desk(area)
        return [
            RoundPaper.of(one, desk.posted_tie(one.id), desk.voided(one.id))
            for one in hall.rounds(desk)
        ]

    return await hall.ask(read)


@get(_ROUND, summary="A round", responses=problems(404))
async def one_round(
    hall: NamedDependency[Hall], area: FromPath[str], round: FromPath[str]
) -> RoundPaper:
    """Its state, rule, limits and roll sizes."""

    def read() -> RoundPaper:
        desk, shown = hall.find_round(area, round)
        return RoundPaper.of(shown, desk.posted_tie(round), desk.voided(round))

    return await hall.ask(read)


@get(f"{_ROUND}/list", summary="The list of a round", responses=problems(404))
async def listed(
    request: AnyRequest, hall: NamedDependency[Hall], area: FromPath[str], round: FromPath[str]
) -> list[ListedPaper]:
    """The items in listed order; with an identity, what each means for the household."""

    def read() -> list[ListedPaper]:
        desk, _ = hall.find_round(area, round)
        slot = hall.identity.slot(round, request)
        listed = desk.listed(round, slot) if slot else hall.listed(desk, round)
        return [ListedPaper.of(one) for one in listed]

    return await hall.ask(read)


@get(f"{_ROUND}/turnout", summary="How many took part", responses=problems(404))
async def turnout(
    hall: NamedDependency[Hall], area: FromPath[str], round: FromPath[str]
) -> TurnoutPaper:
    """While ticking is open this is all that is told; a few seconds old at most."""
    return await hall.ask(
        lambda: TurnoutPaper.of(hall.turnout(hall.find_round(area, round)[0], round))
    )


@get(
    f"{_ROUND}/turnout/buildings",
    summary="How many took part, by building",
    responses=problems(404),
)
async def turnout_by_building(
    hall: NamedDependency[Hall], area: FromPath[str], round: FromPath[str]
) -> TurnoutByPaper:
    """Never by choice, an hour old at most; small buildings are told together."""

    def read() -> TurnoutByPaper:
        return TurnoutByPaper.of(hall.turnout_by(hall.find_round(area, round)[0], round))

    return await hall.ask(read)


@get(f"{_ROUND}/outcome", summary="The published result", responses=problems(404))
async def outcome(
    request: AnyRequest, hall: NamedDependency[Hall], area: FromPath[str], round: FromPath[str]
) -> OutcomePaper:
    """The ranking with shares, bases and reasons, and its files; 404 until it is published."""
    links = Links.of(request)

    def read() -> OutcomePaper:
        desk, _ = hall.find_round(area, round)
        published = desk.outcome(round)
        if published is None:
            raise NotListed(Text("已公布的结果", "published result"), round)
        sums = desk.paper.counted_on_sheets(round)
        pabulib = None if sums else links.data(area, round, "pabulib")
        return OutcomePaper.of(published, links.data(area, round, "bundle"), pabulib)

    return await hall.ask(read)


@get(f"{_ROUND}/checkpoint", summary="The log's newest checkpoint", responses=problems(404))
async def checkpoint(
    hall: NamedDependency[Hall], area: FromPath[str], round: FromPath[str]
) -> CheckpointPaper:
    """Keep it: whoever has it notices when anything before it is changed."""

    def read() -> CheckpointPaper:
        kept = hall.find_round(area, round)[0].checkpoint(round)
        if kept is None:
            raise NotListed(Text("检查点", "checkpoint"), round)
        return CheckpointPaper.of(kept)

    return await hall.ask(read)


@get(
    f"{_ROUND}/bundle",
    summary="The zip that anyone can recount",
    media_type="application/zip",
    responses=problems(404, 409, 503),
    opt=PACKED,
)
async def bundle(
    request: AnyRequest, hall: NamedDependency[Hall], area: FromPath[str], round: FromPath[str]
) -> Response[bytes]:
    """Log, ballots under slot names, rule and result of a decided round, or its posted tie.

    As published; the ``ETag`` is its SHA-256.
    """
    return file_answer(
        request,
        await hall.bundle(
            round, lambda: hall.find_round(area, round)[0], lambda desk: desk.bundle_file(round)
        ),
    )


@get(
    f"{_ROUND}/pabulib",
    summary="The published round as an election file (.pb)",
    media_type=ELECTION,
    responses=problems(404, 409, 422, 503),
    opt=PACKED,
)
async def election_file(
    request: AnyRequest, hall: NamedDependency[Hall], area: FromPath[str], round: FromPath[str]
) -> Response[bytes]:
    """Items, ballots in no order of theirs, rule, base, licence, and what each column means.

    409 before the result, and where ballots were counted on stairwell sheets; the ``ETag`` is its
    SHA-256.
    """
    return file_answer(request, await hall.election_file(area, round), ELECTION)


HANDLERS = [
    areas,
    town_figures,
    figures,
    area_problems,
    rounds,
    one_round,
    listed,
    turnout,
    turnout_by_building,
    outcome,
    checkpoint,
    bundle,
    election_file,
]
