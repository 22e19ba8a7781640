"""Corrections of a motion's roll: what owners ask for before it opens, and what came of it.

Whoever is asked sees beforehand how the motion will count them, and may say what is wrong.  Two
people change the roll, or one answers why it stays as it is.  Whose home it was and every word stay
sealed; that something was asked, changed or refused is public, with a digest of the changed roll.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import attrs

from tickbox_core.text import Text
from tickbox_core.workflow.entries import (
    DiaryEntry,
    refuse_hidden_marks,
    rejection,
    require_text,
    require_two_people,
)


class WrongPart(StrEnum):
    """What of the own entry on a roll is wrong."""

    HEADS = "heads"
    OWNER = "owner"
    AREA = "area"

    @property
    def words(self) -> Text:
        """In words."""
        return _WRONG[self]


_WRONG = {
    WrongPart.HEADS: Text("人数或房屋套数", "heads or number of homes"),
    WrongPart.OWNER: Text("业主或表决人", "owner or voter"),
    WrongPart.AREA: Text("面积", "area"),
}


class RequestOutcome(StrEnum):
    """What has come of a correction that was asked for."""

    WAITING = "waiting"
    CORRECTED = "corrected"
    REFUSED = "refused"

    @property
    def words(self) -> Text:
        """In words."""
        return _OUTCOMES[self]


_OUTCOMES = {
    RequestOutcome.WAITING: Text("待答复", "waiting for an answer"),
    RequestOutcome.CORRECTED: Text("已更正", "corrected"),
    RequestOutcome.REFUSED: Text("不予更正", "not corrected"),
}


@attrs.frozen
class RollRequest:
    """A correction that was asked for under a number of its motion.

    ``slot`` is that of the head who asked by code; empty where staff took it for somebody who came
    (``place``: for which home).  ``words``, ``slot``, ``place`` and ``answer`` are gone once they
    were erased.
    """

    motion: str
    number: int
    asked: str
    about: tuple[WrongPart, ...]
    slot: str = attrs.field(default="", repr=False)
    place: str = attrs.field(default="", repr=False)
    words: str = attrs.field(default="", repr=False)
    outcome: RequestOutcome = RequestOutcome.WAITING
    answered: str = ""
    answer: Text | None = attrs.field(default=None, repr=False)

    @property
    def waits(self) -> bool:
        """Whether nobody has answered it yet."""
        return self.outcome is RequestOutcome.WAITING


class Corrections:
    """All corrections of an area's motions; ``digests`` are of the rolls that were last changed."""

    kinds = frozenset("motion-correction-asked motion-corrected motion-correction-refused".split())

    def __init__(self) -> None:
        self.asked: dict[str, tuple[RollRequest, ...]] = {}
        self.digests: dict[str, str] = {}

    def apply(self, happened: DiaryEntry) -> None:
        """One was asked for, made or refused."""
        facts, motion = happened.facts, happened.facts["motion"]
        known = self.asked.get(motion, ())
        if happened.kind == "motion-correction-asked":
            self.asked[motion] = (*known, _asked(happened))
            return
        if happened.kind == "motion-corrected":
            self.digests[motion] = facts["digest"]
        corrected = happened.kind == "motion-corrected"
        end = RequestOutcome.CORRECTED if corrected else RequestOutcome.REFUSED
        said = _words(happened, "reason")
        self.asked[motion] = tuple(
            attrs.evolve(one, outcome=end, answered=happened.at, answer=said)
            if one.number == facts["number"]
            else one
            for one in known
        )

    def of(self, motion: str) -> tuple[RollRequest, ...]:
        """Those of a motion, in the order in which they were asked for."""
        return self.asked.get(motion, ())

    def waiting(self, motion: str) -> tuple[RollRequest, ...]:
        """Those that nobody has answered yet."""
        return tuple(one for one in self.of(motion) if one.waits)


MOST_WORDS = 2000


