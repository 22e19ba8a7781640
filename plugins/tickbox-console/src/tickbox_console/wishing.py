"""The wishes in a table: tick several, then merge, answer or put them on a list."""

from __future__ import annotations

import attrs
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_console.sessions import Sessions
from tickbox_console.staff_request import (
    PRIVATE,
    Posted,
    StaffRequest,
    form_of,
    many,
    one,
    refusal_words,
    render_for_staff,
    seat_of,
)
from tickbox_console.views import WishesView, WishRow
from tickbox_core.acts import Act, perform
from tickbox_core.acts.screens import (
    ADD_ITEM,
    ALL_WISHES,
    ANSWER_WISH,
    MERGE_WISHES,
    PLAN_ROUND,
    TAKE_CHAIN,
    UNMERGE_WISH,
)
from tickbox_core.components.wishes import Reply, Wish
from tickbox_core.desk.importing import WISHES
from tickbox_core.errors import BadValue, NotListed, TickboxError
from tickbox_core.model import State
from tickbox_core.text import Text
from tickbox_server.pages.visit import AnyRequest, PageRequest, PageResponse
from tickbox_server.pages.words import day
from tickbox_server.problems import status_of

_NONE = Text("请先勾选心愿。", "Tick the wishes first.")
_TWO = Text("请至少勾选两条。", "Tick two of them at least.")


@get("/wishes")
async def ask(
    request: AnyRequest, visit: NamedDependency[PageRequest], sessions: NamedDependency[Sessions]
) -> Response[str]:
    """Those that wait for a reply, or all."""
    every = request.query_params.get("show") == "all"
    return await render_for_staff(request, visit, sessions, lambda seat: _view(seat, every))


@post("/wishes", status_code=200, request_max_body_size=1_000_000)
async def work(
    request: AnyRequest, visit: NamedDependency[PageRequest], sessions: NamedDependency[Sessions]
) -> Response[str]:
    """Ask what merging, taking apart, answering or listing the ticked ones needs; then do it."""
    posted = await form_of(request)

    def make(seat: StaffRequest) -> object:
        chosen = many(posted, "ref")
        asks, does = one(posted, "ask"), one(posted, "work")
        try:
            if asks in _WORK:
                return _working(seat, asks, _enough(asks, chosen), posted)
            if does not in _WORK:
                return _view(seat, False)
            done = _WORK[does](seat, _enough(does, chosen), posted)
        except TickboxError as refusal:
            said = refusal_words(seat, refusal)
            again = _view(seat, True, tuple(chosen), said)
            if does and chosen:
                again = attrs.evolve(_working(seat, does, chosen, posted), error=said)
            return PageResponse(again, status_of(refusal))
        return _view(seat, False, done=seat.say(done))

    return await render_for_staff(request, visit, sessions, make, posted)


def _enough(work: str, chosen: list[str]) -> list[str]:
    """The ticked ones, where they are as many as the work needs; else ``BadValue``."""
    if not chosen:
        raise BadValue("refs", _NONE)
    if work == "merge" and len(chosen) < 2:
        raise BadValue("refs", _TWO)
    return chosen


def _merge(seat: StaffRequest, chosen: list[str], posted: Posted) -> Text:
    into = one(posted, "into") if one(posted, "into") in chosen else chosen[0]
    refs = [ref for ref in chosen if ref != into]
    given = {"refs": refs, "into": into, "reason": one(posted, "reason")}
    perform(MERGE_WISHES, seat.desk, given, seat.actor)
    return Text("已合并。", "Merged.")


def _unmerge(seat: StaffRequest, chosen: list[str], posted: Posted) -> Text:
    return _each(seat, chosen, UNMERGE_WISH, {"reason": one(posted, "reason")})


def _answer(seat: StaffRequest, chosen: list[str], posted: Posted) -> Text:
    given = {"reply": one(posted, "reply"), "words": one(posted, "words")}
    referred = one(posted, "referred_to")
    more = {"referred_to": referred} if referred.strip() else {}
    return _each(seat, chosen, ANSWER_WISH, {**given, **more})


