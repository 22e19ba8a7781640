"""The days that the law of a place sets for a poll."""

from __future__ import annotations

from datetime import date, timedelta

from tickbox_core.components.motions import Poll
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.motions import preparing
from tickbox_core.errors import NotPossible
from tickbox_core.text import Text

SET_BY = {
    "closes_earliest": ("opened", "window.min_days"),
    "closes_latest": ("opened", "window.max_days"),
    "result_due": ("closed", "results.within_days"),
}
"""Each day, from which one it counts, and the value that says how many days later it is."""


def dates_of(hand: Hand, poll: Poll) -> dict[str, date]:
    """The days by name, as far as a layer says and the poll has come."""
    practice = preparing.practice_of(hand, poll)
    known = {
        name: hand.day_of(at)
        for name, at in (("opened", poll.opened_at), ("closed", poll.closed_at))
        if at
    }
    found = dict(known)
    for name, (start, value) in SET_BY.items():
        days = practice.value(value)
        if start in known and isinstance(days, int):
            found[name] = known[start] + timedelta(days=days)
    return found


def still_open(hand: Hand, poll: Poll, day: date) -> None:
    """Refuse papers that came once the longest time that the law leaves for voting was over."""
    latest = dates_of(hand, poll).get("closes_latest")
    if latest is not None and day > latest:
        raise NotPossible(
            Text(f"表决期到{latest}为止，已经过了。", f"voting ended by law on {latest}."),
            Text("请截止并计票。", "Close it and decide."),
        )
