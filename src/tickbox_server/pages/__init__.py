"""The pages: for residents and for the wall, whole without a script.

Each handler asks a maker for a view (``views``, plain values) and a template draws it.
"""

from __future__ import annotations

from litestar import Router

from tickbox_server.pages import (
    awards,
    components,
    following,
    helping,
    items,
    judging,
    motions,
    public,
    receipts,
    ticking,
    wall,
    wishing,
    works,
)


def router() -> Router:
    """The routes of the pages."""
    parts = (
        public,
        ticking,
        receipts,
        wall,
        following,
        helping,
        wishing,
        motions,
        judging,
        works,
        items,
        awards,
        components,
    )
    handlers = [handler for part in parts for handler in part.HANDLERS]
    return Router("/", route_handlers=handlers, include_in_schema=False)
