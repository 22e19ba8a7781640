"""What can be printed for a round, as PDF where a printing plugin is installed."""

from __future__ import annotations

from collections.abc import Callable

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_core.acts.screens import PRINT_SHEETS
from tickbox_core.desk import Desk, notices
from tickbox_core.desk.notices import SIZES, Notice, Sender
from tickbox_core.errors import NotListed, TickboxError
from tickbox_core.hooks import Document, Printed
from tickbox_core.model import Cycle, State
from tickbox_core.text import Language, Text
from tickbox_server.console.seat import PRIVATE, Seat, refused, seat_of, seated
from tickbox_server.console.sessions import Sessions
from tickbox_server.console.views import PrintView
from tickbox_server.pages.visit import Answer, AnyRequest, Visit
from tickbox_server.problems import status_of

MakeNotice = Callable[[Desk, str, Sender], Notice]
_BEFORE = (State.LISTING, State.POSTED)
_AFTER = (State.DECIDED,)
NOTICES: dict[str, tuple[Text, tuple[State, ...], MakeNotice]] = {
    "list": (Text("清单公示", "the list"), tuple(State), notices.list_notice),
    "roll": (Text("名册合计", "totals of the roll"), tuple(State), notices.roll_notice),
    "call": (
        Text("打钩通知", "the call to tick"), (*_BEFORE, State.TICKING), notices.call_notice
    ),
    "tie": (Text("并列公示", "the tie"), (State.COUNTING,), notices.tie_notice),
    "result": (Text("结果公示", "the result"), _AFTER, notices.result_notice),
    "objections": (Text("异议及答复", "objections and answers"), (State.POSTED, *_AFTER),
                   notices.objections_notice),
    "annual": (Text("年度清单", "the annual list"), _AFTER, notices.annual_notice),
    "progress": (Text("项目进展", "how the projects go"), _AFTER, notices.progress_notice),
}  # fmt: skip
"""Notices by the key of ``tickbox print``: what they are called, and in which states they are."""
SHEETS, STAIRWELLS = "sheets-", "stairwells"


@get("/rounds/{cycle:str}/print")
async def ask(
    request: AnyRequest,
    visit: NamedDependency[Visit],
    sessions: NamedDependency[Sessions],
    cycle: FromPath[str],
) -> Response[str]:
    """What there is to print."""
    return await seated(request, visit, sessions, lambda seat: _view(seat, cycle))


@get("/rounds/{cycle:str}/print/{what:str}/{size:str}")
async def pdf(
    request: AnyRequest,
    visit: NamedDependency[Visit],
    sessions: NamedDependency[Sessions],
    cycle: FromPath[str],
    what: FromPath[str],
    size: FromPath[str],
) -> Response[bytes] | Response[str]:
    """One of them; where it cannot be printed, the page again with why."""
    seat = await seat_of(request, visit, sessions)
    try:
        made = await visit.hall.ask(lambda: _printed(seat, cycle, what, size))
    except TickboxError as refusal:
        status, said = status_of(refusal), refused(seat, refusal)
        return await seated(
            request, visit, sessions, lambda one: Answer(_view(one, cycle, said), status)
        )
    name = f'inline; filename="{cycle}-{what}-{size}.pdf"'
    return Response(
        made.data, media_type=made.media_type, headers={**PRIVATE, "Content-Disposition": name}
    )


def _printed(seat: Seat, cycle: str, what: str, size: str) -> Printed:
    seat.only(PRINT_SHEETS)
    found, language = seat.desk.cycle(cycle), seat.visit.language
    documents = dict(_offered(seat.desk, found, _sender(seat)))
    if what not in documents or size not in SIZES:
        raise NotListed(Text("打印件", "thing to print"), what)
    return seat.visit.hall.town.registry.printed(documents[what][1](language, size))


def _sender(seat: Seat) -> Sender:
    return Sender(seat.visit.hall.settings.contact, seat.visit.base)


Make = Callable[[Language, str], Document]


def _offered(desk: Desk, cycle: Cycle, sender: Sender) -> list[tuple[str, tuple[Text, Make]]]:
    found: list[tuple[str, tuple[Text, Make]]] = []
    for key, (title, states, notice) in NOTICES.items():
        if cycle.state in states and (key != "tie" or desk.posted_tie(cycle.id)):
            found.append((key, (title, _of_notice(desk, cycle, sender, notice))))
    for batch in desk.paper.batches(cycle.id):
        title = Text("选票，批次{batch}", "tick sheets, batch {batch}").filled(batch=batch.batch)
        found.append(
            (f"{SHEETS}{batch.batch}", (title, _of_batch(desk, cycle, sender, batch.batch)))
        )
    if cycle.state is State.DECIDED:
        title = Text("楼道大字告示", "large pages for the stairwells")
        found.append((STAIRWELLS, (title, _of_stairwells(desk, cycle, sender))))
    return found


def _of_notice(desk: Desk, cycle: Cycle, sender: Sender, notice: MakeNotice) -> Make:
    def made(language: Language, size: str) -> Document:
        return notice(desk, cycle.id, sender).document(language, size)

    return made


def _of_stairwells(desk: Desk, cycle: Cycle, sender: Sender) -> Make:
    def made(language: Language, size: str) -> Document:
        return notices.stairwells(desk, cycle.id, sender).document(language)

    return made


def _of_batch(desk: Desk, cycle: Cycle, sender: Sender, batch: str) -> Make:
    def made(language: Language, size: str) -> Document:
        sheets = desk.paper.sheets(cycle.id, batch)
        return notices.sheets(desk, cycle.id, sheets, sender).document(language)

    return made


def _view(seat: Seat, cycle: str, error: str | None = None) -> PrintView:
    seat.only(PRINT_SHEETS)
    found = seat.desk.cycle(cycle)
    rows = []
    for key, (title, _) in _offered(seat.desk, found, _sender(seat)):
        sizes = SIZES if key in NOTICES else SIZES[:1]
        ways = tuple(
            (f"PDF {size.upper()}", seat.url("rounds", cycle, "print", key, size)) for size in sizes
        )
        rows.append((seat.say(title), ways))
    return PrintView(
        bar=seat.bar(),
        round=seat.say(found.title),
        printer=bool(seat.visit.hall.town.registry.printers),
        public_url=seat.visit.links.cycle(seat.desk.area, cycle),
        rows=tuple(rows),
        error=error,
    )


HANDLERS = [ask, pdf]
