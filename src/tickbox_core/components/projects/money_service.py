"""The money of projects, behind the desk's door: expected, decided, spent, given, collected."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import attrs

from tickbox_core.components.meetings import Matter, Meetings
from tickbox_core.components.projects import ledger, money
from tickbox_core.components.projects.lists import ListedItems
from tickbox_core.components.projects.money import SharedBy
from tickbox_core.components.projects.money_public import (
    LedgerAnswer,
    OwnersPayAnswer,
    PaymentAnswer,
    SharesAnswer,
    subsidy_answers,
)
from tickbox_core.components.projects.payments import NewPayment
from tickbox_core.components.projects.project import Project
from tickbox_core.components.projects.state import Projects
from tickbox_core.errors import NotPossible, UnknownId
from tickbox_core.model import Funding, Unit
from tickbox_core.model.scope import Ground, scope_of
from tickbox_core.rules.subsidy import Claim, SubsidyRule
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.context import DeskContext
from tickbox_core.workflow.diary import Diary, DiaryTransaction
from tickbox_core.workflow.entries import DiaryEntry
from tickbox_core.workflow.names import new_reference, reference
from tickbox_core.workflow.performing import plain_of
from tickbox_core.workflow.state import DiaryState


class ProjectMoney:
    """What is done with the money of projects; ``ProjectService`` is one."""

    def __init__(self, context: DeskContext, diary: Diary[DiaryState], lists: ListedItems) -> None:
        self._context = context
        self._diary = diary
        self._lists = lists

    def project(self, id_: str) -> Project:
        """A project with everything: staff only."""
        with self._diary.reading() as book:
            return book.of(Projects).project(id_)

    def expect(self, id_: str, amount: int, reason: Text) -> None:
        """Say what it is now expected to cost (fen), and why."""
        self._write(lambda book: money.expect(book, id_, amount, reason))

    def decide_again(
        self, id_: str, amount: int, *, motion: str = "", meeting: str = "", words: Text = EMPTY
    ) -> None:
        """A new decision allows so much: a motion that passed, or a meeting held on the project.

        Raises ``NotPossible`` where neither or both are named, where the motion did not pass or was
        opened before it was said what the project is to cost now, or where the meeting was not held
        on this project.
        """
        if bool(motion) == bool(meeting):
            raise NotPossible(
                Text("请写明一次表决或一次会议。", "name a motion or a meeting, one of the two.")
            )
        with self._diary.writing() as pen:
            if motion:
                project = pen.book.of(Projects).project(id_)
                self._lists.check_passed(motion, project.expected_at or project.started)
            else:
                pen.book.of(Meetings).resolved_on(meeting, Matter.PROJECT, id_)
            by, which = ("motion", motion) if motion else ("meeting", meeting)
            pen.add(money.decide_again(pen.book.of(Projects), id_, amount, by, which, words))

    def spend(
        self, id_: str, amount: int, what: Text, payee: Text = EMPTY, on: date | None = None
    ) -> None:
        """Record money spent (fen)."""
        day, today = on or self._context.today(), self._context.today()
        self._write(lambda book: money.spend(book, id_, amount, what, payee, day, today))

    def pledge(self, id_: str, source: Funding, donor: str, **given: Any) -> str:
        """Somebody promises money, or work and material; the reference of the contribution."""
        ref = new_reference(self._context.entropy)
        self._write(lambda book: money.pledge(book, id_, ref, source, donor, **given))
        return ref

    def receive(self, id_: str, ref: str, on: date | None = None) -> None:
        """What was promised has come."""
        day, today = on or self._context.today(), self._context.today()
        self._write(lambda book: money.receive(book, id_, reference(ref), day, today))

    def withdraw_pledge(self, id_: str, ref: str, reason: Text) -> None:
        """What was promised will not come."""
        self._write(lambda book: money.withdraw_pledge(book, id_, reference(ref), reason))

    def pay(
        self,
        id_: str,
        unit: str,
        amount: int,
        by: str,
        on: date | None = None,
        receipt: str = "",
    ) -> None:
        """A household has paid (part of) what it owes; ``receipt`` is its number at the bank."""
        today = self._context.today()
        new = NewPayment(unit, amount, on or today, receipt)
        self._write(lambda book: ledger.pay(book, id_, new, today, by))

    def unpay(
        self, id_: str, unit: str, amount: int, by: str, reason: Text, on: date | None = None
    ) -> None:
        """What a household had paid goes back to it, or was written down by mistake."""
        today = self._context.today()
        new = NewPayment(unit, amount, on or today)
        self._write(lambda book: ledger.unpay(book, id_, new, today, by, reason))

    def assign(self, id_: str, ref: int, unit: str, by: str) -> None:
        """Say whose a payment was that is kept apart."""
        self._write(lambda book: ledger.assign(book, id_, ref, unit, by))

    def correct(
        self,
        id_: str,
        ref: int,
        *,
        unit: str | None = None,
        amount: int | None = None,
        on: date | None = None,
        by: str,
        reason: Text,
    ) -> None:
        """Set a payment right; what stood before is kept, superseded."""
        today = self._context.today()
        self._write(
            lambda book: ledger.correct(
                book, id_, ref, unit=unit, amount=amount, on=on, today=today, by=by, why=reason
            )
        )

    def read_in(
        self, pen: DiaryTransaction[DiaryState], id_: str, new: Sequence[NewPayment], by: str
    ) -> tuple[int, ...]:
        """Write the payments of a table down, in a transaction of the caller; their numbers."""
        book = pen.book.of(Projects)
        first = len(money.collection(book.project(id_)).payments) + 1
        if new:
            pen.add(ledger.read_in(book, id_, new, self._context.today(), by))
        return tuple(range(first, first + len(new)))

    def undo_payments(
        self, pen: DiaryTransaction[DiaryState], id_: str, refs: Sequence[int], by: str
    ) -> None:
        """Take those of a table back, in a transaction of the caller."""
        if refs:
            pen.add(ledger.undo(pen.book.of(Projects), id_, refs, by))

    def claim(self, id_: str, keys: Sequence[str], pieces: Mapping[str, int | None]) -> None:
        """Say which subsidies of the place come off the cost; ``pieces`` by what they count.

        Raises ``UnknownId`` for one that the law of the place does not publish today, ``BadValue``
        where one goes by a number that nobody says.
        """
        claims = self._claims(id_, keys, pieces)
        self._write(lambda book: money.claim(book, id_, claims))

    def owners_pay(
        self, id_: str, keys: Sequence[str], pieces: Mapping[str, int | None]
    ) -> OwnersPayAnswer:
        """What would be left for the owners; raises as ``claim`` does."""
        claims = tuple(self._claims(id_, keys, pieces))
        return OwnersPayAnswer.of(attrs.evolve(self.project(id_), claims=claims))

    def _claims(
        self, id_: str, keys: Sequence[str], pieces: Mapping[str, int | None]
    ) -> list[Claim]:
        offered = {one.key: one for one in self.offered_subsidies(id_)}
        for key in keys:
            if key not in offered:
                raise UnknownId("subsidy", key, f"project {id_}")
        return [Claim(offered[key], pieces.get(offered[key].per)) for key in keys]

    def offered_subsidies(self, id_: str) -> tuple[SubsidyRule, ...]:
        """The subsidies that the law of a project's place publishes today."""
        return self._lists.subsidies(self.project(id_).baseline.round)

    def collect(
        self,
        id_: str,
        amount: int | None,
        share: SharedBy,
        *,
        areas: Sequence[str] = (),
        by: str,
        reason: Text,
    ) -> None:
        """Households pay so much together, shared exactly to the fen.

        ``amount``: ``None`` is what the subsidies leave of the cost that was last decided.
        ``areas`` are those of whose homes; none: the parts of the project, else its scope, else
        all homes.  Raises ``NotPossible`` where no home lies there or none owes anything yet that
        could be the measure; ``BadTable`` names a home whose area is not known.
        """

        def command(book: Projects) -> DiaryEntry:
            dues = self._shares(book.project(id_), amount, share, areas)
            return money.collect(book, id_, dues, by, reason)

        self._write(command)

    def shares(
        self, id_: str, amount: int | None, share: SharedBy, areas: Sequence[str] = ()
    ) -> SharesAnswer:
        """What each home would pay if it were collected so; raises as ``collect`` does."""
        project = self.project(id_)
        return SharesAnswer.of(
            project.allowed,
            subsidy_answers(project),
            self._shares(project, amount, share, areas),
        )

    def _shares(
        self, project: Project, amount: int | None, share: SharedBy, areas: Sequence[str]
    ) -> Mapping[str, int]:
        together = money.amount_together(project, amount)
        homes = self._paying(project, areas)
        if share is SharedBy.DUES and not areas:  # in proportion among all who owe
            homes = self.homes(project.id)
        return money.share_among(project, homes, together, share)

    def _paying(self, project: Project, areas: Sequence[str]) -> tuple[Unit, ...]:
        base = project.baseline
        where = tuple(areas) or tuple(one.area for one in project.parts)
        homes = self._lists.homes(base.round, where)
        if not where and base.scope is not None:
            scope, ground = scope_of(base.scope), Ground(self._context.tree)
            homes = tuple(unit for unit in homes if scope.holds(unit, ground))
        return homes

    def dues(self, id_: str) -> dict[str, PaymentAnswer]:
        """What each unit owes and has paid, in fen: staff only."""
        held = money.collection(self.project(id_))
        owed = held.dues or {}
        return {unit: PaymentAnswer(due, held.paid.get(unit, 0)) for unit, due in owed.items()}

    def payments(self, id_: str) -> dict[str, dict[str, int]]:
        """``dues`` as plain values."""
        plain: dict[str, dict[str, int]] = plain_of(self.dues(id_))
        return plain

    def ledger(self, id_: str) -> LedgerAnswer:
        """All that came in, line by line, and its sums: staff only."""
        return LedgerAnswer.of(money.collection(self.project(id_)))

    def homes(self, id_: str) -> tuple[Unit, ...]:
        """The homes on the roll of a project's round, and those that pay: staff only."""
        project = self.project(id_)
        found = self._lists.homes(project.baseline.round, ())
        dues = (project.collection.dues if project.collection else None) or {}
        gone = dues.keys() - {one.id for one in found}  # of a roll that was erased ids are left
        return (*found, *(Unit(unit, "") for unit in sorted(gone)))

    # -- inside ----------------------------------------------------------------------------

    def _write(self, command: Callable[[Projects], DiaryEntry]) -> None:
        with self._diary.writing() as pen:
            pen.add(command(pen.book.of(Projects)))
