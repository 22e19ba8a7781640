"""Awards: a neighbourhood nominates, a town gathers, scores, chooses and commends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from tickbox_awards import state
from tickbox_awards.formula import REFUSE, Formula
from tickbox_awards.public import CertificateAnswer
from tickbox_awards.state import Award, Awards, Nomination, Won
from tickbox_core.components.judgement import Judgements
from tickbox_core.components.people import publisher_at
from tickbox_core.components.projects import (
    Project,
    ProjectAnswer,
    Projects,
    ProjectService,
    Status,
)
from tickbox_core.declarations import kind_of, value_of
from tickbox_core.errors import NotPossible
from tickbox_core.model.local_time import day_of
from tickbox_core.rules.judgement import Mark
from tickbox_core.text import Text
from tickbox_core.workflow.desks import ComponentDesk
from tickbox_core.workflow.digests import digest_of
from tickbox_core.workflow.performing import plain_of
from tickbox_core.workflow.state import DiaryState

_ABOVE = frozenset({"town", "street", "community"})
"""The levels of areas that commend others."""


class AwardService:
    """Nominations and awards, at a desk."""

    def __init__(self, desk: ComponentDesk) -> None:
        self._desk = desk
        self._context = desk.context
        self._diary = desk.diary

    # -- a neighbourhood -------------------------------------------------------------------

    def nominate(self, award: str, project: str, text: Text, by: str) -> Nomination:
        """Put a delivered project forward, with what counts of it frozen as it stands.

        Raises ``NotPossible`` for one that is not delivered or was put forward already.
        """
        with self._diary.writing() as pen:
            known = pen.book.of(Projects).project(project)
            if known.status is not Status.DELIVERED:
                if known.status is Status.GIVEN_UP:
                    raise NotPossible(
                        Text("项目已经终止。", "this project was given up."),
                        Text("请申报完成的项目。", "Put forward one that was delivered."),
                    )
                raise NotPossible(
                    Text("项目还没有完成。", "this project is not delivered."),
                    Text("完成后再申报。", "Put it forward when it is."),
                )
            made = self._nomination(pen.book, award, known, text)
            pen.add(state.nominate(pen.book.of(Awards), made, by))
            return made

    def card(self, project: str) -> ProjectAnswer:
        """The project of a case, as anybody may know it now."""
        return self._desk.service(ProjectService).public(project)

    def nominations(self) -> tuple[Nomination, ...]:
        """What the neighbourhood has put forward."""
        with self._diary.reading() as book:
            return tuple(book.of(Awards).nominations.values())

    def won(self) -> tuple[Won, ...]:
        """What it has won."""
        with self._diary.reading() as book:
            return book.of(Awards).won

    def win(self, award: Award, project: str) -> None:
        """Write what a town's award says into the neighbourhood's own diary; once."""
        with self._diary.writing() as pen:
            held = {(one.award, one.project) for one in pen.book.of(Awards).won}
            if (award.id, project) not in held:
                pen.add(state.win(award.id, award.title, project))

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
            pen.add(state.declare(pen.book.of(Awards), id_, title, places, formula, jurors, by))
            return pen.book.of(Awards).award(id_)

    def enter(self, nominations: Sequence[Nomination]) -> int:
        """Enter the nominations that are not there yet; how many were."""
        with self._diary.writing() as pen:
            new = [
                one
                for one in nominations
                if one.id not in pen.book.of(Awards).award(one.award).cases
            ]
            for one in new:
                pen.add(state.enter(pen.book.of(Awards), one))
            return len(new)

    def gather(self, id_: str) -> int:
        """Enter what the desks of the town have put forward for an award; how many are new."""
        self.award(id_)
        services = [desk.service(AwardService) for desk in self._desk.peers.values()]
        found = [one for service in services for one in service.nominations()]
        return self.enter([one for one in found if one.award == id_])

    def withdraw(self, id_: str, case: str, reason: Text) -> None:
        """Take a case out of an award."""
        with self._diary.writing() as pen:
            pen.add(state.withdraw(pen.book.of(Awards), id_, case, reason))

    def score(self, id_: str, case: str, seat: int, points: int, by: str) -> None:
        """A juror's points for a case."""
        with self._diary.writing() as pen:
            pen.add(state.score(pen.book.of(Awards), id_, case, seat, points, by))

    def decide(self, id_: str, tie_break: str = REFUSE) -> Award:
        """Choose the best; ties across the cut are declared and not decided in silence."""
        with self._diary.writing() as pen:
            pen.add(state.decide(pen.book.of(Awards), id_, tie_break))
            return pen.book.of(Awards).award(id_)

    def call_off(self, id_: str, reason: Text) -> Award:
        """No award is given after all: nobody put anything forward, say."""
        with self._diary.writing() as pen:
            pen.add(state.call_off(pen.book.of(Awards), id_, reason))
            return pen.book.of(Awards).award(id_)

    def commend(self, id_: str) -> list[CertificateAnswer]:
        """Write a decided award into the winners' own diaries; the certificates.

        Raises ``NotPossible`` at the desk of a neighbourhood: a town commends.
        """
        tree, area = self._context.tree, self._context.area
        if area in tree and tree[area].level not in _ABOVE:
            raise NotPossible(
                Text("居民区不能给别的居民区发荣誉。", "a neighbourhood does not commend others."),
                Text("请由镇（街道）办理。", "Have the town do it."),
            )
        known = self.award(id_)
        cases = [known.case(case) for case in known.chosen]
        for one in sorted(cases, key=lambda one: one.area == area):  # one's own desk comes last
            self._desk.peers[one.area].service(AwardService).win(known, one.project)
        return self.certificates(id_)

    def award(self, id_: str) -> Award:
        """One award, or ``NotListed``."""
        with self._diary.reading() as book:
            return book.of(Awards).award(id_)

    def awards(self) -> tuple[Award, ...]:
        """All awards, in the order they were declared."""
        with self._diary.reading() as book:
            return tuple(book.of(Awards).by_id.values())

    def certificates(self, id_: str) -> list[CertificateAnswer]:
        """What stands on each certificate, the best first; its digest names it for good."""
        with self._diary.reading() as book:
            award = book.of(Awards).award(id_)
            publisher = publisher_at(book, self._context, award.decided_at or None)
        return [
            _certificate(award, case, at, self._area_name(award.cases[case].area), publisher)
            for at, case in enumerate(award.chosen, 1)
        ]

    # -- inside ----------------------------------------------------------------------------

    def _nomination(self, book: DiaryState, award: str, project: Project, text: Text) -> Nomination:
        judged = book.of(Judgements).by_project.get(project.id)
        marks = None
        if judged is not None:
            held = judged.judged
            marks = (held.marks[Mark.SATISFIED], held.marks[Mark.FAIRLY], held.members)
        share = self._desk.service(ProjectService).ticks(project)
        return Nomination(
            award=award,
            area=self._context.area,
            project=project.id,
            title=project.title,
            text=text,
            card=plain_of(self.card(project.id)),
            ticks=None if share is None else (share.numerator, share.denominator, str(share.base)),
            judgement=marks,
        )

    def _area_name(self, area: str) -> Text:
        tree = self._context.tree
        return tree[area].name if area in tree else Text.of(area)


def _certificate(
    award: Award, case: str, number: int, area: Text, publisher: Text
) -> CertificateAnswer:
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
        "on": day_of(award.decided_at).isoformat(),
    }
    digested = {**body, "digest": digest_of(body)}
    made: CertificateAnswer = value_of(kind_of(CertificateAnswer), digested)
    return made
