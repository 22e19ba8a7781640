"""Tables read in: template, a look at what would change, red cells, what headers mean, undoing.

Every kind of table goes this one way; what is special of a kind stands in its declaration.
"""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import attrs
from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_console.sessions import Sessions
from tickbox_console.staff_request import (
    PRIVATE,
    Posted,
    StaffRequest,
    form_of,
    one,
    refusal_words,
    render_for_staff,
    seat_of,
)
from tickbox_console.table_views import SHOWN, show_changes, table_view
from tickbox_console.views import HeaderView, SheetView
from tickbox_core import __version__
from tickbox_core.acts import Actor
from tickbox_core.acts.tables.every import TABLES
from tickbox_core.acts.tables.kind import (
    NOT_READ,
    Asked,
    Faulty,
    Looked,
    TableKind,
    allow_table,
    meanings_of,
)
from tickbox_core.acts.tables.taking import (
    THE_IMPORT,
    digest_of,
    disk_name,
    export_table,
    going,
    look_at,
    take_table,
    undo_table,
    why_not_undone,
)
from tickbox_core.errors import (
    ChangedMeanwhile,
    MalformedFile,
    NotCountersigned,
    NotListed,
    TickboxError,
)
from tickbox_core.interchange.rows import read_sheets
from tickbox_core.interchange.sheets import shown_headers
from tickbox_core.interchange.tables.persons import Namesakes
from tickbox_core.interchange.workbooks import by_kind, mark_faults, template
from tickbox_core.registry import Registry
from tickbox_core.text import Text
from tickbox_server.errors import BadForm
from tickbox_server.pages.visit import AnyRequest, PageRequest, PageResponse
from tickbox_server.problems import status_of

MOST_BODY = 12_000_000
MOST_HEADERS = 60
KEPT, MARKED, HANDED = "table", "marked", "handed"
NOT_TO_BE_READ = "-"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@attrs.frozen
class Handed:
    """A table as it was handed in, kept so that it can be looked at again without the file."""

    key: str
    kind: str
    asked: Asked
    name: str
    content: bytes = attrs.field(repr=False)


@attrs.frozen
class Waiting:
    """A table that was looked at and waits for the word; ``key`` is what the page sends back."""

    key: str
    looked: Looked = attrs.field(repr=False)
    digest: str


@get("/tables/{kind:str}")
async def ask(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    sessions: NamedDependency[Sessions],
    kind: FromPath[str],
) -> Response[str]:
    """Where the template is, and where a filled one is handed in."""
    query = request.query_params
    asked = Asked(query.get("to", "") or query.get("round", ""))
    return await render_for_staff(
        request, visit, sessions, lambda seat: table_view(seat, _kind(kind), asked)
    )


def _kind(kind: str) -> TableKind:
    if kind not in TABLES:
        raise NotListed(Text("表格", "table"), kind)
    return TABLES[kind]


@get("/tables/{kind:str}/{what:str}")
async def workbook(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    sessions: NamedDependency[Sessions],
    kind: FromPath[str],
    what: FromPath[str],
) -> Response[bytes]:
    """The template, the same with what stands, or the table handed in with red cells."""
    seat = await seat_of(request, visit, sessions)
    allow_table(_kind(kind), seat.actor)
    policy, to = request.query_params.get("policy", ""), request.query_params.get("to", "")
    make = _WORKBOOKS.get(what)
    if make is None:
        raise NotListed(Text("文件", "file"), what)
    held = await visit.hall.ask(lambda: make(seat, _kind(kind), policy, to))
    if not isinstance(held, bytes):
        raise NotListed(Text("文件", "file"), what)
    headers = {**PRIVATE, "Content-Disposition": f'attachment; filename="{kind}-{what}"'}
    return Response(held, media_type=_XLSX, headers=headers)


def _template(seat: StaffRequest, kind: TableKind, policy: str, to: str) -> object:
    columns = kind.columns(seat.visit.hall.town.registry, policy)
    return template(kind.key, __version__, kind.noun, columns)


