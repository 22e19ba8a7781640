"""The addresses of keying: what was typed is kept, and the next person or sheet follows.

One line for each person, each posted by itself; no script is needed.  Who reads second does not see
the first reading, nor whether it agreed.
"""

from __future__ import annotations

import attrs
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_console.paper_entry.drawing import Place, draw, said_of, typed_again
from tickbox_console.sessions import Sessions
from tickbox_console.staff_request import (
    Posted,
    StaffRequest,
    form_of,
    many,
    one,
    refusal_words,
    render_for_staff,
)
from tickbox_console.views import KeyingView
from tickbox_core.acts import perform
from tickbox_core.acts.screens import KEY_PAPER, UNKEY_PAPER
from tickbox_core.components.paper import (
    LONGEST_REASON,
    KeyedEntry,
    PrintedList,
    Says,
    read_entry,
    why_void,
)
from tickbox_core.errors import NotPossible, TickboxError
from tickbox_core.numbers import NotANumber, read_count
from tickbox_core.text import Text
from tickbox_core.workflow.entries import rejection
from tickbox_server.pages.visit import AnyRequest, PageRequest, PageResponse
from tickbox_server.problems import status_of

UNDO = "-"


@get("/rounds/{round:str}/keying")
async def ask(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    sessions: NamedDependency[Sessions],
    round: FromPath[str],
) -> Response[str]:
    """Which sheet; then the next of its people who waits for whoever sits here."""
    number = _number(request.query_params.get("number", ""))
    look = "third" if request.query_params.get("look") == "third" else ""
    place = Place(round, number, look=look)
    return await render_for_staff(request, visit, sessions, lambda seat: _opened(seat, place))


@post("/rounds/{round:str}/keying", status_code=200)
async def key(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    sessions: NamedDependency[Sessions],
    round: FromPath[str],
) -> Response[str]:
    """What was typed is done: a reading, one taken back, or another sheet; and what follows."""
    posted = await form_of(request)

    def make(seat: StaffRequest) -> object:
        seat.only(KEY_PAPER)
        place = Place(
            round,
            _number(one(posted, "number")) if one(posted, "slot") else 0,
            one(posted, "slot"),
            one(posted, "batch"),
            "third" if one(posted, "mode") == "third" else "",
        )
        if back := one(posted, "back"):
            return _taken_back(seat, place, *_split(back))
        if not place.slot:
            return _sheet(seat, place, posted)
        return _column(seat, place, posted)

    return await render_for_staff(request, visit, sessions, make, posted)


def _number(typed: str) -> int:
    """A sheet's number as typed; 0 where it is none."""
    try:
        number = read_count(typed)
    except NotANumber:
        return 0
    return number if 0 < number < 10**9 else 0


def _split(back: str) -> tuple[int, str]:
    number, _, slot = back.partition("/")
    return _number(number), slot


def _opened(seat: StaffRequest, place: Place) -> object:
    """A sheet that was named, or why it cannot be opened, with what was typed."""
    try:
        return draw(seat, place)
    except TickboxError as refusal:
        if not place.number:
            raise
        again = draw(seat, attrs.evolve(place, number=0))
        typed = str(place.number)
        return PageResponse(
            attrs.evolve(again, error=refusal_words(seat, refusal), typed=typed), status_of(refusal)
        )


def _sheet(seat: StaffRequest, place: Place, posted: Posted) -> object:
    """The next sheet by an empty box, another by its number, or back to the last entry."""
    typed = one(posted, "number").strip()
    if typed.translate({0xFF0D: UNDO, 0x2212: UNDO, 0x2013: UNDO, 0x2014: UNDO}) == UNDO:
        return _last_taken_back(seat, place)
    number = _number(typed) if typed else _number(one(posted, "offered"))
    if not number:
        why = Text("请写票号，如137。", "Give the number of a sheet, like 137.")
        return PageResponse(
            attrs.evolve(draw(seat, place), error=seat.say(why), typed=typed[:40]), 422
        )
    return _opened(seat, attrs.evolve(place, number=number))


def _column(seat: StaffRequest, place: Place, posted: Posted) -> object:
    """One person's line."""
    typed = one(posted, "sign") or one(posted, "entry")
    listed = PrintedList.of(seat.desk.round(place.round))
    try:
        entry = _entry(typed, many(posted, "tick"), listed)
    except NotPossible as refusal:
        return _to_mend(seat, place, posted, refusal, typed)
    if entry.says is Says.BACK:
        return _last_taken_back(seat, place)
    if entry.says is Says.SPOILED and not entry.reason:
        reason = " ".join(one(posted, "reason").split())
        if not reason:
            return _asking_why(seat, place, asked="reason" in posted)
        entry = attrs.evolve(entry, reason=Text.of(reason[:LONGEST_REASON]))
    sure = " ".join(entry.numbers) or "0"
    void = why_void(seat.desk.round(place.round), entry.ticks)
    if entry.says is Says.TICKS and void is not None and one(posted, "sure") != sure:
        return _look_again(seat, place, sure, void)
    return _keyed(seat, place, posted, entry, typed)


