"""Roll and items from a table: template, a look at what would change, red cells, undoing it."""

from __future__ import annotations

import hashlib
import re
import secrets
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import attrs
from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_core import __version__
from tickbox_core.acts.screens import PLAN_ROUND
from tickbox_core.cli.sheet import TITLES, cell_faults, columns_of, item_fields, item_of
from tickbox_core.desk import tables
from tickbox_core.desk.importing import IMPORT, ITEMS, ROLL, UNDO, Change
from tickbox_core.errors import (
    ChangedMeanwhile,
    FaultyTables,
    MalformedFile,
    NotListed,
    NotPossible,
    TickboxError,
)
from tickbox_core.interchange import RollTable, read_roll
from tickbox_core.interchange.rows import read_sheets
from tickbox_core.interchange.sheets import read_all
from tickbox_core.interchange.workbooks import CellFault, Rows, by_kind, marked, template
from tickbox_core.model import Item, State
from tickbox_core.model.areas import MOST_DECIMALS
from tickbox_core.text import Text
from tickbox_server.console.facts import labels
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
_MOST_NAME = 200  # bytes
SHOWN = 60
KEPT, MARKED = "table", "marked"
KINDS = {
    ROLL: Text("导入名册", "Read the roll in"),
    ITEMS: Text("从表格导入事项", "Read items in from a table"),
}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WHAT = {
    "added": Text("新增", "added"),
    "changed": Text("改变", "changed"),
    "removed": Text("去掉", "removed"),
    "same": Text("不变", "same"),
}
_PLANS = PLAN_ROUND
"""Whoever may plan a round may read its roll in."""


@attrs.frozen
class Given:
    """What somebody asks for: the kind of table, the round, of items the category's policy."""

    kind: str
    round: str
    policy: str = ""


@attrs.frozen
class Waiting:
    """A table that was read and waits for the word; ``key`` is what the page sends back."""

    key: str
    given: Given
    held: RollTable | tuple[Item, ...] = attrs.field(repr=False)
    digest: str
    rows: int
    over: tables.Over
    """What they would be put over, as it was looked at."""


@get("/tables/{kind:str}")
async def ask(
    request: AnyRequest,
    visit: NamedDependency[Visit],
    sessions: NamedDependency[Sessions],
    kind: FromPath[str],
) -> Response[str]:
    """Where the template is, and where a filled one is handed in."""
    given = Given(_kind(kind), request.query_params.get("round", ""))
    return await seated(request, visit, sessions, lambda seat: _view(seat, given))


def _kind(kind: str) -> str:
    if kind not in KINDS:
        raise NotListed(Text("表格", "table"), kind)
    return kind


@get("/tables/{kind:str}/{what:str}")
async def workbook(
    request: AnyRequest,
    visit: NamedDependency[Visit],
    sessions: NamedDependency[Sessions],
    kind: FromPath[str],
    what: FromPath[str],
) -> Response[bytes]:
    """The template, or the table that was handed in with red cells."""
    seat = await seat_of(request, visit, sessions)
    seat.only(_PLANS)
    held: object = None
    if what == "template.xlsx":
        columns = columns_of(
            _kind(kind), request.query_params.get("policy", ""), seat.visit.hall.town.registry
        )
        held = template(kind, __version__, TITLES[kind], columns)
    elif what == "marked.xlsx":
        held = seat.session.kept.get(MARKED)
    if not isinstance(held, bytes):
        raise NotListed(Text("文件", "file"), what)
    headers = {**PRIVATE, "Content-Disposition": f'attachment; filename="{kind}-{what}"'}
    return Response(held, media_type=_XLSX, headers=headers)


@post("/tables/{kind:str}/check", status_code=200, request_max_body_size=MOST_BODY)
async def check(
    request: AnyRequest,
    visit: NamedDependency[Visit],
    sessions: NamedDependency[Sessions],
    kind: FromPath[str],
) -> Response[str]:
    """What the table would change; nothing is written."""
    form = await request.form()
    file, posted = form.get("file"), _words(form)
    if not isinstance(file, UploadFile):
        raise BadForm
    content, name = await file.read(), _file_name(file.filename or "", kind)
    given = Given(_kind(kind), one(posted, "round"), one(posted, "policy"))

    def make(seat: Seat) -> object:
        seat.only(_PLANS)
        return _checked(seat, given, content, name)

    return await seated(request, visit, sessions, make, posted)


