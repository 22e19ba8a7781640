"""``greedy-votes`` and ``greedy-ratio``: the most wanted first, as far as the money goes.

Most towns choose so: items in the order of their votes (or of votes per cost), each taken if it
still fits.  What does not fit is skipped, or ends the count (``unfit``); items below a minimum
number of votes do not stand (``threshold``).  Items nobody ticked are taken too where money is
left; a threshold of 1 keeps them out.  An item that costs nothing always fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

import attrs

from tickbox_core.counting import Base, Share, Tally
from tickbox_core.errors import BadValue, TieRefused
from tickbox_core.rules.budget import words
from tickbox_core.rules.budget.ballots import as_cast, top_of
from tickbox_core.rules.budget.filling import Filled, FillVerdict, Turn, fill
from tickbox_core.rules.budget.margins import MarginChange, Walked, smallest_change
from tickbox_core.rules.budget.scores import Scores
from tickbox_core.rules.budget.spending import BudgetCosts
from tickbox_core.rules.budget.trying import by_trying
from tickbox_core.rules.constraints import Choosing, check_constraints
from tickbox_core.rules.contest import Contest
from tickbox_core.rules.outcome import CountingStep, Margin, Outcome, Placed, TieBreak
from tickbox_core.rules.support import of_items, options_of
from tickbox_core.rules.ties import Refuse
from tickbox_core.rules.unsettled import Unsettled, open_ties
from tickbox_core.text import Text

Unfit = Literal["skip", "stop"]


def threshold_of(value: object) -> int:
    """A minimum number of votes: a whole number, also where it comes as a word."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    if type(value) is int and value >= 0:
        return value
    raise BadValue(
        "threshold",
        Text(f"“{value}”不是不小于0的整数。", f"'{value}' is not a whole number of 0 or more."),
        Text("请填最低票数。", "Give the least number of votes."),
    )


