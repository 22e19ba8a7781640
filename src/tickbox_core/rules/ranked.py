"""A ranking rule: something to rank by, and how to choose from the ranking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs

from tickbox_core.model._checks import frozen_mapping
from tickbox_core.rules.choosing import Candidate, Selection, choose, hand_back
from tickbox_core.rules.constraints import Choosing, check_constraints
from tickbox_core.rules.contest import Contest
from tickbox_core.rules.measures import Measure, Measured
from tickbox_core.rules.outcome import Margin, Outcome, Placed, TieBreak
from tickbox_core.rules.ranking import Cut, RankedItem, figure, in_order, reason
from tickbox_core.rules.stability import stability
from tickbox_core.rules.telling import blank_ballots
from tickbox_core.rules.ties import Refuse
from tickbox_core.rules.unsettled import Unsettled, open_ties
from tickbox_core.text import EMPTY, Text, join_texts


@attrs.frozen(hash=False)
class Ranked:
    """Ranks by a measure and chooses from the ranking; equal scores share a rank.

    ``parameters`` are the measure's, as they were chosen.
    """

    key: str
    measure: Measure
    choosing: Choosing = attrs.field(factory=Choosing)
    tie_break: TieBreak = attrs.field(factory=Refuse)
    parameters: Mapping[str, Any] = attrs.field(factory=dict, converter=frozen_mapping)
    version: str = "1"

    def outcome(self, contest: Contest) -> Outcome:
        """Count, rank, and choose where there is something to choose by.

        Raises ``RuleDoesNotFit`` for ballots of another kind, ``BaseUnknown`` where the size of the
        base was not given, ``UnknownName`` for an id that excludes others and is not listed,
        ``TieRefused`` where a tie decides and the tie-break is to refuse.
        """
        remark = check_constraints(self.choosing, contest.items)
        measured = self.measure.measure(contest, self.key)
        ranked = in_order(measured.standings)
        choice = self._choose(ranked, measured, contest)
        return self._outcome(ranked, measured, choice, contest, remark)

    def hand_back(self, contest: Contest) -> Unsettled:
        """Count and choose, and leave open the ties that the tie-break refuses.

        For a contest of which ``outcome`` raises ``TieRefused``.
        """
        remark = check_constraints(self.choosing, contest.items)
        measured = self.measure.measure(contest, self.key)
        ranked = in_order(measured.standings)
        choice = hand_back(*self._choice(ranked, measured, contest))
        made = self._outcome(ranked, measured, choice, contest, remark) if choice.final else None
        return Unsettled(open_ties(choice.ties), choice.chosen, made)

    def _outcome(
        self,
        ranked: Sequence[tuple[int, RankedItem]],
        measured: Measured,
        choice: Selection | None,
        contest: Contest,
        remark: Text,
    ) -> Outcome:
        return Outcome(
            rule=self.key,
            version=self.version,
            base=str(measured.base),
            ballots=contest.profile.ballots,
            ranking=self._place_items(ranked, measured, choice, contest),
            parameters={
                **self.parameters,
                **self.choosing.plain(),
                "tie_break": self.tie_break.key,
            },
            selected=None if choice is None else choice.chosen,
            ties=() if choice is None else choice.ties,
            note=join_texts([text for text in (note(contest), remark) if text]),
            cost=None if choice is None else choice.spent,
            budget=None if choice is None or choice.spent is None else self._budget(contest),
            margin=self._margin(ranked, measured, choice, contest),
        )

    def _margin(
        self,
        ranked: Sequence[tuple[int, RankedItem]],
        measured: Measured,
        choice: Selection | None,
        contest: Contest,
    ) -> Margin | None:
        if choice is None or open_ties(choice.ties):
            return None

        def again(standings: Sequence[RankedItem]) -> Selection | None:
            return self._choose(in_order(standings), measured, contest)

        return stability(ranked, measured, self.choosing, choice, contest, again, self.tie_break)

    def _choose(
        self, ranked: Sequence[tuple[int, RankedItem]], measured: Measured, contest: Contest
    ) -> Selection | None:
        """Nothing is chosen from a list without places or other limits, or where nobody voted."""
        if contest.places is None and self.choosing.plain_cut:
            return None
        return choose(*self._choice(ranked, measured, contest))

    def _choice(
        self, ranked: Sequence[tuple[int, RankedItem]], measured: Measured, contest: Contest
    ) -> tuple[list[Candidate], Choosing, TieBreak, int | None, int | None, int]:
        """What ``choose`` is handed."""
        places = contest.places if contest.profile.ballots else 0
        unit = 1 if measured.said else measured.unit
        candidates = [
            Candidate(standing.item, rank, standing.ticks, standing.share, unit)
            for rank, standing in ranked
        ]
        budget = contest.budget if self.choosing.tiers else None
        return candidates, self.choosing, self.tie_break, places, budget, contest.minor_units

    def _budget(self, contest: Contest) -> int | None:
        if contest.budget is not None:
            return contest.budget
        budgets = [t.budget for t in self.choosing.tiers.values() if t.budget is not None]
        return sum(budgets) if budgets else None

    def _place_items(
        self,
        ranked: Sequence[tuple[int, RankedItem]],
        measured: Measured,
        choice: Selection | None,
        contest: Contest,
    ) -> tuple[Placed, ...]:
        cut, ballots = None, contest.profile.ballots
        chosen = frozenset(() if choice is None else choice.chosen)
        if choice is not None and self.choosing.plain_cut:
            places = contest.places if ballots else 0
            cut = Cut(places or 0, choice.chosen, choice.ties[0] if choice.ties else None)
        return tuple(
            Placed(
                rank=rank,
                item=standing.item.id,
                title=standing.item.title,
                ticks=standing.ticks,
                share=standing.share,
                why=self._why(ranked, at, measured, choice, cut, ballots),
                chosen=None if choice is None else standing.item.id in chosen,
                score=measured.score(standing),
                options=measured.options.get(standing.item.id, ()),
            )
            for at, (rank, standing) in enumerate(ranked)
        )

    def _why(
        self,
        ranked: Sequence[tuple[int, RankedItem]],
        at: int,
        measured: Measured,
        choice: Selection | None,
        cut: Cut | None,
        ballots: int,
    ) -> Text:
        score = measured.score(ranked[at][1])
        said = reason(ranked, at, cut, _score_words(score, measured), measured.unit)
        if choice is None or cut is not None:
            return said
        item = ranked[at][1].item.id
        if item in choice.chosen:
            return join_texts([said, Text("入选。", "Chosen.")])
        if not ballots:
            return join_texts([said, Text("没有人参与，不入选。", "Nobody took part: not chosen.")])
        return join_texts([said, choice.lacked.get(item, Text("未入选。", "Not chosen."))])


def _score_words(score: Fraction | None, measured: Measured) -> Text:
    if score is None or not measured.said:
        return EMPTY
    return Text("得{score}{words}；", "{score} {words};").filled(
        score=figure(score), words=measured.scored
    )


def note(contest: Contest) -> Text:
    """What the reader has to know of the whole: nobody took part, or some ticked nothing."""
    if not contest.items:
        return Text("清单上没有事项。", "There are no items on the list.")
    if not contest.profile.ballots:
        return Text(
            "没有人参与打钩，各项并列，无一入选。",
            "Nobody took part: all items are tied and none is chosen.",
        )
    return blank_ballots(contest.profile.blank)
