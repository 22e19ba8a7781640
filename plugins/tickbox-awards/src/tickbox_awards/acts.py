"""Acts on awards: put forward by a neighbourhood, scored and chosen by a town."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs

from tickbox_awards.formula import PARTS, REFUSE
from tickbox_awards.public import (
    AwardAnswer,
    CaseAnswer,
    CertificateAnswer,
    ScoreTaken,
    WonAnswer,
)
from tickbox_awards.service import AwardService
from tickbox_core.categories import a_count, a_line, pairs, several
from tickbox_core.categories.kinds import Choice, Portion
from tickbox_core.declarations import Act, ListOf, Role, new_id, refers_to
from tickbox_core.declarations.fields import Name, NoFields, a_name
from tickbox_core.text import Text
from tickbox_core.workflow import Actor
from tickbox_core.workflow.desks import ComponentDesk


@attrs.frozen
class FindAward:
    """The id of an award."""

    award: str = refers_to("award", "评选编号", "award")


@attrs.frozen
class NominateProject:
    """A delivered project that is put forward."""

    award: str = refers_to("award", "评选编号", "award")
    project: str = refers_to("project", "项目编号", "project")
    text: Text = a_line("案例介绍", "what the case is about")


@attrs.frozen
class DeclareAward:
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
class ScoreCase:
    """A juror's points for a case."""

    award: str = refers_to("award", "评选编号", "award")
    case: str = refers_to("case", "案例编号", "case", within="award", noted=False)
    seat: int = a_count("评委席位", "seat", least=1)
    points: int = a_count("分数", "points")


@attrs.frozen
class WithdrawCase:
    """A case that is taken out."""

    award: str = refers_to("award", "评选编号", "award")
    case: str = refers_to("case", "案例编号", "case", within="award", noted=False)
    reason: Text = a_line("理由", "reason")


@attrs.frozen
class DecideAward:
    """The decision; ties across the cut: ``refuse``, ``all``, ``lot:SEED``."""

    award: str = refers_to("award", "评选编号", "award")
    ties: str = a_name("并列处理办法", "tie-break", default=REFUSE)


@attrs.frozen
class CallAwardOff:
    """An award that is not given after all."""

    award: str = refers_to("award", "评选编号", "award")
    reason: Text = a_line("理由（会公布，请勿写人名）", "reason; it is posted, so name nobody")


def _nominate(desk: ComponentDesk, given: NominateProject, actor: Actor) -> Any:
    service = desk.service(AwardService)
    made = service.nominate(given.award, given.project, given.text, actor.name)
    return CaseAnswer.of(made, service.card(given.project))


def _declare(desk: ComponentDesk, given: DeclareAward, actor: Actor) -> Any:
    made = desk.service(AwardService).declare(
        given.award,
        given.title,
        given.places,
        dict(given.weights),
        by=actor.name,
        jurors=given.jurors,
        most_points=given.most_points,
    )
    return AwardAnswer.of(made)


def _score(desk: ComponentDesk, given: ScoreCase, actor: Actor) -> Any:
    desk.service(AwardService).score(given.award, given.case, given.seat, given.points, actor.name)
    return ScoreTaken(given.award, given.case, given.seat)


def _withdraw(desk: ComponentDesk, given: WithdrawCase, actor: Actor) -> Any:
    desk.service(AwardService).withdraw(given.award, given.case, given.reason)
    return AwardAnswer.of(desk.service(AwardService).award(given.award))


def _gather(desk: ComponentDesk, given: FindAward, actor: Actor) -> Any:
    desk.service(AwardService).gather(given.award)
    return AwardAnswer.of(desk.service(AwardService).award(given.award))


def _decide(desk: ComponentDesk, given: DecideAward, actor: Actor) -> Any:
    return AwardAnswer.of(desk.service(AwardService).decide(given.award, given.ties))


def _call_off(desk: ComponentDesk, given: CallAwardOff, actor: Actor) -> Any:
    return AwardAnswer.of(desk.service(AwardService).call_off(given.award, given.reason))


def _show(desk: ComponentDesk, given: FindAward, actor: Actor) -> Any:
    return AwardAnswer.of(desk.service(AwardService).award(given.award))


_TOWN = (Role.TOWN,)

ACTS = (
    Act(
        "award/nominate",
        Text("申报案例", "put a project forward"),
        NominateProject,
        _nominate,
        also=_TOWN,
        answer=CaseAnswer,
    ),
    Act(
        "award/declare",
        Text("发布评选办法", "declare an award"),
        DeclareAward,
        _declare,
        also=_TOWN,
        answer=AwardAnswer,
    ),
    Act(
        "award/gather",
        Text("汇总申报", "gather what was put forward"),
        FindAward,
        _gather,
        also=_TOWN,
        answer=AwardAnswer,
    ),
    Act(
        "award/score",
        Text("评委打分", "score a case"),
        ScoreCase,
        _score,
        also=_TOWN,
        answer=ScoreTaken,
    ),
    Act(
        "award/withdraw",
        Text("撤下案例", "take a case out"),
        WithdrawCase,
        _withdraw,
        also=_TOWN,
        answer=AwardAnswer,
        irreversible=True,
    ),
    Act(
        "award/decide",
        Text("评定优秀案例", "choose the best"),
        DecideAward,
        _decide,
        also=_TOWN,
        answer=AwardAnswer,
        irreversible=True,
    ),
    Act(
        "award/call-off",
        Text("取消评选", "call an award off"),
        CallAwardOff,
        _call_off,
        also=_TOWN,
        answer=AwardAnswer,
        irreversible=True,
    ),
    Act(
        "award/commend",
        Text("表彰获奖居民区", "commend the winners"),
        FindAward,
        lambda desk, given, actor: desk.service(AwardService).commend(given.award),
        also=_TOWN,
        answer=ListOf(CertificateAnswer),
        irreversible=True,
    ),
    Act(
        "award/show",
        Text("查看评选", "follow an award"),
        FindAward,
        _show,
        Role.ANYBODY,
        reads=True,
        answer=AwardAnswer,
    ),
    Act(
        "award/certificates",
        Text("荣誉证书内容", "what stands on the certificates"),
        FindAward,
        lambda desk, given, actor: desk.service(AwardService).certificates(given.award),
        Role.ANYBODY,
        reads=True,
        answer=ListOf(CertificateAnswer),
    ),
    Act(
        "award/won",
        Text("本居民区获得的荣誉", "what the neighbourhood has won"),
        NoFields,
        lambda desk, given, actor: [WonAnswer.of(one) for one in desk.service(AwardService).won()],
        Role.ANYBODY,
        reads=True,
        answer=ListOf(WonAnswer),
    ),
)
