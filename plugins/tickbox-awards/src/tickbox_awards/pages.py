"""The town's awards on a server: formula, cases with their scores, certificates."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from tickbox_awards.service import AwardService
from tickbox_awards.views import AwardsView, AwardView, CaseView, CertificateView
from tickbox_awards.wall import AwardOnWall, CaseOnWall, award_facts
from tickbox_core.counting import Share
from tickbox_core.declarations import ListOf
from tickbox_core.text import Text
from tickbox_core.workflow import ComponentDesk
from tickbox_core.workflow.performing import plain_of
from tickbox_server import svg
from tickbox_server.hall import Hall
from tickbox_server.pages import wall_presenters
from tickbox_server.pages.views_works import LinkView
from tickbox_server.pages.visit import PageRequest
from tickbox_server.pages.wall_presenters import must, say_text
from tickbox_server.pages.words import day
from tickbox_server.parts import ServerPart, answers, problems

PATH = "awards"
TITLE = Text("优秀案例", "Awards")


@get(f"/{PATH}")
async def awards(visit: NamedDependency[PageRequest]) -> Response[str]:
    """All awards of the town."""
    return await visit.show(lambda: awards_view(visit))


def all_awards(hall: Hall) -> list[AwardOnWall]:
    """The awards of every desk that has any, the newest first."""
    desks = [hall.town.desk(area) for area in hall.areas()]
    return [
        award_facts(desk, one) for desk in desks for one in desk.service(AwardService).awards()
    ][::-1]


def awards_view(visit: PageRequest) -> AwardsView:
    """The page."""
    found, links = all_awards(visit.hall), visit.links
    won = sum(case.chosen for one in found for case in one.cases)
    return AwardsView(
        head=wall_presenters.head(
            visit,
            visit.say(TITLE),
            visit.say(Text(f"表彰案例{won}个", f"cases commended: {won}")),
            links.of_town(PATH),
            links.twin("", PATH),
        ),
        awards=tuple(_award(visit, one) for one in found),
    )


def _award(visit: PageRequest, one: AwardOnWall) -> AwardView:
    return AwardView(
        title=must(visit, one.title),
        formula=must(visit, one.formula),
        places=one.places,
        decided=day(one.decided, visit.language),
        called_off=None if one.called_off is None else must(visit, one.called_off),
        cases=tuple(_case(visit, case) for case in one.cases),
        certificates=tuple(
            CertificateView(
                held.number,
                must(visit, held.case),
                must(visit, held.area_name),
                day(held.on, visit.language) or "",
                held.digest,
            )
            for held in one.certificates
        ),
    )


def _case(visit: PageRequest, case: CaseOnWall) -> CaseView:
    score = None if case.score is None else Fraction(case.score)
    share = None if score is None else Share(score.numerator, score.denominator, "score")
    return CaseView(
        title=must(visit, case.title),
        area=must(visit, case.area_name),
        url=visit.links.board(case.area, "projects", case.project),
        text=must(visit, case.text),
        chosen=case.chosen,
        rank=case.rank,
        score=case.score,
        percent=None if share is None else share.percent,
        why=say_text(visit, case.why),
        picture="" if share is None else svg.bar(share.numerator, share.denominator),
    )


@get(
    f"/{PATH}",
    summary="The town's awards",
    responses=problems(),
    opt=answers(ListOf(AwardOnWall)),
    operation_id="ApiV1AwardsAwards",
)
async def awards_as_json(hall: NamedDependency[Hall]) -> list[dict[str, Any]]:
    """Formula, cases with exact scores, certificates; the newest first."""
    return await hall.ask(lambda: plain_of(all_awards(hall)))


def on_town(visit: PageRequest) -> tuple[LinkView, ...]:
    """The way to the awards, with how many were won."""
    won = visit.hall.town_figures().total.counted.get("awards", 0)
    return (LinkView(visit.say(TITLE), visit.links.of_town(PATH), str(won)),)


def on_neighbourhood(visit: PageRequest, desk: ComponentDesk) -> tuple[LinkView, ...]:
    """What the neighbourhood has won, each with its project."""
    words = visit.say(Text("获表彰：查看项目", "Commended: see the project"))
    return tuple(
        LinkView(
            visit.say(one.title),
            visit.links.board(desk.context.area, "projects", one.project),
            words,
        )
        for one in desk.service(AwardService).won()
    )


PART = ServerPart(
    "awards",
    "tickbox_awards",
    pages=(awards,),
    api=(awards_as_json,),
    town=on_town,
    neighbourhood=on_neighbourhood,
    components=("awards",),
)
