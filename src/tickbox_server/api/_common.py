"""What the handlers of the API share: documented problems, and the parameters of a path."""

from __future__ import annotations

from typing import Any

from litestar import Request
from litestar.openapi.datastructures import ResponseSpec

from tickbox_core.categories.kinds import Kind
from tickbox_core.declarations import kind_of
from tickbox_server.errors import NoKey
from tickbox_server.papers import ProblemDetails
from tickbox_server.problems import MEDIA_TYPE

AnyRequest = Request[Any, Any, Any]

_ABOUT = {
    400: "The request cannot be understood.",
    401: "Nobody that the roll knows is asking.",
    403: "Not for this asker.",
    404: "Not there, or not for this asker to see.",
    405: "What reads is asked with GET, what writes with POST; `Allow` says which.",
    409: "The round's state, an earlier ballot or an earlier use of the key stands against it.",
    413: "Too large.",
    415: "Not JSON.",
    422: "The ballot breaks the limits of the round or names unknown items.",
    429: "Too often from one address; `Retry-After` says when to come again.",
    500: "The server failed.",
    503: "Busy or unsure: send the same ballot with the same key again.",
}


SHORTEST_KEY, LONGEST_KEY = 8, 200


def check_key(key: str) -> None:
    """Whether an ``Idempotency-Key`` tells one answer from another; raises ``NoKey`` if not."""
    if not SHORTEST_KEY <= len(key) <= LONGEST_KEY:
        raise NoKey


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
