"""How it is answered: ballots, held to the list and its limits."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from tickbox_core.errors import BadValue, ChooseOne, RepeatedTick, UnknownId
from tickbox_core.model._checks import strings
from tickbox_core.model.items import TickList
from tickbox_core.model.limits import Limits, TickSums
from tickbox_core.text import Text


@attrs.frozen
class Ballot:
    """One voter's ballot.

    ``ticks`` are item ids: in any order where ticks are counted, in the order of preference where
    an order is asked for.  ``points`` stand beside them where points are given.  ``household``
    joins the ballots of one household, for shares of households.  An empty ballot is a ballot.
    """

    voter: str
    ticks: tuple[str, ...] = attrs.field(default=(), converter=strings)
    household: str | None = None
    points: tuple[int, ...] | None = None

    def __attrs_post_init__(self) -> None:
        if len(set(self.ticks)) < len(self.ticks):
            again = [t for i, t in enumerate(self.ticks) if t in self.ticks[:i]]
            raise RepeatedTick(again[0], self.voter)
        if self.points is not None:
            self._check_points(self.points)

    def _check_points(self, points: tuple[int, ...]) -> None:
        if len(points) == len(self.ticks) and all(type(number) is int for number in points):
            return
        raise BadValue(
            f"ballot {self.voter}",
            Text("分数与勾选项不对应。", "points and ticks do not match."),
            Text("每一项给一个整数分数。", "Give one whole number of points for each tick."),
        )


def check_ticks(ballot: Ballot, listed: TickList | Iterable[str], limits: Limits) -> None:
    """Refuse a ballot that does not fit the list or its limits, which count items, not options.

    Raises ``UnknownId`` for a tick that is not on the list, ``ChooseOne`` for an item with options
    that is ticked bare or in more than one of them, or what ``limits`` refuses.
    """
    if isinstance(listed, TickList):
        _check_options(ballot, listed)
        limits.check_sums(TickSums.of(listed, dict.fromkeys(ballot.ticks, 1)))
        return
    known = frozenset(listed)
    for tick in ballot.ticks:
        if tick not in known:
            raise UnknownId("item", tick, f"ballot {ballot.voter}")
    limits.check(len(ballot.ticks))


def _check_options(ballot: Ballot, listed: TickList) -> None:
    """Raise for a tick that is not on the list, and for an item with options ticked wrongly."""
    said: set[str] = set()
    for tick in ballot.ticks:
        item = listed.item_of.get(tick)
        if item is None:
            bare = next((one for one in listed.items if one.id == tick), None)
            if bare is None:
                raise UnknownId("item", tick, f"ballot {ballot.voter}")
            raise ChooseOne(tick, bare.ticks)
        if item.id in said:
            raise ChooseOne(item.id, item.ticks)
        said.add(item.id)
