"""Stairwell count sheets: who took part and how many ticks each item got, ballots unseen.

A small committee counts by hand (正 strokes).  Which slot ticked what is never known: nothing but
sums and bounds can be checked, and only a rule that asks for no more than sums may count them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import attrs

from tickbox_core.errors import BadValue
from tickbox_core.errors import UnknownId as Unlisted
from tickbox_core.model._checks import frozen_mapping, strings, whole
from tickbox_core.model.items import TickList
from tickbox_core.model.limits import Limits, TickSums
from tickbox_core.text import Text

BY_SUMS = frozenset({"tick-share", "tick-count", "greedy-votes", "greedy-ratio"})
"""Rules of the core that need only how many ticked each item."""


@attrs.frozen(hash=False)
class CountSheet:
    """The ``slots`` that took part, and by tick of the list how many ticked it.

    Raises ``BadValue`` for a sheet of nobody, a slot twice, or a number that cannot be.
    """

    slots: tuple[str, ...] = attrs.field(converter=strings)
    ticks: Mapping[str, int] = attrs.field(converter=frozen_mapping)

    def __attrs_post_init__(self) -> None:
        if not self.slots:
            raise _bad("没有写明谁参与了。", "it names nobody who took part.")
        if len(set(self.slots)) < len(self.slots):
            raise _bad("同一席位写了两次。", "a slot stands on it twice.")
        for number in self.ticks.values():
            whole(number, "count sheet")

    @property
    def participants(self) -> int:
        """How many took part."""
        return len(self.slots)

    def check(self, listed: TickList, limits: Limits) -> None:
        """Refuse sums that no ballots within the limits could give.

        Raises ``UnknownId`` for a tick that is not on the list, ``TooManyTicks`` and its like (with
        the sums for all who took part), ``BadValue`` for more ticks of an item than people.
        """
        by_item: Counter[str] = Counter()
        for tick, number in self.ticks.items():
            item = listed.item_of.get(tick)
            if item is None:
                raise Unlisted("item", tick, "count sheet")
            by_item[item.id] += number
        self._check_items(by_item)
        limits.check_sums(TickSums.of(listed, self.ticks), self.participants)

    def _check_items(self, by_item: Counter[str]) -> None:
        for item, number in by_item.items():
            if number > self.participants:
                raise _bad(
                    f"“{item}”有{number}票，参与的只有{self.participants}人。",
                    f"'{item}' has {number} ticks of {self.participants} people.",
                )

    def dealt(self) -> list[tuple[str, ...]]:
        """Ballots that give these sums: item by item, the ticks dealt round.

        They are nobody's: only their sums mean anything, and those are exact.
        """
        hands: list[list[str]] = [[] for _ in self.slots]
        at = 0
        for tick, number in self.ticks.items():
            for _ in range(number):
                hands[at % len(hands)].append(tick)
                at += 1
        return [tuple(hand) for hand in hands]


def _bad(zh: str, en: str) -> BadValue:
    remedy = Text("请重新核对合计表。", "Count the sheet again.")
    return BadValue("count sheet", Text(zh, en), remedy)
