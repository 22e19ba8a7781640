"""Opening a list: what stands against it, then the freezing, and everybody is told.

Plugins are asked before anything is locked: one that hangs keeps no ballot of another list waiting.
What they said holds for the list that they were asked about; one that was changed meanwhile is not
opened.
"""

from __future__ import annotations

from datetime import datetime

from tickbox_core.desk import listing, records
from tickbox_core.desk.checklist import PluginAnswers, ask, objections
from tickbox_core.desk.diary import YearDiary
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.state import YearState
from tickbox_core.errors import NotReady
from tickbox_core.hooks import Event
from tickbox_core.model import Round, State
from tickbox_core.model.local_time import instant_of
from tickbox_core.text import EMPTY, Text, join_texts
from tickbox_core.workflow import log, openings
from tickbox_core.workflow.jobs import StoredJobs

OPEN = Text("开放打钩", "open for ticking")
CHANGING = Text(
    "清单正在被改动，请稍后再开放。", "the list is being changed just now; open it in a moment."
)


OPENING = "round/open"
"""The job that opens a posted list at its announced hour."""


def announce_hour(hand: Hand, round: Round) -> None:
    """Have a list that was just posted opened at its hour, if it names one."""
    at = opens_at(hand, round)
    jobs = StoredJobs(hand)
    if at is None:
        jobs.cancel(OPENING, round.id)
    else:
        jobs.add(OPENING, round.id, at)


def opens_at(hand: Hand, round: Round) -> datetime | None:
    """When a list opens by itself; ``None`` where no day was announced."""
    if round.opens is None:
        return None
    return instant_of(round.opens, round.opens_at or "00:00", hand.local_now().tzinfo)


def open_at_its_hour(hand: Hand, diary: YearDiary, round_id: str) -> None:
    """Open a list whose hour has come, if it is still posted with that hour.

    Raises ``NotReady`` with every reason; the list stays posted.
    """
    if hand.store.get("cycle", id=round_id) is None:
        return
    round = records.load_round(hand.store, round_id)
    at = opens_at(hand, round)
    if round.state is State.POSTED and at is not None and hand.clock() >= at:
        open_round(hand, diary, round_id, whole=True, by_hour=at)


def why_not_open(hand: Hand, round: Round) -> Text:
    """Of a posted list whose hour has come, why it was not opened; ``EMPTY`` for any other."""
    at = opens_at(hand, round)
    if round.state is not State.POSTED or at is None or hand.clock() < at:
        return EMPTY
    return openings.not_opened(hand, OPENING, round.id, at)


def open_round(
    hand: Hand,
    diary: YearDiary,
    round_id: str,
    *,
    whole: bool = False,
    by_hour: datetime | None = None,
) -> Round:
    """Freeze list, limits, rule, roll and plugin versions, and open for ticking.

    ``whole``: held to all of the checklist, as staff's act is.  ``by_hour`` is the announced hour
    by which it opens itself; a list with another one by now is not opened.  Raises ``WrongState``,
    or ``NotReady`` with every reason.
    """
    asked = ask(hand, listing.before_opening(hand, round_id, OPEN))
    with diary.writing() as pen:
        round = opened_in(hand, pen.book, asked, whole=whole, by_hour=by_hour)
    announce_opening(hand, round)
    return round


def opened_in(
    hand: Hand,
    book: YearState,
    asked: PluginAnswers,
    *,
    whole: bool = False,
    by_hour: datetime | None = None,
) -> Round:
    """``open_round`` inside a transaction of the caller, with what plugins said beforehand.

    Raises ``NotReady`` too where the list is another by now.
    """
    round = listing.before_opening(hand, asked.round.id, OPEN)
    if round != asked.round or (by_hour is not None and by_hour != opens_at(hand, round)):
        raise NotReady(round.id, CHANGING)
    reasons = objections(hand, book, asked, whole=whole)
    if reasons or round.roll is None:
        raise NotReady(round.id, join_texts(list(reasons), "", " "))
    return listing.freeze(hand, round, openings.stamp(by_hour))


def announce_opening(hand: Hand, round: Round) -> None:
    """Show the checkpoint of an opening that is durable, and tell the observers."""
    checkpoint = log.last_checkpoint(hand.store, round.id)
    if checkpoint is not None:
        hand.show(round, checkpoint)
    hand.tell(Event("opened", round.id, {"items": len(round.items)}))
