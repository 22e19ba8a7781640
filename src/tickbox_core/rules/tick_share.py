"""``tick-share``: rank by the proportion of residents ticking (居民勾选比例排序).

Source: the practice of Songnan Town (2023 report): the annual projects are fixed "by ranking on the
proportion of residents ticking".  The report names no base, so the base is a parameter.
"""

from __future__ import annotations

import attrs

from tickbox_core.counting import Base
from tickbox_core.errors import UnknownName
from tickbox_core.rules.constraints import Choosing
from tickbox_core.rules.contest import Contest
from tickbox_core.rules.measures import Ticks
from tickbox_core.rules.outcome import Outcome, TieBreak
from tickbox_core.rules.ranked import Ranked
from tickbox_core.rules.ties import Refuse
from tickbox_core.rules.unsettled import Unsettled


def _base(value: str) -> Base:
    try:
        return Base(value)
    except ValueError:
        raise UnknownName("base", value, tuple(Base)) from None


@attrs.frozen(hash=False)
class TickShare:
    """Ranks items by the share of the base that ticks them; equal shares share a rank.

    All items of one contest have the same base, so the order is that of the ticks.  With the base
    ``households`` an item's ticks are the households in which somebody ticks it.
    """

    base: Base = attrs.field(default=Base.PARTICIPANTS, converter=_base)
    tie_break: TieBreak = attrs.field(factory=Refuse)
    choosing: Choosing = attrs.field(factory=Choosing)
    key: str = attrs.field(default="tick-share", init=False)
    version: str = attrs.field(default="1", init=False)

    def outcome(self, contest: Contest) -> Outcome:
        """Count, rank, and choose where the contest has places or the rule constraints.

        Raises ``RuleDoesNotFit`` for ballots that give an order or points, ``BaseUnknown`` where
        the size of the base was not given, ``TieRefused`` where a tie stands across the cut and the
        tie-break is to refuse.
        """
        return self._as_ranked().outcome(contest)

    def hand_back(self, contest: Contest) -> Unsettled:
        """Count and choose, and leave open the ties that the tie-break refuses."""
        return self._as_ranked().hand_back(contest)

    def _as_ranked(self) -> Ranked:
        return Ranked(
            self.key,
            Ticks(self.base),
            self.choosing,
            self.tie_break,
            {"base": str(self.base)},
            self.version,
        )
