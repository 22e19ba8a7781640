"""What counting, ranking and judging refuse."""

from __future__ import annotations

import attrs

from tickbox_core.errors.root import TickboxError
from tickbox_core.text import EMPTY, Text, count_noun, named_first


@attrs.frozen
class BaseUnknown(TickboxError):
    """A share is asked for on a base whose size nobody gave."""

    base: str
    remedy: Text
    said = Text(
        "不知道“{base}”这个基数是多少，不能计算比例；{remedy}",
        "the size of the base '{base}' is not known, so no share can be computed; {remedy}",
    )


@attrs.frozen
class BaseTooSmall(TickboxError):
    """More took part than the base holds."""

    base: str
    size: int
    took_part: int
    said = Text(
        "基数“{base}”是{size}，但有{took_part}参与，数字互相矛盾；请核对名册。",
        "the base '{base}' is {size} but {took_part} took part, which contradicts it; "
        "check the roll.",
    )


@attrs.frozen
class TieRefused(TickboxError):
    """A tie stands across the cut and the chosen tie-break is to refuse.

    ``places``: how many of the tied still fit, at most.  ``in_turn``: a rule that goes step by step
    asks which of them comes first (``places`` is 1), and the others may follow: ``fit`` of them
    still fit, at most (0: not known).  ``note`` is what else the reader has to know of the count.
    """

    tied: tuple[str, ...]
    places: int
    in_turn: bool = False
    fit: int = 0
    note: Text = EMPTY
    said = Text(
        "{listed}{why}；请选定一种并列处理办法，或由居民再定。{note}",
        "{listed} are tied {why}; choose a tie-break or ask the residents again.{note}",
    )

    @property
    def fields(self) -> dict[str, object]:
        """The fields, the tied items in one line, and what they are tied for in words."""
        why = Text(
            f"票数相同，却只剩{self.places}个名额",
            f"for {count_noun(self.places, 'remaining place')}",
        )
        if self.in_turn:
            why = Text("并列，先后未定", "and one of them has to come first")
            if self.fit:
                most = Text(f"，其中最多还能取{self.fit}项", f" ({self.fit} at most still fit)")
                why = Text(why.zh + most.zh, why.en + most.en)
        note = Text(self.note.zh, f" {self.note.en}" if self.note else "")
        return {**super().fields, "listed": named_first(self.tied), "why": why, "note": note}


@attrs.frozen
class RuleDoesNotFit(TickboxError):
    """A rule that is not defined for these ballots or items."""

    rule: str
    problem: Text
    said = Text("规则“{rule}”用不上：{problem}", "the rule '{rule}' does not fit: {problem}")


@attrs.frozen
class MarkedDifferently(TickboxError):
    """The units of one owner are marked differently, though an owner is one head."""

    units: tuple[str, ...]
    said = Text(
        "{listed}属于同一业主，按一人计，选票却填得不一样；请业主只保留一种意见。",
        "{listed} belong to one owner, who is one head, but are marked differently; "
        "ask the owner for one opinion.",
    )

    @property
    def fields(self) -> dict[str, object]:
        """The fields and the units in one line."""
        return {**super().fields, "listed": ", ".join(self.units)}


@attrs.frozen
class NoSuchMark(TickboxError):
    """A paper of an election with ticks that no paper may have."""

    problem: Text
    remedy: Text
    said = Text("{problem}{remedy}", "{problem} {remedy}")


@attrs.frozen
class MandateRefused(TickboxError):
    """A paper that was marked by somebody who may not."""

    place: str
    problem: Text
    said = Text(
        "“{place}”的表决票不能计入：{problem}请核对委托手续。",
        "the paper of '{place}' cannot count: {problem} Check the mandate.",
    )


@attrs.frozen
class BadTable(TickboxError):
    """A table of weights or percentages by which nothing can be shared."""

    problem: Text
    remedy: Text
    said = Text("无法分摊：{problem}{remedy}", "this cannot be shared: {problem} {remedy}")