def _current(seat: StaffRequest, kind: TableKind, policy: str, to: str) -> object:
    if kind.current is None or kind.personal:  # what leaves a note is asked for by a form
        return None
    return export_table(seat.desk, kind, __version__, Asked(to, policy), seat.actor).content


@post("/tables/{kind:str}/current", status_code=200)
async def current(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    sessions: NamedDependency[Sessions],
    kind: FromPath[str],
) -> Response[Any]:
    """What stands, as a workbook, of personal data too; it is noted who took it."""
    posted = await form_of(request)
    taken: list[bytes] = []

    def make(seat: StaffRequest) -> object:
        known, asked = _kind(kind), Asked(_to(posted))
        allow_table(known, seat.actor)
        try:
            taken.append(export_table(seat.desk, known, __version__, asked, seat.actor).content)
        except TickboxError as refusal:
            return PageResponse(
                table_view(seat, known, asked, refusal_words(seat, refusal)), status_of(refusal)
            )
        return table_view(seat, known, asked)

    page = await render_for_staff(request, visit, sessions, make, posted)
    if not taken:
        return page
    headers = {**PRIVATE, "Content-Disposition": f'attachment; filename="{kind}-current.xlsx"'}
    return Response(taken[0], media_type=_XLSX, headers=headers)


def _marked(seat: StaffRequest, kind: TableKind, policy: str, to: str) -> object:
    return seat.session.kept.get(MARKED)


_WORKBOOKS: Mapping[str, Callable[[StaffRequest, TableKind, str, str], object]] = {
    "template.xlsx": _template,
    "current.xlsx": _current,
    "marked.xlsx": _marked,
}


# -- looked at -----------------------------------------------------------------------------------


@post("/tables/{kind:str}/check", status_code=200, request_max_body_size=MOST_BODY)
async def check(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    sessions: NamedDependency[Sessions],
    kind: FromPath[str],
) -> Response[str]:
    """What the table would change; nothing is written.

    Without a file it is the one handed in before, with what somebody says of its headers.
    """
    form = await request.form()
    posted = _words(form)
    file = form.get("file")
    content, name = b"", ""
    if isinstance(file, UploadFile):
        content, name = await file.read(), disk_name(file.filename or "", kind)
    elif "handed" not in posted:
        raise BadForm

    def make(seat: StaffRequest) -> object:
        known = _kind(kind)
        allow_table(known, seat.actor)
        if "handed" in posted and not content:
            return _looked(seat, _again(seat, known, posted))
        asked = Asked(
            _to(posted), one(posted, "policy"), {}, seat.actor.name, True, _namesakes(posted)
        )
        return _looked(seat, Handed(secrets.token_urlsafe(9), kind, asked, name, content))

    return await render_for_staff(request, visit, sessions, make, posted)


def _to(posted: Posted) -> str:
    """What a table is put to; ``round`` as links had it before."""
    return one(posted, "to") or one(posted, "round")


def _namesakes(posted: Posted) -> dict[str, str]:
    """What two rows of one name in any home are said to be."""
    said = one(posted, "namesakes")
    return {"": said} if said in tuple(Namesakes) else {}


def _words(form: object) -> Posted:
    items = getattr(form, "multi_items", None)
    if items is None:
        raise BadForm
    found: Posted = {}
    for name, value in items():
        if isinstance(value, str):
            found.setdefault(name, []).append(value)
    return found


def _again(seat: StaffRequest, kind: TableKind, posted: Posted) -> Handed:
    """The table handed in before, with what its headers are said to mean now."""
    handed = seat.session.kept.get(HANDED)
    if (
        not isinstance(handed, Handed)
        or handed.key != one(posted, "handed")
        or handed.kind != kind.key
    ):
        raise NotListed(Text("待导入的表", "table that waits"), one(posted, "handed") or "–")
    known = {key for key, _ in meanings_of(kind, _registry(seat), handed.asked.policy)}
    told = dict(handed.asked.told)
    for at in range(MOST_HEADERS):
        header, means = one(posted, f"header.{at}"), one(posted, f"means.{at}")
        if header and means == NOT_TO_BE_READ:
            told[header] = ""
        elif header and means in known:
            told[header] = means
        elif header:
            told.pop(header, None)
    return attrs.evolve(handed, asked=attrs.evolve(handed.asked, told=told))


