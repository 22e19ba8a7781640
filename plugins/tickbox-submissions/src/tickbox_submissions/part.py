"""What wishes, objections and calls for ideas have on a server."""

from __future__ import annotations

from collections.abc import Iterator

from tickbox_core.desk import Desk
from tickbox_server.parts import BoardLink, ServerPart
from tickbox_submissions import api, idea_pages, wish_pages


def boards(desk: Desk) -> Iterator[BoardLink]:
    """The page of a neighbourhood's calls; where to hand in a wish stands at the foot."""
    yield BoardLink(idea_pages.TITLE, idea_pages.BOARD, len(desk.ideas.calls()), 60)


PART = ServerPart(
    "submissions",
    "tickbox_submissions",
    pages=(*wish_pages.HANDLERS, *idea_pages.HANDLERS),
    api=api.HANDLERS,
    boards=boards,
    components=("wishes", "ideas"),
)
