"""Count sheets at the desk: taken under two signatures, their slots used, their sums in the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tickbox_core.categories import sentences
from tickbox_core.desk import records
from tickbox_core.desk.diary import YearDiary
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.places import RollPlaces
from tickbox_core.desk.places import places as places_of
from tickbox_core.errors import CountedOnSheet, NotListed, NotPossible, UnknownSlot, WrongState
from tickbox_core.ledger import count_sheet, count_sheet_superseded
from tickbox_core.model import Ballot, Round, State
from tickbox_core.model.totals import BY_SUMS, CountSheet
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow import deadlines, log
from tickbox_core.workflow.entries import require_text, require_two_people
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
    in_time: bool = False,
) -> int:
    """Take a sheet; its number.  ``photo`` is the SHA-256 of the picture that is kept.

    After the announced hour only what is said to have been counted from answers given before it
    (``in_time``), and the diary keeps that it was said.

    Raises ``WrongState`` unless the list is open, ``NotPossible`` for a rule that needs ballots,
    without two people, or after the hour where it is not said, ``UnknownSlot``, ``CountedOnSheet``
    for a slot that has ticked already or stands on another sheet, and what ``CountSheet.check``
    raises.
    """
    require_two_people(by, second)
    with diary.writing() as pen:
        round = records.load_round(hand.store, round_id)
        if round.state is not State.TICKING:
            raise WrongState(round_id, round.state.words, Text("录入合计表", "take a count sheet"))
        _by_sums(round)
        late = deadlines.is_late(hand, round_id, in_time=in_time, said=_COUNTED)
        sheet.check(round.ticklist, round.limits)
        known = places_of(hand.store, round)
        places = [_free(hand, known, round_id, slot) for slot in sheet.slots]
        number = 1 + sum(1 for one in _entries(hand, round_id) if one["kind"] == "count-sheet")
        entry = count_sheet(round_id, number, places, sheet.ticks, photo)
        log.append(hand, round_id, [entry])
        hand.store.add(
            "sheet_slot",
            [{"cycle": round_id, "slot": slot, "number": number} for slot in sheet.slots],
        )
        facts = {"cycle": round_id, "number": number, "participants": sheet.participants}
        facts |= {"in_time": True} if late else {}
        pen.add(DiaryEntry("count-sheet", facts, {"by": by, "second": second}))
        return number


_COUNTED = Text(
    "已按公告于{hour}截止：之后表达的意见不能再计入合计表。",
    "it ended as announced, at {hour}: what was answered later is not on a count sheet.",
)


def supersede(
    hand: Hand,
    diary: YearDiary,
    round_id: str,
    number: int,
    reason: Text,
    *,
    by: str,
    second: str,
) -> Mapping[str, Any]:
    """Take a sheet back: its slots are free again; the entry of it, which stays in the log.

    Raises ``WrongState`` unless the list is open, ``NotListed`` where no such sheet stands,
    ``NotPossible`` without two people or a reason.
    """
    require_two_people(by, second)
    require_text(reason.zh, Text("撤回理由", "the reason"))
    with diary.writing() as pen:
        round = records.load_round(hand.store, round_id)
        if round.state is not State.TICKING:
            step = Text("撤回合计表", "take a count sheet back")
            raise WrongState(round_id, round.state.words, step)
        sheet = find(hand, round_id, number)
        log.append(hand, round_id, [count_sheet_superseded(round_id, number, reason.plain())])
        hand.store.remove("sheet_slot", cycle=round_id, number=number)
        deadlines.look_again(hand, round_id)
        facts = {"cycle": round_id, "number": number, "reason": reason.plain()}
        pen.add(DiaryEntry("count-sheet-superseded", facts, {"by": by, "second": second}))
    return sheet


def find(hand: Hand, round_id: str, number: int) -> Mapping[str, Any]:
    """The sheet of that number, or ``NotListed`` where none stands."""
    for entry in sheets(hand, round_id):
        if entry["number"] == number:
            return entry
    raise NotListed(Text("合计表", "count sheet"), str(number))


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
    """The sheets of a round that stand, as they are in its log."""
    entries = _entries(hand, round_id)
    gone = {entry["number"] for entry in entries if entry["kind"] == "count-sheet-superseded"}
    return [
        entry for entry in entries if entry["kind"] == "count-sheet" and entry["number"] not in gone
    ]


def superseded(hand: Hand, round_id: str) -> int:
    """How many sheets of a round were taken back."""
    return sum(1 for one in _entries(hand, round_id) if one["kind"] == "count-sheet-superseded")


def corrected(hand: Hand, round_id: str) -> int:
    """How many keyed papers of a round were set right."""
    entries = log.entries(hand.store, round_id)
    return sum(1 for one in entries if one["kind"] == "ballot-superseded")


def _entries(hand: Hand, round_id: str) -> list[Mapping[str, Any]]:
    """Those of a round's log that are about count sheets."""
    found = log.entries(hand.store, round_id)
    return [one for one in found if one["kind"].startswith("count-sheet")]


def ballots(taken: Iterable[Mapping[str, Any]]) -> list[Ballot]:
    """Ballots that give the sums of these sheets; nobody's own."""
    found = []
    for entry in taken:
        places = entry["places"]
        sheet = CountSheet([place["slot"] for place in places], entry["ticks"])
        for place, ticks in zip(places, sheet.dealt(), strict=True):
            found.append(Ballot(place["slot"], ticks))
    return found


def note(taken: Iterable[Mapping[str, Any]], taken_back: int = 0, corrected: int = 0) -> Text:
    """How many residents and ticks are known by totals only, and how many sheets do not count.

    Empty where there is none of these.
    """
    return sentences(_by_totals(list(taken)), _superseded(taken_back), _set_right(corrected))


def _superseded(number: int) -> Text:
    if not number:
        return EMPTY
    return Text(
        f"另有{number}份合计表由两人撤回，不计入。",
        f"{number} more count sheets were taken back by two people and do not count.",
    )


def _set_right(number: int) -> Text:
    if not number:
        return EMPTY
    return Text(
        f"有{number}张纸质票录错，已由两人更正，先前录入的不计入。",
        f"{number} papers were keyed wrongly and set right by two people; what was keyed first "
        "does not count.",
    )


def _by_totals(sheets: Sequence[Mapping[str, Any]]) -> Text:
    people = sum(len(entry["places"]) for entry in sheets)
    ticks = sum(sum(entry["ticks"].values()) for entry in sheets)
    if not people:
        return EMPTY
    return Text(
        f"其中{people}人、{ticks}个勾仅有合计（楼道合计表）。",
        f"Of {people} residents with {ticks} ticks totals only are known (stairwell count sheets).",
    )
