"""One request for a page: who is asking in which language, and how a view becomes an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

import attrs
from litestar import Request, Response
from litestar.datastructures import Cookie

from tickbox_core.text import Language, Text
from tickbox_server.hall import Hall
from tickbox_server.language import COOKIE, COOKIE_SECONDS, known, wanted
from tickbox_server.links import Links
from tickbox_server.pages.render import Templates

AnyRequest = Request[Any, Any, Any]
HTML = "text/html; charset=utf-8"


@attrs.frozen
class Answer:
    """What a page's maker gives back where the view alone is not enough."""

    view: object
    status: int = 200
    headers: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen(eq=False)
class Visit:
    """What makers of views need: the hall, the language, the links, and where the page is."""

    hall: Hall
    templates: Templates
    language: Language
    links: Links
    here: str
    chosen: bool = False
    """Whether the language was asked for just now, and is to be remembered."""

    @classmethod
    def of(cls, request: AnyRequest, hall: Hall, templates: Templates) -> Visit:
        """The visit a request makes."""
        links = Links.of(request)
        path = str(request.scope["path"])
        here = path if path.startswith(links.prefix) else links.prefix + path
        chosen = known(request.query_params.get("lang")) is not None
        return cls(hall, templates, wanted(request), links, quote(here), chosen)

    def say(self, text: Text) -> str:
        """A text in the language of the page."""
        return text.said_in(self.language)

    async def show(self, make: Callable[[], object]) -> Response[str]:
        """The page of the view that ``make`` gives (or of its ``Answer``): both off the loop."""

        def drawn() -> Response[str]:
            made = make()
            return self.answer(made if isinstance(made, Answer) else Answer(made))

        return await self.hall.ask(drawn)

    def answer(self, answer: Answer) -> Response[str]:
        """The drawn page with its headers."""
        html = self.templates.draw(answer.view, self.language, self.links, self.here)
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
            cookies=[self._remembered()] if self.chosen else None,
        )

    def _remembered(self) -> Cookie:
        return Cookie(
            COOKIE,
            value=self.language,
            path=self.links.town,
            max_age=COOKIE_SECONDS,
            httponly=True,
            samesite="lax",
        )
