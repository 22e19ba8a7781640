"""The roll from a table: template, a look at what would change, red cells, and undoing it."""

from __future__ import annotations

import hashlib
import secrets
import tempfile
from collections import Counter
from pathlib import Path

import attrs
from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_core import __version__
from tickbox_core.acts import ACTS
from tickbox_core.cli.sheet import TITLES, cell_faults, columns_of
from tickbox_core.desk.importing import ROLL, Change
from tickbox_core.errors import FaultyTables, MalformedFile, NotListed, TickboxError
from tickbox_core.interchange import read_roll
from tickbox_core.interchange.workbooks import marked, template
from tickbox_core.model import Roll, State
from tickbox_core.text import Text
from tickbox_server.console.seat import (
    PRIVATE,
    Posted,
    Seat,
    form_of,
    one,
    refused,
    seat_of,
    seated,
)
from tickbox_server.console.sessions import Sessions
from tickbox_server.console.views import SheetView
from tickbox_server.errors import BadForm
from tickbox_server.pages.visit import Answer, AnyRequest, Visit
from tickbox_server.problems import status_of

MOST_BODY = 12_000_000
SHOWN = 60
KEPT, MARKED = "roll", "marked"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WHAT = {
    "added": Text("新增", "added"),
    "changed": Text("改变", "changed"),
    "removed": Text("去掉", "removed"),
    "same": Text("不变", "same"),
}
_PLANS = ACTS["round/plan"]
"""Whoever may plan a round may read its roll in."""


@attrs.frozen
class Waiting:
    """A roll that was read and waits for the word; ``key`` is what the page sends back."""

    key: str
    cycle: str
    roll: Roll = attrs.field(repr=False)
    digest: str
    rows: int


@get("/tables/roll")
async def ask(
    request: AnyRequest, visit: NamedDependency[Visit], sessions: NamedDependency[Sessions]
) -> Response[str]:
    """Where the template is, and where a filled one is handed in."""
    cycle = request.query_params.get("cycle", "")
    return await seated(request, visit, sessions, lambda seat: _view(seat, cycle))


@get("/tables/roll/{what:str}")
async def workbook(
    request: AnyRequest,
    visit: NamedDependency[Visit],
    sessions: NamedDependency[Sessions],
    what: FromPath[str],
) -> Response[bytes]:
    """The template, or the table that was handed in with red cells."""
    seat = await seat_of(request, visit, sessions)
    seat.only(_PLANS)
    held: object = None
    if what == "template.xlsx":
        held = template(ROLL, __version__, TITLES[ROLL], columns_of(ROLL, ""))
    elif what == "marked.xlsx":
        held = seat.session.kept.get(MARKED)
    if not isinstance(held, bytes):
        raise NotListed(Text("文件", "file"), what)
    headers = {**PRIVATE, "Content-Disposition": f'attachment; filename="roll-{what}"'}
    return Response(held, media_type=_XLSX, headers=headers)


@post("/tables/roll/check", status_code=200, request_max_body_size=MOST_BODY)
async def check(
    request: AnyRequest, visit: NamedDependency[Visit], sessions: NamedDependency[Sessions]
) -> Response[str]:
    """What the table would change; nothing is written."""
    form = await request.form()
    file, posted = form.get("file"), _words(form)
    if not isinstance(file, UploadFile):
        raise BadForm
    content, name = await file.read(), Path(file.filename or "").suffix.lower()

    def make(seat: Seat) -> object:
        seat.only(_PLANS)
        return _checked(seat, one(posted, "cycle"), content, name)

    return await seated(request, visit, sessions, make, posted)


def _words(form: object) -> Posted:
    get_ = getattr(form, "get", None)
    if get_ is None:
        raise BadForm
    return {name: [value] for name in ("form_key", "cycle") if isinstance(value := get_(name), str)}


