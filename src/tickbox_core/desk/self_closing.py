"""Closing by itself: what has come to its announced hour, as soon as nothing can come any more.

Online nothing comes behind the hour.  Paper may: what was handed in before it is registered and
keyed afterwards, so that a round waits until every sheet that was handed out is accounted for.
What nobody registers when it is handed out, nobody but people can say to be complete: count sheets
of stairwells, papers of a host, and all papers of a motion.  There closing stays somebody's act.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tickbox_core.components.judgement import JudgementService, Phase
from tickbox_core.components.motions import PollState
from tickbox_core.desk import accounting, closing, hours, records, totals
from tickbox_core.desk.diary import YearDiary
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.motions import opening as motions_opening
from tickbox_core.desk.motions import rows
from tickbox_core.desk.state import YearState
from tickbox_core.errors import NotReady, WrongState
from tickbox_core.model import Round, State
from tickbox_core.model.local_time import instant_of_stamp
from tickbox_core.text import EMPTY, Text, join_texts
from tickbox_core.workflow import deadlines, openings

_BY_HAND = Text(
    "有人确认截止前交来的都已录入，再截止（这一轮的票不全在这里登记）。",
    "somebody says that all that was handed in before is entered, and closes it: not all of its "
    "paper is registered here.",
)
_MOTION = Text(
    "有人确认截止前交来的表决票和送达证明都已登记，再截止（表决票发出时不逐张登记）。",
    "somebody says that all papers and proofs of service handed in before are entered, and closes "
    "it: papers of a motion are not registered when they are handed out.",
)
_STEP = Text("自动截止", "close by itself")


def close_if_complete(hand: Hand, diary: YearDiary, judging: JudgementService, id_: str) -> None:
    """Close what has ended, if nothing can come any more; what a person has to close is left alone.

    Raises ``NotReady`` with everything that is missing.
    """
    if hand.store.get("judgement", id=id_) is not None:
        if judging.judgement(id_).phase is Phase.OPEN:
            judging.close(id_)
    elif hand.store.get("cycle", id=id_) is not None:
        _close_round(hand, diary, id_)


def _close_round(hand: Hand, diary: YearDiary, id_: str) -> None:
    with diary.reading() as book:
        missing = _missing(hand, book, records.load_round(hand.store, id_))
    if missing:
        if missing != [_BY_HAND]:
            raise NotReady(id_, join_texts(missing, "", " "), _STEP)
        return
    try:
        closing.close(hand, diary, id_, complete=lambda book, one: not _missing(hand, book, one))
    except WrongState:
        return  # somebody else was first, or it was voided


def waits_for(hand: Hand, book: YearState, id_: str) -> tuple[Text, ...]:
    """What closing waits for behind the announced hour; nothing before, and once it is closed."""
    if not deadlines.has_been_ended(hand, id_):
        return ()
    if hand.store.get("cycle", id=id_) is not None:
        return tuple(_missing(hand, book, records.load_round(hand.store, id_)))
    if hand.store.get("motion", id=id_) is None:
        return ()
    if rows.poll(hand.store, id_).state is not PollState.OPEN:
        return ()
    left = book.motion_papers.unfinished(id_)
    keyed = Text(f"{left}张表决票录完。", f"{left} papers are keyed to the end.")
    return (*((keyed,) if left else ()), _MOTION)


def sentences(hand: Hand, book: YearState, id_: str, now: datetime) -> Text:
    """Until when answers are taken, or were, and what closing waits for; empty: not announced.

    Of a list that is not open yet, until when they will be; of what opened by itself later than it
    was announced, both times.
    """
    deadline = deadlines.find_deadline(hand.store, id_)
    late = openings.late_words(hand.store, id_)
    if deadline is None:
        return late or _before(hand, id_)
    waits = waits_for(hand, book, id_)
    said = [deadline.sentences(now), *((late,) if late else ())]
    if waits:
        said.append(_WAITS.filled(waits=join_texts(list(waits), "", " ")))
    return join_texts(said, "。", ". ")


def _before(hand: Hand, id_: str) -> Text:
    """What is announced of what is not open yet."""
    if hand.store.get("cycle", id=id_) is not None:
        return hours.sentence_before(hand, records.load_round(hand.store, id_))
    if hand.store.get("motion", id=id_) is not None:
        return motions_opening.opening_words(hand, rows.poll(hand.store, id_))
    return EMPTY


_WAITS = Text("截止等：{waits}", "Closing waits for: {waits}")


def _missing(hand: Hand, book: YearState, round: Round) -> list[Text]:
    """What is missing of a round that is open, in words; people's word last.

    Neither the words nor the closing tell whoever reads second whether both agree: it follows the
    reconciling of a batch by which its paper was counted.
    """
    if round.state is not State.TICKING:
        return []
    papers = book.papers
    found = [*papers.waiting(round.id), *_still_out(hand, book, round)]
    counted = bool(totals.sheets(hand, round.id))
    if round.by_hand or counted or accounting.entered_elsewhere(hand, papers, round.id):
        found.append(_BY_HAND)
    return found


def _still_out(hand: Hand, book: YearState, round: Round) -> Iterable[Text]:
    """Sheets that nobody has said since the hour not to have come back."""
    deadline = deadlines.find_deadline(hand.store, round.id)
    for batch in book.papers.batches(round.id):
        counted = book.papers.reconciled_at(round.id, batch.batch)
        since = deadline and counted and instant_of_stamp(counted) >= deadline.announced
        if batch.reconciled and batch.outstanding and not since:
            yield _OUT.filled(batch=batch.batch, number=batch.outstanding)


_OUT = Text(
    "批次“{batch}”还有{number}张没有收回，是截止前清点的：请登记截止前交来的，再清点一次。",
    "batch '{batch}' has {number} sheets out and was counted before the hour: register what came "
    "back in time, and count it again.",
)
