"""What a budget rule says for itself, in plain Chinese and English."""

from __future__ import annotations

from tickbox_core.counting import Tally
from tickbox_core.model import Item
from tickbox_core.rules.budget.filling import FillVerdict, Turn
from tickbox_core.rules.budget.margins import MarginChange
from tickbox_core.rules.budget.spending import BudgetCosts
from tickbox_core.rules.contest import Contest
from tickbox_core.rules.telling import blank_ballots, closest_call, fewest
from tickbox_core.text import EMPTY, Text


def turn(taken: Turn, votes: int, spending: BudgetCosts) -> Text:
    """Why an item was taken, skipped or not reached."""
    cost = spending.costs[taken.item]
    said = _TURNS[taken.verdict]
    if taken.verdict is FillVerdict.EXCLUDED:
        said = _EXCLUDED if taken.by else _EXCLUDED_BY_A_TIE
    return said.filled(
        by=taken.by,
        votes=spending.of_votes(votes),
        cost=spending.said(cost),
        left=spending.said(taken.left),
        lacking=spending.said(max(0, cost - taken.left)),
    )


_TURNS = {
    FillVerdict.CHOSEN: Text(
        "{votes}；费用{cost}，轮到它时还剩{left}，入选。",
        "{votes}; costs {cost} and {left} was left at its turn: chosen.",
    ),
    FillVerdict.DEARER: Text(
        "{votes}；费用{cost}，轮到它时只剩{left}，差{lacking}。",
        "{votes}; costs {cost} and only {left} was left at its turn: {lacking} short.",
    ),
    FillVerdict.NOT_REACHED: Text(
        "{votes}；费用{cost}，前面有一项超出余款，到此为止，没有轮到它。",
        "{votes}; costs {cost}; an item before it did not fit, and the count stopped there.",
    ),
    FillVerdict.TIED: Text(
        "{votes}；费用{cost}，与别的事项并列，剩下的{left}不够全部，计票不代为决定，由两人当众处理。",
        "{votes}; costs {cost}; tied with others for whom the {left} left do not suffice; the "
        "count does not choose among them, and two people settle it in public.",
    ),
    FillVerdict.EXCLUDED: EMPTY,
    FillVerdict.BEHIND: Text(
        "{votes}；费用{cost}，排在并列事项之后，能否入选要看并列怎样处理。",
        "{votes}; costs {cost}; it stands behind a tie, and whether it is chosen hangs on how "
        "that is settled.",
    ),
}


_EXCLUDED = Text(
    "{votes}；费用{cost}，与已入选的“{by}”只能取一项。",
    "{votes}; costs {cost}; '{by}' is chosen and excludes it.",
)
_EXCLUDED_BY_A_TIE = Text(
    "{votes}；费用{cost}，与并列的事项只能取一项。",
    "{votes}; costs {cost}; one of those tied excludes it.",
)


def below(votes: int, threshold: int, spending: BudgetCosts) -> Text:
    """Why an item did not stand."""
    return Text(
        "{votes}，未到最低{threshold}，差{short}。",
        "{votes}, {short} short of the {threshold} needed to stand.",
    ).filled(
        votes=spending.of_votes(votes),
        threshold=spending.of_votes(threshold),
        short=spending.of_votes(threshold - votes),
    )


def margin(item: Item, change: MarginChange, contest: Contest, spending: BudgetCosts) -> Text:
    """How stable the list is."""
    if not spending.point_units:
        return closest_call(item.title, fewest(change.votes, change.more), contest)
    points = spending.of_votes(change.votes)
    by = Text("再多{n}", "{n} more") if change.more else Text("少{n}", "{n} fewer")
    return closest_call(item.title, by.filled(n=points), contest)


def note(contest: Contest, tally: Tally) -> Text:
    """What the reader has to know about the whole."""
    if not contest.items:
        return Text("清单上没有事项。", "There are no items on the list.")
    if not tally.ballots:
        return Text(
            "没有人参与打钩，入选与否不代表居民意愿。",
            "Nobody took part; what is chosen says nothing about what residents want.",
        )
    return blank_ballots(tally.blank)
