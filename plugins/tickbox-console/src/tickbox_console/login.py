"""Signing in with a staff token, and out."""

from __future__ import annotations

from litestar import Response, get, post
from litestar.di import NamedDependency

from tickbox_console.sessions import Sessions
from tickbox_console.staff_request import (
    PRIVATE,
    at,
    cookie,
    cookie_name,
    form_of,
    one,
    sign_in,
)
from tickbox_core.errors import NotListed
from tickbox_core.text import Text
from tickbox_server.errors import ForeignRequest
from tickbox_server.pages.visit import AnyRequest, PageRequest

_WRONG = Text(
    "没有认出您：居民区或令牌不对。令牌由管理员用 tickbox staff 发放，只显示一次。",
    "We do not know you: the neighbourhood or the token is wrong. Whoever runs the server gives "
    "tokens with 'tickbox staff'; each is shown once.",
)


@get("/sign-in")
async def ask(visit: NamedDependency[PageRequest]) -> Response[str]:
    """Where the token is typed."""
    return await visit.show(lambda: sign_in(visit))


@post("/sign-in", status_code=200)
async def enter(
    request: AnyRequest, visit: NamedDependency[PageRequest], sessions: NamedDependency[Sessions]
) -> Response[str]:
    """A session under a new name, whatever name the browser brought; or what was wrong."""
    posted = await form_of(request)
    area, token = one(posted, "area").strip(), one(posted, "token").strip()

    def is_known() -> bool:
        try:
            return bool(token) and visit.hall.town.actor(token, area) is not None
        except NotListed:
            return False

    if not await visit.hall.ask(is_known):
        return await visit.show(lambda: sign_in(visit, area, _WRONG, 401))
    sessions.end(request.cookies.get(cookie_name(visit), ""))
    name, _ = sessions.begin(area, token)
    return _away(at(visit), visit, name)


@post("/sign-out", status_code=303)
async def leave(
    request: AnyRequest, visit: NamedDependency[PageRequest], sessions: NamedDependency[Sessions]
) -> Response[str]:
    """The session is over, and the browser forgets its name."""
    posted = await form_of(request)
    name = request.cookies.get(cookie_name(visit), "")
    session = sessions.find(name)
    if session is not None and not session.knows(one(posted, "form_key")):
        raise ForeignRequest
    sessions.end(name)
    return _away(at(visit, "sign-in"), visit, "", 0)


def _away(to: str, visit: PageRequest, value: str, seconds: int | None = None) -> Response[str]:
    return Response(
        "",
        status_code=303,
        headers={"Location": to, **PRIVATE},
        cookies=[cookie(visit, value, seconds)],
    )


HANDLERS = [ask, enter, leave]