def ask(
    state: Corrections, motion: str, about: tuple[WrongPart, ...], words: str, **whose: str
) -> DiaryEntry:
    """Ask for a correction: ``slot`` and ``place`` say whose, ``by`` who has taken it.

    Raises ``NotPossible`` where nothing is said to be wrong, without words or with too many, and
    where the same head waits for an answer already.
    """
    if not about:
        raise rejection(
            Text("没有选哪里不对。", "nothing is said to be wrong."),
            Text("请选人数、业主或面积。", "Choose heads, owner or area."),
        )
    said = require_text(words, _WHAT_IS_RIGHT)
    refuse_hidden_marks(said, _WHAT_IS_RIGHT)  # a page takes them by code, and no act
    if len(said) > MOST_WORDS:
        raise rejection(
            Text(f"超过了{MOST_WORDS}字。", f"it has more than {MOST_WORDS} characters."),
            Text("请写短些。", "Say it in fewer words."),
        )
    slot = whose.get("slot", "")
    if slot and any(one.slot == slot for one in state.waiting(motion)):
        raise rejection(
            Text("上一次的更正申请还没有答复。", "the last request is not answered yet."),
            Text("请等答复；急的请找居委会。", "Wait for the answer, or ring the committee."),
        )
    facts = {
        "motion": motion,
        "number": len(state.of(motion)) + 1,
        "about": [str(one) for one in WrongPart if one in about],
    }
    return DiaryEntry("motion-correction-asked", facts, {**whose, "words": said})


_WHAT_IS_RIGHT = Text("哪里不对、应当是什么", "what is wrong, and what is right")


def correct(
    state: Corrections,
    motion: str,
    number: int | None,
    digest: str,
    change: dict[str, Any],
    reason: Text,
    by: str,
    second: str,
) -> DiaryEntry:
    """Two people have changed the roll, in answer to a request or (``None``) to none.

    ``digest`` is the salted commitment to the roll as it is now; ``change``, what was changed from
    what, stays sealed.  Raises ``NotPossible`` without two people or a reason, and for a request
    that does not wait.
    """
    require_two_people(by, second)
    require_text(reason.zh, _REASON)
    answers = 0 if number is None else _waiting(state, motion, number).number
    facts = {"motion": motion, "number": answers, "digest": digest}
    sealed = {"by": by, "second": second, "reason": reason.plain(), **change}
    return DiaryEntry("motion-corrected", facts, sealed)


def refuse(state: Corrections, motion: str, number: int, reason: Text, by: str) -> DiaryEntry:
    """Answer why the roll stays as it is.

    Raises ``NotPossible`` without a reason or a name, and for a request that does not wait.
    """
    require_text(reason.zh, _REASON)
    facts = {"motion": motion, "number": _waiting(state, motion, number).number}
    sealed = {"by": require_text(by, Text("经办人", "who does it")), "reason": reason.plain()}
    return DiaryEntry("motion-correction-refused", facts, sealed)


_REASON = Text("理由（申请人凭表决码可见）", "the reason, which the asker reads by code")


def _waiting(state: Corrections, motion: str, number: int) -> RollRequest:
    for one in state.waiting(motion):
        if one.number == number:
            return one
    numbers = "、".join(str(one.number) for one in state.waiting(motion))
    raise rejection(
        Text(f"没有第{number}件待答复的更正申请。", f"no request {number} waits for an answer."),
        Text(f"待答复的：{numbers}。", f"Those that wait: {numbers.replace('、', ', ')}.")
        if numbers
        else Text("现在没有待答复的。", "None waits just now."),
    )


def _asked(happened: DiaryEntry) -> RollRequest:
    facts = happened.facts
    return RollRequest(
        facts["motion"],
        facts["number"],
        happened.at,
        tuple(WrongPart(one) for one in facts["about"]),
        happened.secret("slot", ""),
        happened.secret("place", ""),
        happened.secret("words", ""),
    )


def _words(happened: DiaryEntry, name: str) -> Text | None:
    plain = happened.secret(name)
    return None if plain is None else Text(**plain)
