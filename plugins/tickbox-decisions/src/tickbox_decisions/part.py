"""What motions and judgements have on a server."""

from __future__ import annotations

from collections.abc import Iterator

from tickbox_core.desk import Desk, wall
from tickbox_core.text import Text
from tickbox_decisions import (
    PACKAGE,
    api,
    judgement_pages,
    motion_pages,
    notice_pages,
    objection_pages,
    own_pages,
)
from tickbox_server.parts import BoardLink, FootLink, ServerPart


def boards(desk: Desk) -> Iterator[BoardLink]:
    """The pages of a neighbourhood."""
    yield BoardLink(Text("表决", "Motions"), "motions", len(wall.motions(desk)), 30)
    yield BoardLink(Text("评议", "Judgements"), "judge", len(desk.judging.judgements()), 40)


PART = ServerPart(
    "decisions",
    PACKAGE,
    pages=(
        *motion_pages.HANDLERS,
        *own_pages.HANDLERS,
        *objection_pages.HANDLERS,
        *judgement_pages.HANDLERS,
        *notice_pages.HANDLERS,
    ),
    api=api.HANDLERS,
    boards=boards,
    foot=(FootLink(Text("核对张贴的表决结果", "Check a posted notice"), notice_pages.PATH),),
)
