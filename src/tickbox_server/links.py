"""Every address of the pages, in one place: paths below wherever the app is mounted, no host."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

import attrs
from litestar import Request

API = "/api/v1"


@attrs.frozen
class Links:
    """Paths to the pages; ``prefix`` is where a host mounted the app (empty at the root).

    ``pages`` names the pages of neighbourhoods and rounds that are served (``None``: whatever is
    asked for): a page that only an absent part has is no link, and its path is empty.
    """

    prefix: str = ""
    pages: frozenset[str] | None = None

    @classmethod
    def of(cls, request: Request[Any, Any, Any], pages: frozenset[str] | None = None) -> Links:
        """The links as the one who asks has to follow them."""
        return cls(str(request.scope.get("root_path") or "").rstrip("/"), pages)

    def _is_served(self, page: str) -> bool:
        return self.pages is None or page.partition("/")[0] in self.pages

    @property
    def town(self) -> str:
        """The first page."""
        return f"{self.prefix}/"

    @property
    def promises(self) -> str:
        """What is promised and what is not."""
        return f"{self.prefix}/promises"

    @property
    def recount(self) -> str:
        """How to recount."""
        return f"{self.prefix}/recount"

    @property
    def recount_script(self) -> str:
        """The recount itself, one file."""
        return f"{self.prefix}/recount.py"

    @property
    def recount_page(self) -> str:
        """The second verifier: one page that counts a bundle where it is opened."""
        return f"{self.prefix}/recount.html"

    def count_here(self, bundle: str, language: str) -> str:
        """The same, which fetches the bundle of that path and counts it at once."""
        return f"{self.recount_page}#lang={language}&bundle={quote(bundle, safe='/')}"

    def static(self, name: str, stamp: str) -> str:
        """A file of the server's own; the stamp changes with its content."""
        return f"{self.prefix}/static/{name}?v={stamp}"

    def area(self, area: str) -> str:
        """A neighbourhood."""
        return f"{self.prefix}/n/{quote(area, safe='')}"

    def round(self, area: str, round: str, page: str = "") -> str:
        """A page of a round: the list itself, or ``review``, ``wall``, ``check`` and so on."""
        path = f"{self.area(area)}/{quote(round, safe='')}"
        if not page:
            return path
        return f"{path}/{page}" if self._is_served(page) else ""

    def help(self, area: str) -> str:
        """How to tick with somebody's help, and where."""
        return f"{self.area(area)}/help"

    def wishes(self, area: str, page: str = "") -> str:
        """Where a wish is handed in, or (``follow``) looked up."""
        return self.board(area, f"wishes/{page}" if page else "wishes")

    def picture(self, digest: str) -> str:
        """A picture kept beside the lists."""
        return f"{self.prefix}/pictures/{quote(digest, safe='')}"

    def of_town(self, what: str) -> str:
        """A page of the whole town that a component brings."""
        return f"{self.prefix}/{what}"

    def board(self, area: str, what: str, id_: str = "") -> str:
        """A page of a neighbourhood: ``projects``, ``problems``, ``meetings``; or one of them."""
        if not self._is_served(what):
            return ""
        path = f"{self.area(area)}/{what}"
        return f"{path}/{quote(id_, safe='')}" if id_ else path

    def item(self, area: str, round: str, item: str) -> str:
        """An item's own page, from the wish to the project."""
        return self.round(area, round, f"items/{quote(item, safe='')}")

    def twin(self, area: str, what: str = "") -> str:
        """The same page of a neighbourhood as JSON; without ``area``, of the town."""
        path = f"{self.prefix}{API}/areas/{quote(area, safe='')}" if area else f"{self.prefix}{API}"
        return f"{path}/{what}" if what else path

    def feed(self, area: str) -> str:
        """The news of a neighbourhood, as an Atom feed."""
        return self.board(area, "feed.atom")

    def calendar(self, area: str) -> str:
        """Its dates, for calendars."""
        return self.board(area, "calendar.ics")

    def data(self, area: str, round: str, what: str) -> str:
        """What the API says of a round: its ``bundle``, ``checkpoint``, ``outcome``."""
        places = quote(area, safe=""), quote(round, safe="")
        return f"{self.prefix}{API}/areas/{places[0]}/rounds/{places[1]}/{what}"


def names_of(paths: Iterable[str]) -> frozenset[str]:
    """The pages of neighbourhoods and rounds that these addresses are of, by their names.

    >>> sorted(names_of(["/", "/n/{a:str}/ideas/{i:str}", "/n/{a:str}/{r:str}/wall", "/n/{a:str}"]))
    ['ideas', 'wall']
    """
    below = (path.split("/")[3:] for path in paths if path.startswith("/n/"))
    names = (next((one for one in rest if not one.startswith("{")), "") for rest in below)
    return frozenset(name for name in names if name)
