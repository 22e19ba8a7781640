"""What the three rules share: a contest turned round, ties by name, and the outcome's frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs

from tickbox_budget_rules.election import SupportMatrix
from tickbox_budget_rules.naming import TiedItems
from tickbox_core.counting import Base, Profile, Share, Tally
from tickbox_core.errors import BaseUnknown, TieRefused
from tickbox_core.model import Item
from tickbox_core.rules import (
    Contest,
    CountingStep,
    Lexicographic,
    ListedFirst,
    Lot,
    LowerCost,
    Margin,
    Outcome,
    Placed,
    Tie,
    TieBreak,
    of_items,
    options_of,
)
from tickbox_core.rules.budget import BudgetCosts
from tickbox_core.rules.telling import blank_ballots
from tickbox_core.text import Text

Read = Callable[[Profile, str, str], Profile]
EQUAL = "equal"
"""Every voter has the same stake."""


@attrs.frozen(eq=False)
class Instance:
    """A contest, its costs and budget, and who supports what.

    ``tally`` is of the ballots as the rule reads them; ``point_units`` of their points make one.
    """

    contest: Contest
    spending: BudgetCosts
    election: SupportMatrix
    tally: Tally
    tie_break: TieBreak
    point_units: int = 1

    @classmethod
    def of(
        cls,
        rule: str,
        contest: Contest,
        read: Read,
        call: str,
        tie_break: TieBreak,
        *,
        stakes: str,
        points: bool = False,
    ) -> Instance:
        """Turn a contest round, its ballots read by ``read`` as ``call`` says.

        Raises ``RuleDoesNotFit`` without a budget or a cost, ``BaseUnknown`` for stakes nobody
        gave.
        """
        spending = BudgetCosts.of(contest, rule)
        supported = of_items(contest.profile, contest.ticklist)
        profile = read(supported, call, rule)
        if stakes != EQUAL and stakes not in profile.weights:
            raise BaseUnknown(stakes, Text("请提供权数。", "give the voters' weights."))
        election = SupportMatrix.of_profile(
            profile,
            spending.costs,
            spending.budget,
            base=None if stakes == EQUAL else stakes,
            points=points,
        )
        tally = contest.engine.tally(profile)
        units = contest.point_units if profile.points is supported.points else 1
        return cls(contest, spending, election, tally, tie_break, units)

    @property
    def choose(self) -> Chooser:
        """The tie-break, asked by numbers of items."""
        return Chooser(self.contest.items, self.tie_break)

    def ties(self, steps: Sequence[tuple[int, TiedItems]]) -> tuple[Tie, ...]:
        """The ties that the tie-break settled, of ``(chosen, tied)`` steps."""
        ids, key = [item.id for item in self.contest.items], self.tie_break.key
        return tuple(
            Tie(tuple(map(ids.__getitem__, tied.named)), 1, key, (ids[chosen],), more=tied.more)
            for chosen, tied in steps
            if tied
        )


BY_ITEM = (Lexicographic, ListedFirst, Lot, LowerCost)
"""Tie-breaks that order some items as they order all of them: one look tells who goes first."""


@attrs.frozen(slots=False)
class Chooser:
    """Which of several equal items comes first, by the tie-break."""

    items: tuple[Item, ...]
    tie_break: TieBreak

    def __call__(self, tied: tuple[int, ...], free: bool) -> int:
        """The first of them.

        Raises ``TieRefused``, unless the order is ``free``: then the list decides what comes first.
        A tie-break that orders none of them has settled nothing.
        """
        if self._place:
            return min(tied, key=self._place.__getitem__)
        order = self._broken(tied)
        if order:
            return order[0]
        if free:
            return tied[0]
        raise TieRefused(tuple(self.items[item].id for item in tied), 1, in_turn=True)

    def turns(self, tied: tuple[int, ...]) -> tuple[int, ...]:
        """Who is first, who is first of the others, and so on; nothing where that is not known."""
        return tuple(sorted(tied, key=self._place.__getitem__)) if self._place else ()

    def order(self, tied: tuple[int, ...]) -> tuple[int, ...]:
        """All of them, where the order is free; as listed where the tie-break does not say."""
        if self._place:
            return tuple(sorted(tied, key=self._place.__getitem__))
        order = self._broken(tied)
        return order if sorted(order) == sorted(tied) else tied

    @cached_property
    def _place(self) -> Sequence[int]:
        """Where each item stands in the order of all; nothing where some may stand otherwise."""
        if type(self.tie_break) not in BY_ITEM:
            return ()
        place = [0] * len(self.items)
        for at, item in enumerate(self._broken(tuple(range(len(self.items))))):
            place[item] = at
        return place

    def _broken(self, tied: tuple[int, ...]) -> tuple[int, ...]:
        items = tuple(self.items[item] for item in tied)
        try:
            order = self.tie_break.order(items)
        except TieRefused:
            return ()
        place = {item.id: at for item, at in zip(items, tied, strict=True)}
        return tuple(place[item.id] for item in order if item.id in place)


def outcome(
    case: Instance,
    rule: tuple[str, str],
    parameters: Mapping[str, Any],
    chosen: Sequence[int],
    why: Mapping[int, Text],
    steps: Sequence[CountingStep],
    ties: tuple[Tie, ...],
    margin: Margin | None = None,
) -> Outcome:
    """The outcome: items by the ticks they have, each with its reason."""
    items = case.contest.items
    return Outcome(
        rule=rule[0],
        version=rule[1],
        plugin="tickbox-budget-rules",
        base=Base.PARTICIPANTS,
        ballots=case.tally.ballots,
        ranking=_ranking(case, frozenset(chosen), why),
        parameters={**parameters, "tie_break": case.tie_break.key},
        selected=tuple(items[item].id for item in chosen),
        ties=ties,
        note=_note(case),
        cost=sum(case.spending.costs[item] for item in chosen),
        budget=case.spending.budget,
        steps=tuple(steps),
        margin=margin,
    )


def _ranking(case: Instance, chosen: frozenset[int], why: Mapping[int, Text]) -> tuple[Placed, ...]:
    ticks = case.tally.ticks
    order = sorted(range(len(ticks)), key=lambda item: -ticks[item])
    ahead = {ticks[item]: at + 1 for at, item in reversed(list(enumerate(order)))}
    ballots = case.tally.ballots
    options = options_of(case.contest, case.contest.profile, ballots, Base.PARTICIPANTS)
    return tuple(
        Placed(
            rank=ahead[ticks[item]],
            item=case.contest.items[item].id,
            title=case.contest.items[item].title,
            ticks=ticks[item],
            share=Share(ticks[item], ballots, Base.PARTICIPANTS),
            why=why[item],
            chosen=item in chosen,
            options=options.get(case.contest.items[item].id, ()),
        )
        for item in order
    )


def _note(case: Instance) -> Text:
    if not case.contest.items:
        return Text("清单上没有事项。", "There are no items on the list.")
    if not case.tally.ballots:
        return Text(
            "没有人参与打钩，入选与否不代表居民意愿。",
            "Nobody took part; what is chosen says nothing about what residents want.",
        )
    return blank_ballots(case.tally.blank)
