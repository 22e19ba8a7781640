"""Tables over HTTP: what would change, then it is read in; the last import looked at, then undone.

Every kind of table goes this one way; what is special of a kind stands in its declaration.
"""

from __future__ import annotations

import base64
import binascii
import tempfile
from pathlib import Path
from typing import Any

from litestar import get, post
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from litestar.params import FromPath, JSONBody

from tickbox_console.table_papers import TablePaper, TakePaper, UndoPaper
from tickbox_console.waiting_tables import waiting_tables
from tickbox_core.acts import NOBODY, Actor, Role
from tickbox_core.acts.tables.answers import (
    MOST_TOLD,
    ImportLooked,
    TableDescribed,
    TableLooked,
    TableTaken,
    changes_told,
)
from tickbox_core.acts.tables.every import TABLES
from tickbox_core.acts.tables.kind import Asked, Faulty, TableKind, allow_table, meanings_of
from tickbox_core.acts.tables.taking import (
    THE_IMPORT,
    counts,
    digest_of,
    disk_name,
    going,
    look_at,
    take_table,
    to_show,
    undo_table,
    why_not_undone,
)
from tickbox_core.declarations import ListOf
from tickbox_core.desk import Desk
from tickbox_core.errors import BadValue, ChangedMeanwhile, NotAllowed, NotListed
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.performing import plain_of
from tickbox_server.hall import Hall
from tickbox_server.pages.visit import AnyRequest
from tickbox_server.parts import SecondToken, answers, asking_actor, bare_token, problems

MOST_BODY = 16_500_000
"""A file of 12 MB in base64, as large as the console takes one; only staff may send as much."""
_TABLE = "/areas/{area:str}/tables/{kind:str}"


@get("/tables", summary="What kinds of table can be handed in", opt=answers(ListOf(TableDescribed)))
async def kinds(hall: NamedDependency[Hall]) -> list[dict[str, Any]]:
    """Every kind of table with who may hand it in, its columns, and what it is put to."""
    registry = hall.town.registry
    return [plain_of(TableDescribed.of(kind, registry)) for kind in TABLES.values()]


def _kind(kind: str) -> TableKind:
    if kind not in TABLES:
        raise NotListed(Text("表格", "table"), kind)
    return TABLES[kind]


async def _files_are_for_staff(request: ASGIConnection[Any, Any, Any, Any], _: Any) -> None:
    """Whoever has no token sends what fits a form and no more."""
    size, hall = request.headers.get("content-length", ""), request.app.state["hall"]
    if size.isascii() and size.isdigit() and int(size) <= hall.settings.body_bytes:
        return
    area = request.path_params.get("area", "")
    if await hall.ask(lambda: asking_actor(hall, area, request.headers)) is NOBODY:
        raise RequestEntityTooLarge


@post(
    f"{_TABLE}/look",
    summary="Look at a table",
    status_code=200,
    responses=problems(400, 403, 404, 409, 413, 415, 422),
    guards=[_files_are_for_staff],
    request_max_body_size=MOST_BODY,
    opt=answers(TableLooked),
)
async def look(
    request: AnyRequest,
    hall: NamedDependency[Hall],
    area: FromPath[str],
    kind: FromPath[str],
    data: JSONBody[TablePaper],
) -> dict[str, Any]:
    """What the table would change, or what is wrong in it; nothing is written.

    Staff say who they are with ``Authorization: Bearer`` and their token.  ``look`` of the answer
    is what taking it names: for half an hour, until they look at another.
    """

    def answer() -> dict[str, Any]:
        desk, known = hall.town.desk(area), _kind(kind)
        actor = asking_actor(hall, area, request.headers)
        allow_table(known, actor)
        content = _content(data.content)
        _check_headers(desk, known, data)
        asked = Asked(
            data.to, data.policy, data.headers, actor.name, namesakes=dict(data.namesakes)
        )
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / disk_name(data.name, kind)
            path.write_bytes(content)
            looked = look_at(desk, kind, path, asked)
        if isinstance(looked, Faulty):
            return _plain(TableLooked.of_faulty(kind, looked, data.marked))
        key = waiting_tables(hall).keep(area, actor.name, looked, digest_of(content))
        return _plain(TableLooked.of_looked(looked, key))

    return await hall.ask(answer)


def _plain(answer: object) -> dict[str, Any]:
    told: dict[str, Any] = plain_of(answer)
    return told


