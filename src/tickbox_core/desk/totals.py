"""Count sheets at the desk: taken under two signatures, their slots used, their sums in the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tickbox_core.desk import records
from tickbox_core.desk.diary import YearDiary
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.places import RollPlaces
from tickbox_core.desk.places import places as places_of
from tickbox_core.errors import CountedOnSheet, NotPossible, UnknownSlot, WrongState
from tickbox_core.ledger import count_sheet
from tickbox_core.model import Ballot, Round, State
from tickbox_core.model.totals import BY_SUMS, CountSheet
from tickbox_core.text import Text
from tickbox_core.workflow import log
from tickbox_core.workflow.entries import require_two_people
from tickbox_core.year import DiaryEntry


def take(
    hand: Hand,
    diary: YearDiary,
    round_id: str,
    sheet: CountSheet,
    *,
    by: str,
    second: str,
    photo: str = "",
) -> int:
    """Take a sheet; its number.  ``photo`` is the SHA-256 of the picture that is kept.

    Raises ``WrongState`` unless the list is open, ``NotPossible`` for a rule that needs ballots or
    without two people, ``UnknownSlot``, ``CountedOnSheet`` for a slot that has ticked already or
    stands on another sheet, and what ``CountSheet.check`` raises.
    """
    require_two_people(by, second)
    with diary.writing() as pen:
        round = records.load_round(hand.store, round_id)
        if round.state is not State.TICKING:
            raise WrongState(round_id, round.state.words, Text("录入合计表", "take a count sheet"))
        _by_sums(round)
        sheet.check(round.ticklist, round.limits)
        known = places_of(hand.store, round)
        places = [_free(hand, known, round_id, slot) for slot in sheet.slots]
        number = len(sheets(hand, round_id)) + 1
        entry = count_sheet(round_id, number, places, sheet.ticks, photo)
        log.append(hand, round_id, [entry])
        hand.store.add(
            "sheet_slot",
            [{"cycle": round_id, "slot": slot, "number": number} for slot in sheet.slots],
        )
        facts = {"cycle": round_id, "number": number, "participants": sheet.participants}
        pen.add(DiaryEntry("count-sheet", facts, {"by": by, "second": second}))
        return number


def _by_sums(round: Round) -> None:
    if round.rule.key in BY_SUMS and not round.rule.counts_homes:
        return
    raise NotPossible(
        Text(
            "这一轮的规则要看每张选票，不能只录合计。",
            "the rule of this round needs every ballot; sums are not enough.",
        ),
        Text("请逐张录入选票。", "Key the ballots one by one."),
    )


def _free(hand: Hand, known: RollPlaces, round_id: str, name: str) -> dict[str, str]:
    slot = records.slot(hand.store, round_id, name)
    if slot is None:
        raise UnknownSlot(round_id)
    used = hand.store.get("sheet_slot", cycle=round_id, slot=name)
    if used is not None or records.last_ballot(hand.store, round_id, name) is not None:
        raise CountedOnSheet(round_id, name)
    home = known.household(slot)
    return {"slot": slot.slot} if home is None else {"slot": slot.slot, "household": home}


def sheets(hand: Hand, round_id: str) -> list[Mapping[str, Any]]:
    """The sheets of a round as they stand in its log."""
    if not hand.store.count("sheet_slot", cycle=round_id):
        return []
    entries = log.entries(hand.store, round_id)
    return [entry for entry in entries if entry["kind"] == "count-sheet"]


def ballots(taken: Iterable[Mapping[str, Any]]) -> list[Ballot]:
    """Ballots that give the sums of these sheets; nobody's own."""
    found = []
    for entry in taken:
        places = entry["places"]
        sheet = CountSheet([place["slot"] for place in places], entry["ticks"])
        for place, ticks in zip(places, sheet.dealt(), strict=True):
            found.append(Ballot(place["slot"], ticks))
    return found


def note(taken: Iterable[Mapping[str, Any]]) -> Text:
    """How many residents and ticks are known by totals only; empty where none are."""
    sheets = list(taken)
    people = sum(len(entry["places"]) for entry in sheets)
    ticks = sum(sum(entry["ticks"].values()) for entry in sheets)
    if not people:
        return Text("", "")
    return Text(
        f"其中{people}人、{ticks}个勾仅有合计（楼道合计表）。",
        f"Of {people} residents with {ticks} ticks totals only are known (stairwell count sheets).",
    )