@attrs.frozen
class Greedy:
    """Down the ranking by votes, or by votes per cost, taking what fits into the budget."""

    per_cost: bool = False
    unfit: Unfit = attrs.field(default="skip", validator=attrs.validators.in_(("skip", "stop")))
    threshold: int = attrs.field(default=0, converter=threshold_of)
    call: str = "as-cast"
    tie_break: TieBreak = attrs.field(factory=Refuse)
    exclusive: tuple[tuple[str, ...], ...] = ()
    version: str = attrs.field(default="1", init=False)

    @property
    def key(self) -> str:
        """``greedy-votes`` or ``greedy-ratio``."""
        return "greedy-ratio" if self.per_cost else "greedy-votes"

    def outcome(self, contest: Contest) -> Outcome:
        """Count, rank, and take what fits.

        Raises ``RuleDoesNotFit`` where the contest has no budget or an item no cost,
        ``UnknownName`` for an id that excludes others and is not listed, ``TieRefused`` where a tie
        decides and the tie-break is to refuse.
        """
        spending, tally, scores = self._score(contest)
        levels = self._levels(scores, spending)
        filled = self._fill(contest, spending, levels)
        return self._make_outcome(contest, spending, tally, scores, levels, filled)

    def hand_back(self, contest: Contest) -> Unsettled:
        """Count and take, and leave open the ties that the tie-break refuses.

        For a contest of which ``outcome`` raises ``TieRefused``.
        """
        spending, tally, scores = self._score(contest)
        levels = self._levels(scores, spending)
        filled = self._fill(contest, spending, levels, hand_back=True)
        chosen = tuple(contest.items[item].id for item in filled.chosen)
        made = None
        if filled.final:
            made = self._make_outcome(contest, spending, tally, scores, levels, filled)
        return Unsettled(open_ties(filled.ties), chosen, made)

    def _score(self, contest: Contest) -> tuple[BudgetCosts, Tally, Scores]:
        spending = BudgetCosts.of(contest, self.key)
        check_constraints(Choosing(exclusive=self.exclusive), contest.items)
        profile = of_items(contest.profile, contest.ticklist)
        read = as_cast(profile, self.call, self.key)
        tally = contest.engine.tally(read)
        votes = tally.ticks if tally.points is None else tally.points
        if tally.points is not None:
            # points of places are whole; those that ballots give are in the ballots' units
            units = contest.point_units if read.points is profile.points else 1
            spending = attrs.evolve(spending, point_units=units)
        return spending, tally, Scores(votes, spending.costs if self.per_cost else None)

    def _bar(self, spending: BudgetCosts) -> int:
        """The threshold in the units of the ballots."""
        return self.threshold * max(1, spending.point_units)

    def _levels(self, scores: Scores, spending: BudgetCosts) -> list[list[int]]:
        """The items that stand, in rank order."""
        bar = self._bar(spending)
        standing = [item for item, votes in enumerate(scores.votes) if votes >= bar]
        return scores.levels(standing)

    def _fill(
        self,
        contest: Contest,
        spending: BudgetCosts,
        levels: Sequence[Sequence[int]],
        *,
        hand_back: bool = False,
    ) -> Filled:
        return fill(
            levels,
            contest.items,
            spending.costs,
            spending.budget,
            self.tie_break,
            stop=self.unfit == "stop",
            hand_back=hand_back,
            groups=self._groups(contest),
        )

    def _groups(self, contest: Contest) -> dict[int, int]:
        """Of each item that excludes others, the number of its group."""
        number = {item.id: at for at, item in enumerate(contest.items)}
        return {number[id_]: at for at, group in enumerate(self.exclusive) for id_ in group}

    def _make_outcome(
        self,
        contest: Contest,
        spending: BudgetCosts,
        tally: Tally,
        scores: Scores,
        levels: Sequence[Sequence[int]],
        filled: Filled,
    ) -> Outcome:
        """The outcome with its reasons."""
        chosen = filled.chosen
        margin = self._margin(contest, filled, scores, spending, tally)
        return Outcome(
            rule=self.key,
            version=self.version,
            base=Base.PARTICIPANTS,
            ballots=tally.ballots,
            ranking=self._ranking(contest, spending, tally, scores, levels, filled),
            parameters={
                "unfit": self.unfit,
                "threshold": self.threshold,
                "ballots": self.call,
                **Choosing(exclusive=self.exclusive).plain(),
                "tie_break": self.tie_break.key,
            },
            selected=tuple(contest.items[item].id for item in chosen),
            ties=filled.ties,
            note=words.note(contest, tally),
            cost=sum(spending.costs[item] for item in chosen),
            budget=spending.budget,
            steps=tuple(
                CountingStep(
                    contest.items[turn.item].id,
                    words.turn(turn, scores.votes[turn.item], spending),
                    {"votes": scores.votes[turn.item], "left": turn.left},
                )
                for turn in filled.turns
                if turn.verdict is FillVerdict.CHOSEN
            ),
            margin=margin,
        )

    def _ranking(
        self,
        contest: Contest,
        spending: BudgetCosts,
        tally: Tally,
        scores: Scores,
        levels: Sequence[Sequence[int]],
        filled: Filled,
    ) -> tuple[Placed, ...]:
        """All items, those below the threshold last, each with its reason."""
        turns = {turn.item: turn for turn in filled.turns}
        options = options_of(contest, contest.profile, tally.ballots, Base.PARTICIPANTS)
        below = [item for item in range(len(contest.items)) if item not in turns]
        placed: list[Placed] = []
        for level in [*levels, *scores.levels(below)]:
            rank = len(placed) + 1
            placed.extend(
                Placed(
                    rank=rank,
                    item=contest.items[item].id,
                    title=contest.items[item].title,
                    ticks=tally.ticks[item],
                    share=Share(tally.ticks[item], tally.ballots, Base.PARTICIPANTS),
                    why=self._why(turns.get(item), scores.votes[item], item, spending),
                    chosen=item in turns and turns[item].verdict is FillVerdict.CHOSEN,
                    options=options.get(contest.items[item].id, ()),
                )
                for item in level
            )
        return tuple(placed)

    def _why(self, turn: Turn | None, votes: int, item: int, spending: BudgetCosts) -> Text:
        if turn is None:
            return words.below(votes, self._bar(spending), spending)
        return words.turn(turn, votes, spending)

    def _margin(
        self, contest: Contest, filled: Filled, scores: Scores, spending: BudgetCosts, tally: Tally
    ) -> Margin | None:
        if open_ties(filled.ties):
            return None

        def tried(change: MarginChange) -> bool:
            votes = list(scores.votes)
            votes[change.item] += change.votes if change.more else -change.votes
            try:
                changed = attrs.evolve(scores, votes=tuple(votes))
                other = self._fill(contest, spending, self._levels(changed, spending))
            except TieRefused:
                return True  # a list that was settled no longer is
            return set(other.chosen) != set(filled.chosen)

        walked = Walked.of(
            self._levels(scores, spending),
            spending.costs,
            spending.budget,
            scores,
            self._order(contest),
            stop=self.unfit == "stop",
            bar=self._bar(spending),
            most=self._most(contest, tally),
        )
        if self.exclusive:
            change = by_trying(walked, tried)
        else:
            change = smallest_change(walked, stop=self.unfit == "stop")
            change = change if change is not None and tried(change) else None
        if change is None:
            return None
        item = contest.items[change.item]
        why = words.margin(item, change, contest, spending)
        if not spending.point_units:
            return Margin(item.id, change.votes, change.more, why)
        points = Fraction(change.votes, spending.point_units)
        return Margin(item.id, None, change.more, why, points)

    def _order(self, contest: Contest) -> dict[int, int] | None:
        """Each item's place by the tie-break; ``None`` where it hands equal items back."""
        number = {item.id: at for at, item in enumerate(contest.items)}
        try:
            order = self.tie_break.order(contest.items)
        except TieRefused:
            return None
        return {number[item.id]: at for at, item in enumerate(order)}

    def _most(self, contest: Contest, tally: Tally) -> int | None:
        """The votes that an item can have at most; ``None`` of points that ballots give freely."""
        if tally.points is None:
            return tally.ballots
        top = top_of(self.call, contest.profile)
        return None if top is None else top * tally.ballots
