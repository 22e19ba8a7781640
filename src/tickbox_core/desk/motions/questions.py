"""What of a motion's law is asked of people: one question at a time, with what the law says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from tickbox_core.components.motions import ANSWERS, Answered, Poll
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.motions import rows
from tickbox_core.desk.motions.preparing import practice_of
from tickbox_core.errors import NotPossible, UnknownName
from tickbox_core.model import Question
from tickbox_core.rules.motions import Binding, LawQuestion, Practice, SourcedValue
from tickbox_core.rules.motions.motion import MAJORITY_RULE
from tickbox_core.rules.motions.questions import (
    IS_REELECTED,
    OPTIONAL,
    QUESTIONS,
    REELECTION,
)
from tickbox_core.text import EMPTY, Text

OF_OWNERS = ("parking", "lame_duck")
"""What is not asked of a residents' motion."""


@attrs.frozen(hash=False)
class LawPoint:
    """A question about a motion's law, and how it is answered.

    ``law`` is what the layers of the place say, ``own`` what this motion was answered; ``value`` is
    what holds.  ``matters`` are those of the place, by key.
    """

    question: LawQuestion
    state: Answered
    law: SourcedValue | None = None
    own: SourcedValue | None = None
    value: Any = None
    matters: Mapping[str, Text] = attrs.field(factory=dict)

    @property
    def fixed(self) -> bool:
        """Whether the law lets nobody say otherwise."""
        return self.law is not None and self.law.sourced.binding is Binding.FIXED

    @property
    def least(self) -> int | None:
        """What the law has as a minimum, which can only be raised."""
        if self.law is None or self.law.sourced.binding is not Binding.MINIMUM:
            return None
        value = self.law.sourced.value
        return value if type(value) is int else None

    @property
    def value_words(self) -> Text:
        """What holds, in words; empty while nobody has answered."""
        if self.state in (Answered.OPEN, Answered.OPTIONAL):
            return EMPTY
        return self.question.in_words(self.value, self.matters)

    @property
    def law_says(self) -> Text:
        """What the law says, in words, and whether it may be raised or not touched."""
        if self.law is None:
            return EMPTY
        said = self.question.in_words(self.law.sourced.value, self.matters)
        more = _BINDS.get(self.law.sourced.binding)
        return Text(f"{said.zh}{more.zh}", f"{said.en}{more.en}") if more else said

    def read(self, given: Any) -> Any:
        """The plain value of an answer; raises where it will not do, or the law has fixed it."""
        if self.fixed and self.law is not None:
            raise NotPossible(
                _FIXED.filled(
                    question=self.question.words,
                    layer=self.law.layer.title,
                    said=self.question.in_words(self.law.sourced.value, self.matters),
                    source=self.law.sourced.source,
                ),
                Text("这一项不用填。", "Leave this one as it is."),
            )
        return self.question.read(given, self.matters, self.least)


_BINDS = {
    Binding.MINIMUM: Text("（只能更多，不能更少）", " (may be raised, never lowered)"),
    Binding.FIXED: Text("（不能另定）", " (fixed)"),
}
_FIXED = Text(
    "“{question}”{layer}已有规定：{said}（{source}），不能另定。",
    "'{question}' is fixed by {layer}: {said} ({source}).",
)


def points(hand: Hand, id_: str) -> tuple[LawPoint, ...]:
    """Every question about a motion's law, in the order in which it is asked."""
    poll = rows.poll(hand.store, id_)
    return points_of(practice_of(hand, poll), poll)


def points_of(practice: Practice, poll: Poll) -> tuple[LawPoint, ...]:
    """The same of a poll and its practice."""
    matters = practice.matter_titles()
    left_out = OF_OWNERS if poll.motion.kind is Question.RESIDENTS_MOTION else ()
    still = practice.questions()
    found = [
        _point(one, practice, matters, name in still)
        for name, one in QUESTIONS.items()
        if name not in left_out and (name in still or practice.find(name) is not None)
    ]
    if poll.matter and (poll.reelection is not None or practice.locked(poll.matter)):
        state = Answered.OPEN if poll.reelection is None else Answered.HERE
        found.append(LawPoint(IS_REELECTED, state, value=poll.reelection))
    for name, one in OPTIONAL.items():
        if name == MAJORITY_RULE and poll.motion.seats:
            continue  # persons are no sides of which one leads
        said = practice.find(name) is not None
        point = _point(one, practice, matters, is_open=False)
        found.append(point if said else attrs.evolve(point, state=Answered.OPTIONAL))
    return tuple(found)


def _point(
    question: LawQuestion, practice: Practice, matters: Mapping[str, Text], is_open: bool
) -> LawPoint:
    traced = practice.trace(question.name)
    law = next((one for one in reversed(traced) if one.layer.key != ANSWERS), None)
    own = next((one for one in traced if one.layer.key == ANSWERS), None)
    holds = own or law
    state = Answered.OPEN if is_open else Answered.BY_LAW if own is None else Answered.HERE
    value = None if holds is None else holds.sourced.value
    if law is not None and law.sourced.binding is Binding.MINIMUM:
        question = attrs.evolve(question, nothing=EMPTY)  # less than the minimum: not to be said
    return LawPoint(question, state, law, own, value, matters)


def open_questions(practice: Practice, poll: Poll) -> dict[str, Text]:
    """What is still to be answered before the motion can open, by name."""
    return {
        one.question.name: one.question.words
        for one in points_of(practice, poll)
        if one.state is Answered.OPEN
    }


def find_point(hand: Hand, id_: str, name: str) -> LawPoint:
    """One question of a motion; ``UnknownName`` where it is none that is asked of it."""
    poll = rows.poll(hand.store, id_)
    found = {one.question.name: one for one in points_of(practice_of(hand, poll), poll)}
    if name == REELECTION and poll.matter:  # a fact: it may be said whatever the law asks
        return found.get(name) or LawPoint(IS_REELECTED, Answered.OPEN)
    if name not in found:
        raise UnknownName("question", name, tuple(found))
    return found[name]
