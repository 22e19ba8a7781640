"""``tick-share``: rank by the proportion of residents ticking (居民勾选比例排序).

Source: the practice of Songnan Town (2023 report): the annual projects are fixed "by ranking on the
proportion of residents ticking".  The report names no base, so the base is a parameter.
"""

from __future__ import annotations

import attrs

from tickbox_core.counting import Base, Share, Tally
from tickbox_core.errors import BaseUnknown, RuleDoesNotFit, UnknownName
from tickbox_core.rules.contest import Contest
from tickbox_core.rules.outcome import Outcome, TieBreak
from tickbox_core.rules.ranking import Cut, Standing, cut, in_order, placed
from tickbox_core.rules.ties import Refuse
from tickbox_core.text import EMPTY, Text


def _base(value: str) -> Base:
    try:
        return Base(value)
    except ValueError:
        raise UnknownName("base", value, tuple(Base)) from None


@attrs.frozen
class TickShare:
    """Ranks items by the share of the base that ticks them; equal shares share a rank.

    All items of one contest have the same base, so the order is that of the ticks.  With the base
    ``households`` an item's ticks are the households in which somebody ticks it.
    """

    base: Base = attrs.field(default=Base.PARTICIPANTS, converter=_base)
    tie_break: TieBreak = attrs.field(factory=Refuse)
    key: str = attrs.field(default="tick-share", init=False)
    version: str = attrs.field(default="1", init=False)

    def outcome(self, contest: Contest) -> Outcome:
        """Count, rank, and cut where the contest has places.

        Raises ``RuleDoesNotFit`` for ballots that give an order or points, ``BaseUnknown`` where
        the size of the base was not given, ``TieRefused`` where a tie stands across the cut and the
        tie-break is to refuse.
        """
        if contest.profile.ordered or contest.profile.points is not None:
            raise RuleDoesNotFit(self.key, _MORE_THAN_TICKS)
        tally, size = self._counted(contest)
        ranked = in_order(
            [
                Standing(item, ticks, ticks, Share(ticks, size, self.base))
                for item, ticks in zip(contest.items, tally.ticks, strict=True)
            ]
        )
        decided = _cut(ranked, contest, self.tie_break)
        return Outcome(
            rule=self.key,
            version=self.version,
            base=self.base,
            ballots=contest.profile.ballots,
            ranking=placed(ranked, decided),
            parameters={"base": str(self.base), "tie_break": self.tie_break.key},
            selected=None if decided is None else decided.chosen,
            ties=() if decided is None or decided.tie is None else (decided.tie,),
            note=_note(contest),
        )

    def _counted(self, contest: Contest) -> tuple[Tally, int]:
        """The tally that this base is counted by, and the size of the base."""
        if self.base is Base.HOUSEHOLDS:
            if contest.by_household is None:
                raise BaseUnknown(self.base, _NO_HOUSEHOLDS)
            return (
                contest.engine.tally(contest.by_household),
                _given(contest.electorate.households, self.base),
            )
        tally = contest.engine.tally(contest.profile)
        if self.base is Base.REGISTERED:
            return tally, _given(contest.electorate.registered, self.base)
        return tally, tally.ballots


_MORE_THAN_TICKS = Text(
    "选票写的是先后或分数，这一规则只数打钩。",
    "the ballots give an order or points, and this rule counts ticks.",
)
_NO_HOUSEHOLDS = Text(
    "请在每张选票上写明属于哪一户。", "say on every ballot which household it belongs to."
)


def _given(size: int | None, base: Base) -> int:
    if size is not None:
        return size
    raise BaseUnknown(base, Text("请提供名册或总数。", "give the roll, or the total number."))


def _cut(ranked: list[tuple[int, Standing]], contest: Contest, tie_break: TieBreak) -> Cut | None:
    """The cut, if there is one; where nobody took part nothing is chosen, by lot or otherwise."""
    if contest.places is None:
        return None
    return cut(ranked, contest.places if contest.profile.ballots else 0, tie_break)


def _note(contest: Contest) -> Text:
    if not contest.items:
        return Text("清单上没有事项。", "There are no items on the list.")
    if not contest.profile.ballots:
        return Text(
            "没有人参与打钩，各项并列，无一入选。",
            "Nobody took part: all items are tied and none is chosen.",
        )
    blank = contest.profile.blank
    if blank:
        return Text(
            f"其中{blank}张选票一项也没有勾选，仍计入参与。",
            f"{blank} ballots tick nothing; they count as having taken part.",
        )
    return EMPTY
