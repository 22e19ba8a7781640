"""The satisfaction test of Zhenhai: what did the judges, counted against *all* members, say?

Satisfied where the satisfied are more than half of all members; else fairly satisfied where the
satisfied and the fairly satisfied together are; else dissatisfied.  Exactly half is not enough, and
those who stayed away count in the base.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

import attrs

from tickbox_core.errors import BadValue
from tickbox_core.model._checks import whole
from tickbox_core.rules.motions.bars import Bar, Strictness
from tickbox_core.text import Text

MORE_THAN_HALF = Bar(Fraction(1, 2), Strictness.MORE_THAN)


class SatisfactionGrade(StrEnum):
    """The three grades; that the members allow none; that nobody said anything, which is none."""

    SATISFIED = "satisfied"
    FAIRLY = "fairly-satisfied"
    DISSATISFIED = "dissatisfied"
    UNDETERMINED = "undetermined"
    NOBODY = "nobody-judged"

    @property
    def words(self) -> Text:
        """The grade in words."""
        return _LEVEL_WORDS[self]


_LEVEL_WORDS = {
    SatisfactionGrade.SATISFIED: Text("满意", "satisfied"),
    SatisfactionGrade.FAIRLY: Text("较满意", "fairly satisfied"),
    SatisfactionGrade.DISSATISFIED: Text("不满意", "dissatisfied"),
    SatisfactionGrade.UNDETERMINED: Text("无法判定", "undetermined"),
    SatisfactionGrade.NOBODY: Text("没有人评议", "nobody judged"),
}


@attrs.frozen
class Satisfaction:
    """The marks given, and ``members`` in all (``None``: unknown, so nothing is certified).

    Raises ``BadValue`` for more marks than members.
    """

    satisfied: int
    fairly: int
    dissatisfied: int
    members: int | None = None
    bar: Bar = MORE_THAN_HALF

    def __attrs_post_init__(self) -> None:
        marks = whole(self.satisfied, "satisfied") + whole(self.fairly, "fairly")
        marks += whole(self.dissatisfied, "dissatisfied")
        if self.members is not None and marks > whole(self.members, "members"):
            raise BadValue(
                "members",
                Text(f"{self.members}名成员却有{marks}票。", f"{marks} marks of {self.members}."),
                Text("请核对成员总数。", "Check the number of members."),
            )

    @property
    def level(self) -> SatisfactionGrade:
        """The grade."""
        passed = self.bar.met(self.satisfied, self.members)
        both = self.bar.met(self.satisfied + self.fairly, self.members)
        if passed is None or both is None:
            return SatisfactionGrade.UNDETERMINED
        if passed:
            return SatisfactionGrade.SATISFIED
        return SatisfactionGrade.FAIRLY if both else SatisfactionGrade.DISSATISFIED

    def holds_up_to(self, level: SatisfactionGrade) -> int:
        """The most members with which the marks still come to the level (0: with none).

        A notice that prints no membership can be checked against this.
        """
        marks = {
            SatisfactionGrade.SATISFIED: self.satisfied,
            SatisfactionGrade.FAIRLY: self.satisfied + self.fairly,
        }
        if level not in marks:
            raise BadValue(
                "level",
                Text(f"“{level.words.zh}”没有上限。", f"'{level.words.en}' has no such limit."),
                Text("请问“满意”或“较满意”。", "Ask for satisfied or fairly satisfied."),
            )
        return _largest_whole(self.bar, marks[level])

    @property
    def text(self) -> Text:
        """The grade and the figures it comes from."""
        of = "?" if self.members is None else str(self.members)
        return Text(
            f"{self.level.words.zh}：满意{self.satisfied}，较满意{self.fairly}，"
            f"不满意{self.dissatisfied}，全体成员{of}名，须{self.bar.words().zh}。",
            f"{self.level.words.en}: satisfied {self.satisfied}, fairly {self.fairly}, "
            f"dissatisfied {self.dissatisfied}, of {of} members, {self.bar.words().en} needed.",
        )


def _largest_whole(bar: Bar, part: int) -> int:
    """The largest whole of which ``part`` passes the bar."""
    if not bar.share:
        raise BadValue(
            "bar",
            Text("下限为0，没有上限可言。", "a bar of 0 has no limit."),
            Text("请换一个比例。", "Choose another share."),
        )
    most = int(part / bar.share)
    return most if bar.met(part, most) or not most else most - 1
