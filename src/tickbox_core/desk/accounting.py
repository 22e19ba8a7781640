"""What became of the ballots of a round: of paper at closing, of all of them in the outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from tickbox_core.counting.ballot_account import (
    BallotAccount,
    CameBy,
    VoidFor,
    came_by,
    cells_by_channel,
    in_order,
    void_for,
)
from tickbox_core.desk import records
from tickbox_core.desk.hand import Hand
from tickbox_core.model import Round
from tickbox_core.workflow import log
from tickbox_core.year.papers import Papers, SheetWhere

CAST = "cast"


def void_papers(hand: Hand, papers: Papers, round_id: str) -> tuple[int, dict[str, int]]:
    """How many ballots came back on paper, and how many of them are void, by reason.

    A host may enter paper that is on no sheet of ours: it came back as well.
    """
    ends = [
        sheet.done.get(slot, "")
        for sheet in papers.of(round_id)
        if sheet.where is SheetWhere.RETURNED
        for slot in sheet.slots
    ]
    void = Counter(str(void_for(end)) for end in ends if end != CAST)
    return len(ends) + entered_elsewhere(hand, papers, round_id), in_order(void, VoidFor)


def entered_elsewhere(hand: Hand, papers: Papers, round_id: str) -> int:
    """How many ballots on paper were entered by a host, from no sheet of ours."""
    ends = (
        end
        for sheet in papers.of(round_id)
        if sheet.where is SheetWhere.RETURNED
        for end in sheet.done.values()
    )
    return max(0, _entered(hand, round_id) - sum(end == CAST for end in ends))


def _entered(hand: Hand, round_id: str) -> int:
    """The paper ballots in the log, without those that were keyed wrongly and set right."""
    entries = log.entries(hand.store, round_id)
    cast = sum(one["kind"] == "cast" and one["channel"] == "paper" for one in entries)
    corrected: int = sum(one["kind"] == "ballot-superseded" for one in entries)
    return int(cast) - corrected


def account(hand: Hand, round: Round, sheets: Sequence[Mapping[str, Any]]) -> BallotAccount | None:
    """The account of a closed round; ``None`` where its log was closed before there were any.

    ``sheets`` are the count sheets that stand.
    """
    entries = log.entries(hand.store, round.id)
    closed = next((one for one in entries if one["kind"] == "closed"), {})
    if "papers" not in closed:
        return None
    casts = [one for one in entries if one["kind"] == "cast"]
    corrected = sum(one["kind"] == "ballot-superseded" for one in entries)
    last = {one["slot"]: came_by(one["channel"]) for one in casts}
    counted = Counter(last.values())
    counted[CameBy.COUNT_SHEET] = sum(len(sheet["places"]) for sheet in sheets)
    by_channel = in_order(counted, CameBy)
    ballots = records.counted_ballots(hand.store, round.id)
    gone = {one["number"] for one in entries if one["kind"] == "count-sheet-superseded"}
    taken_back = [one for one in entries if one["kind"] == "count-sheet" and one["number"] in gone]
    return BallotAccount(
        counted=by_channel,
        blank=sum(not ballot.ticks for ballot in ballots),
        papers=closed["papers"],
        void=in_order(closed["void"], VoidFor),
        replaced=len(casts) - len(last) - corrected,
        taken_back=sum(len(one["places"]) for one in taken_back),
        corrected=corrected,
        items={} if round.rule.counts_homes else _items(round, ballots, last, sheets, by_channel),
    )


def _items(
    round: Round,
    ballots: Sequence[records.CastBallot],
    came: Mapping[str, str],
    sheets: Sequence[Mapping[str, Any]],
    counted: Mapping[str, int],
) -> dict[str, Any]:
    """The ticks of each item by channel, as they may be shown."""
    listed = round.ticklist
    found: dict[str, Counter[str]] = {item.id: Counter() for item in round.items}
    for ballot in ballots:
        for tick in ballot.ticks:
            if listed.supports(tick):
                found[listed.item_of[tick].id][came[ballot.slot]] += 1
    for sheet in sheets:
        for tick, number in sheet["ticks"].items():
            if listed.supports(tick):
                found[listed.item_of[tick].id][CameBy.COUNT_SHEET] += number
    cells = {id_: cells_by_channel(ticks, counted) for id_, ticks in found.items()}
    return {id_: tuple(rows) for id_, rows in cells.items() if rows}
