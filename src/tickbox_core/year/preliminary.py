"""Preliminary results: posted with the days on which objections are taken, set right, made final.

The totals that were posted stay, also where two people have set papers right since: then both are
shown.  Why a paper was set right is sealed, for it may name somebody.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from tickbox_core.model._checks import frozen_mapping
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.entries import DiaryEntry, rejection, require_text, require_two_people
from tickbox_core.year.objections import Objections, ObjectionStage


@attrs.frozen(hash=False)
class PreliminaryResult:
    """The result of a motion as it was posted ``on`` a day; objections are taken to ``until``.

    ``where`` says where they are handed in on paper, ``digest`` is that of the posted ``totals``,
    and ``corrections`` counts the papers that were set right since.
    """

    motion: str
    on: date
    until: date
    where: Text
    digest: str
    totals: Mapping[str, Any] = attrs.field(converter=frozen_mapping, repr=False)
    corrections: int = 0


class Preliminaries:
    """The preliminary results of an area's motions."""

    kinds = frozenset({"motion-preliminary", "motion-paper-corrected"})

    def __init__(self) -> None:
        self.by_motion: dict[str, PreliminaryResult] = {}

    def apply(self, happened: DiaryEntry) -> None:
        """A result was posted as preliminary, or a paper of one was set right."""
        facts = happened.facts
        if happened.kind == "motion-preliminary":
            self.by_motion[facts["motion"]] = PreliminaryResult(
                facts["motion"],
                date.fromisoformat(facts["on"]),
                date.fromisoformat(facts["until"]),
                Text(**facts["where"]),
                facts["digest"],
                facts["totals"],
            )
            return
        known = self.by_motion[facts["motion"]]
        self.by_motion[known.motion] = attrs.evolve(known, corrections=facts["number"])

    def find(self, motion: str) -> PreliminaryResult | None:
        """That of a motion; ``None`` where none was posted."""
        return self.by_motion.get(motion)


def post_preliminary(made: PreliminaryResult, by: str, second: str) -> DiaryEntry:
    """Two people have posted a result as preliminary.

    Raises ``NotPossible`` without two, or without saying where objections are handed in on paper.
    """
    require_two_people(by, second)
    require_text(made.where.zh, Text("书面异议交到哪里", "where objections are handed in"))
    facts = {
        "motion": made.motion,
        "on": made.on.isoformat(),
        "until": made.until.isoformat(),
        "where": made.where.plain(),
        "digest": made.digest,
        "totals": dict(made.totals),
    }
    return DiaryEntry("motion-preliminary", facts, {"by": by, "second": second})


def correct_paper(
    found: PreliminaryResult, slot: str, reason: Text, by: str, second: str
) -> DiaryEntry:
    """Two people have set a paper right; ``NotPossible`` without two, or without a reason."""
    require_two_people(by, second)
    require_text(reason.zh, Text("更正理由", "why it is set right"))
    facts = {"motion": found.motion, "number": found.corrections + 1}
    sealed = {"slot": slot, "reason": reason.plain(), "by": by, "second": second}
    return DiaryEntry("motion-paper-corrected", facts, sealed)


def require_heard(found: PreliminaryResult, objections: Objections, today: date) -> None:
    """Raise ``NotPossible`` while objections are taken, or one of them has no answer."""
    unanswered = objections.open(found.motion, ObjectionStage.PRELIMINARY)
    answer = Text("请先逐条答复（objection/answer）。", "Answer them first (objection/answer).")
    if today <= found.until:
        wait = Text("请等期满再公布（motion/publish）。", "Publish it then (motion/publish).")
        posted = _STILL_POSTED.filled(until=found.until.isoformat())
        raise rejection(posted, answer if unanswered else wait)
    if unanswered:
        raise rejection(_UNANSWERED.filled(number=len(unanswered)), answer)


_STILL_POSTED = Text(
    "初步结果公示、听取异议到{until}为止（含当天），之后才能公布最终结果。",
    "the preliminary result is posted, and objections are taken, to the end of {until}: it is made "
    "final after that.",
)
_UNANSWERED = Text("还有{number}条异议没有答复。", "objections without an answer: {number}.")


def require_taken(found: PreliminaryResult | None, is_preliminary: bool, today: date) -> None:
    """Raise ``NotPossible`` unless objections to a motion's result are taken today."""
    if found is None or not is_preliminary:
        raise rejection(NOT_TAKEN, _TELL)
    if why := over_words(found, today):
        raise rejection(why, _TELL)


def over_words(found: PreliminaryResult, today: date) -> Text:
    """That the time for objections is over, since when; ``EMPTY`` while they are taken."""
    return EMPTY if today <= found.until else _OVER.filled(until=found.until.isoformat())


NOT_TAKEN = Text(
    "这项表决现在没有公示中的初步结果，不接受异议。",
    "no preliminary result of this motion is posted now: no objections are taken.",
)
_OVER = Text(
    "对初步结果的异议期到{until}为止，已经结束。",
    "the time for objections to the preliminary result ended on {until}: it is over.",
)
_TELL = Text("请向居委会反映。", "Tell the residents' committee.")
