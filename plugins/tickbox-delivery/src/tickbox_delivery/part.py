"""What projects, problems and meetings have on a server, and the town over its neighbourhoods."""

from __future__ import annotations

from collections.abc import Iterator

from tickbox_core.desk import Desk
from tickbox_core.text import Text
from tickbox_delivery import api, pages, town_pages
from tickbox_server.parts import BoardLink, ServerPart


def boards(desk: Desk) -> Iterator[BoardLink]:
    """The pages of a neighbourhood."""
    number = len(desk.projects.projects())
    yield BoardLink(Text("实事项目", "Projects"), "projects", number, 10)
    yield BoardLink(Text("急难愁盼问题", "Problems"), "problems", len(desk.problems()), 20)
    yield BoardLink(Text("会议", "Meetings"), "meetings", len(desk.meetings.meetings()), 50)


PART = ServerPart(
    "delivery",
    "tickbox_delivery",
    pages=pages.HANDLERS,
    api=api.HANDLERS,
    boards=boards,
    components=("projects", "problems", "meetings"),
)
TOWN = ServerPart(
    "town-tables",
    "tickbox_delivery",
    pages=town_pages.HANDLERS,
    api=api.OF_THE_TOWN,
    town=town_pages.town_ways,
)
