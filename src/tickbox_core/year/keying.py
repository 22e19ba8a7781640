"""Who keys which sheet next, and how far a batch is; pure looks at the papers of a round.

A reader goes through the sheets of a batch in the order of their numbers.  What waits for a third
look stands in a list of its own, for only what differs comes to a third person.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from tickbox_core.year.papers import (
    KeyedReading,
    Papers,
    Sheet,
    SheetWhere,
    is_keyed_twice,
    is_settled,
)

MOST_OWN = 8
"""So many of one's own last readings are told."""


@attrs.frozen
class Own:
    """One of somebody's own readings; ``may_go``: nobody else has read since, it can go back."""

    number: int
    place: int
    slot: str
    reading: KeyedReading = attrs.field(repr=False)
    may_go: bool


@attrs.frozen
class Queue:
    """What waits for one reader.

    ``following``: the next sheet of the batch that waits for them (``None``: none does).
    ``third``: number and slot of what waits for a third look of theirs, by number.  ``read`` of
    ``returned`` sheets of the batch have this ``reading`` (1 or 2) to the end.  ``own``: what they
    keyed last, the newest first.
    """

    batch: str
    following: int | None
    third: tuple[tuple[int, str], ...]
    reading: int
    read: int
    returned: int
    own: tuple[Own, ...]


def waiting(sheet: Sheet, who: str) -> tuple[str, ...]:
    """The slots of a sheet that are not settled and that this person has not read, as printed."""
    return tuple(
        slot for slot in sheet.slots if not is_settled(sheet, slot) and not sheet.read_by(who, slot)
    )


def first_two(sheet: Sheet, who: str) -> tuple[str, ...]:
    """Of those the slots that fewer than two people have read."""
    return tuple(slot for slot in waiting(sheet, who) if not is_keyed_twice(sheet, slot))


def reading_of(sheet: Sheet, slot: str) -> int:
    """Which reading of a slot comes next: 1, 2, or 3 for a third look."""
    return min(len(sheet.keyed.get(slot, ())), 2) + 1


def queue(papers: Papers, round: str, who: str, batch: str = "", number: int = 0) -> Queue:
    """What waits for a reader who is at sheet ``number`` of a batch (none named: the first)."""
    sheets = sorted(papers.of(round), key=lambda sheet: sheet.number)
    back = [sheet for sheet in sheets if sheet.where is SheetWhere.RETURNED]
    named = batch or next((one.batch for one in back if first_two(one, who)), "")
    of_batch = [sheet for sheet in back if sheet.batch == named]
    following = _following(of_batch, who, number)
    at = next((one for one in of_batch if one.number == (number or following)), None)
    reading = _reading(at, who)
    return Queue(
        named,
        following,
        tuple(
            (sheet.number, slot)
            for sheet in back
            for slot in waiting(sheet, who)
            if is_keyed_twice(sheet, slot)
        ),
        reading,
        sum(_is_read(sheet, reading) for sheet in of_batch),
        len(of_batch),
        tuple(_own(papers, round, who)),
    )


def _following(sheets: list[Sheet], who: str, number: int) -> int | None:
    """The next by number that waits, and behind the last one the first again."""
    left = [sheet.number for sheet in sheets if sheet.number != number and first_two(sheet, who)]
    after = [one for one in left if one > number]
    return next(iter(after or left), None)


def _reading(sheet: Sheet | None, who: str) -> int:
    """Which reading somebody is at: of what waits on the sheet before them, or was read there."""
    slots = () if sheet is None else first_two(sheet, who)
    if sheet is not None and slots:
        return reading_of(sheet, slots[0])
    if sheet is not None:
        for slot in sheet.slots:
            for at, one in enumerate(sheet.keyed.get(slot, ()), 1):
                if one.by == who:
                    return min(at, 2)
    return 1


def _is_read(sheet: Sheet, reading: int) -> bool:
    return all(
        slot in sheet.done or len(sheet.keyed.get(slot, ())) >= reading for slot in sheet.slots
    )


def _own(papers: Papers, round: str, who: str) -> Iterator[Own]:
    for sheet, slot in papers.read_last(round, who, MOST_OWN):
        reading = next((one for one in sheet.keyed.get(slot, ()) if one.by == who), None)
        if reading is not None:
            alone = slot not in sheet.done and not is_keyed_twice(sheet, slot)
            yield Own(sheet.number, sheet.slots.index(slot) + 1, slot, reading, alone)
