"""The pages: for residents and for the wall, whole without a script.

Each handler asks a maker for a view (``views``, plain values) and a template draws it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from litestar import Router

from tickbox_server.pages import (
    components,
    helping,
    items,
    public,
    receipts,
    ticking,
    wall,
)

if TYPE_CHECKING:
    from tickbox_server.parts import ServerPart


def router(brought: Iterable[ServerPart] = ()) -> Router:
    """The routes of the pages, with those of parts that components bring."""
    parts = (
        public,
        ticking,
        receipts,
        wall,
        helping,
        items,
        components,
    )
    handlers = [handler for part in parts for handler in part.HANDLERS]
    handlers += [handler for part in brought for handler in part.pages]
    return Router("/", route_handlers=handlers, include_in_schema=False)
