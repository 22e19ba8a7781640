"""The pages: for residents and for the wall, whole without a script.

Each handler asks a maker for a view (``views``, plain values) and a template draws it.
"""

from __future__ import annotations

from litestar import Router

from tickbox_server.pages import public, receipts, ticking, wall


def router() -> Router:
    """The routes of the pages."""
    handlers = [*public.HANDLERS, *ticking.HANDLERS, *receipts.HANDLERS, *wall.HANDLERS]
    return Router("/", route_handlers=handlers, include_in_schema=False)
