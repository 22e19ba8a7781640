"""The end of ticking: paper that is settled is counted, and nothing is taken afterwards."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from tickbox_core.desk import accounting, paper_counting, records
from tickbox_core.desk.diary import YearDiary
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.state import YearState
from tickbox_core.errors import NotReady, WrongState
from tickbox_core.hooks import Event
from tickbox_core.ledger import closed_with_account
from tickbox_core.model import Round, State
from tickbox_core.text import Text, join_texts
from tickbox_core.workflow import deadlines, log

_CLOSE = Text("截止", "close")


def close(
    hand: Hand,
    diary: YearDiary,
    round_id: str,
    complete: Callable[[YearState, Round], bool] = lambda _, __: True,
) -> Round:
    """End ticking: what counts is what stands in the ledger before this entry.

    One that has closed by itself meanwhile is given as it stands.  ``complete`` is asked of the
    diary as it stands then; where it says no nothing is done.  Raises ``NotReady`` while returned
    paper is not keyed or a batch is not reconciled, ``NotPossible`` before the hour that was
    announced.
    """
    with diary.writing() as pen:
        round = records.load_round(hand.store, round_id)
        if round.state is State.COUNTING and deadlines.has_been_ended(hand, round_id):
            return round
        if round.state is not State.TICKING:
            raise WrongState(round_id, round.state.words, _CLOSE)
        deadlines.require_ended(hand, round_id)
        if not complete(pen.book, round):
            return round
        unfinished = pen.book.papers.unfinished(round_id)
        if unfinished:
            raise NotReady(round_id, join_texts(unfinished), _CLOSE)
        paper_counting.count_batches(hand, pen, round_id)
        shut = attrs.evolve(round, state=State.COUNTING, closed_at=hand.now())
        ballots = records.turnout(hand.store, round_id)
        papers, void = accounting.void_papers(hand, pen.book.papers, round_id)
        entry = closed_with_account(round_id, shut.closed_at or "", ballots, papers, void)
        appended = log.append(hand, round_id, [entry])
        records.move_round(hand.store, shut)
        deadlines.is_closed(hand, round_id)
        checkpoint = log.keep_checkpoint(hand, round_id, appended.head)
    hand.show(shut, checkpoint)
    hand.tell(Event("closed", round_id, {"ballots": ballots}))
    return shut
