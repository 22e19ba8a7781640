"""Awards at the desk: a neighbourhood nominates, a town scores and chooses."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tickbox_core.desk import deciding
from tickbox_core.desk.diary import Diary
from tickbox_core.desk.following import cards
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.state import YearState
from tickbox_core.errors import NotPossible
from tickbox_core.ledger import canonical
from tickbox_core.rules.awards import REFUSE, Formula
from tickbox_core.rules.judgement import Mark
from tickbox_core.text import Text
from tickbox_core.year import awards
from tickbox_core.year.awards import Award, Nomination, Won
from tickbox_core.year.projects import Project, Status


class Awards:
    """Nominations and awards, behind the desk's door."""

    def __init__(self, hand: Hand, diary: Diary) -> None:
        self._hand = hand
        self._diary = diary

    # -- a neighbourhood -------------------------------------------------------------------

    def nominate(self, award: str, project: str, text: Text, by: str) -> Nomination:
        """Put a delivered project forward, with what counts of it frozen as it stands.

        Raises ``NotPossible`` for one that is not delivered or was put forward already.
        """
        with self._diary.writing() as pen:
            known = pen.book.projects.project(project)
            if known.status is not Status.DELIVERED:
                raise NotPossible(
                    Text("项目还没有完成。", "this project is not delivered."),
                    Text("完成后再申报。", "Put it forward when it is."),
                )
            made = self._nomination(pen.book, award, known, text)
            pen.add(awards.nominate(pen.book.awards, made, by))
            return made

    def nominations(self) -> tuple[Nomination, ...]:
        """What the neighbourhood has put forward."""
        with self._diary.reading() as book:
            return tuple(book.awards.nominations.values())

    def won(self) -> tuple[Won, ...]:
        """What it has won."""
        with self._diary.reading() as book:
            return book.awards.won

    def win(self, award: Award, project: str) -> None:
        """Write what a town's award says into the neighbourhood's own diary; once."""
        with self._diary.writing() as pen:
            held = {(one.award, one.project) for one in pen.book.awards.won}
            if (award.id, project) not in held:
                pen.add(awards.win(award.id, award.title, project))

    # -- a town ----------------------------------------------------------------------------

    def declare(
        self,
        id_: str,
        title: Text,
        places: int,
        weights: Mapping[str, Fraction],
        *,
        by: str,
        jurors: Sequence[str] = (),
        most_points: int = 10,
    ) -> Award:
        """Declare an award with its formula and its jury."""
        formula = Formula(weights, most_points)
        with self._diary.writing() as pen:
            pen.add(awards.declare(pen.book.awards, id_, title, places, formula, jurors, by))
            return pen.book.awards.award(id_)

    def enter(self, nominations: Sequence[Nomination]) -> int:
        """Enter the nominations that are not there yet; how many were."""
        with self._diary.writing() as pen:
            new = [
                one for one in nominations if one.id not in pen.book.awards.award(one.award).cases
            ]
            for one in new:
                pen.add(awards.enter(pen.book.awards, one))
            return len(new)

    def withdraw(self, id_: str, case: str, reason: Text) -> None:
        """Take a case out of an award."""
        with self._diary.writing() as pen:
            pen.add(awards.withdraw(pen.book.awards, id_, case, reason))

    def score(self, id_: str, case: str, seat: int, points: int, by: str) -> None:
        """A juror's points for a case."""
        with self._diary.writing() as pen:
            pen.add(awards.score(pen.book.awards, id_, case, seat, points, by))

    def decide(self, id_: str, tie_break: str = REFUSE) -> Award:
        """Choose the best; ties across the cut are declared and not decided in silence."""
        with self._diary.writing() as pen:
            pen.add(awards.decide(pen.book.awards, id_, tie_break))
            return pen.book.awards.award(id_)

    def award(self, id_: str) -> Award:
        """One award, or ``NotListed``."""
        with self._diary.reading() as book:
            return book.awards.award(id_)

    def awards(self) -> tuple[Award, ...]:
        """All awards, in the order they were declared."""
        with self._diary.reading() as book:
            return tuple(book.awards.by_id.values())

    def certificates(self, id_: str) -> list[dict[str, Any]]:
        """What stands on each certificate, the best first; its digest names it for good."""
        with self._diary.reading() as book:
            award = book.awards.award(id_)
            publisher = cards.publisher(book, self._hand, award.decided_at or None)
        return [
            _certificate(award, case, at, self._area_name(award.cases[case].area), publisher)
            for at, case in enumerate(award.chosen, 1)
        ]

    # -- inside ----------------------------------------------------------------------------

    def _nomination(self, book: YearState, award: str, project: Project, text: Text) -> Nomination:
        base = project.baseline
        outcome = deciding.published(self._hand, base.round)
        placed = outcome and next((r for r in outcome.ranking if r.item == base.item), None)
        judged = book.judgements.by_project.get(project.id)
        marks = None
        if judged is not None:
            held = judged.judged
            marks = (held.marks[Mark.SATISFIED], held.marks[Mark.FAIRLY], held.members)
        share = placed.share if placed else None
        return Nomination(
            award=award,
            area=self._hand.area,
            project=project.id,
            title=project.title,
            text=text,
            card=cards.project_card(book, self._hand, project),
            ticks=None if share is None else (share.numerator, share.denominator, str(share.base)),
            judgement=marks,
        )

    def _area_name(self, area: str) -> Text:
        tree = self._hand.tree
        return tree[area].name if area in tree else Text.of(area)


def _certificate(
    award: Award, case: str, number: int, area: Text, publisher: Text
) -> dict[str, Any]:
    nomination = award.cases[case]
    body = {
        "award": award.id,
        "number": f"{award.id}-{number:02}",
        "title": award.title.plain(),
        "case": nomination.title.plain(),
        "area": nomination.area,
        "area_name": area.plain(),
        "project": nomination.project,
        "publisher": publisher.plain(),
        "on": award.decided_at[:10],
    }
    return {**body, "digest": hashlib.sha256(canonical(body)).hexdigest()}
