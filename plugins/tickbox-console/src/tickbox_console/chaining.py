"""A chat group's chain: pasted once, looked at, set right row by row, taken or signed up."""

from __future__ import annotations

from typing import Any

import attrs
from litestar import Response, get, post
from litestar.di import NamedDependency

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
from tickbox_console.views import ChainRow, ChainView
from tickbox_core.acts import Act, perform
from tickbox_core.acts.screens import JOIN_CHAIN, READ_CHAIN, TAKE_CHAIN
from tickbox_core.components.projects import Participation
from tickbox_core.components.wishes import ChainAnswer
from tickbox_core.errors import BadValue, TickboxError
from tickbox_core.numbers import NotANumber, read_count
from tickbox_core.text import Text
from tickbox_server.pages.visit import AnyRequest, PageRequest, PageResponse
from tickbox_server.problems import status_of

MOST_BODY = 2_000_000
_AGAIN = Text(
    "这张表已经提交过，没有办理第二次。", "This form was handed in before; nothing was done twice."
)
_NONE = Text("请先勾选要收下的各条。", "Tick the rows to be taken first.")
_MISSING = Text("没有人用的编号：{numbers}。", "Numbers that nobody used: {numbers}.")


@get("/chain")
async def ask(
    request: AnyRequest, visit: NamedDependency[PageRequest], sessions: NamedDependency[Sessions]
) -> Response[str]:
    """Where a chain is pasted."""
    return await render_for_staff(request, visit, sessions, lambda seat: _view(seat, ""))


@post("/chain", status_code=200, request_max_body_size=MOST_BODY)
async def work(
    request: AnyRequest, visit: NamedDependency[PageRequest], sessions: NamedDependency[Sessions]
) -> Response[str]:
    """A chain looked at; then its ticked rows, as they were set right, taken or signed up."""
    posted = await form_of(request)

    def make(seat: StaffRequest) -> object:
        text = one(posted, "text")
        if not text.strip() or "look" in posted:
            return _looked(seat, text)
        act = JOIN_CHAIN if "join" in posted else TAKE_CHAIN
        return _done(seat, act, text, posted)

    return await render_for_staff(request, visit, sessions, make, posted)


def _done(seat: StaffRequest, act: Act, text: str, posted: Posted) -> object:
    ticked = [int(number) for number in many(posted, "row") if _is_number(number)]
    once = one(posted, "once")
    if not ticked:
        return PageResponse(_as_typed(seat, text, posted, seat.say(_NONE)), 422)
    if not seat.session.first_press(once):
        return PageResponse(_as_typed(seat, text, posted, seat.say(_AGAIN)), 409)
    try:
        given: dict[str, Any] = {"text": text, "rows": ticked, "links": _links(posted, ticked)}
        if act is JOIN_CHAIN:
            given |= {"project": one(posted, "project"), "part": one(posted, "part")}
        perform(act, seat.desk, given, seat.actor)
    except TickboxError as refusal:
        seat.session.pressed.discard(once)  # nothing has happened: it may be pressed again
        again = _as_typed(seat, text, posted, refusal_words(seat, refusal))
        return PageResponse(again, status_of(refusal))
    said = Text("已办理{number}条。", "Done: {number}.").filled(number=len(ticked))
    return attrs.evolve(_view(seat, ""), done=seat.say(said))


def _links(posted: Posted, ticked: list[int]) -> list[dict[str, Any]]:
    """The ticked rows as somebody has set them right.

    Raises ``BadValue`` where a row is said to support what is no number of a row.
    """
    found = []
    for number in ticked:
        row: dict[str, Any] = {"number": number}
        for part in ("name", "unit", "text"):
            if said := " ".join(one(posted, f"{part}.{number}").split()):
                row[part] = said
        supports = one(posted, f"supports.{number}").strip()
        if supports:
            row["supports"] = _row_meant(supports, number)
        found.append(row)
    return found


def _row_meant(typed: str, of: int) -> int:
    try:
        return read_count(typed)
    except NotANumber:
        raise BadValue("supports", _NO_ROW.filled(number=of, typed=typed[:40]), _A_NUMBER) from None


_NO_ROW = Text(
    "第{number}条支持的“{typed}”不是编号。", "row {number} supports '{typed}', which is no number."
)
_A_NUMBER = Text(
    "请填那一条的编号，如3，或空着。", "Write the number of the row, 3 say, or nothing."
)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6


def _looked(seat: StaffRequest, text: str) -> ChainView:
    """The rows as they read; those without doubt and not taken before are ticked."""
    view = _view(seat, text)
    if not text.strip():
        return view
    chain = seat.desk.collecting.chain(text)
    rows = tuple(
        ChainRow(
            number=row.number,
            ticked=not row.doubts and bool(row.text),
            name=row.name,
            unit=row.unit,
            text=row.text,
            supports="" if row.supports is None else str(row.supports),
            doubts=tuple(map(seat.say, row.doubts)),
        )
        for row in chain.rows
    )
    return _beside(seat, view, chain, rows)


def _beside(
    seat: StaffRequest, view: ChainView, chain: ChainAnswer, rows: tuple[ChainRow, ...]
) -> ChainView:
    numbers = ", ".join(map(str, chain.missing[:40])) + " …" * (len(chain.missing) > 40)
    missing = (seat.say(_MISSING.filled(numbers=numbers)),) if chain.missing else ()
    return attrs.evolve(
        view, head=chain.head, rows=rows, left_out=tuple(chain.left_out), notes=missing
    )


def _as_typed(seat: StaffRequest, text: str, posted: Posted, error: str) -> ChainView:
    """The page again as it was ticked and set right."""
    view = _looked(seat, text)
    ticked = set(many(posted, "row"))

    def said(row: ChainRow, part: str) -> str:
        name = f"{part}.{row.number}"
        held: str = one(posted, name) if name in posted else getattr(row, part)
        return held

    rows = tuple(
        attrs.evolve(
            row,
            ticked=str(row.number) in ticked,
            name=said(row, "name"),
            unit=said(row, "unit"),
            text=said(row, "text"),
            supports=said(row, "supports"),
        )
        for row in view.rows
    )
    chosen, part = one(posted, "project"), one(posted, "part")
    return attrs.evolve(view, rows=rows, error=error, project=chosen, part=part)


def _view(seat: StaffRequest, text: str) -> ChainView:
    seat.only(READ_CHAIN)
    known = seat.catalogue.things.get("project")
    projects = () if known is None else tuple(known.choices(seat.desk, {}))
    return ChainView(
        bar=seat.bar(),
        url=seat.url("chain"),
        wishes_url=seat.url("wishes"),
        pasted=text,
        may_take=seat.may(TAKE_CHAIN),
        projects=tuple((row.id, seat.say(row.title)) for row in projects),
        parts=tuple((str(part), seat.say(part.words)) for part in Participation),
    )


HANDLERS = [ask, work]
