"""Paper that is settled, counted: all that came back of a batch at once, in one commit.

Before that nothing of it is in the log, in no turnout and at no slot: whoever keys a second reading
meets the same everywhere, whether it agrees with the first or not.
"""

from __future__ import annotations

from tickbox_core.counting.ballot_account import SPOILED, spoiled_for
from tickbox_core.desk import casting, records
from tickbox_core.desk.casting import Cast
from tickbox_core.desk.diary import YearTransaction
from tickbox_core.desk.hand import Hand
from tickbox_core.errors import AlreadyCast, TickboxError
from tickbox_core.model.channels import Channel
from tickbox_core.year import papers
from tickbox_core.year.papers import KeyedReading, Sheet

CAST = "cast"
"""How a slot ends whose ballot counts."""


def count_batch(hand: Hand, pen: YearTransaction, round_id: str, batch: str) -> int:
    """Count what came back of a batch if all of it is settled; how many slots are done with it.

    Inside a transaction of the caller.  A ballot that is refused is void, with the refusal's code.
    """
    settled = pen.book.papers.settled(round_id, batch)
    ends: dict[tuple[int, str], str] = {}
    casts: list[Cast] = []
    for sheet, slot in settled:
        end = _void(hand, sheet, slot)
        if end:
            ends[sheet.number, slot] = end
        else:
            casts.append(_cast(sheet, slot))
    answers = casting.cast_in(hand, round_id, casts) if casts else []
    answered = {cast.key: answer for cast, answer in zip(casts, answers, strict=True)}
    for sheet, slot in settled:
        found = answered.get(_key(sheet, slot))
        refused = found.code if isinstance(found, TickboxError) else CAST
        end = ends.get((sheet.number, slot), refused)
        pen.add(papers.done(round_id, sheet.number, slot, end))
    return len(settled)


def count_batches(hand: Hand, pen: YearTransaction, round_id: str) -> None:
    """The same for every batch of a round that is about to close."""
    for batch in pen.book.papers.batches(round_id):
        count_batch(hand, pen, round_id, batch.batch)


def _void(hand: Hand, sheet: Sheet, slot: str) -> str:
    """Why the paper does not count whatever is ticked; empty where it may.

    Who has ticked again since it was read has ticked last, and that stands.
    """
    read = _settled_by(sheet, slot)
    if read.spoiled is not None:
        return _spoiled(sheet, slot)
    last = records.last_ballot(hand.store, sheet.round, slot)
    if read.revision is not None and last is not None and last.revision > read.revision:
        return AlreadyCast(sheet.round, slot).code
    return ""


def _spoiled(sheet: Sheet, slot: str) -> str:
    """How a spoiled paper ends, by the reason; of two that are said, by the one that says more.

    Whoever of the two read first makes no difference.
    """
    ends = {spoiled_for(one.spoiled) for one in papers.settling(sheet, slot) if one.spoiled}
    return min(ends - {SPOILED}, default=SPOILED)


def _cast(sheet: Sheet, slot: str) -> Cast:
    ticks = _settled_by(sheet, slot).ticks or ()
    return Cast(slot, ticks, _key(sheet, slot), str(Channel.PAPER))


def _key(sheet: Sheet, slot: str) -> str:
    return f"paper/{sheet.number}/{slot}"


def _settled_by(sheet: Sheet, slot: str) -> KeyedReading:
    found = papers.agreed(sheet, slot)
    assert found is not None  # those that ``Papers.settled`` gives
    return found
