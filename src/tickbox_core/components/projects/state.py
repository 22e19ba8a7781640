"""All projects of an area, folded from the diary: what each kind of entry changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import attrs

from tickbox_core.components.projects import payments
from tickbox_core.components.projects.payments import NewPayment, Payment
from tickbox_core.components.projects.project import (
    Baseline,
    Collection,
    Contribution,
    Decided,
    Milestone,
    Note,
    Part,
    Project,
    Spending,
    Status,
)
from tickbox_core.errors import NotListed
from tickbox_core.model import Funding, Picture
from tickbox_core.model.parties import Party, Side
from tickbox_core.rules.subsidy import Claim
from tickbox_core.text import Text
from tickbox_core.workflow.entries import DiaryEntry

Facts = Mapping[str, Any]


STARTED = "project-started"


def _apply_started(happened: DiaryEntry) -> Project:
    facts = happened.facts
    dues = happened.secret("dues")
    held = facts["collection"]
    baseline = Baseline.of(facts["baseline"])
    return Project(
        id=facts["project"],
        baseline=baseline,
        limit=Fraction(facts["limit"]),
        started=happened.at,
        milestones=tuple(
            Milestone(
                one["key"],
                Text(**one["title"]),
                _day(one["due"]),
                tuple(one["before"]),
                points=one.get("points", 0),
            )
            for one in facts["milestones"]
        ),
        parts=tuple(Part(one["area"], Text(**one["name"]), one["pilot"]) for one in facts["parts"]),
        promised=len(facts["parts"]),
        piloting=any(one["pilot"] for one in facts["parts"]),
        expected=baseline.cost,
        allowed=baseline.cost,
        collection=held and Collection(held["households"], held["total"], dues),
        stars=tuple((number, Fraction(part)) for number, part in facts.get("stars", ())),
        claims=tuple(map(Claim.of_plain, facts.get("claims", ()))),
    )


def _party(project: Project, happened: DiaryEntry) -> Project:
    facts = happened.facts
    new = Party(Side(facts["side"]), Text(**facts["name"]), Text(**facts["task"]))
    kept = tuple(one for one in project.parties if (one.side, one.name) != (new.side, new.name))
    return attrs.evolve(project, parties=(*kept, new) if new.task else kept)


def _apply_supervised(project: Project, happened: DiaryEntry) -> Project:
    return attrs.evolve(
        project,
        supervisors=happened.facts["supervisors"],
        signatures=happened.facts["signatures"],
        supervisor_names=tuple(happened.secret("names", ())),
    )


def _apply_begun(project: Project, happened: DiaryEntry) -> Project:
    day = date.fromisoformat(happened.facts["on"])
    return attrs.evolve(project, status=Status.UNDER_WAY, begun=day)


def _apply_rescheduled(project: Project, happened: DiaryEntry) -> Project:
    facts = happened.facts
    return _step(project, facts["milestone"], due=_day(facts["due"]))


def _milestone(project: Project, happened: DiaryEntry) -> Project:
    facts = happened.facts
    return _step(project, facts["milestone"], done=_day(facts["on"]), words=Text(**facts["words"]))


def _apply_signed(project: Project, happened: DiaryEntry) -> Project:
    one = project.milestone(happened.facts["milestone"])
    signers = (*one.signers, happened.secret("supervisor", ""))
    return _step(project, one.key, signed=one.signed + 1, signers=signers)


def _sent_back(project: Project, happened: DiaryEntry) -> Project:
    key = happened.facts["milestone"]
    return _step(project, key, done=None, signed=0, signers=(), words=_words(happened, "reason"))


def _part(project: Project, happened: DiaryEntry) -> Project:
    facts = happened.facts
    parts = tuple(
        attrs.evolve(one, done=_day(facts["on"]), words=_words(happened))
        if one.area == facts["area"]
        else one
        for one in project.parts
    )
    return attrs.evolve(project, parts=parts)


def _apply_piloted(project: Project, happened: DiaryEntry) -> Project:
    parts = project.parts
    if not happened.facts["extended"]:
        parts = tuple(one for one in parts if one.pilot)
    return attrs.evolve(project, piloting=False, parts=parts, pilot_words=_words(happened))


def _apply_expected(project: Project, happened: DiaryEntry) -> Project:
    return attrs.evolve(project, expected=happened.facts["amount"], expected_at=happened.at)


def _apply_decided(project: Project, happened: DiaryEntry) -> Project:
    facts = happened.facts
    amount = facts["amount"]
    made = Decided(amount, facts["by"], facts["reference"], _words(happened), happened.at)
    return attrs.evolve(
        project, allowed=amount, expected=amount, decisions=(*project.decisions, made)
    )


def _spent(project: Project, happened: DiaryEntry) -> Project:
    facts = happened.facts
    made = Spending(
        facts["amount"],
        Text(**facts["what"]),
        Text(**facts["payee"]),
        date.fromisoformat(facts["on"]),
    )
    return attrs.evolve(project, spendings=(*project.spendings, made))


def _apply_pledged(project: Project, happened: DiaryEntry) -> Project:
    facts = happened.facts
    made = Contribution(
        ref=facts["ref"],
        source=Funding(facts["source"]),
        amount=facts["amount"],
        what=Text(**facts["what"]),
        worth=facts["worth"],
        named=Text(**facts["named"]),
        donor=happened.secret("donor", ""),
    )
    return attrs.evolve(project, contributions=(*project.contributions, made))


def _apply_received(project: Project, happened: DiaryEntry) -> Project:
    return _change_contribution(project, happened.facts["ref"], received=_day(happened.facts["on"]))


def _taken_back(project: Project, happened: DiaryEntry) -> Project:
    return _change_contribution(project, happened.facts["ref"], withdrawn=True)


def _apply_paid(project: Project, happened: DiaryEntry) -> Project:
    def add(held: tuple[Payment, ...], sealed: Facts) -> tuple[Payment, ...]:
        return payments.append(held, [NewPayment.of(sealed)])

    return _in_ledger(project, happened, add)


def _apply_unpaid(project: Project, happened: DiaryEntry) -> Project:
    def add(held: tuple[Payment, ...], sealed: Facts) -> tuple[Payment, ...]:
        back = NewPayment.of({**sealed, "amount": -sealed["amount"]})
        return payments.append(held, [back], Text(**sealed["why"]))

    return _in_ledger(project, happened, add)


def _apply_payments(project: Project, happened: DiaryEntry) -> Project:
    def add(held: tuple[Payment, ...], sealed: Facts) -> tuple[Payment, ...]:
        return payments.append(held, map(NewPayment.of, sealed["rows"]))

    return _in_ledger(project, happened, add)


def _apply_assigned(project: Project, happened: DiaryEntry) -> Project:
    def change(held: tuple[Payment, ...], sealed: Facts) -> tuple[Payment, ...]:
        was = held[sealed["ref"] - 1].held
        return payments.set_right(held, sealed["ref"], attrs.evolve(was, unit=sealed["unit"]))

    return _in_ledger(project, happened, change)


def _apply_corrected(project: Project, happened: DiaryEntry) -> Project:
    def change(held: tuple[Payment, ...], sealed: Facts) -> tuple[Payment, ...]:
        new = NewPayment.of(sealed["row"])
        return payments.set_right(held, sealed["ref"], new, Text(**sealed["why"]))

    return _in_ledger(project, happened, change)


def _apply_undone(project: Project, happened: DiaryEntry) -> Project:
    return _in_ledger(project, happened, lambda held, sealed: payments.undo(held, sealed["refs"]))


def _in_ledger(
    project: Project,
    happened: DiaryEntry,
    change: Callable[[tuple[Payment, ...], Facts], tuple[Payment, ...]],
) -> Project:
    """What is sealed of payments, into the ledger; once any of it was erased all is forgotten."""
    held = project.collection
    if held is None:
        return project
    if happened.sealed is None or held.forgotten:
        return attrs.evolve(project, collection=attrs.evolve(held, forgotten=True))
    after = change(held.payments, happened.sealed)
    return attrs.evolve(project, collection=attrs.evolve(held, payments=after))


def _apply_subsidies(project: Project, happened: DiaryEntry) -> Project:
    return attrs.evolve(project, claims=tuple(map(Claim.of_plain, happened.facts["claims"])))


def _apply_collected(project: Project, happened: DiaryEntry) -> Project:
    facts = happened.facts
    held = project.collection or Collection(0, 0)
    new = attrs.evolve(
        held,
        households=facts["households"],
        total=facts["total"],
        dues=happened.secret("dues"),
        decided=len(project.decisions),
    )
    note = Note(happened.at, _words(happened, "reason"))
    return attrs.evolve(project, collection=new, notes=(*project.notes, note))


def _apply_noted(project: Project, happened: DiaryEntry) -> Project:
    pictures = (Picture(**one) for one in happened.facts.get("pictures", ()))
    note = Note(happened.at, _words(happened), tuple(pictures))
    return attrs.evolve(project, notes=(*project.notes, note))


def _apply_status(status: Status) -> Callable[[Project, DiaryEntry], Project]:
    def move(project: Project, happened: DiaryEntry) -> Project:
        note = Note(happened.at, _words(happened, "reason"))
        return attrs.evolve(project, status=status, notes=(*project.notes, note))

    return move


def _apply_delivered(project: Project, happened: DiaryEntry) -> Project:
    facts = happened.facts
    return attrs.evolve(
        project,
        status=Status.DELIVERED,
        delivered=date.fromisoformat(facts["on"]),
        words=_words(happened),
        left_out=_words(happened, "left_out"),
    )


_CHANGES: Mapping[str, Callable[[Project, DiaryEntry], Project]] = {
    "project-party": _party,
    "project-supervisors": _apply_supervised,
    "project-begun": _apply_begun,
    "project-rescheduled": _apply_rescheduled,
    "project-milestone": _milestone,
    "project-signed": _apply_signed,
    "project-sent-back": _sent_back,
    "project-part": _part,
    "project-piloted": _apply_piloted,
    "project-expected": _apply_expected,
    "project-decided": _apply_decided,
    "project-spent": _spent,
    "project-pledged": _apply_pledged,
    "project-received": _apply_received,
    "project-pledge-withdrawn": _taken_back,
    "project-paid": _apply_paid,
    "project-unpaid": _apply_unpaid,
    "project-payments": _apply_payments,
    "project-payment-assigned": _apply_assigned,
    "project-payment-corrected": _apply_corrected,
    "project-payments-undone": _apply_undone,
    "project-collected": _apply_collected,
    "project-subsidies": _apply_subsidies,
    "project-note": _apply_noted,
    "project-paused": _apply_status(Status.PAUSED),
    "project-resumed": _apply_status(Status.UNDER_WAY),
    "project-given-up": _apply_status(Status.GIVEN_UP),
    "project-delivered": _apply_delivered,
}


def _step(project: Project, key: str, **changes: Any) -> Project:
    steps = tuple(
        attrs.evolve(one, **changes) if one.key == key else one for one in project.milestones
    )
    return attrs.evolve(project, milestones=steps)


def _change_contribution(project: Project, ref: str, **changes: Any) -> Project:
    given = tuple(
        attrs.evolve(one, **changes) if one.ref == ref else one for one in project.contributions
    )
    return attrs.evolve(project, contributions=given)


def _words(happened: DiaryEntry, name: str = "words") -> Text:
    return Text(**happened.facts[name])


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)


class Projects:
    """The projects of an area by id."""

    kinds = frozenset({STARTED, *_CHANGES})

    def __init__(self) -> None:
        self.by_id: dict[str, Project] = {}

    def apply(self, happened: DiaryEntry) -> None:
        """A project was started, or one was changed."""
        id_ = happened.facts["project"]
        if happened.kind == STARTED:
            self.by_id[id_] = _apply_started(happened)
        elif (known := self.by_id.get(id_)) is not None:
            self.by_id[id_] = _CHANGES[happened.kind](known, happened)

    def project(self, id_: str) -> Project:
        """The project of that id, or ``NotListed``."""
        try:
            return self.by_id[id_]
        except KeyError:
            raise NotListed(Text("项目", "project"), id_) from None

    def of_item(self, round: str, item: str) -> Project | None:
        """The project that carries an item out, if there is one."""
        for one in self.by_id.values():
            if (one.baseline.round, one.baseline.item) == (round, item):
                return one
        return None