@post("/tables/roll/take", status_code=200)
async def take(
    request: AnyRequest, visit: NamedDependency[Visit], sessions: NamedDependency[Sessions]
) -> Response[str]:
    """The roll that was looked at is read in; or the last import is undone."""
    posted = await form_of(request)

    def make(seat: Seat) -> object:
        seat.only(_PLANS)
        cycle = one(posted, "cycle")
        try:
            done = _undone(seat) if "undo" in posted else _taken(seat, one(posted, "confirm"))
        except TickboxError as refusal:
            return Answer(_view(seat, cycle, refused(seat, refusal)), status_of(refusal))
        return attrs.evolve(_view(seat, cycle), done=seat.say(done))

    return await seated(request, visit, sessions, make, posted)


def _checked(seat: Seat, cycle: str, content: bytes, suffix: str) -> object:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"roll{'.xlsx' if suffix == '.xlsx' else '.csv'}"
        path.write_bytes(content)
        try:
            desk = seat.desk
            roll = read_roll(path, as_of=desk.today(), tree=desk.tree).roll
            changes = desk.importing.changed_roll(cycle, roll)
        except FaultyTables as faulty:
            return _faulty(seat, cycle, path, faulty)
        except MalformedFile as refusal:
            return Answer(_view(seat, cycle, refused(seat, refusal)), 422)
        except TickboxError as refusal:
            return Answer(_view(seat, cycle, refused(seat, refusal)), status_of(refusal))
    digest = hashlib.sha256(content).hexdigest()
    held = Waiting(secrets.token_urlsafe(9), cycle, roll, digest, len(roll.units))
    seat.session.kept[KEPT] = held
    return _preview(seat, held, changes)


def _preview(seat: Seat, held: Waiting, changes: list[Change]) -> SheetView:
    counts = Counter(change.what for change in changes)
    shown = [change for change in changes if change.what != "same"][:SHOWN]
    return attrs.evolve(
        _view(seat, held.cycle),
        rows=held.rows,
        counts=tuple((seat.say(_WHAT[what]), counts[what]) for what in _WHAT if counts[what]),
        changes=tuple((seat.say(_WHAT[c.what]), c.id, ", ".join(c.parts)) for c in shown),
        confirm=held.key,
    )


def _faulty(seat: Seat, cycle: str, path: Path, faulty: FaultyTables) -> Answer:
    rows, faults = cell_faults(path, faulty)
    seat.session.kept[MARKED] = marked(rows, faults)
    said = Text(
        "有{number}处要改，没有导入任何内容。", "{number} to mend; nothing is read in."
    ).filled(number=len(faults))
    view = attrs.evolve(
        _view(seat, cycle, seat.say(said)),
        faults=tuple((one_.row, seat.say(one_.text)) for one_ in faults[:SHOWN]),
        more_faults=max(0, len(faults) - SHOWN),
        marked_url=seat.url("tables", "roll", "marked.xlsx"),
    )
    return Answer(view, 422)


def _taken(seat: Seat, key: str) -> Text:
    held = seat.session.kept.get(KEPT)
    if not isinstance(held, Waiting) or held.key != key:
        raise NotListed(Text("待导入的表", "table that waits"), key or "–")
    seat.desk.importing.roll(held.cycle, held.roll, held.digest, seat.actor.name)
    del seat.session.kept[KEPT]
    return Text("名册已导入，{rows}套房屋。", "The roll is in: {rows} homes.").filled(
        rows=held.rows
    )


def _undone(seat: Seat) -> Text:
    undone = seat.desk.importing.undo(seat.actor.name)
    said = Text("已撤销{what}的导入（{rows}行）。", "Undone: the import of {what} ({rows} rows).")
    return said.filled(what=TITLES[undone.kind], rows=undone.rows)


def _view(seat: Seat, cycle: str, error: str | None = None) -> SheetView:
    seat.only(_PLANS)
    before = (State.LISTING, State.POSTED)
    return SheetView(
        bar=seat.bar(),
        title=seat.say(Text("导入名册", "Read the roll in")),
        url=seat.url("tables", "roll"),
        template_url=seat.url("tables", "roll", "template.xlsx"),
        kind=ROLL,
        rounds=tuple(
            (one_.id, seat.say(one_.title)) for one_ in seat.desk.cycles() if one_.state in before
        ),
        cycle=cycle,
        error=error,
        undo_url=seat.url("tables", "roll", "take"),
    )


HANDLERS = [ask, workbook, check, take]
