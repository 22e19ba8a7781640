"""Judging what was delivered: each resident's mark per project, figures with their bases, a grade.

The grade is Zhenhai's (``rules.satisfaction``): counted against all members, whether or not they
judged.  Residents' opinion is reported by awareness, participation and satisfaction
(知晓度、参与度、满意度: regulation of residents' committees of Shanghai, art. 18).  No formula
is named: what each is divided by is a choice made here, and stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

import attrs

from tickbox_core.counting import Share
from tickbox_core.counting.cells import LEAST
from tickbox_core.errors import BadValue
from tickbox_core.model._checks import frozen_mapping, whole
from tickbox_core.rules.satisfaction import Satisfaction, SatisfactionGrade
from tickbox_core.text import Text


class Mark(StrEnum):
    """What somebody says of a delivered project; ``none`` is no opinion."""

    SATISFIED = "satisfied"
    FAIRLY = "fairly"
    DISSATISFIED = "dissatisfied"
    NONE = "none"

    @property
    def words(self) -> Text:
        """The mark in words."""
        return _MARK_WORDS[self]


_MARK_WORDS = {
    Mark.SATISFIED: Text("满意", "satisfied"),
    Mark.FAIRLY: Text("较满意", "fairly satisfied"),
    Mark.DISSATISFIED: Text("不满意", "not satisfied"),
    Mark.NONE: Text("说不清", "no opinion"),
}
MEMBERS, JUDGES, MARKED = "members", "judges", "marked"
BASES = {
    MEMBERS: Text("全体成员", "all members"),
    JUDGES: Text("参加评议者", "those who judged"),
    MARKED: Text("作出评价者", "those who gave a mark"),
}


@attrs.frozen
class Vote:
    """One resident's word on one project: the mark, and whether the project was known before."""

    mark: Mark = attrs.field(converter=Mark)
    knew: bool = attrs.field(validator=attrs.validators.instance_of(bool))


@attrs.frozen(hash=False)
class Judged:
    """What the electorate said of one project.

    ``members`` are all who could judge, ``marks`` how many gave each mark, ``knew`` how many knew
    of it.  Raises ``BadValue`` for more marks than members, or more who knew than who judged.
    """

    project: str
    members: int
    marks: Mapping[str, int] = attrs.field(converter=frozen_mapping)
    knew: int

    def __attrs_post_init__(self) -> None:
        for number in self.marks.values():
            whole(number, "marks")
        if not self.judges <= whole(self.members, "members") or self.knew > self.judges:
            raise BadValue(
                f"project {self.project}",
                Text("评议人数多于成员。", "more have judged than there are."),
                Text("请核对名册。", "Check the roll."),
            )

    @classmethod
    def of(cls, project: str, members: int, votes: Iterable[Vote]) -> Judged:
        """Count votes."""
        held = list(votes)
        marks = {str(mark): sum(vote.mark is mark for vote in held) for mark in Mark}
        return cls(project, members, marks, sum(vote.knew for vote in held))

    @property
    def judges(self) -> int:
        """How many said anything."""
        return sum(self.marks.values())

    @property
    def satisfaction(self) -> Satisfaction:
        """The test of Zhenhai; where there is no member at all, nothing can be told."""
        marks = self.marks
        return Satisfaction(
            marks[Mark.SATISFIED],
            marks[Mark.FAIRLY],
            marks[Mark.DISSATISFIED],
            self.members or None,
        )

    @property
    def level(self) -> SatisfactionGrade:
        """The grade; where nobody judged there is none, which says nothing of the project."""
        graded = self.satisfaction.level
        silent = self.members and not self.judges
        return SatisfactionGrade.NOBODY if silent else graded

    @property
    def aware(self) -> Share:
        """知晓度: of those who judged, who had known of it."""
        return Share(self.knew, self.judges, JUDGES)

    @property
    def participation(self) -> Share:
        """参与度: of all members, who judged."""
        return Share(self.judges, self.members, MEMBERS)

    @property
    def satisfied(self) -> Share:
        """满意度: of those who gave a mark, who are satisfied or fairly so."""
        content = self.marks[Mark.SATISFIED] + self.marks[Mark.FAIRLY]
        return Share(content, self.judges - self.marks[Mark.NONE], MARKED)

    @property
    def text(self) -> Text:
        """Grade and figures in a sentence, with their bases."""
        if self.level is SatisfactionGrade.NOBODY:
            return Text(
                f"没有人评议：全体成员{self.members}名，无人参加，不作满意与否的结论。",
                f"Nobody judged: none of the {self.members} members took part, so nothing is said "
                "of whether they are satisfied.",
            )
        return Text(
            "{grade}知晓度{aware}，参与度{part}，满意度{content}。",
            "{grade} Awareness {aware}, participation {part}, satisfaction {content}.",
        ).filled(
            grade=self.satisfaction.text,
            aware=_share_words(self.aware),
            part=_share_words(self.participation),
            content=_share_words(self.satisfied),
        )

    def plain(self) -> dict[str, Any]:
        """For JSON and the ledger; ``of_plain`` reads it."""
        return {
            "project": self.project,
            "members": self.members,
            "judges": self.judges,
            "knew": self.knew,
            "marks": {str(mark): self.marks[mark] for mark in Mark},
            "level": str(self.level),
            "awareness": _plain(self.aware),
            "participation": _plain(self.participation),
            "satisfaction": _plain(self.satisfied),
        }

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> Judged:
        """What ``plain`` wrote."""
        return cls(plain["project"], plain["members"], plain["marks"], plain["knew"])


def _plain(share: Share) -> dict[str, Any]:
    return {"numerator": share.numerator, "denominator": share.denominator, "base": share.base}


def _share_words(share: Share) -> Text:
    figures = f"{share.percent} ({share.numerator}/{share.denominator}"
    base = BASES[share.base]
    return Text(f"{figures} {base.zh})", f"{figures} {base.en})")


# -- beneficiaries and the others --------------------------------------------------------------

_ABSENT = "absent"
_PARTITIONS: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("satisfied",), ("fairly",), ("dissatisfied",), ("none",), (_ABSENT,)),
    (("satisfied",), ("fairly", "dissatisfied", "none"), (_ABSENT,)),
    (("satisfied", "fairly"), ("dissatisfied", "none", _ABSENT)),
)
"""How finely two groups may be told apart, the finest first: what each column adds together."""


def told_apart(
    first: Judged, second: Judged, least: int = LEAST
) -> tuple[tuple[str, tuple[int, int]], ...] | None:
    """Two groups side by side, as finely as tells nothing of a handful in either; else ``None``.

    Columns are named by what they add together (``satisfied+fairly``), with the numbers of the
    first and of the second group.  Every cell of both is at least ``least``: nobody at all is a
    handful too, since "none of them" says of each what they said.
    """
    groups = (_cells(first), _cells(second))
    for partition in _PARTITIONS:
        rows = [
            ("+".join(names), tuple(sum(group[name] for name in names) for group in groups))
            for names in partition
        ]
        if all(number >= least for _, numbers in rows for number in numbers):
            return tuple((name, (one, other)) for name, (one, other) in rows)
    return None


def _cells(judged: Judged) -> dict[str, int]:
    cells = {str(mark): number for mark, number in judged.marks.items()}
    return {**cells, _ABSENT: judged.members - judged.judges}
