"""Who is ticking, by default: whoever holds a voting code of the round."""

from __future__ import annotations

from typing import Any

from litestar import Request

from tickbox_core.desk import Town

POSTED_CODE = "tickbox_code"
"""Where a page leaves the code of its form for the identity: ``request.state``."""


class CodeIdentity:
    """The code of the posted form, or of ``Tickbox-Code`` or ``Authorization: Bearer``.

    A code is never looked for in the address, where it would end up in logs.
    """

    key = "code"

    def __init__(self, town: Town) -> None:
        """Codes are held against the desks of this town."""
        self._town = town

    def slot(self, cycle: str, request: Request[Any, Any, Any]) -> str | None:
        """The slot of the cycle that the code speaks for."""
        code = request.state.get(POSTED_CODE) or _header_code(request)
        area = request.path_params.get("area")
        if not code or area is None:
            return None
        return self._town.desk(area).slot_of_code(cycle, code)


def _header_code(request: Request[Any, Any, Any]) -> str:
    own = request.headers.get("tickbox-code", "")
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return own or (token.strip() if scheme.lower() == "bearer" else "")
