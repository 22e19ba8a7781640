"""What can be printed, of everything there is, as PDF where a printing plugin is installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import quote

import attrs
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_console.sessions import Sessions
from tickbox_console.staff_request import (
    PRIVATE,
    StaffRequest,
    refusal_words,
    render_for_staff,
    seat_of,
)
from tickbox_console.views import PrintsView, PrintView
from tickbox_core.acts.prints import find_printable, offer_prints, offered_of, printed_things
from tickbox_core.acts.screens import PRINT_SHEETS
from tickbox_core.declarations.ranges import Numbers
from tickbox_core.desk import notices
from tickbox_core.desk.notices import SIZES, Sender
from tickbox_core.errors import NotListed, TickboxError
from tickbox_core.hooks import Document, Printed
from tickbox_core.numbers import NotANumber
from tickbox_core.text import Language, Text
from tickbox_core.workflow.entries import rejection
from tickbox_core.year.papers import of_numbers
from tickbox_server.pages.visit import AnyRequest, PageRequest, PageResponse
from tickbox_server.problems import status_of

ROUND, SHEETS = "round", "sheets-"
MOST = 30
MOST_TYPED = 2_000


@attrs.frozen(eq=False)
class _Offer:
    """Something that is on offer: its words, its sizes, and how it is made."""

    title: Text
    sizes: tuple[str, ...]
    make: Callable[[Language, str], Document]


@get("/print")
async def everything(
    request: AnyRequest, visit: NamedDependency[PageRequest], sessions: NamedDependency[Sessions]
) -> Response[str]:
    """Everything of which something can be printed, the newest first."""
    return await render_for_staff(request, visit, sessions, _everything)


@get("/print/{thing:str}/{about:str}")
async def ask(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    sessions: NamedDependency[Sessions],
    thing: FromPath[str],
    about: FromPath[str],
) -> Response[str]:
    """What there is to print of one thing."""
    return await render_for_staff(request, visit, sessions, lambda seat: _view(seat, thing, about))


@get("/print/{thing:str}/{about:str}/{what:str}/{size:str}")
async def pdf(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    sessions: NamedDependency[Sessions],
    thing: FromPath[str],
    about: FromPath[str],
    what: FromPath[str],
    size: FromPath[str],
) -> Response[bytes] | Response[str]:
    """One of them; where it cannot be printed, the page again with why."""
    seat = await seat_of(request, visit, sessions)
    numbers = request.query_params.get("numbers", "").strip()
    try:
        made = await visit.hall.ask(
            lambda: _print_document(seat, thing, about, what, size, numbers)
        )
    except TickboxError as refusal:
        status, said = status_of(refusal), refusal_words(seat, refusal)
        return await render_for_staff(
            request,
            visit,
            sessions,
            lambda one: PageResponse(_to_mend(one, thing, about, what, said, numbers), status),
        )
    name = f"inline; filename*=UTF-8''{quote(f'{about}-{what}-{size}.pdf', safe='')}"
    return Response(
        made.data, media_type=made.media_type, headers={**PRIVATE, "Content-Disposition": name}
    )


def _print_document(
    seat: StaffRequest, kind: str, about: str, what: str, size: str, numbers: str
) -> Printed:
    seat.only(PRINT_SHEETS)
    offer = _offers(seat, kind, about, _numbers(numbers)).get(what)
    if offer is None or size not in offer.sizes:
        raise NotListed(Text("打印件", "thing to print"), what)
    return seat.visit.hall.town.registry.printed(offer.make(seat.visit.language, size))


def _numbers(typed: str) -> tuple[int, ...]:
    """Which sheets of a batch, as typed (none: all); ``NotPossible`` where that is not clear."""
    if not typed:
        return ()
    try:
        return Numbers().value(typed)
    except NotANumber as refused:
        raise rejection(refused.problem, refused.remedy) from None
    except ValueError:
        raise rejection(Numbers().remedy) from None


def _offers(
    seat: StaffRequest, kind: str, about: str, numbers: tuple[int, ...] = ()
) -> dict[str, _Offer]:
    sender = Sender(seat.visit.hall.settings.contact, seat.visit.base)
    made = {
        key: _Offer(
            one.title,
            one.sizes,
            lambda language, size, one=one: one.document(  # type: ignore[misc]
                seat.desk, about, sender, language, size
            ),
        )
        for key, one in offer_prints(seat.desk, kind, about).items()
    }
    return made | (dict(_sheets(seat, about, sender, numbers)) if kind == ROUND else {})


def _sheets(
    seat: StaffRequest, round: str, sender: Sender, numbers: tuple[int, ...]
) -> Iterator[tuple[str, _Offer]]:
    """The tick sheets of a round, batch by batch; of numbers alone where some are named."""
    desk = seat.desk

    def of(batch: str) -> Callable[[Language, str], Document]:
        def make_document(language: Language, size: str) -> Document:
            found_ = desk.paper.sheets(round, batch)
            found_ = of_numbers(found_, numbers) if numbers else found_
            return notices.sheets(desk, round, found_, sender).document(language)

        return make_document

    for batch in desk.paper.batches(round):
        title = Text("选票，批次{batch}", "tick sheets, batch {batch}").filled(batch=batch.batch)
        yield f"{SHEETS}{batch.batch}", _Offer(title, SIZES[:1], of(batch.batch))


def _everything(seat: StaffRequest) -> PrintsView:
    seat.only(PRINT_SHEETS)
    groups = []
    for kind in printed_things(seat.desk):
        rows = [
            (seat.visit.say(one.title), seat.url("print", kind, one.id))
            for one in list(seat.catalogue.things[kind].choices(seat.desk, {}))[:MOST]
            if offered_of(seat.desk, kind, one)
        ]
        if rows:
            groups.append((seat.say(seat.catalogue.things[kind].title), tuple(rows)))
    return PrintsView(seat.bar(), tuple(groups))


def _view(seat: StaffRequest, kind: str, about: str, error: str | None = None) -> PrintView:
    seat.only(PRINT_SHEETS)
    named = find_printable(seat.desk, kind, about)
    rows = tuple(
        (
            seat.say(offer.title),
            tuple(
                (f"PDF {size.upper()}", seat.url("print", kind, about, key, size))
                for size in offer.sizes
            ),
            seat.url("print", kind, about, key, SIZES[0]) if key.startswith(SHEETS) else "",
        )
        for key, offer in _offers(seat, kind, about).items()
    )
    links, area = seat.visit.links, seat.desk.area
    return PrintView(
        bar=seat.bar(),
        what=seat.visit.say(named.title),
        printer=bool(seat.visit.hall.town.registry.printers),
        public_url=links.round(area, about) if kind == ROUND else links.area(area),
        rows=rows,
        error=error,
    )


def _to_mend(
    seat: StaffRequest, kind: str, about: str, what: str, error: str, typed: str
) -> PrintView:
    """The page again with why, and the numbers as they were typed."""
    sent = seat.url("print", kind, about, what, SIZES[0])
    return attrs.evolve(_view(seat, kind, about, error), typed=typed[:MOST_TYPED], mend=sent)


HANDLERS = [everything, ask, pdf]