def _content(sent: str) -> bytes:
    try:
        return base64.b64decode(sent, validate=True)
    except (binascii.Error, ValueError):
        raise BadValue(
            "content",
            Text("不是base64。", "is no base64."),
            Text("请给出整个文件的base64编码。", "Give the whole file in base64."),
        ) from None


def _check_headers(desk: Desk, kind: TableKind, data: TablePaper) -> None:
    """Raise ``BadValue`` where a header is said to mean what this kind of table does not have."""
    known = [key for key, _ in meanings_of(kind, desk.registry, data.policy)]
    for header, means in data.headers.items():
        if means and means not in known:
            there = ", ".join(known)
            raise BadValue(
                f"headers.{header}",
                Text(f"“{means}”不是这种表的列。", f"'{means}' is no column of such a table."),
                Text(f"请写其中之一：{there}。", f"Write one of: {there}."),
            )


@post(
    f"{_TABLE}/take",
    summary="Read in a table that was looked at",
    status_code=200,
    responses=problems(400, 403, 404, 409, 413, 415, 422),
    opt=answers(TableTaken),
)
async def take(
    request: AnyRequest,
    hall: NamedDependency[Hall],
    area: FromPath[str],
    kind: FromPath[str],
    data: JSONBody[TakePaper],
    second: SecondToken = None,
) -> dict[str, Any]:
    """All of it is read in, durably, as it was looked at; or nothing, and the problem says why.

    What two people sign (``second`` in ``/tables``) takes another person's token in
    ``Tickbox-Second``.
    """

    def answer() -> dict[str, Any]:
        desk, known = hall.town.desk(area), _kind(kind)
        actor = asking_actor(hall, area, request.headers)
        allow_table(known, actor)
        held = waiting_tables(hall).find(data.look, area, actor.name, kind)
        beside = _beside(hall, area, second)
        take_table(hall.town, desk, held.looked, held.digest, actor, beside)
        waiting_tables(hall).let_go(data.look)
        return _plain(TableTaken(kind, held.looked.rows))

    return await hall.ask(answer)


@get(
    "/areas/{area:str}/imports/last",
    summary="The last import, and what undoing it would change",
    responses=problems(403, 404, 409),
    opt=answers(ImportLooked),
)
async def last(
    request: AnyRequest, hall: NamedDependency[Hall], area: FromPath[str]
) -> dict[str, Any]:
    """For whoever may hand in such a table; 409 where nothing is left to undo."""

    def answer() -> dict[str, Any]:
        desk, actor = hall.town.desk(area), _named(hall, area, request)
        found = desk.importing.last()
        kind = TABLES[found.kind]
        allow_table(kind, actor)
        changes = going(desk, found)
        shown = to_show(changes)
        refusal = why_not_undone(hall.town, desk, found, actor)
        return _plain(
            ImportLooked(
                found.position, found.kind, found.round, found.at, found.rows, kind.second,
                counts(changes), changes_told(shown), max(0, len(shown) - MOST_TOLD),
                EMPTY if refusal is None else refusal.text,
            )
        )  # fmt: skip

    return await hall.ask(answer)


def _beside(hall: Hall, area: str, token: str | None) -> Actor | None:
    """Who signs beside, by a token of their own."""
    return hall.town.actor(bare_token(token), area) if token else None


def _named(hall: Hall, area: str, request: AnyRequest) -> Actor:
    """Who asks; nobody is told by a refusal whether anything was read in."""
    actor = asking_actor(hall, area, request.headers)
    if actor is NOBODY:
        raise NotAllowed(THE_IMPORT, Role.STAFF.words)
    return actor


@post(
    "/areas/{area:str}/imports/undo",
    summary="Undo the last import",
    status_code=200,
    responses=problems(400, 403, 404, 409, 413, 415, 422),
    opt=answers(TableTaken),
)
async def undo(
    request: AnyRequest,
    hall: NamedDependency[Hall],
    area: FromPath[str],
    data: JSONBody[UndoPaper],
    second: SecondToken = None,
) -> dict[str, Any]:
    """The import that was looked at, and no other: 409 where another was read in meanwhile."""

    def answer() -> dict[str, Any]:
        desk, actor = hall.town.desk(area), _named(hall, area, request)
        found = desk.importing.last()
        if found.position != data.position:
            raise ChangedMeanwhile(THE_IMPORT)
        beside = _beside(hall, area, second)
        undone = undo_table(hall.town, desk, found, actor, beside)
        return _plain(TableTaken(undone.kind, undone.rows))

    return await hall.ask(answer)


HANDLERS = [kinds, look, take, last, undo]
