"""The console as a part of a server: its routes, with sessions of their own for each app."""

from __future__ import annotations

from litestar import Router
from litestar.di import Provide

from tickbox_console import (
    act_forms,
    chaining,
    dashboard,
    diary_page,
    law_pages,
    login,
    paper_entry,
    printing,
    table_api,
    table_import,
    wishing,
)
from tickbox_console.sessions import Sessions
from tickbox_core.text import Text
from tickbox_server.hall import Hall
from tickbox_server.pages.visit import AnyRequest
from tickbox_server.parts import FootLink, ServerPart


def _sessions(request: AnyRequest) -> Sessions:
    hall: Hall = request.app.state["hall"]
    return hall.hold("console-sessions", Sessions)


def router(_: Hall) -> Router:
    """The console's routes."""
    parts = (
        login,
        dashboard,
        act_forms,
        wishing,
        chaining,
        table_import,
        paper_entry,
        law_pages,
        printing,
        diary_page,
    )
    return Router(
        "/staff",
        route_handlers=[handler for part in parts for handler in part.HANDLERS],
        dependencies={"sessions": Provide(_sessions, sync_to_thread=False)},
        include_in_schema=False,
    )


PART = ServerPart(
    "console",
    "tickbox_console",
    api=table_api.HANDLERS,
    router=router,
    foot=(FootLink(Text("工作人员入口", "For staff"), "/staff"),),
)
