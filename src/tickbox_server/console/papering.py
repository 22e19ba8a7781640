"""Keying paper: one slot of one sheet at a time; who reads second does not see the first."""

from __future__ import annotations

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_core.acts import perform
from tickbox_core.acts.screens import KEY_PAPER
from tickbox_core.desk.homes import ERASED, people
from tickbox_core.errors import TickboxError
from tickbox_core.numbers import NotANumber, read_count
from tickbox_core.text import Text
from tickbox_core.year.papers import Sheet, Where
from tickbox_server.console.seat import Posted, Seat, form_of, many, one, refused, seated
from tickbox_server.console.sessions import Sessions
from tickbox_server.console.views import ChoiceView, KeyingView
from tickbox_server.pages.visit import Answer, AnyRequest, Visit
from tickbox_server.problems import status_of

READINGS = ("first", "second", "third")


@get("/rounds/{round:str}/keying")
async def ask(
    request: AnyRequest,
    visit: NamedDependency[Visit],
    sessions: NamedDependency[Sessions],
    round: FromPath[str],
) -> Response[str]:
    """Which sheet; then the next of its slots that waits for whoever sits here."""
    number = _number(request.query_params.get("number", ""))
    return await seated(request, visit, sessions, lambda seat: _opened(seat, round, number))


@post("/rounds/{round:str}/keying", status_code=200)
async def key(
    request: AnyRequest,
    visit: NamedDependency[Visit],
    sessions: NamedDependency[Sessions],
    round: FromPath[str],
) -> Response[str]:
    """One reading is kept; the next slot, or the next sheet, follows."""
    posted = await form_of(request)
    return await seated(request, visit, sessions, lambda seat: _keyed(seat, round, posted), posted)


def _number(typed: str) -> int | None:
    """A sheet's number as typed, or ``None``."""
    try:
        number = read_count(typed)
    except NotANumber:
        return None
    return number if 0 < number < 10**9 else None


def _opened(seat: Seat, round: str, number: int | None) -> object:
    try:
        return _view(seat, round, number)
    except TickboxError as refusal:
        if number is None:
            raise
        return Answer(_view(seat, round, None, refused(seat, refusal)), status_of(refusal))


def _keyed(seat: Seat, round: str, posted: Posted) -> object:
    number = _number(one(posted, "number")) or 0
    given = {
        "round": round,
        "number": number,
        "slot": one(posted, "slot"),
        "ticks": many(posted, "tick"),
    }
    try:
        answer = perform(KEY_PAPER, seat.desk, given, seat.actor)
    except TickboxError as refusal:
        said = refused(seat, refusal)
        return Answer(_view(seat, round, None, said), status_of(refusal))
    return _view(seat, round, number, done=_told(seat, answer))


def _told(seat: Seat, answer: dict[str, object]) -> str:
    waits = _WAITS.get(str(answer.get("waits_for") or ""))
    if waits is not None:
        return seat.say(waits)
    void = answer.get("void")
    if isinstance(void, dict):
        why = Text("这张不计：{why}", "This one does not count: {why}")
        return seat.say(why.filled(why=Text.of(void)))
    return seat.say(Text("已计入。", "It counts."))


_WAITS = {
    "second": Text(
        "第一遍已记下，等另一人录第二遍。", "The first reading is kept; another person reads next."
    ),
    "third": Text(
        "两遍不一致，等第三人核对。", "The two readings differ; a third person has to look."
    ),
}


def waiting(sheet: Sheet, who: str) -> list[str]:
    """The slots of a sheet that are not done and that this person has not read yet."""
    return [
        slot
        for slot in sheet.slots
        if slot not in sheet.done and all(one_.by != who for one_ in sheet.keyed.get(slot, ()))
    ]


def _view(
    seat: Seat, round: str, number: int | None, error: str | None = None, done: str = ""
) -> KeyingView:
    seat.only(KEY_PAPER)
    desk = seat.desk
    found = desk.round(round)
    sheet = None if number is None else desk.paper.sheet(round, number)
    if sheet is not None and sheet.where is Where.OUTSTANDING:
        error = error or seat.say(
            Text("这张票还没有登记收回。", "This sheet is not registered as returned yet.")
        )
    left = [] if sheet is None else waiting(sheet, seat.actor.name)
    slot = left[0] if left else ""
    batches = tuple(
        (one_.batch, one_.printed, one_.returned, one_.spoiled, one_.outstanding, one_.reconciled)
        for one_ in desk.paper.batches(round)
    )
    return KeyingView(
        bar=seat.bar(),
        round=seat.say(found.title),
        url=seat.url("rounds", round, "keying"),
        number=number if slot else None,
        slot=slot,
        where=seat.visit.say(people(desk, round).get(slot, ERASED)) if slot else "",
        place=sheet.slots.index(slot) + 1 if sheet and slot else 0,
        of=len(sheet.slots) if sheet else 0,
        reading=READINGS[min(len(sheet.keyed.get(slot, ())), 2)] if sheet and slot else "",
        items=tuple(_items(seat, round)) if slot else (),
        left=len(desk.paper.mismatches(round)),
        batches=batches,
        error=error,
        done=done,
    )


def _items(seat: Seat, round: str) -> list[ChoiceView]:
    """What can be ticked, with the numbers everybody uses."""
    rows = []
    for at, item in enumerate(seat.desk.round(round).items, 1):
        title = f"{at}. {seat.visit.say(item.title)}"
        for option in item.options:
            said = f"{title}: {seat.visit.say(option.title)}"
            rows.append(ChoiceView(f"{item.id}/{option.id}", said, False))
        if not item.options:
            rows.append(ChoiceView(item.id, title, False))
    return rows


HANDLERS = [ask, key]
