"""The JSON API: thin handlers, each asks the hall and writes a paper."""

from __future__ import annotations

from litestar import Router

from tickbox_server.api import acting, asking, casting, reading, walling
from tickbox_server.links import API

HANDLERS = (
    *reading.HANDLERS,
    *casting.HANDLERS,
    *acting.HANDLERS,
    *walling.HANDLERS,
    *asking.HANDLERS,
)


def router() -> Router:
    """The routes of the API."""
    return Router(
        API,
        route_handlers=HANDLERS,
        tags=["tickbox"],
    )
