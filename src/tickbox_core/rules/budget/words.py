"""What a budget rule says for itself, in plain Chinese and English."""

from __future__ import annotations

from tickbox_core.counting import Tally
from tickbox_core.model import Item
from tickbox_core.rules.budget.filling import Turn, Verdict
from tickbox_core.rules.budget.margins import Change
from tickbox_core.rules.budget.spending import Spending
from tickbox_core.rules.contest import Contest
from tickbox_core.rules.telling import closest_call, fewest
from tickbox_core.text import EMPTY, Text, numbered


def turn(taken: Turn, votes: int, spending: Spending) -> Text:
    """Why an item was taken, skipped or not reached."""
    cost = spending.costs[taken.item]
    said = _TURNS[taken.verdict]
    return said.filled(
        votes=votes,
        votes_en=numbered(votes, "vote"),
        cost=spending.said(cost),
        left=spending.said(taken.left),
        lacking=spending.said(max(0, cost - taken.left)),
    )


_TURNS = {
    Verdict.CHOSEN: Text(
        "{votes}票；费用{cost}，轮到它时还剩{left}，入选。",
        "{votes_en}; costs {cost} and {left} was left at its turn: chosen.",
    ),
    Verdict.DEARER: Text(
        "{votes}票；费用{cost}，轮到它时只剩{left}，差{lacking}。",
        "{votes_en}; costs {cost} and only {left} was left at its turn: {lacking} short.",
    ),
    Verdict.NOT_REACHED: Text(
        "{votes}票；费用{cost}，前面有一项超出余款，到此为止，没有轮到它。",
        "{votes_en}; costs {cost}; an item before it did not fit, and the count stopped there.",
    ),
    Verdict.TIED: Text(
        "{votes}票；费用{cost}，与别的事项并列，剩下的{left}不够全部，计票不代为决定，由两人当众处理。",
        "{votes_en}; costs {cost}; tied with others for whom the {left} left do not suffice; the "
        "count does not choose among them, and two people settle it in public.",
    ),
    Verdict.BEHIND: Text(
        "{votes}票；费用{cost}，排在并列事项之后，能否入选要看并列怎样处理。",
        "{votes_en}; costs {cost}; it stands behind a tie, and whether it is chosen hangs on how "
        "that is settled.",
    ),
}


def below(votes: int, threshold: int) -> Text:
    """Why an item did not stand."""
    return Text(
        f"{votes}票，未到最低票数{threshold}，差{threshold - votes}票。",
        f"{numbered(votes, 'vote')}, {threshold - votes} short of the {threshold} needed to stand.",
    )


def margin(item: Item, change: Change, contest: Contest) -> Text:
    """How stable the list is."""
    return closest_call(item.title, fewest(change.votes, change.more), contest)


def note(contest: Contest, tally: Tally) -> Text:
    """What the reader has to know about the whole."""
    if not contest.items:
        return Text("清单上没有事项。", "There are no items on the list.")
    if not tally.ballots:
        return Text(
            "没有人参与打钩，入选与否不代表居民意愿。",
            "Nobody took part; what is chosen says nothing about what residents want.",
        )
    return EMPTY
