"""The page of keying: where somebody stands, what waits for them, what they keyed just now."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from tickbox_console.paper_entry.ends import why_void
from tickbox_console.staff_request import StaffRequest
from tickbox_console.views import ColumnView, HeardView, KeyingView, OwnView, StaffChoiceView
from tickbox_core.acts.screens import KEY_PAPER
from tickbox_core.components.paper import KeyedEntry, PrintedList, Says, heard
from tickbox_core.desk.homes import home_of
from tickbox_core.model import NONE_OF_THESE_WORDS, Item, Round, arrange_items
from tickbox_core.text import Text
from tickbox_core.workflow.entries import rejection
from tickbox_core.year import Sheet
from tickbox_core.year.keying import Own, Queue, first_two, reading_of, waiting
from tickbox_core.year.papers import KeyedReading, SheetWhere

READINGS = {1: "first", 2: "second", 3: "third"}
MOST_THIRD = 200


@attrs.frozen
class Place:
    """Where somebody is: a sheet (0: none yet), one of its slots, a batch.

    ``look``: ``third`` where they go through what waits for a third look.  ``after``: they have
    just keyed there, and what follows is to be shown.
    """

    round: str
    number: int = 0
    slot: str = ""
    batch: str = ""
    look: str = ""
    after: bool = False


def draw(seat: StaffRequest, place: Place) -> KeyingView:
    """The column where somebody is, the next one, or the box for the next sheet.

    Raises ``NotListed`` for a sheet that is not there, ``NotPossible`` for one that was not
    returned or has nothing that waits for them.
    """
    seat.only(KEY_PAPER)
    desk, who = seat.desk, seat.actor.name
    round = desk.round(place.round)
    sheet = desk.paper.sheet(place.round, place.number) if place.number else None
    batch = sheet.batch if sheet else place.batch
    queue = desk.paper.queue(place.round, who, batch, place.number)
    if place.look and not queue.third:
        place = attrs.evolve(place, look="")
    if place.look and (not place.number or place.after):
        place = attrs.evolve(place, number=queue.third[0][0], slot=queue.third[0][1], after=False)
        sheet = desk.paper.sheet(place.round, place.number)
    slot = _slot(sheet, place, who) if sheet else ""
    if sheet and not place.after and (not slot or sheet.where is not SheetWhere.RETURNED):
        raise _nothing_there(sheet)
    column = _column(seat, round, sheet, slot) if sheet and slot else None
    return KeyingView(
        bar=seat.bar(),
        round=seat.say(round.title),
        url=seat.url("rounds", place.round, "keying"),
        batch=queue.batch,
        reading=READINGS[queue.reading] if queue.batch else "",
        read=queue.read,
        returned=queue.returned,
        column=column,
        offered=0 if column or place.look else queue.following or 0,
        look=place.look,
        third=tuple(_third(seat, place.round, queue)),
        own=tuple(_own(seat, one) for one in queue.own),
        batches=tuple(
            (one.batch, one.printed, one.returned, one.spoiled, one.outstanding, one.reconciled)
            for one in desk.paper.batches(place.round)
        ),
        limits=seat.say(round.limits.text),
        void=tuple(_void(seat, place.round)) if seat.of_the_committee else (),
    )


def typed_again(seat: StaffRequest, view: KeyingView, round: Round, typed: str) -> KeyingView:
    """The same page with what was typed, and what each number is called."""
    if view.column is None:
        return view
    said = tuple(
        HeardView(number, "" if words is None else seat.visit.say(words))
        for number, words in heard(typed, PrintedList.of(round))
    )
    return attrs.evolve(view, column=attrs.evolve(view.column, typed=typed, heard=said))


def said_of(read: KeyedEntry | KeyedReading) -> Text:
    """What was keyed, by its number of ticks; never which."""
    unsure = read.says is Says.UNSURE if isinstance(read, KeyedEntry) else read.unsure
    spoiled = (
        read.says is Says.SPOILED if isinstance(read, KeyedEntry) else read.spoiled is not None
    )
    if unsure:
        return Text("看不清，等第三人看", "cannot be read, for a third look")
    if spoiled:
        return Text("作废", "spoiled")
    ticks = len(read.ticks or ())
    if not ticks:
        return Text("空白票", "blank")
    return Text(f"勾{ticks}项", f"{ticks} tick{'' if ticks == 1 else 's'}")


def _slot(sheet: Sheet, place: Place, who: str) -> str:
    """The slot that was named where it still waits, else the first that does."""
    left, two = waiting(sheet, who), first_two(sheet, who)
    if place.slot in left:
        return place.slot
    if place.look:
        return next((one for one in left if one not in two), "")
    if two or place.after:
        return next(iter(two), "")
    return next(iter(left), "")


def _nothing_there(sheet: Sheet) -> Exception:
    if sheet.where is SheetWhere.OUTSTANDING:
        return rejection(
            Text(
                f"{sheet.number}号票还没有登记收回。", f"sheet {sheet.number} is not returned yet."
            ),
            Text("请先登记收回。", "Register it as returned first."),
        )
    if sheet.where is SheetWhere.SPOILED:
        return rejection(
            Text(f"{sheet.number}号票已登记作废。", f"sheet {sheet.number} is spoiled.")
        )
    return rejection(
        Text(
            f"{sheet.number}号票没有等您录的了。", f"nothing on sheet {sheet.number} waits for you."
        ),
        Text("请拿下一张。", "Take another sheet."),
    )


def _column(seat: StaffRequest, round: Round, sheet: Sheet, slot: str) -> ColumnView:
    return ColumnView(
        number=sheet.number,
        slot=slot,
        place=sheet.slots.index(slot) + 1,
        of=len(sheet.slots),
        where=seat.visit.say(home_of(seat.desk, round.id, slot)),
        batch=sheet.batch,
        reading=READINGS[reading_of(sheet, slot)],
        items=tuple(_items(seat, round, sheet)),
    )


def _items(seat: StaffRequest, round: Round, sheet: Sheet) -> list[StaffChoiceView]:
    """What can be ticked, in the order of the sheet, by the printed numbers."""
    numbers = {item.id: at for at, item in enumerate(round.items, 1)}
    seed = seat.desk.order_seed(round.id, sheet.slots[0])
    return [
        choice
        for item in arrange_items(round.items, seed)
        for choice in _lines(seat, item, numbers[item.id])
    ]


def _lines(seat: StaffRequest, item: Item, number: int) -> list[StaffChoiceView]:
    title = seat.visit.say(item.title)
    if not item.options:
        return [StaffChoiceView(item.id, f"{number}. {title}", False)]
    words = (*(option.title for option in item.options), NONE_OF_THESE_WORDS)
    return [
        StaffChoiceView(tick, f"{number}.{at} {title}: {seat.visit.say(said)}", False)
        for at, (tick, said) in enumerate(zip(item.ticks, words, strict=True), 1)
    ]


def _third(seat: StaffRequest, round: str, queue: Queue) -> list[tuple[int, int, str]]:
    url = seat.url("rounds", round, "keying")
    return [
        (
            number,
            seat.desk.paper.sheet(round, number).slots.index(slot) + 1,
            f"{url}?look=third&number={number}",
        )
        for number, slot in queue.third[:MOST_THIRD]
    ]


def _void(seat: StaffRequest, round: str) -> Iterator[tuple[str, str]]:
    for sheet in seat.desk.paper.sheets(round):
        for at, slot in enumerate(sheet.slots, 1):
            if (why := why_void(sheet.done.get(slot, ""))) is not None:
                yield f"{sheet.number}-{at}", seat.visit.say(why)


def _own(seat: StaffRequest, own: Own) -> OwnView:
    back = f"{own.number}/{own.slot}" if own.may_go else ""
    return OwnView(own.number, own.place, seat.visit.say(said_of(own.reading)), back)
