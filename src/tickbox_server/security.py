"""What every answer carries, and what no request may do."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from litestar import Request, Response

from tickbox_server.errors import ForeignRequest
from tickbox_server.settings import Settings

_READING = frozenset({"GET", "HEAD", "OPTIONS"})


def headers(settings: Settings, pictures: str = "'self'") -> dict[str, str]:
    """Headers of every answer; ``pictures`` says where its pictures may come from.

    Script (one small file), styles and pictures come from the same origin only, nothing inline.
    ``same-origin`` as referrer policy, because with ``no-referrer`` browsers send forms with
    ``Origin: null``, which cannot be told from a foreign page.
    """
    policy = (
        f"default-src 'none'; script-src 'self'; style-src 'self'; img-src {pictures}; "
        f"form-action 'self'; base-uri 'none'; frame-ancestors {settings.frame_ancestors}"
    )
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    }


def refuse_foreign(settings: Settings, request: Request[Any, Any, Any]) -> None:
    """Raise ``ForeignRequest`` for a changing request that another site made a browser send.

    Programs send neither ``Sec-Fetch-Site`` nor ``Origin`` and carry their own credentials.
    """
    if request.method in _READING:
        return
    origin = request.headers.get("origin")
    if origin in settings.origins:
        return
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        foreign = site not in ("same-origin", "none")
    else:
        host = request.headers.get("host", "").lower()
        foreign = origin is not None and _host(origin) != host
    if foreign:
        raise ForeignRequest


def _host(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:  # no address at all
        return None


def add_headers(settings: Settings, response: Response[Any]) -> Response[Any]:
    """The answer with the headers of ``headers``; those it brings itself stay."""
    for name, value in headers(settings).items():
        response.headers.setdefault(name, value)
    return response
