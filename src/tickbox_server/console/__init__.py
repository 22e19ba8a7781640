"""The staff's console, at ``/staff``: what to do now, forms of every act, and a few screens more.

It decides nothing: who may is in ``tickbox_core.acts``, what may happen is the desk's.
"""

from __future__ import annotations

from litestar import Router
from litestar.di import Provide

from tickbox_server.console import (
    act_forms,
    chaining,
    dashboard,
    diary_page,
    login,
    paper_entry,
    printing,
    table_import,
    wishing,
)
from tickbox_server.console.sessions import Sessions


def router() -> Router:
    """The console's routes, with sessions of their own."""
    sessions = Sessions()
    parts = (
        login,
        dashboard,
        act_forms,
        wishing,
        chaining,
        table_import,
        paper_entry,
        printing,
        diary_page,
    )
    return Router(
        "/staff",
        route_handlers=[handler for part in parts for handler in part.HANDLERS],
        dependencies={"sessions": Provide(lambda: sessions, sync_to_thread=False)},
        include_in_schema=False,
    )
