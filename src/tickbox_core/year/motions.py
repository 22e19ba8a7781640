"""What the diary knows of motions: the day a decision was posted, and disputes about it.

A motion has a log of its own; its papers are kept for a term from the day of posting, and longer
while a dispute is declared.  Both days stand in the diary, where nobody can move them.
"""

from __future__ import annotations

from datetime import date

import attrs

from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.entries import DiaryEntry, rejection, require_text, require_two_people


@attrs.frozen
class Dispute:
    """A dispute about a motion, declared at a time; ``ended`` is empty while it goes on.

    Why it was declared and why it ended are sealed, for they may name somebody.
    """

    motion: str
    number: int
    since: str
    ended: str = ""
    reason: Text | None = attrs.field(default=None, repr=False)
    outcome: Text | None = attrs.field(default=None, repr=False)


@attrs.frozen
class EvidenceMade:
    """A sealed file that two people made of a motion, for whom, and what pins it.

    It holds what the diary had before entry ``upto``; ``digest`` is that of its list.  ``by`` and
    ``second`` are empty once they were erased.
    """

    motion: str
    on: date
    upto: int
    digest: str
    by: str = attrs.field(default="", repr=False)
    second: str = attrs.field(default="", repr=False)
    given_to: Text | None = attrs.field(default=None, repr=False)


class MotionRecords:
    """When decisions were posted, what is disputed, and what was handed out as evidence."""

    kinds = frozenset(
        "motion-posted motion-voided motion-dropped motion-disputed motion-dispute-ended "
        "motion-evidence".split()
    )

    def __init__(self) -> None:
        self.posted: dict[str, date] = {}
        self.voided: dict[str, date] = {}
        self.disputes: dict[str, tuple[Dispute, ...]] = {}
        self.evidence: dict[str, tuple[EvidenceMade, ...]] = {}

    def apply(self, happened: DiaryEntry) -> None:
        """A decision was posted, a dispute declared or ended."""
        facts, motion = happened.facts, happened.facts["motion"]
        if happened.kind == "motion-posted":
            self.posted.setdefault(motion, date.fromisoformat(facts["on"]))
            return
        if happened.kind == "motion-voided":
            self.voided[motion] = date.fromisoformat(facts["on"])
            return
        if happened.kind == "motion-dropped":  # a draft: nothing is known of it
            return
        if happened.kind == "motion-evidence":
            self.evidence[motion] = (*self.evidence.get(motion, ()), _evidence(happened))
            return
        known = self.disputes.get(motion, ())
        if happened.kind == "motion-disputed":
            reason = _words(happened, "reason")
            made = Dispute(motion, facts["number"], happened.at, reason=reason)
            self.disputes[motion] = (*known, made)
            return
        self.disputes[motion] = tuple(
            attrs.evolve(one, ended=happened.at, outcome=_words(happened, "reason"))
            if one.number == facts["number"]
            else one
            for one in known
        )

    def ended(self, motion: str) -> date | None:
        """The day from which its papers are kept for their term: posted, or voided."""
        return self.posted.get(motion) or self.voided.get(motion)

    def going_on(self, motion: str) -> tuple[Dispute, ...]:
        """The disputes about a motion that are not ended."""
        return tuple(one for one in self.disputes.get(motion, ()) if not one.ended)


def post(motion: str, on: date, digest: str) -> DiaryEntry:
    """The decision of a motion is posted; ``digest`` is that of its result entry."""
    facts = {"motion": motion, "on": on.isoformat(), "digest": digest}
    return DiaryEntry("motion-posted", facts)


def void(motion: str, on: date, was: str, reason: Text, by: str, second: str) -> DiaryEntry:
    """Two people have voided a motion, for a reason that is posted.

    Raises ``NotPossible`` without two people or a reason.
    """
    require_two_people(by, second)
    require_text(reason.zh, Text("作废理由", "the reason"))
    facts = {"motion": motion, "on": on.isoformat(), "was": was, "reason": reason.plain()}
    return DiaryEntry("motion-voided", facts, {"by": by, "second": second})


def drop(motion: str, question: Text, reason: Text, by: str) -> DiaryEntry:
    """A motion that was being prepared is dropped; ``NotPossible`` without a reason."""
    require_text(reason.zh, Text("弃用理由", "the reason"))
    facts = {"motion": motion, "question": question.plain(), "reason": reason.plain()}
    return DiaryEntry("motion-dropped", facts, {"by": by})


def dispute(records: MotionRecords, motion: str, reason: Text, by: str) -> DiaryEntry:
    """Declare a dispute; ``NotPossible`` without a reason or a name."""
    facts = {"motion": motion, "number": len(records.disputes.get(motion, ())) + 1}
    return DiaryEntry("motion-disputed", facts, _sealed_facts(reason, by))


def end_dispute(
    records: MotionRecords, motion: str, number: int | None, reason: Text, by: str
) -> DiaryEntry:
    """End a dispute: the one of that number, or the only one there is.

    Raises ``NotPossible`` where there is no such dispute, where there are several and none is
    named, and without a reason or a name.
    """
    open_ = [one.number for one in records.going_on(motion)]
    if number is None and len(open_) > 1:
        numbers = ", ".join(map(str, open_))
        raise rejection(
            Text(f"有几起争议没有了结（{numbers}）。", f"several disputes go on ({numbers})."),
            Text("请写明是第几起。", "Say which number."),
        )
    if not open_ or (number is not None and number not in open_):
        raise rejection(
            Text("没有这起未了结的争议。", "no such dispute goes on."),
            Text("请核对编号。", "Check its number."),
        )
    facts = {"motion": motion, "number": open_[0] if number is None else number}
    return DiaryEntry("motion-dispute-ended", facts, _sealed_facts(reason, by))


def make_evidence(made: EvidenceMade) -> DiaryEntry:
    """Two people have made the sealed file of a motion, for somebody who may see it.

    Raises ``NotPossible`` without two people, or without saying for whom.
    """
    require_two_people(made.by, made.second)
    given_to = made.given_to or EMPTY
    require_text(given_to.zh, Text("交给谁、用于什么", "for whom it is, and what for"))
    facts = {
        "motion": made.motion,
        "on": made.on.isoformat(),
        "upto": made.upto,
        "digest": made.digest,
    }
    sealed = {"by": made.by, "second": made.second, "given_to": given_to.plain()}
    return DiaryEntry("motion-evidence", facts, sealed)


def _evidence(happened: DiaryEntry) -> EvidenceMade:
    facts = happened.facts
    return EvidenceMade(
        facts["motion"],
        date.fromisoformat(facts["on"]),
        facts["upto"],
        facts["digest"],
        happened.secret("by", ""),
        happened.secret("second", ""),
        _words(happened, "given_to"),
    )


def _sealed_facts(reason: Text, by: str) -> dict[str, object]:
    require_text(reason.zh, Text("理由", "the reason"))
    return {"by": require_text(by, Text("经办人", "who does it")), "reason": reason.plain()}


def _words(happened: DiaryEntry, name: str) -> Text | None:
    plain = happened.secret(name)
    return None if plain is None else Text(**plain)
