"""What anybody may know of awards: cases, how they were chosen, certificates; no juror."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from tickbox_awards.formula import PARTS, Formula
from tickbox_awards.state import Award, Nomination, Won
from tickbox_core.categories.kinds import Choice, Day, YesNo
from tickbox_core.components.projects import ProjectAnswer
from tickbox_core.declarations import (
    COUNT,
    Keyed,
    ListOf,
    Moment,
    Rational,
    Ref,
    Row,
    Said,
    Shared,
    Typed,
    gives,
    unseen,
)
from tickbox_core.text import Text

MARKS = Row(
    (COUNT, COUNT, COUNT),
    Text("满意{0}，较满意{1}，全体成员{2}", "satisfied {0}, fairly {1}, of {2} members"),
)


@attrs.frozen
class CaseAnswer:
    """A project that is put forward, with what counts of it frozen as it stood."""

    award: str = gives(Ref("award"), "评选", "award")
    area: str = gives(Ref("area"), "居民区", "neighbourhood")
    project: str = unseen(Ref("project"))
    title: Text = gives(Said(), "案例", "case")
    text: Text = gives(Said(), "案例介绍", "what the case is about")
    card: ProjectAnswer = gives(ProjectAnswer, "项目", "project")
    ticks: tuple[int, int, str] | None = gives(
        Shared(row=True), "居民勾选", "residents' ticks", none=True
    )
    judgement: tuple[int, int, int] | None = gives(MARKS, "居民评议", "judged", none=True)

    @classmethod
    def of(cls, made: Nomination, card: ProjectAnswer) -> CaseAnswer:
        """A case, with the project as it stands in it."""
        return cls(
            award=made.award,
            area=made.area,
            project=made.project,
            title=made.title,
            text=made.text,
            card=card,
            ticks=made.ticks,
            judgement=made.judgement,
        )


@attrs.frozen
class FormulaAnswer:
    """The weight of each part, which add up to 1, and the most points a juror can give."""

    weights: Mapping[str, str] = gives(Keyed(Choice(PARTS), Rational()), "权重", "weights")
    most_points: int = gives(COUNT, "满分", "most points")

    @classmethod
    def of(cls, formula: Formula) -> FormulaAnswer:
        """A formula as it was declared."""
        weights = {name: str(weight) for name, weight in formula.weights.items()}
        return cls(weights, formula.most_points)


@attrs.frozen
class EnteredCase:
    """A case of an award."""

    case: str = unseen(Ref("case"))
    title: Text = gives(Said(), "案例", "case")
    text: Text = gives(Said(), "案例介绍", "what the case is about")

    @classmethod
    def of(cls, entered: Nomination) -> EnteredCase:
        """A case that was entered."""
        return cls(entered.id, entered.title, entered.text)


@attrs.frozen
class RankedCase:
    """A case's place, its exact score, and how it came about."""

    rank: int = gives(COUNT, "名次", "place")
    case: str = unseen(Ref("case"))
    title: Text = gives(Said(), "案例", "case")
    score: str = gives(Rational(), "得分", "score")
    chosen: bool = gives(YesNo(), "获奖", "awarded")
    tied: bool = gives(YesNo(), "并列", "tied")
    why: Text = gives(Said(), "说明", "why")

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> RankedCase:
        """A case as the decision has it."""
        return cls(
            rank=row["rank"],
            case=row["case"],
            title=Text(**row["title"]),
            score=row["score"],
            chosen=row["chosen"],
            tied=row["tied"],
            why=Text(**row["why"]),
        )


@attrs.frozen
class AwardAnswer:
    """An award as anybody may know it: while it goes on, no juror's points (``rows`` null)."""

    award: str = unseen(Ref("award"))
    title: Text = gives(Said(), "评选", "award")
    places: int = gives(COUNT, "名额", "places")
    formula: FormulaAnswer = unseen(FormulaAnswer)
    formula_words: Text = gives(Said(), "评分公式", "formula")
    seats: int = gives(COUNT, "评委席位", "seats of the jury")
    cases: tuple[EnteredCase, ...] = gives(ListOf(EnteredCase), "案例", "cases")
    rows: tuple[RankedCase, ...] | None = gives(ListOf(RankedCase), "排名", "ranking", none=True)
    chosen: tuple[str, ...] = unseen(ListOf(Ref("case")))
    decided_at: str = gives(Moment(), "评定时间", "decided")
    called_off: Text = gives(Said(), "取消的理由", "called off")

    @classmethod
    def of(cls, award: Award) -> AwardAnswer:
        """An award as anybody may know it."""
        decided = award.decided
        return cls(
            award=award.id,
            title=award.title,
            places=award.places,
            formula=FormulaAnswer.of(award.formula),
            formula_words=award.formula.text,
            seats=award.seats,
            cases=tuple(map(EnteredCase.of, award.cases.values())),
            rows=None if decided is None else tuple(map(RankedCase.of, decided["rows"])),
            chosen=award.chosen,
            decided_at=award.decided_at,
            called_off=award.called_off,
        )


@attrs.frozen
class ScoreTaken:
    """A juror's points were taken; they are not said again."""

    award: str = gives(Ref("award"), "评选", "award")
    case: str = gives(Ref("case"), "案例", "case")
    seat: int = gives(COUNT, "评委席位", "seat")


@attrs.frozen
class CertificateAnswer:
    """What stands on a certificate; ``digest`` names it for good."""

    award: str = unseen(Ref("award"))
    number: str = gives(Typed(), "证书编号", "number")
    title: Text = gives(Said(), "评选", "award")
    case: Text = gives(Said(), "案例", "case")
    area: str = unseen(Ref("area"))
    area_name: Text = gives(Said(), "居民区", "neighbourhood")
    project: str = unseen(Ref("project"))
    publisher: Text = gives(Said(), "颁发单位", "given by")
    on: date = gives(Day(), "日期", "on")
    digest: str = unseen(Typed())


@attrs.frozen
class WonAnswer:
    """What a neighbourhood has won."""

    award: str = unseen(Ref("award"))
    title: Text = gives(Said(), "评选", "award")
    project: str = gives(Ref("project"), "项目", "project")
    at: str = gives(Moment(), "时间", "when")

    @classmethod
    def of(cls, won: Won) -> WonAnswer:
        """What was won, and when."""
        return cls(won.award, won.title, won.project, won.at)
