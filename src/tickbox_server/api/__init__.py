"""The JSON API: thin handlers, each asks the hall and writes a paper."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from litestar import Router

from tickbox_server.api import acting, casting, reading, walling
from tickbox_server.links import API

if TYPE_CHECKING:
    from tickbox_server.parts import ServerPart

HANDLERS = (
    *reading.HANDLERS,
    *casting.HANDLERS,
    *acting.HANDLERS,
    *walling.HANDLERS,
)


def router(parts: Iterable[ServerPart] = ()) -> Router:
    """The routes of the API, with those of ``parts``."""
    return Router(
        API,
        route_handlers=[*HANDLERS, *(handler for part in parts for handler in part.api)],
        tags=["tickbox"],
    )
