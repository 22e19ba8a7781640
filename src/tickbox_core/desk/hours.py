"""From when and until when answers are taken, as it is announced: in words for pages and paper."""

from __future__ import annotations

from tickbox_core.desk import opening
from tickbox_core.desk.hand import Hand
from tickbox_core.model import Round, State
from tickbox_core.model.local_time import day_at, hour_words
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow import deadlines
from tickbox_core.workflow.notices import day


def until(hand: Hand, round: Round) -> Text:
    """Until when ticking is announced to go on: the last day, with its hour where one is said.

    As it stands: an end that was put off is the later one.  ``EMPTY`` where none is announced.
    """
    hour = deadlines.announced_hour(hand.store, round.id, round.closes, round.closes_at)
    return hour or day(round.closes)


def since(hand: Hand, round: Round) -> Text:
    """From when: the day it was opened, else the announced one, with its hour where one is said."""
    if round.opened_at:
        return day(round.opened_at)
    at = opening.opens_at(hand, round)
    if at is None:
        return EMPTY
    return hour_words(at) if round.opens_at else day(day_at(at))


def sentence_before(hand: Hand, round: Round) -> Text:
    """Of a list that is not open yet, until when there will be ticking; ``EMPTY``: not said."""
    said = until(hand, round)
    if not said or round.state not in (State.LISTING, State.POSTED):
        return EMPTY
    return Text("打钩到{until}为止", "ticking goes on until {until}").filled(until=said)


def span_words(first: Text, last: Text) -> Text:
    """Between two of these, as far as they are known."""
    if first and last:
        return Text("{since}至{last}", "{since} to {last}").filled(since=first, last=last)
    if last:
        return Text("{last}截止", "until {last}").filled(last=last)
    return Text("{since}起", "since {since}").filled(since=first) if first else EMPTY
