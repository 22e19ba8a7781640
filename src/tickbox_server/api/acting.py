"""The acts of the year over HTTP: the same descriptions as on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from functools import lru_cache
from typing import Annotated, Any

import attrs
from litestar import get, post
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from litestar.params import FromPath, HeaderParameter, JSONBody

from tickbox_core.acts import (
    NOBODY,
    Act,
    Actor,
    allow,
    catalogue_of,
    perform,
    under_todays_names,
)
from tickbox_core.categories import fields_of, of_row
from tickbox_core.categories.kinds import YesNo
from tickbox_core.declarations import (
    AnyJson,
    Component,
    ListOf,
    Role,
    Said,
    Typed,
    choice,
    gives,
    unseen,
)
from tickbox_core.declarations.fields import PictureFile
from tickbox_core.desk import Desk
from tickbox_core.errors import BadValue, NotListed, TickboxError
from tickbox_core.text import Text
from tickbox_core.workflow.performing import plain_of
from tickbox_server.api._common import AnyRequest, answers, problems
from tickbox_server.errors import WrongMethod
from tickbox_server.hall import Hall
from tickbox_server.turns import end_turn, note_code

MOST_BODY = 17_000_000
"""A picture of 12 MB in base64; only staff may send as much."""
SecondToken = Annotated[
    str | None,
    HeaderParameter(
        name="Tickbox-Second", description="The token of the second of two people who sign."
    ),
]
_ACT = "/areas/{area:str}/acts/{stage:str}/{name:str}"


@attrs.frozen
class ActDescribed:
    """An act: who may, and as JSON Schema its fields and what it answers."""

    act: str = unseen(Typed())
    title: Text = gives(Said(), "办理事项", "act")
    role: str = unseen(choice(Role))
    roles: tuple[str, ...] = unseen(ListOf(choice(Role)))
    reads: bool = unseen(YesNo())
    second: bool = unseen(YesNo())
    fields: Mapping[str, Any] = unseen(AnyJson())
    answer: Mapping[str, Any] = unseen(AnyJson())


@get("/acts", summary="What there is to do", opt=answers(ListOf(ActDescribed)))
async def catalogue(hall: NamedDependency[Hall]) -> list[dict[str, Any]]:
    """Every act with who may, and as JSON Schema its fields and what it answers."""
    return _describe_acts(hall.town.components)


@lru_cache(maxsize=4)
def _describe_acts(components: tuple[Component, ...]) -> list[dict[str, Any]]:
    return [
        plain_of(
            ActDescribed(
                act=act.key,
                title=act.title,
                role=str(act.role),
                roles=tuple(sorted(map(str, act.roles))),
                reads=act.reads,
                second=act.second,
                fields=act.schema,
                answer=act.answer_schema,
            )
        )
        for act in catalogue_of(components).acts.values()
    ]


@get(_ACT, summary="Ask", responses=problems(400, 403, 404, 405, 409, 422))
async def ask(
    request: AnyRequest,
    hall: NamedDependency[Hall],
    area: FromPath[str],
    stage: FromPath[str],
    name: FromPath[str],
) -> dict[str, Any]:
    """An act that only reads; its fields are typed into the address."""
    typed = {key: str(value) for key, value in request.query_params.items()}

    def answer() -> dict[str, Any]:
        desk = hall.town.desk(area)
        act = _act(desk, stage, name, reads=True)
        actor = asking_actor(hall, area, request.headers)
        allow(act, actor)
        given, faults = of_row(act.fields, dict(under_todays_names(act, typed)))
        for fault in faults:
            raise BadValue(act.key, fault.problem, fault.remedy)
        return {"answer": perform(act, desk, given, actor)}

    return await hall.ask(answer)


@lru_cache(maxsize=4)
def _with_a_picture(components: tuple[Component, ...]) -> frozenset[str]:
    """The acts that are anybody's and take a picture: as large by the API as on the page."""
    return frozenset(
        key
        for key, act in catalogue_of(components).acts.items()
        if Role.ANYBODY in act.roles
        and any(isinstance(one.kind, PictureFile) for one in fields_of(act.fields))
    )


async def _files_are_for_staff(request: ASGIConnection[Any, Any, Any, Any], _: Any) -> None:
    """Whoever has no token sends what fits a form, or a photograph where a resident may send one.

    Whole tables and everything else that is large are staff's.
    """
    size = request.headers.get("content-length", "")
    hall: Hall = request.app.state["hall"]
    if size.isascii() and size.isdigit() and int(size) <= hall.settings.body_bytes:
        return
    if "{stage}/{name}".format(**request.path_params) in _with_a_picture(hall.town.components):
        return
    area = request.path_params.get("area", "")
    actor = await hall.ask(lambda: asking_actor(hall, area, request.headers))
    if actor is NOBODY:
        raise RequestEntityTooLarge


@post(
    _ACT,
    summary="Act",
    status_code=200,
    responses=problems(400, 403, 404, 405, 409, 413, 415, 422, 429),
    guards=[_files_are_for_staff],
    request_max_body_size=MOST_BODY,
)
async def act(
    request: AnyRequest,
    hall: NamedDependency[Hall],
    area: FromPath[str],
    stage: FromPath[str],
    name: FromPath[str],
    data: JSONBody[dict[str, Any]],
    second: SecondToken = None,
) -> dict[str, Any]:
    """An act that changes something: it has happened, durably, or the problem says why not.

    Staff say who they are with ``Authorization: Bearer`` and their token (``tickbox staff``).  What
    two people sign (``second`` in ``/acts``) takes another person's token in ``Tickbox-Second``.
    """

    if isinstance(code := data.get("code"), str):
        note_code(request, code)

    def answer() -> dict[str, Any]:
        desk = hall.town.desk(area)
        found = _act(desk, stage, name, reads=False)
        actor = asking_actor(hall, area, request.headers)
        beside = hall.town.actor(bare_token(second), area) if found.second and second else None
        anonymous = actor is NOBODY and Role.ANYBODY in found.roles and "code" not in data
        with hall.limit_anonymous(request, found.key) if anonymous else nullcontext():
            try:
                return {"answer": perform(found, desk, data, actor, beside)}
            except TickboxError:  # a code that is nobody's, probably
                end_turn(wrong=True)
                raise

    return await hall.ask(answer)


def _act(desk: Desk, stage: str, name: str, *, reads: bool) -> Act:
    key, acts = f"{stage}/{name}", catalogue_of(desk.components).acts
    if key not in acts:
        raise NotListed(Text("办理事项", "act"), key)
    if acts[key].reads is not reads:
        raise WrongMethod(key, "GET" if acts[key].reads else "POST")
    return acts[key]


def bare_token(token: str) -> str:
    """A token, with or without the word ``Bearer`` before it."""
    scheme, _, rest = token.strip().partition(" ")
    return rest if scheme.lower() == "bearer" and rest else token


def asking_actor(hall: Hall, area: str, headers: Mapping[str, str]) -> Actor:
    """Staff of this area, or who holds an office there, by their token; anybody else is nobody."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        return NOBODY
    return hall.town.actor(token, area) or NOBODY


HANDLERS = [catalogue, ask, act]
