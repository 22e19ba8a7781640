"""Awards: cases nominated by neighbourhoods, entered by the town, scored, chosen, commended.

A neighbourhood's diary holds its nominations and what it has won; the town's holds the award: the
formula declared first, the cases entered from the neighbourhoods' files, the jury's points, the
decision.  Jurors sit on numbered seats; who sits there is sealed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import attrs

from tickbox_awards.formula import REFUSE, Best, Formula, ScoredCase, best, explain_score
from tickbox_core.components.projects import public_card, stored_card
from tickbox_core.errors import NotListed
from tickbox_core.model._checks import frozen_mapping, whole
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.entries import DiaryEntry, rejection, require_text
from tickbox_core.workflow.state import DiaryState

_CASE = Text("案例", "case")


@attrs.frozen(hash=False)
class Nomination:
    """A delivered project that its neighbourhood puts forward, with what counts of it.

    ``card`` is the project as anybody may know it, ``ticks`` its share of ticks (numerator,
    denominator, base), ``judgement`` its marks and members; ``None`` where there is none.
    """

    award: str
    area: str
    project: str
    title: Text
    text: Text
    card: Mapping[str, Any] = attrs.field(converter=frozen_mapping, repr=False)
    ticks: tuple[int, int, str] | None = None
    judgement: tuple[int, int, int] | None = None

    @property
    def id(self) -> str:
        """The case's id: ``AREA.PROJECT``."""
        return f"{self.area}.{self.project}"

    def plain(self) -> dict[str, Any]:
        """For the diaries; ``of`` reads it."""
        return {**self.public(), "card": stored_card(self.card)}

    def public(self) -> dict[str, Any]:
        """For whoever asks."""
        return {
            "award": self.award,
            "area": self.area,
            "project": self.project,
            "title": self.title.plain(),
            "text": self.text.plain(),
            "card": dict(self.card),
            "ticks": None if self.ticks is None else list(self.ticks),
            "judgement": None if self.judgement is None else list(self.judgement),
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Nomination:
        """What ``plain`` wrote; what a newer version has added to it is passed over."""
        plain = {name: plain[name] for name in cls.__annotations__}
        words = {name: Text(**plain[name]) for name in ("title", "text")}
        parts = {name: plain[name] and tuple(plain[name]) for name in ("ticks", "judgement")}
        return cls(**{**plain, **words, **parts, "card": public_card(plain["card"])})

    def case(self, points: Sequence[int]) -> ScoredCase:
        """The case as it is scored."""
        ticks = None
        if self.ticks is not None and self.ticks[1]:
            ticks = Fraction(self.ticks[0], self.ticks[1])
        return ScoredCase(self.id, self.title, ticks, self.judgement, tuple(points))


@attrs.frozen(hash=False)
class Award:
    """An award of the town: ``cases`` by id, ``points`` by case and seat, ``best`` once decided.

    ``called_off`` says why none is given; it is empty while there is one.
    """

    id: str
    title: Text
    places: int
    formula: Formula
    seats: int
    cases: Mapping[str, Nomination] = attrs.field(factory=dict)
    points: Mapping[tuple[str, int], int] = attrs.field(factory=dict)
    decided: Mapping[str, Any] | None = None
    decided_at: str = ""
    called_off: Text = EMPTY

    def cases_with_points(self) -> tuple[ScoredCase, ...]:
        """The cases with the points they have so far."""
        return tuple(
            case.case([self.points[key] for key in sorted(self.points) if key[0] == case.id])
            for case in self.cases.values()
        )

    def ranking(self, tie_break: str = REFUSE) -> Best:
        """The ranking as it stands; ``BadValue`` where a case cannot be scored yet."""
        return best(self.cases_with_points(), self.formula, self.places, tie_break)

    def case(self, id_: str) -> Nomination:
        """The case of that id, or ``NotListed``."""
        try:
            return self.cases[id_]
        except KeyError:
            raise NotListed(_CASE, id_) from None

    @property
    def chosen(self) -> tuple[str, ...]:
        """The awarded, the best first; nothing before the decision."""
        return () if self.decided is None else tuple(self.decided["chosen"])


@attrs.frozen
class Won:
    """What a neighbourhood has won."""

    award: str
    title: Text
    project: str
    at: str


class Awards:
    """Nominations and what was won (a neighbourhood), awards (a town)."""

    kinds = frozenset(
        {
            "case-nominated",
            "award",
            "case-entered",
            "case-withdrawn",
            "jury-score",
            "award-decided",
            "award-called-off",
            "award-won",
        }
    )

    def __init__(self) -> None:
        self.by_id: dict[str, Award] = {}
        self.nominations: dict[tuple[str, str], Nomination] = {}
        self.won: tuple[Won, ...] = ()

    def apply(self, happened: DiaryEntry) -> None:
        """A case was nominated, an award declared or decided, something won."""
        facts = happened.facts
        if happened.kind == "case-nominated":
            made = Nomination.of(facts)
            self.nominations[made.award, made.project] = made
        elif happened.kind == "award-won":
            won = Won(facts["award"], Text(**facts["title"]), facts["project"], happened.at)
            self.won = (*self.won, won)
        elif happened.kind == "award":
            formula = Formula.of_plain(facts["formula"])
            title = Text(**facts["title"])
            seats = facts["seats"]
            self.by_id[facts["award"]] = Award(
                facts["award"], title, facts["places"], formula, seats
            )
        elif (known := self.by_id.get(facts["award"])) is not None:
            self.by_id[known.id] = _CHANGES[happened.kind](known, happened)

    def award(self, id_: str) -> Award:
        """The award of that id, or ``NotListed``."""
        try:
            return self.by_id[id_]
        except KeyError:
            raise NotListed(Text("评选", "award"), id_) from None

    def case(self, id_: str) -> Nomination:
        """A case of that id that is entered for an award, or ``NotListed``."""
        for award in self.by_id.values():
            if id_ in award.cases:
                return award.cases[id_]
        raise NotListed(_CASE, id_)


def still_needed(state: DiaryState, id_: str, today: date) -> Text | None:
    """Why what is sealed for an award stays: it is not decided."""
    award = state.of(Awards).by_id.get(id_)
    if award is None or award.decided is not None or award.called_off:
        return None
    return Text(f"“{award.id}”还没有评定", f"the award '{award.id}' is not decided")


def nominate(awards: Awards, nomination: Nomination, by: str) -> DiaryEntry:
    """Put a delivered project forward.  Raises ``NotPossible`` a second time, or without words."""
    require_text(nomination.text.zh, Text("案例介绍", "what the case is about"))
    if (nomination.award, nomination.project) in awards.nominations:
        raise rejection(Text("这个项目已经申报。", "this project was put forward already."))
    return DiaryEntry("case-nominated", nomination.plain(), {"by": by})


def declare(
    awards: Awards,
    id_: str,
    title: Text,
    places: int,
    formula: Formula,
    jurors: Sequence[str],
    by: str,
) -> DiaryEntry:
    """Declare an award, its formula and its jury, before any case is entered.

    Raises ``NotPossible`` for an id that is taken, no places, a juror twice, or a formula that
    weighs a jury that is not there.
    """
    require_text(id_, Text("评选编号", "the award's id"))
    require_text(title.zh, Text("评选名称", "the title"))
    if id_ in awards.by_id:
        raise rejection(Text(f"已有评选“{id_}”。", f"there is an award '{id_}' already."))
    names = [name.strip() for name in jurors]
    if not all(names) or len(set(names)) < len(names):
        raise rejection(Text("评委名单不对。", "a juror is not named, or named twice."))
    if ("jury" in formula.weights) != bool(names):
        raise rejection(
            Text("评委与公式不符。", "the jury does not fit the formula."),
            Text(
                "公式里有评审就要有评委，没有就不设。",
                "Name jurors where the formula weighs them, and none where not.",
            ),
        )
    if whole(places, "places") == 0:
        raise rejection(Text("名额是0。", "there are no places."))
    facts = {
        "award": id_,
        "title": title.plain(),
        "places": places,
        "formula": formula.plain(),
        "text": formula.text.plain(),
        "seats": len(names),
    }
    return DiaryEntry("award", facts, {"jurors": names, "by": by})


def enter(awards: Awards, nomination: Nomination) -> DiaryEntry:
    """Enter a neighbourhood's nomination.  Raises ``NotPossible`` a second time or once decided."""
    award = _undecided(awards, nomination.award)
    if nomination.id in award.cases:
        raise rejection(Text("这个案例已经入围。", "this case was entered already."))
    return DiaryEntry("case-entered", nomination.plain())


def withdraw(awards: Awards, id_: str, case: str, reason: Text) -> DiaryEntry:
    """Take a case out of an award; the reason is posted."""
    _undecided(awards, id_).case(case)
    require_text(reason.zh, Text("理由", "the reason"))
    return DiaryEntry("case-withdrawn", {"award": id_, "case": case, "reason": reason.plain()})


def score(awards: Awards, id_: str, case: str, seat: int, points: int, by: str) -> DiaryEntry:
    """A juror's points for a case; given again they replace the earlier, until it is decided.

    Raises ``NotPossible`` for a seat that is not there, or more points than there are.
    """
    award = _undecided(awards, id_)
    award.case(case)
    if not 1 <= seat <= award.seats:
        raise rejection(Text(f"没有{seat}号评委。", f"there is no seat {seat} on the jury."))
    if whole(points, "points") > award.formula.most_points:
        raise rejection(
            Text(f"最多{award.formula.most_points}分。", f"at most {award.formula.most_points}.")
        )
    facts = {"award": id_, "case": case, "seat": seat, "points": points}
    return DiaryEntry("jury-score", facts, {"by": by})


def decide(awards: Awards, id_: str, tie_break: str = REFUSE) -> DiaryEntry:
    """Choose the best.

    Raises ``NotPossible`` without cases, while a juror has not scored a case, or naming the tied
    across the cut where nothing decides between them; ``BadValue`` for a case without a score.
    """
    award = _undecided(awards, id_)
    if not award.cases:
        raise rejection(Text("还没有案例。", "no case was entered."))
    seats = range(1, award.seats + 1)
    missing = [(c, s) for c in award.cases for s in seats if (c, s) not in award.points]
    if missing:
        case, seat = missing[0]
        raise rejection(
            Text(
                f"还缺{len(missing)}个打分（如{seat}号评委对“{case}”）。",
                f"{len(missing)} scores are missing (seat {seat} of '{case}', say).",
            )
        )
    found = award.ranking(tie_break)
    if found.tied:
        raise rejection(
            Text(
                f"并列：{'、'.join(found.tied)}，名额不够。",
                f"tied across the cut: {', '.join(found.tied)}.",
            ),
            Text(
                "请全部授予（all）或公开抽签（lot:种子）。", "Award all, or draw lots (lot:SEED)."
            ),
        )
    why = {
        case.id: explain_score(award.formula, case).plain() for case in award.cases_with_points()
    }
    rows = [{**row.plain(), "why": why[row.case]} for row in found.rows]
    facts = {"award": id_, "rows": rows, "chosen": list(found.chosen), "tie_break": tie_break}
    return DiaryEntry("award-decided", facts)


def call_off(awards: Awards, id_: str, reason: Text) -> DiaryEntry:
    """No award is given after all; the reason is posted.

    Raises ``NotPossible`` without a reason, and for one that is decided or called off.
    """
    award = _undecided(awards, id_)
    require_text(reason.zh, Text("理由", "the reason"))
    return DiaryEntry("award-called-off", {"award": award.id, "reason": reason.plain()})


def win(award: str, title: Text, project: str) -> DiaryEntry:
    """A neighbourhood's project is awarded: an entry for its own diary."""
    return DiaryEntry("award-won", {"award": award, "title": title.plain(), "project": project})


def _undecided(awards: Awards, id_: str) -> Award:
    award = awards.award(id_)
    if award.decided is not None:
        raise rejection(Text("评选已经结束。", "this award is decided."))
    if award.called_off:
        raise rejection(Text("评选已经取消。", "this award was called off."))
    return award


def _add_case(award: Award, happened: DiaryEntry) -> Award:
    made = Nomination.of(happened.facts)
    return attrs.evolve(award, cases={**award.cases, made.id: made})


def _remove_case(award: Award, happened: DiaryEntry) -> Award:
    gone = happened.facts["case"]
    cases = {id_: case for id_, case in award.cases.items() if id_ != gone}
    points = {key: given for key, given in award.points.items() if key[0] != gone}
    return attrs.evolve(award, cases=cases, points=points)


def _set_points(award: Award, happened: DiaryEntry) -> Award:
    facts = happened.facts
    key = (facts["case"], facts["seat"])
    return attrs.evolve(award, points={**award.points, key: facts["points"]})


def _set_decision(award: Award, happened: DiaryEntry) -> Award:
    return attrs.evolve(award, decided=happened.facts, decided_at=happened.at)


def _call_off(award: Award, happened: DiaryEntry) -> Award:
    return attrs.evolve(award, called_off=Text(**happened.facts["reason"]))


_CHANGES: Mapping[str, Callable[[Award, DiaryEntry], Award]] = {
    "case-entered": _add_case,
    "case-withdrawn": _remove_case,
    "jury-score": _set_points,
    "award-decided": _set_decision,
    "award-called-off": _call_off,
}