def _each(seat: StaffRequest, chosen: list[str], act: Act, given: dict[str, str]) -> Text:
    for ref in chosen:
        perform(act, seat.desk, {"ref": ref, **given}, seat.actor)
    said = Text("已办理{number}条。", "Done: {number}.")
    return said.filled(number=len(chosen))


def _list(seat: StaffRequest, chosen: list[str], posted: Posted) -> Text:
    given = {
        "round": one(posted, "round"),
        "id": one(posted, "item"),
        "title": one(posted, "title"),
        "category": one(posted, "category").partition("/")[2] or "plain",
        "refs": chosen,
    }
    perform(ADD_ITEM, seat.desk, given, seat.actor)
    return Text("已列入清单。", "It is on the list.")


_WORK = {"merge": _merge, "unmerge": _unmerge, "answer": _answer, "list": _list}
_TYPED = ("reply", "words", "referred_to", "reason", "round", "item", "title", "category")


def _working(seat: StaffRequest, work: str, chosen: list[str], posted: Posted) -> WishesView:
    """The ticked ones with what a work asks for, as far as it is typed."""
    view = _view(seat, True, tuple(chosen))
    rows = tuple(row for row in view.rows if row.ref in chosen)
    typed = {name: one(posted, name) for name in _TYPED}
    return attrs.evolve(view, rows=rows, work=work, typed=typed)


def _view(
    seat: StaffRequest,
    every: bool,
    chosen: tuple[str, ...] = (),
    error: str | None = None,
    done: str = "",
) -> WishesView:
    seat.only(ALL_WISHES)
    found = seat.desk.collecting.wishes() if every else seat.desk.collecting.waiting()
    url = seat.url("wishes")
    forming = [one_ for one_ in seat.desk.rounds() if one_.state is State.LISTING]
    return WishesView(
        bar=seat.bar(),
        url=url,
        rows=tuple(_row(seat, wish) for wish in reversed(found)),
        only_waiting=not every,
        other_url=url if every else f"{url}?show=all",
        chain_url=seat.url("chain") if seat.may(TAKE_CHAIN) else "",
        table_url=seat.url("tables", WISHES) if seat.may(PLAN_ROUND) else "",
        replies=tuple((str(reply), seat.say(reply.words)) for reply in Reply),
        rounds=tuple((round.id, seat.say(round.title)) for round in forming),
        categories=tuple(
            (f"{round.id}/{category.key}",
             f"{seat.visit.say(round.title)}: {seat.visit.say(category.title)}")
            for round in forming for category in round.categories
        ),
        chosen=chosen,
        error=error,
        done=done,
    )  # fmt: skip


def _row(seat: StaffRequest, wish: Wish) -> WishRow:
    state = Text("等答复", "waits for a reply")
    if wish.merged_into:
        state = Text(f"已并入{wish.merged_into}", f"merged into {wish.merged_into}")
    elif wish.answer is not None:
        state = wish.answer.reply.words
    return WishRow(
        ref=wish.ref,
        day=day(wish.said_on, seat.visit.language) or "",
        text=wish.text or seat.visit.say(wish.posted) or "–",
        author=" ".join(wish.author.values()),
        channel=seat.visit.say(wish.channel.words),
        state=seat.visit.say(state),
        merged=bool(wish.merged_into),
        photos=tuple(
            seat.url("photos", str(one.position))
            for one in seat.desk.collecting.photos.of(wish.ref)
            if not one.gone
        ),
    )


@get("/photos/{position:int}")
async def photo(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    sessions: NamedDependency[Sessions],
    position: FromPath[int],
) -> Response[bytes]:
    """A photograph that somebody handed in, for whoever may read all wishes."""
    seat = await seat_of(request, visit, sessions)
    may = seat.may(ALL_WISHES)
    content = await visit.hall.ask(lambda: seat.desk.photo_at(position)) if may else None
    if content is None:
        raise NotListed(Text("照片", "photograph"), str(position))
    return Response(content, media_type="image/jpeg", headers=PRIVATE)


HANDLERS = [ask, work, photo]
