"""A count that a tie-break hands back to people: who is tied, and who is chosen in any case.

*Handing back*: a tie-break like ``refuse`` does not say which of several equal items come first.
Such a tie is *open*.  The count is *final* but for its open ties where nobody who stands behind
them depends on how they are settled; then all of the tied can be taken, or none, beside the
computed result.  Where somebody does, only an order of the tied can settle it: a lot.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

import attrs

from tickbox_core.errors import TieRefused
from tickbox_core.rules.contest import Contest
from tickbox_core.rules.outcome import Outcome, RankingRule, Tie
from tickbox_core.text import EMPTY, Text, count_noun

BEHIND = Text(
    "排在并列事项之后，能否入选要看并列怎样处理。",
    "It stands behind a tie: whether it is chosen hangs on how that is settled.",
)


@attrs.frozen(hash=False)
class Unsettled:
    """A count with open ties; ``certain`` are chosen however they are settled.

    ``outcome`` is the computed result with its ties left open, where the count is final but for
    them; ``None`` where only a lot can settle it.
    """

    ties: tuple[Tie, ...]
    certain: tuple[str, ...] = ()
    outcome: Outcome | None = None

    @property
    def refusal(self) -> TieRefused:
        """The same as an error, of the first tie."""
        first = self.ties[0]
        return TieRefused(first.items, first.places, first.in_turn, first.fit or 0)


@runtime_checkable
class HandsBack(Protocol):
    """A rule that can say more of a tie than that there is one."""

    def hand_back(self, contest: Contest) -> Unsettled:
        """The count with the ties that its tie-break refuses left open."""
        ...


def count_or_unsettled(rule: RankingRule, contest: Contest) -> Outcome | Unsettled:
    """The outcome, or the count with its open ties where the tie-break hands one back.

    Raises what the rule raises, ``TieRefused`` excepted.
    """
    try:
        return rule.outcome(contest)
    except TieRefused as refusal:
        if isinstance(rule, HandsBack):
            return rule.hand_back(contest)
        places = max(1, refusal.places)
        tie = Tie(refusal.tied, places, "refuse", (), refusal.in_turn, refusal.fit or None)
        return Unsettled((tie,))


def open_ties(ties: tuple[Tie, ...]) -> tuple[Tie, ...]:
    """Those that people have to settle."""
    return tuple(tie for tie in ties if tie.open)


def tied_words(tie: Tie) -> Text:
    """Why an item of an open tie is neither chosen nor left out by the count."""
    number = len(tie.items)
    if tie.in_turn:
        most = still_fit(tie)
        return Text(
            f"与另外{number - 1}项并列，{most.zh}先后由两人当众抽签决定。",
            f"One of {number} tied{most.en}; which comes first is drawn in public.",
        )
    return Text(
        f"{number}项并列，最多还能取{tie.places}项，计票不代为决定，由两人当众处理。",
        f"One of {number} tied for {count_noun(tie.places, 'place')} at most; the count does not "
        "choose among them, and two people settle it in public.",
    )


def still_fit(tie: Tie) -> Text:
    """How many of items that come one after the other still fit; nothing where it is not known."""
    if tie.fit is None:
        return EMPTY
    return Text(f"其中最多还能取{tie.fit}项，", f", of whom {tie.fit} at most still fit")