def _file_name(said: str, kind: str) -> str:
    """What the file is called in messages, as a name any disk takes.

    A long name in Chinese has more bytes than a disk here allows; what is cut is its beginning.
    """
    name = "".join(letter for letter in re.split(r"[/\\]", said)[-1] if letter.isprintable())
    short = name.encode()[-_MOST_NAME:].decode(errors="ignore")
    return short if short.strip(". ") else kind


def _words(form: object) -> Posted:
    get_ = getattr(form, "get", None)
    if get_ is None:
        raise BadForm
    names = ("form_key", "round", "policy")
    return {name: [value] for name in names if isinstance(value := get_(name), str)}


@post("/tables/{kind:str}/take", status_code=200)
async def take(
    request: AnyRequest,
    visit: NamedDependency[Visit],
    sessions: NamedDependency[Sessions],
    kind: FromPath[str],
) -> Response[str]:
    """The table that was looked at is read in; or the last import is undone."""
    posted = await form_of(request)

    def make(seat: Seat) -> object:
        seat.only(_PLANS)
        given = Given(_kind(kind), one(posted, "round"))
        try:
            done = (
                _undone(seat, one(posted, "undo"))
                if "undo" in posted
                else _taken(seat, one(posted, "confirm"))
            )
        except TickboxError as refusal:
            return Answer(_view(seat, given, refused(seat, refusal)), status_of(refusal))
        return attrs.evolve(_view(seat, given), done=seat.say(done))

    return await seated(request, visit, sessions, make, posted)


def _checked(seat: Seat, given: Given, content: bytes, name: str) -> object:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            held, changes, over, said = _READERS[given.kind](seat, given, path)
        except FaultyTables as faulty:
            return _faulty(seat, given, *cell_faults(path, faulty))
        except RedCells as faulty:
            return _faulty(seat, given, faulty.rows, faulty.faults)
        except MalformedFile as refusal:
            return Answer(_view(seat, given, refused(seat, refusal)), 422)
        except TickboxError as refusal:
            return Answer(_view(seat, given, refused(seat, refusal)), status_of(refusal))
    digest = hashlib.sha256(content).hexdigest()
    rows = len(held.roll.units) if isinstance(held, RollTable) else len(held)
    waiting = Waiting(secrets.token_urlsafe(9), given, held, digest, rows, over)
    seat.session.kept[KEPT] = waiting
    return _preview(seat, waiting, changes, said)


Held = tuple["RollTable | tuple[Item, ...]", list[Change], tables.Over, tuple[Text, ...]]


def _roll(seat: Seat, given: Given, path: Path) -> Held:
    desk = seat.desk
    read = read_roll(
        path,
        as_of=desk.today(),
        tree=desk.tree,
        within=desk.area,
        offers=True,
        known=desk.importing.headers(ROLL),
        person_id=desk.importing.person_id(),
        most_decimals=MOST_DECIMALS,
    )
    over = tables.over(desk, ROLL, given.round)
    return read, desk.importing.changed_roll(given.round, read.roll), over, read.warnings


class RedCells(Exception):
    """A table of items with faults, and where each stands."""

    def __init__(self, rows: Sequence[Rows], faults: list[CellFault]) -> None:
        self.rows, self.faults = rows, faults


def _items(seat: Seat, given: Given, path: Path) -> Held:
    importing, registry = seat.desk.importing, seat.visit.hall.town.registry
    wanted = columns_of(ITEMS, given.policy, registry)
    fields = item_fields(given.policy, registry)
    found = read_all(read_sheets(path), wanted, importing.headers(ITEMS), ITEMS, fields)
    if found.faults:
        raise RedCells(found.sheets, found.faults)
    items = tuple(item_of(one_.plain, given.round, path.name) for one_ in found.rows)
    over = tables.over(seat.desk, ITEMS, given.round, items)
    unread = Text("没有读的列：{names}。", "Columns not read: {names}.")
    said = (unread.filled(names=", ".join(found.unused)),) if found.unused else ()
    return items, importing.changed_items(given.round, items), over, (*said, *found.notes)


_READERS: dict[str, Callable[[Seat, Given, Path], Held]] = {ROLL: _roll, ITEMS: _items}


def _preview(seat: Seat, held: Waiting, changes: list[Change], said: tuple[Text, ...]) -> SheetView:
    counts = Counter(change.what for change in changes)
    shown = [change for change in changes if change.what != "same"][:SHOWN]
    return attrs.evolve(
        _view(seat, held.given),
        rows=held.rows,
        notes=tuple(seat.say(note) for note in said),
        counts=tuple((seat.say(_WHAT[what]), counts[what]) for what in _WHAT if counts[what]),
        changes=tuple(
            (seat.say(_WHAT[c.what]), _thing(seat, c.id), _parts(seat, c)) for c in shown
        ),
        confirm=held.key,
    )