def _entry(typed: str, boxes: list[str], listed: PrintedList) -> KeyedEntry:
    """What was typed, or pressed with a mouse; ``NotPossible`` for both."""
    if not boxes:
        return read_entry(typed, listed)
    if typed.strip():
        raise rejection(
            Text(
                "格子里写了，方框也点了。", "there is something in the box, and boxes are ticked."
            ),
            Text("请只用一种。", "Use one of the two."),
        )
    return KeyedEntry(Says.TICKS, tuple(boxes), tuple(_printed(boxes, listed)))


def _printed(ticks: list[str], listed: PrintedList) -> list[str]:
    numbers = {tick: number for number, tick in listed.ticks.items()}
    return [numbers[tick] for tick in ticks if tick in numbers]


def _keyed(
    seat: StaffRequest, place: Place, posted: Posted, entry: KeyedEntry, typed: str
) -> object:
    once = one(posted, "once")
    if once and not seat.session.first_press(once):
        return draw(seat, attrs.evolve(place, slot=""))  # Enter was pressed twice: it is kept
    given = {
        "round": place.round,
        "number": place.number,
        "slot": place.slot,
        "ticks": list(entry.ticks),
        "unsure": entry.says is Says.UNSURE,
        **({"spoiled": entry.reason.plain()} if entry.reason else {}),
    }
    try:
        perform(KEY_PAPER, seat.desk, given, seat.actor)
    except TickboxError as refusal:
        seat.session.pressed.discard(once)
        return _to_mend(seat, place, posted, refusal, typed)
    kept = Text("{where}已存：{said}。", "{where} is kept: {said}.").filled(
        where=_where(seat, place.round, place.number, place.slot), said=said_of(entry)
    )
    return _after(seat, place, kept)


def _after(seat: StaffRequest, place: Place, kept: Text) -> KeyingView:
    """The next person of the sheet, or which sheet comes next."""
    return attrs.evolve(draw(seat, attrs.evolve(place, slot="", after=True)), done=seat.say(kept))


def _where(seat: StaffRequest, round: str, number: int, slot: str) -> Text:
    at = seat.desk.paper.sheet(round, number).slots.index(slot) + 1
    return Text("{number}号第{at}位", "Sheet {number}, person {at},").filled(number=number, at=at)


def _to_mend(
    seat: StaffRequest, place: Place, posted: Posted, refusal: TickboxError, typed: str
) -> PageResponse:
    """The line again as it was typed, with what is wrong."""
    try:
        view = draw(seat, place)
    except TickboxError:
        view = draw(seat, Place(place.round, batch=place.batch, look=place.look))
    if view.column is not None and view.column.slot == place.slot:
        view = typed_again(seat, view, seat.desk.round(place.round), typed[:4000])
    said = refusal_words(seat, refusal)
    return PageResponse(attrs.evolve(view, error=said), 422 if typed else status_of(refusal))


def _asking_why(seat: StaffRequest, place: Place, asked: bool) -> object:
    view = draw(seat, place)
    if view.column is None:
        return view
    view = attrs.evolve(view, column=attrs.evolve(view.column, typed="x", reason=""))
    if not asked:
        return view
    why = Text("请写作废的原因。", "Say why it is spoiled.")
    return PageResponse(attrs.evolve(view, error=seat.say(why)), 422)


def _look_again(seat: StaffRequest, place: Place, sure: str, void: Text) -> object:
    """Ticks that break a limit are kept as they stand, after a second Enter."""
    view = draw(seat, place)
    view = typed_again(seat, view, seat.desk.round(place.round), sure)
    if view.column is None:
        return view
    column = attrs.evolve(view.column, sure=sure, warning=seat.say(void))
    return attrs.evolve(view, column=column)


def _last_taken_back(seat: StaffRequest, place: Place) -> object:
    """The last entry of whoever sits here, undone."""
    own = seat.desk.paper.queue(place.round, seat.actor.name).own
    if not own:
        why = Text("您还没有录过。", "You have keyed nothing yet.")
        return PageResponse(attrs.evolve(draw(seat, place), error=seat.say(why)), 422)
    return _taken_back(seat, place, own[0].number, own[0].slot)


def _taken_back(seat: StaffRequest, place: Place, number: int, slot: str) -> object:
    given = {"round": place.round, "number": number, "slot": slot}
    try:
        perform(UNKEY_PAPER, seat.desk, given, seat.actor)
    except TickboxError as refusal:
        return PageResponse(
            attrs.evolve(draw(seat, place), error=refusal_words(seat, refusal)), status_of(refusal)
        )
    said = Text("{where}的录入已撤回，请再录。", "{where} is taken back: key it again.").filled(
        where=_where(seat, place.round, number, slot)
    )
    batch = seat.desk.paper.sheet(place.round, number).batch
    return attrs.evolve(draw(seat, Place(place.round, number, slot, batch)), done=seat.say(said))


HANDLERS = [ask, key]
