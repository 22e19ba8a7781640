"""How large a page's type is: normal, large (长辈版) or largest; asked for once and remembered.

Asked for by ``?type=``, remembered in one cookie.  A reader's own zoom comes on top: sizes in the
stylesheet are all relative.
"""

from __future__ import annotations

from typing import Any

from litestar import Request

COOKIE = "tickbox_type"
NORMAL, LARGE, LARGEST = SIZES = ("normal", "large", "largest")

OFFERED = {NORMAL: (LARGE,), LARGE: (NORMAL, LARGEST), LARGEST: (NORMAL,)}
"""From each size the ways to others: one press to larger type, one press back."""


def find_size(name: str | None) -> str | None:
    """The size of that name, if it is one of ours."""
    return next((size for size in SIZES if size == name), None)


def wanted_size(request: Request[Any, Any, Any]) -> str:
    """The size to answer a request in."""
    asked = find_size(request.query_params.get("type"))
    return asked or find_size(request.cookies.get(COOKIE)) or NORMAL
