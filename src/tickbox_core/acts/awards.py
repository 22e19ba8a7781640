"""Acts of awards: put forward by a neighbourhood, scored and chosen by a town."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs

from tickbox_core.acts.act import Act, Actor, Role
from tickbox_core.acts.answers.awards import (
    AwardAnswer,
    CaseAnswer,
    CertificateAnswer,
    ScoreTaken,
    WonAnswer,
)
from tickbox_core.categories import a_count, a_line, pairs, several
from tickbox_core.categories.kinds import Choice, Portion
from tickbox_core.declarations import ListOf, new_id, refers_to
from tickbox_core.declarations.fields import Name, NoFields, a_name
from tickbox_core.desk import Desk, together
from tickbox_core.rules.awards import PARTS, REFUSE
from tickbox_core.text import Text
from tickbox_core.year.awards import Award


@attrs.frozen
class AnAward:
    """The id of an award."""

    award: str = refers_to("award", "评选编号", "award")


@attrs.frozen
class ANomination:
    """A delivered project that is put forward."""

    award: str = refers_to("award", "评选编号", "award")
    project: str = refers_to("project", "项目编号", "project")
    text: Text = a_line("案例介绍", "what the case is about")


@attrs.frozen
class ADeclaration:
    """An award, its formula and its jury (sealed), before any case is entered."""

    award: str = new_id("award", "评选编号", "id")
    title: Text = a_line("名称", "title")
    places: int = a_count("名额", "places", least=1)
    weights: tuple[tuple[str, Fraction], ...] = pairs(
        "权重", "weights", Choice(PARTS), Portion(), least=1
    )
    jurors: tuple[str, ...] = several("评委", "jurors", Name(), default=())
    most_points: int = a_count("满分", "most points", least=1, default=10)


@attrs.frozen
class AScore:
    """A juror's points for a case."""

    award: str = refers_to("award", "评选编号", "award")
    case: str = refers_to("case", "案例编号", "case", within="award", noted=False)
    seat: int = a_count("评委席位", "seat", least=1)
    points: int = a_count("分数", "points")


@attrs.frozen
class ACasesEnd:
    """A case that is taken out."""

    award: str = refers_to("award", "评选编号", "award")
    case: str = refers_to("case", "案例编号", "case", within="award", noted=False)
    reason: Text = a_line("理由", "reason")


@attrs.frozen
class AChoice:
    """The decision; ties across the cut: ``refuse``, ``all``, ``lot:SEED``."""

    award: str = refers_to("award", "评选编号", "award")
    ties: str = a_name("并列处理办法", "tie-break", default=REFUSE)


def _shown(award: Award) -> dict[str, Any]:
    """An award as anybody may know it; while it goes on, no juror's points."""
    return {
        "award": award.id,
        "title": award.title.plain(),
        "places": award.places,
        "formula": award.formula.plain(),
        "formula_words": award.formula.text.plain(),
        "seats": award.seats,
        "cases": [
            {"case": one.id, "title": one.title.plain(), "text": one.text.plain()}
            for one in award.cases.values()
        ],
        "rows": None if award.decided is None else award.decided["rows"],
        "chosen": list(award.chosen),
        "decided_at": award.decided_at,
    }


def _nominate(desk: Desk, given: ANomination, actor: Actor) -> Any:
    return desk.awards.nominate(given.award, given.project, given.text, actor.name)


def _declare(desk: Desk, given: ADeclaration, actor: Actor) -> Any:
    made = desk.awards.declare(
        given.award,
        given.title,
        given.places,
        dict(given.weights),
        by=actor.name,
        jurors=given.jurors,
        most_points=given.most_points,
    )
    return _shown(made)


def _score(desk: Desk, given: AScore, actor: Actor) -> Any:
    desk.awards.score(given.award, given.case, given.seat, given.points, actor.name)
    return {"award": given.award, "case": given.case, "seat": given.seat}


def _withdraw(desk: Desk, given: ACasesEnd, actor: Actor) -> Any:
    desk.awards.withdraw(given.award, given.case, given.reason)
    return _shown(desk.awards.award(given.award))


def _gather(desk: Desk, given: AnAward, actor: Actor) -> Any:
    together.gather(desk, given.award)
    return _shown(desk.awards.award(given.award))


_TOWN = (Role.TOWN,)

ACTS = (
    Act(
        "award/nominate",
        Text("申报案例", "put a project forward"),
        ANomination,
        _nominate,
        also=_TOWN,
        answer=CaseAnswer,
    ),
    Act(
        "award/declare",
        Text("发布评选办法", "declare an award"),
        ADeclaration,
        _declare,
        also=_TOWN,
        answer=AwardAnswer,
    ),
    Act(
        "award/gather",
        Text("汇总申报", "gather what was put forward"),
        AnAward,
        _gather,
        also=_TOWN,
        answer=AwardAnswer,
    ),
    Act(
        "award/score",
        Text("评委打分", "score a case"),
        AScore,
        _score,
        also=_TOWN,
        answer=ScoreTaken,
    ),
    Act(
        "award/withdraw",
        Text("撤下案例", "take a case out"),
        ACasesEnd,
        _withdraw,
        also=_TOWN,
        answer=AwardAnswer,
        irreversible=True,
    ),
    Act(
        "award/decide",
        Text("评定优秀案例", "choose the best"),
        AChoice,
        lambda desk, given, actor: _shown(desk.awards.decide(given.award, given.ties)),
        also=_TOWN,
        answer=AwardAnswer,
        irreversible=True,
    ),
    Act(
        "award/commend",
        Text("表彰获奖居民区", "commend the winners"),
        AnAward,
        lambda desk, given, actor: together.commend(desk, given.award),
        also=_TOWN,
        answer=ListOf(CertificateAnswer),
        irreversible=True,
    ),
    Act(
        "award/show",
        Text("查看评选", "follow an award"),
        AnAward,
        lambda desk, given, actor: _shown(desk.awards.award(given.award)),
        Role.ANYBODY,
        reads=True,
        answer=AwardAnswer,
    ),
    Act(
        "award/certificates",
        Text("荣誉证书内容", "what stands on the certificates"),
        AnAward,
        lambda desk, given, actor: desk.awards.certificates(given.award),
        Role.ANYBODY,
        reads=True,
        answer=ListOf(CertificateAnswer),
    ),
    Act(
        "award/won",
        Text("本居民区获得的荣誉", "what the neighbourhood has won"),
        NoFields,
        lambda desk, given, actor: desk.awards.won(),
        Role.ANYBODY,
        reads=True,
        answer=ListOf(WonAnswer),
    ),
)