def _registry(seat: StaffRequest) -> Registry:
    return seat.visit.hall.town.registry


def _looked(seat: StaffRequest, handed: Handed) -> object:
    kind, asked = TABLES[handed.kind], handed.asked
    for kept in (KEPT, HANDED):
        seat.session.kept.pop(kept, None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / handed.name
        path.write_bytes(handed.content)
        try:
            looked = look_at(seat.desk, kind.key, path, asked)
        except MalformedFile as refusal:
            view = table_view(seat, kind, asked, refusal_words(seat, refusal))
            return PageResponse(_with_headers(seat, view, handed, _first_headers(path)), 422)
        except TickboxError as refusal:
            return PageResponse(
                table_view(seat, kind, asked, refusal_words(seat, refusal)), status_of(refusal)
            )
    if isinstance(looked, Faulty):
        return _faulty(seat, handed, looked)
    waiting = Waiting(secrets.token_urlsafe(9), looked, digest_of(handed.content))
    seat.session.kept[KEPT] = waiting
    return _preview(seat, waiting, handed)


def _first_headers(path: Path) -> tuple[str, ...]:
    try:
        return shown_headers(read_sheets(path))
    except TickboxError:
        return ()  # what cannot be read has no columns to choose from


def _with_headers(
    seat: StaffRequest, view: SheetView, handed: Handed, headers: Iterable[str]
) -> SheetView:
    """The page with a box for each column that was not read, or of which somebody said it before.

    The table is kept, so that it can be looked at again with what they mean.
    """
    kind, asked = TABLES[handed.kind], handed.asked
    told = {**seat.desk.importing.headers(kind.key), **asked.told}
    names = dict.fromkeys((*headers, *told))
    if not names:
        return view
    seat.session.kept[HANDED] = handed
    known = meanings_of(kind, _registry(seat), asked.policy)
    return attrs.evolve(
        view,
        handed=handed.key,
        file=handed.name,
        headers=tuple(
            HeaderView(at, name, told[name] or NOT_TO_BE_READ if name in told else "")
            for at, name in enumerate(list(names)[:MOST_HEADERS])
        ),
        meanings=tuple((key, seat.say(words)) for key, words in known),
    )


def _preview(seat: StaffRequest, waiting: Waiting, handed: Handed | None) -> SheetView:
    looked = waiting.looked
    kind = TABLES[looked.kind]
    notes = list(looked.notes)
    if looked.unused and not kind.says_unread:
        notes.insert(0, NOT_READ.filled(names=", ".join(looked.unused)))
    view = attrs.evolve(
        table_view(seat, kind, looked.asked),
        rows=looked.rows,
        notes=tuple(seat.say(note) for note in notes),
        confirm=waiting.key,
        signs=kind.second,
    )
    view = show_changes(seat, view, kind.key, looked.changes)
    return view if handed is None else _with_headers(seat, view, handed, looked.unused)


def _faulty(seat: StaffRequest, handed: Handed, faulty: Faulty) -> PageResponse:
    faults = list(faulty.faults)
    seat.session.kept[MARKED] = mark_faults(faulty.sheets, faults)
    kinds = by_kind(faults)
    said = Text(
        "{file}：有{number}处要改，没有导入任何内容。",
        "{file}: {number} to mend; nothing is read in.",
    ).filled(file=handed.name, number=len(faults))
    several = len({fault.sheet for fault in faults}) > 1
    placed = [(one_ if several else attrs.evolve(one_, sheet=""), text) for one_, text in kinds]
    view = attrs.evolve(
        table_view(seat, TABLES[handed.kind], handed.asked, seat.say(said)),
        faults=tuple((seat.say(one_.where), seat.say(text)) for one_, text in placed[:SHOWN]),
        more_faults=max(0, len(kinds) - SHOWN),
        marked_url=seat.url("tables", handed.kind, "marked.xlsx"),
    )
    return PageResponse(view, 422)


# -- written, and undone -------------------------------------------------------------------------


@post("/tables/{kind:str}/take", status_code=200)
async def take(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    sessions: NamedDependency[Sessions],
    kind: FromPath[str],
) -> Response[str]:
    """The table that was looked at is read in; or the last import is looked at, then undone."""
    posted = await form_of(request)

    def make(seat: StaffRequest) -> object:
        known, asked = _kind(kind), Asked(_to(posted))
        allow_table(known, seat.actor)
        try:
            if "undo" in posted:
                return _undone(seat, known, asked, posted)
            done = _taken(seat, one(posted, "confirm"), one(posted, "token"))
        except NotCountersigned as missing:
            return PageResponse(_unsigned(seat, known, asked, posted, missing), 422)
        except TickboxError as refusal:
            return PageResponse(
                table_view(seat, known, asked, refusal_words(seat, refusal)), status_of(refusal)
            )
        return attrs.evolve(table_view(seat, known, asked), done=seat.say(done))

    return await render_for_staff(request, visit, sessions, make, posted)


def _waiting(seat: StaffRequest, key: str) -> Waiting:
    held = seat.session.kept.get(KEPT)
    if not isinstance(held, Waiting) or held.key != key:
        raise NotListed(Text("待导入的表", "table that waits"), key or "–")
    return held


def _taken(seat: StaffRequest, key: str, token: str) -> Text:
    held = _waiting(seat, key)
    second = _second(seat, token)
    take_table(seat.visit.hall.town, seat.desk, held.looked, held.digest, seat.actor, second)
    for kept in (KEPT, HANDED):
        seat.session.kept.pop(kept, None)
    return TABLES[held.looked.kind].done.filled(rows=held.looked.rows)


def _second(seat: StaffRequest, token: str) -> Actor | None:
    """Who signs beside, by a token of their own."""
    return seat.visit.hall.town.actor(token, seat.desk.area) if token.strip() else None


def _unsigned(
    seat: StaffRequest, kind: TableKind, asked: Asked, posted: Posted, missing: NotCountersigned
) -> SheetView:
    """The last look again, with why it is not signed."""
    if "undo" in posted:
        last = seat.desk.importing.last()
        view = attrs.evolve(table_view(seat, kind, asked), undoing=True, signs=True)
        view = show_changes(seat, view, last.kind, going(seat.desk, last))
    else:
        view = _preview(seat, _waiting(seat, one(posted, "confirm")), None)
    return attrs.evolve(view, error=seat.say(missing.problem))


def _undone(seat: StaffRequest, kind: TableKind, asked: Asked, posted: Posted) -> SheetView:
    """What would go first; then it goes."""
    last = seat.desk.importing.last()
    if str(last.position) != one(posted, "undo"):
        raise ChangedMeanwhile(THE_IMPORT)
    if one(posted, "sure") != "yes":
        refusal = why_not_undone(seat.visit.hall.town, seat.desk, last, seat.actor)
        if refusal is not None:
            said = Text("现在不能撤销：{why}", "It cannot be undone as things stand: {why}")
            why = seat.say(said.filled(why=refusal.text))
            return attrs.evolve(table_view(seat, kind, asked), error=why)
        signs = TABLES[last.kind].second
        view = attrs.evolve(table_view(seat, kind, asked), undoing=True, signs=signs)
        return show_changes(seat, view, last.kind, going(seat.desk, last))
    second = _second(seat, one(posted, "token"))
    undone = undo_table(seat.visit.hall.town, seat.desk, last, seat.actor, second)
    said = Text("已撤销{what}的导入（{rows}行）。", "Undone: the import of {what} ({rows} rows).")
    done = said.filled(what=TABLES[undone.kind].noun, rows=undone.rows)
    return attrs.evolve(table_view(seat, kind, asked), done=seat.say(done))


HANDLERS = [ask, workbook, current, check, take]
