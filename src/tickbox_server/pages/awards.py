"""The town's awards: formula, cases with their scores, certificates."""

from __future__ import annotations

from fractions import Fraction

from litestar import Response, get
from litestar.di import NamedDependency

from tickbox_core.counting import Share
from tickbox_core.desk import wall
from tickbox_core.desk.wall import AwardOnWall, CaseOnWall
from tickbox_core.text import Text
from tickbox_server import svg
from tickbox_server.hall import Hall
from tickbox_server.pages import facts
from tickbox_server.pages.facts import must, said
from tickbox_server.pages.views_wall import AwardsView, AwardView, CaseView, CertificateView
from tickbox_server.pages.visit import Visit
from tickbox_server.pages.words import day


@get("/awards")
async def awards(visit: NamedDependency[Visit]) -> Response[str]:
    """All awards of the town."""
    return await visit.show(lambda: awards_view(visit))


def all_awards(hall: Hall) -> list[AwardOnWall]:
    """The awards of every desk that has any, the newest first."""
    desks = [hall.town.desk(area) for area in hall.areas()]
    return [wall.award_facts(desk, one) for desk in desks for one in desk.awards.awards()][::-1]


def awards_view(visit: Visit) -> AwardsView:
    """The page."""
    found, links = all_awards(visit.hall), visit.links
    won = sum(case.chosen for one in found for case in one.cases)
    return AwardsView(
        head=facts.head(
            visit,
            visit.say(Text("优秀案例", "Awards")),
            visit.say(Text(f"表彰案例{won}个", f"cases commended: {won}")),
            links.awards,
            links.twin("", "awards"),
        ),
        awards=tuple(_award(visit, one) for one in found),
    )


def _award(visit: Visit, one: AwardOnWall) -> AwardView:
    return AwardView(
        title=must(visit, one.title),
        formula=must(visit, one.formula),
        places=one.places,
        decided=day(one.decided, visit.language),
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


def _case(visit: Visit, case: CaseOnWall) -> CaseView:
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
        why=said(visit, case.why),
        picture="" if share is None else svg.bar(share.numerator, share.denominator),
    )


HANDLERS = [awards]
