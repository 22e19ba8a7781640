"""One request for a page: who is asking in which language, and how a view becomes an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

import attrs
from litestar import Request, Response
from litestar.datastructures import Cookie

from tickbox_core.errors import BadValue, TickboxError
from tickbox_core.model import is_seed
from tickbox_core.text import Language, Text
from tickbox_server import text_size
from tickbox_server.hall import Hall
from tickbox_server.identity import CodeIdentity
from tickbox_server.language import COOKIE, COOKIE_SECONDS, find_language, wanted_language
from tickbox_server.links import Links
from tickbox_server.pages.render import Around, Templates
from tickbox_server.pages.words import sentence

AnyRequest = Request[Any, Any, Any]
HTML = "text/html; charset=utf-8"


ORDER = "tickbox_order"
"""The cookie of a reader's own order; a seed, which says nothing of whose it is."""


def _seed(said: str | None) -> str | None:
    return said if said is not None and is_seed(said) else None


def _order(request: AnyRequest) -> str | None:
    return _seed(request.query_params.get("o")) or _seed(request.cookies.get(ORDER))


@attrs.frozen
class PageResponse:
    """What a page's maker gives back where the view alone is not enough."""

    view: object
    status: int = 200
    headers: Mapping[str, str] = attrs.field(factory=dict)
    cookies: tuple[Cookie, ...] = ()


@attrs.frozen(eq=False)
class PageRequest:
    """What makers of views need: the hall, the language, the links, and where the page is."""

    hall: Hall
    templates: Templates
    language: Language
    links: Links
    here: str
    base: str = ""
    """Where people find the server, for addresses that are scanned; without the prefix."""
    size: str = text_size.NORMAL
    area: str = ""
    order: str = ""
    """The seed of the reader's own order of lists; empty before there is one."""
    chosen: Mapping[str, str] = attrs.field(factory=dict)
    """What was asked for just now and is to be remembered: values by cookie."""

    @classmethod
    def of(cls, request: AnyRequest, hall: Hall, templates: Templates) -> PageRequest:
        """The visit a request makes."""
        links = Links.of(request, hall.pages)
        path = str(request.scope["path"])
        here = path if path.startswith(links.prefix) else links.prefix + path
        asked = {
            COOKIE: find_language(request.query_params.get("lang")),
            text_size.COOKIE: text_size.find_size(request.query_params.get("type")),
            ORDER: _seed(request.query_params.get("o")),
        }
        return cls(
            hall,
            templates,
            wanted_language(request),
            links,
            quote(here),
            hall.settings.address.rstrip("/") or f"{request.url.scheme}://{request.url.netloc}",
            text_size.wanted_size(request),
            str(request.path_params.get("area", "")),
            _order(request) or "",
            {name: value for name, value in asked.items() if value},
        )

    def say(self, text: Text) -> str:
        """A text in the language of the page."""
        return text.said_in(self.language)

    def refusal(self, error: TickboxError | None) -> str | None:
        """What went wrong, as a sentence of the page; nothing where nothing did."""
        return None if error is None else sentence(self.say(error.text))

    def refusal_of_form(self, error: TickboxError | None) -> str | None:
        """The same beside a form of words: of a field only what to do, for its name is there."""
        if isinstance(error, BadValue):
            return sentence(self.say(error.remedy))
        return self.refusal(error)

    def ticket(self, area: str, round: str, slot: str, posted: str) -> str:
        """What stands for a code on the screens behind the one where it was typed.

        Empty where a host's own identity knows who it is.
        """
        identity = self.hall.identity
        if not isinstance(identity, CodeIdentity):
            return ""
        return identity.ticket(area, round, slot, posted)

    async def show(self, make: Callable[[], object]) -> Response[str]:
        """The page of the view, or ``PageResponse``, that ``make`` gives: both off the loop."""

        def drawn() -> Response[str]:
            made = make()
            answer = made if isinstance(made, PageResponse) else PageResponse(made)
            return self.answer(answer, self.hall.phone(self.area))

        return await self.hall.ask(drawn)

    def answer(self, answer: PageResponse, phone: str) -> Response[str]:
        """The drawn page with its headers."""
        around = Around(self.language, self.size, self.links, self.here, self.area, phone)
        html = self.templates.draw(answer.view, around)
        return Response(
            html,
            media_type=HTML,
            status_code=answer.status,
            headers={
                "Content-Language": self.language,
                "Vary": "Accept-Language, Cookie",
                # not "no-store": the back button has to find the page of a form again
                "Cache-Control": "private, no-cache",
                **answer.headers,
            },
            cookies=[*(self.cookie(*one) for one in self.chosen.items()), *answer.cookies],
        )

    def cookie(self, name: str, value: str, seconds: int = COOKIE_SECONDS) -> Cookie:
        """A value for the browser to keep, for our pages alone."""
        return Cookie(
            name,
            value=value,
            path=self.links.town,
            max_age=seconds,
            httponly=True,
            samesite="lax",
        )