def _thing(seat: Seat, id_: str) -> str:
    """What a change is about: the roll's stand under the English of what they are."""
    what, _, own = id_.partition(" ")
    return f"{seat.visit.say(_THINGS[what])} {own}" if own and what in _THINGS else id_


def _parts(seat: Seat, change: Change) -> str:
    known = labels(seat.catalogue)
    return ", ".join(seat.visit.say(known[p]) if p in known else p for p in change.parts)


_THINGS = {
    "unit": Text("房屋", "home"),
    "person": Text("人员", "person"),
    "owner": Text("业主", "owner"),
}


def _faulty(seat: Seat, given: Given, rows: Sequence[Rows], faults: list[CellFault]) -> Answer:
    seat.session.kept[MARKED] = marked(rows, faults)
    kinds = by_kind(faults)
    said = Text(
        "有{number}处要改，没有导入任何内容。", "{number} to mend; nothing is read in."
    ).filled(number=len(faults))
    view = attrs.evolve(
        _view(seat, given, seat.say(said)),
        faults=tuple((one_.row, seat.say(text)) for one_, text in kinds[:SHOWN]),
        more_faults=max(0, len(kinds) - SHOWN),
        marked_url=seat.url("tables", given.kind, "marked.xlsx"),
    )
    return Answer(view, 422)


def _taken(seat: Seat, key: str) -> Text:
    held = seat.session.kept.get(KEPT)
    if not isinstance(held, Waiting) or held.key != key:
        raise NotListed(Text("待导入的表", "table that waits"), key or "–")
    importing, round = seat.desk.importing, held.given.round
    name, about = seat.actor.name, {"round": [round]}
    holds = tables.as_looked_at(seat.desk, held.over)
    if isinstance(held.held, RollTable):
        with seat.desk.transaction(seat.actor, IMPORT, about=about, holds=holds):
            importing.roll(round, held.held.roll, held.digest, name)
            seat.visit.hall.town.grow(held.held.new_areas)  # last: a refused roll adds none
        said = Text("名册已导入，{rows}套房屋。", "The roll is in: {rows} homes.")
    else:
        with seat.desk.transaction(seat.actor, IMPORT, about=about, holds=holds):
            importing.items(round, held.held, held.digest, name)
        said = Text("已导入{rows}件事项。", "{rows} items are on the list.")
    del seat.session.kept[KEPT]
    return said.filled(rows=held.rows)


def _undone(seat: Seat, shown: str) -> Text:
    last = seat.desk.importing.last()
    if str(last.position) != shown:
        raise ChangedMeanwhile(tables.THE_IMPORT)
    holds = tables.still_last(seat.desk, last)
    with seat.desk.transaction(seat.actor, UNDO, holds=holds):
        undone = seat.desk.importing.undo(seat.actor.name)
    said = Text("已撤销{what}的导入（{rows}行）。", "Undone: the import of {what} ({rows} rows).")
    return said.filled(what=TITLES[undone.kind], rows=undone.rows)


def _to_undo(seat: Seat) -> str:
    """The import that can be undone, as its form names it; empty where there is none."""
    try:
        return str(seat.desk.importing.last().position)
    except NotPossible:
        return ""


def _view(seat: Seat, given: Given, error: str | None = None) -> SheetView:
    seat.only(_PLANS)
    before = (State.LISTING, State.POSTED) if given.kind == ROLL else (State.LISTING,)
    offered = seat.visit.hall.town.registry.policies if given.kind == ITEMS else {}
    return SheetView(
        bar=seat.bar(),
        title=seat.say(KINDS[given.kind]),
        url=seat.url("tables", given.kind),
        template_url=seat.url("tables", given.kind, "template.xlsx"),
        kind=given.kind,
        rounds=tuple(
            (one_.id, seat.say(one_.title)) for one_ in seat.desk.rounds() if one_.state in before
        ),
        round=given.round,
        error=error,
        undo_url=seat.url("tables", given.kind, "take"),
        undo=_to_undo(seat),
        policies=tuple((key, seat.say(one_.thing.title)) for key, one_ in offered.items()),
        policy=given.policy,
    )


HANDLERS = [ask, workbook, check, take]
