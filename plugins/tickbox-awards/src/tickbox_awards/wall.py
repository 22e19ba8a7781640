"""A town's awards as they stand on the wall."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from tickbox_awards.public import CertificateAnswer
from tickbox_awards.service import AwardService
from tickbox_awards.state import Award
from tickbox_core.categories.kinds import Day, YesNo
from tickbox_core.declarations import COUNT, ListOf, Rational, Ref, Said, gives, unseen
from tickbox_core.model.local_time import day_of
from tickbox_core.text import Text
from tickbox_core.workflow import ComponentDesk


@attrs.frozen
class CaseOnWall:
    """A case of an award; ``rank``, ``score`` and ``why`` are null until it is decided."""

    id: str = unseen(Ref("case"))
    area: str = unseen(Ref("area"))
    area_name: Text = gives(Said(), "居民区", "neighbourhood")
    project: str = unseen(Ref("project"))
    title: Text = gives(Said(), "案例", "case")
    text: Text = gives(Said(), "案例介绍", "what the case is about")
    chosen: bool = gives(YesNo(), "获奖", "awarded")
    rank: int | None = gives(COUNT, "名次", "place", none=True)
    score: str | None = gives(Rational(), "得分", "score", none=True)
    why: Text | None = gives(Said(), "说明", "why", none=True)


@attrs.frozen
class AwardOnWall:
    """An award; until it is decided the cases are in the order of their ids, without points."""

    id: str = unseen(Ref("award"))
    title: Text = gives(Said(), "评选", "award")
    places: int = gives(COUNT, "名额", "places")
    formula: Text = gives(Said(), "评分公式", "formula")
    decided: date | None = gives(Day(), "评定日期", "decided", none=True)
    called_off: Text | None = gives(Said(), "取消的理由", "called off", none=True)
    cases: tuple[CaseOnWall, ...] = gives(ListOf(CaseOnWall), "案例", "cases")
    certificates: tuple[CertificateAnswer, ...] = gives(
        ListOf(CertificateAnswer), "荣誉证书", "certificates"
    )


def award_facts(desk: ComponentDesk, award: Award) -> AwardOnWall:
    """An award: its formula, its cases, and once it is decided their scores and certificates.

    Before the decision the cases are in the order of their ids, and no points are told.
    """
    rows = {} if award.decided is None else {row["case"]: row for row in award.decided["rows"]}
    order = list(rows) or sorted(award.cases)
    return AwardOnWall(
        id=award.id,
        title=award.title,
        places=award.places,
        formula=award.formula.text,
        decided=day_of(award.decided_at) if award.decided_at else None,
        called_off=award.called_off or None,
        cases=tuple(_case(desk, award, id_, rows.get(id_)) for id_ in order),
        certificates=tuple(desk.service(AwardService).certificates(award.id)) if rows else (),
    )


def _case(desk: ComponentDesk, award: Award, id_: str, row: Mapping[str, Any] | None) -> CaseOnWall:
    case = award.cases[id_]
    return CaseOnWall(
        id=id_,
        area=case.area,
        area_name=_area_name(desk, case.area),
        project=case.project,
        title=case.title,
        text=case.text,
        chosen=id_ in award.chosen,
        rank=row["rank"] if row else None,
        score=row["score"] if row else None,
        why=Text(**row["why"]) if row else None,
    )


def _area_name(desk: ComponentDesk, area: str) -> Text:
    tree = desk.context.tree
    return tree[area].name if area in tree else Text.of(area)
