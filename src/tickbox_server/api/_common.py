"""What the handlers of the API share: documented problems, and the parameters of a path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import HeaderParameter

from tickbox_core.acts import NOBODY, Actor
from tickbox_core.categories.kinds import Kind
from tickbox_core.declarations import kind_of
from tickbox_server.hall import Hall
from tickbox_server.papers import ProblemDetails
from tickbox_server.problems import MEDIA_TYPE

AnyRequest = Request[Any, Any, Any]
SecondToken = Annotated[
    str | None,
    HeaderParameter(
        name="Tickbox-Second", description="The token of the second of two people who sign."
    ),
]

_ABOUT = {
    400: "The request cannot be understood.",
    401: "Nobody that the roll knows is asking.",
    403: "Not for this asker.",
    404: "Not there, or not for this asker to see.",
    409: "The round's state, an earlier ballot or an earlier use of the key stands against it.",
    413: "Too large.",
    415: "Not JSON.",
    422: "The ballot breaks the limits of the round or names unknown items.",
    500: "The server failed.",
    503: "Busy or unsure: send the same ballot with the same key again.",
}


ANSWER = "answer"
"""The option of a handler that holds the kind of what it answers."""


def answers(answer: Kind | type) -> dict[str, Kind]:
    """The ``opt`` of a handler that answers with the JSON of an answer class (``plain_of``)."""
    return {ANSWER: kind_of(answer)}


def problems(*statuses: int) -> dict[int, ResponseSpec]:
    """Documented error answers, all of one shape; 400 may come of any request."""
    return {
        status: ResponseSpec(
            ProblemDetails,
            generate_examples=False,
            description=_ABOUT[status],
            media_type=MEDIA_TYPE,
        )
        for status in sorted({400, *statuses, 500})
    }


def asking_actor(hall: Hall, area: str, headers: Mapping[str, str]) -> Actor:
    """Staff of this area, or who holds an office there, by their token; anybody else is nobody."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        return NOBODY
    return hall.town.actor(token, area) or NOBODY


def second_of(hall: Hall, area: str, token: str | None) -> Actor | None:
    """Who signs beside, by a token of their own, with or without the word ``Bearer`` before it."""
    if not token:
        return None
    scheme, _, rest = token.strip().partition(" ")
    return hall.town.actor(rest if scheme.lower() == "bearer" and rest else token, area)


async def refuse_large_of_nobody(request: ASGIConnection[Any, Any, Any, Any]) -> None:
    """Whoever has no token sends what fits a form; what is larger is staff's."""
    size = request.headers.get("content-length", "")
    hall: Hall = request.app.state["hall"]
    if size.isascii() and size.isdigit() and int(size) <= hall.settings.body_bytes:
        return
    area = request.path_params.get("area", "")
    if await hall.ask(lambda: asking_actor(hall, area, request.headers)) is NOBODY:
        raise RequestEntityTooLarge
