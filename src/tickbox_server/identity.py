"""Who is ticking, by default: whoever holds a voting code of the round."""

from __future__ import annotations

from typing import Any

from litestar import Request

from tickbox_core.desk import Town
from tickbox_core.desk.tickets import is_ticket
from tickbox_server.turns import end_turn

POSTED_CODE = "tickbox_code"
"""Where a page leaves the code of its form for the identity: ``request.state``."""


class CodeIdentity:
    """The code of the posted form, or of ``Tickbox-Code`` or ``Authorization: Bearer``.

    A code is never looked for in the address, where it would end up in logs.  A page's form may
    hold a form ticket in the code's place (``tickbox_core.desk.tickets``); a header never.
    """

    key = "code"

    def __init__(self, town: Town) -> None:
        """Codes are held against the desks of this town."""
        self._town = town

    def slot(self, round: str, request: Request[Any, Any, Any]) -> str | None:
        """The slot of the round that the code speaks for."""
        area, posted = request.path_params.get("area"), request.state.get(POSTED_CODE, "")
        code = posted or header_code(request)
        if not code or area is None:
            return None
        desk = self._town.desk(area)
        if is_ticket(posted):
            return desk.slot_of_ticket(round, posted)
        slot = desk.slot_of_code(round, code)
        end_turn(wrong=slot is None)
        return slot

    def ticket(self, area: str, round: str, slot: str, posted: str) -> str:
        """What the next form carries for a slot that was found: the ticket posted, or a new one."""
        return posted if is_ticket(posted) else self._town.desk(area).issue_ticket(round, slot)


def header_code(request: Request[Any, Any, Any]) -> str:
    """The voting code (or token) that the headers of a request bring; empty where none does."""
    own = request.headers.get("tickbox-code", "")
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return own or (token.strip() if scheme.lower() == "bearer" else "")
