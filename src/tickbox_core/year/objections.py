"""Objections: to a posted list, or to a result; each gets an answer in words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import attrs

from tickbox_core.errors import NotListed
from tickbox_core.model._checks import frozen_mapping
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.entries import DiaryEntry, rejection, require_text


class ObjectionStage(StrEnum):
    """What is objected to."""

    LIST = "list"
    RESULT = "result"
    PRELIMINARY = "preliminary"

    @property
    def words(self) -> Text:
        """The stage in words."""
        return _STAGE_WORDS[self]


OF_ROUNDS = (ObjectionStage.LIST, ObjectionStage.RESULT)
"""What of a round is objected to; the other is of motions."""
_STAGE_WORDS = {
    ObjectionStage.LIST: Text("清单公示", "the posted list"),
    ObjectionStage.RESULT: Text("结果公示", "the posted result"),
    ObjectionStage.PRELIMINARY: Text("表决初步结果", "a motion's preliminary result"),
}


@attrs.frozen(hash=False)
class Raised:
    """One objection; ``text`` and ``author`` are for staff, the answer for everybody.

    ``round`` is the motion's id where it is about a motion's preliminary result.
    """

    ref: str
    round: str
    stage: ObjectionStage
    item: str
    at: str
    text: str | None = attrs.field(repr=False)
    author: Mapping[str, str] = attrs.field(converter=frozen_mapping, repr=False)
    answer: Text = EMPTY
    answered_at: str = ""


class Objections:
    """All objections of an area, by reference."""

    kinds = frozenset({"objection", "objection-answered"})

    def __init__(self) -> None:
        self.by_ref: dict[str, Raised] = {}

    def apply(self, happened: DiaryEntry) -> None:
        """An objection was raised or answered."""
        facts = happened.facts
        if happened.kind == "objection":
            self.by_ref[facts["ref"]] = Raised(
                ref=facts["ref"],
                round=facts["cycle"],
                stage=ObjectionStage(facts["stage"]),
                item=facts["item"],
                at=happened.at,
                text=happened.secret("text"),
                author=happened.secret("author", {}),
            )
        elif (raised := self.by_ref.get(facts["ref"])) is not None:
            self.by_ref[raised.ref] = attrs.evolve(
                raised, answer=Text(**facts["words"]), answered_at=happened.at
            )

    def of(self, round: str, stage: ObjectionStage) -> tuple[Raised, ...]:
        """The objections to one list or result, the oldest first."""
        return tuple(o for o in self.by_ref.values() if (o.round, o.stage) == (round, stage))

    def open(self, round: str, stage: ObjectionStage) -> tuple[Raised, ...]:
        """Those that have no answer yet."""
        return tuple(one for one in self.of(round, stage) if not one.answer)

    def raised(self, ref: str) -> Raised:
        """The objection of that reference, or ``NotListed``."""
        try:
            return self.by_ref[ref]
        except KeyError:
            raise NotListed(Text("异议", "objection"), ref) from None


def raise_objection(
    objections: Objections,
    ref: str,
    round: str,
    stage: ObjectionStage,
    text: str,
    *,
    item: str = "",
    author: Mapping[str, str] | None = None,
) -> DiaryEntry:
    """Object to a list or a result, as a whole or to one item of it.

    Raises ``NotPossible`` where it says nothing.
    """
    words = require_text(text, Text("异议内容", "what is objected to"))
    facts = {"ref": ref, "cycle": round, "stage": str(stage), "item": item}
    return DiaryEntry("objection", facts, {"text": words, "author": dict(author or {})})


def answer_objection(objections: Objections, ref: str, words: Text, by: str) -> DiaryEntry:
    """Answer it; the answer is posted.  Raises ``NotPossible`` without words or a second time."""
    if objections.raised(ref).answer:
        raise rejection(
            Text("这条异议已经答复。", "this objection was answered already."),
            Text("请另行说明。", "Say more in another one."),
        )
    require_text(words.zh, Text("答复", "the answer"))
    return DiaryEntry("objection-answered", {"ref": ref, "words": words.plain()}, {"by": by})
