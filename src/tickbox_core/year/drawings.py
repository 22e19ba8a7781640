"""Papers or heads of a motion drawn at random, and what those who were asked say; no verdict.

How many were drawn, of how many and by which seed is open.  Who was drawn stays sealed, and so does
what each of them says; once all have been asked their number is written open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum

import attrs

from tickbox_core.counting.cells import PeopleCell
from tickbox_core.text import Text
from tickbox_core.workflow.entries import DiaryEntry, rejection, require_text, require_two_people


class DrawnFrom(StrEnum):
    """Among what is drawn."""

    PAPERS = "papers"
    HEADS = "heads"

    @property
    def words(self) -> Text:
        """In words."""
        return _FROM[self]


_FROM = {
    DrawnFrom.PAPERS: Text("计入的票", "papers that count"),
    DrawnFrom.HEADS: Text("全体表决人", "all heads"),
}


class OwnerSays(StrEnum):
    """What comes of asking one of those drawn."""

    AGREES = "agrees"
    DIFFERS = "differs"
    DECLINED = "declined"
    NOT_REACHED = "not-reached"

    @property
    def words(self) -> Text:
        """In words."""
        return _SAID[self]


_SAID = {
    OwnerSays.AGREES: Text("与本人意见一致", "it is what they said"),
    OwnerSays.DIFFERS: Text("与本人意见不一致", "it is not what they said"),
    OwnerSays.DECLINED: Text("不愿核对", "they do not wish to say"),
    OwnerSays.NOT_REACHED: Text("没有联系上", "they were not reached"),
}


@attrs.frozen
class PaperDrawing:
    """The ``number``-th drawing of a motion: ``size`` of ``among``, by dice and the log's root.

    ``drawn`` are slots in the order drawn, ``by`` and ``second`` who may see them; empty once they
    were erased.  ``answers`` say what came of asking each, ``totals`` of all, once all were asked.
    """

    motion: str
    number: int
    of: DrawnFrom
    size: int
    among: int
    dice: str
    root: str
    at: str = ""
    drawn: tuple[str, ...] = attrs.field(default=(), repr=False)
    by: str = attrs.field(default="", repr=False)
    second: str = attrs.field(default="", repr=False)
    answers: Mapping[str, OwnerSays] = attrs.field(factory=dict, repr=False)
    totals: Mapping[OwnerSays, int] | None = None

    @property
    def may_be_shown(self) -> bool:
        """Whether it tells nothing of a handful: those drawn, and those not drawn, are enough."""
        return self.among > 0 and PeopleCell(self.size, self.among).safe()

    def is_seen_by(self, who: str) -> bool:
        """Whether somebody is one of the two who see who was drawn."""
        return bool(who.strip()) and who.strip() in (self.by, self.second)


class Drawings:
    """The drawings of an area's motions."""

    kinds = frozenset({"papers-drawn", "drawn-answered"})

    def __init__(self) -> None:
        self.by_motion: dict[str, tuple[PaperDrawing, ...]] = {}

    def apply(self, happened: DiaryEntry) -> None:
        """Some were drawn, or one of them was asked."""
        facts = happened.facts
        known = self.by_motion.get(facts["motion"], ())
        if happened.kind == "papers-drawn":
            how = {**(happened.sealed or {}), **facts}
            made = PaperDrawing(
                motion=facts["motion"],
                number=facts["number"],
                of=DrawnFrom(how.get("of", DrawnFrom.PAPERS)),
                size=how.get("size", 0),
                among=how.get("among", 0),
                dice=how.get("dice", ""),
                root=how.get("root", ""),
                at=happened.at,
                drawn=tuple(happened.secret("drawn", ())),
                by=happened.secret("by", ""),
                second=happened.secret("second", ""),
            )
            self.by_motion[made.motion] = (*known, made)
            return
        self.by_motion[facts["motion"]] = tuple(
            _answered(one, happened) if one.number == facts["number"] else one for one in known
        )

    def of(self, motion: str) -> tuple[PaperDrawing, ...]:
        """The drawings of a motion, the first first."""
        return self.by_motion.get(motion, ())

    def find(self, motion: str, number: int) -> PaperDrawing:
        """One of them; ``NotPossible`` where there is none of that number."""
        for one in self.of(motion):
            if one.number == number:
                return one
        raise rejection(
            Text(f"没有第{number}次抽取。", f"there is no drawing {number}."),
            Text("请核对是第几次。", "Check its number."),
        )


def _answered(one: PaperDrawing, happened: DiaryEntry) -> PaperDrawing:
    slot, said = happened.secret("slot", ""), happened.secret("said", "")
    answers = {**one.answers, slot: OwnerSays(said)} if slot else one.answers
    totals = happened.facts.get("totals") or happened.secret("totals")
    known = None if totals is None else {OwnerSays(key): number for key, number in totals.items()}
    return attrs.evolve(one, answers=answers, totals=known or one.totals)


def make_drawing(made: PaperDrawing) -> DiaryEntry:
    """Two people have drawn; ``NotPossible`` without two."""
    require_two_people(made.by, made.second)
    facts: dict[str, object] = {"motion": made.motion, "number": made.number}
    sealed: dict[str, object] = {
        "drawn": list(made.drawn),
        "by": made.by,
        "second": made.second,
    }
    how = {
        "of": str(made.of),
        "size": made.size,
        "among": made.among,
        "dice": made.dice,
        "root": made.root,
    }
    (facts if made.may_be_shown else sealed).update(how)  # what is small is sealed altogether
    return DiaryEntry("papers-drawn", facts, sealed)


def answer_drawn(
    drawing: PaperDrawing, slot: str, said: OwnerSays, asker: str, by: str
) -> DiaryEntry:
    """What came of asking one of those drawn; the last that is entered holds.

    Raises ``NotPossible`` for anybody who was not drawn, without a name of who asked, and for
    whoever is not one of the two who see who was drawn.
    """
    if not drawing.is_seen_by(by):
        raise rejection(_NOT_YOURS, _THE_TWO)
    if slot not in drawing.drawn:
        raise rejection(
            Text("这一户没有抽到。", "this home was not drawn."),
            Text("请照抽取名单登记。", "Enter those of the list that was drawn."),
        )
    asked = require_text(asker, Text("谁去核对的", "who has asked"))
    answers = {**drawing.answers, slot: said}
    facts: dict[str, object] = {"motion": drawing.motion, "number": drawing.number}
    sealed: dict[str, object] = {"slot": slot, "said": str(said), "asker": asked, "by": by}
    if len(answers) == len(drawing.drawn):
        counted = Counter(answers.values())
        totals = {str(one): counted[one] for one in OwnerSays}
        (facts if drawing.may_be_shown else sealed)["totals"] = totals
    return DiaryEntry("drawn-answered", facts, sealed)


_NOT_YOURS = Text(
    "抽到了谁，只有抽取时签字的两个人能看、能登记。",
    "who was drawn is seen, and entered, by the two who signed for the drawing alone.",
)
_THE_TWO = Text("请由他们办理。", "Have one of them do it.")


def require_seen_by(drawing: PaperDrawing, who: str) -> None:
    """Raise ``NotPossible`` for anybody but the two who see who was drawn."""
    if not drawing.is_seen_by(who):
        raise rejection(_NOT_YOURS, _THE_TWO)
