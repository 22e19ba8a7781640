"""Addresses that the API had: what hangs on walls and stands in portals still leads there."""

from __future__ import annotations

import re
from typing import Any, cast

from litestar.types import ASGIApp, Receive, Scope, Send

from tickbox_server.links import API

_ROUNDS = rf"({API}/areas/[^/]+)/cycles(?=[/?]|$)"


def answering_former_addresses(app: ASGIApp) -> ASGIApp:
    """``…/areas/{area}/cycles`` of before 0.1 is ``…/areas/{area}/rounds``."""

    async def call(scope: Scope, receive: Receive, send: Send) -> None:
        request = cast(dict[str, Any], scope)
        path = request.get("path", "")
        if "/cycles" in path:
            raw = request.get("raw_path") or b""
            request["path"] = re.sub(_ROUNDS, r"\1/rounds", path, count=1)
            request["raw_path"] = re.sub(_ROUNDS.encode(), rb"\1/rounds", raw, count=1)
        await app(scope, receive, send)

    return call
